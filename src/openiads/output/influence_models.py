"""The models behind each metric of a sweep: areas and capacities by look-up, fights by runs with the same luck."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from openiads.campaign.arms import Arm
from openiads.campaign.stage import Ground, Worlds, components_in, sites_of
from openiads.campaign.sweep import fight_rows
from openiads.coverage.arms import SEARCH_POST, Pair, StudyAreas, areas_over, components_of
from openiads.coverage.capacity import capacity_of, mixed, opportunities, together
from openiads.coverage.ladder import Ladder
from openiads.coverage.lookup import detection_range_m
from openiads.coverage.polar import PolarGrid
from openiads.coverage.rows import Rows
from openiads.coverage.site import Question, areas_of
from openiads.earth.terrain import Terrain
from openiads.knowledge.library import Library
from openiads.knowledge.resolve import Beliefs
from openiads.output.disputed import GRADES, Side
from openiads.output.metrics import per_run
from openiads.output.sensitivity import Metric, Model
from openiads.scenario.beliefs import beliefs_of
from openiads.scenario.model import Scenario
from openiads.scenario.raid import Raid
from openiads.units import Altitude

Answers = Callable[[int, int], np.ndarray]
SURFACES = {"detection": 1, "engagement": 2}
READ_SO = "the word as it stands"
PROBED = 2  # rows that tell which quantities a model draws
KM, KM2 = 1e-3, 1e-6


@dataclass(frozen=True)
class Asked:
    """What a metric is asked of: one arm of one scenario, over one ground, under some pins."""

    scenario: Scenario
    library: Library
    terrain: Terrain
    arm: Arm
    believe: tuple[str, ...] = ()
    floors: dict[str, Ladder] = field(default_factory=dict)  # by site; filled as they are compiled

    @property
    def apart(self) -> bool:
        """Whether a second batch stands elsewhere."""
        return self._site(self.arm.placement) not in (None, self.scenario.arms.first.site)

    def _site(self, placement: str) -> str | None:
        return next((item.site for item in self.scenario.arms.second.placements if item.id == placement), None)

    def arms(self) -> dict[str, Arm]:
        """The arm under every other reading of batch; none for the first batch alone."""
        if self.arm.name == "A":
            return {}
        return {item.id: Arm("B", item.id, self.arm.placement) for item in self.scenario.batch_meanings
                if item.id != self.arm.meaning}

    def narrowed(self, missiles: bool) -> Scenario:
        """The scenario without sites that the arm does not use, and without missiles where they do not matter."""
        scenario = self.scenario
        home = scenario.arms.first.site
        placements = tuple(item for item in scenario.arms.second.placements
                           if item.site == home or (self.apart and item.id == self.arm.placement))
        used = {home, *(item.site for item in placements)}
        second = scenario.arms.second.model_copy(update={"placements": placements})
        return scenario.model_copy(update={
            "sites": tuple(site for site in scenario.sites if site.id in used),
            "arms": scenario.arms.model_copy(update={"second": second}),
            "missiles": scenario.missiles if missiles else ()})


def reading_side(library: Library, scenario: Scenario, meaning_id: str) -> Side:
    """A reading of the word batch as a side: the claims that use it so, or that it is assumed."""
    meaning = scenario.meaning(meaning_id)
    claims = [library.claim(claim_id) for claim_id in meaning.claims]
    sources = dict.fromkeys(claim.speaker or claim.source.publisher for claim in claims)
    grades = [claim.grade if claim.is_linked else "unsourced" for claim in claims]
    return Side(tuple(meaning.claims), tuple(source for source in sources if source),
                min(grades, key=GRADES.index, default="assumed"), 0.0, meaning.label,
                reading=meaning.assumed or READ_SO)


def _reads(beliefs: Beliefs, over: Callable[[Beliefs], Answers]) -> Callable[[], tuple[str, ...]]:
    def reads() -> tuple[str, ...]:
        probe = beliefs.retold(np.arange(beliefs.n_draws), {})
        over(probe)(0, min(PROBED, beliefs.n_draws))
        return probe.keys_drawn

    return reads


def _model(asked: Asked, metric: Metric, what: str, beliefs: Beliefs,
           over: Callable[[Beliefs, Arm], Answers]) -> Model:
    def as_asked(rows: Beliefs) -> Answers:
        return over(rows, asked.arm)

    def under(arm: Arm) -> Callable[[Beliefs], Answers]:
        return lambda rows: over(rows, arm)

    meanings = {name: (reading_side(asked.library, asked.scenario, name), under(arm))
                for name, arm in asked.arms().items()}
    chosen = reading_side(asked.library, asked.scenario, asked.arm.meaning) if meanings else None
    return Model(metric, what, asked.library, beliefs, _reads(beliefs, as_asked), as_asked, meanings, chosen)


def coverage_model(asked: Asked, metric: Metric, target: str, altitude: Altitude, draws: int,
                   what: str) -> Model:
    """Areas and closed-form capacities of one class at one altitude; floors are compiled once, the rest is look-up."""
    needs_missiles = metric.column in ("engagement", "opportunities", "raid_absorbed")
    plan = asked.narrowed(needs_missiles)
    beliefs = beliefs_of(plan, asked.library, components_of(plan), n_draws=draws, believe=asked.believe)
    question = Question((target,), (altitude,), pd=plan.pd, pfa=plan.pfa)
    polar = PolarGrid(bearings=360, rings=round(plan.ring_m / 1000), ring_step_m=1000.0)

    def over(rows_of: Beliefs, arm: Arm) -> Answers:
        rows = Rows(draws=rows_of.n_draws, weather=0, level=plan.level, order=rows_of.order)
        study = areas_over(plan, asked.library, asked.terrain, rows_of, rows, question, polar, asked.floors)
        asked.floors.setdefault(study.first.place.id, study.first.ladder)
        return _capacities(plan, study, metric, arm) if metric.kind == "capacity" else _areas(asked, study, metric, arm)

    return _model(asked, metric, what, beliefs, over)


def _areas(asked: Asked, study: StudyAreas, metric: Metric, arm: Arm) -> Answers:
    site, surface = study.first, SURFACES.get(metric.column, 0)
    scale = 1 / site.polar.disc_area_m2 if metric.unit == "share" else KM2
    meaning = asked.scenario.meaning(arm.meaning) if arm.name == "B" else None

    def answers(start: int, stop: int) -> np.ndarray:
        if metric.column == "range":
            return detection_range_m(site)[None, 1 + start: 1 + stop, 0, 0] * KM
        area_m2 = areas_of(site, 1 + stop, start=1 + start)[:, surface, 0, 0]
        if meaning is not None and asked.apart:
            area_m2 = area_m2 + study.added_by(meaning, arm.placement)[1 + start: 1 + stop, surface, 0, 0]
            if meaning.count:
                asked.floors.setdefault(study.second_place, study.pair(study.kinds[-1]).site.ladder)
        return area_m2[None] * scale

    return answers


def _capacities(plan: Scenario, study: StudyAreas, metric: Metric, arm: Arm) -> Answers:
    first = plan.first_strength()
    both = together(first, plan.batch_strength(arm.meaning)) if arm.name == "B" else first
    known: list[np.ndarray] = []

    def answers(start: int, stop: int) -> np.ndarray:
        if not known:
            area_m2 = areas_of(study.first)
            none = np.zeros_like(area_m2)
            alone = StudyAreas(study.scenario, study.library, study.beliefs, study.question, study.rows, study.first,
                               study.first.place.id, (SEARCH_POST,), lambda _: Pair(study.first, area_m2, none, none))
            opportunity = opportunities(alone, 0, 0)
            without, whole = (capacity_of(force, plan, alone, opportunity) for force in (first, both))
            known.append(getattr(mixed(whole, without, study.arrived), metric.column))
        return np.asarray(known[0][None, 1 + start: 1 + stop], dtype=float)

    return answers


def fight_model(asked: Asked, metric: Metric, raid: Raid, draws: int, repeats: int, what: str, *,
                sizes: tuple[int, ...] = (), threads: int = os.cpu_count() or 1) -> Model:
    """A metric of a campaign: each row fights a few runs, with the luck of the draw that it repeats.

    `sizes` are those of the raid in which a saturation curve is measured.
    """
    scenario = asked.scenario
    beliefs = beliefs_of(scenario, asked.library, components_in(scenario, raid), n_draws=draws, believe=asked.believe)
    is_curve = metric.column == "saturation_raid"
    raids = tuple(raid.scaled(size) for size in sizes) if is_curve else (raid,)
    column = "p_zero_leak" if is_curve else metric.column

    def over(rows_of: Beliefs, arm: Arm) -> Answers:
        assert rows_of.order is not None
        order = rows_of.order
        sites = sites_of(scenario, asked.library, asked.terrain, raid, arm, beliefs=rows_of, known=asked.floors)
        for site_id, site in sites.sites.items():
            asked.floors.setdefault(site_id, site.ladder)
        grounds = [Ground(scenario, each, arm, *sites, asked.terrain, False, 1.0) for each in raids]
        worlds: list[Worlds] = []

        def answers(start: int, stop: int) -> np.ndarray:
            if not worlds:
                worlds.extend(Worlds(ground) for ground in grounds)
            found = [np.array([per_run(table["runs"], table["outcomes"]).values[column] for table in
                               fight_rows(each, range(start, stop), order, repeats, threads)]).T for each in worlds]
            return absorbed(sizes, found) if is_curve else found[0]

        return answers

    return _model(asked, metric, what, beliefs, over)


def absorbed(sizes: tuple[int, ...], whole: list[np.ndarray]) -> np.ndarray:
    """Area under a curve of raids without a leaker over raid size, straight between its points and whole at none.

    Parameters
    ----------
    sizes : tuple of int
        Ascending.
    whole : list of arrays
        Whether no raider came through, at each size.

    References
    ----------
    karber-1931, "mean of a tolerance from a quantal response curve"

    Examples
    --------
    >>> absorbed((4, 8), [np.array([1.0, 1.0]), np.array([0.0, 1.0])])
    array([6., 8.])
    """
    curve = [(0, np.ones_like(whole[0])), *zip(sizes, whole, strict=True)]
    return np.asarray(sum((high - low) * (above + below) / 2 for (low, above), (high, below) in pairwise(curve)))


def low_flyer(scenario: Scenario) -> str:
    """The class that the scenario's low cover is told for."""
    return "cruise-missile" if "cruise-missile" in scenario.targets else scenario.targets[0]


def where(asked: Asked) -> str:
    """An arm in words."""
    scenario = asked.scenario
    if asked.arm.name == "A":
        return scenario.arms.first.label
    place = next(item for item in scenario.arms.second.placements if item.id == asked.arm.placement)
    return f"{scenario.arms.second.label} ({scenario.meaning(asked.arm.meaning).label}, {place.label})"
