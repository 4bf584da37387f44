"""The sentences of a study, each with its condition, interval, grade of terrain and counter-sentence."""

from collections.abc import Mapping
from functools import partial

from openiads.coverage.arms import StudyAreas
from openiads.earth.relief import cover_allowance
from openiads.earth.terrain import TerrainInfo
from openiads.knowledge.library import Library
from openiads.knowledge.resolve import ReferenceRange
from openiads.output.belief_words import arrival_text, contract_text, sides_word
from openiads.output.findings import KM2, Findings, headline_targets
from openiads.output.language import ENGLISH, has, joined, numbers_in, numeral, say
from openiads.output.refusal import passed
from openiads.output.told.reference import reference_of, reference_words
from openiads.output.words import count, percent, rounded, spread
from openiads.programme.belief import arrival_of, contract_belief
from openiads.scenario.model import BatchMeaning, Scenario

COARSE = ("C", "D")
SHARES, AREAS, HEIGHTS = "share as at most", "area as at most", "height that hides as at least"
SIGHT_BINDS = 0.98  # share of what is in sight beyond which power takes next to nothing away


def label_of(target: str, language: str = ENGLISH) -> str:
    """A target class as a sentence calls it.

    Examples
    --------
    >>> label_of("f-16"), label_of("kite")
    ('an F-16-class fighter', 'a target of class kite')
    """
    return say(f"target-{target}", language) if has(f"target-{target}") else say("target-other", language, name=target)


def words_of(kind: str, name: str, words: str, language: str = ENGLISH) -> str:
    """Words of a scenario for a meaning or a placement; translated where the catalogue knows exactly these words."""
    key = f"{kind}-{name}"
    return say(key, language) if has(key) and say(key) == words else words


def reach_key(scenario: Scenario, library: Library) -> str:
    """Message that says against what the ring's claims state that reach; "" where they differ or it has no words."""
    targets = {str(library.claim(claim_id).condition.get("target", "")) for claim_id in scenario.ring_claims}
    key = f"reach-{targets.pop()}" if len(targets) == 1 else ""
    return key if has(key) else ""


def at_most(terrain: TerrainInfo, language: str = ENGLISH) -> str:
    """"at most " on coarse terrain, which over-states low-level cover."""
    return say("at-most", language) if terrain.grade in COARSE else ""


def at_least(grade: str) -> str:
    """"at least " before a height below which coarse terrain hides a target: finer terrain hides more."""
    return "at least " if grade in COARSE else ""


def ground_words(grade: str, what: str) -> str:
    """Grade of the terrain, and as which bound numbers on it are to be read; `what` is SHARES, AREAS or HEIGHTS.

    Examples
    --------
    >>> ground_words("C", SHARES), ground_words("A", SHARES)
    ('Terrain grade C: read every share as at most.', 'Terrain grade A.')
    """
    return f"Terrain grade {grade}{f': read every {what}' if grade in COARSE else ''}."


def uncited_radars(study: StudyAreas, language: str = ENGLISH) -> str:
    """What to say before a detection figure that no citable, RCS-tagged claim carries; empty where one does."""
    radars = study.scenario.order_of_battle.battalion.search_radars
    return uncited_ranges({radar: study.beliefs.reference_range(radar) for radar in radars}, language)


def uncited_ranges(references: Mapping[str, ReferenceRange], language: str = ENGLISH) -> str:
    """What to say of search radars, by name, whose range no citable, RCS-tagged claim carries; empty without such."""
    bare = [radar for radar, reference in references.items() if not reference.has_rcs_tagged_witness]
    if not bare:
        return ""
    in_language = partial(say, language=language)
    rests = [reference_words(in_language, reference_of(radar, item), language)
             for radar, item in references.items() if radar in bare]
    return say("v0-uncited", language, beliefs=joined(rests, language),
               radars=joined([say("v0-uncited-radar", language, radar=radar) for radar in bare], language))


def terrain_doubt(terrain: TerrainInfo, height_agl_m: float, language: str = ENGLISH) -> str:
    """How much of such cover finer terrain left elsewhere; empty where the terrain is fine."""
    left = cover_allowance(terrain.grade, height_agl_m)
    if left.median >= 1 or terrain.grade not in COARSE:
        return ""

    def tight(share: float) -> str:
        return say("v0-tight-share", language, n=f"{100 * share:.0f}")

    return say("v0-terrain-doubt", language, grade=terrain.grade, median=tight(left.median), low=tight(left.low),
               high=tight(left.high))


