"""Level turns: radius and rate from speed and bank, and the terms of the constant-turn-rate model."""

from typing import NamedTuple

import numpy as np

from openiads.constants import STANDARD_GRAVITY_MPS2
from openiads.physics.values import Values


class TurnTerms(NamedTuple):
    """How far a turn carries along and across the first heading, for each unit of speed."""

    along_s: Values
    across_s: Values


def coordinated_turn_terms(turn_rate_radps: Values, interval_s: Values) -> TurnTerms:
    """Terms of the transition of a turn at constant rate and speed.

    Parameters
    ----------
    turn_rate_radps, interval_s : float or array
        Zero rate gives the straight line.

    Returns
    -------
    TurnTerms
        sin(wT) / w and (1 - cos(wT)) / w. [s]

    References
    ----------
    barshalom-2001, chapter 11

    Examples
    --------
    >>> terms = coordinated_turn_terms(np.radians(3.0), 4.0)
    >>> round(float(terms.along_s), 6), round(float(terms.across_s), 6)
    (3.970821, 0.41735)
    """
    half_rad = np.asarray(turn_rate_radps) * interval_s / 2
    sine = np.sinc(half_rad / np.pi)  # sin(x) / x, 1 at zero
    return TurnTerms(interval_s * sine * np.cos(half_rad), interval_s * sine * np.sin(half_rad))


def turn_radius_m(speed_mps: Values, turn_rate_radps: Values) -> Values:
    """Radius of a turn. [m]

    Examples
    --------
    >>> round(float(turn_radius_m(200.0, np.radians(3.0))), 3)
    3819.719
    """
    return speed_mps / np.asarray(turn_rate_radps)


def level_turn_rate_radps(speed_mps: Values, bank_rad: Values) -> Values:
    """Rate of a level turn in which lift at this bank holds the weight.

    Parameters
    ----------
    speed_mps, bank_rad : float or array

    Returns
    -------
    float or array
        g tan(bank) / speed. [rad/s]

    References
    ----------
    shneydor-1998

    Examples
    --------
    >>> round(float(np.degrees(level_turn_rate_radps(123.466667, np.radians(30.0)))), 5)
    2.62744
    """
    return STANDARD_GRAVITY_MPS2 * np.tan(bank_rad) / np.asarray(speed_mps)


def lateral_load_g(speed_mps: Values, turn_rate_radps: Values) -> Values:
    """Acceleration across the path of a turn, in units of standard gravity.

    Examples
    --------
    >>> round(float(lateral_load_g(200.0, np.radians(3.0))), 6)
    1.067844
    """
    return np.asarray(speed_mps) * turn_rate_radps / STANDARD_GRAVITY_MPS2
