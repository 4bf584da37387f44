"""Attenuation in rain: the power law of ITU-R P.838-3."""

import numpy as np

# itu-r-p838, tables 1 to 4: a, b, c of each bell, then slope and intercept over log10 of the frequency in GHz
_K_HORIZONTAL = (
    ((-5.33980, -0.10008, 1.13098), (-0.35351, 1.26970, 0.45400), (-0.23789, 0.86036, 0.15354),
     (-0.94158, 0.64552, 0.16817)), -0.18961, 0.71147,
)
_K_VERTICAL = (
    ((-3.80595, 0.56934, 0.81061), (-3.44965, -0.22911, 0.51059), (-0.39902, 0.73042, 0.11899),
     (0.50167, 1.07319, 0.27195)), -0.16398, 0.63297,
)
_ALPHA_HORIZONTAL = (
    ((-0.14318, 1.82442, -0.55187), (0.29591, 0.77564, 0.19822), (0.32177, 0.63773, 0.13164),
     (-5.37610, -0.96230, 1.47828), (16.1721, -3.29980, 3.43990)), 0.67849, -1.95537,
)
_ALPHA_VERTICAL = (
    ((-0.07771, 2.33840, -0.76284), (0.56727, 0.95545, 0.54039), (-0.20238, 1.14520, 0.26809),
     (-48.2991, 0.791669, 0.116226), (48.5833, 0.791459, 0.116479)), -0.053739, 0.83433,
)

_Table = tuple[tuple[tuple[float, float, float], ...], float, float]


def _curve(table: _Table, log_frequency: np.ndarray) -> np.ndarray:
    bells, slope, intercept = table
    total = slope * log_frequency + intercept
    for a, b, c in bells:
        total = total + a * np.exp(-(((log_frequency - b) / c) ** 2))
    return total


def rain_power_law(
    frequency_hz: float | np.ndarray,
    elevation_rad: float | np.ndarray = 0.0,
    polarisation_tilt_rad: float | np.ndarray = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Coefficient and exponent of specific rain attenuation.

    Parameters
    ----------
    frequency_hz : float or ndarray
        Frequency, 1 to 1000 GHz. [Hz]
    elevation_rad : float or ndarray
        Elevation of the path. [rad]
    polarisation_tilt_rad : float or ndarray
        Tilt of the polarisation from the horizontal; 0 horizontal, pi/2 vertical, pi/4 circular. [rad]

    Returns
    -------
    tuple of ndarray
        k and alpha of gamma = k R^alpha, for dB/km and mm/h.

    References
    ----------
    itu-r-p838, equations 2 to 5

    Examples
    --------
    >>> k, alpha = rain_power_law(14.25e9, np.radians(31.07699124))
    >>> round(float(k), 8), round(float(alpha), 8)
    (0.03975488, 1.12418043)
    """
    log_frequency = np.log10(np.asarray(frequency_hz, dtype=float) / 1e9)
    k_h, k_v = 10 ** _curve(_K_HORIZONTAL, log_frequency), 10 ** _curve(_K_VERTICAL, log_frequency)
    alpha_h, alpha_v = _curve(_ALPHA_HORIZONTAL, log_frequency), _curve(_ALPHA_VERTICAL, log_frequency)
    mix = np.cos(elevation_rad) ** 2 * np.cos(2 * np.asarray(polarisation_tilt_rad))
    k = (k_h + k_v + (k_h - k_v) * mix) / 2
    return k, (k_h * alpha_h + k_v * alpha_v + (k_h * alpha_h - k_v * alpha_v) * mix) / (2 * k)


def rain_attenuation_db_per_m(
    rain_rate_mm_per_h: float | np.ndarray,
    frequency_hz: float | np.ndarray,
    elevation_rad: float | np.ndarray = 0.0,
    polarisation_tilt_rad: float | np.ndarray = 0.0,
) -> np.ndarray:
    """Specific attenuation in rain of a uniform rate.

    Parameters
    ----------
    rain_rate_mm_per_h : float or ndarray
        Rain rate. [mm/h]
    frequency_hz, elevation_rad, polarisation_tilt_rad : float or ndarray
        As for `rain_power_law`.

    Returns
    -------
    ndarray
        k R^alpha, one way. [dB/m]

    References
    ----------
    itu-r-p838, equation 1

    Examples
    --------
    >>> round(float(rain_attenuation_db_per_m(26.48052, 14.25e9, np.radians(31.07699124))) * 1000, 8)
    1.58130839
    """
    k, alpha = rain_power_law(frequency_hz, elevation_rad, polarisation_tilt_rad)
    return k * np.asarray(rain_rate_mm_per_h, dtype=float) ** alpha / 1000
