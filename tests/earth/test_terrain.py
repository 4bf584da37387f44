"""Heights about a site: bundled grids against airports and GDAL, users' files on top of them."""

import zipfile
from concurrent.futures import ThreadPoolExecutor

import matplotlib.cbook
import numpy as np
import pytest
import rasterio
from hypothesis import given
from hypothesis import strategies as st
from rasterio.warp import Resampling, reproject

from openiads.earth.grid import Grid
from openiads.earth.layers import NOTES, bundled_layers, grade_of
from openiads.earth.terrain import Terrain, check_antenna, check_site, open_rasters, open_terrain
from openiads.errors import OpenIADSError
from tests.earth.rasters import ARCSEC_3, north_up, one_degree, plane_m, plane_tif, write_tif
from tests.examples import examples
from tests.truth_table import truth

AIRPORT_RMSE_M = {"C": 25.0, "D": 45.0}  # measured 21 and 38 m; the grids have cells of 1.9 and 9.3 km
GRIDS_APART_M = 110.0  # measured 100 m over land
GDAL_M = 1.0  # what GDAL's straight rows cost over 10 km of Ararat; over 200 km they cost 34 m
FLOAT32_M = 1e-3
DTED_M = 0.51  # heights in a file of integers
SITE = (40.5, 32.5)


@pytest.fixture(scope="module")
def bundled():
    """The bundled grids."""
    return open_terrain("bundled")


@pytest.mark.parametrize(("layer", "grade"), [(0, "C"), (1, "D")])
def test_bundled_heights_agree_with_airports(layer, grade):
    terrain = Terrain([bundled_layers()[layer]])
    rows = truth("airports.csv")
    errors_m = np.array([terrain.height_at(row.lat_deg, row.lon_deg) - row.elevation_m for row in rows])
    known = errors_m[np.isfinite(errors_m)]
    assert len(known) >= 47
    assert np.sqrt(np.mean(known**2)) < AIRPORT_RMSE_M[grade]


def test_a_shift_by_one_cell_would_be_noticed():
    """The twin that must fail: read one arc-minute off, the airports disagree more."""
    terrain = Terrain([bundled_layers()[0]])
    rows = [row for row in truth("airports.csv") if np.isfinite(terrain.height_at(row.lat_deg, row.lon_deg))]

    def rmse_m(shift_deg):
        apart = [terrain.height_at(row.lat_deg + shift_deg, row.lon_deg + shift_deg) - row.elevation_m for row in rows]
        return np.sqrt(np.nanmean(np.square(apart)))

    assert rmse_m(0.0) < 0.75 * min(rmse_m(1 / 60), rmse_m(-1 / 60))


def test_the_two_grids_agree_with_each_other():
    grid = Grid.around(39.0, 35.0, radius_m=400_000.0, cell_size_m=5000.0)
    fine_m, coarse_m = (Terrain([layer]).heights_amsl_m(grid) for layer in bundled_layers())
    assert np.sqrt(np.nanmean((fine_m - coarse_m)[fine_m > 0] ** 2)) < GRIDS_APART_M


@pytest.mark.parametrize("layer", [0, 1])
@pytest.mark.parametrize("site", [(40.08, 32.57), (42.03, 35.15), (39.7, 44.3), (31.5, 35.4)])
def test_a_grid_of_heights_agrees_with_gdal(site, layer):
    """On small grids, because GDAL projects only the ends of a row and draws it straight between them."""
    raster = bundled_layers()[layer].sheet.rasters[0]
    grid = Grid.around(*site, radius_m=5000.0, cell_size_m=250.0)
    expected_m = np.full(grid.shape, np.nan, np.float32)
    with rasterio.open(raster.path) as source:
        reproject(rasterio.band(source, 1), expected_m, dst_transform=grid.transform, dst_crs=grid.crs_wkt,
                  resampling=Resampling.bilinear)
    apart_m = np.abs(Terrain([bundled_layers()[layer]]).heights_amsl_m(grid) - expected_m)
    assert apart_m[:, [0, -1]].max() < FLOAT32_M
    assert apart_m.max() < GDAL_M


def test_sea_is_zero_and_low_land_lies_below_it(bundled):
    assert bundled.height_at(43.0, 34.0) == 0  # Black Sea
    assert bundled.height_at(33.0, 30.0) == 0  # Mediterranean
    assert bundled.height_at(31.5, 35.47) < -350  # Dead Sea, -430 m
    assert bundled.height_at(41.5, 49.8) == pytest.approx(-28, abs=2)  # Caspian Sea


def test_grade_c_lies_over_grade_d(bundled):
    grid = Grid.around(40.0, 50.0, radius_m=100_000.0, cell_size_m=2000.0)
    assert np.isfinite(bundled.heights_amsl_m(grid)).all()
    shares = bundled.grade_shares(grid)
    assert set(shares) == {"C", "D"}
    assert sum(shares.values()) == pytest.approx(1)
    assert "grade C" in bundled.info_on(grid).name
    assert bundled.info_on(grid).note == NOTES["D"]


