"""What a campaign of fights tells the page: plain frozen records, filled from its tables, read by `page_fights.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, NamedTuple

import numpy as np

from openiads.campaign.survey import Survey
from openiads.output.evidence import Basis


class Measured(NamedTuple):
    """A value with its interval at the level of `Fights`; NaN where nothing was measured."""

    value: float
    low: float
    high: float


class Change(NamedTuple):
    """A paired difference with its interval; `clear` is False where the interval holds zero."""

    value: float
    low: float
    high: float
    clear: bool


class Magazine(NamedTuple):
    """M09: how often, when and for how long no fire unit of a force had a ready round."""

    empty_share: Measured  # share of runs in which that came to be, 0 to 1
    empty_at_s: Measured  # first time: median over those runs, with the range that holds 90 % of them
    reload_gap_s: Measured  # from then to the first reload: median, and the range that holds 90 % of the runs


class Depth(NamedTuple):
    """Shoot-look-shoot depth: opportunities to fire, look and fire again before one target arrives."""

    target: str  # id of a target class of the page
    median: float
    low: float  # 90 % of runs lie between low and high
    high: float
    mean: Measured  # M06, engagement opportunities
    altitude: str  # with its reference
    warning_s: Measured  # M05 in the same runs: first track to arrival, mean of those in which it was tracked
    tracked: int  # of those runs
    runs: int
    draws: int  # of belief


class Exchange(NamedTuple):
    """M11 for one class: price of the rounds fired for each raider stopped over that raider's, a range over claims."""

    target: str
    low: float  # NaN where a price is missing
    high: float
    words: str  # what is missing, or what it rests on


class Cost(NamedTuple):
    """M11: what each stopped target cost, never without what was defended and what was left, which `metrics` hold."""

    sentence: str
    currency: str  # "" where no price is known
    low: float  # of the rounds for each kill, from interval and prices; NaN without
    high: float
    exchange: Sequence[Exchange]
    claims: Sequence[str]


@dataclass(frozen=True)
class ArmFought:
    """One force against the raid, in as many runs as were fought.

    `side` is "A" or "B". A's `meaning` and `placement` are empty; B's are ids of `ab.batch_meanings` and
    `ab.placements` of the page, so that its switches find the arm.
    """

    id: str  # such as "A" or "B/one-battalion/colocated"
    side: str
    label: str  # as a reader says it: "the first batch"
    meaning: str
    placement: str
    fire_units: int
    channels: int  # targets at once, all units together
    ready_rounds: int
    runs: int
    draws: int  # of belief, which the runs share out
    leakers: Sequence[int]  # runs with 0, 1, 2 ... leakers; they sum to `runs`
    p_zero_leak: Measured  # share of runs, 0 to 1
    mean_leakers: Measured
    neutral_engaged: Measured  # neutrals fired at, per run
    convergence: Sequence[tuple[int, float]]  # (runs so far, half-width of p_zero_leak in percentage points)
    saturation_raid: Measured | None  # M08, raiders at which p_zero_leak falls below one half: infinite above the
    # largest size that was fought, minus infinite below the smallest; None where no sizes were fought
    magazine: Magazine
    depth: Sequence[Depth]
    causes: Sequence[tuple[str, float]]  # words of `units.CAUSES` and their mean per run; they sum to all not engaged
    metrics: Mapping[str, Measured]  # by the names of `metrics.LABELS`: mean over runs, and its interval
    cost: Cost


@dataclass(frozen=True)
class Paired:
    """One arm B minus A, run by run under the same luck."""

    arm: str  # id of the arm B
    p_zero_leak: Change  # in shares, not points
    leakers: Change
    saturation_raid: Change | None  # raiders; a size beyond those that were fought counts as the last of them
    doubt_share: Measured  # share of the difference's variance that is doubt about claims; the rest is chance, 0 to 1
    correlation: float  # between the arms' leakers, run by run
    error_ratio: float  # unpaired over paired standard error
    stopped: str  # why no more runs were fought, as a sentence


class Saturation(NamedTuple):
    """One arm against one size of raid."""

    arm: str
    raiders: int
    mean_leakers: Measured
    p_zero_leak: Measured
    change: Change | None  # of the leakers, against the first force in the same raid; None for the first itself


class NodeLoss(NamedTuple):
    """What the loss of one component of a type changes; no site is named."""

    arm: str
    component: str  # type, such as "91N6E"
    leakers: Change


