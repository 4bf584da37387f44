"""Tests of the cross-section by aspect."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.signature import (
    Signature,
    aspect_azimuth_rad,
    dbsm_from_rcs_db,
    even_signature,
    rcs_at_aspect_m2,
    rcs_from_dbsm_m2,
)

FIGHTER = Signature(front_m2=1.0, side_m2=10.0, rear_m2=4.0, belly_m2=20.0, top_m2=15.0)
angles = st.floats(-math.pi, math.pi)
slants = st.floats(-math.pi / 2, math.pi / 2)


@pytest.mark.parametrize(
    ("azimuth_deg", "elevation_deg", "rcs_m2"),
    [(0, 0, 1.0), (90, 0, 10.0), (-90, 0, 10.0), (180, 0, 4.0), (0, 90, 20.0), (0, -90, 15.0)],
)
def test_each_stated_aspect_gives_its_own_value(azimuth_deg, elevation_deg, rcs_m2):
    got_m2 = rcs_at_aspect_m2(FIGHTER, math.radians(azimuth_deg), math.radians(elevation_deg))
    assert got_m2 == pytest.approx(rcs_m2)


@given(angles, slants)
def test_between_aspects_it_stays_between_their_values_and_is_symmetric(azimuth_rad, elevation_rad):
    rcs_m2 = rcs_at_aspect_m2(FIGHTER, azimuth_rad, elevation_rad)
    assert min(FIGHTER) * (1 - 1e-12) <= rcs_m2 <= max(FIGHTER) * (1 + 1e-12)
    assert rcs_at_aspect_m2(FIGHTER, -azimuth_rad, elevation_rad) == pytest.approx(rcs_m2)
    assert rcs_at_aspect_m2(even_signature(3.0), azimuth_rad, elevation_rad) == pytest.approx(3.0)


@given(angles, slants)
def test_a_small_turn_changes_little(azimuth_rad, elevation_rad):
    rcs_m2 = rcs_at_aspect_m2(FIGHTER, azimuth_rad, elevation_rad)
    # d ln rcs / d angle is at most ln(20 / 1), the spread of the logarithms
    assert abs(math.log(rcs_at_aspect_m2(FIGHTER, azimuth_rad + 1e-3, elevation_rad) / rcs_m2)) < 4e-3


@pytest.mark.parametrize(
    ("course_deg", "bearing_deg", "aspect_deg"), [(0, 0, 0), (90, 270, 180), (350, 10, 20), (10, 350, -20)]
)
def test_aspect_is_counted_from_the_nose(course_deg, bearing_deg, aspect_deg):
    aspect_rad = aspect_azimuth_rad(math.radians(course_deg), math.radians(bearing_deg))
    assert abs(math.degrees(aspect_rad)) == pytest.approx(abs(aspect_deg), abs=1e-9)
    assert math.sin(aspect_rad) == pytest.approx(math.sin(math.radians(aspect_deg)), abs=1e-9)


@given(st.floats(-60, 60))
def test_dbsm_there_and_back(level_dbsm):
    assert dbsm_from_rcs_db(rcs_from_dbsm_m2(level_dbsm)) == pytest.approx(level_dbsm, abs=1e-9)
