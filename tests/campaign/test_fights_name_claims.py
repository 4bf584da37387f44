"""Turning any one claim changes the world that is fought in exactly where the job names it."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from openiads.campaign.arms import Arm
from openiads.campaign.fight import FightJob
from openiads.campaign.stage import Ground, Worlds, components_in, sites_of
from openiads.earth.terrain import Terrain, open_terrain
from openiads.knowledge.library import Library
from openiads.knowledge.resolve import resolve
from tests.campaign.small_fight import job, raid
from tests.output.turning import turned_in

ARM = Arm("B", "one-battalion", "apart")
TURNS = (1.07, 0.6, 1.7)
STILL = {"MIS-039": "a mean speed is held against the fit, and decides it where nobody states the greatest"}


@cache
def asked() -> FightJob:
    """The second batch apart, as believed."""
    first = job(ARM)
    second = first.scenario.arms.second.model_copy(update={"arrival": "as-believed"})
    scenario = first.scenario.model_copy(update={
        "arms": first.scenario.arms.model_copy(update={"second": second})})
    return replace(first, scenario=scenario, raid=raid())


@cache
def ground_of_all() -> Terrain:
    return open_terrain(asked().scenario.terrain, ground_height_m=asked().scenario.ground_height_m or 0.0)


def worlds_of(library: Library, claim: str) -> tuple[set[Any], frozenset[str]]:
    """Worlds where everybody believes a claim, one with every witness of what it speaks for; and all claims behind."""
    plan = asked()
    beliefs = resolve(library, components_in(plan.scenario, plan.raid), n_draws=1, seed=plan.scenario.seed,
                      believe=(claim,))
    keys = beliefs.speaking(beliefs.pools)[claim]
    told = [(key, number) for key in keys for number in range(len(beliefs.pools[key]))]
    rows = beliefs.retold(np.zeros(len(told), np.int64), {
        key: np.array([number if own == key else 0 for own, number in told])
        for key, pool in beliefs.pools.items() if pool})
    sites = sites_of(plan.scenario, library, ground_of_all(), plan.raid, plan.arm, beliefs=rows)
    worlds = Worlds(Ground(plan.scenario, plan.raid, plan.arm, *sites, ground_of_all(), False, 1.0))
    found = {digest((worlds.made(draw, worlds.laydown(draw)), worlds.ground.arrives(draw)))
             for draw in range(len(told) + 1)}
    return found, frozenset(rows.claims_used())


def digest(part: Any) -> Any:
    """Every number of a world, as something that can be compared."""
    if isinstance(part, np.ndarray):
        return part.shape, part.tobytes()
    if isinstance(part, tuple):
        return tuple(digest(item) for item in part)
    return part


def walked() -> list[str]:
    plan = asked()
    beliefs = resolve(plan.library, components_in(plan.scenario, plan.raid), n_draws=1)
    return sorted(beliefs.speaking(beliefs.pools))


@pytest.mark.parametrize("claim", walked())
def test_turning_a_claim_moves_the_world_of_a_fight_that_names_it_and_no_other(claim: str) -> None:
    before, named = worlds_of(asked().library, claim)
    moved = False
    for turn in TURNS:
        moved = worlds_of(turned_in(asked().library, claim, turn), claim)[0] != before
        if moved or claim not in named:
            break
    assert moved == (claim in named and claim not in STILL)


def test_a_job_names_the_claims_of_every_draw() -> None:
    plan = asked()
    worlds = plan.worlds
    for draw in range(6):
        plan.worlds_in(draw).world(draw)
    assert plan.beliefs_read().claims_used() == worlds.ground.beliefs.claims_used()
