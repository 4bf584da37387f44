"""The ledger: every source and claim, looked up through the alias tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from openiads.errors import Fault, OpenIADSError, fault
from openiads.knowledge.aliases import Aliases, load_aliases
from openiads.knowledge.components import load_components
from openiads.knowledge.evidence import UNDATED, Claim, Source
from openiads.knowledge.facets import TO_SI, Reading
from openiads.knowledge.reader import parse_toml, read_claims, read_sources, suggestion

NO_LIMIT = date(9999, 12, 31)
PUBLISHER_ONLY = "own:"  # an independence group that is nothing but the publisher's name


@dataclass(frozen=True)
class Found:
    """A claim with the way in which it speaks of what was asked."""

    claim: Claim
    relation: str  # "same", "wider" (said of a larger whole), "related" (shown, never believed)
    note: str = ""  # what the wider thing is


@dataclass(frozen=True)
class Library:
    """All sources and claims that were read."""

    sources: Mapping[str, Source]
    by_id: Mapping[str, Claim]
    aliases: Aliases = field(default_factory=lambda: load_aliases())

    @cached_property
    def _by_subject(self) -> dict[str, list[Claim]]:
        table: dict[str, list[Claim]] = {}
        for claim in self.by_id.values():
            table.setdefault(claim.subject, []).append(claim)
        return table

    @cached_property
    def _readings(self) -> dict[str, tuple[Reading, ...]]:
        return {}

    def readings(self, claim: Claim) -> tuple[Reading, ...]:
        """SI readings of a claim under the one name of each quantity."""
        if claim.id not in self._readings:
            self._readings[claim.id] = self.aliases.readings(claim)
        return self._readings[claim.id]

    @cached_property
    def _origin_of_page(self) -> dict[str, str]:
        named: dict[str, str] = {}
        for claim in self.by_id.values():
            if claim.source.url and not claim.origin.startswith(PUBLISHER_ONLY):
                named.setdefault(claim.source.url, claim.independence_group)
        return named

    def origin(self, claim: Claim) -> str:
        """Group of claims that count as one witness; one known only by its publisher joins its page's named group."""
        if claim.reprint_of is None and claim.source.url and claim.origin.startswith(PUBLISHER_ONLY):
            return self._origin_of_page.get(claim.source.url, claim.origin)
        return claim.origin

    @cached_property
    def _folded(self) -> dict[str, set[str]]:
        table: dict[str, set[str]] = {}
        for name in (*self._by_subject, *self.aliases.names):
            table.setdefault(_fold(name), set()).add(self.aliases.subject(name))
        return table

    def subject(self, name: str) -> str:
        """One name of a subject for any that people use, whatever its case, spaces and hyphens; else what was typed.

        Examples
        --------
        >>> load_library().subject("s400")
        'S-400'
        """
        known = self.aliases.subject(name)
        meant = self._folded.get(_fold(name), set())
        return known if known in self._by_subject or known in self.aliases.subjects or len(meant) != 1 else min(meant)

    def about(self, subject: str) -> tuple[Found, ...]:
        """Claims about one subject, nearest first; none is no fault."""
        found: dict[str, Found] = {}
        for relation, pattern in self.aliases.feeds(subject):
            for claim in self._by_subject.get(pattern.subject, ()):
                if claim.id not in found and pattern.takes(claim):
                    found[claim.id] = Found(claim, relation, pattern.note)
        return tuple(found.values())

    def find(self, subject: str, quantity: str | None = None) -> tuple[Found, ...]:
        """Claims about a subject, with those of its aliases and of the wholes that it is part of."""
        name = self.subject(subject)
        found = {item.claim.id: item for item in self.about(name)}
        if not found:
            names = sorted({*self._by_subject, *self.aliases.subjects})
            raise fault("E0212", f"nothing is known about {subject!r}", why="no claim and no alias has this subject",
                        fix=suggestion(subject, names))
        if quantity is None:
            return tuple(found.values())
        wanted = self.aliases.quantity(quantity)
        chosen = tuple(item for item in found.values() if wanted in self.aliases.quantities_of(item.claim))
        if not chosen:
            names = sorted({name for item in found.values() for name in self.aliases.quantities_of(item.claim)})
            raise fault("E0212", f"nothing is known about {quantity!r} of {subject}",
                        why=f"claims about {subject} speak of {', '.join(names[:8])}", fix=suggestion(quantity, names))
        return chosen

    def claims(self, subject: str, quantity: str | None = None) -> tuple[Claim, ...]:
        """Claims about a subject through the alias tables; related ones left out."""
        return tuple(item.claim for item in self.find(subject, quantity) if item.relation != "related")

    def claim(self, claim_id: str) -> Claim:
        """One claim by its permanent id."""
        known = {key.upper(): key for key in self.by_id}
        key = known.get(claim_id.upper())
        if key is None:
            raise fault("E0212", f"no claim has the id {claim_id!r}", why="ids are permanent, such as RAD-037",
                        fix=suggestion(claim_id.upper(), self.by_id))
        return self.by_id[key]

    def subjects(self) -> tuple[str, ...]:
        """Every subject with its own name in the ledger."""
        return tuple(sorted(self._by_subject))

    def statements(self) -> tuple[Claim, ...]:
        """Programme statements in the order in which they were made; undated ones last."""
        spoken = [claim for claim in self.by_id.values() if claim.mode]
        return tuple(sorted(spoken, key=lambda claim: (claim.date == UNDATED, claim.date, claim.id)))

    def conflicts(self) -> dict[str, tuple[Claim, ...]]:
        """Claims that speak about the same quantity and do not all say the same."""
        groups: dict[str, list[Claim]] = {}
        for claim in self.by_id.values():
            if claim.conflict_group:
                groups.setdefault(claim.conflict_group, []).append(claim)
        return {
            name: tuple(members)
            for name, members in sorted(groups.items())
            if len({(str(claim.value), claim.unit) for claim in members}) > 1
        }

    def same_document_conflicts(self) -> tuple[tuple[Claim, Claim], ...]:
        """Pairs of claims that contradict each other inside one document."""
        pairs = []
        for members in self.conflicts().values():
            for index, first in enumerate(members):
                for second in members[index + 1 :]:
                    same_page = first.source.url and first.source.url == second.source.url
                    same_thing = (first.subject, first.unit) == (second.subject, second.unit)
                    if same_page and same_thing and first.value != second.value:
                        pairs.append((first, second))
        return tuple(pairs)


