"""Missiles ready to fire: the plans of their shots, worked out beforehand, and a shot flown at what is there."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from openiads.compiled import compiled, compiled_bare
from openiads.constants import EARTH_RADIUS_M
from openiads.kept import kept
from openiads.physics.arcs import ARC_ELEVATIONS_RAD, fly_arcs
from openiads.physics.flyout import fly_out
from openiads.physics.homing import MET, MISSED, Target
from openiads.physics.missile import Missile, needed_speed_mps
from openiads.physics.shot import shoot_at

ALTITUDES_AMSL_M = np.array([0.0, 100.0, 300.0, 600.0, 1000.0, 1500.0, 2000.0, 3000.0, 5000.0, 8000.0, 12e3, 16e3, 20e3,
                             25e3, 30e3])
RANGE_STEP_M = 2000.0
ROUNDS_OF_SEARCH = 12  # the time of flight to where the target then is settles within these, or there is no meeting
SETTLED_S = 0.5
LEAST_RANGE, GREATEST_RANGE = Missile._fields.index("min_range_m"), Missile._fields.index("max_range_m")


class Weapons(NamedTuple):
    """Shots of each missile type from each height of launcher; W of them."""

    missile: np.ndarray  # (W, fields of Missile)
    launch_amsl_m: np.ndarray  # (W,)
    flight_s: np.ndarray  # (W, A, G) shortest flight to a height and ground range; NaN out of reach
    elevation_rad: np.ndarray  # (W, A, G) first elevation of that shot
    handover_s: np.ndarray  # (W, A, G) when its steering begins
    kill_probability: np.ndarray  # (W, C) by target class
    mean_speed_mps: np.ndarray  # (W,) of a round that flies straight at one speed; 0: as its plans have it


@compiled
def _plan_row(missile, launch_amsl_m, fan, altitude_amsl_m, ranges_m, elevations_rad, needed_mps, plan):
    for g in range(ranges_m.size):
        shot = shoot_at(missile, fan, elevations_rad, launch_amsl_m, altitude_amsl_m, ranges_m[g], needed_mps)
        plan[0, g], plan[1, g], plan[2, g] = shot.flight_s, shot.elevation_rad, shot.handover_s


def _fly_plan(missile: Missile, launch_amsl_m: float) -> np.ndarray:
    ranges_m = np.arange(RANGE_STEP_M / 2, missile.max_range_m + RANGE_STEP_M, RANGE_STEP_M)
    fan = fly_arcs(missile, launch_amsl_m, ARC_ELEVATIONS_RAD)
    plan = np.full((3, ALTITUDES_AMSL_M.size, ranges_m.size), np.nan)
    needed_mps = needed_speed_mps(missile, 0.0)

    def fly(a: int) -> None:
        _plan_row(missile, launch_amsl_m, fan, ALTITUDES_AMSL_M[a], ranges_m, ARC_ELEVATIONS_RAD, needed_mps,
                  plan[:, a])

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(fly, range(ALTITUDES_AMSL_M.size)))
    return plan


@lru_cache(maxsize=64)
def planned(missile: Missile, launch_amsl_m: float) -> np.ndarray:
    """Flight, first elevation and handover of the quickest shot to each cell, (3, A, G). [s] [rad] [s]

    Parameters
    ----------
    missile : Missile
    launch_amsl_m : float
        Height of the launcher. [m]

    Returns
    -------
    (3, A, G) array
        Not to be written to: every draw that believes this missile shares it, and it is kept between runs. Ground
        ranges run to the missile's greatest, every two kilometres; NaN out of reach.
    """
    def compute() -> Any:
        plan = _fly_plan(missile, launch_amsl_m)
        return [[[None if np.isnan(value) else value for value in line] for line in part] for part in plan.tolist()]

    recipe = [list(missile), launch_amsl_m, ALTITUDES_AMSL_M.tolist(), RANGE_STEP_M]
    plan = np.array(kept("plan", recipe, compute), dtype=float)
    plan.flags.writeable = False
    return plan


@compiled_bare
def seen_from(offset_m, axes, height_amsl_m):
    """Ground range and azimuth of a point from a launcher at a height, and the point's height, on a round earth.

    Parameters
    ----------
    offset_m : (float, float, float)
        Point less launcher, in the frame of the laydown. [m]
    axes : (3, 3) array
        East, north and up at the launcher.
    height_amsl_m : float
        Height of the launcher. [m]

    Returns
    -------
    ground_range_m, azimuth_rad, altitude_amsl_m : float
        [m] [rad] [m]
    """
    east_m = offset_m[0] * axes[0, 0] + offset_m[1] * axes[0, 1] + offset_m[2] * axes[0, 2]
    north_m = offset_m[0] * axes[1, 0] + offset_m[1] * axes[1, 1] + offset_m[2] * axes[1, 2]
    up_m = offset_m[0] * axes[2, 0] + offset_m[1] * axes[2, 1] + offset_m[2] * axes[2, 2]
    level_m = np.sqrt(east_m * east_m + north_m * north_m)
    rise_m = EARTH_RADIUS_M + height_amsl_m + up_m
    altitude_m = np.sqrt(level_m * level_m + rise_m * rise_m) - EARTH_RADIUS_M
    return EARTH_RADIUS_M * np.arctan2(level_m, rise_m), np.arctan2(east_m, north_m), altitude_m


@compiled_bare
def _cell(altitudes_amsl_m, altitude_m, range_m, ranges):
    a = np.searchsorted(altitudes_amsl_m, altitude_m)
    last = a == altitudes_amsl_m.size
    if last or (a > 0 and altitude_m - altitudes_amsl_m[a - 1] < altitudes_amsl_m[a] - altitude_m):
        a -= 1
    return a, min(int(range_m / RANGE_STEP_M), ranges - 1)


@compiled_bare
def _flight_to_s(weapons, w, altitudes_amsl_m, altitude_m, range_m):
    # linear between the plans about a point; that of the nearest where one of them is out of reach
    ranges = weapons.flight_s.shape[2]
    a = min(max(np.searchsorted(altitudes_amsl_m, altitude_m) - 1, 0), altitudes_amsl_m.size - 2)
    up = (altitude_m - altitudes_amsl_m[a]) / (altitudes_amsl_m[a + 1] - altitudes_amsl_m[a])
    up = min(1.0, max(0.0, up))
    middle = range_m / RANGE_STEP_M - 0.5
    g = min(max(int(np.floor(middle)), 0), ranges - 2)
    out = min(1.0, max(0.0, middle - g))
    flight_s = weapons.flight_s[w]
    found_s = (1.0 - up) * ((1.0 - out) * flight_s[a, g] + out * flight_s[a, g + 1]) + up * (
        (1.0 - out) * flight_s[a + 1, g] + out * flight_s[a + 1, g + 1])
    if np.isnan(found_s):
        a, g = _cell(altitudes_amsl_m, altitude_m, range_m, ranges)
        found_s = flight_s[a, g]
    return found_s


@compiled_bare
def straight_meeting_s(offset_m, velocity_mps, speed_mps, least_range_m, greatest_range_m):
    """Time after a launch now at which a straight flight at constant speed meets a target that holds its course.

    Parameters
    ----------
    offset_m, velocity_mps : (float, float, float)
        Of the target from the launcher. [m] [m/s]
    speed_mps : float
        Of the round. [m/s]
    least_range_m, greatest_range_m : float
        Between which the meeting counts. [m]

    Returns
    -------
    float
        NaN where they do not meet there. [s]

    Notes
    -----
    The smallest positive root of abs(p + v t) = s t, as p^2 / (sqrt((p v)^2 + (s^2 - v^2) p^2) - p v).

    References
    ----------
    zarchan-2012, chapter 1

    Examples
    --------
    >>> straight_meeting_s((0.0, 37e3, 0.0), (0.0, -300.0, 0.0), 900.0, 2e3, 40e3) * 900.0
    27750.0
    """
    square_m2 = offset_m[0] ** 2 + offset_m[1] ** 2 + offset_m[2] ** 2
    opening = offset_m[0] * velocity_mps[0] + offset_m[1] * velocity_mps[1] + offset_m[2] * velocity_mps[2]
    faster = speed_mps ** 2 - velocity_mps[0] ** 2 - velocity_mps[1] ** 2 - velocity_mps[2] ** 2
    under = opening * opening + faster * square_m2
    if not under >= 0.0:
        return np.nan
    closing = np.sqrt(under) - opening
    found_s = square_m2 / closing if closing > 0.0 else np.nan
    return found_s if least_range_m <= found_s * speed_mps <= greatest_range_m else np.nan


@compiled_bare
def meeting_s(weapons, w, altitudes_amsl_m, offset_m, velocity_mps, axes, latest_s):
    """Time after a launch now at which a missile could meet a target that holds its course.

    Parameters
    ----------
    weapons : Weapons
    w : int
        Which of them.
    altitudes_amsl_m : (A,) array
        Heights of the plans, `ALTITUDES_AMSL_M`. [m]
    offset_m, velocity_mps : (float, float, float)
        Of the target from the launcher, as the track has it. [m] [m/s]
    axes : (3, 3) array
        East, north and up at the launcher.
    latest_s : float
        A meeting later than this does not count. [s]

    Returns
    -------
    float
        NaN where they cannot meet. [s]

    Notes
    -----
    The flight to where the target is after that flight, by repetition.
    """
    if weapons.mean_speed_mps[w] > 0.0:
        straight_s = straight_meeting_s(offset_m, velocity_mps, weapons.mean_speed_mps[w],
                                        weapons.missile[w, LEAST_RANGE], weapons.missile[w, GREATEST_RANGE])
        return straight_s if straight_s <= latest_s else np.nan
    flight_s = 0.0
    ranges = weapons.flight_s.shape[2]
    for _ in range(ROUNDS_OF_SEARCH):
        there_m = (offset_m[0] + velocity_mps[0] * flight_s, offset_m[1] + velocity_mps[1] * flight_s,
                   offset_m[2] + velocity_mps[2] * flight_s)
        range_m, _, altitude_m = seen_from(there_m, axes, weapons.launch_amsl_m[w])
        if not range_m < ranges * RANGE_STEP_M:
            return np.nan
        found_s = _flight_to_s(weapons, w, altitudes_amsl_m, altitude_m, range_m)
        if np.isnan(found_s):
            return np.nan
        if abs(found_s - flight_s) < SETTLED_S:
            return found_s if found_s <= latest_s else np.nan
        flight_s = 0.5 * (flight_s + found_s) if found_s < flight_s else found_s
    return flight_s if flight_s <= latest_s else np.nan


@compiled_bare
def missile_at(weapons, w):
    """One row of `Weapons.missile` as the record that the fly-out takes."""
    row = weapons.missile[w]
    return Missile(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9], row[10], row[11],
                   row[12], row[13], row[14], row[15])


@compiled_bare
def _shoot_straight(weapons, w, flies_from_m, flies_to_m, from_s, to_s):
    span_s = to_s - from_s
    east_mps, north_mps, climb_mps = ((flies_to_m[0] - flies_from_m[0]) / span_s,
                                      (flies_to_m[1] - flies_from_m[1]) / span_s,
                                      (flies_to_m[2] - flies_from_m[2]) / span_s)
    at_launch_m = (flies_from_m[0] - from_s * east_mps, flies_from_m[1] - from_s * north_mps,
                   flies_from_m[2] - from_s * climb_mps)
    met_s = straight_meeting_s(at_launch_m, (east_mps, north_mps, climb_mps), weapons.mean_speed_mps[w],
                               weapons.missile[w, LEAST_RANGE], weapons.missile[w, GREATEST_RANGE])
    return (MET, met_s) if met_s == met_s else (MISSED, to_s)


@compiled_bare
def shoot(weapons, w, altitudes_amsl_m, aimed_m, axes, flies_from_m, flies_to_m, from_s, to_s):
    """Fly one missile, aimed at where the track says, against what is really there.

    Parameters
    ----------
    weapons : Weapons
    w : int
        Which of them.
    altitudes_amsl_m : (A,) array
        Heights of the plans, `ALTITUDES_AMSL_M`. [m]
    aimed_m : (float, float, float)
        The point aimed at, from the launcher. [m]
    axes : (3, 3) array
        East, north and up at the launcher.
    flies_from_m, flies_to_m : (float, float, float)
        Where the target really is, from the launcher, at two times; it flies straight between and beyond. [m]
    from_s, to_s : float
        Those times, after launch. [s]

    Returns
    -------
    outcome : int
        As `homing.home` returns it; MISSED where no plan leads to the point.
    time_s : float
        After launch. [s]
    """
    if weapons.mean_speed_mps[w] > 0.0:
        return _shoot_straight(weapons, w, flies_from_m, flies_to_m, from_s, to_s)
    range_m, azimuth_rad, altitude_m = seen_from(aimed_m, axes, weapons.launch_amsl_m[w])
    a, g = _cell(altitudes_amsl_m, altitude_m, range_m, weapons.flight_s.shape[2])
    target = surface_target(flies_from_m, flies_to_m, from_s, to_s, axes, weapons.launch_amsl_m[w])
    outcome, time_s, _, _, _ = fly_out(
        missile_at(weapons, w), weapons.launch_amsl_m[w], weapons.elevation_rad[w, a, g], azimuth_rad,
        weapons.handover_s[w, a, g], target)
    return outcome, time_s


@compiled_bare
def surface_target(from_m, to_m, from_s, to_s, axes, launch_amsl_m):
    """A target that passes two points at two times, as the fly-out takes it: back at the moment of launch."""
    near_m, near_rad, low_m = seen_from(from_m, axes, launch_amsl_m)
    far_m, far_rad, high_m = seen_from(to_m, axes, launch_amsl_m)
    east_m, north_m = near_m * np.sin(near_rad), near_m * np.cos(near_rad)
    span_s = to_s - from_s
    east_mps = (far_m * np.sin(far_rad) - east_m) / span_s
    north_mps = (far_m * np.cos(far_rad) - north_m) / span_s
    climb_mps = (high_m - low_m) / span_s
    return Target(east_m - east_mps * from_s, north_m - north_mps * from_s, low_m - climb_mps * from_s,
                  east_mps, north_mps, climb_mps)
