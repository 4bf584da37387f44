"""The guided end of a flight: proportional navigation, lagged and limited, at a target that holds its course."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled
from openiads.constants import EARTH_RADIUS_M, STANDARD_GRAVITY_MPS2
from openiads.physics.flight import ROUND_EARTH, gravity_mps2
from openiads.physics.guidance import pn_acceleration_mps2
from openiads.physics.missile import can_meet, load_under_g, mass_at_kg, needed_speed_mps
from openiads.physics.steps import air_about, felt_at, felt_by, halfway, height_and_speed, onward, stretch

MET, MISSED, TOO_SLOW, TOO_CLOSE, TIMED_OUT, GROUNDED = range(6)
OUTCOMES = ("met", "missed", "too slow on arrival", "too close", "control time over", "fell to the ground")

MEETING_DISTANCE_M = 20.0  # assumed: nearer than this counts as having met; says nothing of a kill
OVERHEAD_M = 1e-9  # nearer than this a target has no bearing that its digits could tell


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
    way = way_of(target)
    return on_way(target, along(way, turn_of(way, t_s)), t_s)


class Way(NamedTuple):
    """Great circle that a target follows: unit vectors up and ahead, and the speed along the surface."""

    up: tuple[float, float, float]
    ahead: tuple[float, float, float]
    ground_mps: float


@compiled
def way_of(target):
    """The way of a target as it is at launch, at a great circle's constant speed over the surface."""
    range_m = np.hypot(target.east_m, target.north_m)  # squares of tiny components lose digits
    east = target.east_m / range_m if range_m > OVERHEAD_M else 1.0
    north = target.north_m / range_m if range_m > OVERHEAD_M else 0.0
    sine, cosine = np.sin(range_m / EARTH_RADIUS_M), np.cos(range_m / EARTH_RADIUS_M)
    out_mps = target.east_mps * east + target.north_mps * north
    across_mps = target.north_mps * east - target.east_mps * north
    ground_mps = np.hypot(out_mps, across_mps)
    out = out_mps / ground_mps if ground_mps > 0.0 else 0.0
    across = across_mps / ground_mps if ground_mps > 0.0 else 0.0
    ahead = (out * cosine * east - across * north, out * cosine * north + across * east, -out * sine)
    return Way((sine * east, sine * north, cosine), ahead, ground_mps)


@compiled
def turn_of(way, span_s):
    """Cosine and sine of the angle about the earth's centre that a target covers in a time. [-]"""
    turn_rad = way.ground_mps * span_s / EARTH_RADIUS_M
    return np.cos(turn_rad), np.sin(turn_rad)


@compiled
def along(way, turn):
    """A way from where it has led after a turn."""
    cosine, sine = turn
    (ux, uy, uz), (hx, hy, hz) = way.up, way.ahead
    return Way(
        (cosine * ux + sine * hx, cosine * uy + sine * hy, cosine * uz + sine * hz),
        (cosine * hx - sine * ux, cosine * hy - sine * uy, cosine * hz - sine * uz),
        way.ground_mps,
    )


@compiled
def on_way(target, way, t_s):
    """Position and velocity of a target from where its way has led at a time. [m] [m/s]"""
    radius_m = EARTH_RADIUS_M + target.altitude_amsl_m + target.climb_mps * t_s
    along_mps, climb_mps = way.ground_mps * radius_m / EARTH_RADIUS_M, target.climb_mps
    (ux, uy, uz), (hx, hy, hz) = way.up, way.ahead
    return (radius_m * ux, radius_m * uy, radius_m * uz), (
        climb_mps * ux + along_mps * hx, climb_mps * uy + along_mps * hy, climb_mps * uz + along_mps * hz)


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
def _wanted_mps2(missile, mass_kg, separation_m, closing_mps, pull_mps2, air, velocity_mps):
    # navigation plus what holds it against gravity, across the velocity, within what air and structure allow
    px, py, pz = pn_acceleration_mps2(missile.navigation_ratio, separation_m, closing_mps)
    ax, ay, az = px - pull_mps2[0], py - pull_mps2[1], pz - pull_mps2[2]
    vx, vy, vz = velocity_mps
    along = (ax * vx + ay * vy + az * vz) / (vx * vx + vy * vy + vz * vz)
    ax, ay, az = ax - along * vx, ay - along * vy, az - along * vz
    limit_mps2 = STANDARD_GRAVITY_MPS2 * load_under_g(missile, mass_kg, air[3])
    square = ax * ax + ay * ay + az * az
    share = limit_mps2 / np.sqrt(square) if square > limit_mps2 * limit_mps2 else 1.0
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
def _past(target, way, t_s, position_m, velocity_mps):
    # how far from the target it would pass, were both to hold their velocity, and the target's velocity
    there_m, goes_mps = on_way(target, along(way, turn_of(way, t_s)), t_s)
    (x, y, z), (u, v, w), to_go_s = separation_of(position_m, velocity_mps, there_m, goes_mps)
    return np.sqrt((x + to_go_s * u) ** 2 + (y + to_go_s * v) ** 2 + (z + to_go_s * w) ** 2), goes_mps


