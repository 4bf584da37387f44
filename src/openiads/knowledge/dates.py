"""Dates to the precision in which they are known: a day, a month or a year, and the days that it may have been."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

DATE_UNITS = ("date", "year")  # in which a value is a date
_DATE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


class Period(NamedTuple):
    """First and last day that a date may have been."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        """Whether the day itself is known."""
        return self.first == self.last

    def is_before(self, other: "Period") -> bool:
        """Whether every day of this period lies before every day of the other."""
        return self.last < other.first

    def overlaps(self, other: "Period") -> bool:
        """Whether both may have been one day."""
        return self.first <= other.last and other.first <= self.last


def period_of(text: object) -> Period | None:
    """Days that a date may have been; None for what is no date of the calendar, "undated" among it.

    Examples
    --------
    >>> period_of("2020-06").last.isoformat()
    '2020-06-30'
    >>> period_of("undated"), period_of("2021-13")
    (None, None)
    """
    match = _DATE.match(str(text))
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if day:
            return Period(date(year, month, day), date(year, month, day))
        if month:
            return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return Period(date(year, 1, 1), date(year, 12, 31))
    except ValueError:  # a thirteenth month, a thirtieth of February, the year nought
        return None


def certainly_before(one: Period | None, other: Period | None) -> bool:
    """Whether one date is known to lie before another; nothing is known of undated ones."""
    return one is not None and other is not None and one.is_before(other)
