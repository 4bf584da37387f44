"""The polar grid and the reading of rasters on it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.coverage.polar import PolarGrid, RasterReader

ROUNDING = 1e-12  # sums of a few thousand floats
FLOAT32_M = 2e-3  # rasters and weights are float32, heights some thousand metres

grids = st.builds(PolarGrid, bearings=st.integers(4, 720), rings=st.integers(1, 300),
                  ring_step_m=st.floats(10.0, 5000.0))


@given(grid=grids)
def test_cells_fill_the_disc(grid: PolarGrid) -> None:
    assert grid.cell_area_m2.sum() * grid.bearings == pytest.approx(grid.disc_area_m2, rel=ROUNDING)
    assert grid.disc_area_m2 == pytest.approx(np.pi * (grid.rings * grid.ring_step_m) ** 2)


@given(grid=grids, data=st.data())
def test_the_cell_of_a_middle_is_its_own(grid: PolarGrid, data: st.DataObject) -> None:
    bearing = data.draw(st.integers(0, grid.bearings - 1))
    ring = data.draw(st.integers(0, grid.rings - 1))
    angle_rad, range_m = grid.bearing_rad[bearing], grid.range_m[ring]
    found = grid.cell_at(np.array([range_m * np.sin(angle_rad)]), np.array([range_m * np.cos(angle_rad)]))
    assert (int(found[0][0]), int(found[1][0])) == (bearing, ring)


def test_north_is_the_first_bearing_and_east_a_quarter_on() -> None:
    grid = PolarGrid(bearings=360, rings=10, ring_step_m=1000.0)
    bearing, ring = grid.cell_at(np.array([1.0, 5000.5, 0.0]), np.array([4500.0, -1.0, 10_000.0]))
    assert bearing.tolist() == [0, 90, -1]
    assert ring.tolist() == [4, 5, 0]


@given(grid=grids, range_m=st.floats(-1e4, 2e6))
def test_rings_within_counts_the_middles(grid: PolarGrid, range_m: float) -> None:
    slack_m = 1e-9 * max(abs(range_m), 1.0)
    least, most = (int((grid.range_m <= range_m + sign * slack_m).sum()) for sign in (-1, 1))
    assert least <= int(grid.rings_within(range_m)) <= most


def test_rings_within_holds_none_for_nan_and_all_for_infinity() -> None:
    grid = PolarGrid(rings=12)
    assert grid.rings_within(np.array([np.nan, -5.0, np.inf, -np.inf])).tolist() == [0, 0, 12, 0]


@pytest.mark.parametrize(("east", "north", "height_m"), [(0.0, 0.0, 812.0), (0.01, 0.0, 0.0), (0.0, -0.02, 100.0),
                                                         (0.013, 0.007, -40.0)])
def test_a_plane_is_read_exactly(east: float, north: float, height_m: float) -> None:
    grid, cell_m, half = PolarGrid(bearings=36, rings=50, ring_step_m=700.0), 900.0, 42
    axis_m = np.arange(-half, half + 1) * cell_m
    raster = (height_m + east * axis_m[None, :] + north * axis_m[::-1][:, None]).astype(np.float32)
    bearing_rad, range_m = np.meshgrid(grid.bearing_rad, grid.range_m, indexing="ij")
    want_m = height_m + east * range_m * np.sin(bearing_rad) + north * range_m * np.cos(bearing_rad)
    assert RasterReader(grid, half, cell_m)(raster) == pytest.approx(want_m, abs=FLOAT32_M)


def test_unknown_corners_stay_unknown() -> None:
    grid = PolarGrid(bearings=8, rings=4, ring_step_m=100.0)
    raster = np.zeros((11, 11), np.float32)
    raster[0] = np.nan
    read = RasterReader(grid, 5, 75.0)(raster)
    assert np.isnan(read[0, 3])
    assert not np.isnan(read[4]).any()
