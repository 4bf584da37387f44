"""Compiled plots, filters and assignment as uncompiled."""

import numpy as np
import pytest

from openiads.engagement import track_filter
from openiads.physics import sparse_assignment
from openiads.physics.measurement import polar_plot, spherical_plot

SAME = 1e-12  # the compiler may order a sum otherwise


@pytest.mark.parametrize(("kernel", "arguments"), [
    (polar_plot, (8e4, 0.3, 50.0, 0.01)), (spherical_plot, (8e4, 0.3, 0.1, 50.0, 0.01, 0.02)),
], ids=lambda value: getattr(value, "__name__", None))
def test_plots(kernel, arguments):
    compiled, plain = (np.concatenate(run(*arguments)) for run in (kernel, kernel.py_func))
    assert compiled == pytest.approx(plain, rel=SAME)


def test_track_filters_in_place():
    random = np.random.default_rng(3)
    record, plot = np.empty(track_filter.RECORD), np.concatenate([random.normal(0, 9, 3), [4.0, 1, 0, 4, 1, 4]])
    track_filter.start_record(plot, 300.0, record)
    results = []
    for carry, fold_in in ((track_filter.carry, track_filter.fold_in),
                           (track_filter.carry.py_func, track_filter.fold_in.py_func)):
        own = record.copy()
        carry(own, 4.0, 3.0, own)
        results.append(np.append(own, fold_in(own, plot)))
    assert results[0] == pytest.approx(results[1], rel=1e-9)


def test_assignment(monkeypatch):
    random = np.random.default_rng(3)
    costs = random.integers(-9, 3, (8, 8)).astype(float)
    start, column = np.arange(9) * 8, np.tile(np.arange(8), 8)
    taken = [np.empty(8, np.int64) for _ in range(2)]
    sparse_assignment.assign_sparse(8, 8, start, column, costs.ravel(), sparse_assignment.workspace(8, 8), taken[0])
    monkeypatch.setattr(sparse_assignment, "_enter", sparse_assignment._enter.py_func)
    sparse_assignment.assign_sparse.py_func(
        8, 8, start, column, costs.ravel(), sparse_assignment.workspace(8, 8), taken[1])
    assert taken[0].tolist() == taken[1].tolist()
