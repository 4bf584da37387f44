"""Diffraction over one edge, and over a terrain profile by Bullington's construction (ITU-R P.526, P.1812)."""

import math

import numpy as np
from scipy.special import fresnel

from openiads.constants import LIGHT_SPEED_MPS

Real = float | np.ndarray

LEAST_V = -0.78  # itu-r-p526: the approximation holds above; below it the loss is taken as nothing


def knife_edge_loss_db(v: Real) -> Real:
    """Loss of one knife edge, exact.

    Parameters
    ----------
    v : float or ndarray
        Diffraction parameter; positive where the edge stands above the line of sight. [-]

    Returns
    -------
    float or ndarray
        J(v) = -20 log10(sqrt((1 - C - S)^2 + (C - S)^2) / 2), with the Fresnel integrals C and S. [dB]

    Notes
    -----
    Falls below zero and swings about it for v < -0.78, where the direct and the edge's wave add.

    References
    ----------
    itu-r-p526, equations 30 and 31

    Examples
    --------
    >>> [round(float(knife_edge_loss_db(v)), 6) for v in (0.0, 1.0, 2.4)]
    [6.0206, 13.864105, 20.618195]
    """
    sine, cosine = fresnel(v)
    return -10 * np.log10(((1 - cosine - sine) ** 2 + (cosine - sine) ** 2) / 4)


def knife_edge_loss_p526_db(v: Real) -> Real:
    """Loss of one knife edge, the Recommendation's approximation.

    Parameters
    ----------
    v : float or ndarray
        Diffraction parameter. [-]

    Returns
    -------
    float or ndarray
        6.9 + 20 log10(sqrt((v - 0.1)^2 + 1) + v - 0.1) above -0.78, nothing below. [dB]

    Notes
    -----
    Up to 0.13 dB from `knife_edge_loss_db` for v from 0 to 3.

    References
    ----------
    itu-r-p526, equation 31

    Examples
    --------
    >>> [round(float(knife_edge_loss_p526_db(v)), 6) for v in (-1.0, 0.0, 2.4)]
    [0.0, 6.032852, 20.539266]
    """
    shifted = np.maximum(v, LEAST_V) - 0.1
    return np.where(np.asarray(v) > LEAST_V, 6.9 + 20 * np.log10(np.sqrt(shifted**2 + 1) + shifted), 0.0)


def diffraction_parameter(
    obstacle_height_m: Real, distance_1_m: Real, distance_2_m: Real, frequency_hz: Real
) -> Real:
    """Fresnel diffraction parameter of an edge.

    Parameters
    ----------
    obstacle_height_m : float or ndarray
        Height of the edge above the straight line between the ends; negative below. [m]
    distance_1_m, distance_2_m : float or ndarray
        Distances of the edge from the two ends. [m]
    frequency_hz : float or ndarray
        Frequency. [Hz]

    Returns
    -------
    float or ndarray
        v = h sqrt(2 (d1 + d2) / (lambda d1 d2)). [-]

    References
    ----------
    itu-r-p526, equation 26

    Examples
    --------
    >>> round(diffraction_parameter(20.0, 10e3, 10e3, 10e9), 9)
    2.310200321
    """
    return obstacle_height_m * (2 / fresnel_radius_m(distance_1_m, distance_2_m, frequency_hz) ** 2) ** 0.5


def fresnel_radius_m(distance_1_m: Real, distance_2_m: Real, frequency_hz: Real, zone: int = 1) -> Real:
    """Radius of a Fresnel zone where it cuts the path.

    Parameters
    ----------
    distance_1_m, distance_2_m : float or ndarray
        Distances from the two ends. [m]
    frequency_hz : float or ndarray
        Frequency. [Hz]
    zone : int
        Number of the zone, from 1.

    Returns
    -------
    float or ndarray
        sqrt(n lambda d1 d2 / (d1 + d2)). [m]

    References
    ----------
    itu-r-p526, equation 2

    Examples
    --------
    >>> round(fresnel_radius_m(10e3, 10e3, 10e9), 6)
    12.243212
    """
    wavelength_m = LIGHT_SPEED_MPS / frequency_hz
    return (zone * wavelength_m * distance_1_m * distance_2_m / (distance_1_m + distance_2_m)) ** 0.5


def bullington_loss_db(
    distance_m: np.ndarray,
    ground_amsl_m: np.ndarray,
    antenna_amsl_m: float,
    target_amsl_m: float,
    wavelength_m: float,
    effective_earth_radius_m: float,
) -> float:
    """Diffraction loss over a terrain profile by Bullington's construction.

    Parameters
    ----------
    distance_m : ndarray
        Distances of the profile's points from the antenna, rising, n >= 3 rows; the ends are antenna and target. [m]
    ground_amsl_m : ndarray
        Height of the profile's points, with clutter where it is to count. [m]
    antenna_amsl_m, target_amsl_m : float
        Heights of the two ends. [m]
    wavelength_m : float
        Wavelength. [m]
    effective_earth_radius_m : float
        Effective earth radius; infinite for flat ground. [m]

    Returns
    -------
    float
        Loss beyond free space; nothing on a path whose edges stay below v = -0.78. [dB]

    Notes
    -----
    Two horizon rays meet in the one equivalent edge; in line of sight it is the point of greatest v. Its loss J becomes
    J + (1 - exp(-J/6)) (10 + 0.02 d_km).

    References
    ----------
    itu-r-p1812, equations 13 to 21; itu-r-p526, section 4.5.1

    Examples
    --------
    >>> x = np.array([0.0, 10e3, 20e3])
    >>> round(bullington_loss_db(x, np.array([0.0, 100.0, 0.0]), 50.0, 50.0, 0.1, 8.5e6), 2)
    34.02
    """
    path_m = float(distance_m[-1] - distance_m[0])
    from_m = np.asarray(distance_m[1:-1], dtype=float) - distance_m[0]
    left_m = path_m - from_m
    bulge_m = from_m * left_m / (2 * effective_earth_radius_m)
    height_m = np.asarray(ground_amsl_m[1:-1], dtype=float) + bulge_m
    slope_out = float(np.max((height_m - antenna_amsl_m) / from_m))
    slope_sight = (target_amsl_m - antenna_amsl_m) / path_m
    if slope_out < slope_sight:
        above_m = height_m - (antenna_amsl_m * left_m + target_amsl_m * from_m) / path_m
        v = float(np.max(above_m * np.sqrt(2 * path_m / (wavelength_m * from_m * left_m))))
    else:
        slope_back = float(np.max((height_m - target_amsl_m) / left_m))
        edge_m = (target_amsl_m - antenna_amsl_m + slope_back * path_m) / (slope_out + slope_back)
        above_m = antenna_amsl_m + slope_out * edge_m - (
            antenna_amsl_m * (path_m - edge_m) + target_amsl_m * edge_m
        ) / path_m
        v = above_m * math.sqrt(2 * path_m / (wavelength_m * edge_m * (path_m - edge_m)))
    edge_db = float(knife_edge_loss_p526_db(v))
    return edge_db + (1 - math.exp(-edge_db / 6)) * (10 + 0.02 * path_m / 1000)
