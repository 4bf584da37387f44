"""What an elevation file must say of itself, and how its numbers become heights."""

import numpy as np
import pytest
import rasterio
from rasterio import Affine

from openiads.constants import FOOT_M
from openiads.earth.raster import clean_heights_m, open_raster
from openiads.errors import OpenIADSError
from tests.earth.rasters import north_up, plane_tif, write_tif

SMALL = np.full((4, 5), 100, np.int16)
HERE = north_up(32.0, 41.0, 0.01)


def codes(path):
    with pytest.raises(OpenIADSError) as caught:
        open_raster(path)
    for item in caught.value.faults:
        assert item.what
        assert item.where == str(path)
        assert item.why
        assert item.fix
    return [item.code for item in caught.value.faults], caught.value.exit_code


def heights_of(path):
    raster = open_raster(path)
    with rasterio.open(path) as source:
        return clean_heights_m(source.read(1, masked=True), raster)


def test_a_missing_file(tmp_path):
    assert codes(tmp_path / "none.tif") == (["E0401"], 3)


def test_a_text_file_is_no_raster(tmp_path):
    (tmp_path / "dem.tif").write_text("not a raster")
    assert codes(tmp_path / "dem.tif") == (["E0402"], 3)


def test_a_file_cut_short_is_told_when_it_is_opened(tmp_path):
    whole = plane_tif(tmp_path / "dem.tif", 32.0, 41.0, 0.01, (300, 300))
    whole.write_bytes(whole.read_bytes()[:100_000])
    assert codes(whole) == (["E0402"], 3)


def test_a_tile_of_the_wrong_name_is_told(tmp_path):
    (tmp_path / "ankara.hgt").write_bytes(np.zeros((1201, 1201), ">i2").tobytes())
    assert codes(tmp_path / "ankara.hgt") == (["E0402"], 3)


def test_no_reference_system(tmp_path):
    assert codes(write_tif(tmp_path / "dem.tif", SMALL, HERE, crs=None)) == (["E0403"], 3)


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_no_transform(tmp_path):
    assert codes(write_tif(tmp_path / "dem.tif", SMALL, Affine.identity())) == (["E0403"], 3)


def test_metres_under_a_system_of_degrees(tmp_path):
    path = write_tif(tmp_path / "dem.tif", SMALL, Affine(90, 0, 460_000, 0, -90, 4_430_000))
    assert codes(path) == (["E0404"], 3)


def test_a_local_system_has_no_place_on_the_earth(tmp_path):
    local = 'LOCAL_CS["site grid",UNIT["metre",1]]'
    assert codes(write_tif(tmp_path / "dem.tif", SMALL, Affine(90, 0, 0, 0, -90, 900), crs=local)) == (["E0404"], 3)


def test_a_colour_picture_without_a_place_has_two_faults(tmp_path):
    path = write_tif(tmp_path / "map.tif", np.zeros((3, 4, 5), np.uint8), HERE, crs=None, photometric="rgb")
    assert codes(path) == (["E0405", "E0403"], 3)


def test_heights_above_the_ellipsoid(tmp_path):
    assert codes(write_tif(tmp_path / "dem.tif", SMALL, HERE, crs="EPSG:4979")) == (["E0406"], 3)


def test_heights_in_an_unknown_unit(tmp_path):
    path = write_tif(tmp_path / "dem.tif", SMALL, HERE)
    with rasterio.open(path, "r+") as target:
        target.units = ("fathom",)
    assert codes(path) == (["E0405"], 3)


def test_feet_scale_and_offset_are_read(tmp_path):
    path = write_tif(tmp_path / "dem.tif", SMALL, HERE)
    with rasterio.open(path, "r+") as target:
        target.units, target.scales, target.offsets = ("ft",), (10.0,), (50.0,)
    assert heights_of(path) == pytest.approx(1050.0 * FOOT_M)


@pytest.mark.parametrize("void", [-32768, -32767, -9999])
def test_customary_voids_need_no_flag(tmp_path, void):
    heights = SMALL.copy()
    heights[1, 2] = void
    found = heights_of(write_tif(tmp_path / "dem.tif", heights, HERE))
    assert np.isnan(found[1, 2])
    assert np.isnan(found).sum() == 1


