"""Story files: the shipped ones read and rest on the ledger; what is wrong with one is told with its line."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.errors import OpenIADSError
from openiads.knowledge.library import load_library
from openiads.scenario.files import load_story, read_story, shipped, shipped_stories

TEXTS = shipped("story")
PLACES = ("Ukrain", "Crimea", "Kaliningrad", "Donbas", "Gaza")  # no preset stands in a war that goes on


def faults_of(text):
    with pytest.raises(OpenIADSError) as refused:
        read_story(text, "tale.toml")
    assert refused.value.exit_code == 3
    return refused.value.faults


def test_six_stories_are_shipped_in_the_order_of_the_gallery():
    stories = shipped_stories()
    assert [story.number for story in stories] == [1, 2, 3, 4, 5, 6]
    assert [story.id for story in stories] == ["second-batch", "black-sea", "aegean", "shayrat", "hill", "baltic"]
    assert {story.id for story in stories} == set(TEXTS)


@pytest.mark.parametrize("name", TEXTS)
def test_each_claim_that_a_story_names_stands_in_the_ledger_with_a_speaker_or_publisher(name):
    library = load_library()
    for claim_id in load_story(name).claims_named():
        claim = library.claim(claim_id)
        assert claim.speaker or claim.source.publisher


def test_each_claim_collected_for_the_stories_is_told_by_one():
    named = {name for story in shipped_stories() for name in story.claims_named()}
    collected = {claim.id for claim in load_library().by_id.values() if claim.id.startswith("STO-")}
    assert collected
    assert collected <= named


@pytest.mark.parametrize("name", TEXTS)
def test_no_preset_stands_in_a_war_that_goes_on(name):
    assert not [place for place in PLACES if place in TEXTS[name]]


def test_stories_of_events_that_are_over_are_told_in_the_past_and_the_exercise_is_imagined():
    assert {story.id for story in shipped_stories() if story.told == "past"} == {"black-sea", "shayrat", "hill"}
    assert [site.kind for site in load_story("baltic").sites] == ["fictional"]
    assert [site.kind for site in load_story("shayrat").sites] == ["historical"]


@pytest.mark.parametrize(("name", "old", "new", "code", "names"), [
    ("black-sea", '"STO-001", ', '"STO-999", ', "E0506", "STO-"),
    ("black-sea", 'radius = "MIS-001"', 'radius = "MIS-9999"', "E0506", "MIS-"),
    ("black-sea", 'claims = ["TUR-033", "TUR-025", "TUR-027"]', 'claims = ["TUR-933"]', "E0506", "TUR-"),
    ("black-sea", '[heights]\nsites = ["murted"]', '[heights]\nsites = ["murtet"]', "E0507", "murted"),
    ("black-sea", 'points = ["coast"]', 'points = ["cost"]', "E0507", "coast"),
    ("black-sea", '"40.08,32.57"', '"40.0812,32.5734"', "E0505", "decimals"),
    ("black-sea", '"f-35"]', '"f-36"]', "E0102", "f-35"),
    ("black-sea", 'date = "2020-07-08"', 'date = "2999-07-08"', "E0208", "future"),
    ("black-sea", 'date = "2020-07-08"', 'date = "summer"', "E0208", "ISO 8601"),
    ("black-sea", '[antenna]\nheight = "30 m"', '[antenna]\nheight = "30"', "E0311", "unit"),
    ("black-sea", 'assumed = "gives the bearing only; the reports name no place"', "", "E0506", "assumed"),
    ("second-batch", 'scenario = "second-batch"', 'scenario = "third-batch"', "E0102", "second-batch"),
    ("hill", '[sight]\ntarget = "cruise-missile"\naltitude = "60 m AGL"\nraised_by = "STO-011"\n', "", "E0502",
     "heights"),
    ("hill", "[antenna]", "[antena]", "E0501", "antenna"),
    ("baltic", 'missiles = ["48N6E3"]', 'missiles = ["48N6E9"]', "E0102", "48N6E"),
])
def test_each_fault_names_its_line_and_its_mend(name, old, new, code, names):
    assert TEXTS[name].count(old) >= 1
    found = faults_of(TEXTS[name].replace(old, new, 1))
    fault = next((item for item in found if item.code == code), None)
    assert fault is not None, found
    assert fault.where.startswith("tale.toml")
    assert names in f"{fault.what} {fault.why} {fault.fix}"


LINES = {name: text.splitlines() for name, text in TEXTS.items()}


@given(st.data())
def test_a_story_that_lost_or_swapped_lines_is_read_or_refused_in_words(data):
    name = data.draw(st.sampled_from(sorted(TEXTS)))
    lines = list(LINES[name])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at] = data.draw(st.sampled_from(["", lines[at].replace('"', ""), lines[at - 1], f"{lines[at]} = 1"]))
    with suppress(OpenIADSError):
        read_story("\n".join(lines), "tale.toml")
