"""Sparse assignment against scipy's dense one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from openiads.physics.sparse_assignment import ALONE, assign_sparse, workspace
from tests.examples import examples


def solve(costs):
    """Columns that rows take when only finite costs are on offer."""
    rows, columns = costs.shape
    offered = np.isfinite(costs)
    start = np.concatenate([[0], np.cumsum(offered.sum(axis=1))])
    column_of = np.empty(rows, np.int64)
    assign_sparse(rows, columns, start, np.nonzero(offered)[1], costs[offered], workspace(rows, columns), column_of)
    return column_of


def least(costs):
    """Least sum by scipy, each row with a column of its own to stay alone in."""
    rows = len(costs)
    alone = np.where(np.eye(rows, dtype=bool), 0.0, 1e6)
    table = np.hstack([np.where(np.isfinite(costs), costs, 1e6), alone])
    return table[linear_sum_assignment(table)].sum()


@given(st.integers(0, 100_000), st.integers(1, 12), st.integers(1, 12), st.floats(0.05, 1.0))
@examples(200)
def test_least_sum(seed, rows, columns, density):
    random = np.random.default_rng(seed)
    costs = np.where(random.random((rows, columns)) < density, random.integers(-9, 4, (rows, columns)), np.inf)
    taken = solve(costs)
    pairs = [(row, column) for row, column in enumerate(taken) if column != ALONE]
    assert len({column for _, column in pairs}) == len(pairs)
    assert sum(costs[pair] for pair in pairs) == pytest.approx(least(costs))


def test_many():
    random = np.random.default_rng(1)
    costs = np.where(random.random((300, 300)) < 0.05, -random.random((300, 300)), np.inf)
    taken = solve(costs)
    assert sum(costs[row, column] for row, column in enumerate(taken) if column != ALONE) == pytest.approx(least(costs))
