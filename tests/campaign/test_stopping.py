"""The stopping rule: its looks, its floors and ceiling, and its reasons in words."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.campaign.stopping import StopRule, Tally, first_runs, judge, looks, runs_expected, tally
from openiads.errors import OpenIADSError


def arm(runs, chance=0.5, seed=1, each=10):
    """A tally of independent runs."""
    random = np.random.default_rng(seed)
    return Tally(np.arange(runs) // each, (random.random(runs) < chance).astype(float), random.random(runs) * 0.2)


@given(floor=st.integers(1, 3000), more=st.integers(0, 100_000))
def test_looks_rise_from_the_floor_to_the_ceiling_in_small_steps(floor, more):
    rule = StopRule(3, at_least=floor, at_most=floor + more)
    found = list(looks(rule))
    assert (found[0], found[-1]) == (rule.at_least, rule.at_most)
    assert all(0 < b - a <= max(100, 0.1 * a + 100) for a, b in pairwise(found))
    assert all(count % 100 == 0 for count in found[1:-1])
    assert len(found) < 80


def test_the_floor_on_draws_binds():
    many, few = arm(400), arm(400, each=50)
    rule = StopRule(10, at_least=200, least_draws=20)
    assert judge(rule, {"": many}).stop
    assert not judge(StopRule(40, at_least=200, least_draws=20), {"": few}).stop
    assert not judge(rule, {"": first_runs(many, 150)}).stop
    assert not judge(rule, {"": many}, is_look=False).stop


@pytest.mark.parametrize(("rule", "told"), [
    (StopRule(10), "within 10 points"),
    (StopRule(1, at_most=400), "the ceiling of 400 runs is reached"),
    (StopRule(0, at_least=400, at_most=400), "400 runs were asked for"),
])
def test_the_reason_is_told_in_words(rule, told):
    verdict = judge(rule, {"": arm(400)})
    assert verdict.stop
    assert told in verdict.reason


def test_both_measures_must_be_narrow():
    wide = arm(400)
    verdict = judge(StopRule(3), {"": wide})
    assert verdict.half_width == pytest.approx(100 * verdict.intervals["no_leak"].half_width)
    assert verdict.intervals["leaked_share"].half_width < 0.03
    assert not verdict.stop


def test_a_comparison_is_judged_by_its_differences():
    a = arm(400)
    same = judge(StopRule(6), {"A": a, "B": a})
    assert set(same.intervals) == {"no_leak B-A", "leaked_share B-A"}
    assert same.stop
    assert not judge(StopRule(6), {"A": a, "B": arm(400, seed=2)}).stop
    three = judge(StopRule(6), {"A": a, "B": a, "C": a})
    assert set(three.intervals) >= {"no_leak B-A", "no_leak C-A"}


def test_width_falls_with_the_root_of_runs():
    verdict = judge(StopRule(2), {"": arm(400)}, is_look=False)
    wanted = 400 * (verdict.half_width / 2) ** 2
    assert wanted <= runs_expected(StopRule(2), verdict) <= 1.1 * wanted + 100
    assert runs_expected(StopRule(0, at_most=5000), verdict) == 5000


def test_a_raid_of_none_has_no_leaked_share():
    found = tally({"draw": np.arange(40) // 2, "raiders": np.zeros(40), "leakers": np.zeros(40)})
    assert np.isnan(found.leaked_share).all()
    assert set(judge(StopRule(3), {"": found}).intervals) == {"no_leak"}


@pytest.mark.parametrize("wrong", [{"precision": -1}, {"precision": 3, "at_least": 20_000},
                                   {"precision": 3, "level": 1}])
def test_a_rule_that_cannot_be_kept_is_refused(wrong):
    with pytest.raises(OpenIADSError, match="E0601"):
        StopRule(**wrong)
