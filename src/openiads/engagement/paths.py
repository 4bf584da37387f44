"""Paths of a raid as arrays: what does not depend on what is believed, and the pace that does."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from openiads.draws import word
from openiads.engagement.arrays import Air
from openiads.engagement.frame import Frame
from openiads.scenario.flights import Flight


class Ways(NamedTuple):
    """Points of the paths of all flights, those that several flights share only once; D of them."""

    lat_deg: np.ndarray  # (D,)
    lon_deg: np.ndarray  # (D,)
    altitude_amsl_m: np.ndarray  # (D,)
    of: np.ndarray  # (K,) which of them each point of each flight is


def ways_of(flights: Sequence[Flight]) -> Ways:
    """Points of all paths, each path once."""
    paths = {id(flight.path): flight.path for flight in flights}
    first = dict(zip(paths, np.cumsum([0, *(path.along.size for path in paths.values())]), strict=False))

    def joined(part: str) -> np.ndarray:
        return np.concatenate([getattr(path, part) for path in paths.values()])

    of = np.concatenate([first[id(flight.path)] + np.arange(flight.path.along.size) for flight in flights])
    return Ways(joined("lat_deg"), joined("lon_deg"), joined("altitude_amsl_m"), of)


def air_of(flights: Sequence[Flight], ways: Ways, frame: Frame, classes: Sequence[str]) -> Air:
    """Everything that flies as arrays, all but its pace and start, which are NaN until `paced` gives them."""
    lengths = [flight.path.along.size for flight in flights]
    unknown = np.full(len(flights), np.nan)
    rows = {flight.id: row for row, flight in enumerate(flights)}
    return Air(
        first=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        along=np.concatenate([flight.path.along for flight in flights]).astype(float),
        position_m=frame.position_m(ways.lat_deg, ways.lon_deg, ways.altitude_amsl_m)[ways.of],
        altitude_amsl_m=ways.altitude_amsl_m.astype(float)[ways.of],
        pace=unknown, start_s=unknown,
        follows=np.array([rows.get(flight.follows, -1) for flight in flights], dtype=np.int64),
        mean_gap_s=np.array([flight.mean_gap_s for flight in flights]),
        jitter_s=np.array([flight.jitter_s for flight in flights]),
        leaks_at=np.array([flight.leaks_at for flight in flights]),
        turns_away=np.array([flight.turns_away for flight in flights]),
        silent=np.array([flight.silent for flight in flights]),
        neutral=np.array([flight.neutral for flight in flights]),
        target_class=np.array([classes.index(flight.target) for flight in flights], dtype=np.int64),
        word=np.array([word(flight.id) for flight in flights], dtype=np.uint32),
    )


def paced(air: Air, flights: Sequence[Flight], speed_mps: Mapping[str, float]) -> Air:
    """The same air at the speeds that one draw believes of each class; a flight's own speed comes before it. [m/s]"""
    pace = np.array([1.0 if flight.keeps_time else flight.speed_mps or speed_mps[flight.target] for flight in flights])
    start_s = np.array([
        flight.start_s if flight.meets_at_s is None else flight.meets_at_s - flight.leaks_at / pace[number]
        for number, flight in enumerate(flights)
    ])
    return air._replace(pace=pace, start_s=start_s)
