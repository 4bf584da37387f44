"""The fan of unsteered flights of a missile, one for each elevation at launch: what its fire control aims by."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled
from openiads.constants import EARTH_RADIUS_M
from openiads.physics.flight import CALM, ROUND_EARTH, rk4_step
from openiads.physics.missile import EJECTION_SPEED_MPS, body_of, can_meet, mass_at_kg

ARC_ELEVATIONS_RAD = np.radians(np.concatenate([np.arange(-3.0, 60.0, 1.0), np.arange(60.0, 89.5, 1.5), [89.0]]))
BOOST_STEP_S = 0.25
COAST_STEP_S = 1.0
FLOOR_AMSL_M = -500.0  # an arc ends below this and goes on straight, so that a low point lies between two arcs
STRAIGHT_ON_S = 60.0


class Fan(NamedTuple):
    """Unsteered flights; a arcs of at most n samples, NaN beyond the first `flown`."""

    flown: np.ndarray  # (a,) number of samples
    time_s: np.ndarray  # (a, n)
    ground_range_m: np.ndarray  # (a, n)
    altitude_amsl_m: np.ndarray  # (a, n)
    speed_mps: np.ndarray  # (a, n)
    path_rad: np.ndarray  # (a, n) angle of the velocity above the local horizon


@compiled
def thrusts_and_masses(missile, t_s, step_s):
    """Thrust and mass at start, middle and end of a step that does not cross the end of burning.

    Parameters
    ----------
    missile : Missile
    t_s, step_s : float
        Start and length of the step. [s]

    Returns
    -------
    thrusts_n, masses_kg : (float, float, float)
        As `flight.rk4_step` takes them. [N] [kg]
    """
    thrust_n = missile.thrust_n if t_s + 0.5 * step_s < missile.burn_time_s else 0.0
    masses_kg = (mass_at_kg(missile, t_s), mass_at_kg(missile, t_s + 0.5 * step_s), mass_at_kg(missile, t_s + step_s))
    return (thrust_n, thrust_n, thrust_n), masses_kg


@compiled
def _go_straight_on(fan, arc):
    end = fan.flown[arc]
    share = STRAIGHT_ON_S / (fan.time_s[arc, end - 1] - fan.time_s[arc, end - 2])
    rise_m = fan.altitude_amsl_m[arc, end - 1] - fan.altitude_amsl_m[arc, end - 2]
    reach_m = fan.ground_range_m[arc, end - 1] - fan.ground_range_m[arc, end - 2]
    fan.time_s[arc, end] = fan.time_s[arc, end - 1] + STRAIGHT_ON_S
    fan.ground_range_m[arc, end] = fan.ground_range_m[arc, end - 1] + share * reach_m
    fan.altitude_amsl_m[arc, end] = fan.altitude_amsl_m[arc, end - 1] + share * rise_m
    fan.speed_mps[arc, end] = fan.speed_mps[arc, end - 1]
    fan.path_rad[arc, end] = fan.path_rad[arc, end - 1]
    fan.flown[arc] = end + 1


@compiled
def fly_arcs(missile, launch_amsl_m, elevations_rad):
    """Fly a missile unsteered at each elevation.

    Parameters
    ----------
    missile : Missile
    launch_amsl_m : float
        Height of the launcher. [m]
    elevations_rad : (a,) array
        Rising elevations of the first velocity, turned towards the target at no cost. [rad]

    Returns
    -------
    Fan
        Sampled at each step until the control time ends or the arc is below the sea, then one sample straight on.

    Notes
    -----
    Round earth at rest, 1976 atmosphere, no wind. With no side load there is no induced drag: for a point that lies on
    an arc, this is the flight that keeps most speed among those not using lift.

    References
    ----------
    fleeman-2001, chapter 3

    Examples
    --------
    >>> from openiads.physics.missile_fit import fit_missile
    >>> missile, _ = fit_missile(max_range_m=120e3, burnout_speed_mps=1400.0)
    >>> fan = fly_arcs(missile, 0.0, np.radians([45.0]))
    >>> round(float(np.interp(missile.burn_time_s, fan.time_s[0], fan.speed_mps[0])) / 100)
    14
    """
    body = body_of(missile)
    boost_steps = max(1, int(np.ceil(missile.burn_time_s / BOOST_STEP_S)))
    boost_step_s = missile.burn_time_s / boost_steps
    coast_steps = max(0, int(np.ceil((missile.control_time_s - missile.burn_time_s) / COAST_STEP_S)))
    samples = boost_steps + coast_steps + 2
    arcs = elevations_rad.size
    block = np.full((5, arcs, samples), np.nan)
    fan = Fan(np.zeros(arcs, np.int64), block[0], block[1], block[2], block[3], block[4])
    for arc in range(arcs):
        position_m = (0.0, 0.0, EARTH_RADIUS_M + launch_amsl_m)
        elevation_rad = elevations_rad[arc]
        velocity_mps = (EJECTION_SPEED_MPS * np.cos(elevation_rad), 0.0, EJECTION_SPEED_MPS * np.sin(elevation_rad))
        t_s = 0.0
        for sample in range(samples - 1):
            x, _, z = position_m
            altitude_m = np.sqrt(x * x + z * z) - EARTH_RADIUS_M
            fan.time_s[arc, sample] = t_s
            fan.ground_range_m[arc, sample] = EARTH_RADIUS_M * np.arctan2(x, z)
            fan.altitude_amsl_m[arc, sample] = altitude_m
            fan.speed_mps[arc, sample] = np.sqrt(velocity_mps[0] ** 2 + velocity_mps[2] ** 2)
            fan.path_rad[arc, sample] = np.arctan2(velocity_mps[2], velocity_mps[0]) + np.arctan2(x, z)
            fan.flown[arc] = sample + 1
            if altitude_m < FLOOR_AMSL_M:
                _go_straight_on(fan, arc)
                break
            step_s = boost_step_s if sample < boost_steps else COAST_STEP_S
            thrusts_n, masses_kg = thrusts_and_masses(missile, t_s, step_s)
            position_m, velocity_mps = rk4_step(
                ROUND_EARTH, body, CALM, step_s, masses_kg, thrusts_n, (0.0, 0.0, 0.0), position_m, velocity_mps)
            t_s += step_s
    return fan


@compiled
def arc_at(fan, arc, ground_range_m):
    """Height, time and speed of one arc over a ground range; NaN beyond its end.

    Parameters
    ----------
    fan : Fan
    arc : int
    ground_range_m : float
        Along the surface. [m]

    Returns
    -------
    altitude_amsl_m, time_s, speed_mps : float
        Read linearly between samples. [m] [s] [m/s]
    """
    last = fan.flown[arc] - 1
    if last < 1 or not (0.0 <= ground_range_m <= fan.ground_range_m[arc, last]):
        return np.nan, np.nan, np.nan
    low, high = 0, last
    while high - low > 1:
        middle = (low + high) // 2
        if fan.ground_range_m[arc, middle] <= ground_range_m:
            low = middle
        else:
            high = middle
    span_m = fan.ground_range_m[arc, high] - fan.ground_range_m[arc, low]
    share = (ground_range_m - fan.ground_range_m[arc, low]) / span_m if span_m > 0.0 else 0.0
    return (
        fan.altitude_amsl_m[arc, low] + share * (fan.altitude_amsl_m[arc, high] - fan.altitude_amsl_m[arc, low]),
        fan.time_s[arc, low] + share * (fan.time_s[arc, high] - fan.time_s[arc, low]),
        fan.speed_mps[arc, low] + share * (fan.speed_mps[arc, high] - fan.speed_mps[arc, low]),
    )


@compiled
def aim(missile, fan, elevations_rad, altitude_amsl_m, ground_range_m, needed_mps):
    """Quickest unsteered flight through a point that still counts as able to meet a target there.

    Parameters
    ----------
    missile : Missile
    fan : Fan
        Of the same missile and launcher height.
    elevations_rad : (a,) array
        Elevations of the fan. [rad]
    altitude_amsl_m, ground_range_m : float
        The point. [m]
    needed_mps : float
        Slowest arrival that counts. [m/s]

    Returns
    -------
    time_s, elevation_rad, speed_mps : float
        Read between the two arcs that pass above and below; NaN where no arc will do. [s] [rad] [m/s]
    """
    best_s, best_rad, best_mps = np.nan, np.nan, np.nan
    below_m, below_s, below_mps = np.nan, np.nan, np.nan
    for arc in range(elevations_rad.size):
        height_m, time_s, speed_mps = arc_at(fan, arc, ground_range_m)
        if (below_m - altitude_amsl_m) * (height_m - altitude_amsl_m) <= 0.0:
            share = (altitude_amsl_m - below_m) / (height_m - below_m) if height_m != below_m else 0.0
            meet_s = below_s + share * (time_s - below_s)
            meet_mps = below_mps + share * (speed_mps - below_mps)
            if not meet_s >= best_s and can_meet(missile, meet_s, altitude_amsl_m, meet_mps, needed_mps):
                best_s, best_mps = meet_s, meet_mps
                best_rad = elevations_rad[arc - 1] + share * (elevations_rad[arc] - elevations_rad[arc - 1])
        below_m, below_s, below_mps = height_m, time_s, speed_mps
    return best_s, best_rad, best_mps
