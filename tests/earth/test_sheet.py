"""Files of one lattice read as one: bilinear reading, seams, voids, windows."""

import numpy as np
import pytest
import rasterio
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.ndimage import map_coordinates

from openiads.earth.grid import Grid
from openiads.earth.raster import open_raster
from openiads.earth.sheet import Reader, Sheet, bilinear, sheets_of
from openiads.errors import OpenIADSError
from tests.earth.rasters import centres_deg, north_up, plane_m, plane_tif, write_tif

FLOAT32_M = 1e-3  # heights of some thousand metres in single precision
STEP_DEG = 1 / 1200


def sampled(sheet, lat_deg, lon_deg):
    row, col = sheet.cells(np.atleast_2d(lat_deg), np.atleast_2d(lon_deg))
    out_m = np.full(row.shape, np.nan, np.float32)
    with Reader() as reader:
        sheet.fill(out_m, row, col, reader)
    return out_m


@given(arrays(np.float32, (6, 7), elements=st.floats(-400, 9000, width=32)), st.floats(0, 5), st.floats(0, 6))
def test_bilinear_agrees_with_scipy(heights_m, row, col):
    out_m = np.full((1, 1), np.nan)
    assert bilinear(heights_m, np.array([[row]]), np.array([[col]]), out_m) == 1
    expected_m = map_coordinates(heights_m.astype(float), [[row], [col]], order=1)[0]
    assert out_m[0, 0] == pytest.approx(expected_m, abs=FLOAT32_M)


@given(arrays(bool, (4, 4)), st.floats(-1, 4), st.floats(-1, 4))
def test_bilinear_invents_nothing(known, row, col):
    out_m = np.full((1, 1), np.nan)
    written = bilinear(np.where(known, 500.0, np.nan), np.array([[row]]), np.array([[col]]), out_m)
    assert out_m[0, 0] == pytest.approx(500.0) if written else np.isnan(out_m[0, 0])


def test_bilinear_keeps_what_is_known_and_passes_nan_by():
    out_m = np.array([[7.0, np.nan]])
    assert bilinear(np.ones((2, 2)), np.array([[0.5, np.nan]]), np.array([[0.5, 0.5]]), out_m) == 0
    assert out_m[0, 0] == 7.0
    assert np.isnan(out_m[0, 1])


def test_neighbouring_tiles_have_no_seam(tmp_path):
    """Tiles whose cells do not overlap (as Copernicus cuts them): between the last and the first centre lies a cell."""
    west = plane_tif(tmp_path / "west.tif", 32.0, 41.0, STEP_DEG, (120, 120))
    east = plane_tif(tmp_path / "east.tif", 32.1, 41.0, STEP_DEG, (120, 120))
    sheets = sheets_of([open_raster(west), open_raster(east)])
    assert len(sheets) == 1
    lat_deg, lon_deg = np.full(50, 40.95), np.linspace(32.0995, 32.1005, 50)
    assert sampled(sheets[0], lat_deg, lon_deg)[0] == pytest.approx(plane_m(lat_deg, lon_deg), abs=FLOAT32_M)


def test_overlapping_tiles_agree_and_the_first_is_taken(tmp_path):
    first = plane_tif(tmp_path / "a.tif", 32.0, 41.0, STEP_DEG, (100, 100))
    transform = north_up(32.0 + 50 * STEP_DEG, 41.0, STEP_DEG)
    second = write_tif(tmp_path / "b.tif", np.full((100, 100), 5.0, np.float32), transform)
    sheet, = sheets_of([open_raster(first), open_raster(second)])
    lat_deg, lon_deg = 40.96, np.array([32.06, 32.11])
    assert sampled(sheet, np.full(2, lat_deg), lon_deg)[0] == pytest.approx(
        [plane_m(lat_deg, 32.06), 5.0], abs=FLOAT32_M)


@pytest.mark.parametrize(("step_deg", "west_deg"), [(STEP_DEG * 2, 32.1), (STEP_DEG, 32.1 + STEP_DEG / 3)])
def test_other_lattices_are_other_sheets(tmp_path, step_deg, west_deg):
    files = [plane_tif(tmp_path / "a.tif", 32.0, 41.0, STEP_DEG, (20, 20)),
             plane_tif(tmp_path / "b.tif", west_deg, 41.0, step_deg, (20, 20))]
    sheets = sheets_of(map(open_raster, files))
    assert len(sheets) == 2
    assert sheets[0].posting_m <= sheets[1].posting_m


