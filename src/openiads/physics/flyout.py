"""The waist "one missile flies at one target": the flight, the table of what can be reached, the plan of a shot."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled
from openiads.constants import EARTH_RADIUS_M
from openiads.physics.arcs import ARC_ELEVATIONS_RAD, Fan, fly_arcs
from openiads.physics.homing import GROUNDED, TIMED_OUT, home, target_state
from openiads.physics.missile import EJECTION_SPEED_MPS, Missile, needed_speed_mps
from openiads.physics.shot import Shot, shoot_at
from openiads.physics.steps import STEP_S, fly_free, height_and_speed

SEARCH_STEP_S = 2.0
MEETING_SLACK_S = 0.05


class FiringTable(NamedTuple):
    """What a missile can reach from one height of launcher."""

    launch_amsl_m: float
    fan: Fan
    altitudes_amsl_m: np.ndarray  # (na,)
    ground_ranges_m: np.ndarray  # (nr,)
    flight_s: np.ndarray  # (na, nr), NaN where it cannot meet a target


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

    Examples
    --------
    >>> from openiads.physics.homing import OUTCOMES, Target
    >>> from openiads.physics.missile_fit import fit_missile
    >>> missile, _ = fit_missile(max_range_m=120e3, burnout_speed_mps=1400.0)
    >>> table = firing_table(missile, 0.0, np.array([0.0, 12e3]), np.linspace(0.0, 120e3, 13))
    >>> inbound = Target(0.0, 90e3, 9e3, 0.0, -250.0, 0.0)
    >>> wait_s, azimuth_rad, shot = plan_shot(missile, table, ARC_ELEVATIONS_RAD, inbound, 250.0)
    >>> OUTCOMES[fly_out(missile, 0.0, shot.elevation_rad, azimuth_rad, shot.handover_s, inbound)[0]]
    'met'
    """
    level_mps = np.cos(elevation_rad) * EJECTION_SPEED_MPS
    position_m = (0.0, 0.0, EARTH_RADIUS_M + launch_amsl_m)
    velocity_mps = (
        level_mps * np.sin(azimuth_rad),
        level_mps * np.cos(azimuth_rad),
        np.sin(elevation_rad) * EJECTION_SPEED_MPS,
    )
    floor_m = min(0.0, launch_amsl_m) - 1.0
    until_s = min(handover_s, missile.control_time_s + STEP_S)
    t_s, position_m, velocity_mps, apex_m = fly_free(missile, 0.0, until_s, floor_m, position_m, velocity_mps)
    height_m, speed_mps = height_and_speed(position_m, velocity_mps)
    if height_m < floor_m or t_s > missile.control_time_s:
        return GROUNDED if t_s <= missile.control_time_s else TIMED_OUT, t_s, np.inf, speed_mps, apex_m
    outcome, time_s, miss_m, speed_mps, top_m = home(
        missile, launch_amsl_m, t_s, position_m, velocity_mps, target, STEP_S)
    return outcome, time_s, miss_m, speed_mps, max(launch_amsl_m, apex_m, top_m)


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
    launch = float(launch_amsl_m)
    flight_s = [  # a loop of Python about one kernel: a kernel about it would take longer to compile than it saves
        [shoot_at(missile, fan, ARC_ELEVATIONS_RAD, launch, height, reach, needed_mps).flight_s for reach in ranges]
        for height in altitudes
    ]
    return FiringTable(launch, fan, altitudes, ranges, np.array(flight_s).reshape(altitudes.size, ranges.size))


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

    Examples
    --------
    >>> from openiads.physics.missile_fit import fit_missile
    >>> missile, _ = fit_missile(max_range_m=120e3, burnout_speed_mps=1400.0)
    >>> np.isfinite(reach_table(missile, 0.0, np.array([8e3]), np.array([60e3, 130e3]))).tolist()
    [[True, False]]
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
