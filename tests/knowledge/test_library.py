"""The bundled ledger: complete, unique, graded, and looked up through one alias table."""

import tomllib
from importlib.resources import files

import pytest

from openiads.errors import OpenIADSError
from openiads.knowledge.components import load_components, target_classes
from openiads.knowledge.library import load_library, quantity_faults
from openiads.knowledge.pools import load_weights
from openiads.knowledge.reader import date_fault
from tests.knowledge.ledgers import claim, with_claims

COLLECTED = 457  # claims.yaml
CITED = 221  # claims_cited.yaml
KNOWN_ERRORS = {"MIS-042", "MIS-043", "MIS-056", "CIT-MIS-112", "ALT-001", "RAD-034", "TUR-006"}
S400 = {"91N6E", "96L6E", "92N6E", "40V6M", "40V6MD", "55K6E", "5P85", "48N6E2", "48N6E3", "40N6E", "9M96E", "9M96E2",
        "fire-unit", "battalion", "regiment"}
CLASSES = {"f-35", "f-16", "su-30", "bomber", "cruise-missile", "stealthy-cruise", "male-uav", "one-way-drone",
           "quadcopter", "ballistic", "decoy", "anti-radiation", "airliner"}

LEDGER = load_library()
CLAIMS = list(LEDGER.by_id.values())


def test_every_collected_claim_is_there_once():
    imported = [item for item in CLAIMS if not item.id.startswith(("STM-", "STO-"))]
    assert len(imported) == COLLECTED + CITED
    assert sum(item.id.startswith("CIT-") for item in imported) == CITED


def test_every_claim_keeps_its_note_and_its_source():
    assert all(item.note and item.source.title and item.source.date for item in CLAIMS)
    assert all(LEDGER.sources[item.source.key] == item.source for item in CLAIMS)


def test_a_witness_has_a_link_and_a_publisher_and_is_no_game():
    for item in CLAIMS:
        if item.is_witness:
            assert item.source.url
            assert item.source.is_named
            assert item.kind == "source"
        assert item.status in ("witness", "prior", "game", "defect")


def test_simulator_tables_are_games_even_with_a_link():
    assert LEDGER.claim("TGT-001").status == "game"  # FlightGear
    assert LEDGER.claim("CIT-SYS-005").status == "game"  # DCS mod
    assert LEDGER.claim("CIT-RAD-005").status == "game"


def test_known_errors_are_kept_and_never_believed():
    assert {item.id for item in CLAIMS if item.defect} == KNOWN_ERRORS
    assert not any(LEDGER.claim(name).is_witness for name in KNOWN_ERRORS)


def test_agency_boilerplate_counts_once():
    origins = {LEDGER.origin(LEDGER.claim(name)) for name in ("RAD-001", "RAD-002", "RAD-003", "CIT-RAD-003")}
    assert origins == {"agency-boilerplate"}


def test_a_page_collected_twice_is_one_witness():
    assert LEDGER.origin(LEDGER.claim("ORG-006")) == LEDGER.origin(LEDGER.claim("CIT-ORG-009"))


def test_statements_name_their_speaker_side_and_mode():
    spoken = LEDGER.statements()
    assert len(spoken) > 40
    assert all(item.speaker and item.side and item.mode for item in spoken)
    dated = [item.date for item in spoken if item.date != "undated"]
    assert dated == sorted(dated)
    said = {(item.mode, item.date) for item in spoken if item.speaker == "Mikheev, Rosoboronexport"}
    assert said == {("said", "2020-08-23"), ("said-will", "2021-08-25")}


def test_no_bundled_date_lies_after_the_newest_source():
    newest = max(item.date for item in LEDGER.sources.values() if item.date != "undated")
    from datetime import date
    limit = date.fromisoformat(newest)
    assert all(date_fault(item.date, item.key, limit) is None for item in LEDGER.sources.values())


def test_the_models_can_take_every_bundled_claim():
    assert list(quantity_faults(CLAIMS, LEDGER)) == []


@pytest.mark.parametrize(("name", "meant"), [
    ("S400", "S-400"), ("s 400", "S-400"), ("s-400", "S-400"), ("91n6e", "91N6E"), ("big-bird", "91N6E"),
    ("F 16", "f-16"),
    ("S-400 system", "S-400 system"), ("nothing like it", "nothing like it"),
])
def test_a_name_is_known_without_its_hyphens_spaces_and_case(name, meant):
    assert LEDGER.subject(name) == meant


def test_every_subject_is_still_its_own_name():
    assert all(LEDGER.subject(name) == LEDGER.aliases.subject(name) for name in LEDGER.subjects())


@pytest.mark.parametrize("name", ["40N6", "40n6e", "S-400 (40N6)", "40N6 (domestic)"])
def test_one_missile_under_all_its_names(name):
    ids = {item.claim.id for item in LEDGER.find(name, "range")}
    assert {"MIS-001", "MIS-013", "MIS-107", "MIS-115", "CIT-MIS-069"} <= ids


def test_what_is_said_of_the_whole_system_says_so():
    found = {item.claim.id: item for item in LEDGER.find("91N6E", "detection_range")}
    assert found["RAD-037"].relation == "same"
    assert found["RAD-001"].relation == "wider"
    assert "as a whole" in found["RAD-001"].note


def test_a_misspelt_name_is_answered_with_the_nearest():
    for ask in (lambda: LEDGER.find("91N6F"), lambda: LEDGER.find("40N6E", "rnage"), lambda: LEDGER.claim("RAD-37")):
        with pytest.raises(OpenIADSError) as raised:
            ask()
        assert "did you mean" in raised.value.faults[0].fix


def test_conflicts_inside_one_document_are_two_claims():
    pairs = {frozenset((one.id, other.id)) for one, other in LEDGER.same_document_conflicts()}
    assert frozenset(("TIM-005", "TIM-006")) in pairs
    assert len(LEDGER.conflicts()) > 50


def test_every_alias_points_to_claims_that_exist():
    for table in LEDGER.aliases.subjects.values():
        for patterns in table.values():
            for pattern in patterns:
                assert any(pattern.subject == item.subject and pattern.takes(item) for item in CLAIMS), pattern
    assert set(LEDGER.aliases.read_as) <= set(LEDGER.by_id)


def test_no_claim_feeds_two_systems_as_the_same_thing():
    owner = {}
    for key in load_components():
        for item in LEDGER.about(key):
            if item.relation == "same":
                assert owner.setdefault(item.claim.id, key) == key


def test_all_components_and_classes_are_listed():
    assert set(load_components()) >= S400 | {"57E6", "pantsir-s1", "pantsir-search-radar", "an-mpq-65", "pac-3-mse",
                                             "gem-t", "arabel", "aster-30", "hq-9"}
    assert set(target_classes()) == CLASSES


def test_every_grade_has_a_weight():
    table = tomllib.loads(files("openiads").joinpath("data/weights.toml").read_text(encoding="utf-8"))
    assert set(table["grade"]) == {"primary", "official", "press", "secondary", "estimate"}
    assert all(0 < weight <= 1 for weight in table["grade"].values())
    assert load_weights().relation["wider"] < load_weights().relation["same"]


def test_a_claim_without_a_link_is_no_witness():
    ledger = with_claims(claim("X-1", linked=False))
    assert ledger.claim("X-1").status == "prior"
