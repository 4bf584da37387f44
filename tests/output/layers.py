"""Layers that several export tests write: a ring, a marked area with a hole, a point."""

import numpy as np
from shapely.geometry import Point

from openiads.coverage.polar import PolarGrid
from openiads.earth.grid import Grid
from openiads.output.export.layer import Layer, cover_raster, geodesic_ring, outline

LAT_DEG, LON_DEG = 40.08, 32.57
POLAR = PolarGrid(bearings=120, rings=80, ring_step_m=1000.0)
GRID = Grid.around(LAT_DEG, LON_DEG, radius_m=80e3, cell_size_m=1000.0)
ABOUT = {"footer": "OpenIADS, simulation from public sources", "manifest": "ab12"}


def bits() -> np.ndarray:
    """Cells between 20 and 60 km, but for a gap in the west and a speck of one cell in the north."""
    marked = np.zeros((POLAR.bearings, POLAR.rings), bool)
    marked[:, 20:60] = True
    marked[85:95] = False
    marked[0, 75] = True
    return marked


def layers() -> list[Layer]:
    """Three layers."""
    area = outline(cover_raster(bits(), POLAR, GRID), GRID, simplify_m=1500.0)
    return [
        Layer("ring", "80 km ring, as advertised", geodesic_ring(LAT_DEG, LON_DEG, 80e3), {"kind": "ring"}),
        Layer("seen", "seen & <marked>", area, {"kind": "area", "caption": "at most", "claims": ["MIS-001", "RAD-002"]},
              ("Mürted", "airliner", "FL350"), is_shown=False),
        Layer("site", "Mürted", Point(LON_DEG, LAT_DEG), {"kind": "site"}, ("Mürted",)),
    ]
