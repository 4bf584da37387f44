"""Over what area something holds in at least a share of the runs: few runs where it is clear, many at the boundary."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import sqrt

import numpy as np
from scipy.special import stdtrit

from openiads.campaign.estimates import LEVEL, Interval, share_interval
from openiads.campaign.stage import RUNS_PER_DRAW, draw_of
from openiads.draws import draw_many
from openiads.earth.grid import Grid

HELPING = 8  # runs that a place gets at a time, each in another draw of belief
COARSEST = 4  # cells between the places that are fought at first
RESAMPLES = 400  # of the draws; its own error of a standard error is a twenty-eighth
EDGE_VARIANCE = 0.676497 / (4 * sqrt(2))  # cells^2 for each cell of the edge: Kendall's 0.6765 r for a disc of r cells
KM2 = 1e-6

Trial = Callable[[np.ndarray, int], np.ndarray]  # (m, 2) places [m east, m north] and a run -> where it held, (m,) bool


@dataclass(frozen=True)
class Survey:
    """What was found on a grid, row 0 in the north; D draws of belief, the same runs at every place."""

    grid: Grid
    radius_m: float  # asked for, about the middle
    inside: np.ndarray  # (n, n) bool, within it
    fought: np.ndarray  # (n, n) bool; what was not lies between places that agree, and has their runs
    tries: np.ndarray  # (n, n, D) runs
    held: np.ndarray  # (n, n, D) of them in which it held
    share: float  # what a place needs, 0 to 1
    level: float

    @property
    def cell_m2(self) -> float:
        """Area that one place stands for. [m2]"""
        return self.grid.cell_size_m**2

    @property
    def runs(self) -> int:
        """Runs at all places together."""
        return int(self.tries[self.fought].sum())

    @property
    def p(self) -> np.ndarray:
        """Share of the runs in which it held, (n, n); NaN outside."""
        return self.p_of(np.ones(self.tries.shape[2]))[0]

    def p_of(self, weights: np.ndarray) -> np.ndarray:
        """The same with each draw counted so many times, (B, n, n); NaN where none of a place's draws counts."""
        weights = np.atleast_2d(weights)
        with np.errstate(invalid="ignore"):
            return np.moveaxis((self.held @ weights.T) / (self.tries @ weights.T), -1, 0)

    @property
    def is_held(self) -> np.ndarray:
        """Whether it holds often enough, (n, n) bool."""
        return self.p >= self.share

    @property
    def is_cut_off(self) -> bool:
        """Whether it still holds at the rim, so that the area is at least what was counted."""
        return bool((self.is_held & _beside(~self.inside, outside=True)).any())

    def interval_at(self, row: int, column: int) -> Interval:
        """Share of the runs in which it held at one place, with its interval over draws."""
        return _share(self.tries[row, column], self.held[row, column], self.level)


def _share(tries: np.ndarray, held: np.ndarray, level: float) -> Interval:
    draws = np.repeat(np.arange(tries.size), tries)
    first = np.repeat(np.cumsum(tries) - tries, tries)
    return share_interval(np.arange(draws.size) - first < np.repeat(held, tries), draws, level=level)


def _beside(mask: np.ndarray, *, outside: bool = False) -> np.ndarray:
    """Cells of which one of the four neighbours is marked; beyond the grid all are what `outside` says."""
    wide = np.pad(mask, 1, constant_values=outside)
    return wide[:-2, 1:-1] | wide[2:, 1:-1] | wide[1:-1, :-2] | wide[1:-1, 2:]


def _edge(survey: Survey) -> np.ndarray:
    """Cells at which it holds often enough, but not at all of their neighbours, (n, n) bool."""
    held = survey.is_held
    return held & _beside(survey.inside & ~held)


