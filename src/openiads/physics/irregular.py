"""Basic transmission loss over irregular terrain, point to point (the NTIA irregular terrain model)."""

import cmath
import math
from typing import NamedTuple

import numpy as np

from openiads.physics.irregular_reference import Path, reference_attenuation_db
from openiads.physics.irregular_variability import Climate, Variability, attenuation_quantile_db

_EARTH_CURVATURE_PER_M = 157e-9  # of the true earth, as the model rounds it


class IrregularTerrainLoss(NamedTuple):
    """What the model says of one path; pairs are transmitter and receiver."""

    path_length_m: float
    basic_transmission_loss_db: float
    reference_attenuation_db: float
    free_space_loss_db: float
    horizon_rad: tuple[float, float]
    horizon_m: tuple[float, float]
    effective_height_m: tuple[float, float]
    surface_refractivity: float
    roughness_m: float


def _horizons(
    ground_m: np.ndarray, spacing_m: float, heights_m: tuple[float, float], curvature_per_m: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Angles and distances of both horizons; of an unobstructed path, the other end. [rad, m]"""
    length_m = spacing_m * (ground_m.size - 1)
    from_m = spacing_m * np.arange(1, ground_m.size)
    angles, distances = [], []
    for profile_m, height_m, other_m in ((ground_m, heights_m[0], heights_m[1]),
                                         (ground_m[::-1], heights_m[1], heights_m[0])):
        rise_m = profile_m[1:] - (profile_m[0] + height_m)
        rise_m[-1] += other_m
        slope = rise_m / from_m - 0.5 * curvature_per_m * from_m
        blocked = slope[:-1] > slope[-1]
        best = int(np.argmax(slope[:-1])) if blocked.any() else slope.size - 1
        angles.append(float(slope[best]))
        distances.append(float(from_m[best]) if blocked.any() else length_m)
    return (angles[0], angles[1]), (distances[0], distances[1])


def _fitted_ends_m(values_m: np.ndarray, spacing_m: float, start_m: float, end_m: float) -> tuple[float, float]:
    """Heights at both ends of the profile of the straight line fitted between two distances, ends at half weight."""
    last = values_m.size - 1
    first_index = int(max(start_m / spacing_m, 0.0))
    last_index = last - int(max(last - end_m / spacing_m, 0.0))
    if last_index <= first_index:
        first_index = max(first_index - 1, 0)
        last_index = min(last_index + 1, last)
    count = last_index - first_index
    offset = np.arange(count + 1) - 0.5 * count
    part_m = values_m[first_index : last_index + 1] * np.where(np.abs(offset) == 0.5 * count, 0.5, 1.0)
    mean_m = part_m.sum() / count
    slope_m = float(part_m @ offset) * 12 / ((count * count + 2.0) * count)
    middle = 0.5 * (first_index + last_index)
    return float(mean_m - slope_m * middle), float(mean_m + slope_m * (last - middle))


def _interdecile_m(ground_m: np.ndarray, spacing_m: float, start_m: float, end_m: float) -> float:
    """Interdecile range of heights about their fitted line, carried to a path of infinite length. [m]"""
    first, last = start_m / spacing_m, end_m / spacing_m
    if last - first < 2:
        return 0.0
    tenth = min(max(4, int(0.1 * (last - first + 8))), 25)
    count = 10 * tenth - 5
    sampled_m = np.interp(np.linspace(first, last, count), np.arange(ground_m.size), ground_m)
    low_m, high_m = _fitted_ends_m(sampled_m, 1.0, 0.0, count - 1.0)
    falling_m = np.sort(sampled_m - np.linspace(low_m, high_m, count))[::-1]
    range_m = float(falling_m[tenth - 1] - falling_m[count - tenth])
    return range_m / (1 - 0.8 * math.exp(-(end_m - start_m) / 50e3))


def _smooth_horizon_m(height_m: float, roughness_m: float, curvature_per_m: float) -> float:
    return math.sqrt(2 * height_m / curvature_per_m) * math.exp(-0.07 * math.sqrt(roughness_m / max(height_m, 5.0)))


def irregular_terrain_loss(
    ground_m: np.ndarray,
    spacing_m: float,
    transmitter_height_m: float,
    receiver_height_m: float,
    frequency_hz: float,
    *,
    sea_level_refractivity: float = 301.0,
    climate: Climate = Climate.CONTINENTAL_TEMPERATE,
    vertical_polarisation: bool = True,
    permittivity: float = 15.0,
    conductivity_s_per_m: float = 0.005,
    mode: int = Variability.ACCIDENTAL,
    time_percent: float = 50.0,
    location_percent: float = 50.0,
    situation_percent: float = 50.0,
) -> IrregularTerrainLoss:
    """Basic transmission loss over a terrain profile that is not exceeded for given shares.

    Parameters
    ----------
    ground_m : ndarray
        Heights of the ground at equal spacing from transmitter to receiver, n >= 3 rows. [m]
    spacing_m : float
        Spacing of the profile. [m]
    transmitter_height_m, receiver_height_m : float
        Heights of the antennas above ground, 0.5 to 3000 m. [m]
    frequency_hz : float
        Frequency, 20 MHz to 20 GHz. [Hz]
    sea_level_refractivity : float
        Surface refractivity reduced to sea level, 250 to 400 N-units.
    climate : Climate
        Radio climate.
    vertical_polarisation : bool
        Vertical, else horizontal.
    permittivity, conductivity_s_per_m : float
        Relative permittivity and conductivity of the ground. [-, S/m]
    mode : int
        What the quantile is taken over; see `irregular_variability.attenuation_quantile_db`.
    time_percent, location_percent, situation_percent : float
        Shares, above 0 and below 100. [%]

    Returns
    -------
    IrregularTerrainLoss
        Loss and what it was made of.

    Notes
    -----
    The NTIA model as of version 1.3: horizons, roughness and effective heights from the profile, reference attenuation
    from two-ray, diffraction and scatter theory, spread from measurements. Validated for paths of 1 to 2000 km.
    The normal deviate is exact here; the original approximates it within 4.5e-4.

    References
    ----------
    ntia-82-100; hufford-1995

    Examples
    --------
    >>> loss = irregular_terrain_loss(np.zeros(101), 500.0, 30.0, 10.0, 100e6)
    >>> round(loss.path_length_m), round(loss.basic_transmission_loss_db, 1)
    (50000, 146.5)
    """
    ground_m = np.asarray(ground_m, dtype=float)
    last = ground_m.size - 1
    length_m = last * spacing_m
    frequency_mhz = frequency_hz / 1e6
    heights_m = (transmitter_height_m, receiver_height_m)

    tenth = int(0.1 * last)
    system_m = float(ground_m[tenth : last - tenth + 1].mean())
    surface = sea_level_refractivity * math.exp(-system_m / 9460) if system_m != 0 else sea_level_refractivity
    curvature = _EARTH_CURVATURE_PER_M * (1 - 0.04665 * math.exp(surface / 179.3))
    complex_permittivity = complex(permittivity, 18000 * conductivity_s_per_m / frequency_mhz)
    impedance = cmath.sqrt(complex_permittivity - 1)
    if vertical_polarisation:
        impedance /= complex_permittivity

    horizon_rad, horizon_m = _horizons(ground_m, spacing_m, heights_m, curvature)
    start_m = min(15 * heights_m[0], 0.1 * horizon_m[0])
    end_m = length_m - min(15 * heights_m[1], 0.1 * horizon_m[1])
    roughness_m = _interdecile_m(ground_m, spacing_m, start_m, end_m)

    sighted = sum(horizon_m) > 1.5 * length_m
    if sighted:
        fitted_m = _fitted_ends_m(ground_m, spacing_m, start_m, end_m)
    else:
        fitted_m = (
            _fitted_ends_m(ground_m, spacing_m, start_m, 0.9 * horizon_m[0])[0],
            _fitted_ends_m(ground_m, spacing_m, length_m - 0.9 * horizon_m[1], end_m)[1],
        )
    effective_m = [
        height_m + max(float(end) - fit_m, 0.0)
        for height_m, end, fit_m in zip(heights_m, ground_m[[0, -1]], fitted_m, strict=True)
    ]
    if sighted:
        reach_m = [_smooth_horizon_m(height_m, roughness_m, curvature) for height_m in effective_m]
        if sum(reach_m) <= length_m:
            effective_m = [height_m * (length_m / sum(reach_m)) ** 2 for height_m in effective_m]
            reach_m = [_smooth_horizon_m(height_m, roughness_m, curvature) for height_m in effective_m]
        free_m = [math.sqrt(2 * height_m / curvature) for height_m in effective_m]
        angles = [
            (0.65 * roughness_m * (free / reach - 1) - 2 * height_m) / free
            for free, reach, height_m in zip(free_m, reach_m, effective_m, strict=True)
        ]
        horizon_m, horizon_rad = (reach_m[0], reach_m[1]), (angles[0], angles[1])

    path = Path(length_m, frequency_mhz, impedance, curvature, surface, roughness_m, heights_m,
                (effective_m[0], effective_m[1]), horizon_m, horizon_rad)
    reference_db = reference_attenuation_db(path)
    free_space_db = 32.45 + 20 * math.log10(frequency_mhz) + 20 * math.log10(length_m / 1000)
    beyond_db = attenuation_quantile_db(
        path, reference_db, climate, mode, time_percent, location_percent, situation_percent
    )
    return IrregularTerrainLoss(length_m, free_space_db + beyond_db, reference_db, free_space_db, horizon_rad,
                                horizon_m, path.effective_height_m, surface, roughness_m)
