"""Proportional navigation: the command that is flown, and the textbook's closed forms of the linear engagement."""

import numpy as np
from scipy.special import hyp1f1

from openiads.compiled import compiled


@compiled
def pn_acceleration_mps2(navigation_ratio, separation_m, closing_mps):
    """True proportional navigation in space.

    Parameters
    ----------
    navigation_ratio : float
        Effective navigation ratio. [-]
    separation_m, closing_mps : (float, float, float)
        Position and velocity of the target less those of the missile. [m] [m/s]

    Returns
    -------
    (float, float, float)
        Command across the line of sight. [m/s2]

    Notes
    -----
    a = N Vc w x u: closing speed times the rate at which the line of sight u turns.

    References
    ----------
    zarchan-2012, chapter 2

    Examples
    --------
    >>> [round(a, 2) for a in pn_acceleration_mps2(3.0, (1000.0, 0.0, 0.0), (-500.0, 10.0, 0.0))]
    [0.0, 15.0, 0.0]
    """
    rx, ry, rz = separation_m
    vx, vy, vz = closing_mps
    along = (rx * vx + ry * vy + rz * vz) / (rx * rx + ry * ry + rz * rz)
    gain = -navigation_ratio * along
    return gain * (vx - along * rx), gain * (vy - along * ry), gain * (vz - along * rz)


def heading_error_acceleration_mps2(
    navigation_ratio: float, flight_time_s: float, t_s: float, lateral_velocity_mps: float
) -> float:
    """Command of a perfect airframe that flies out an initial heading error.

    Parameters
    ----------
    navigation_ratio : float
        Above 1. [-]
    flight_time_s, t_s : float
        Whole time of flight, and time since its start. [s]
    lateral_velocity_mps : float
        Speed across the line of sight that the heading error makes. [m/s]

    Returns
    -------
    float
        Acceleration; opposite to the error. [m/s2]

    Notes
    -----
    -V N / T (1 - t/T)^(N-2); linear engagement, constant closing speed, no lag, no limit.

    References
    ----------
    zarchan-2012, chapter 2

    Examples
    --------
    >>> round(heading_error_acceleration_mps2(3, 10.0, 4.0, 100.0), 9)
    -18.0
    """
    left = 1 - t_s / flight_time_s
    return -lateral_velocity_mps * navigation_ratio / flight_time_s * left ** (navigation_ratio - 2)


def manoeuvre_acceleration_mps2(
    navigation_ratio: float, flight_time_s: float, t_s: float, target_acceleration_mps2: float
) -> float:
    """Command of a perfect airframe against a target that turns steadily from the start.

    Parameters
    ----------
    navigation_ratio : float
        Above 1. [-]
    flight_time_s, t_s : float
        Whole time of flight, and time since its start. [s]
    target_acceleration_mps2 : float
        Across the line of sight. [m/s2]

    Returns
    -------
    float
        Acceleration. [m/s2]

    Notes
    -----
    N / (N-2) (1 - (1 - t/T)^(N-2)) a, and -2 ln(1 - t/T) a at N = 2; conditions as for the heading error.

    References
    ----------
    zarchan-2012, chapter 2

    Examples
    --------
    >>> round(manoeuvre_acceleration_mps2(4, 10.0, 4.0, 30.0), 9)
    38.4
    """
    left = 1 - t_s / flight_time_s
    excess = navigation_ratio - 2
    growth = -np.log(left) if excess == 0 else (1 - left**excess) / excess
    return float(navigation_ratio * growth * target_acceleration_mps2)


def augmented_acceleration_mps2(
    navigation_ratio: float, flight_time_s: float, t_s: float, target_acceleration_mps2: float
) -> float:
    """Command of augmented proportional navigation, which knows the target's turn.

    Parameters
    ----------
    navigation_ratio : float
        Above 1. [-]
    flight_time_s, t_s : float
        Whole time of flight, and time since its start. [s]
    target_acceleration_mps2 : float
        Across the line of sight. [m/s2]

    Returns
    -------
    float
        Acceleration. [m/s2]

    Notes
    -----
    N/2 (1 - t/T)^(N-2) a; conditions as for the heading error.

    References
    ----------
    zarchan-2012, chapter 8

    Examples
    --------
    >>> round(augmented_acceleration_mps2(4, 10.0, 4.0, 30.0), 9)
    21.6
    """
    left = 1 - t_s / flight_time_s
    return 0.5 * navigation_ratio * left ** (navigation_ratio - 2) * target_acceleration_mps2


def miss_per_heading_error_s(navigation_ratio: float, flight_time_s: float, lag_s: float) -> float:
    """Miss of proportional navigation with one lag, per unit of speed across the line of sight at the start.

    Parameters
    ----------
    navigation_ratio : float
        Above 0, whole or not. [-]
    flight_time_s, lag_s : float
        Time of flight and the single lag of the guidance system. [s]

    Returns
    -------
    float
        Miss over velocity error; the error counts against the target's side, hence the sign. [m per m/s]

    Notes
    -----
    The adjoint has the transform s^-2 (s / (s + 1/T))^N, whose inverse is t 1F1(N; 2; -t/T). At N = 3 it is
    t (1 - t/2T) exp(-t/T), with a null at two lags.

    References
    ----------
    zarchan-2012, chapter 3; nist-dlmf, 13.2

    Examples
    --------
    >>> round(miss_per_heading_error_s(3, 4.0, 1.0), 9)
    0.073262556
    """
    return float(-flight_time_s * hyp1f1(navigation_ratio, 2, -flight_time_s / lag_s))


def miss_per_manoeuvre_s2(navigation_ratio: float, flight_time_s: float, lag_s: float) -> float:
    """Miss of proportional navigation with one lag, per unit of a steady target acceleration.

    Parameters
    ----------
    navigation_ratio : float
        Above 0, whole or not. [-]
    flight_time_s, lag_s : float
        Time of flight and the single lag of the guidance system. [s]

    Returns
    -------
    float
        Miss over acceleration. [m per m/s2]

    Notes
    -----
    The inverse of s^-3 (s / (s + 1/T))^N: t^2/2 1F1(N; 3; -t/T).

    References
    ----------
    zarchan-2012, chapter 3; nist-dlmf, 13.2

    Examples
    --------
    >>> round(miss_per_manoeuvre_s2(3, 2.0, 1.0), 9)
    0.270670566
    """
    return float(flight_time_s**2 / 2 * hyp1f1(navigation_ratio, 3, -flight_time_s / lag_s))
