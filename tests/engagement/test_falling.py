"""What falls: the course that a track of it is given, and batteries that fire at it."""

import numpy as np
import pytest

from openiads.engagement.command import threat_of
from openiads.engagement.falling import course_ahead, falling_meeting_s, is_falling
from openiads.engagement.run import fight_many
from openiads.engagement.units import KILLED, LEAKED, OUT_OF_REACH
from openiads.physics.ballistic import kepler_points, minimum_energy_arc
from tests.engagement.small_world import RAID, changed, laydown, world

RANGE_M = 300e3
FALLING = changed(RAID, target='"ballistic"', count="6", start='"300 km"', interval='"20 s"')
PK = "48N6E3.kill_probability_ballistic"
BASKET_SHARE_M = 500.0  # far less than what a round finds its target within
RUNS = range(20)


def falling_state(t_s):
    """Place and velocity on the arc that ends at the frame's origin, and its time of flight."""
    arc = minimum_energy_arc(RANGE_M)
    times_s = np.array([t_s - 0.5, t_s, t_s + 0.5])
    along_m, height_m = kepler_points(times_s, float(arc.burnout_mps), float(arc.path_rad))
    turn = (RANGE_M - along_m) / 6_371_000.0
    radius_m = 6_371_000.0 + height_m
    north_m, up_m = radius_m * np.sin(turn), radius_m * np.cos(turn) - 6_371_000.0
    return (0.0, north_m[1], up_m[1]), (0.0, north_m[2] - north_m[0], up_m[2] - up_m[0]), float(arc.flight_s)


@pytest.mark.parametrize(("t_s", "later_s"), [(60.0, 60.0), (150.0, 60.0), (200.0, 40.0)])
def test_a_course_ahead_is_that_of_the_arc(t_s, later_s):
    place_m, velocity_mps, _ = falling_state(t_s)
    there_m, _, _ = falling_state(t_s + later_s)
    assert is_falling(place_m, velocity_mps)
    found_m, _ = course_ahead(place_m, velocity_mps, True, later_s)
    assert np.hypot.reduce(np.subtract(found_m, there_m)) < BASKET_SHARE_M
    straight_m, _ = course_ahead(place_m, velocity_mps, False, later_s)
    assert np.hypot.reduce(np.subtract(straight_m, there_m)) > 5000.0


@pytest.mark.parametrize(("place_m", "velocity_mps"), [
    ((0.0, 9e4, 9e3), (0.0, -250.0, 0.0)), ((0.0, 9e4, 18e3), (0.0, -700.0, -150.0)),
    ((0.0, 9e4, 12e3), (0.0, -900.0, 20.0)), ((0.0, 3e5, 4e3), (0.0, -240.0, 0.0)),
])
def test_what_flies_does_not_fall(place_m, velocity_mps):
    assert not is_falling(place_m, velocity_mps)


def test_a_falling_target_ranks_as_a_threat_by_its_time_to_go():
    orders = world().orders
    ranks = []
    for t_s in (150.0, 200.0, 250.0):
        place_m, velocity_mps, flight_s = falling_state(t_s)
        rank, to_go_s = threat_of(orders, place_m[0], place_m[1], velocity_mps[0], velocity_mps[1])
        assert to_go_s == pytest.approx(flight_s - t_s, rel=0.1)
        ranks.append(rank)
    assert ranks == sorted(ranks)


def test_a_launch_waits_until_missile_and_target_come_together():
    fought = world()
    origin_m, axes = tuple(fought.units.position_m[0]), fought.units.axes[0]

    def meets_s(t_s):
        place_m, velocity_mps, _ = falling_state(t_s)
        return falling_meeting_s(fought.weapons, 0, place_m, velocity_mps, origin_m, axes)

    found = [meets_s(t_s) for t_s in np.arange(150.0, 275.0, 5.0)]
    window = np.flatnonzero(np.isfinite(found))
    assert window.size > 3
    assert (np.diff(window) == 1).all()
    assert np.isnan(found[0])
    assert np.isnan(found[-1])
    assert (np.diff(np.array(found)[window]) < 0).all()


def test_what_falls_is_engaged_the_more_the_surer_a_round_is():
    killed = []
    for pk in (0.0, 0.3, 0.9):
        outcomes, _ = fight_many(world(FALLING, believed={PK: pk}), 1, RUNS, 2)
        assert (outcomes.shots.sum(axis=1) > 0).all()
        killed.append((outcomes.end == KILLED).mean())
    assert killed[0] == 0.0
    assert 0.1 < killed[1] < killed[2]


def test_what_falls_out_of_reach_is_not_engaged():
    far = FALLING.replace('position = "40.0,32.0"', 'position = "40.0,36.0"').replace('"300 km"', '"250 km"')
    outcomes, _ = fight_many(world(changed(far, bearing='"90 deg"')), 1, RUNS, 2)
    assert (outcomes.end == LEAKED).all()
    assert (outcomes.shots == 0).all()
    assert (outcomes.cause[np.isfinite(outcomes.tracked_s)] == OUT_OF_REACH).all()


def test_a_battery_without_rounds_lets_it_fall():
    outcomes, _ = fight_many(world(FALLING, force=laydown(rounds=0)), 1, range(4), 2)
    assert (outcomes.end == LEAKED).all()
