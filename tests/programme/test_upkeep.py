"""What is believed of upkeep: every quantity moves what is ready, and is drawn or said to be assumed."""

from functools import cache

import numpy as np
import pytest

from openiads.knowledge.components import load_components
from openiads.knowledge.library import load_library
from openiads.programme.deliveries import force_of
from openiads.programme.readiness import MEASURES, Case, readiness
from openiads.programme.upkeep import (
    OF_A_TYPE,
    OF_THE_FORCE,
    UPKEEP,
    inputs_of,
    key_of,
    rates_of,
    upkeep_beliefs,
    upkeep_components,
    used_keys,
)
from openiads.scenario.files import load_scenario
from openiads.scenario.programme import Origin

PLAN = load_scenario("second-batch")
CASE = Case("localised", "both", PLAN.programme.imports_stop.on, PLAN.programme.localised_from.on)
B = force_of(PLAN, "one-battalion")
OWN = [key for key in upkeep_components(PLAN) if "time_between_failures" in load_components()[key].quantities]
STATED = 'subject = "{subject}"'


@cache
def beliefs():
    return upkeep_beliefs(PLAN, load_library(), draws=12, seed=3)


def ready(believed, plan=PLAN):
    found = readiness(plan, force_of(plan, "one-battalion"), believed, CASE, months=90, runs=3).values
    return b"".join(found[name].tobytes() for name in MEASURES)


@cache
def before():
    return ready(beliefs())


def moved(key):
    """The same beliefs with one quantity at the end of its range that is farther from what the draws believe."""
    base = beliefs()
    item = base.nominal[key]
    end = item.low if item.high - item.value < item.value - item.low else item.high
    values = np.full(base.n_draws, end)
    return base.with_inferred({key: (item, values)})


@pytest.mark.parametrize("key", [*(f"{UPKEEP}.{name}" for name in OF_THE_FORCE),
                                 *(f"{component}.{name}" for component in OWN if component != UPKEEP
                                   for name in OF_A_TYPE), "40N6E.in_stock"])
def test_every_quantity_matters(key):
    if key == "40N6E.in_stock":
        base = beliefs()
        rounds = rates_of(PLAN, B, base).base[:, 0, -1]
        assert {0, 32} == set(rounds.tolist())  # in some draws there are none
        return
    assert ready(moved(key)) != before()


def test_the_list_of_inputs_is_complete():
    declared = {f"{UPKEEP}.{name}" for name in load_components()[UPKEEP].quantities}
    general = {f"{UPKEEP}.{name}" for name in OF_A_TYPE}  # read where a component's own file says nothing
    assert set(used_keys(B, beliefs())) >= declared - general
    assert {item.key for item in inputs_of(B, beliefs())} == set(used_keys(B, beliefs()))


def test_all_of_it_is_assumed_and_says_so():
    for item in inputs_of(B, beliefs()):
        if not item.key.endswith("in_stock"):
            assert item.status == "assumed", item.key
            assert item.low < item.high, item.key
            assert "nobody states" in item.note or item.key == "upkeep.delivery_time", item.key


def test_a_component_without_rates_of_its_own_takes_those_of_upkeep():
    assert key_of(beliefs(), "92N6E", "repair_time") == "92N6E.repair_time"
    assert key_of(beliefs(), "48N6E3", "repair_time") == "upkeep.repair_time"


def test_where_a_component_is_made_matters():
    def with_origin(made):
        origins = tuple(Origin(component=item.component, made=made, assumed="test") for item in PLAN.programme.origins)
        return PLAN.model_copy(update={"programme": PLAN.programme.model_copy(update={"origins": origins})})

    imported, home, unknown = (rates_of(with_origin(made), B, beliefs()) for made in ("import", "localised", "unknown"))
    assert not imported.home_share.any()
    assert np.all(home.home_share > 0)
    some = unknown.home_share > 0
    assert some.any()
    assert not some.all()
    assert not imported.home_made[:, -1].any()
    assert home.home_made[:, -1].all()
    assert ready(beliefs(), with_origin("localised")) != ready(beliefs(), with_origin("import"))


def test_a_claim_about_upkeep_is_believed_and_pinned(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('''
[sources.maker-2021]
publisher = "A maker"
title = "Reliability of a radar"
date = "2021"
url = "https://example.org/reliability"

[["92N6E".time_between_failures]]
id = "OWN-001"
value = [600, 700]
unit = "h"
source = "maker-2021"
grade = "press"
independence_group = "maker-2021"
''', encoding="utf-8")
    library = load_library([str(path)])
    for pins in ((), ("OWN-001",)):
        found = upkeep_beliefs(PLAN, library, draws=50, seed=3, believe=pins)
        drawn_s = found.drawn("92N6E.time_between_failures")
        assert np.all((drawn_s >= 600 * 3600) & (drawn_s <= 700 * 3600))
    item = next(item for item in inputs_of(B, found) if item.key == "92N6E.time_between_failures")
    assert (item.status, item.claim_id) == ("witness", "OWN-001")


def test_pins_about_other_things_are_left_to_the_rest_of_a_study():
    assert upkeep_beliefs(PLAN, load_library(), draws=2, seed=3, believe=("RCS-001",)).pins == ()
