"""The waist "one missile flies at one target": aim of a shot, the flight, and the table of what can be reached."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled
from openiads.constants import EARTH_RADIUS_M
from openiads.physics.arcs import ARC_ELEVATIONS_RAD, COAST_STEP_S, Fan, aim, fly_arcs, thrusts_and_masses
from openiads.physics.flight import CALM, ROUND_EARTH, rk4_step
from openiads.physics.homing import (
    GROUNDED,
    MET,
    TIMED_OUT,
    Target,
    height_and_speed,
    home,
    separation_of,
    step_length_s,
    target_state,
)
from openiads.physics.missile import EJECTION_SPEED_MPS, Missile, body_of, needed_speed_mps

ARC_HANDOVER_S = 20.0  # assumed: an arc through the point is steered for its last seconds only
LOFT_COAST_S = 20.0  # assumed: a loft is steered down from so long after burnout
LATE_HANDOVERS_S = (ARC_HANDOVER_S, 60.0, 35.0, 20.0)  # assumed: else from so long before it meets, tried in turn
FIRST_LOFT_RAD = 0.35  # above the line of sight: where the search for the best loft begins
SEARCH_STEP_S = 2.0
MEETING_SLACK_S = 0.05
LOFT_STEP = 5  # arcs of the fan between two lofts that are tried


class Shot(NamedTuple):
    """How to fire so as to meet a target at a point: aim, start of steering, and what is expected."""

    flight_s: float
    elevation_rad: float
    handover_s: float  # after launch
    speed_mps: float


class FiringTable(NamedTuple):
    """What a missile can reach from one height of launcher."""

    launch_amsl_m: float
    fan: Fan
    altitudes_amsl_m: np.ndarray  # (na,)
    ground_ranges_m: np.ndarray  # (nr,)
    flight_s: np.ndarray  # (na, nr), NaN where it cannot meet a target


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
def _try_loft(missile, fan, arc, launch_amsl_m, there_m, point, latest_s, to_go_s, best_s):
    # time of flight, start of steering and speed of a flight lofted along an arc; NaN where it does not meet
    sample = _handover_sample(fan, arc, there_m, latest_s, to_go_s)
    start_s = fan.time_s[arc, sample]
    position_m, velocity_mps = _state_on_arc(fan, arc, sample)
    left_m = np.sqrt((there_m[1] - position_m[1]) ** 2 + (there_m[2] - position_m[2]) ** 2)
    if start_s >= missile.burn_time_s and start_s + left_m / fan.speed_mps[arc, sample] >= best_s:
        return np.inf, start_s, 0.0  # the straight way at the speed it has would already be slower
    outcome, time_s, _, speed_mps, _ = home(missile, launch_amsl_m, start_s, position_m, velocity_mps, point)
    return (time_s if outcome == MET else np.nan), start_s, speed_mps


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
                time_s, start_s, speed_mps = _try_loft(
                    missile, fan, arc, launch_amsl_m, there_m, point, latest_s, to_go_s, best.flight_s)
                if time_s > before_s:
                    break
                if time_s > 0.0:
                    before_s = time_s
                    if speed_mps >= needed_mps and not time_s >= best.flight_s:
                        best = Shot(time_s, elevations_rad[arc], start_s, speed_mps)
                arc += way
        if best.flight_s > 0.0:
            break
        latest_s = np.inf  # steered down early it arrives too slow: dive late and steep
    return best


@compiled
def fly_out(missile, launch_amsl_m, elevation_rad, azimuth_rad, handover_s, target):
    """One missile flies at one target.

    Parameters
    ----------
    missile : Missile
    launch_amsl_m : float
        Height of the launcher. [m]
    elevation_rad, azimuth_rad : float
        First velocity, from `plan_shot`; azimuth from north, clockwise. [rad]
    handover_s : float
        When steering begins, after launch. [s]
    target : Target
        At launch; it holds its course.

    Returns
    -------
    outcome : int
        MET, MISSED, TOO_SLOW, TOO_CLOSE, TIMED_OUT or GROUNDED; `OUTCOMES` puts it into words.
    time_s, miss_m, speed_mps, apex_amsl_m : float
        At the closest approach: time of flight, distance, the missile's own speed; and the greatest height. [s] [m]
        [m/s] [m]

    Notes
    -----
    Boost and unsteered loft as aimed, then `homing.home`. Round earth at rest, still standard air.

    References
    ----------
    zarchan-2012, chapters 2 and 12
    """
    body = body_of(missile)
    level_mps = np.cos(elevation_rad) * EJECTION_SPEED_MPS
    position_m = (0.0, 0.0, EARTH_RADIUS_M + launch_amsl_m)
    velocity_mps = (
        level_mps * np.sin(azimuth_rad),
        level_mps * np.cos(azimuth_rad),
        np.sin(elevation_rad) * EJECTION_SPEED_MPS,
    )
    t_s, apex_m, height_m = 0.0, launch_amsl_m, launch_amsl_m
    while t_s < handover_s - 1e-9:
        step_s = step_length_s(missile, t_s, min(COAST_STEP_S, handover_s - t_s))
        thrusts_n, masses_kg = thrusts_and_masses(missile, t_s, step_s)
        position_m, velocity_mps = rk4_step(
            ROUND_EARTH, body, CALM, step_s, masses_kg, thrusts_n, (0.0, 0.0, 0.0), position_m, velocity_mps)
        t_s += step_s
        height_m, speed_mps = height_and_speed(position_m, velocity_mps)
        apex_m = max(apex_m, height_m)
        if height_m < min(0.0, launch_amsl_m) - 1.0 or t_s > missile.control_time_s:
            return GROUNDED if t_s <= missile.control_time_s else TIMED_OUT, t_s, np.inf, speed_mps, apex_m
    outcome, time_s, miss_m, speed_mps, top_m = home(missile, launch_amsl_m, t_s, position_m, velocity_mps, target)
    return outcome, time_s, miss_m, speed_mps, max(apex_m, top_m)


@compiled
def _fill_table(missile, fan, elevations_rad, launch_amsl_m, altitudes_amsl_m, ground_ranges_m, needed_mps):
    table_s = np.empty((altitudes_amsl_m.size, ground_ranges_m.size))
    for row in range(altitudes_amsl_m.size):
        for column in range(ground_ranges_m.size):
            table_s[row, column] = shoot_at(
                missile, fan, elevations_rad, launch_amsl_m, altitudes_amsl_m[row], ground_ranges_m[column], needed_mps
            ).flight_s
    return table_s


@compiled
def _read_table_s(table, altitude_amsl_m, ground_range_m):
    rows, columns = table.altitudes_amsl_m, table.ground_ranges_m
    if not (rows[0] <= altitude_amsl_m <= rows[-1] and columns[0] <= ground_range_m <= columns[-1]):
        return np.nan
    row, column = 0, 0
    while row < rows.size - 2 and rows[row + 1] < altitude_amsl_m:
        row += 1
    while column < columns.size - 2 and columns[column + 1] < ground_range_m:
        column += 1
    up = (altitude_amsl_m - rows[row]) / (rows[row + 1] - rows[row])
    out = (ground_range_m - columns[column]) / (columns[column + 1] - columns[column])
    near_s = (1.0 - up) * table.flight_s[row, column] + up * table.flight_s[row + 1, column]
    far_s = (1.0 - up) * table.flight_s[row, column + 1] + up * table.flight_s[row + 1, column + 1]
    return (1.0 - out) * near_s + out * far_s


@compiled
def _whereabouts(target, t_s):
    (x, y, z), _ = target_state(target, t_s)
    axis_m = np.sqrt(x * x + y * y)
    return np.sqrt(axis_m * axis_m + z * z) - EARTH_RADIUS_M, EARTH_RADIUS_M * np.arctan2(axis_m, z), np.arctan2(x, y)


@compiled
def plan_shot(missile, table, elevations_rad, target, target_speed_mps):
    """Aim of the earliest meeting with a target that holds its course.

    Parameters
    ----------
    missile : Missile
    table : FiringTable
        Of that missile; two or more altitudes and ranges.
    elevations_rad : (a,) array
        Elevations of the table's fan, `ARC_ELEVATIONS_RAD`. [rad]
    target : Target
        Now.
    target_speed_mps : float
        As given to `firing_table`. [m/s]

    Returns
    -------
    wait_s : float
        Time until launch: zero, or so long that the missile arrives with a target that flies into reach. [s]
    azimuth_rad : float
        Of the launch, from north, clockwise. [rad]
    shot : Shot
        NaN, like the rest, where they cannot meet within twice the control time.

    Notes
    -----
    The table tells by when the missile could be where the target then is; the shot at that point is then flown anew.

    References
    ----------
    zarchan-2012, chapter 12, predicted intercept point
    """
    shot = Shot(np.nan, np.nan, np.nan, np.nan)
    early_s, late_s = 0.0, 0.0
    height_m, range_m, azimuth_rad = _whereabouts(target, late_s)
    while not _read_table_s(table, height_m, range_m) <= late_s:
        early_s = late_s
        late_s += SEARCH_STEP_S
        if late_s > 2.0 * missile.control_time_s:
            return np.nan, np.nan, shot
        height_m, range_m, azimuth_rad = _whereabouts(target, late_s)
    while late_s - early_s > MEETING_SLACK_S:
        middle_s = 0.5 * (early_s + late_s)
        height_m, range_m, azimuth_rad = _whereabouts(target, middle_s)
        if _read_table_s(table, height_m, range_m) <= middle_s:
            late_s = middle_s
        else:
            early_s = middle_s
    needed_mps = needed_speed_mps(missile, target_speed_mps)
    for _ in range(4):
        height_m, range_m, azimuth_rad = _whereabouts(target, late_s)
        shot = shoot_at(missile, table.fan, elevations_rad, table.launch_amsl_m, height_m, range_m, needed_mps)
        if not shot.flight_s > late_s + MEETING_SLACK_S:
            break
        late_s = shot.flight_s
    return max(0.0, late_s - shot.flight_s), azimuth_rad, shot


def firing_table(
    missile: Missile,
    launch_amsl_m: float,
    altitudes_amsl_m: np.ndarray,
    ground_ranges_m: np.ndarray,
    target_speed_mps: float = 0.0,
) -> FiringTable:
    """Table of the points above a launcher where a target could be met; parameters as in `reach_table`."""
    fan = fly_arcs(missile, float(launch_amsl_m), ARC_ELEVATIONS_RAD)
    needed_mps = needed_speed_mps(missile, float(target_speed_mps))
    altitudes = np.ascontiguousarray(altitudes_amsl_m, dtype=float)
    ranges = np.ascontiguousarray(ground_ranges_m, dtype=float)
    flight_s = _fill_table(missile, fan, ARC_ELEVATIONS_RAD, float(launch_amsl_m), altitudes, ranges, needed_mps)
    return FiringTable(float(launch_amsl_m), fan, altitudes, ranges, flight_s)


def reach_table(
    missile: Missile,
    launch_amsl_m: float,
    altitudes_amsl_m: np.ndarray,
    ground_ranges_m: np.ndarray,
    target_speed_mps: float = 0.0,
) -> np.ndarray:
    """Time of flight to points above a launcher, where a target could be met.

    Parameters
    ----------
    missile : Missile
    launch_amsl_m : float
        Height of the launcher. [m]
    altitudes_amsl_m : (na,) array
        Heights of the points. [m]
    ground_ranges_m : (nr,) array
        Distances along the surface. [m]
    target_speed_mps : float
        Of a target that may turn away and must be out-run; 0 for one that only comes on. [m/s]

    Returns
    -------
    (na, nr) array
        Time of flight of the quickest shot (`shoot_at`); NaN where the missile cannot meet a target. [s]

    Notes
    -----
    Terrain and sight are the caller's, as is the lowest height over ground.

    References
    ----------
    fleeman-2001, chapter 3
    """
    return firing_table(missile, launch_amsl_m, altitudes_amsl_m, ground_ranges_m, target_speed_mps).flight_s


def engageable_range_m(table_s: np.ndarray, ground_ranges_m: np.ndarray) -> np.ndarray:
    """Nearest and farthest ground range at which each altitude of a table can be met.

    Parameters
    ----------
    table_s : (na, nr) array
        From `reach_table`. [s]
    ground_ranges_m : (nr,) array
        Its ground ranges. [m]

    Returns
    -------
    (na, 2) array
        Nearest and farthest; NaN for an altitude that cannot be met at all. [m]

    Examples
    --------
    >>> engageable_range_m(np.array([[np.nan, 5.0, 9.0, np.nan]]), np.array([0.0, 1e3, 2e3, 3e3])).tolist()
    [[1000.0, 2000.0]]
    """
    ranges = np.where(np.isnan(table_s), np.nan, np.asarray(ground_ranges_m, dtype=float)[None, :])
    nearest = np.where(np.isnan(ranges), np.inf, ranges).min(axis=1)
    farthest = np.where(np.isnan(ranges), -np.inf, ranges).max(axis=1)
    met = np.isfinite(farthest)
    return np.column_stack([np.where(met, nearest, np.nan), np.where(met, farthest, np.nan)])
