"""A covered area as polygons on the earth, with what it rests on beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from rasterio.features import shapes
from rasterio.transform import Affine
from shapely.geometry import MultiPolygon, Polygon, shape

from openiads.coverage.polar import PolarGrid
from openiads.earth.geodesy import destination
from openiads.earth.grid import Grid


@dataclass(frozen=True)
class Layer:
    """One area or point with its name and its properties; geometry in longitude and latitude, WGS 84.

    Parameters
    ----------
    id, name : str
    geometry : shapely.Geometry
    properties : mapping
        What it rests on; "caption" says it in a sentence.
    folder : tuple of str
        Folders that it lies in, outermost first.
    is_shown : bool
        Whether a viewer that can hide layers shows it at first.
    """

    id: str
    name: str
    geometry: shapely.Geometry
    properties: Mapping[str, Any] = field(default_factory=dict)
    folder: tuple[str, ...] = ()
    is_shown: bool = True


def cover_raster(bits: np.ndarray, polar: PolarGrid, grid: Grid) -> np.ndarray:
    """Cells of a north-up raster whose middle falls into a marked cell of the polar grid about its centre.

    Parameters
    ----------
    bits : (B, R) bool
    polar : PolarGrid
    grid : Grid

    Returns
    -------
    (n, n) uint8
    """
    x_m, y_m = np.meshgrid(grid.x_m, grid.y_m)
    bearing, ring = polar.cell_at(x_m, y_m)
    return np.where(bearing >= 0, bits[bearing, ring], False).astype(np.uint8)


def outline(mask: np.ndarray, grid: Grid, *, simplify_m: float) -> MultiPolygon:
    """Outline of a raster mask in longitude and latitude, holes kept, exterior rings anticlockwise (RFC 7946).

    Parameters
    ----------
    mask : (n, n) uint8
    grid : Grid
    simplify_m : float
        Greatest shift of an outline; small islands below its square are left out. [m]
    """
    parts = [shape(part) for part, value in shapes(mask, mask=mask > 0, transform=Affine(*grid.transform[:6]))]
    joined = shapely.simplify(shapely.union_all(parts), simplify_m, preserve_topology=True)
    polygons = [part for part in shapely.get_parts(joined) if isinstance(part, Polygon) and part.area >= simplify_m**2]

    def to_degrees(xy: np.ndarray) -> np.ndarray:
        lat_deg, lon_deg = grid.unproject(xy[:, 0], xy[:, 1])
        return np.column_stack([np.round(lon_deg, 5), np.round(lat_deg, 5)])

    placed = shapely.make_valid(shapely.transform(MultiPolygon(polygons), to_degrees))
    flat = [part for part in shapely.get_parts(placed) if isinstance(part, Polygon | MultiPolygon)]
    return MultiPolygon([
        shapely.geometry.polygon.orient(polygon)
        for part in flat for polygon in (part.geoms if isinstance(part, MultiPolygon) else [part])
    ])


def geodesic_ring(lat_deg: float, lon_deg: float, radius_m: float, points: int = 180) -> Polygon:
    """A circle on the earth as a polygon in longitude and latitude."""
    bearing_rad = -np.linspace(0, 2 * np.pi, points, endpoint=False)
    ring_lat_deg, ring_lon_deg = destination(lat_deg, lon_deg, bearing_rad, np.full(points, radius_m))
    return Polygon(np.column_stack([np.round(ring_lon_deg, 5), np.round(ring_lat_deg, 5)]))
