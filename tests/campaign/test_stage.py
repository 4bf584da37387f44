"""Draws of belief and the worlds made of them: which run fights which, what they share, what each of them changes."""

from dataclasses import replace

import numpy as np
import pytest

from openiads.campaign.arms import Arm
from openiads.campaign.stage import DRAWS, RUNS_PER_DRAW, WORLDS_KEPT, components_in, draw_of, sites_key
from openiads.engagement.lower import BELIEVED_PK
from openiads.engagement.replicate import fits, replicate, room_for
from openiads.scenario.doctrine import Doctrine
from openiads.scenario.model import Fights
from tests.campaign.small_fight import FIRST, SECOND, changed, job, raid, scenario


def raw(record):
    """Bytes of every array and number of a record of records."""
    if not hasattr(record, "_fields"):
        return np.ascontiguousarray(record).tobytes()
    return b"".join(raw(part) for part in record)


@pytest.fixture(scope="module")
def worlds():
    return job(FIRST).worlds


def test_eight_runs_believe_the_same_and_the_first_eight_are_nominal():
    assert [draw_of(run) for run in range(3 * RUNS_PER_DRAW)] == [0] * 8 + [1] * 8 + [2] * 8
    assert RUNS_PER_DRAW * DRAWS >= 10_000  # what a campaign can ask for


def test_a_draw_believes_its_own_values(worlds):
    ground, key = worlds.ground, "f-16.rcs"
    assert ground.value(key, 0) == ground.beliefs.value(key)
    drawn = ground.beliefs.drawn(key)
    assert [ground.value(key, draw) for draw in (1, 2, DRAWS)] == [drawn[0], drawn[1], drawn[DRAWS - 1]]
    assert len({ground.value(key, draw) for draw in range(20)}) > 10


def test_worlds_of_draws_differ_in_what_is_believed_and_share_the_raid(worlds):
    nominal, one, two = (worlds.world(draw) for draw in (0, 1, 2))
    for other in (one, two):
        assert raw(other.air.position_m) == raw(nominal.air.position_m)
        assert raw(other.air.word) == raw(nominal.air.word)
        assert raw(other.sight) != raw(nominal.sight)
    assert raw(one.sight) != raw(two.sight)


def test_a_world_is_the_same_when_it_is_made_again(worlds):
    before = raw(worlds.world(1))
    for draw in range(2, 3 + WORLDS_KEPT):
        worlds.world(draw)
    assert raw(worlds.world(1)) == before


def test_nothing_dies_only_where_that_is_asked_for(worlds):
    calm = replace(job(FIRST), nothing_dies=True).worlds
    keys = [f"48N6E3.{name}" for name in BELIEVED_PK]
    assert all(calm.ground.value(key, draw) == 0.0 for key in keys for draw in (0, 3))
    assert all(worlds.ground.value(key, 0) > 0.0 for key in keys)
    assert calm.ground.value("f-16.rcs", 2) == worlds.ground.value("f-16.rcs", 2)


def test_a_missile_that_is_not_in_stock_fills_no_tube(worlds):
    ground = worlds.ground
    held = ground.stock["40N6E"]
    assert held.shape == (DRAWS + 1,)
    believed = ground.beliefs.nominal["40N6E.in_stock"].value
    assert 0.02 < believed < 0.98
    assert abs(held[1:].mean() - believed) < 3 * np.sqrt(believed * (1 - believed) / DRAWS)
    without, with_it = int(np.flatnonzero(~held)[0]), int(np.flatnonzero(held)[0])
    column = worlds.names.missiles.index("40N6E")
    tubes = scenario().order_of_battle.fire_unit
    for draw, some in ((without, False), (with_it, True)):
        rounds = worlds.world(draw).units.rounds
        assert (rounds[:, column] > 0).all() == some
        assert (rounds.sum(axis=1) == tubes.launchers.value * tubes.tubes_per_launcher.value).all()


