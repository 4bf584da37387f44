"""The page's arrays: terrain and floors, detection and engagement by altitude, profiles and the corridor."""

import math
from typing import Any

import numpy as np

from openiads.constants import FOOT_M
from openiads.coverage.arms import StudyAreas
from openiads.coverage.corridor import Exposure
from openiads.coverage.lookup import (
    bits_of,
    detection_range_m,
    lowest_floor_amsl_m,
    outermost_m,
    terrain_amsl_m,
    weather_row,
)
from openiads.coverage.polar import PolarGrid
from openiads.coverage.profile import VerticalProfile
from openiads.coverage.site import BALLISTIC, SiteModel
from openiads.coverage.sky import ALTITUDES
from openiads.output.findings import interval_of
from openiads.output.pack import pack_i16, pack_u16
from openiads.scenario.model import Scenario

FLOOR_OFFSET_M = -500.0  # the lowest land lies above it
FLOOR_NEVER_M = 32_000.0  # floors from here on lie above every altitude that is asked for
PERCENTS = {"p10": 10.0, "p50": 50.0, "p90": 90.0}  # of the year with at least this refraction


def page_polar(polar: PolarGrid) -> dict[str, Any]:
    """The page's grid: the study's bearings, and two of its rings in one."""
    return {"bearings": polar.bearings, "range_step_m": 2 * polar.ring_step_m, "rings": -(-polar.rings // 2)}


def _pairs(values: np.ndarray) -> np.ndarray:
    """Mean of neighbouring rings, (B, R) to (B, R / 2); an odd last ring stands for two."""
    even = np.pad(values, ((0, 0), (0, values.shape[1] % 2)), mode="edge")
    return even.reshape(even.shape[0], -1, 2).mean(axis=2)


def polar_site(site: SiteModel) -> dict[str, Any]:
    """Terrain and floors of one site on the page's grid."""
    def floor(radars: tuple[str, ...], percent: float) -> dict[str, Any]:
        values = _pairs(lowest_floor_amsl_m(site, radars, weather_row(site, percent)))
        return pack_u16(values, offset=FLOOR_OFFSET_M, never_from=FLOOR_NEVER_M)

    return {
        "site": site.place.id, "terrain_amsl_m": pack_i16(_pairs(terrain_amsl_m(site).astype(float))),
        "search": {name: floor(site.post.searches, percent) for name, percent in PERCENTS.items()},
        "engage": {"p50": floor(site.post.guides, 50.0)},
    }


def engagement_of(site: SiteModel) -> dict[str, Any]:
    """Outermost engaged range of every class by altitude and bearing, nominal beliefs."""
    altitudes = len(site.question.altitudes)
    scratch = bits_of(site)
    near_m, far_m = site.salvo.reach_m(0, site.polar) if site.salvo else (np.zeros(ALTITUDES), np.zeros(ALTITUDES))
    return {
        "site": site.place.id,
        "classes": {
            target: {
                "reach_m": [float(value) for value in far_m[:altitudes]],
                "min_m": [float(value) for value in near_m[:altitudes]],
                "limit": pack_u16(outermost_m(site, scratch.engaged[c])[:altitudes], scale=10.0),
            }
            for c, target in enumerate(site.question.targets) if target != BALLISTIC
        },
    }


def range_ladders(study: StudyAreas) -> dict[str, Any]:
    """Detection range by power of every class at every altitude, with its interval. [m]"""
    range_m = detection_range_m(study.first)
    ladders = {}
    for c, target in enumerate(study.question.targets):
        items = [interval_of(study, range_m[:, c, a]) for a in range(len(study.question.altitudes))]
        ladders[target] = {name: [round(getattr(item, name)) for item in items] for name in ("nominal", "low", "high")}
    return ladders


def profile_entry(study: StudyAreas, site: str, label: str, profile: VerticalProfile, step: int = 4) -> dict[str, Any]:
    """One preset bearing, thinned to about a kilometre."""
    nominal, lead = study.beliefs.nominal, study.scenario.missiles[0].id
    top_m, reach_m = nominal[f"{lead}.max_altitude"].value, nominal[f"{lead}.max_range"].value
    distance_m = profile.distance_m[::step]
    low = [float(value) if value_m <= reach_m else None
           for value, value_m in zip(profile.terrain_amsl_m[::step], distance_m, strict=True)]
    return {
        "site": site, "label": label, "bearing_deg": round(math.degrees(profile.bearing_rad) % 360, 2),
        "distance_m": [float(value) for value in distance_m],
        "terrain_amsl_m": [round(float(value)) for value in profile.terrain_amsl_m[::step]],
        "floor_amsl_m": {
            "p10": _line(profile.floor_amsl_m["strong"][::step]), "p50": _line(profile.floor_amsl_m["median"][::step]),
            "p90": _line(profile.floor_amsl_m["weak"][::step]),
        },
        "missile_band_m": {"min": low, "max": [None if value is None else top_m for value in low]},
    }


def _line(values: np.ndarray) -> list[float | None]:
    return [round(float(value)) if math.isfinite(value) else None for value in values]


def corridor_entry(scenario: Scenario, exposure: Exposure | None) -> dict[str, Any] | None:
    """The given route with what is seen and engageable along it, by flight level."""
    if exposure is None or scenario.corridor is None:
        return None
    along_nm = exposure.route.along_nm
    rows = [
        {"distance_nm": round(float(along_nm[n]), 1), "flight_level": round(level.value_m / (100 * FOOT_M)),
         "seen": bool(exposure.seen[f, n]), "engageable": bool(exposure.engageable[f, n])}
        for f, level in enumerate(exposure.flight_levels) for n in range(along_nm.size)
    ]
    points = [{"name": point.name, "lat": point.position.lat_deg, "lon": point.position.lon_deg}
              for point in scenario.corridor.points]
    standing = " and ".join(scenario.site(name).name for name in exposure.sites)
    note = (f"{scenario.corridor.note} What is taken to stand: {standing}. The hazard of concern is misidentification, "
            "not reach alone.")
    return {"name": scenario.corridor.name, "points": points, "rows": rows, "note": note}
