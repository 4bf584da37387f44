"""Two estimates of one thing made one: information fusion where errors are independent, intersection where unknown."""

from typing import Literal

import numpy as np
from scipy.optimize import brentq


def fused_covariance(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Covariance of the best combination of two estimates whose errors are independent, (n, n).

    Parameters
    ----------
    first, second : (n, n) array

    References
    ----------
    barshalom-2011, chapter 9

    Examples
    --------
    >>> fused_covariance(np.diag([4.0, 1.0]), np.diag([4.0, 1.0])).tolist()
    [[2.0, 0.0], [0.0, 0.5]]
    """
    return np.linalg.inv(np.linalg.inv(first) + np.linalg.inv(second))


def covariance_intersection(
    first: np.ndarray, second: np.ndarray, size: Literal["trace", "determinant"] = "trace"
) -> tuple[float, np.ndarray]:
    """Combination that stays honest whatever the correlation of the two errors.

    Parameters
    ----------
    first, second : (n, n) array
        Covariances of the two estimates.
    size : str
        What the weight makes least.

    Returns
    -------
    weight : float
        Of the first estimate's information, 0 to 1. [-]
    covariance : (n, n) array
        (w P1^-1 + (1 - w) P2^-1)^-1.

    References
    ----------
    julier-uhlmann-1997

    Examples
    --------
    >>> weight, covariance = covariance_intersection(np.diag([4.0, 1.0]), np.diag([1.0, 4.0]))
    >>> round(weight, 6), covariance.round(6).tolist()
    (0.5, [[1.6, 0.0], [0.0, 1.6]])
    """
    known, other = np.linalg.inv(first), np.linalg.inv(second)

    def fused(weight: float) -> np.ndarray:
        return np.linalg.inv(weight * known + (1 - weight) * other)

    def fall(weight: float) -> float:  # of the size with the weight; the size is convex
        covariance = fused(weight)
        change = covariance @ (known - other)
        return float(np.trace(change @ covariance if size == "trace" else change))

    if fall(0.0) <= 0:
        weight = 0.0
    elif fall(1.0) >= 0:
        weight = 1.0
    else:
        weight = float(brentq(fall, 0.0, 1.0, xtol=1e-15))
    return weight, fused(weight)
