"""The sentences of a study, each with its condition, interval, grade of terrain and counter-sentence."""

from openiads.coverage.arms import StudyAreas
from openiads.earth.terrain import TerrainInfo
from openiads.output.findings import Findings, headline_targets
from openiads.output.words import count, listing, percent, spread
from openiads.scenario.model import BatchMeaning

LABELS = {
    "airliner": "an airliner", "bomber": "a bomber", "su-30": "a Su-30-class fighter",
    "f-16": "an F-16-class fighter", "f-35": "an F-35-class fighter", "cruise-missile": "a cruise missile",
    "stealthy-cruise": "a stealthy cruise missile",
    "male-uav": "a medium-altitude drone", "one-way-drone": "a one-way drone", "quadcopter": "a quadcopter",
    "ballistic": "a short-range ballistic missile", "decoy": "a decoy",
}
COARSE = ("C", "D")


def label_of(target: str) -> str:
    """A target class as a sentence calls it."""
    return LABELS.get(target, f"a target of class {target}")


def at_most(terrain: TerrainInfo) -> str:
    """"at most " on coarse terrain, which over-states low-level cover."""
    return "at most " if terrain.grade in COARSE else ""


def uncited_radar(study: StudyAreas) -> str:
    """What to say before a detection figure that no citable, RCS-tagged claim carries; empty where one does."""
    radar = study.first.post.searches[0]
    reference = study.beliefs.reference_range(radar)
    if reference.has_rcs_tagged_witness:
        return ""
    claim = reference.believed.claim_id or "an assumption"
    return (f"No citable source states the {radar}'s range at a known cross-section, so detection rests on {claim} "
            f"({reference.believed.grade}): {reference.range_m / 1000:g} km at {reference.rcs_m2:g} m2.")


def answer_sentence(found: Findings, terrain: TerrainInfo) -> str:
    """V0: what a second batch changes; when the area does not change, what does change leads.

    Sight and missile reach are never set against each other without naming both.
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
    text = (
        f"A second batch, read as {meaning.label} {together.label}, would raise guidance channels from "
        f"{count(channels.a)} to {count(channels.b)}, ready rounds from {count(rounds.a)} to {count(rounds.b)} and the "
        f"raid it could absorb from {count(raid.a)} to {count(raid.b)} targets (closed form, not yet simulated), but "
        f"would add no covered area: one batch or two, {label_of(target)} at {altitude} is detected over "
        f"{at_most(terrain)}{percent(seen)} of the {scenario.ring_m / 1000:g} km ring, a claim of missile reach and "
        "not of sight"
    )
    if elsewhere:
        apart = found.change(meaning.id, elsewhere[0].id, "detect", target, altitude).difference.change
        text += f"; {elsewhere[0].label}, it would add {at_most(terrain)}{spread(apart, 'km²')} of detection against it"
    return text + "."


def counter_sentence(found: Findings) -> str:
    """What would change the answer: other meanings of the word, nothing arriving, other claims."""
    scenario = found.study.scenario
    chosen = scenario.arms.second.meaning
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
