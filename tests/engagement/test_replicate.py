"""Whole fights: the same luck gives the same fight, each cause shows, and every choice of the defence matters."""

import numpy as np
import pytest

from openiads.engagement.log import TRACK_DROPPED
from openiads.engagement.replicate import replicate, room_for
from openiads.engagement.run import fight_many as fight_and_tell
from openiads.engagement.units import (
    CUT_OFF,
    HELD,
    KILLED,
    LEAKED,
    MISSED,
    NEVER_SEEN,
    NO_CHANNEL,
    NO_ROUND,
    NOT_NEEDED,
    OUT_OF_REACH,
    STILL_ENGAGED,
    TAKEN_FOR_NEUTRAL,
    TOO_LATE,
    TURNED_AWAY,
    UNSENT,
)
from openiads.scenario.doctrine import Doctrine, Identity, Loss
from tests.engagement.raid_text import NORTH_SOUTH, entry
from tests.engagement.small_world import HIDDEN, RAID, changed, fates, laydown, world

AIRWAY = entry("airways", id="north-south", points=NORTH_SOUTH, altitude="FL350", every="6 min")


@pytest.fixture(scope="module")
def plain():
    return world()


def fight_many(fought, seed, numbers, threads=2):
    outcomes, _ = fight_and_tell(fought, seed, numbers, threads)
    return outcomes


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_a_replicate_is_the_same_whatever_ran_before(plain):
    room = room_for(plain)
    for number in (5, 3, 5):
        replicate(plain, room, np.uint64(1), number)
    again, _ = fates(plain, 1, 5)
    assert same(room.fates, again)


def test_threads_and_order_do_not_change_a_bit(plain):
    one = fight_many(plain, 9, range(12), threads=1)
    for other in (fight_many(plain, 9, range(12), threads=3), fight_many(plain, 9, range(12), threads=8)):
        assert same(one, other)
    backwards = fight_many(plain, 9, range(11, -1, -1), threads=2)
    assert same(one, [part[::-1] for part in backwards])


def test_another_seed_or_number_is_another_fight(plain):
    one = fight_many(plain, 9, range(8), threads=2)
    assert not same(one, fight_many(plain, 10, range(8), threads=2))
    assert len({part.tobytes() for part in one.seen_s}) == 8


def test_each_raider_has_one_end_and_one_cause(plain):
    found = fight_many(plain, 3, range(20), threads=2)
    assert (found.end != UNSENT).all()
    killed = found.end == KILLED
    assert (found.cause[killed] == NOT_NEEDED).all()
    assert (found.cause[~killed] != NOT_NEEDED).all()
    assert (found.fired_s[killed] < found.end_s[killed]).all()
    assert (found.seen_s <= found.tracked_s).all()
    assert (found.tracked_s <= found.fired_s).all()
    assert (found.left_out == 0).all()


def test_rounds_that_left_are_rounds_that_flew(plain):
    found = fight_many(plain, 3, range(20), threads=2)
    spent = 2 * 16 - found.rounds_left.sum(axis=(1, 2))
    assert (found.shots.sum(axis=1) <= spent).all()
    assert spent.min() >= 8


@pytest.mark.parametrize(("change", "cause"), [
    ({"force": laydown(floor=HIDDEN)}, NEVER_SEEN),
    ({"doctrine": Doctrine(weapons_control="hold", last_chance="0 s")}, HELD),
    ({"force": laydown(rounds=0)}, NO_ROUND),
    ({"doctrine": Doctrine(identity=Identity(prior=-20.0))}, TAKEN_FOR_NEUTRAL),
    ({"believed": {"fire-unit.reaction_time": 4000.0}}, OUT_OF_REACH),
    ({"doctrine": Doctrine(losses=(Loss(component="55K6E"), Loss(component="92N6E")))}, None),
])
def test_each_way_not_to_be_engaged_has_its_name(change, cause):
    found, left = fates(world(**change))
    assert (found.end == LEAKED).all()
    assert (found.shots == 0).all()
    if cause is not None:
        assert (found.cause == cause).mean() >= 0.75
    assert left in (32, 0)


