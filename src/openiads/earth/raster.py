"""Elevation files as they lie on disk: what each says of itself, checked once, and its heights made clean."""

import hashlib
import math
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from rasterio import Affine
from rasterio.enums import ColorInterp
from rasterio.errors import RasterioError
from rasterio.windows import Window

from openiads.constants import EARTH_RADIUS_M, FOOT_M
from openiads.errors import Fault, OpenIADSError

HIGHEST_M = 9000.0  # nothing on earth is higher, so a larger number is a void that the file does not flag
VOIDS = (-32768.0, -32767.0, -9999.0)  # SRTM, DTED and common practice, flagged or not
LOWEST_M = -12_000.0  # nor is the sea deeper: a smaller number is a void too
DEPTH_M = -500.0  # the lowest shore is at -438 m; what lies deeper is sea floor, and the sea is at 0
ARCSEC_M = 30.92  # length of one second of latitude
UNITS_M = {"": 1.0, "m": 1.0, "metre": 1.0, "meter": 1.0, "metres": 1.0, "meters": 1.0, "ft": FOOT_M, "foot": FOOT_M,
           "feet": FOOT_M, "us-ft": 1200 / 3937, "us survey foot": 1200 / 3937, "cm": 0.01, "dm": 0.1}
FINEST_M = 0.1  # no survey of the ground is finer, so smaller cells tell of a wrong reference system
NO_HEIGHTS = {ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.palette, ColorInterp.cyan}

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Raster:
    """One elevation file, checked.

    Parameters
    ----------
    path : Path
        The file.
    crs : pyproj.CRS
        Horizontal reference system.
    transform : Affine
        From (column, row) of a cell's corner to coordinates.
    shape : tuple of int
        Rows and columns.
    unit_m : float
        Metres per unit of height, after scale and offset. [m]
    scale, offset : float
        As stored in the band.
    driver : str
        GDAL's name of the format.
    bounds_deg : tuple of float
        West, south, east, north. [deg]
    """

    path: Path
    crs: CRS
    transform: Affine
    shape: tuple[int, int]
    unit_m: float
    scale: float
    offset: float
    driver: str
    bounds_deg: Bounds

    @property
    def target(self) -> str:
        """What GDAL opens."""
        return gdal_name(self.path)

    @property
    def posting_m(self) -> float:
        """Distance between neighbouring heights, the larger of the two axes; along the meridian for degrees. [m]"""
        east = math.hypot(self.transform.a, self.transform.d)
        south = math.hypot(self.transform.b, self.transform.e)
        if self.crs.is_geographic:
            middle_rad = math.radians((self.bounds_deg[1] + self.bounds_deg[3]) / 2)
            return 3600 * ARCSEC_M * max(south, east * math.cos(middle_rad))
        return max(south, east) * self.crs.axis_info[0].unit_conversion_factor

    @cached_property
    def sha256(self) -> str:
        """Hash of the file."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def covers(self, lat_deg: float, lon_deg: float) -> bool:
        """Whether a point lies within the bounds."""
        west, south, east, north = self.bounds_deg
        return south <= lat_deg <= north and (lon_deg - west) % 360.0 <= east - west


def gdal_name(path: Path) -> str:
    """Return what GDAL opens for a file; of a zip archive, the first file that it holds."""
    if path.suffix.lower() != ".zip" or not zipfile.is_zipfile(path):
        return str(path)
    with zipfile.ZipFile(path) as archive:
        return f"zip://{path}!{archive.namelist()[0]}" if archive.namelist() else str(path)


def _faults(source: rasterio.DatasetReader, where: str) -> list[Fault]:
    """Everything that keeps an open file from being terrain."""
    faults = []
    if source.count != 1 or source.colorinterp[0] in NO_HEIGHTS:
        faults.append(Fault("E0405", f"{source.count} bands, the first of them {source.colorinterp[0].name}", where,
                            "heights come in one band of their own",
                            "give the elevation raster itself, or cut one band out with gdal_translate -b"))
    if source.units[0] and source.units[0].lower() not in UNITS_M:
        faults.append(Fault("E0405", f"heights in unit {source.units[0]!r}", where, "heights are in metres or feet",
                            "convert with gdal_calc.py and set the unit"))
    if source.crs is None or source.transform == Affine.identity():
        lacks = "coordinate reference system" if source.crs is None else "transform from cells to coordinates"
        faults.append(Fault("E0403", f"the file has no {lacks}", where, "without it the heights have no place on earth",
                            "ask its publisher, then set it: gdal_edit.py -a_srs EPSG:... (or -a_ullr)"))
        return faults
    try:
        crs = CRS.from_wkt(source.crs.to_wkt())
        box = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform_bounds(*source.bounds)
    except ProjError:
        return [*faults, Fault("E0404", "the reference system has no place on the earth", where,
                               "it is local or of another body: nothing turns its coordinates into those of WGS 84",
                               "set the right one with gdal_edit.py -a_srs EPSG:...")]
    bounds = source.bounds
    off_earth = crs.is_geographic and (abs(bounds.top) > 91 or abs(bounds.bottom) > 91 or
                                       abs(bounds.left) > 361 or abs(bounds.right) > 361)
    if off_earth or not np.isfinite(box).all():
        faults.append(Fault(
            "E0404", f"coordinates {bounds.left:g} to {bounds.right:g} and {bounds.bottom:g} to {bounds.top:g} "
            f"are impossible in {crs.name}", where, "the file names a reference system that is not its own",
            "set the right one with gdal_edit.py -a_srs EPSG:..."))
    elif faults_of_size := _size_faults(source, crs, where):
        faults += faults_of_size
    if crs.is_vertical or (len(crs.axis_info) == 3 and "ellipsoid" in crs.axis_info[2].name.lower()):
        faults.append(Fault("E0406", f"{crs.name} counts heights from the ellipsoid", where,
                            "sea level lies up to 40 m off the ellipsoid here",
                            "convert with gdalwarp -t_srs EPSG:4326+5773"))
    return faults


def _size_faults(source: rasterio.DatasetReader, crs: CRS, where: str) -> list[Fault]:
    """Fault of cells too small for any survey, or of degrees under a system of metres; empty when all is well."""
    unit_m = math.radians(1.0) * EARTH_RADIUS_M if crs.is_geographic else crs.axis_info[0].unit_conversion_factor
    step_m = unit_m * max(math.hypot(source.transform.a, source.transform.d),
                          math.hypot(source.transform.b, source.transform.e))
    bounds = source.bounds
    is_like_degrees = not crs.is_geographic and (
        max(abs(bounds.left), abs(bounds.right)) <= 360 and max(abs(bounds.bottom), abs(bounds.top)) <= 90)
    if step_m >= FINEST_M and not is_like_degrees:
        return []
    told = (f"{bounds.left:g} to {bounds.right:g} and {bounds.bottom:g} to {bounds.top:g} with cells of {step_m:.2g} m")
    why = ("these look like degrees under a system of metres" if is_like_degrees else
           "no survey of the ground is that fine: the file names a reference system that is not its own")
    mend = "EPSG:4326" if is_like_degrees else "EPSG:..."
    return [Fault("E0404", f"coordinates {told} are impossible in {crs.name}", where, why,
                  f"set the right one with gdal_edit.py -a_srs {mend}")]


def _knows_heights(source: rasterio.DatasetReader) -> bool:
    """Whether any cell holds a height of dry land; blocks are read from the middle until one does."""
    scale, offset, unit_m = source.scales[0], source.offsets[0], UNITS_M[(source.units[0] or "").lower()]
    blocks = [window for _, window in source.block_windows(1)]
    middle = len(blocks) // 2
    for window in blocks[middle:] + blocks[:middle]:
        stored = source.read(1, window=window, masked=True).astype(np.float64).filled(np.nan)
        stored[np.isin(stored, VOIDS)] = np.nan
        heights_m = (stored * scale + offset) * unit_m
        if ((heights_m >= DEPTH_M) & (heights_m < HIGHEST_M)).any():
            return True
    return False


def open_raster(path: Path) -> Raster:
    """Read what a file says of itself and check that it is terrain.

    Raises
    ------
    OpenIADSError
        E0401 to E0406, all faults of the file at once.
    """
    where = str(path)
    if not path.is_file():
        raise OpenIADSError([Fault("E0401", f"no elevation file {path.name!r}", where,
                                   "paths are taken relative to the current folder",
                                   "check the path, or use the terrain that is bundled")])
    try:
        with rasterio.open(gdal_name(path)) as source:
            faults = _faults(source, where)
            if faults:
                raise OpenIADSError(faults)
            source.read(1, window=Window(source.width - 1, source.height - 1, 1, 1))  # a file cut short fails here
            if not _knows_heights(source):
                raise OpenIADSError([Fault(
                    "E0405", f"{path.name} holds no height between {DEPTH_M:g} and {HIGHEST_M:,.0f} m", where,
                    "all its cells are void, infinite, sea floor or no heights of the earth in metres",
                    "leave the file out, or look at its unit, scale and void value with gdalinfo -stats")])
            crs = CRS.from_wkt(source.crs.to_wkt())
            crs = (crs.sub_crs_list[0] if crs.is_compound else crs).to_2d()
            box = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform_bounds(*source.bounds)
            west, south, east, north = box
            bounds_deg = (west, max(south, -90.0), east + 360.0 * (east < west), min(north, 90.0))
            return Raster(path, crs, source.transform, source.shape, UNITS_M[(source.units[0] or "").lower()],
                          source.scales[0], source.offsets[0], source.driver, bounds_deg)
    except (RasterioError, OSError) as error:
        raise OpenIADSError([Fault("E0402", f"{path.name} cannot be read as a raster", where,
                                   str(error.__cause__ or error).splitlines()[0],
                                   "fetch or copy it again; keep the name of .hgt files as it was")]) from error


def clean_heights_m(raw: Any, raster: Raster) -> np.ndarray:
    """Heights of a window in metres, NaN where the file knows nothing, sea floor raised to the sea at 0. [m]"""
    stored = raw.astype(np.float32).filled(np.nan)
    stored[np.isin(stored, VOIDS)] = np.nan
    heights_m = (stored * np.float32(raster.scale) + np.float32(raster.offset)) * np.float32(raster.unit_m)
    heights_m[~(heights_m < HIGHEST_M)] = np.nan
    heights_m[heights_m < LOWEST_M] = np.nan
    heights_m[heights_m < DEPTH_M] = 0.0
    return heights_m
