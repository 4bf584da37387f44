"""The page's data, schema "openiads/page/1": every number that it shows, looked up and never worked out in the browser."""

import json
import math
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import numpy as np

from openiads import __version__
from openiads.coverage.arms import StudyAreas
from openiads.coverage.corridor import Exposure
from openiads.coverage.lookup import (
    bits_of,
    detection_range_m,
    ground_amsl_m,
    lowest_floor_amsl_m,
    outermost_m,
    terrain_amsl_m,
    weather_row,
)
from openiads.coverage.profile import VerticalProfile
from openiads.coverage.site import SiteModel
from openiads.earth.relief import cover_allowance
from openiads.earth.terrain import TerrainInfo
from openiads.output.findings import Findings, headline_targets
from openiads.output.pack import pack_i16, pack_u16
from openiads.output.page_claims import drawer
from openiads.output.sentences import (
    IGNORED_BY_RING,
    answer_sentence,
    at_most,
    counter_sentence,
    label_of,
    meaning_note,
    uncited_radar,
)
from openiads.output.statistics import Estimate, estimate
from openiads.output.words import count, percent, rounded
from openiads.scenario.model import Scenario

SCHEMA = "openiads/page/1"
RING_STEP_M = 2000.0
FLOOR_OFFSET_M = -500.0  # the lowest land lies above it
PERCENTS = {"p10": 10.0, "p50": 50.0, "p90": 90.0}
SCOPE = (
    "A simulation for study and public understanding, from openly published sources that often disagree. It does not connect "
    "to anything, is not for operational planning, targeting or flight decisions, and says nothing of whether any airspace "
    "is without risk."
)


def three(item: Estimate) -> dict[str, float | None]:
    """Nominal, low and high; what is not finite is absent."""
    return {name: _finite(getattr(item, name)) for name in ("nominal", "low", "high")}


def _finite(value: float) -> float | None:
    return float(f"{value:.6g}") if math.isfinite(value) else None


def _pairs(values: np.ndarray) -> np.ndarray:
    """Mean of neighbouring rings, (B, R) to (B, R / 2)."""
    return values.reshape(values.shape[0], -1, 2).mean(axis=2)


def polar_site(site: SiteModel) -> dict[str, Any]:
    """Terrain and floors of one site on the page's grid of 360 bearings by 2 km."""
    def floor(radars: tuple[str, ...], percent: float) -> dict[str, Any]:
        values = _pairs(lowest_floor_amsl_m(site, radars, weather_row(site, percent)))
        return pack_u16(values, offset=FLOOR_OFFSET_M, never_from=32_000.0)

    return {
        "site": site.place.id, "terrain_amsl_m": pack_i16(_pairs(terrain_amsl_m(site).astype(float))),
        "search": {name: floor(site.post.searches, percent) for name, percent in PERCENTS.items()},
        "engage": {"p50": floor(site.post.guides, 50.0)},
    }


def engagement_of(site: SiteModel) -> dict[str, Any]:
    """Outermost engaged range of every class by altitude and bearing, nominal beliefs."""
    altitudes = len(site.question.altitudes)
    scratch = bits_of(site)
    near_m, far_m = site.salvo.reach_m(0, site.polar) if site.salvo else (np.zeros(8), np.zeros(8))
    return {
        "site": site.place.id,
        "classes": {
            target: {
                "reach_m": [float(value) for value in far_m[:altitudes]],
                "min_m": [float(value) for value in near_m[:altitudes]],
                "limit": pack_u16(outermost_m(site, scratch.engaged[c])[:altitudes], scale=10.0),
            }
            for c, target in enumerate(site.question.targets)
        },
    }


def _range_ladders(study: StudyAreas) -> dict[str, Any]:
    rows = study.rows
    range_m = detection_range_m(study.first)
    ladders = {}
    for c, target in enumerate(study.question.targets):
        items = [
            estimate(float(range_m[0, c, a]), range_m[rows.claim_rows, c, a], rows.level)
            for a in range(len(study.question.altitudes))
        ]
        ladders[target] = {name: [round(getattr(item, name)) for item in items] for name in ("nominal", "low", "high")}
    return ladders