def test_the_origin_of_grade_c_is_told(bundled):
    assert "not stated" in bundled.info.origin
    assert "at most" in bundled.info.note
    assert len(bundled.info.sha256) == 64


@pytest.mark.parametrize("site", [(-17.0, 179.95), (89.9, 0.0), (-89.9, 0.0), (0.0, -180.0)])
def test_the_whole_world_has_heights(bundled, site):
    grid = Grid.around(*site, radius_m=100_000.0, cell_size_m=5000.0)
    assert np.isfinite(bundled.heights_amsl_m(grid)).all()


@given(st.integers(-40, 40), st.integers(-40, 40))
@examples(20)
def test_grid_point_and_profile_tell_one_height(south, east):
    terrain = open_terrain("bundled")
    grid = Grid(40.08, 32.57, 1000.0, 40)
    lat_deg, lon_deg = grid.lat_lon_deg()
    cell = 40 + south, 40 + east
    height_m = terrain.heights_amsl_m(grid)[cell]
    assert terrain.height_at(lat_deg[cell], lon_deg[cell]) == pytest.approx(height_m, abs=FLOAT32_M)
    along_m = terrain.profile(40.08, 32.57, grid.bearing_rad()[cell], np.array([0.0, grid.distance_m()[cell]]))
    assert along_m == pytest.approx([terrain.height_at(40.08, 32.57), height_m], abs=FLOAT32_M)


def test_a_long_profile_is_the_same_in_pieces(bundled):
    distance_m = np.linspace(0, 400_000, 1300)
    whole_m = bundled.profile(40.08, 32.57, 1.0, distance_m)
    assert whole_m.shape == (1300,)
    assert np.array_equal(bundled.profile(40.08, 32.57, 1.0, distance_m[700:]), whole_m[700:])


def test_threads_read_the_same_heights(bundled):
    grid = Grid.around(40.08, 32.57, radius_m=50_000.0, cell_size_m=500.0)
    with ThreadPoolExecutor(4) as threads:
        first, *others = threads.map(lambda _: bundled.heights_amsl_m(grid), range(6))
    assert all(np.array_equal(first, other) for other in others)


def test_none_is_a_smooth_sphere():
    terrain = open_terrain("none", ground_height_m=850.0)
    grid = Grid.around(*SITE, radius_m=1000.0, cell_size_m=100.0)
    assert (terrain.heights_amsl_m(grid) == 850.0).all()
    assert terrain.info.grade == "none"
    assert terrain.grade_shares(grid) == {"none": 1.0}
    assert terrain.info_on(grid).note == NOTES["none"]
    assert terrain.info.sha256 != open_terrain("none", ground_height_m=0.0).info.sha256
    assert check_site(terrain, *SITE) == []


def test_a_users_file_lies_on_top_and_the_rest_is_filled_and_counted(tmp_path, bundled):
    heights = np.full((120, 120), 2000.0, np.float32)
    heights[:60] = -32768
    path = write_tif(tmp_path / "dem.tif", heights, north_up(32.45, 40.55, ARCSEC_3))
    terrain = open_terrain(path)
    grid = Grid.around(*SITE, radius_m=20_000.0, cell_size_m=500.0)
    heights_m = terrain.heights_amsl_m(grid)
    known = heights_m == 2000.0
    assert np.array_equal(heights_m[~known], bundled.heights_amsl_m(grid)[~known])
    assert terrain.grade_shares(grid)["B"] == pytest.approx(known.mean())
    assert terrain.grade_at(40.48, 32.5) == "B"
    assert terrain.grade_at(40.52, 32.5) == "C"
    assert "at most" in terrain.info_on(grid).note


def test_of_two_files_the_finer_is_taken_in_any_order(tmp_path):
    coarse = plane_tif(tmp_path / "coarse.tif", 32.0, 41.0, 0.01, (100, 100))
    fine = write_tif(tmp_path / "fine.tif", np.full((60, 60), 9.0, np.float32), north_up(32.48, 40.52, 1 / 3600))
    for files in ([coarse, fine], [fine, coarse], tmp_path):
        terrain = open_terrain(files)
        assert terrain.height_at(40.51, 32.49) == 9.0
        assert terrain.height_at(40.3, 32.3) == pytest.approx(plane_m(40.3, 32.3), abs=FLOAT32_M)
        assert terrain.info.grade == "A"


