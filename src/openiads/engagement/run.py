"""Many replicates of one world, in ranges on threads; what comes out does not depend on how they are shared."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled
from openiads.engagement.replicate import Room, World, replicate, room_for


class Outcomes(NamedTuple):
    """What became of everything in each of n replicates; F flyers, U fire units, M missile types."""

    number: np.ndarray  # (n,) replicate
    end: np.ndarray  # (n, F) int8, of `units.ENDS`
    end_s: np.ndarray  # (n, F)
    cause: np.ndarray  # (n, F) int8, of `units.CAUSES`
    seen_s: np.ndarray  # (n, F)
    tracked_s: np.ndarray  # (n, F)
    fired_s: np.ndarray  # (n, F)
    shots: np.ndarray  # (n, F) int16
    rounds_left: np.ndarray  # (n, U, M) int32
    empty_at_s: np.ndarray  # (n, U)
    left_out: np.ndarray  # (n,) plots and pairs that found no room


def outcomes_for(world: World, numbers: Sequence[int]) -> Outcomes:
    """Room for the outcomes of some replicates."""
    n, flyers = len(numbers), world.air.pace.size
    fire_units, missiles = world.units.rounds.shape

    def each(kind: type) -> np.ndarray:
        return np.zeros((n, flyers), kind)

    return Outcomes(
        np.array(numbers, dtype=np.int64), each(np.int8), each(float), each(np.int8), each(float), each(float),
        each(float), each(np.int16), np.zeros((n, fire_units, missiles), np.int32), np.zeros((n, fire_units)),
        np.zeros(n, np.int64))


@compiled
def _fight_range(world, room, seed, outcomes, first, last):
    for i in range(first, last):
        replicate(world, room, seed, outcomes.number[i])
        outcomes.end[i], outcomes.end_s[i] = room.fates.end, room.fates.end_s
        outcomes.cause[i], outcomes.seen_s[i] = room.fates.cause, room.fates.seen_s
        outcomes.tracked_s[i], outcomes.fired_s[i] = room.fates.tracked_s, room.fates.fired_s
        outcomes.shots[i], outcomes.rounds_left[i] = room.fates.shots, room.state.rounds
        outcomes.empty_at_s[i] = room.state.empty_at_s
        outcomes.left_out[i] = room.plots.overflow[0]
        for n in range(room.pictures.counters.shape[0]):
            outcomes.left_out[i] += room.pictures.counters[n, 2]


def fight_many(world: World, seed: int, numbers: Sequence[int], threads: int = os.cpu_count() or 1) -> Outcomes:
    """Fight some replicates of one world.

    Parameters
    ----------
    world : World
    seed : int
        Of the study.
    numbers : sequence of int
        Which replicates; each comes out the same alone, in any order and on any number of threads.
    threads : int

    Returns
    -------
    Outcomes
        In the order of `numbers`.
    """
    outcomes = outcomes_for(world, numbers)
    threads = max(1, min(threads, len(numbers)))
    rooms: list[Room] = [room_for(world) for _ in range(threads)]
    edges = np.linspace(0, len(numbers), threads + 1).astype(int)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda i: _fight_range(world, rooms[i], np.uint64(seed), outcomes, edges[i], edges[i + 1]),
                      range(threads)))
    return outcomes
