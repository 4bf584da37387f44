"""Knife-edge and Bullington diffraction, against closed forms and the ITU-R validation profile."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.diffraction import (
    bullington_loss_db,
    diffraction_parameter,
    fresnel_radius_m,
    knife_edge_loss_db,
    knife_edge_loss_p526_db,
)
from tests.truth_table import truth

PRINTED_DB = 1e-8  # the validation log prints eight decimals
APPROXIMATION_DB = 0.15  # of the P.526 formula, v from 0 to 3
ITU_LIGHT_GHZ_M = 0.2998  # the light speed of P.1812

PROFILE = truth("profile_b2iseac.csv")
DISTANCE_M = np.array([row.distance_km for row in PROFILE]) * 1000
GROUND_M = np.array([row.ground_amsl_m for row in PROFILE])


def test_b2iseac_profile_of_study_group_3():
    """Py1812 validation_results/b2iseac_0_log.csv: Lbulla 14.03473721 dB at 95.3 MHz, 60 m and 7 m, 3 x 6371 km."""
    loss_db = bullington_loss_db(
        DISTANCE_M, GROUND_M, GROUND_M[0] + 60, GROUND_M[-1] + 7, ITU_LIGHT_GHZ_M / 0.0953, 3 * 6371e3
    )
    assert loss_db == pytest.approx(14.03473721, abs=PRINTED_DB)


def test_every_input_of_the_profile_matters():
    base = DISTANCE_M, GROUND_M, 814.4, 118.3, 3.146, 8.5e6
    loss_db = bullington_loss_db(*base)
    assert bullington_loss_db(DISTANCE_M * 0.9, *base[1:]) != loss_db
    assert bullington_loss_db(DISTANCE_M, GROUND_M + 20, *base[2:]) > loss_db
    assert bullington_loss_db(DISTANCE_M, GROUND_M, 1000.0, *base[3:]) < loss_db
    assert bullington_loss_db(DISTANCE_M, GROUND_M, 814.4, 400.0, *base[4:]) < loss_db
    assert bullington_loss_db(*base[:4], 0.3, 8.5e6) > loss_db
    assert bullington_loss_db(*base[:5], 12e6) < loss_db


def test_one_edge_is_the_edge_itself():
    distance_m, ground_m = np.array([0.0, 8e3, 20e3]), np.array([0.0, 120.0, 0.0])
    v = diffraction_parameter(120 - 50 - 8 / 20 * 20, 8e3, 12e3, 3e9)
    edge_db = knife_edge_loss_p526_db(v)
    corrected_db = edge_db + (1 - np.exp(-edge_db / 6)) * (10 + 0.02 * 20)
    wavelength_m = 299_792_458 / 3e9
    assert bullington_loss_db(distance_m, ground_m, 50.0, 70.0, wavelength_m, np.inf) == pytest.approx(corrected_db)


@given(st.floats(50, 2000), st.floats(50, 2000))
def test_a_path_far_above_flat_ground_loses_nothing(one_m, other_m):
    distance_m = np.linspace(0, 10e3, 50)
    assert bullington_loss_db(distance_m, np.zeros(50), one_m, other_m, 0.01, np.inf) == 0.0


@given(st.floats(0, 3))
def test_approximation_is_as_near_as_told(v):
    assert knife_edge_loss_p526_db(v) == pytest.approx(knife_edge_loss_db(v), abs=APPROXIMATION_DB)


@given(st.floats(-0.7, 20), st.floats(1e-3, 5))
def test_loss_grows_with_the_edge(v, more):
    assert knife_edge_loss_db(v + more) > knife_edge_loss_db(v)
    assert knife_edge_loss_p526_db(v + more) > knife_edge_loss_p526_db(v)


def test_grazing_costs_six_decibels_and_a_low_edge_nothing():
    assert knife_edge_loss_db(0.0) == pytest.approx(20 * np.log10(2))
    assert knife_edge_loss_db(-50.0) == pytest.approx(0.0, abs=0.1)
    assert knife_edge_loss_p526_db(-0.78) == 0.0


@given(st.floats(10, 1e5), st.floats(10, 1e5), st.floats(1e8, 1e11), st.integers(1, 9))
def test_an_edge_on_the_rim_of_the_first_zone_has_v_root_two(one_m, other_m, frequency_hz, zone):
    rim_m = fresnel_radius_m(one_m, other_m, frequency_hz)
    assert diffraction_parameter(rim_m, one_m, other_m, frequency_hz) == pytest.approx(np.sqrt(2))
    assert fresnel_radius_m(one_m, other_m, frequency_hz, zone) == pytest.approx(rim_m * np.sqrt(zone))
