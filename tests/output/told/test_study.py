"""The sentences of a study: every one of the list is there or says why not, and its numbers are the study's."""

import re
from dataclasses import replace
from datetime import date
from math import nan

import pytest

from openiads.knowledge.library import load_library
from openiads.output.evidence import evidence_mix
from openiads.output.fights import Fights, Measured, Saturation
from openiads.output.language import LANGUAGES
from openiads.output.refusal import refusals
from openiads.output.study import Study
from openiads.output.told.cover import cover_drafts
from openiads.output.told.draft import Draft
from openiads.output.told.fought import fight_drafts
from openiads.output.told.joined import contradiction_in
from openiads.output.told.study import drafts_of
from openiads.output.told.tell import Sentence, tell
from openiads.physics.propagation import horizon_range_m
from openiads.scenario.files import scenario_text
from tests.output.made_page import ledger_fights

LIST = set(range(1, 24)) - {18, 19, 20, 21}  # those are the classroom's
RAIDERS = 24


@pytest.fixture(scope="module")
def fights() -> Fights:
    return ledger_fights()


@pytest.fixture(scope="module")
def fought(small: Study, fights: Fights) -> dict[int, Sentence]:
    """Every sentence of a study that fought, by its number."""
    raid = scenario_text("aircraft-wave", "raid")[1]
    study = replace(small, recipe=replace(small.recipe, raids={"raid": raid}))
    return {draft.number: tell(draft) for draft in drafts_of(study, fights).drafted}


@pytest.mark.parametrize("fights_too", [True, False])
def test_every_sentence_of_the_list_is_drafted_or_says_why_not(small: Study, fights: Fights, fights_too: bool) -> None:
    drafts = drafts_of(small, fights if fights_too else None)
    assert {item.number for item in (*drafts.drafted, *drafts.undrafted)} == LIST
    assert all(item.why for item in drafts.undrafted)
    lacking = {6} if fights_too else {6, 14, 10, 11, 12, 13, 16, 17}
    assert {item.number for item in drafts.undrafted} == lacking


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_survives_a_hostile_reader(small: Study, fights: Fights, language: str) -> None:
    for draft in drafts_of(small, fights).drafted:
        found = tell(draft, language)
        assert refusals(found.whole, claims=found.claims) == []
        assert found.counter
        assert found.condition_text
        assert found.grades
        assert found.claims
        assert found.table
        assert not re.search(r"\bnan\b|\bNone\b|\{|\}", found.whole), found.whole


def test_sight_on_smooth_earth_is_that_of_the_horizon_formula(fought: dict[int, Sentence], small: Study) -> None:
    sight = next(item for item in fought[1].numbers if item["name"] == "first_sight")
    height_m = max(small.areas.first.post.antenna_height_m(radar, small.areas.rows, small.areas.beliefs)[0]
                   for radar in small.areas.first.post.searches)
    assert sight["value"] == pytest.approx(horizon_range_m(height_m, 60.0) / 1000)
    assert f"about {sight['value']:.0f} km" in fought[1].text


PAIRED = {"share_a", "share_b"}  # their paired difference carries the interval


def test_every_number_that_is_random_is_told_with_its_interval(fought: dict[int, Sentence]) -> None:
    told = 0
    for sentence in fought.values():
        for item in sentence.numbers:
            if item["low"] is not None and item["low"] < item["high"] and item["name"] not in PAIRED:
                interval = re.search(r"\(.*\)$", item["text"])
                assert interval is not None
                assert interval.group() in f"{sentence.text} {sentence.counter}", (sentence.id, item["name"])
                told += 1
    assert told >= 8


def test_a_hill_of_1200_m_moves_first_sight_to_about_175_km(fought: dict[int, Sentence]) -> None:
    # PRODUCT section 5, sentence 8: 54 to 175 km with a 30 m antenna
    after = next(item for item in fought[8].numbers if item["name"] == "after")
    assert after["value"] == pytest.approx(175, abs=3)


def test_a_buffer_of_100_nm_is_185_km(fought: dict[int, Sentence]) -> None:
    assert "A 100 NM buffer equals 185 km" in fought[23].text


def test_shares_carry_at_most_on_coarse_terrain_and_the_studys_own_numbers(fought: dict[int, Sentence],
                                                                          small: Study) -> None:
    assert fought[2].text.count("at most") == 2
    share = small.findings.share("murted", "cruise-missile", "60 m AGL").share
    low = next(item for item in fought[2].numbers if item["name"] == "low_share")
    assert (low["value"], low["low"], low["high"], low["level"]) == (share.nominal, share.low, share.high, share.level)
    fine = replace(small.terrain_info, grade="B")
    drafts = cover_drafts(small.findings, fine, (), scenario_sha256="a" * 64, ledger_sha256="b" * 64,
                          profiles=small.profiles, exposure=small.exposure)
    told = [tell(item).text for item in drafts if isinstance(item, Draft)]
    assert not any("at most" in text or "at least" in text for text in told)


def test_evidence_is_counted_by_grade(fought: dict[int, Sentence], small: Study, fights: Fights) -> None:
    mix = {item["grade"]: item["count"] for item in evidence_mix(small.areas)}
    assert fought[11].grades == fights.basis.grades
    assert sum(item["value"] for item in fought[15].numbers if item["name"] != "all") == sum(mix.values())


