"""Turning any one claim's value in the ledger changes exactly the results that name it, claim by claim."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from openiads.campaign.stage import components_in
from openiads.coverage.arms import components_of
from openiads.knowledge.library import Library, load_library
from openiads.knowledge.resolve import Beliefs, resolve
from openiads.output.page_claims import drawer, results_of_claims
from openiads.scenario.files import read_raid, read_scenario, scenario_text

TOLD_BESIDE = ("mach_max",)  # a value that stands among the conditions
OTHER_BAND = {"X": "C"}
TURNED = 1.07  # far from rounding, near enough that no claim becomes impossible
DRAWS = 400  # as the study has them: a witness of small weight is believed by some

SCENARIO = read_scenario(*reversed(scenario_text("second-batch")))
RAID = read_raid(*reversed(scenario_text("mixed-reference", "raid")))
COMPONENTS = tuple(dict.fromkeys([*components_of(SCENARIO), *components_in(SCENARIO, RAID)]))


def turned(value: Any) -> Any:
    """The value moved: counts by one, intervals at both ends, numbers inside words, the letter of a radar's band."""
    if isinstance(value, str):
        return OTHER_BAND.get(value) or re.sub(r"\d+(\.\d+)?", lambda found: f"{float(found[0]) * TURNED:g}", value)
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return value * TURNED
    if isinstance(value, Mapping):
        return {key: item if isinstance(item, str) else turned(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return tuple(turned(item) for item in value)
    return value


def with_turned(library: Library, claim_id: str) -> Library:
    claim = library.claim(claim_id)
    condition = {name: turned(item) if name in TOLD_BESIDE else item for name, item in claim.condition.items()}
    other = replace(claim, value=turned(claim.value), condition=condition)
    return Library(library.sources, {**library.by_id, claim_id: other}, library.aliases)


def believed(library: Library) -> Beliefs:
    return resolve(library, COMPONENTS, n_draws=DRAWS, seed=SCENARIO.seed)


def results(beliefs: Beliefs) -> dict[str, tuple[Any, ...]]:
    """Every believed quantity, unrounded: what each witness states, and what the draws make of it."""
    found: dict[str, tuple[Any, ...]] = {}
    for key, pool in beliefs.pools.items():
        if not pool:
            continue
        states = tuple(sorted((group.claim_id or "", group.low, group.high, group.nominal) for group in pool))
        parts: list[Any] = [states, tuple(beliefs.drawn(key))]
        if beliefs.wanted[key].quantity == "detection_range":
            parts += [tuple(beliefs.condition_drawn(key)), beliefs.nominal[key].condition["rcs_m2"]]
        found[key] = tuple(parts)
    return found


LIBRARY = load_library()
BELIEFS = believed(LIBRARY)
BEFORE = results(BELIEFS)
NAMED = results_of_claims(BELIEFS)
NUMERIC = [claim for claim in BELIEFS.claims_used() if turned(LIBRARY.claim(claim).value) != LIBRARY.claim(claim).value]


def test_every_claim_that_is_used_is_walked_and_named():
    assert set(BELIEFS.claims_used()) == set(NAMED)
    assert list(BELIEFS.claims_used()) == NUMERIC
    shown = drawer(LIBRARY, BELIEFS, ())["claims"]
    assert {claim: tuple(shown[claim]["used_in"]) for claim in NAMED} == {
        claim: tuple(sorted(keys)) for claim, keys in NAMED.items()}


@pytest.mark.parametrize("claim", NUMERIC)
def test_turning_a_claim_changes_exactly_the_quantities_that_name_it(claim):
    after = results(believed(with_turned(LIBRARY, claim)))
    assert after.keys() == BEFORE.keys()
    assert {key for key in BEFORE if after[key] != BEFORE[key]} == set(NAMED[claim])
