"""Kill probability of a shot whose miss is normal in two dimensions, in closed form."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import ncx2


def sspk_cookie(lethal_radius_m: ArrayLike, sigma_m: ArrayLike, offset_m: ArrayLike = 0.0) -> np.ndarray:
    """Single-shot kill probability where every miss inside a radius kills and none outside.

    Parameters
    ----------
    lethal_radius_m, sigma_m : array_like
        Radius, and standard deviation of the miss along each of two axes. [m]
    offset_m : array_like
        Distance of the mean point of impact from the target. [m]

    Returns
    -------
    array
        1 - exp(-R^2 / 2 sigma^2), and the non-central chi-square law with an offset. [-]

    References
    ----------
    przemieniecki-2000, chapter 2

    Examples
    --------
    >>> round(float(sspk_cookie(10.0, 8.0)), 6)
    0.542167
    """
    radius, sigma, offset = np.broadcast_arrays(
        *(np.asarray(value, dtype=float) for value in (lethal_radius_m, sigma_m, offset_m)))
    centred = -np.expm1(-((radius / sigma) ** 2) / 2)
    away = np.where(offset == 0, 1.0, (offset / sigma) ** 2)
    return np.where(offset == 0, centred, ncx2.cdf((radius / sigma) ** 2, 2, away))


def sspk_gauss(lethal_scale_m: ArrayLike, sigma_m: ArrayLike, offset_m: ArrayLike = 0.0) -> np.ndarray:
    """Single-shot kill probability where the chance of a kill falls off as exp(-r^2 / 2 b^2).

    Parameters
    ----------
    lethal_scale_m, sigma_m : array_like
        The length b, and standard deviation of the miss along each of two axes. [m]
    offset_m : array_like
        Distance of the mean point of impact from the target. [m]

    Returns
    -------
    array
        b^2/(b^2 + s^2) exp(-d^2 / 2 (b^2 + s^2)). [-]

    References
    ----------
    przemieniecki-2000, chapter 2

    Examples
    --------
    >>> float(sspk_gauss(3.0, 3.0))
    0.5
    """
    scale2 = np.asarray(lethal_scale_m, dtype=float) ** 2
    spread2 = scale2 + np.asarray(sigma_m, dtype=float) ** 2
    return scale2 / spread2 * np.exp(-(np.asarray(offset_m, dtype=float) ** 2) / (2 * spread2))


def sspk_cep(lethal_radius_m: ArrayLike, cep_m: ArrayLike) -> np.ndarray:
    """Single-shot kill probability from the circle that holds half of the misses.

    Parameters
    ----------
    lethal_radius_m, cep_m : array_like
        Lethal radius and circular error probable. [m]

    Returns
    -------
    array
        1 - 2^-(R/CEP)^2. [-]

    References
    ----------
    przemieniecki-2000, chapter 2

    Examples
    --------
    >>> float(sspk_cep(10.0, 10.0))
    0.5
    """
    return 1 - 0.5 ** ((np.asarray(lethal_radius_m, dtype=float) / cep_m) ** 2)
