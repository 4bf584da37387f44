"""Contradictions between statements, worked out by a stated rule, and the stored links checked against it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from openiads.knowledge.dates import DATE_UNITS, Period, certainly_before, period_of
from openiads.programme.statements import Statement

RULE = (
    "Two announcements about one object contradict each other when one says (or observes) what the other, not "
    "certainly before it, denies, when one says that a thing is done and another, certainly later, that it will be "
    "done, or when both say it and give a date or a number of one quantity that cannot both hold, numbers being read "
    "to the digits in which they are written. The earlier one must not have been reversed by its own organisation "
    "before the other spoke. Reprints of one announcement count once."
)
DONE = ("said", "observed")
KINDS = ("same-day", "same-document", "reversal", "apart", "other-value")


@dataclass(frozen=True)
class Announcement:
    """Statements of one origin about one object in one mode: what was said once, as several outlets carry it."""

    statements: tuple[Statement, ...]  # the most exactly dated one first

    @property
    def first(self) -> Statement:
        """The one that speaks for all."""
        return self.statements[0]

    @property
    def period(self) -> Period | None:
        """When it was said."""
        return self.first.period

    @property
    def ids(self) -> tuple[str, ...]:
        """Every claim of it."""
        return tuple(item.id for item in self.statements)

    @property
    def is_done(self) -> bool:
        """Whether it says that the thing is so."""
        return self.first.claim.mode in DONE


@dataclass(frozen=True)
class Contradiction:
    """Two announcements that cannot both stand."""

    first: Announcement
    second: Announcement
    kinds: tuple[str, ...]
    found_by: str  # "rule", "stored", or "both"

    @property
    def ids(self) -> tuple[str, ...]:
        """Every claim of both sides."""
        return (*self.first.ids, *self.second.ids)


def _exactness(item: Statement) -> tuple[int, bool, str]:
    days = (item.period.last - item.period.first).days if item.period else 1 << 20
    return (days, item.claim.checked != "read", item.id)


def announcements(statements: Sequence[Statement]) -> tuple[Announcement, ...]:
    """Statements joined where one origin says one thing of one object in one mode, in the order of time.

    Statements of one origin that give different values (a page that names two years) stay apart.
    """
    groups: dict[tuple[Any, ...], list[Statement]] = {}
    for item in statements:
        value = _measured(item)
        mark = (item.about, item.origin, item.speaker, item.claim.mode, None if value is None else str(value))
        groups.setdefault(mark, []).append(item)
    found = [Announcement(tuple(sorted(group, key=_exactness))) for group in groups.values()]
    return tuple(sorted(found, key=lambda item: item.first.order))


def rounding(value: float) -> tuple[Decimal, Decimal]:
    """Ends between which a number lies that is written in so many digits; noughts at its end count as rounding.

    Examples
    --------
    >>> [f"{end:.3g}" for end in rounding(3_400_000_000)]
    ['3.35e+9', '3.45e+9']
    >>> [str(end) for end in rounding(4)]
    ['3.5', '4.5']
    """
    number = Decimal(str(value)).normalize()
    exponent = number.as_tuple().exponent
    half = Decimal(5).scaleb(int(exponent) - 1)
    return number - half, number + half


def _measured(item: Statement) -> tuple[str, Any] | None:
    """What a statement measures: a quantity as a date, or as a number with its unit."""
    claim = item.claim
    if claim.unit in DATE_UNITS:
        when = period_of(claim.value)
        return None if when is None else (f"{claim.quantity} [date]", when)
    if claim.unit and isinstance(claim.value, int | float) and not isinstance(claim.value, bool):
        return f"{claim.quantity} [{claim.unit}]", float(claim.value)
    return None


def _other_value(one: Announcement, other: Announcement) -> bool:
    a, b = _measured(one.first), _measured(other.first)
    if a is None or b is None or a[0] != b[0]:
        return False
    if isinstance(a[1], Period):
        return not a[1].overlaps(b[1])
    (low, high), (other_low, other_high) = rounding(a[1]), rounding(b[1])
    return high <= other_low or other_high <= low


def _opposite(one: Announcement, other: Announcement) -> bool:
    """Whether the modes of two announcements exclude each other."""
    modes = {one.first.claim.mode, other.first.claim.mode}
    if "denied" in modes:
        done, denial = (one, other) if one.is_done else (other, one)
        return done.is_done and not certainly_before(denial.period, done.period)
    if "said-will" not in modes or not modes & set(DONE):
        return False
    done, will = (one, other) if one.is_done else (other, one)
    return certainly_before(done.period, will.period)


def _was_reversed(one: Announcement, before: Announcement, among: Sequence[Announcement]) -> bool:
    """Whether those who made one announcement had certainly taken it back before another was made."""
    return any(later.first.claim.organisation == one.first.claim.organisation and _opposite(one, later)
               and certainly_before(one.period, later.period) and certainly_before(later.period, before.period)
               for later in among)


def _kinds(one: Announcement, other: Announcement, *, by_value: bool) -> tuple[str, ...]:
    pairs = [(a, b) for a in one.statements for b in other.statements]
    found = []
    if any(a.period and a.period == b.period and a.period.is_day for a, b in pairs):
        found.append("same-day")
    if any(a.claim.source.url and a.claim.source.url == b.claim.source.url for a, b in pairs):
        found.append("same-document")
    if one.first.claim.organisation == other.first.claim.organisation and _opposite(one, other):
        found.append("reversal")
    return (*(found or ["apart"]), *(["other-value"] if by_value else []))


def _by_rule(found: Sequence[Announcement]) -> Iterator[tuple[Announcement, Announcement, bool]]:
    """Pairs that the rule finds, and whether it is their values alone that differ."""
    objects: dict[str, list[Announcement]] = {}
    for item in found:
        objects.setdefault(item.first.about, []).append(item)
    for among in objects.values():
        for one, other in combinations(among, 2):
            if _opposite(one, other):
                earlier, later = (other, one) if certainly_before(other.period, one.period) else (one, other)
                if not _was_reversed(earlier, later, among):
                    yield earlier, later, False
            elif one.is_done and other.is_done and _other_value(one, other):
                yield one, other, True


def contradictions(statements: Sequence[Statement]) -> tuple[Contradiction, ...]:
    """Every contradiction among some statements, by rule and as stored, in the order of time.

    Statements that were made after all of these change nothing here: a day's contradictions stay on later days.
    """
    found = announcements(statements)
    home: Mapping[str, Announcement] = {claim_id: item for item in found for claim_id in item.ids}
    stored = {
        frozenset((item.first.id, home[other].first.id)): (item, home[other])
        for item in found for one in item.statements for other in one.claim.contradicts if other in home
    }
    pairs: dict[frozenset[str], Contradiction] = {}
    for one, other, by_value in _by_rule(found):
        key = frozenset((one.first.id, other.first.id))
        pairs[key] = Contradiction(one, other, _kinds(one, other, by_value=by_value),
                                   "both" if key in stored else "rule")
    for key, ends in stored.items():
        if key not in pairs and len(key) > 1:
            one, other = sorted(ends, key=lambda item: item.first.order)
            pairs[key] = Contradiction(one, other, _kinds(one, other, by_value=False), "stored")
    return tuple(sorted(pairs.values(), key=lambda item: (item.second.first.order, item.first.first.order)))