def _fold(name: str) -> str:
    """A name without what people leave out or change: case, spaces, hyphens and underscores."""
    return "".join(letter for letter in name.casefold() if letter not in " -_\u2010\u2011")


def newest_date(sources: Iterable[Source]) -> date:
    """Newest full date among sources; the ledger cannot be older than what it cites."""
    dates = [source.date for source in sources if len(source.date) == 10]
    return date.fromisoformat(max(dates)) if dates else date.min


@cache
def _bundled() -> Library:
    data = files("openiads").joinpath("data")
    table, faults = parse_toml(data.joinpath("sources.toml").read_text(encoding="utf-8"), "sources.toml")
    reading = read_sources(table, "sources.toml", NO_LIMIT)
    faults += reading.faults
    sources, by_id = dict(reading.sources), dict[str, Claim]()
    for path in sorted(data.joinpath("claims").iterdir(), key=lambda item: item.name):
        part = read_claims(path.read_text(encoding="utf-8"), f"claims/{path.name}", sources, NO_LIMIT)
        faults += part.faults + _repeated(part.claims, by_id)
        sources |= part.sources
        by_id |= {claim.id: claim for claim in part.claims}
    if faults:
        raise OpenIADSError(faults)
    return Library(sources, by_id)


def _repeated(claims: Iterable[Claim], known: Mapping[str, Claim]) -> list[Fault]:
    return [
        Fault("E0209", f"id {claim.id!r} is used already", claim.file, f"it names a claim of {known[claim.id].file}",
              "choose a new id; ids are permanent")
        for claim in claims if claim.id in known
    ]


def _unit_faults(claims: Iterable[Claim], aliases: Aliases) -> list[Fault]:
    units: dict[str, set[str]] = {}
    for component in load_components().values():
        for quantity, wanted in component.quantities.items():
            units.setdefault(quantity, set()).add(wanted.unit)
    return [
        Fault("E0215", f"{claim.unit!r} does not measure {claim.quantity}", f"{claim.file}: {claim.id}",
              f"the models take it in {' or '.join(sorted(units[reading.quantity]))}",
              "write a unit of that kind, such as " + ", ".join(
                  name for name, (unit, _) in TO_SI.items() if unit in units[reading.quantity]))
        for claim in claims for reading in aliases.readings(claim)
        if reading.unit not in units.get(reading.quantity, {reading.unit})
    ]


def load_library(extra_paths: Sequence[str | Path] = ()) -> Library:
    """Read the bundled ledger and the user's own claim files.

    Raises
    ------
    OpenIADSError
        With every fault of every file.
    """
    bundled = _bundled()
    if not extra_paths:
        return bundled
    today = max(date.today(), newest_date(bundled.sources.values()))
    sources, by_id, faults = dict(bundled.sources), dict(bundled.by_id), []
    for path in map(Path, extra_paths):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            faults.append(Fault("E0101", f"{path} cannot be read", str(path), str(error), "check the path"))
            continue
        part = read_claims(text, str(path), sources, today)
        faults += part.faults + _repeated(part.claims, by_id)
        faults += _unit_faults([*part.claims, *part.half_read], bundled.aliases)
        sources |= part.sources
        by_id |= {claim.id: claim for claim in part.claims}
    if faults:
        raise OpenIADSError(faults)
    return Library(sources, by_id, bundled.aliases)
