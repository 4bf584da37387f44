"""Claim files and source files, read strictly: all faults of a file are told at once."""

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from openiads.errors import Fault
from openiads.knowledge.dates import period_of
from openiads.knowledge.evidence import UNDATED, Claim, Source
from openiads.knowledge.facets import numbers_in, read_text

SOURCE_KEYS = ("publisher", "title", "date", "url", "language", "locator", "year")
CLAIM_KEYS = (
    "id", "value", "unit", "condition", "source", "grade", "checked", "kind", "independence_group", "reprint_of",
    "conflict_group", "recalled_origin", "supports", "defect", "unit_word", "speaker", "speaks_for", "side", "mode",
    "said", "about", "contradicts", "arrival", "contract", "note",
)
REQUIRED = ("id", "value", "source", "grade", "independence_group")
CHOICES = {
    "grade": ("primary", "official", "press", "secondary", "estimate"),
    "kind": ("source", "game", "derived", "prior-unlinked"),
    "mode": ("said", "said-will", "denied", "observed"),
    "checked": ("read", "secondhand", "no"),
    "arrival": ("under way", "postponed"),
    "contract": ("own", "within first", "unsigned"),
}
LIST_KEYS = ("supports", "contradicts")
TEXT_KEYS = tuple(key for key in CLAIM_KEYS if key not in ("value", "condition", *LIST_KEYS))
DEEPEST = 32  # tables and lists within one another; the deepest shipped file has six
TOO_DEEP = f"tables and lists lie more than {DEEPEST} deep within one another"
PRINTABLE_BITS = 4096  # the interpreter puts no number of thousands of digits into words


@dataclass
class Reading:
    """What one file holds, and what is wrong with it."""

    sources: dict[str, Source] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    half_read: list[Claim] = field(default_factory=list)  # faulty ones of whom value and unit are known
    places: dict[str, str] = field(default_factory=dict)  # place of every id, of faulty claims too
    faults: list[Fault] = field(default_factory=list)


def suggestion(name: str, known: Any, *, lead: str = "did you mean", otherwise: str = "") -> str:
    """Nearest known names as a fix; where none is near, `otherwise` or the list itself.

    Names that go on from what was typed come first.

    Examples
    --------
    >>> suggestion("sorce", ["source", "grade"])
    'did you mean "source"?'
    >>> suggestion("RAD-04", ["RAD-047", "RAD-040", "RAD-004"])
    'did you mean "RAD-040" or "RAD-047" or "RAD-004"?'
    """
    names = [str(item) for item in known]
    longer = [item for item in names if item.lower().startswith(name.lower())]
    longer.sort(key=lambda item: (len(item), item))
    close = get_close_matches(name, names, n=3, cutoff=0.6)
    near = list(dict.fromkeys([*(longer[:3] if len(name) > 2 else []), *close]))[:3]
    if not near:
        folded = {item.lower(): item for item in names}
        near = [folded[item] for item in get_close_matches(name.lower(), folded, n=3, cutoff=0.5)]
    if near:
        return f"{lead} " + " or ".join(f'"{item}"' for item in near) + "?"
    if otherwise:
        return otherwise
    return f"known: {', '.join(names[:12])}" + (" ..." if len(names) > 12 else "")


def unreadable(problem: Exception) -> str:
    """Why a file could not be read, in words."""
    return getattr(problem, "strerror", None) or "it is not UTF-8 text"


def without_mark(text: str) -> str:
    """The text without the byte-order mark that some editors put before it."""
    return text.removeprefix("\ufeff")


def toml_of(text: str, *, bits: int = 64) -> dict[str, Any]:
    """Tables of a TOML text.

    Parameters
    ----------
    text : str
    bits : int
        Size of the largest whole number that is taken.

    Raises
    ------
    ValueError
        In words: for what is no TOML, for tables and lists too deep within one another, for a whole number that is
        too large.

    Examples
    --------
    >>> toml_of("a = 0xfffffffffffffffff")
    Traceback (most recent call last):
    ValueError: a whole number has more than 64 bits
    """
    too_long = f"a whole number has more than {bits} bits"
    try:
        raw = tomllib.loads(without_mark(text))
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    except ValueError:  # the interpreter converts no text of thousands of digits
        raise ValueError(too_long) from None
    inside: list[tuple[Any, int]] = [(raw, 0)]
    while inside:
        value, depth = inside.pop()
        if depth > DEEPEST:
            raise ValueError(TOO_DEEP)
        if isinstance(value, int) and not -(1 << bits - 1) <= value < 1 << bits - 1:
            raise ValueError(too_long)
        if isinstance(value, dict | list):
            inside += [(item, depth + 1) for item in (value.values() if isinstance(value, dict) else value)]
    return raw


