"""Closed forms of proportional navigation against the linear engagement, integrated."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from openiads.physics.guidance import (
    augmented_acceleration_mps2,
    heading_error_acceleration_mps2,
    manoeuvre_acceleration_mps2,
    miss_per_heading_error_s,
    miss_per_manoeuvre_s2,
    pn_acceleration_mps2,
)

END_GAME = 2e-4  # the linear loop is integrated up to a hundred-thousandth of its lag before impact


def _engage(ratio, flight_s, lag_s, velocity_mps, target_mps2, until_s):
    """State of the linear engagement: separation, its rate, achieved acceleration."""

    def rates(t_s, state):
        separation, rate, achieved = state
        left_s = flight_s - t_s
        command = ratio * (separation + rate * left_s) / left_s**2
        actual = achieved if lag_s else command
        return [rate, target_mps2 - actual, (command - achieved) / lag_s if lag_s else 0.0]

    return solve_ivp(rates, (0.0, until_s), [0.0, -velocity_mps, 0.0], method="LSODA", rtol=1e-10, atol=1e-12).y[:, -1]


@pytest.mark.parametrize(("ratio", "t_s"), [(3, 4.0), (4, 7.0), (5, 2.0), (3.5, 6.0)])
def test_zero_lag_commands(ratio, t_s):
    flight_s = 10.0
    for velocity_mps, target_mps2, closed in (
        (100.0, 0.0, heading_error_acceleration_mps2(ratio, flight_s, t_s, 100.0)),
        (0.0, 30.0, manoeuvre_acceleration_mps2(ratio, flight_s, t_s, 30.0)),
    ):
        separation, rate, _ = _engage(ratio, flight_s, 0.0, velocity_mps, target_mps2, t_s)
        left_s = flight_s - t_s
        assert ratio * (separation + rate * left_s) / left_s**2 == pytest.approx(closed, rel=1e-6)


@pytest.mark.parametrize("ratio", [2.5, 3, 4, 5])
@pytest.mark.parametrize("flight_s", [1.0, 3.0, 6.0])
def test_single_lag_miss(ratio, flight_s):
    lag_s = 0.5
    near_s = flight_s - 1e-5 * lag_s
    miss = _engage(ratio, flight_s, lag_s, 1.0, 0.0, near_s)[0]
    assert miss == pytest.approx(miss_per_heading_error_s(ratio, flight_s, lag_s), abs=END_GAME)
    miss = _engage(ratio, flight_s, lag_s, 0.0, 1.0, near_s)[0]
    assert miss == pytest.approx(miss_per_manoeuvre_s2(ratio, flight_s, lag_s), abs=END_GAME)


def test_null_of_the_heading_error_at_two_lags():
    assert miss_per_heading_error_s(3, 1.4, 0.7) == pytest.approx(0.0, abs=1e-12)


def test_ratio_two_is_the_limit_of_its_neighbours():
    below, at, above = (manoeuvre_acceleration_mps2(ratio, 10.0, 5.0, 1.0) for ratio in (2 - 1e-6, 2, 2 + 1e-6))
    assert below == pytest.approx(at, rel=1e-5)
    assert above == pytest.approx(at, rel=1e-5)


def test_knowing_the_turn_saves_acceleration_at_the_end_at_ratio_three():
    assert augmented_acceleration_mps2(3, 10.0, 9.0, 30.0) < manoeuvre_acceleration_mps2(3, 10.0, 9.0, 30.0)
    assert augmented_acceleration_mps2(4, 10.0, 0.0, 30.0) == pytest.approx(60.0)


LAST_DIGITS = 4 * np.finfo(float).eps
numbers = st.floats(-5000.0, 5000.0).map(lambda number: number + math.copysign(1.0, number))


@given(st.tuples(numbers, numbers, numbers), st.tuples(numbers, numbers, numbers))
@example((1.00001, 1.00001, 1.00001), (2049.75, 2049.75, 2049.75))
def test_command_lies_across_the_line_of_sight(separation_m, closing_mps):
    command = np.array(pn_acceleration_mps2(4.0, separation_m, closing_mps))
    scale = np.linalg.norm(separation_m) * (1 + np.linalg.norm(command))
    rounding = LAST_DIGITS * 4.0 * np.linalg.norm(closing_mps) ** 2  # of the turn of a line of sight that hardly turns
    assert abs(command @ np.array(separation_m)) <= 1e-9 * scale + rounding
    doubled = np.array(pn_acceleration_mps2(8.0, separation_m, closing_mps))
    assert doubled == pytest.approx(2 * command)


def test_no_command_on_a_collision_course():
    assert pn_acceleration_mps2(4.0, (1000.0, 500.0, 0.0), (-200.0, -100.0, 0.0)) == pytest.approx((0.0, 0.0, 0.0))
