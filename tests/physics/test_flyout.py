"""One missile flies at one target: table, plan and flight tell one story."""

import math
from functools import cache

import numpy as np
import pytest

from openiads.physics.arcs import ARC_ELEVATIONS_RAD, fly_arcs
from openiads.physics.flyout import (
    engageable_range_m,
    firing_table,
    fly_out,
    plan_shot,
    reach_table,
)
from openiads.physics.homing import GROUNDED, MET, TIMED_OUT, Target
from openiads.physics.shot import Shot, shoot_at
from tests.physics.missiles import LONG

LAUNCH_M = 800.0
ALTITUDES_M = np.array([0.0, 60.0, 300.0, 1000.0, 3000.0, 8000.0, 15_000.0, 22_000.0])
RANGES_M = np.linspace(0.0, 280e3, 57)
FLOWN_AGAIN_S = 2.5  # the table steers at a point, the flight at a target that comes there; one part in sixty
FLOWN_AGAIN_MPS = 80.0


@cache  # asked for by a test and not beside it, so that nothing is compiled while tests are collected
def fan():
    return fly_arcs(LONG, LAUNCH_M, ARC_ELEVATIONS_RAD)


@cache
def table():
    return firing_table(LONG, LAUNCH_M, ALTITUDES_M, RANGES_M, 250.0)


def _shot(altitude_m, range_m, missile=LONG):
    return shoot_at(missile, fan(), ARC_ELEVATIONS_RAD, LAUNCH_M, altitude_m, range_m, 500.0)


@pytest.mark.parametrize("altitude_m", [60.0, 1000.0, 8000.0, 20_000.0])
@pytest.mark.parametrize("range_m", [15e3, 50e3, 100e3, 160e3, 230e3])
@pytest.mark.parametrize("velocity", [(0.0, -250.0), (250.0, 0.0), (0.0, 200.0)])
def test_the_flight_meets_what_the_shot_promises(altitude_m, range_m, velocity):
    shot = _shot(altitude_m, range_m)
    east_mps, north_mps = velocity
    east_m, north_m = -east_mps * shot.flight_s, range_m - north_mps * shot.flight_s
    target = Target(east_m, north_m, altitude_m, east_mps, north_mps, 0.0)
    outcome, time_s, _, speed_mps, _ = fly_out(LONG, LAUNCH_M, shot.elevation_rad, 0.0, shot.handover_s, target)
    assert outcome == MET
    assert time_s == pytest.approx(shot.flight_s, abs=FLOWN_AGAIN_S)
    assert speed_mps == pytest.approx(shot.speed_mps, abs=FLOWN_AGAIN_MPS)


def test_table_holds_the_shots():
    for row, column in ((1, 10), (4, 30), (6, 45)):
        needed_shot = shoot_at(LONG, fan(), ARC_ELEVATIONS_RAD, LAUNCH_M, ALTITUDES_M[row], RANGES_M[column], 500.0)
        assert table().flight_s[row, column] == needed_shot.flight_s
    same = reach_table(LONG, LAUNCH_M, ALTITUDES_M, RANGES_M, 250.0)
    assert np.array_equal(same, table().flight_s, equal_nan=True)


def test_nothing_beyond_the_claims():
    table_s = table().flight_s
    assert np.isnan(table_s[:, LONG.max_range_m < RANGES_M]).all()
    assert np.isnan(table_s[:5, RANGES_M < 2500.0]).all()
    assert np.isnan(reach_table(LONG, LAUNCH_M, np.array([28_000.0]), RANGES_M)).all()
    near, far = engageable_range_m(table_s, RANGES_M).T
    assert (near >= 0.0).all()
    assert far.max() == 250e3


def test_a_time_of_flight_grows_with_range():
    for row in table().flight_s:
        met = row[np.isfinite(row)]
        assert (np.diff(met) > 0).all()


