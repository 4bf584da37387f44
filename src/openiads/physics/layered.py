"""Rays through an atmosphere whose drawn gradient holds in the lowest kilometre only, exponential above."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.ndimage import map_coordinates

from openiads.compiled import compiled
from openiads.constants import EARTH_RADIUS_M
from openiads.physics.refractivity import gradient_of_factor

LINEAR_TOP_M = 1000.0  # bean-thayer-1959: the measured gradient holds in the first kilometre above the ground
KNEE_AMSL_M = 9000.0  # bean-thayer-1959: refractivity is 105 there in every climate and season
KNEE_REFRACTIVITY = 105.0
UPPER_DECAY_PER_M = 0.1424e-3  # bean-thayer-1959, above the knee
LEAST_DECAY_PER_M = 0.05e-3  # keeps the middle layer falling over ground so high that N is near 105 already

STANDARD_SURFACE_REFRACTIVITY = 315.0  # itu-r-p453, reference atmosphere

_STEP_M = 1000.0
_ANGLES = 321
_ANGLE_SCALE_RAD = 0.004
_LEAST_ANGLE, _GREATEST_ANGLE = np.arcsinh(-0.05 / _ANGLE_SCALE_RAD), np.arcsinh(1.3 / _ANGLE_SCALE_RAD)


class Layers(NamedTuple):
    """An atmosphere in three layers above one site; heights are above the site's ground."""

    k_factor: float  # effective-earth factor of the lowest kilometre
    linear_top_m: float
    top_refractivity: float  # N at the top of the linear layer
    middle_decay_per_m: float
    knee_m: float
    knee_refractivity: float
    upper_decay_per_m: float


def layers_above_site(
    k_factor: float,
    surface_refractivity: float = STANDARD_SURFACE_REFRACTIVITY,
    site_height_amsl_m: float = 0.0,
) -> Layers:
    """Atmosphere above a site: the drawn gradient for a kilometre, then exponential to a known value at 9 km.

    Parameters
    ----------
    k_factor : float
        Effective-earth factor of the drawn gradient, clipped as by `refractivity.effective_earth_factor`. [-]
    surface_refractivity : float
        Refractivity at the site's ground, N-units.
    site_height_amsl_m : float
        Height of the site's ground above mean sea level. [m]

    Returns
    -------
    Layers
        What the ray functions of this module take.

    Notes
    -----
    N = Ns + dN z to 1 km; N1 exp(-c (z - 1 km)) to 9 km above mean sea level, with c such that N is 105 there; 0.1424
    per kilometre above. The gradient jumps at 1 km, as in the CRPL reference atmosphere.

    References
    ----------
    bean-thayer-1959, reference atmosphere

    Examples
    --------
    >>> layers = layers_above_site(4 / 3)
    >>> round(layers.top_refractivity, 2), round(layers.middle_decay_per_m * 1000, 4)
    (275.75, 0.1207)
    """
    top = surface_refractivity + float(gradient_of_factor(k_factor)) * LINEAR_TOP_M / 1000
    knee_m = max(KNEE_AMSL_M - site_height_amsl_m, LINEAR_TOP_M + 1000.0)
    decay = float(np.log(max(top, 1.0) / KNEE_REFRACTIVITY)) / (knee_m - LINEAR_TOP_M)
    decay = max(decay, LEAST_DECAY_PER_M)
    knee = top * float(np.exp(-decay * (knee_m - LINEAR_TOP_M)))
    return Layers(float(k_factor), LINEAR_TOP_M, top, decay, knee_m, knee, UPPER_DECAY_PER_M)


@compiled
def _turn_rate(height_m, layers):
    """Change of a ray's angle to the local horizontal per metre of ground. [rad/m]"""
    if height_m < layers.linear_top_m:
        return 1 / (layers.k_factor * EARTH_RADIUS_M)
    if height_m <= layers.knee_m:
        decay = layers.middle_decay_per_m
        refractivity = layers.top_refractivity * np.exp(-decay * (height_m - layers.linear_top_m))
    else:
        decay = layers.upper_decay_per_m
        refractivity = layers.knee_refractivity * np.exp(-decay * (height_m - layers.knee_m))
    return 1 / EARTH_RADIUS_M - decay * refractivity * 1e-6


