"""Geometry of rays over a smooth effective earth, against published examples and the laws of the sphere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.constants import EARTH_RADIUS_M, FOUR_THIRDS
from openiads.physics.propagation import (
    beam_height_m,
    effective_earth_radius_m,
    elevation_of_target_rad,
    ground_range_to_height_m,
    horizon_range_m,
    horizon_slant_range_m,
    slant_range_to_height_m,
)

PRINTED_DEG = 5e-5  # the documentation prints four decimals
PRINTED_M = 0.5  # and whole metres
ROUND_TRIP_M = 1e-4  # a hundred thousand times the rounding of an earth radius, for chords of 500 km
SHORT_FORM_M = 121  # how much shorter sqrt(2kah) is for a target at 10 km

MATHWORKS_K = effective_earth_radius_m() / EARTH_RADIUS_M

heights = st.floats(0, 3e4)
factors = st.floats(0.7, 20)


def test_mathworks_effective_earth_is_not_four_thirds():
    assert effective_earth_radius_m() == pytest.approx(8_477_361.5, abs=PRINTED_M)
    assert pytest.approx(1.3306, abs=PRINTED_DEG) == MATHWORKS_K
    assert effective_earth_radius_m(0.0, 6.4e6) == 6.4e6
    assert effective_earth_radius_m(-150.0) > 20 * EARTH_RADIUS_M


def test_height2el_example():
    elevation_rad = elevation_of_target_rad(8000.0, 10.0, 300e3, MATHWORKS_K)
    assert np.degrees(elevation_rad) == pytest.approx(0.5129, abs=PRINTED_DEG)


def test_height2range_and_height2grndrange_examples():
    at = (1000.0, 10.0, np.radians(2.0), MATHWORKS_K)
    assert slant_range_to_height_m(*at) == pytest.approx(27_125, abs=PRINTED_M)
    assert ground_range_to_height_m(*at) == pytest.approx(27_106, abs=PRINTED_M)


def test_a_beam_is_eleven_metres_apart_between_the_two_four_thirds():
    apart_m = beam_height_m(300e3, 0.0, 10.0, MATHWORKS_K) - beam_height_m(300e3, 0.0, 10.0, FOUR_THIRDS)
    assert apart_m == pytest.approx(11, abs=PRINTED_M)


def test_short_and_exact_horizon_differ_as_told():
    exact_m, short_m = horizon_slant_range_m(0.0, 10e3), horizon_range_m(0.0, 10e3)
    assert exact_m - short_m == pytest.approx(SHORT_FORM_M, abs=PRINTED_M)


@given(heights, heights, factors)
def test_horizon_is_symmetric_and_grows_with_height_and_refraction(one_m, other_m, k):
    for horizon in (horizon_range_m, horizon_slant_range_m):
        assert horizon(one_m, other_m, k) == pytest.approx(horizon(other_m, one_m, k))
        assert horizon(one_m + 1, other_m, k) > horizon(one_m, other_m, k)
        assert horizon(one_m, other_m + 1, k * 1.01) > horizon(one_m, other_m, k)


@given(st.floats(1, 5e5), st.floats(-0.02, 1.5), st.floats(0, 3000), factors)
def test_height_and_elevation_undo_each_other(slant_m, elevation_rad, antenna_m, k):
    height_m = beam_height_m(slant_m, elevation_rad, antenna_m, k)
    back_rad = elevation_of_target_rad(height_m, antenna_m, slant_m, k)
    assert slant_m * abs(back_rad - elevation_rad) * np.cos(elevation_rad) < ROUND_TRIP_M


@given(st.floats(0, 1.5), st.floats(0, 3000), st.floats(1, 3e4), factors)
def test_slant_range_reaches_its_height_and_is_no_shorter_than_the_ground_allows(elevation_rad, antenna_m, rise_m, k):
    target_m = antenna_m + rise_m
    slant_m = slant_range_to_height_m(target_m, antenna_m, elevation_rad, k)
    assert beam_height_m(slant_m, elevation_rad, antenna_m, k) == pytest.approx(target_m, abs=ROUND_TRIP_M)
    assert ground_range_to_height_m(target_m, antenna_m, elevation_rad, k) <= slant_m + ROUND_TRIP_M


def test_a_height_that_a_beam_never_reaches_is_nan():
    assert np.isnan(elevation_of_target_rad(1e6, 0.0, 1e3))
    assert np.isnan(beam_height_m(np.nan, 0.0, 0.0))


def test_a_beam_that_looks_down_reaches_a_lower_height_at_its_nearer_crossing():
    antenna_m, target_m, down_rad, radius_m = 9000.0, 1000.0, np.radians(-3.0), 6_371_000.0 * 4 / 3
    got_m = slant_range_to_height_m(target_m, antenna_m, down_rad)
    across = np.roots([1.0, 2 * (radius_m + antenna_m) * np.sin(down_rad),
                       (radius_m + antenna_m) ** 2 - (radius_m + target_m) ** 2])
    assert got_m == pytest.approx(across.min(), rel=1e-9)
    assert beam_height_m(got_m, down_rad, antenna_m) == pytest.approx(target_m, abs=ROUND_TRIP_M)
    assert beam_height_m(got_m / 2, down_rad, antenna_m) > target_m
    assert np.isnan(slant_range_to_height_m(target_m, antenna_m, np.radians(3.0)))
    assert np.isnan(ground_range_to_height_m(target_m, antenna_m, np.radians(-0.1)))
