"""The ledger: every source and claim, looked up through the alias tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from openiads.errors import Fault, OpenIADSError, fault
from openiads.knowledge.aliases import Aliases, load_aliases
from openiads.knowledge.components import load_components
from openiads.knowledge.evidence import UNDATED, Claim, Source
from openiads.knowledge.facets import TO_SI, Reading
from openiads.knowledge.reader import Reading as Part
from openiads.knowledge.reader import parse_toml, read_claims, read_sources, suggestion, unreadable

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

    def voice(self, claim: Claim) -> str:
        """Who counts as one witness with a claim: the organisation that its speaker speaks for, else its origin."""
        return claim.speaks_for or self.origin(claim)

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
            raise fault("E0212", f"nothing is known about {subject!r}", where=f"argument {subject!r}",
                        why="no claim and no alias has this subject",
                        fix=suggestion(subject, names, otherwise="openiads claims list shows what there is"))
        if quantity is None:
            return tuple(found.values())
        wanted = self.aliases.quantity(quantity)
        chosen = tuple(item for item in found.values() if wanted in self.aliases.quantities_of(item.claim))
        if not chosen:
            names = sorted({name for item in found.values() for name in self.aliases.quantities_of(item.claim)})
            raise fault("E0212", f"nothing is known about {quantity!r} of {subject}", where=f"argument {quantity!r}",
                        why=f"claims about {subject} speak of {', '.join(names[:8])}", fix=suggestion(quantity, names))
        return chosen

    def claims(self, subject: str, quantity: str | None = None) -> tuple[Claim, ...]:
        """Claims about a subject through the alias tables; related ones left out."""
        return tuple(item.claim for item in self.find(subject, quantity) if item.relation != "related")

    def claim(self, claim_id: str, *, where: str = "") -> Claim:
        """One claim by its permanent id; `where` is the option that names it, should there be none."""
        known = {key.upper(): key for key in self.by_id}
        key = known.get(claim_id.upper())
        if key is None:
            raise fault("E0212", f"no claim has the id {claim_id!r}", where=where or f"argument {claim_id!r}",
                        why="ids are permanent, such as RAD-037",
                        fix=suggestion(claim_id.upper(), self.by_id,
                                       otherwise="openiads claims list 91N6E lists the ids of one component"))
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
        faults += part.faults + _repeated(part, by_id)
        sources |= part.sources
        by_id |= {claim.id: claim for claim in part.claims}
    faults += _dangling(by_id.values(), by_id)
    if faults:
        raise OpenIADSError(faults)
    return Library(sources, by_id)


def _dangling(claims: Iterable[Claim], known: Mapping[str, Claim]) -> list[Fault]:
    return [
        Fault("E0212", f"{claim.id} contradicts {other!r}, which is no claim", f"{claim.file}: {claim.id}",
              "a contradiction has two ends", suggestion(other, known))
        for claim in claims for other in claim.contradicts if other not in known
    ]


def _repeated(part: Part, known: Mapping[str, Claim]) -> list[Fault]:
    taken = {key.upper(): claim for key, claim in known.items()}
    return [
        Fault("E0209", f"id {name!r} is used already", where, f"it names a claim of {taken[name.upper()].file}",
              "choose a new id; ids are permanent")
        for name, where in part.places.items() if name.upper() in taken
    ]


def quantity_faults(claims: Iterable[Claim], library: Library) -> Iterator[Fault]:
    """What the models could not take of some claims: a unit of another kind, a number out of range, text, a name.

    Parameters
    ----------
    claims : iterable of Claim
        Sound ones, and faulty ones of whom value and unit are known.
    library : Library
        The ledger before them; a quantity that it knows already is no mistyped one.
    """
    components, aliases = load_components(), library.aliases
    units: dict[str, set[str]] = {"rotation_rate": {"rpm"}}
    for item in components.values():
        for quantity, wanted in item.quantities.items():
            units.setdefault(quantity, set()).add(wanted.unit)
    known = {*aliases.quantity_names, *units}
    for claim in library.by_id.values():
        known |= {claim.quantity, *aliases.quantities_of(claim)}
    for claim in claims:
        where = f"{claim.file}: {claim.id}"
        readings = aliases.readings(claim)
        own = components.get(library.subject(claim.subject))
        for reading in readings:
            measured = units.get(reading.quantity, {reading.unit})
            if reading.unit not in measured:
                yield Fault("E0215", f"{claim.unit!r} does not measure {claim.quantity}", where,
                            f"the models take it in {' or '.join(sorted(measured))}",
                            "write a unit of that kind, such as " + ", ".join(
                                name for name, (unit, _) in TO_SI.items() if unit in measured))
            elif reading.quantity in units:
                may_be_zero = reading.quantity.startswith("min_") or (own is None and reading.unit == "count")
                yield from _range_fault(claim, reading, where, may_be_zero=may_be_zero)
        if own is None:
            continue
        named = aliases.quantity(claim.quantity)
        if named in own.quantities and not readings:
            yield Fault("E0217", f"value = {claim.value!r} is not a number", where,
                        f"{own.key}.{named} is measured in {own.quantities[named].unit}",
                        'write the number beside its unit, such as value = 250, unit = "km"; words belong in note')
        elif named not in known and claim.quantity not in known:
            near = get_close_matches(claim.quantity, own.quantities) or get_close_matches(claim.quantity, known)
            yield Fault("E0212", f"{claim.quantity!r} is no quantity known of {own.key}", where,
                        "no model and no other claim speaks of it, so it would feed nothing",
                        suggestion(claim.quantity, near) if near
                        else f"openiads claims list {own.key} lists what is stated of it")


def _range_fault(claim: Claim, reading: Reading, where: str, *, may_be_zero: bool) -> Iterator[Fault]:
    low, high = reading.low, reading.high
    name = claim.quantity
    if reading.quantity.startswith("elevation_") and not reading.quantity.endswith("width"):
        return  # an angle from the horizontal has either sign
    if reading.unit == "1":
        if not 0 <= low <= high <= 1:
            yield Fault("E0216", f"{name} = {claim.value} is no share between 0 and 1", where,
                        "it is a probability or a fraction of a whole",
                        'write value = 0.9, or value = 90, unit = "percent"')
    elif low < 0 or (low == 0 and not may_be_zero):
        yield Fault("E0216", f"{name} = {claim.value} {claim.unit or ''}".rstrip() + " is not positive", where,
                    "nothing measures so little", "write what the source states, above zero")


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
            faults.append(Fault("E0101", f"{path} cannot be read", str(path), unreadable(error),
                                "check the path and the permissions"))
            continue
        part = read_claims(text, str(path), sources, today)
        faults += part.faults + _repeated(part, by_id)
        if not (part.faults or part.claims or part.sources):
            faults.append(Fault("E0219", f"{path} holds no claim", str(path), "nothing stands in it that could be read",
                                "write claims as openiads explain E0203 shows"))
        faults += quantity_faults([*part.claims, *part.half_read], bundled)
        sources |= part.sources
        by_id |= {claim.id: claim for claim in part.claims}
    faults += _dangling([claim for key, claim in by_id.items() if key not in bundled.by_id], by_id)
    if faults:
        raise OpenIADSError(faults)
    return Library(sources, by_id, bundled.aliases)
