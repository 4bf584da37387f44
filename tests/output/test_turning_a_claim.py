"""Turning any one claim's value in the ledger changes exactly the quantities that name it, claim by claim."""

from typing import Any

import pytest

from openiads.campaign.stage import components_in
from openiads.coverage.arms import components_of
from openiads.knowledge.library import Library, load_library
from openiads.knowledge.resolve import Beliefs, resolve
from openiads.output.page_claims import drawer
from openiads.scenario.files import read_raid, read_scenario, scenario_text
from tests.output.turning import turned, turned_in

TURNED = 1.07  # far from rounding, near enough that no claim becomes impossible
DRAWS = 400  # as the study has them: a witness of small weight is believed by some

SCENARIO = read_scenario(*reversed(scenario_text("second-batch")))
RAID = read_raid(*reversed(scenario_text("mixed-reference", "raid")))
COMPONENTS = tuple(dict.fromkeys([*components_of(SCENARIO), *components_in(SCENARIO, RAID)]))


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
NAMED = BELIEFS.speaking(BELIEFS.pools)


def test_every_claim_that_is_used_is_walked_and_named():
    speakers = {group.claim_id for pool in BELIEFS.pools.values() for group in pool if group.claim_id}
    assert set(NAMED) == speakers
    assert all(turned(LIBRARY.claim(claim).value, TURNED) != LIBRARY.claim(claim).value for claim in NAMED)
    shown = drawer(LIBRARY, BELIEFS, NAMED, ())["claims"]
    assert {claim: tuple(shown[claim]["used_in"]) for claim in NAMED} == {
        claim: tuple(sorted(keys)) for claim, keys in NAMED.items()}


@pytest.mark.parametrize("claim", sorted(NAMED))
def test_turning_a_claim_changes_exactly_the_quantities_that_name_it(claim):
    after = results(believed(turned_in(LIBRARY, claim, TURNED)))
    assert after.keys() == BEFORE.keys()
    assert {key for key in BEFORE if after[key] != BEFORE[key]} == set(NAMED[claim])
