"""Packed filters against the general ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.engagement.track_filter import (
    PLOT,
    RECORD,
    advance,
    carry,
    fold_in,
    inverse_of,
    mixture,
    mode_after,
    start_record,
)
from openiads.physics.imm import ImmState, imm_combine, imm_cycle
from openiads.physics.kalman import cv_process_noise, cv_transition, kalman_predict, kalman_update, on_axes
from tests.examples import examples

seeds = st.integers(0, 10_000)
SEEN = np.eye(3, 6)
SAME = 1e-9


def positive(random, size, scale):
    """A random covariance."""
    root = random.standard_normal((size, size))
    return scale * (root @ root.T + np.eye(size))


def packed(state, covariance):
    """Record of a state and its covariance."""
    upper = np.triu_indices(3)
    return np.concatenate([state, covariance[:3, :3][upper], covariance[:3, 3:].ravel(), covariance[3:, 3:][upper]])


def plot_and_noise(random):
    """A plot as it is packed, and its covariance as a matrix."""
    noise = positive(random, 3, 400.0)
    return np.concatenate([random.normal(0, 300, 3), noise[np.triu_indices(3)]]), noise


@given(seeds, st.floats(0.0, 10.0))
@examples(40)
def test_one_filter_is_the_general_one(seed, interval_s):
    random = np.random.default_rng(seed)
    state, covariance = random.normal(0, 100, 6), positive(random, 6, 900.0)
    plot, noise = plot_and_noise(random)
    record = packed(state, covariance)
    carry(record, interval_s, 5.0, record)
    want = kalman_predict(state, covariance, on_axes(cv_transition(interval_s), 3),
                          on_axes(cv_process_noise(5.0, interval_s), 3))
    assert record == pytest.approx(packed(*want), rel=SAME, abs=1e-6)
    likelihood = fold_in(record, plot)
    done = kalman_update(*want, plot[:3], SEEN, noise)
    assert record == pytest.approx(packed(done.state, done.covariance), rel=1e-7, abs=1e-6)
    assert likelihood == pytest.approx(done.log_likelihood)


@given(seeds, st.integers(2, 3))
@examples(40)
def test_several_filters_are_the_general_ones(seed, models):
    random = np.random.default_rng(seed)
    states = random.normal(0, 50, (models, 6))
    covariances = np.stack([positive(random, 6, 900.0) for _ in range(models)])
    modes, noises = random.dirichlet(np.ones(models)), random.uniform(1, 200, models)
    plot, noise = plot_and_noise(random)
    switching = np.array([[mode_after(float(i == j), models, 4.0, 30.0) for j in range(models)] for i in range(models)])
    assert switching.sum(axis=1) == pytest.approx(1.0)
    moves = np.stack([on_axes(cv_transition(4.0), 3)] * models)
    cycle = imm_cycle(ImmState(states, covariances, modes), switching, moves,
                      np.stack([on_axes(cv_process_noise(q, 4.0), 3) for q in noises]), plot[:3], SEEN, noise)
    out, out_modes, combined = np.empty((models, RECORD)), np.empty(models), np.empty(RECORD)
    advance(np.stack([packed(*pair) for pair in zip(states, covariances, strict=True)]), modes, 4.0, noises, 30.0, plot,
            out, out_modes, np.empty(models))
    for model in range(models):
        assert out[model] == pytest.approx(packed(cycle.filters.states[model], cycle.filters.covariances[model]),
                                           rel=1e-7, abs=1e-6)
    assert out_modes == pytest.approx(cycle.filters.modes, abs=SAME)
    mixture(out, out_modes, combined)
    assert combined == pytest.approx(packed(*imm_combine(cycle.filters)), rel=1e-7, abs=1e-6)


def test_two_short_intervals_are_one_long():
    assert mode_after(mode_after(0.9, 3, 2.0, 20.0), 3, 5.0, 20.0) == pytest.approx(mode_after(0.9, 3, 7.0, 20.0))


@given(seeds)
@examples(30)
def test_inverse(seed):
    matrix = positive(np.random.default_rng(seed), 3, 1.0)
    size, *upper = inverse_of(*matrix[np.triu_indices(3)])
    assert size == pytest.approx(np.linalg.det(matrix))
    assert upper == pytest.approx(np.linalg.inv(matrix)[np.triu_indices(3)])


def test_a_vague_start_loses_no_digits():
    record, plot = np.empty(RECORD), np.zeros(PLOT)
    plot[3], plot[6], plot[8] = 1.0, 1.0, 1.0
    start_record(plot, 1e6, record)
    carry(record, 10.0, 0.0, record)
    fold_in(record, plot)
    assert record[6] == pytest.approx(1.0, rel=1e-9)
    assert record[21] == pytest.approx(0.02, rel=1e-2)  # two plots 10 s apart
