"""The programme of a scenario: every field of it moves what is kept ready, and its faults are told with their lines."""

from datetime import date
from functools import cache

import pytest

from openiads.errors import OpenIADSError
from openiads.knowledge.library import load_library
from openiads.output.readiness import readiness_of
from openiads.scenario import programme
from openiads.scenario.explain import choices
from openiads.scenario.fields import Record
from openiads.scenario.files import read_scenario, shipped
from openiads.scenario.programme import Needed, Origin, Programme, Turn
from tests.output.small_study import small_text

SOURCES = {"claims", "assumed"}
LATER = Turn(on=date(2024, 6, 1), assumed="later")


@cache
def base():
    """The small scenario with parts made at home for sure, so that a day on which that begins matters."""
    plan = read_scenario(small_text(), "small.toml")
    origins = tuple(Origin(component=item.component, made="localised", assumed="test")
                    for item in plan.programme.origins)
    return plan.model_copy(update={"programme": plan.programme.model_copy(
        update={"origins": origins, "runs": 4, "draws": 12, "months": 60})})


def kept(asked):
    plan = base().model_copy(update={"programme": asked})
    found = readiness_of(plan, load_library(), meanings=())
    return [(arm.case.id, *(band.expected.tobytes() for band in arm.bands.values())) for arm in found.kept]


@cache
def before():
    return kept(base().programme)


FIELDS = {
    Programme: {
        "months": 12, "draws": 5, "runs": 3, "launchers_needed": Needed(value=8, assumed="all"), "imports_stop": LATER,
        "localised_from": LATER,
        "origins": tuple(Origin(component=item.component, made="import", assumed="test")
                         for item in base().programme.origins)},
    Turn: {"on": date(2023, 1, 1)}, Needed: {"value": 7}, Origin: {"component": "48N6E3", "made": "import"},
}


def test_every_record_and_every_field_has_an_entry():
    declared = {item for item in vars(programme).values()
                if isinstance(item, type) and issubclass(item, Record) and item.__module__ == programme.__name__}
    assert declared == set(FIELDS)
    for record, fields in FIELDS.items():
        assert set(fields) | (SOURCES & set(record.model_fields)) == set(record.model_fields)


@pytest.mark.parametrize("name", FIELDS[Programme])
def test_every_field_matters(name):
    assert kept(base().programme.model_copy(update={name: FIELDS[Programme][name]})) != before()


@pytest.mark.parametrize(("part", "record", "name"), [
    ("imports_stop", Turn, "on"), ("localised_from", Turn, "on"), ("launchers_needed", Needed, "value")])
def test_every_part_matters(part, record, name):
    other = getattr(base().programme, part).model_copy(update={name: FIELDS[record][name]})
    assert kept(base().programme.model_copy(update={part: other})) != before()


@pytest.mark.parametrize("name", FIELDS[Origin])
def test_what_is_said_of_one_component_matters(name):
    first, *rest = base().programme.origins
    other = first.model_copy(update={name: FIELDS[Origin][name]})
    # without an origin of its own a component is of unknown origin, which in some draws is abroad
    assert kept(base().programme.model_copy(update={"origins": (other, *rest[:4])})) != before()


def test_what_is_not_named_is_of_unknown_origin():
    assert base().programme.made("a-radar-of-nobody") == "unknown"


def test_a_scenario_without_a_programme_asks_for_none():
    text = small_text()
    bare = text[:text.index("[programme]")] + text[text.index("[[bearings]]"):]
    plan = read_scenario(bare, "bare.toml")
    assert plan.programme is None
    assert not [item for item in choices(plan) if item.what == "imports stop"]


def test_each_choice_is_explained_with_its_source():
    found = {item.what: item for item in choices(base())}
    assert found["imports stop"].choice == "from 2023-06-01"
    assert found["parts made at home"].claims == ("TUR-041", "STM-012")
    assert found["where the 92N6E is made"].choice == "localised"


TEXT = shipped()["second-batch"]


@pytest.mark.parametrize(("sound", "broken", "code", "found"), [
    ('component = "92N6E"\nmade', 'component = "92N6F"\nmade', "E0102", "92N6F"),
    ('component = "92N6E"\nmade', 'component = "91N6E"\nmade', "E0508", "given twice"),
    ("launchers_needed = { value = 4", "launchers_needed = { value = 9", "E0508", "9 launchers"),
    ('made = "import"', 'made = "abroad"', "E0503", "abroad"),
    ("imports_stop = { on = 2026-01-01", "imports_stop = { on = 2026", "E0503", "2026"),
    ("months = 120", "months = 0", "E0314", "months"), ("months = 120", "monthes = 120", "E0501", "monthes"),
    ('assumed = "no statement in the ledger says that rounds would be made at home"', "claims = []", "E0506", "source"),
    ('claims = ["TUR-041", "STM-012"]', 'claims = ["TUR-941"]', "E0506", "TUR-941"),
])
def test_a_broken_programme_is_told(sound, broken, code, found):
    assert sound in TEXT
    with pytest.raises(OpenIADSError) as raised:
        read_scenario(TEXT.replace(sound, broken, 1), "mine.toml")
    told = [fault for fault in raised.value.faults if fault.code == code]
    assert told, raised.value.faults
    assert found in told[0].what
    assert "mine.toml:" in told[0].where
    assert told[0].fix