@compiled
def _step(angle_rad, height_m, step_m, layers):
    """One Runge-Kutta step of (angle, height) along the ground."""
    half_m = 0.5 * step_m
    turn_1 = _turn_rate(height_m, layers)
    rise_1 = (1 + height_m / EARTH_RADIUS_M) * np.tan(angle_rad)
    middle_m = height_m + half_m * rise_1
    turn_2 = _turn_rate(middle_m, layers)
    rise_2 = (1 + middle_m / EARTH_RADIUS_M) * np.tan(angle_rad + half_m * turn_1)
    middle_m = height_m + half_m * rise_2
    turn_3 = _turn_rate(middle_m, layers)
    rise_3 = (1 + middle_m / EARTH_RADIUS_M) * np.tan(angle_rad + half_m * turn_2)
    end_m = height_m + step_m * rise_3
    turn_4 = _turn_rate(end_m, layers)
    rise_4 = (1 + end_m / EARTH_RADIUS_M) * np.tan(angle_rad + step_m * turn_3)
    angle_rad += step_m / 6 * (turn_1 + 2 * turn_2 + 2 * turn_3 + turn_4)
    height_m += step_m / 6 * (rise_1 + 2 * rise_2 + 2 * rise_3 + rise_4)
    return angle_rad, height_m


@compiled
def _linear_height_m(elevation_rad, ground_distance_m, antenna_height_m, k_factor):
    """Height of a ray while it stays in the linear layer, or in an atmosphere that is linear throughout. [m]"""
    angle_rad = elevation_rad + ground_distance_m / (k_factor * EARTH_RADIUS_M)
    growth = np.expm1(k_factor * np.log(np.cos(elevation_rad) / np.cos(angle_rad)))
    return antenna_height_m + (EARTH_RADIUS_M + antenna_height_m) * growth


@compiled
def _exit_from_linear(elevation_rad, antenna_height_m, layers):
    """Ground distance at which a ray leaves the linear layer upwards, and its angle there. [m, rad]"""
    if antenna_height_m >= layers.linear_top_m:
        return 0.0, elevation_rad
    growth = np.log((EARTH_RADIUS_M + layers.linear_top_m) / (EARTH_RADIUS_M + antenna_height_m))
    angle_rad = np.arccos(np.cos(elevation_rad) * np.exp(-growth / layers.k_factor))
    return (angle_rad - elevation_rad) * layers.k_factor * EARTH_RADIUS_M, angle_rad


@compiled
def layered_ray_height_m(launch_elevation_rad, ground_distance_m, antenna_height_m, layers):
    """Height of a ray above the site's level after a distance along the ground.

    Parameters
    ----------
    launch_elevation_rad : float
        Elevation at the antenna, -3 to 80 degrees. [rad]
    ground_distance_m : float
        Distance along the sphere through the site's ground. [m]
    antenna_height_m : float
        Height of the antenna above the site's ground. [m]
    layers : Layers
        Atmosphere above the site.

    Returns
    -------
    float
        Height above the sphere through the site's ground. [m]

    Notes
    -----
    d(theta)/dx = 1/a + dn/dz and dz/dx = (1 + z/a) tan(theta), closed form in the linear layer and fourth-order
    Runge-Kutta above it. The ground does not stop the ray.

    References
    ----------
    bean-thayer-1959; itu-r-p834, equation of the ray

    Examples
    --------
    >>> layers = layers_above_site(4 / 3)
    >>> round(layered_ray_height_m(0.0, 100e3, 10.0, layers), 1)  # below 1 km: d^2 / (2 k a)
    598.6
    """
    exit_m, angle_rad = _exit_from_linear(launch_elevation_rad, antenna_height_m, layers)
    if not ground_distance_m > exit_m:
        return _linear_height_m(launch_elevation_rad, ground_distance_m, antenna_height_m, layers.k_factor)
    height_m = max(antenna_height_m, layers.linear_top_m)
    steps = int(np.ceil((ground_distance_m - exit_m) / _STEP_M))
    step_m = (ground_distance_m - exit_m) / steps
    for _ in range(steps):
        angle_rad, height_m = _step(angle_rad, height_m, step_m, layers)
    return height_m


@compiled
def _climb_range_m(height_m, layers):
    """Ground distance over which a ray that leaves the ground level climbs to a height. [m]"""
    growth = np.log1p(min(height_m, layers.linear_top_m) / EARTH_RADIUS_M)
    angle_rad = 2.0 * np.arcsin(np.sqrt(-0.5 * np.expm1(-growth / layers.k_factor)))  # arccos loses all of a millimetre
    range_m = angle_rad * layers.k_factor * EARTH_RADIUS_M
    if not height_m > layers.linear_top_m:
        return range_m
    reached_m = layers.linear_top_m
    while reached_m < height_m:
        angle_rad, reached_m = _step(angle_rad, reached_m, _STEP_M, layers)
        range_m += _STEP_M
    for _ in range(2):
        step_m = (height_m - reached_m) / np.tan(angle_rad)
        angle_rad, reached_m = _step(angle_rad, reached_m, step_m, layers)
        range_m += step_m
    return range_m


