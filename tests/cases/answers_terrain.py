"""Answers to the terrain cases: profiles, grids, walls, cones and the horizon of a smooth earth."""

import math
import re
from fractions import Fraction
from typing import Any

import numpy as np

from openiads.constants import EARTH_RADIUS_M
from openiads.coverage.floor import visibility_floor_amsl_m
from openiads.earth.sightline import Profile, grazing_ray_amsl_m, in_sight, profile_floor_amsl_m
from openiads.physics.propagation import horizon_range_m
from tests.cases.registry import Case, answers

GRAZING_M = 1e-3  # a plain seen at a grazing angle counts as seen; far below any height that is asked for


def _k_factor(case: Case) -> float:
    words = str(case.inputs["k"]).strip().lower()
    if words in ("none", "no refraction", "without refraction"):
        return 1.0
    return math.inf if words.startswith(("inf", "flat", ".inf")) else float(Fraction(words))


def _radius_m(case: Case) -> float:
    """Effective earth radius of a case: by its k factor, or by GDAL's curvature coefficient."""
    if "k" in case.inputs:
        return _k_factor(case) * case.inputs["earth_radius_m"]
    told = str(case.inputs.get("curvature", 0)).strip().lower()
    curvature = 0.0 if re.match(r"none|no\b|flat|false|off|without", told) else float(Fraction(told))
    return case.inputs.get("earth_radius_m", 6_378_137.0) / curvature if curvature else math.inf


def _floor_behind_m(obstacle_range_m: float, obstacle_height_m: float, radar_height_m: float, ranges_m: Any,
                    radius_m: float) -> Any:
    """Floor at each range over a plain with one obstacle on it."""
    # of all the plain the place where a ray grazes it matters most, so that one sample there stands for all of it
    grazed_m = max(float(horizon_range_m(radar_height_m, 0.0, radius_m / EARTH_RADIUS_M)), GRAZING_M)
    landmarks = sorted([(grazed_m, 0.0), (float(obstacle_range_m), float(obstacle_height_m))])
    floors_m = []
    for range_m in np.atleast_1d(ranges_m):
        points = [(0.0, 0.0), *(point for point in landmarks if point[0] < range_m), (float(range_m), 0.0)]
        profile = Profile(*np.array(points).T)
        floors_m.append(profile_floor_amsl_m(profile, radar_height_m, effective_earth_radius_m=radius_m)[-1])
    return floors_m if np.ndim(ranges_m) else floors_m[0]


@answers("terrain", inputs={"heights_m", "cell_size_m", "observer_index", "observer_height_above_ground_m"},
         expected={"min_visible_height_above_ground_m", "min_visible_height_above_datum_m"})
def profile_both_ways(case: Case) -> dict[str, Any]:
    given, heights_m = case.inputs, np.array(case.inputs["heights_m"], dtype=float)
    at = given["observer_index"]
    antenna_m = heights_m[at] + given["observer_height_above_ground_m"]
    ray_m = np.empty(len(heights_m))
    for way in (slice(at, None), slice(at, None, -1)):
        side_m = heights_m[way]
        profile = Profile(np.arange(len(side_m)) * float(given["cell_size_m"]), side_m)
        ray_m[way] = grazing_ray_amsl_m(profile, antenna_m, effective_earth_radius_m=_radius_m(case))
    ray_m = np.where(np.isfinite(ray_m), ray_m, heights_m)  # nothing lies between the observer and its neighbours
    return {
        "min_visible_height_above_ground_m": np.maximum(ray_m - heights_m, 0),
        "min_visible_height_above_datum_m": np.maximum(ray_m, 0),
    }


@answers("terrain", inputs={"heights_m", "z_a_m", "z_b_m"}, expected={"visible"})
def two_cells(case: Case) -> dict[str, Any]:
    heights_m = np.atleast_2d(np.array(case.inputs["heights_m"], dtype=float))
    end = (heights_m.shape[0] - 1, heights_m.shape[1] - 1)
    return {"visible": [in_sight(heights_m, 1.0, (0, 0), float(a), end, float(b))
                        for a, b in zip(case.array("z_a_m"), case.array("z_b_m"), strict=True)]}


@answers("terrain", inputs={"heights_m", "cell_size_m", "observer_row", "observer_col"}, expected={"visible"})
def grid(case: Case) -> dict[str, Any]:
    given, heights_m = case.inputs, np.array(case.inputs["heights_m"], dtype=np.float32)
    row, col = given["observer_row"], given["observer_col"]
    floor_m = visibility_floor_amsl_m(
        heights_m, given["cell_size_m"], row, col, float(heights_m[row, col]) + given["observer_height_above_ground_m"],
        effective_earth_radius_m=_radius_m(case),
    )
    seen = floor_m <= heights_m + given.get("target_height_m", 0) + 1e-6
    wanted = np.array(next(item.value for item in case.expected if item.name == "visible"))
    mark = wanted.dtype.type(1 if wanted.dtype == bool else wanted.max())  # true, 1 or 127 where a cell is seen
    return {"visible": (seen * mark).reshape(wanted.shape)}


