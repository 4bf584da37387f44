"""How an antenna's gain falls away from its beam: beam shapes, sidelobes, shaped cover, scan loss, elevation limits."""

import math

from openiads.compiled import compiled

GAUSSIAN_HALF_POWER = 4.0 * math.log(2.0)
SINC_HALF_POWER = 0.8858929413789046  # full width in u at which (sin(pi u) / (pi u))^2 is one half


@compiled
def gain_gaussian(offset_rad, beamwidth_rad, sidelobe=0.0):
    """Gain over peak gain of a Gaussian beam with a floor of sidelobes.

    Parameters
    ----------
    offset_rad : float
        Angle off the axis of the beam. [rad]
    beamwidth_rad : float
        Full width between half-power points. [rad]
    sidelobe : float
        Mean sidelobe level over peak gain, one way. [-]

    Returns
    -------
    float
        One-way power gain over peak gain. [-]

    Notes
    -----
    g = max(exp(-4 ln 2 (offset / beamwidth)^2), sidelobe). Good inside the main lobe of a tapered aperture.

    References
    ----------
    skolnik-2008, chapter 12

    Examples
    --------
    >>> round(gain_gaussian(0.01, 0.02), 6)
    0.5
    """
    ratio = offset_rad / beamwidth_rad
    gain = math.exp(-GAUSSIAN_HALF_POWER * ratio * ratio)
    return sidelobe if gain < sidelobe else gain


@compiled
def gain_sinc(offset_rad, beamwidth_rad, sidelobe=0.0):
    """Gain over peak gain of an evenly lit aperture with a floor of sidelobes.

    Parameters
    ----------
    offset_rad : float
        Angle off the axis of the beam, within +-pi/2. [rad]
    beamwidth_rad : float
        Full width between half-power points, small. [rad]
    sidelobe : float
        Least level over peak gain, one way; fills the nulls. [-]

    Returns
    -------
    float
        One-way power gain over peak gain. [-]

    Notes
    -----
    g = max((sin(pi u) / (pi u))^2, sidelobe), u = 0.8859 sin(offset) / (2 sin(beamwidth / 2)).
    The first sidelobe stands 13.26 dB below the peak.

    References
    ----------
    skolnik-2008, chapter 12

    Examples
    --------
    >>> round(gain_sinc(0.01, 0.02), 6)
    0.5
    """
    phase_rad = math.pi * SINC_HALF_POWER * math.sin(offset_rad) / (2.0 * math.sin(0.5 * beamwidth_rad))
    if abs(phase_rad) < 1e-8:
        return 1.0
    gain = (math.sin(phase_rad) / phase_rad) ** 2
    return sidelobe if gain < sidelobe else gain


@compiled
def gain_cosecant_squared(elevation_rad, full_gain_to_rad):
    """Gain over peak gain of a fan beam shaped so that a target at constant height keeps its echo.

    Parameters
    ----------
    elevation_rad : float
        Elevation of the target. [rad]
    full_gain_to_rad : float
        Elevation up to which the gain is full; pi/2 for a beam that is not shaped. [rad]

    Returns
    -------
    float
        One-way power gain over peak gain: (sin(full_gain_to) / sin(elevation))^2 above the full beam, else one. [-]

    References
    ----------
    skolnik-2008, chapter 12, cosecant-squared pattern

    Examples
    --------
    >>> round(gain_cosecant_squared(math.radians(30), math.radians(10)), 4)
    0.1206
    """
    if elevation_rad <= full_gain_to_rad:
        return 1.0
    return (math.sin(full_gain_to_rad) / math.sin(elevation_rad)) ** 2


@compiled
def gain_scanned(scan_rad, exponent):
    """Gain over broadside gain of a phased array that looks aside.

    Parameters
    ----------
    scan_rad : float
        Angle between beam and broadside. [rad]
    exponent : float
        Power of the cosine: 1 for the shrunken aperture alone, about 1.5 with mismatch; 0 for no scan loss. [-]

    Returns
    -------
    float
        One-way power gain over broadside, cos(scan)^exponent; zero from 90 degrees on. [-]

    References
    ----------
    skolnik-2008, chapter 13, element factor

    Examples
    --------
    >>> round(gain_scanned(math.radians(60), 1.0), 6)
    0.5
    """
    if exponent == 0.0:
        return 1.0
    cosine = math.cos(scan_rad)
    return 0.0 if cosine <= 0.0 else cosine**exponent


@compiled
def within_limits(elevation_rad, elevation_min_rad, elevation_max_rad):
    """Whether an elevation lies between the limits of an antenna, the limits themselves included. [rad]"""
    return elevation_min_rad <= elevation_rad <= elevation_max_rad
