"""The page's answer: the numbers of its strip, the corrections to the ring, A against B."""

import math
from typing import Any

import numpy as np

from openiads.coverage.lookup import bits_of, outermost_m
from openiads.coverage.reads import arrival_keys, capacity_keys, detection_keys, engagement_keys
from openiads.earth.relief import cover_allowance
from openiads.earth.terrain import TerrainInfo
from openiads.output.evidence import basis_of
from openiads.output.fight_words import size_words
from openiads.output.fights import ArmFought, Fights, Measured
from openiads.output.findings import Findings, headline_targets, interval_of
from openiads.output.language import ENGLISH, say
from openiads.output.sentences import arrival_words, at_most, label_of, meaning_note, words_of
from openiads.output.statistics import Estimate
from openiads.output.words import count, percent, rounded
from openiads.scenario.model import Scenario


def three(item: Estimate) -> dict[str, float | None]:
    """Nominal, low and high; what is not finite is absent."""
    return {name: _finite(getattr(item, name)) for name in ("nominal", "low", "high")}


def _finite(value: float) -> float | None:
    return float(f"{value:.6g}") if math.isfinite(value) else None


def main_arms(fights: Fights | None, scenario: Scenario) -> tuple[ArmFought, ArmFought] | None:
    """Arm A and the arm B of the scenario's own reading and first placement; None where nothing was fought."""
    second = scenario.arms.second
    wanted = second.meaning, second.placements[0].id
    both = [arm for arm in fights.arms if (arm.meaning, arm.placement) == wanted] if fights else []
    return (fights.arms[0], both[0]) if fights and both and fights.saturation else None


def _interval(fights: Fights, item: Measured) -> str:
    ends = [size_words(end, fights.sizes) for end in (item.low, item.high)]
    return " to ".join(dict.fromkeys(ends))


def _sizes(fights: Fights | None, scenario: Scenario) -> tuple[list[Measured], bool] | None:
    """Raid size at which half of the raids leak, of both arms, and whether the paired difference is clear."""
    arms = main_arms(fights, scenario)
    if fights is None or arms is None:
        return None
    found = [arm.saturation_raid for arm in arms if arm.saturation_raid]
    change = next((item.saturation_raid for item in fights.paired if item.arm == arms[1].id), None)
    return (found, bool(change and change.clear)) if len(found) == len(arms) else None


def fought_words(fights: Fights | None, scenario: Scenario, language: str = ENGLISH) -> str:
    """How the sentence's capacities stand to fights, before and after there are any."""
    told = _sizes(fights, scenario)
    if fights is None or told is None:
        return say("v0-closed-form", language)
    sizes, is_clear = told
    first, both = (size_words(item.value, fights.sizes, language) for item in sizes)
    raid = words_of("raid", scenario.fights.saturation_raid if scenario.fights else "", fights.saturation_title,
                    language)
    return say("v0-fought", language, raid=raid, first=first, both=both, clear="yes" if is_clear else "no")


def capacity_tile(fights: Fights | None, scenario: Scenario, channels: str, rounds: str) -> dict[str, str]:
    """The strip's entry on capacity: the fought one where there were fights, with the closed form as its caveat."""
    told = _sizes(fights, scenario)
    if fights is None or told is None:
        return {"id": "channels", "label": "guidance channels, A to B", "value_text": channels,
                "interval_text": f"ready rounds {rounds}", "caveat": "closed form, before any fight"}
    sizes, is_clear = told
    values = [size_words(item.value, fights.sizes) for item in sizes]
    ends = [_interval(fights, item) for item in sizes]
    return {"id": "channels", "label": "raiders from which on half of the raids leak, A to B",
            "value_text": " → ".join(values),
            "interval_text": f"fought; {' → '.join(ends)} at {fights.level:.0%}"
                             + ("" if is_clear else "; no clear difference"),
            "caveat": f"against {fights.saturation_title}; in closed form guidance channels {channels}, ready rounds "
                      f"{rounds}"}


