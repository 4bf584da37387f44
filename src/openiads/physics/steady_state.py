"""Gains and covariances that filters settle to: alpha-beta, alpha-beta-gamma, continuous white acceleration."""

from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from openiads.physics.values import Values


class AlphaBeta(NamedTuple):
    """Steady gains of position and velocity; the velocity gain is beta over the interval."""

    alpha: Values
    beta: Values


class AlphaBetaGamma(NamedTuple):
    """Steady gains of position, velocity and acceleration: alpha, beta / T and gamma / (2 T^2)."""

    alpha: float
    beta: float
    gamma: float


def alpha_beta_gains(tracking_index: Values) -> AlphaBeta:
    """Steady gains of the constant-velocity filter with piecewise-constant white acceleration.

    Parameters
    ----------
    tracking_index : float or array
        Standard deviation of the acceleration times interval squared, over that of the measurement. [-]

    Returns
    -------
    AlphaBeta

    Notes
    -----
    r = (4 + L - sqrt(8 L + L^2)) / 4, alpha = 1 - r^2, beta = 2 (2 - alpha) - 4 sqrt(1 - alpha).

    References
    ----------
    kalata-1984

    Examples
    --------
    >>> alpha, beta = alpha_beta_gains(0.1)
    >>> round(float(alpha), 6), round(float(beta), 6)
    (0.36, 0.08)
    """
    index = np.asarray(tracking_index, dtype=float)
    rest = (4 + index - np.sqrt(8 * index + index**2)) / 4
    return AlphaBeta(1 - rest**2, 2 * (1 - rest) ** 2)


def alpha_beta_covariance(gains: AlphaBeta, interval_s: Values, measurement_variance: Values) -> np.ndarray:
    """Updated covariance of position and velocity under steady alpha-beta gains, (..., 2, 2).

    Parameters
    ----------
    gains : AlphaBeta
        For piecewise-constant white acceleration.
    interval_s : float or array
    measurement_variance : float or array

    References
    ----------
    barshalom-2001, chapter 6

    Examples
    --------
    >>> alpha_beta_covariance(alpha_beta_gains(0.1), 1.0, 1.0).round(6).tolist()
    [[0.36, 0.08], [0.08, 0.04]]
    """
    alpha, beta = (np.asarray(gain, dtype=float) for gain in gains)
    cross = beta / interval_s
    speed = beta / np.asarray(interval_s) ** 2 * (alpha - beta / 2) / (1 - alpha)
    corners = np.broadcast_arrays(alpha, cross, cross, speed, measurement_variance)
    table = np.stack(corners[:4], axis=-1) * corners[4][..., None]
    return table.reshape(*table.shape[:-1], 2, 2)


def alpha_beta_gamma_gains(tracking_index: float) -> AlphaBetaGamma:
    """Steady gains of the constant-acceleration filter whose acceleration takes white steps.

    Parameters
    ----------
    tracking_index : float
        Standard deviation of the steps times interval squared, over that of the measurement. [-]

    Returns
    -------
    AlphaBetaGamma
        With beta = 2 (2 - alpha) - 4 sqrt(1 - alpha) and gamma = beta^2 / alpha.

    Notes
    -----
    With d = 1 - sqrt(1 - alpha) the two relations and L = gamma / (2 sqrt(1 - alpha)) leave the cubic
    2 d^3 = L (1 - d) (2 - d), which has one root between 0 and 1.

    References
    ----------
    kalata-1984

    Examples
    --------
    >>> [round(gain, 6) for gain in alpha_beta_gamma_gains(2.0)]
    [0.918903, 1.023094, 1.139099]
    """
    root = brentq(lambda d: 2 * d**3 - tracking_index * (1 - d) * (2 - d), 0.0, 1.0, xtol=1e-16, rtol=1e-15)
    return AlphaBetaGamma(root * (2 - root), 2 * root**2, 4 * root**3 / (2 - root))


def cv_steady_gains(intensity: Values, interval_s: Values, measurement_variance: Values) -> AlphaBeta:
    """Steady gains of the constant-velocity filter with continuous white acceleration.

    Parameters
    ----------
    intensity : float or array
        Power spectral density of the acceleration. [m2/s3]
    interval_s : float or array
    measurement_variance : float or array
        Of position. [m2]

    Returns
    -------
    AlphaBeta

    Notes
    -----
    With g^2 = q T^3 / R and u = (g + sqrt(16 + g^2 / 3)) / 2 the steady equations give
    s = sqrt(1 - alpha) = (u - sqrt(u^2 - 4)) / 2 and beta = g s.

    References
    ----------
    ekstrand-1983

    Examples
    --------
    >>> [round(float(gain), 8) for gain in cv_steady_gains(1.0, 1.0, 100.0)]
    [0.36059166, 0.07996301]
    """
    root = np.sqrt(np.asarray(intensity) * np.asarray(interval_s) ** 3 / measurement_variance)
    half = (root + np.sqrt(16 + root**2 / 3)) / 4
    rest = 1 / (half + np.sqrt(half**2 - 1))
    return AlphaBeta(1 - rest**2, root * rest)


def cv_steady_covariance(intensity: float, interval_s: float, measurement_variance: float) -> np.ndarray:
    """Updated covariance of position and velocity that the filter of `cv_steady_gains` settles to, (2, 2).

    Parameters
    ----------
    intensity : float
        Power spectral density of the acceleration. [m2/s3]
    interval_s : float
    measurement_variance : float
        Of position. [m2]

    References
    ----------
    ekstrand-1983

    Examples
    --------
    >>> cv_steady_covariance(1.0, 1.0, 100.0).round(6).tolist()
    [[36.059166, 7.996301], [7.996301, 4.009481]]
    """
    alpha, beta = cv_steady_gains(intensity, interval_s, measurement_variance)
    cross = beta * measurement_variance / interval_s
    speed = cross * alpha / interval_s / (1 - alpha) - intensity * interval_s / 2
    return np.array([[alpha * measurement_variance, cross], [cross, speed]])
