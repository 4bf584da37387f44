"""A site's floors on ladders of position, antenna height and refraction, compiled once and kept."""

import hashlib
import json
import os
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any
from zipfile import BadZipFile

import numpy as np

from openiads.compiled import cache_root, source_fingerprint
from openiads.constants import EARTH_RADIUS_M
from openiads.coverage.floor import visibility_floor_amsl_m
from openiads.coverage.polar import PolarGrid, RasterReader
from openiads.earth.geodesy import bearing_and_range, destination
from openiads.earth.grid import Grid
from openiads.earth.terrain import Terrain
from openiads.physics.layered import layers_above_site, lift_floor_m

NEVER_M = 32_767  # a floor stored as this lies above every altitude that is asked for
ROUNDING_CELL_DEG = 0.01  # reported positions are published to two decimals, about 1 km


@dataclass(frozen=True)
class Refraction:
    """One rung: an effective-earth factor, for the lowest kilometre only where the air above it is layered."""

    k_factor: float
    surface_n: float
    layered: bool

    @property
    def curvature_factor(self) -> float:
        """Inverse of the effective-earth factor. [-]"""
        return 1 / self.k_factor

    def lifted_amsl_m(
        self, floor_amsl_m: np.ndarray, ground_amsl_m: float, distance_m: np.ndarray, antenna_height_m: float
    ) -> np.ndarray:
        """A floor over a constant gradient as it is where the air above the first kilometre is layered. [m]"""
        if not self.layered:
            return floor_amsl_m
        layers = layers_above_site(self.k_factor, self.surface_n, round(ground_amsl_m, -2))  # hundreds share a table
        return ground_amsl_m + lift_floor_m(floor_amsl_m - ground_amsl_m, distance_m, antenna_height_m, layers)


