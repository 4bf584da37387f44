"""Variance between draws, what an input's sides explain of it, and the interval over draws; chance in runs is apart."""

from collections.abc import Sequence
from math import inf, nan, sqrt
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri, stdtrit

from openiads.campaign.estimates import Interval

LEAST_DRAWS = 4  # of which the variance of a variance can still be told
ROUNDING = 1e-12  # share of the squared values below which a variance is rounding
ANY = (-inf, inf)


class Indices(NamedTuple):
    """Share of the variance between draws that an input takes away alone, and with its interactions; 0 to 1."""

    first: Interval
    total: Interval


def products(values: np.ndarray) -> np.ndarray:
    """Mean product of different repeats along the first axis, so that chance does not count; squares of a single one.

    Examples
    --------
    >>> products(np.array([[1.0], [3.0]])), products(np.array([[2.0]]))
    (array([3.]), array([4.]))
    """
    repeats = values.shape[0]
    if repeats == 1:
        return np.asarray(values[0] ** 2)
    return np.asarray((values.sum(axis=0) ** 2 - (values**2).sum(axis=0)) / (repeats * (repeats - 1)))


def variance(squares: np.ndarray, means: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Unbiased variance between draws, along the first axis, and the same without each draw in turn."""
    n, p, f, q = len(means), squares.sum(axis=0), means.sum(axis=0), (means**2).sum(axis=0)
    whole = p / n - (f**2 - q) / (n * (n - 1))
    left = n - 1
    without = (p - squares) / left - ((f - means) ** 2 - (q - means**2)) / (left * (left - 1))
    return whole, without


def jackknifed(value: float, without: np.ndarray, level: float) -> Interval:
    """A share with the interval of the jackknife over draws, kept to 0 to 1.

    References
    ----------
    efron-stein-1981, "jackknife estimate of variance"
    """
    n = without.size
    if not np.isfinite(value) or not np.all(np.isfinite(without)):
        return Interval(nan, nan, nan, level, n, n)
    error = sqrt((n - 1) / n * float(np.sum((without - without.mean()) ** 2)))
    half = float(stdtrit(n - 1, 0.5 + level / 2)) * error
    low, value, high = (min(max(each, 0.0), 1.0) for each in (value - half, value, value + half))
    return Interval(value, low, high, level, n, n)


def inside_of(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Variance between draws under each side, (sides,), and without each draw in turn, (N, sides).

    Parameters
    ----------
    table : (R, N, sides)
        Answer of each draw with each side believed, in R repeats under chance of their own.
    """
    centred = table - table.mean()
    return variance(products(centred), centred.mean(axis=0))


def whole_of(table: np.ndarray, away: np.ndarray, shares: np.ndarray
             ) -> tuple[tuple[float, np.ndarray], tuple[float, np.ndarray]]:
    """Variance between draws, and the part that one input alone explains; each with the same without each draw.

    Parameters
    ----------
    table : (R, N, sides)
    away : (R, N, sides)
        What each side changes from the mean over the sides.
    shares : (sides,)
        Share of the draws that believe each side.

    Notes
    -----
    Every draw is known under every side, so the variance is that inside a side, by its share, and that between the
    sides: which sides the draws happen to believe is no part of it.
    """
    inside, inside_without = inside_of(table)
    mean_away = away.mean(axis=0)
    # a variance of products that are zero is minus the mean product of different draws
    between, between_without = variance(np.zeros_like(mean_away), mean_away)
    first, first_without = float(-between @ shares), -between_without @ shares
    return ((float(inside @ shares) + first, inside_without @ shares + first_without), (first, first_without))


def indices_of(table: np.ndarray, away: np.ndarray, shares: np.ndarray, level: float) -> Indices:
    """First-order and total index of one input, with the intervals of the jackknife; NaN where nothing varies.

    Notes
    -----
    With shares w_g, t_ig the answer of draw i under side g, u_i = sum_g w_g t_ig and V of `whole_of`, which counts
    products of different repeats only. Total: E_i sum_g w_g (t_ig - u_i)^2 / V (Jansen's, with the inner mean exact);
    first order: sum_g w_g (E_i[t_ig - u_i])^2 / V as a U-statistic over pairs of draws.

    References
    ----------
    jansen-1999, "analysis of variance designs for model output"
    sobol-2001, "global sensitivity indices for nonlinear mathematical models"
    """
    n = table.shape[1]
    unknown = Interval(nan, nan, nan, level, n, n)
    if n < LEAST_DRAWS:
        return Indices(unknown, unknown)
    (whole, whole_without), (first, first_without) = whole_of(table, away, shares)
    total = products(away) @ shares
    total_without = (total.sum() - total) / (n - 1)
    if whole <= ROUNDING * max(float(np.mean(table**2)), ROUNDING):
        return Indices(unknown, unknown)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Indices(*(jackknifed(float(top / whole), without / whole_without, level)
                         for top, without in ((first, first_without), (total.mean(), total_without))))


def _distribution(sample: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Share of a sorted sample just below and just above some values, (2, len(at)); straight between its members."""
    known, first, counts = np.unique(sample, return_index=True, return_counts=True)
    steps = np.stack([first + 0.5, first + counts - 0.5], axis=1).ravel() / sample.size
    return np.stack([np.interp(np.nextafter(at, side), np.repeat(known, 2), steps, left=0.0, right=1.0)
                     for side in (-inf, inf)])


def quantiles(samples: Sequence[np.ndarray], weights: Sequence[float], level: float) -> tuple[float, float]:
    """Ends of the interval that holds a share of a mixture of samples.

    Notes
    -----
    The mixture's distribution is the weighted mean of those of the samples, each straight between the middles of the
    steps of its members, so that samples that are the same mix to themselves.

    Examples
    --------
    >>> quantiles([np.arange(8.0)], [1.0], 0.75), quantiles([np.arange(8.0)] * 2, [0.5, 0.5], 0.75)
    ((0.5, 6.5), (0.5, 6.5))
    """
    at = np.unique(np.concatenate(samples))
    mixed = sum(weight * _distribution(np.sort(sample), at) for sample, weight in zip(samples, weights, strict=True))
    shares = np.asarray(mixed).T.ravel() / sum(weights)
    low, high = np.interp([(1 - level) / 2, (1 + level) / 2], shares, np.repeat(at, 2))
    return float(low), float(high)


def normal_ends(mean: float, spread: float, level: float, ends: tuple[float, float]) -> tuple[float, float]:
    """Interval of a normal law of a mean and a variance, without what an answer cannot be."""
    half = float(ndtri(0.5 + level / 2)) * sqrt(max(spread, 0.0))
    return max(mean - half, min(ends[0], mean)), min(mean + half, max(ends[1], mean))


def spread_of(tables: Sequence[np.ndarray], shares: Sequence[np.ndarray], level: float,
              ends: tuple[float, float] = ANY) -> tuple[float, float]:
    """Interval that holds a share of the draws, from the tables of all inputs that move the answer together.

    Parameters
    ----------
    tables : sequence of (R, N, sides)
        At least one.
    shares : sequence of (sides,)
        Of the sides of each.
    level : float
        Share of the draws that it holds, 0 to 1.
    ends : (float, float)
        Least and most that the answer can be.

    Notes
    -----
    With one repeat the quantiles of the pooled tables; with more those of a normal law whose variance counts products
    of different repeats only, so that chance in the runs is no part of it.
    """
    known = [table[:, np.isfinite(table).all(axis=(0, 2))] for table in tables]
    if known[0].shape[0] == 1:
        sides = [(table[0, :, side], float(weight)) for table, share in zip(known, shares, strict=True) if table.size
                 for side, weight in enumerate(share)]
        if not sides:
            return nan, nan
        return quantiles([sample for sample, _ in sides], [weight for _, weight in sides], level)
    means, variances = [], []
    for table, share in zip(known, shares, strict=True):
        if table.shape[1] >= LEAST_DRAWS:
            (whole, _), _ = whole_of(table, table - (table @ share)[:, :, None], share)
            means.append(float((table @ share).mean()))
            variances.append(whole)
    if not means:
        return nan, nan
    return normal_ends(float(np.mean(means)), float(np.mean(variances)), level, ends)
