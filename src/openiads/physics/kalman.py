"""Linear Kalman filter and the constant-velocity model, for states of any small size."""

from typing import NamedTuple

import numpy as np


class Updated(NamedTuple):
    """What an update makes of a prediction and a measurement; m measured numbers, n states."""

    state: np.ndarray  # (n,)
    covariance: np.ndarray  # (n, n)
    innovation: np.ndarray  # (m,)
    innovation_covariance: np.ndarray  # (m, m)
    gain: np.ndarray  # (n, m)
    log_likelihood: float


def kalman_predict(
    state: np.ndarray, covariance: np.ndarray, transition: np.ndarray, process_noise: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Carry a state and its covariance forward.

    Parameters
    ----------
    state : (n,) array
    covariance, transition, process_noise : (n, n) array

    Returns
    -------
    state : (n,) array
    covariance : (n, n) array
        F x and F P F' + Q.

    References
    ----------
    barshalom-2001, chapter 5

    Examples
    --------
    >>> state, covariance = kalman_predict(np.array([0.0, 10.0]), np.diag([100.0, 25.0]), cv_transition(2.0),
    ...                                    cv_process_noise(0.5, 2.0))
    >>> state.tolist(), covariance.round(4).tolist()
    ([20.0, 10.0], [[201.3333, 51.0], [51.0, 26.0]])
    """
    return transition @ state, transition @ covariance @ transition.T + process_noise


def kalman_update(
    state: np.ndarray, covariance: np.ndarray, measurement: np.ndarray, measurement_matrix: np.ndarray,
    measurement_noise: np.ndarray,
) -> Updated:
    """Fold a measurement into a prediction.

    Parameters
    ----------
    state : (n,) array
    covariance : (n, n) array
    measurement : (m,) array
    measurement_matrix : (m, n) array
    measurement_noise : (m, m) array

    Returns
    -------
    Updated
        Covariance in the form that stays symmetric and positive, (I - KH) P (I - KH)' + K R K'.

    References
    ----------
    barshalom-2001, chapter 5

    Examples
    --------
    >>> done = kalman_update(np.array([20.0]), np.array([[201.0]]), np.array([25.0]), np.eye(1), np.array([[16.0]]))
    >>> done.gain.round(6).tolist(), done.state.round(6).tolist()
    ([[0.926267]], [24.631336])
    """
    innovation = measurement - measurement_matrix @ state
    innovation_covariance = measurement_matrix @ covariance @ measurement_matrix.T + measurement_noise
    inverse = np.linalg.inv(innovation_covariance)
    gain = covariance @ measurement_matrix.T @ inverse
    rest = np.eye(state.size) - gain @ measurement_matrix
    updated = rest @ covariance @ rest.T + gain @ measurement_noise @ gain.T
    _, log_size = np.linalg.slogdet(2 * np.pi * innovation_covariance)
    log_likelihood = -0.5 * float(innovation @ inverse @ innovation + log_size)
    return Updated(state + gain @ innovation, updated, innovation, innovation_covariance, gain, log_likelihood)


def cv_transition(interval_s: float) -> np.ndarray:
    """Transition of position and velocity along one axis, (2, 2).

    Examples
    --------
    >>> cv_transition(2.0).tolist()
    [[1.0, 2.0], [0.0, 1.0]]
    """
    return np.array([[1.0, interval_s], [0.0, 1.0]])


def cv_process_noise(intensity: float, interval_s: float) -> np.ndarray:
    """Noise that continuous white acceleration adds to position and velocity along one axis.

    Parameters
    ----------
    intensity : float
        Power spectral density of the acceleration. [m2/s3]
    interval_s : float

    Returns
    -------
    (2, 2) array
        q [[T^3/3, T^2/2], [T^2/2, T]].

    References
    ----------
    barshalom-2001, chapter 6

    Examples
    --------
    >>> cv_process_noise(3.0, 2.0).tolist()
    [[8.0, 6.0], [6.0, 6.0]]
    """
    cross = intensity * interval_s**2 / 2.0
    return np.array([[intensity * interval_s**3 / 3.0, cross], [cross, intensity * interval_s]])


def on_axes(block: np.ndarray, axes: int) -> np.ndarray:
    """The same (k, k) block for each of several axes; states are ordered by derivative, then by axis.

    Examples
    --------
    >>> on_axes(np.array([[1.0, 4.0], [0.0, 1.0]]), 2).tolist()
    [[1.0, 0.0, 4.0, 0.0], [0.0, 1.0, 0.0, 4.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]]
    """
    return np.kron(block, np.eye(axes))
