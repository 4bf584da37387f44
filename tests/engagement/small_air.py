"""A small air that several tests look at: one straight flyer, one that turns."""

import numpy as np

from openiads.draws import word
from openiads.engagement.arrays import Air


def air(*paths, pace=250.0, start_s=0.0, jitter_s=0.0, neutral=False, silent=0.0):
    """Flyers along paths of points (n, 3) in the frame. [m]"""
    points = [np.asarray(path, dtype=float) for path in paths]
    along = [np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))]) for path in points]
    count = len(points)

    def each(value, kind=float):
        return np.full(count, value, dtype=kind)

    return Air(
        np.concatenate([[0], np.cumsum([len(path) for path in points])]).astype(np.int64), np.concatenate(along),
        np.concatenate(points), np.concatenate(points)[:, 2].copy(), each(pace), each(start_s),
        each(-1, np.int64), each(0.0), each(jitter_s),
        np.array([line[-1] for line in along]), each(0.0), each(silent), each(neutral, np.bool_), each(0, np.int64),
        np.array([word(f"flyer-{i}") for i in range(count)], dtype=np.uint32))


STRAIGHT = [(0.0, y, 5000.0) for y in np.linspace(100e3, 0.0, 201)]
BENT = [(0.0, 50e3, 1000.0), (0.0, 30e3, 1000.0), (20e3, 30e3, 1000.0)]
