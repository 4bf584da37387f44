"""A replay as the page holds it: whole numbers, straight stretches of a path left out, plots packed."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from openiads.output.fights import FlyerPath, Picture, Replay
from openiads.output.pack import pack_u16

PATH_TOLERANCE = np.array([0.2, 0.2, 150.0])  # km, km, m: finer than a reader sees on a map of the ring
TRACK_TOLERANCE = np.array([0.4, 0.4])  # km: below a tracker's own scatter at such ranges
MOST_PLOTS = 2500  # of one replay, about 30 kB
FARTHEST_KM = 3000.0  # beyond every radar of the library
TENTH = 0.1
SHORTEST_S = 1e-6  # rows of one moment
EVENT_NAMES = ("event", "entity", "radar", "channel", "missile", "cause")


def knots(times_s: np.ndarray, values: np.ndarray, tolerance: np.ndarray) -> np.ndarray:
    """Rows between which straight lines in time stay within a tolerance of all rows left out.

    Parameters
    ----------
    times_s : (n,) array
        Never falling. [s]
    values : (n, k) array
    tolerance : (k,) array
        Largest distance from the line, in the units of each column.

    Returns
    -------
    numpy.ndarray
        (m,) rows to keep, the first and the last among them.

    Examples
    --------
    >>> t = np.arange(5.0)
    >>> knots(t, np.column_stack([[0.0, 1.0, 2.0, 3.0, 0.0]]), np.array([0.1])).tolist()
    [0, 3, 4]
    """
    keep = {0, len(times_s) - 1}
    spans = [(0, len(times_s) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        span_s = max(times_s[last] - times_s[first], SHORTEST_S)
        along = (times_s[first : last + 1] - times_s[first]) / span_s
        line = values[first] + along[:, None] * (values[last] - values[first])
        off = (np.abs(values[first : last + 1] - line) / tolerance).max(axis=1)
        worst = first + int(off.argmax())
        if off.max() > 1:
            keep.add(worst)
            spans += [(first, worst), (worst, last)]
    return np.array(sorted(keep))


def _flat(*columns: np.ndarray) -> list[int]:
    return np.rint(np.column_stack(columns)).astype(int).ravel().tolist()


def _flyer(flyer: FlyerPath) -> dict[str, Any]:
    path = np.asarray(flyer.path, dtype=float)
    kept = path[knots(path[:, 0], path[:, 1:], PATH_TOLERANCE)]
    return {
        "id": flyer.entity, "class": flyer.target, "neutral": flyer.neutral, "end": flyer.end,
        "end_s": round(flyer.end_s, 1) if math.isfinite(flyer.end_s) else None, "cause": flyer.cause or "",
        "path": _flat(kept[:, 0], kept[:, 1] / TENTH, kept[:, 2] / TENTH, kept[:, 3]),
    }


def _events(replay: Replay) -> tuple[list[str], list[list[int]]]:
    """Names in order of appearance, and rows of t in tenths of a second, six names and the track; -1 for none."""
    names: dict[str, int] = {}

    def row_of(name: Any) -> int:
        return names.setdefault(str(name), len(names)) if name else -1

    events = replay.events
    rows = []
    for n, t_s in enumerate(events["t_s"]):
        track = events["track"][n]
        known = track is not None and track == track  # a null may arrive as NaN
        rows.append([round(t_s / TENTH), *(row_of(events[name][n]) for name in EVENT_NAMES),
                     int(track) if known else -1])
    return list(names), rows


def _tracks(picture: Picture) -> list[dict[str, Any]]:
    found = []
    for number in np.unique(picture.tracks[:, 1]).astype(int).tolist():
        rows = picture.tracks[picture.tracks[:, 1] == number]
        kept = rows[knots(rows[:, 0], rows[:, 2:4], TRACK_TOLERANCE)]
        found.append({
            "number": number, "judged": [[round(t_s, 1), word] for t_s, word in picture.judged.get(number, ())],
            "points": _flat(kept[:, 0], kept[:, 2] / TENTH, kept[:, 3] / TENTH, kept[:, 4], kept[:, 5]),
        })
    return found


def _scans_shown(picture: Picture, most: int) -> tuple[int, np.ndarray]:
    """Of how many scans one is shown, and the plots of those scans."""
    plots = np.asarray(picture.plots, dtype=float)
    turn_s = np.array([radar.scan_s or 10.0 for radar in picture.radars])
    scan = np.floor(plots[:, 0] / turn_s[plots[:, 1].astype(int)])
    every = 1
    while np.count_nonzero(scan % every == 0) > most:
        every += 1
    return every, plots[scan % every == 0]


def _picture(picture: Picture, most: int) -> dict[str, Any]:
    every, plots = _scans_shown(picture, most)
    return {
        "radars": [{"name": item.name, "east_km": round(item.east_km, 2), "north_km": round(item.north_km, 2),
                    "scan_s": item.scan_s} for item in picture.radars],
        "every": every,
        "t_s": pack_u16(plots[:, 0], scale=TENTH), "radar": pack_u16(plots[:, 1]),
        "east_km": pack_u16(plots[:, 2], scale=TENTH, offset=-FARTHEST_KM),
        "north_km": pack_u16(plots[:, 3], scale=TENTH, offset=-FARTHEST_KM),
        "tracks": _tracks(picture),
    }


def replay_entry(replay: Replay, *, most_plots: int = MOST_PLOTS) -> dict[str, Any]:
    """One run as the page holds it.

    Parameters
    ----------
    replay : Replay
    most_plots : int
        Where a picture has more plots, only every second, third ... scan is kept, and "every" says so.
    """
    names, rows = _events(replay)
    raiders: Sequence[FlyerPath] = [flyer for flyer in replay.flyers if not flyer.neutral]
    return {
        "arm": replay.arm, "run": replay.run, "kind": replay.kind, "duration_s": round(replay.duration_s),
        "leakers": sum(flyer.end == "leaked" for flyer in raiders), "raiders": len(raiders),
        "units": [{"id": unit.name, "channels": unit.channels, "rounds": unit.rounds, "reload": unit.reload_rounds}
                  for unit in replay.units],
        "flyers": [_flyer(flyer) for flyer in replay.flyers], "names": names, "events": rows,
        "picture": None if replay.picture is None else _picture(replay.picture, most_plots),
    }
