"""Dates known to a day, a month or a year: the standard library's calendar is the truth."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.knowledge.dates import certainly_before, period_of
from tests.knowledge.ledgers import GOOD_FILE, read

DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9998, 12, 31))


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_a_date_cut_to_its_precision_holds_its_day_and_ends_before_the_next_one(day, letters):
    period = period_of(day.isoformat()[:letters])
    assert period is not None
    assert period.first <= day <= period.last
    before, after = period.first - timedelta(days=1) if period.first > date.min else None, period.last + timedelta(1)
    outside = [other for other in (before, after) if other is not None]
    assert all(other.isoformat()[:letters] != day.isoformat()[:letters] for other in outside)
    assert period.is_day == (letters == 10)


@pytest.mark.parametrize(("text", "last"), [("2020-06", "2020-06-30"), ("2020-02", "2020-02-29"),
                                            ("2021-02", "2021-02-28"), ("2021", "2021-12-31")])
def test_what_is_known_to_the_month_or_the_year_was_said_by_its_end(text, last):
    assert period_of(text).last.isoformat() == last


@pytest.mark.parametrize("text", ["undated", "2021-13", "2021-02-30", "0000", "2020-Q1", "20", "2020-6", "", None])
def test_what_is_no_date_of_the_calendar_has_no_days(text):
    assert period_of(text) is None


@given(DAYS, DAYS, st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]))
def test_one_is_certainly_before_another_only_if_each_of_its_days_is(one, other, letters, others):
    first, second = period_of(one.isoformat()[:letters]), period_of(other.isoformat()[:others])
    assert certainly_before(first, second) == (first.last < second.first)
    assert not (certainly_before(first, second) and first.overlaps(second))
    if certainly_before(first, second):
        assert one < other


def test_nothing_is_known_of_the_order_of_undated_ones():
    assert not certainly_before(None, period_of("2020"))
    assert not certainly_before(period_of("2020"), None)


@pytest.mark.parametrize("wrong", ["2018-13", "2018-02-30"])
def test_a_claim_of_a_day_that_no_calendar_has_is_refused(wrong):
    faults = read(GOOD_FILE.replace("2018-07-03", wrong), {}).faults
    assert [item.code for item in faults] == ["E0208"]