def test_with_few_channels_some_wait():
    text = changed(RAID, count="24", abreast="12", interval='"5 s"')
    few = fight_many(world(text, believed={"fire-unit.channels": 1.0}), 1, range(6), threads=2)
    many = fight_many(world(text), 1, range(6), threads=2)
    assert (few.cause[few.end == LEAKED] == NO_CHANNEL).any()
    assert (few.end == LEAKED).sum() > (many.end == LEAKED).sum()


def test_luck_without_kills_is_only_misses():
    found = fight_many(world(believed={"48N6E3.kill_probability_aircraft": 0.0}), 1, range(4), threads=2)
    assert not (found.end == KILLED).any()
    assert set(np.unique(found.cause)) <= {MISSED, STILL_ENGAGED, TOO_LATE, NO_ROUND, OUT_OF_REACH}


def leakers(fought, runs=30):
    found = fight_many(fought, 5, range(runs), threads=2)
    return float((found.end == LEAKED).sum(axis=1).mean()), found


WEAK = {"48N6E3.kill_probability_aircraft": 0.35}
DENSE = changed(RAID, count="24", abreast="6", interval='"5 s"')


@pytest.fixture(scope="module")
def dense():
    return leakers(world(DENSE, believed=WEAK))


@pytest.mark.parametrize("choice", [
    {"fire": "salvo"}, {"rounds": 3}, {"weapons_control": "hold"}, {"tight_above": 9.0}, {"assignment": "rule"},
    {"assessment_time": "60 s"}, {"miss_taken_for_kill": 0.9}, {"kill_taken_for_miss": 0.9},
    {"identity": Identity(prior=-5.0)}, {"identity": Identity(no_reply=-3.0)}, {"identity": Identity(inbound=-9.0)},
    {"losses": (Loss(component="91N6E", at="60 s"),)}, {"losses": (Loss(component="55K6E", at="60 s"),)},
    {"losses": (Loss(component="fire-unit", at="90 s"),)},
])
def test_every_choice_of_the_defence_changes_an_outcome(dense, choice):
    _, before = dense
    _, after = leakers(world(DENSE, doctrine=Doctrine(**choice), believed=WEAK))
    assert not same(before[1:], after[1:])


def test_own_looks_are_waited_for_where_remote_tracks_do_not_count():
    remote = fight_many(world(doctrine=Doctrine(engage_on_remote=True)), 5, range(6), threads=2)
    own = fight_many(world(), 5, range(6), threads=2)
    assert own.fired_s.min() >= remote.fired_s.min()
    assert not same(own[1:], remote[1:])


@pytest.mark.parametrize(("keys", "grows"), [
    ({"48N6E3.kill_probability_aircraft": 0.1}, True), ({"48N6E3.kill_probability_aircraft": 0.95}, False),
    ({"fire-unit.reaction_time": 400.0}, True), ({"fire-unit.launch_interval": 60.0}, True),
    ({"fire-unit.channels": 1.0}, True), ({"f-16.rcs": 1e-5}, True),
])
def test_what_is_believed_moves_the_leakers_the_right_way(dense, keys, grows):
    before, _ = dense
    after, _ = leakers(world(DENSE, believed={**WEAK, **keys}))
    assert (after > before) == grows


def test_those_that_may_break_off_do():
    found = fight_many(world(changed(DENSE, turns_away="1.0"), believed=WEAK), 5, range(6), threads=2)
    assert (found.end == TURNED_AWAY).any()
    assert not (found.end == LEAKED)[found.cause == MISSED].any()


def test_an_airliner_that_answers_is_left_alone_and_a_silent_one_off_its_way_is_not_always():
    answering = world(RAID + AIRWAY)
    found = fight_many(answering, 5, range(6), threads=2)
    assert (found.shots[:, answering.air.neutral] == 0).all()
    silent = world(RAID + AIRWAY + "silent = 1.0\n", doctrine=Doctrine(identity=Identity(on_airway=0.0, prior=2.0)))
    mistaken = fight_many(silent, 5, range(6), threads=2)
    assert (mistaken.shots[:, silent.air.neutral] > 0).any()


