"""Exact assignment on a sparse graph by shortest augmenting paths, where anybody may also stay alone."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled, compiled_bare

ALONE = -1


class Workspace(NamedTuple):
    """Arrays that `assign_sparse` works in, for so many rows and columns at most."""

    row_price: np.ndarray  # (rows,)
    column_price: np.ndarray  # (columns,)
    row_of: np.ndarray  # (columns,) int64
    distance: np.ndarray  # (columns,)
    before: np.ndarray  # (columns,) int64, row from which a column was reached
    reached: np.ndarray  # (columns,) int64, columns in the order in which they were met
    settled: np.ndarray  # (columns,) int64


@compiled
def workspace(rows, columns):
    """Empty arrays for `assign_sparse`."""
    return Workspace(np.empty(rows), np.empty(columns), np.empty(columns, np.int64), np.empty(columns),
                     np.empty(columns, np.int64), np.empty(columns, np.int64), np.empty(columns, np.int64))


@compiled_bare
def assign_sparse(rows, columns, start, column, cost, work, column_of):
    """Give each row one column or none so that the sum of costs is least; to stay alone costs nothing.

    Parameters
    ----------
    rows, columns : int
    start : (rows + 1,) array of int
        Where each row's entries begin in `column` and `cost`.
    column : array of int
        Columns that a row may take.
    cost : array
        Of taking them; only costs below 0 are ever worth it.
    work : Workspace
    column_of : (rows,) array of int
        Filled: the column of each row, or `ALONE`.

    Notes
    -----
    Rows enter one by one. Each searches the cheapest chain of changes that ends in a free column or with one row of
    the chain left alone; prices keep what is already assigned optimal. Rows that nobody contests cost next to nothing.

    References
    ----------
    jonker-volgenant-1987

    Examples
    --------
    >>> column_of = np.empty(2, np.int64)
    >>> entries = np.array([0, 2, 3]), np.array([0, 1, 0]), np.array([-5.0, -4.0, -3.0])
    >>> assign_sparse(2, 2, *entries, workspace(2, 2), column_of)
    >>> column_of.tolist()
    [1, 0]
    """
    for place in range(columns):
        work.column_price[place] = 0.0
        work.row_of[place] = ALONE
        work.settled[place] = 0
        work.distance[place] = np.inf
    for first in range(rows):
        work.row_price[first] = 0.0
        column_of[first] = ALONE
        _enter(first, start, column, cost, work, column_of)


@compiled_bare
def _enter(first, start, column, cost, work, column_of):
    best_alone, left_alone = np.inf, first
    met, row, walked = 0, first, 0.0
    end = ALONE
    while True:
        alone = walked - work.row_price[row]
        if alone < best_alone:
            best_alone, left_alone = alone, row
        for entry in range(start[row], start[row + 1]):
            to = column[entry]
            if work.settled[to]:
                continue
            length = walked + cost[entry] - work.row_price[row] - work.column_price[to]
            if length < work.distance[to]:
                if work.distance[to] == np.inf:
                    work.reached[met] = to
                    met += 1
                work.distance[to] = length
                work.before[to] = row
        nearest, shortest = ALONE, np.inf
        for place in range(met):
            to = work.reached[place]
            if not work.settled[to] and work.distance[to] < shortest:
                nearest, shortest = to, work.distance[to]
        if best_alone <= shortest:
            walked = best_alone
            break
        walked = shortest
        if work.row_of[nearest] == ALONE:
            end = nearest
            break
        work.settled[nearest] = 1
        row = work.row_of[nearest]
    work.row_price[first] += walked
    for place in range(met):
        to = work.reached[place]
        if work.settled[to]:
            gain = walked - work.distance[to]
            work.row_price[work.row_of[to]] += gain
            work.column_price[to] -= gain
    if end == ALONE:  # one row of the chain gives its column up
        end = column_of[left_alone]
        column_of[left_alone] = ALONE
        row = left_alone
    else:
        row = ALONE
    while end != ALONE and row != first:
        row = work.before[end]
        work.row_of[end] = row
        column_of[row], end = end, column_of[row]
    for place in range(met):
        to = work.reached[place]
        work.settled[to] = 0
        work.distance[to] = np.inf
