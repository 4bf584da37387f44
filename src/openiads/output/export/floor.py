"""A site's visibility floor as a cloud-optimised GeoTIFF: floor above sea level and above ground, and the terrain."""

from collections.abc import Mapping
from pathlib import Path

from openiads.coverage.raster import FloorRaster
from openiads.output.export.cog import write_cog


def write_floor(path: Path, raster: FloorRaster, about: Mapping[str, str]) -> None:
    """Write a floor with its height reference, antenna and refraction in the tags; `about` adds footer and grade."""
    write_cog(path, {
        "visibility floor, m AMSL": raster.floor_amsl_m, "visibility floor, m AGL": raster.floor_agl_m,
        "terrain, m AMSL": raster.terrain_amsl_m,
    }, raster.grid, {
        "vertical_reference": "EGM96 mean sea level; AGL above the terrain used", "units": "metre",
        "antenna_height_agl_m": f"{raster.antenna_height_agl_m:.1f}",
        "effective_earth_factor": f"{raster.k_factor:.3f}", **about,
    })
