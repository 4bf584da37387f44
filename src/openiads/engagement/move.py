"""Where everything that flies is at a time."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled_bare
from openiads.draws import draw

WAITING, FLYING, GONE = 0, 1, 2

_JITTER, _SILENT, _GAP = 0x6A697474, 0x73696C65, 0x676170  # purposes of draws


class Flyers(NamedTuple):
    """State of the flyers of one replicate, (F,) each."""

    state: np.ndarray  # int64 WAITING, FLYING or GONE
    start_s: np.ndarray  # with this replicate's jitter
    replies: np.ndarray  # bool; its transponder answers
    at: np.ndarray  # int64 point of its path passed last
    position_m: np.ndarray  # (F, 3)
    velocity_mps: np.ndarray  # (F, 3)


def flyers_for(count: int) -> Flyers:
    """Room for the flyers of one replicate."""
    return Flyers(np.zeros(count, np.int64), np.zeros(count), np.zeros(count, np.bool_), np.zeros(count, np.int64),
                  np.zeros((count, 3)), np.zeros((count, 3)))


@compiled_bare
def send_off(air, flyers, seed, replicate):
    """Draw when each comes and whether its transponder answers."""
    for f in range(air.pace.size):
        flyers.state[f] = WAITING
        late = 2.0 * draw(seed, replicate, air.word[f], _JITTER, 0) - 1.0
        if air.follows[f] < 0:
            flyers.start_s[f] = air.start_s[f] + late * air.jitter_s[f]
        else:
            gap = -np.log(1.0 - draw(seed, replicate, air.word[f], _GAP, 0))
            flyers.start_s[f] = flyers.start_s[air.follows[f]] + gap * air.mean_gap_s[f]
        flyers.replies[f] = air.neutral[f] and draw(seed, replicate, air.word[f], _SILENT, 0) >= air.silent[f]
        flyers.at[f] = air.first[f]


@compiled_bare
def along_path(air, f, flown, from_point):
    """Point of a path passed last at a distance flown, and the share of the way to the next."""
    k, last = from_point, air.first[f + 1] - 2
    while k < last and air.along[k + 1] <= flown:
        k += 1
    while k > air.first[f] and air.along[k] > flown:
        k -= 1
    return k, (flown - air.along[k]) / (air.along[k + 1] - air.along[k])


@compiled_bare
def place_at(air, flyers, f, t_s):
    """Where a flyer is at a time, whatever becomes of it before. [m]"""
    flown = (t_s - flyers.start_s[f]) * air.pace[f]
    k, share = along_path(air, f, flown, flyers.at[f])
    here, there = air.position_m[k], air.position_m[k + 1]
    return (here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1]),
            here[2] + share * (there[2] - here[2]))


@compiled_bare
def move(air, flyers, t_s):
    """Move everything to a time; what has come starts, and what has flown its whole path is gone."""
    for f in range(air.pace.size):
        if flyers.state[f] == GONE:
            continue
        flown = (t_s - flyers.start_s[f]) * air.pace[f]
        if flown < 0.0:
            continue
        if flown >= air.along[air.first[f + 1] - 1]:
            flyers.state[f] = GONE
            continue
        flyers.state[f] = FLYING
        k, share = along_path(air, f, flown, flyers.at[f])
        flyers.at[f] = k
        pace = air.pace[f] / (air.along[k + 1] - air.along[k])
        for axis in range(3):
            way_m = air.position_m[k + 1, axis] - air.position_m[k, axis]
            flyers.position_m[f, axis] = air.position_m[k, axis] + share * way_m
            flyers.velocity_mps[f, axis] = way_m * pace
