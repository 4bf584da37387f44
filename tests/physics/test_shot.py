"""The shot at a point, among the arcs and the lofts."""

import math

import pytest

from openiads.physics.arcs import ARC_ELEVATIONS_RAD, aim, fly_arcs
from openiads.physics.shot import Shot, shoot_at
from tests.physics.missiles import LONG

FAN = fly_arcs(LONG, 0.0, ARC_ELEVATIONS_RAD)


def _shot(altitude_m, range_m, needed_mps=500.0):
    return shoot_at(LONG, FAN, ARC_ELEVATIONS_RAD, 0.0, altitude_m, range_m, needed_mps)


@pytest.mark.parametrize("altitude_m", [60.0, 3000.0, 12_000.0])
@pytest.mark.parametrize("range_m", [20e3, 90e3, 200e3])
def test_no_slower_than_the_arc(altitude_m, range_m):
    arc_s, _, _ = aim(LONG, FAN, ARC_ELEVATIONS_RAD, altitude_m, range_m, 500.0)
    assert not _shot(altitude_m, range_m).flight_s > arc_s


def test_a_loft_reaches_low_points_that_no_arc_reaches_fast_enough():
    arc_s, _, _ = aim(LONG, FAN, ARC_ELEVATIONS_RAD, 60.0, 60e3, 500.0)
    assert math.isnan(arc_s)
    assert _shot(60.0, 60e3).speed_mps >= 500.0


def test_more_speed_on_arrival_takes_longer_or_is_refused():
    plain, fast = _shot(3000.0, 100e3), _shot(3000.0, 100e3, 900.0)
    assert plain.speed_mps >= 500.0
    assert math.isnan(fast.flight_s) or (fast.speed_mps >= 900.0 and fast.flight_s >= plain.flight_s)
    assert math.isnan(_shot(3000.0, 100e3, 2500.0).flight_s)


def test_steering_begins_during_the_flight():
    for range_m in (15e3, 100e3, 240e3):
        shot = _shot(5000.0, range_m)
        assert 0.0 <= shot.handover_s < shot.flight_s


@pytest.mark.parametrize("point", [(28_000.0, 50e3), (5000.0, 251e3), (100.0, 1000.0), (math.nan, 50e3)])
def test_points_outside_the_claims(point):
    assert all(math.isnan(value) for value in Shot(*_shot(*point)))