def test_claims_of_a_draw_are_those_that_it_believes(worlds):
    ground = worlds.ground
    for draw in (0, 1, 7):
        found = ground.claims(draw)
        assert set(found) == {"91N6E", "96L6E", "92N6E", "48N6E3", "40N6E"}
        for component, ids in found.items():
            pools = [ground.beliefs.pool(f"{component}.{name}") for name in
                     (("detection_range",) if component.endswith(("N6E", "L6E")) and component != "40N6E"
                      else ("max_range", "speed_max"))]
            assert set(ids) <= {group.claim_id for pool in pools for group in pool}
    assert len({ground.claims(draw)["91N6E"] for draw in range(40)}) > 1


def test_sites_are_shared_by_doctrines_and_sizes_of_raid_and_by_nothing_else():
    one = sites_key(scenario(), raid(), FIRST, ())
    salvo = scenario().model_copy(update={"doctrine": Doctrine(fire="salvo"), "fights": Fights(runs=8),
                                          "raid": "other"})
    assert sites_key(salvo, raid().scaled(3), FIRST, ()) == one
    others = [
        sites_key(scenario().model_copy(update={"seed": 5}), raid(), FIRST, ()),
        sites_key(scenario(), raid(), SECOND, ()), sites_key(scenario(), raid(), FIRST, ("RAD-005",)),
        sites_key(scenario().model_copy(update={"refraction": 1.5}), raid(), FIRST, ()),
        sites_key(scenario(), raid().model_copy(update={"groups": (
            raid().groups[0].model_copy(update={"target": "decoy"}),)}), FIRST, ()),
    ]
    assert len({one, *others}) == 6
    here, there = (changed(job(FIRST), doctrine=Doctrine(rounds=rounds)).worlds.ground for rounds in (2, 3))
    assert here.sites is there.sites
    assert here.beliefs is there.beliefs


def test_a_reading_that_brings_nothing_needs_no_other_site():
    never = job(Arm("B", "never-arrives", "apart"))
    assert set(never.worlds.ground.sites) == set(job(FIRST).worlds.ground.sites)


def test_both_arms_meet_the_identical_raid():
    one = job(FIRST).worlds.raid_sha256()
    assert job(SECOND).worlds.raid_sha256() == one
    assert replace(job(FIRST), raid=raid().scaled(4)).worlds.raid_sha256() != one


def test_every_class_and_component_is_believed_something_about():
    found = components_in(scenario(), raid())
    assert {"f-16", "cruise-missile", "airliner", "55K6E", "91N6E", "92N6E", "48N6E3"} <= set(found)
    assert len(set(found)) == len(found)


def test_a_room_used_for_other_draws_before_gives_the_same_bytes(worlds):
    """Draws differ in channels and in where radars stand; what one leaves behind must not reach the next."""
    drawn = sorted(range(12), key=lambda draw: -int(worlds.world(draw).units.channels.max()))
    many, few = worlds.world(drawn[0]), worlds.world(drawn[-1])
    room = room_for(many)
    assert fits(few, room)
    replicate(many, room, np.uint64(1), 8 * drawn[0])
    assert room.log.used[0] > 50
    for draw in (drawn[-1], drawn[0], drawn[5], 0):
        world = worlds.world(draw)
        fresh = room_for(world)
        replicate(world, fresh, np.uint64(1), 8 * draw)
        replicate(world, room, np.uint64(1), 8 * draw)
        used = fresh.log.used[0]
        assert room.log.used[0] == used
        assert raw(fresh.log.t_s[:used]) == raw(room.log.t_s[:used])
        assert raw(fresh.log.what[:used]) == raw(room.log.what[:used])
        assert raw(fresh.fates) == raw(room.fates)
        assert raw(fresh.state) == raw(room.state)


def test_a_room_that_is_too_small_is_told():
    world = job(FIRST).worlds.world(0)
    small = world._replace(units=world.units._replace(channels=world.units.channels - 1))
    assert not fits(world, room_for(small))
    assert fits(small, room_for(world))
    assert not fits(job(SECOND).worlds.world(0), room_for(world))