def test_tiles_on_both_sides_of_the_antimeridian_are_one(tmp_path):
    for name, west_deg in (("a.tif", 179.9), ("b.tif", -180.0)):
        write_tif(tmp_path / name, np.full((120, 120), 300.0, np.float32), north_up(west_deg, -17.0, STEP_DEG))
    sheet, = sheets_of([open_raster(tmp_path / name) for name in ("a.tif", "b.tif")])
    assert (sampled(sheet, np.full(9, -17.05), np.linspace(179.95, 180.05, 9)) == 300.0).all()
    assert (sampled(sheet, np.full(9, -17.05), np.linspace(-180.05, -179.95, 9)) == 300.0).all()


@pytest.fixture(scope="module")
def plane(tmp_path_factory):
    """A slope in degrees, 40.9 to 41 N, 32 to 32.1 E."""
    folder = tmp_path_factory.mktemp("plane")
    return Sheet([open_raster(plane_tif(folder / "dem.tif", 32.0, 41.0, STEP_DEG, (120, 120)))])


@given(lat_deg=st.floats(40.905, 40.995), lon_deg=st.floats(32.005, 32.095))
def test_degrees_are_never_taken_for_metres(plane, lat_deg, lon_deg):
    assert sampled(plane, lat_deg, lon_deg)[0, 0] == pytest.approx(plane_m(lat_deg, lon_deg), abs=FLOAT32_M)


def test_projected_files_are_read_through_their_own_projection(tmp_path):
    transform = rasterio.Affine(100, 0, 480_000, 0, -100, 4_440_000)
    x_m, y_m = np.meshgrid(480_050 + 100 * np.arange(400), 4_439_950 - 100 * np.arange(400))
    ramp_m = ((x_m - 480_000) / 50 + (4_440_000 - y_m) / 80).astype(np.float32)
    sheet = Sheet([open_raster(write_tif(tmp_path / "utm.tif", ramp_m, transform, crs="EPSG:32636"))])
    lat_deg, lon_deg = 40.0, 33.0  # on the central meridian of zone 36, where easting is 500 km
    north_m = 4_427_757.219  # GeographicLib's GeoConvert, EPSG:32636
    assert sampled(sheet, lat_deg, lon_deg)[0, 0] == pytest.approx(
        20_000 / 50 + (4_440_000 - north_m) / 80, abs=FLOAT32_M)


def test_a_rotated_raster_is_read_along_its_own_axes(tmp_path):
    turned = rasterio.Affine(0.000866, 0.0005, 32.0, 0.0005, -0.000866, 41.0)
    row, col = np.indices((100, 100)) + 0.5
    lon_deg, lat_deg = turned.a * col + turned.b * row + turned.c, turned.d * col + turned.e * row + turned.f
    path = write_tif(tmp_path / "turned.tif", plane_m(lat_deg, lon_deg).astype(np.float32), turned)
    sheet = Sheet([open_raster(path)])
    spot = lat_deg[30, 60] + 1e-4, lon_deg[30, 60] + 2e-4
    assert sampled(sheet, *spot)[0, 0] == pytest.approx(plane_m(*spot), abs=FLOAT32_M)


def test_only_the_window_of_a_huge_file_is_read(tmp_path, monkeypatch):
    path = tmp_path / "huge.tif"
    with rasterio.open(path, "w", driver="GTiff", width=60_000, height=60_000, count=1, dtype="int16", crs="EPSG:4326",
                       transform=north_up(25.0, 45.0, 1 / 3600), tiled=True, sparse_ok=True, bigtiff="yes"):
        pass
    cells = []
    read = Reader.heights_m

    def counted(self, raster, rows, cols):
        cells.append((rows[1] - rows[0]) * (cols[1] - cols[0]))
        return read(self, raster, rows, cols)

    monkeypatch.setattr(Reader, "heights_m", counted)
    grid = Grid.around(40.0, 32.0, radius_m=5000.0, cell_size_m=100.0)
    heights_m = np.full(grid.shape, np.nan, np.float32)
    with Reader() as reader:
        assert Sheet([open_raster(path)]).fill_grid(heights_m, grid, reader) == heights_m.size
    assert (heights_m == 0).all()
    assert sum(cells) < 200_000 < 60_000**2


def test_damage_inside_a_file_is_told_with_its_name(tmp_path):
    path = tmp_path / "dem.tif"
    rng = np.random.default_rng(1)
    write_tif(path, rng.integers(0, 3000, (400, 400)).astype(np.int16), north_up(32.0, 41.0, STEP_DEG),
              compress="deflate", tiled=True, blockxsize=128, blockysize=128)
    sheet = Sheet([open_raster(path)])
    content = bytearray(path.read_bytes())
    content[20_000:90_000] = bytes(70_000)
    path.write_bytes(content)
    lat_deg, lon_deg = centres_deg(sheet.transform, (400, 400))
    with pytest.raises(OpenIADSError, match=r"dem\.tif is damaged inside") as caught:
        sampled(sheet, lat_deg, lon_deg)
    assert caught.value.faults[0].code == "E0402"
