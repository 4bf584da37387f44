"""The strip's capacity: closed form before any fight, and the fought one first once there are fights."""

from dataclasses import replace
from math import inf

import pytest

from openiads.output.fights import Measured
from openiads.output.page_answer import capacity_tile, fought_words, main_arms
from openiads.scenario.files import load_scenario
from tests.output.made_page import made_fights
from tests.output.sentence_rules import broken_rules

SCENARIO = load_scenario("second-batch")


def with_knees(a: Measured | None, b: Measured | None):
    fights = made_fights()
    second = SCENARIO.arms.second
    arms = [replace(arm, saturation_raid=a if arm.side == "A" else b if arm.placement == second.placements[0].id
                    and arm.meaning == second.meaning else Measured(1.0, 1.0, 1.0)) for arm in fights.arms]
    return replace(fights, arms=arms)


def test_before_any_fight_capacity_is_closed_form_and_says_so():
    assert main_arms(None, SCENARIO) is None
    assert fought_words(None, SCENARIO) == "closed form, before any fight"
    tile = capacity_tile(None, SCENARIO, "12 → 24", "64 → 128")
    assert (tile["value_text"], tile["caveat"]) == ("12 → 24", "closed form, before any fight")


def test_after_fights_the_fought_size_leads_and_the_closed_form_is_the_caveat():
    fights = with_knees(Measured(12.4, 10.1, 14.2), Measured(21.0, 18.0, 27.0))
    tile = capacity_tile(fights, SCENARIO, "12 → 24", "64 → 128")
    assert tile["value_text"] == "12 → 21"
    assert tile["interval_text"] == "fought; 10 to 14 → 18 to 27 at 95%"
    assert "closed form guidance channels 12 → 24, ready rounds 64 → 128" in tile["caveat"]
    words = fought_words(fights, SCENARIO)
    assert words == ("closed form; fought against a wave of aircraft at one height, half of the raids leak from 12 "
                     "raiders on with the first batch, 21 with both")
    assert tile["caveat"].startswith("against a wave of aircraft at one height; ")
    assert broken_rules(words) == broken_rules(tile["label"]) == []


@pytest.mark.parametrize(("found", "value", "interval"), [
    (Measured(inf, inf, inf), "more than {most}", "→ more than {most} at"),
    (Measured(inf, 20.0, inf), "more than {most}", "20 to more than {most}"),
    (Measured(30.0, 20.0, inf), "30", "20 to more than {most}"),
    (Measured(-inf, -inf, 6.0), "fewer than {least}", "fewer than {least} to 6"),
])
def test_what_lies_beyond_the_sizes_is_told_by_the_last_of_them(found, value, interval):
    fights = with_knees(Measured(12.0, 10.0, 14.0), found)
    ends = {"least": fights.sizes[0], "most": fights.sizes[-1]}
    tile = capacity_tile(fights, SCENARIO, "", "")
    assert tile["value_text"] == f"12 → {value.format(**ends)}"
    assert interval.format(**ends) in tile["interval_text"]


@pytest.mark.parametrize(("language", "words"), [
    ("en", "(no clear difference)"), ("tr", "(açık bir fark yok)"), ("ru", "(явной разницы нет)"),
])
def test_sizes_that_pairs_do_not_tell_apart_are_no_clear_difference(language, words):
    fights = with_knees(Measured(12.0, 10.0, 24.0), Measured(21.0, 12.0, 27.0))
    assert words not in fought_words(fights, SCENARIO, language)
    unclear = replace(fights, paired=[replace(item, saturation_raid=item.saturation_raid._replace(clear=False))
                                      for item in fights.paired])
    assert fought_words(unclear, SCENARIO, language).endswith(words)
    assert capacity_tile(unclear, SCENARIO, "", "")["interval_text"].endswith("no clear difference")


def test_a_study_that_fought_no_sizes_keeps_to_the_closed_form():
    assert main_arms(replace(made_fights(), saturation=[]), SCENARIO) is None


@pytest.mark.parametrize(("language", "raid", "more"), [
    ("tr", "tek yükseklikte bir uçak dalgası", "64 üstünde"), ("ru", "волна самолётов на одной высоте", "более 64"),
])
def test_other_languages_name_the_same_raid_and_sizes(language, raid, more):
    fights = with_knees(Measured(12.4, 10.1, 14.2), Measured(inf, 30.0, inf))
    most = str(max(item.raiders for item in fights.saturation))
    words = fought_words(fights, SCENARIO, language)
    assert raid in words
    assert "12" in words
    assert more.replace("64", most) in words
    other = replace(fights, saturation_title="a wave of something else")
    assert "a wave of something else" in fought_words(other, SCENARIO, language)
