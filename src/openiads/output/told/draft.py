"""A drafted sentence as a record: message, what fills it, condition, evidence, and where the numbers are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from openiads.errors import fault
from openiads.output.told.carried import LEAST

SCHEMA = "openiads/sentences/1"


@dataclass(frozen=True)
class Quantity:
    """A number with its unit and, where it is not fixed, its interval."""

    value: float
    unit: str = "count"  # message "unit-..." of the catalogue
    low: float | None = None
    high: float | None = None
    level: float | None = None  # of the interval, 0 to 1
    figures: int = LEAST  # that its inputs carry
    runs: int = 0  # of a share of runs: what never or always happened is told with its bound
    over: Literal["", "claims", "weather"] = ""  # what the interval is over
    draws: int = 0  # of belief, which those runs share out
    fewer: tuple[str, ...] = ()  # which of value, low and high are only known to lie below the number given
    more: tuple[str, ...] = ()  # and which above it
    kind: Literal["quantity"] = "quantity"

    @property
    def is_certain(self) -> bool:
        """Whether it has no interval, or one without width."""
        return self.low is None or self.high is None or self.low == self.high


@dataclass(frozen=True)
class Term:
    """A word of the catalogue, or the words themselves where the catalogue has none."""

    key: str
    words: str = ""
    kind: Literal["term"] = "term"


@dataclass(frozen=True)
class Names:
    """Names that stay as they are, joined as in a sentence."""

    words: tuple[str, ...]
    kind: Literal["names"] = "names"


@dataclass(frozen=True)
class Choice:
    """A word that the message chooses by, and that is never printed."""

    word: str
    kind: Literal["choice"] = "choice"


Slot = Quantity | Term | Names | Choice


@dataclass(frozen=True)
class Reference:
    """The range at a cross-section that the nominal draw believes of one radar."""

    radar: str
    range_m: float
    rcs_m2: float
    rcs_status: str  # message "rcs-..."
    claim: str  # "" where it is an assumption
    grade: str
    is_cited: bool  # some citable claim states its range at a known cross-section


@dataclass(frozen=True)
class Detecting:
    """What counts as detection, and on whose word each search radar reaches as far."""

    pd: float  # in a single scan
    pfa: float
    swerling: int  # case of fluctuation
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Condition:
    """Under which condition a sentence holds; what does not apply is empty."""

    target: str = ""  # class
    altitude: str = ""  # with its reference
    site: str = ""
    as_of: str = ""  # date that the study is set on
    terrain: str = ""  # grade
    raid: str = ""
    model: str = "coverage"  # message "model-..."
    newest: str = ""  # newest date of the claims that it rests on
    undated: int = 0  # how many of these have no date
    detecting: Detecting | None = None
    placement: Term = Term("")  # of the second batch
    arrival: str = ""  # message "condition-arrival-..."


@dataclass(frozen=True)
class Evidence:
    """Who vouches for a sentence: inputs by grade, and the claims that some draw believes."""

    grades: Mapping[str, int] = field(default_factory=dict)
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """One sentence before it is put into words."""

    id: str  # message of the catalogue, whose attribute "counter" says what would change it
    number: int  # in the list of docs/reference/sentences.md
    slots: Mapping[str, Slot]
    condition: Condition
    evidence: Evidence
    table: str = ""  # file of the study's folder in which the numbers stand


@dataclass(frozen=True)
class Undrafted:
    """A sentence that these results do not carry, and why."""

    id: str
    number: int
    why: str


@dataclass(frozen=True)
class Drafts:
    """Everything that a study can say, and what it cannot."""

    drafted: tuple[Draft, ...]
    undrafted: tuple[Undrafted, ...] = ()
    schema: str = SCHEMA


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Drafts)


def to_json(drafts: Drafts) -> str:
    """Drafts as the file `sentences.json` of a study's folder."""
    return str(_adapter().dump_json(drafts, indent=2).decode()) + "\n"


def from_json(text: str, *, where: str) -> Drafts:
    """Drafts from such a file.

    Raises
    ------
    OpenIADSError
        E0802 where it is none.
    """
    from pydantic import ValidationError

    try:
        found: Drafts = _adapter().validate_json(text)
    except ValidationError as problem:
        first = problem.errors()[0]
        raise fault("E0802", "the sentences of this study cannot be read", where=where,
                    why=f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}".lstrip(": "),
                    fix="run the study again") from None
    if found.schema != SCHEMA:
        raise fault("E0802", "the sentences are of another version", where=where,
                    why=f"their schema is {found.schema!r}, expected {SCHEMA!r}", fix="run the study again")
    return found


def in_order(drafted: Sequence[Draft], undrafted: Sequence[Undrafted]) -> Drafts:
    """Drafts by their number in the list."""
    return Drafts(tuple(sorted(drafted, key=lambda item: (item.number, item.id))),
                  tuple(sorted(undrafted, key=lambda item: (item.number, item.id))))
