"""Rays through the exponential atmosphere, against the toolbox's printed values and an independent integration."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from openiads.constants import EARTH_RADIUS_M
from openiads.physics.crpl import crpl_decay_per_m, crpl_path
from tests.examples import examples

PRINTED_DECAY = 5e-5  # four decimals per kilometre
PRINTED_M = 0.5
PRINTED_DEG = 5e-5
INTEGRATION_M = 0.05  # midpoint rule of a million steps against quadrature
STRAIGHT_REL = 1e-9


def test_decay_constants_of_the_atlas():
    assert crpl_decay_per_m(313.0) * 1000 == pytest.approx(0.143859, abs=PRINTED_DECAY)
    assert [round(c * 1000, 4) for c in crpl_decay_per_m([200, 313, 450])] == [0.1184, 0.1439, 0.2233]


def test_height2range_example_of_the_documentation():
    path = crpl_path(1000.0, 10.0, math.radians(2.0), 313.0, 0.143859e-3)
    assert path.radio_range_m == pytest.approx(27_171, abs=PRINTED_M)
    assert path.true_slant_range_m == pytest.approx(27_163, abs=PRINTED_M)
    assert math.degrees(path.true_elevation_rad) == pytest.approx(1.9666, abs=PRINTED_DEG)


def _marched(elevation_rad, antenna_m, target_m, ns, decay, step_m=20.0):
    """Ray marched in arc length by the midpoint rule."""
    angle, radius, turned, optical = elevation_rad, EARTH_RADIUS_M + antenna_m, 0.0, 0.0

    def rates(angle, radius):
        excess = ns * 1e-6 * math.exp(-decay * (radius - EARTH_RADIUS_M))
        bend = math.cos(angle) * (1 / radius - decay * excess / (1 + excess))
        return bend, math.sin(angle), math.cos(angle) / radius, 1 + excess

    while True:
        middle = rates(angle, radius)
        bend, rise, turn, index = rates(angle + step_m / 2 * middle[0], radius + step_m / 2 * middle[1])
        left_m = EARTH_RADIUS_M + target_m - radius
        if rise > 0 and left_m <= step_m * rise:
            share = left_m / rise
            return optical + share * index, EARTH_RADIUS_M * (turned + share * turn)
        angle, radius, turned = angle + step_m * bend, radius + step_m * rise, turned + step_m * turn
        optical += step_m * index


@pytest.mark.parametrize("elevation_deg", [-0.3, 0.0, 0.2, 5.0, 60.0])
def test_quadrature_agrees_with_a_marched_ray(elevation_deg):
    ns, decay = 350.0, crpl_decay_per_m(350.0)
    path = crpl_path(9000.0, 500.0, math.radians(elevation_deg), ns)
    optical_m, ground_m = _marched(math.radians(elevation_deg), 500.0, 9000.0, ns, decay)
    assert path.radio_range_m == pytest.approx(optical_m, abs=INTEGRATION_M)
    assert path.ground_range_m == pytest.approx(ground_m, abs=INTEGRATION_M)


@examples(25)
@given(st.floats(0, 1.5), st.floats(0, 2000), st.floats(10, 2e4))
@example(6e-8, 0.0, 53.0)  # the square of its cosine is one in double precision
def test_without_refractivity_the_ray_is_straight(elevation_rad, antenna_m, rise_m):
    path = crpl_path(antenna_m + rise_m, antenna_m, elevation_rad, 1e-9, 1e-4)
    assert path.radio_range_m == pytest.approx(path.true_slant_range_m, rel=STRAIGHT_REL)
    assert path.true_elevation_rad == pytest.approx(elevation_rad, abs=STRAIGHT_REL)


@examples(25)
@given(st.floats(0.0, 1.2), st.floats(200, 450))
def test_refraction_lets_the_target_seem_higher_and_farther_than_it_is(elevation_rad, ns):
    path = crpl_path(5000.0, 20.0, elevation_rad, ns)
    more = crpl_path(5000.0, 20.0, elevation_rad, ns + 20)
    assert path.true_elevation_rad < elevation_rad
    assert path.radio_range_m > path.true_slant_range_m
    assert more.true_elevation_rad < path.true_elevation_rad


@examples(25)
@given(st.floats(-12, -2), st.floats(1, 2000))
def test_a_falling_ray_is_straight_without_refractivity(log_fall, antenna_m):
    path = crpl_path(antenna_m + 5000.0, antenna_m, -(10**log_fall), 1e-9, 1e-4)
    assert path.true_elevation_rad == pytest.approx(-(10**log_fall), abs=STRAIGHT_REL)


def test_a_larger_earth_lengthens_a_low_ray():
    assert (
        crpl_path(5000.0, 20.0, 0.0, earth_radius_m=6.4e6).ground_range_m
        > crpl_path(5000.0, 20.0, 0.0, earth_radius_m=6.3e6).ground_range_m
    )
