"""Turning any one claim's value in the ledger changes exactly the results that name it, from areas to sentences."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest

from openiads.coverage.arms import StudyAreas, areas_over, components_of
from openiads.coverage.ladder import Ladder
from openiads.coverage.polar import PolarGrid
from openiads.coverage.reads import (
    absorbed_keys,
    arrival_keys,
    capacity_keys,
    detection_keys,
    engagement_keys,
    fit_keys,
    sight_keys,
)
from openiads.coverage.rows import Rows
from openiads.coverage.site import Question
from openiads.earth.terrain import open_terrain
from openiads.knowledge.library import Library, load_library
from openiads.knowledge.resolve import Beliefs
from openiads.output.evidence import basis_of, used_keys
from openiads.output.findings import findings_of
from openiads.output.layer_claims import outline_words
from openiads.output.manifest import Recipe
from openiads.output.page_answer import answer_numbers
from openiads.output.study import Study
from openiads.output.told.cover import cover_drafts
from openiads.output.told.draft import Draft
from openiads.output.told.fought import depth_closed_form
from openiads.programme.belief import arrival_of
from openiads.scenario.beliefs import beliefs_of
from openiads.scenario.files import read_scenario
from openiads.scenario.model import ARRIVAL_KEY
from tests.output.small_study import small_text
from tests.output.turning import turned_in

TURNS = (1.07, 0.6, 1.7)  # the first is a correction, the others are rival claims that nobody made
KINDS = ("sight", "detection", "engagement")
POLAR = PolarGrid(bearings=24, rings=200, ring_step_m=2000.0)  # the whole 400 km ring, coarse


class Result(NamedTuple):
    """One result: what it came to, and the claims that it names."""

    value: Any
    named: frozenset[str]


def _scenario() -> Any:
    text = small_text()
    for sound, small in (('["airliner", "f-16", "cruise-missile"]', '["cruise-missile", "airliner"]'),
                         ('"60 m AGL", "1000 m AGL", "5000 m AMSL"', '"60 m AGL", "10000 m AMSL"'),
                         ('ring = "121 km"', 'ring = "400 km"')):
        assert sound in text
        text = text.replace(sound, small)
    scenario = read_scenario(text, "small.toml")
    second = scenario.arms.second.model_copy(update={"arrival": "as-believed"})
    # a day on which two witnesses of the delivery part
    return scenario.model_copy(update={"date": date(2023, 4, 1),
                                       "arms": scenario.arms.model_copy(update={"second": second})})


LIBRARY, SCENARIO = load_library(), _scenario()
CITED = {claim for meaning in SCENARIO.batch_meanings for claim in meaning.claims} | set(SCENARIO.ring_claims)
TERRAIN = open_terrain(SCENARIO.terrain)
_floors: dict[str, Ladder] = {}


def each_witness_once(library: Library) -> Beliefs:
    """Beliefs with a row for every witness, in which all other quantities stay nominal."""
    beliefs = beliefs_of(SCENARIO, library, components_of(SCENARIO), n_draws=1)
    witnesses = [(key, number) for key, pool in beliefs.pools.items() for number in range(len(pool)) if pool]
    order = np.zeros(len(witnesses), np.int64)
    told = {key: np.array([number if own == key else 0 for own, number in witnesses])
            for key, pool in beliefs.pools.items() if pool}
    return beliefs.retold(order, told)


def areas_of(library: Library) -> StudyAreas:
    """Areas of both arms over those rows."""
    beliefs = each_witness_once(library)
    rows = Rows(draws=beliefs.n_draws, weather=0, level=SCENARIO.level, order=beliefs.order)
    question = Question(SCENARIO.targets, SCENARIO.altitudes, pd=SCENARIO.pd, pfa=SCENARIO.pfa)
    areas = areas_over(SCENARIO, library, TERRAIN, beliefs, rows, question, POLAR, _floors)
    _floors.setdefault(areas.first.place.id, areas.first.ladder)
    for kind in areas.kinds:
        _floors.setdefault(areas.second_place, areas.pair(kind).site.ladder)
    return areas


def results_of(library: Library) -> dict[str, Result]:
    """Every area, capacity, sentence and tile of a study, unrounded where it can be had."""
    areas = areas_of(library)
    beliefs, found = areas.beliefs, findings_of(areas)
    study = Study(SCENARIO, library, TERRAIN, Recipe(small_text(), "small.toml", (), {}, "", "", ""), areas)

    def named(keys: Iterable[str]) -> frozenset[str]:
        return frozenset(basis_of(beliefs, keys).claims)

    def second_keys(force: str) -> tuple[str, ...]:
        return () if force == "A" else arrival_keys(SCENARIO)

    results: dict[str, Result] = {}
    posts = {areas.first.place.id: areas.first.post, **{
        name: areas.pair(kind).site.post for name, kind in zip(found.sites[1:], areas.kinds, strict=True)}}
    behind: dict[str, Callable[..., tuple[str, ...]]] = {
        "sight": lambda post, _: sight_keys(post), "detection": detection_keys, "engagement": engagement_keys}
    for place, post in posts.items():
        area_m2 = found.area_m2(place)
        for m, kind in enumerate(KINDS):
            for c, target in enumerate(SCENARIO.targets):
                for a, altitude in enumerate(SCENARIO.altitudes):
                    values = area_m2[:, m, c, a]
                    results[f"{kind} of {target} at {altitude} from {place}"] = Result(
                        tuple(np.unique(values)), named(behind[kind](post, target)))
                    if kind != "sight":
                        words = outline_words(kind, target, str(altitude), place, SCENARIO.pd, study.terrain_info,
                                              beliefs, post)
                        results[f"outline of {kind} of {target} at {altitude} from {place}"] = Result(
                            float(values[0]), frozenset(words["claims"]))
    for g, radar in enumerate(areas.first.post.radars):
        alone = replace(areas.first.post, searches=(radar,), guides=())
        for c, target in enumerate(SCENARIO.targets):
            results[f"range of {radar} against {target}"] = Result(
                tuple(np.unique(areas.first.far_m[:, g, c])), named(detection_keys(alone, target)))
    assert areas.first.salvo is not None
    for missile in areas.first.post.missiles:
        residuals = {fit.residuals for fit in areas.first.salvo.fits if fit.missile == missile}
        alone = replace(areas.first.post, missiles=(missile,))
        results[f"fit of {missile}"] = Result(residuals, named(fit_keys(alone)))
    results["belief in the arrival"] = Result(arrival_of(beliefs, library).share_under_way, named([ARRIVAL_KEY]))
    for force, capacity in found.capacity.items():
        for name in ("channels", "ready_rounds"):
            results[f"{name} of {force}"] = Result(tuple(np.unique(getattr(capacity, name))),
                                                   named((*capacity_keys(areas.first.post), *second_keys(force))))
        results[f"raid absorbed by {force}"] = Result(
            tuple(np.unique(capacity.raid_absorbed)),
            named((*absorbed_keys(areas.first.post, HEADLINE), *second_keys(force))))
    told = [*cover_drafts(found, study.terrain_info, (), scenario_sha256="", ledger_sha256="", profiles=study.profiles,
                          exposure=study.exposure), depth_closed_form(found)]
    for draft in told:
        if isinstance(draft, Draft) and draft.id not in COUNTS_CLAIMS:
            results[f"sentence {draft.id}"] = Result(draft.slots, frozenset(draft.evidence.claims) - CITED)
    for tile in answer_numbers(found, study.terrain_info):
        results[f"tile {tile['id']}"] = Result((tile["value_text"], tile["interval_text"]), frozenset(tile["claims"]))
    return results


STILL = {"MIS-108": "what is nearer than a 40N6E can meet is met by a 48N6E3, whose least range is shorter"}
HEADLINE = "cruise-missile"
COUNTS_CLAIMS = ("provenance", "inputs")  # they tell of the claims themselves and not of their values


@cache
def before() -> dict[str, Result]:
    """Every result of the ledger as it is."""
    return results_of(LIBRARY)


def walked() -> list[str]:
    """Every claim that some component of the study could believe, whether a model reads it or not."""
    beliefs = beliefs_of(SCENARIO, LIBRARY, components_of(SCENARIO), n_draws=1)
    return sorted(beliefs.speaking(beliefs.pools))


@pytest.mark.parametrize("claim", walked())
def test_turning_a_claim_moves_what_names_it_and_nothing_else(claim: str) -> None:
    naming = {name for name, result in before().items() if claim in result.named}
    moved: set[str] = set()
    for turn in TURNS:
        after = results_of(turned_in(LIBRARY, claim, turn))
        now = {name for name, result in before().items() if after[name].value != result.value}
        assert now <= naming, (turn, sorted(now - naming))
        moved |= now
        if moved or not naming:
            break
    # what names a claim may stand still: another radar sees farther, or the ground hides more
    assert bool(moved) == (bool(naming) and claim not in STILL), sorted(naming)


def test_what_the_models_read_is_what_is_named() -> None:
    areas = areas_of(LIBRARY)
    found = findings_of(areas)
    for place in found.sites:
        found.area_m2(place)
    tied = {key for key in areas.beliefs.keys_read if key.endswith(".rcs")}  # of classes that ranges are stated for
    assert set(areas.beliefs.keys_read) - tied == set(used_keys(areas)) - tied
    assert set(basis_of(areas.beliefs, used_keys(areas)).claims) == set(areas.beliefs.claims_used())
