"""The site's raster against geodesics and against the files that carry it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer
from rasterio.transform import xy

from openiads.earth.grid import Grid, wrap_lon_deg
from tests.examples import examples

GEODESIC_M = 1e-3  # splines between projected nodes
EXACT_M = 1e-6
WGS84 = Geod(ellps="WGS84")

sites = st.tuples(st.floats(-89, 89), st.floats(-180, 180))


@given(sites, st.sampled_from([90.0, 500.0, 3000.0, 12_000.0]))
@examples(25)
def test_every_cell_lies_at_its_geodesic_distance_and_bearing(site, cell_size_m):
    grid = Grid(*site, cell_size_m, 30)
    lat_deg, lon_deg = grid.lat_lon_deg()
    bearing_deg, _, distance_m = WGS84.inv(
        np.full(grid.shape, site[1]), np.full(grid.shape, site[0]), lon_deg, lat_deg)
    east_m, north_m = distance_m * np.sin(np.radians(bearing_deg)), distance_m * np.cos(np.radians(bearing_deg))
    assert np.abs(east_m - grid.x_m[np.newaxis, :]).max() < GEODESIC_M
    assert np.abs(north_m - grid.y_m[:, np.newaxis]).max() < GEODESIC_M


@pytest.mark.parametrize("site", [(40.08, 32.57), (89.5, 10.0), (-17.0, 179.9)])
def test_a_block_is_the_same_as_the_whole(site):
    grid = Grid.around(*site, radius_m=200_000.0, cell_size_m=1000.0)
    whole = grid.lat_lon_deg()
    block = grid.spread(lambda lat, lon: (lat, lon), slice(20, 90), slice(100, 333))
    apart_m = WGS84.inv(wrap_lon_deg(block[1]), block[0], whole[1][20:90, 100:333], whole[0][20:90, 100:333])[2]
    assert apart_m.max() < GEODESIC_M


@given(sites, st.integers(-20, 20), st.integers(-20, 20))
@examples(40)
def test_index_finds_the_cell_again(site, south, east):
    grid = Grid(*site, 1000.0, 20)
    lat_deg, lon_deg = grid.unproject(np.float64(east * 1000.0), np.float64(-south * 1000.0))
    assert grid.index(float(lat_deg), float(lon_deg)) == (20 + south, 20 + east)


@given(sites, st.floats(-3e5, 3e5), st.floats(-3e5, 3e5))
@examples(40)
def test_project_undoes_unproject(site, x_m, y_m):
    grid = Grid(*site, 1000.0, 1)
    back = grid.project(*grid.unproject(np.float64(x_m), np.float64(y_m)))
    assert np.hypot(back[0] - x_m, back[1] - y_m) < GEODESIC_M


def test_transform_and_wkt_place_the_cells_in_a_file():
    grid = Grid.around(40.08, 32.57, radius_m=50_000.0, cell_size_m=1000.0)
    x_m, y_m = xy(grid.transform, [0, grid.half_cells, 100], [0, grid.half_cells, 3])
    assert np.allclose(x_m, grid.x_m[[0, grid.half_cells, 3]])
    assert np.allclose(y_m, grid.y_m[[0, grid.half_cells, 100]])
    lon_deg, lat_deg = Transformer.from_crs(CRS.from_wkt(grid.crs_wkt), "EPSG:4326", always_xy=True).transform(
        x_m[1], y_m[1])
    assert (lat_deg, lon_deg) == pytest.approx((40.08, 32.57), abs=1e-9)


def test_distance_and_bearing_by_hand():
    grid = Grid(40.0, 32.0, 100.0, 2)
    assert grid.distance_m()[0, 0] == pytest.approx(200 * np.sqrt(2), abs=EXACT_M)
    assert grid.distance_m()[2, 2] == 0
    quarters_deg = np.degrees(grid.bearing_rad()[[0, 2, 4, 2], [2, 4, 2, 0]])
    assert quarters_deg == pytest.approx([0, 90, 180, 270])


@given(st.floats(100, 4e5), st.floats(50, 5000))
def test_around_reaches_the_radius_and_no_farther(radius_m, cell_size_m):
    grid = Grid.around(40.0, 32.0, radius_m, cell_size_m)
    assert grid.x_m[-1] >= radius_m * (1 - 1e-9)
    assert grid.half_cells == 1 or grid.x_m[-2] < radius_m
