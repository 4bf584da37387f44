"""Scenario files: the shipped one, and what is said to a broken one."""

from datetime import date
from pathlib import Path

import pytest

import openiads
from openiads.errors import EXIT_INVALID_INPUT, OpenIADSError
from openiads.scenario.files import load_scenario, read_scenario, renamed, shipped

TEXT = shipped()["second-batch"]
TODAY = date(2026, 1, 1)
ASSUMED = next(line for line in TEXT.splitlines() if "never will" in line)  # of the case that it never arrives


def faults(text: str, name: str = "study.toml"):
    """Faults of a scenario's text."""
    with pytest.raises(OpenIADSError) as caught:
        read_scenario(text, name, today=TODAY)
    assert caught.value.exit_code == EXIT_INVALID_INPUT
    return caught.value.faults


def test_the_shipped_scenario_is_what_the_contracts_say():
    scenario = load_scenario("second-batch")
    assert (scenario.site("murted").position.lat_deg, scenario.site("murted").position.lon_deg) == (40.08, 32.57)
    assert scenario.site("murted").kind == "reported"
    assert "not a launch point" in scenario.site("sinop").note
    assert scenario.ring_m == 400_000
    assert [meaning.id for meaning in scenario.batch_meanings] == [
        "one-battery", "two-batteries", "one-battalion", "two-battalions", "one-regiment", "never-arrives"]
    first = scenario.first_strength()
    assert (first.fire_units, first.launchers, first.ready_rounds) == (2, 16, 64)
    regiment = scenario.batch_strength("one-regiment")
    assert (regiment.fire_units, regiment.search_radars, regiment.command_posts) == (4, 4, 2)
    assert scenario.batch_strength("never-arrives").ready_rounds == 0
    assert scenario.batch_strength("one-battery").search_radars == 0


