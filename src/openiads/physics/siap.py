"""Quality of a single air picture: how complete, how spurious, how lasting and how accurate tracks are."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Association(NamedTuple):
    """A track held a truth for a while, both ends included."""

    truth: int
    track: int
    start_s: float
    end_s: float


class Picture(NamedTuple):
    """Measures of an air picture; those with `_at_times` are (times,)."""

    completeness: float
    spuriousness: float
    ambiguity: float
    rate_of_track_number_changes: float
    longest_track_segment: float
    position_accuracy: float
    velocity_accuracy: float
    completeness_at_times: np.ndarray
    spuriousness_at_times: np.ndarray
    position_accuracy_at_times: np.ndarray
    velocity_accuracy_at_times: np.ndarray


def _share(part: np.ndarray, whole: np.ndarray) -> tuple[float, np.ndarray]:
    at_times = np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0)
    return float(part.sum() / whole.sum()) if whole.sum() else 0.0, at_times


def _spans(times_s: np.ndarray, mine: list[Association]) -> tuple[int, float, float]:
    # tracks needed one after the other, time held by any, longest time held by one
    if not mine:
        return 0, 0.0, 0.0
    by_track: dict[int, float] = {}
    for item in mine:
        by_track[item.track] = by_track.get(item.track, 0.0) + item.end_s - item.start_s
    last = {track: max(item.end_s for item in mine if item.track == track) for track in by_track}
    needed, reached_s = 0, -np.inf
    for time_s in times_s:
        if time_s <= reached_s:
            continue
        holding = [item for item in mine if item.start_s <= time_s <= item.end_s]
        if holding:
            best = max(holding, key=lambda item: (last[item.track], item.end_s))
            needed, reached_s = needed + 1, best.end_s
    held_s, until_s = 0.0, -np.inf
    for item in sorted(mine, key=lambda item: item.start_s):
        held_s += max(0.0, item.end_s - max(item.start_s, until_s))
        until_s = max(until_s, item.end_s)
    return needed, held_s, max(by_track.values())


def air_picture(
    times_s: np.ndarray, truths: np.ndarray, tracks: np.ndarray, associations: Sequence[Association],
) -> Picture:
    """SIAP measures of tracks against truths whose pairing is known.

    Parameters
    ----------
    times_s : (k,) array
    truths, tracks : (n, k, 2 d) array
        Positions, then velocities, of each at each time; NaN where it does not exist.
    associations : sequence of Association
        By row of truths and tracks.

    Returns
    -------
    Picture
        Completeness: truths held over truths. Spuriousness: tracks that hold none over tracks. Ambiguity: tracks that
        hold over truths held. Changes: tracks needed beyond the first over the time held. [1/s] Longest segment: time
        with the best single track over the life of the truth. Accuracies: mean distance over associations. [m] [m/s]

    References
    ----------
    votruba-2001; stone-soup

    Examples
    --------
    >>> still = np.zeros((1, 3, 2))
    >>> air_picture(np.arange(3.0), still, still + 1.0, [Association(0, 0, 1.0, 2.0)]).completeness
    0.6666666666666666
    """
    times_s, truths, tracks = (np.asarray(part, dtype=float) for part in (times_s, truths, tracks))
    lives, runs = (~np.isnan(part).any(axis=2) for part in (truths, tracks))
    half = truths.shape[2] // 2
    held, holding = np.zeros_like(lives), np.zeros_like(runs)
    away, past = np.zeros(len(times_s)), np.zeros(len(times_s))
    for item in associations:
        during = (item.start_s <= times_s) & (times_s <= item.end_s)
        held[item.truth] |= during
        holding[item.track] |= during
        apart = np.where(during[:, None], tracks[item.track] - truths[item.truth], 0.0)
        away += np.linalg.norm(apart[:, :half], axis=1)
        past += np.linalg.norm(apart[:, half:], axis=1)
    completeness, complete_at = _share(held.sum(axis=0), lives.sum(axis=0))
    spuriousness, spurious_at = _share((runs & ~holding).sum(axis=0), runs.sum(axis=0))
    ambiguity, _ = _share(holding.sum(axis=0), held.sum(axis=0))
    position, position_at = _share(away, holding.sum(axis=0))
    velocity, velocity_at = _share(past, holding.sum(axis=0))
    spans = [_spans(times_s[lives[row]], [item for item in associations if item.truth == row])
             for row in range(len(truths))]
    total_s = sum(span[1] for span in spans)
    life_s = sum(np.ptp(times_s[alive]) for alive in lives if alive.any())
    changes = sum(max(0, span[0] - 1) for span in spans)
    return Picture(
        completeness, spuriousness, ambiguity, changes / total_s if total_s else 0.0,
        float(sum(span[2] for span in spans) / life_s) if life_s else 0.0, position, velocity, complete_at, spurious_at,
        position_at, velocity_at)
