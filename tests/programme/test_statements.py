"""The ledger of statements: filters, and what was known on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.errors import OpenIADSError
from openiads.knowledge.dates import period_of
from openiads.knowledge.library import load_library
from openiads.programme.statements import SIDES, Statement, about, in_mode, known_on, said_by, statements_of
from tests.knowledge.ledgers import claim

SAID = statements_of(load_library())
DAYS = st.dates(min_value=date(2012, 1, 1), max_value=date(2027, 12, 31))
DATES = st.one_of(st.just("undated"), st.builds(lambda day, letters: day.isoformat()[:letters], DAYS,
                                                st.sampled_from([4, 7, 10])))


def made(said):
    """Statements of these dates."""
    return [Statement(claim(f"C-{number}", said=text, speaker="x", mode="said"), period_of(text), str(number))
            for number, text in enumerate(said)]


def test_every_statement_has_speaker_side_object_and_mode():
    assert len(SAID) > 80
    assert all(item.speaker and item.claim.about and item.claim.mode for item in SAID)
    assert {item.side for item in SAID} <= set(SIDES)
    assert [item.order for item in SAID] == sorted(item.order for item in SAID)


def test_the_ledger_runs_from_the_accord_to_december_2025():
    of_turkey = [item for item in SAID if item.period and "S-400" in item.claim.subject]
    assert min(item.period.first for item in of_turkey) == date(2017, 1, 1)
    assert max(item.period.last for item in of_turkey) == date(2025, 12, 31)


@given(st.lists(DATES, max_size=12), DAYS)
def test_a_day_parts_the_statements_without_loss(said, day):
    items = made(said)
    found = known_on(items, day)
    parts = [*found.known, *found.perhaps, *found.later, *found.undated]
    assert sorted(item.id for item in parts) == sorted(item.id for item in items)
    assert all(item.claim.said == "undated" for item in found.undated)


@given(st.lists(DATES, max_size=12), DAYS, st.integers(0, 3000))
def test_a_later_day_never_loses_a_statement(said, day, more):
    items = made(said)
    early, late = known_on(items, day), known_on(items, day + timedelta(days=more))

    def ids(*parts):
        return {item.id for part in parts for item in part}

    assert ids(early.known) <= ids(late.known)
    assert ids(early.known, early.perhaps) <= ids(late.known, late.perhaps)
    assert early.undated == late.undated


def test_june_is_known_at_its_end_and_perhaps_before():
    item = made(["2020-06"])[0]
    assert known_on([item], date(2020, 5, 31)).later == (item,)
    assert known_on([item], date(2020, 6, 29)).perhaps == (item,)
    assert known_on([item], date(2020, 6, 30)).known == (item,)


def test_filters_by_phrase_speaker_and_mode():
    second = about(SAID, "Second  Batch")
    assert {"TIM-003", "TIM-004", "TIM-005", "TIM-006", "TUR-040"} <= {item.id for item in second}
    assert "TUR-027" not in {item.id for item in second}  # the second battery of the first batch
    assert {item.id for item in said_by(second, "mikheev")} == {"TIM-003", "TIM-004"}
    assert {item.side for item in said_by(SAID, "turkey")} == {"Turkey"}
    assert {item.claim.mode for item in in_mode(SAID, "denied")} == {"denied"}


def test_words_of_the_unit_are_kept_as_said():
    words = {item.id: item.claim.unit_word for item in about(SAID, "second batch")}
    assert [words[name] for name in ("STM-012", "STM-013", "TIM-008", "STM-008")] == [
        "batch", "fleet", "regiment", "battalion"]


@pytest.mark.parametrize(("call", "fix"), [
    (lambda: about(SAID, "removal of the F-35 programme"), "removal from the F-35 programme"),
    (lambda: said_by(SAID, "Mikheyev, Rosoboronexport"), "Mikheev, Rosoboronexport"),
])
def test_what_nobody_speaks_of_is_answered_with_the_nearest(call, fix):
    with pytest.raises(OpenIADSError) as raised:
        call()
    assert raised.value.faults[0].code == "E0212"
    assert fix in raised.value.faults[0].fix
