"""Rays through the CRPL exponential atmosphere, integrated exactly."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq

from openiads.constants import EARTH_RADIUS_M


def crpl_decay_per_m(surface_refractivity: float | np.ndarray) -> float | np.ndarray:
    """Decay constant of the CRPL exponential reference atmosphere.

    Parameters
    ----------
    surface_refractivity : float or ndarray
        Refractivity at the surface, N-units; 200 to 450 in the atlas.

    Returns
    -------
    float or ndarray
        c of N(h) = Ns exp(-c h). [1/m]

    Notes
    -----
    c = ln(Ns / (Ns + dN)) per kilometre, with dN = -7.32 exp(0.005577 Ns) the mean fall over the first kilometre.

    References
    ----------
    bean-thayer-1959; mathworks-refractionexp

    Examples
    --------
    >>> [round(crpl_decay_per_m(ns) * 1000, 4) for ns in (200, 313, 450)]
    [0.1184, 0.1439, 0.2233]
    """
    fall = 7.32 * np.exp(0.005577 * np.asarray(surface_refractivity, dtype=float))
    decay = -np.log1p(-fall / surface_refractivity) / 1000
    return float(decay) if np.ndim(decay) == 0 else decay


class RefractedPath(NamedTuple):
    """A ray from an antenna to a height, and the straight line between its ends."""

    radio_range_m: float  # optical length, what a clock measures
    ground_range_m: float
    true_slant_range_m: float
    true_elevation_rad: float


def crpl_path(
    target_height_m: float,
    antenna_height_m: float,
    elevation_rad: float,
    surface_refractivity: float = 313.0,
    decay_per_m: float | None = None,
    earth_radius_m: float = EARTH_RADIUS_M,
) -> RefractedPath:
    """Ray from an antenna to a height through the exponential atmosphere.

    Parameters
    ----------
    target_height_m, antenna_height_m : float
        Heights above the surface, the target's not below the antenna's. [m]
    elevation_rad : float
        Apparent elevation at the antenna; a falling ray may turn above or below the surface. [rad]
    surface_refractivity : float
        Refractivity at the surface, N-units.
    decay_per_m : float, optional
        Decay constant; that of `crpl_decay_per_m` where none is given. [1/m]
    earth_radius_m : float
        Radius of the spherical earth. [m]

    Returns
    -------
    RefractedPath
        Radio range (integral of n ds), ground range, and length and elevation of the straight line. [m, rad]

    Notes
    -----
    Snell's law on the sphere, n r cos(theta) = constant; the quadrature runs over the gain in sine that an evenly
    curved ray would show, in which level and nearly level rays are smooth, and forms sin(theta) without cancellation.
    Published values are reproduced by the optical length, not by the length of the arc.

    References
    ----------
    bean-thayer-1959; mathworks-height2range

    Examples
    --------
    >>> path = crpl_path(1000.0, 10.0, math.radians(2.0))
    >>> round(path.radio_range_m), round(path.true_slant_range_m), round(math.degrees(path.true_elevation_rad), 4)
    (27171, 27163, 1.9666)
    """
    decay = float(crpl_decay_per_m(surface_refractivity)) if decay_per_m is None else decay_per_m

    def excess(height_m: float) -> float:
        return surface_refractivity * 1e-6 * math.exp(-decay * height_m)

    def log_ratio(above_m: float, base_m: float) -> float:
        rise = math.log1p(above_m / (earth_radius_m + base_m))
        change = excess(base_m) * math.expm1(-decay * above_m) / (1 + excess(base_m))
        return rise + math.log1p(change)

    def leg(base_m: float, base_rad: float, span_m: float) -> tuple[float, float]:
        if span_m == 0:
            return 0.0, 0.0
        base_cos, base_sin = math.cos(base_rad), math.sin(base_rad)

        def slope(above_m: float) -> tuple[float, float]:
            fall = -2 * log_ratio(above_m, base_m)
            sin_theta = math.sqrt(base_sin * base_sin - base_cos * base_cos * math.expm1(fall))
            return sin_theta, base_cos * math.exp(fall / 2)

        def over_sine(integrand: Callable[[float], float]) -> float:
            gradient = decay * excess(base_m) / (1 + excess(base_m))
            curve = max(1 / (earth_radius_m + base_m) - gradient, 0.01 / earth_radius_m)
            start = base_sin / math.sqrt(2 * curve * span_m)
            return quad(
                lambda v: 2 * (v + start) * span_m * integrand(span_m * v * (v + 2 * start)),
                0,
                1 / (math.sqrt(start * start + 1) + start),
                epsabs=0,
                epsrel=1e-10,
            )[0]

        optical = over_sine(lambda x: (1 + excess(base_m + x)) / slope(x)[0])
        angle = over_sine(lambda x: slope(x)[1] / (slope(x)[0] * (earth_radius_m + base_m + x)))
        return optical, angle

    optical_m, angle_rad = leg(antenna_height_m, abs(elevation_rad), target_height_m - antenna_height_m)
    if elevation_rad < 0:
        bend = math.log1p(-(math.sin(elevation_rad) ** 2)) / 2
        depth_m = earth_radius_m * math.sin(elevation_rad / 2) ** 2 * 8 + 1
        drop_m = brentq(lambda drop: log_ratio(-drop, antenna_height_m) - bend, 0.0, depth_m, xtol=1e-20)
        dip_optical_m, dip_angle_rad = leg(antenna_height_m - drop_m, 0.0, drop_m)
        optical_m, angle_rad = optical_m + 2 * dip_optical_m, angle_rad + 2 * dip_angle_rad

    end_m = earth_radius_m + target_height_m
    across_m = end_m * math.sin(angle_rad)
    rise_m = target_height_m - antenna_height_m - 2 * end_m * math.sin(angle_rad / 2) ** 2
    return RefractedPath(
        radio_range_m=optical_m,
        ground_range_m=earth_radius_m * angle_rad,
        true_slant_range_m=math.hypot(rise_m, across_m),
        true_elevation_rad=math.atan2(rise_m, across_m),
    )
