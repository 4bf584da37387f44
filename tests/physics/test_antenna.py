"""Tests of antenna patterns: half power at half the beamwidth, known sidelobes, known shapes."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from openiads.physics.antenna import (
    gain_cosecant_squared,
    gain_gaussian,
    gain_scanned,
    gain_sinc,
    within_limits,
)

FIRST_SIDELOBE_DB = -13.26  # uniform line source, two decimals in the handbooks

beamwidths = st.floats(0.005, 0.2)


@pytest.mark.parametrize("gain", [gain_gaussian, gain_sinc])
@given(beamwidths)
def test_half_power_lies_at_half_the_beamwidth(gain, beamwidth_rad):
    assert gain(0.0, beamwidth_rad) == 1.0
    assert gain(0.5 * beamwidth_rad, beamwidth_rad) == pytest.approx(0.5, rel=1e-9)
    assert gain(-0.5 * beamwidth_rad, beamwidth_rad) == pytest.approx(0.5, rel=1e-9)


def test_first_sidelobe_of_an_even_aperture():
    found = minimize_scalar(lambda offset: -gain_sinc(offset, 0.02), bounds=(0.024, 0.045), method="bounded")
    assert 10 * math.log10(-found.fun) == pytest.approx(FIRST_SIDELOBE_DB, abs=0.005)


@pytest.mark.parametrize("gain", [gain_gaussian, gain_sinc])
def test_sidelobe_floor_fills_what_lies_outside_the_beam(gain):
    assert gain(0.5, 0.02, 1e-3) == 1e-3
    assert gain(0.5, 0.02) < 1e-3
    assert gain(0.0, 0.02, 1e-3) == 1.0


@given(st.floats(math.radians(12), math.radians(80)))
def test_under_a_cosecant_squared_beam_the_echo_of_level_flight_is_even(elevation_rad):
    def echo(angle_rad):
        return gain_cosecant_squared(angle_rad, math.radians(10)) ** 2 * math.sin(angle_rad) ** 4  # R = h / sin(el)

    assert echo(elevation_rad) == pytest.approx(echo(math.radians(10)))
    assert gain_cosecant_squared(elevation_rad, math.pi / 2) == 1.0


def test_scan_loss_is_a_power_of_the_cosine():
    assert gain_scanned(math.radians(60), 1.5) == pytest.approx(0.5**1.5)
    assert gain_scanned(2.0, 1.5) == 0.0
    assert gain_scanned(2.0, 0.0) == 1.0


def test_limits_belong_to_the_antenna():
    assert [within_limits(angle, 0.0, 1.0) for angle in (-0.1, 0.0, 0.5, 1.0, 1.1)] == [False, True, True, True, False]
    assert not within_limits(np.nan, 0.0, 1.0)
