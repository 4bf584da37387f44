"""The study's sentences: conditions, intervals, grade of terrain, and what must never be written."""

import re
from dataclasses import replace

import pytest

from openiads.knowledge.components import target_classes
from openiads.output.language import has
from openiads.output.page_answer import answer_numbers, corrections
from openiads.output.page_data import SCOPE
from openiads.output.refusal import refusals
from openiads.output.sentences import (
    IGNORED_BY_RING,
    answer_sentence,
    at_most,
    basis_of,
    counter_sentence,
    label_of,
    meaning_note,
    uncited_radars,
)
from openiads.output.study import Study
from openiads.scenario.model import BatchMeaning
from tests.output.made_page import made_fights


def drafted(study: Study) -> list[str]:
    """Every sentence that a study drafts for its reader."""
    found, terrain = study.findings, study.terrain_info
    texts = [answer_sentence(found, terrain), counter_sentence(found), basis_of(found, terrain)]
    texts += [item["text"] for item in corrections(found, terrain)]
    texts += [f"{item['label']} {item['value_text']} {item['caveat']}" for item in answer_numbers(found, terrain)]
    texts += [profile.sentence("the far end", 100e3) for _, _, profile in study.profiles]
    texts += [meaning_note(meaning) for meaning in study.scenario.batch_meanings]
    return [*texts, *IGNORED_BY_RING]


def test_the_fought_capacity_has_the_sources_of_the_fights(small: Study) -> None:
    fights = made_fights()
    second = small.scenario.arms.second
    arms = [fights.arms[0], replace(fights.arms[1], meaning=second.meaning, placement=second.placements[0].id)]
    tiles = [answer_numbers(small.findings, small.terrain_info, found)[-1]
             for found in (None, replace(fights, arms=arms))]
    assert tiles[0]["claims"] != tiles[1]["claims"] == list(fights.basis.claims)


def test_no_sentence_breaks_a_rule(small: Study) -> None:
    texts = drafted(small)
    assert len(texts) > 20
    assert [item for text in [*texts, SCOPE] for item in refusals(text)] == []


@pytest.mark.parametrize("grade", ["A", "B", "C", "D"])
def test_coarse_terrain_says_at_most_and_fine_terrain_does_not(small: Study, grade: str) -> None:
    terrain = replace(small.terrain_info, grade=grade)
    text = answer_sentence(small.findings, terrain)
    shares = re.findall(r"(at most )?[\d.,]+ %", text)
    assert len(shares) == 1
    assert bool(shares[0]) == (grade in "CD")
    assert at_most(terrain) == ("at most " if grade in "CD" else "")


def test_sight_is_set_against_missile_reach_with_both_named(small: Study) -> None:
    text = answer_sentence(small.findings, small.terrain_info)
    assert re.search(r"\bdetected over .* km ring, which is a claim of missile reach and not of sight", text)


def test_the_sentence_names_its_condition_and_its_intervals(small: Study) -> None:
    study = small.areas
    text = answer_sentence(small.findings, small.terrain_info)
    assert "a cruise missile at 60 m AGL" in text
    assert "read as one battalion" in text
    assert f"{small.scenario.ring_m / 1000:g} km ring" in text
    rounds = small.findings.change("one-battalion", "colocated", "ready_rounds").difference
    assert rounds.b.low < rounds.b.high
    assert f"{rounds.b.nominal:.0f} ({rounds.b.low:.0f}–{rounds.b.high:.0f})" in text
    assert re.search(r"it would add [\d,]+ km²( \([\d,]+–[\d,]+\))? of detection.*km² with the weather", text)
    assert "closed form, before any fight" in text
    assert study.rows.level == small.scenario.level


def test_what_changes_leads_and_the_unchanged_area_follows(small: Study) -> None:
    text = answer_sentence(small.findings, small.terrain_info)
    assert text.index("guidance channels") < text.index("ready rounds") < text.index("no covered area")


def test_the_basis_is_told_only_where_no_citable_claim_carries_a_cross_section(
    small: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = small.areas.beliefs.reference_range("91N6E")
    assert not reference.has_rcs_tagged_witness
    basis = basis_of(small.findings, small.terrain_info)
    assert "No citable source states the range of the 91N6E" in basis
    assert str(reference.believed.claim_id) in basis
    assert "launchers a fire unit are assumed" in basis
    assert "on condition that it arrives" in basis
    assert "a contract of its own (Shugaev, FSVTS)" in basis
    assert "moves no figure" in basis
    assert "over-states such cover" in basis
    beliefs = type(small.areas.beliefs)
    monkeypatch.setattr(beliefs, "reference_range", lambda self, name: reference._replace(has_rcs_tagged_witness=True))
    assert uncited_radars(small.areas) == ""


def test_the_counter_sentence_tells_every_other_meaning_and_how_to_doubt(small: Study) -> None:
    scenario, text = small.scenario, counter_sentence(small.findings)
    for meaning in scenario.batch_meanings:
        assert (meaning.label in text) == (meaning.id != scenario.arms.second.meaning)
    assert not scenario.meaning("never-arrives").claims
    assert "if it never arrives (which is assumed, and no statement says it) nothing changes" in text
    assert f"openiads study {scenario.name} --believe CLAIM" in text


def test_a_class_without_a_phrase_is_named_as_one() -> None:
    assert label_of("cruise-missile") == "a cruise missile"
    assert label_of("kite") == "a target of class kite"


def test_every_target_class_of_the_ledger_has_a_phrase() -> None:
    assert [name for name in target_classes() if not (has(f"target-{name}") and has(f"class-{name}"))] == []


def test_a_meaning_tells_claims_and_assumption() -> None:
    meaning = BatchMeaning(id="x", label="x", formation="battery", count=1, claims=("ORG-003",), assumed="as read")
    assert meaning_note(meaning) == "claims ORG-003; assumed: as read"
