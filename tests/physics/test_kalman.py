"""Kalman filter against its own information form and against the errors it claims."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.consistency import average_nees_bounds
from openiads.physics.kalman import cv_process_noise, cv_transition, kalman_predict, kalman_update, on_axes
from tests.examples import examples

RUNS, STEPS, NOISE, SIGMA_M, INTERVAL_S = 60, 20, 4.0, 30.0, 2.0
SEEN = np.eye(2, 4)


@given(st.integers(0, 10_000), st.integers(1, 3))
@examples(30)
def test_an_update_adds_information(seed, measured):
    random = np.random.default_rng(seed)
    root, seen = random.standard_normal((4, 4)), random.standard_normal((measured, 4))
    covariance, noise = root @ root.T + np.eye(4), np.diag(random.uniform(0.5, 3.0, measured))
    state, measurement = random.standard_normal(4), random.standard_normal(measured)
    done = kalman_update(state, covariance, measurement, seen, noise)
    information = np.linalg.inv(covariance) + seen.T @ np.linalg.inv(noise) @ seen
    assert done.covariance == pytest.approx(np.linalg.inv(information), abs=1e-9)
    best = np.linalg.solve(covariance, state) + seen.T @ np.linalg.solve(noise, measurement)
    assert done.state == pytest.approx(np.linalg.solve(information, best), abs=1e-9)


def test_two_short_predictions_are_one_long():
    state, covariance = np.array([1.0, 2.0]), np.array([[9.0, 1.0], [1.0, 4.0]])
    once = kalman_predict(state, covariance, cv_transition(5.0), cv_process_noise(3.0, 5.0))
    twice = state, covariance
    for interval_s in (2.0, 3.0):
        twice = kalman_predict(*twice, cv_transition(interval_s), cv_process_noise(3.0, interval_s))
    assert twice[0] == pytest.approx(once[0])
    assert twice[1] == pytest.approx(once[1])


def average_nees(noise_of_filter):
    """Error of a filter on targets that obey the model, in units of what the filter claims; two axes."""
    random = np.random.default_rng(11)
    moves, truth_noise = on_axes(cv_transition(INTERVAL_S), 2), on_axes(cv_process_noise(NOISE, INTERVAL_S), 2)
    own_noise = on_axes(cv_process_noise(noise_of_filter, INTERVAL_S), 2)
    root, sensor = np.linalg.cholesky(truth_noise), SIGMA_M**2 * np.eye(2)
    start = np.diag([SIGMA_M**2, SIGMA_M**2, 100.0, 100.0])
    errors = []
    for _ in range(RUNS):
        truth = np.array([0.0, 0.0, 200.0, -50.0])
        state, covariance = truth + np.sqrt(np.diag(start)) * random.standard_normal(4), start
        for _ in range(STEPS):
            truth = moves @ truth + root @ random.standard_normal(4)
            state, covariance = kalman_predict(state, covariance, moves, own_noise)
            measurement = truth[:2] + SIGMA_M * random.standard_normal(2)
            state, covariance = kalman_update(state, covariance, measurement, SEEN, sensor)[:2]
        errors.append((truth - state) @ np.linalg.solve(covariance, truth - state))
    return np.mean(errors)


def test_the_filter_is_as_wrong_as_it_says():
    low, high = average_nees_bounds(RUNS, 4)
    assert low < average_nees(NOISE) < high


def test_a_filter_that_trusts_its_model_too_much_is_found_out():
    assert average_nees(NOISE / 100) > average_nees_bounds(RUNS, 4)[1]
