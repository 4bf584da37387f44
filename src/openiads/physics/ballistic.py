"""Ballistic flight in closed form: vacuum arcs, Kepler arcs, minimum energy, simple drag laws, vertical boost."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from openiads.constants import EARTH_RADIUS_M, STANDARD_GRAVITY_MPS2, WGS84_GM_M3PS2

SMALL_TURNS = 0.3  # up to here the first term left out of the series is under 1e-14 of its sum


class FlatArc(NamedTuple):
    """A throw over a flat earth without air."""

    range_m: np.ndarray
    apex_m: np.ndarray
    flight_s: np.ndarray


class KeplerArc(NamedTuple):
    """A free flight about a round earth from its surface back to it."""

    ground_range_m: np.ndarray
    apogee_m: np.ndarray
    flight_s: np.ndarray


class MinimumEnergyArc(NamedTuple):
    """The slowest free flight that covers a range about a round earth."""

    burnout_mps: np.ndarray
    path_rad: np.ndarray
    apogee_m: np.ndarray
    flight_s: np.ndarray


def flat_arc(speed_mps: ArrayLike, elevation_rad: ArrayLike, gravity_mps2: float = STANDARD_GRAVITY_MPS2) -> FlatArc:
    """Range, apex and time of flight over flat ground in a vacuum.

    Parameters
    ----------
    speed_mps, elevation_rad : array_like
        At launch. [m/s] [rad]
    gravity_mps2 : float
        [m/s2]

    Returns
    -------
    FlatArc
        v^2 sin(2e)/g, (v sin e)^2/2g and 2 v sin(e)/g. [m] [m] [s]

    Notes
    -----
    Valid for ranges small beside the radius of the earth.

    References
    ----------
    zarchan-2012, chapter 11

    Examples
    --------
    >>> round(float(flat_arc(300.0, np.pi / 4).range_m), 3)
    9177.446
    """
    rise_mps = np.asarray(speed_mps) * np.sin(elevation_rad)
    flight_s = 2 * rise_mps / gravity_mps2
    return FlatArc(np.asarray(speed_mps) * np.cos(elevation_rad) * flight_s, rise_mps**2 / (2 * gravity_mps2), flight_s)


def kepler_arc(
    burnout_mps: ArrayLike, path_rad: ArrayLike, gm_m3ps2: float = WGS84_GM_M3PS2, radius_m: float = EARTH_RADIUS_M
) -> KeplerArc:
    """Free flight about a round earth at rest, from burnout at its surface.

    Parameters
    ----------
    burnout_mps, path_rad : array_like
        Speed and its angle above the horizon, below escape speed. [m/s] [rad]
    gm_m3ps2, radius_m : float
        Of the earth. [m3/s2] [m]

    Returns
    -------
    KeplerArc
        Distance along the surface, greatest height, time. [m] [m] [s]

    Notes
    -----
    With q = v^2 r / GM: e^2 = 1 - q (2 - q) cos^2 g, and the arc is symmetric about its apogee, so that its half lies
    between the eccentric anomalies of burnout and pi.

    References
    ----------
    zarchan-2012, chapter 11; bate-1971, chapter 6

    Examples
    --------
    >>> arc = kepler_arc(3000.0, np.radians(38.0), 3.986004418e14, 6_371_000.0)
    >>> round(float(arc.ground_range_m)), round(float(arc.apogee_m))
    (974570, 196316)
    """
    speed, path = np.asarray(burnout_mps, dtype=float), np.asarray(path_rad, dtype=float)
    ratio = speed**2 * radius_m / gm_m3ps2
    eccentricity = np.sqrt(1 - ratio * (2 - ratio) * np.cos(path) ** 2)
    semi_major_m = radius_m / (2 - ratio)
    half_rad = np.arctan2(ratio * np.sin(path) * np.cos(path), 1 - ratio * np.cos(path) ** 2)
    # e cos E = 1 - r/a = q - 1, and e sin E follows from the radial speed; the burnout lies E past perigee
    along, across = ratio - 1, np.sin(path) * np.sqrt(ratio * (2 - ratio))
    since_perigee = np.arctan2(across, along) - across
    flight_s = 2 * np.sqrt(semi_major_m**3 / gm_m3ps2) * (np.pi - since_perigee)
    return KeplerArc(2 * radius_m * half_rad, semi_major_m * (1 + eccentricity) - radius_m, flight_s)


def minimum_energy_arc(
    ground_range_m: ArrayLike, gm_m3ps2: float = WGS84_GM_M3PS2, radius_m: float = EARTH_RADIUS_M
) -> MinimumEnergyArc:
    """Slowest burnout at the surface that covers a range.

    Parameters
    ----------
    ground_range_m : array_like
        Along the surface, up to half round the earth. [m]
    gm_m3ps2, radius_m : float
        Of the earth. [m3/s2] [m]

    Returns
    -------
    MinimumEnergyArc
        Speed, angle above the horizon, greatest height, time. [m/s] [rad] [m] [s]

    Notes
    -----
    Over the angle p at the centre: q = 2 sin(p/2) / (1 + sin(p/2)), path angle (pi - p)/4.

    References
    ----------
    bate-1971, chapter 6

    Examples
    --------
    >>> round(float(minimum_energy_arc(300e3, 3.986004418e14, 6_371_000.0).burnout_mps), 2)
    1696.48
    """
    centre_rad = np.asarray(ground_range_m, dtype=float) / radius_m
    half_sine = np.sin(centre_rad / 2)
    burnout_mps = np.sqrt(gm_m3ps2 / radius_m * 2 * half_sine / (1 + half_sine))
    path_rad = (np.pi - centre_rad) / 4
    arc = kepler_arc(burnout_mps, path_rad, gm_m3ps2, radius_m)
    return MinimumEnergyArc(burnout_mps, path_rad, arc.apogee_m, arc.flight_s)


def kepler_points(
    t_s: ArrayLike, burnout_mps: float, path_rad: float, gm_m3ps2: float = WGS84_GM_M3PS2,
    radius_m: float = EARTH_RADIUS_M,
) -> tuple[np.ndarray, np.ndarray]:
    """Where a free flight about a round earth is, from burnout at its surface on.

    Parameters
    ----------
    t_s : array_like
        Since burnout. [s]
    burnout_mps, path_rad : float
        Speed and its angle above the horizon, below escape speed. [m/s] [rad]
    gm_m3ps2, radius_m : float
        Of the earth. [m3/s2] [m]

    Returns
    -------
    ground_range_m, altitude_m : ndarray
        Distance along the surface and height above it. [m]

    Notes
    -----
    Kepler's equation M = E - e sin E by Newton's method, with the ellipse of `kepler_arc`.

    References
    ----------
    bate-1971, chapters 4 and 6

    Examples
    --------
    >>> arc = minimum_energy_arc(300e3)
    >>> at_m, height_m = kepler_points([0.0, arc.flight_s], float(arc.burnout_mps), float(arc.path_rad))
    >>> at_m.round(3).tolist(), bool(abs(height_m).max() < 1e-3)
    ([0.0, 300000.0], True)
    """
    ratio = burnout_mps**2 * radius_m / gm_m3ps2
    eccentricity = np.sqrt(1 - ratio * (2 - ratio) * np.cos(path_rad) ** 2)
    semi_major_m = radius_m / (2 - ratio)
    along, across = ratio - 1, np.sin(path_rad) * np.sqrt(ratio * (2 - ratio))
    first = np.arctan2(across, along)
    mean = first - across + np.sqrt(gm_m3ps2 / semi_major_m**3) * np.asarray(t_s, dtype=float)
    anomaly = np.asarray(mean + eccentricity * np.sin(mean))
    for _ in range(50):
        anomaly = anomaly - (anomaly - eccentricity * np.sin(anomaly) - mean) / (1 - eccentricity * np.cos(anomaly))
    stretch = np.sqrt(1 - eccentricity**2)
    true_rad = np.arctan2(stretch * np.sin(anomaly), np.cos(anomaly) - eccentricity)
    began_rad = np.arctan2(stretch * np.sin(first), np.cos(first) - eccentricity)
    turned_rad = np.mod(true_rad - began_rad + np.pi, 2 * np.pi) - np.pi
    turned_rad = np.where(turned_rad < -1e-9, turned_rad + 2 * np.pi, turned_rad)
    return radius_m * turned_rad, semi_major_m * (1 - eccentricity * np.cos(anomaly)) - radius_m


def drag_length_m(mass_kg: float, cd: float, area_m2: float, density_kgpm3: float) -> float:
    """Path over which quadratic drag slows a coasting body to 1/e: 2 m / (rho Cd A). [m]"""
    return 2 * mass_kg / (density_kgpm3 * cd * area_m2)


def terminal_speed_mps(length_m: float, gravity_mps2: float = STANDARD_GRAVITY_MPS2) -> float:
    """Speed at which quadratic drag of a given `drag_length_m` carries the weight: sqrt(g L). [m/s]"""
    return float(np.sqrt(gravity_mps2 * length_m))


def drag_fall(t_s: ArrayLike, length_m: float, gravity_mps2: float = STANDARD_GRAVITY_MPS2) -> tuple[np.ndarray, ...]:
    """Speed and distance of a fall from rest with quadratic drag in even air.

    Parameters
    ----------
    t_s : array_like
        Time since release. [s]
    length_m : float
        From `drag_length_m`. [m]
    gravity_mps2 : float
        [m/s2]

    Returns
    -------
    speed_mps, distance_m : array
        vt tanh(g t/vt) and L ln cosh(g t/vt). [m/s] [m]

    References
    ----------
    nasa-tm-2015-218675

    Examples
    --------
    >>> [round(float(value), 2) for value in drag_fall(10.0, drag_length_m(14.593903, 0.1, 0.0182414652, 1.225))]
    [95.68, 484.32]
    """
    limit_mps = terminal_speed_mps(length_m, gravity_mps2)
    turns = gravity_mps2 * np.asarray(t_s, dtype=float) / limit_mps
    log_cosh = turns + np.log1p(np.exp(-2 * turns)) - np.log(2.0)
    return limit_mps * np.tanh(turns), length_m * log_cosh


def drag_climb(
    initial_mps: ArrayLike, length_m: float, gravity_mps2: float = STANDARD_GRAVITY_MPS2
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Apex, time to it and speed on return of a body thrown straight up with quadratic drag in even air.

    Parameters
    ----------
    initial_mps : array_like
        Speed at the start. [m/s]
    length_m : float
        From `drag_length_m`. [m]
    gravity_mps2 : float
        [m/s2]

    Returns
    -------
    apex_m, time_to_apex_s, return_mps : array
        L/2 ln(1 + u^2), vt/g atan u and v0 / sqrt(1 + u^2), with u = v0/vt. [m] [s] [m/s]

    References
    ----------
    nasa-tm-2015-218675

    Examples
    --------
    >>> apex_m, time_s, back_mps = drag_climb(1.0, 1e12)  # nearly a vacuum
    >>> round(float(apex_m), 3), round(float(time_s), 3), round(float(back_mps), 3)
    (0.051, 0.102, 1.0)
    """
    limit_mps = terminal_speed_mps(length_m, gravity_mps2)
    share = np.asarray(initial_mps, dtype=float) / limit_mps
    slowed = np.sqrt(1 + share**2)
    return length_m / 2 * np.log1p(share**2), limit_mps / gravity_mps2 * np.arctan(share), share * limit_mps / slowed


