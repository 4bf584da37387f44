"""Tests of the exact Pd: published values, a second route, and the laws that any Pd obeys."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaincc, gammainccinv, gammaincinv
from scipy.stats import nbinom, poisson

from openiads.physics.detection import (
    false_alarm_probability,
    fluctuation_shape,
    pd_and_slope,
    pd_coherent,
    pd_swerling,
    snr_for_pd,
    threshold_for_pfa,
)
from tests.examples import examples
from tests.truth_table import truth

FOUR_DECIMALS = 1e-4  # the sources print four, and one of theirs is cut instead of rounded
EIGHT_DECIMALS = 2e-8
EXACT = 1e-9  # what the mixture, summed with scipy's functions, and our sums may differ by
ROUNDING = 1e-12
THRESHOLD = 5e-13  # of 10,000 pulses; the logarithms that it comes from are near 1e5

pulses = st.sampled_from([1, 2, 3, 8, 10, 64, 256, 1000])
cases = st.integers(0, 4)
alarms = st.floats(-12, -1).map(lambda exponent: 10.0**exponent)
levels_db = st.floats(-40, 50)


def ratio(level_db):
    return 10 ** (level_db / 10)


def mixture_pd(snr, pfa, n_pulses, swerling_case):
    """Pd as a Poisson or negative-binomial mixture of incomplete gammas, in scipy's functions."""
    threshold, shape = gammainccinv(n_pulses, pfa), fluctuation_shape(n_pulses, swerling_case)
    count = np.arange(int(threshold + 15 * np.sqrt(threshold) + 60))
    mean = n_pulses * snr
    law = poisson(mean) if math.isinf(shape) else nbinom(shape, 1 / (1 + mean / shape))
    return float(np.sum(law.pmf(count) * gammaincc(n_pulses + count, threshold)) + law.sf(count[-1]))


@pytest.mark.parametrize("row", truth("swerling_pd.csv"))
def test_pd_is_the_published_one(row):
    pd = pd_swerling(ratio(row.snr_db), row.pfa, int(row.n_pulses), int(row.swerling_case))
    assert pd == pytest.approx(row.pd, abs=FOUR_DECIMALS)


@pytest.mark.parametrize("row", truth("marcum_pd.csv"))
def test_pd_of_a_steady_target_is_the_published_one(row):
    assert pd_swerling(ratio(row.snr_db), 1e-3, 1, 0) == pytest.approx(row.pd, abs=EIGHT_DECIMALS)


def test_pd_is_not_the_gaussian_approximation_that_a_public_test_suite_prints():
    assert abs(pd_swerling(ratio(-7.2), 1e-4, 256, 4) - 0.2155) > 0.004


@pytest.mark.parametrize("row", truth("coherent_pd.csv"))
def test_coherent_pd_is_the_published_one(row):
    assert pd_coherent(ratio(row.snr_db), row.pfa, row.n_pulses) == pytest.approx(row.pd, abs=FOUR_DECIMALS)


@pytest.mark.parametrize(("n_pulses", "threshold"), [(1, 9.21), (10, 26.19), (20, 41.03), (40, 67.89)])
def test_threshold_is_the_one_mahafza_prints(n_pulses, threshold):
    assert threshold_for_pfa(1e-4, n_pulses) == pytest.approx(threshold, abs=0.006)  # two decimals, one of them cut


@examples(200)
@given(levels_db, alarms, pulses, cases)
def test_pd_equals_the_mixture_of_incomplete_gammas(snr_db, pfa, n_pulses, swerling_case):
    snr = ratio(snr_db)
    assert pd_swerling(snr, pfa, n_pulses, swerling_case) == pytest.approx(
        mixture_pd(snr, pfa, n_pulses, swerling_case), abs=EXACT
    )


@examples(100)
@given(alarms, st.integers(1, 3000))
def test_threshold_is_the_inverse_incomplete_gamma(pfa, n_pulses):
    threshold = threshold_for_pfa(pfa, n_pulses)
    assert threshold == pytest.approx(gammainccinv(n_pulses, pfa), rel=EXACT)
    assert false_alarm_probability(threshold, n_pulses) == pytest.approx(pfa, rel=1e-8)


@pytest.mark.parametrize(("pfa", "n_pulses"), [(1e-36, 100), (1e-20, 1000), (1e-16, 10_000), (1e-100, 3000)])
def test_threshold_of_the_rarest_alarms(pfa, n_pulses):
    # the sum of positive terms exp(-T) T^j/j! in sixty digits, and its slope, tell how far the threshold is off
    threshold = threshold_for_pfa(pfa, n_pulses)
    with localcontext() as context:
        context.prec = 60
        level = Decimal(threshold)
        term = total = (-level).exp()
        for j in range(1, n_pulses):
            term *= level / j
            total += term
        off = float((total - Decimal(pfa)) / term / level)
    assert abs(off) < THRESHOLD


