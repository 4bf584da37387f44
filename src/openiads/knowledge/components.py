"""Components of systems and target classes: which quantities a model needs, and what holds when nobody states one."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from openiads.errors import Fault, OpenIADSError, fault
from openiads.knowledge.reader import is_number, suggestion

ENTRY_KEYS = ("unit", "scale", "integer", "claims", "dated", "exclude", "fallback")
FALLBACK_KEYS = ("value", "low", "high", "note", "rcs_m2")
HEAD_KEYS = ("name", "kind", "system", "said_as")
UNITS = ("m", "m/s", "m/s2", "m2", "s", "rad", "Hz", "kg", "1", "count")


@dataclass(frozen=True)
class Fallback:
    """What is assumed where no source states a quantity; SI."""

    value: float
    low: float
    high: float
    note: str
    rcs_m2: tuple[float, float] | None = None


@dataclass(frozen=True)
class Wanted:
    """One quantity of a component, in SI, with the way in which it is drawn."""

    component: str
    quantity: str
    unit: str
    is_log: bool = False
    is_integer: bool = False
    takes_claims: bool = True
    is_dated: bool = False  # told by statements, which count from the day on which they were made
    exclude: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fallback: Fallback | None = None

    @property
    def key(self) -> str:
        """Name under which the quantity is believed, such as "91N6E.detection_range"."""
        return f"{self.component}.{self.quantity}"


@dataclass(frozen=True)
class Component:
    """A radar, mast, missile, launcher, unit, command post or target class."""

    key: str
    name: str
    kind: str
    system: str
    said_as: tuple[str, ...]
    quantities: Mapping[str, Wanted]


def _fallback(entry: Mapping[str, Any], where: str, faults: list[Fault]) -> Fallback | None:
    unknown = [name for name in entry if name not in FALLBACK_KEYS]
    numbers = [float(entry[name]) for name in ("low", "value", "high") if is_number(entry.get(name))]
    if unknown or len(numbers) < 3 or not entry.get("note"):
        faults.append(Fault("E0214", "the fallback is not complete", where, "it has value, low, high and note",
                            suggestion(unknown[0], FALLBACK_KEYS) if unknown else "write all four"))
        return None
    if numbers != sorted(numbers):
        faults.append(Fault("E0205", f"interval {numbers} is reversed", where, "low, value and high must ascend",
                            f"write them as {sorted(numbers)}"))
    rcs = entry.get("rcs_m2")
    return Fallback(float(entry["value"]), float(entry["low"]), float(entry["high"]), entry["note"],
                    (float(rcs[0]), float(rcs[1])) if rcs else None)


def read_component(key: str, text: str, file: str) -> Component:
    """Read one component file; all its faults at once."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise fault("E0201", "the file is not TOML", where=file, why=str(error), fix="mend the line named") from None
    faults: list[Fault] = []
    quantities = {}
    for name, entry in table.items():
        where = f"{file}: {name}"
        if not isinstance(entry, dict):
            if name not in HEAD_KEYS:
                faults.append(Fault("E0202", f"unknown key {name!r}", where, "", suggestion(name, HEAD_KEYS)))
            continue
        faults += [Fault("E0202", f"unknown key {other!r}", where, "", suggestion(other, ENTRY_KEYS))
                   for other in entry if other not in ENTRY_KEYS]
        if entry.get("unit") not in UNITS:
            faults.append(Fault("E0204", f"unit {entry.get('unit')!r} is no SI unit known here", where,
                                "component files are in SI", suggestion(str(entry.get("unit")), UNITS)))
        quantities[name] = Wanted(
            component=key, quantity=name, unit=str(entry.get("unit")), is_log=entry.get("scale") == "log",
            is_integer=bool(entry.get("integer")), takes_claims=entry.get("claims", True),
            is_dated=bool(entry.get("dated")),
            exclude=tuple((item, tuple(words)) for item, words in entry.get("exclude", {}).items()),
            fallback=_fallback(entry["fallback"], where, faults) if "fallback" in entry else None,
        )
    if not table.get("name") or not table.get("kind"):
        faults.append(Fault("E0214", "the component has no name or kind", file, "both are shown", 'write name = "..."'))
    if faults:
        raise OpenIADSError(faults)
    return Component(key, table["name"], table["kind"], table.get("system", ""), tuple(table.get("said_as", ())),
                     quantities)


@cache
def load_components() -> Mapping[str, Component]:
    """Every bundled component and target class by its key."""
    data = files("openiads").joinpath("data")
    found = {}
    for folder in ("systems", "targets"):
        for path in sorted(data.joinpath(folder).iterdir(), key=lambda item: item.name):
            key = path.name.removesuffix(".toml")
            found[key] = read_component(key, path.read_text(encoding="utf-8"), f"{folder}/{path.name}")
    return found


def component(key: str) -> Component:
    """One component by its key."""
    known = load_components()
    if key not in known:
        raise fault("E0212", f"no component or target class is called {key!r}", where=f"component {key!r}",
                    why="each is a file of the library",
                    fix=suggestion(key, known, otherwise="openiads claims list shows every component"))
    return known[key]


def target_classes() -> tuple[str, ...]:
    """Keys of all target classes."""
    return tuple(key for key, item in load_components().items() if item.kind == "target")


@cache
def class_said_as() -> Mapping[str, str]:
    """Words for a target in a claim's condition, and the class that they mean."""
    return {word: key for key, item in load_components().items() for word in item.said_as}
