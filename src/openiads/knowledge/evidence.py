"""What a source says: records of sources and claims, frozen once read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Grade = Literal["primary", "official", "press", "secondary", "estimate"]
Kind = Literal["source", "game", "derived", "prior-unlinked"]
Mode = Literal["said", "said-will", "denied", "observed"]
Arrival = Literal["under way", "postponed"]
Contract = Literal["own", "within first", "unsigned"]
Status = Literal["witness", "prior", "game", "defect"]

UNDATED = "undated"


@dataclass(frozen=True)
class Source:
    """A page, paper or file that somebody published."""

    key: str
    publisher: str
    title: str
    date: str  # ISO 8601, to the precision known, or "undated"
    url: str | None = None
    language: str | None = None
    locator: str | None = None
    year: str | None = None

    @property
    def is_named(self) -> bool:
        """Whether the publisher has a name; a description in square brackets is none."""
        return bool(self.publisher) and not self.publisher.startswith("[")


@dataclass(frozen=True)
class Claim:
    """What one source says about one quantity of one subject."""

    id: str
    subject: str
    quantity: str
    value: Any  # a number, (low, high), a mapping, or text
    unit: str | None
    condition: Mapping[str, Any]
    source: Source
    grade: Grade
    independence_group: str
    kind: Kind = "source"
    checked: str = "no"
    conflict_group: str | None = None
    reprint_of: str | None = None
    recalled_origin: str | None = None
    supports: tuple[str, ...] = ()
    defect: str | None = None
    unit_word: str | None = None
    speaker: str | None = None
    speaks_for: str | None = None  # organisation, where the speaker is a person of one
    side: str | None = None
    mode: Mode | None = None
    said: str | None = None  # date of the statement, where it differs from the source's
    about: str | None = None  # object of a programme statement, in one wording for all who speak of it
    contradicts: tuple[str, ...] = ()  # statements against which it stands, as the collector reads it
    arrival: Arrival | None = None  # what its own words say of the second batch's delivery, as the collector reads it
    contract: Contract | None = None  # and of the contract behind it
    note: str = ""
    file: str = field(default="", compare=False)

    @property
    def is_linked(self) -> bool:
        """Whether a reader can follow the claim to a named publisher."""
        return bool(self.source.url) and (self.source.is_named or bool(self.speaker))

    @property
    def is_witness(self) -> bool:
        """Whether a draw may believe this claim as a source: linked, published, no game, no known error."""
        return self.is_linked and self.kind == "source" and self.defect is None

    @property
    def status(self) -> Status:
        """Witness, prior (no link, or worked out by the collector), game table, or known error."""
        if self.defect is not None:
            return "defect"
        if self.kind == "game":
            return "game"
        return "witness" if self.is_witness else "prior"

    @property
    def origin(self) -> str:
        """Group of claims that count as one witness."""
        return self.reprint_of or self.independence_group

    @property
    def organisation(self) -> str | None:
        """Whose word it is: people of one organisation speak with one voice."""
        return self.speaks_for or self.speaker

    @property
    def date(self) -> str:
        """When it was said: date of the statement, else of the source, else "undated"."""
        return self.said or self.source.date
