"""What happens in a replicate, event by event, and what the defenders' picture shows; both for the record only."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled_bare

(
    CAME, FIRST_SEEN, TRACKED, TRACK_DROPPED, JUDGED_HOSTILE, JUDGED_NEUTRAL, ASSIGNED, LAUNCHED, HIT, MISSED,
    TAKEN_FOR_KILLED, TAKEN_FOR_ALIVE, LET_GO, LEFT_ALONE, KILLED, LEAKED, TURNED_AWAY, EMPTY, RELOADED, CUT_OFF, LOST,
    SHUT_DOWN, ON_AGAIN, ACQUIRED,
) = range(24)
EVENTS = (
    "came", "first seen", "tracked", "track dropped", "judged hostile", "judged neutral", "assigned", "launched", "hit",
    "missed", "taken for killed", "taken for alive", "let go", "left alone", "killed", "leaked", "turned away", "empty",
    "reloaded", "cut off", "lost", "shut down", "on again", "acquired",
)
KILL, NO_KILL, NOT_MET, LOST_FROM_SIGHT, NOTHING_THERE = range(5)  # what comes of a round
RESULTS = ("", "no kill", "not met", "lost from sight", "nothing there")
BY_ORDERS, ON_WARNING, ON_CUE, TIME_IS_UP, HIT_BY_FLYER, SPARE = range(6)  # why a radar falls silent or speaks
SILENCES = ("by orders", "on warning", "on cue", "its time is up", "hit", "a spare takes over")

NONE = -1
EVENT_ROOM = 8192
TRACKS_OF_A_PICTURE = 1_000_000  # numbers of tracks of one picture end before those of the next begin
FILM_EVERY_S = 4  # from one state of the tracks to the next


class Log(NamedTuple):
    """Events of one replicate; the first `used[0]` rows, `used[1]` found no room. What does not apply is `NONE`."""

    used: np.ndarray  # (2,) int64
    t_s: np.ndarray  # (n,)
    what: np.ndarray  # (n, 8) int64: event, flyer, track, radar, unit, channel, missile, cause


class Film(NamedTuple):
    """Plots and tracks of one replicate as the defenders have them; empty rooms record nothing."""

    used: np.ndarray  # (2,) int64 rows of each
    plots: np.ndarray  # (p, 5) time, radar, east, north, up
    tracks: np.ndarray  # (q, 9) time, track, east, north, up, their rates, side: 0 unknown, 1 hostile, 2 neutral


def log_for(room: int = EVENT_ROOM) -> Log:
    """Room for the events of one replicate."""
    return Log(np.zeros(2, np.int64), np.zeros(room), np.zeros((room, 8), np.int64))


def film_for(plots: int = 0, tracks: int = 0) -> Film:
    """Room for the picture of one replicate."""
    return Film(np.zeros(2, np.int64), np.zeros((plots, 5)), np.zeros((tracks, 9)))


@compiled_bare
def note(log, t_s, event, flyer, track, radar, unit, channel, missile, cause):
    """Write an event down; tracks are numbered over all pictures, channels within their unit.

    Parameters
    ----------
    log : Log
    t_s : float
        [s]
    event : int
        Of `EVENTS`.
    flyer, track, radar, unit, channel, missile : int
        `NONE` where they have no part in it.
    cause : int
        Of `units.CAUSES` where something is left alone, of `RESULTS` where a round arrives, evidence as bits where
        a track is judged, of `SILENCES` where a radar is shut down or on again, or lost to what homes on it.
    """
    row = log.used[0]
    if row >= log.t_s.size:
        log.used[1] += 1
        return
    log.t_s[row] = t_s
    log.what[row, 0], log.what[row, 1], log.what[row, 2], log.what[row, 3] = event, flyer, track, radar
    log.what[row, 4], log.what[row, 5], log.what[row, 6], log.what[row, 7] = unit, channel, missile, cause
    log.used[0] = row + 1


@compiled_bare
def track_word(n, number):
    """Number of a track over all pictures."""
    return n * TRACKS_OF_A_PICTURE + number


@compiled_bare
def film_plots(film, plots, first):
    """Keep the plots made since a row, as long as there is room."""
    for p in range(first, plots.used[0]):
        row = film.used[0]
        if row >= film.plots.shape[0]:
            return
        film.plots[row, 0], film.plots[row, 1] = plots.t_s[p], plots.radar[p]
        for axis in range(3):
            film.plots[row, 2 + axis] = plots.position_m[p, axis]
        film.used[0] = row + 1


@compiled_bare
def film_track(film, t_s, track, state, side):
    """Keep where a track is, as long as there is room."""
    row = film.used[1]
    if row >= film.tracks.shape[0]:
        return
    film.tracks[row, 0], film.tracks[row, 1], film.tracks[row, 8] = t_s, track, side
    for part in range(6):
        film.tracks[row, 2 + part] = state[part]
    film.used[1] = row + 1