def parse_toml(text: str, file: str) -> tuple[dict[str, Any], list[Fault]]:
    """Read TOML; a file that is none gives one fault."""
    try:
        return toml_of(text, bits=PRINTABLE_BITS), []
    except ValueError as error:
        return {}, [Fault("E0201", "the file is not TOML", file, str(error), "mend the line named")]


def is_number(value: Any) -> bool:
    """Whether a value is a plain number (bool is none)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def date_fault(text: Any, where: str, today: date) -> Fault | None:
    """Fault of a date that is none or lies in the future."""
    shown = str(text)
    if shown == UNDATED:
        return None
    if period_of(shown) is None:
        return Fault("E0208", f"{shown!r} is no date", where, "dates are ISO 8601, to the precision known",
                     'write "2018-07-03", "2018-07", "2018" or "undated"')
    if shown > today.isoformat()[: len(shown)]:
        return Fault("E0208", f"{shown} lies in the future", where, "nobody can cite what is not yet published",
                     f'write the date of publication, or "{UNDATED}"')
    return None


def link_fault(url: Any, where: str) -> Fault | None:
    """Fault of a link that no browser could follow."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
        host = parts.hostname if parts else None
    except ValueError:
        parts, host = None, None
    is_link = parts is not None and parts.scheme in ("http", "https", "ftp") and host and ("." in host or ":" in host)
    if is_link and not re.search(r"\s", url):
        return None
    return Fault("E0218", f"url = {url!r} is no web address", where, "a reader must be able to follow it",
                 'write url = "https://example.org/page", or leave it out')


def read_sources(table: Mapping[str, Any], file: str, today: date, *, prefix: str = "") -> Reading:
    """Read keyed sources."""
    reading = Reading()
    for key, entry in table.items():
        where = f"{file}: {prefix}{key}"
        if not isinstance(entry, dict):
            reading.faults.append(Fault("E0203", f"{key!r} is no source", where, "a source is a table",
                                        f"write [{prefix}{key}] with publisher, title, date and url"))
            continue
        faults = [Fault("E0202", f"unknown key {name!r}", where, "a source has " + ", ".join(SOURCE_KEYS),
                        suggestion(name, SOURCE_KEYS)) for name in entry if name not in SOURCE_KEYS]
        faults += [Fault("E0203", f"the source has no {name}", where, "a reader must be able to find it",
                         f'write {name} = "..."' + (f' or "{UNDATED}"' if name == "date" else ""))
                   for name in ("publisher", "title", "date") if not entry.get(name)]
        if entry.get("date"):
            wrong = date_fault(entry["date"], where, today)
            faults += [wrong] if wrong else []
        if "url" in entry:
            wrong = link_fault(entry["url"], where)
            faults += [wrong] if wrong else []
        reading.faults += faults
        if not faults:
            reading.sources[key] = Source(key=key, **{name: str(item) for name, item in entry.items()})
    return reading


def walk(table: Mapping[str, Any], file: str) -> Iterator[tuple[str, str, int, Any, str]]:
    """Yield subject, quantity, number and entry of every claim, with its place in the file."""
    own_subject = table.get("subject")
    for key, item in table.items():
        if key == "sources" or (key == "subject" and isinstance(item, str)):
            continue
        if isinstance(own_subject, str):
            quantities = {key: item}
            subject = own_subject
        else:
            quantities = item if isinstance(item, dict) else {"": item}
            subject = key
        for quantity, entries in quantities.items():
            listed = entries if isinstance(entries, list) else [entries]
            for number, entry in enumerate(listed, start=1):
                named = (quantity,) if isinstance(own_subject, str) else (subject, quantity)
                name = ".".join(part for part in named if part)
                yield subject, quantity, number, entry, f"{file}: {name}[{number}]"


def interval_fault(value: Any, where: str) -> Fault | None:
    """Fault of an interval or span whose ends are reversed."""
    if isinstance(value, list):
        numbers = value
    elif isinstance(value, dict):
        middle = next((value[name] for name in ("mode", "likely", "typical") if name in value), None)
        numbers = [value.get("min"), middle, value.get("max")]
    else:
        return None
    numbers = [item for item in numbers if is_number(item)]
    if numbers == sorted(numbers):
        return None
    return Fault("E0205", f"interval {numbers} is reversed", where, "its low end lies above its high end",
                 f"write value = {sorted(numbers)}")


