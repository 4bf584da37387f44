"""Steady gains against scipy's Riccati solver."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import solve_discrete_are

from openiads.physics import steady_state
from openiads.physics.kalman import cv_process_noise, cv_transition
from tests.examples import examples

indices = st.floats(0.01, 50.0)
SOLVED = 1e-7  # what the Riccati solver leaves


def riccati(transition, noise, variance):
    """Steady gain and updated covariance of a filter that measures the first state."""
    seen = np.zeros((1, len(transition)))
    seen[0, 0] = 1.0
    predicted = solve_discrete_are(transition.T, seen.T, noise, [[variance]])
    gain = predicted[:, 0] / (predicted[0, 0] + variance)
    return gain, predicted - np.outer(gain, predicted[0])


@given(indices, st.floats(0.1, 20.0), st.floats(0.1, 1e4))
@examples(40)
def test_alpha_beta(index, interval_s, variance):
    push = index * np.sqrt(variance) / interval_s**2 * np.array([interval_s**2 / 2, interval_s])
    gain, covariance = riccati(cv_transition(interval_s), np.outer(push, push), variance)
    found = steady_state.alpha_beta_gains(index)
    assert [found.alpha, found.beta / interval_s] == pytest.approx(gain, rel=SOLVED)
    assert steady_state.alpha_beta_covariance(found, interval_s, variance) == pytest.approx(covariance, rel=1e-5)


@given(indices)
@examples(40)
def test_alpha_beta_gamma(index):
    move = np.array([[1.0, 1.0, 0.5], [0.0, 1.0, 1.0], [0.0, 0.0, 1.0]])
    push = index * np.array([0.5, 1.0, 1.0])
    gain, _ = riccati(move, np.outer(push, push), 1.0)
    found = steady_state.alpha_beta_gamma_gains(index)
    assert [found.alpha, found.beta, found.gamma / 2] == pytest.approx(gain, rel=1e-6)
    assert found.gamma == pytest.approx(found.beta**2 / found.alpha)


@given(st.floats(1e-3, 1e3), st.floats(0.1, 20.0), st.floats(0.1, 1e4))
@examples(40)
def test_continuous_white_acceleration(intensity, interval_s, variance):
    gain, covariance = riccati(cv_transition(interval_s), cv_process_noise(intensity, interval_s), variance)
    found = steady_state.cv_steady_gains(intensity, interval_s, variance)
    assert [found.alpha, found.beta / interval_s] == pytest.approx(gain, rel=SOLVED)
    assert steady_state.cv_steady_covariance(intensity, interval_s, variance) == pytest.approx(covariance, rel=1e-5)
