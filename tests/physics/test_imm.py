"""Interacting models against a single filter and against a bank that is never mixed."""

import numpy as np
import pytest

from openiads.physics.imm import ImmState, imm_combine, imm_cycle, imm_mix
from openiads.physics.kalman import cv_process_noise, cv_transition, kalman_predict, kalman_update

SEEN, SENSOR = np.array([[1.0, 0.0]]), np.array([[25.0]])
MOVES = np.stack([cv_transition(2.0)] * 2)
FILTERS = ImmState(np.array([[100.0, 10.0], [102.0, 14.0]]), np.array([[[20.0, 1.0], [1.0, 4.0]]] * 2),
                   np.array([0.7, 0.3]))


def test_mixing_keeps_the_mean_and_covariance_of_the_whole():
    switching = np.array([[0.9, 0.1], [0.3, 0.7]])
    before, after = imm_combine(FILTERS), imm_combine(imm_mix(FILTERS, switching))
    assert after[0] == pytest.approx(before[0])
    assert after[1] == pytest.approx(before[1])


def test_models_alike_are_one_filter():
    noises = np.stack([cv_process_noise(3.0, 2.0)] * 2)
    alike = FILTERS._replace(states=np.stack([FILTERS.states[0]] * 2))
    cycle = imm_cycle(alike, np.full((2, 2), 0.5), MOVES, noises, np.array([125.0]), SEEN, SENSOR)
    alone = kalman_update(*kalman_predict(alike.states[0], alike.covariances[0], MOVES[0], noises[0]),
                          np.array([125.0]), SEEN, SENSOR)
    state, covariance = imm_combine(cycle.filters)
    assert state == pytest.approx(alone.state)
    assert covariance == pytest.approx(alone.covariance)


def test_a_surprise_raises_the_agile_model():
    noises = np.stack([cv_process_noise(q, 2.0) for q in (0.1, 100.0)])
    modes = [imm_cycle(FILTERS, np.array([[0.95, 0.05], [0.05, 0.95]]), MOVES, noises, np.array([measured]), SEEN,
                       SENSOR).filters.modes[1] for measured in (121.0, 180.0)]
    assert modes[1] > 0.9 > modes[0]