def all_finite(value: Any) -> bool:
    """Whether every number inside a value is one that a model can take."""
    try:
        read = read_text(value) if isinstance(value, str) else None
        return all(map(math.isfinite, [read[0]] if read else numbers_in(value)))
    except OverflowError:  # a whole number beyond every float
        return False


def finite_fault(value: Any, name: str, where: str) -> Fault | None:
    """Fault of a value in which a number is infinite or none."""
    if all_finite(value):
        return None
    shown = str(value) if len(str(value)) < 40 else f"{str(value)[:40]}..."
    return Fault("E0216", f"{name} = {shown} is not finite", where, "nan and inf measure nothing",
                 f"write the number that the source states, or leave {name} out" if name != "value"
                 else "write the number that the source states")


def condition_faults(condition: Mapping[str, Any], where: str) -> list[Fault]:
    """Faults of the numbers of a condition."""
    found = [wrong for name, item in condition.items() if (wrong := finite_fault(item, name, where))]
    rcs = condition.get("rcs_m2")
    if rcs is None or not all_finite(rcs):
        return found
    if is_number(rcs) and rcs <= 0:
        found.append(Fault("E0216", f"rcs_m2 = {rcs} is not positive", where, "a cross-section is an area",
                           "write rcs_m2 = 1.0; -10 dBsm are rcs_m2 = 0.1"))
    elif not is_number(rcs) and not (isinstance(rcs, str) and not re.match(r"\s*[-+.]?\d", rcs)):
        found.append(Fault("E0217", f"rcs_m2 = {rcs!r} is not a number", where,
                           "a range is tied to one cross-section in square metres", "write rcs_m2 = 1.0"))
    return found


def value_faults(entry: Mapping[str, Any], where: str) -> list[Fault]:
    """Faults of value and unit."""
    value, faults = entry["value"], []
    endless = finite_fault(value, "value", where)
    if endless:
        faults.append(endless)
    elif isinstance(value, list) and (len(value) != 2 or not all(is_number(item) for item in value)):
        faults.append(Fault("E0205", f"{value} is no interval", where, "an interval has a low and a high end",
                            "write value = [180, 220]"))
    else:
        wrong = interval_fault(value, where)
        faults += [wrong] if wrong else []
    if (is_number(value) or isinstance(value, list)) and not entry.get("unit"):
        faults.append(Fault("E0204", f"{value} has no unit", where, "a number without its unit is not knowledge",
                            'write unit = "km"'))
    return faults


