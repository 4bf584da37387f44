"""Estimates under two-level sampling, against scipy and closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from openiads.campaign.estimates import (
    doubt_share,
    effective_runs,
    mean_interval,
    paired,
    share_interval,
    standard_error,
    wilson,
)

sampled = st.integers(2, 12).flatmap(lambda draws: st.lists(
    st.lists(st.floats(-100, 100), min_size=1, max_size=6), min_size=draws, max_size=draws))


def flat(groups):
    """Values and draws of runs grouped by draw."""
    return np.concatenate(groups), np.repeat(np.arange(len(groups)), [len(group) for group in groups])


@pytest.mark.parametrize(("hits", "runs"), [(0, 20), (1, 20), (7, 50), (200, 400), (399, 400)])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_wilson_is_that_of_scipy(hits, runs, level):
    known = stats.binomtest(hits, runs).proportion_ci(level, method="wilson")
    assert wilson(hits / runs, runs, level) == pytest.approx((known.low, known.high), abs=1e-12)


def test_wilson_is_that_of_the_textbook():
    # Newcombe (1998), table I, method 3: 81/263 and 15/148
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15 / 148, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)


def mirrored(values):
    """Values and their negatives, which have no skew."""
    return np.concatenate([values, -values])


def test_with_equal_draws_that_are_not_skewed_the_interval_is_that_of_the_draw_means():
    groups = mirrored(np.random.default_rng(1).normal(size=(9, 5)) + np.arange(9)[:, None])
    found = mean_interval(*flat(groups), level=0.9)
    known = stats.t.interval(0.9, 17, groups.mean(), stats.sem(groups.mean(axis=1)))
    assert (found.low, found.high) == pytest.approx(known)
    assert (found.runs, found.draws) == (90, 18)


@pytest.mark.parametrize("shape", [0.05, 0.3, 2.0])
def test_halls_cubic_of_the_ends_is_students_t(shape):
    """Hall (1992), On the removal of skewness by transformation, with a = 1/3 and b = 1/6 for a mean."""
    values = np.random.default_rng(6).gamma(shape, size=15)
    found, n, skew = mean_interval(values, np.arange(15), level=0.9), 15, stats.skew(values)
    for end, sign in ((found.low, 1), (found.high, -1)):
        t = (values.mean() - end) / stats.sem(values)
        cubic = t + skew * t**2 / (3 * np.sqrt(n)) + skew**2 * t**3 / (27 * n) + skew / (6 * np.sqrt(n))
        assert cubic == pytest.approx(sign * stats.t.ppf(0.95, n - 1))


def test_a_draw_that_outweighs_all_others_is_cautioned_of():
    even, lonely = np.arange(10.0), np.array([0.0] * 9 + [5.0])
    draws = np.repeat(np.arange(10), 3)
    assert mean_interval(np.repeat(even, 3), draws).caution == ""
    assert "may be too short" in mean_interval(np.repeat(lonely, 3), draws).caution
    assert mean_interval(np.zeros(30), draws).caution == ""


@given(groups=sampled, shift=st.floats(-10, 10), scale=st.floats(0.1, 10))
def test_an_interval_moves_and_stretches_with_its_values(groups, shift, scale):
    values, draws = flat(groups)
    found, moved = mean_interval(values, draws), mean_interval(values * scale + shift, draws)
    assert moved.low == pytest.approx(found.low * scale + shift, abs=1e-6)
    assert moved.half_width == pytest.approx(found.half_width * scale, abs=1e-6)
    assert found.low <= found.value <= found.high


@given(groups=sampled, seed=st.integers(0, 99))
def test_the_order_of_runs_and_the_names_of_draws_do_not_matter(groups, seed):
    values, draws = flat(groups)
    mixed = np.random.default_rng(seed).permutation(values.size)
    assert standard_error(values[mixed], 7 - draws[mixed]) == pytest.approx(standard_error(values, draws), abs=1e-9)


@given(groups=sampled)
def test_a_share_lies_in_its_interval_and_the_interval_within_0_and_1(groups):
    values, draws = flat(groups)
    found = share_interval(values > 0, draws)
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1
    assert 0 < effective_runs(values > 0, draws) <= values.size


def test_runs_of_a_draw_that_always_agree_count_as_one():
    draws = np.repeat(np.arange(40), 10)
    alike, apart = np.repeat(np.arange(40) % 4 == 0, 10), np.tile(np.arange(10) < 5, 40)
    assert effective_runs(alike, draws) == pytest.approx(39, rel=0.01)  # D - 1 draws, by the degree of freedom
    assert effective_runs(apart, draws) == 400
    assert effective_runs(np.ones(400), draws) == 40


def test_runs_that_all_agree_leave_doubt():
    draws = np.repeat(np.arange(50), 4)
    found = mean_interval(np.zeros(200), draws, one_run=1.0)
    assert found.half_width == pytest.approx(stats.t.ppf(0.975, 49) / 50)
    assert mean_interval(np.zeros(200), draws).half_width == 0


def test_too_little_is_told_without_bounds():
    alone = mean_interval(np.array([1.0, 2.0]), np.zeros(2))
    assert (alone.value, alone.low, alone.high) == (1.5, -np.inf, np.inf)
    assert not alone.clear
    assert (share_interval(np.ones(3), np.zeros(3)).low, share_interval(np.ones(3), np.zeros(3)).high) == (0, 1)
    assert np.isnan(mean_interval(np.array([np.nan]), np.zeros(1)).value)
    assert share_interval(np.array([]), np.array([])).runs == 0


def test_a_paired_difference_of_single_runs_is_the_paired_t_test():
    random = np.random.default_rng(2)
    luck, draws = random.normal(size=60), np.arange(60)
    a = luck + 0.3 * random.normal(size=60)
    b = a + 0.5 + mirrored(0.4 * random.normal(size=30))  # the skew of the change, and of it alone, is taken out
    found = paired(a, b, draws)
    known = stats.ttest_rel(b, a).confidence_interval()
    assert (found.change.low, found.change.high) == pytest.approx((known.low, known.high))
    assert found.correlation == pytest.approx(stats.pearsonr(a, b).statistic)
    apart = np.sqrt(stats.sem(a) ** 2 + stats.sem(b) ** 2)
    assert found.unpaired_over_paired == pytest.approx(apart / stats.sem(b - a))
    assert found.unpaired_over_paired > 1.5
    assert found.verdict == "more in B than in A"
    assert paired(b, a, draws).verdict == "less in B than in A"


def test_an_interval_over_zero_is_no_clear_difference():
    random = np.random.default_rng(3)
    a, b = random.normal(size=80), random.normal(size=80)
    assert paired(a, b, np.arange(80) // 4).verdict == "no clear difference"
    assert np.isnan(paired(np.ones(9), b[:9], np.arange(9)).correlation)


def test_the_share_of_doubt_is_that_of_the_analysis_of_variance():
    groups = np.random.default_rng(4).normal(size=(30, 6)) + 1.5 * np.random.default_rng(5).normal(size=30)[:, None]
    found = doubt_share(*flat(groups))
    ratio = stats.f_oneway(*groups).statistic
    assert found.share == pytest.approx((ratio - 1) / (ratio + 5))
    low, high = (ratio / stats.f.ppf(tail, 29, 150) for tail in (0.975, 0.025))
    assert (found.low, found.high) == pytest.approx(((low - 1) / (low + 5), (high - 1) / (high + 5)))
    assert found.words == ""


@pytest.mark.parametrize(("values", "draws", "words"), [
    ([1.0, 2.0], [0, 0], "1 draw cannot be told from chance"),
    ([], [], "0 draws cannot be told from chance"),
    ([1.0, 2.0], [0, 1], "one run a draw cannot be told from chance"),
    ([1.0, 1.0, 1.0, 1.0], [0, 0, 1, 1], "every run came out the same"),
    ([1.0, 2.0, 3.0, 5.0], [0, 0, 1, 1], "2 draws are too few for an interval"),
])
def test_a_share_of_doubt_that_cannot_be_had_says_why(values, draws, words):
    found = doubt_share(np.array(values), np.array(draws, dtype=int))
    assert found.words == words
    assert np.isnan(found.low)


def test_doubt_alone_is_all_and_chance_alone_is_none():
    draws = np.repeat(np.arange(20), 5)
    assert doubt_share(draws.astype(float), draws).share == 1
    assert doubt_share(np.tile(np.arange(5.0), 20), draws).share == 0
