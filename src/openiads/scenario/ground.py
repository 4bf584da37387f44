"""What the ground says against a scenario: elevation files that cannot serve, antennas below the terrain."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from openiads.asked import read_antenna
from openiads.errors import Fault, OpenIADSError
from openiads.scenario.checks import quietly, tables
from openiads.scenario.faults import Places
from openiads.scenario.lines import Path as KeyPath
from openiads.units import Altitude, Position, parse_position, parse_quantity


def ground_faults(raw: Mapping[str, Any], base: Path, places: Places) -> Iterator[Fault]:
    """Faults of the elevation files and of the antennas over their ground.

    Parameters
    ----------
    raw : mapping
        The file as TOML reads it; it need not be valid.
    base : Path
        Folder beside which elevation files are looked for.
    places : Places
        Names the line of a key.
    """
    spec, masts = raw.get("terrain"), list(_masts(raw))
    terrain = None
    if isinstance(spec, list):
        from openiads.earth.terrain import open_rasters, open_terrain

        paths = [base / str(item) for item in spec]
        faults = []
        for index, file in enumerate(paths):
            try:
                open_rasters([file])
            except OpenIADSError as error:
                place = places.where(("terrain", index))
                faults += [replace(item, where=f"{place}; {item.where}") for item in error.faults]
        yield from faults
        terrain = None if faults else open_terrain(paths)
    elif any(mast.reference != "AGL" for _, _, mast in masts):
        terrain = _flat_or_bundled(raw)
    if isinstance(spec, list) and terrain is not None:
        from openiads.earth.terrain import check_site

        for index, site in tables(raw, "sites"):
            spot: Position | None = quietly(parse_position, site.get("position"))
            if spot is not None:
                where = places.where(("sites", index, "position"))
                yield from check_site(terrain, spot.lat_deg, spot.lon_deg, where=where)
    for path, position, mast in masts:
        yield from _mast_faults(mast, position, terrain, places.where(path))


def _flat_or_bundled(raw: Mapping[str, Any]) -> Any:
    from openiads.earth.terrain import open_terrain

    ground_m = quietly(parse_quantity, raw.get("ground_height"), "length")
    return open_terrain("none" if raw.get("terrain") == "none" else "bundled", ground_height_m=ground_m or 0.0)


def _masts(raw: Mapping[str, Any]) -> Iterator[tuple[KeyPath, Position | None, Altitude]]:
    for index, site in tables(raw, "sites"):
        antenna = site.get("antenna")
        for name, text in antenna.items() if isinstance(antenna, Mapping) else ():
            mast = quietly(read_antenna, text)
            if mast is not None:
                yield ("sites", index, "antenna", name), quietly(parse_position, site.get("position")), mast


def _mast_faults(mast: Altitude, position: Position | None, terrain: Any, where: str) -> Iterator[Fault]:
    if mast.reference != "AGL" and terrain is not None and position is not None:
        from openiads.earth.terrain import check_antenna

        yield from check_antenna(terrain, position.lat_deg, position.lon_deg, mast.value_m, where=where)
