"""The sentence on cost: from the first force's fights and the price claims, or why it cannot be told."""

from dataclasses import replace
from math import nan
from typing import Any

import pytest

from openiads.output.fights import Fights
from openiads.output.study import Study
from openiads.output.told.draft import Undrafted
from openiads.output.told.joined import Cost, cost_draft
from openiads.output.told.priced import cost_of_first
from openiads.output.told.tell import tell
from tests.output.made_page import ledger_fights


def spending(**changes: Any) -> Fights:
    """Fights whose first force spent otherwise."""
    fights = ledger_fights()
    first = fights.arms[0]
    return replace(fights, arms=[replace(first, cost=first.cost._replace(**changes)), *fights.arms[1:]])


def told_of(small: Study, fights: Fights | None) -> Cost | Undrafted:
    return cost_of_first(small.scenario, small.library, fights)


def test_it_is_in_the_money_of_the_claims_and_undated_as_they_are(small: Study) -> None:
    fights = ledger_fights()
    found = told_of(small, fights)
    assert isinstance(found, Cost)
    arm = fights.arms[0]
    assert (found.low, found.high, found.unit) == (arm.cost.low / 1e6, arm.cost.high / 1e6, "inr-million")
    assert found.years == ("undated",)
    assert found.factor == 1  # one sum, one number of missiles
    assert found.inputs == (100_000_000_000.0,)  # ORG-026: 10,000 crore rupees
    assert found.grades == {"press": 1}
    assert found.defended == arm.metrics["value_defended"]
    assert found.rounds_left.value == arm.metrics["rounds_left"].value / arm.ready_rounds
    text = tell(cost_draft(found)).text
    assert "620 million Indian rupees to 940 million Indian rupees" in text
    assert "the single published price" in text
    # the one price has no spread: the whole range is that of the runs, and the price is our division of a sum
    assert "undated prices (95 % interval over the runs), on the single" in text
    assert "our division); of the value" in text


def test_more_rounds_than_are_ready_at_once_are_all_of_them(small: Study) -> None:
    fights = ledger_fights()
    few = replace(fights, arms=[replace(fights.arms[0], ready_rounds=1), *fights.arms[1:]])
    found = told_of(small, few)
    assert isinstance(found, Cost)
    assert tuple(found.rounds_left) == (1.0, 1.0, 1.0)


def test_missiles_without_a_price_are_named(small: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    from openiads.output.told import priced

    known, lacking = priced.price_of, small.scenario.missiles[-1].id
    monkeypatch.setattr(priced, "price_of", lambda library, name: None if name == lacking else known(library, name))
    found = told_of(small, ledger_fights())
    assert isinstance(found, Cost)
    assert found.unpriced == (lacking,)


@pytest.mark.parametrize(("changes", "why"), [
    ({"claims": [], "currency": "", "low": nan, "high": nan}, "no citable source"),
    ({"currency": "", "low": nan, "high": nan}, "several currencies"),
    ({"currency": "XTS"}, "no word for XTS"),
    ({"low": nan}, "too few runs"),
])
def test_what_cannot_be_told_says_why(small: Study, changes: dict[str, Any], why: str) -> None:
    found = told_of(small, spending(**changes))
    assert isinstance(found, Undrafted)
    assert why in found.why


def test_without_fights_nothing_was_spent(small: Study) -> None:
    found = told_of(small, None)
    assert isinstance(found, Undrafted)
    assert "did not fight" in found.why
