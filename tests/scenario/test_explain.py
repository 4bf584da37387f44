"""Every choice is told with what it rests on."""

from openiads.knowledge.library import load_library
from openiads.scenario.explain import choices
from openiads.scenario.files import load_scenario
from openiads.scenario.model import Sourced


def sourced(value):
    """Every sourced choice inside a scenario."""
    if isinstance(value, Sourced):
        yield value
    for item in (getattr(value, name) for name in type(value).model_fields) if hasattr(value, "model_fields") else ():
        for part in item if isinstance(item, tuple) else (item,):
            yield from sourced(part)


def test_no_sourced_choice_is_left_out():
    scenario = load_scenario("second-batch")
    told = [(row.claims, row.assumed) for row in choices(scenario)]
    for choice in sourced(scenario):
        assert (choice.claims, choice.assumed) in told


def test_claims_named_exist_and_assumptions_are_words():
    ledger = load_library()
    for row in choices(load_scenario("second-batch")):
        assert all(ledger.claim(name) for name in row.claims)
        assert row.choice
