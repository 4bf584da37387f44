"""Fights row by row of beliefs that were told again: each row in a few runs, with the luck of the draw it repeats."""

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from openiads.campaign.stage import Worlds
from openiads.campaign.tables import Columns
from openiads.campaign.tell import outcomes_table, runs_table
from openiads.engagement.exposure import neutral_minutes
from openiads.engagement.replicate import Room, World, fits, replicate, room_for
from openiads.engagement.run import events_of, gathered, outcome_of

_own = threading.local()


def _room(world: World) -> Room:
    if not hasattr(_own, "room") or not fits(world, _own.room):
        _own.room = room_for(world)
    return _own.room  # type: ignore[no-any-return]


def fight_row(worlds: Worlds, row: int, runs: Sequence[int]) -> Mapping[str, Columns]:
    """Tables "runs" and "outcomes" of some runs in the world of one row; row 0 is the first after the nominal one."""
    world = worlds.world(row + 1)
    room = _room(world)
    fought = []
    for number in runs:
        replicate(world, room, np.uint64(worlds.ground.scenario.seed), number)
        fought.append((outcome_of(number, world, room), events_of(number, room)))
    outcomes, events = gathered(fought)
    return {"outcomes": outcomes_table(outcomes, row, worlds.names),
            "runs": runs_table(outcomes, events, row, worlds.names, world.units,
                               neutral_minutes(world, worlds.ground.scenario.pd))}


def fight_rows(worlds: Worlds, rows: Sequence[int], draw: np.ndarray, repeats: int,
               threads: int = os.cpu_count() or 1) -> list[Mapping[str, Columns]]:
    """Tables of some rows; rows that repeat a draw fight the same runs, so that only beliefs tell them apart.

    Parameters
    ----------
    worlds : Worlds
        Over beliefs from `Beliefs.retold`.
    rows : sequence of int
    draw : (all rows,) int
        Draw that each row repeats.
    repeats : int
        Runs of each row.
    """
    def fought(row: int) -> Mapping[str, Columns]:
        first = int(draw[row]) * repeats
        return fight_row(worlds, row, range(first, first + repeats))

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(fought, rows))
