"""The sentences of a study: every one of the list is there or says why not, and its numbers are the study's."""

import re
from dataclasses import replace
from datetime import date

import pytest

from openiads.knowledge.library import load_library
from openiads.output.evidence import used_keys
from openiads.output.fights import Fights
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


RANDOM = {  # numbers that differ by draw or by run, and so are told with an interval
    2: {"high_share"}, 4: {"change"}, 5: {"raid_a", "raid_b", "change"}, 7: {"floor"},
    10: {"warning"}, 11: {"share"}, 12: {"removed"}, 13: {"later"}, 14: {"defended", "rounds_left"}, 17: {"empty"},
}


@pytest.mark.parametrize(("number", "name"), [(number, name) for number, names in RANDOM.items()
                                              for name in sorted(names)])
def test_every_number_that_is_random_is_told_with_its_interval(fought: dict[int, Sentence], number: int,
                                                               name: str) -> None:
    sentence = fought[number]
    item = next(item for item in sentence.numbers if item["name"] == name)
    assert item["low"] is not None
    assert item["high"] is not None
    interval = re.search(r"\(\d+ % interval .*\)$", item["text"])
    assert interval is not None
    assert interval.group() in sentence.text


HILL_KM = 3  # the source prints "54 to 175 km" for a 30 m antenna; ours has the study's own


def test_a_hill_of_1200_m_moves_first_sight_to_about_175_km(fought: dict[int, Sentence]) -> None:
    # PRODUCT section 5, sentence 8: 54 to 175 km with a 30 m antenna
    after = next(item for item in fought[8].numbers if item["name"] == "after")
    assert after["value"] == pytest.approx(175, abs=HILL_KM)


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


def test_evidence_is_counted_by_grade(fought: dict[int, Sentence], small: Study) -> None:
    keys, library = used_keys(small.areas), load_library()
    by_hand: dict[str, int] = {}
    for key in keys:
        belief = small.areas.beliefs.nominal[key]
        grade = library.claim(belief.claim_id).grade if belief.status == "witness" else belief.status
        by_hand[grade] = by_hand.get(grade, 0) + 1
    assert sum(item["value"] for item in fought[15].numbers if item["name"] != "all") == len(keys)
    assert fought[15].grades == by_hand
    assert fought[11].grades == {"secondary": 1}  # as the made-up fights say


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


def test_a_delay_that_spans_zero_is_no_clear_difference(small: Study, fights: Fights) -> None:
    unclear = replace(fights, networked=[
        item._replace(later_s=item.later_s._replace(low=-3.0, clear=False)) for item in fights.networked])
    told = {item.number: tell(item).text for item in fight_drafts(small.findings, unclear, RAIDERS)
            if isinstance(item, Draft)}
    assert told[13].startswith("No clear difference")
