"""What a user would pick instead, called in memory: GDAL's viewshed with a big terrain for both, HiGHS's programmes."""

import ctypes
from functools import cache
from pathlib import Path

import numpy as np
import rasterio
import scipy.fft
from rasterio.crs import CRS
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, csr_array, eye_array, kron

GDAL_VERSION = rasterio.__gdal_version__
FROM_SEA_LEVEL, FROM_GROUND, VISIBLE = 2, 3, 1  # GDALViewshedOutputType
EDGE = 2  # GDALViewshedMode, the interpolation that the command takes unless told
FLOAT64 = 7  # GDALDataType
FAR = 255.0  # written beyond the range
NO_REFRACTION = 1.0  # curvature coefficient; 0.75 stands for an effective-earth factor of 4/3, 0 for a flat earth
GDAL_EARTH_RADIUS_M = 6_378_137.0  # semi-major axis; GDAL leaves curvature out in silence where a raster has no CRS


@cache
def _gdal() -> ctypes.CDLL:
    """The library that rasterio has loaded, wherever the loader found it."""
    bundled = sorted((Path(rasterio.__file__).parent.parent / "rasterio.libs").glob("libgdal*"))
    inside = sorted(Path(rasterio.__file__).parent.glob(".dylibs/libgdal*"))
    gdal = ctypes.CDLL(str([*bundled, *inside, "libgdal.so"][0]))
    pointer, number, whole, text = ctypes.c_void_p, ctypes.c_double, ctypes.c_int, ctypes.c_char_p
    gdal.CPLSetConfigOption.argtypes = [text, text]
    gdal.GDALOpen.restype, gdal.GDALOpen.argtypes = pointer, [text, whole]
    gdal.GDALSetGeoTransform.argtypes = [pointer, pointer]
    gdal.GDALSetProjection.argtypes = [pointer, text]
    gdal.GDALGetRasterBand.restype, gdal.GDALGetRasterBand.argtypes = pointer, [pointer, whole]
    gdal.GDALGetRasterXSize.argtypes = gdal.GDALGetRasterYSize.argtypes = gdal.GDALClose.argtypes = [pointer]
    gdal.GDALGetGeoTransform.argtypes = [pointer, pointer]
    gdal.GDALRasterIO.argtypes = [pointer, *[whole] * 5, pointer, *[whole] * 5]
    gdal.GDALViewshedGenerate.restype = pointer
    gdal.GDALViewshedGenerate.argtypes = [
        pointer, text, text, pointer, *[number] * 9, whole, number, pointer, pointer, whole, pointer,
    ]
    gdal.GDALAllRegister()
    gdal.CPLSetConfigOption(b"GDAL_MEM_ENABLE_OPEN", b"YES")
    return gdal


class Viewshed:
    """GDAL's viewshed of one observer over a raster that stays in memory.

    Parameters
    ----------
    heights_m : ndarray of float32, (n_rows, n_cols)
        Terrain; used where it lies, not copied. [m]
    cell_size_m, row, col, mast_m
        Grid, the observer's cell, and its height above the ground.
    curvature : float
        Share of the earth's curvature, 1 / k; 0 for a flat earth.
    max_range_m : float
        Range; 0 for all.
    output : int
        `FROM_SEA_LEVEL`, `FROM_GROUND` or `VISIBLE`.
    """

    def __init__(self, heights_m, cell_size_m, row, col, mast_m, *, curvature, max_range_m=0.0, output=FROM_SEA_LEVEL):
        assert heights_m.dtype == np.float32
        assert heights_m.flags.c_contiguous
        gdal, (rows, cols) = _gdal(), heights_m.shape
        self.shape = heights_m.shape
        self.cell_size_m = cell_size_m
        name = f"MEM:::DATAPOINTER={heights_m.ctypes.data},PIXELS={cols},LINES={rows},BANDS=1,DATATYPE=Float32"
        source = gdal.GDALOpen(name.encode(), 0)
        gdal.GDALSetGeoTransform(source, (ctypes.c_double * 6)(0, cell_size_m, 0, rows * cell_size_m, 0, -cell_size_m))
        gdal.GDALSetProjection(source, CRS.from_epsg(32636).to_wkt().encode())
        self.result = gdal.GDALViewshedGenerate(
            gdal.GDALGetRasterBand(source, 1), b"MEM", b"", None, (col + 0.5) * cell_size_m,
            (rows - row - 0.5) * cell_size_m, mast_m, 0.0, 1.0, 0.0, FAR, -1.0, curvature, EDGE, max_range_m, None,
            None, output, None,
        )
        gdal.GDALClose(source)

    def array(self) -> np.ndarray:
        """The result on the whole grid, float64; NaN where GDAL left its window out. Can be read once."""
        gdal, result = _gdal(), self.result
        rows, cols = gdal.GDALGetRasterYSize(result), gdal.GDALGetRasterXSize(result)
        window = np.empty((rows, cols))
        place = (ctypes.c_double * 6)()
        gdal.GDALGetGeoTransform(result, place)
        gdal.GDALRasterIO(gdal.GDALGetRasterBand(result, 1), 0, 0, 0, cols, rows, window.ctypes.data, cols, rows,
                          FLOAT64, 0, 0)
        self.close()
        left = round(place[0] / self.cell_size_m)
        top = round(self.shape[0] - place[3] / self.cell_size_m)
        whole = np.full(self.shape, np.nan)
        whole[top : top + rows, left : left + cols] = window
        return whole

    def close(self) -> None:
        """Give the memory back."""
        _gdal().GDALClose(self.result)