def test_flagged_voids_and_impossible_heights_are_unknown(tmp_path):
    heights = SMALL.astype(np.float32)
    heights[0, :3] = 7.0, 3.4e38, np.nan
    found = heights_of(write_tif(tmp_path / "dem.tif", heights, HERE, nodata=7.0))
    assert np.isnan(found[0, :3]).all()
    assert np.isfinite(found).sum() == 17


def test_sea_floor_is_raised_to_the_sea_and_low_land_is_kept(tmp_path):
    heights = SMALL.copy()
    heights[0, :2] = -2200, -430
    assert heights_of(write_tif(tmp_path / "dem.tif", heights, HERE))[0, :2].tolist() == [0.0, -430.0]


def test_bounds_and_posting(tmp_path):
    raster = open_raster(plane_tif(tmp_path / "dem.tif", 32.0, 41.0, 1 / 1200, (60, 120)))
    assert raster.bounds_deg == pytest.approx((32.0, 40.95, 32.1, 41.0))
    assert raster.posting_m == pytest.approx(3 * 30.92, rel=1e-3)
    assert raster.covers(40.97, 32.05)
    assert not raster.covers(40.97, 32.15)
    projected = open_raster(write_tif(tmp_path / "utm.tif", SMALL, Affine(30, 0, 460_000, 0, -30, 4_430_000),
                                      crs="EPSG:32636"))
    assert projected.posting_m == 30.0
    assert projected.covers(40.0186, 32.5324)


@pytest.mark.parametrize(("transform", "crs"), [
    (Affine(1 / 1200, 0, 32.0, 0, -1 / 1200, 41.0), "EPSG:32636"),  # degrees under metres
    (Affine(5.0, 0, 26.0, 0, -5.0, 42.0), "EPSG:32636"),  # a coarse grid of degrees under metres
    (Affine(0.001, 0, 450_000.0, 0, -0.001, 4_437_000.0), "EPSG:32636"),  # kilometres written as metres
    (Affine(1e-8, 0, 32.0, 0, -1e-8, 41.0), "EPSG:4326"),
])
def test_cells_that_no_survey_has_tell_of_a_wrong_system(tmp_path, transform, crs):
    assert codes(write_tif(tmp_path / "dem.tif", SMALL, transform, crs=crs)) == (["E0404"], 3)


def test_a_fine_survey_is_taken(tmp_path):
    fine = write_tif(tmp_path / "dem.tif", SMALL, Affine(0.5, 0, 450_000.0, 0, -0.5, 4_437_000.0), crs="EPSG:32636")
    assert open_raster(fine).posting_m == 0.5


def test_another_body_is_told_in_words(tmp_path):
    mars = "+proj=longlat +a=3396190 +b=3376200 +no_defs"
    with pytest.raises(OpenIADSError) as caught:
        open_raster(write_tif(tmp_path / "dem.tif", SMALL, HERE, crs=rasterio.CRS.from_wkt(
            rasterio.CRS.from_string(mars).to_wkt().replace("unknown", "GCS_Mars_2000"))))
    assert caught.value.faults[0].code == "E0404"
    assert "proj_" not in caught.value.faults[0].why


@pytest.mark.parametrize("height", [np.nan, np.inf, -np.inf, -3.4e38, 9500.0, -600.0, -32768.0])
def test_a_file_without_any_height_is_refused(tmp_path, height):
    path = write_tif(tmp_path / "dem.tif", np.full((300, 40), height, np.float32), HERE)
    assert codes(path) == (["E0405"], 3)


@pytest.mark.parametrize("void", [-99999.0, -3.4e38, -np.inf, np.inf])
def test_numbers_beyond_the_earth_are_voids_and_no_sea(tmp_path, void):
    heights = np.full((300, 40), void, np.float32)
    heights[2, 3] = 250.0
    found = heights_of(write_tif(tmp_path / "dem.tif", heights, HERE))
    assert found[2, 3] == 250
    assert np.isnan(found).sum() == heights.size - 1
