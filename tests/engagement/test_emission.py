"""Radars that keep silent, and what homes on those that do not."""

from dataclasses import replace

import numpy as np
import pytest

from openiads.earth.terrain import open_terrain
from openiads.engagement.cautions import cautions_of
from openiads.engagement.log import EVENTS, SILENCES
from openiads.engagement.replicate import replicate, room_for
from openiads.engagement.run import fight_many
from openiads.engagement.units import LEAKED
from openiads.scenario.doctrine import Doctrine, Identity, Loss
from openiads.scenario.files import read_raid
from openiads.scenario.flights import flights_of
from tests.engagement.raid_text import entry
from tests.engagement.small_world import LAT_DEG, RAID, changed, laydown, world

BOTH = ("91N6E", "96L6E")
HOMING = changed(RAID, target='"anti-radiation"', count="4", interval='"5 s"', homes_on='"91N6E"', strikes="1.0")
HOMING_BEFORE = RAID + entry(
    "groups", id="homing", target="anti-radiation", count=2, asset="city", bearing="10 deg", start="90 km",
    altitude="8000 m AMSL", starts_at="0 s", homes_on="92N6E", strikes=1.0)
NO_KILLS = {"48N6E3.kill_probability_aircraft": 0.0, "48N6E3.kill_probability_cruise": 0.0}
RUNS = range(6)


def fought(text=RAID, force=None, believed=None, **doctrine):
    given = world(text, Doctrine(**doctrine), force or laydown(search=BOTH), believed)
    return *fight_many(given, 3, RUNS, 2), given


def times(events, word, *, radar=None):
    chosen = events.event == EVENTS.index(word)
    return events.t_s[chosen & (events.radar == radar) if radar is not None else chosen]


def causes(events, word):
    return {SILENCES[cause] for cause in events.cause[events.event == EVENTS.index(word)]}


def test_a_radar_that_waits_is_silent_until_another_sees_something():
    _, events, _ = fought(emission="on-cue", silent=("91N6E",))
    assert len(times(events, "shut down", radar=0)) == len(RUNS)
    assert causes(events, "shut down") == {"by orders"}
    assert causes(events, "on again") == {"on cue"}
    woken_s = {run: t_s for run, t_s, event in zip(events.run, events.t_s, events.event, strict=True)
               if event == EVENTS.index("on again")}
    for run, t_s, event, radar in zip(events.run, events.t_s, events.event, events.radar, strict=True):
        if event == EVENTS.index("first seen"):
            assert radar == 1 or t_s >= woken_s[run]


def test_a_time_ends_the_silence_too():
    _, events, _ = fought(emission="on-cue", silent=BOTH, on_air_at="90 s")
    assert set(times(events, "on again")) == {90.0}
    assert causes(events, "on again") == {"its time is up"}
    assert times(events, "first seen").min() >= 90.0


def test_where_all_are_silent_nothing_is_seen_and_the_caution_says_so():
    outcomes, _, _ = fought(emission="on-cue", silent=BOTH)
    assert not np.isfinite(outcomes.seen_s).any()
    force = laydown(search=BOTH)
    assert cautions_of(force, Doctrine()) == ()
    assert "nothing will be seen" in cautions_of(force, Doctrine(emission="on-cue", silent=BOTH))[0]
    assert cautions_of(force, Doctrine(emission="on-cue", silent=("91N6E",))) == ()
    assert "no such radar" in cautions_of(force, Doctrine(emission="on-cue", silent=("64N6E",)))[0]
    assert "none is silent" in cautions_of(force, Doctrine(silent=("91N6E",)))[0]


def test_cautions_tell_of_losses_and_parts_that_are_not_there():
    lost = Doctrine(losses=tuple(Loss(component=name) for name in ("55K6E", "link", "fire-unit", "91N6E", "64N6E")))
    found = cautions_of(laydown(), lost)
    assert len(found) == 1
    assert "losses name '64N6E'" in found[0]
    assert "tell nobody" in cautions_of(laydown(post=""), Doctrine())[0]
    assert "never fire" in cautions_of(with_spares(-1), Doctrine())[0]


