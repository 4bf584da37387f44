"""Where a track will be: straight on, or in free fall where its speed and height say that nothing carries it."""

import numpy as np

from openiads.compiled import compiled_bare
from openiads.constants import EARTH_RADIUS_M, WGS84_GM_M3PS2
from openiads.engagement.tracker import track_state
from openiads.engagement.weapons import ALTITUDES_AMSL_M, meeting_s, seen_from

FREE_MPS = 800.0  # assumed: nothing that its wings carry flies faster
CARRIED_BELOW_M = 20_000.0  # assumed: nothing that its wings carry flies higher
STEEP_MPS = 200.0  # assumed: what is fast and climbs or dives faster than this is thrown, not flown
SEARCH_STEP_S = 1.0
SEARCH_STEPS = 150  # a missile of the library flies no longer to anything that falls


@compiled_bare
def is_falling(place_m, velocity_mps):
    """Whether a course is that of something thrown: fast, and very high or steep.

    Parameters
    ----------
    place_m, velocity_mps : (float, float, float)
        In the frame of the laydown. [m] [m/s]
    """
    x, y, rise_m = place_m[0], place_m[1], EARTH_RADIUS_M + place_m[2]
    vx, vy, vz = velocity_mps
    if vx * vx + vy * vy + vz * vz < FREE_MPS * FREE_MPS:
        return False
    centre_m = np.sqrt(x * x + y * y + rise_m * rise_m)
    climb_mps = (vx * x + vy * y + vz * rise_m) / centre_m
    return centre_m - EARTH_RADIUS_M > CARRIED_BELOW_M or abs(climb_mps) > STEEP_MPS


@compiled_bare
def course_ahead(place_m, velocity_mps, falling, later_s):
    """Place and velocity after a time, straight on or in free fall without drag. [m] [m/s]

    Parameters
    ----------
    place_m, velocity_mps : (float, float, float)
        In the frame of the laydown. [m] [m/s]
    falling : bool
        From `is_falling`.
    later_s : float
        [s]

    Returns
    -------
    place_m, velocity_mps : (float, float, float)

    Notes
    -----
    p + v t + a t^2/2 with the pull of the earth half-way, a = -GM r/|r|^3 at r(t/2) = p + v t/2.
    Valid for a minute or two, in which the pull hardly turns; the air is left out.

    References
    ----------
    zarchan-2012, chapter 11

    Examples
    --------
    >>> (_, _, up_m), (_, _, climb_mps) = course_ahead((0.0, 0.0, 40e3), (0.0, 1000.0, 0.0), True, 10.0)
    >>> round(up_m), round(climb_mps, 1)
    (39515, -97.0)
    """
    x, y, z = place_m
    vx, vy, vz = velocity_mps
    if not falling:
        return (x + later_s * vx, y + later_s * vy, z + later_s * vz), (vx, vy, vz)
    half_s = 0.5 * later_s
    hx, hy, hz = x + half_s * vx, y + half_s * vy, EARTH_RADIUS_M + z + half_s * vz
    square_m2 = hx * hx + hy * hy + hz * hz
    pull = -WGS84_GM_M3PS2 / (square_m2 * np.sqrt(square_m2))
    fall_s2 = half_s * later_s * pull
    return ((x + later_s * vx + fall_s2 * hx, y + later_s * vy + fall_s2 * hy, z + later_s * vz + fall_s2 * hz),
            (vx + later_s * pull * hx, vy + later_s * pull * hy, vz + later_s * pull * hz))


@compiled_bare
def course_of(tracks, row, t_s):
    """Place, velocity and fall of a track at a time, by the track's own account. [m] [m/s]

    Parameters
    ----------
    tracks : Tracks
    row : int
    t_s : float
        [s]

    Returns
    -------
    place_m, velocity_mps : (float, float, float)
    falling : bool
    """
    plotted_s = tracks.time_s[row, tracks.head[row]]
    x, y, z, vx, vy, vz = track_state(tracks, row, plotted_s)
    falling = is_falling((x, y, z), (vx, vy, vz))
    place_m, velocity_mps = course_ahead((x, y, z), (vx, vy, vz), falling, t_s - plotted_s)
    return place_m, velocity_mps, falling


@compiled_bare
def falling_meeting_s(weapons, w, place_m, velocity_mps, origin_m, axes):
    """Time after a launch now at which a missile could meet a target that falls.

    Parameters
    ----------
    weapons : Weapons
    w : int
        Which of them.
    place_m, velocity_mps : (float, float, float)
        Of the target, in the frame of the laydown. [m] [m/s]
    origin_m : (float, float, float)
        The launcher. [m]
    axes : (3, 3) array
        East, north and up at the launcher.

    Returns
    -------
    float
        NaN where they cannot meet by a launch now: out of reach, too late, or so early that the missile would be there
        long before the target. [s]

    Notes
    -----
    The first time at which the target is where the missile flies to in that time; what falls comes into reach from
    above, where a search that starts from its place now would end.
    """
    spared_s = np.nan
    for step in range(1, SEARCH_STEPS + 1):
        later_s = step * SEARCH_STEP_S
        there_m, _ = course_ahead(place_m, velocity_mps, True, later_s)
        offset_m = there_m[0] - origin_m[0], there_m[1] - origin_m[1], there_m[2] - origin_m[2]
        _, _, altitude_m = seen_from(offset_m, axes, weapons.launch_amsl_m[w])
        if altitude_m < weapons.launch_amsl_m[w]:
            return np.nan
        flight_s = np.nan if altitude_m > ALTITUDES_AMSL_M[-1] else meeting_s(
            weapons, w, ALTITUDES_AMSL_M, offset_m, (0.0, 0.0, 0.0), axes, np.inf)
        before_s, spared_s = spared_s, later_s - flight_s
        if spared_s >= 0.0:
            if before_s < 0.0:
                return later_s - SEARCH_STEP_S * spared_s / (spared_s - before_s)
            if spared_s < SEARCH_STEP_S:
                return later_s
    return np.nan