def drag_coast_mps(t_s: ArrayLike, initial_mps: float, length_m: float) -> np.ndarray:
    """Speed of a level coast slowed by quadratic drag alone.

    Parameters
    ----------
    t_s : array_like
        Time. [s]
    initial_mps, length_m : float
        Speed at the start, and `drag_length_m`. [m/s] [m]

    Returns
    -------
    array
        v0 / (1 + v0 t / L). [m/s]

    References
    ----------
    fleeman-2001, chapter 3

    Examples
    --------
    >>> float(drag_coast_mps(10.0, 1000.0, 10_000.0))
    500.0
    """
    return initial_mps / (1 + initial_mps * np.asarray(t_s, dtype=float) / length_m)


def linear_drag_arc(
    speed_mps: float, elevation_rad: float, drag_rate_ps: float, gravity_mps2: float = STANDARD_GRAVITY_MPS2
) -> tuple[float, float]:
    """Time of flight and range of a throw whose drag is proportional to its speed.

    Parameters
    ----------
    speed_mps, elevation_rad : float
        At launch, over flat ground. [m/s] [rad]
    drag_rate_ps : float
        Deceleration over speed. [1/s]
    gravity_mps2 : float
        [m/s2]

    Returns
    -------
    flight_s, range_m : float
        T, and the range v cos(e) (1 - exp(-k T))/k; both zero at or below the horizontal. [s] [m]

    Notes
    -----
    T is the root of (1 + b)(1 - exp(-k T)) = k T with b = k v sin(e)/g: k T = c + W(-c exp(-c)), c = 1 + b, with W the
    principal branch of Lambert's function. That form cancels where little drag puts it beside the branch point, so
    the root is sought as k T = x with x/(1 - exp(-x)) - 1 = b, by Newton's method and to the last bits for any k from
    zero on; without drag it is `flat_arc`.

    References
    ----------
    packel-2004, "Projectile motion with resistance and the Lambert W function"

    Examples
    --------
    >>> [round(value, 3) for value in linear_drag_arc(300.0, np.pi / 4, 0.05)]
    [34.042, 3469.207]
    """
    rise_s = speed_mps * np.sin(elevation_rad) / gravity_mps2
    if rise_s <= 0.0:
        return 0.0, 0.0
    turns = _turns_of_linear_drag(drag_rate_ps * rise_s)
    flight_s = 2.0 * rise_s if turns == 0.0 else turns / drag_rate_ps
    slowed = 1.0 if turns == 0.0 else -np.expm1(-turns) / turns
    return float(flight_s), float(speed_mps * np.cos(elevation_rad) * flight_s * slowed)


