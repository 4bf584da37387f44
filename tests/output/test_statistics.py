"""Intervals and paired differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.output.statistics import CLEAR_SHARE, Estimate, estimate, paired_difference

numbers = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60)
SLACK = 1e-6  # interpolation between draws of 1e6


@given(drawn=numbers, level=st.floats(0.05, 0.99))
def test_an_interval_holds_its_share_of_the_draws(drawn: list[float], level: float) -> None:
    found = estimate(0.0, np.array(drawn), level)
    inside = np.mean((np.array(drawn) >= found.low - SLACK) & (np.array(drawn) <= found.high + SLACK))
    assert inside >= level - 2 / len(drawn)
    assert min(drawn) - SLACK <= found.low <= found.high <= max(drawn) + SLACK


@given(drawn=numbers, narrow=st.floats(0.05, 0.5), more=st.floats(0.0, 0.49))
def test_a_greater_level_is_wider(drawn: list[float], narrow: float, more: float) -> None:
    small, large = estimate(0.0, np.array(drawn), narrow), estimate(0.0, np.array(drawn), narrow + more)
    assert large.low <= small.low + SLACK
    assert large.high >= small.high - SLACK


def test_quantiles_are_those_of_numpy() -> None:
    drawn = np.random.default_rng(3).normal(size=501)
    found = estimate(1.0, drawn)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(drawn, [0.05, 0.95])))
    assert (found.nominal, found.level) == (1.0, 0.9)


def test_draws_without_an_answer_are_left_out() -> None:
    assert estimate(1.0, np.array([2.0, np.nan, 2.0, np.inf])) == Estimate(1.0, 2.0, 2.0, 0.9)
    empty = estimate(1.0, np.array([np.nan]))
    assert np.isnan([empty.low, empty.high]).all()


def test_an_estimate_changes_its_unit_and_keeps_its_level() -> None:
    assert Estimate(1.0, 0.5, 2.0, 0.8).scaled(10) == Estimate(10.0, 5.0, 20.0, 0.8)
    assert Estimate(1.0, 0.5, 2.0, 0.8).as_dict() == {"nominal": 1.0, "low": 0.5, "high": 2.0, "level": 0.8}


def test_pairs_show_what_overlapping_intervals_hide() -> None:
    chance = np.random.default_rng(1).normal(0, 100, 400)
    found = paired_difference(0.0, chance, 1.0, chance + 1.0)
    assert found.a.high > found.b.low
    assert found.clear
    assert found.change.low == pytest.approx(1.0)


def test_unpaired_chance_is_no_clear_difference() -> None:
    rng = np.random.default_rng(2)
    assert not paired_difference(0.0, rng.normal(0, 100, 400), 1.0, rng.normal(1, 100, 400)).clear


@given(value=st.floats(1.0, 1e12), drawn=numbers)
def test_the_same_arm_twice_is_never_a_difference(value: float, drawn: list[float]) -> None:
    found = paired_difference(value, np.array(drawn), value, np.array(drawn))
    assert not found.clear
    assert found.change.nominal == 0


def test_rounding_is_no_difference_and_a_loss_is_one() -> None:
    a = np.full(10, 1e12)
    assert not paired_difference(1e12, a, 1e12 + 1, a + 1e12 * CLEAR_SHARE / 10).clear
    assert paired_difference(1e12, a, 0.9e12, a * 0.9).clear
