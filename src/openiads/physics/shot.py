"""The shot at a point: which launch and which start of steering bring a missile there quickest."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled
from openiads.constants import EARTH_RADIUS_M
from openiads.physics.arcs import aim
from openiads.physics.homing import MET, Target, home, separation_of

ARC_HANDOVER_S = 20.0  # assumed: an arc through the point is steered for its last seconds only
LOFT_COAST_S = 20.0  # assumed: a loft is steered down from so long after burnout
LATE_HANDOVERS_S = (ARC_HANDOVER_S, 60.0, 35.0, 20.0)  # assumed: else from so long before it meets, tried in turn
FIRST_LOFT_RAD = 0.35  # above the line of sight: where the search for the best loft begins
SEARCH_STEP_S = 0.25  # five times `steps.STEP_S`: a table takes ten thousand flights, at points that do not move
LOFT_STEP = 5  # arcs of the fan between two lofts that are tried


class Shot(NamedTuple):
    """How to fire so as to meet a target at a point: aim, start of steering, and what is expected."""

    flight_s: float
    elevation_rad: float
    handover_s: float  # after launch
    speed_mps: float


@compiled
def _state_on_arc(fan, arc, sample):
    turn_rad = fan.ground_range_m[arc, sample] / EARTH_RADIUS_M
    radius_m = EARTH_RADIUS_M + fan.altitude_amsl_m[arc, sample]
    speed_mps, lean_rad = fan.speed_mps[arc, sample], fan.path_rad[arc, sample] - turn_rad
    position_m = (0.0, radius_m * np.sin(turn_rad), radius_m * np.cos(turn_rad))
    return position_m, (0.0, speed_mps * np.cos(lean_rad), speed_mps * np.sin(lean_rad))


@compiled
def _handover_sample(fan, arc, there_m, latest_s, to_go_s):
    # where the steering of a loft begins: at a time after launch, or earlier where the point is only seconds ahead
    low, high = 0, fan.flown[arc] - 1
    while high - low > 1:
        middle = (low + high) // 2
        position_m, velocity_mps = _state_on_arc(fan, arc, middle)
        _, _, left_s = separation_of(position_m, velocity_mps, there_m, (0.0, 0.0, 0.0))
        if left_s <= to_go_s or fan.time_s[arc, middle] >= latest_s:
            high = middle
        else:
            low = middle
    return high


@compiled
def shoot_at(missile, fan, elevations_rad, launch_amsl_m, altitude_amsl_m, ground_range_m, needed_mps):
    """Quickest way to meet a target at a point.

    Parameters
    ----------
    missile : Missile
    fan : Fan
        Of that missile at that launcher height (`fly_arcs`).
    elevations_rad : (a,) array
        Elevations of the fan, `ARC_ELEVATIONS_RAD`. [rad]
    launch_amsl_m : float
        Height of the launcher. [m]
    altitude_amsl_m, ground_range_m : float
        The point. [m]
    needed_mps : float
        Slowest arrival that counts, from `needed_speed_mps`. [m/s]

    Returns
    -------
    Shot
        NaN throughout where the missile cannot meet a target there.

    Notes
    -----
    The best of the unsteered arc through the point and of lofts above it that are steered down soon after burnout
    (`homing.home`), or late where they would arrive too slow; lofts are searched outwards from a middle one until they
    get slower. A loft keeps speed for points that an arc would reach through thick air.

    References
    ----------
    fleeman-2001, chapter 3, flight trajectory shaping
    """
    level_rad = ground_range_m / EARTH_RADIUS_M
    radius_m = EARTH_RADIUS_M + altitude_amsl_m
    there_m = (0.0, radius_m * np.sin(level_rad), radius_m * np.cos(level_rad))
    lift_m = there_m[2] - EARTH_RADIUS_M - launch_amsl_m
    too_near = not there_m[1] ** 2 + lift_m**2 >= missile.min_range_m**2
    if too_near or ground_range_m > missile.max_range_m or altitude_amsl_m > missile.max_altitude_m:
        return Shot(np.nan, np.nan, np.nan, np.nan)
    flight_s, elevation_rad, speed_mps = aim(missile, fan, elevations_rad, altitude_amsl_m, ground_range_m, needed_mps)
    best = Shot(flight_s, elevation_rad, max(0.0, flight_s - ARC_HANDOVER_S), speed_mps)
    point = Target(0.0, ground_range_m, altitude_amsl_m, 0.0, 0.0, 0.0)
    sight_rad = np.arctan2(lift_m, there_m[1])
    lowest = 0
    while lowest < elevations_rad.size and elevations_rad[lowest] < sight_rad:
        lowest += 1
    middle = lowest
    while middle < elevations_rad.size and elevations_rad[middle] < sight_rad + FIRST_LOFT_RAD:
        middle += 1
    latest_s = missile.burn_time_s + LOFT_COAST_S
    for to_go_s in LATE_HANDOVERS_S:
        for way in (LOFT_STEP, -LOFT_STEP):
            arc, before_s = (middle if way > 0 else middle - LOFT_STEP), np.nan
            while lowest <= arc < elevations_rad.size:
                sample = _handover_sample(fan, arc, there_m, latest_s, to_go_s)
                start_s = fan.time_s[arc, sample]
                position_m, velocity_mps = _state_on_arc(fan, arc, sample)
                _, _, left_s = separation_of(position_m, velocity_mps, there_m, (0.0, 0.0, 0.0))
                if not (start_s >= missile.burn_time_s and start_s + left_s >= best.flight_s):
                    outcome, time_s, _, speed_mps, _ = home(
                        missile, launch_amsl_m, start_s, position_m, velocity_mps, point, SEARCH_STEP_S)
                    if outcome == MET and time_s > before_s:
                        break
                    if outcome == MET:
                        before_s = time_s
                        if speed_mps >= needed_mps and not time_s >= best.flight_s:
                            best = Shot(time_s, elevations_rad[arc], start_s, speed_mps)
                arc += way
        if best.flight_s > 0.0:
            break
        latest_s = np.inf  # steered down early it arrives too slow: dive late and steep
    return best