def test_units_that_are_cut_off_fire_at_the_same_targets_twice():
    _, alone = leakers(world(doctrine=Doctrine(losses=(Loss(component="55K6E"),))), runs=6)
    _, together = leakers(world(), runs=6)
    assert alone.shots.sum() > together.shots.sum()
    assert CUT_OFF not in np.unique(together.cause)


def test_names_decide_luck_and_order_does_not():
    """Flyers in another order: the same plots, so the same tracks and the same fates, byte for byte."""
    text = RAID + changed(RAID[RAID.index("[[groups]]"):], id='"south"', bearing='"170 deg"')
    blocks = text.split("[[groups]]")
    turned = "[[groups]]".join([blocks[0], blocks[2].rstrip() + "\n\n", blocks[1]])
    one, other = world(text), world(turned)
    rooms = room_for(one), room_for(other)
    replicate(one, rooms[0], np.uint64(4), 2)
    replicate(other, rooms[1], np.uint64(4), 2)
    order = [int(np.flatnonzero(other.air.word == name)[0]) for name in one.air.word]
    assert order != sorted(order)
    for mine, theirs in zip(rooms[0].fates, rooms[1].fates, strict=True):
        assert np.array_equal(mine, theirs[order])
    live = rooms[0].pictures.status != 0
    assert live.any()
    assert rooms[0].pictures.estimate[live].tobytes() == rooms[1].pictures.estimate[live].tobytes()


def test_a_reload_brings_rounds_once_the_tubes_are_empty():
    text = changed(RAID, count="24", interval='"20 s"')
    believed = {"fire-unit.reload_time": 60.0, **WEAK}
    once = fight_many(world(text, force=laydown(rounds=4), believed=believed), 1, range(6), threads=2)
    twice = fight_many(world(text, force=laydown(rounds=4, spare=4), believed=believed), 1, range(6), threads=2)
    slow = fight_many(world(text, force=laydown(rounds=4, spare=4), believed=WEAK), 1, range(6), threads=2)
    assert np.isfinite(once.empty_at_s).all()
    assert twice.shots.sum() > once.shots.sum()
    assert same(once[1:], slow[1:])  # forty minutes are longer than the raid


def test_a_jammer_hides_what_flies_behind_it_most():
    jammer = """
[[jammers]]
id = "off"
position = "41.5,32.34"
altitude = "9000 m AMSL"
jam_to_noise_db = 60.0
at = "170 km"
"""
    clear, jammed = world(), world(RAID + jammer)
    weaker = world((RAID + jammer).replace("60.0", "20.0"))
    wider = world(RAID + jammer + "sidelobe_db = 0.0\n")
    assert (jammed.sight.pd <= clear.sight.pd).all()
    assert jammed.sight.pd.sum() < weaker.sight.pd.sum() < clear.sight.pd.sum()
    assert wider.sight.pd.sum() < jammed.sight.pd.sum()


def test_orders_to_hold_end_where_the_last_chance_begins():
    held = fight_many(world(doctrine=Doctrine(weapons_control="hold", last_chance="0 s")), 5, range(4), threads=2)
    late = fight_many(world(doctrine=Doctrine(weapons_control="hold", last_chance="200 s")), 5, range(4), threads=2)
    assert (held.shots == 0).all()
    assert (late.shots > 0).any()


def test_a_radar_too_weak_to_see_costs_no_track():
    """Beside a radar that holds a target, another that seldom sees it makes tracks neither later nor shorter."""
    text = changed(RAID, target='"cruise-missile"', altitude='"9000 m AMSL"', start='"190 km"', count="4")
    calm = Doctrine(weapons_control="hold", last_chance="0 s", false_alarms=0.0)
    one, both = (fight_and_tell(world(text, calm, laydown(search=search)), 3, range(40), 2)
                 for search in (("91N6E",), ("91N6E", "96L6E")))
    first_s = [float(np.median(np.where(np.isfinite(outcomes.tracked_s), outcomes.tracked_s, np.inf)))
               for outcomes, _ in (one, both)]
    dropped = [int((events.event == TRACK_DROPPED).sum()) for _, events in (one, both)]
    assert first_s[1] <= first_s[0] + 1.0
    assert dropped[1] <= 1.25 * dropped[0] + 4
