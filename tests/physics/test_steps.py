"""Steps of a twentieth of a second: order of their error, the unsteered flight beside the fan's, and its end."""

import math

import numpy as np
import pytest

from openiads.constants import EARTH_RADIUS_M
from openiads.physics.arcs import ARC_ELEVATIONS_RAD, fly_arcs
from openiads.physics.missile import EJECTION_SPEED_MPS
from openiads.physics.steps import LIFT_OFF_S, LIFT_OFF_STEP_S, STEP_S, fly_free, height_and_speed, stretch
from tests.engagement.finer import again
from tests.physics.missiles import LONG

LAUNCH_M, DEEP_M = 840.0, -1e9
FAN_HEIGHT_M = 150.0  # of arcs that are a degree apart and read linearly, which is off by as much between them
FAN_RANGE_M = 150.0  # of 250 km
FAN_SPEED_MPS = 4.0  # of 500 to 2,000
ORDER_SHARE = 0.1  # the error of a step a quarter as long is a sixteenth


def _launched(elevation_rad):
    level_mps, rise_mps = EJECTION_SPEED_MPS * math.cos(elevation_rad), EJECTION_SPEED_MPS * math.sin(elevation_rad)
    return (0.0, 0.0, EARTH_RADIUS_M + LAUNCH_M), (0.0, level_mps, rise_mps)


def _flown(step_s, elevation_rad=0.7, until_s=60.0, first_s=LIFT_OFF_STEP_S):
    cut = again(stretch, LIFT_OFF_STEP_S=first_s)
    flies = again(fly_free, STEP_S=step_s, stretch=cut)
    return np.array(flies(LONG, 0.0, until_s, DEEP_M, *_launched(elevation_rad))[1])


def test_stretches_end_with_lift_off_motor_and_time():
    assert stretch(LONG, 0.0, 90.0, STEP_S) == (100, pytest.approx(LIFT_OFF_STEP_S), LONG.thrust_n)
    assert stretch(LONG, LIFT_OFF_S, 90.0, STEP_S) == (220, pytest.approx(STEP_S), LONG.thrust_n)
    assert stretch(LONG, LONG.burn_time_s, 90.0, STEP_S) == (1560, pytest.approx(STEP_S), 0.0)
    assert stretch(LONG, 50.0, 50.12, STEP_S) == (3, pytest.approx(0.04), 0.0)


def test_error_falls_with_the_square_of_the_step():
    fine = _flown(0.0025, first_s=0.0025)
    coarse, finer = (np.linalg.norm(_flown(step_s, first_s=step_s) - fine) for step_s in (0.08, 0.02))
    assert 0.0 < finer < ORDER_SHARE * coarse


@pytest.mark.parametrize("elevation_deg", [5.0, 30.0, 54.0, 85.0])
def test_the_fan_agrees(elevation_deg):
    arc = int(np.abs(ARC_ELEVATIONS_RAD - math.radians(elevation_deg)).argmin())
    fan = fly_arcs(LONG, LAUNCH_M, ARC_ELEVATIONS_RAD)
    t_s, (position, velocity) = 0.0, _launched(ARC_ELEVATIONS_RAD[arc])
    for sample in range(1, int(fan.flown[arc]) - 1):
        t_s, position, velocity, _ = fly_free(LONG, t_s, fan.time_s[arc, sample], DEEP_M, position, velocity)
        height_m, speed_mps = height_and_speed(position, velocity)
        range_m = EARTH_RADIUS_M * math.atan2(position[1], position[2])
        assert height_m == pytest.approx(fan.altitude_amsl_m[arc, sample], abs=FAN_HEIGHT_M)
        assert range_m == pytest.approx(fan.ground_range_m[arc, sample], abs=FAN_RANGE_M)
        assert speed_mps == pytest.approx(fan.speed_mps[arc, sample], abs=FAN_SPEED_MPS)


def test_it_ends_on_the_ground_or_at_its_time():
    t_s, position, _, apex_m = fly_free(LONG, 0.0, 300.0, 0.0, *_launched(-0.2))
    assert t_s < 300.0
    assert height_and_speed(position, (0.0, 0.0, 0.0))[0] < 0.0
    assert apex_m < LAUNCH_M
    t_s, _, _, apex_m = fly_free(LONG, 0.0, 33.33, 0.0, *_launched(1.0))
    assert t_s == pytest.approx(33.33)
    assert apex_m > 10_000.0