def _turns_of_linear_drag(lift: float) -> float:
    # the root x of x/(1 - exp(-x)) - 1 = lift, from above; the left side bends upwards, so Newton's steps only fall
    x = min(2.0 * lift, 1.0 + lift)
    for _ in range(100):
        if x < SMALL_TURNS:  # there the left side cancels: sum of B_n x^n/n! with the Bernoulli numbers
            square = x * x
            tail = 1 / 30_240 - square * (1 / 1_209_600 - square / 47_900_160)
            series = 1 / 12 - square * (1 / 720 - square * tail)
            value, slope = x * (0.5 + x * series), 0.5 + x / 6 - x * square / 180
        else:
            share = -math.expm1(-x)
            value, slope = x / share - 1.0, (share - x * math.exp(-x)) / share**2
        step = (value - lift) / slope
        x -= step
        if not abs(step) > 1e-15 * x:
            break
    return x


def vertical_boost(
    specific_impulse_s: float,
    initial_mass_kg: float,
    final_mass_kg: float,
    burn_time_s: float,
    gravity_mps2: float = STANDARD_GRAVITY_MPS2,
) -> tuple[float, float, float]:
    """Ideal speed gain, burnout speed and burnout height of a straight-up boost in a vacuum.

    Parameters
    ----------
    specific_impulse_s : float
        Exhaust speed over standard gravity. [s]
    initial_mass_kg, final_mass_kg, burn_time_s : float
        Burnt evenly. [kg] [s]
    gravity_mps2 : float
        [m/s2]

    Returns
    -------
    ideal_mps, burnout_mps, height_m : float
        c ln r, c ln r - g T, and c T (1 - ln(r)/(r - 1)) - g T^2/2, with r the ratio of masses. [m/s] [m/s] [m]

    References
    ----------
    tsiolkovsky-1903

    Examples
    --------
    >>> [round(value, 3) for value in vertical_boost(250.0, 1000.0, 400.0, 10.0)]
    [2246.436, 2148.369, 9050.055]
    """
    exhaust_mps = specific_impulse_s * STANDARD_GRAVITY_MPS2
    ratio = initial_mass_kg / final_mass_kg
    ideal_mps = float(exhaust_mps * np.log(ratio))
    height_m = exhaust_mps * burn_time_s * (1 - np.log(ratio) / (ratio - 1)) - gravity_mps2 * burn_time_s**2 / 2
    return ideal_mps, ideal_mps - gravity_mps2 * burn_time_s, float(height_m)
