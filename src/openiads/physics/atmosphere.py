"""US Standard Atmosphere 1976: temperature, pressure, density and sound speed against height."""

import numpy as np

from openiads.compiled import compiled
from openiads.constants import STANDARD_GRAVITY_MPS2

GEOPOTENTIAL_RADIUS_M = 6_356_766.0  # us76, equation 19
AIR_GAS_CONSTANT_JPKGK = 8314.32 / 28.9644  # us76, table 2: R* over M0
HEAT_RATIO = 1.4  # us76, table 2
SEA_LEVEL_K = 288.15  # us76, table 2
SEA_LEVEL_PA = 101_325.0  # us76, table 2
SEA_LEVEL_DENSITY_KGPM3 = 1.225  # us76, table 1; P0/(R T0) is 0.7 parts in a million less
TOP_GEOPOTENTIAL_M = 84_852.0  # 86 km geometric

LAYER_BASE_M = np.array([0.0, 11_000.0, 20_000.0, 32_000.0, 47_000.0, 51_000.0, 71_000.0, TOP_GEOPOTENTIAL_M])
LAYER_LAPSE_KPM = np.array([-0.0065, 0.0, 0.001, 0.0028, 0.0, -0.0028, -0.002, 0.0])
_HYDROSTATIC_KPM = STANDARD_GRAVITY_MPS2 / AIR_GAS_CONSTANT_JPKGK


def _layer_bases() -> tuple[np.ndarray, np.ndarray]:
    temperature_k, pressure_pa = [SEA_LEVEL_K], [SEA_LEVEL_PA]
    for base_m, top_m, lapse_kpm in zip(LAYER_BASE_M, LAYER_BASE_M[1:], LAYER_LAPSE_KPM, strict=False):
        t_k, p_pa = temperature_k[-1], pressure_pa[-1]
        top_k = t_k + lapse_kpm * (top_m - base_m)
        isothermal = np.exp(-_HYDROSTATIC_KPM * (top_m - base_m) / t_k)
        ratio = isothermal if lapse_kpm == 0 else (t_k / top_k) ** (_HYDROSTATIC_KPM / lapse_kpm)
        temperature_k.append(top_k)
        pressure_pa.append(p_pa * ratio)
    return np.array(temperature_k), np.array(pressure_pa)


LAYER_BASE_K, LAYER_BASE_PA = _layer_bases()


@compiled
def geopotential_altitude_m(geometric_altitude_m):
    """Height in a field of constant gravity that holds the same potential.

    Parameters
    ----------
    geometric_altitude_m : float or array
        Height above mean sea level. [m]

    Returns
    -------
    float or array
        Geopotential height. [m]

    Notes
    -----
    H = r0 Z / (r0 + Z).

    References
    ----------
    us76, equation 18

    Examples
    --------
    >>> round(geopotential_altitude_m(86_000.0))
    84852
    """
    return GEOPOTENTIAL_RADIUS_M * geometric_altitude_m / (GEOPOTENTIAL_RADIUS_M + geometric_altitude_m)


@compiled
def air_at_geopotential(altitude_m):
    """Temperature and pressure of the standard atmosphere at a geopotential height.

    Parameters
    ----------
    altitude_m : float
        Geopotential height, valid from -5 km to 84.852 km. [m]

    Returns
    -------
    temperature_k, pressure_pa : float
        Molecular-scale temperature (up to 0.08 K above the kinetic one over 80 km) and pressure. [K] [Pa]

    Notes
    -----
    Linear temperature in seven layers, hydrostatic. Above the seventh the air goes on at constant temperature, which
    serves only to let drag fade out along a lofted flight.

    References
    ----------
    us76, equations 23, 33a and 33b

    Examples
    --------
    >>> [round(value, 2) for value in air_at_geopotential(11_000.0)]
    [216.65, 22632.06]
    """
    layer = 0
    while layer < 7 and altitude_m >= LAYER_BASE_M[layer + 1]:
        layer += 1
    base_k, lapse_kpm = LAYER_BASE_K[layer], LAYER_LAPSE_KPM[layer]
    above_m = altitude_m - LAYER_BASE_M[layer]
    temperature_k = base_k + lapse_kpm * above_m
    if lapse_kpm == 0.0:
        ratio = np.exp(-_HYDROSTATIC_KPM * above_m / base_k)
    else:
        ratio = (base_k / temperature_k) ** (_HYDROSTATIC_KPM / lapse_kpm)
    return temperature_k, LAYER_BASE_PA[layer] * ratio


@compiled
def air_at(altitude_amsl_m):
    """Density and sound speed at a geometric height, what a flying body feels.

    Parameters
    ----------
    altitude_amsl_m : float
        Height above mean sea level, valid from -5 km to 86 km. [m]

    Returns
    -------
    density_kgpm3, sound_speed_mps : float
        Of the standard day. [kg/m3] [m/s]

    References
    ----------
    us76, equations 42 and 50

    Examples
    --------
    >>> density, sound = air_at(10_000.0)
    >>> round(density, 4), round(sound, 2)
    (0.4135, 299.53)
    """
    temperature_k, pressure_pa = air_at_geopotential(geopotential_altitude_m(altitude_amsl_m))
    density_kgpm3 = SEA_LEVEL_DENSITY_KGPM3 * (pressure_pa / SEA_LEVEL_PA) * (SEA_LEVEL_K / temperature_k)
    return density_kgpm3, np.sqrt(HEAT_RATIO * AIR_GAS_CONSTANT_JPKGK * temperature_k)


@compiled
def atmosphere_profile(altitudes_amsl_m):
    """Temperature, pressure, density and sound speed at many geometric heights.

    Parameters
    ----------
    altitudes_amsl_m : (n,) array
        Heights above mean sea level. [m]

    Returns
    -------
    (n, 4) array
        Columns: temperature [K], pressure [Pa], density [kg/m3], sound speed [m/s].

    References
    ----------
    us76

    Examples
    --------
    >>> [round(float(value), 3) for value in atmosphere_profile(np.array([0.0]))[0]]
    [288.15, 101325.0, 1.225, 340.294]
    """
    rows = np.empty((altitudes_amsl_m.size, 4))
    for index in range(altitudes_amsl_m.size):
        temperature_k, pressure_pa = air_at_geopotential(geopotential_altitude_m(altitudes_amsl_m[index]))
        density_kgpm3, sound_speed_mps = air_at(altitudes_amsl_m[index])
        rows[index, 0] = temperature_k
        rows[index, 1] = pressure_pa
        rows[index, 2] = density_kgpm3
        rows[index, 3] = sound_speed_mps
    return rows
