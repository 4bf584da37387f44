"""Two-ray lobing, against its closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.constants import LIGHT_SPEED_MPS
from openiads.physics.multipath import lobe_maximum_rad, lobe_null_rad, two_ray_factor

PRINTED_REL = 1e-9
SMALL_ANGLE_REL = 1e-3  # 2 |sin(2 pi h1 h2 / (lambda G))| at grazing incidence
FAR_M = 1e7

heights = st.floats(1, 300)
frequencies = st.floats(1e8, 2e10)


def test_phasor_sum():
    heights_m, range_m = (np.array([10.0, 15.0]), np.array([50.0, 300.0])), np.array([5e3, 30e3])
    found = two_ray_factor(*heights_m, range_m, np.array([1e9, 5.5e9]))
    assert found == pytest.approx([1.730673696, 1.999866899], rel=PRINTED_REL)


@given(heights, heights, st.floats(1e4, 1e5), st.floats(1e8, 1e9))
def test_far_away_it_is_the_textbook_sine(antenna_m, target_m, range_m, frequency_hz):
    sine = np.sin(2 * np.pi * antenna_m * target_m * frequency_hz / (LIGHT_SPEED_MPS * range_m))
    slope = max(antenna_m, target_m) / range_m
    phase = 2 * np.pi * antenna_m * target_m * frequency_hz / (LIGHT_SPEED_MPS * range_m)
    assert two_ray_factor(antenna_m, target_m, range_m, frequency_hz) == pytest.approx(
        2 * abs(sine), abs=SMALL_ANGLE_REL + 4 * slope**2 * (1 + phase)
    )


@given(heights, heights, st.floats(10, 1e5), frequencies, st.floats(0, 1))
def test_factor_stays_between_the_difference_and_the_sum(antenna_m, target_m, range_m, frequency_hz, reflected):
    factor = two_ray_factor(antenna_m, target_m, range_m, frequency_hz, -reflected)
    assert 1 - reflected - 1e-12 <= factor <= 1 + reflected
    assert two_ray_factor(target_m, antenna_m, range_m, frequency_hz, -reflected) == pytest.approx(factor)


def test_without_reflection_the_field_is_free():
    assert two_ray_factor(10.0, 50.0, 5e3, 1e9, 0.0) == 1.0


@given(st.integers(1, 5), st.floats(5, 50), st.floats(1e9, 1e10))
def test_lobes_and_nulls_are_where_the_far_field_has_them(order, antenna_m, frequency_hz):
    for elevation_rad, factor in ((lobe_maximum_rad(order, antenna_m, frequency_hz), 2.0),
                                  (lobe_null_rad(order, antenna_m, frequency_hz), 0.0)):
        target_m, range_m = FAR_M * np.sin(elevation_rad), FAR_M * np.cos(elevation_rad)
        assert two_ray_factor(antenna_m, target_m, range_m, frequency_hz) == pytest.approx(factor, abs=2e-2)


def test_a_low_antenna_has_few_lobes():
    assert np.isnan(lobe_maximum_rad(2, 0.1, 1e9))
    assert np.isnan(lobe_null_rad(1, 0.1, 1e9))
    assert lobe_null_rad(0, 0.1, 1e9) == 0.0
