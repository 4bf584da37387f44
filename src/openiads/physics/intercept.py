"""Meeting a target at constant speeds, in closed form: lead, pursuit, and how often a target can be shot at."""

import numpy as np
from numpy.typing import ArrayLike

MOST_ROUNDS = 100  # a target that hardly closes could be shot at without end


def lead_intercept(
    relative_position_m: ArrayLike, target_velocity_mps: ArrayLike, missile_speed_mps: float
) -> tuple[float, np.ndarray]:
    """Earliest meeting of a straight-running target by a missile of constant speed.

    Parameters
    ----------
    relative_position_m : (3,) array_like
        Target less launcher. [m]
    target_velocity_mps : (3,) array_like
        [m/s]
    missile_speed_mps : float
        [m/s]

    Returns
    -------
    time_s : float
        NaN where they cannot meet. [s]
    point_m : (3,) array
        Where they meet, from the launcher. [m]

    Notes
    -----
    Least positive root of |r + v t| = s t.

    References
    ----------
    shneydor-1998, chapter 1

    Examples
    --------
    >>> time_s, point_m = lead_intercept([1000.0, 0.0, 0.0], [-100.0, 0.0, 0.0], 400.0)
    >>> time_s, point_m.tolist()
    (2.0, [800.0, 0.0, 0.0])
    """
    position, velocity = np.asarray(relative_position_m, dtype=float), np.asarray(target_velocity_mps, dtype=float)
    square = velocity @ velocity - missile_speed_mps**2
    half = position @ velocity
    distance2 = position @ position
    root = np.sqrt(half**2 - square * distance2) if half**2 >= square * distance2 else np.nan
    # both roots in the form that does not cancel: distance^2 over (-half -+ root)
    times_s = [distance2 / part for part in (-half + root, -half - root) if part != 0]
    later_s = [time_s for time_s in times_s if time_s > 0]
    first_s = float(min(later_s, default=np.nan))
    return first_s, position + velocity * first_s


def pursuit_time_s(
    range_m: ArrayLike, angle_rad: ArrayLike, missile_speed_mps: ArrayLike, target_speed_mps: ArrayLike
) -> np.ndarray:
    """Time in which a missile that always points at a straight-running target catches it.

    Parameters
    ----------
    range_m : array_like
        Distance at the start. [m]
    angle_rad : array_like
        Between the line of sight to the target and the target's velocity; 0 where it runs away. [rad]
    missile_speed_mps, target_speed_mps : array_like
        Constant speeds. [m/s]

    Returns
    -------
    array
        R (Vm + Vt cos a)/(Vm^2 - Vt^2); NaN for a missile no faster than the target. [s]

    References
    ----------
    shneydor-1998, chapter 3

    Examples
    --------
    >>> round(float(pursuit_time_s(10_000.0, np.pi / 2, 600.0, 300.0)), 3)
    22.222
    """
    missile, target = np.asarray(missile_speed_mps, dtype=float), np.asarray(target_speed_mps, dtype=float)
    gain = np.where(missile > target, missile**2 - target**2, np.nan)
    return np.asarray(range_m) * (missile + target * np.cos(angle_rad)) / gain


def engagement_ranges_m(
    detection_range_m: float,
    target_speed_mps: float,
    reaction_s: float,
    missile_speed_mps: float,
    assessment_s: float,
    min_range_m: float,
) -> np.ndarray:
    """Ranges at which successive rounds meet a head-on target when each is judged before the next is fired.

    Parameters
    ----------
    detection_range_m, target_speed_mps : float
        Where it is first seen, and how fast it closes. [m] [m/s]
    reaction_s : float
        From first sight to first launch. [s]
    missile_speed_mps : float
        Mean speed of a round. [m/s]
    assessment_s : float
        From one meeting to the next launch. [s]
    min_range_m : float
        Nearer than this nothing can be met. [m]

    Returns
    -------
    (n,) array
        Falling ranges; n is the number of opportunities. [m]

    Notes
    -----
    R1 = (Rd - Vt tr) Vm/(Vm + Vt), then R = (R - Vt ta) Vm/(Vm + Vt) until below the least range; no more than
    `MOST_ROUNDS`, which a target that does not close reaches.

    References
    ----------
    przemieniecki-2000, chapter 3, engagement timelines

    Examples
    --------
    >>> engagement_ranges_m(40e3, 300.0, 10.0, 900.0, 5.0, 2e3).round(1).tolist()
    [27750.0, 19687.5, 13640.6, 9105.5, 5704.1, 3153.1]
    """
    share = missile_speed_mps / (missile_speed_mps + target_speed_mps)
    ranges_m: list[float] = []
    next_m = (detection_range_m - target_speed_mps * reaction_s) * share
    while next_m >= min_range_m and next_m > 0 and len(ranges_m) < MOST_ROUNDS:
        ranges_m.append(next_m)
        next_m = (next_m - target_speed_mps * assessment_s) * share
    return np.array(ranges_m)