def field_faults(entry: Mapping[str, Any], where: str) -> list[Fault]:
    """Faults of keys and of fields with fixed words."""
    faults = [Fault("E0202", f"unknown key {name!r}", where, "it would be lost in silence",
                    suggestion(name, CLAIM_KEYS)) for name in entry if name not in CLAIM_KEYS]
    faults += [Fault("E0203", f"the claim has no {name}", where, "every claim says what, by whom and how well",
                     f"write {name} = ...") for name in REQUIRED if name not in entry]
    faults += [Fault("E0211", f"{name} = {entry[name]!r} is not known", where, f"{name} is one of a few words",
                     suggestion(str(entry[name]), words))
               for name, words in CHOICES.items() if name in entry and entry[name] not in words]
    faults += [Fault("E0211", f"{name} = {entry[name]!r} is not text", where, f"{name} is written in quotes",
                     f'write {name} = "{entry[name]}"')
               for name in TEXT_KEYS if name in entry and not isinstance(entry[name], str)]
    if "condition" in entry and not isinstance(entry["condition"], dict):
        faults.append(Fault("E0211", "condition is not a table", where, "conditions are named",
                            "write condition = { rcs_m2 = 1.0 }"))
    elif "condition" in entry:
        faults += condition_faults(entry["condition"], where)
    faults += [Fault("E0211", f"{name} = {entry[name]!r} is no list of ids", where, f"{name} names other claims",
                     f'write {name} = ["TIM-006"]')
               for name in LIST_KEYS if name in entry and not _is_texts(entry[name])]
    if (entry.get("mode") or entry.get("speaks_for")) and not entry.get("speaker"):
        faults.append(Fault("E0210", "a programme statement has no speaker", where,
                            "who said it is half of what it says", 'write speaker = "..." and side = "..."'))
    return faults


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def read_claim(
    subject: str, quantity: str, entry: Any, where: str, file: str, sources: Mapping[str, Source], today: date
) -> tuple[Claim | None, list[Fault]]:
    """Read one claim."""
    if not quantity:
        return None, [Fault("E0203", "the claim has no subject", where, f"{subject!r} could be a quantity of anything",
                            f'write subject = "91N6E" at the top of the file, or [[91N6E.{subject}]]')]
    if not isinstance(entry, dict):
        return None, [Fault("E0203", f"{entry!r} is no claim", where, "a claim is a table",
                            f"write [[{subject}.{quantity or 'quantity'}]] and its fields below")]
    if "id" in entry:
        where = f"{where} ({entry['id']})"
    faults = field_faults(entry, where)
    if "value" in entry:
        faults += value_faults(entry, where)
    if "said" in entry:
        wrong = date_fault(entry["said"], where, today)
        faults += [wrong] if wrong else []
    source = sources.get(str(entry.get("source")))
    if "source" in entry and source is None:
        faults.append(Fault("E0206", f"source {entry['source']!r} is not known", where,
                            "a claim without its source cannot be followed",
                            suggestion(str(entry["source"]), sources) + " or add it under [sources.KEY]"))
    if source is not None and entry.get("kind", "source") == "source" and not _is_linked(source, entry):
        faults.append(Fault("E0207", "the claim is called a source but has no link", where,
                            "a witness has a link and a publisher or speaker",
                            'give its source a url, or write kind = "prior-unlinked"'))
    if faults or source is None:
        return None, faults
    value = tuple(entry["value"]) if isinstance(entry["value"], list) else entry["value"]
    claim = Claim(
        subject=subject, quantity=quantity, file=file, value=value, unit=entry.get("unit"), source=source,
        condition=entry.get("condition", {}), supports=tuple(entry.get("supports", ())),
        contradicts=tuple(entry.get("contradicts", ())),
        **{name: entry[name] for name in TEXT_KEYS if name in entry and name not in ("source", "unit")},
    )
    return claim, []


def _is_linked(source: Source, entry: Mapping[str, Any]) -> bool:
    return bool(source.url) and (source.is_named or bool(entry.get("speaker")))


def half_read(subject: str, quantity: str, entry: Any, file: str) -> list[Claim]:
    """A faulty claim as far as its numbers and unit go, so that these are checked along with the rest; else nothing."""
    if not quantity or not isinstance(entry, dict) or "value" not in entry or not all_finite(entry["value"]):
        return []
    value, unit = entry["value"], entry.get("unit")
    if not isinstance(unit, str) and not (unit is None and isinstance(value, str)):
        return []
    if isinstance(value, list) and not all(is_number(item) for item in value):
        return []
    return [Claim(
        id=str(entry.get("id", "without an id")), subject=subject, quantity=quantity, file=file, unit=unit,
        value=tuple(value) if isinstance(value, list) else value, condition={}, source=Source("", "", "", UNDATED),
        grade="estimate", independence_group="",
    )]


def read_claims(text: str, file: str, known: Mapping[str, Source], today: date) -> Reading:
    """Read one claim file, with the sources that it brings along."""
    table, faults = parse_toml(text, file)
    own = table.get("sources", {})
    reading = read_sources(own if isinstance(own, dict) else {}, file, today, prefix="sources.")
    reading.faults[:0] = faults
    sources = {**known, **reading.sources}
    declared = set(own) - set(reading.sources) if isinstance(own, dict) else set()
    for subject, quantity, _, entry, where in walk(table, file):
        claim, wrong = read_claim(subject, quantity, entry, where, file, sources, today)
        wrong = [item for item in wrong if item.code != "E0206" or not _names_any(item, declared)]
        reading.faults += wrong
        name = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(name, str):
            if name.upper() in (known_id.upper() for known_id in reading.places):
                reading.faults.append(Fault("E0209", f"id {name!r} is used twice", where,
                                            "ids are permanent and unique, whatever their case", "choose a new id"))
            reading.places.setdefault(name, where)
        if claim is None:
            reading.half_read += half_read(subject, quantity, entry, file)
        else:
            reading.claims.append(claim)
    return reading


def _names_any(fault: Fault, keys: set[str]) -> bool:
    # a source that is there but faulty was told once already
    return any(repr(key) in fault.what for key in keys)
