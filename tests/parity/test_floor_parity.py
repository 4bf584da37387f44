"""The compiled floor against the same code uncompiled, and one thread against many."""

import numpy as np
import pytest

from openiads.coverage import floor, horizon

KERNELS = ("_turn", "_turn_back", "_row_floor", "_copy_lines", "_put", "_overlay", "_raise_horizon", "sweep_octant")


@pytest.fixture
def uncompiled(monkeypatch):
    for name in KERNELS:
        monkeypatch.setattr(horizon, name, getattr(horizon, name).py_func)
    monkeypatch.setattr(floor, "sweep_octant", horizon.sweep_octant)


def heights_m(cells):
    return np.random.default_rng(5).uniform(0, 400, (cells, cells + 3)).astype(np.float32)


def run(cells, **how):
    terrain_m = heights_m(cells)
    row, col = cells // 3, cells // 2
    return floor.visibility_floor_amsl_m(terrain_m, 90.0, row, col, float(terrain_m[row, col]) + 20,
                                         effective_earth_radius_m=8.5e6, max_range_m=cells * 60.0, **how)


@pytest.mark.parametrize("above_ground", [False, True])
def test_compiled_as_uncompiled(request, above_ground):
    compiled_m = run(60, above_ground=above_ground)
    request.getfixturevalue("uncompiled")
    with np.errstate(divide="ignore", invalid="ignore"):  # plain Python warns where compiled code goes on with inf
        np.testing.assert_array_equal(run(60, above_ground=above_ground), compiled_m)


def test_one_thread_as_many():
    one_m = run(400, threads=1)
    for threads in (2, 3, 8):
        np.testing.assert_array_equal(run(400, threads=threads), one_m)
