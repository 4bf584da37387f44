"""Results of a site's answer for the envelope: geometry, detection and engagement, apart from each other."""

from typing import Any, NamedTuple

import numpy as np

from openiads.coverage.combine import METRICS, combine
from openiads.coverage.lookup import altitudes_amsl_m, bits_of, detection_range_m, ground_amsl_m, outermost_m
from openiads.coverage.rows import Rows
from openiads.coverage.site import BALLISTIC, CLAIM_PD, CLAIM_PFA, CLAIM_SWERLING_CASE, SiteModel
from openiads.output.site_answer import SiteAnswer, antenna_height_m, terrain_under
from openiads.output.statistics import estimate
from openiads.physics.layered import layered_horizon_m, layers_above_site
from openiads.physics.propagation import horizon_range_m
from openiads.physics.refractivity import surface_refractivity
from openiads.units import Altitude

KM, KM2 = 1e-3, 1e-6


def smooth_sight_m(answer: SiteAnswer, site: SiteModel, altitude: Altitude) -> np.ndarray:
    """First sight over a smooth earth in the nominal row and the weather rows, in closed form. [m]"""
    height_m = antenna_height_m(answer.asked, site.place)
    ground_m = ground_amsl_m(site)
    target_m = altitude.value_m if altitude.reference == "AGL" else altitude.value_m - ground_m
    factors = site.air.k_factor[: 1 + site.rows.weather]
    if not site.air.layered:
        return np.array([horizon_range_m(height_m, target_m, k_factor) for k_factor in factors])
    surface_n = surface_refractivity(site.place.lat_deg, site.place.lon_deg, ground_m)
    return np.array([
        layered_horizon_m(height_m, target_m, layers_above_site(k_factor, surface_n, ground_m)) for k_factor in factors
    ])


class Seen(NamedTuple):
    """What one site sees of one class at one altitude."""

    sight_m: np.ndarray  # (1 + weather,) first sight, the median over bearings
    by_bearing_m: np.ndarray  # (B,) first sight in the nominal row; one value over a smooth earth
    range_m: np.ndarray  # (rows,) greatest range by power
    share: np.ndarray  # (rows, 3) of the ring: sight, detection, engagement


def _seen(answer: SiteAnswer, number: int, c: int, a: int) -> Seen:
    asked, site = answer.asked, answer.sites[number]
    rows = site.rows
    share = answer.area_m2[number][:, :, c, a] / site.polar.disc_area_m2
    range_m = detection_range_m(site)[:, c, a]
    if not answer.is_smooth:
        by_bearing_m = outermost_m(site, bits_of(site).sight)[a]
        return Seen(np.array([np.median(by_bearing_m)]), by_bearing_m, range_m, share)
    sight_m = smooth_sight_m(answer, site, asked.altitudes[a])
    horizon_m = rows.column(sight_m[0], np.full(rows.draws, sight_m[0]))
    horizon_m[rows.weather_rows] = sight_m[1:]
    # over a smooth earth detection ends at the nearer of power and horizon
    for metric, outer_m in enumerate((horizon_m, np.minimum(horizon_m, range_m))):
        share[:, metric] = np.minimum(outer_m / asked.ring_m, 1.0) ** 2
    return Seen(sight_m, sight_m[:1], range_m, share)


def _three(rows: Rows, values: np.ndarray, factor: float = 1.0) -> dict[str, float]:
    """Nominal value, interval over the draws, and the interval's level."""
    return estimate(float(values[0]), values[rows.claim_rows], rows.level).scaled(factor).as_dict()


def _weather(rows: Rows, values: np.ndarray) -> dict[str, float]:
    spread = values[: 1 + rows.weather]
    return {"low": float(np.min(spread)), "high": float(np.max(spread))}


def _share_and_area(site: SiteModel, share: np.ndarray) -> dict[str, dict[str, float]]:
    return {"share_of_ring": _three(site.rows, share),
            "area_km2": _three(site.rows, share * site.polar.disc_area_m2, KM2)}


def _geometric(site: SiteModel, seen: Seen) -> dict[str, Any]:
    share = float(seen.share[0, 0])
    low_m, high_m = np.quantile(seen.by_bearing_m, [0.05, 0.95])
    return {
        "first_sight_km": float(seen.sight_m[0]) * KM,
        "first_sight_by_bearing_km": {"low": float(low_m) * KM, "high": float(high_m) * KM},
        "share_of_ring": share, "share_of_ring_percent": 100 * share,
        "area_km2": share * site.polar.disc_area_m2 * KM2,
        "weather_share_of_ring": _weather(site.rows, seen.share[:, 0]),
    }


