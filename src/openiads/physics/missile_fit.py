"""What nobody states of a missile, solved from its claims with the same fly-out; each claim's residual is shown."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from openiads.constants import STANDARD_GRAVITY_MPS2
from openiads.physics.arcs import ARC_ELEVATIONS_RAD, Fan, aim, fly_arcs
from openiads.physics.atmosphere import air_at
from openiads.physics.missile import (
    GUIDANCE_LAG_S,
    INDUCED_DRAG_FACTOR,
    LOAD_LIMIT_G,
    MANOEUVRE_RESERVE_G,
    MIN_INTERCEPT_SPEED_MPS,
    NAVIGATION_RATIO,
    Missile,
)
from openiads.physics.shot import shoot_at

SPECIFIC_IMPULSE_S = 250.0  # assumed: delivered by a composite solid motor
BOOST_LOAD_G = 17.0  # assumed where no burn time is stated: the pair 1,900 to 2,100 m/s in 12 s that is stated of one
BODY_DENSITY_KGPM3 = 13_400.0  # assumed where no diameter is stated: launch mass over its cube, 1,835 kg on 0.515 m
ANY_MASS_KG = 1000.0  # where no mass is stated: it cancels out of the flight, since drag is fitted
TIP_SPEED_SHARE = 0.4  # assumed: speed left at the greatest range; 700 to 900 of 1,900 to 2,100 m/s is stated of one
SLOWEST_MEAN_MPS = 700.0  # assumed where no control time is stated: nobody claims a slower flight to the longest range
FREE_NORMAL_FORCE = 5.0  # assumed where no ceiling is stated
NORMAL_FORCE_BOUNDS = (1.0, 20.0)
PROPELLANT_BOUNDS = (0.10, 0.72)  # assumed: share of the launch mass; more is not flown in a single stage
DRAG_SCALE_BOUNDS = (0.5, 1.5)  # assumed: from a bare slim body to one with large fins
FREE_DRAG_SCALE = 1.25  # assumed where no speed is stated: a body with fins
BURNOUT_BOUNDS_MPS = (600.0, 3500.0)
RANGE_SHARE_BOUNDS = (0.1, 4.0)
CEILING_SHARE_BOUNDS = (0.5, 2.0)
BURNOUT_ELEVATION_RAD = math.radians(45.0)  # assumed: a stated greatest speed is that of a climb at 45 degrees
TIP_ALTITUDE_SHARES = (0.35, 0.55, 0.75)  # of the ceiling: where the greatest range is looked for
MEAN_RANGE_SHARE = 0.98  # of the greatest range: where a mean speed is compared, clear of the edge of reach
OPEN_CEILING_M = 25_000.0  # stands for the ceiling in the line above where none is stated
CEILING_RANGE_SHARE = 0.5  # assumed: a stated ceiling holds out to half the greatest range
HALVINGS = 10


class Residual(NamedTuple):
    """One claim beside what the fitted missile does."""

    quantity: str
    unit: str
    claimed: float
    fitted: float
    used: bool  # whether the fit was asked to meet this claim, or it is only compared

    @property
    def relative(self) -> float:
        """Fitted over claimed, less one."""
        return self.fitted / self.claimed - 1.0


class _Stated(NamedTuple):
    launch_mass_kg: float
    area_m2: float
    max_range_m: float
    max_altitude_m: float
    min_range_m: float
    burn_time_s: float | None
    control_time_s: float
    load_limit_g: float
    min_intercept_speed_mps: float


def _missile(stated: _Stated, propellant: float, drag_scale: float, burnout_mps: float) -> Missile:
    burn_s = stated.burn_time_s or burnout_mps / (BOOST_LOAD_G * STANDARD_GRAVITY_MPS2)
    return Missile(
        launch_mass_kg=stated.launch_mass_kg,
        burnout_mass_kg=stated.launch_mass_kg * (1.0 - propellant),
        thrust_n=propellant * stated.launch_mass_kg * SPECIFIC_IMPULSE_S * STANDARD_GRAVITY_MPS2 / burn_s,
        burn_time_s=burn_s,
        reference_area_m2=stated.area_m2,
        drag_scale=drag_scale,
        induced_drag_factor=INDUCED_DRAG_FACTOR,
        max_normal_force=FREE_NORMAL_FORCE,
        load_limit_g=stated.load_limit_g,
        guidance_lag_s=GUIDANCE_LAG_S,
        navigation_ratio=NAVIGATION_RATIO,
        control_time_s=stated.control_time_s,
        min_range_m=stated.min_range_m,
        max_range_m=math.inf,
        max_altitude_m=stated.max_altitude_m,
        min_intercept_speed_mps=stated.min_intercept_speed_mps,
    )


def burnout_speed_mps(missile: Missile) -> float:
    """Speed when the motor ends, climbing at 45 degrees from sea level. [m/s]"""
    climb = fly_arcs(missile._replace(control_time_s=missile.burn_time_s), 0.0, np.array([BURNOUT_ELEVATION_RAD]))
    return float(climb.speed_mps[0, climb.flown[0] - 1])


def _turning_point(low: float, high: float, holds: Callable[[float], bool]) -> float:
    # greatest factor between two for which something that holds for small ones still holds
    for _ in range(HALVINGS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if holds(middle) else (low, middle)
    return math.sqrt(low * high)


def _with_ceiling(missile: Missile, stated: _Stated, fan: Fan) -> Missile:
    # enough normal force to keep the reserve of side load at the stated ceiling, half the greatest range out
    if not math.isfinite(stated.max_altitude_m):
        return missile
    willing = missile._replace(max_normal_force=math.inf, load_limit_g=math.inf)
    range_m = CEILING_RANGE_SHARE * stated.max_range_m
    _, _, speed_mps = aim(willing, fan, ARC_ELEVATIONS_RAD, stated.max_altitude_m, range_m, 0.0)
    density_kgpm3, _ = air_at(stated.max_altitude_m)
    needed_n = MANOEUVRE_RESERVE_G * STANDARD_GRAVITY_MPS2 * missile.burnout_mass_kg
    coefficient = needed_n / (0.5 * density_kgpm3 * speed_mps**2 * missile.reference_area_m2)
    least, most = NORMAL_FORCE_BOUNDS
    return missile._replace(max_normal_force=most if math.isnan(coefficient) else min(most, max(least, coefficient)))


def _fitted(stated: _Stated, drag_scale: float, burnout_mps: float) -> tuple[Missile, Fan]:
    def too_slow(propellant: float) -> bool:
        return burnout_speed_mps(_missile(stated, propellant, drag_scale, burnout_mps)) < burnout_mps

    missile = _missile(stated, _turning_point(*PROPELLANT_BOUNDS, too_slow), drag_scale, burnout_mps)
    fan = fly_arcs(missile, 0.0, ARC_ELEVATIONS_RAD)
    return _with_ceiling(missile, stated, fan), fan


def _flight_to_tip_s(missile: Missile, fan: Fan, range_m: float) -> float:
    # quickest flight to a range at the heights where reach is greatest; NaN where it comes there too slow, or never
    tip_mps = max(missile.min_intercept_speed_mps, TIP_SPEED_SHARE * burnout_speed_mps(missile))
    ceiling_m = missile.max_altitude_m if math.isfinite(missile.max_altitude_m) else OPEN_CEILING_M
    flights_s = [
        shoot_at(missile, fan, ARC_ELEVATIONS_RAD, 0.0, share * ceiling_m, range_m, tip_mps).flight_s
        for share in TIP_ALTITUDE_SHARES
    ]
    return min((flight_s for flight_s in flights_s if not math.isnan(flight_s)), default=math.nan)


def _has_room(missile: Missile) -> bool:
    # whether the greatest speed is met with less than the greatest share of propellant
    return missile.burnout_mass_kg > 1.01 * (1.0 - PROPELLANT_BOUNDS[1]) * missile.launch_mass_kg


def _drag_for_range(stated: _Stated, burnout_mps: float) -> float:
    def reaches(drag_scale: float) -> bool:
        missile, fan = _fitted(stated, drag_scale, burnout_mps)
        return _has_room(missile) and not math.isnan(_flight_to_tip_s(missile, fan, stated.max_range_m))

    return _turning_point(*DRAG_SCALE_BOUNDS, reaches)


def _mean_speed_mps(missile: Missile, fan: Fan, range_m: float) -> float:
    near_m = MEAN_RANGE_SHARE * range_m
    return near_m / _flight_to_tip_s(missile, fan, near_m)


def _burnout_without_speed_mps(stated: _Stated, mean_mps: float | None) -> float:
    # least greatest speed with which a missile of usual drag gets there, and in the mean fast enough
    def too_slow(burnout_mps: float) -> bool:
        missile, fan = _fitted(stated, FREE_DRAG_SCALE, burnout_mps)
        gets_there = not math.isnan(_flight_to_tip_s(missile, fan, stated.max_range_m))
        fast_enough = mean_mps is None or _mean_speed_mps(missile, fan, stated.max_range_m) >= mean_mps
        return _has_room(missile) and not (gets_there and fast_enough)

    return _turning_point(*BURNOUT_BOUNDS_MPS, too_slow)


def _ceiling_m(missile: Missile, fan: Fan, range_m: float) -> float:
    free = missile._replace(max_altitude_m=math.inf)

    def meets(share: float) -> bool:
        altitude_m, slowest_mps = share * missile.max_altitude_m, missile.min_intercept_speed_mps
        return not math.isnan(
            shoot_at(free, fan, ARC_ELEVATIONS_RAD, 0.0, altitude_m, range_m, slowest_mps).flight_s)

    return missile.max_altitude_m * _turning_point(*CEILING_SHARE_BOUNDS, meets)


def _residuals(
    missile: Missile, fan: Fan, stated: _Stated, burnout_mps: float | None, mean_mps: float | None
) -> tuple[Residual, ...]:
    def reaches(share: float) -> bool:
        return not math.isnan(_flight_to_tip_s(missile, fan, share * stated.max_range_m))

    longest_m = stated.max_range_m * _turning_point(*RANGE_SHARE_BOUNDS, reaches)
    rows = [Residual("max_range", "m", stated.max_range_m, longest_m, True)]
    if burnout_mps is not None:
        rows.append(Residual("burnout_speed", "m/s", burnout_mps, burnout_speed_mps(missile), True))
    if math.isfinite(stated.max_altitude_m):
        ceiling_m = _ceiling_m(missile, fan, CEILING_RANGE_SHARE * stated.max_range_m)
        rows.append(Residual("max_altitude", "m", stated.max_altitude_m, ceiling_m, True))
    if mean_mps is not None:
        mean = _mean_speed_mps(missile, fan, min(longest_m, stated.max_range_m))
        rows.append(Residual("mean_speed", "m/s", mean_mps, mean, burnout_mps is None))
    return tuple(rows)


def fit_missile(
    *,
    max_range_m: float,
    launch_mass_kg: float | None = None,
    burnout_speed_mps: float | None = None,
    mean_speed_mps: float | None = None,
    max_altitude_m: float | None = None,
    min_range_m: float = 0.0,
    burn_time_s: float | None = None,
    diameter_m: float | None = None,
    load_limit_g: float = LOAD_LIMIT_G,
    control_time_s: float | None = None,
    min_intercept_speed_mps: float = MIN_INTERCEPT_SPEED_MPS,
) -> tuple[Missile, tuple[Residual, ...]]:
    """Solve what nobody states of a missile from what is claimed of it.

    Parameters
    ----------
    max_range_m : float
        Claimed greatest range, along the surface at the most favourable height. [m]
    launch_mass_kg, diameter_m : float, optional
        They scale together; without a mass one is put in that cancels out. [kg] [m]
    burnout_speed_mps, mean_speed_mps : float, optional
        Claimed greatest speed, and mean speed to the greatest range. [m/s]
    max_altitude_m : float, optional
        Claimed ceiling; nothing above it is counted as reached. [m]
    min_range_m : float
        Claimed dead zone about the launcher. [m]
    burn_time_s, control_time_s : float, optional
        Claimed burning time, and longest guided flight. [s]
    load_limit_g : float
        Claimed greatest side load. [-]
    min_intercept_speed_mps : float
        Slowest arrival that is counted as able to meet an aircraft. [m/s]

    Returns
    -------
    missile : Missile
    residuals : tuple of Residual
        Every claim beside what the missile does.

    Notes
    -----
    Propellant is solved from the greatest speed, drag from the range, normal force from the ceiling. Without a stated
    greatest speed drag is that of the generic body with fins, and speed is what range and mean speed ask for. A claim
    that cannot be met within the bounds of this file shows as a residual; a fitted range or ceiling beyond the claimed
    one means that something other than speed sets the claim, which then stands as the limit.

    References
    ----------
    fleeman-2001, chapters 2 and 3

    Examples
    --------
    >>> missile, residuals = fit_missile(max_range_m=120e3, burnout_speed_mps=1400.0, max_altitude_m=20e3)
    >>> [(residual.quantity, round(residual.claimed), abs(residual.relative) < 0.01) for residual in residuals[:2]]
    [('max_range', 120000, True), ('burnout_speed', 1400, True)]
    """
    mass_kg = launch_mass_kg or ANY_MASS_KG
    width_m = diameter_m or (mass_kg / BODY_DENSITY_KGPM3) ** (1 / 3)
    stated = _Stated(
        launch_mass_kg=float(mass_kg),  # whole numbers would make kernels compile a second time
        area_m2=math.pi / 4 * width_m**2,
        max_range_m=float(max_range_m),
        max_altitude_m=float(max_altitude_m or math.inf),
        min_range_m=float(min_range_m),
        burn_time_s=float(burn_time_s) if burn_time_s else None,
        control_time_s=float(control_time_s or max_range_m / SLOWEST_MEAN_MPS),
        load_limit_g=float(load_limit_g),
        min_intercept_speed_mps=float(min_intercept_speed_mps),
    )
    if burnout_speed_mps is not None:
        burnout_mps, drag_scale = burnout_speed_mps, _drag_for_range(stated, burnout_speed_mps)
    else:
        burnout_mps, drag_scale = _burnout_without_speed_mps(stated, mean_speed_mps), FREE_DRAG_SCALE
    missile, fan = _fitted(stated, drag_scale, burnout_mps)
    residuals = _residuals(missile, fan, stated, burnout_speed_mps, mean_speed_mps)
    return missile._replace(max_range_m=stated.max_range_m), residuals
