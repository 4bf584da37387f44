"""Elevation files that share one lattice, read in windows as if they were one, so that no seam shows between tiles."""

import math
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import rasterio
from pyproj import Transformer
from rasterio import Affine
from rasterio.errors import RasterioError
from rasterio.windows import Window

from openiads.compiled import compiled
from openiads.earth.grid import Grid
from openiads.earth.raster import Raster, clean_heights_m
from openiads.errors import fault

WEIGHT_MIN = 0.5  # a height counts as known when at least half of its bilinear weight rests on known heights
LATTICE_TOLERANCE = 1e-3  # of a cell; files that fit together that well are read as one
WINDOW_CELLS = 4000  # side of the largest window read at once, in cells of the file; bounds the memory
NEAR_POINTS = 5  # along each side of a block, to find out whether a file may lie under it
BLOCK_MIN, BLOCK_MAX = 32, 1024  # side of a block of the grid, in its own cells


@compiled
def bilinear(heights_m, row, col, out_m):
    """Write bilinear heights at fractional cells where the output is still unknown, and count them.

    Parameters
    ----------
    heights_m : ndarray, (n_rows, n_cols)
        Heights at the cell centres, NaN where unknown. [m]
    row, col : ndarray, (m, k)
        Fractional cells, whole at the centres; NaN where a point has none.
    out_m : ndarray, (m, k)
        Changed where it is NaN: the mean of the up to four known neighbours by their weights, as long as these make
        up half of the whole; so a file reaches half a cell beyond its outer centres. [m]

    Returns
    -------
    int
        How many heights were written.

    Examples
    --------
    >>> out_m = np.array([[np.nan]])
    >>> bilinear(np.array([[0.0, 10.0], [20.0, np.nan]]), np.array([[0.5]]), np.array([[0.5]]), out_m), out_m.tolist()
    (1, [[10.0]])
    """
    n_rows, n_cols = heights_m.shape
    written = 0
    for i in range(out_m.shape[0]):
        for j in range(out_m.shape[1]):
            if not np.isnan(out_m[i, j]) or not (-1 < row[i, j] < n_rows and -1 < col[i, j] < n_cols):
                continue
            top, left = math.floor(row[i, j]), math.floor(col[i, j])
            down, right = row[i, j] - top, col[i, j] - left
            total_m, weight = 0.0, 0.0
            for r in range(max(top, 0), min(top + 2, n_rows)):
                for c in range(max(left, 0), min(left + 2, n_cols)):
                    share = (down if r > top else 1 - down) * (right if c > left else 1 - right)
                    if heights_m[r, c] == heights_m[r, c]:
                        total_m += share * heights_m[r, c]
                        weight += share
            if weight >= WEIGHT_MIN:
                out_m[i, j] = total_m / weight
                written += 1
    return written


class Reader:
    """Files held open for the time of one question."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._open: dict[Path, rasterio.DatasetReader] = {}

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._stack.close()

    def heights_m(self, raster: Raster, rows: tuple[int, int], cols: tuple[int, int]) -> np.ndarray:
        """Clean heights of a window; the file's own damage is told as E0402. [m]"""
        try:
            if raster.path not in self._open:
                self._open[raster.path] = self._stack.enter_context(rasterio.open(raster.target))
            window = Window.from_slices(rows, cols)
            return clean_heights_m(self._open[raster.path].read(1, window=window, masked=True), raster)
        except (RasterioError, OSError) as error:
            raise fault("E0402", f"{raster.path.name} is damaged inside", where=str(raster.path),
                        why=str(error.__cause__ or error).splitlines()[0], fix="fetch or copy it again") from error


