"""Interacting multiple models: several Kalman filters whose states are mixed by how likely each is."""

from typing import NamedTuple

import numpy as np

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


def imm_mix(filters: ImmState, switching: np.ndarray) -> ImmState:
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
    predicted = filters.modes @ switching
    weights = filters.modes[:, None] * switching / predicted  # of where each mode came from, (from, to)
    mixed = weights.T @ filters.states
    apart = filters.states[:, None] - mixed
    spread = filters.covariances[:, None] + apart[..., :, None] * apart[..., None, :]
    return ImmState(mixed, np.einsum("ft,ftij->tij", weights, spread), predicted)


def imm_combine(filters: ImmState) -> tuple[np.ndarray, np.ndarray]:
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
    state = filters.modes @ filters.states
    apart = filters.states - state
    spread = filters.covariances + apart[:, :, None] * apart[:, None, :]
    return state, np.einsum("m,mij->ij", filters.modes, spread)


def imm_cycle(
    filters: ImmState, switching: np.ndarray, transitions: np.ndarray, process_noises: np.ndarray,
    measurement: np.ndarray, measurement_matrix: np.ndarray, measurement_noise: np.ndarray,
) -> ImmCycle:
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
    [0.082, 0.918]
    """
    mixed = imm_mix(filters, switching)
    updated = [
        kalman_update(*kalman_predict(state, covariance, transition, noise), measurement, measurement_matrix,
                      measurement_noise)
        for state, covariance, transition, noise in zip(
            mixed.states, mixed.covariances, transitions, process_noises, strict=True)
    ]
    logs = np.array([done.log_likelihood for done in updated])
    weights = mixed.modes * np.exp(logs - logs.max())
    states, covariances = (np.stack([done[part] for done in updated]) for part in (0, 1))
    return ImmCycle(ImmState(states, covariances, weights / weights.sum()), mixed.modes, np.exp(logs))
