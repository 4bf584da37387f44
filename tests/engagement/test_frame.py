"""The laydown's frame against PROJ's topocentric conversion."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from openiads.engagement.frame import Frame

SAME_M = 1e-6  # two float64 conversions of coordinates of thousands of kilometres

lats, lons = st.floats(-80, 80), st.floats(-180, 179)


@given(lats, lons, st.floats(-3, 3), st.floats(-3, 3), st.floats(-100, 30e3))
def test_positions_are_those_of_proj(lat_deg, lon_deg, north_deg, east_deg, height_m):
    frame = Frame(lat_deg, lon_deg)
    there = (max(-85.0, min(85.0, lat_deg + north_deg)), lon_deg + east_deg)
    proj = Transformer.from_pipeline(
        f"+proj=pipeline +step +proj=cart +ellps=WGS84 +step +proj=topocentric +ellps=WGS84 +lat_0={lat_deg!r} "
        f"+lon_0={lon_deg!r} +h_0=0")
    expected_m = proj.transform(np.radians(there[1]), np.radians(there[0]), height_m, radians=True)
    assert frame.position_m(*there, height_m) == pytest.approx(expected_m, abs=SAME_M)


@given(lats, lons, lats, lons)
def test_axes_are_upright_and_at_right_angles(lat_deg, lon_deg, there_lat_deg, there_lon_deg):
    axes = Frame(lat_deg, lon_deg).axes_at(there_lat_deg, there_lon_deg)
    assert axes @ axes.T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.linalg.det(axes) == pytest.approx(1.0)


def test_up_somewhere_else_is_the_way_that_height_grows():
    frame = Frame(40.0, 32.0)
    low_m, high_m = (frame.position_m(41.0, 34.0, height_m) for height_m in (0.0, 1000.0))
    assert (high_m - low_m) / 1000.0 == pytest.approx(frame.axes_at(41.0, 34.0)[2], abs=1e-9)
