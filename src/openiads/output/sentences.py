"""The sentences of a study, each with its condition, interval, grade of terrain and counter-sentence."""

from collections.abc import Mapping

from openiads.coverage.arms import StudyAreas
from openiads.earth.relief import cover_allowance
from openiads.earth.terrain import TerrainInfo
from openiads.knowledge.resolve import ReferenceRange
from openiads.output.findings import KM2, Findings, headline_targets
from openiads.output.words import count, listing, percent, rounded, spread
from openiads.programme.belief import arrival_of
from openiads.scenario.model import BatchMeaning

LABELS = {
    "airliner": "an airliner", "bomber": "a bomber", "su-30": "a Su-30-class fighter",
    "f-16": "an F-16-class fighter", "f-35": "an F-35-class fighter", "cruise-missile": "a cruise missile",
    "stealthy-cruise": "a stealthy cruise missile",
    "male-uav": "a medium-altitude drone", "one-way-drone": "a one-way drone", "quadcopter": "a quadcopter",
    "ballistic": "a short-range ballistic missile", "decoy": "a decoy",
    "anti-radiation": "a missile that homes on a radar",
}
COARSE = ("C", "D")
SIGHT_BINDS = 0.98  # share of what is in sight beyond which power takes next to nothing away


def label_of(target: str) -> str:
    """A target class as a sentence calls it."""
    return LABELS.get(target, f"a target of class {target}")


def at_most(terrain: TerrainInfo) -> str:
    """"at most " on coarse terrain, which over-states low-level cover."""
    return "at most " if terrain.grade in COARSE else ""


def uncited_radars(study: StudyAreas) -> str:
    """What to say before a detection figure that no citable, RCS-tagged claim carries; empty where one does."""
    radars = study.scenario.order_of_battle.battalion.search_radars
    return uncited_ranges({radar: study.beliefs.reference_range(radar) for radar in radars})


def uncited_ranges(references: Mapping[str, ReferenceRange]) -> str:
    """What to say of search radars, by name, whose range no citable, RCS-tagged claim carries; empty without such."""
    bare = [radar for radar, reference in references.items() if not reference.has_rcs_tagged_witness]
    if not bare:
        return ""
    rests = [
        f"{item.believed.claim_id or 'an assumption'} for the {radar} ({item.believed.grade}), "
        f"{rounded(item.range_m / 1000, 3)} km at {rounded(item.rcs_m2)} m² ({item.believed.condition_status})"
        for radar, item in references.items() if radar in bare
    ]
    return f"No citable source states the range of {listing([f'the {radar}' for radar in bare])} at a known " \
           f"cross-section; believed are {listing(rests)}."


def terrain_doubt(terrain: TerrainInfo, height_agl_m: float) -> str:
    """How much of such cover finer terrain left elsewhere; empty where the terrain is fine."""
    left = cover_allowance(terrain.grade, height_agl_m)
    if left.median >= 1 or terrain.grade not in COARSE:
        return ""
    return (f"Terrain of grade {terrain.grade} over-states such cover: on two mountainous fine tiles {left.median:.0%} "
            f"({left.low:.0%} to {left.high:.0%}) of it was left.")


def arrival_words(study: StudyAreas) -> str:
    """Under which condition arm B stands, told before its numbers."""
    arrival = study.scenario.arms.second.arrival
    if arrival == "arrives":
        return "What a second batch changes is told on condition that it arrives."
    if arrival == "never":
        return "The second batch is taken never to arrive, so that arm B is arm A."
    return (f"{arrival_of(study.beliefs, study.library).text} Each draw believes one of them, so the differences are a "
            "mixture of both.")


def basis_of(found: Findings, terrain: TerrainInfo) -> str:
    """What the answer rests on, told before its numbers: pins, radars that nobody vouches for, terrain, assumptions."""
    study = found.study
    (c, a), _ = headline_targets(study)
    altitude = study.question.altitudes[a]
    sight = found.share(study.first.place.id, study.question.targets[c], str(altitude), "sight").share.nominal
    seen = found.share(study.first.place.id, study.question.targets[c], str(altitude)).share.nominal
    parts = [f"Pinned by the user: {listing(list(study.beliefs.pins))}."] if study.beliefs.pins else []
    parts.append(uncited_radars(study))
    if seen >= SIGHT_BINDS * sight:
        parts.append(f"At {altitude} ground and horizon set the limit, not the radars' power.")
    if altitude.reference == "AGL":
        parts.append(terrain_doubt(terrain, altitude.value_m))
    if study.beliefs.nominal["fire-unit.launchers"].status == "assumed":
        launchers = study.scenario.order_of_battle.fire_unit.launchers.value
        parts.append(f"{launchers} launchers a fire unit are assumed.")
    parts.append(arrival_words(study))
    return " ".join(part for part in parts if part)


