"""How much each categorical input moves an answer: bars, Sobol' indices, and what knowing it would be worth.

An input is one of a few sides with known shares: the witnesses of a disputed quantity, which a draw believes by weight.
Each draw is worked out once for every side of every input, all its other luck held, so that what an input does is exact
within a draw, and only the draws are a sample. Bars, indices and the value of checking come from the same table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, nan, sqrt

import numpy as np
from scipy.special import ndtri, stdtrit

from openiads.campaign.estimates import LEVEL, Interval, mean_interval

LEAST_DRAWS = 4  # of which the variance of a variance can still be told
ROUNDING = 1e-12  # share of the squared values below which a variance is rounding
SAME = 1e-9  # share of the largest value below which a difference is rounding


@dataclass(frozen=True)
class Input:
    """A categorical input: the share of the draws that believe each side, and the side that each draw believes."""

    key: str
    shares: tuple[float, ...]
    own: np.ndarray  # (N,) int


@dataclass(frozen=True)
class Design:
    """Which side of which input every row believes, one draw after the other; -1 and 0 where all is as drawn."""

    draw: np.ndarray  # (rows,) int
    input: np.ndarray  # (rows,) int
    side: np.ndarray  # (rows,) int

    def until(self, draws: int) -> int:
        """Number of rows of the first draws."""
        return int(np.searchsorted(self.draw, draws))


@dataclass(frozen=True)
class SideEffect:
    """The answer while every draw believes one side, and its change from what is believed as usual."""

    value: Interval
    change: Interval
    width: float  # of the interval over draws that is left, in the answer's unit


@dataclass(frozen=True)
class Influence:
    """What one input does to an answer."""

    key: str
    sides: tuple[SideEffect, ...]
    first: Interval  # first-order index: share of the variance that knowing the input would take away
    total: Interval  # total index: with its interactions; 0 to 1
    width: float  # of the interval over draws now, in the answer's unit
    width_checked: float  # expected width once the true side is known

    @property
    def swing(self) -> float:
        """From the lowest bar end to the highest, in the answer's unit."""
        return max(side.change.value for side in self.sides) - min(side.change.value for side in self.sides)

    @property
    def clear(self) -> bool:
        """Whether some side changes the answer beyond chance."""
        return any(side.change.clear for side in self.sides)

    @property
    def narrowing(self) -> float:
        """Share of the interval's width that knowing the true side is expected to take away; NaN where it has none."""
        return 1 - self.width_checked / self.width if self.width > 0 else nan


def design_of(inputs: Sequence[Input], draws: int) -> Design:
    """One row for each draw as it is, and one for each side of each input that it does not believe anyway.

    Examples
    --------
    >>> design = design_of([Input("a", (0.5, 0.5), np.array([0, 1]))], 2)
    >>> list(zip(design.draw.tolist(), design.input.tolist(), design.side.tolist()))
    [(0, -1, 0), (0, 0, 1), (1, -1, 0), (1, 0, 0)]
    """
    rows = [(draw, number, side) for draw in range(draws) for number, side in
            [(-1, 0), *((number, side) for number, item in enumerate(inputs) for side in range(len(item.shares))
                        if side != item.own[draw])]]
    draw, number, side = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Design(draw, number, side)


def tables_of(values: np.ndarray, design: Design, inputs: Sequence[Input], draws: int
              ) -> tuple[np.ndarray, list[np.ndarray]]:
    """Answers as drawn, (R, N), and with every side of every input, (R, N, sides) each.

    Parameters
    ----------
    values : (R, rows)
        Answer of each row in R repeats under chance of their own.
    draws : int
        Draws whose rows are all worked out.
    """
    values = values[:, : design.until(draws)]
    draw, number, side = (part[: values.shape[1]] for part in (design.draw, design.input, design.side))
    base = values[:, number == -1]
    tables = []
    for index, item in enumerate(inputs):
        table = np.repeat(base[:, :, None], len(item.shares), axis=2)
        mine = number == index
        table[:, draw[mine], side[mine]] = values[:, mine]
        tables.append(table)
    return base, tables


def _products(values: np.ndarray) -> np.ndarray:
    """Mean product of different repeats along the first axis, so that chance does not count; squares of a single one.

    Examples
    --------
    >>> _products(np.array([[1.0], [3.0]])), _products(np.array([[2.0]]))
    (array([3.]), array([4.]))
    """
    repeats = values.shape[0]
    if repeats == 1:
        return np.asarray(values[0] ** 2)
    return np.asarray((values.sum(axis=0) ** 2 - (values**2).sum(axis=0)) / (repeats * (repeats - 1)))


def _variance(products: np.ndarray, means: np.ndarray) -> tuple[float, np.ndarray]:
    """Unbiased variance between draws, along the first axis, and the same without each draw in turn."""
    n, p, f, q = len(means), products.sum(axis=0), means.sum(axis=0), (means**2).sum(axis=0)
    whole = p / n - (f**2 - q) / (n * (n - 1))
    left = n - 1
    without = (p - products) / left - ((f - means) ** 2 - (q - means**2)) / (left * (left - 1))
    return whole, without


def _jackknifed(value: float, without: np.ndarray, level: float) -> Interval:
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


def _weighted_width(values: np.ndarray, weights: np.ndarray, level: float) -> float:
    tail = (1 - level) / 2
    low, high = np.quantile(values.ravel(), [tail, 1 - tail], weights=weights.ravel(), method="inverted_cdf")
    return float(high - low)


