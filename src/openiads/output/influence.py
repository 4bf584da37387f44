"""How much each categorical input moves an answer: bars, Sobol' indices, and what knowing it would be worth.

An input is one of a few sides with known shares: the witnesses of a disputed quantity, which a draw believes by weight.
Each draw is worked out once for every side of every input, all its other luck held, so that what an input does is exact
within a draw, and only the draws are a sample. Bars, indices and the value of checking come from the same table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from openiads.campaign.estimates import LEVEL, Interval, mean_interval, share_interval
from openiads.output.variance import ANY, LEAST_DRAWS, indices_of, spread_of

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
    against: Interval  # the change from the nominal side
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
    moves: bool = True  # whether any draw's answer depends on it

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


def at_once(level: float, comparisons: int) -> float:
    """Level of each of many intervals that hold together with a level, by Bonferroni's inequality.

    Examples
    --------
    >>> round(at_once(0.95, 10), 6), at_once(0.95, 0)
    (0.995, 0.95)
    """
    return 1 - (1 - level) / max(comparisons, 1)


def moves(table: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    """What each side changes in each draw from the mean over the sides, (R, N, sides); rounding is nought."""
    away = table - (table @ np.asarray(shares))[:, :, None]
    away[np.abs(away) <= SAME * np.abs(table).max(initial=0.0)] = 0.0
    return np.asarray(away)


def whole_draws(base: np.ndarray, table: np.ndarray) -> np.ndarray:
    """Draws whose answer is defined as it is and under every side, (N,) bool."""
    return np.asarray(np.isfinite(base).all(axis=0) & np.isfinite(table).all(axis=(0, 2)))


def value_interval(values: np.ndarray, draws: np.ndarray, level: float, one_run: float) -> Interval:
    """Mean of values with its interval; that of a share where each run did something or did not."""
    if one_run and values.size and np.isin(values, (0.0, 1.0)).all():
        return share_interval(values, draws, level=level)
    return mean_interval(values, draws, level=level)


def influence_of(base: np.ndarray, table: np.ndarray, item: Input, *, level: float = LEVEL, doubt_level: float = 0.9,
                 ends: tuple[float, float] = ANY, one_run: float = 0.0, comparisons: int = 1,
                 width: float | None = None) -> Influence:
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
    ends : (float, float)
        Least and most that the answer can be.
    one_run : float
        The most that one run can differ; `mean_interval` says why.
    comparisons : int
        Changes that are looked at together: their intervals hold all at once with the level.
    width : float, optional
        Of the interval over draws now, where more than this input's table tells it.

    Notes
    -----
    With shares w_g, t_ig the answer of draw i under side g and u_i = sum_g w_g t_ig, a bar end is the mean of
    t_ig - u_i, and against the nominal side that of t_ig - t_i0. Knowing the side leaves sum_g w_g W_g of the width W
    of the same table, as a share of it, and all of it where no draw is moved. Draws with an undefined answer are left
    out.
    """
    whole, shares = whole_draws(base, table), np.asarray(item.shares)
    table = table[:, whole]
    repeats, n, _ = table.shape
    away, scale = moves(table, item.shares), SAME * float(np.abs(table).max(initial=0.0))
    draws, most, each = np.tile(np.arange(n), repeats), ends[1] - ends[0], at_once(level, comparisons)

    def changed(values: np.ndarray) -> Interval:
        if not (np.abs(values) > scale).any():
            return Interval(0.0, 0.0, 0.0, level, values.size, n)
        found = mean_interval(values.ravel(), draws, level=each, one_run=one_run)
        value, low, high = (0.0 if abs(end) <= scale else end for end in (found.value, found.low, found.high))
        return Interval(value, max(low, -most), min(high, most), level, found.runs, found.draws, found.caution)

    changes = [changed(away[:, :, side]) for side in range(shares.size)]
    against = [changed(table[:, :, side] - table[:, :, 0]) for side in range(shares.size)]
    values = [value_interval(table[:, :, side].ravel(), draws, level, one_run) for side in range(shares.size)]
    first, total = indices_of(table, away, shares, level)
    even = np.ones(1)
    left = [spread_of([table[:, :, [side]]], [even], doubt_level, ends) if n >= LEAST_DRAWS else (nan, nan)
            for side in range(shares.size)]
    wide = [high - low for low, high in left]
    low, high = spread_of([table], [shares], doubt_level, ends) if n >= LEAST_DRAWS else (nan, nan)
    own = high - low
    now = own if width is None else width
    kept = float(shares @ np.array(wide)) / own if own > 0 and away.any() else 1.0
    sides = tuple(SideEffect(*parts) for parts in zip(values, changes, against, wide, strict=True))
    return Influence(item.key, sides, first, total, now, now * kept, bool(away.any()))


def bar_ends(sides: int) -> int:
    """Comparisons that a bar makes: as many as it has ends, and one where the two are each other's mirror."""
    return 1 if sides == 2 else sides


def influences_of(base: np.ndarray, tables: Sequence[np.ndarray], inputs: Sequence[Input], *, level: float = LEVEL,
                  doubt_level: float = 0.9, ends: tuple[float, float] = ANY, one_run: float = 0.0
                  ) -> tuple[list[Influence], tuple[float, float]]:
    """What every input does, their bar ends compared all at once, and the one interval over draws that they share."""
    moving = [bool(moves(table[:, whole_draws(base, table)], item.shares).any())
              for table, item in zip(tables, inputs, strict=True)]
    pooled = [(table, np.asarray(item.shares)) for table, item, does in zip(tables, inputs, moving, strict=True)
              if does] or [(base[:, :, None], np.ones(1))]
    low, high = spread_of([table for table, _ in pooled], [share for _, share in pooled], doubt_level, ends)
    together = sum(bar_ends(len(item.shares)) for item, does in zip(inputs, moving, strict=True) if does)
    return [influence_of(base, table, item, level=level, doubt_level=doubt_level, ends=ends, one_run=one_run,
                         comparisons=together, width=high - low)
            for table, item in zip(tables, inputs, strict=True)], (low, high)


def ranked(found: Sequence[Influence]) -> list[Influence]:
    """Inputs by how much they move the answer: those that do so beyond chance first, then by their swing."""
    return sorted(found, key=lambda item: (not item.clear, -item.swing, item.key))


def switched(base: np.ndarray, others: Mapping[str, np.ndarray], *, level: float = LEVEL,
             ends: tuple[float, float] = ANY, one_run: float = 0.0) -> dict[str, SideEffect]:
    """What a choice of the scenario changes, which no draw varies: each other reading against the chosen one.

    Parameters
    ----------
    base : (R, N)
        Answer of each draw under the scenario's choice.
    others : mapping of name to (R, N)
        The same draws and the same luck under each reading; their intervals hold all at once with the level.
    """
    draws, most = np.tile(np.arange(base.shape[1]), base.shape[0]), ends[1] - ends[0]
    found = {}
    for name, values in others.items():
        both = np.isfinite(base).ravel() & np.isfinite(values).ravel()
        more = (values - base).ravel()[both]
        change = mean_interval(more, draws[both], level=at_once(level, len(others)),
                               one_run=one_run if more.any() else 0.0)
        told = Interval(change.value, max(change.low, -most), min(change.high, most), level, change.runs, change.draws)
        found[name] = SideEffect(value_interval(values.ravel()[both], draws[both], level, one_run), told, told, nan)
    return found
