"""Refractivity and its gradient over the year, against the ITU-R maps as another tool reads them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.refractivity import (
    GREATEST_FACTOR,
    effective_earth_factor,
    gradient_n_per_km,
    gradient_of_factor,
    is_ducting,
    refractivity,
    surface_refractivity,
)
from tests.truth_table import truth

STORED_N_PER_KM = 0.03  # the bundled map keeps steps of 0.05
COARSE_N_PER_KM = 4.0  # every second node only, outside the region
OTHER_BILINEAR_N_PER_KM = 0.01
PRINTED_N = 5e-5

latitudes, longitudes = st.floats(-90, 90), st.floats(-180, 180)


@pytest.mark.parametrize("row", truth("itu_p453_gradient.csv"), ids=lambda row: f"{row.place}-{row.percent:g}")
def test_gradient_is_the_map_value(row):
    inside = 20.25 <= row.lat_deg <= 49.5 and 15 <= row.lon_deg <= 60
    tolerance = STORED_N_PER_KM + OTHER_BILINEAR_N_PER_KM if inside else COARSE_N_PER_KM
    found = gradient_n_per_km(row.lat_deg, row.lon_deg, row.percent)
    assert found == pytest.approx(row.gradient_n_per_km, abs=tolerance)


def test_ankara_is_not_four_thirds_and_nicosia_still_less():
    ankara = effective_earth_factor(gradient_n_per_km(39.93, 32.85, np.array([90.0, 50.0, 10.0, 1.0])))
    assert ankara.round(2).tolist() == [1.16, 1.25, 1.41, 1.63]
    assert round(effective_earth_factor(gradient_n_per_km(35.17, 33.36, 50.0)), 2) == 1.61


@given(latitudes, longitudes, st.floats(0.0, 100.0), st.floats(0.0, 100.0))
def test_gradient_rises_with_the_share_of_the_year_everywhere(lat_deg, lon_deg, one, other):
    low, high = sorted((one, other))
    assert gradient_n_per_km(lat_deg, lon_deg, low) <= gradient_n_per_km(lat_deg, lon_deg, high) + STORED_N_PER_KM


@given(latitudes, longitudes)
def test_longitude_goes_round(lat_deg, lon_deg):
    assert gradient_n_per_km(lat_deg, lon_deg, 50.0) == pytest.approx(gradient_n_per_km(lat_deg, lon_deg + 360, 50.0))


def test_percent_is_held_to_what_the_maps_give():
    assert gradient_n_per_km(40.0, 33.0, 0.0) == gradient_n_per_km(40.0, 33.0, 0.1)
    assert gradient_n_per_km(40.0, 33.0, 100.0) == gradient_n_per_km(40.0, 33.0, 99.9)


@given(st.floats(-155, 100))
def test_factor_and_gradient_undo_each_other(gradient):
    assert gradient_of_factor(effective_earth_factor(gradient)) == pytest.approx(gradient, abs=1e-9)


@given(st.floats(-1000, -157))
def test_ducting_is_clipped_and_told(gradient):
    assert is_ducting(gradient)
    assert effective_earth_factor(gradient) == GREATEST_FACTOR
    assert not is_ducting(-156.9)


def test_moist_air():
    assert refractivity(1013.25, 288.15, 9.972888786) == pytest.approx(317.7204, abs=PRINTED_N)
    assert refractivity(1000.0, 300.0, 0.0) == pytest.approx(77.6 * 1000 / 300)
    assert refractivity(1000.0, 290.0, 20.0) > refractivity(1000.0, 290.0, 10.0) > refractivity(1000.0, 300.0, 10.0)


@given(latitudes, longitudes, st.floats(0, 5000))
def test_surface_refractivity_is_plausible_everywhere_and_falls_with_height(lat_deg, lon_deg, height_m):
    at_sea = surface_refractivity(lat_deg, lon_deg, 0.0)
    assert 280 < at_sea < 430
    assert surface_refractivity(lat_deg, lon_deg, height_m) == pytest.approx(at_sea * np.exp(-height_m / 7350))