class Sheet:
    """One lattice of heights and the files that fill it; of two files that overlap, the first is taken."""

    def __init__(self, rasters: Sequence[Raster]) -> None:
        self.rasters = tuple(rasters)
        first = self.rasters[0]
        self.crs, self.transform, self.posting_m = first.crs, first.transform, first.posting_m
        self._origins = [_origin(self, raster) for raster in self.rasters]
        self._from_wgs84 = Transformer.from_crs("EPSG:4326", self.crs, always_xy=True)
        west_deg, _, east_deg, _ = first.bounds_deg
        self._middle_lon_deg = (west_deg + east_deg) / 2
        self._period = 0  # columns once around the earth, where that is a whole number
        if self.crs.is_geographic:
            around = 360.0 / abs(self.transform.a or 360.0)
            self._period = round(around) if abs(around - round(around)) < LATTICE_TOLERANCE else 0

    def cells(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Fractional (row, column) of points, whole at the cell centres; longitudes may run beyond 180 together."""
        east, north = self._from_wgs84.transform(lon_deg, lat_deg)
        if self.crs.is_geographic:
            shift_deg = (np.asarray(east) - lon_deg + 180.0) % 360.0 - 180.0  # of the datum, without any turn
            east = lon_deg + shift_deg - 360.0 * round((float(np.mean(lon_deg)) - self._middle_lon_deg) / 360.0)
        col, row = _through(~self.transform, np.asarray(east), np.asarray(north))
        return row - 0.5, col - 0.5

    def fill(self, out_m: np.ndarray, row: np.ndarray, col: np.ndarray, reader: Reader) -> int:
        """Put bilinear heights at fractional cells where the output is still unknown; read as one window.

        Parameters
        ----------
        out_m : ndarray of float32, (m, k)
            Changed in place where it is NaN and the files know a height. [m]
        row, col : ndarray, (m, k)
            Fractional cells.
        reader : Reader
            Holds the files open.

        Returns
        -------
        int
            How many heights were filled.
        """
        ends = np.array([np.nanmin(row), np.nanmax(row), np.nanmin(col), np.nanmax(col)])
        if not np.isfinite(ends).all():
            return 0
        top, bottom, left, right = (math.floor(end) + extra for end, extra in zip(ends, (0, 2, 0, 2), strict=True))
        pieces = list(self._pieces(top, bottom, left, right))
        if not pieces:
            return 0
        top, bottom = max(top, min(piece[2][0] for piece in pieces)), min(bottom, max(piece[2][1] for piece in pieces))
        left, right = max(left, min(piece[2][2] for piece in pieces)), min(right, max(piece[2][3] for piece in pieces))
        window_m = np.full((bottom - top, right - left), np.nan, np.float32)
        for raster, (first_row, first_col), (r0, r1, c0, c1) in pieces:
            part = window_m[r0 - top:r1 - top, c0 - left:c1 - left]
            gaps = np.isnan(part)
            if gaps.any():
                read_m = reader.heights_m(raster, (r0 - first_row, r1 - first_row), (c0 - first_col, c1 - first_col))
                part[gaps] = read_m[gaps]
        return int(bilinear(window_m, row - top, col - left, out_m))

    def _pieces(self, top: int, bottom: int, left: int, right: int) -> Iterable[tuple]:
        """Files, where each starts on the lattice, and what of each lies in a window; around the earth if need be."""
        turns = (0, self._period, -self._period) if self._period else (0,)
        for raster, (first_row, first_col) in zip(self.rasters, self._origins, strict=True):
            for turn in turns:
                column = first_col + turn
                r0, r1 = max(top, first_row), min(bottom, first_row + raster.shape[0])
                c0, c1 = max(left, column), min(right, column + raster.shape[1])
                if r0 < r1 and c0 < c1:
                    yield raster, (first_row, column), (r0, r1, c0, c1)

    def fill_grid(self, heights_m: np.ndarray, grid: Grid, reader: Reader) -> int:
        """Put this sheet's heights where a grid's are still unknown, block by block.

        Parameters
        ----------
        heights_m : ndarray of float32, (n, n)
            Changed in place; NaN where unknown. [m]
        grid : Grid
            Its cells.
        reader : Reader
            Holds the files open.

        Returns
        -------
        int
            How many cells were filled.
        """
        filled = 0
        side = int(np.clip(WINDOW_CELLS * self.posting_m / grid.cell_size_m, BLOCK_MIN, BLOCK_MAX))
        for top in range(0, grid.shape[0], side):
            for left in range(0, grid.shape[1], side):
                rows, cols = slice(top, min(top + side, grid.shape[0])), slice(left, min(left + side, grid.shape[1]))
                block_m = heights_m[rows, cols]
                if np.isnan(block_m).any() and self._near(grid, rows, cols):
                    filled += self.fill(block_m, *grid.spread(self.cells, rows, cols), reader)
        return filled

    def _near(self, grid: Grid, rows: slice, cols: slice) -> bool:
        """Whether any file may lie under a block: tried on a net of points, with a fifth of the block to spare."""
        x_m, y_m = (np.linspace(axis[0], axis[-1], NEAR_POINTS) for axis in (grid.x_m[cols], grid.y_m[rows]))
        row, col = self.cells(*grid.unproject(*np.meshgrid(x_m, y_m)))
        if not (np.isfinite(row).all() and np.isfinite(col).all()):
            return True
        spare_rows, spare_cols = (2 + math.ceil(np.ptp(cells) / 5) for cells in (row, col))
        return any(True for _ in self._pieces(
            math.floor(row.min()) - spare_rows, math.ceil(row.max()) + spare_rows,
            math.floor(col.min()) - spare_cols, math.ceil(col.max()) + spare_cols))


def _through(transform: Affine, x: Any, y: Any) -> tuple[Any, Any]:
    """Apply an affine transform; the library's own operators differ between its versions."""
    return transform.a * x + transform.b * y + transform.c, transform.d * x + transform.e * y + transform.f


def _origin(sheet: "Sheet", raster: Raster) -> tuple[int, int]:
    col, row = _through(~sheet.transform, raster.transform.c, raster.transform.f)
    return round(row), round(col)


def _fits(sheet: Sheet, raster: Raster) -> bool:
    """Whether a file lies on a sheet's lattice."""
    if raster.crs != sheet.crs:
        return False
    ours, theirs = np.array(sheet.transform)[:6], np.array(raster.transform)[:6]
    col, row = _through(~sheet.transform, raster.transform.c, raster.transform.f)
    steps = [0, 1, 3, 4]
    drift = np.abs(ours[steps] - theirs[steps]).max() * max(raster.shape) / np.abs(ours[steps]).max()
    return bool(max(drift, abs(col - round(col)), abs(row - round(row))) < LATTICE_TOLERANCE)


def sheets_of(rasters: Iterable[Raster]) -> list[Sheet]:
    """Sort files into sheets of one lattice each, the finest first."""
    groups: list[tuple[Sheet, list[Raster]]] = []
    for raster in rasters:
        group = next((group for head, group in groups if _fits(head, raster)), None)
        if group is None:
            groups.append((Sheet([raster]), [raster]))
        else:
            group.append(raster)
    return sorted((Sheet(group) for _, group in groups), key=lambda sheet: sheet.posting_m)
