"""One sheet of heights with its grade, and what a result must say of it."""

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import numpy as np

from openiads.earth.raster import ARCSEC_M, Bounds, Raster, open_raster
from openiads.earth.sheet import Sheet, sheets_of

Grade = Literal["A", "B", "C", "D", "none"]

GRADE_A_ARCSEC = 1.5
GRADE_B_ARCSEC = 4.0
GRADE_C_ARCSEC = 90.0

NOTES: dict[str, str] = {
    "A": "",
    "B": "",
    "C": "coarse terrain over-states low-level cover: read every covered area as \"at most\"",
    "D": "very coarse terrain over-states low-level cover two to three times: read every covered area as \"at most\"",
    "none": "no terrain: a smooth sphere, so every covered area is \"at most\"",
}


@dataclass(frozen=True)
class TerrainInfo:
    """What a result says of the ground it stands on."""

    name: str
    grade: Grade
    posting_text: str
    origin: str
    licence: str
    note: str
    sha256: str
    bounds: Bounds


def grade_of(posting_m: float) -> Grade:
    """Terrain grade by the distance between neighbouring heights.

    Examples
    --------
    >>> [grade_of(arcsec * 30.92) for arcsec in (1, 3, 60, 300)]
    ['A', 'B', 'C', 'D']
    """
    arcsec = posting_m / ARCSEC_M
    if arcsec <= GRADE_A_ARCSEC:
        return "A"
    if arcsec <= GRADE_B_ARCSEC:
        return "B"
    return "C" if arcsec <= GRADE_C_ARCSEC else "D"


def posting_text(posting_m: float) -> str:
    """Posting in words.

    Examples
    --------
    >>> posting_text(92.76)
    '3 arc-sec (about 93 m)'
    """
    arcsec = posting_m / ARCSEC_M
    angle = f"{arcsec / 60:.3g} arc-min" if arcsec >= 50 else f"{arcsec:.3g} arc-sec"
    length = f"{posting_m / 1000:.2g} km" if posting_m >= 1000 else f"{posting_m:.0f} m"
    return f"{angle} (about {length})"


@dataclass(frozen=True)
class Layer:
    """One sheet of heights with its grade and its description."""

    sheet: Sheet
    name: str
    grade: Grade
    origin: str
    licence: str
    note: str
    fallback: bool

    @cached_property
    def info(self) -> TerrainInfo:
        """The layer described, hashes of its files included."""
        rasters = self.sheet.rasters
        hashes = sorted(raster.sha256 for raster in rasters)
        sha256 = hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()
        boxes = np.array([raster.bounds_deg for raster in rasters])
        bounds = (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())
        return TerrainInfo(self.name, self.grade, posting_text(self.sheet.posting_m), self.origin, self.licence,
                           self.note, sha256, bounds)


@lru_cache(maxsize=1)
def bundled_layers() -> tuple[Layer, ...]:
    """The two grids that travel with the package, the finer first."""
    folder = Path(str(files("openiads"))) / "data/terrain"
    entries = tomllib.loads((folder / "grids.toml").read_text(encoding="utf-8"))
    return tuple(
        Layer(Sheet([open_raster(folder / entry["file"])]), entry["name"], entry["grade"], entry["origin"],
              entry["licence"], NOTES[entry["grade"]], fallback=False)
        for entry in entries.values()
    )


def file_layers(rasters: Sequence[Raster]) -> tuple[Layer, ...]:
    """Layers of the user's own files, the finest first."""
    layers = []
    for sheet in sheets_of(rasters):
        names = [raster.path.name for raster in sheet.rasters]
        shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        grade = grade_of(sheet.posting_m)
        layers.append(Layer(sheet, shown, grade, f"the user's {sheet.rasters[0].driver} files",
                            "as their publisher states", NOTES[grade], fallback=False))
    return tuple(layers)