def _classes(study: StudyAreas) -> list[dict[str, Any]]:
    beliefs, rows = study.beliefs, study.rows
    classes = []
    for target in study.question.targets:
        rcs, speed = beliefs.nominal[f"{target}.rcs"], beliefs.nominal[f"{target}.cruise_speed"]
        drawn = estimate(rcs.value, beliefs.drawn(f"{target}.rcs"), rows.level)
        classes.append({
            "id": target, "label": target.replace("-", " "), "note": rcs.note, "speed_mps": round(speed.value),
            "rcs_m2": three(drawn), "grade": rcs.grade,
            "claims": [claim_id for group in beliefs.pool(f"{target}.rcs") for claim_id in group.ids],
        })
    return classes


def answer_numbers(found: Findings, terrain: TerrainInfo) -> list[dict[str, Any]]:
    """The few numbers of the answer strip, each with its caveat and claims."""
    study, scenario = found.study, found.study.scenario
    (c, a), _ = headline_targets(study)
    target, altitude = study.question.targets[c], str(study.question.altitudes[a])
    here = scenario.arms.first.site
    meaning, placement = scenario.arms.second.meaning, scenario.arms.second.placements[0].id
    seen, met = found.share(here, target, altitude), found.share(here, target, altitude, "engage")
    channels = found.change(meaning, placement, "channels").difference
    rounds = found.change(meaning, placement, "ready_rounds").difference
    radar = study.first.post.searches[0]
    allowance = cover_allowance(terrain.grade, study.question.altitudes[a].value_m)
    detail = (f"on fine terrain {allowance.median:.0%} of this may be left ({allowance.low:.0%}–{allowance.high:.0%}, "
              "measured on two mountainous tiles)") if allowance.median < 1 else "fine terrain"
    ids = {key: [claim_id for group in study.beliefs.pool(key) for claim_id in group.ids] for key in (
        f"{radar}.detection_range", "fire-unit.channels", f"{scenario.missiles[0].id}.max_range")}
    return [
        {"id": "seen_share", "label": "of the ring detected", "value_text": at_most(terrain) + percent(seen.share),
         "interval_text": f"{study.rows.level:.0%} of the draws over what sources say; weather apart",
         "caveat": detail, "claims": ids[f"{radar}.detection_range"]},
        {"id": "first_sight", "label": "typical first detection",
         "value_text": f"{rounded(float(np.median(outermost_m(study.first, bits_of(study.first).detected[c])[a])) / 1000)} km",
         "interval_text": "median over bearings", "caveat": "terrain decides it more than power does",
         "claims": ids[f"{radar}.detection_range"]},
        {"id": "engage_share", "label": "of the ring engageable", "value_text": at_most(terrain) + percent(met.share),
         "interval_text": f"{study.rows.level:.0%} of the draws", "caveat": "seen, in reach and in time, on a radial run",
         "claims": ids[f"{scenario.missiles[0].id}.max_range"]},
        {"id": "channels", "label": "guidance channels, A to B", "value_text": f"{count(channels.a)} → {count(channels.b)}",
         "interval_text": f"ready rounds {count(rounds.a)} → {count(rounds.b)}",
         "caveat": "closed form, not yet simulated", "claims": ids["fire-unit.channels"]},
    ]


def evidence_mix(study: StudyAreas) -> list[dict[str, Any]]:
    """M15: nominal inputs by grade of evidence."""
    mix = study.beliefs.evidence_mix(used_keys(study))
    total = sum(mix.values())
    return [{"grade": grade, "count": number, "share": number / total} for grade, number in mix.items()]


def used_keys(study: StudyAreas) -> list[str]:
    """Quantities that the study's models read."""
    radar = ("detection_range", "instrumented_range", "antenna_height", "frequency", "scan_period", "elevation_min",
             "elevation_max")
    missile = ("max_range", "min_range", "max_altitude", "speed_max", "speed_mean", "launch_mass", "diameter", "in_stock")
    unit = ("channels", "missiles_per_target", "launchers", "reaction_time", "ballistic_range", "tubes_per_launcher")
    target = ("rcs", "cruise_speed")
    scenario = study.scenario
    masts = scenario.order_of_battle.battalion.masts
    names = {
        **{f"{name}.{quantity}": None for name in study.first.post.radars for quantity in radar
           if not (quantity == "antenna_height" and name in masts)},
        **{f"{mast}.antenna_height": None for mast in masts.values()},
        **{f"{item.id}.{quantity}": None for item in scenario.missiles for quantity in missile},
        **{f"{name}.{quantity}": None for name in ("fire-unit", "5P85") for quantity in unit},
        **{f"{name}.{quantity}": None for name in study.question.targets for quantity in target},
    }
    return [name for name in names if name in study.beliefs.nominal]


