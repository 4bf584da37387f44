"""Heights of the ground about a site: the finest file that knows a cell gives it, the bundled grids give the rest."""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import cast

import numpy as np

from openiads.earth.geodesy import destination
from openiads.earth.grid import Grid
from openiads.earth.layers import NOTES, Grade, Layer, TerrainInfo, bundled_layers, file_layers
from openiads.earth.raster import Bounds, Raster, open_raster
from openiads.earth.sheet import Reader
from openiads.errors import Fault, OpenIADSError, why_not

SUFFIXES = (".tif", ".tiff", ".hgt", ".hgt.zip", ".dt0", ".dt1", ".dt2", ".vrt", ".img", ".asc", ".bil")
SHARE_TOLD = 0.005  # a grade on less of a grid than this goes without saying
PROFILE_POINTS = 512  # points of a profile read as one window
WHOLE_WORLD: Bounds = (-180.0, -90.0, 180.0, 90.0)


class Terrain:
    """Layers of heights, the first that knows a point gives it; beneath all of them a smooth surface or nothing.

    Parameters
    ----------
    layers : sequence of Layer
        The finest first.
    ground_amsl_m : float
        Height where no layer knows anything; NaN to leave it unknown. [m]
    """

    def __init__(self, layers: Sequence[Layer], ground_amsl_m: float = math.nan) -> None:
        self.layers = tuple(layers)
        self._ground_amsl_m = ground_amsl_m
        self._shares: dict[Grid, tuple[float, ...]] = {}

    @cached_property
    def info(self) -> TerrainInfo:
        """All layers described as one; the grade is that of the first."""
        if not self.layers:
            name = f"smooth sphere at {self._ground_amsl_m:.0f} m AMSL"
            return TerrainInfo(name, "none", "none", "none", "none", NOTES["none"],
                               hashlib.sha256(name.encode()).hexdigest(), WHOLE_WORLD)
        infos = [layer.info for layer in self.layers]
        first, hashes = infos[0], "\n".join(info.sha256 for info in infos)
        return replace(first, name="; then ".join(info.name for info in infos),
                       origin="; then ".join(info.origin for info in infos),
                       licence="; then ".join(dict.fromkeys(info.licence for info in infos)),
                       sha256=hashlib.sha256(hashes.encode()).hexdigest())

    def heights_amsl_m(self, grid: Grid) -> np.ndarray:
        """Heights at the cell centres of a grid.

        Parameters
        ----------
        grid : Grid
            Where.

        Returns
        -------
        ndarray of float32, (n, n)
            Above mean sea level (EGM96); the sea at 0; NaN where no layer knows anything. [m]

        Notes
        -----
        Each cell takes the bilinear height at its centre from the finest layer that knows it: no averaging, so that
        ridges keep their heights. A void takes the height of the next coarser layer and is counted in
        `grade_shares`. Depths of the sea (below -500 m) are raised to 0.
        """
        heights_m = np.full(grid.shape, np.nan, np.float32)
        filled = []
        with Reader() as reader:
            for layer in self.layers:
                filled.append(layer.sheet.fill_grid(heights_m, grid, reader) / heights_m.size)
        if not math.isnan(self._ground_amsl_m):
            heights_m[np.isnan(heights_m)] = self._ground_amsl_m
        self._shares[grid] = tuple(filled)
        return heights_m

    def heights_at(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
        """Heights at points that lie near each other, (n,) each; longitudes do not jump between them. [m]"""
        heights_m = np.full((1, len(lat_deg)), np.nan, np.float32)
        with Reader() as reader:
            for layer in self.layers:
                if np.isnan(heights_m).any():
                    row, col = layer.sheet.cells(np.asarray(lat_deg, float), np.asarray(lon_deg, float))
                    layer.sheet.fill(heights_m, row[np.newaxis], col[np.newaxis], reader)
        if not math.isnan(self._ground_amsl_m):
            heights_m[np.isnan(heights_m)] = self._ground_amsl_m
        return heights_m[0]

    def height_at(self, lat_deg: float, lon_deg: float) -> float:
        """Height of the ground at one point; NaN where no layer knows it. [m]"""
        return float(self.heights_at(np.array([lat_deg]), np.array([lon_deg]))[0])

    def profile(self, lat_deg: float, lon_deg: float, bearing_rad: float, distances_m: np.ndarray) -> np.ndarray:
        """Heights along the geodesic that leaves a point on a bearing.

        Parameters
        ----------
        lat_deg, lon_deg : float
            Where the profile starts. [deg]
        bearing_rad : float
            Clockwise from north. [rad]
        distances_m : ndarray, (n,)
            Ground ranges. [m]

        Returns
        -------
        ndarray of float32, (n,)
            Above mean sea level. [m]
        """
        n = len(distances_m)
        end_lat_deg, end_lon_deg = destination(lat_deg, lon_deg, bearing_rad, distances_m)
        end_lon_deg = end_lon_deg - 360.0 * np.round((end_lon_deg - lon_deg) / 360.0)
        parts = [self.heights_at(end_lat_deg[i:i + PROFILE_POINTS], end_lon_deg[i:i + PROFILE_POINTS])
                 for i in range(0, n, PROFILE_POINTS)]
        return np.concatenate(parts) if parts else np.empty(0, np.float32)

    def info_along(self, lat_deg: float, lon_deg: float, bearing_rad: float, distances_m: np.ndarray) -> TerrainInfo:
        """The terrain described as it is along a profile, by the rule of `info_on`.

        Parameters
        ----------
        lat_deg, lon_deg, bearing_rad, distances_m
            As for `profile`.

        Examples
        --------
        >>> open_terrain("bundled").info_along(52.0, 5.0, 0.0, np.arange(0.0, 1e5, 1e4)).grade
        'D'
        """
        filled = np.zeros(len(self.layers))
        heights_m = np.full((1, len(distances_m)), np.nan, np.float32)
        end_lat_deg, end_lon_deg = destination(lat_deg, lon_deg, bearing_rad, distances_m)
        end_lon_deg = end_lon_deg - 360.0 * np.round((end_lon_deg - lon_deg) / 360.0)
        with Reader() as reader:
            for number, layer in enumerate(self.layers):
                for first in range(0, len(distances_m), PROFILE_POINTS):
                    part = slice(first, first + PROFILE_POINTS)
                    if np.isnan(heights_m[0, part]).any():
                        row, col = layer.sheet.cells(end_lat_deg[part], end_lon_deg[part])
                        filled[number] += layer.sheet.fill(heights_m[:, part], row[np.newaxis], col[np.newaxis], reader)
        return self._info_of(self._by_grade(filled / max(len(distances_m), 1)))

    def _layer_shares(self, grid: Grid) -> tuple[float, ...]:
        if grid not in self._shares:
            self.heights_amsl_m(grid)
        return self._shares[grid]

    def grade_shares(self, grid: Grid) -> dict[str, float]:
        """Share of a grid's cells by the grade of the layer that gives them; "none" where none does. [-]"""
        return self._by_grade(self._layer_shares(grid))

    def _by_grade(self, filled: Iterable[float]) -> dict[str, float]:
        shares: dict[str, float] = {}
        for layer, share in zip(self.layers, filled, strict=True):
            shares[layer.grade] = shares.get(layer.grade, 0.0) + share
        shares["none"] = max(0.0, 1.0 - sum(shares.values()))
        return {grade: share for grade, share in shares.items() if share > 0}

    def info_on(self, grid: Grid) -> TerrainInfo:
        """The terrain described as it is on a grid: the grade of most cells, all shares, the note of the coarsest."""
        return self._info_of(self.grade_shares(grid))

    def _info_of(self, shares: Mapping[str, float]) -> TerrainInfo:
        grade = max(shares, key=lambda item: shares[item])
        told = ", ".join(f"{share:.0%} grade {item}" for item, share in sorted(shares.items()) if share >= SHARE_TOLD)
        coarsest = max(item for item, share in shares.items() if share >= SHARE_TOLD)
        posting = next((layer.info.posting_text for layer in self.layers if layer.grade == grade), "none")
        return replace(self.info, name=f"{self.info.name} ({told})", grade=cast(Grade, grade), posting_text=posting,
                       note=NOTES[coarsest])

    def grade_at(self, lat_deg: float, lon_deg: float) -> Grade:
        """Grade of the layer that gives the height of a point."""
        layer = self.layer_at(lat_deg, lon_deg)
        return layer.grade if layer else "none"

    def layer_at(self, lat_deg: float, lon_deg: float) -> Layer | None:
        """The layer that gives the height of a point."""
        height_m = np.full((1, 1), np.nan, np.float32)
        with Reader() as reader:
            for layer in self.layers:
                row, col = layer.sheet.cells(np.array([[lat_deg]]), np.array([[lon_deg]]))
                if layer.sheet.fill(height_m, row, col, reader):
                    return layer
        return None


def _found(paths: Sequence[str | Path]) -> tuple[list[Path], list[Fault]]:
    found: list[Path] = []
    faults: list[Fault] = []
    for path in map(Path, paths):
        try:
            inside = [path] if path.is_file() else sorted(
                item for item in path.glob("*") if item.name.lower().endswith(SUFFIXES))
            why = "the folder holds none" if path.is_dir() else "there is no such file or folder"
        except OSError as problem:  # such as a name that is too long, or a folder that may not be read
            inside, why = [], why_not(problem)
        if not inside:
            faults.append(Fault("E0401", f"no elevation file at {path.name!r}", str(path), why,
                                "check the path, or use the terrain that is bundled"))
        found += inside
    return found, faults


def open_rasters(paths: Sequence[str | Path]) -> list[Raster]:
    """Open files and check them, all their faults at once."""
    rasters: list[Raster] = []
    found, faults = _found(paths)
    for path in found:
        try:
            rasters.append(open_raster(path))
        except OpenIADSError as error:
            faults += error.faults
    if faults:
        raise OpenIADSError(faults)
    return rasters


def open_terrain(spec: str | Path | Sequence[str | Path] = "bundled", *, ground_height_m: float = 0.0) -> Terrain:
    """Open the terrain that a user names.

    Parameters
    ----------
    spec : str, Path or sequence of them
        "bundled"; "none" (a smooth sphere); "registered" (the files of `openiads terrain add`); "auto" (those if there
        are any); or files and folders of GeoTIFF, COG, SRTM HGT, DTED. Files lie on top of the bundled grids.
    ground_height_m : float
        Height of the smooth sphere above mean sea level, for "none". [m]

    Raises
    ------
    OpenIADSError
        E0401 to E0406 and E0410, all faults at once.

    Examples
    --------
    >>> terrain = open_terrain("bundled")
    >>> terrain.info.grade, terrain.grade_at(40.08, 32.57), terrain.grade_at(52.0, 5.0)
    ('C', 'C', 'D')
    """
    if spec == "none":
        return Terrain((), ground_height_m)
    if spec == "bundled":
        return Terrain(bundled_layers())
    if spec in ("auto", "registered"):
        from openiads.earth.catalogue import registered_files

        paths: Sequence[str | Path] = registered_files()
        if not paths and spec == "auto":
            return Terrain(bundled_layers())
        if not paths:
            raise OpenIADSError([Fault("E0410", "no terrain is registered", "--terrain registered", "",
                                       "openiads terrain add FILE, or use --terrain bundled")])
    else:
        paths = [spec] if isinstance(spec, str | Path) else list(spec)
    beneath = tuple(replace(layer, fallback=True) for layer in bundled_layers())
    return Terrain((*file_layers(open_rasters(paths)), *beneath))


def check_site(terrain: Terrain, lat_deg: float, lon_deg: float, *, where: str = "") -> list[Fault]:
    """Fault when the files that a user gave know no height under the site; empty when all is well."""
    layer = terrain.layer_at(lat_deg, lon_deg)
    if not terrain.layers or (layer and not layer.fallback):
        return []
    west, south, east, north = terrain.layers[0].info.bounds
    return [Fault("E0407", f"{terrain.layers[0].name} has no data at {lat_deg:g},{lon_deg:g}", where,
                  f"it reaches from {south:g} to {north:g} N and from {west:g} to {east:g} E, voids apart",
                  f"add the tile that covers the site: openiads terrain tiles --site {lat_deg:g},{lon_deg:g}")]


def check_antenna(terrain: Terrain, lat_deg: float, lon_deg: float, antenna_amsl_m: float, *,
                  where: str = "") -> list[Fault]:
    """Fault when an antenna would lie below the ground of this terrain; empty when all is well."""
    ground_m = terrain.height_at(lat_deg, lon_deg)
    if not antenna_amsl_m < ground_m:
        return []
    return [Fault("E0408", f"the antenna at {antenna_amsl_m:.0f} m AMSL lies below the ground at {ground_m:.0f} m",
                  where,
                  f"so says {terrain.info.name} (grade {terrain.grade_at(lat_deg, lon_deg)})",
                  'give its height above ground, such as "30 m", or finer terrain')]
