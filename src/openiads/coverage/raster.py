"""The visibility floor of one site as a north-up raster, for geographic information systems."""

from dataclasses import dataclass, replace

import numpy as np

from openiads.constants import EARTH_RADIUS_M
from openiads.coverage.floor import height_above_ground_m, visibility_floor_amsl_m
from openiads.coverage.site import SiteModel
from openiads.earth.grid import Grid
from openiads.earth.terrain import Terrain


@dataclass(frozen=True)
class FloorRaster:
    """Floor of one antenna on the grid of its terrain; all rasters (n, n), NaN beyond the site's disc."""

    grid: Grid
    antenna_height_agl_m: float
    k_factor: float
    floor_amsl_m: np.ndarray
    floor_agl_m: np.ndarray
    terrain_amsl_m: np.ndarray


def floor_raster(terrain: Terrain, site: SiteModel, antenna_height_agl_m: float) -> FloorRaster:
    """Visibility floor of a site at the refraction of its nominal row.

    Parameters
    ----------
    terrain : Terrain
        The terrain that the site was built on.
    site : SiteModel
        Says where it stands, how wide its disc and its cells are, and which air lies over it.
    antenna_height_agl_m : float
        Height of the antenna above the ground. [m]
    """
    spec = site.ladder.spec
    rung = replace(spec.refraction[0], k_factor=float(site.air.k_factor[0]))
    grid = Grid.around(spec.lat_deg, spec.lon_deg, radius_m=site.polar.radius_m, cell_size_m=spec.cell_size_m)
    heights_m = terrain.heights_amsl_m(grid)
    half = grid.half_cells
    ground_m = float(heights_m[half, half])
    floor_m = visibility_floor_amsl_m(
        heights_m, spec.cell_size_m, half, half, ground_m + antenna_height_agl_m,
        effective_earth_radius_m=EARTH_RADIUS_M * rung.k_factor, max_range_m=site.polar.radius_m,
    )
    floor_m = rung.lifted_amsl_m(floor_m, ground_m, grid.distance_m(), antenna_height_agl_m).astype(np.float32)
    return FloorRaster(
        grid, antenna_height_agl_m, rung.k_factor, floor_m, height_above_ground_m(floor_m, heights_m),
        np.where(np.isnan(floor_m), np.nan, heights_m).astype(np.float32),
    )