@dataclass(frozen=True)
class LadderSpec:
    """Everything that decides a ladder's numbers, but for the terrain's own bytes."""

    lat_deg: float
    lon_deg: float
    positions_deg: tuple[tuple[float, float], ...]
    antenna_height_m: tuple[float, ...]
    refraction: tuple[Refraction, ...]
    polar: PolarGrid
    cell_size_m: float

    def covers(self, other: "LadderSpec") -> bool:
        """Whether floors of this recipe answer for another: the same cells, antennas in between, its refractions."""
        same = replace(self, antenna_height_m=other.antenna_height_m, refraction=other.refraction) == other
        heights, wanted = self.antenna_height_m, other.antenna_height_m
        spans = heights[0] <= wanted[0] and wanted[-1] <= heights[-1]
        return same and spans and set(other.refraction) <= set(self.refraction)

    def key(self, terrain_sha256: str) -> str:
        """Name of the ladder in the cache: a hash of all that it depends on."""
        text = json.dumps([asdict(self), terrain_sha256, source_fingerprint()], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Ladder:
    """Floors of one site; P positions, M antenna heights, K refractions, B bearings, R rings."""

    spec: LadderSpec
    floor_amsl_m: np.ndarray  # (P, M, K, B, R) int16, NEVER_M where nothing below it is seen
    terrain_amsl_m: np.ndarray  # (P, B, R) int16
    ground_amsl_m: np.ndarray  # (P,) ground under the antenna

    @property
    def curvature_factor(self) -> np.ndarray:
        """1/k of each refraction rung, ascending, (K,)."""
        return np.array([rung.curvature_factor for rung in self.spec.refraction])


def rounding_cell(lat_deg: float, lon_deg: float, per_side: int = 3) -> tuple[tuple[float, float], ...]:
    """Positions that fill the rounding cell of a reported position evenly, its middle included.

    Examples
    --------
    >>> len(rounding_cell(40.08, 32.57))
    9
    """
    steps = (np.arange(per_side) - (per_side - 1) / 2) * (ROUNDING_CELL_DEG / per_side)
    return tuple((float(lat_deg + dy), float(lon_deg + dx)) for dy in steps for dx in steps)


def _floors_at(terrain: Terrain, spec: LadderSpec, position: tuple[float, float]) -> tuple[Any, ...]:
    grid = Grid.around(*position, radius_m=spec.polar.radius_m + 2 * spec.cell_size_m, cell_size_m=spec.cell_size_m)
    heights_m = terrain.heights_amsl_m(grid)
    half = grid.half_cells
    read = RasterReader(spec.polar, half, grid.cell_size_m)
    ground_m = float(heights_m[half, half])
    distance_m = np.broadcast_to(spec.polar.range_m, (spec.polar.bearings, spec.polar.rings))
    floors = np.empty((len(spec.antenna_height_m), len(spec.refraction), *distance_m.shape), np.int16)
    for m, antenna_height_m in enumerate(spec.antenna_height_m):
        for k, rung in enumerate(spec.refraction):
            floor_m = read(visibility_floor_amsl_m(
                heights_m, grid.cell_size_m, half, half, ground_m + antenna_height_m,
                effective_earth_radius_m=EARTH_RADIUS_M * rung.k_factor,
                max_range_m=spec.polar.radius_m + 2 * spec.cell_size_m, threads=1,
            ))
            floor_m = rung.lifted_amsl_m(floor_m, ground_m, distance_m, antenna_height_m)
            floors[m, k] = np.minimum(np.nan_to_num(np.ceil(floor_m), nan=NEVER_M), NEVER_M)
    return floors, np.rint(read(heights_m)).astype(np.int16), np.float64(ground_m)


def build_ladder(terrain: Terrain, spec: LadderSpec, *, keep: bool = True) -> Ladder:
    """Compile the floors of a site, or read them from the cache when nothing that they depend on has changed."""
    path = cache_root() / "floors" / f"{spec.key(terrain.info.sha256)}.npz"
    if keep and path.exists():
        try:
            with np.load(path) as stored:
                return Ladder(spec, stored["floor"], stored["terrain"], stored["ground"])
        except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error):
            path.unlink(missing_ok=True)  # a damaged cache entry is computed again
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
        parts = list(threads.map(lambda position: _floors_at(terrain, spec, position), spec.positions_deg))
    ladder = Ladder(spec, *(np.stack(part) for part in zip(*parts, strict=True)))
    if keep:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.npz")
        np.savez(temporary, floor=ladder.floor_amsl_m, terrain=ladder.terrain_amsl_m, ground=ladder.ground_amsl_m)
        temporary.replace(path)
    return ladder


def rung_of(values: np.ndarray, rungs: Sequence[float] | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lower rung and weight of the rung above for values on an ascending ladder; ends are held.

    Examples
    --------
    >>> rung, weight = rung_of(np.array([5.0, 12.0, 99.0]), [5.0, 10.0, 20.0])
    >>> rung.tolist(), weight.round(2).tolist()
    ([0, 1, 2], [0.0, 0.2, 0.0])
    """
    ladder = np.asarray(rungs, dtype=float)
    values = np.clip(values, ladder[0], ladder[-1])
    lower = np.clip(np.searchsorted(ladder, values, side="right") - 1, 0, len(ladder) - 1)
    upper = np.minimum(lower + 1, len(ladder) - 1)
    span = ladder[upper] - ladder[lower]
    weight = np.divide(values - ladder[lower], span, out=np.zeros_like(values, dtype=float), where=span > 0)
    return lower.astype(np.int64), weight


def offset_m(from_deg: tuple[float, float], spec: LadderSpec) -> tuple[np.ndarray, np.ndarray]:
    """East and north offsets of every cell of a site's polar grid from another point, (B, R) each. [m]"""
    bearing_rad, range_m = np.meshgrid(spec.polar.bearing_rad, spec.polar.range_m, indexing="ij")
    lat_deg, lon_deg = destination(spec.lat_deg, spec.lon_deg, bearing_rad, range_m)
    azimuth_rad, distance_m = bearing_and_range(*from_deg, lat_deg, lon_deg)
    return distance_m * np.sin(azimuth_rad), distance_m * np.cos(azimuth_rad)
