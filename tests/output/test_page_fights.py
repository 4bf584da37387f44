"""The page's part on fights: by the contract, small, and refused where records do not fit together."""

import json
from dataclasses import replace

import pytest

from openiads.output.fights import Measured
from openiads.output.page_fights import fights_entry
from tests.output import contract
from tests.output.made_page import made_fights, made_page

LARGEST_FIGHTS_BYTES = 400_000  # of a page of 5 MB at most


@pytest.fixture(scope="module")
def entry() -> dict:
    return fights_entry(made_fights())


def test_entry_fits_the_contract_of_the_page(entry: dict) -> None:
    assert contract.faults(entry, "Fights") == []
    assert contract.strangers(entry, "Fights") == set()
    for part, shape in (("arms", "ArmFought"), ("paired", "PairedArm"), ("saturation", "SaturationRow"),
                        ("node_loss", "NodeLoss"), ("networked", "Networked"), ("neutral_risk", "NeutralRisk"),
                        ("replays", "Replay")):
        for item in entry[part]:
            assert contract.strangers(item, shape) == set()
            assert contract.faults(item, shape) == []
    assert contract.strangers(entry["replays"][0]["picture"], "Picture") == set()


def test_entry_is_small_plain_json(entry: dict) -> None:
    text = json.dumps(entry, allow_nan=False, separators=(",", ":"))
    assert json.loads(text) == entry
    assert len(text) < LARGEST_FIGHTS_BYTES


def test_the_whole_made_up_page_fits_the_contract_with_fights_and_without() -> None:
    page = made_page()
    assert contract.faults(page, "PageData") == []
    del page["fights"]
    assert contract.faults(page, "PageData") == []


def test_components_are_in_alphabetical_order_and_no_site_is_named(entry: dict) -> None:
    for arm in entry["arms"]:
        components = [row["component"] for row in entry["node_loss"] if row["arm"] == arm["id"]]
        assert components == sorted(components)
    assert "site" not in contract.SHAPES["NodeLoss"]


def test_what_was_not_measured_is_null() -> None:
    fights = made_fights()
    nothing = Measured(float("nan"), float("nan"), float("nan"))
    arm = replace(fights.arms[0], saturation_raid=None, neutral_engaged=nothing)
    told = fights_entry(replace(fights, arms=[arm, *fights.arms[1:]]))["arms"][0]
    assert told["saturation_raid"] is None
    assert told["neutral_engaged"] == {"value": None, "low": None, "high": None}


def test_sizes_beyond_those_fought_are_words_and_no_numbers() -> None:
    fights = made_fights()
    arm = replace(fights.arms[0], saturation_raid=Measured(float("inf"), float("-inf"), float("inf")))
    told = fights_entry(replace(fights, arms=[arm, *fights.arms[1:]]))
    assert told["arms"][0]["saturation_raid"] == {"value": "more", "low": "fewer", "high": "more"}
    assert contract.faults(told, "Fights") == []
    assert {item["saturation_raid"]["clear"] for item in told["paired"]} == {True}


@pytest.mark.parametrize(("change", "words"), [
    (lambda fights: replace(fights, arms=fights.arms[1:]), "no arm"),
    (lambda fights: replace(fights, replays=[fights.replays[0]] * 2), "twice"),
    (lambda fights: replace(fights, arms=[replace(fights.arms[0], runs=7), *fights.arms[1:]]), "histogram"),
])
def test_records_that_do_not_fit_together_are_refused(change, words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        fights_entry(change(made_fights()))
