"""Recorded flights of airliners, from CSV or a table of the traffic library, with times from the first row on."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from openiads.constants import FOOT_M
from openiads.errors import fault

Recording = tuple[str, np.ndarray, np.ndarray, np.ndarray, np.ndarray]

NAMES = {
    "time": ("timestamp", "time", "time_s", "t"),
    "id": ("flight_id", "icao24", "callsign", "id"),
    "lat": ("latitude", "lat", "lat_deg"),
    "lon": ("longitude", "lon", "lon_deg"),
    "feet": ("altitude", "geoaltitude", "altitude_ft"),
    "metres": ("altitude_m", "altitude_amsl_m"),
}
GAP_S = 120.0  # a flight that is not heard for longer is two flights


def recorded_flights(file: str) -> Iterator[Recording]:
    """Flights of a file: name, latitude, longitude [deg], altitude above sea level [m], time [s].

    Parameters
    ----------
    file : str
        CSV with a header. Columns are those of the traffic library (timestamp, icao24 or callsign, latitude, longitude,
        altitude in feet), or `time_s`, `id`, `lat`, `lon`, `altitude_m`.

    Raises
    ------
    OpenIADSError
        E0101 where the file cannot be read, E0318 where a column is missing or a cell is no number.
    """
    try:
        with Path(file).open(encoding="utf-8", newline="") as text:
            table = csv.DictReader(text)
            columns = _columns(table.fieldnames or [], file)
            rows = [_row(row, columns, file, table.line_num) for row in table if _known(row, columns)]
    except (OSError, UnicodeDecodeError) as problem:
        raise fault("E0101", f"no recorded flights {file!r}", where=file,
                    why=getattr(problem, "strerror", None) or "it is not UTF-8 text", fix="give a CSV file") from None
    if not rows:
        raise fault("E0318", "no flight in the file", where=file, why="no row has a time, a place and an altitude",
                    fix="check the columns")
    begin_s = min(row[1] for row in rows)
    for name in dict.fromkeys(row[0] for row in rows):
        mine = sorted(row[1:] for row in rows if row[0] == name)
        cells = np.array(mine, dtype=float)
        cells = cells[np.concatenate([[True], np.diff(cells[:, 0]) > 0])]
        pieces = np.split(cells, np.flatnonzero(np.diff(cells[:, 0]) > GAP_S) + 1)
        for number, piece in enumerate(pieces):
            if len(piece) > 1:
                label = name if len(pieces) == 1 else f"{name}/{number + 1}"
                yield label, piece[:, 1], piece[:, 2], piece[:, 3], piece[:, 0] - begin_s


def _columns(given: Any, file: str) -> dict[str, str]:
    found = {key: next((name for name in names if name in given), "") for key, names in NAMES.items()}
    missing = [key for key in ("time", "id", "lat", "lon") if not found[key]]
    if not found["feet"] and not found["metres"]:
        missing.append("altitude")
    if missing:
        raise fault("E0318", f"column {missing[0]} is missing", where=file,
                    why=f"the header has {', '.join(given) or 'nothing'}",
                    fix="name columns timestamp, icao24, latitude, longitude, altitude as the traffic library does")
    return found


def _known(row: dict[str, Any], columns: dict[str, str]) -> bool:
    needed = (columns["time"], columns["lat"], columns["lon"], columns["metres"] or columns["feet"])
    return all((row.get(name) or "").strip().lower() not in ("", "nan", "none") for name in needed)


def _row(row: dict[str, Any], columns: dict[str, str], file: str, line: int) -> tuple[str, float, float, float, float]:
    try:
        height_m = float(row[columns["metres"]]) if columns["metres"] else float(row[columns["feet"]]) * FOOT_M
        return (row[columns["id"]] or "unnamed", _seconds(row[columns["time"]]), float(row[columns["lat"]]),
                float(row[columns["lon"]]), height_m)
    except ValueError as problem:
        raise fault("E0318", "a cell is not understood", where=f"{file}:{line}", why=str(problem),
                    fix="times are seconds or ISO 8601, places degrees, altitudes numbers") from None


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return datetime.fromisoformat(text.strip()).timestamp()