@compiled
def layered_horizon_m(antenna_height_m, target_height_m, layers):
    """Greatest range at which a smooth earth leaves the target in sight, through the layered atmosphere.

    Parameters
    ----------
    antenna_height_m, target_height_m : float
        Heights above the smooth earth. [m]
    layers : Layers
        Atmosphere above the site.

    Returns
    -------
    float
        Ground range at which the ray grazes the earth. [m]

    Notes
    -----
    The two climbs of the ray that leaves the ground level. Below 1 km it is `propagation.horizon_range_m` to a part in
    ten thousand; above, super-refraction no longer stretches it.

    References
    ----------
    bean-thayer-1959

    Examples
    --------
    >>> nicosia = layers_above_site(2.84, 340.0)  # exceeded 10 % of the year; constant k would say 602 km
    >>> round(layered_horizon_m(0.0, 10e3, nicosia) / 1000)
    484
    """
    return _climb_range_m(antenna_height_m, layers) + _climb_range_m(target_height_m, layers)


@compiled
def _lift_table_m(elevations_rad, columns, antenna_height_m, layers):
    """Height of each ray over its height in a linear atmosphere, every `_STEP_M` of ground; (n, columns)."""
    lift_m = np.zeros((elevations_rad.size, columns))
    for row in range(elevations_rad.size):
        elevation_rad = elevations_rad[row]
        exit_m, angle_rad = _exit_from_linear(elevation_rad, antenna_height_m, layers)
        height_m = max(antenna_height_m, layers.linear_top_m)
        at_m = exit_m
        for column in range(int(exit_m / _STEP_M) + 1, columns):
            distance_m = column * _STEP_M
            angle_rad, height_m = _step(angle_rad, height_m, distance_m - at_m, layers)
            at_m = distance_m
            linear_m = _linear_height_m(elevation_rad, distance_m, antenna_height_m, layers.k_factor)
            lift_m[row, column] = height_m - linear_m
    return lift_m


@lru_cache(maxsize=48)
def _lift_table(columns: int, antenna_height_m: float, layers: Layers) -> np.ndarray:
    angle_rad = _ANGLE_SCALE_RAD * np.sinh(np.linspace(_LEAST_ANGLE, _GREATEST_ANGLE, _ANGLES))
    return _lift_table_m(angle_rad, columns, antenna_height_m, layers)


def lift_floor_m(
    floor_above_site_m: np.ndarray, ground_distance_m: np.ndarray, antenna_height_m: float, layers: Layers
) -> np.ndarray:
    """Visibility floor in the layered atmosphere, from the floor that a constant effective earth gave.

    Parameters
    ----------
    floor_above_site_m : ndarray
        Lowest visible height, above the sphere through the site's ground, computed with `layers.k_factor` throughout.
        NaN and infinite cells pass. [m]
    ground_distance_m : ndarray
        Distance of each cell from the site; same shape. [m]
    antenna_height_m : float
        Height of the antenna above the site's ground. [m]
    layers : Layers
        Atmosphere above the site.

    Returns
    -------
    ndarray
        Lowest visible height, same shape. [m]

    Notes
    -----
    A cell at height z and distance d fixes the launch angle of its lowest ray in the linear atmosphere; the answer is
    where the ray of that launch angle passes in the layered one. Unchanged to the bit below the linear layer's top.
    Behind an obstacle that itself stands higher than 1 km above the site a slightly lower ray would pass, so there the
    lift is an upper bound. Interpolated on 321 launch angles x 1 km; within 1 m (rms) of the traced ray.

    References
    ----------
    bean-thayer-1959

    Examples
    --------
    >>> layers = layers_above_site(2.84, 340.0)
    >>> lift_floor_m(np.array([500.0, 4000.0]), np.array([200e3, 400e3]), 30.0, layers).round(-2)
    array([ 500., 5500.])
    """
    floor_m = np.asarray(floor_above_site_m, dtype=float)
    distance_m = np.asarray(ground_distance_m, dtype=float)
    raised = np.isfinite(floor_m) & (floor_m > layers.linear_top_m) & (distance_m > 0)
    lifted_m = floor_m.copy()
    if not raised.any():
        return lifted_m
    height_m, reach_m = floor_m[raised], distance_m[raised]
    turned_rad = reach_m / (layers.k_factor * EARTH_RADIUS_M)
    shrink = np.exp(-np.log((EARTH_RADIUS_M + height_m) / (EARTH_RADIUS_M + antenna_height_m)) / layers.k_factor)
    launch_rad = np.arctan((np.cos(turned_rad) - shrink) / np.sin(turned_rad))
    row = (np.arcsinh(launch_rad / _ANGLE_SCALE_RAD) - _LEAST_ANGLE) / (_GREATEST_ANGLE - _LEAST_ANGLE) * (_ANGLES - 1)
    columns = int(np.ceil(reach_m.max() / (50 * _STEP_M))) * 50 + 1
    table_m = _lift_table(columns, float(antenna_height_m), layers)
    lifted_m[raised] += map_coordinates(table_m, [row, reach_m / _STEP_M], order=1, mode="nearest")
    return lifted_m
