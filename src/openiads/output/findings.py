"""What a study found, as estimates: shares by class and altitude, arm against arm, losses; every table comes of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openiads.coverage.arms import SEARCH_POST, StudyAreas, post_kind
from openiads.coverage.capacity import Capacity, capacity_of, mixed, opportunities, together
from openiads.coverage.combine import METRICS
from openiads.coverage.site import BALLISTIC, SiteModel
from openiads.output.statistics import Difference, Estimate, estimate, paired_difference
from openiads.scenario.model import BatchMeaning, Placement

KM2 = 1e-6
SHORT = {"sight": "sight", "detection": "detect", "engagement": "engage"}


@dataclass(frozen=True)
class ShareRow:
    """M03 and M04: area and share of the ring of one class at one altitude from one place."""

    site: str
    target: str
    altitude: str
    metric: str
    area_km2: Estimate
    share: Estimate
    weather_share: tuple[float, float]


@dataclass(frozen=True)
class ChangeRow:
    """M13: what a second batch changes, under one meaning of the word and in one placement."""

    meaning: str
    placement: str
    metric: str
    label: str
    unit: str
    difference: Difference
    target: str | None = None
    altitude: str | None = None


@dataclass(frozen=True)
class LossRow:
    """What the loss of one type of radar takes from the first place, by class and altitude."""

    component: str
    target: str
    altitude: str
    metric: str
    lost_km2: Estimate


@dataclass(frozen=True)
class Findings:
    """Everything that the study's sentences, tables, figures and page are made of."""

    study: StudyAreas
    capacity: dict[str, Capacity]  # "A", and each meaning's whole force
    second: dict[str, Capacity]  # each meaning's second batch alone

    @cached_property
    def shares(self) -> tuple[ShareRow, ...]:
        """Areas and shares of every place."""
        return tuple(row for site in self.sites for row in _share_rows(self.study, site, self.area_m2(site)))

    @cached_property
    def sites(self) -> tuple[str, ...]:
        """The first place, and the second once for each kind of post that may come there."""
        return (self.study.first.place.id, *(_second_name(self.study, kind) for kind in self.study.kinds))

    def area_m2(self, site: str) -> np.ndarray:
        """Areas of one place alone, (rows, 3, C, 8). [m2]"""
        study = self.study
        kind = next((kind for kind in study.kinds if _second_name(study, kind) == site), None)
        return study.pair(kind).alone_area_m2 if kind else study.first_area_m2

    @cached_property
    def changes(self) -> tuple[ChangeRow, ...]:
        """What a second batch changes, under every meaning of the word and in every placement."""
        scenario = self.study.scenario
        return tuple(
            row for meaning in scenario.batch_meanings for placement in scenario.arms.second.placements
            for row in self.changes_of(meaning.id, placement.id)
        )

    @cached_property
    def losses(self) -> tuple[LossRow, ...]:
        """What the loss of each type of radar takes away; worked out when a table asks, after the sentence is out."""
        study = self.study
        return tuple(
            LossRow(component, target, str(altitude), SHORT[METRICS[m]],
                    interval_of(study, (study.first_area_m2[:, m, c, a] - left[:, m, c, a]) * KM2))
            for component, left in study.loss_area_m2.items() for m in (1, 2)
            for c, target in enumerate(study.question.targets) if m == 1 or target != BALLISTIC
            for a, altitude in enumerate(study.question.altitudes)
        )

    def share(self, site: str, target: str, altitude: str, metric: str = "detect") -> ShareRow:
        """One row of the shares."""
        question = self.study.question
        m = [SHORT[name] for name in METRICS].index(metric)
        a = [str(item) for item in question.altitudes].index(altitude)
        return _share_row(self.study, site, self.area_m2(site), m, question.targets.index(target), a)

    def changes_of(self, meaning_id: str, placement_id: str) -> tuple[ChangeRow, ...]:
        """What a second batch changes under one meaning of the word in one placement."""
        scenario = self.study.scenario
        meaning = scenario.meaning(meaning_id)
        placement = next(item for item in scenario.arms.second.placements if item.id == placement_id)
        return (
            *_capacity_changes(self.study, meaning, placement, self.capacity["A"], self.capacity[meaning.id]),
            *_area_changes(self.study, meaning, placement.id),
        )

    def change(self, meaning: str, placement: str, metric: str, target: str | None = None,
               altitude: str | None = None) -> ChangeRow:
        """One row of the changes."""
        return next(row for row in self.changes_of(meaning, placement)
                    if (row.metric, row.target, row.altitude) == (metric, target, altitude))


def sites_shown(study: StudyAreas) -> tuple[SiteModel, ...]:
    """The first place, and the second with the most that a batch may bring there."""
    return (study.first, *(study.pair(kind).site for kind in study.kinds[-1:]))