def _detection(answer: SiteAnswer, site: SiteModel, seen: Seen, target: str) -> dict[str, Any]:
    asked, rows = answer.asked, site.rows
    reference = answer.beliefs.reference_range(asked.radar)
    believed = reference.believed
    return {
        "pd": asked.pd, "pfa": asked.pfa, "swerling": asked.swerling, "radar": asked.radar,
        "range_km": _three(rows, seen.range_m, KM),
        "first_detection_km": _three(rows, np.minimum(seen.range_m, seen.sight_m[0]), KM),
        **_share_and_area(site, seen.share[:, 1]),
        "weather_share_of_ring": _weather(rows, seen.share[:, 1]),
        "reference": {
            "claim": believed.claim_id, "status": believed.status, "grade": believed.grade,
            "range_km": reference.range_m * KM, "rcs_m2": reference.rcs_m2, "rcs_status": believed.condition_status,
            "pd": CLAIM_PD, "pfa": CLAIM_PFA, "swerling": CLAIM_SWERLING_CASE,
            "has_rcs_tagged_witness": reference.has_rcs_tagged_witness,
        },
        "rcs_m2": _three(rows, rows.believed(answer.beliefs, f"{target}.rcs")),
    }


def _record(answer: SiteAnswer, number: int, c: int, a: int) -> dict[str, Any]:
    """One site, one class, one altitude."""
    asked, site = answer.asked, answer.sites[number]
    seen, target = _seen(answer, number, c, a), asked.targets[c]
    record: dict[str, Any] = {
        "site": [site.place.lat_deg, site.place.lon_deg], "target": target, "altitude": str(asked.altitudes[a]),
        "geometric": _geometric(site, seen),
        "detection": _detection(answer, site, seen, target),
    }
    if asked.missiles and record["target"] != BALLISTIC:
        record["engagement"] = {
            "guide": asked.guide, "missiles": list(asked.missiles), **_share_and_area(site, seen.share[:, 2]),
            "assumes": "a radial run at the class's speed; a track of three scans; kinematics only",
        }
    return record


def results_of(answer: SiteAnswer) -> dict[str, Any]:
    """Results for the envelope: the first site, class and altitude in front, the whole table behind."""
    asked = answer.asked
    table = [
        _record(answer, number, c, a) for number in range(len(answer.sites))
        for c in range(len(asked.targets)) for a in range(len(asked.altitudes))
    ]
    site = answer.sites[0]
    info = max((terrain_under(asked, site) for site in answer.sites), key=lambda item: item.grade)  # D is the coarsest
    results: dict[str, Any] = {
        **table[0],
        "ring_km": asked.ring_m * KM,
        "pinned": list(answer.beliefs.pins),
        "sites": [{"site": [site.place.lat_deg, site.place.lon_deg], "ground_amsl_m": ground_amsl_m(site)}
                  for site in answer.sites],
        "ground_amsl_m": ground_amsl_m(site),
        "target_amsl_m": [round(float(value), 1) for value in altitudes_amsl_m(site)[: len(asked.altitudes)]],
        "refraction": {"text": site.air.text, "k": float(site.air.k_factor[0]), "ducting_rows": site.air.ducting_rows},
        "terrain": {"name": info.name, "grade": info.grade, "posting": info.posting_text, "origin": info.origin,
                    "licence": info.licence, "note": info.note},
        "table": table,
    }
    if len(answer.sites) > 1:
        results["together"] = together_of(answer)
    return results


def together_of(answer: SiteAnswer) -> list[dict[str, Any]]:
    """Union, depth and what each site adds, nominal beliefs, by metric, class and altitude."""
    asked = answer.asked
    found = combine(answer.sites)[0]
    return [
        {
            "metric": metric, "target": asked.targets[c], "altitude": str(asked.altitudes[a]),
            "union_km2": float(found.union_m2[m, c, a]) * KM2,
            "depth_km2": [float(value) * KM2 for value in found.depth_m2[m, c, a]],
            "adds_km2": [float(value) * KM2 for value in found.adds_m2[m, c, a]],
        }
        for m, metric in enumerate(METRICS) if metric != "engagement" or asked.missiles
        for c in range(len(asked.targets)) for a in range(len(asked.altitudes))
    ]
