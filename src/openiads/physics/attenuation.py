"""Attenuation by oxygen and water vapour, line by line (ITU-R P.676-13), and how high it reaches."""

from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

LAPSE_KPM = 0.0065  # itu-r-p835, reference atmosphere to 11 km
TROPOPAUSE_K = 216.65
HYDROSTATIC_KPM = 0.0341632  # itu-r-p835: 34.1632 K per km
VAPOUR_SCALE_M = 2000.0  # itu-r-p835, water-vapour density

_TOP_M = 60_000.0
_LAYERS = 96


@cache
def _lines(name: str) -> np.ndarray:
    text = files("openiads").joinpath(f"data/tables/itu_p676_{name}.csv").read_text(encoding="utf-8")
    return np.array([[float(cell) for cell in line.split(",")] for line in text.splitlines()[1:]]).T


def _line_shape(
    frequency_ghz: np.ndarray, line_ghz: np.ndarray, width_ghz: np.ndarray, interference: np.ndarray | float
) -> np.ndarray:
    low_ghz, high_ghz = line_ghz - frequency_ghz, line_ghz + frequency_ghz
    below = (width_ghz - interference * low_ghz) / (low_ghz**2 + width_ghz**2)
    above = (width_ghz - interference * high_ghz) / (high_ghz**2 + width_ghz**2)
    return frequency_ghz / line_ghz * (below + above)


def specific_gas_attenuation(
    frequency_hz: float | np.ndarray,
    dry_pressure_hpa: float | np.ndarray,
    temperature_k: float | np.ndarray,
    vapour_g_m3: float | np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Specific attenuation by oxygen (with the dry continuum) and by water vapour.

    Parameters
    ----------
    frequency_hz : float or ndarray
        Frequency, 1 to 1000 GHz. [Hz]
    dry_pressure_hpa : float or ndarray
        Pressure of the dry air; total pressure less vapour pressure. [hPa]
    temperature_k : float or ndarray
        Temperature. [K]
    vapour_g_m3 : float or ndarray
        Density of water vapour. [g/m3]

    Returns
    -------
    tuple of ndarray
        Oxygen and water vapour, broadcast over the inputs. [dB/m]

    Notes
    -----
    gamma = 0.182 f sum(S_i F_i) dB/km over 44 oxygen and 35 water lines, oxygen with the Debye and pressure-induced
    nitrogen continuum.

    References
    ----------
    itu-r-p676, annex 1, equations 1 to 9

    Examples
    --------
    >>> oxygen, water = specific_gas_attenuation(16e9, 1013.25, 288.15, 7.5)
    >>> round(float(oxygen) * 1000, 8), round(float(water) * 1000, 7)
    (0.00999085, 0.025325)
    """
    frequency_ghz, dry_hpa, temperature, vapour = np.broadcast_arrays(
        np.asarray(frequency_hz, dtype=float) / 1e9, dry_pressure_hpa, temperature_k, vapour_g_m3
    )
    f, p, t = (axis[..., None] for axis in (frequency_ghz, dry_hpa, temperature))
    e = vapour[..., None] * t / 216.7
    theta = 300.0 / t

    line, a1, a2, a3, a4, a5, a6 = _lines("oxygen")
    strength = a1 * 1e-7 * p * theta**3 * np.exp(a2 * (1 - theta))
    width = np.sqrt((a3 * 1e-4 * (p * theta ** (0.8 - a4) + 1.1 * e * theta)) ** 2 + 2.25e-6)
    interference = (a5 + a6 * theta) * 1e-4 * (p + e) * theta**0.8
    oxygen = np.sum(strength * _line_shape(f, line, width, interference), axis=-1)

    line, b1, b2, b3, b4, b5, b6 = _lines("water")
    strength = b1 * 1e-1 * e * theta**3.5 * np.exp(b2 * (1 - theta))
    width = b3 * 1e-4 * (p * theta**b4 + b5 * e * theta**b6)
    width = 0.535 * width + np.sqrt(0.217 * width**2 + 2.1316e-12 * line**2 / theta)
    water = np.sum(strength * _line_shape(f, line, width, 0.0), axis=-1)

    f, p, e, theta = (axis[..., 0] for axis in (f, p, e, theta))
    debye_ghz = 5.6e-4 * (p + e) * theta**0.8
    induced = 1.4e-12 * p * theta**1.5 / (1 + 1.9e-5 * f**1.5)
    continuum = f * p * theta**2 * (6.14e-5 / (debye_ghz * (1 + (f / debye_ghz) ** 2)) + induced)
    return 0.182e-3 * f * (oxygen + continuum), 0.182e-3 * f * water


@lru_cache(maxsize=256)
def gas_constants(
    frequency_hz: float,
    dry_pressure_hpa: float = 1013.25,
    temperature_k: float = 288.15,
    vapour_g_m3: float = 7.5,
) -> tuple[float, float, float, float]:
    """Surface attenuation of both gases and the heights over which they thin out.

    Parameters
    ----------
    frequency_hz : float
        Frequency, 1 to 1000 GHz. [Hz]
    dry_pressure_hpa, temperature_k, vapour_g_m3 : float
        State of the air at the surface: dry pressure, temperature, vapour density. [hPa, K, g/m3]

    Returns
    -------
    tuple of float
        Oxygen and water vapour at the surface [dB/m], scale heights of oxygen and of water vapour [m].

    Notes
    -----
    A scale height is the zenith attenuation over the surface value, from the line-by-line sum integrated to 60 km
    through an atmosphere with the lapse of P.835 (6.5 K/km down to 216.65 K), hydrostatic pressure and vapour falling
    by e every 2 km. gamma(h) = gamma_0 exp(-h / h_s) then keeps the zenith attenuation exactly and the attenuation of
    low rays within some per cent, away from line centres.

    References
    ----------
    itu-r-p676, annex 1; itu-r-p835

    Examples
    --------
    >>> oxygen, water, oxygen_height, water_height = gas_constants(3e9)
    >>> round(oxygen * 1000, 4), round(water * 1000, 5)
    (0.0071, 0.00046)
    """
    nodes, weights = np.polynomial.legendre.leggauss(_LAYERS)
    root = 0.5 * (nodes + 1)
    height_m = _TOP_M * root**2
    weight_m = weights * _TOP_M * root
    tropopause_m = max(temperature_k - TROPOPAUSE_K, 0.0) / LAPSE_KPM
    low_m, high_m = np.minimum(height_m, tropopause_m), np.maximum(height_m - tropopause_m, 0.0)
    layer_k = temperature_k - LAPSE_KPM * low_m
    thinning = (layer_k / temperature_k) ** (HYDROSTATIC_KPM / LAPSE_KPM)
    pressure_hpa = dry_pressure_hpa * thinning * np.exp(-HYDROSTATIC_KPM * high_m / layer_k)
    vapour = vapour_g_m3 * np.exp(-height_m / VAPOUR_SCALE_M)
    oxygen, water = specific_gas_attenuation(frequency_hz, pressure_hpa, layer_k, vapour)
    oxygen_0, water_0 = specific_gas_attenuation(frequency_hz, dry_pressure_hpa, temperature_k, vapour_g_m3)
    water_height_m = float(np.sum(weight_m * water) / water_0) if vapour_g_m3 > 0 else VAPOUR_SCALE_M
    return float(oxygen_0), float(water_0), float(np.sum(weight_m * oxygen) / oxygen_0), water_height_m