def fractal_terrain_m(cells: int = 8000, *, sea: float = 0.38, peak_m: float = 5211.0, roughness: float = 0.8,
                      seed: int = 1) -> np.ndarray:
    """Fixed-seed fractal terrain, (cells, cells) float32, a share of it flat sea at height 0. [m]"""
    generator = np.random.default_rng(seed)
    down, across = scipy.fft.fftfreq(cells).astype(np.float32), scipy.fft.rfftfreq(cells).astype(np.float32)
    frequency = np.hypot(down[:, None], across[None, :])
    frequency[0, 0] = np.inf
    shape = frequency.shape
    waves = generator.standard_normal(shape, np.float32) + 1j * generator.standard_normal(shape, np.float32)
    waves *= frequency ** np.float32(-1 - roughness)
    heights_m = scipy.fft.irfft2(waves, s=(cells, cells), workers=2)
    heights_m -= np.quantile(heights_m[::8, ::8], sea)
    return np.maximum(heights_m * np.float32(peak_m / heights_m.max()), np.float32(0))


def highest_cell(heights_m: np.ndarray, window: int = 400) -> tuple[int, int]:
    """Row and column of the highest cell in a window about the middle."""
    top, left = (size // 2 - window // 2 for size in heights_m.shape)
    part = heights_m[top : top + window, left : left + window]
    row, col = np.unravel_index(part.argmax(), part.shape)
    return int(top + row), int(left + col)


TANGENTS = np.linspace(0.0, 5.0, 41)  # exponents at which V exp(-A) is bounded from below


def assign_by_milp(pk: np.ndarray, target_values: np.ndarray, limit_s: float) -> tuple[float, float]:
    """Weapon-target assignment as the mixed-integer programme of a textbook, exp replaced by its tangents.

    Returns
    -------
    tuple of float
        True surviving value of the assignment found, infinite if there is none, and the proven bound from below.
    """
    weapons, targets = pk.shape
    shots = weapons * targets
    by_target = csr_array(kron(np.ones((1, weapons)), eye_array(targets))) @ csr_array(
        (-np.log1p(-pk).ravel(), (np.arange(shots), np.arange(shots))))
    slopes = np.exp(-TANGENTS)[:, None]
    tangents = block_array([[kron(slopes, by_target.multiply(target_values[:, None])),
                             kron(np.ones((TANGENTS.size, 1)), eye_array(targets))]])
    lower = (slopes * (1 + TANGENTS[:, None]) * target_values).ravel()
    once = kron(eye_array(weapons), np.ones((1, targets)))
    found = milp(
        np.r_[np.zeros(shots), np.ones(targets)], integrality=np.r_[np.ones(shots), np.zeros(targets)],
        bounds=Bounds(0, np.r_[np.ones(shots), np.full(targets, np.inf)]),
        constraints=[LinearConstraint(block_array([[once, csr_array((weapons, targets))]]), 0, 1),
                     LinearConstraint(tangents, lower, np.inf)],
        options={"time_limit": limit_s, "mip_rel_gap": 1e-7},
    )
    bound = 0.0 if found.mip_dual_bound is None else float(found.mip_dual_bound)
    if found.x is None:
        return np.inf, bound
    fired = found.x[:shots].reshape(weapons, targets) > 0.5
    return float((target_values * np.prod(np.where(fired, 1 - pk, 1.0), axis=0)).sum()), bound
