"""The guided end of a flight: proportional navigation, lagged and limited, at a target that holds its course."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled
from openiads.constants import EARTH_RADIUS_M, STANDARD_GRAVITY_MPS2
from openiads.physics.arcs import BOOST_STEP_S, COAST_STEP_S, thrusts_and_masses
from openiads.physics.flight import CALM, ROUND_EARTH, gravity_mps2, rk4_step
from openiads.physics.guidance import pn_acceleration_mps2
from openiads.physics.missile import available_load_g, body_of, can_meet, needed_speed_mps

MET, MISSED, TOO_SLOW, TOO_CLOSE, TIMED_OUT, GROUNDED = range(6)
OUTCOMES = ("met", "missed", "too slow on arrival", "too close", "control time over", "fell to the ground")

MEETING_DISTANCE_M = 20.0  # assumed: nearer than this counts as having met; says nothing of a kill
OVERHEAD_M = 1e-9  # nearer than this a target has no bearing that its digits could tell
GUIDED_STEP_S = 1.0
LAST_STEP_S = 0.005


class Target(NamedTuple):
    """Something that moves straight over the round earth, seen from the launcher, at the moment of launch."""

    east_m: float  # along the surface
    north_m: float
    altitude_amsl_m: float
    east_mps: float
    north_mps: float
    climb_mps: float


@compiled
def target_state(target, t_s):
    """Position and velocity of a target that holds course, speed and climb.

    Parameters
    ----------
    target : Target
    t_s : float
        Time since launch. [s]

    Returns
    -------
    position_m, velocity_mps : (float, float, float)
        Earth-centred; x east, y north and z up at the launcher. [m] [m/s]

    Notes
    -----
    A great circle at constant ground speed and climb, in closed form.

    References
    ----------
    zarchan-2012, chapter 1

    Examples
    --------
    >>> (x_m, y_m, z_m), _ = target_state(Target(1000.0, 0.0, 0.0, -50.0, 0.0, 0.0), 20.0)
    >>> abs(x_m) < 1e-6, abs(z_m - EARTH_RADIUS_M) < 1e-6
    (True, True)
    """
    range_m = np.hypot(target.east_m, target.north_m)  # squares of tiny components lose digits
    east = target.east_m / range_m if range_m > OVERHEAD_M else 1.0
    north = target.north_m / range_m if range_m > OVERHEAD_M else 0.0
    sine, cosine = np.sin(range_m / EARTH_RADIUS_M), np.cos(range_m / EARTH_RADIUS_M)
    out_mps = target.east_mps * east + target.north_mps * north
    across_mps = target.north_mps * east - target.east_mps * north
    ground_mps = np.hypot(out_mps, across_mps)
    upx, upy, upz = sine * east, sine * north, cosine
    out = out_mps / ground_mps if ground_mps > 0.0 else 0.0
    across = across_mps / ground_mps if ground_mps > 0.0 else 0.0
    hx, hy, hz = out * cosine * east - across * north, out * cosine * north + across * east, -out * sine
    turn_rad = ground_mps * t_s / EARTH_RADIUS_M
    sine, cosine = np.sin(turn_rad), np.cos(turn_rad)
    radius_m = EARTH_RADIUS_M + target.altitude_amsl_m + target.climb_mps * t_s
    ux, uy, uz = cosine * upx + sine * hx, cosine * upy + sine * hy, cosine * upz + sine * hz
    along_mps = ground_mps * radius_m / EARTH_RADIUS_M
    velocity_mps = (
        target.climb_mps * ux + along_mps * (cosine * hx - sine * upx),
        target.climb_mps * uy + along_mps * (cosine * hy - sine * upy),
        target.climb_mps * uz + along_mps * (cosine * hz - sine * upz),
    )
    return (radius_m * ux, radius_m * uy, radius_m * uz), velocity_mps


@compiled
def separation_of(position_m, velocity_mps, there_m, goes_mps):
    """Where the target is seen from the missile, how that changes, and the time until they are nearest.

    Parameters
    ----------
    position_m, velocity_mps, there_m, goes_mps : (float, float, float)
        Of the missile and of the target. [m] [m/s]

    Returns
    -------
    separation_m, closing_mps : (float, float, float)
        Target less missile. [m] [m/s]
    to_go_s : float
        Until the closest approach were both to hold their velocity; negative once past it. [s]

    Examples
    --------
    >>> separation_of((0.0, 0.0, 0.0), (300.0, 0.0, 0.0), (1000.0, 0.0, 0.0), (-200.0, 0.0, 0.0))[2]
    2.0
    """
    separation_m = (there_m[0] - position_m[0], there_m[1] - position_m[1], there_m[2] - position_m[2])
    closing_mps = (goes_mps[0] - velocity_mps[0], goes_mps[1] - velocity_mps[1], goes_mps[2] - velocity_mps[2])
    rate = separation_m[0] * closing_mps[0] + separation_m[1] * closing_mps[1] + separation_m[2] * closing_mps[2]
    return separation_m, closing_mps, -rate / (closing_mps[0] ** 2 + closing_mps[1] ** 2 + closing_mps[2] ** 2)


@compiled
def height_and_speed(position_m, velocity_mps):
    """Height above the round earth and size of the velocity. [m] [m/s]"""
    radius_m = np.sqrt(position_m[0] ** 2 + position_m[1] ** 2 + position_m[2] ** 2)
    speed_mps = np.sqrt(velocity_mps[0] ** 2 + velocity_mps[1] ** 2 + velocity_mps[2] ** 2)
    return radius_m - EARTH_RADIUS_M, speed_mps


@compiled
def _steer_mps2(missile, t_s, separation_m, closing_mps, position_m, velocity_mps):
    # navigation plus what holds it against gravity, across the velocity, within what air and structure allow
    px, py, pz = pn_acceleration_mps2(missile.navigation_ratio, separation_m, closing_mps)
    gx, gy, gz = gravity_mps2(ROUND_EARTH, position_m[0], position_m[1], position_m[2])
    ax, ay, az = px - gx, py - gy, pz - gz
    vx, vy, vz = velocity_mps
    square = vx * vx + vy * vy + vz * vz
    along = (ax * vx + ay * vy + az * vz) / square
    ax, ay, az = ax - along * vx, ay - along * vy, az - along * vz
    height_m = np.sqrt(position_m[0] ** 2 + position_m[1] ** 2 + position_m[2] ** 2) - EARTH_RADIUS_M
    limit_mps2 = STANDARD_GRAVITY_MPS2 * available_load_g(missile, t_s, height_m, np.sqrt(square))
    size_mps2 = np.sqrt(ax * ax + ay * ay + az * az)
    share = limit_mps2 / size_mps2 if size_mps2 > limit_mps2 else 1.0
    return share * ax, share * ay, share * az


@compiled
def _judge(missile, launch_amsl_m, t_s, position_m, velocity_mps, goes_mps, miss_m):
    height_m, speed_mps = height_and_speed(position_m, velocity_mps)
    lift_m = position_m[2] - EARTH_RADIUS_M - launch_amsl_m
    leaves = goes_mps[0] * position_m[0] + goes_mps[1] * position_m[1] + goes_mps[2] * lift_m > 0.0
    evades_mps = np.sqrt(goes_mps[0] ** 2 + goes_mps[1] ** 2 + goes_mps[2] ** 2) if leaves else 0.0
    if miss_m > MEETING_DISTANCE_M:
        return MISSED
    if position_m[0] ** 2 + position_m[1] ** 2 + lift_m * lift_m < missile.min_range_m**2:
        return TOO_CLOSE
    if not can_meet(missile, t_s, height_m, speed_mps, needed_speed_mps(missile, evades_mps)):
        return TOO_SLOW
    return MET


@compiled
def step_length_s(missile, t_s, longest_s):
    """Length of the next step: the longest allowed, cut so that the motor's end falls on a step. [s]"""
    left_s = missile.burn_time_s - t_s
    longest_s = min(longest_s, BOOST_STEP_S if left_s > 1e-9 else COAST_STEP_S)
    return left_s if 1e-9 < left_s < longest_s else longest_s


