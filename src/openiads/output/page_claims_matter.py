"""The page's part on which claim matters: sweeps of a few metrics, and the answer's sentence for every bar end."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from openiads.campaign.arms import Arm
from openiads.campaign.estimates import Interval
from openiads.coverage.arms import StudyAreas, areas_over, components_of
from openiads.coverage.site import Question
from openiads.earth.terrain import Terrain, TerrainInfo
from openiads.output.disputed import Side
from openiads.output.findings import Findings, findings_of, headline_targets
from openiads.output.influence import SAME, SideEffect
from openiads.output.influence_models import Asked, coverage_model, fight_model, where
from openiads.output.influence_words import (
    UNITS,
    checking_sentence,
    leading,
    main_sentence,
    rest_sentence,
    title_of,
    who,
)
from openiads.output.refusal import passed
from openiads.output.sensitivity import BATCH, METRICS, Model, Sensitivity, sensitivity
from openiads.output.sentences import answer_sentence, basis_of, counter_sentence, label_of
from openiads.output.statistics import Estimate
from openiads.output.variance import LEAST_DRAWS
from openiads.output.words import count, listing, rounded
from openiads.scenario.beliefs import beliefs_of
from openiads.scenario.raid import Raid

DRAWS, FOUGHT_DRAWS, REPEATS = 100, 16, 2  # fewer than the command's own, so that a study stays quick
DIGITS = 6
SPOKEN_OF = ("raid_absorbed", "covered_area", "covered_area_apart")  # sweeps of what the answer's sentence tells
Step = Callable[[str], bool]


@dataclass(frozen=True)
class Answer:
    """The answer while one side of a dispute is believed."""

    key: str
    claim: str
    basis: str
    sentence: str
    counter_sentence: str
    leaves: tuple[str, ...] = ()  # figures that leave the interval which the usual answer prints with them, in words


@dataclass(frozen=True)
class ClaimsMatter:
    """Sweeps by the page's names for them, and an answer for every bar end."""

    sweeps: Mapping[str, Sensitivity]
    answers: tuple[Answer, ...]

    @property
    def flips(self) -> tuple[Answer, ...]:
        """Answers in which a figure leaves its interval: those of claims first, then those of readings."""
        return tuple(sorted((item for item in self.answers if item.leaves), key=lambda item: item.key == BATCH))


def claims_matter(areas: StudyAreas, terrain: Terrain, info: TerrainInfo, raid: Raid | None, step: Step
                  ) -> ClaimsMatter | None:
    """Sweep what the page shows, and word the answer for every bar end; None where it was stopped.

    Parameters
    ----------
    areas : StudyAreas
        Of the study; its floors are used again.
    terrain, info
        The ground, and how it is told.
    raid : Raid or None
        What is fought; without it no metric of fights is swept.
    step : callable
        Told what comes next; True asks to stop.
    """
    sweeps: dict[str, Sensitivity] = {}
    for name, make, draws in _models(areas, terrain, raid):
        if step(name):
            return None
        sweeps[name] = sensitivity(make(), draws, doubt_level=areas.rows.level)
    answers, usual = [], findings_of(areas)
    for key, side in _bar_ends(sweeps):
        if step(f"if {who(side)} is right"):
            return None
        answers.append(_answer(areas, usual, terrain, info, key, side, sweeps))
    return ClaimsMatter(sweeps, tuple(answers))


def steps_of(areas: StudyAreas, raid: Raid | None) -> int:
    """How many steps `claims_matter` tells of, about: sweeps, witnesses of disputes, readings of batch."""
    witnesses = sum(len(pool) for pool in areas.beliefs.pools.values() if len(pool) > 1)
    return len(SPOKEN_OF) + 1 + (raid is not None) + witnesses // 2 + len(areas.scenario.batch_meanings)


