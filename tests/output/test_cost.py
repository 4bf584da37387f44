"""Cost exchange worked out by hand: always a range, never without a citable price, never without what was defended."""

from dataclasses import replace
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.knowledge.library import load_library
from openiads.output import cost as module
from openiads.output.cost import NO_PRICE, Price, cost_of, cost_sentence, price_of, rounds_by_type
from openiads.output.metrics import PerRun

DRAWS = np.array([0, 0, 1, 1])
KILLED = np.array([2.0, 2.0, 2.0, 2.0])


def found(killed=KILLED):
    return PerRun(DRAWS, {"killed": killed, "value_defended": np.array([1.0, 0.0, 1.0, 1.0]),
                          "rounds_left": np.array([5.0, 6.0, 7.0, 8.0])})


@pytest.fixture
def priced(monkeypatch):
    """Prices that nobody states: rounds 10 to 20, a second type 5, a drone 2 to 4, a fighter in another money."""
    known = {"round": Price("round", "USD", 10.0, 20.0, ("c1", "c2"), ""),
             "other": Price("other", "USD", 5.0, 5.0, ("c3",), ""), "drone": Price("drone", "USD", 2.0, 4.0,
                                                                                     ("c4", "c5"), ""),
             "fighter": Price("fighter", "EUR", 100.0, 100.0, ("c6",), "")}
    monkeypatch.setattr(module, "price_of", lambda _library, name: known.get(name))


def test_the_range_goes_from_the_cheapest_to_the_dearest_reading(priced):
    spent = {"round": np.full(4, 4.0), "other": np.full(4, 2.0)}  # two of one and one of the other for each kill
    cost = cost_of(None, found(), spent, ["drone", "fighter", "decoy"], 0.95)
    assert (cost.low, cost.high) == pytest.approx((2 * 10 + 5, 2 * 20 + 5))
    drone, fighter, decoy = cost.exchange
    assert (drone.low, drone.high) == pytest.approx((25 / 4, 45 / 2))
    assert drone.claims == ("c1", "c2", "c3", "c4", "c5")
    assert isnan(fighter.low)
    assert "EUR" in fighter.words
    assert isnan(decoy.low)
    assert decoy.words == NO_PRICE


def test_the_sentence_names_range_factor_value_and_rounds_left(priced):
    told = cost_sentence(cost_of(None, found(), {"round": np.full(4, 4.0)}, ["drone"], 0.95))
    assert "20 to 40 USD" in told
    assert "differ by a factor of 2" in told
    assert "75 %" in told
    assert "and 6 (95% interval 0 to 19) ready rounds" in told


def test_rounds_without_a_price_are_named_and_left_out(priced):
    cost = cost_of(None, found(), {"round": np.full(4, 4.0), "secret": np.full(4, 100.0)}, ["drone"], 0.95)
    assert (cost.low, cost.high) == pytest.approx((20, 40))
    assert f"Not counted is secret: of its price, {NO_PRICE}" in cost_sentence(cost)


def test_without_any_price_there_is_no_number_but_what_was_defended(priced):
    cost = cost_of(None, found(), {"secret": np.full(4, 4.0)}, ["drone"], 0.95)
    assert isnan(cost.low)
    assert cost.exchange[0].words == NO_PRICE
    assert NO_PRICE in cost_sentence(cost)
    assert "75 %" in cost_sentence(cost)


def test_nothing_killed_costs_nothing_that_can_be_told(priced):
    cost = cost_of(None, found(np.zeros(4)), {"round": np.full(4, 4.0)}, ["drone"], 0.95)
    assert isnan(cost.low)
    assert cost_sentence(cost).startswith("Nothing was stopped, so there is no cost per stopped target. Of the value")


def test_too_few_draws_are_not_taken_for_a_missing_price(priced):
    few = PerRun(np.zeros(4, int), found().values)
    told = cost_sentence(cost_of(None, few, {"round": np.full(4, 4.0)}, ["drone"], 0.95))
    assert "too few draws" in told
    assert NO_PRICE not in told


@given(st.lists(st.integers(1, 9), min_size=4, max_size=4), st.integers(1, 5))
def test_more_rounds_for_the_same_kills_never_cost_less(rounds, more):
    price = Price("round", "USD", 10.0, 20.0, ("c1",), "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "price_of", lambda *_: price)
        few, many = (cost_of(None, found(), {"round": np.array(rounds, float) + add}, [], 0.95) for add in (0, more))
    assert few.low <= many.low + 1e-9
    assert few.high <= many.high + 1e-9


def test_the_ledger_prices_a_lot_of_interceptors_and_no_target():
    library = load_library()
    price = price_of(library, "48N6E3")
    assert price is not None
    assert (price.currency, price.claims) == ("INR", ("ORG-026",))
    assert price.low == price.high == pytest.approx(1e11 / 288)  # 10,000 crore rupees for 288, as the claim says
    assert price.factor == 1
    assert price_of(library, "57E6") is None
    assert price_of(library, "f-16") is None


def test_a_price_without_a_link_does_not_count(monkeypatch):
    library, claim = load_library(), load_library().claim("ORG-026")

    class Unlinked:
        def claim(self, _claim_id):
            return replace(claim, source=replace(claim.source, url=None))

    assert price_of(library, "40N6E") is not None
    assert price_of(Unlinked(), "40N6E") is None


def test_rounds_are_counted_by_type_and_run():
    events = {"event": np.array(["launched", "hit", "launched", "launched"], object),
              "run": np.array([3, 3, 3, 5]), "missile": np.array(["a", "a", "b", "a"], object)}
    spent = rounds_by_type(events, np.array([3, 4, 5]))
    assert {name: values.tolist() for name, values in spent.items()} == {"a": [1, 0, 1], "b": [1, 0, 0]}
