"""Point-mass flight (3-DoF) about a round or ellipsoidal earth that may turn: gravity, drag, wind, thrust by RK4."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled
from openiads.constants import (
    EARTH_RADIUS_M,
    WGS84_FLATTENING,
    WGS84_GM_M3PS2,
    WGS84_J2,
    WGS84_ROTATION_RADPS,
    WGS84_SEMI_MAJOR_M,
)
from openiads.physics.aerodynamics import push_ps
from openiads.physics.atmosphere import air_at


class Earth(NamedTuple):
    """The body that is flown about; a sphere has no flattening, and one at rest no rotation."""

    gm_m3ps2: float
    radius_m: float  # equatorial
    flattening: float
    rotation_radps: float
    j2: float


class Body(NamedTuple):
    """What the air feels of a flying body."""

    area_m2: float
    cd: float  # part of the drag coefficient that does not change with Mach number
    cd_shape_scale: float  # times the generic supersonic missile's coefficient
    induced_drag_factor: float  # drag coefficient per square of the normal-force coefficient


class Wind(NamedTuple):
    """Where the air goes over the ground: speed at sea level and its growth with height."""

    east_mps: float
    north_mps: float
    east_shear_ps: float
    north_shear_ps: float


WGS84 = Earth(WGS84_GM_M3PS2, WGS84_SEMI_MAJOR_M, WGS84_FLATTENING, WGS84_ROTATION_RADPS, WGS84_J2)
ROUND_EARTH = Earth(WGS84_GM_M3PS2, EARTH_RADIUS_M, 0.0, 0.0, 0.0)
CALM = Wind(0.0, 0.0, 0.0, 0.0)


@compiled
def geodetic_from_centred(earth, x_m, y_m, z_m):
    """Latitude, longitude and height of an earth-centred point.

    Parameters
    ----------
    earth : Earth
    x_m, y_m, z_m : float
        Cartesian, z along the axis of rotation. [m]

    Returns
    -------
    lat_rad, lon_rad, height_m : float
        Geodetic latitude, longitude and height above the ellipsoid. [rad] [rad] [m]

    Notes
    -----
    Bowring's start, then two fixed-point turns: better than a micrometre from -10 km to 1000 km, poles included.

    References
    ----------
    bowring-1976, "Transformation from spatial to geographical coordinates"

    Examples
    --------
    >>> [round(value, 3) for value in geodetic_from_centred(WGS84, 0.0, 0.0, 6_356_752.314)]
    [1.571, 0.0, -0.0]
    """
    axis_m = np.sqrt(x_m * x_m + y_m * y_m)
    lon_rad = np.arctan2(y_m, x_m)
    if earth.flattening == 0.0:
        radius_m = np.sqrt(axis_m * axis_m + z_m * z_m)
        return np.arctan2(z_m, axis_m), lon_rad, radius_m - earth.radius_m
    polar_m = earth.radius_m * (1.0 - earth.flattening)
    first = earth.flattening * (2.0 - earth.flattening)
    second = first / (1.0 - first)
    reduced_rad = np.arctan2(z_m * earth.radius_m, axis_m * polar_m)
    lat_rad = 0.0
    for _ in range(2):
        lat_rad = np.arctan2(
            z_m + second * polar_m * np.sin(reduced_rad) ** 3,
            axis_m - first * earth.radius_m * np.cos(reduced_rad) ** 3,
        )
        reduced_rad = np.arctan2((1.0 - earth.flattening) * np.sin(lat_rad), np.cos(lat_rad))
    sine, cosine = np.sin(lat_rad), np.cos(lat_rad)
    normal_m = earth.radius_m / np.sqrt(1.0 - first * sine * sine)
    height_m = axis_m * cosine + z_m * sine - normal_m * (1.0 - first * sine * sine)
    return lat_rad, lon_rad, height_m


@compiled
def centred_from_geodetic(earth, lat_rad, lon_rad, height_m):
    """Earth-centred Cartesian point of a geodetic position.

    Parameters
    ----------
    earth : Earth
    lat_rad, lon_rad, height_m : float
        Geodetic latitude, longitude and height above the ellipsoid. [rad] [rad] [m]

    Returns
    -------
    x_m, y_m, z_m : float
        Cartesian, z along the axis of rotation. [m]

    References
    ----------
    nga-stnd-0036

    Examples
    --------
    >>> [round(value) for value in centred_from_geodetic(WGS84, 0.0, 0.0, 100.0)]
    [6378237, 0, 0]
    """
    first = earth.flattening * (2.0 - earth.flattening)
    sine, cosine = np.sin(lat_rad), np.cos(lat_rad)
    normal_m = earth.radius_m / np.sqrt(1.0 - first * sine * sine)
    axis_m = (normal_m + height_m) * cosine
    return axis_m * np.cos(lon_rad), axis_m * np.sin(lon_rad), (normal_m * (1.0 - first) + height_m) * sine


@compiled
def gravity_mps2(earth, x_m, y_m, z_m):
    """Attraction of the earth with its second zonal harmonic, centrifugal part not included.

    Parameters
    ----------
    earth : Earth
    x_m, y_m, z_m : float
        Earth-centred position. [m]

    Returns
    -------
    tuple of float
        Acceleration along x, y, z. [m/s2]

    Notes
    -----
    Inverse square, and J2 (a/r)^2 with the usual 1.5 (1 - 5 z^2/r^2) terms.

    References
    ----------
    nasa-tm-2015-218675, volume II, gravity models

    Examples
    --------
    >>> round(-gravity_mps2(ROUND_EARTH, 0.0, 0.0, 6_371_000.0)[2], 3)
    9.82
    """
    square_m2 = x_m * x_m + y_m * y_m + z_m * z_m
    pull = -earth.gm_m3ps2 / (square_m2 * np.sqrt(square_m2))
    if earth.j2 == 0.0:
        return pull * x_m, pull * y_m, pull * z_m
    bulge = 1.5 * earth.j2 * earth.radius_m**2 / square_m2
    tilt = 5.0 * z_m * z_m / square_m2
    return (
        pull * x_m * (1.0 + bulge * (1.0 - tilt)),
        pull * y_m * (1.0 + bulge * (1.0 - tilt)),
        pull * z_m * (1.0 + bulge * (3.0 - tilt)),
    )


@compiled
def air_velocity_mps(earth, wind, x_m, y_m, z_m):
    """Velocity of the air in the non-turning frame, and the height it is read at.

    Parameters
    ----------
    earth : Earth
    wind : Wind
    x_m, y_m, z_m : float
        Earth-centred position. [m]

    Returns
    -------
    vx_mps, vy_mps, vz_mps, height_m : float
        Of the air, turning with the earth plus wind; height above the ellipsoid. [m/s] [m]

    References
    ----------
    nasa-tm-2015-218675

    Examples
    --------
    >>> round(air_velocity_mps(WGS84, CALM, 6_378_137.0, 0.0, 0.0)[1], 2)
    465.1
    """
    if wind == CALM and earth.flattening == 0.0:
        height_m = np.sqrt(x_m * x_m + y_m * y_m + z_m * z_m) - earth.radius_m
        return -earth.rotation_radps * y_m, earth.rotation_radps * x_m, 0.0, height_m
    lat_rad, lon_rad, height_m = geodetic_from_centred(earth, x_m, y_m, z_m)
    east_mps = wind.east_mps + wind.east_shear_ps * height_m
    north_mps = wind.north_mps + wind.north_shear_ps * height_m
    meridian_mps = -np.sin(lat_rad) * north_mps
    return (
        -earth.rotation_radps * y_m - np.sin(lon_rad) * east_mps + np.cos(lon_rad) * meridian_mps,
        earth.rotation_radps * x_m + np.cos(lon_rad) * east_mps + np.sin(lon_rad) * meridian_mps,
        np.cos(lat_rad) * north_mps,
        height_m,
    )


@compiled
def _acceleration(earth, body, wind, mass_kg, thrust_n, ax, ay, az, x, y, z, vx, vy, vz):
    gx, gy, gz = gravity_mps2(earth, x, y, z)
    wx, wy, wz, height_m = air_velocity_mps(earth, wind, x, y, z)
    ux, uy, uz = vx - wx, vy - wy, vz - wz
    speed_mps = np.sqrt(ux * ux + uy * uy + uz * uz)
    if speed_mps == 0.0:  # at rest: it leaves straight up
        lift = thrust_n / mass_kg / np.sqrt(x * x + y * y + z * z)
        return gx + ax + lift * x, gy + ay + lift * y, gz + az + lift * z
    density_kgpm3, sound_speed_mps = air_at(height_m)
    force_n = 0.5 * density_kgpm3 * speed_mps * speed_mps * body.area_m2
    push = push_ps(
        body, mass_kg, thrust_n, ax * ax + ay * ay + az * az, speed_mps, speed_mps / sound_speed_mps, force_n)
    return gx + ax + push * ux, gy + ay + push * uy, gz + az + push * uz


@compiled
def rk4_step(earth, body, wind, step_s, masses_kg, thrusts_n, steering_mps2, position_m, velocity_mps):
    """One Runge-Kutta step of a point mass in the non-turning, earth-centred frame.

    Parameters
    ----------
    earth : Earth
    body : Body
    wind : Wind
    step_s : float
        Length of the step. [s]
    masses_kg, thrusts_n : (float, float, float)
        At the step's start, middle and end. [kg] [N]
    steering_mps2 : (float, float, float)
        Acceleration demanded across the velocity, held over the step. [m/s2]
    position_m, velocity_mps : (float, float, float)
        State at the start. [m] [m/s]

    Returns
    -------
    position_m, velocity_mps : (float, float, float)
        State at the end. [m] [m/s]

    Notes
    -----
    Thrust lies along the velocity through the air. Error falls with the fourth power of the step.

    References
    ----------
    nasa-tm-2015-218675; zarchan-2012, chapter 1

    Examples
    --------
    >>> still, start = (0.0, 0.0, 0.0), (0.0, 0.0, 6_371_000.0)
    >>> bare = Body(1.0, 0.0, 0.0, 0.0)
    >>> _, velocity = rk4_step(ROUND_EARTH, bare, CALM, 1.0, (1.0,) * 3, (0.0,) * 3, still, start, still)
    >>> round(velocity[2], 2)
    -9.82
    """
    ax, ay, az = steering_mps2
    x0, y0, z0 = position_m
    u0, v0, w0 = velocity_mps
    x, y, z, u, v, w = x0, y0, z0, u0, v0, w0
    dx, dy, dz, du, dv, dw = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for stage in range(4):  # a loop, so that the compiler sees one acceleration and not four
        moment = (stage + 1) // 2
        fx, fy, fz = _acceleration(
            earth, body, wind, masses_kg[moment], thrusts_n[moment], ax, ay, az, x, y, z, u, v, w)
        weight = step_s / 3.0 if moment == 1 else step_s / 6.0
        dx, dy, dz = dx + weight * u, dy + weight * v, dz + weight * w
        du, dv, dw = du + weight * fx, dv + weight * fy, dw + weight * fz
        ahead_s = step_s if stage == 2 else 0.5 * step_s
        x, y, z = x0 + ahead_s * u, y0 + ahead_s * v, z0 + ahead_s * w
        u, v, w = u0 + ahead_s * fx, v0 + ahead_s * fy, w0 + ahead_s * fz
    return (x0 + dx, y0 + dy, z0 + dz), (u0 + du, v0 + dv, w0 + dw)


@compiled
def trajectory(earth, body, wind, motor, position_m, velocity_mps, times_s, step_s):
    """Fly a point mass and record where it is at the given times.

    Parameters
    ----------
    earth : Earth
    body : Body
    wind : Wind
    motor : (m, 3) array
        Time, thrust and mass, read linearly; the last row holds on. [s] [N] [kg]
    position_m, velocity_mps : (float, float, float)
        State at time zero in the non-turning, earth-centred frame. [m] [m/s]
    times_s : (n,) array
        Rising times to record. [s]
    step_s : float
        Longest step; shortened so that it ends on every recorded time. [s]

    Returns
    -------
    (n, 6) array
        Position and velocity at each time. [m] [m/s]

    References
    ----------
    nasa-tm-2015-218675

    Examples
    --------
    >>> idle = np.array([[0.0, 0.0, 1.0]])
    >>> start, rest = (0.0, 0.0, 6_371_000.0), (0.0, 0.0, 0.0)
    >>> fallen = trajectory(ROUND_EARTH, Body(1.0, 0.0, 0.0, 0.0), CALM, idle, start, rest, np.array([1.0]), 0.1)
    >>> round(6_371_000.0 - float(fallen[0, 2]), 2)
    4.91
    """
    record = np.empty((times_s.size, 6))
    now_s = 0.0
    moments_s, thrust_n, mass_kg = motor[:, 0].copy(), motor[:, 1].copy(), motor[:, 2].copy()
    for index in range(times_s.size):
        span_s = times_s[index] - now_s
        steps = int(np.ceil(span_s / step_s - 1e-9))
        length_s = span_s / max(steps, 1)
        for count in range(steps):
            start_s = now_s + count * length_s
            when_s = (start_s, start_s + 0.5 * length_s, start_s + length_s)
            thrusts_n = (
                np.interp(when_s[0], moments_s, thrust_n),
                np.interp(when_s[1], moments_s, thrust_n),
                np.interp(when_s[2], moments_s, thrust_n),
            )
            masses_kg = (
                np.interp(when_s[0], moments_s, mass_kg),
                np.interp(when_s[1], moments_s, mass_kg),
                np.interp(when_s[2], moments_s, mass_kg),
            )
            position_m, velocity_mps = rk4_step(
                earth, body, wind, length_s, masses_kg, thrusts_n, (0.0, 0.0, 0.0), position_m, velocity_mps)
        now_s = times_s[index]
        for axis in range(3):
            record[index, axis] = position_m[axis]
            record[index, axis + 3] = velocity_mps[axis]
    return record