def influence_of(base: np.ndarray, table: np.ndarray, item: Input, *, level: float = LEVEL, doubt_level: float = 0.9,
                 most: float = inf, one_run: float = 0.0) -> Influence:
    """Bars, indices and value of checking of one input.

    Parameters
    ----------
    base : (R, N)
        Answer of each draw as it is, in R repeats under chance of their own.
    table : (R, N, sides)
        The same with each side of the input believed, all else held.
    level : float
        Wanted coverage of the intervals of estimates, 0 to 1.
    doubt_level : float
        Share of the draws that the interval holds whose narrowing is told.
    most, one_run : float
        The most that the answer can change, and that one run can differ; `mean_interval` says why.

    Notes
    -----
    With shares w_g, t_ig the answer of draw i under side g and u_i = sum_g w_g t_ig, a bar end is the mean of
    t_ig - u_i. Variance between draws V counts products of different repeats only, so chance in the fight is no part of
    it where there are two or more. Total index: E_i sum_g w_g (t_ig - u_i)^2 / V (Jansen's, with the inner mean
    exact); first order: sum_g w_g (E_i[t_ig - u_i])^2 / V as a U-statistic over pairs of draws. The interval over draws
    is that of the quantiles with one repeat, and 2 z sqrt(V) with more. Draws with an undefined answer are left out.

    References
    ----------
    jansen-1999, "analysis of variance designs for model output"
    sobol-2001, "global sensitivity indices for nonlinear mathematical models"
    """
    whole = np.isfinite(base).all(axis=0) & np.isfinite(table).all(axis=(0, 2))
    base, table, shares = base[:, whole], table[:, whole], np.asarray(item.shares)
    repeats, n = base.shape
    usual = table @ shares
    away = table - usual[:, :, None]
    away[np.abs(away) <= SAME * np.abs(table).max(initial=0.0)] = 0.0
    draws = np.tile(np.arange(n), repeats)

    def changed(values: np.ndarray) -> Interval:
        if not values.any():
            return Interval(0.0, 0.0, 0.0, level, values.size, n)
        found = mean_interval(values.ravel(), draws, level=level, one_run=one_run)
        return Interval(found.value, max(found.low, -most), min(found.high, most), level, found.runs, found.draws)

    changes = [changed(away[:, :, side]) for side in range(shares.size)]
    values = [mean_interval(table[:, :, side].ravel(), draws, level=level) for side in range(shares.size)]
    if n < LEAST_DRAWS:
        unknown = Interval(nan, nan, nan, level, n, n)
        sides = tuple(SideEffect(*pair, nan) for pair in zip(values, changes, strict=True))
        return Influence(item.key, sides, unknown, unknown, nan, nan)

    middle = base.mean()
    variance, variance_without = _variance(_products(base - middle), (base - middle).mean(axis=0))
    mean_away = away.mean(axis=0)
    between, between_without = _variance(np.zeros_like(mean_away), mean_away)
    # a variance of products that are zero is minus the mean product of different draws
    first, first_without = -between @ shares, -between_without @ shares
    total = _products(away) @ shares
    total_without = (total.sum() - total) / (n - 1)
    if variance <= ROUNDING * max(float(np.mean(base**2)), ROUNDING):
        variance, variance_without = nan, np.full(n, nan)

    with np.errstate(divide="ignore", invalid="ignore"):
        indices = [_jackknifed(float(top / variance), without / variance_without, level)
                   for top, without in ((first, first_without), (total.mean(), total_without))]
    if repeats == 1:
        width = _weighted_width(table[0], np.tile(shares, (n, 1)), doubt_level)
        even = np.ones(n)
        left = [_weighted_width(table[0, :, side], even, doubt_level) for side in range(shares.size)]
    else:
        z = 2 * float(ndtri(0.5 + doubt_level / 2))
        inside = [max(_variance(_products(table[:, :, side] - middle), (table[:, :, side] - middle).mean(axis=0))[0], 0)
                  for side in range(shares.size)]
        left = [min(z * sqrt(each), most) for each in inside]  # a normal law's, which a share's ends may cut off
        width = min(z * sqrt(max(float(shares @ np.array(inside)) + max(float(first), 0.0), 0.0)), most)
    sides = tuple(SideEffect(value, change, wide) for value, change, wide in zip(values, changes, left, strict=True))
    return Influence(item.key, sides, indices[0], indices[1], width, float(shares @ np.array(left)))


def ranked(found: Sequence[Influence]) -> list[Influence]:
    """Inputs by how much they move the answer: those that do so beyond chance first, then by their swing."""
    return sorted(found, key=lambda item: (not item.clear, -item.swing, item.key))


def switched(base: np.ndarray, others: Mapping[str, np.ndarray], *, level: float = LEVEL, most: float = inf,
             one_run: float = 0.0) -> dict[str, SideEffect]:
    """What a choice of the scenario changes, which no draw varies: each other reading against the chosen one.

    Parameters
    ----------
    base : (R, N)
        Answer of each draw under the scenario's choice.
    others : mapping of name to (R, N)
        The same draws and the same luck under each reading.
    """
    draws = np.tile(np.arange(base.shape[1]), base.shape[0])
    found = {}
    for name, values in others.items():
        both = np.isfinite(base).ravel() & np.isfinite(values).ravel()
        more = (values - base).ravel()[both]
        change = mean_interval(more, draws[both], level=level, one_run=one_run if more.any() else 0.0)
        found[name] = SideEffect(
            mean_interval(values.ravel()[both], draws[both], level=level),
            Interval(change.value, max(change.low, -most), min(change.high, most), level, change.runs, change.draws),
            nan)
    return found
