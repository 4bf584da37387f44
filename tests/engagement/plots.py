"""Plots of made-up targets for the tests of the tracker, and a loop that feeds them in."""

from typing import NamedTuple

import numpy as np

from openiads.engagement.tracker import (
    CONFIRMED,
    Scratch,
    TrackerSettings,
    Tracks,
    empty_scratch,
    empty_tracks,
    update_tracks,
)

SIGMA_M = 50.0
ROUND = np.array([1.0, 0.0, 0.0, 1.0, 0.0, 1.0]) * SIGMA_M**2
PLAIN = TrackerSettings(np.array([10.0]))
MIXED = TrackerSettings(np.array([1.0, 2000.0]))


class Plots(NamedTuple):
    """Plots of one call."""

    positions_m: np.ndarray  # (P, 3)
    covariances_m2: np.ndarray  # (P, 6)
    times_s: np.ndarray  # (P,)
    looks: np.ndarray  # (P,)


def plots_of(positions_m, times_s, looks=0):
    """Plots with round errors; times and looks may be one for all."""
    positions_m = np.asarray(positions_m, dtype=float).reshape(-1, 3)
    count = len(positions_m)
    return Plots(positions_m, np.tile(ROUND, (count, 1)), np.full(count, 0.0) + times_s,
                 np.full(count, 0, np.int64) + looks)


class Picture:
    """A table of tracks and what it has been fed."""

    def __init__(self, settings: TrackerSettings = PLAIN, capacity: int = 64, slots: int = 4, most: int = 256) -> None:
        self.settings = settings
        self.tracks: Tracks = empty_tracks(settings, capacity, slots)
        self.scratch: Scratch = empty_scratch(settings, capacity, slots, most)

    def feed(self, plots: Plots, now_s: float | None = None, looked: bool | np.ndarray = True) -> np.ndarray:
        """One call; the row that each plot was given to."""
        given = np.empty(len(plots.times_s), np.int64)
        now_s = float(plots.times_s.max()) if now_s is None else now_s
        mask = np.full(self.tracks.status.size, False) | looked
        update_tracks(self.settings, self.tracks, self.scratch, now_s, *plots, mask, given)
        return given

    @property
    def confirmed(self) -> np.ndarray:
        """Rows of the confirmed tracks."""
        return np.flatnonzero(self.tracks.status == CONFIRMED)

    def living(self) -> list[np.ndarray]:
        """What the table says of the tracks that live, field by field."""
        alive = self.tracks.status > 0
        return [getattr(self.tracks, name)[alive] for name in (
            "status", "number", "history", "plots", "score", "estimate", "modes", "records", "time_s", "head")]


def flights(count: int, scans: int, seed: int, interval_s: float = 4.0) -> np.ndarray:
    """Straight flights at random places, (scans, count, 3). [m]"""
    random = np.random.default_rng(seed)
    start_m = np.column_stack([random.uniform(-80e3, 80e3, (count, 2)), random.uniform(2e3, 10e3, count)])
    velocity_mps = np.column_stack([random.uniform(-300, 300, (count, 2)), np.zeros(count)])
    return start_m + velocity_mps * (interval_s * np.arange(scans))[:, None, None]
