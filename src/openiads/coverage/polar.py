"""The polar grid about a site: bearings and rings, and how a raster or another site's grid is read on it."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class PolarGrid:
    """Cells between bearings and rings about a site; row b looks along (b + 0.5) / bearings of the circle."""

    bearings: int = 720
    rings: int = 200
    ring_step_m: float = 2000.0

    @property
    def radius_m(self) -> float:
        """Outer radius. [m]"""
        return self.rings * self.ring_step_m

    @property
    def bearing_rad(self) -> np.ndarray:
        """Bearing of each row's middle, (B,). [rad]"""
        return (np.arange(self.bearings) + 0.5) * (2 * np.pi / self.bearings)

    @property
    def range_m(self) -> np.ndarray:
        """Ground range of each ring's middle, (R,). [m]"""
        return (np.arange(self.rings) + 0.5) * self.ring_step_m

    @property
    def cell_area_m2(self) -> np.ndarray:
        """Area of one cell of each ring on the plane of the projection, (R,). [m2]"""
        return 2 * np.pi / self.bearings * self.range_m * self.ring_step_m

    @property
    def disc_area_m2(self) -> float:
        """Area of the whole disc on the plane of the projection. [m2]"""
        return float(np.pi * self.radius_m**2)

    def rings_within(self, range_m: np.ndarray) -> np.ndarray:
        """How many rings have their middle within a ground range; NaN and negative ranges hold none."""
        count = np.nan_to_num(np.floor(np.asarray(range_m) / self.ring_step_m + 0.5), nan=0.0, posinf=self.rings)
        return np.clip(count, 0, self.rings).astype(np.int64)

    def cell_at(self, x_m: np.ndarray, y_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Bearing and ring numbers at east and north offsets from the site; bearing -1 outside the disc."""
        range_m = np.hypot(x_m, y_m)
        bearing = (np.arctan2(x_m, y_m) % (2 * np.pi) / (2 * np.pi) * self.bearings).astype(np.int64) % self.bearings
        ring = (range_m / self.ring_step_m).astype(np.int64)
        inside = ring < self.rings
        return np.where(inside, bearing, -1), np.where(inside, ring, 0)


class RasterReader:
    """Bilinear reading of north-up square rasters centred on the site, at every cell of a polar grid."""

    def __init__(self, grid: PolarGrid, half_cells: int, cell_size_m: float) -> None:
        bearing_rad, range_m = np.meshgrid(grid.bearing_rad, grid.range_m, indexing="ij")
        column = half_cells + range_m * np.sin(bearing_rad) / cell_size_m
        row = half_cells - range_m * np.cos(bearing_rad) / cell_size_m
        side = 2 * half_cells + 1
        left = np.clip(column.astype(np.int64), 0, side - 2)
        top = np.clip(row.astype(np.int64), 0, side - 2)
        across, down = (column - left).astype(np.float32), (row - top).astype(np.float32)
        self._corner = top * side + left
        self._side = side
        self._weights = (
            (1 - across) * (1 - down), across * (1 - down), (1 - across) * down, across * down,
        )

    def __call__(self, raster: np.ndarray) -> np.ndarray:
        """Values of a raster (n, n) on the polar grid, (B, R)."""
        flat = raster.ravel()
        w00, w01, w10, w11 = self._weights
        corner, side = self._corner, self._side
        return (
            w00 * flat[corner] + w01 * flat[corner + 1] + w10 * flat[corner + side] + w11 * flat[corner + side + 1]
        )
