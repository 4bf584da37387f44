"""The ledger of statements: who said what, when, about which object, with which noun, and what was known on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from openiads.errors import fault
from openiads.knowledge.dates import Period, period_of
from openiads.knowledge.evidence import Claim
from openiads.knowledge.library import Library
from openiads.knowledge.reader import suggestion

SIDES = ("Russia", "Turkey", "United States", "analyst", "press", "physical evidence")  # lanes, in this order


@dataclass(frozen=True)
class Statement:
    """One claim as something that was said: to the precision in which its date is known."""

    claim: Claim
    period: Period | None  # None where it is undated
    origin: str  # statements of one origin are one announcement

    @property
    def id(self) -> str:
        """Id of the claim."""
        return self.claim.id

    @property
    def speaker(self) -> str:
        """Who said it."""
        return self.claim.speaker or self.claim.source.publisher

    @property
    def side(self) -> str:
        """Whose side the speaker is on; a side of its own where none is told."""
        return self.claim.side or "press"

    @property
    def about(self) -> str:
        """What it is about."""
        return self.claim.about or f"{self.claim.subject}, {self.claim.quantity.replace('_', ' ')}"

    @property
    def order(self) -> tuple[bool, date, date, str]:
        """Order in time: by the last day that it may have been said, undated ones last."""
        if self.period is None:
            return (True, date.max, date.max, self.id)
        return (False, self.period.last, self.period.first, self.id)


@dataclass(frozen=True)
class Known:
    """What had been said by a day."""

    on: date
    known: tuple[Statement, ...]  # said by the end of that day, whatever day it was
    perhaps: tuple[Statement, ...]  # said on that day or before, or later: the date is not known so well
    later: tuple[Statement, ...]
    undated: tuple[Statement, ...]


def statements_of(library: Library) -> tuple[Statement, ...]:
    """Every programme statement in the order of time.

    Examples
    --------
    >>> from openiads.knowledge.library import load_library
    >>> statements_of(load_library())[0].about
    'winning bid of T-LORAMIDS'
    """
    found = [Statement(claim, period_of(claim.date), library.origin(claim)) for claim in library.statements()]
    return tuple(sorted(found, key=lambda item: item.order))


def _spoken(item: Statement) -> str:
    claim = item.claim
    return f"{claim.subject}\n{item.about}\n{claim.quantity.replace('_', ' ')}\n{claim.value}".casefold()


def about(statements: Sequence[Statement], text: str) -> tuple[Statement, ...]:
    """Statements whose subject, object, quantity or wording holds a phrase, whatever its case.

    Raises
    ------
    OpenIADSError
        E0212 if nobody speaks of it.
    """
    wanted = " ".join(text.casefold().split())
    found = tuple(item for item in statements if wanted in _spoken(item))
    if not found:
        objects = sorted({item.about for item in statements})
        raise fault("E0212", f"no statement is about {text!r}", where="--about",
                    why="the phrase stands in no subject, no object and no wording",
                    fix=suggestion(text, objects, otherwise='try --about "second batch"'))
    return found


def said_by(statements: Sequence[Statement], name: str) -> tuple[Statement, ...]:
    """Statements of a speaker or of a side, by a part of the name.

    Raises
    ------
    OpenIADSError
        E0212 if nobody of that name speaks.
    """
    wanted = name.casefold().strip()
    found = tuple(item for item in statements
                  if wanted in item.speaker.casefold() or wanted == item.side.casefold())
    if not found:
        names = sorted({item.speaker for item in statements} | {item.side for item in statements})
        raise fault("E0212", f"nobody called {name!r} speaks", where="--speaker",
                    why="a speaker is named as the source names him", fix=suggestion(name, names))
    return found


def in_mode(statements: Sequence[Statement], mode: str) -> tuple[Statement, ...]:
    """Statements of one mode: said, said-will, denied or observed; there may be none."""
    return tuple(item for item in statements if item.claim.mode == mode)


def known_on(statements: Iterable[Statement], day: date) -> Known:
    """What had been said by the end of a day.

    A statement of "2020-06" was said by the 30th of June; on the 15th it had perhaps been said. Of an undated one
    nothing is known for any day.

    Notes
    -----
    Later days never lose a statement: `known` only grows, and so do `known` and `perhaps` together.
    """
    parts: dict[str, list[Statement]] = {"known": [], "perhaps": [], "later": [], "undated": []}
    for item in statements:
        if item.period is None:
            name = "undated"
        elif item.period.last <= day:
            name = "known"
        else:
            name = "perhaps" if item.period.first <= day else "later"
        parts[name].append(item)
    return Known(day, *(tuple(parts[name]) for name in ("known", "perhaps", "later", "undated")))
