"""M16 in a fight: how long those who are no part of it fly where they are seen, and where they could be engaged."""

import numpy as np

from openiads.compiled import compiled
from openiads.engagement.replicate import World
from openiads.engagement.weapons import ALTITUDES_AMSL_M, RANGE_STEP_M, seen_from


@compiled
def _mark_reached(position_m, axes, launch_amsl_m, altitudes_amsl_m, points_m, flight_s, reached):
    # those points to which a missile has a shot, by its plan to the nearest height and range
    for k in range(points_m.shape[0]):
        offset_m = (points_m[k, 0] - position_m[0], points_m[k, 1] - position_m[1], points_m[k, 2] - position_m[2])
        range_m, _, altitude_m = seen_from(offset_m, axes, launch_amsl_m)
        a = np.argmin(np.abs(altitudes_amsl_m - altitude_m))
        g = int(range_m / RANGE_STEP_M)
        if g < flight_s.shape[1] and np.isfinite(flight_s[a, g]):
            reached[k] = True


def _minutes_at(world: World, f: int, start_s: float) -> np.ndarray:
    """Time that each point of a path stands for, within the run, (k,). [min]"""
    at_s = start_s + world.air.along[world.air.first[f]:world.air.first[f + 1]] / world.air.pace[f]
    edges_s = np.concatenate([at_s[:1], (at_s[1:] + at_s[:-1]) / 2, at_s[-1:]])
    return np.diff(np.clip(edges_s, 0.0, world.duration_s)) / 60


def neutral_minutes(world: World, pd: float) -> tuple[float, float]:
    """Minutes that all neutral flyers of a run together spend where they are seen, and where they could be engaged.

    Parameters
    ----------
    world : World
        Of one draw of belief.
    pd : float
        A point is seen where one look of some radar that searches detects it at least so often, 0 to 1.

    Returns
    -------
    tuple of float
        [min]

    Notes
    -----
    As the traffic flies when nobody interferes with it. A point that is seen could be engaged where the engagement
    radar of a fire unit detects it so often too, and a missile that this unit has ready has a shot to it. What anybody
    would do about it is not asked.
    """
    air, units = world.air, world.units
    searches = np.isfinite(world.radars.searches_from_s)
    seen_min = engageable_min = 0.0
    for f in np.flatnonzero(air.neutral).tolist():
        points = slice(air.first[f], air.first[f + 1])
        looks, minutes = world.sight.pd[:, points] >= pd, _minutes_at(world, f, float(air.start_s[f]))
        seen = looks[searches].any(axis=0)
        seen_min += float(minutes[seen].sum())
        engageable = np.zeros(minutes.size, bool)
        for u, guide in enumerate(units.guide):
            reached = np.zeros(minutes.size, bool)
            for missile in np.flatnonzero(units.rounds[u]):
                w = units.weapon[u, missile]
                _mark_reached(units.position_m[u], units.axes[u], world.weapons.launch_amsl_m[w], ALTITUDES_AMSL_M,
                              air.position_m[points], world.weapons.flight_s[w], reached)
            engageable |= reached & looks[guide]
        engageable_min += float(minutes[engageable & seen].sum())
    return seen_min, engageable_min