def assumed_words(study: StudyAreas) -> list[str]:
    """What is assumed or unsourced among the inputs, in words."""
    lines = [uncited_radar(study)] if uncited_radar(study) else []
    for key in used_keys(study):
        belief = study.beliefs.nominal[key]
        if belief.status == "assumed":
            lines.append(f"{key.replace('_', ' ')}: assumed, {belief.note}")
    return lines


def corrections(found: Findings, terrain: TerrainInfo) -> list[dict[str, Any]]:
    """The four separable corrections to the ring, each with its own number."""
    study, scenario = found.study, found.study.scenario
    (c, a), _ = headline_targets(study)
    target, altitude = study.question.targets[c], str(study.question.altitudes[a])
    here = scenario.site(scenario.arms.first.site)
    sight = found.share(here.id, target, altitude, "sight").share
    high = str(study.question.altitudes[-1])
    small = found.share(here.id, target, high).share
    first = found.capacity["A"]
    stretch = 1 / math.cos(math.radians(here.position.lat_deg))
    return [
        {"id": "geometry", "title": "Altitude and terrain",
         "text": f"At {altitude} the ground and the curve of the earth leave {at_most(terrain)}this share of the ring in sight.",
         "value_text": percent(sight)},
        {"id": "class", "title": "Target class",
         "text": f"Even at {high}, {label_of(target)} is detected over {at_most(terrain)}this share: its cross-section decides.",
         "value_text": percent(small)},
        {"id": "capacity", "title": "Capacity",
         "text": "Targets that could each be given one salvo, with every channel and round at hand (closed form, not yet simulated).",
         "value_text": f"{count(_interval(study, first.raid_absorbed))} targets"},
        {"id": "projection", "title": "Projection",
         "text": "A flat circle on a web map shrinks distances here by this factor against the equator's scale; the rings on "
                 "this page are geodesic.",
         "value_text": f"{stretch:.2f} times"},
    ]


def _interval(study: StudyAreas, values: np.ndarray) -> Estimate:
    return estimate(float(values[0]), values[study.rows.claim_rows], study.rows.level)


def comparison(found: Findings) -> dict[str, Any]:
    """A against B for every meaning of the word and every placement."""
    study, scenario = found.study, found.study.scenario
    meanings = []
    chosen = scenario.arms.second.meaning
    for meaning in sorted(scenario.batch_meanings, key=lambda item: item.id != chosen):
        alone, strength = found.second[meaning.id], scenario.batch_strength(meaning.id)
        meanings.append({
            "id": meaning.id, "label": meaning.label, "claims": list(meaning.claims), "note": meaning_note(meaning),
            "fire_units": strength.fire_units, "launchers": strength.launchers,
            "channels": three(_interval(study, alone.channels)),
            "ready_rounds": three(_interval(study, alone.ready_rounds)),
            "raid_absorbed": three(_interval(study, alone.raid_absorbed)),
        })
    rows = [
        {"meaning": row.meaning, "placement": row.placement, "metric": row.metric, "label": row.label, "unit": row.unit,
         "a": three(row.difference.a), "b": three(row.difference.b),
         "difference": {**three(row.difference.change), "clear": row.difference.clear},
         "class": row.target, "altitude": row.altitude}
        for row in found.changes
    ]
    return {"batch_meanings": meanings, "placements": [item.id for item in scenario.arms.second.placements], "rows": rows}


def profile_entry(study: StudyAreas, site: str, label: str, profile: VerticalProfile, step: int = 4) -> dict[str, Any]:
    """One preset bearing, thinned to about a kilometre."""
    altitudes = study.beliefs
    lead = study.scenario.missiles[0].id
    top_m = altitudes.nominal[f"{lead}.max_altitude"].value
    distance_m = profile.distance_m[::step]
    reach_m = altitudes.nominal[f"{lead}.max_range"].value
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
        {"distance_nm": round(float(along_nm[n]), 1), "flight_level": round(level.value_m / 0.3048 / 100),
         "seen": bool(exposure.seen[f, n]), "engageable": bool(exposure.engageable[f, n])}
        for f, level in enumerate(exposure.flight_levels) for n in range(along_nm.size)
    ]
    points = [{"name": point.name, "lat": point.position.lat_deg, "lon": point.position.lon_deg}
              for point in scenario.corridor.points]
    note = (f"{scenario.corridor.note} Both sites are taken to stand. The hazard of concern is misidentification, "
            "not reach alone.")
    return {"name": scenario.corridor.name, "points": points, "rows": rows, "note": note}


