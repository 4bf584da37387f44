"""One name per system and per quantity, and which claims speak of it: the same thing, or a wider one."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from openiads.knowledge.evidence import Claim
from openiads.knowledge.facets import Reading, raw_readings

RELATIONS = ("same", "wider", "related")


@dataclass(frozen=True)
class Pattern:
    """Which claims of a subject speak of something; an empty limit takes all."""

    subject: str
    quantities: frozenset[str] = frozenset()
    conflict_group: str | None = None
    ids: frozenset[str] = frozenset()
    note: str = ""

    def takes(self, claim: Claim) -> bool:
        """Whether the claim is meant."""
        return (
            (not self.quantities or claim.quantity in self.quantities)
            and (self.conflict_group is None or claim.conflict_group == self.conflict_group)
            and (not self.ids or claim.id in self.ids)
        )


def _pattern(entry: str | Mapping[str, Any]) -> Pattern:
    if isinstance(entry, str):
        return Pattern(entry)
    return Pattern(
        entry["subject"], frozenset(entry.get("quantities", ())), entry.get("conflict_group"),
        frozenset(entry.get("ids", ())), entry.get("note", ""),
    )


@dataclass(frozen=True)
class Aliases:
    """The alias tables of subjects and quantities."""

    subjects: Mapping[str, Mapping[str, tuple[Pattern, ...]]]
    names: Mapping[str, str]  # other names typed by people, folded, to the subject they mean
    quantity_names: Mapping[str, str]
    read_as: Mapping[str, Mapping[str, str]]  # claim id -> raw quantity -> quantity

    def subject(self, name: str) -> str:
        """One name of a subject for any that people use."""
        return self.names.get(name.casefold(), name)

    def quantity(self, name: str) -> str:
        """One name of a quantity for any that people use."""
        folded = name.strip().lower().replace(" ", "_").replace("-", "_")
        return self.quantity_names.get(folded, folded)

    def feeds(self, subject: str) -> Iterator[tuple[str, Pattern]]:
        """Patterns of the claims about a subject, nearest relation first."""
        yield "same", Pattern(subject)
        table = self.subjects.get(subject, {})
        for relation in RELATIONS:
            for pattern in table.get(relation, ()):
                yield relation, pattern

    def readings(self, claim: Claim) -> tuple[Reading, ...]:
        """SI readings of a claim under the one name of each quantity."""
        own = self.read_as.get(claim.id, {})
        return tuple(
            replace(reading, quantity=own.get(reading.quantity, self.quantity(reading.quantity)))
            for reading in raw_readings(claim)
        )

    def quantities_of(self, claim: Claim) -> frozenset[str]:
        """Every quantity that a claim speaks of, in words or numbers."""
        stated = {reading.quantity for reading in self.readings(claim)}
        own = self.read_as.get(claim.id, {}).get(claim.quantity, self.quantity(claim.quantity))
        return frozenset(stated | {own})


@cache
def load_aliases() -> Aliases:
    """Read the bundled alias tables."""
    text = files("openiads").joinpath("data/aliases.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    subjects = {
        name: {relation: tuple(_pattern(entry) for entry in entries.get(relation, ())) for relation in RELATIONS}
        for name, entries in table["subjects"].items()
    }
    names: dict[str, str] = {name.casefold(): name for name in subjects}
    for name, entries in table["subjects"].items():
        for other in entries.get("called", ()):
            names.setdefault(other.casefold(), name)
        for entry in entries.get("same", ()):
            if isinstance(entry, str):
                names.setdefault(entry.casefold(), name)
    quantity_names = {other.lower(): name for name, others in table["quantities"].items() for other in others}
    return Aliases(subjects, names, quantity_names, table["read_as"])
