"""Metrics of made tables, worked out by hand, and of fought ones against their own sums."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.output.metrics import (
    LABELS,
    SHARES,
    as_json,
    causes_of,
    differences_of,
    doubt_of,
    leaker_histogram,
    metrics_of,
    per_run,
    warning_times_s,
)
from tests.campaign.small_fight import FIRST, RUNS, SECOND, tables

NAN = np.nan


def made_runs(**columns):
    plain = {"run": [0, 1, 2, 3], "draw": [0, 0, 1, 1], "raiders": [4, 4, 4, 0], "leakers": [0, 2, 4, 0],
             "killed": [4, 1, 0, 0], "turned_away": [0, 1, 0, 0], "in_flight": [0, 0, 0, 0], "neutrals": [1, 1, 1, 1],
             "neutrals_engaged": [0, 1, 0, 0], "neutrals_killed": [0, 1, 0, 0], "rounds_spent": [6, 3, 5, 0],
             "empty_at_s": [NAN, 60.0, 90.0, NAN], "empty_channels": [0, 2, 2, 0], "left_out": [0, 0, 0, 0],
             "rounds_left": [4, 7, 5, 10], "ready_again_s": [NAN, 360.0, NAN, NAN], "value_defended": [1, 0, 0.5, 1],
             "neutral_seen_min": [8.0, 8.0, 9.0, 9.0], "neutral_engageable_min": [3.0, 3.0, 4.0, 4.0]}
    return {name: np.array(values) for name, values in (plain | columns).items()}


OUTCOMES = {
    "run": np.array([0, 0, 0, 1, 1, 2, 2]), "neutral": np.array([False, False, True, False, False, False, True]),
    "tracked_s": np.array([10.0, 20.0, 5.0, NAN, 50.0, NAN, 3.0]),
    "due_s": np.array([110.0, 160.0, NAN, 100.0, 40.0, 80.0, NAN]),
    "end": np.array(["killed", "leaked", "still in flight", "leaked", "still in flight", "turned away", "killed"]),
    "cause": np.array([None, "no channel free", None, "never seen", "never seen", "fired at and missed", None], object),
}


def test_every_metric_is_what_the_columns_say():
    found = per_run(made_runs(), OUTCOMES)
    assert set(found.values) == set(LABELS)
    expected = {
        "p_zero_leak": [1, 0, 0, 1], "leakers": [0, 2, 4, 0], "leaked_share": [0, 0.5, 1, NAN], "killed": [4, 1, 0, 0],
        "turned_away": [0, 1, 0, 0], "warning_time_s": [120, -10, NAN, NAN], "rounds_spent": [6, 3, 5, 0],
        "shots_per_kill": [1.5, 3, NAN, NAN], "magazine_empty": [0, 1, 1, 0], "neutral_engaged": [0, 1, 0, 0],
        "neutral_killed": [0, 1, 0, 0], "rounds_left": [4, 7, 5, 10], "magazine_empty_at_s": [NAN, 60, 90, NAN],
        "reload_gap_s": [NAN, 300, NAN, NAN], "value_defended": [1, 0, 0.5, 1], "neutral_seen_min": [8, 8, 9, 9],
        "neutral_engageable_min": [3, 3, 4, 4],
    }
    for name, values in expected.items():
        np.testing.assert_array_equal(found.values[name], values, err_msg=name)


def test_warning_is_the_median_over_raiders_and_neutrals_have_none():
    np.testing.assert_array_equal(warning_times_s(OUTCOMES, np.array([0, 1, 2, 9])), [120.0, -10.0, NAN, NAN])


def test_nobody_is_exposed_where_nobody_flies():
    found = per_run(made_runs(neutrals=[0, 0, 1, 1]), OUTCOMES)
    np.testing.assert_array_equal(found.values["neutral_seen_min"], [NAN, NAN, 9, 9])


def test_what_never_happened_to_neutrals_is_not_said_to_be_impossible():
    found = metrics_of(per_run(made_runs(neutrals_engaged=[0, 0, 0, 0]), OUTCOMES), 0.95)["neutral_engaged"]
    assert found.value == found.low == 0
    assert found.high > 0


def test_shares_have_intervals_within_nought_and_one():
    found = metrics_of(per_run(made_runs(), OUTCOMES), 0.95)
    for name in SHARES:
        assert 0 <= found[name].low <= found[name].value <= found[name].high <= 1
    assert "leaked_share" not in SHARES
    assert found["warning_time_s"].runs == 2
    assert found["leakers"].value == 1.5


def test_causes_are_those_of_raiders_that_were_not_stopped():
    assert causes_of(OUTCOMES, 4) == [("never seen", 0.5), ("no channel free", 0.25)]
    assert causes_of({name: part[:1] for name, part in OUTCOMES.items()}, 4) == []


def test_a_difference_leaves_out_runs_in_which_either_has_none():
    one = per_run(made_runs(), OUTCOMES)
    other = per_run(made_runs(killed=[2, 0, 1, 0]), OUTCOMES)
    found = differences_of(one, other, 0.95)
    assert found["shots_per_kill"].change.runs == 1
    assert found["shots_per_kill"].change.value == 3.0 - 1.5
    assert found["leakers"].change.value == 0
    assert not found["leakers"].change.clear


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60))
def test_the_histogram_counts_every_run_once(leakers):
    found = leaker_histogram({"leakers": np.array(leakers)})
    assert sum(found) == len(leakers)
    assert sum(count * size for size, count in enumerate(found)) == sum(leakers)
    assert len(found) == max(leakers) + 1


@pytest.mark.parametrize("arm", [FIRST, SECOND], ids=lambda arm: arm.label)
def test_metrics_of_a_fought_arm_agree_with_its_tables(arm):
    found, rows = tables(arm), tables(arm)["outcomes"]
    metrics = metrics_of(per_run(found["runs"], rows), 0.95)
    raider = ~rows["neutral"]
    assert metrics["leakers"].value == pytest.approx((raider & (rows["end"] == "leaked")).sum() / RUNS)
    assert metrics["killed"].value == pytest.approx((raider & (rows["end"] == "killed")).sum() / RUNS)
    unstopped = raider & np.isin(rows["end"], ("leaked", "still in flight"))
    assert sum(mean for _, mean in causes_of(rows, RUNS)) == pytest.approx(unstopped.sum() / RUNS)
    assert sum(leaker_histogram(found["runs"])) == RUNS
    assert (metrics["leakers"].runs, metrics["leakers"].draws) == (RUNS, 3)


def test_an_arm_against_itself_is_no_difference():
    found = per_run(tables()["runs"], tables()["outcomes"])
    for name, pair in differences_of(found, found, 0.95).items():
        if pair.change.runs:
            assert pair.change.value == 0, name
            assert not pair.change.clear
    assert set(as_json(doubt_of(found, "leakers", 0.95))) == {"share", "low", "high", "level", "draws", "words"}
