"""What came of fights, from numbers to the three tables of a campaign."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from openiads.engagement.identify import EVIDENCE
from openiads.engagement.log import (
    EVENTS,
    FIRST_SEEN,
    HIT,
    JUDGED_HOSTILE,
    JUDGED_NEUTRAL,
    LAUNCHED,
    LEFT_ALONE,
    LOST,
    MISSED,
    NONE,
    ON_AGAIN,
    RELOADED,
    RESULTS,
    SHUT_DOWN,
    SILENCES,
)
from openiads.engagement.run import Events, Outcomes
from openiads.engagement.units import CAUSES, ENDS, KILLED, LEAKED, TURNED_AWAY, UNSENT, Units

Table = dict[str, Any]


@dataclass(frozen=True)
class Names:
    """What the numbers of a world stand for."""

    flyers: tuple[str, ...]
    groups: tuple[str, ...]  # of each flyer
    targets: tuple[str, ...]  # class of each flyer
    neutral: np.ndarray  # (F,) bool
    radars: tuple[str, ...]
    units: tuple[str, ...]
    missiles: tuple[str, ...]
    asset: np.ndarray  # (F,) int, row of `values` that each raider flies at; -1 for those that fly at none
    values: np.ndarray  # (A,) of the assets


def evidence_words(bits: int) -> str:
    """Evidence on a track as words.

    Examples
    --------
    >>> evidence_words((1 << 2) | (1 << 5))
    'no reply, low'
    """
    return ", ".join(word for place, word in enumerate(EVIDENCE) if word and bits >> place & 1)


def _named(numbers: np.ndarray, names: Sequence[str], nothing: str | None) -> np.ndarray:
    return np.array([*names, nothing], dtype=object)[np.where(numbers == NONE, len(names), numbers)]


def _causes(events: Events) -> np.ndarray:
    cause = np.full(events.event.size, None, dtype=object)
    for words, kinds in ((CAUSES, (LEFT_ALONE,)), (RESULTS, (MISSED,)), (SILENCES, (SHUT_DOWN, ON_AGAIN, LOST))):
        chosen = np.isin(events.event, kinds) & (events.cause != NONE)
        cause[chosen] = np.array(words, dtype=object)[events.cause[chosen]]
    judged = np.isin(events.event, (JUDGED_HOSTILE, JUDGED_NEUTRAL))
    cause[judged] = [evidence_words(int(bits)) for bits in events.cause[judged]]
    return cause


def _where(events: Events, names: Names) -> np.ndarray:
    channel = _named(events.unit, names.units, None)
    inside = events.channel != NONE
    channel[inside] = [f"{unit}/{number}" for unit, number in zip(channel[inside], events.channel[inside], strict=True)]
    return channel


def component_of(word: str, components: Collection[str]) -> str:
    """Which of some components a name such as "m0/92N6E-1" is of; the name itself where it is of none.

    Examples
    --------
    >>> component_of("m0/92N6E-1", {"92N6E"}), component_of("gem-t", {"gem-t"}), component_of("m1/ht-233-0", {"ht-233"})
    ('92N6E', 'gem-t', 'ht-233')
    """
    name = word.rsplit("/", 1)[-1]
    return next((key for key in (name, name.rpartition("-")[0]) if key in components), name)


def _claims(events: Events, missiles: np.ndarray, radars: np.ndarray,
            claims: Mapping[str, tuple[str, ...]]) -> np.ndarray:
    none: tuple[str, ...] = ()
    found = np.empty(events.event.size, dtype=object)
    found[:] = [none] * events.event.size
    for kinds, words in (((LAUNCHED, HIT, MISSED), missiles), ((FIRST_SEEN,), radars)):
        for place in np.flatnonzero(np.isin(events.event, kinds)):
            found[place] = claims.get(component_of(str(words[place]), claims), none)
    return found


def events_table(events: Events, names: Names, claims: Mapping[str, tuple[str, ...]]) -> Table:
    """Events in words.

    Parameters
    ----------
    events : Events
    names : Names
    claims : mapping
        Claims that one draw believes of each radar and missile type, by component.
    """
    missiles, radars = _named(events.missile, names.missiles, None), _named(events.radar, names.radars, None)
    return {
        "run": events.run, "t_s": events.t_s, "event": np.array(EVENTS, dtype=object)[events.event],
        "entity": _named(events.flyer, names.flyers, ""),
        "track": np.ma.masked_equal(events.track, NONE), "radar": radars, "channel": _where(events, names),
        "missile": missiles, "cause": _causes(events), "claim_ids": _claims(events, missiles, radars, claims),
    }


def _never(values: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(values), values, np.nan)


def outcomes_table(found: Outcomes, draw: int, names: Names) -> Table:
    """One row for each flyer that came, of each run."""
    runs, _ = found.end.shape
    came = (found.end != UNSENT).ravel()

    def each(values: np.ndarray) -> np.ndarray:
        return np.tile(values, runs)[came]

    cause = np.array(CAUSES, dtype=object)[found.cause.ravel()[came]]
    cause[(found.cause.ravel()[came] == 0)] = None
    return {
        "run": np.repeat(found.number, len(names.flyers))[came], "draw": np.full(came.sum(), draw),
        "entity": each(np.array(names.flyers, dtype=object)), "group": each(np.array(names.groups, dtype=object)),
        "target": each(np.array(names.targets, dtype=object)), "neutral": each(names.neutral),
        "end": np.array(ENDS, dtype=object)[found.end.ravel()[came]], "end_s": _never(found.end_s.ravel()[came]),
        "cause": cause, "seen_s": _never(found.seen_s.ravel()[came]),
        "tracked_s": _never(found.tracked_s.ravel()[came]),
        "fired_s": _never(found.fired_s.ravel()[came]), "shots": found.shots.ravel()[came].astype(np.int64),
        "due_s": _never(found.due_s.ravel()[came]),
    }


def _dry(event: np.ndarray, t_s: np.ndarray, unit: np.ndarray, units: Units) -> tuple[float, float]:
    """When a run first has no ready round anywhere, and when the first comes after that; NaN is never. [s]"""
    counts = np.where(event == LAUNCHED, -1, np.where(event == RELOADED, units.spare_rounds.sum(axis=1)[unit], 0))
    ready = units.rounds.sum() + np.concatenate([[0], np.cumsum(counts)])
    if not (ready <= 0).any():
        return np.nan, np.nan
    t_s, first = np.concatenate([[0.0], t_s]), int(np.argmax(ready <= 0))
    again = np.flatnonzero(ready[first:] > 0)
    return float(t_s[first]), float(t_s[first + again[0]]) if again.size else np.nan


def _value_defended(end: np.ndarray, names: Names) -> np.ndarray:
    lost = np.zeros((len(end), names.values.size), bool)
    for row, value in enumerate(lost.T):
        value |= (end[:, names.asset == row] == LEAKED).any(axis=1)
    return np.asarray(~lost @ names.values / names.values.sum(), float)


def runs_table(found: Outcomes, events: Events, draw: int, names: Names, units: Units,
               exposure_min: tuple[float, float]) -> Table:
    """One row for each run.

    Parameters
    ----------
    found : Outcomes
    events : Events
    draw : int
        That all these runs fight in.
    names : Names
    units : Units
        Fire units as the draw believes them, for what they begin with.
    exposure_min : tuple of float
        From `neutral_minutes`. [min]
    """
    raiders, neutral = ~names.neutral, names.neutral
    came = found.end != UNSENT

    def count(chosen: np.ndarray) -> np.ndarray:
        return chosen.sum(axis=1).astype(np.int64)

    ends = {name: count((found.end == end) & raiders) for name, end in
            (("leakers", LEAKED), ("killed", KILLED), ("turned_away", TURNED_AWAY))}
    came_raiders = count(came & raiders)
    launched = dict(zip(*np.unique(events.run[events.event == LAUNCHED], return_counts=True), strict=True))
    begin, end = (np.searchsorted(events.run, found.number, side) for side in ("left", "right"))
    dry_s = np.array([_dry(events.event[first:last], events.t_s[first:last], events.unit[first:last], units)
                      for first, last in zip(begin, end, strict=True)]).reshape(-1, 2)
    seen_min, engageable_min = exposure_min
    return {
        "run": found.number, "draw": np.full(found.number.size, draw), "raiders": came_raiders, **ends,
        "in_flight": came_raiders - sum(ends.values()), "neutrals": count(came & neutral),
        "neutrals_engaged": count((found.shots > 0) & neutral),
        "neutrals_killed": count((found.end == KILLED) & neutral),
        "rounds_spent": np.array([launched.get(int(run), 0) for run in found.number], dtype=np.int64),
        "rounds_left": found.rounds_left.sum(axis=(1, 2)).astype(np.int64),
        "empty_at_s": dry_s[:, 0], "ready_again_s": dry_s[:, 1], "empty_channels": count(np.isfinite(found.empty_at_s)),
        "value_defended": _value_defended(found.end, names),
        "neutral_seen_min": np.full(found.number.size, seen_min),
        "neutral_engageable_min": np.full(found.number.size, engageable_min), "left_out": found.left_out,
    }
