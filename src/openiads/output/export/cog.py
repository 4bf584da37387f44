"""Cloud-optimised GeoTIFF of a raster, with its height reference, units and origin in the tags."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import rasterio
from rasterio.crs import CRS
from rasterio.io import MemoryFile
from rasterio.shutil import copy
from rasterio.transform import Affine

from openiads.earth.grid import Grid

NODATA = -32_768.0


def write_cog(path: Path, bands: Mapping[str, np.ndarray], grid: Grid, tags: Mapping[str, str]) -> None:
    """Write float rasters of one grid as bands of a COG.

    Parameters
    ----------
    path : Path
    bands : mapping of str to (n, n) float array
        Rasters by description; NaN becomes nodata.
    grid : Grid
    tags : mapping of str to str
        Units, vertical reference, footer, hashes.
    """
    side = next(iter(bands.values())).shape[0]
    profile = {
        "driver": "GTiff", "width": side, "height": side, "count": len(bands), "dtype": "float32",
        "crs": CRS.from_wkt(grid.crs_wkt), "transform": Affine(*grid.transform[:6]), "nodata": NODATA,
    }
    with MemoryFile() as memory:
        with memory.open(**profile) as raster:
            for number, (name, values) in enumerate(bands.items(), start=1):
                raster.write(np.nan_to_num(values, nan=NODATA).astype(np.float32), number)
                raster.set_band_description(number, name)
            raster.update_tags(**dict(tags))
            raster.units = ["m"] * len(bands)
        with memory.open() as raster:
            copy(raster, path, driver="COG", COMPRESS="DEFLATE", PREDICTOR="3", OVERVIEWS="NONE", BIGTIFF="NO")
    with rasterio.open(path) as written:
        written.checksum(1)
