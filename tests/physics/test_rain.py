"""Rain attenuation, against the Study Group 3 examples and another tool."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.rain import rain_attenuation_db_per_m, rain_power_law
from tests.truth_table import truth

SAME_FORMULA_REL = 1e-9  # same coefficients, other code


@pytest.mark.parametrize("row", truth("itu_p838_rain.csv"), ids=lambda row: f"{row.frequency_ghz:g}")
def test_power_law_is_the_published(row):
    path = row.frequency_ghz * 1e9, np.radians(row.elevation_deg), np.radians(row.tilt_deg)
    k, alpha = rain_power_law(*path)
    assert k == pytest.approx(row.k, rel=SAME_FORMULA_REL)
    assert alpha == pytest.approx(row.alpha, rel=SAME_FORMULA_REL)
    gamma_db_km = rain_attenuation_db_per_m(row.rain_rate_mm_h, *path) * 1000
    assert gamma_db_km == pytest.approx(row.gamma_db_km, rel=SAME_FORMULA_REL)


@given(st.floats(1e9, 1e11), st.floats(0, 1.5), st.floats(0, 1.57), st.floats(0.1, 200))
def test_attenuation_grows_with_rain(frequency_hz, elevation_rad, tilt_rad, rate):
    path = frequency_hz, elevation_rad, tilt_rad
    assert 0 < rain_attenuation_db_per_m(rate, *path) < rain_attenuation_db_per_m(rate * 1.1, *path)


@given(st.floats(8e9, 5e10), st.floats(5, 100))
def test_flat_drops_weaken_horizontal_polarisation_more_than_vertical(frequency_hz, rate):
    horizontal, vertical = (rain_attenuation_db_per_m(rate, frequency_hz, 0.0, tilt) for tilt in (0.0, np.pi / 2))
    assert horizontal > vertical


@given(st.floats(1e9, 1e11), st.floats(0, np.pi))
def test_seen_from_below_polarisation_does_not_matter(frequency_hz, tilt_rad):
    level = rain_power_law(frequency_hz, np.pi / 2)[0]
    assert rain_power_law(frequency_hz, np.pi / 2, tilt_rad)[0] == pytest.approx(level)
