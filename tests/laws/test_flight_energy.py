"""Laws of flight that hold whatever the missile: energy, claims and reach."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.examples import examples
from tests.physics.missiles import LONG

from openiads.constants import EARTH_RADIUS_M, WGS84_GM_M3PS2
from openiads.physics.arcs import fly_arcs
from openiads.physics.flight import CALM, ROUND_EARTH, Body, rk4_step, trajectory
from openiads.physics.flyout import engageable_range_m, reach_table
from openiads.physics.missile_fit import fit_missile

ROUNDING_J = 1.0  # of energies near 6e7 J/kg, from sums of a thousand steps


def _energy_j(speed_mps, altitude_m):
    return 0.5 * speed_mps**2 - WGS84_GM_M3PS2 / (EARTH_RADIUS_M + altitude_m)


@given(st.floats(0.0, 1.5), st.floats(0.2, 3.0), st.floats(-400.0, 3000.0))
@examples(20)
def test_a_coasting_missile_gains_no_energy(elevation_rad, drag_scale, launch_m):
    fan = fly_arcs(LONG._replace(drag_scale=drag_scale), launch_m, np.array([elevation_rad]))
    count = fan.flown[0] - 1  # the last sample of an arc that has come down only goes straight on
    coasting = fan.time_s[0, :count] >= LONG.burn_time_s
    energy = _energy_j(fan.speed_mps[0, :count], fan.altitude_amsl_m[0, :count])[coasting]
    assert (np.diff(energy) <= ROUNDING_J).all()


def test_a_motor_that_pushes_gains_energy():
    fan = fly_arcs(LONG, 0.0, np.array([0.8]))
    burning = np.flatnonzero(fan.time_s[0] <= LONG.burn_time_s)
    assert (np.diff(_energy_j(fan.speed_mps[0], fan.altitude_amsl_m[0])[burning]) > 0).all()


def test_without_air_energy_stays():
    bare = Body(1.0, 0.0, 0.0, 0.0)
    start = (0.0, 0.0, EARTH_RADIUS_M + 1000.0)
    flown = trajectory(ROUND_EARTH, bare, CALM, np.array([[0.0, 0.0, 1.0]]), start, (900.0, 0.0, 1200.0),
                       np.linspace(10.0, 200.0, 20), 0.5)
    radii_m, speeds_mps = np.linalg.norm(flown[:, :3], axis=1), np.linalg.norm(flown[:, 3:], axis=1)
    energy = _energy_j(speeds_mps, radii_m - EARTH_RADIUS_M)
    assert np.ptp(energy) < ROUNDING_J


def test_steering_across_the_velocity_does_not_push():
    place, velocity = (0.0, 0.0, EARTH_RADIUS_M + 60_000.0), (1500.0, 0.0, 0.0)
    body = Body(0.2, 0.0, 1.0, 0.08)
    _, turned = rk4_step(ROUND_EARTH, body, CALM, 0.1, (700.0,) * 3, (0.0,) * 3, (0.0, 20.0, 0.0), place, velocity)
    assert math.hypot(*turned) <= 1500.0 + 0.002


ALTITUDES_M = np.array([1000.0, 6000.0, 12_000.0])


@pytest.mark.parametrize("speed_mps", [1600.0, 2000.0])
def test_reach_does_not_grow_when_less_range_is_claimed(speed_mps):
    ranges_m = np.arange(2e3, 260e3, 4e3)
    farthest = []
    for claimed_m in (240e3, 180e3, 120e3):
        missile, _ = fit_missile(max_range_m=claimed_m, burnout_speed_mps=speed_mps)
        farthest.append(engageable_range_m(reach_table(missile, 0.0, ALTITUDES_M, ranges_m), ranges_m)[:, 1])
        assert (farthest[-1] <= claimed_m).all()
    assert (farthest[1] <= farthest[0]).all()
    assert (farthest[2] <= farthest[1]).all()