def test_what_homes_on_a_radar_flies_to_its_stand_and_else_to_its_asset():
    raid, terrain = read_raid(HOMING.replace('"40.0,32.0"', '"40.1,32.0"'), "raid.toml"), open_terrain("none")
    at_radar = flights_of(raid, terrain, 240.0, laydown().stands)[0]
    at_asset = flights_of(raid, terrain, 240.0, laydown(search=("96L6E",)).stands)[0]
    assert at_radar.path.lat_deg[-1] == pytest.approx(LAT_DEG, abs=1e-6)
    assert at_asset.path.lat_deg[-1] == pytest.approx(40.1, abs=1e-6)
    assert (at_radar.homes_on, at_asset.homes_on) == ("search", "")
    assert at_asset.strikes == 0.0


def test_a_radar_that_speaks_to_the_end_is_lost():
    outcomes, events, _ = fought(HOMING, believed=NO_KILLS)
    assert (outcomes.end == LEAKED).all()
    assert len(times(events, "lost", radar=0)) == len(RUNS)
    assert causes(events, "lost") == {"hit"}
    lost = {run: t_s for run, t_s, event in zip(events.run, events.t_s, events.event, strict=True)
            if event == EVENTS.index("lost")}
    first_end_s = outcomes.end_s.min(axis=1)
    assert [lost[run] for run in RUNS] == pytest.approx(first_end_s)


def test_a_radar_that_falls_silent_is_saved_as_often_as_believed():
    spared, events, _ = fought(HOMING, believed=NO_KILLS, shut_down="on-warning", silence_saves=1.0,
                               shut_down_within="40 s", shut_down_for="60 s")
    assert len(times(events, "lost")) == 0
    assert causes(events, "shut down") == {"on warning"}
    assert len(times(events, "on again")) > 0
    shut_s, on_s = times(events, "shut down", radar=0), times(events, "on again", radar=0)
    assert on_s[0] - shut_s[0] == pytest.approx(60.0, abs=1.0)
    _, lost, _ = fought(HOMING, believed=NO_KILLS, shut_down="on-warning", silence_saves=0.0, shut_down_within="40 s")
    assert len(times(lost, "lost")) > 0
    assert np.isfinite(spared.seen_s).all()


def test_a_strike_has_its_chance():
    _, events, _ = fought(changed(HOMING, strikes="0.0"), believed=NO_KILLS)
    assert len(times(events, "lost")) == 0


def test_a_unit_without_its_engagement_radar_fires_no_more():
    outcomes, events, _ = fought(force=laydown(search=BOTH), losses=(Loss(component="92N6E", at="230 s"),))
    assert (times(events, "launched") < 231.0).all()
    everything, _, _ = fought()
    assert outcomes.shots.sum() < everything.shots.sum()


def test_an_engagement_radar_that_is_hit_takes_its_rounds_along():
    _, events, _ = fought(changed(HOMING, homes_on='"92N6E"'), believed=NO_KILLS)
    _, spoken, _ = fought(changed(HOMING, homes_on='"92N6E"', strikes="0.0"), believed=NO_KILLS)
    assert len(times(events, "lost")) > 0
    assert len(times(events, "launched")) <= len(times(spoken, "launched"))


def with_spares(spares, post_spares=0):
    force = laydown(search=BOTH)
    stands = tuple(replace(item, spares=spares if item.component == "92N6E" else 0) for item in force.stands)
    return replace(force, stands=stands, spare_posts=post_spares)


