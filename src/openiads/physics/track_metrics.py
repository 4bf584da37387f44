"""Distances between a set of tracks and a set of truths: OSPA, GOSPA, and GOSPA with a price for swaps over time."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist


class Gospa(NamedTuple):
    """A GOSPA distance, its parts to the power p, and the track of each truth (-1 for none)."""

    distance: float
    localisation: float
    missed: float
    false: float
    track_of_truth: np.ndarray


class SwitchingGospa(NamedTuple):
    """GOSPA over time; each (times,)."""

    distance: np.ndarray
    switching: np.ndarray


def _points(points: Sequence[object] | np.ndarray) -> np.ndarray:
    table = np.asarray(points, dtype=float)
    return table.reshape(-1, 1) if table.ndim == 1 else table


def _costs(tracks: np.ndarray, truths: np.ndarray, cutoff: float) -> np.ndarray:
    if not len(tracks) or not len(truths):
        return np.zeros((len(truths), len(tracks)))
    return np.minimum(cdist(truths, tracks), cutoff)


def ospa(tracks: np.ndarray, truths: np.ndarray, cutoff: float, order: float = 1.0) -> float:
    """Optimal sub-pattern assignment distance of two sets of points.

    Parameters
    ----------
    tracks, truths : (n, d) or (n,) array
    cutoff : float
        Greatest distance that counts; also the price of a point too many or too few.
    order : float
        Norm p; may be infinite.

    Returns
    -------
    float
        (least sum of min(d, c)^p plus c^p for each point left over, over the larger number)^(1/p).

    References
    ----------
    schuhmacher-2008

    Examples
    --------
    >>> round(ospa([[0, 0], [100, 0], [0, 200]], [[3, 4], [100, 12]], cutoff=50.0), 6)
    22.333333
    """
    tracks, truths = _points(tracks), _points(truths)
    larger = max(len(tracks), len(truths))
    if not larger:
        return 0.0
    left_over = abs(len(tracks) - len(truths))
    costs = _costs(tracks, truths, cutoff)
    if np.isinf(order):
        if left_over:
            return float(cutoff)
        rungs = np.unique(costs)  # bottleneck assignment: the lowest rung that lets all be paired
        low, high = 0, len(rungs) - 1
        while low < high:
            middle = (low + high) // 2
            above = (costs > rungs[middle]).astype(float)
            if above[linear_sum_assignment(above)].sum() == 0:
                high = middle
            else:
                low = middle + 1
        return float(rungs[low])
    powers = costs**order
    total = powers[linear_sum_assignment(powers)].sum() + cutoff**order * left_over
    return float((total / larger) ** (1 / order))


def gospa(tracks: np.ndarray, truths: np.ndarray, cutoff: float, order: float = 2.0, alpha: float = 2.0) -> Gospa:
    """Generalised optimal sub-pattern assignment distance of two sets of points.

    Parameters
    ----------
    tracks, truths : (n, d) or (n,) array
    cutoff : float
        Greatest distance that counts.
    order : float
        Norm p.
    alpha : float
        A point left over costs c^p / alpha; at 2 the distance falls into localisation, missed and false.

    Returns
    -------
    Gospa
        The parts are to the power p; pairs at the cut-off count as one missed and one false.

    References
    ----------
    rahmathullah-2017

    Examples
    --------
    >>> found = gospa([[0, 0], [100, 0], [0, 200]], [[3, 4], [100, 12]], cutoff=50.0)
    >>> round(found.distance, 6), round(found.localisation), found.missed, found.false
    (37.669616, 169, 0.0, 1250.0)
    """
    tracks, truths = _points(tracks), _points(truths)
    costs = _costs(tracks, truths, cutoff)
    rows, columns = linear_sum_assignment(costs**order)
    near = costs[rows, columns] < cutoff if rows.size else np.zeros(0, bool)
    track_of_truth = np.full(len(truths), -1)
    track_of_truth[rows[near]] = columns[near]
    price = cutoff**order / alpha
    localisation = float((costs[rows[near], columns[near]] ** order).sum())
    paired, far = int(near.sum()), int((~near).sum())
    missed, false = price * (len(truths) - paired), price * (len(tracks) - paired)
    # for another alpha a pair at the cut-off costs c^p, not the price of two points left over
    total = localisation + missed + false + far * (cutoff**order - 2 * price)
    return Gospa(float(total ** (1 / order)), localisation, missed, false, track_of_truth)


def gospa_switching(
    tracks: np.ndarray, truths: np.ndarray, cutoff: float, order: float = 2.0, alpha: float = 2.0,
    switching_penalty: float = 0.0,
) -> SwitchingGospa:
    """GOSPA at each time with a price for truths that change their track.

    Parameters
    ----------
    tracks, truths : (n, times, d) or (n, times) array
        The same thing in the same row at all times; NaN where it does not exist.
    cutoff, order, alpha : float
        As of `gospa`.
    switching_penalty : float
        Of a truth that goes from one track to another; half of it counts for one that gains or loses its track.

    Returns
    -------
    SwitchingGospa
        Switching is penalty x (whole and half switches since the time before)^(1/p); the distance joins both.

    Notes
    -----
    A truth's first track is free of charge. The assignment at each time is GOSPA's own, as in Stone Soup and MATLAB.

    References
    ----------
    rahmathullah-2017; stone-soup

    Examples
    --------
    >>> found = gospa_switching([[1, 2], [2, 1]], [[1, 1], [2, 2]], cutoff=2.0, switching_penalty=3.0)
    >>> found.switching.round(3).tolist()
    [0.0, 4.243]
    """
    tracks, truths = (np.asarray(part, dtype=float) for part in (tracks, truths))
    tracks, truths = (part[..., None] if part.ndim == 2 else part for part in (tracks, truths))
    held: dict[int, int] = {}
    distances, prices = [], []
    for moment in range(truths.shape[1]):
        here, there = (np.flatnonzero(~np.isnan(part[:, moment]).any(axis=1)) for part in (truths, tracks))
        found = gospa(tracks[there, moment], truths[here, moment], cutoff, order, alpha)
        switches = 0.0
        for truth, place in zip(here.tolist(), found.track_of_truth.tolist(), strict=True):
            track = int(there[place]) if place >= 0 else -1
            before = held.get(truth)
            if before is None and track < 0:
                continue
            if before is not None and before != track:
                switches += 1.0 if before >= 0 and track >= 0 else 0.5
            held[truth] = track
        price = switching_penalty * switches ** (1 / order)
        prices.append(price)
        distances.append((found.distance**order + price**order) ** (1 / order))
    return SwitchingGospa(np.array(distances), np.array(prices))
