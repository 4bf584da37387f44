"""The page's sweeps of a study: by the contract, and each bar end's sentence is that of the study with it pinned."""

import json
from dataclasses import replace

import pytest

from openiads.coverage.arms import run_arms
from openiads.output.findings import findings_of
from openiads.output.page_claims_matter import (
    BATCH,
    ClaimsMatter,
    answer_id,
    claims_matter,
    claims_matter_entry,
    leaving,
    steps_of,
    verdict,
)
from openiads.output.page_data import page_data
from openiads.output.sentences import answer_sentence
from openiads.output.study import Study
from tests.output import contract
from tests.output.sentence_rules import broken_rules

PINNED = ("RAD-040", "CIT-RAD-012", "TGT-024", "CIT-MIS-068", "TGT-012")


def test_the_entry_fits_the_contract_and_is_plain_json(small: Study, matter: ClaimsMatter) -> None:
    entry = claims_matter_entry(matter)
    assert contract.faults(entry, "ClaimsMatter") == []
    assert contract.strangers(entry, "ClaimsMatter") == set()
    assert json.loads(json.dumps(entry, allow_nan=False)) == entry
    hashes = {"scenario": "s" * 64, "ledger": "l" * 64}
    data = page_data(small.findings, small.terrain_info, hashes=hashes, profiles=small.profiles,
                     exposure=small.exposure, footer=small.footer, matter=matter)
    assert data["claims_matter"] == entry
    named = {claim for metric in entry["metrics"] for bar in metric["bars"] for side in bar["sides"]
             for claim in side["claims"]}
    assert named <= set(data["claims"])


def test_every_bar_end_that_can_be_believed_has_its_answer(matter: ClaimsMatter) -> None:
    entry = claims_matter_entry(matter)
    ends = {side["answer"] for metric in entry["metrics"] for bar in metric["bars"] for side in bar["sides"]}
    assert ends == set(entry["answers"])
    assert answer_id(BATCH, "never-arrives") in ends
    assert {"raid_absorbed", "covered_area", "covered_area_apart", "engageable_area"} == set(matter.sweeps)


def test_progress_tells_every_step(small: Study, weighed: tuple[ClaimsMatter, list[str]]) -> None:
    matter, told = weighed
    assert told[:4] == list(matter.sweeps)
    assert len(told) == len(matter.sweeps) + len(matter.answers)
    assert steps_of(small.areas, None) > len(matter.sweeps)
    assert claims_matter(small.areas, small.terrain, small.terrain_info, None, lambda _: True) is None


@pytest.mark.parametrize("claim", PINNED)
def test_a_bar_ends_sentence_is_that_of_the_study_with_its_claim_pinned(small: Study, matter: ClaimsMatter,
                                                                       claim: str) -> None:
    answer = next(item for item in matter.answers if item.claim == claim)
    pinned = run_arms(small.scenario, small.library, small.terrain, believe=(claim,))
    assert answer.sentence == answer_sentence(findings_of(pinned), small.terrain_info)
    assert claim in answer.basis


def test_readings_of_the_word_batch_are_worded(small: Study, matter: ClaimsMatter) -> None:
    answers = {item.claim: item for item in matter.answers if item.key == BATCH}
    assert set(answers) == {item.id for item in small.scenario.batch_meanings} - {small.scenario.arms.second.meaning}
    assert "read as two battalions" in answers["two-battalions"].sentence
    never = answers["never-arrives"].sentence
    assert "nothing changes" in never
    assert all(claim in never for claim in small.scenario.meaning("never-arrives").claims)
    assert broken_rules(never) == []


def test_the_page_says_which_claim_flips_its_answer_or_which_reading(small: Study, matter: ClaimsMatter) -> None:
    told = verdict(matter)
    by_claim = [item.claim for item in matter.flips if item.key != BATCH]
    readings = {item.claim: item for item in matter.flips if item.key == BATCH}
    assert (by_claim[0] in told) if by_claim else ("No disputed claim flips the answer" in told)
    assert "two-battalions" in readings
    assert "ready rounds with both 192 instead of 128" in readings["two-battalions"].leaves
    assert "flips it is how the word batch is read" in told
    assert leaving(small.findings, small.findings) == ()
    none = ClaimsMatter(matter.sweeps, tuple(replace(item, leaves=()) for item in matter.answers))
    assert "No reading of the word batch does either" in verdict(none)
    assert broken_rules(told) == []
