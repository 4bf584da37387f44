"""The page's data, schema "openiads/page/1": every number that it shows, worked out here and not in the browser."""

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from openiads import __version__
from openiads.coverage.arms import StudyAreas
from openiads.coverage.corridor import Exposure
from openiads.coverage.lookup import ground_amsl_m, weather_row
from openiads.coverage.profile import VerticalProfile
from openiads.coverage.site import SiteModel
from openiads.earth.terrain import TerrainInfo
from openiads.output.evidence import assumed_words, basis_of_study, evidence_mix
from openiads.output.fights import Fights
from openiads.output.findings import Findings, headline_targets, sites_shown
from openiads.output.labels import class_label
from openiads.output.language import ENGLISH, LANGUAGES
from openiads.output.page_answer import answer_numbers, comparison, corrections, fought_words, three
from openiads.output.page_arrays import (
    PERCENTS,
    corridor_entry,
    engagement_of,
    page_polar,
    polar_site,
    profile_entry,
    range_ladders,
)
from openiads.output.page_claims import drawer
from openiads.output.page_claims_matter import ClaimsMatter, claims_matter_entry
from openiads.output.page_fights import fights_entry
from openiads.output.page_readiness import readiness_entry
from openiads.output.page_timeline import timeline_entry
from openiads.output.readiness import Readiness
from openiads.output.refusal import all_passed
from openiads.output.sentences import IGNORED_BY_RING, answer_sentence, basis_of, counter_sentence
from openiads.output.statistics import estimate
from openiads.output.words import rounded
from openiads.scenario.model import Scenario

SCHEMA = "openiads/page/1"
TOLD_BY_US = ("meta", "answer", "corrections", "ab", "ignored_by_ring")
SCOPE = (
    "A simulation for study and public understanding, from openly published sources that often disagree. It does not "
    "connect to anything, is not for operational planning, targeting or flight decisions, and says nothing of whether "
    "any airspace is without risk."
)


def _classes(study: StudyAreas) -> list[dict[str, Any]]:
    beliefs, rows = study.beliefs, study.rows
    classes = []
    for target in study.question.targets:
        rcs, speed = beliefs.nominal[f"{target}.rcs"], beliefs.nominal[f"{target}.cruise_speed"]
        drawn = estimate(rcs.value, beliefs.drawn(f"{target}.rcs"), rows.level)
        classes.append({
            "id": target, "label": class_label(target), "note": rcs.note, "speed_mps": round(speed.value),
            "rcs_m2": three(drawn), "grade": rcs.grade,
            "claims": [claim_id for group in beliefs.pool(f"{target}.rcs") for claim_id in group.ids],
        })
    return classes


def _site_entry(scenario: Scenario, site: SiteModel) -> dict[str, Any]:
    entry = scenario.site(site.place.id)
    return {"id": entry.id, "name": entry.name, "lat_deg": entry.position.lat_deg, "lon_deg": entry.position.lon_deg,
            "kind": entry.kind, "note": entry.note, "ground_amsl_m": round(ground_amsl_m(site)),
            "claims": list(entry.claims)}