def answer_sentence(found: Findings, terrain: TerrainInfo, fought: str = "closed form, before any fight") -> str:
    """V0: what a second batch changes; when the area does not change, what does change leads.

    Sight and missile reach are never set against each other without naming both. `fought` says how its capacities
    stand to fights.
    """
    study = found.study
    scenario = study.scenario
    meaning = scenario.meaning(scenario.arms.second.meaning)
    together, *elsewhere = scenario.arms.second.placements
    (c, a), _ = headline_targets(study)
    target, altitude = study.question.targets[c], str(study.question.altitudes[a])
    here = scenario.site(scenario.arms.first.site)
    seen = found.share(here.id, target, altitude).share
    channels = found.change(meaning.id, together.id, "channels").difference
    rounds = found.change(meaning.id, together.id, "ready_rounds").difference
    raid = found.change(meaning.id, together.id, "raid_absorbed").difference
    if not study.arrived.any():
        return (
            f"A second batch that never arrives changes nothing: guidance channels stay at {count(channels.a)}, ready "
            f"rounds at {count(rounds.a)}, and {label_of(target)} at {altitude} is detected over "
            f"{at_most(terrain)}{percent(seen)} of the {scenario.ring_m / 1000:g} km ring, which is a claim of missile "
            "reach and not of sight."
        )
    text = (
        f"A second batch, read as {meaning.label} {together.label}, would raise guidance channels from "
        f"{count(channels.a)} to {count(channels.b)}, ready rounds from {count(rounds.a)} to {count(rounds.b)} and the "
        f"targets that could each be given one salvo from {count(raid.a)} to {count(raid.b)} ({fought}), "
        f"but add no covered area: one batch or two, {label_of(target)} at {altitude} is detected "
        f"over {at_most(terrain)}{percent(seen)} of the {scenario.ring_m / 1000:g} km ring, which is a claim of "
        "missile reach and not of sight."
    )
    if elsewhere:
        apart = found.change(meaning.id, elsewhere[0].id, "detect", target, altitude).difference.change
        weather_m2 = study.added_by(meaning, elsewhere[0].id)[: 1 + study.rows.weather, 1, c, a]
        low, high = rounded(weather_m2.min() * KM2), rounded(weather_m2.max() * KM2)
        where = f"{elsewhere[0].label[0].upper()}{elsewhere[0].label[1:]}"
        text += (f" {where}, it would add {spread(apart, 'km²')} of detection against it, {low} to {high} km² with the "
                 "weather.")
    return text


def counter_sentence(found: Findings) -> str:
    """What would change the answer: other meanings of the word, nothing arriving, other claims."""
    scenario = found.study.scenario
    chosen = scenario.arms.second.meaning
    if not found.study.arrived.any():
        return (f"This would change if a second batch came: openiads study {scenario.name} --second-batch arrives "
                "shows how, under each meaning of the word.")
    others: list[str] = []
    placement = scenario.arms.second.placements[0].id
    for meaning in scenario.batch_meanings:
        if meaning.id == chosen:
            continue
        added = found.change(meaning.id, placement, "channels").difference.change
        if added.nominal == 0:
            others.append(f"if it {meaning.label} (as {listing(list(meaning.claims))} may be read) nothing changes")
        else:
            others.append(f"read as {meaning.label} it brings {count(added)} channels")
    return (
        f"This would change with the meaning of the word: {'; '.join(others)}. It also changes with what is believed: "
        f"openiads study {scenario.name} --believe CLAIM shows how far."
    )


def meaning_note(meaning: BatchMeaning) -> str:
    """Sources or assumption of one reading of the word batch."""
    parts = [f"claims {', '.join(meaning.claims)}"] if meaning.claims else []
    if meaning.assumed:
        parts.append(f"assumed: {meaning.assumed}")
    return "; ".join(parts)


IGNORED_BY_RING = (
    "the horizon and the terrain: low flyers are hidden behind both",
    "the target: a small cross-section is detected later, as the fourth root",
    "the difference between seeing, guiding and reaching",
    "time: a target that is seen late is met late or not at all",
    "capacity: channels, ready rounds and reloads bound how many can be met",
    "the projection: a flat circle on a web map is not a circle on the earth",
    "refraction, which moves the horizon from day to day",
    "doubt: the figure is one claim among several that disagree",
)
