"""A ledger in which one claim says something else."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from openiads.knowledge.library import Library

OTHER_BAND = {"X": "L"}
OTHER_WAY = {"under way": "postponed", "postponed": "under way"}
TOLD_BESIDE = ("mach_max",)  # a value that stands among the conditions


def turned(value: Any, turn: float) -> Any:
    """The value moved: counts by one at least, intervals at both ends, numbers inside words, a radar's band."""
    if isinstance(value, str):
        return OTHER_BAND.get(value) or re.sub(r"\d+(\.\d+)?", lambda found: f"{float(found[0]) * turn:g}", value)
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        away = round(value * turn)
        return away if away != value else value + (1 if turn > 1 else -1)
    if isinstance(value, float):
        return value * turn
    if isinstance(value, Mapping):
        return {key: item if isinstance(item, str) else turned(item, turn) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return tuple(turned(item, turn) for item in value)
    return value


def turned_in(library: Library, claim_id: str, turn: float) -> Library:
    """The library with one claim turned."""
    claim = library.claim(claim_id)
    condition = {name: turned(item, turn) if name in TOLD_BESIDE else item for name, item in claim.condition.items()}
    arrival = OTHER_WAY.get(claim.arrival or "", claim.arrival)
    other = replace(claim, value=turned(claim.value, turn), condition=condition, arrival=arrival)
    return Library(library.sources, {**library.by_id, claim_id: other}, library.aliases)
