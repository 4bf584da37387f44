"""Refractivity of air at the surface and its gradient over the year, from ITU-R P.453."""

from functools import cache
from importlib.resources import as_file, files
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

DUCTING_GRADIENT_N_PER_KM = -157.0  # a ray bends with the earth
GREATEST_FACTOR = 100.0  # stands for every flatter earth: 400 km then fall 126 m
SCALE_HEIGHT_M = 7350.0  # itu-r-p453, reference atmosphere
_LEAST_PERCENT, _GREATEST_PERCENT = 0.1, 99.9


def refractivity(
    total_pressure_hpa: float | np.ndarray, temperature_k: float | np.ndarray, vapour_pressure_hpa: float | np.ndarray
) -> float | np.ndarray:
    """Radio refractivity of moist air.

    Parameters
    ----------
    total_pressure_hpa, vapour_pressure_hpa : float or ndarray
        Pressure of the moist air and of its water vapour. [hPa]
    temperature_k : float or ndarray
        Temperature. [K]

    Returns
    -------
    float or ndarray
        N, N-units: a millionth of the refractive index above one.

    Notes
    -----
    N = 77.6 Pd/T + 72 e/T + 3.75e5 e/T^2, with Pd the dry pressure. Valid to 100 GHz within 0.5 %.

    References
    ----------
    itu-r-p453, equations 1 and 6

    Examples
    --------
    >>> round(refractivity(1013.25, 288.15, 9.972888786), 4)
    317.7204
    """
    dry_hpa = total_pressure_hpa - vapour_pressure_hpa
    return (77.6 * dry_hpa + 72.0 * vapour_pressure_hpa + 3.75e5 * vapour_pressure_hpa / temperature_k) / temperature_k


def is_ducting(gradient_n_per_km: float | np.ndarray) -> bool | np.ndarray:
    """Whether a ray launched level would follow the earth or bend down to it (gradient at or below -157 N/km)."""
    return np.asarray(gradient_n_per_km) <= DUCTING_GRADIENT_N_PER_KM


def effective_earth_factor(gradient_n_per_km: float | np.ndarray) -> float | np.ndarray:
    """Effective-earth factor k of a refractivity gradient.

    Parameters
    ----------
    gradient_n_per_km : float or ndarray
        Gradient over the lowest kilometre, N-units per kilometre.

    Returns
    -------
    float or ndarray
        k = 157 / (157 + dN), at most `GREATEST_FACTOR`. [-]

    Notes
    -----
    A ducting gradient has no k; it is clipped here, and the caller counts it by `is_ducting`.

    References
    ----------
    itu-r-p452, equation 6

    Examples
    --------
    >>> round(effective_earth_factor(-40.0), 3), effective_earth_factor(-200.0)
    (1.342, 100.0)
    """
    gradient = np.asarray(gradient_n_per_km, dtype=float)
    factor = 157.0 / np.maximum(157.0 + gradient, 157.0 / GREATEST_FACTOR)
    return float(factor) if factor.ndim == 0 else factor


def gradient_of_factor(k_factor: float | np.ndarray) -> float | np.ndarray:
    """Gradient that an effective-earth factor stands for: dN = 157 (1/k - 1). [N-units per km]

    Examples
    --------
    >>> round(gradient_of_factor(4 / 3), 2)
    -39.25
    """
    return 157.0 * (1.0 / k_factor - 1.0)


class _Maps(NamedTuple):
    """Gradients on a grid: percentages (n,), latitudes rising (r,), longitudes rising (c,), gradients (n, r, c)."""

    deviate: np.ndarray
    lat_deg: np.ndarray
    lon_deg: np.ndarray
    gradient: np.ndarray


class _Tables(NamedTuple):
    region: _Maps
    world: _Maps
    sea_level: np.ndarray  # (r, c) on the world's grid, N-units


