"""How well one look measures, and where in space that puts the plot."""

import numpy as np

from openiads.compiled import compiled
from openiads.constants import LIGHT_SPEED_MPS

MONOPULSE_SLOPE = 1.6  # of the difference pattern for each beamwidth; barton-1988


@compiled
def range_sigma_m(snr, bandwidth_hz, floor_m=0.0):
    """Standard deviation of a measured range.

    Parameters
    ----------
    snr : float
        Signal-to-noise ratio of the look. [-]
    bandwidth_hz : float
        Of the pulse after compression. [Hz]
    floor_m : float
        What instrument and calibration leave at any ratio. [m]

    Returns
    -------
    float
        c / (2 B sqrt(2 snr)) and the floor, root of the sum of squares. [m]

    References
    ----------
    barton-1988, chapter 8

    Examples
    --------
    >>> round(range_sigma_m(snr=100.0, bandwidth_hz=1e6), 3)
    10.599
    """
    return np.hypot(LIGHT_SPEED_MPS / (2.0 * bandwidth_hz * np.sqrt(2.0 * snr)), floor_m)


@compiled
def angle_sigma_rad(snr, beamwidth_rad, floor_rad=0.0, slope=MONOPULSE_SLOPE):
    """Standard deviation of a measured angle.

    Parameters
    ----------
    snr : float
        Signal-to-noise ratio of the look. [-]
    beamwidth_rad : float
        Between half-power points. [rad]
    floor_rad : float
        What instrument and calibration leave at any ratio. [rad]
    slope : float
        Error slope of the antenna; about 1.6 for monopulse. [-]

    Returns
    -------
    float
        beamwidth / (slope sqrt(2 snr)) and the floor, root of the sum of squares. [rad]

    References
    ----------
    barton-1988, chapter 8

    Examples
    --------
    >>> round(1000 * angle_sigma_rad(snr=100.0, beamwidth_rad=0.032), 3)
    1.414
    """
    return np.hypot(beamwidth_rad / (slope * np.sqrt(2.0 * snr)), floor_rad)


@compiled
def bias_factor(sigma_rad):
    """Mean of the cosine of a normal error: how much shorter a converted plot falls.

    Examples
    --------
    >>> round(bias_factor(np.radians(1.0)), 12)
    0.999847702888
    """
    return np.exp(-0.5 * sigma_rad * sigma_rad)


@compiled
def _circle_moments(cosine, sine, factor):
    # means of cos^2, sin^2 and cos sin of an angle that is known with a normal error; factor^4 is that of twice it
    spread = 0.5 * (factor * factor) ** 2
    across = spread * (cosine * cosine - sine * sine)
    return 0.5 + across, 0.5 - across, 2.0 * spread * cosine * sine


@compiled
def polar_plot(range_m, bearing_rad, sigma_range_m, sigma_bearing_rad):
    """Unbiased Cartesian plot of a measured range and bearing in the plane.

    Parameters
    ----------
    range_m, bearing_rad : float
        As measured; the bearing runs from the first axis to the second.
    sigma_range_m, sigma_bearing_rad : float
        Standard deviations of their normal errors.

    Returns
    -------
    position_m : (float, float)
    covariance_m2 : (float, float, float)
        xx, xy, yy given the measurement. [m2]

    Notes
    -----
    Multiplicative: divided by the bias factor. See `spherical_plot`.

    References
    ----------
    lerro-1993; longbin-1998

    Examples
    --------
    >>> position_m, _ = polar_plot(1e5, np.radians(45.0), 50.0, np.radians(1.0))
    >>> round(position_m[0], 3)
    70721.449
    """
    factor = bias_factor(sigma_bearing_rad)
    cosine, sine = np.cos(bearing_rad), np.sin(bearing_rad)
    cc, ss, cs = _circle_moments(cosine, sine, factor)
    square_m2 = range_m * range_m + sigma_range_m * sigma_range_m
    inside = 1.0 / (factor * factor) - 2.0
    near_m2 = range_m * range_m * inside
    covariance_m2 = (near_m2 * cosine * cosine + square_m2 * cc, near_m2 * cosine * sine + square_m2 * cs,
                     near_m2 * sine * sine + square_m2 * ss)
    return (range_m * cosine / factor, range_m * sine / factor), covariance_m2


@compiled
def spherical_plot(range_m, azimuth_rad, elevation_rad, sigma_range_m, sigma_azimuth_rad, sigma_elevation_rad):
    """Unbiased Cartesian plot of a measured range, azimuth and elevation, at the radar.

    Parameters
    ----------
    range_m, azimuth_rad, elevation_rad : float
        As measured; azimuth clockwise from the second axis (north) to the first (east).
    sigma_range_m, sigma_azimuth_rad, sigma_elevation_rad : float
        Standard deviations of their normal errors.

    Returns
    -------
    position_m : (float, float, float)
        East, north, up. [m]
    covariance_m2 : (float, float, float, float, float, float)
        Upper triangle xx, xy, xz, yy, yz, zz given the measurement. [m2]

    Notes
    -----
    With factors f of azimuth and g of elevation the plot is r (cos e sin a / (f g), cos e cos a / (f g), sin e / g),
    unbiased. The covariance is that of plot less truth given the measurement: the plot's own products less twice the
    plot's products with the expected truth plus the expected products of the truth, r^2 + s^2 in range. Valid for
    angle errors small beside a radian.

    References
    ----------
    longbin-1998; lerro-1993

    Examples
    --------
    >>> position_m, covariance_m2 = spherical_plot(1e5, 0.0, 0.0, 30.0, 2e-3, 2e-3)
    >>> [round(float(np.sqrt(variance)), 1) for variance in (covariance_m2[0], covariance_m2[3], covariance_m2[5])]
    [200.0, 30.0, 200.0]
    """
    across, up = bias_factor(sigma_azimuth_rad), bias_factor(sigma_elevation_rad)
    sa, ca, se, ce = np.sin(azimuth_rad), np.cos(azimuth_rad), np.sin(elevation_rad), np.cos(elevation_rad)
    cc, ss, cs = _circle_moments(ca, sa, across)
    ee, zz, ez = _circle_moments(ce, se, up)
    square_m2 = range_m * range_m + sigma_range_m * sigma_range_m
    own_m2 = range_m * range_m
    flat = 1.0 / (across * across * up * up) - 2.0  # product of two flat components: plot squared less twice the cross
    mixed = 1.0 / (across * up * up) - across - 1.0 / across
    upright = 1.0 / (up * up) - 2.0
    covariance_m2 = (
        own_m2 * flat * ce * ce * sa * sa + square_m2 * ee * ss,
        own_m2 * flat * ce * ce * sa * ca + square_m2 * ee * cs,
        own_m2 * mixed * ce * se * sa + square_m2 * ez * across * sa,
        own_m2 * flat * ce * ce * ca * ca + square_m2 * ee * cc,
        own_m2 * mixed * ce * se * ca + square_m2 * ez * across * ca,
        own_m2 * upright * se * se + square_m2 * zz,
    )
    return (range_m * ce * sa / (across * up), range_m * ce * ca / (across * up), range_m * se / up), covariance_m2