def _models(areas: StudyAreas, terrain: Terrain, raid: Raid | None
            ) -> Iterator[tuple[str, Callable[[], Model], int]]:
    """Name, model and draws of each sweep, those that the answer speaks of first."""
    scenario, question = areas.scenario, areas.question
    second, pins = scenario.arms.second, areas.beliefs.pins
    floors = {areas.first.place.id: areas.first.ladder}
    if areas.kinds:
        floors[areas.second_place] = areas.pair(areas.kinds[-1]).site.ladder
    (low, lowest), (high, medium) = headline_targets(areas)
    here = scenario.arms.first.site
    beside = next((item.id for item in second.placements if item.site == here), None)
    apart = next((item.id for item in second.placements if item.site != here), None)

    def asked(arm: Arm) -> Asked:
        return Asked(scenario, areas.library, terrain, arm, pins, floors)

    def looked_up(metric: str, arm: Arm, target: int, altitude: int) -> Callable[[], Model]:
        height, name = question.altitudes[altitude], question.targets[target]
        return lambda: coverage_model(asked(arm), METRICS[metric], name, height, draws,
                                      f"{where(asked(arm))}, {label_of(name)} at {height}")

    first, draws = Arm("A"), min(DRAWS, scenario.draws)
    if beside is not None:
        yield "raid_absorbed", looked_up("raid_absorbed", Arm("B", second.meaning, beside), low, lowest), draws
    yield "covered_area", looked_up("covered_area", first, low, lowest), draws
    if apart is not None:
        yield "covered_area_apart", looked_up("covered_area", Arm("B", second.meaning, apart), low, lowest), draws
    yield "engageable_area", looked_up("engageable_area", first, high, medium), draws
    if raid is not None and scenario.fights is not None:
        fought = max(LEAST_DRAWS, min(FOUGHT_DRAWS, scenario.fights.runs // 2))
        what = f"{raid.title.lower()}, {raid.size} raiders, against {where(asked(first))}"
        yield "leakers", lambda: fight_model(asked(first), METRICS["leakers"], raid, fought, REPEATS, what), fought


def _bar_ends(sweeps: Mapping[str, Sensitivity]) -> Iterator[tuple[str, Side]]:
    """Every bar end that a reader can believe, each once, by quantity and first claim."""
    told: set[tuple[str, str]] = set()
    for found in sweeps.values():
        switched = [(BATCH, replace(side, text=name)) for name, side, _ in found.switch.sides] if found.switch else []
        for key, side in [*((item.key, side) for item, _ in found.ranked for side in item.sides), *switched]:
            name = side.text if key == BATCH else side.claims[0] if side.claims else ""
            if name and (key, name) not in told:
                told.add((key, name))
                yield key, side


def _answer(areas: StudyAreas, usual: Findings, terrain: Terrain, info: TerrainInfo, key: str, side: Side,
            sweeps: Mapping[str, Sensitivity]) -> Answer:
    if key == BATCH:
        return _read_as(areas, usual, info, side)
    claim = side.claims[0]
    if not _speaks_of(key, sweeps):
        basis = f"Believed by every draw: {claim}. {basis_of(usual, info)}"
        return Answer(key, claim, basis, answer_sentence(usual, info), counter_sentence(usual))
    found = believed(areas, terrain, claim)
    return Answer(key, claim, basis_of(found, info).replace("Pinned by the user", "Believed by every draw", 1),
                  answer_sentence(found, info), counter_sentence(found), leaving(usual, found))


def _figures(found: Findings) -> dict[str, tuple[Estimate, str]]:
    """Figures that the answer's sentence prints, with their units, by what it calls them."""
    study = found.study
    second = study.scenario.arms.second
    together, *elsewhere = second.placements
    (c, a), _ = headline_targets(study)
    target, altitude = study.question.targets[c], str(study.question.altitudes[a])
    told = {}
    for metric, label in (("channels", "guidance channels"), ("ready_rounds", "ready rounds"),
                          ("raid_absorbed", "targets that could each be given one salvo")):
        change = found.change(second.meaning, together.id, metric).difference
        told[f"{label} with the first batch"] = (change.a, "")
        told[f"{label} with both"] = (change.b, "")
    seen = found.share(study.first.place.id, target, altitude).share
    told["share of the ring detected"] = (seen.scaled(100), " %")
    if elsewhere:
        added = found.change(second.meaning, elsewhere[0].id, "detect", target, altitude).difference.change
        told["area added apart"] = (added, " km²")
    return told


def leaving(usual: Findings, found: Findings) -> tuple[str, ...]:
    """Figures of an answer that lie outside the intervals which the usual answer prints, each against the usual."""
    now = _figures(found)
    return tuple(f"{label} {_figure(now[label][0].nominal)} instead of {_figure(item.nominal)}{unit}"
                 for label, (item, unit) in _figures(usual).items()
                 if not item.low * (1 - SAME) <= now[label][0].nominal <= item.high * (1 + SAME))


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else rounded(value)


def verdict(matter: ClaimsMatter) -> str:
    """Whether some claim takes a figure of the answer's sentence out of its interval; else which reading does."""
    by_claim = [item for item in matter.flips if item.key != BATCH]
    by_reading = [item for item in matter.flips if item.key == BATCH]
    told = ([f"{by_claim[0].claim} flips the answer: believed by every draw, it makes "
             f"{listing([*by_claim[0].leaves])}."]
            if by_claim else
            ["No disputed claim flips the answer: whichever is believed, every figure of its sentence stays inside the "
             "interval printed with it."])
    if by_reading:
        first = max(by_reading, key=lambda item: len(item.leaves))
        told.append(f"What flips it is how the word batch is read: “{first.claim.replace('-', ' ')}” makes "
                    f"{listing([*first.leaves])}.")
    elif not by_claim:
        told.append("No reading of the word batch does either.")
    return passed(" ".join(told), what="verdict on the claims")


def _speaks_of(key: str, sweeps: Mapping[str, Sensitivity]) -> bool:
    """Whether believing a side of a quantity moves, in any draw, what the answer's sentence tells."""
    return any(effect.swing != 0 or effect.total.value > 0 for name in SPOKEN_OF if name in sweeps
               for item, effect in sweeps[name].ranked if item.key == key)


def believed(areas: StudyAreas, terrain: Terrain, claim: str) -> Findings:
    """What the study finds with one more claim pinned, of the class that its answer speaks of."""
    scenario, rows = areas.scenario, areas.rows
    beliefs = beliefs_of(scenario, areas.library, components_of(scenario), n_draws=rows.draws,
                         believe=(*areas.beliefs.pins, claim))
    (low, _), _ = headline_targets(areas)
    question = Question((areas.question.targets[low],), areas.question.altitudes, pd=scenario.pd, pfa=scenario.pfa)
    floors = {areas.first.place.id: areas.first.ladder}
    if areas.kinds:
        floors[areas.second_place] = areas.pair(areas.kinds[-1]).site.ladder
    return findings_of(areas_over(scenario, areas.library, terrain, beliefs, rows, question, areas.first.polar, floors))


def _read_as(areas: StudyAreas, usual: Findings, info: TerrainInfo, side: Side) -> Answer:
    """The answer under another reading of the word batch; `side.text` names the reading."""
    scenario, meaning = areas.scenario, areas.scenario.meaning(side.text)
    second = scenario.arms.second.model_copy(update={"meaning": meaning.id})
    other = scenario.model_copy(update={"arms": scenario.arms.model_copy(update={"second": second})})
    found = findings_of(replace(areas, scenario=other))
    sentence = answer_sentence(found, info) if meaning.count else never_sentence(found)
    return Answer(BATCH, meaning.id, basis_of(found, info), sentence, counter_sentence(found), leaving(usual, found))


def never_sentence(found: Findings) -> str:
    """The answer if no second batch comes, which is a case to ask about."""
    second = found.study.scenario.arms.second
    first, rounds = (found.change(second.meaning, second.placements[0].id, metric).difference.a
                     for metric in ("channels", "ready_rounds"))
    return ("If no second batch arrives, which is assumed here, nothing changes: guidance channels "
            f"stay {count(first)} and ready rounds {count(rounds)}, and no area is added.")


def _finite(value: float) -> float | None:
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def _ends(item: Interval) -> dict[str, float | None]:
    return {"value": _finite(item.value), "low": _finite(item.low), "high": _finite(item.high)}


def _side(side: Side, one: SideEffect, answer: str | None) -> dict[str, Any]:
    return {"text": side.text, "claims": list(side.claims), "sources": list(side.sources), "grade": side.grade,
            "reading": side.reading, "share": _finite(side.share), "value": _ends(one.value),
            "change": {**_ends(one.change), "clear": one.change.clear}, "width": _finite(one.width), "answer": answer}


def answer_id(key: str, name: str) -> str:
    """Name of a precomputed answer, as the page's address bar carries it."""
    return f"{key}={name}"


def _metric(name: str, found: Sensitivity) -> dict[str, Any]:
    first = leading(found)
    head = {"id": name, "label": found.metric.label, "unit": UNITS[found.metric.unit], "what": found.what,
                    "is_share": found.metric.unit == "share", "caveat": found.metric.caveat}
    bars: list[dict[str, Any]] = []
    if found.switch is not None:
        sides = [_side(side, one, answer_id(BATCH, name)) for name, side, one in found.switch.sides]
        bars.append({"key": BATCH, "label": found.switch.label, "chosen": found.switch.chosen.text,
                     "swing": _finite(found.switch.swing), "clear": any(side["change"]["clear"] for side in sides),
                     "first": None, "total": None, "width": None, "width_known": None, "sides": sides})
    for item, effect in found.ranked:
        bars.append({
            "key": item.key, "label": item.label, "chosen": None, "swing": _finite(effect.swing), "clear": effect.clear,
            "first": _ends(effect.first), "total": _ends(effect.total), "width": _finite(effect.width),
            "width_known": _finite(effect.width_checked),
            "sides": [_side(side, one, answer_id(item.key, side.claims[0]) if side.claims else None)
                      for side, one in zip(item.sides, effect.sides, strict=True)]})
    return {**head, "usual": _ends(found.usual), "low": _finite(found.low), "high": _finite(found.high),
            "draws": found.draws, "repeats": found.repeats, "title": title_of(found),
            "sentence": main_sentence(found), "leading": first[0].key if first else None,
            "checking": checking_sentence(found), "rest": rest_sentence(found), "bars": bars,
            "outside": [item.label for item in found.outside]}


def claims_matter_entry(found: ClaimsMatter) -> dict[str, Any]:
    """The page's key "claims_matter", by the interface `ClaimsMatter` of web/src/types.ts."""
    level = next(iter(found.sweeps.values())).usual.level
    frozen = {item.key: item for sweep in found.sweeps.values() for item in sweep.frozen}
    return {
        "level": level, "metrics": [_metric(name, sweep) for name, sweep in found.sweeps.items()],
        "verdict": verdict(found), "flips": [answer_id(item.key, item.claim) for item in found.flips],
        "answers": {answer_id(item.key, item.claim): {
            "claim": item.claim, "basis": item.basis, "sentence": item.sentence,
            "counter_sentence": item.counter_sentence} for item in found.answers},
        "frozen": [{"label": item.label, "text": item.text, "claims": list(item.claims), "why": item.why}
                   for item in frozen.values()],
    }
