"""How much air a ray crosses, counted in lengths of the air at the antenna."""

import math

from openiads.compiled import compiled
from openiads.constants import EARTH_RADIUS_M, FOUR_THIRDS

ERFCX_SERIES_FROM = 20.0  # beyond it three terms of the asymptotic series are good to 2e-8


@compiled
def _erfcx(x):
    """exp(x^2) erfc(x)."""
    if x < ERFCX_SERIES_FROM:
        return math.exp(x * x) * math.erfc(x)
    inverse = 0.5 / (x * x)
    return (1.0 - inverse * (1.0 - 3.0 * inverse * (1.0 - 5.0 * inverse))) / (x * math.sqrt(math.pi))


@compiled
def exponential_path_m(slant_range_m, elevation_rad, scale_height_m, k_factor=FOUR_THIRDS):
    """Length of air at the antenna's density that a ray through an exponential atmosphere is worth.

    Parameters
    ----------
    slant_range_m : float
        Length of the ray. [m]
    elevation_rad : float
        Elevation of the ray at the antenna. [rad]
    scale_height_m : float
        Height over which the density falls by e. [m]
    k_factor : float
        Effective earth radius over true radius. [-]

    Returns
    -------
    float
        Integral of exp(-h / scale height) along the ray, h counted from the antenna. [m]

    Notes
    -----
    With h = s sin(el) + s^2 cos(el)^2 / (2 k a) the integral is a difference of two scaled complementary error
    functions. Beside a quadrature on the exact sphere it is good to 4e-4 up to 600 km above -1 degree.

    References
    ----------
    bean-dutton-1966, exponential atmosphere

    Examples
    --------
    >>> round(exponential_path_m(400e3, math.pi / 2, 6000.0))
    6000
    """
    cosine = math.cos(elevation_rad)
    curvature = cosine * cosine / (2.0 * k_factor * EARTH_RADIUS_M * scale_height_m)
    root = math.sqrt(curvature)
    slope = math.sin(elevation_rad) / scale_height_m
    if root * slant_range_m < 1e-9:
        return -math.expm1(-slope * slant_range_m) / slope if slope != 0.0 else slant_range_m
    start = slope / (2.0 * root)
    fallen = math.exp(-slant_range_m * (slope + curvature * slant_range_m))
    end = _erfcx(start + root * slant_range_m) if fallen > 0.0 else 0.0
    return 0.5 * math.sqrt(math.pi) / root * (_erfcx(start) - fallen * end)
