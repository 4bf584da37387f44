"""The delivery of the second batch as a claim like any other, and its contract, told and never modelled."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from openiads.errors import OpenIADSError
from openiads.knowledge.library import load_library
from openiads.knowledge.pools import load_weights, stands_on
from openiads.knowledge.resolve import resolve
from openiads.output.belief_words import arrival_text, contract_text
from openiads.programme.belief import CAUTION, CONTRACTS, arrival_belief, contract_belief
from openiads.scenario.beliefs import beliefs_of
from openiads.scenario.files import load_scenario
from openiads.scenario.model import ARRIVAL_KEY, SECOND_BATCH
from tests.knowledge.ledgers import claim, with_claims

LEDGER = load_library()
AUGUST, APRIL = date(2022, 8, 16), date(2023, 4, 1)  # of one witness, and of two who part
DRAWS = 20_000
FIVE_SIGMA = 5 * 0.5 / DRAWS**0.5  # of a share, at its widest


def said(name, **fields):
    """A statement about the second batch."""
    return claim(name, **{"subject": "Turkey S-400 second batch", "quantity": "status", "value": "words", "unit": None,
                          "speaker": "me", "mode": "said", "about": "delivery of the second batch",
                          "said": "2023-01-01", **fields})


def test_only_words_of_delivery_make_a_witness():
    tagged = {key: item.arrival for key, item in LEDGER.by_id.items() if item.arrival}
    assert tagged == {"STM-012": "under way", "STM-013": "under way", "TIM-005": "under way", "TIM-009": "postponed"}


def test_a_contract_is_no_delivery():
    said = {side: {key for key, item in LEDGER.by_id.items() if item.contract == side} for side in CONTRACTS}
    assert said["own"] == {"STM-012", "STM-013", "TIM-005", "TIM-003"}
    assert said["within first"] == {"TIM-006", "TIM-007", "STM-008", "STM-010", "STM-011"}
    assert said["unsigned"] == {"TIM-004"}


def test_one_witness_in_august_2022_and_no_dispute():
    found = arrival_belief(LEDGER, as_of=AUGUST)
    (only,) = found.witnesses
    assert (only.organisation, only.says, only.share) == ("FSVTS", "under way", 1.0)
    assert set(only.ids) == {"STM-012", "STM-013", "TIM-005"}
    text = arrival_text(found)
    assert "one witness speaks of its delivery" in text
    assert "none against" in text
    assert "no measure of chance" in text
    assert "No statement in the ledger says that the second batch came or that it never will" in text


def test_two_witnesses_from_april_2023_on():
    found = arrival_belief(LEDGER, as_of=APRIL)
    assert {item.says: item.claim_id for item in found.witnesses} == {"under way": "STM-012", "postponed": "TIM-009"}
    assert found.share_under_way == pytest.approx(0.5)
    assert CAUTION in arrival_text(found)


@pytest.mark.parametrize(("day", "witnesses"), [
    (date(2019, 12, 31), 0), (date(2022, 8, 15), 0), (AUGUST, 1), (date(2023, 3, 30), 1), (date(2023, 3, 31), 2),
    (APRIL, 2), (None, 2)])
def test_what_was_known_on_a_day(day, witnesses):
    found = arrival_belief(LEDGER, as_of=day)
    assert len(found.witnesses) == witnesses
    assert (found.share_under_way is None) == (witnesses == 0)


def test_nobody_a_witness_is_told_so():
    assert "nobody speaks of its delivery" in arrival_text(arrival_belief(LEDGER, as_of=date(2022, 8, 15)))


def test_the_share_is_that_of_the_weights():
    found = arrival_belief(LEDGER, as_of=APRIL)
    whole = sum(item.weight for item in found.witnesses)
    assert found.share_under_way == pytest.approx(sum(item.weight for item in found.saying("under way")) / whole)
    assert sum(item.share for item in found.witnesses) == pytest.approx(1)


def test_draws_believe_one_witness_each_by_its_weight():
    drawn = resolve(LEDGER, [SECOND_BATCH], n_draws=DRAWS, as_of=APRIL).drawn(ARRIVAL_KEY)
    assert set(np.unique(drawn)) == {0.0, 1.0}
    assert drawn.mean() == pytest.approx(arrival_belief(LEDGER, as_of=APRIL).share_under_way, abs=FIVE_SIGMA)
    assert set(resolve(LEDGER, [SECOND_BATCH], n_draws=50, as_of=AUGUST).drawn(ARRIVAL_KEY)) == {1.0}


@pytest.mark.parametrize(("pin", "share", "words"), [
    ("TIM-009", 0.0, "is postponed"), ("TIM-005", 1.0, "is under way")])
def test_a_pin_settles_it_even_of_a_statement_made_later(pin, share, words):
    found = arrival_belief(LEDGER, as_of=AUGUST, believe=[pin])
    assert found.share_under_way == share
    assert [item.claim_id for item in found.witnesses] == [pin]
    assert found.spoken_since == ()
    assert words in arrival_text(found)
    assert set(resolve(LEDGER, [SECOND_BATCH], n_draws=50, believe=[pin]).drawn(ARRIVAL_KEY)) == {share}


@pytest.mark.parametrize("pin", ["TIM-006", "STM-011", "STM-010", "TIM-003", "TIM-008", "TIM-010"])
def test_a_statement_that_says_nothing_of_a_delivery_cannot_be_pinned(pin):
    with pytest.raises(OpenIADSError) as raised:
        resolve(LEDGER, [SECOND_BATCH], n_draws=1, believe=[pin])
    assert raised.value.faults[0].code == "E0213"


def test_weights_move_the_share():
    weights = load_weights()
    assert {LEDGER.claim(item.claim_id).grade for item in arrival_belief(LEDGER).witnesses} == {"press"}
    found = with_claims(said("MINE-1", grade="primary", arrival="postponed"))
    share = arrival_belief(found, as_of=APRIL).share_under_way
    assert share == pytest.approx(weights.grade["press"] / (2 * weights.grade["press"] + weights.grade["primary"]))


def test_an_organisation_is_one_witness_by_its_last_word():
    two = {"speaks_for": "an agency", "arrival": "under way"}
    ledger = with_claims(said("MINE-1", speaker="its head", **two), said("MINE-2", speaker="its clerk", **two))
    assert len(arrival_belief(ledger, as_of=APRIL).witnesses) == 3
    ledger = with_claims(said("MINE-1", speaker="its head", **two),
                         said("MINE-2", speaker="its clerk", **{**two, "arrival": "postponed", "said": "2023-02-01"}))
    found = arrival_belief(ledger, as_of=APRIL)
    assert [item.claim_id for item in found.witnesses if item.organisation == "an agency"] == ["MINE-2"]
    assert found.spoken_since == ("MINE-1",)


@pytest.mark.parametrize(("day", "stands"), [
    (date(2019, 12, 31), False), (date(2020, 1, 1), True), (date(2020, 12, 31), True), (date(2021, 1, 1), False)])
def test_what_was_announced_lapses_with_its_year(day, stands):
    plan = said("MINE-1", said="2020-01-01", mode="said-will", value=2020, unit="year", arrival="under way")
    assert stands_on(plan, day) == stands
    assert bool(arrival_belief(with_claims(plan), as_of=day).witnesses) == stands
    assert stands_on(replace(plan, mode="said"), day) == (day.year >= 2020)  # what was done does not lapse


def test_an_undated_statement_is_known_on_no_day():
    assert not stands_on(said("MINE-1", said="undated"), APRIL)


def test_a_scenario_believes_as_of_its_date():
    plan = load_scenario("second-batch")
    assert plan.date == AUGUST
    assert len(beliefs_of(plan, LEDGER, [SECOND_BATCH], n_draws=1).pool(ARRIVAL_KEY)) == 1
    later = plan.model_copy(update={"date": APRIL})
    assert len(beliefs_of(later, LEDGER, [SECOND_BATCH], n_draws=1).pool(ARRIVAL_KEY)) == 2


def test_before_anybody_spoke_no_witness_can_be_believed():
    plan = load_scenario("second-batch")
    second = plan.arms.second.model_copy(update={"arrival": "as-believed"})
    early = plan.model_copy(update={"date": date(2022, 8, 15),
                                    "arms": plan.arms.model_copy(update={"second": second})})
    with pytest.raises(OpenIADSError) as raised:
        beliefs_of(early, LEDGER, [SECOND_BATCH], n_draws=1)
    assert raised.value.faults[0].code == "E0212"
    assert "2022-08-15" in raised.value.faults[0].what


def test_the_dispute_of_august_2022_is_the_contract():
    found = contract_belief(LEDGER, as_of=AUGUST)
    told = {side: {item.organisation for item in voices} for side, voices in found.sides}
    assert told == {"own": {"FSVTS"}, "unsigned": {"Rosoboronexport"},
                    "within first": {"SSB", "Turkish defence official", "Turkish industry source"}}
    assert found.spoken_since == ("STM-010", "TIM-003")  # Demir before his agency, the exporter before himself
    text = contract_text(found)
    for words in ("a contract of its own (Shugaev, FSVTS)", "within the first contract", "not yet signed (Mikheev",
                  "moves no figure"):
        assert words in text


@pytest.mark.parametrize(("day", "sides"), [
    (date(2019, 12, 12), []), (date(2020, 8, 23), ["own", "within first"]),
    (date(2021, 8, 25), ["within first", "unsigned"])])
def test_the_contract_as_it_was_told_on_a_day(day, sides):
    found = contract_belief(LEDGER, as_of=day)
    assert [side for side, _ in found.sides] == sides
    assert bool(contract_text(found)) == bool(sides)


def test_the_contract_moves_no_belief():
    bare = replace(LEDGER, by_id={key: replace(item, contract=None) for key, item in LEDGER.by_id.items()})
    assert resolve(bare, n_draws=1).pools.keys() == resolve(LEDGER, n_draws=1).pools.keys()
    assert not any("contract" in key for key in resolve(LEDGER, [SECOND_BATCH], n_draws=1).pools)
