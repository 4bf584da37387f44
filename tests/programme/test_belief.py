"""The arrival of the second batch as a claim like any other: witnesses, weights, pins, and what was known on a day."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from openiads.errors import OpenIADSError
from openiads.knowledge.library import load_library
from openiads.knowledge.pools import load_weights
from openiads.knowledge.resolve import resolve
from openiads.programme.belief import CAUTION, arrival_belief
from openiads.scenario.model import ARRIVAL_KEY, SECOND_BATCH
from tests.knowledge.ledgers import claim, with_claims

LEDGER = load_library()
DRAWS = 20_000
FIVE_SIGMA = 5 * 0.5 / DRAWS**0.5  # of a share, at its widest


def test_each_speaker_is_one_witness_by_the_last_word():
    found = arrival_belief(LEDGER)
    assert len({item.speaker for item in found.witnesses}) == len(found.witnesses)
    said = {item.speaker: item for item in found.witnesses}
    assert said["Mikheev, Rosoboronexport"].claim_id == "TIM-004"
    assert {"STM-012", "STM-013", "TIM-005", "TIM-008"} == set(said["Shugaev, FSVTS"].ids)
    assert {"TIM-002", "TIM-003"} <= set(found.spoken_since)


def test_the_share_is_that_of_the_weights():
    found = arrival_belief(LEDGER)
    whole = sum(item.weight for item in found.witnesses)
    arrives = sum(item.weight for item in found.witnesses if item.arrives)
    assert found.share_arrives == pytest.approx(arrives / whole)
    assert sum(item.share for item in found.witnesses) == pytest.approx(1)
    assert 0 < found.share_arrives < 1
    assert CAUTION in found.text


def test_draws_believe_one_witness_each_by_its_weight():
    beliefs = resolve(LEDGER, [SECOND_BATCH], n_draws=DRAWS)
    drawn = beliefs.drawn(ARRIVAL_KEY)
    assert set(np.unique(drawn)) == {0.0, 1.0}
    assert drawn.mean() == pytest.approx(arrival_belief(LEDGER).share_arrives, abs=FIVE_SIGMA)


@pytest.mark.parametrize(("pin", "share"), [("TIM-006", 0.0), ("TIM-005", 1.0), ("TIM-003", 1.0)])
def test_a_pin_settles_it_even_of_a_statement_taken_back_since(pin, share):
    found = arrival_belief(LEDGER, believe=[pin])
    assert found.share_arrives == share
    assert [item.claim_id for item in found.witnesses] == [pin]
    assert set(resolve(LEDGER, [SECOND_BATCH], n_draws=50, believe=[pin]).drawn(ARRIVAL_KEY)) == {share}


def test_a_statement_that_says_nothing_of_an_arrival_cannot_be_pinned():
    with pytest.raises(OpenIADSError) as raised:
        resolve(LEDGER, [SECOND_BATCH], n_draws=1, believe=["TIM-009"])
    assert raised.value.faults[0].code == "E0213"


def test_weights_move_the_share():
    weights = load_weights()
    assert {LEDGER.claim(item.claim_id).grade for item in arrival_belief(LEDGER).witnesses} == {"press"}
    found = with_claims(claim("MINE-1", subject="Turkey S-400 second batch", quantity="status", value="a contract",
                              unit=None, grade="primary", speaker="me", mode="denied", arrival="never",
                              about="contract for the second batch", said="2023-01-01"))
    share = arrival_belief(found).share_arrives
    before = arrival_belief(LEDGER)
    whole = len(before.witnesses) * weights.grade["press"]
    yes = sum(item.arrives for item in before.witnesses) * weights.grade["press"]
    assert share == pytest.approx(yes / (whole + weights.grade["primary"]))


@pytest.mark.parametrize(("day", "witnesses", "arrives"), [
    (date(2019, 12, 12), 0, None), (date(2020, 6, 29), 1, 1.0), (date(2020, 6, 30), 2, 1.0),
    (date(2022, 8, 15), 3, 1.0), (date(2022, 8, 16), 6, 4 / 6)])
def test_what_was_known_on_a_day(day, witnesses, arrives):
    found = arrival_belief(LEDGER, as_of=day)
    assert len(found.witnesses) == witnesses
    assert found.share_arrives == (arrives if arrives is None else pytest.approx(arrives))
    assert not any(item.date == "undated" for item in found.witnesses)


def test_nobody_a_witness_is_told_so():
    bare = replace(LEDGER, by_id={key: item for key, item in LEDGER.by_id.items() if item.arrival is None})
    assert "Nobody is a witness" in arrival_belief(bare).text
