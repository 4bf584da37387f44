"""Which public tiles a site needs and what they are called."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.earth.geodesy import destination
from openiads.earth.tiles import PRODUCTS, Tile, tiles_around
from tests.examples import examples


def test_names_and_addresses_as_the_publishers_write_them():
    # https://copernicus-dem-30m.s3.amazonaws.com/readme.html: Copernicus_DSM_COG_[resolution]_[northing]_[easting]_DEM
    name = "Copernicus_DSM_COG_30_S16_00_E068_00_DEM"
    assert Tile(PRODUCTS["glo90"], -16, 68).url == f"https://copernicus-dem-90m.s3.amazonaws.com/{name}/{name}.tif"
    assert Tile(PRODUCTS["glo30"], 0, -1).filename == "Copernicus_DSM_COG_10_N00_00_W001_00_DEM.tif"
    assert Tile(PRODUCTS["srtm1"], 40, 32).filename == "N40E032.SRTMGL1.hgt.zip"
    assert Tile(PRODUCTS["srtm1"], 40, 32).url.startswith("https://lpdaac.usgs.gov/")


@given(st.floats(-85, 85), st.floats(-180, 179.99), st.floats(1e3, 4e5), st.sampled_from(sorted(PRODUCTS)))
@examples(60)
def test_every_point_of_the_circle_has_its_tile(lat_deg, lon_deg, radius_m, product):
    tiles = tiles_around(lat_deg, lon_deg, radius_m, product)
    cells = {(tile.south_deg, tile.west_deg) for tile in tiles}
    assert len(cells) == len(tiles)
    bearing_rad, range_m = np.meshgrid(np.linspace(0, 2 * np.pi, 48), np.linspace(0, radius_m, 9))
    end_lat_deg, end_lon_deg = destination(lat_deg, lon_deg, bearing_rad, range_m)
    for south, west in zip(np.floor(end_lat_deg).ravel(), np.floor(end_lon_deg).ravel(), strict=True):
        assert (int(south), int(west + 180) % 360 - 180) in cells


@pytest.mark.parametrize(("radius_m", "count"), [(1000.0, 1), (30_000.0, 2), (400_000.0, 75)])
def test_a_circle_needs_few_tiles(radius_m, count):
    tiles = tiles_around(40.08, 32.57, radius_m)
    assert abs(len(tiles) - count) <= 0.1 * count
