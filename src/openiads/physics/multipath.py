"""Lobing of a radar over flat ground: the direct ray and the one that the ground reflects."""

import numpy as np

from openiads.constants import LIGHT_SPEED_MPS

Real = float | np.ndarray


def two_ray_factor(
    antenna_height_m: Real,
    target_height_m: Real,
    ground_range_m: Real,
    frequency_hz: Real,
    reflection_coefficient: complex | np.ndarray = -1.0,
) -> Real:
    """One-way propagation factor of the direct and the reflected ray together.

    Parameters
    ----------
    antenna_height_m, target_height_m : float or ndarray
        Heights above flat ground. [m]
    ground_range_m : float or ndarray
        Distance along the ground. [m]
    frequency_hz : float or ndarray
        Frequency. [Hz]
    reflection_coefficient : complex or ndarray
        Ratio of reflected to incident field at the ground; -1 for a smooth conductor at grazing incidence. [-]

    Returns
    -------
    float or ndarray
        |field| over |field in free space|, 0 to about 2. Received power of a radar goes with its fourth power. [-]

    Notes
    -----
    F = |1 + rho (d1/d2) exp(-i 2 pi (d2 - d1) / lambda)| with d1, d2 = sqrt(G^2 + (h1 -+ h2)^2); the path difference is
    formed as 4 h1 h2 / (d1 + d2), which keeps its digits. Valid on flat, smooth ground with one antenna gain on both
    rays; the earth's curvature matters beyond about a third of the horizon range.

    References
    ----------
    blake-1980, chapter 6; itu-r-p526

    Examples
    --------
    >>> round(float(two_ray_factor(10.0, 50.0, 5e3, 1e9)), 9)
    1.730673696
    """
    direct_m = np.hypot(ground_range_m, target_height_m - antenna_height_m)
    reflected_m = np.hypot(ground_range_m, target_height_m + antenna_height_m)
    difference_m = 4 * antenna_height_m * target_height_m / (direct_m + reflected_m)
    phase_rad = 2 * np.pi * difference_m * frequency_hz / LIGHT_SPEED_MPS
    return np.abs(1 + reflection_coefficient * (direct_m / reflected_m) * np.exp(-1j * phase_rad))


def lobe_maximum_rad(order: int | np.ndarray, antenna_height_m: Real, frequency_hz: Real) -> Real:
    """Elevation of the n-th lobe over a perfectly reflecting flat ground; NaN where there is none.

    Parameters
    ----------
    order : int or ndarray
        Number of the lobe, from 1.
    antenna_height_m, frequency_hz : float or ndarray
        Height above ground and frequency. [m, Hz]

    Returns
    -------
    float or ndarray
        asin((2n - 1) lambda / (4 h)). [rad]

    References
    ----------
    blake-1980, chapter 6

    Examples
    --------
    >>> round(float(np.degrees(lobe_maximum_rad(1, 20.0, 3e9))), 9)
    0.071570196
    """
    return _arcsine((2 * np.asarray(order) - 1) * LIGHT_SPEED_MPS / (4 * antenna_height_m * frequency_hz))


def lobe_null_rad(order: int | np.ndarray, antenna_height_m: Real, frequency_hz: Real) -> Real:
    """Elevation of the n-th null above the horizontal over a perfectly reflecting flat ground; NaN where there is none.

    Parameters
    ----------
    order : int or ndarray
        Number of the null, from 1; the horizontal itself is the null of order 0.
    antenna_height_m, frequency_hz : float or ndarray
        Height above ground and frequency. [m, Hz]

    Returns
    -------
    float or ndarray
        asin(n lambda / (2 h)). [rad]

    References
    ----------
    blake-1980, chapter 6

    Examples
    --------
    >>> round(float(np.degrees(lobe_null_rad(1, 20.0, 3e9))), 9)
    0.143140504
    """
    return _arcsine(np.asarray(order) * LIGHT_SPEED_MPS / (2 * antenna_height_m * frequency_hz))


def _arcsine(sine: Real) -> Real:
    return np.arcsin(np.where(np.abs(sine) <= 1, sine, np.nan))
