"""The user's own elevation files, remembered by where they lie so that `auto` terrain finds them."""

import os
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import tomli_w
from platformdirs import user_data_path

from openiads.earth.layers import NOTES, Grade, TerrainInfo, bundled_layers, grade_of, posting_text
from openiads.earth.raster import Bounds, Raster
from openiads.earth.terrain import open_rasters


@dataclass(frozen=True)
class Record:
    """One registered elevation file."""

    path: str
    sha256: str
    grade: Grade
    posting_text: str
    bounds: Bounds

    @property
    def present(self) -> bool:
        """Whether the file still lies where it was."""
        return Path(self.path).is_file()


def registry_path() -> Path:
    """Return the file that remembers; `OPENIADS_DATA_DIR` overrides its folder."""
    override = os.environ.get("OPENIADS_DATA_DIR")
    return (Path(override) if override else user_data_path("openiads")) / "terrain.toml"


def list_terrain() -> tuple[Record, ...]:
    """Registered files, those that have gone included."""
    path = registry_path()
    if not path.exists():
        return ()
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("file", [])
    return tuple(Record(**{**entry, "bounds": tuple(entry["bounds"])}) for entry in entries)


def registered_files() -> tuple[Path, ...]:
    """Registered files that are still there."""
    return tuple(Path(record.path) for record in list_terrain() if record.present)


def _record(raster: Raster) -> Record:
    return Record(str(raster.path.resolve()), raster.sha256, grade_of(raster.posting_m),
                  posting_text(raster.posting_m), raster.bounds_deg)


def add_terrain(paths: str | Path | Sequence[str | Path]) -> tuple[Record, ...]:
    """Check files or folders and remember where they lie; the files themselves stay in place.

    Parameters
    ----------
    paths : path or sequence of paths
        GeoTIFF, COG, SRTM HGT or DTED files, or folders of them.

    Returns
    -------
    tuple of Record
        What was added; a file that was known already is described anew.

    Raises
    ------
    OpenIADSError
        E0401 to E0406, all faults of all files at once; nothing is remembered then.
    """
    added = tuple(_record(raster) for raster in open_rasters([paths] if isinstance(paths, str | Path) else paths))
    kept = {record.path: record for record in (*list_terrain(), *added)}
    entries = [{**asdict(kept[path]), "bounds": list(kept[path].bounds)} for path in sorted(kept)]
    path = registry_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.part")
    temporary.write_text(tomli_w.dumps({"file": entries}), encoding="utf-8")
    temporary.replace(path)
    return added


def describe(path: str | Path) -> tuple[TerrainInfo, ...]:
    """Describe elevation files, or the bundled grids for "bundled", without registering them.

    Examples
    --------
    >>> [info.grade for info in describe("bundled")]
    ['C', 'D']
    """
    if path == "bundled":
        return tuple(layer.info for layer in bundled_layers())
    described = []
    for raster in open_rasters([path]):
        grade = grade_of(raster.posting_m)
        described.append(TerrainInfo(raster.path.name, grade, posting_text(raster.posting_m),
                                     f"the user's {raster.driver} file", "as its publisher states", NOTES[grade],
                                     raster.sha256, raster.bounds_deg))
    return tuple(described)
