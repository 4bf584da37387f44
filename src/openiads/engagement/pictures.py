"""Tables of tracks of several pictures, one above the other, and one of them as the tracker takes it."""

import numpy as np

from openiads.compiled import compiled_inline
from openiads.engagement.tracker import TrackerSettings, Tracks, empty_tracks


def empty_pictures(settings: TrackerSettings, pictures: int, capacity: int, slots: int) -> Tracks:
    """So many empty tables, with the picture as first axis of every array."""
    one = empty_tracks(settings, capacity, slots)
    return Tracks(*(np.stack([part] * pictures) for part in one))


@compiled_inline
def picture_at(pictures, n):
    """Table of one picture; what is written into it is written into all."""
    return Tracks(
        pictures.status[n], pictures.number[n], pictures.history[n], pictures.looks[n], pictures.misses[n],
        pictures.plots[n], pictures.score[n], pictures.born_s[n], pictures.estimate[n], pictures.head[n],
        pictures.depth[n], pictures.time_s[n], pictures.plot[n], pictures.records[n], pictures.modes[n],
        pictures.counters[n])