BROKEN = {
    "unknown key": ("pd = 0.5", "pb = 0.5", "E0501", '"pd"'),
    "missing key": ("pd = 0.5", "", "E0502", "add pd"),
    "altitude without reference": ('"60 m AGL"', '"60 m"', "E0312", "60 m AGL"),
    "number without unit": ('ring = "400 km"', "ring = 400", "E0311", "400 m"),
    "unit of another kind": ('ring = "400 km"', 'ring = "400 s"', "E0313", "30 m"),
    "date in the future": ("date = 2022-08-16", "date = 2031-08-16", "E0504", "2026-01-01"),
    "position too fine": ('"40.08,32.57"', '"40.0791,32.5655"', "E0505", '"40.08,32.57"'),
    "position off the earth": ('"40.08,32.57"', '"140.08,32.57"', "E0314", "latitude first"),
    "reported without a claim": ('claims = ["TUR-033", "TUR-025", "TUR-027"]', "", "E0506", "claims"),
    "choice without a source": ('engagement_radars = { value = 1, claims = ["ORG-031"] }',
                                "engagement_radars = { value = 1 }", "E0506", "assumed"),
    "claim not in the ledger": ('"TIM-011"', '"TIM-0111"', "E0506", "TIM-011"),
    "site not defined": ('site = "sinop"', 'site = "sinope"', "E0507", '"sinop"'),
    "meaning not defined": ('meaning = "one-battalion"', 'meaning = "battalion"', "E0507", '"one-battalion"'),
    "id used twice": ('id = "sinop"', 'id = "murted"', "E0508", "another id"),
    "placement used twice": ('id = "apart"', 'id = "colocated"', "E0508", "another id"),
    "altitude given twice": ('"60 m AGL"', '"60 m AGL", "0.06 km AGL"', "E0508", "leave out"),
    "target given twice": ('"airliner"', '"airliner", "airliner"', "E0508", "leave out"),
    "search radar given twice": ('["91N6E", "96L6E"]', '["91N6E", "91N6E"]', "E0508", "leave out"),
    "flight level given twice": ('["FL100", "FL180"', '["FL100", "FL100"', "E0508", "leave out"),
    "unknown mast": ('"40V6M"', '"40V7M"', "E0102", '"40V6M"'),
    "unknown class": ('"airliner"', '"airlinner"', "E0102", '"airliner"'),
    "unknown missile": ('id = "40N6E"', 'id = "40N6F"', "E0102", '"40N6E"'),
    "unknown radar": ('engagement_radar = "92N6E"', 'engagement_radar = "92N6"', "E0102", '"92N6E"'),
    "unknown kind": ('kind = "reported"', 'kind = "rumoured"', "E0503", "stand-in"),
    "text for a number": ("count = 0", 'count = "0"', "E0503", "without quotes"),
    "fraction of a draw": ("draws = 400", "draws = 400.5", "E0503", "whole number"),
    "probability above one": ("pd = 0.5", "pd = 1.5", "E0314", "another pd"),
    "ground height beside terrain": ('terrain = "bundled"', 'terrain = "bundled"\nground_height = "850 m"', "E0509",
                                     "remove it"),
    "sea level without ground": ('terrain = "bundled"', 'terrain = "none"', "E0509", "ground_height"),
    "antenna in the ground": ('kind = "reported"', 'kind = "reported"\nantenna = { search = "-3 m" }', "E0510", "3 m"),
    "antenna above all masts": ('kind = "reported"', 'kind = "reported"\nantenna = { search = "11 km" }', "E0314",
                                "30 m"),
    "target above the air": ('"60 m AGL"', '"101 km AMSL"', "E0314", "FL350"),
    "ground above all mountains": ('terrain = "bundled"', 'terrain = "none"\nground_height = "9001 m"', "E0314",
                                   "850 m"),
    "antenna below the terrain": ('kind = "reported"', 'kind = "reported"\nantenna = { search = "500 m AMSL" }',
                                  "E0408", "above ground"),
    "refraction": ('refraction = "p453"', 'refraction = "p4535"', "E0314", "4/3"),
    "corridor without flight levels": ('["FL100", "FL180"', '["3000 m AMSL", "FL180"', "E0312", "FL350"),
    "bearing twice": ('towards = "37.87,32.48"', 'towards = "37.87,32.48"\nbearing = "180 deg"', "E0508", "keep"),
    "elevation file": ('terrain = "bundled"', 'terrain = ["nowhere.tif"]', "E0401", "path"),
    "older schema": ("openiads/scenario/1", "openiads/scenario/0", "E0503", "openiads/scenario/1"),
    "name with blanks": ('name = "second-batch"', 'name = "Second batch"', "E0503", "hyphens"),
}

# the fault lies between two keys, or the line is too long to stand whole
TOLD_ELSEWHERE = {"missing key", "shares", "sea level without ground", "bearing twice", "reported without a claim",
                  "altitude without reference", "altitude given twice", "target given twice",
                  "flight level given twice"}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_scenario_is_told_what_where_why_and_how_to_mend(what):
    sound, broken, code, mend = BROKEN[what]
    assert sound in TEXT
    text = TEXT.replace(sound, broken, 1)
    fault = next(item for item in faults(text) if item.code == code)
    assert fault.what
    assert fault.where.startswith("study.toml")
    assert fault.why
    assert mend in fault.fix
    if ":" in fault.where:
        number, shown = fault.where.split("; ")[0].removeprefix("study.toml:").split(maxsplit=1)
        assert " ".join(text.splitlines()[int(number) - 1].split()).startswith(shown)
        if what not in TOLD_ELSEWHERE:
            assert broken.splitlines()[-1] in text.splitlines()[int(number) - 1]


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_its_lines():
    text = TEXT
    for name in ("unknown key", "date in the future", "site not defined"):
        text = text.replace(*BROKEN[name][:2], 1)
    found = faults(text)
    assert {"E0501", "E0502", "E0504", "E0507"} <= {item.code for item in found}
    lines = [int(item.where.split(":")[1].split()[0]) for item in found if ":" in item.where]
    assert lines == sorted(lines)


def test_an_empty_file_is_told_every_key_that_it_lacks():
    told = {item.what for item in faults("")}
    assert told >= {f"key {name!r} is missing" for name in ("schema", "name", "sites", "arms", "missiles", "pd")}


