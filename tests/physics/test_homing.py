"""The guided end of a flight."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from openiads.constants import EARTH_RADIUS_M
from openiads.physics.homing import (
    GROUNDED,
    MEETING_DISTANCE_M,
    MET,
    MISSED,
    TIMED_OUT,
    TOO_CLOSE,
    TOO_SLOW,
    Target,
    home,
    separation_of,
    target_state,
)
from openiads.physics.steps import STEP_S
from tests.physics.missiles import LONG

START_M = (0.0, 0.0, EARTH_RADIUS_M + 12_000.0)
AHEAD_MPS = (0.0, 1200.0, 0.0)
HEAD_ON = Target(0.0, 25e3, 11_000.0, 0.0, -250.0, 0.0)


def _fly(missile=LONG, target=HEAD_ON, velocity=AHEAD_MPS, t_s=40.0):
    return home(missile, 0.0, t_s, START_M, velocity, target._replace(north_m=target.north_m - target.north_mps * t_s),
                STEP_S)


@given(st.floats(-200e3, 200e3), st.floats(-200e3, 200e3), st.floats(-600.0, 600.0), st.floats(-600.0, 600.0),
       st.floats(0.0, 300.0))
@example(0.0, 7.341467391748175e-161, 0.0, 54.0, 66.0)  # squares below the least normal number
@example(0.0, 0.0, 0.0, 2.2250738585e-313, 0.0)
@example(5e-324, 5e-324, 0.0, 1.0, 26.0)
def test_a_target_keeps_height_and_speed_over_the_round_earth(east_m, north_m, east_mps, north_mps, t_s):
    target = Target(east_m, north_m, 8000.0, east_mps, north_mps, 0.0)
    position, velocity = (np.array(part) for part in target_state(target, t_s))
    assert np.linalg.norm(position) - EARTH_RADIUS_M == pytest.approx(8000.0, abs=1e-4)
    assert velocity @ position == pytest.approx(0.0, abs=1e-2)
    along_mps = math.hypot(east_mps, north_mps) * (1 + 8000.0 / EARTH_RADIUS_M)
    assert np.linalg.norm(velocity) == pytest.approx(along_mps, abs=1e-6)


def test_velocity_is_the_derivative_of_position():
    target = Target(50e3, -20e3, 5000.0, 200.0, 100.0, -30.0)
    before, after = (np.array(target_state(target, t_s)[0]) for t_s in (99.999, 100.001))
    assert target_state(target, 100.0)[1] == pytest.approx(tuple((after - before) / 0.002), abs=1e-3)


def test_time_to_go_is_that_of_the_closest_approach():
    _, _, to_go_s = separation_of((0.0, 0.0, 0.0), (100.0, 0.0, 0.0), (1000.0, 50.0, 0.0), (-100.0, 0.0, 0.0))
    assert to_go_s == pytest.approx(5.0)


def test_it_meets_a_target_off_its_course():
    outcome, time_s, miss_m, speed_mps, apex_m = _fly()
    assert outcome == MET
    assert miss_m < 1.0
    assert 40.0 + 25e3 / 1450.0 <= time_s < 62.0
    assert speed_mps < 1200.0
    assert apex_m >= 12_000.0


@pytest.mark.parametrize(
    ("missile", "target", "velocity", "expected"),
    [
        (LONG._replace(max_normal_force=0.05), HEAD_ON._replace(east_m=6000.0), AHEAD_MPS, MISSED),
        (LONG._replace(load_limit_g=0.2), HEAD_ON._replace(east_m=6000.0), AHEAD_MPS, MISSED),
        (LONG._replace(navigation_ratio=0.1), HEAD_ON._replace(east_m=6000.0), AHEAD_MPS, MISSED),
        (LONG._replace(min_intercept_speed_mps=1500.0), HEAD_ON, AHEAD_MPS, TOO_SLOW),
        (LONG._replace(max_altitude_m=10_000.0), HEAD_ON, AHEAD_MPS, TOO_SLOW),
        (LONG._replace(min_range_m=60e3), HEAD_ON, AHEAD_MPS, TOO_CLOSE),
        (LONG._replace(control_time_s=45.0), HEAD_ON, AHEAD_MPS, TIMED_OUT),
        (LONG, HEAD_ON._replace(altitude_amsl_m=-1e5), (0.0, 100.0, -800.0), GROUNDED),
    ],
)
def test_each_way_to_fail(missile, target, velocity, expected):
    if expected == GROUNDED:
        target = target._replace(altitude_amsl_m=0.0, north_m=200e3, north_mps=0.0)
    assert _fly(missile, target, velocity)[0] == expected


def test_lag_worsens_a_late_turn():
    crossing = Target(3000.0, 6000.0, 12_000.0, -300.0, 0.0, 0.0)
    misses = [home(LONG._replace(guidance_lag_s=lag_s), 0.0, 0.0, START_M, AHEAD_MPS, crossing, STEP_S)[2]
              for lag_s in (0.05, 5.0)]
    assert misses[0] < MEETING_DISTANCE_M
    assert misses[0] < misses[1]


def test_nan_ends_the_flight():
    outcome, _, miss_m, _, _ = home(LONG, 0.0, 0.0, (math.nan, 0.0, 0.0), AHEAD_MPS, HEAD_ON, STEP_S)
    assert outcome == TIMED_OUT
    assert math.isnan(miss_m)