@pytest.mark.parametrize("n_pulses", [2, 7, 100, 1000])
@pytest.mark.parametrize("pfa", [0.6, 0.99, 0.999999, 1 - 2**-40])
def test_threshold_of_alarms_nearly_always(pfa, n_pulses):
    assert threshold_for_pfa(pfa, n_pulses) == pytest.approx(gammaincinv(n_pulses, 1 - pfa), rel=1e-12)


@pytest.mark.parametrize("swerling_case", range(5))
def test_pd_at_the_rarest_alarms(swerling_case):
    assert pd_swerling(1.8, 1e-36, 100, swerling_case) == pytest.approx(
        mixture_pd(1.8, 1e-36, 100, swerling_case), abs=EXACT)


@examples(100)
@given(levels_db, st.floats(0.01, 20), alarms, pulses, cases)
def test_pd_lies_between_pfa_and_one_and_rises_with_snr(snr_db, more_db, pfa, n_pulses, swerling_case):
    low = pd_swerling(ratio(snr_db), pfa, n_pulses, swerling_case)
    high = pd_swerling(ratio(snr_db + more_db), pfa, n_pulses, swerling_case)
    assert pfa - ROUNDING <= low <= high + ROUNDING
    assert high <= 1.0


@examples(100)
@given(levels_db, alarms, st.floats(0.1, 3), pulses, cases)
def test_pd_rises_with_pfa(snr_db, pfa, decades, n_pulses, swerling_case):
    snr, more = ratio(snr_db), min(pfa * 10**decades, 0.5)
    assert pd_swerling(snr, pfa, n_pulses, swerling_case) <= pd_swerling(snr, more, n_pulses, swerling_case) + ROUNDING


@given(alarms, pulses, cases)
@examples(50)
def test_without_a_target_pd_is_pfa(pfa, n_pulses, swerling_case):
    assert pd_swerling(0.0, pfa, n_pulses, swerling_case) == pytest.approx(pfa, rel=1e-8)


@given(levels_db, alarms)
@examples(50)
def test_one_pulse_has_no_time_to_fluctuate(snr_db, pfa):
    snr = ratio(snr_db)
    assert pd_swerling(snr, pfa, 1, 2) == pytest.approx(pd_swerling(snr, pfa, 1, 1), abs=ROUNDING)
    assert pd_swerling(snr, pfa, 1, 4) == pytest.approx(pd_swerling(snr, pfa, 1, 3), abs=ROUNDING)


def test_fast_fluctuation_helps_where_pd_is_high_and_more_pulses_always_do():
    slow, fast = pd_swerling(1.5, 1e-6, 20, 1), pd_swerling(1.5, 1e-6, 20, 2)
    assert fast > slow
    assert pd_swerling(1.5, 1e-6, 40, 1) > slow


@examples(60)
@given(st.floats(-10, 30), alarms, pulses, cases)
def test_slope_is_the_derivative(snr_db, pfa, n_pulses, swerling_case):
    snr, step = ratio(snr_db), 1e-4 * ratio(snr_db)
    law = threshold_for_pfa(pfa, n_pulses), n_pulses, fluctuation_shape(n_pulses, swerling_case)
    rise = pd_and_slope(snr + step, *law)[0] - pd_and_slope(snr - step, *law)[0]
    # difference of two numbers good to 1e-12, and the third derivative times the step squared
    assert pd_and_slope(snr, *law)[1] * snr == pytest.approx(rise / (2 * step) * snr, abs=1e-6)


@examples(60)
@given(st.floats(0.02, 0.99), alarms, pulses, cases)
def test_required_snr_gives_the_wanted_pd(pd, pfa, n_pulses, swerling_case):
    if pd <= pfa:
        pd = 0.5 + pfa / 2
    snr = snr_for_pd(pd, pfa, n_pulses, swerling_case)
    assert pd_swerling(snr, pfa, n_pulses, swerling_case) == pytest.approx(pd, abs=EXACT)


def test_required_snr_is_the_published_one():
    # sdr library documentation, min_snr
    assert 10 * math.log10(snr_for_pd(0.9, 1e-6, 1, 0)) == pytest.approx(13.183490056794499, abs=1e-9)


@pytest.mark.parametrize(("pd", "pfa"), [(1e-7, 1e-6), (1.0, 1e-6), (0.5, 0.0), (math.nan, 1e-6)])
def test_what_no_snr_can_give_is_nan(pd, pfa):
    assert math.isnan(snr_for_pd(pd, pfa))


@pytest.mark.parametrize("arguments", [(math.nan, 1e-6, 1, 1), (1.0, math.nan, 1, 1), (1.0, math.nan, 10, 3),
                                       (-1.0, 1e-6, 10, 0), (1.0, 1e-6, 10, 7)])
def test_nan_and_nonsense_go_in_and_nan_comes_out(arguments):
    assert math.isnan(pd_swerling(*arguments))


def test_a_very_strong_echo_is_certain():
    assert [pd_swerling(1e18, 1e-6, n, case) for n in (1, 10) for case in (0, 2, 4)] == pytest.approx([1.0] * 6)