def page_data(found: Findings, terrain: TerrainInfo, *, hashes: dict[str, str],
              profiles: Sequence[tuple[str, str, VerticalProfile]], exposure: Exposure | None,
              footer: str, fights: Fights | None = None, readiness: Readiness | None = None,
              matter: ClaimsMatter | None = None, stories: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
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
    fights : Fights or None
        What a campaign found; without it the page leaves the views on fights out.
    readiness : Readiness or None
        What is kept ready by month; without it the page leaves that view out.
    matter : ClaimsMatter or None
        Which claim matters; without it the page leaves that view out.
    stories : sequence of dict
        The gallery as `output.stories.page_entry` gives it; without one the page leaves it out.
    """
    study, scenario = found.study, found.study.scenario
    (c, a), _ = headline_targets(study)
    sites = sites_shown(study)
    basemap = json.loads((files("openiads") / "data/basemap/basemap.json").read_text(encoding="utf-8"))
    meta_k = {name: round(float(study.first.air.k_factor[weather_row(study.first, percent)]), 3)
              for name, percent in PERCENTS.items()}
    reference = study.beliefs.reference_range(study.first.post.searches[0])
    shares = [
        {"site": row.site, "class": row.target, "altitude": row.altitude, "metric": row.metric,
         "area_km2": three(row.area_km2), "share": three(row.share), "level": study.rows.level}
        for row in found.shares if row.site in {site.place.id for site in sites}
    ]
    moved = basis_of_study(study, fights.basis if fights else None, readiness.moved if readiness else None).moved
    cited = [claim_id for meaning in scenario.batch_meanings for claim_id in meaning.claims]
    cited += [claim_id for site in scenario.sites for claim_id in site.claims] + list(scenario.ring_claims)
    cited += readiness.cited if readiness else []
    cited += [claim_id for sweep in matter.sweeps.values() for claim_id in sweep.claims] if matter else []
    cited += [claim_id for story in stories for claim_id in story["claims"]]
    return checked({
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
            "basis": basis_of(found, terrain),
            "sentence": answer_sentence(found, terrain, fought_words(fights, scenario)),
            "counter_sentence": counter_sentence(found),
            "languages": {language: {"basis": basis_of(found, terrain, language),
                                     "sentence": answer_sentence(
                                         found, terrain, fought_words(fights, scenario, language), language),
                                     "counter_sentence": counter_sentence(found, language)}
                          for language in LANGUAGES if language != ENGLISH},
            "settings": {"site": study.first.place.id, "class": study.question.targets[c],
                         "altitude": str(study.question.altitudes[a])},
            "assumed": assumed_words(study), "numbers": answer_numbers(found, terrain, fights),
            "evidence_mix": evidence_mix(study),
        },
        "ring_km": scenario.ring_m / 1000, "ring_claims": list(scenario.ring_claims),
        "sites": [_site_entry(scenario, site) for site in sites],
        "classes": _classes(study),
        "polar": {**page_polar(study.first.polar), "sites": [polar_site(site) for site in sites]},
        "altitudes": [{"text": str(item), "value_m": item.value_m, "reference": item.reference}
                      for item in study.question.altitudes],
        "detection": {
            "pd": scenario.pd, "pfa": scenario.pfa, "swerling": study.question.swerling_case,
            "reference": f"{reference.believed.claim_id or 'assumed'} ({reference.believed.grade}): "
                         f"{reference.range_m / 1000:g} km at {rounded(reference.rcs_m2)} m2, "
                         f"cross-section {reference.believed.condition_status}",
            "range_m": range_ladders(study),
        },
        "engagement": {"sites": [engagement_of(site) for site in sites]},
        "shares": {"rows": shares},
        "corrections": corrections(found, terrain, fights),
        "ab": comparison(found),
        "profiles": [profile_entry(study, site, label, profile) for site, label, profile in profiles],
        "corridor": corridor_entry(scenario, exposure),
        "basemap": {name: basemap[name] for name in ("coast", "borders", "places")},
        **drawer(study.library, study.beliefs, moved, cited),
        **timeline_entry(study.library, study.beliefs, scenario.date),
        "ignored_by_ring": list(IGNORED_BY_RING), **({"fights": fights_entry(fights)} if fights else {}),
        **({"readiness": readiness_entry(readiness, scenario.name)} if readiness else {}),
        **({"claims_matter": claims_matter_entry(matter)} if matter else {}),
        **({"stories": list(stories)} if stories else {}),
    })


def checked(data: dict[str, Any]) -> dict[str, Any]:
    """The page's data, if no sentence of it says what is refused; the ledger's own words stay as their sources said."""
    all_passed({name: data[name] for name in TOLD_BY_US}, what="page")
    return data