@compiled
def home(missile, launch_amsl_m, t_s, position_m, velocity_mps, target):
    """Steer at a target from a given state until the closest approach.

    Parameters
    ----------
    missile : Missile
    launch_amsl_m : float
        Height of the launcher. [m]
    t_s : float
        Time since launch. [s]
    position_m, velocity_mps : (float, float, float)
        Of the missile, as `target_state` counts them. [m] [m/s]
    target : Target
        As it was at launch.

    Returns
    -------
    outcome : int
        MET, MISSED, TOO_SLOW, TOO_CLOSE, TIMED_OUT or GROUNDED; `OUTCOMES` puts it into words.
    time_s, miss_m, speed_mps, apex_amsl_m : float
        At the closest approach: time since launch, distance, the missile's own speed; and the greatest height of this
        part of the flight. [s] [m] [m/s] [m]

    Notes
    -----
    True proportional navigation with gravity held off, one lag, and the load that air and structure allow.

    References
    ----------
    zarchan-2012, chapter 2
    """
    body = body_of(missile)
    steering_mps2 = (0.0, 0.0, 0.0)
    apex_m, was_closing = -np.inf, False
    floor_m = min(0.0, launch_amsl_m, target.altitude_amsl_m) - 1.0
    while True:
        there_m, goes_mps = target_state(target, t_s)
        separation_m, closing_mps, to_go_s = separation_of(position_m, velocity_mps, there_m, goes_mps)
        height_m, speed_mps = height_and_speed(position_m, velocity_mps)
        apex_m = max(apex_m, height_m)
        was_closing = was_closing or to_go_s > 0.0
        past_m = np.sqrt(
            (separation_m[0] + to_go_s * closing_mps[0]) ** 2
            + (separation_m[1] + to_go_s * closing_mps[1]) ** 2
            + (separation_m[2] + to_go_s * closing_mps[2]) ** 2
        )
        if was_closing and to_go_s <= LAST_STEP_S:
            outcome = _judge(missile, launch_amsl_m, t_s, position_m, velocity_mps, goes_mps, past_m)
            return outcome, t_s + to_go_s, past_m, speed_mps, apex_m
        if height_m < floor_m:
            return GROUNDED, t_s, past_m, speed_mps, apex_m
        if not t_s <= missile.control_time_s:
            return TIMED_OUT, t_s, past_m, speed_mps, apex_m
        shortest_s = min(GUIDED_STEP_S, 0.2 * to_go_s) if to_go_s > 0.0 else GUIDED_STEP_S
        step_s = step_length_s(missile, t_s, max(LAST_STEP_S, shortest_s))
        command = _steer_mps2(missile, t_s, separation_m, closing_mps, position_m, velocity_mps)
        follow = 1.0 - np.exp(-step_s / missile.guidance_lag_s)
        steering_mps2 = (
            steering_mps2[0] + follow * (command[0] - steering_mps2[0]),
            steering_mps2[1] + follow * (command[1] - steering_mps2[1]),
            steering_mps2[2] + follow * (command[2] - steering_mps2[2]),
        )
        thrusts_n, masses_kg = thrusts_and_masses(missile, t_s, step_s)
        position_m, velocity_mps = rk4_step(
            ROUND_EARTH, body, CALM, step_s, masses_kg, thrusts_n, steering_mps2, position_m, velocity_mps)
        t_s += step_s