def page_data(found: Findings, terrain: TerrainInfo, *, hashes: dict[str, str],
              profiles: Sequence[tuple[str, str, VerticalProfile]], exposure: Exposure | None,
              footer: str) -> dict[str, Any]:
    """Everything that the page shows.

    Parameters
    ----------
    found : Findings
    terrain : TerrainInfo
    hashes : dict
        "scenario" and "ledger".
    profiles : sequence of (site, label, VerticalProfile)
    exposure : Exposure or None
    footer : str
        Line that every export carries.
    """
    study, scenario = found.study, found.study.scenario
    (c, a), _ = headline_targets(study)
    sites = [study.first, *_apart(study)]
    basemap = json.loads((files("openiads") / "data/basemap/basemap.json").read_text(encoding="utf-8"))
    meta_k = {name: round(float(study.first.air.k_factor[weather_row(study.first, percent)]), 3)
              for name, percent in PERCENTS.items()}
    reference = study.beliefs.reference_range(study.first.post.searches[0])
    shares = [
        {"site": row.site, "class": row.target, "altitude": row.altitude, "metric": row.metric,
         "area_km2": three(row.area_km2), "share": three(row.share), "level": study.rows.level}
        for row in found.shares if row.site in {site.place.id for site in sites}
    ]
    cited = [claim_id for meaning in scenario.batch_meanings for claim_id in meaning.claims]
    cited += [claim_id for site in scenario.sites for claim_id in site.claims] + list(scenario.ring_claims)
    return {
        "schema": SCHEMA,
        "meta": {
            "title": scenario.title, "version": __version__, "scenario": scenario.name,
            "scenario_hash": hashes["scenario"][:12], "ledger_hash": hashes["ledger"][:12], "seed": scenario.seed,
            "generated": scenario.date.isoformat(), "footer": footer, "scope": SCOPE,
            "terrain": {"grade": terrain.grade, "name": terrain.name, "origin": terrain.origin,
                        "licence": terrain.licence, "note": terrain.note},
            "refraction": {"text": study.first.air.text, "k": meta_k},
        },
        "answer": {
            "basis": uncited_radar(study), "sentence": answer_sentence(found, terrain),
            "counter_sentence": counter_sentence(found),
            "settings": {"site": study.first.place.id, "class": study.question.targets[c],
                         "altitude": str(study.question.altitudes[a])},
            "assumed": assumed_words(study), "numbers": answer_numbers(found, terrain),
            "evidence_mix": evidence_mix(study),
        },
        "ring_km": scenario.ring_m / 1000, "ring_claims": list(scenario.ring_claims),
        "sites": [_site_entry(scenario, site) for site in sites],
        "classes": _classes(study),
        "polar": {"bearings": study.first.polar.bearings, "range_step_m": RING_STEP_M,
                  "rings": round(study.first.polar.radius_m / RING_STEP_M), "sites": [polar_site(site) for site in sites]},
        "altitudes": [{"text": str(item), "value_m": item.value_m, "reference": item.reference}
                      for item in study.question.altitudes],
        "detection": {
            "pd": scenario.pd, "pfa": scenario.pfa, "swerling": study.question.swerling_case,
            "reference": f"{reference.believed.claim_id or 'assumed'} ({reference.believed.grade}): "
                         f"{reference.range_m / 1000:g} km at {rounded(reference.rcs_m2)} m2, "
                         f"cross-section {reference.believed.condition_status}",
            "range_m": _range_ladders(study),
        },
        "engagement": {"sites": [engagement_of(site) for site in sites]},
        "shares": {"rows": shares},
        "corrections": corrections(found, terrain),
        "ab": comparison(found),
        "profiles": [profile_entry(study, site, label, profile) for site, label, profile in profiles],
        "corridor": corridor_entry(scenario, exposure),
        "basemap": {name: basemap[name] for name in ("coast", "borders", "places")},
        **drawer(study.library, study.beliefs, cited),
        "ignored_by_ring": list(IGNORED_BY_RING),
    }


def _apart(study: StudyAreas) -> list[SiteModel]:
    """The second place once, with the most that a batch may bring there."""
    return list(study.second.values())[-1:]


def _site_entry(scenario: Scenario, site: SiteModel) -> dict[str, Any]:
    entry = scenario.site(site.place.id)
    return {"id": entry.id, "name": entry.name, "lat_deg": entry.position.lat_deg, "lon_deg": entry.position.lon_deg,
            "kind": entry.kind, "note": entry.note, "ground_amsl_m": round(ground_amsl_m(site)), "claims": list(entry.claims)}

