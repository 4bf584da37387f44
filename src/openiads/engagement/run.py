"""Many replicates of one world on threads; what comes out does not depend on how they are shared."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from openiads.engagement.replicate import Room, World, replicate, room_for


class Events(NamedTuple):
    """What happened in n replicates, one replicate after the other, in the order of time; -1 where nothing applies."""

    run: np.ndarray  # (m,) replicate
    t_s: np.ndarray  # (m,)
    event: np.ndarray  # (m,) of `log.EVENTS`
    flyer: np.ndarray  # (m,)
    track: np.ndarray  # (m,)
    radar: np.ndarray  # (m,)
    unit: np.ndarray  # (m,)
    channel: np.ndarray  # (m,)
    missile: np.ndarray  # (m,)
    cause: np.ndarray  # (m,)


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
    left_out: np.ndarray  # (n,) plots, pairs and events that found no room
    due_s: np.ndarray  # (n, F) when it does what it came for, if nobody stops it; infinite for neutrals
    regret: np.ndarray  # (n,) share of the gain of the best assignments that was left; -1 where not asked for


def outcome_of(number: int, world: World, room: Room) -> Outcomes:
    """What came of the replicate that a room has fought last, without the first axis."""
    fates, state, gained = room.fates, room.state, room.choice.gained
    lost = 1.0 - gained[0] / gained[1] if gained[1] > 0.0 else 0.0
    left_out = room.plots.overflow[0] + room.log.used[1] + room.pictures.counters[:, 2].sum()
    return Outcomes(
        np.array(number), fates.end.astype(np.int8), fates.end_s.copy(), fates.cause.astype(np.int8),
        fates.seen_s.copy(), fates.tracked_s.copy(), fates.fired_s.copy(), fates.shots.astype(np.int16),
        state.rounds.astype(np.int32), state.empty_at_s.copy(), np.array(left_out),
        room.flyers.start_s + world.air.leaks_at / world.air.pace,
        np.array(lost if world.orders.tells_regret else -1.0))


def events_of(number: int, room: Room) -> Events:
    """Events of the replicate that a room has fought last, in the order of time."""
    log, used = room.log, room.log.used[0]
    order = np.argsort(log.t_s[:used], kind="stable")
    return Events(np.full(used, number, dtype=np.int64), log.t_s[order],
                  *log.what[order].T)


def gathered(fought: Sequence[tuple[Outcomes, Events]]) -> tuple[Outcomes, Events]:
    """Outcomes and events of single replicates, one after the other."""
    outcomes, events = zip(*fought, strict=True)
    return (Outcomes(*(np.stack(part) for part in zip(*outcomes, strict=True))),
            Events(*(np.concatenate(part) for part in zip(*events, strict=True))))


def fight_many(world: World, seed: int, numbers: Sequence[int],
               threads: int = os.cpu_count() or 1) -> tuple[Outcomes, Events]:
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
    Outcomes, Events
        In the order of `numbers`.
    """
    threads = max(1, min(threads, len(numbers)))

    def fight_some(first: int) -> list[tuple[Outcomes, Events]]:
        room = room_for(world)
        found = []
        for number in numbers[first::threads]:
            replicate(world, room, np.uint64(seed), number)
            found.append((outcome_of(number, world, room), events_of(number, room)))
        return found

    with ThreadPoolExecutor(threads) as pool:
        shares = list(pool.map(fight_some, range(threads)))
    fought = [shares[place % threads][place // threads] for place in range(len(numbers))]
    return gathered(fought)
