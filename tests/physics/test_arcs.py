"""The fan of unsteered flights and what is read between its arcs."""

import math
from functools import cache

import numpy as np
import pytest

from openiads.constants import EARTH_RADIUS_M
from openiads.physics.arcs import ARC_ELEVATIONS_RAD, aim, arc_at, fly_arcs, thrusts_and_masses
from openiads.physics.ballistic import kepler_arc
from tests.physics.missiles import LONG

BETWEEN_ARCS_M = 150.0  # arcs are a degree apart, and heights between them are read linearly
SAMPLED_S = 0.05


@cache  # asked for by a test and not beside it, so that nothing is compiled while tests are collected
def fan():
    return fly_arcs(LONG, 500.0, ARC_ELEVATIONS_RAD)


def test_arcs_start_at_the_launcher_and_go_out():
    assert fan().altitude_amsl_m[:, 0] == pytest.approx(np.full(ARC_ELEVATIONS_RAD.size, 500.0))
    for arc in range(ARC_ELEVATIONS_RAD.size):
        flown = fan().ground_range_m[arc, : fan().flown[arc]]
        assert (np.diff(flown) > 0).all()


def test_without_air_a_coasting_arc_is_an_ellipse():
    bare = LONG._replace(drag_scale=0.0, control_time_s=400.0)
    fan = fly_arcs(bare, 0.0, np.array([0.9]))
    after = int(np.searchsorted(fan.time_s[0], bare.burn_time_s))
    radius_m = EARTH_RADIUS_M + fan.altitude_amsl_m[0, after]
    arc = kepler_arc(fan.speed_mps[0, after], fan.path_rad[0, after], radius_m=radius_m)
    apex_m = fan.altitude_amsl_m[0, : fan.flown[0]].max()
    assert apex_m == pytest.approx(fan.altitude_amsl_m[0, after] + float(arc.apogee_m), rel=1e-4)


def test_propellant_gone_at_the_end_of_burning():
    (first, _, last), (_, _, mass_kg) = thrusts_and_masses(LONG, 11.75, 0.25)
    assert (first, last) == (LONG.thrust_n, LONG.thrust_n)
    assert mass_kg == LONG.burnout_mass_kg
    assert thrusts_and_masses(LONG, 12.0, 1.0)[0] == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("altitude_m", "range_m"), [(10_000.0, 60e3), (3000.0, 20e3), (15_000.0, 150e3)])
def test_the_aimed_arc_passes_through_the_point(altitude_m, range_m):
    time_s, elevation_rad, speed_mps = aim(LONG, fan(), ARC_ELEVATIONS_RAD, altitude_m, range_m, 500.0)
    flown = fly_arcs(LONG, 500.0, np.array([elevation_rad]))
    found_m, found_s, found_mps = arc_at(flown, 0, range_m)
    assert found_m == pytest.approx(altitude_m, abs=BETWEEN_ARCS_M)
    assert found_s == pytest.approx(time_s, rel=0.005)
    assert found_mps == pytest.approx(speed_mps, rel=0.01)


def test_no_arc_beyond_the_fan():
    assert math.isnan(aim(LONG, fan(), ARC_ELEVATIONS_RAD, 10_000.0, 900e3, 500.0)[0])
    assert math.isnan(aim(LONG, fan(), ARC_ELEVATIONS_RAD, math.nan, 50e3, 500.0)[0])
    assert all(math.isnan(value) for value in arc_at(fan(), 10, -1.0))


def test_asking_for_more_speed_on_arrival_shrinks_the_reach():
    slow = aim(LONG, fan(), ARC_ELEVATIONS_RAD, 3000.0, 120e3, 400.0)[0]
    assert not math.isnan(slow)
    assert math.isnan(aim(LONG, fan(), ARC_ELEVATIONS_RAD, 3000.0, 120e3, 1500.0)[0])
