"""A missile's flight in steps of a twentieth of a second: half a drift, one look at the forces, half a drift."""

import numpy as np

from openiads.compiled import compiled
from openiads.constants import EARTH_RADIUS_M
from openiads.physics.aerodynamics import push_ps
from openiads.physics.air_table import air_near
from openiads.physics.flight import ROUND_EARTH, gravity_mps2
from openiads.physics.missile import body_of, mass_at_kg

STEP_S = 0.05  # twenty a second
LIFT_OFF_S, LIFT_OFF_STEP_S = 1.0, 0.01  # from its first 30 m/s it doubles its speed within a fifth of a second
INSTANT_S = 1e-9  # nearer than this two times are one


@compiled
def height_and_speed(position_m, velocity_mps):
    """Height above the round earth and size of the velocity. [m] [m/s]"""
    radius_m = np.sqrt(position_m[0] ** 2 + position_m[1] ** 2 + position_m[2] ** 2)
    speed_mps = np.sqrt(velocity_mps[0] ** 2 + velocity_mps[1] ** 2 + velocity_mps[2] ** 2)
    return radius_m - EARTH_RADIUS_M, speed_mps


@compiled
def stretch(missile, t_s, until_s, longest_s):
    """The stretch of a flight up to a time in even steps, cut where the motor or the lift-off ends.

    Parameters
    ----------
    missile : Missile
    t_s, until_s : float
        Since launch; the latter later, and finite. [s]
    longest_s : float
        No step longer than this. [s]

    Returns
    -------
    steps : int
    step_s, thrust_n : float
        Length of each, shorter at lift-off, and the thrust throughout. [s] [N]
    """
    thrust_n = 0.0
    if t_s < missile.burn_time_s - INSTANT_S:
        thrust_n, until_s = missile.thrust_n, min(until_s, missile.burn_time_s)
    if t_s < LIFT_OFF_S - INSTANT_S:
        longest_s, until_s = min(LIFT_OFF_STEP_S, longest_s), min(until_s, LIFT_OFF_S)
    steps = max(1, int(np.ceil((until_s - INSTANT_S - t_s) / longest_s)))
    return steps, (until_s - t_s) / steps, thrust_n


@compiled
def halfway(step_s, position_m, velocity_mps, felt_mps2):
    """State in the middle of a step, were the acceleration to stay as it was felt last. [m] [m/s]"""
    half_s = 0.5 * step_s
    x, y, z = position_m
    u, v, w = velocity_mps
    du, dv, dw = half_s * felt_mps2[0], half_s * felt_mps2[1], half_s * felt_mps2[2]
    return (
        (x + half_s * (u + 0.5 * du), y + half_s * (v + 0.5 * dv), z + half_s * (w + 0.5 * dw)),
        (u + du, v + dv, w + dw),
    )


@compiled
def onward(step_s, position_m, velocity_mps, felt_mps2):
    """State at the end of a step under the acceleration felt in its middle. [m] [m/s]"""
    x, y, z = position_m
    u, v, w = velocity_mps
    du, dv, dw = step_s * felt_mps2[0], step_s * felt_mps2[1], step_s * felt_mps2[2]
    return (
        (x + step_s * (u + 0.5 * du), y + step_s * (v + 0.5 * dv), z + step_s * (w + 0.5 * dw)),
        (u + du, v + dv, w + dw),
    )


@compiled
def air_about(missile, position_m, velocity_mps):
    """What the air is to a missile there.

    Returns
    -------
    height_m, speed_mps, mach, force_n : float
        Height, speed, and the force by which drag and lift coefficients are counted, on the missile's cross-section.
        [m] [m/s] [-] [N]
    """
    height_m, speed_mps = height_and_speed(position_m, velocity_mps)
    density_kgpm3, sound_mps = air_near(height_m)
    return height_m, speed_mps, speed_mps / sound_mps, 0.5 * density_kgpm3 * speed_mps**2 * missile.reference_area_m2


@compiled
def felt_by(missile, mass_kg, thrust_n, steering_mps2, pull_mps2, air, velocity_mps):
    """Acceleration of a missile.

    Parameters
    ----------
    missile : Missile
    mass_kg, thrust_n : float
        Now. [kg] [N]
    steering_mps2, pull_mps2 : (float, float, float)
        Across the velocity, and of the earth. [m/s2]
    air : (float, float, float, float)
        From `air_about`.
    velocity_mps : (float, float, float)
        [m/s]

    Returns
    -------
    (float, float, float)
        [m/s2]
    """
    ax, ay, az = steering_mps2
    _, speed_mps, mach, force_n = air
    push = push_ps(body_of(missile), mass_kg, thrust_n, ax * ax + ay * ay + az * az, speed_mps, mach, force_n)
    return (
        pull_mps2[0] + ax + push * velocity_mps[0],
        pull_mps2[1] + ay + push * velocity_mps[1],
        pull_mps2[2] + az + push * velocity_mps[2],
    )


@compiled
def felt_at(missile, t_s, thrust_n, steering_mps2, position_m, velocity_mps):
    """Acceleration of a missile at one moment, as `felt_by` has it. [m/s2]"""
    pull_mps2 = gravity_mps2(ROUND_EARTH, position_m[0], position_m[1], position_m[2])
    air = air_about(missile, position_m, velocity_mps)
    return felt_by(missile, mass_at_kg(missile, t_s), thrust_n, steering_mps2, pull_mps2, air, velocity_mps)


@compiled
def fly_free(missile, t_s, until_s, floor_m, position_m, velocity_mps):
    """Fly unsteered up to a time, or to the ground.

    Parameters
    ----------
    missile : Missile
    t_s, until_s : float
        Since launch. [s]
    floor_m : float
        Height below which it has come down. [m]
    position_m, velocity_mps : (float, float, float)
        Earth-centred, of the round earth at rest. [m] [m/s]

    Returns
    -------
    t_s : float
        When it ended. [s]
    position_m, velocity_mps : (float, float, float)
    apex_m : float
        Greatest height at the end of a step. [m]

    Notes
    -----
    The midpoint rule, the middle taken from the acceleration felt in the middle before: one look at the forces a step,
    error by the square of its length.

    References
    ----------
    hairer-2003, section 1
    """
    still, apex_m = (0.0, 0.0, 0.0), -np.inf
    while t_s < until_s - INSTANT_S:
        steps, step_s, thrust_n = stretch(missile, t_s, until_s, STEP_S)
        felt = felt_at(missile, t_s, thrust_n, still, position_m, velocity_mps)
        for _ in range(steps):
            at_m, at_mps = halfway(step_s, position_m, velocity_mps, felt)
            felt = felt_at(missile, t_s + 0.5 * step_s, thrust_n, still, at_m, at_mps)
            position_m, velocity_mps = onward(step_s, position_m, velocity_mps, felt)
            t_s += step_s
            height_m, _ = height_and_speed(position_m, velocity_mps)
            apex_m = max(apex_m, height_m)
            if height_m < floor_m:
                return t_s, position_m, velocity_mps, apex_m
    return t_s, position_m, velocity_mps, apex_m
