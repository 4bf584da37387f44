"""Elevation files made on the spot for tests."""

from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio import Affine
from rasterio.shutil import copy

ARCSEC_3 = 1 / 1200


def write_tif(path: Path, heights: np.ndarray, transform: Affine, **profile: Any) -> Path:
    """Write a GeoTIFF in EPSG:4326 unless told otherwise."""
    bands = heights if heights.ndim == 3 else heights[np.newaxis]
    settings = {"crs": "EPSG:4326", "dtype": heights.dtype, **profile}
    with rasterio.open(path, "w", driver="GTiff", count=bands.shape[0], height=bands.shape[1], width=bands.shape[2],
                       transform=transform, **settings) as target:
        target.write(bands)
    return path


def north_up(west_deg: float, north_deg: float, step_deg: float) -> Affine:
    """Transform of a raster of degrees from its upper left corner."""
    return Affine(step_deg, 0, west_deg, 0, -step_deg, north_deg)


def centres_deg(transform: Affine, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Latitude and longitude of the cell centres, two arrays of the shape."""
    row, col = np.indices(shape) + 0.5
    return transform.f + transform.e * row, transform.c + transform.a * col


def plane_m(lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
    """A slope in degrees, which bilinear reading reproduces exactly."""
    return 1000.0 + 300.0 * (lat_deg - 40.0) - 200.0 * (lon_deg - 32.0)


def plane_tif(path: Path, west_deg: float, north_deg: float, step_deg: float, shape: tuple[int, int],
              **profile: Any) -> Path:
    """The slope as a float GeoTIFF."""
    transform = north_up(west_deg, north_deg, step_deg)
    return write_tif(path, plane_m(*centres_deg(transform, shape)).astype(np.float32), transform, **profile)


def one_degree(folder: Path, heights: np.ndarray, driver: str, name: str) -> Path:
    """A 1201 x 1201 tile from 40 N 32 E in a format of fixed size (SRTM HGT or DTED level 1)."""
    transform = north_up(32 - ARCSEC_3 / 2, 41 + ARCSEC_3 / 2, ARCSEC_3)
    plain = write_tif(folder / "plain.tif", heights, transform)
    copy(plain, folder / name, driver=driver)
    plain.unlink()
    return folder / name
