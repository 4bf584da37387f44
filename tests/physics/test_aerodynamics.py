"""The drag shape of the generic missile."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.aerodynamics import generic_drag_coefficient

CONE_SHARE = 0.01  # two fits of cone drag, read in the textbook to three figures


@given(st.floats(1.0, 10.0))
def test_supersonic_drag_falls_with_mach(mach):
    assert generic_drag_coefficient(mach + 0.1) < generic_drag_coefficient(mach)


@given(st.floats(0.0, 0.99))
def test_subsonic_drag_does_not_fall(mach):
    assert generic_drag_coefficient(mach + 0.005) >= generic_drag_coefficient(mach)


@pytest.mark.parametrize("mach", [1.5, 3.0, 6.0])
def test_wave_part_agrees_with_the_other_fit_of_cone_drag(mach):
    # (0.083 + 0.096/M^2) (half angle in degrees / 10)^1.69, the cone drag used for launch vehicles
    half_angle_deg = math.degrees(math.atan(0.5 / 3.0))
    wave = generic_drag_coefficient(mach) - 0.09 - 0.25 / mach
    assert wave == pytest.approx((0.083 + 0.096 / mach**2) * (half_angle_deg / 10) ** 1.69, rel=CONE_SHARE)


def test_continuous_where_the_pieces_meet():
    for mach in (0.8, 1.0):
        assert generic_drag_coefficient(mach - 1e-9) == pytest.approx(generic_drag_coefficient(mach + 1e-9), abs=0.011)
