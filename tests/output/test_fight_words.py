"""What a campaign says in sentences: counts with intervals, no difference where none is clear, no word too much."""

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.campaign.estimates import Doubt, Interval, Paired, mean_interval, paired, share_interval
from openiads.output.fight_words import (
    NO_ESTIMATE,
    cause_lines,
    change_lines,
    compare_sentence,
    doubt_sentence,
    interval_words,
    metric_lines,
    no_leak_words,
    number,
    run_sentence,
    whole,
)
from openiads.output.metrics import LABELS
from tests.output.sentence_rules import broken_rules


def interval(value, low, high, runs=160, draws=20):
    return Interval(value, low, high, 0.95, runs, draws)


def pair(a, b, low, high):
    return Paired(interval(a, a - 1, a + 1), interval(b, b - 1, b + 1), interval(b - a, low, high), 0.5, 1.6)


def found(p_zero=0.37, leakers=4.25):
    return {name: {"p_zero_leak": interval(p_zero, max(0.0, p_zero - 0.1), min(1.0, p_zero + 0.1)),
                   "leakers": interval(leakers, 3.0, 5.5)}.get(name, interval(0.5, 0.4, 0.6)) for name in LABELS}


def test_a_run_is_told_with_its_size_its_share_and_both_intervals():
    said = run_sentence("the first batch", "fifty mixed raiders", 50, found())
    assert said == ("In 160 simulated raids (fifty mixed raiders, 50 raiders) against the first batch, in 37 in 100 "
                    "nothing got through (95% interval 27 to 47 %); on average 4.2 of 50 got through "
                    "(95% interval 3.0 to 5.5).")
    assert broken_rules(said) == []


@pytest.mark.parametrize(("p_zero", "words"), [
    (0.0, "in none of 160 runs in 20 draws of belief did nothing get through "
          "(so below about 10 %; runs of one draw go together)"),
    (1.0, "in all 160 runs in 20 draws of belief nothing got through "
          "(so above about 90 %; runs of one draw go together)"),
])
def test_what_never_or_always_happened_is_told_with_its_bound(p_zero, words):
    assert no_leak_words(found(p_zero)["p_zero_leak"]) == words


@pytest.mark.parametrize(("high", "words"), [(0.2347, "(so below about 24 %)"), (1.0, "(so below 100 %)")])
def test_an_upper_bound_is_never_rounded_down(high, words):
    assert words in no_leak_words(interval(0.0, 0.0, high, runs=15, draws=15))


@pytest.mark.parametrize(("low", "high", "words"), [
    (-3.0, -1.0, "2.0 fewer of 50 get through"), (1.0, 3.0, "2.0 more of 50 get through"),
    (-3.0, 1.0, "no clear difference in what gets through"),
])
def test_a_comparison_is_clear_or_said_not_to_be(low, high, words):
    change = {"leakers": pair(6.0, 6.0 + (low + high) / 2, low, high)}
    said = compare_sentence("the first batch", "with the second", "a wave", 50, change)
    assert words in said
    assert ("fewer of" in said or "more of" in said) == (low * high > 0)
    assert "In 160 pairs of simulated raids (a wave, 50 raiders)" in said
    assert broken_rules(said) == []


def test_a_clear_difference_is_not_printed_as_one_that_touches_zero():
    # of `compare`: -0.075 (-0.138 to -0.012) was told as "0.1 fewer (-0.1 to -0)"
    change = {"leakers": pair(6.0, 5.924, -0.138, -0.012)}
    assert "0.08 fewer of 50 get through (95% interval -0.14 to -0.01)" in compare_sentence("A", "B", "a", 50, change)
    assert "B-A -0.08 (95% interval -0.14 to -0.01)" in change_lines(change)[0]


