"""Interacting multiple models: several Kalman filters whose states are mixed by how likely each is."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled
from openiads.physics.kalman import kalman_predict, kalman_update


class ImmState(NamedTuple):
    """Filters of M models with n states each."""

    states: np.ndarray  # (M, n)
    covariances: np.ndarray  # (M, n, n)
    modes: np.ndarray  # (M,) probabilities


class ImmCycle(NamedTuple):
    """One cycle: the filters after it, and what became of the modes on the way."""

    filters: ImmState
    predicted_modes: np.ndarray  # (M,)
    likelihoods: np.ndarray  # (M,)


@compiled
def imm_mix(filters, switching):
    """Mix the filters by where each mode is likely to have come from.

    Parameters
    ----------
    filters : ImmState
    switching : (M, M) array
        Probability of going from mode (row) to mode (column).

    Returns
    -------
    ImmState
        Mixed states and covariances with the predicted mode probabilities.

    References
    ----------
    blom-1988

    Examples
    --------
    >>> even = ImmState(np.array([[0.0], [2.0]]), np.ones((2, 1, 1)), np.array([0.5, 0.5]))
    >>> imm_mix(even, np.full((2, 2), 0.5)).states.tolist()
    [[1.0], [1.0]]
    """
    models, size = filters.states.shape
    mixed = np.zeros((models, size))
    covariances = np.zeros((models, size, size))
    predicted = np.zeros(models)
    for to in range(models):
        for origin in range(models):
            predicted[to] += switching[origin, to] * filters.modes[origin]
        for origin in range(models):
            mixed[to] += switching[origin, to] * filters.modes[origin] / predicted[to] * filters.states[origin]
        for origin in range(models):
            apart = filters.states[origin] - mixed[to]
            weight = switching[origin, to] * filters.modes[origin] / predicted[to]
            covariances[to] += weight * (filters.covariances[origin] + np.outer(apart, apart))
    return ImmState(mixed, covariances, predicted)


@compiled
def imm_combine(filters):
    """Mean and covariance of the mixture.

    Parameters
    ----------
    filters : ImmState

    Returns
    -------
    state : (n,) array
    covariance : (n, n) array

    References
    ----------
    blom-1988

    Examples
    --------
    >>> state, covariance = imm_combine(ImmState(np.array([[0.0], [2.0]]), np.ones((2, 1, 1)), np.array([0.5, 0.5])))
    >>> state.tolist(), covariance.tolist()
    ([1.0], [[2.0]])
    """
    models, size = filters.states.shape
    state, covariance = np.zeros(size), np.zeros((size, size))
    for model in range(models):
        state += filters.modes[model] * filters.states[model]
    for model in range(models):
        apart = filters.states[model] - state
        covariance += filters.modes[model] * (filters.covariances[model] + np.outer(apart, apart))
    return state, covariance


@compiled
def imm_cycle(filters, switching, transitions, process_noises, measurement, measurement_matrix, measurement_noise):
    """One cycle of the interacting multiple model filter: mix, predict, update, weigh.

    Parameters
    ----------
    filters : ImmState
    switching : (M, M) array
        Probability of going from mode (row) to mode (column).
    transitions, process_noises : (M, n, n) array
        Of each model.
    measurement : (m,) array
    measurement_matrix : (m, n) array
    measurement_noise : (m, m) array

    Returns
    -------
    ImmCycle

    References
    ----------
    blom-1988

    Examples
    --------
    >>> one = ImmState(np.zeros((2, 1)), np.ones((2, 1, 1)), np.array([0.5, 0.5]))
    >>> still, noises = np.ones((2, 1, 1)), np.array([[[0.0]], [[9.0]]])
    >>> cycle = imm_cycle(one, np.eye(2), still, noises, np.array([4.0]), np.eye(1), np.eye(1))
    >>> cycle.filters.modes.round(3).tolist()
    [0.076, 0.924]
    """
    mixed = imm_mix(filters, switching)
    models = mixed.modes.size
    states, covariances = np.empty_like(mixed.states), np.empty_like(mixed.covariances)
    logs = np.empty(models)
    for model in range(models):
        state, covariance = kalman_predict(mixed.states[model], mixed.covariances[model], transitions[model],
                                           process_noises[model])
        done = kalman_update(state, covariance, measurement, measurement_matrix, measurement_noise)
        states[model], covariances[model], logs[model] = done.state, done.covariance, done.log_likelihood
    weights = mixed.modes * np.exp(logs - logs.max())
    return ImmCycle(ImmState(states, covariances, weights / weights.sum()), mixed.modes, np.exp(logs))
