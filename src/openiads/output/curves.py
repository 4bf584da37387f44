"""Curves over the size of a raid: where half of the raids leak, and what a second force changes at each size."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, sqrt

import numpy as np
from scipy.special import stdtrit

from openiads.campaign.estimates import Interval, mean_interval, paired, share_interval
from openiads.campaign.survey import resampled
from openiads.output.fights import Change, Measured, Saturation
from openiads.output.metrics import PerRun, within


@dataclass(frozen=True)
class Curve:
    """One force against one raid in growing numbers, the same runs at each size."""

    sizes: tuple[int, ...]  # raiders, ascending
    found: tuple[PerRun, ...]

    @property
    def draw(self) -> np.ndarray:
        """Draw of belief of each run, (runs,)."""
        return self.found[0].draw

    def values(self, name: str) -> np.ndarray:
        """A metric by size and run, (sizes, runs)."""
        return np.array([each.values[name] for each in self.found])

    def intervals(self, level: float) -> list[tuple[Interval, Interval]]:
        """Mean leakers, and share of raids without one, at each size."""
        return [(within(mean_interval(leakers, self.draw, level=level), 0.0, inf),
                 share_interval(none, self.draw, level=level))
                for leakers, none in zip(self.values("leakers"), self.values("p_zero_leak"), strict=True)]


def crossing(sizes: Sequence[int], shares: Sequence[float]) -> float:
    """Raid size at which a falling curve passes one half, straight between its points.

    Infinite where it never does: above the largest size that was fought, or, with a minus, below the smallest.

    Examples
    --------
    >>> crossing([4, 8, 16], [0.9, 0.7, 0.3]), crossing([4, 8], [0.3, 0.1]), crossing([4, 8], [0.9, 0.6])
    (12.0, -inf, inf)
    """
    if shares and shares[0] < 0.5:
        return -inf
    for (low, above), (high, below) in pairwise(zip(sizes, shares, strict=True)):
        if above >= 0.5 > below:
            return low + (high - low) * (above - 0.5) / (above - below)
    return inf


def half_leak(curve: Curve, level: float) -> Measured:
    """M08 of one force: raid size at which half of the raids leak. [raiders]

    Notes
    -----
    The interval holds each size at which one half lies in the interval of the share of raids without a leaker: its
    ends are where the curves of the low and of the high ends pass one half. An end that no size which was fought
    tells is infinite, as in `crossing`.

    References
    ----------
    fieller-1954, "some problems in interval estimation"
    """
    shares = [share for _, share in curve.intervals(level)]
    return Measured(*(crossing(curve.sizes, [getattr(share, end) for share in shares])
                      for end in ("value", "low", "high")))


def half_leak_change(a: Curve, b: Curve, level: float, seed: int) -> Change:
    """How far a second force moves the raid size at which half of the raids leak, B minus A. [raiders]

    What lies beyond the sizes that were fought counts as the last of them, so that a change that reaches there is the
    least that it can be.

    Notes
    -----
    The draws of belief are drawn anew, the same for both forces, because run r of both meets the same raid under the
    same luck; each time both curves are read at one half again. The spread of their difference gives the standard
    error, and Student's t on the draws the interval.

    References
    ----------
    efron-tibshirani-1993, chapter 8, "more complicated data structures"
    """
    names, inside = np.unique(a.draw, return_inverse=True)
    runs = np.bincount(inside).astype(float)
    if names.size < 2:
        return Change(_moved(a, b, a.values("p_zero_leak").mean(axis=1), b.values("p_zero_leak").mean(axis=1)),
                      -inf, inf, False)
    counts = np.vstack([np.ones(names.size), resampled(names.size, seed)])  # as they were, then drawn anew
    by_draw = [np.array([np.bincount(inside, weights=row) for row in curve.values("p_zero_leak")]) for curve in (a, b)]
    shares = [counts @ hits.T / (counts @ runs)[:, None] for hits in by_draw]
    moved = np.array([_moved(a, b, one, other) for one, other in zip(*shares, strict=True)])
    error = float(np.std(moved[1:], ddof=1)) * sqrt(names.size / (names.size - 1))
    half = float(stdtrit(names.size - 1, 0.5 + level / 2)) * error
    value = float(moved[0])
    return Change(value, value - half, value + half, value - half > 0 or value + half < 0)


def _moved(a: Curve, b: Curve, a_shares: np.ndarray, b_shares: np.ndarray) -> float:
    one, other = (float(np.clip(crossing(curve.sizes, shares.tolist()), curve.sizes[0], curve.sizes[-1]))
                  for curve, shares in ((a, a_shares), (b, b_shares)))
    return other - one


def saturation_rows(arm: str, curve: Curve, first: Curve | None, level: float) -> list[Saturation]:
    """One force by size, with the paired change of leakers against the first force; None for the first itself."""
    rows = []
    for place, (leakers, share) in enumerate(curve.intervals(level)):
        change = None
        if first is not None:
            found = paired(first.values("leakers")[place], curve.values("leakers")[place], curve.draw,
                           level=level).change
            change = Change(found.value, found.low, found.high, found.clear)
        rows.append(Saturation(arm, curve.sizes[place], Measured(leakers.value, leakers.low, leakers.high),
                               Measured(share.value, share.low, share.high), change))
    return rows