def test_what_a_table_lacks_does_not_wait_for_its_keys():
    text = TEXT.replace(f"count = 0\n{ASSUMED}", 'count = "0"')
    text = text.replace('towards = "37.87,32.48"', 'towards = "37.87,32.48"\nbearing = "180 m"')
    found = [(item.code, item.what.split()[0]) for item in faults(text)]
    assert sorted(found) == [("E0313", "'m'"), ("E0503", "count"), ("E0506", "a"), ("E0508", "bearing")]
    (only,) = faults(TEXT.replace(ASSUMED, ""))
    assert only.what == "a choice without a source"


def test_a_file_that_is_no_toml_is_told_its_line():
    (fault,) = faults(TEXT.replace('ring = "400 km"', 'ring = "400 km'))
    assert fault.code == "E0511"
    assert "line 13" in fault.why


def test_a_byte_order_mark_is_read_over(tmp_path):
    (tmp_path / "study.toml").write_text(TEXT, encoding="utf-8-sig")
    assert load_scenario(tmp_path / "study.toml").sha256() == load_scenario("second-batch").sha256()


def test_a_missing_file_names_the_shipped_ones():
    with pytest.raises(OpenIADSError, match="second-batch"):
        load_scenario("second-bach")


def test_the_rounding_rule_does_not_bind_a_site_of_the_user():
    text = TEXT.replace('"40.08,32.57"', '"40.0791,32.5655"').replace('kind = "reported"', 'kind = "user"')
    assert read_scenario(text, "study.toml").site("murted").position.lat_deg == 40.0791


def test_the_hash_follows_what_is_said_and_not_how():
    scenario = load_scenario("second-batch")
    respelled = TEXT.replace('"400 km"', '"400000 m"') + "\n# a comment\n"
    assert read_scenario(respelled, "other.toml").sha256() == scenario.sha256()
    moved = TEXT.replace('"400 km"', '"401 km"')
    assert read_scenario(moved, "other.toml").sha256() != scenario.sha256()


def test_every_switch_of_the_order_of_battle_moves_the_strength():
    base = load_scenario("second-batch").batch_strength("one-regiment")
    for sound, changed in (("launchers = { value = 8", "launchers = { value = 12"),
                           ("tubes_per_launcher = { value = 4", "tubes_per_launcher = { value = 2"),
                           ("fire_units = { value = 2", "fire_units = { value = 3"),
                           ("battalions = { value = 2", "battalions = { value = 3"),
                           ("of_each_search_radar = { value = 1", "of_each_search_radar = { value = 2"),
                           ("command_posts = { value = 1", "command_posts = { value = 2"),
                           ("engagement_radars = { value = 1", "engagement_radars = { value = 2")):
        assert sound in TEXT
        assert read_scenario(TEXT.replace(sound, changed), "x.toml").batch_strength("one-regiment") != base


def test_a_scenario_cannot_be_changed_in_place():
    with pytest.raises(ValueError, match="frozen"):
        load_scenario("second-batch").seed = 1


def test_elevation_files_are_found_beside_the_scenario(tmp_path):
    (tmp_path / "tile.tif").symlink_to(Path(openiads.__file__).parent / "data/terrain/anatolia_1min.tif")
    (tmp_path / "study.toml").write_text(TEXT.replace('terrain = "bundled"', 'terrain = ["tile.tif"]'))
    assert load_scenario(tmp_path / "study.toml").terrain == (str(tmp_path / "tile.tif"),)


def test_a_renamed_scenario_keeps_its_comments():
    text = renamed(TEXT, "My Study 2")
    assert 'name = "my-study-2"' in text
    assert text.count("#") == TEXT.count("#")


def test_a_ring_that_no_grid_holds_is_refused():
    found = faults(TEXT.replace('ring = "400 km"', 'ring = "50000 km"'))
    assert [(item.code, item.fix) for item in found] == [("E0314", 'write at most "1000 km"')]
