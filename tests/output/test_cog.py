"""Cloud-optimised GeoTIFF read back by rasterio."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from pyproj import CRS, Transformer

from openiads.earth.grid import Grid
from openiads.output.export.cog import NODATA, write_cog

GRID = Grid.around(40.08, 32.57, radius_m=60e3, cell_size_m=500.0)
TAGS = {"vertical_reference": "EGM96", "footer": "simulation from public sources", "manifest": "ab12"}


def bands() -> dict[str, np.ndarray]:
    """A floor with cells that are not known, and a terrain."""
    floor_m = GRID.distance_m() ** 2 / 17e6
    floor_m[GRID.distance_m() > 60e3] = np.nan
    return {"floor, m AMSL": floor_m, "terrain, m AMSL": np.full(GRID.shape, 843.25)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_cog(tmp_path / "floor.tif", bands(), GRID, TAGS)
    return tmp_path / "floor.tif"


def test_it_is_a_cog_with_its_bands_units_and_tags(path: Path) -> None:
    with rasterio.open(path) as raster:
        assert raster.driver == "GTiff"
        assert raster.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert raster.tags(ns="IMAGE_STRUCTURE")["COMPRESSION"] == "DEFLATE"
        assert raster.profile["tiled"]
        assert raster.descriptions == tuple(bands())
        assert raster.units == ("m", "m")
        assert raster.dtypes == ("float32", "float32")
        assert raster.tags().items() >= TAGS.items()


def test_values_come_back_and_unknown_cells_are_nodata(path: Path) -> None:
    with rasterio.open(path) as raster:
        assert raster.nodata == NODATA
        for number, values in enumerate(bands().values(), start=1):
            read = raster.read(number, masked=True)
            assert np.array_equal(np.ma.getmaskarray(read), np.isnan(values))
            assert np.array_equal(read.compressed(), values[~np.isnan(values)].astype(np.float32))


def test_cells_lie_where_the_grid_says(path: Path) -> None:
    with rasterio.open(path) as raster:
        to_degrees = Transformer.from_crs(CRS.from_wkt(raster.crs.to_wkt()), "EPSG:4326", always_xy=True)
        lat_deg, lon_deg = GRID.lat_lon_deg()
        for row, col in ((0, 0), (GRID.half_cells, GRID.half_cells), (10, 200)):
            found = to_degrees.transform(*raster.xy(row, col))
            assert found == pytest.approx((lon_deg[row, col], lat_deg[row, col]), abs=1e-7)  # a centimetre
        assert raster.res == (500.0, 500.0)


def test_the_same_rasters_give_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write_cog(tmp_path / "again.tif", bands(), GRID, TAGS)
    assert (tmp_path / "again.tif").read_bytes() == path.read_bytes()