def arrival_words(study: StudyAreas, language: str = ENGLISH) -> str:
    """Under which condition arm B stands, told before its numbers."""
    arrival = study.scenario.arms.second.arrival
    if arrival in ("arrives", "never"):
        return say(f"v0-arrival-{arrival}", language)
    belief = arrival_of(study.beliefs, study.library)
    return say("v0-arrival-mixed", language, text=arrival_text(belief, language), side=sides_word(belief))


def basis_of(found: Findings, terrain: TerrainInfo, language: str = ENGLISH) -> str:
    """What the answer rests on, told before its numbers: pins, radars that nobody vouches for, terrain, assumptions."""
    study = found.study
    (c, a), _ = headline_targets(study)
    altitude = study.question.altitudes[a]
    sight = found.share(study.first.place.id, study.question.targets[c], str(altitude), "sight").share.nominal
    seen = found.share(study.first.place.id, study.question.targets[c], str(altitude)).share.nominal
    pins = list(study.beliefs.pins)
    parts = [say("v0-pinned", language, claims=joined(pins, language))] if pins else []
    parts.append(uncited_radars(study, language))
    if seen >= SIGHT_BINDS * sight:
        parts.append(say("v0-ground-binds", language, altitude=numbers_in(str(altitude), language)))
    if altitude.reference == "AGL":
        parts.append(terrain_doubt(terrain, altitude.value_m, language))
    if study.beliefs.nominal["fire-unit.launchers"].status == "assumed":
        parts.append(say("v0-launchers", language,
                         launchers=str(study.scenario.order_of_battle.fire_unit.launchers.value)))
    parts += [arrival_words(study, language),
              contract_text(contract_belief(study.library, as_of=study.scenario.date), language)]
    return passed(" ".join(part for part in parts if part), what="basis of the answer")


def answer_sentence(found: Findings, terrain: TerrainInfo, fought: str = "", language: str = ENGLISH) -> str:
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
    change = {metric: found.change(meaning.id, together.id, metric).difference
              for metric in ("channels", "ready_rounds", "raid_absorbed")}
    ends = {f"{name}_{end}": count(getattr(change[metric], end), language)
            for name, metric in (("channels", "channels"), ("rounds", "ready_rounds"), ("raid", "raid_absorbed"))
            for end in ("a", "b")}
    ring = say("unit-km", language, n=numeral(f"{scenario.ring_m / 1000:g}", language))
    common = {"target": label_of(target, language), "altitude": numbers_in(altitude, language), "ring": ring,
              "at_most": at_most(terrain, language), "seen": percent(seen, language)}
    if not study.arrived.any():
        return passed(say("v0-never", language, **common, channels=ends["channels_a"], rounds=ends["rounds_a"]))
    text = say("v0-depth", language, meaning=words_of("meaning", meaning.id, meaning.label, language),
               placement=words_of("placement", together.id, together.label, language), **ends, **common,
               fought=fought or say("v0-closed-form", language))
    if elsewhere:
        apart = found.change(meaning.id, elsewhere[0].id, "detect", target, altitude).difference.change
        weather_m2 = study.added_by(meaning, elsewhere[0].id)[: 1 + study.rows.weather, 1, c, a]
        low, high = (rounded(end * KM2, language=language) for end in (weather_m2.min(), weather_m2.max()))
        where = words_of("placement", elsewhere[0].id, elsewhere[0].label, language)
        area = spread(apart, say("unit-km2", language, n="").strip(), language=language)
        text += " " + say("v0-apart", language, where=f"{where[0].upper()}{where[1:]}", area=area, low=low, high=high)
    return passed(text, what="answer")


def counter_sentence(found: Findings, language: str = ENGLISH) -> str:
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
        words = words_of("meaning", meaning.id, meaning.label, language)
        if added.nominal == 0:
            basis = (say("v0-counter-read", language, claims=joined(list(meaning.claims), language)) if meaning.claims
                     else say("v0-counter-assumed", language))
            others.append(say("v0-counter-nothing", language, meaning=words, basis=basis))
        else:
            others.append(say("v0-counter-brings", language, meaning=words, channels=count(added, language)))
    return passed(say("v0-counter", language, others="; ".join(others),
                      command=f"openiads study {scenario.name} --believe CLAIM"), what="counter-sentence")


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