@cache
def _tables() -> _Tables:
    with as_file(files("openiads").joinpath("data/tables/itu_p453_gradient.npz")) as path, np.load(path) as stored:
        maps = [
            _Maps(
                ndtri(stored[f"{part}_percent"] / 100),
                stored[f"{part}_lat_deg"][::-1],
                stored[f"{part}_lon_deg"],
                stored[f"{part}_gradient"][:, ::-1].astype(float) * float(stored["step"]),
            )
            for part in ("region", "world")
        ]
        return _Tables(maps[0], maps[1], stored["world_sea_level_refractivity"][::-1].astype(float))


def _corners(axis: np.ndarray, value: float) -> tuple[int, float]:
    index = int(np.clip(np.searchsorted(axis, value) - 1, 0, axis.size - 2))
    return index, (value - axis[index]) / (axis[index + 1] - axis[index])


def _bilinear(values: np.ndarray, maps: _Maps, lat_deg: float, lon_deg: float) -> np.ndarray:
    row, up = _corners(maps.lat_deg, lat_deg)
    column, right = _corners(maps.lon_deg, lon_deg)
    south = values[..., row, column] * (1 - right) + values[..., row, column + 1] * right
    north = values[..., row + 1, column] * (1 - right) + values[..., row + 1, column + 1] * right
    return south * (1 - up) + north * up


def gradient_n_per_km(lat_deg: float, lon_deg: float, percent_of_year: float | np.ndarray) -> float | np.ndarray:
    """Refractivity gradient of the lowest kilometre that is not exceeded for a share of the year.

    Parameters
    ----------
    lat_deg, lon_deg : float
        Position, WGS 84.
    percent_of_year : float or ndarray
        Share of the average year with a gradient at or below the answer, so that the effective-earth factor is at or
        above its own; held to 0.1 to 99.9. [%]

    Returns
    -------
    float or ndarray
        Gradient, N-units per kilometre; falls as refraction grows.

    Notes
    -----
    Bilinear in space, linear in the normal deviate of the percentage. Bundled are the full grid (0.75 deg, 21
    percentages) for 20.25 to 49.5 N, 15 to 60 E, and every second node at 9 percentages for the rest of the world.

    References
    ----------
    itu-r-p453, annex 1, maps DN1

    Examples
    --------
    >>> round(effective_earth_factor(gradient_n_per_km(39.93, 32.85, 50.0)), 2)  # Ankara
    1.25
    """
    tables = _tables()
    east_deg = lon_deg % 360.0
    region = tables.region
    inside = region.lat_deg[0] <= lat_deg <= region.lat_deg[-1] and region.lon_deg[0] <= east_deg <= region.lon_deg[-1]
    maps = region if inside else tables.world
    column = _bilinear(maps.gradient, maps, lat_deg, east_deg)
    percent = np.clip(np.asarray(percent_of_year, dtype=float), _LEAST_PERCENT, _GREATEST_PERCENT)
    gradient = np.interp(ndtri(percent / 100), maps.deviate, column)
    return float(gradient) if np.ndim(gradient) == 0 else gradient


def surface_refractivity(lat_deg: float, lon_deg: float, height_amsl_m: float) -> float:
    """Median refractivity at the surface.

    Parameters
    ----------
    lat_deg, lon_deg : float
        Position, WGS 84.
    height_amsl_m : float
        Height of the ground above mean sea level. [m]

    Returns
    -------
    float
        Ns = N0 exp(-h / 7.35 km), N-units.

    Notes
    -----
    N0 on a 1.5 deg grid: dry term of the standard pressure and the annual mean temperature of P.1510, plus the median
    wet term of P.453, reduced to sea level with the same scale height. An inferred map; good to some 10 N-units.

    References
    ----------
    itu-r-p453, reference atmosphere and map of the wet term; itu-r-p1510

    Examples
    --------
    >>> 300 < surface_refractivity(35.17, 33.36, 160.0) < 350  # Nicosia
    True
    """
    tables = _tables()
    return float(
        _bilinear(tables.sea_level, tables.world, lat_deg, lon_deg % 360.0) * np.exp(-height_amsl_m / SCALE_HEIGHT_M)
    )
