"""The shot at a point, among the arcs and the lofts."""

import math

import pytest

from openiads.physics.arcs import ARC_ELEVATIONS_RAD, aim, fly_arcs
from openiads.physics.shot import Shot, shoot_at
from openiads.physics.steps import STEP_S
from tests.engagement.finer import again
from tests.physics.missiles import LONG

SEARCHED_S, SEARCHED_MPS = 0.02, 2.0  # what steps of a quarter second are off from those of a twentieth
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


def test_the_search_in_longer_steps_finds_the_shot_of_the_flight():
    fine = again(shoot_at, SEARCH_STEP_S=STEP_S)
    for altitude_m in (60.0, 1000.0, 6000.0, 15_000.0):
        for range_m in range(5_000, 250_000, 15_000):
            point = LONG, FAN, ARC_ELEVATIONS_RAD, 0.0, altitude_m, float(range_m), 500.0
            ours, finer = shoot_at(*point), fine(*point)
            assert ours.flight_s == pytest.approx(finer.flight_s, abs=SEARCHED_S, nan_ok=True)
            assert ours.speed_mps == pytest.approx(finer.speed_mps, abs=SEARCHED_MPS, nan_ok=True)
            assert ours.handover_s == pytest.approx(finer.handover_s, abs=SEARCHED_S, nan_ok=True)
