"""What a study says of readiness: bands by month, months until half is not ready, each reading of batch beside A."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from openiads.campaign.estimates import Doubt, doubt_share
from openiads.knowledge.library import Library
from openiads.output.statistics import Difference, Estimate, paired_difference
from openiads.programme.deliveries import Force, force_of
from openiads.programme.readiness import MEASURES, ROLES, Case, Outcome, months_to_half, readiness
from openiads.programme.upkeep import Belief, inputs_of, upkeep_beliefs, used_keys
from openiads.scenario.model import Scenario
from openiads.scenario.programme import Programme

SHOWN = ("fire units", "launchers", "engagement radars", "search radars", "ready rounds")
HALVED = ("fire units", *ROLES)
ON, STOPPED, LOCALISED = "imports-go-on", "imports-stop", "localised"
DAYS_A_MONTH = 365.25 / 12
LEAST_MONTHS = 1.0  # left after the stop of imports, or nothing is said of when half is not ready
Step = Callable[[str], bool]  # tells what comes next; True asks to stop


@dataclass(frozen=True)
class Band:
    """One measure by month, (months + 1,) each: the mean with its interval over the draws, and single runs."""

    expected: np.ndarray
    expected_low: np.ndarray
    expected_high: np.ndarray
    median: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class Kept:
    """One arm in one case."""

    arm: str  # id of a reading of batch; empty for arm A
    label: str
    case: Case
    fielded: Mapping[str, int]  # all that is delivered if everything is, by measure
    bands: Mapping[str, Band]
    half: Mapping[str, Estimate]  # months from the stop of imports; infinite where never within the months
    half_anyway: Mapping[str, float]  # share of draws in which it comes to that with imports going on
    arrives: float  # share of the draws in which a second batch comes at all
    doubt: Doubt  # of the fire units ready in the last month


@dataclass(frozen=True)
class Change:
    """What a second batch changes in the last month, paired by draw: mean number ready."""

    meaning: str
    case: str
    measure: str
    difference: Difference


@dataclass(frozen=True)
class Readiness:
    """Every arm and case that was asked for."""

    start: date
    months: int
    draws: int
    runs: int
    level: float
    cases: tuple[Case, ...]
    kept: tuple[Kept, ...]
    changes: tuple[Change, ...]
    inputs: tuple[Belief, ...]
    moved: Mapping[str, tuple[str, ...]]  # quantities of upkeep that each claim moves
    cited: tuple[str, ...]  # claims on which the scenario's own programme rests

    @property
    def claims(self) -> tuple[str, ...]:
        """Every claim behind it."""
        return tuple(sorted({*self.moved, *self.cited}))

    def of(self, arm: str, case: str) -> Kept:
        """One arm in one case."""
        return next(item for item in self.kept if (item.arm, item.case.id) == (arm, case))

    def halved(self, case: str) -> Kept | None:
        """Arm A in a case, where imports stop within the months; None otherwise."""
        return next((item for item in self.kept if (item.arm, item.case.id) == ("", case) and item.half), None)


def cases_of(programme: Programme) -> tuple[Case, ...]:
    """Imports go on; they stop; they stop and parts are made at home: as far as the scenario names the days.

    Examples
    --------
    >>> from openiads.scenario.files import load_scenario
    >>> [case.label for case in cases_of(load_scenario("second-batch").programme)][1]
    'imports stop on 2026-01-01'
    """
    stop, local = programme.imports_stop, programme.localised_from
    found = [Case(ON, "imports go on")]
    if stop is not None:
        found.append(Case(STOPPED, f"imports stop on {stop.on}", stop.on))
    if local is not None:
        words = f"{found[-1].label}, parts made at home from {local.on}"
        found.append(Case(LOCALISED, words, stop.on if stop else None, local.on))
    return tuple(found)


def band_of(values: np.ndarray, level: float) -> Band:
    """Band of one measure, from (draws, runs, months + 1)."""
    tail = (1 - level) / 2
    means = values.mean(axis=1)
    runs = np.sort(values.reshape(-1, values.shape[-1]), axis=0)
    low, median, high = (runs[round(share * (len(runs) - 1))] for share in (tail, 0.5, 1 - tail))
    expected_low, expected_high = np.quantile(means, [tail, 1 - tail], axis=0)
    return Band(means.mean(axis=0), expected_low, expected_high, median, low, high)


def months_estimate(months: np.ndarray, level: float) -> Estimate:
    """Median of the draws with its interval; an end that is never reached is infinite."""
    ordered, tail = np.sort(months), (1 - level) / 2
    low, middle, high = (float(ordered[round(share * (ordered.size - 1))]) for share in (tail, 0.5, 1 - tail))
    return Estimate(middle, low, high, level)


def _fielded(force: Force) -> dict[str, int]:
    whole = {role: sum(item.first + item.second for item in force.types if item.role == role) for role in ROLES}
    first, second = force.strengths
    return {"fire units": first.fire_units + second.fire_units, **whole,
            "ready rounds": first.ready_rounds + second.ready_rounds, "rounds": force.rounds(0) + force.rounds(1)}


def months_from(start: date, stop: date | None, months: int) -> float:
    """Months from a day to the end of what is worked out; all of them for a day before it begins, none for no day."""
    return months - max(0.0, (stop - start).days / DAYS_A_MONTH) if stop else 0.0


def kept_of(outcome: Outcome, going_on: Outcome, start: date, level: float) -> Kept:
    """What one arm in one case comes to, beside the same arm with imports going on."""
    half: dict[str, Estimate] = {}
    anyway: dict[str, float] = {}
    stop = outcome.case.imports_stop
    if months_from(start, stop, outcome.fielded["launchers"].shape[1] - 1) >= LEAST_MONTHS:
        for measure in HALVED:
            if outcome.fielded[measure].any():
                half[measure] = months_estimate(months_to_half(outcome, measure, start, stop), level)
                anyway[measure] = float(np.isfinite(months_to_half(going_on, measure, start, stop)).mean())
    last = outcome.values["fire units"][..., -1]
    doubt = doubt_share(last.ravel().astype(float), np.repeat(np.arange(last.shape[0]), last.shape[1]))
    return Kept(outcome.force.meaning, outcome.force.label, outcome.case, _fielded(outcome.force),
                {name: band_of(outcome.values[name], level) for name in MEASURES}, half, anyway,
                float(outcome.arrives.mean()) if outcome.force.strengths[1].fire_units else 0.0, doubt)


def readiness_of(scenario: Scenario, library: Library, *, meanings: Sequence[str], believe: Sequence[str] = (),
                 step: Step = lambda _: False) -> Readiness | None:
    """Arm A and each reading of batch asked for, in every case that the scenario names.

    Parameters
    ----------
    scenario : Scenario
        With a programme.
    library : Library
    meanings : sequence of str
        Ids of readings of the word batch.
    believe : sequence of str
        Claims that every draw believes; those about other things are left to the rest of a study.
    step : callable
        Told what comes next; None is returned where it asks to stop.
    """
    programme = scenario.programme
    assert programme is not None, "a scenario without a programme"
    beliefs = upkeep_beliefs(scenario, library, draws=programme.draws, seed=scenario.seed, believe=believe)
    cases, level = cases_of(programme), scenario.level
    kept: list[Kept] = []
    changes: list[Change] = []
    going_on: dict[str, Outcome] = {}
    for case in cases:
        alone: Outcome | None = None
        lived: dict[object, Outcome] = {}  # readings that come to the same are lived through once
        for meaning in ("", *meanings):
            if step(f"{case.label}{', ' + meaning if meaning else ''}"):
                return None
            force = force_of(scenario, meaning)
            outcome = lived.get((force.types, force.strengths))
            if outcome is None:
                outcome = readiness(scenario, force, beliefs, case, months=programme.months, runs=programme.runs)
                lived[force.types, force.strengths] = outcome
            going_on.setdefault(meaning, outcome)  # the first case
            kept.append(kept_of(replace(outcome, force=force), going_on[meaning], scenario.date, level))
            if alone is None:
                alone = outcome
                continue
            for measure in SHOWN:
                a, b = (item.expected(measure)[:, -1] for item in (alone, outcome))
                changes.append(Change(meaning, case.id, measure,
                                      paired_difference(float(a.mean()), a, float(b.mean()), b, level)))
    force = force_of(scenario)
    cited = {claim for item in (programme.launchers_needed, programme.imports_stop, programme.localised_from,
                                  *programme.origins) if item for claim in item.claims}
    cited |= {claim for meaning in meanings for claim in scenario.meaning(meaning).claims}
    return Readiness(scenario.date, programme.months, programme.draws, programme.runs, level, cases, tuple(kept),
                     tuple(changes), inputs_of(force, beliefs), beliefs.speaking(used_keys(force, beliefs)),
                     tuple(sorted(cited)))