def answer_numbers(found: Findings, terrain: TerrainInfo, fights: Fights | None = None) -> list[dict[str, Any]]:
    """The few numbers of the answer strip, each with its caveat and claims."""
    study, scenario = found.study, found.study.scenario
    (c, a), _ = headline_targets(study)
    target, altitude = study.question.targets[c], str(study.question.altitudes[a])
    here, level = scenario.arms.first.site, f"{study.rows.level:.0%} of the draws"
    meaning, placement = scenario.arms.second.meaning, scenario.arms.second.placements[0].id
    seen, met = found.share(here, target, altitude), found.share(here, target, altitude, "engage")
    channels = found.change(meaning, placement, "channels").difference
    rounds = found.change(meaning, placement, "ready_rounds").difference
    first_m = float(np.median(outermost_m(study.first, bits_of(study.first).detected[c])[a]))
    allowance = cover_allowance(terrain.grade, study.question.altitudes[a].value_m)
    detail = (f"on fine terrain {allowance.median:.0%} of this may be left ({allowance.low:.0%}–{allowance.high:.0%}, "
              "measured on two mountainous tiles)") if allowance.median < 1 else "fine terrain"

    def claims(keys: tuple[str, ...]) -> list[str]:
        return list(basis_of(study.beliefs, keys).claims)

    post = study.first.post
    fought = list(fights.basis.claims) if fights and main_arms(fights, scenario) else []
    power = claims(detection_keys(post, target))
    return [
        {"id": "seen_share", "label": "of the ring detected", "value_text": at_most(terrain) + percent(seen.share),
         "interval_text": f"{level} over what sources say; weather apart", "caveat": detail, "claims": power},
        {"id": "first_sight", "label": "typical first detection",
         "value_text": f"{rounded(first_m / 1000)} km", "interval_text": "median over bearings",
         "caveat": "terrain decides it more than power does", "claims": power},
        {"id": "engage_share", "label": "of the ring engageable", "value_text": at_most(terrain) + percent(met.share),
         "interval_text": level, "caveat": "seen, in reach and in time, on a radial run",
         "claims": claims(engagement_keys(post, target))},
        {**capacity_tile(fights, scenario, f"{count(channels.a)} → {count(channels.b)}",
                         f"{count(rounds.a)} → {count(rounds.b)}"),
         "claims": fought or claims((*capacity_keys(post), *arrival_keys(scenario)))},
    ]


def corrections(found: Findings, terrain: TerrainInfo, fights: Fights | None = None) -> list[dict[str, Any]]:
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
         "text": (f"At {altitude} the ground and the curve of the earth leave {at_most(terrain)}this share of the "
                  "ring in sight."),
         "value_text": percent(sight)},
        {"id": "class", "title": "Target class",
         "text": (f"Even at {high}, {label_of(target)} is detected over {at_most(terrain)}this share: its "
                  "cross-section decides."),
         "value_text": percent(small)},
        {"id": "capacity", "title": "Capacity",
         "text": ("Targets that could each be given one salvo, with every channel and round at hand "
                  f"({fought_words(fights, scenario)})."),
         "value_text": f"{count(interval_of(study, first.raid_absorbed))} targets"},
        {"id": "projection", "title": "Projection",
         "text": ("A flat circle on a web map shrinks distances here by this factor against the equator's scale; the "
                  "rings on this page are geodesic."),
         "value_text": f"{stretch:.2f} times"},
    ]


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
            "channels": three(interval_of(study, alone.channels)),
            "ready_rounds": three(interval_of(study, alone.ready_rounds)),
            "raid_absorbed": three(interval_of(study, alone.raid_absorbed)),
        })
    rows = [
        {"meaning": row.meaning, "placement": row.placement, "metric": row.metric, "label": row.label,
         "unit": row.unit, "a": three(row.difference.a), "b": three(row.difference.b),
         "difference": {**three(row.difference.change), "clear": row.difference.clear},
         "class": row.target, "altitude": row.altitude}
        for row in found.changes
    ]
    placements = [item.id for item in scenario.arms.second.placements]
    return {"batch_meanings": meanings, "placements": placements, "rows": rows,
            "arrival": scenario.arms.second.arrival, "condition": arrival_words(study)}