@pytest.mark.parametrize(("driver", "name"), [("SRTMHGT", "N40E032.hgt"), ("DTED", "n40.dt1")])
def test_srtm_and_dted_tiles(tmp_path, driver, name):
    lat_deg, lon_deg = np.meshgrid(41 - np.arange(1201) / 1200, 32 + np.arange(1201) / 1200, indexing="ij")
    heights = np.rint(plane_m(lat_deg, lon_deg)).astype(np.int16)
    heights[600:604, 600:604] = -32768 if driver == "SRTMHGT" else -32767
    terrain = open_terrain(one_degree(tmp_path, heights, driver, name))
    assert terrain.info.grade == "B"
    assert terrain.height_at(40.25, 32.75) == pytest.approx(plane_m(40.25, 32.75), abs=DTED_M)
    assert terrain.grade_at(40.4988, 32.5013) == "C"


def test_a_zipped_srtm_tile_under_its_publishers_name(tmp_path):
    plain = one_degree(tmp_path, np.full((1201, 1201), 700, np.int16), "SRTMHGT", "N40E032.hgt")
    packed = tmp_path / "N40E032.SRTMGL3.hgt.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(plain, plain.name)
    plain.unlink()
    assert open_terrain(tmp_path).height_at(40.5, 32.5) == 700


def test_a_real_tile_keeps_its_heights(tmp_path):
    """matplotlib's sample: three arc-seconds of the Jacksboro fault, Tennessee."""
    with matplotlib.cbook.get_sample_data("jacksboro_fault_dem.npz") as sample:
        heights, xmin, ymax = sample["elevation"], float(sample["xmin"]), float(sample["ymax"])
        dx, dy = float(sample["dx"]), float(sample["dy"])
    path = write_tif(tmp_path / "jacksboro.tif", heights, rasterio.Affine(dx, 0, xmin, 0, -dy, ymax))
    terrain = open_terrain(path)
    middle = ymax - dy * (170 + 0.5), xmin + dx * (200 + 0.5)
    assert terrain.height_at(*middle) == heights[170, 200]
    grid = Grid.around(*middle, radius_m=9000.0, cell_size_m=90.0)
    heights_m = terrain.heights_amsl_m(grid)
    assert heights.min() <= heights_m.min() < heights_m.max() <= heights.max()
    assert heights_m[grid.half_cells, grid.half_cells] == heights[170, 200]


@pytest.mark.parametrize(("arcsec", "grade"), [(0.4, "A"), (1.5, "A"), (3, "B"), (4, "B"), (60, "C"), (300, "D")])
def test_grades_by_posting(arcsec, grade):
    assert grade_of(arcsec * 30.92) == grade


def test_a_site_outside_the_users_file(tmp_path):
    terrain = open_terrain(plane_tif(tmp_path / "dem.tif", 32.0, 41.0, ARCSEC_3, (60, 60)))
    assert check_site(terrain, 40.97, 32.02) == []
    fault, = check_site(terrain, 40.08, 32.57, where="--site")
    assert (fault.code, fault.where) == ("E0407", "--site")
    assert "dem.tif" in fault.what


def test_a_site_in_a_void_is_not_covered(tmp_path):
    heights = np.full((60, 60), -9999, np.int16)
    heights[:20] = 500
    terrain = open_terrain(write_tif(tmp_path / "dem.tif", heights, north_up(32.0, 41.0, ARCSEC_3)))
    assert check_site(terrain, 40.99, 32.02) == []
    assert [fault.code for fault in check_site(terrain, 40.96, 32.02)] == ["E0407"]


def test_an_antenna_below_the_terrain(bundled):
    ground_m = bundled.height_at(40.08, 32.57)
    assert check_antenna(bundled, 40.08, 32.57, ground_m + 0.1) == []
    fault, = check_antenna(bundled, 40.08, 32.57, ground_m - 1, where="--antenna")
    assert (fault.code, fault.where) == ("E0408", "--antenna")
    assert f"{ground_m:.0f} m" in fault.what


def test_the_faults_of_all_files_are_told_at_once(tmp_path):
    (tmp_path / "a.tif").write_text("nothing")
    write_tif(tmp_path / "b.tif", np.zeros((3, 4, 5), np.uint8), north_up(32.0, 41.0, 0.01), photometric="rgb")
    write_tif(tmp_path / "c.tif", np.zeros((4, 5), np.int16), north_up(32.0, 41.0, 0.01), crs=None)
    with pytest.raises(OpenIADSError) as caught:
        open_terrain(tmp_path)
    assert [fault.code for fault in caught.value.faults] == ["E0402", "E0405", "E0403"]
    assert caught.value.exit_code == 3


def test_missing_files_and_empty_folders(tmp_path):
    with pytest.raises(OpenIADSError) as caught:
        open_rasters([tmp_path, tmp_path / "gone.tif"])
    assert [fault.code for fault in caught.value.faults] == ["E0401", "E0401"]


def test_no_connection_is_opened(monkeypatch, tmp_path):
    import socket

    def refuse(*_args, **_kwargs):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    terrain = open_terrain(plane_tif(tmp_path / "dem.tif", 32.0, 41.0, ARCSEC_3, (60, 60)))
    terrain.heights_amsl_m(Grid.around(40.97, 32.02, radius_m=5000.0, cell_size_m=500.0))
