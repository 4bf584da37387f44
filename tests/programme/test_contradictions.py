"""Contradictions: the rule on small ledgers, the stored links against it, and the day of August 2022."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.knowledge.dates import period_of
from openiads.knowledge.library import load_library
from openiads.programme.contradictions import KINDS, announcements, contradictions, rounding
from openiads.programme.statements import Statement, known_on, statements_of
from tests.knowledge.ledgers import claim

SAID = statements_of(load_library())
FOUND = contradictions(SAID)
# stored links that the rule cannot find, with what it would have to read
BEYOND_THE_RULE = {
    ("TUR-039", "STM-001"): "a plan with technology transfer, and its denial",
    ("STM-001", "STM-003"): "a plan with local production, and an analyst who says that it was denied",
    ("TIM-031", "TIM-033"): "who offered, Turkey or Russia",
    ("TUR-039", "TUR-038"): "the denial came first, and both speak of one signed deal",
    ("TUR-005", "TUR-006"): "one page dates the accord and the purchase, each a quantity of its own",
}


def said(name, when, mode="said", speaker=None, **fields):
    """One statement about one object; each its own announcement unless told otherwise."""
    item = claim(name, subject="thing", quantity="status", said=when, mode=mode, speaker=speaker or name,
                 **{"about": "thing", "value": "words", "unit": None, **fields})
    return Statement(item, period_of(when), item.independence_group)


def pairs(*items):
    """Ids of the pairs found, each with its kinds."""
    return {(pair.first.first.id, pair.second.first.id): pair.kinds for pair in contradictions(items)}


@pytest.mark.parametrize(("first", "second", "contradict"), [
    ("said", "denied", True), ("observed", "denied", True), ("denied", "said", False), ("denied", "denied", False),
    ("said", "said", False), ("said", "said-will", True), ("observed", "said-will", True),
    ("said-will", "said", False), ("said-will", "denied", False), ("denied", "said-will", False),
])
def test_modes_that_exclude_each_other(first, second, contradict):
    assert bool(pairs(said("A", "2020-01-01", first), said("B", "2021-01-01", second))) == contradict


def test_done_and_to_be_done_need_a_known_order():
    assert pairs(said("A", "2020"), said("B", "2021", "said-will"))
    assert not pairs(said("A", "2020"), said("B", "2020-06", "said-will"))
    assert not pairs(said("A", "undated"), said("B", "2021", "said-will"))


def test_a_denial_speaks_of_nothing_that_comes_after_it():
    assert not pairs(said("A", "2025-09-15", "denied"), said("B", "2025-12-17"))
    assert pairs(said("A", "2025-12-17", "denied"), said("B", "2025-12-17"))
    assert pairs(said("A", "2025-12", "denied"), said("B", "2025-12-17"))  # perhaps on the same day, or later


def test_other_objects_are_no_contradiction():
    assert not pairs(said("A", "2020-01-01"), said("B", "2020-01-01", "denied", about="another"))


def test_who_has_taken_it_back_is_not_contradicted_again():
    mine, back = said("A", "2020", speaker="x"), said("B", "2021", "said-will", "x")
    denial = said("C", "2022", "denied")
    assert set(pairs(mine, back, denial)) == {("A", "B")}
    assert set(pairs(mine, denial)) == {("A", "C")}
    assert set(pairs(mine, said("B", "2022", "said-will", "x"), denial)) == {("A", "B"), ("A", "C")}  # no known order


def test_kinds_of_a_pair():
    page = claim("x").source
    assert pairs(said("A", "2020-01-01"), said("B", "2020-01-01", "denied"))[("A", "B")] == (
        "same-day", "same-document")  # the tests' claims share a page
    other = {"source": page.__class__("other", "Other", "Other", "2020", "https://example.org/other")}
    a = said("A", "2020-01")
    b = said("B", "2020-01", "denied")
    apart = Statement(b.claim.__class__(**{**vars(b.claim), **other}), b.period, b.origin)
    assert pairs(a, apart)[("A", "B")] == ("apart",)  # one month is no known day
    mine = said("A", "2020", speaker="x")
    assert "reversal" in pairs(mine, said("B", "2021", "denied", "x"))[("A", "B")]


def test_values_that_cannot_both_hold():
    def dated(name, value):
        return said(name, "2020", value=value, unit="date")

    assert "other-value" in pairs(dated("A", "2017-04-11"), dated("B", "2017-09"))[("A", "B")]
    other = Statement(replace(dated("B", "2017-12").claim, quantity="loan_date"), period_of("2020"), "B")
    assert not pairs(dated("A", "2017-04-11"), other)  # of another instrument
    assert not pairs(dated("A", "2017-09-12"), dated("B", "2017-09"))
    assert pairs(said("A", "2020", value=4, unit="batteries"), said("B", "2020", value=2, unit="batteries"))
    assert not pairs(said("A", "2020", value=4, unit="batteries"), said("B", "2020", value=2, unit="divisions"))


def priced(name, value):
    """A price, said in a year of its own."""
    return said(name, "2015", value=value, unit="USD")


@pytest.mark.parametrize(("one", "other", "contradict"), [
    (3.4e9, 3.44e9, False), (3_000_000_000, 3.44e9, False), (3.4e9, 3.46e9, True), (1.4e9, 1.25e9, True),
    (4, 2, True), (8, 9, True), (0.75, 0.8, False), (0.75, 0.7, False), (0.75, 0.9, True)])
def test_numbers_are_read_to_their_digits(one, other, contradict):
    assert bool(pairs(priced("A", one), priced("B", other))) == contradict


@given(st.integers(1, 10**12), st.integers(0, 6))
def test_a_rounded_number_never_contradicts_what_it_rounds(value, places):
    rounded = round(value, -places)
    low, high = rounding(rounded)
    if rounded:
        assert low <= value <= high
        assert not pairs(priced("A", value), priced("B", rounded))


FALSE_ONES = {  # that an earlier rule, or earlier words of what it is about, found
    ("STM-008", "TIM-006"): "both say that the second was bought with the first",
    ("STM-008", "STM-011"): "both say that the second was bought with the first",
    ("STM-008", "TIM-004"): "of the first contract, and of one of its own",
    ("TIM-028", "TIM-031"): "no plan in September, asked in December",
    ("ALT-047", "ALT-045"): "3.4 and 3.44 thousand million are one number",
    ("TUR-001", "TUR-004"): "the signature, and the loan agreement",
}


@pytest.mark.parametrize("ends", FALSE_ONES)
def test_what_only_seems_to_contradict_is_not_published(ends):
    assert not any(set(ends) <= set(pair.ids) for pair in FOUND)


def test_reprints_of_one_announcement_are_one_end():
    many = [said(name, "2020-01-01", independence_group="wire", speaker="x") for name in "ABC"]
    found = contradictions([*many, said("D", "2020-01-01", "denied")])
    assert [(pair.first.ids, pair.second.ids) for pair in found] == [(("A", "B", "C"), ("D",))]


def test_the_day_of_august_2022_has_both_speakers():
    by_then = known_on(SAID, date(2022, 8, 16)).known
    same_day = {frozenset((pair.first.first.speaker, pair.second.first.speaker)): pair
                for pair in contradictions(by_then) if "same-day" in pair.kinds}
    official = same_day[frozenset(("Shugaev, FSVTS", "Turkish defence official"))]
    assert "same-document" in official.kinds  # one page prints both
    assert frozenset(("Shugaev, FSVTS", "SSB")) in same_day
    assert {"STM-012", "STM-013", "TIM-005", "TIM-008"} <= set(official.ids)


def test_the_exporter_reversed_himself_and_only_he():
    reversals = [pair for pair in FOUND if "reversal" in pair.kinds]
    assert [(pair.first.ids, pair.second.ids, pair.found_by) for pair in reversals] == [
        (("TIM-003",), ("TIM-004",), "both")]  # a page that prints two dates has reversed nothing
    assert not any("TIM-003" in pair.ids and "TIM-006" in pair.ids for pair in FOUND)  # taken back before the denial


def test_every_stored_link_is_found_by_the_rule_or_known_to_lie_beyond_it():
    stored = {(pair.first.first.id, pair.second.first.id): pair.found_by for pair in FOUND if pair.found_by != "rule"}
    assert {ends for ends, found_by in stored.items() if found_by == "stored"} == set(BEYOND_THE_RULE)
    assert sum(found_by == "both" for found_by in stored.values()) >= 4
    links = {frozenset((item.id, other)) for item in SAID for other in item.claim.contradicts}
    assert all(any(link <= set(pair.ids) for pair in FOUND) for link in links)


def test_every_pair_has_a_kind_and_two_ends_that_differ():
    assert all(pair.kinds and set(pair.kinds) <= set(KINDS) for pair in FOUND)
    assert all(set(pair.first.ids).isdisjoint(pair.second.ids) for pair in FOUND)


def test_announcements_part_the_statements():
    ids = [claim_id for item in announcements(SAID) for claim_id in item.ids]
    assert sorted(ids) == sorted(item.id for item in SAID)


ENDS = sorted({item.period.last for item in SAID if item.period})


@given(st.sampled_from(ENDS), st.integers(0, 2000))
def test_a_later_day_never_loses_a_contradiction(day, more):
    def on(when):
        return contradictions(known_on(SAID, when).known)

    late = on(day + timedelta(days=more))
    for pair in on(day):
        assert any(set(pair.first.ids) & set(other.ids) and set(pair.second.ids) & set(other.ids) for other in late)