@pytest.mark.parametrize(
    "change",
    [
        {"max_range_m": 100e3},
        {"min_range_m": 40e3},
        {"max_altitude_m": 10e3},
        {"control_time_s": 120.0},
        {"min_intercept_speed_mps": 900.0},
        {"drag_scale": 3.0},
        {"thrust_n": 150_000.0},
        {"max_normal_force": 0.5},
    ],
)
def test_each_limit_of_the_missile_takes_something_away(change):
    changed = np.isfinite(reach_table(LONG._replace(**change), LAUNCH_M, ALTITUDES_M, RANGES_M, 250.0)).sum()
    assert changed < np.isfinite(table().flight_s).sum()


def test_a_target_that_must_be_outrun_is_met_in_fewer_places():
    fast = reach_table(LONG, LAUNCH_M, ALTITUDES_M, RANGES_M, 700.0)
    assert np.isfinite(fast).sum() < np.isfinite(table().flight_s).sum()


def test_height_of_the_launcher_matters():
    low = reach_table(LONG, 0.0, ALTITUDES_M, RANGES_M, 250.0)
    assert not np.array_equal(low, table().flight_s, equal_nan=True)


@pytest.mark.parametrize("course_deg", [0, 70, 140, 180, 250, 330])
@pytest.mark.parametrize("range_m", [40e3, 110e3, 180e3])
def test_planned_shots_meet(course_deg, range_m):
    course_rad = math.radians(course_deg)
    east_mps, north_mps = 250.0 * math.sin(course_rad), 250.0 * math.cos(course_rad)
    target = Target(0.6 * range_m, 0.8 * range_m, 7000.0, east_mps, north_mps, 0.0)
    wait_s, azimuth_rad, shot = plan_shot(LONG, table(), ARC_ELEVATIONS_RAD, target, 250.0)
    moved = target._replace(east_m=target.east_m + wait_s * target.east_mps,
                            north_m=target.north_m + wait_s * target.north_mps)
    outcome, time_s, _, _, _ = fly_out(LONG, LAUNCH_M, shot.elevation_rad, azimuth_rad, shot.handover_s, moved)
    assert outcome == MET
    assert time_s == pytest.approx(shot.flight_s, abs=2 * FLOWN_AGAIN_S)


def test_it_waits_for_a_target_that_flies_into_reach():
    inbound = Target(0.0, 300e3, 10_000.0, 0.0, -250.0, 0.0)
    wait_s, _, shot = plan_shot(LONG, table(), ARC_ELEVATIONS_RAD, inbound, 250.0)
    assert wait_s == pytest.approx((300e3 - 250e3) / 250.0 - shot.flight_s, abs=60.0) or wait_s == 0.0
    assert 300e3 - 250.0 * (wait_s + shot.flight_s) <= 250e3 + 500.0


def test_no_plan_for_a_target_out_of_reach():
    gone = Target(0.0, 400e3, 10_000.0, 0.0, 250.0, 0.0)
    wait_s, azimuth_rad, shot = plan_shot(LONG, table(), ARC_ELEVATIONS_RAD, gone, 250.0)
    assert math.isnan(wait_s)
    assert math.isnan(azimuth_rad)
    assert all(math.isnan(value) for value in shot)


def test_nan_in_nan_out():
    assert all(math.isnan(value) for value in _shot(math.nan, 50e3))
    assert all(math.isnan(value) for value in _shot(5000.0, math.nan))
    assert isinstance(_shot(5000.0, 50e3), Shot)


def test_a_flight_may_end_before_it_is_steered():
    target = Target(0.0, 200e3, 10_000.0, 0.0, 0.0, 0.0)
    assert fly_out(LONG, LAUNCH_M, -0.2, 0.0, 200.0, target)[0] == GROUNDED
    assert fly_out(LONG._replace(control_time_s=100.0), LAUNCH_M, 1.0, 0.0, 200.0, target)[0] == TIMED_OUT


def test_the_launch_follows_the_azimuth():
    shot = _shot(8000.0, 80e3)
    east = Target(80e3, 0.0, 8000.0, 0.0, 0.0, 0.0)
    assert fly_out(LONG, LAUNCH_M, shot.elevation_rad, math.pi / 2, shot.handover_s, east)[0] == MET


def test_empty_rows_have_no_range():
    found = engageable_range_m(np.full((1, 3), np.nan), np.array([0.0, 1.0, 2.0]))
    assert np.isnan(found).all()
