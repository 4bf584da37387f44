"""The floor beside GDAL's viewshed, the tool that a user would pick instead."""

import matplotlib.cbook
import numpy as np
import pytest
from benchmarks.peers import FROM_GROUND, FROM_SEA_LEVEL, GDAL_EARTH_RADIUS_M, VISIBLE, Viewshed

from openiads.coverage.floor import visibility_floor_amsl_m

CELL_M = 90.0
MAST_M = 24.0
SAME_SAMPLES_M = 0.01  # on the observer's row and column both tools sample the same cells; the limit
SAME_MASK = 0.98  # share of cells elsewhere, where GDAL interpolates from neighbours instead of following the ray


@pytest.fixture(scope="module")
def terrain_m():
    with matplotlib.cbook.get_sample_data("jacksboro_fault_dem.npz") as sample:
        return sample["elevation"].astype(np.float32)


@pytest.mark.parametrize(("row", "col"), [(170, 200), (60, 330)])
@pytest.mark.parametrize(("curvature", "radius_m"), [(0.75, GDAL_EARTH_RADIUS_M * 4 / 3), (0.0, np.inf)])
@pytest.mark.parametrize("output", [FROM_SEA_LEVEL, FROM_GROUND])
def test_same_floor_on_the_observers_row_and_column(terrain_m, row, col, curvature, radius_m, output):
    gdal_m = Viewshed(terrain_m, CELL_M, row, col, MAST_M, curvature=curvature, output=output).array()
    if output == FROM_SEA_LEVEL:
        gdal_m = np.maximum(gdal_m, terrain_m)  # GDAL gives the ray's height also where the terrain stands higher
    floor_m = visibility_floor_amsl_m(terrain_m, CELL_M, row, col, float(terrain_m[row, col]) + MAST_M,
                                      effective_earth_radius_m=radius_m, above_ground=output == FROM_GROUND)
    np.testing.assert_allclose(floor_m[row], gdal_m[row], atol=SAME_SAMPLES_M)
    np.testing.assert_allclose(floor_m[:, col], gdal_m[:, col], atol=SAME_SAMPLES_M)


@pytest.mark.parametrize(("row", "col"), [(170, 200), (60, 330)])
def test_masks_at_100_m_above_ground_agree(terrain_m, row, col):
    gdal_m = Viewshed(terrain_m, CELL_M, row, col, MAST_M, curvature=0.75, output=FROM_GROUND).array()
    above_m = visibility_floor_amsl_m(terrain_m, CELL_M, row, col, float(terrain_m[row, col]) + MAST_M,
                                      effective_earth_radius_m=GDAL_EARTH_RADIUS_M * 4 / 3, above_ground=True)
    assert ((gdal_m <= 100.0) == (above_m <= 100.0)).mean() >= SAME_MASK


@pytest.mark.parametrize("seed", range(5))
def test_small_grids_are_seen_alike(seed):
    heights_m = np.random.default_rng(seed).integers(-1, 5, (5, 5)).astype(np.float32)
    seen = Viewshed(heights_m, 1.0, 2, 2, 0.0, curvature=0.0, output=VISIBLE).array() == 1
    floor_m = visibility_floor_amsl_m(heights_m, 1.0, 2, 2, float(heights_m[2, 2]))
    np.testing.assert_array_equal(floor_m <= heights_m, seen)
