"""The ledger as the page's drawer shows it: claims, and quantities with their witnesses."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from openiads.knowledge.evidence import Claim
from openiads.knowledge.library import Library
from openiads.knowledge.resolve import Beliefs
from openiads.output.words import plain

MONEY = ("USD", "INR")
LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
SPEAK_ALONE = ("year", "date")
EXPONENT = re.compile(r"\d+(?:\.\d+)?e\d+")
KEY_UNITS = {"km": "km", "m": "m", "ft": "ft", "mps": "m/s", "kmh": "km/h", "mph": "mph", "kt": "kt", "h": "h"}


def _money(value: float) -> str:
    size, word = next(((size, word) for size, word in LARGE if abs(value) >= size), (1.0, ""))
    return f"{plain(value / size)} {word}".strip()


def _worded(value: Any, unit: str | None) -> str:
    """A value that has no parts, without its unit."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return EXPONENT.sub(lambda found: _money(float(found.group())), value)
    if unit == "year":
        return str(value)
    return _money(value) if unit in MONEY else plain(value)


def _part(key: str, value: Any) -> tuple[str, bool]:
    """One entry of a table value, and whether its key names its own unit."""
    name, _, ending = key.rpartition("_")
    own = KEY_UNITS.get(ending if name else "")
    words = f"({stated(value, own)})" if isinstance(value, Mapping) else stated(value, own)
    told = f"{(name if own else key).replace('_', ' ')} {words}"
    return told, bool(own) or isinstance(value, Mapping) or "mach" in key


def stated(value: Any, unit: str | None) -> str:
    """A claim's value with its unit as a reader says it; years and dates speak for themselves.

    Examples
    --------
    >>> stated(2020, "year"), stated((3e9, 3.4e9), "USD"), stated("more than 3e9", "USD")
    ('2020', '3 billion to 3.4 billion USD', 'more than 3 billion USD')
    >>> stated({"min_m": 10, "max_m": 27000}, "m"), stated({"start": "2019-07-12", "end": "2019-07-25"}, "date")
    ('min 10 m, max 27,000 m', '2019-07-12 to 2019-07-25')
    >>> stated({"mean": 1000, "mach_max": 8.0}, "m/s"), stated({"min": 0.05, "max": 0.3}, "m2")
    ('mean 1,000 m/s, mach max 8', 'min 0.05, max 0.3 m²')
    """
    shown = "" if unit in SPEAK_ALONE else (unit or "").replace("m2", "m²")
    if isinstance(value, Mapping):
        if set(value) == {"start", "end"}:
            return stated((value["start"], value["end"]), unit)
        parts = [_part(key, item) for key, item in value.items()]
        if not any(alone for _, alone in parts):
            return f"{', '.join(words for words, _ in parts)} {shown}".strip()
        return ", ".join(words if alone else f"{words} {shown}".strip() for words, alone in parts)
    items = value if isinstance(value, tuple | list) else (value,)
    between = " to " if len(items) == 2 else ", "
    return f"{between.join(_worded(item, unit) for item in items)} {shown}".strip()


def value_text(claim: Claim) -> str:
    """A claim's value with its bound and its unit, as one line.

    Examples
    --------
    >>> from openiads.knowledge.library import load_library
    >>> [value_text(load_library().claim(name)) for name in ("TIM-010", "ALT-046", "STO-007")]
    ['2020', '3 billion USD', 'more than 90 mi']
    """
    return f"{claim.condition.get('bound', '')} {stated(claim.value, claim.unit)}".strip()


def _condition_text(claim: Claim) -> str:
    return "; ".join(f"{key}: {value}" for key, value in claim.condition.items() if key != "bound")


def claim_entry(claim: Claim, library: Library, believed: bool, conflicts: Iterable[str],
                used_in: Iterable[str]) -> dict[str, Any]:
    """One claim as the drawer shows it."""
    status = {"witness": "witness", "game": "game", "defect": "prior", "prior": "prior"}[claim.status]
    note = f"{claim.note} Known error: {claim.defect}" if claim.defect else claim.note
    return {
        "subject": claim.subject, "quantity": claim.quantity.replace("_", " "), "value_text": value_text(claim),
        "condition": _condition_text(claim), "speaker": claim.speaker or "", "publisher": claim.source.publisher,
        "title": claim.source.title, "date": claim.said or claim.source.date, "url": claim.source.url or "",
        "grade": claim.grade if claim.is_linked else "unsourced", "independence_group": library.origin(claim),
        "status": status, "believed": believed, "conflicts": sorted(conflicts), "used_in": sorted(used_in),
        "note": note,
    }


def drawer(library: Library, beliefs: Beliefs, moved: Mapping[str, Iterable[str]],
           cited: Iterable[str]) -> dict[str, Any]:
    """Claims that the study could believe or cites and those of statements, and the quantities that they feed.

    Parameters
    ----------
    library : Library
    beliefs : Beliefs
    moved : mapping of str to iterable of str
        Quantities that each claim moves, of those that some result is worked out from.
    cited : iterable of str
        Ids that the page names besides those.
    """
    used = {claim_id: set(keys) for claim_id, keys in moved.items()}
    quantities = []
    for key, pool in beliefs.pools.items():
        members = [claim_id for group in pool for claim_id in group.ids]
        for claim_id in members:
            used.setdefault(claim_id, set())  # one that another speaks for is shown, and moves nothing
        if members:
            quantities.append({"key": key, "label": key.replace("_", " "), "claims": members,
                               "nominal_claim": pool[0].claim_id})
    statements = library.statements()
    wanted = {*used, *(claim.id for claim in statements), *cited}
    rivals: dict[str, set[str]] = {}
    for group in library.conflicts().values():
        ids = {claim.id for claim in group}
        for claim_id in ids:
            rivals[claim_id] = ids - {claim_id}
    nominal = {belief.claim_id for belief in beliefs.nominal.values()}
    claims = {
        claim_id: claim_entry(library.claim(claim_id), library, claim_id in nominal, rivals.get(claim_id, ()),
                              used.get(claim_id, ()))
        for claim_id in sorted(wanted | {rival for claim_id in wanted for rival in rivals.get(claim_id, ())})
    }
    return {"claims": claims, "quantities": quantities}
