"""The table of the atmosphere beside its formulas."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.air_table import HIGHEST_M, LOWEST_M, SPACING_M, air_near
from openiads.physics.atmosphere import GEOPOTENTIAL_RADIUS_M, LAYER_BASE_M, air_at

DENSITY_REL = 3e-6  # h^2/8 over the square of the scale height, 5.4 km at its least
SOUND_REL = 1e-7
BEND_REL = 2e-4  # in a row that holds the base of a layer both fall on another slope within the row
BASES_M = GEOPOTENTIAL_RADIUS_M * LAYER_BASE_M / (GEOPOTENTIAL_RADIUS_M - LAYER_BASE_M)


@given(st.floats(LOWEST_M, HIGHEST_M, exclude_max=True))
def test_as_the_formulas(altitude_m):
    density, sound = np.array(air_near(altitude_m)) / np.array(air_at(altitude_m)) - 1.0
    bend = np.abs(altitude_m - BASES_M).min() < SPACING_M
    assert abs(density) <= (BEND_REL if bend else DENSITY_REL)
    assert abs(sound) <= (BEND_REL if bend else SOUND_REL)


def test_rows_are_the_formulas_themselves():
    for altitude_m in (LOWEST_M, 0.0, 10_000.0, HIGHEST_M - SPACING_M):
        assert air_near(altitude_m) == air_at(altitude_m)


def test_beyond_the_table_the_formulas_are_asked():
    for altitude_m in (-3000.0, HIGHEST_M, 120_000.0):
        assert air_near(altitude_m) == air_at(altitude_m)
    assert all(math.isnan(value) for value in air_near(math.nan))
