"""Metrics of a campaign from its tables: leakers, warning, magazines, rounds, neutrals; each with an interval."""

from dataclasses import asdict, replace
from math import inf
from typing import Any, NamedTuple

import numpy as np

from openiads.campaign.estimates import Doubt, Interval, Paired, doubt_share, mean_interval, paired, share_interval
from openiads.campaign.tables import Columns

Found = dict[str, Interval]

# metric, what it is called, unit
LABELS: dict[str, tuple[str, str]] = {
    "p_zero_leak": ("runs without a leaker", "share"),
    "leakers": ("raiders that got through", "count"),
    "leaked_share": ("share of the raid that got through", "share"),
    "killed": ("raiders killed", "count"),
    "turned_away": ("raiders turned away", "count"),
    "warning_time_s": ("first track to arrival", "s"),
    "rounds_spent": ("rounds spent", "count"),
    "shots_per_kill": ("rounds for each kill", "count"),
    "rounds_left": ("ready rounds left at the end", "count"),
    "magazine_empty": ("runs in which no ready round was left anywhere", "share"),
    "magazine_empty_at_s": ("the first time, in those runs", "s"),
    "reload_gap_s": ("from then to the first reload", "s"),
    "value_defended": ("share of the assets' value that nothing reached", "share"),
    "neutral_engaged": ("airliners fired at", "count"),
    "neutral_killed": ("airliners hit", "count"),
    "neutral_seen_min": ("airliners' time where they are seen", "min"),
    "neutral_engageable_min": ("airliners' time where they could be engaged", "min"),
}
CATALOGUE = {  # number of each in the catalogue of metrics
    "warning_time_s": "M05", "p_zero_leak": "M07", "leakers": "M07", "leaked_share": "M07", "killed": "M07",
    "turned_away": "M07", "magazine_empty": "M09", "magazine_empty_at_s": "M09", "reload_gap_s": "M09",
    "rounds_spent": "M10", "shots_per_kill": "M10", "rounds_left": "M11", "value_defended": "M11",
    "neutral_seen_min": "M16", "neutral_engageable_min": "M16",
}
FRACTIONS = ("leaked_share", "value_defended")  # of one run, from nought to one; other shares are of runs
EXPOSURES = ("neutral_seen_min", "neutral_engageable_min")  # of nobody where nobody flies
RARE = ("neutral_engaged", "neutral_killed", "value_defended")  # that no run had any does not prove that none would
SHARES = tuple(name for name, (_, unit) in LABELS.items() if unit == "share" and name not in FRACTIONS)


class PerRun(NamedTuple):
    """Every metric run by run, and the draw of each run; all (n,)."""

    draw: np.ndarray
    values: dict[str, np.ndarray]


def warning_times_s(outcomes: Columns, runs: np.ndarray) -> np.ndarray:
    """Median over the raiders of each run of the time from first track to arrival; NaN where none was tracked. [s]"""
    ahead_s = np.asarray(outcomes["due_s"], float) - np.asarray(outcomes["tracked_s"], float)
    counts = np.isfinite(ahead_s) & ~np.asarray(outcomes["neutral"], bool)
    run, ahead_s = np.asarray(outcomes["run"])[counts], ahead_s[counts]
    order = np.lexsort((ahead_s, run))
    run, ahead_s = run[order], ahead_s[order]
    first, last = np.searchsorted(run, runs, "left"), np.searchsorted(run, runs, "right")
    return np.array([np.median(ahead_s[a:b]) if b > a else np.nan for a, b in zip(first, last, strict=True)])


def per_run(runs: Columns, outcomes: Columns) -> PerRun:
    """Every metric of each run."""
    def column(name: str) -> np.ndarray:
        return np.asarray(runs[name], dtype=float)

    leakers, killed, raiders = column("leakers"), column("killed"), column("raiders")
    with np.errstate(divide="ignore", invalid="ignore"):
        shots_per_kill = np.where(killed > 0, column("rounds_spent") / killed, np.nan)
        leaked_share = np.where(raiders > 0, leakers / raiders, np.nan)
    return PerRun(np.asarray(runs["draw"]), {
        "p_zero_leak": (leakers == 0).astype(float), "leakers": leakers, "leaked_share": leaked_share,
        "killed": killed, "turned_away": column("turned_away"),
        "warning_time_s": warning_times_s(outcomes, np.asarray(runs["run"])),
        "rounds_spent": column("rounds_spent"), "shots_per_kill": shots_per_kill,
        "rounds_left": column("rounds_left"),
        "magazine_empty": np.isfinite(column("empty_at_s")).astype(float),
        "magazine_empty_at_s": column("empty_at_s"), "reload_gap_s": column("ready_again_s") - column("empty_at_s"),
        "value_defended": column("value_defended"),
        "neutral_engaged": column("neutrals_engaged"), "neutral_killed": column("neutrals_killed"),
        **{name: np.where(column("neutrals") > 0, column(name), np.nan) for name in EXPOSURES},
    })


def metrics_of(found: PerRun, level: float) -> Found:
    """Each metric over all runs with its interval; none of them is ever below zero."""
    return {name: share_interval(values, found.draw, level=level) if name in SHARES
            else within(mean_interval(values, found.draw, level=level, one_run=float(name in RARE)), 0.0,
                        1.0 if name in FRACTIONS else inf)
            for name, values in found.values.items()}


def within(found: Interval, least: float, most: float) -> Interval:
    """An interval without what is not possible."""
    return replace(found, low=max(found.low, least), high=min(found.high, most))


def differences_of(a: PerRun, b: PerRun, level: float) -> dict[str, Paired]:
    """Each metric of B minus A, run by run under the same luck; runs in which either has none are left out."""
    def change(name: str, both: np.ndarray) -> Paired:
        pair = paired(a.values[name][both], b.values[name][both], a.draw[both], level=level,
                      one_run=1.0 if name in SHARES else 0.0)
        return replace(pair, change=within(pair.change, -1.0, 1.0)) if name in (*SHARES, *FRACTIONS) else pair

    return {name: change(name, both) for name in a.values
            for both in [np.isfinite(a.values[name]) & np.isfinite(b.values[name])]}


def doubt_of(found: PerRun, name: str, level: float) -> Doubt:
    """How much of a metric's spread over runs is doubt about claims, the rest being chance."""
    return doubt_share(found.values[name], found.draw, level=level)


def causes_of(outcomes: Columns, runs: int) -> list[tuple[str, float]]:
    """Mean number per run of raiders that were not stopped, by first cause, the commonest first."""
    unstopped = ~np.asarray(outcomes["neutral"], bool) & np.isin(outcomes["end"], ("leaked", "still in flight"))
    causes = [cause or "unstated" for cause in outcomes["cause"][unstopped]]
    words, counts = np.unique(np.array(causes, dtype=str), return_counts=True)
    order = np.lexsort((words, -counts))
    return [(str(words[place]), float(counts[place]) / runs) for place in order]


def leaker_histogram(runs: Columns) -> list[int]:
    """Number of runs with 0, 1, 2 ... leakers."""
    return [int(count) for count in np.bincount(np.asarray(runs["leakers"], dtype=np.int64), minlength=1)]


def as_json(interval: Interval | Doubt) -> dict[str, Any]:
    """An estimate as plain values."""
    return asdict(interval)
