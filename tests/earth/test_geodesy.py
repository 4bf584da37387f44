"""Geodesics against published lines and against each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.earth.geodesy import bearing_and_range, destination

VINCENTY_M = 5e-4  # the line is published to the millimetre
VINCENTY_RAD = 5e-8  # and its azimuth to 0.01 arc-sec
ROUND_TRIP_M = 1e-6


def degrees(degree, minute, second):
    return degree + minute / 60 + second / 3600


def test_flinders_peak_to_buninyong():
    # Geoscience Australia, GDA94 technical manual, section 4: GRS 80, which differs from WGS 84 by less than 0.1 mm
    start = -degrees(37, 57, 3.72030), degrees(144, 25, 29.52440)
    end = -degrees(37, 39, 10.15610), degrees(143, 55, 35.38390)
    bearing_rad, range_m = bearing_and_range(*start, *end)
    assert range_m == pytest.approx(54_972.271, abs=VINCENTY_M)
    assert bearing_rad == pytest.approx(np.radians(degrees(306, 52, 5.37)), abs=VINCENTY_RAD)


@given(st.floats(-85, 85), st.floats(-180, 180), st.floats(0, 2 * np.pi), st.floats(1.0, 1e6))
def test_there_and_back(lat_deg, lon_deg, bearing_rad, range_m):
    back = bearing_and_range(lat_deg, lon_deg, *destination(lat_deg, lon_deg, bearing_rad, range_m))
    assert back[1] == pytest.approx(range_m, abs=ROUND_TRIP_M)


def test_arguments_broadcast():
    lat_deg, lon_deg = destination(40.0, 32.0, np.zeros((3, 1)), np.array([1e3, 2e3]))
    assert lat_deg.shape == lon_deg.shape == (3, 2)
    assert np.allclose(lon_deg, 32.0)
