"""When a campaign has run enough: sequential stopping on interval width, at looks fixed beforehand.

What the interval is worth after stopping. A rule that stops once the interval is narrow stops rather when the spread
so far is by chance too small, so the interval covers the truth less often than it says. Chow and Robbins (1965) show
that for a fixed-width rule the coverage tends to the level as the precision tends to zero, for any law of finite
variance; Law and Kelton (1982) and Glynn and Whitt (1992) find that it falls short where the first looks rest on few
runs. Hence the floor on runs and on draws, few looks, Wilson's and Student's intervals, and standard errors that are
never zero. `tests/campaign/test_coverage.py` simulates 400 campaigns of each kind that stop at 5 points, and asks of a
nominal 95 % interval of the share of runs without a leak that it cover the truth in 93 % of them for independent runs,
and in 91 % where a tenth or three tenths of the spread lie between draws, each but for three standard errors of such a
simulation (3.3 points). A share that a few rare draws decide is missed more often, by any method that has not yet seen
such a draw.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil, inf

import numpy as np

from openiads.campaign.estimates import LEVEL, Interval, mean_interval, paired, share_interval
from openiads.campaign.tables import Columns
from openiads.errors import fault

LOOK_EVERY = 100  # runs
LOOK_GROWTH = 1.1  # a look costs at most a tenth more runs than were needed, which is a twentieth in width
POINTS = 100  # percentage points in the whole

MEASURES = {"no_leak": "P(no leak)", "leaked_share": "leaked share"}


@dataclass(frozen=True)
class StopRule:
    """Stop when every half-width is within `precision` percentage points, between a floor and a ceiling of runs.

    With `at_least` equal to `at_most` exactly so many runs are fought.
    """

    precision: float
    at_least: int = 200
    least_draws: int = 20
    at_most: int = 10_000
    level: float = LEVEL

    def __post_init__(self) -> None:
        if not (self.precision >= 0 and 1 <= self.at_least <= self.at_most and 0 < self.level < 1):
            raise fault("E0601", f"{self.precision:g} points within {self.at_least} to {self.at_most} runs cannot hold",
                        where="stopping rule",
                        why="the precision is not below 0, the floor on runs is 1 or more and not above the ceiling",
                        fix="lower the floor or raise the ceiling")


@dataclass(frozen=True)
class Tally:
    """What the stopping rule reads of one arm, one value a run: (n,) arrays, from run 0 on."""

    draws: np.ndarray
    no_leak: np.ndarray  # 0 or 1
    leaked_share: np.ndarray  # leakers over raiders; NaN where there is no raid


@dataclass(frozen=True)
class Verdict:
    """What one look finds: whether to stop, why, and the intervals by measure."""

    stop: bool
    runs: int
    draws: int
    intervals: Mapping[str, Interval]
    reason: str

    @property
    def half_width(self) -> float:
        """Widest half-width, in percentage points; infinite before there is one."""
        return max((interval.half_width * POINTS for interval in self.intervals.values()), default=inf)


def tally(runs: Columns) -> Tally:
    """The tally of a "runs" table."""
    raiders, leakers = np.asarray(runs["raiders"], float), np.asarray(runs["leakers"], float)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(raiders > 0, leakers / raiders, np.nan)
    return Tally(np.asarray(runs["draw"]), (leakers == 0).astype(float), share)


def first_runs(arm: Tally, count: int) -> Tally:
    """The tally of the first runs only."""
    return Tally(arm.draws[:count], arm.no_leak[:count], arm.leaked_share[:count])


def looks(rule: StopRule) -> Iterator[int]:
    """Numbers of runs at which the rule is asked; they depend on the rule alone.

    The first is the floor; then every hundred runs, and from a thousand on a tenth more each time: few looks keep the
    bias small, and close ones keep runs from being fought for nothing. The last is the ceiling.

    Examples
    --------
    >>> list(looks(StopRule(3, at_least=250, at_most=1500)))
    [250, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1300, 1500]
    """
    count = rule.at_least
    while count < rule.at_most:
        yield count
        count = LOOK_EVERY * max(count // LOOK_EVERY + 1, ceil(round(count * LOOK_GROWTH / LOOK_EVERY, 9)))
    yield rule.at_most


def intervals(arms: Mapping[str, Tally], level: float = LEVEL) -> dict[str, Interval]:
    """The intervals that decide: of the one arm, or of every other arm minus the first; as ratios, 0 to 1.

    Parameters
    ----------
    arms : mapping
        Tallies of the same runs by arm, in order.
    level : float
        Wanted coverage, 0 to 1.

    Returns
    -------
    dict
        Keys are "no_leak" and "leaked_share"; with several arms "no_leak B-A" and so on.
    """
    (first, base), *others = arms.items()
    if not others:
        return {"no_leak": share_interval(base.no_leak, base.draws, level=level),
                "leaked_share": mean_interval(base.leaked_share, base.draws, level=level, one_run=1.0)}
    return {f"{measure} {name}-{first}": paired(getattr(base, measure), getattr(other, measure), base.draws,
                                                level=level, one_run=1.0).change
            for name, other in others for measure in MEASURES}


def judge(rule: StopRule, arms: Mapping[str, Tally], *, is_look: bool = True) -> Verdict:
    """Ask the rule after the runs of the tallies.

    Parameters
    ----------
    rule : StopRule
    arms : mapping
        Tallies of the same runs by arm, in order.
    is_look : bool
        False tells how things stand and never stops.

    Examples
    --------
    >>> quiet = Tally(np.arange(400) // 4, np.ones(400), np.zeros(400))
    >>> judge(StopRule(3), {"": quiet}).reason
    'the half-width of every interval is within 3 points (2) after 400 runs in 100 draws'
    """
    base = next(iter(arms.values()))
    runs, draws = base.draws.size, np.unique(base.draws).size
    found = {name: interval for name, interval in intervals(arms, rule.level).items() if interval.runs}
    verdict = Verdict(False, runs, draws, found, "")
    width = verdict.half_width
    counted = f"after {runs} runs in {draws} draw{'s' * (draws != 1)}"
    if not is_look:
        return verdict
    if runs >= rule.at_most:
        if rule.at_least == rule.at_most:
            return Verdict(True, runs, draws, found, f"{runs} runs were asked for")
        kept = "within" if width <= rule.precision else "not yet within"
        return Verdict(True, runs, draws, found, f"the ceiling of {rule.at_most} runs is reached; the widest "
                       f"half-width, {width:.2g} points, is {kept} {rule.precision:g}")
    if runs >= rule.at_least and draws >= rule.least_draws and width <= rule.precision:
        return Verdict(True, runs, draws, found, "the half-width of every interval is within "
                       f"{rule.precision:g} points ({width:.2g}) {counted}")
    return verdict


def runs_expected(rule: StopRule, verdict: Verdict) -> int:
    """About how many runs in all the rule will take, from the width so far: width falls with the root of runs."""
    if not 0 < verdict.half_width < inf or rule.precision == 0:
        return rule.at_most
    wanted = verdict.runs * (verdict.half_width / rule.precision) ** 2
    if verdict.draws < rule.least_draws:
        wanted = max(wanted, verdict.runs * rule.least_draws / max(verdict.draws, 1))
    return next((count for count in looks(rule) if count >= wanted), rule.at_most)
