"""Meeting at constant speeds: the closed forms are checked by moving both sides."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.intercept import MOST_ROUNDS, engagement_ranges_m, lead_intercept, pursuit_time_s

STEP_S = 1e-3  # of the integrated pursuit
places = st.floats(-50_000.0, 50_000.0)
speeds = st.floats(-300.0, 300.0)


@given(st.tuples(places, places, places), st.tuples(speeds, speeds, speeds))
def test_missile_and_target_are_at_one_point_at_one_time(position_m, velocity_mps):
    time_s, point_m = lead_intercept(position_m, velocity_mps, 800.0)
    if np.linalg.norm(position_m) == 0:
        return
    assert time_s > 0
    assert np.linalg.norm(point_m) == pytest.approx(800.0 * time_s, rel=1e-6)
    assert point_m == pytest.approx(np.array(position_m) + np.array(velocity_mps) * time_s)


def test_a_faster_target_that_runs_away_is_not_met():
    assert math.isnan(lead_intercept([1000.0, 0.0, 0.0], [500.0, 0.0, 0.0], 400.0)[0])
    assert math.isnan(float(pursuit_time_s(1000.0, 0.0, 300.0, 300.0)))


def test_the_earlier_of_two_meetings_counts():
    time_s, _ = lead_intercept([1000.0, 0.0, 0.0], [-500.0, 0.0, 0.0], 400.0)
    assert time_s == pytest.approx(1000.0 / 900.0)


def test_integrated_pursuit():
    hunter, prey = np.zeros(2), np.array([0.0, 10_000.0])
    t_s = 0.0
    while (gap_m := np.linalg.norm(prey - hunter)) > 1.0:
        hunter = hunter + (prey - hunter) / gap_m * 600.0 * STEP_S
        prey = prey + np.array([300.0, 0.0]) * STEP_S
        t_s += STEP_S
    assert float(pursuit_time_s(10_000.0, math.pi / 2, 600.0, 300.0)) == pytest.approx(t_s, abs=0.01)


def test_timeline_by_moving_both_sides():
    first_m, second_m = engagement_ranges_m(40e3, 300.0, 10.0, 900.0, 5.0, 15e3)
    launch_m = 40e3 - 300.0 * 10.0
    assert first_m == pytest.approx(launch_m - 300.0 * (first_m / 900.0))
    assert second_m == pytest.approx(first_m - 300.0 * 5.0 - 300.0 * (second_m / 900.0))


@given(st.floats(0.0, 1000.0), st.floats(0.0, 60.0), st.floats(0.1, 60.0), st.floats(100.0, 20_000.0))
def test_opportunities_fall_with_every_delay(speed_mps, reaction_s, assessment_s, least_m):
    def count(**changes):
        args = {"detection_range_m": 100e3, "target_speed_mps": speed_mps, "reaction_s": reaction_s,
                "missile_speed_mps": 900.0, "assessment_s": assessment_s, "min_range_m": least_m, **changes}
        return engagement_ranges_m(**args).size

    assert count(reaction_s=reaction_s + 10) <= count()
    assert count(assessment_s=assessment_s + 10) <= count()
    assert count(min_range_m=least_m + 1000) <= count()
    assert count(detection_range_m=120e3) >= count()
    assert count(missile_speed_mps=1200.0) >= count()


def test_a_target_that_stands_still_is_not_counted_for_ever():
    assert engagement_ranges_m(40e3, 0.0, 10.0, 900.0, 5.0, 2e3).tolist() == [40e3] * MOST_ROUNDS