@answers("terrain", inputs={"wall_height_m", "wall_range_m", "radar_height_m", "ranges_m", "k", "earth_radius_m"},
         expected={"min_visible_height_m"})
def wall(case: Case) -> dict[str, Any]:
    given = case.inputs
    return {"min_visible_height_m": _floor_behind_m(given["wall_range_m"], given["wall_height_m"],
                                                    given["radar_height_m"], given["ranges_m"], _radius_m(case))}


@answers("terrain", inputs={"radar_height_m", "target_height_m", "k", "earth_radius_m"},
         expected={"max_visible_range_m"})
def smooth_earth(case: Case) -> dict[str, Any]:
    targets_m = np.array(case.inputs["target_height_m"], dtype=float)
    k_factor = _radius_m(case) / EARTH_RADIUS_M
    return {"max_visible_range_m": horizon_range_m(case.inputs["radar_height_m"], targets_m, k_factor)}


@answers("terrain", inputs={"radar_height_m", "radar_xy_m", "cone_centre_xy_m", "cone_height_m", "cone_base_radius_m",
                            "cell_size_m"},
         expected={"shadow_tip_x_m", "shadow_half_angle_deg", "shadow_area_outside_base_m2", "cells_wrong_*"})
def cone_from_above(case: Case) -> dict[str, Any]:
    given = case.inputs
    radar, centre = np.array(given["radar_xy_m"], dtype=float), np.array(given["cone_centre_xy_m"], dtype=float)
    height_m, base_m = float(given["cone_height_m"]), float(given["cone_base_radius_m"])
    radar_m, cell_m = float(given["radar_height_m"]), float(given["cell_size_m"])
    tip = radar + (centre - radar) * radar_m / (radar_m - height_m)
    reach_m = float(np.hypot(*(tip - centre)))
    tangent_m = math.sqrt(reach_m**2 - base_m**2)
    half_angle = math.asin(base_m / reach_m)

    # the plain about radar and shadow, one cell centre under the radar
    margin_m = base_m + 20 * cell_m
    low = np.floor((np.minimum.reduce([radar, centre, tip]) - margin_m - radar) / cell_m).astype(int)
    high = np.ceil((np.maximum.reduce([radar, centre, tip]) + margin_m - radar) / cell_m).astype(int)
    x_m = radar[0] + cell_m * np.arange(low[0], high[0] + 1)[None, :]
    y_m = radar[1] + cell_m * np.arange(low[1], high[1] + 1)[:, None]
    from_centre_m = np.hypot(x_m - centre[0], y_m - centre[1])
    heights_m = np.maximum(height_m * (1 - from_centre_m / base_m), 0)
    floor_m = visibility_floor_amsl_m(heights_m, cell_m, -low[1], -low[0], radar_m,
                                      effective_earth_radius_m=_radius_m(case))
    hidden = floor_m > heights_m.astype(np.float32) + GRAZING_M

    ahead = (centre - tip) / reach_m
    along_m = (x_m - tip[0]) * ahead[0] + (y_m - tip[1]) * ahead[1]
    aside_m = np.abs((x_m - tip[0]) * ahead[1] - (y_m - tip[1]) * ahead[0])
    inside_m = along_m * math.sin(half_angle) - aside_m * math.cos(half_angle)  # from the side of the wedge, inwards
    plain = from_centre_m > base_m
    to_touch_m = along_m * math.cos(half_angle) + aside_m * math.sin(half_angle)
    shadow = plain & (inside_m > 0) & (to_touch_m > 0) & (to_touch_m < tangent_m)
    doubt_m = 1.5 * cell_m
    near_side = (np.abs(inside_m) < doubt_m) & (to_touch_m > -doubt_m) & (to_touch_m < tangent_m + doubt_m)
    near_edge = near_side | (np.abs(from_centre_m - base_m) < doubt_m)
    wrong = int((plain & ~near_edge & (hidden != shadow)).sum())
    answer = {
        "shadow_tip_x_m": tip[0],
        "shadow_half_angle_deg": math.degrees(half_angle),
        "shadow_area_outside_base_m2": base_m * tangent_m - base_m**2 * math.acos(base_m / reach_m),
    }
    return answer | {item.name: wrong for item in case.expected if item.name.startswith("cells_wrong")}


@answers("terrain", inputs={"radar_height_m", "cone_centre_x_m", "cone_height_m", "on_axis_targets_m",
                            "target_height_m"}, expected={"visible", "min_visible_height_m"})
def cone_above_the_radar(case: Case) -> dict[str, Any]:
    given = case.inputs
    targets_m = np.atleast_1d(np.array(given["on_axis_targets_m"], dtype=float))
    targets_m = targets_m[:, 0] if targets_m.ndim > 1 else targets_m  # points of the axis, x first
    heights_m = np.broadcast_to(np.array(given["target_height_m"], dtype=float), targets_m.shape)
    floors_m = _floor_behind_m(given["cone_centre_x_m"], given["cone_height_m"], given["radar_height_m"],
                               targets_m.tolist(), _radius_m(case))
    return {"visible": [bool(height >= floor) for height, floor in zip(heights_m, floors_m, strict=True)],
            "min_visible_height_m": floors_m}
