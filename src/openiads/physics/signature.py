"""Radar cross-section of a target by the aspect under which a radar sees it."""

import math
from typing import NamedTuple

from openiads.compiled import compiled


class Signature(NamedTuple):
    """Mean radar cross-sections of one target at five aspects. [m2]"""

    front_m2: float
    side_m2: float
    rear_m2: float
    belly_m2: float
    top_m2: float


def even_signature(rcs_m2: float) -> Signature:
    """Return the signature of a target that looks alike from everywhere.

    Examples
    --------
    >>> even_signature(2.0).rear_m2
    2.0
    """
    return Signature(rcs_m2, rcs_m2, rcs_m2, rcs_m2, rcs_m2)


@compiled
def rcs_at_aspect_m2(signature, aspect_azimuth_rad, aspect_elevation_rad):
    """Cross-section of a target in level flight, between its five stated aspects.

    Parameters
    ----------
    signature : Signature
        Cross-sections at the five aspects, all above zero.
    aspect_azimuth_rad : float
        Bearing of the radar off the target's nose: 0 nose-on, pi tail-on. [rad]
    aspect_elevation_rad : float
        Angle of the radar below the target's horizontal; positive shows the belly. [rad]

    Returns
    -------
    float
        Radar cross-section. [m2]

    Notes
    -----
    The decibel values are averaged with the squared direction cosines of the line of sight as weights, which sum to
    one: exact at the five aspects, smooth between them. A convention, not a measurement: real patterns swing by 20 dB
    within a degree, which is what the Swerling cases stand for.

    Examples
    --------
    >>> fighter = Signature(1.0, 10.0, 4.0, 20.0, 15.0)
    >>> rcs_at_aspect_m2(fighter, 0.0, 0.0), round(rcs_at_aspect_m2(fighter, math.pi / 4, 0.0), 3)
    (1.0, 3.162)
    """
    level = math.cos(aspect_elevation_rad)
    along = level * math.cos(aspect_azimuth_rad)
    across = level * math.sin(aspect_azimuth_rad)
    below = math.sin(aspect_elevation_rad)
    end_m2 = signature.front_m2 if along >= 0.0 else signature.rear_m2
    face_m2 = signature.belly_m2 if below >= 0.0 else signature.top_m2
    log_m2 = along * along * math.log(end_m2) + across * across * math.log(signature.side_m2)
    return math.exp(log_m2 + below * below * math.log(face_m2))


@compiled
def aspect_azimuth_rad(course_rad, bearing_to_radar_rad):
    """Bearing of the radar off the target's nose, between -pi and pi.

    Parameters
    ----------
    course_rad : float
        Direction of flight, clockwise from north. [rad]
    bearing_to_radar_rad : float
        Direction from target to radar, clockwise from north. [rad]

    Examples
    --------
    >>> aspect_azimuth_rad(math.radians(350), math.radians(350))
    0.0
    """
    difference_rad = bearing_to_radar_rad - course_rad
    return math.atan2(math.sin(difference_rad), math.cos(difference_rad))


@compiled
def rcs_from_dbsm_m2(rcs_dbsm):
    """Cross-section in square metres of a level over one square metre.

    Examples
    --------
    >>> rcs_from_dbsm_m2(-20.0)
    0.01
    """
    return 10.0 ** (rcs_dbsm / 10.0)


@compiled
def dbsm_from_rcs_db(rcs_m2):
    """Level over one square metre of a cross-section. [dB]

    Examples
    --------
    >>> dbsm_from_rcs_db(0.01)
    -20.0
    """
    return 10.0 * math.log10(rcs_m2)