@given(value=st.floats(-9, 9), below=st.floats(0.001, 5), above=st.floats(0.001, 5))
def test_an_end_keeps_its_side_of_zero_and_zero_has_no_sign(value, below, above):
    told = interval_words(interval(value, value - below, value + above))
    ends = told.removeprefix("(95% interval ").removesuffix(")").split(" to ")
    for end, text in zip((value - below, value + above), ends, strict=True):
        assert (float(text) > 0, float(text) < 0) == (end > 0, end < 0)
        assert text != "-0"


@pytest.mark.parametrize(("doubt", "words"), [
    (Doubt(0.42, 0.3, 0.6, 0.95, 20, ""), "42 % is doubt about claims (95% interval 30 to 60 %) and the rest chance."),
    (Doubt(0.42, 0.0, 1.0, 0.95, 3, "few draws"), "42 % is doubt about claims and the rest chance. (few draws.)"),
    (Doubt(nan, nan, nan, 0.95, 1, "one draw only"), "Doubt and chance cannot be told apart: one draw only."),
])
def test_doubt_is_told_from_chance(doubt, words):
    assert doubt_sentence(doubt).endswith(words)
    assert broken_rules(doubt_sentence(doubt)) == []


def test_every_metric_has_a_line_and_shares_are_percentages():
    lines = metric_lines(found())
    assert len(lines) == len(LABELS)
    for line, (label, unit) in zip(lines, LABELS.values(), strict=True):
        assert label in line
        assert (" % " in line) == (unit == "share")
        assert (" s " in line) == (unit == "s")
        assert broken_rules(line) == []


def test_what_was_never_measured_has_no_line():
    nothing = Interval(nan, nan, nan, 0.95, 0, 0)
    assert metric_lines({"shots_per_kill": nothing}) == []
    assert change_lines({"shots_per_kill": Paired(nothing, nothing, nothing, nan, nan)}) == []


def test_lines_of_a_comparison_say_what_is_not_clear():
    lines = change_lines({"p_zero_leak": pair(0.3, 0.5, 0.1, 0.3), "killed": pair(40.0, 41.0, -1.0, 3.0)})
    assert "A 30 %, B 50 %, B-A 20 points (95% interval 10 to 30)" in lines[0]
    assert "no clear difference" not in lines[0]
    assert lines[1].endswith("B-A 1.0 (95% interval -1.0 to 3.0), no clear difference")
    assert [broken_rules(line) for line in lines] == [[], []]


def test_causes_are_told_by_the_run():
    lines = cause_lines([("no channel free", 2.04), ("never seen", 0.5)])
    assert lines[0].split() == ["no", "channel", "free", "2.0", "a", "run"]
    assert lines[1].endswith("0.5 a run")


def test_too_few_draws_have_no_interval():
    assert interval_words(mean_interval(np.array([1.0, 2.0]), np.array([0, 0]))) == "(too few draws for an interval)"
    assert number(inf) == number(nan) == NO_ESTIMATE


@given(st.floats(0.0, 1.0))
def test_a_share_out_of_a_hundred_is_never_rounded_to_what_it_is_not(share):
    said = whole(share)
    assert said.endswith("in 100")
    assert (said == "0 in 100") == (share == 0)
    assert (said == "100 in 100") == (share == 1)


@given(st.lists(st.integers(0, 1), min_size=16, max_size=64), st.lists(st.integers(0, 9), min_size=64, max_size=64))
def test_sentences_of_any_campaign_keep_the_rules(hits, leakers):
    draws = np.arange(len(hits)) // 8
    counts = np.array(leakers[: len(hits)], float)
    measured = {"p_zero_leak": share_interval(np.array(hits, float), draws), "leakers": mean_interval(counts, draws)}
    said = [run_sentence("the first batch", "a wave", 9, measured), *metric_lines(measured),
            compare_sentence("A", "B", "a wave", 9, {"leakers": paired(counts, counts[::-1].copy(), draws)})]
    for text in said:
        assert broken_rules(text) == []
        assert "nan" not in text
        assert "inf " not in text