def sites_standing(study: StudyAreas) -> tuple[tuple[SiteModel, np.ndarray], ...]:
    """The sites of arm B with the rows in which each stands, (rows,) bool; the first alone where nothing comes.

    The second stands apart, with what the scenario's reading of the word brings there.
    """
    first = (study.first, np.ones(study.rows.total, bool))
    meaning = study.scenario.meaning(study.scenario.arms.second.meaning)
    kind = post_kind(meaning.formation, meaning.count)
    if kind is None or kind not in study.kinds or not study.arrived.any():
        return (first,)
    return (first, (study.pair(kind).site, study.arrived))


def interval_of(study: StudyAreas, values: np.ndarray) -> Estimate:
    """Nominal value and interval over the claim rows present."""
    return estimate(float(values[0]), values[1 + study.rows.weather:], study.rows.level)


def _second_name(study: StudyAreas, kind: str) -> str:
    return study.second_place if kind == SEARCH_POST else f"{study.second_place}, {kind}"


def _share_row(study: StudyAreas, site: str, area_m2: np.ndarray, m: int, c: int, a: int) -> ShareRow:
    values, disc_m2 = area_m2[:, m, c, a], study.first.polar.disc_area_m2
    spread = values[: 1 + study.rows.weather] / disc_m2
    return ShareRow(site, study.question.targets[c], str(study.question.altitudes[a]), SHORT[METRICS[m]],
                    interval_of(study, values * KM2), interval_of(study, values / disc_m2),
                    (float(spread.min()), float(spread.max())))


def _share_rows(study: StudyAreas, site: str, area_m2: np.ndarray) -> Iterator[ShareRow]:
    for m, metric in enumerate(METRICS):
        for c, target in enumerate(study.question.targets):
            if metric == "engagement" and target == BALLISTIC:
                continue
            for a in range(len(study.question.altitudes)):
                yield _share_row(study, site, area_m2, m, c, a)


def headline_targets(study: StudyAreas) -> tuple[tuple[int, int], ...]:
    """Class and altitude numbers that the comparison is told for: a low flyer, and an aircraft at medium height."""
    targets = study.question.targets
    low = targets.index("cruise-missile") if "cruise-missile" in targets else 0
    aircraft = [name for name in ("f-16", "su-30", "airliner") if name in targets]
    medium = next((a for a, altitude in enumerate(study.question.altitudes) if altitude.reference != "AGL"),
                  len(study.question.altitudes) - 1)
    high = targets.index(aircraft[0]) if aircraft else len(targets) - 1
    return ((low, 0), (high, medium))


def _capacity_changes(study: StudyAreas, meaning: BatchMeaning, placement: Placement, first: Capacity,
                      whole: Capacity) -> Iterator[ChangeRow]:
    rows = study.rows
    for metric, label, a, b in (
        ("channels", "guidance channels", first.channels, whole.channels),
        ("ready_rounds", "ready rounds", first.ready_rounds, whole.ready_rounds),
        ("raid_absorbed", "targets given a salvo each, closed form", first.raid_absorbed, whole.raid_absorbed),
    ):
        if metric == "raid_absorbed" and placement.site != study.scenario.arms.first.site:
            continue  # forces apart meet different targets: their salvos do not add up
        yield ChangeRow(meaning.id, placement.id, metric, label, "", paired_difference(
            float(a[0]), a[rows.claim_rows], float(b[0]), b[rows.claim_rows], rows.level))


def _area_changes(study: StudyAreas, meaning: BatchMeaning, placement: str) -> Iterator[ChangeRow]:
    rows, added_m2 = study.rows, study.added_by(meaning, placement)
    for c, a in headline_targets(study):
        target, altitude = study.question.targets[c], str(study.question.altitudes[a])
        for m, metric in ((1, "detect"), (2, "engage")):
            before = study.first_area_m2[:, m, c, a] * KM2
            after = before + added_m2[:, m, c, a] * KM2
            word = "detected" if metric == "detect" else "engageable"
            yield ChangeRow(meaning.id, placement, metric, f"area {word}: {target} at {altitude}", "km2",
                            paired_difference(before[0], before[rows.claim_rows], after[0], after[rows.claim_rows],
                                              rows.level), target, altitude)


def findings_of(study: StudyAreas) -> Findings:
    """Work out the capacities, and leave the rest until it is asked for."""
    scenario = study.scenario
    low, altitude = headline_targets(study)[0]
    opportunity = opportunities(study, low, altitude)
    first_strength = scenario.first_strength()
    first = capacity_of(first_strength, scenario, study, opportunity)
    capacity, second = {"A": first}, {}
    for meaning in scenario.batch_meanings:
        strength = scenario.batch_strength(meaning.id)
        second[meaning.id] = capacity_of(strength, scenario, study, opportunity)
        both = capacity_of(together(first_strength, strength), scenario, study, opportunity)
        capacity[meaning.id] = mixed(both, first, study.arrived)
    return Findings(study, capacity, second)