@compiled
def _follow(held_mps2, wanted_mps2, share):
    return (
        held_mps2[0] + share * (wanted_mps2[0] - held_mps2[0]),
        held_mps2[1] + share * (wanted_mps2[1] - held_mps2[1]),
        held_mps2[2] + share * (wanted_mps2[2] - held_mps2[2]),
    )


@compiled
def home(missile, launch_amsl_m, t_s, position_m, velocity_mps, target, longest_s):
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
    longest_s : float
        Longest step. [s]

    Returns
    -------
    outcome : int
        MET, MISSED, TOO_SLOW, TOO_CLOSE, TIMED_OUT or GROUNDED; `OUTCOMES` puts it into words.
    time_s, miss_m, speed_mps, apex_amsl_m : float
        At the closest approach: time since launch, distance, the missile's own speed; and the greatest height of this
        part of the flight. [s] [m] [m/s] [m]

    Notes
    -----
    True proportional navigation with gravity held off, one lag, and the load that air and structure allow. In the
    middle of each step the target is looked at and the forces are felt once (`steps.fly_free`); the lag is followed
    exactly to a command that holds over the step. The meeting is where the acceleration felt last leads from the middle
    of the last step, half a step away at most.

    References
    ----------
    zarchan-2012, chapter 2; hairer-2003, section 1
    """
    steering_mps2 = (0.0, 0.0, 0.0)
    apex_m, was_closing = height_and_speed(position_m, velocity_mps)[0], False
    floor_m = min(0.0, launch_amsl_m, target.altitude_amsl_m) - 1.0
    way = way_of(target)
    while t_s <= missile.control_time_s:
        steps, step_s, thrust_n = stretch(missile, t_s, max(missile.control_time_s, t_s + longest_s), longest_s)
        halfway_share = 1.0 - np.exp(-0.5 * step_s / missile.guidance_lag_s)
        share = 1.0 - np.exp(-step_s / missile.guidance_lag_s)
        felt_mps2 = felt_at(missile, t_s, thrust_n, steering_mps2, position_m, velocity_mps)
        middle_s = t_s + 0.5 * step_s
        led, turn = along(way, turn_of(way, middle_s)), turn_of(way, step_s)
        for _ in range(steps):
            at_m, at_mps = halfway(step_s, position_m, velocity_mps, felt_mps2)
            there_m, goes_mps = on_way(target, led, middle_s)
            separation_m, closing_mps, to_go_s = separation_of(at_m, at_mps, there_m, goes_mps)
            air = air_about(missile, at_m, at_mps)
            was_closing = was_closing or to_go_s > -0.5 * step_s
            if was_closing and to_go_s <= 0.5 * step_s:
                time_s = middle_s + to_go_s
                at_m, at_mps = halfway(2.0 * to_go_s, at_m, at_mps, felt_mps2)
                past_m, goes_mps = _past(target, way, time_s, at_m, at_mps)
                outcome = _judge(missile, launch_amsl_m, time_s, at_m, at_mps, goes_mps, past_m)
                height_m, speed_mps = height_and_speed(at_m, at_mps)
                return outcome, time_s, past_m, speed_mps, max(apex_m, height_m)
            if air[0] < floor_m:
                return GROUNDED, middle_s, _past(target, way, middle_s, at_m, at_mps)[0], air[1], apex_m
            apex_m = max(apex_m, air[0])
            mass_kg = mass_at_kg(missile, middle_s)
            pull_mps2 = gravity_mps2(ROUND_EARTH, at_m[0], at_m[1], at_m[2])
            wanted_mps2 = _wanted_mps2(missile, mass_kg, separation_m, closing_mps, pull_mps2, air, at_mps)
            felt_mps2 = felt_by(missile, mass_kg, thrust_n, _follow(steering_mps2, wanted_mps2, halfway_share),
                                pull_mps2, air, at_mps)
            steering_mps2 = _follow(steering_mps2, wanted_mps2, share)
            position_m, velocity_mps = onward(step_s, position_m, velocity_mps, felt_mps2)
            middle_s += step_s
            led = along(led, turn)
        t_s = middle_s - 0.5 * step_s
    past_m, _ = _past(target, way, t_s, position_m, velocity_mps)
    return TIMED_OUT, t_s, past_m, height_and_speed(position_m, velocity_mps)[1], apex_m