class Networked(NamedTuple):
    """Stand-alone minus networked."""

    arm: str
    later_s: Change  # start of the first engagement
    leakers: Change


class NeutralRisk(NamedTuple):
    """Neutrals fired at, and how long they fly where they could be, by how many airliners were in the air."""

    arm: str
    airliners: int
    engaged_per_100_runs: Measured
    seen_min: Measured  # M16: all together, in one run; NaN where nobody flies
    engageable_min: Measured


@dataclass(frozen=True)
class Defended:
    """M12: where an asset could stand about the first site and still be defended, for A and for B."""

    raid: str  # as a reader says it
    asset: str
    criterion: str
    asked_km2: float
    radius_km: float
    step_km: float
    arms: Sequence[str]
    surveys: Sequence[Survey]  # of each of `arms`
    area_km2: Sequence[Measured]
    sentences: Sequence[str]
    change_km2: Change  # second minus first


class UnitStart(NamedTuple):
    """A fire unit as a run begins."""

    name: str  # as in the events: "m0/u1"
    channels: int
    rounds: int  # ready
    reload_rounds: int  # ready after one reload, at most


class FlyerPath(NamedTuple):
    """One flyer of a run: the row of `outcomes`, and where it flew."""

    entity: str
    target: str  # id of a target class
    neutral: bool
    end: str  # such as "killed", "leaked"
    end_s: float
    cause: str | None  # first cause of its not being engaged, or of its coming through; None or empty where none
    path: np.ndarray  # (n, 4) t_s, east_km, north_km from the site, altitude AMSL in metres; about every 10 s


class RadarSeen(NamedTuple):
    """A radar whose plots the scope shows."""

    name: str
    east_km: float
    north_km: float
    scan_s: float  # of one turn; 0 where the antenna does not turn


@dataclass(frozen=True)
class Picture:
    """What the scope draws: plots and tracks, nothing of the truth."""

    radars: Sequence[RadarSeen]
    plots: np.ndarray  # (P, 4) t_s, row of `radars`, east_km, north_km; in order of time
    tracks: np.ndarray  # (K, 6) t_s, track number, east_km, north_km, vx_mps, vy_mps; once every few seconds
    judged: Mapping[int, Sequence[tuple[float, str]]]  # track number -> (t_s, "hostile" or "neutral") as it was judged


@dataclass(frozen=True)
class Replay:
    """One run to be looked at."""

    arm: str
    run: int
    kind: str  # "best", "typical", "worst" or "picked"
    duration_s: float
    units: Sequence[UnitStart]
    flyers: Sequence[FlyerPath]
    events: Mapping[str, Sequence[Any]]  # columns of the table `events`, this run's rows in order
    picture: Picture | None


def end_words(end: float, sizes: Sequence[int]) -> str:
    """A raid size in a table: one beyond the sizes that were fought is told by the last of them, never as a number.

    Examples
    --------
    >>> end_words(33.456, [4, 64]), end_words(float("inf"), [4, 64]), end_words(-float("inf"), [4, 64])
    ('33.46', '>64', '<4')
    """
    return f"{end:.4g}" if isfinite(end) else f">{max(sizes)}" if end > 0 else f"<{min(sizes)}"


@dataclass(frozen=True)
class Fights:
    """Everything that the views of outcomes, capacity, timeline and scope show."""

    site: str  # id of the page's site from which kilometres east and north are counted
    raid: str  # what came, as a reader says it: "24 cruise missiles and 8 decoys from the south"
    saturation_title: str  # the raid whose size `saturation` varies, such as "a wave of aircraft at one height"
    level: float  # of every interval, such as 0.95
    precision_points: float | None  # half-width asked for, in percentage points
    caveat: str  # one sentence, such as that the single-shot Pk is assumed
    basis: Basis
    arms: Sequence[ArmFought]  # A first
    paired: Sequence[Paired]
    saturation: Sequence[Saturation]
    node_loss: Sequence[NodeLoss]
    networked: Sequence[Networked]
    neutral_risk: Sequence[NeutralRisk]
    replays: Sequence[Replay]
    cautions: Sequence[str] = ()  # what makes it say less than it seems to, as sentences
    defended: Defended | None = None  # None where the scenario moves no asset about

    @property
    def sizes(self) -> tuple[int, ...]:
        """Raiders of the raids of the saturation curves, ascending."""
        return tuple(sorted({item.raiders for item in self.saturation}))