def test_a_spare_engagement_radar_takes_over_from_one_that_is_hit():
    text = changed(HOMING, homes_on='"92N6E"')
    hit = {spares: fought(text, with_spares(spares), NO_KILLS, silence_saves=0.0) for spares in (0, 1, 3)}
    lost = {spares: len(times(events, "lost")) for spares, (_, events, _) in hit.items()}
    assert lost == {0: len(RUNS), 1: 2 * len(RUNS), 3: 4 * len(RUNS)}  # four home on one radar, and each strikes
    again = [len(times(events, "on again")) for _, events, _ in hit.values()]
    assert again == [0, len(RUNS), 3 * len(RUNS)]
    assert causes(hit[1][1], "on again") == {"a spare takes over"}
    first, more = (fought(HOMING_BEFORE, with_spares(spares), NO_KILLS, silence_saves=0.0)[0].shots.sum()
                   for spares in (0, 2))
    assert first < more


def test_a_loss_takes_one_engagement_radar_of_every_unit_and_the_next_the_spare():
    first, second = Loss(component="92N6E", at="100 s"), Loss(component="92N6E", at="230 s")
    _, whole, _ = fought(force=with_spares(1))
    _, one, _ = fought(force=with_spares(1), losses=(first,))
    _, both, _ = fought(force=with_spares(1), losses=(second, first))
    assert np.array_equal(times(whole, "launched"), times(one, "launched"))
    assert len(times(one, "lost")) == 0
    assert set(times(both, "lost")) == {230.0}
    assert (times(both, "launched") < 231.0).all()
    assert len(times(both, "launched")) > 0
    _, none, _ = fought(force=with_spares(-1))
    assert len(times(none, "launched")) == 0


def test_a_spare_command_post_takes_over_until_it_is_lost_too():
    first, second = Loss(component="55K6E", at="100 s"), Loss(component="55K6E", at="150 s")
    _, plain, _ = fought(force=with_spares(0), losses=(first,))
    _, spared, _ = fought(force=with_spares(0, 1), losses=(first,))
    _, both, _ = fought(force=with_spares(0, 1), losses=(first, second))
    assert set(times(plain, "cut off")) == {100.0}
    assert len(times(spared, "cut off")) == 0
    assert set(times(both, "cut off")) == {150.0}


def test_power_and_links_have_no_spares():
    for component in ("power", "link"):
        _, events, _ = fought(force=with_spares(2, 2), losses=(Loss(component=component, at="100 s"),))
        assert set(times(events, "cut off")) == {100.0}


def test_an_engagement_radar_that_waits_keeps_its_unit_from_firing():
    outcomes, events, _ = fought(emission="on-cue", silent=("92N6E",), on_air_at="280 s",
                                 identity=Identity(inbound=-9.0))
    assert (outcomes.shots == 0).all() or times(events, "launched").min() >= 280.0
    woken, events, _ = fought(emission="on-cue", silent=("92N6E",))
    assert times(events, "on again").min() < times(events, "launched").min()
    assert (woken.shots > 0).any()


def test_a_room_keeps_nothing_of_the_world_that_it_served_before():
    one = world(HOMING, Doctrine(emission="on-cue", silent=("91N6E",)), laydown(search=BOTH), NO_KILLS)
    other = world(HOMING, Doctrine(link_loss=0.3), laydown(search=BOTH), {**NO_KILLS, "91N6E.scan_period": 7.0})
    used, fresh = room_for(one), room_for(other)
    replicate(one, used, np.uint64(3), 0)
    for room in (used, fresh):
        replicate(other, room, np.uint64(3), 1)
    for mine, theirs in zip(used.fates, fresh.fates, strict=True):
        assert np.array_equal(mine, theirs)


def test_the_same_on_any_number_of_threads():
    given = world(HOMING, Doctrine(shut_down="on-warning", emission="on-cue", silent=("91N6E",)), laydown(search=BOTH))
    one, many = (fight_many(given, 3, range(8), threads) for threads in (1, 5))
    for mine, theirs in zip((*one[0], *one[1]), (*many[0], *many[1]), strict=True):
        assert np.array_equal(mine, theirs)