def test_every_claim_named_is_in_the_ledger(fought: dict[int, Sentence]) -> None:
    library = load_library()
    for sentence in fought.values():
        assert [library.claim(name).id for name in sentence.claims] == list(sentence.claims)


def test_the_contradiction_of_2022_is_told_with_2020_and_2021(fought: dict[int, Sentence]) -> None:
    text = fought[3].text
    assert "signed in 2020 and 2022" in text
    assert "still to be signed in 2021" in text
    assert "no new agreements" in text


def test_before_a_statement_was_made_it_is_not_told() -> None:
    library = load_library()
    assert contradiction_in(library, date(2022, 8, 15)) is None  # the denial came the day after
    found = contradiction_in(library, date(2022, 8, 16))
    assert found is not None
    assert set(found.said) == {"2020", "2022"}


def test_a_statement_dated_to_a_month_is_told_from_its_end_on() -> None:
    library = load_library()
    last = {day: contradiction_in(library, date(2022, 8, day)) for day in (30, 31)}
    told = {day: found.claims[-1] for day, found in last.items() if found}
    assert told == {30: "TIM-006", 31: "TIM-007"}  # SSB's, of which only the month is known


def test_numbers_of_fights_are_those_of_the_records(fought: dict[int, Sentence], fights: Fights) -> None:
    arm = fights.arms[0]
    share = next(item for item in fought[11].numbers if item["name"] == "share")
    assert share["value"] == arm.p_zero_leak.value
    assert f"{round(100 * arm.p_zero_leak.value)} in 100" in fought[11].text
    assert arm.saturation_raid is not None
    assert f"from {arm.saturation_raid.value:.0f} raiders" in fought[5].text
    assert "21 s (95 % interval 15–27) later" in fought[13].text


def test_curves_that_do_not_part_are_no_clear_difference(small: Study, fights: Fights) -> None:
    same = replace(fights, saturation=[
        item._replace(mean_leakers=fights.saturation[0].mean_leakers) for item in fights.saturation])
    told = {item.number: tell(item).text for item in fight_drafts(small.findings, same, RAIDERS)
            if isinstance(item, Draft)}
    assert told[12].startswith("No clear difference")


def knee_of(small: Study, fights: Fights, fewer: dict[int, float]) -> str:
    """Sentence 12 where the second force lets so many fewer of 30 leakers through, by size of raid."""
    b = small.scenario.arms.second
    sides = {"A": False, f"B/{b.meaning}/{b.placements[0].id}": True}
    curves = [Saturation(arm, size, Measured(30 - less * second, 29.9 - less * second, 30.1 - less * second),
                         Measured(0.1, 0.0, 0.2)) for arm, second in sides.items() for size, less in fewer.items()]
    told = {item.number: tell(item).text for item in fight_drafts(
        small.findings, replace(fights, saturation=curves), RAIDERS) if isinstance(item, Draft)}
    return told[12]


def test_where_a_second_batch_barely_helps_is_told_by_half_a_leaker(small: Study, fights: Fights) -> None:
    assert knee_of(small, fights, {16: 0.0, 32: 0.4, 48: 5.0, 64: 20.0}) == (
        f"Against {fights.saturation_title}, one battalion barely helps up to 32 raiders, where it takes away fewer "
        "than half a leaker on average; at 64 raiders it takes away about 20 leakers on average.")
    assert "helps at every size that was fought; at 48 raiders it takes away about 3.0 leakers" in knee_of(
        small, fights, {16: 1.0, 48: 3.0})
    assert "at 48 raiders it takes away about 9.0" in knee_of(small, fights, {16: 0.0, 48: 9.0, 64: 0.1})


def test_numbers_by_size_name_the_raid_whose_size_varies(small: Study, fights: Fights) -> None:
    arms = [fights.arms[0], *(replace(arm, saturation_raid=None) for arm in fights.arms[1:])]
    told = {item.number: item for item in fight_drafts(small.findings, replace(fights, arms=arms), RAIDERS)
            if isinstance(item, Draft)}
    for number in (5, 12):
        assert told[number].condition.raid == fights.saturation_title
        assert fights.saturation_title in tell(told[number]).text
    assert told[11].condition.raid == fights.raid
    assert "to more than" in tell(told[5]).text
    assert "raid_b" not in told[5].slots  # "more than" has no upper end


def test_a_delay_that_spans_zero_is_no_clear_difference(small: Study, fights: Fights) -> None:
    unclear = replace(fights, networked=[
        item._replace(later_s=item.later_s._replace(low=-3.0, clear=False)) for item in fights.networked])
    told = {item.number: tell(item).text for item in fight_drafts(small.findings, unclear, RAIDERS)
            if isinstance(item, Draft)}
    assert told[13].startswith("No clear difference")


def test_the_time_of_warning_is_that_of_the_first_force(fought: dict[int, Sentence], small: Study,
                                                        fights: Fights) -> None:
    warning = next(item for item in fought[10].numbers if item["name"] == "warning")
    assert (warning["value"], warning["low"], warning["high"]) == fights.arms[0].metrics["warning_time_s"]
    assert "and 200 s (95 % interval 190–210) between first track and arrival" in fought[10].text
    blind = replace(fights.arms[0], metrics={**fights.arms[0].metrics, "warning_time_s": Measured(nan, nan, nan)})
    told = {item.number: tell(item).text for item in fight_drafts(
        small.findings, replace(fights, arms=[blind, *fights.arms[1:]]), RAIDERS) if isinstance(item, Draft)}
    assert "first track" not in told[10]
