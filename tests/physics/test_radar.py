"""Tests of the range equation against printed examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.radar import (
    db_of_ratio,
    free_space_loss,
    free_space_loss_allowed,
    intercept_range_kerr_1951_m,
    intercept_range_m,
    noise_power_w,
    peak_power_needed_w,
    range_for_snr_m,
    ratio_of_db,
    received_power_one_way_w,
    received_power_two_way_w,
    snr_of_pulse,
)
from tests.truth_table import truth

HANDBOOK_DB = 0.05  # the handbook computes with rounded constants; tolerance of the SIMDIS tests
MATHWORKS_DB = 6e-5  # four decimals
KERR_SHORTER = 7e-5  # the printed constant is rounded in its fourth decimal of a decibel

levels_db = st.floats(-50, 50)


@pytest.mark.parametrize(("frequency_hz", "power_dbw"), [(5e9, -107.52), (7e9, -110.44)])
def test_echo_power_is_the_handbook_example(frequency_hz, power_dbw):
    # NAWCWD TP 8347, section 4-4, as asserted in the SIMDIS SDK, Testing/SimCore/EMTest.cpp
    power_w = received_power_two_way_w(1e4, ratio_of_db(45), ratio_of_db(40), frequency_hz, 9.0, 31e3,
                                       loss=ratio_of_db(5))
    assert db_of_ratio(power_w) == pytest.approx(power_dbw, abs=HANDBOOK_DB)


@pytest.mark.parametrize(("frequency_hz", "power_dbw"), [(5e9, -56.25), (7e9, -59.17)])
def test_one_way_power_is_the_handbook_example(frequency_hz, power_dbw):
    # NAWCWD TP 8347, section 4-3, as asserted in the SIMDIS SDK
    power_w = received_power_one_way_w(1e4, ratio_of_db(45), 1.0, frequency_hz, 31e3, ratio_of_db(5))
    assert db_of_ratio(power_w) == pytest.approx(power_dbw, abs=HANDBOOK_DB)


@pytest.mark.parametrize("row", truth("intercept_range.csv"))
def test_intercept_range_is_the_printed_one(row):
    power_w, gain = row.power_w, ratio_of_db(row.gain_db)
    sensitivity_w = ratio_of_db(row.sensitivity_dbm) / 1000
    printed_m = intercept_range_kerr_1951_m(power_w, gain, row.frequency_mhz * 1e6, sensitivity_w)
    assert printed_m == pytest.approx(row.range_m, abs=row.tolerance_m)
    range_m = intercept_range_m(power_w, gain, row.frequency_mhz * 1e6, sensitivity_w)
    assert range_m == pytest.approx(printed_m, rel=KERR_SHORTER)
    loss = free_space_loss_allowed(power_w, gain, sensitivity_w)
    assert db_of_ratio(loss) == pytest.approx(row.loss_db, abs=0.05)
    assert free_space_loss(row.frequency_mhz * 1e6, range_m) == pytest.approx(loss, rel=1e-12)


def test_snr_is_the_mathworks_example():
    # documentation of radareqsnr, monostatic and bistatic
    monostatic = snr_of_pulse(1e6, 0.2e-6, 100.0, 100.0, 1e9, 1.0, 50e3)
    assert db_of_ratio(monostatic) == pytest.approx(5.5868, abs=MATHWORKS_DB)
    bistatic = snr_of_pulse(1e6, 1e-6, 1e4, 100.0, 10e9, 1.0, 50e3, 75e3)
    assert db_of_ratio(bistatic) == pytest.approx(9.0547, abs=MATHWORKS_DB)


def test_power_and_range_are_the_mathworks_examples():
    # documentation of radareqpow and radareqrng
    power_w = peak_power_needed_w(10.0, 1e-6, 1e3, 10e9, 0.5, 50e3, system_temperature_k=300.0, loss=ratio_of_db(3))
    assert power_w == pytest.approx(2.2809e6, rel=3e-5)
    assert range_for_snr_m(ratio_of_db(6), 1e6, 10e-6, 100.0, 10e9, 1.0) == pytest.approx(41057, rel=2e-5)


@given(levels_db, st.floats(1e3, 1e6), st.floats(1e3, 1e7))
def test_the_forms_of_the_equation_agree(snr_db, range_m, power_w):
    snr = ratio_of_db(snr_db)
    conditions = {"system_temperature_k": 500.0, "loss": 4.0}
    needed_w = peak_power_needed_w(snr, 1e-5, 1e3, 3e9, 2.0, range_m, **conditions)
    assert snr_of_pulse(needed_w, 1e-5, 1e3, 1e3, 3e9, 2.0, range_m, **conditions) == pytest.approx(snr)
    reached_m = range_for_snr_m(snr, power_w, 1e-5, 1e3, 3e9, 2.0, **conditions)
    assert snr_of_pulse(power_w, 1e-5, 1e3, 1e3, 3e9, 2.0, reached_m, **conditions) == pytest.approx(snr)


def test_loss_and_noise_temperature_cost_what_they_say():
    plain = snr_of_pulse(1e6, 1e-6, 1e3, 1e3, 3e9, 1.0, 1e5)
    assert snr_of_pulse(1e6, 1e-6, 1e3, 1e3, 3e9, 1.0, 1e5, loss=2.0) == pytest.approx(plain / 2)
    assert snr_of_pulse(1e6, 1e-6, 1e3, 1e3, 3e9, 1.0, 1e5, system_temperature_k=580.0) == pytest.approx(plain / 2)
    assert noise_power_w(1.0) == pytest.approx(4.0039e-21, rel=1e-4)