def order_of_runs(most: int) -> list[list[int]]:
    """Run numbers by helping: first one run in each of eight draws, then of eight others, then the second runs.

    Examples
    --------
    >>> [helping[:3] for helping in order_of_runs(32)]
    [[0, 8, 16], [64, 72, 80], [1, 9, 17], [65, 73, 81]]
    """
    groups = 1 if most <= HELPING else 2
    return [[RUNS_PER_DRAW * (HELPING * (turn % groups) + place) + turn // groups for place in range(HELPING)]
            for turn in range(-(-most // HELPING))]


def surveyed(
    trial: Trial, grid: Grid, radius_m: float, most: int, *, share: float = 0.5, level: float = LEVEL, threads: int = 1,
    coarsest: int = COARSEST, step: Callable[[int], bool] = lambda _: False,
) -> Survey:
    """Survey a disc about the middle of a grid.

    Every place meets the same runs, so two neighbours differ by where they lie and not by luck. A place is fought until
    the interval of its share excludes the share that is asked for, or until it has had `most` runs. Places stand wide
    apart at first; between those that differ, or that are not clear, closer ones are fought.

    Parameters
    ----------
    trial : callable
        Whether it held at some places in one run.
    grid : Grid
    radius_m : float
        Places beyond are left out. [m]
    most : int
        Runs at one place, a multiple of eight, at most 128.
    share : float
        Share of the runs in which it must hold, 0 to 1.
    level : float
        Of the intervals, 0 to 1.
    threads : int
        Runs fought at a time; they change nothing.
    coarsest : int
        Cells between the first places, a power of two; an island smaller than that may be missed.
    step : callable
        Told how many runs at how many places come next, as their product; True ends the survey with KeyboardInterrupt.
    """
    side, middle = grid.shape[0], grid.half_cells
    helpings = order_of_runs(most)
    draws = 1 + max(draw_of(run) for helping in helpings for run in helping)
    inside = grid.distance_m() <= radius_m * (1 + 1e-9)
    fought, clear = np.zeros((2, side, side), bool)
    tries, held = np.zeros((2, side, side, draws), np.int64)

    def nearest(row: int, column: int, apart: int) -> list[tuple[int, int]]:
        near = [(r + middle, c + middle) for r, c in _about(row - middle, column - middle, apart)]
        return near if all(0 <= r < side and 0 <= c < side and inside[r, c] for r, c in near) else []

    def fill(row: int, column: int, near: list[tuple[int, int]]) -> bool:
        sides = {bool(held[at].sum() >= share * tries[at].sum()) for at in near}
        if len(sides) != 1 or not all(clear[at] for at in near):
            return False
        tries[row, column], held[row, column] = (sum(part[at] for at in near) for part in (tries, held))
        clear[row, column] = True
        return True

    apart = coarsest
    with ThreadPoolExecutor(threads) as pool:
        while apart:
            offset = np.arange(side) - middle
            on_lattice = (offset[:, None] % apart == 0) & (offset[None, :] % apart == 0)
            new = np.argwhere(inside & on_lattice & (tries.sum(axis=2) == 0))
            asked = np.array([(row, column) for row, column in new.tolist() if apart == coarsest
                              or not fill(row, column, nearest(row, column, 2 * apart))], np.int64).reshape(-1, 2)
            for helping in helpings:
                rows, columns = asked.T
                if step(len(asked) * len(helping)):
                    raise KeyboardInterrupt
                places_m = np.column_stack([grid.x_m[columns], grid.y_m[rows]])
                for run, came in zip(helping, pool.map(partial(trial, places_m), helping), strict=True):
                    tries[rows, columns, draw_of(run)] += 1
                    held[rows, columns, draw_of(run)] += came
                for row, column in asked:
                    found = _share(tries[row, column], held[row, column], level)
                    clear[row, column] = not found.low < share <= found.high
                fought[rows, columns] = True
                asked = asked[~clear[rows, columns]]
                if not asked.size:
                    break
            apart //= 2
    return Survey(grid, radius_m, inside, fought, tries, held, share, level)


def _about(row: int, column: int, step: int) -> list[tuple[int, int]]:
    """Nodes of the coarser lattice about a node of the finer one, counted from the middle."""
    def ends(at: int) -> tuple[int, ...]:
        low = at // step * step
        return (low,) if low == at else (low, low + step)

    return [(r, c) for r in ends(row) for c in ends(column)]


def resampled(draws: int, seed: int) -> np.ndarray:
    """How often each draw counts when as many draws are drawn anew, (RESAMPLES, draws); the same for every survey."""
    chosen = (draw_many(seed, RESAMPLES * draws, "survey", "resample") * draws).astype(np.int64)
    counts = np.zeros((RESAMPLES, draws))
    np.add.at(counts, (np.repeat(np.arange(RESAMPLES), draws), chosen), 1)
    return counts


def _areas_km2(survey: Survey, counts: np.ndarray) -> np.ndarray:
    p, whole = survey.p_of(counts), survey.p
    return (np.where(np.isnan(p), whole, p) >= survey.share).sum(axis=(1, 2)) * survey.cell_m2 * KM2


def _estimate(value: float, resamples: np.ndarray, edge_cells: int, cell_km2: float, survey: Survey) -> Interval:
    draws = survey.tries.shape[2]
    over_draws = float(np.std(resamples, ddof=1)) * sqrt(draws / (draws - 1))
    over_cells = cell_km2 * sqrt(EDGE_VARIANCE * edge_cells)
    half = float(stdtrit(draws - 1, 0.5 + survey.level / 2)) * sqrt(over_draws**2 + over_cells**2)
    return Interval(value, value - half, value + half, survey.level, survey.runs, draws)


def area_km2(survey: Survey, seed: int) -> Interval:
    """Area of the places at which it holds often enough. [km2]

    Parameters
    ----------
    survey : Survey
    seed : int
        Of the study.

    Notes
    -----
    Whole cells are counted. The standard error has two parts: that over draws of belief, from drawing the draws anew
    (the same for all places, which share them), and that of the cells, in proportion to the cells of the edge as a disc
    laid anywhere on a lattice has it. Both are taken by Student's t, as for every other metric, because few draws tell
    little of their own spread.

    References
    ----------
    efron-tibshirani-1993, chapter 8, "more complicated data structures"
    kendall-1948, "on the number of lattice points inside a random oval"
    """
    cell_km2 = survey.cell_m2 * KM2
    value = float(survey.is_held.sum()) * cell_km2
    found = _estimate(value, _areas_km2(survey, resampled(survey.tries.shape[2], seed)),
                      int(_edge(survey).sum()), cell_km2, survey)
    return Interval(value, max(0.0, found.low), min(found.high, float(survey.inside.sum()) * cell_km2), found.level,
                    found.runs, found.draws)


def change_km2(a: Survey, b: Survey, seed: int) -> Interval:
    """Area of one survey less that of another on the same grid, under the same draws. [km2]

    A cell on the boundary of both is off alike in both, and does not count.
    """
    cell_km2, counts = a.cell_m2 * KM2, resampled(a.tries.shape[2], seed)
    value = float(int(b.is_held.sum()) - int(a.is_held.sum())) * cell_km2
    found = _estimate(value, _areas_km2(b, counts) - _areas_km2(a, counts), int((_edge(a) ^ _edge(b)).sum()), cell_km2,
                      a)
    return Interval(value, found.low, found.high, found.level, a.runs + b.runs, found.draws)
