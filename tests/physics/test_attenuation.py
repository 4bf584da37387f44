"""Gas attenuation line by line, against the Study Group 3 examples and another tool."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.attenuation import gas_constants, specific_gas_attenuation
from tests.examples import examples
from tests.truth_table import truth

SAME_LINES_REL = 1e-9  # same tables, same formulas, other code
ZENITH_REL = 0.01  # ITU-Rpy takes total for dry pressure and steps through layers

# ITU-Rpy 0.4.0, gaseous_attenuation_slant_path, 90 degrees, 7.5 g/m3, 1013.25 hPa, 288.15 K, mode exact
ZENITH_DB = {1: 0.031392, 3: 0.036957, 10: 0.051498, 16: 0.093837, 22.235: 0.522065, 35: 0.279580, 95: 0.838372}


@pytest.mark.parametrize("row", truth("itu_p676_gamma.csv"), ids=lambda row: f"{row.frequency_ghz:g}ghz")
def test_specific_attenuation_is_the_published(row):
    oxygen, water = specific_gas_attenuation(
        row.frequency_ghz * 1e9, row.dry_pressure_hpa, row.temperature_k, row.vapour_g_m3
    )
    assert oxygen * 1000 == pytest.approx(row.oxygen_db_km, rel=SAME_LINES_REL)
    assert water * 1000 == pytest.approx(row.water_db_km, rel=SAME_LINES_REL)


@pytest.mark.parametrize("frequency_ghz", ZENITH_DB)
def test_scale_heights_keep_the_zenith_attenuation(frequency_ghz):
    oxygen, water, oxygen_m, water_m = gas_constants(frequency_ghz * 1e9)
    assert oxygen * oxygen_m + water * water_m == pytest.approx(ZENITH_DB[frequency_ghz], rel=ZENITH_REL)


@examples(30)
@given(st.floats(1e9, 3.5e11), st.floats(300, 1050), st.floats(230, 315), st.floats(0.01, 30))
def test_attenuation_is_positive_and_water_grows_with_vapour(frequency_hz, pressure_hpa, temperature_k, vapour):
    oxygen, water = specific_gas_attenuation(frequency_hz, pressure_hpa, temperature_k, np.array([vapour, 2 * vapour]))
    assert (oxygen > 0).all()
    assert water[1] > water[0] > 0


def test_every_property_of_the_air_matters():
    base = gas_constants(3e9, 1013.25, 288.15, 7.5)
    assert gas_constants(9e9)[0] > base[0]
    assert gas_constants(3e9, 900.0)[0] < base[0]
    assert gas_constants(3e9, 1013.25, 310.0)[0] < base[0]
    assert gas_constants(3e9, 1013.25, 288.15, 15.0)[1] > base[1]
    assert gas_constants(3e9, 1013.25, 288.15, 0.0)[1] == 0.0


@pytest.mark.parametrize("frequency_hz", [3e9, 9.4e9])
def test_scale_heights_are_those_of_the_gases(frequency_hz):
    _, _, oxygen_m, water_m = gas_constants(frequency_hz)
    assert 4000 < oxygen_m < 6000
    assert 1500 < water_m < 2200
