"""The north-up azimuthal-equidistant raster about a site, on which circles are circles."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from pyproj import CRS, Transformer
from rasterio import Affine
from scipy.interpolate import make_interp_spline

NODE_SPACING_M = 12_000.0  # cubic splines between nodes this far apart err by less than a millimetre
NODES_MIN = 7
POLAR_LAT_DEG = 75.0  # nearer to a pole longitudes bend too much for a spline; every cell is projected

Pair = tuple[np.ndarray, np.ndarray]


@lru_cache(maxsize=32)
def _projection(lat_deg: float, lon_deg: float) -> CRS:
    return CRS.from_proj4(f"+proj=aeqd +lat_0={lat_deg!r} +lon_0={lon_deg!r} +datum=WGS84 +units=m +no_defs")


def wrap_lon_deg(lon_deg: np.ndarray) -> np.ndarray:
    """Bring longitudes into [-180, 180). [deg]

    Examples
    --------
    >>> wrap_lon_deg(np.array([-190.0, 180.0, 32.5])).tolist()
    [170.0, -180.0, 32.5]
    """
    return (np.asarray(lon_deg) + 180.0) % 360.0 - 180.0


@dataclass(frozen=True)
class Grid:
    """A square of n = 2 * half_cells + 1 rows and columns, its observer in the middle cell, row 0 in the north.

    Parameters
    ----------
    centre_lat_deg, centre_lon_deg : float
        The observer, WGS 84. [deg]
    cell_size_m : float
        Side of a cell; exact along every ray from the centre. [m]
    half_cells : int
        Cells on each side of the middle one.

    Notes
    -----
    Azimuthal equidistant on the ellipsoid: distance and bearing from the centre are those of the geodesic.
    Across the rays lengths grow with distance d by about (d/R)**2 / 6, 0.05 % at 360 km.

    References
    ----------
    snyder-1987, "azimuthal equidistant projection"

    Examples
    --------
    >>> grid = Grid.around(40.08, 32.57, radius_m=360_000.0, cell_size_m=90.0)
    >>> grid.shape, grid.index(40.08, 32.57)
    ((8001, 8001), (4000, 4000))
    """

    centre_lat_deg: float
    centre_lon_deg: float
    cell_size_m: float
    half_cells: int

    @classmethod
    def around(cls, lat_deg: float, lon_deg: float, radius_m: float, cell_size_m: float) -> "Grid":
        """Return the smallest grid whose cell centres reach the radius in the four directions."""
        return cls(float(lat_deg), float(lon_deg), float(cell_size_m), max(1, math.ceil(radius_m / cell_size_m - 1e-9)))

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return (2 * self.half_cells + 1,) * 2

    @property
    def crs_wkt(self) -> str:
        """The projection as WKT, for the files that carry the grid."""
        return _projection(self.centre_lat_deg, self.centre_lon_deg).to_wkt()

    @property
    def transform(self) -> Affine:
        """From (column, row) of a cell's upper left corner to metres east and north of the centre."""
        edge_m = (self.half_cells + 0.5) * self.cell_size_m
        return Affine(self.cell_size_m, 0.0, -edge_m, 0.0, -self.cell_size_m, edge_m)

    @property
    def x_m(self) -> np.ndarray:
        """Cell centres east of the observer by column, (n,). [m]"""
        return np.arange(-self.half_cells, self.half_cells + 1) * self.cell_size_m

    @property
    def y_m(self) -> np.ndarray:
        """Cell centres north of the observer by row, falling, (n,). [m]"""
        return self.x_m[::-1]

    def distance_m(self) -> np.ndarray:
        """Ground range of every cell centre from the observer, (n, n). [m]"""
        return np.hypot(self.x_m[np.newaxis, :], self.y_m[:, np.newaxis])

    def bearing_rad(self) -> np.ndarray:
        """Bearing of every cell centre from the observer, clockwise from north in [0, 2 pi), (n, n). [rad]"""
        return np.arctan2(self.x_m[np.newaxis, :], self.y_m[:, np.newaxis]) % (2 * math.pi)

    def _transformer(self, *, inverse: bool) -> Transformer:
        projected = _projection(self.centre_lat_deg, self.centre_lon_deg)
        ends = (projected, CRS("EPSG:4326")) if inverse else (CRS("EPSG:4326"), projected)
        return Transformer.from_crs(*ends, always_xy=True)

    def project(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> Pair:
        """Points of the earth as metres east and north of the centre. [m]"""
        x_m, y_m = self._transformer(inverse=False).transform(lon_deg, lat_deg)
        return np.asarray(x_m), np.asarray(y_m)

    def index(self, lat_deg: float, lon_deg: float) -> tuple[int, int]:
        """Row and column of the cell that holds a point; outside the grid they run on below 0 and beyond n."""
        x_m, y_m = self._transformer(inverse=False).transform(lon_deg, lat_deg)
        half = self.half_cells
        return half - round(y_m / self.cell_size_m), half + round(x_m / self.cell_size_m)

    def unproject(self, x_m: np.ndarray, y_m: np.ndarray) -> Pair:
        """Latitudes and longitudes of points of the plane, the longitudes within 180 of the centre's. [deg]"""
        lon_deg, lat_deg = self._transformer(inverse=True).transform(x_m, y_m)
        turns = np.round((np.asarray(lon_deg) - self.centre_lon_deg) / 360.0)
        return np.asarray(lat_deg), lon_deg - 360.0 * turns

    def spread(self, function: Callable[[np.ndarray, np.ndarray], Pair], rows: slice, cols: slice) -> Pair:
        """Evaluate a smooth pair of functions of (lat_deg, lon_deg) on a block of cells, from a net of nodes.

        Parameters
        ----------
        function : callable
            Takes latitudes and longitudes (within 180 of the centre's) of any shape, returns two arrays of that shape.
        rows, cols : slice
            The block.

        Returns
        -------
        tuple of ndarray, (n_rows, n_cols)
            Both values on the block's cell centres.
        """
        x_m, y_m = self.x_m[cols], self.y_m[rows]
        node_x_m, node_y_m = (
            np.linspace(centres.min(), centres.max(), max(NODES_MIN, math.ceil(np.ptp(centres) / NODE_SPACING_M) + 1))
            for centres in (x_m, y_m)
        )
        node_lat_deg, node_lon_deg = self.unproject(*np.meshgrid(node_x_m, node_y_m))
        if min(len(x_m), len(y_m)) < NODES_MIN or np.abs(node_lat_deg).max() > POLAR_LAT_DEG:
            return function(*self.unproject(*np.meshgrid(x_m, y_m)))
        nodes = function(node_lat_deg, node_lon_deg)
        if not np.isfinite(nodes).all():
            return function(*self.unproject(*np.meshgrid(x_m, y_m)))
        along_y = make_interp_spline(node_y_m, np.eye(len(node_y_m)), k=3)(y_m)  # what each node adds to each row
        along_x = make_interp_spline(node_x_m, np.eye(len(node_x_m)), k=3)(x_m)
        first, second = (along_y @ values @ along_x.T for values in nodes)
        return first, second

    def lat_lon_deg(self) -> Pair:
        """Latitude and longitude of every cell centre, two arrays of (n, n). [deg]"""
        lat_deg, lon_deg = self.spread(lambda lat, lon: (lat, lon), slice(None), slice(None))
        return lat_deg, wrap_lon_deg(lon_deg)
