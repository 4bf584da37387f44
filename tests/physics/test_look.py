"""Tests of the look: anchored at its claim, obeying every limit and loss that it states."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.constants import FOUR_THIRDS
from openiads.physics.detection import pd_swerling, snr_for_pd
from openiads.physics.look import (
    Radar,
    anchored,
    blind_ground_range_m,
    detection_ground_range_m,
    detection_slant_range_m,
    gas_loss_db,
    ground_range_of_slant_m,
    look_gain,
    look_pd,
    look_snr,
    snr_constant_m2,
)
from openiads.physics.propagation import elevation_of_target_rad, ground_range_to_height_m
from tests.examples import examples

SNR = snr_for_pd(0.5, 1e-6)
TRIAL_STEP_M = 200.0
SOLVED_M = 1.0  # the solver stops at 0.1 m of slant range
AIR = Radar(  # an S-band radar in moist air, without its constant
    snr_constant_m2=0.0, elevation_min_rad=math.radians(-2), elevation_max_rad=math.radians(60),
    instrumented_range_m=600e3, oxygen_db_per_m=7e-6, water_db_per_m=5e-7,
)
CLAIM = anchored(AIR, 300e3, 4.0, elevation_rad=0.01)
X_BAND = anchored(AIR._replace(oxygen_db_per_m=8e-6, water_db_per_m=6e-6), 300e3, 4.0, elevation_rad=0.01)

ranges_m = st.floats(1e3, 5.5e5)
elevations_rad = st.floats(math.radians(-1.5), math.radians(59))
cross_sections_m2 = st.floats(1e-3, 100)


@examples(60)
@given(st.floats(2e4, 6e5), cross_sections_m2, st.floats(0.1, 0.95), st.integers(0, 4), elevations_rad)
def test_the_claim_that_anchors_a_radar_is_given_back(range_m, rcs_m2, pd, swerling_case, elevation_rad):
    radar = anchored(AIR, range_m, rcs_m2, pd=pd, swerling_case=swerling_case, elevation_rad=elevation_rad)
    assert look_pd(radar, range_m, elevation_rad, rcs_m2, 1e-6, swerling_case) == pytest.approx(pd, abs=1e-9)
    needed = snr_for_pd(pd, 1e-6, 1, swerling_case)
    assert detection_slant_range_m(radar, rcs_m2, needed, elevation_rad) == pytest.approx(range_m, rel=1e-9)
    assert snr_constant_m2(radar, range_m, rcs_m2, needed, elevation_rad) == pytest.approx(radar.snr_constant_m2)


def test_in_a_vacuum_range_goes_with_the_fourth_root_of_cross_section():
    radar = Radar(snr_constant_m2=1e20)
    assert look_snr(radar, 1e5, 0.0, 1.0) == pytest.approx(1.0)
    assert look_snr(radar, 2e5, 0.0, 1.0) == pytest.approx(1 / 16)
    assert detection_slant_range_m(radar, 16.0, 1.0, 0.0) == pytest.approx(2e5)


@given(ranges_m, elevations_rad, cross_sections_m2, st.floats(1.01, 2))
def test_snr_falls_with_range_and_rises_with_cross_section(range_m, elevation_rad, rcs_m2, factor):
    here = look_snr(CLAIM, range_m, elevation_rad, rcs_m2)
    assert look_snr(CLAIM, range_m * factor, elevation_rad, rcs_m2) < here
    assert look_snr(CLAIM, range_m, elevation_rad, rcs_m2 * factor) == pytest.approx(here * factor)


def test_limits_hide_the_target():
    assert look_snr(CLAIM, 100e3, math.radians(-2.1), 1.0) == 0.0
    assert look_snr(CLAIM, 100e3, math.radians(60.1), 1.0) == 0.0
    assert look_snr(CLAIM, 601e3, 0.0, 1e9) == 0.0
    assert look_pd(CLAIM, 601e3, 0.0, 1e9, 1e-6, 1) == pytest.approx(1e-6)
    assert detection_slant_range_m(CLAIM, 1.0, SNR, math.radians(61)) == 0.0
    assert detection_slant_range_m(CLAIM, 1e9, SNR, 0.0) == 600e3


def test_jamming_and_propagation_factor_enter_as_stated():
    plain = look_snr(CLAIM, 1e5, 0.02, 1.0)
    assert look_snr(CLAIM, 1e5, 0.02, 1.0, FOUR_THIRDS, 2.0) == pytest.approx(16 * plain)
    assert look_snr(CLAIM, 1e5, 0.02, 1.0, FOUR_THIRDS, 1.0, 9.0) == pytest.approx(plain / 10)
    jammed = look_pd(CLAIM, 1e5, 0.02, 1.0, 1e-6, 1, FOUR_THIRDS, 1.0, 9.0)
    assert jammed == pytest.approx(pd_swerling(plain / 10, 1e-6, 1, 1))


def test_each_gas_costs_and_costs_less_higher_up():
    dry = AIR._replace(water_db_per_m=0.0)
    assert gas_loss_db(Radar(1.0), 3e5, 0.0) == 0.0
    assert 0 < gas_loss_db(dry, 3e5, 0.0) < gas_loss_db(AIR, 3e5, 0.0)
    assert gas_loss_db(AIR, 3e5, 0.2) < gas_loss_db(AIR, 3e5, 0.0)
    assert gas_loss_db(AIR._replace(oxygen_scale_height_m=5000.0), 3e5, 0.1) < gas_loss_db(AIR, 3e5, 0.1)
    assert gas_loss_db(AIR._replace(water_scale_height_m=1000.0), 3e5, 0.1) < gas_loss_db(AIR, 3e5, 0.1)
    assert gas_loss_db(AIR, 3e5, 0.0, 1.0) < gas_loss_db(AIR, 3e5, 0.0, 2.0)


def test_beam_shape_enters_twice():
    shaped = CLAIM._replace(full_gain_to_rad=math.radians(10))
    assert look_gain(shaped, math.radians(30)) == pytest.approx((math.sin(math.radians(10)) / 0.5) ** 4)
    scanned = CLAIM._replace(scan_exponent=1.5, broadside_rad=math.radians(20))
    assert look_gain(scanned, math.radians(20)) == 1.0
    assert look_gain(scanned, math.radians(50)) == pytest.approx(math.cos(math.radians(30)) ** 3)


def outermost_m(radar, rcs_m2, snr, antenna_m, target_m, k_factor=FOUR_THIRDS):
    """Greatest ground range with enough SNR, by trying every so many metres of slant range."""
    slant_m = np.arange(abs(target_m - antenna_m) + 1.0, radar.instrumented_range_m, TRIAL_STEP_M)
    enough = [
        look_snr(radar, r, elevation_of_target_rad(target_m, antenna_m, r, k_factor), rcs_m2, k_factor) >= snr
        for r in slant_m
    ]
    return ground_range_of_slant_m(slant_m[enough][-1], antenna_m, target_m, k_factor) if any(enough) else 0.0


SHAPED = CLAIM._replace(full_gain_to_rad=math.radians(1.0))
TILTED = CLAIM._replace(scan_exponent=1.5, broadside_rad=math.radians(30))
ABOVE = CLAIM._replace(elevation_min_rad=math.radians(1.0))


@pytest.mark.parametrize("radar", [CLAIM, X_BAND, SHAPED, TILTED, ABOVE])
@pytest.mark.parametrize(("rcs_m2", "target_m"), [(0.01, 3000.0), (1.0, 60.0), (5.0, 10_000.0), (50.0, 25_000.0)])
def test_ground_range_is_the_outermost_of_all(radar, rcs_m2, target_m):
    tried_m = outermost_m(radar, rcs_m2, SNR, 30.0, target_m)
    solved_m = detection_ground_range_m(radar, rcs_m2, SNR, 30.0, target_m)
    assert -SOLVED_M <= solved_m - tried_m <= 1.1 * TRIAL_STEP_M


@examples(60)
@given(cross_sections_m2, st.floats(0, 3000), st.floats(0, 25_000), st.floats(0.9, 3.0))
def test_at_the_solved_range_the_snr_is_the_required_one(rcs_m2, antenna_m, target_m, k_factor):
    ground_m = detection_ground_range_m(X_BAND, rcs_m2, SNR, antenna_m, target_m, k_factor)
    if ground_m == 0.0:
        return
    radius_m = k_factor * 6_371_000.0
    rise_m = target_m - antenna_m
    chord_m2 = 4 * (radius_m + antenna_m) * (radius_m + target_m) * math.sin(0.5 * ground_m / radius_m) ** 2
    slant_m = math.sqrt(rise_m**2 + chord_m2)
    elevation_rad = elevation_of_target_rad(target_m, antenna_m, slant_m, k_factor)
    snr = look_snr(X_BAND, slant_m * (1 - 1e-9), elevation_rad, rcs_m2, k_factor)
    at_limit = abs(elevation_rad - X_BAND.elevation_min_rad) < 1e-4
    assert snr == pytest.approx(SNR, rel=1e-3) or (snr >= SNR and (slant_m > 599e3 or at_limit))


def test_instrumented_range_jamming_and_weakness_end_the_ground_range():
    assert detection_ground_range_m(CLAIM, 1e6, SNR, 30.0, 10_000.0) == pytest.approx(
        ground_range_of_slant_m(600e3, 30.0, 10_000.0), abs=SOLVED_M
    )
    assert detection_ground_range_m(CLAIM, 1e-12, SNR, 30.0, 10_000.0) == 0.0
    clear_m = detection_ground_range_m(CLAIM, 1.0, SNR, 30.0, 10_000.0)
    jammed_m = detection_ground_range_m(CLAIM, 1.0, SNR, 30.0, 10_000.0, FOUR_THIRDS, 15.0)
    assert jammed_m == pytest.approx(clear_m / 2, rel=0.15)  # the fourth root of 16, and less gas on the way


def test_cone_of_silence_is_where_the_upper_limit_meets_the_height():
    blind_m = blind_ground_range_m(CLAIM, 30.0, 10_000.0)
    assert blind_m == ground_range_to_height_m(10_000.0, 30.0, math.radians(60), FOUR_THIRDS)
    assert blind_m == pytest.approx(9970 / math.tan(math.radians(60)), rel=2e-3)  # a flat earth
    assert blind_ground_range_m(CLAIM, 30.0, 20.0) == 0.0
    assert blind_ground_range_m(CLAIM._replace(elevation_max_rad=math.pi / 2), 30.0, 10_000.0) == 0.0


def test_nan_goes_in_and_nan_comes_out():
    assert math.isnan(look_snr(CLAIM, math.nan, 0.0, 1.0))
    assert math.isnan(look_snr(CLAIM, 1e5, math.nan, 1.0))
    assert math.isnan(look_pd(CLAIM, 1e5, 0.0, math.nan, 1e-6, 1))
    assert math.isnan(detection_ground_range_m(CLAIM, math.nan, SNR, 30.0, 100.0))
    assert math.isnan(blind_ground_range_m(CLAIM, 30.0, math.nan))
