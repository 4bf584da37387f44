"""The 1976 standard atmosphere against another tool; its printed table stands in the reference cases."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.constants import FOOT_M
from openiads.physics.atmosphere import air_at, air_at_geopotential, atmosphere_profile, geopotential_altitude_m
from tests.truth_table import truth

TOOL_SHARE = 2e-6  # the tool rounds its gas constant; its density at sea level is 0.2 parts in a million over 1.225
RANKINE_K = 5 / 9
SLUG_KG = 14.593902937206364


@pytest.mark.parametrize("row", truth("nesc_air.csv"))
def test_air_of_the_check_cases(row):
    temperature_k, _, density_kgpm3, sound_speed_mps = atmosphere_profile(np.array([row.altitude_ft * FOOT_M]))[0]
    assert temperature_k == pytest.approx(row.temperature_dgr * RANKINE_K, rel=TOOL_SHARE)
    assert density_kgpm3 == pytest.approx(row.density_slugpft3 * SLUG_KG / FOOT_M**3, rel=TOOL_SHARE)
    assert sound_speed_mps == pytest.approx(row.sound_speed_ftps * FOOT_M, rel=TOOL_SHARE)


@given(st.floats(-4000.0, 85_000.0))
def test_air_thins_with_height(altitude_m):
    assert air_at(altitude_m + 100.0)[0] < air_at(altitude_m)[0]


def test_layers_join():
    for base_m in (11_000.0, 20_000.0, 32_000.0, 47_000.0, 51_000.0, 71_000.0, 84_852.0):
        below, above = air_at_geopotential(base_m - 1e-6), air_at_geopotential(base_m)
        assert below == pytest.approx(above, rel=1e-8)


def test_geometric_height_is_not_geopotential_height():
    assert geopotential_altitude_m(30_000.0) == pytest.approx(29_859.0, abs=1.0)
    assert air_at(30_000.0)[0] / air_at(29_859.0)[0] < 0.98


def test_nan_passes_through():
    assert all(math.isnan(value) for value in air_at(math.nan))
