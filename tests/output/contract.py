"""The page's data contract as web/src/types.ts writes it, read with a few patterns: enough for its plain interfaces."""

import re
from pathlib import Path
from typing import Any

TYPES = Path(__file__).parents[2] / "web" / "src" / "types.ts"
OPENING, CLOSING = "{[<(", "}]>)"
LITERALS = {"string": str, "number": (int, float), "boolean": bool, "null": type(None)}


def _members(body: str) -> dict[str, tuple[str, bool]]:
    """Names of an object type with their types and whether they may be absent."""
    found, depth, start = {}, 0, 0
    for place, letter in enumerate(body + ";"):
        depth += (letter in OPENING) - (letter in CLOSING)
        if letter in ";," and depth == 0:
            member = re.match(r"\s*([\w]+)(\?)?:\s*(.+)", body[start:place], re.DOTALL)
            if member:
                found[member[1]] = (member[3].strip(), bool(member[2]))
            start = place + 1
    return found


def interfaces() -> tuple[dict[str, dict[str, tuple[str, bool]]], dict[str, str]]:
    """Interfaces and aliases of the contract."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", TYPES.read_text(encoding="utf-8"), flags=re.DOTALL)
    bodies = re.findall(r"export interface (\w+) \{\n(.*?)\n\}", text, re.DOTALL)
    return {name: _members(body) for name, body in bodies}, dict(re.findall(r"export type (\w+) = ([^;]+);", text))


SHAPES, ALIASES = interfaces()


def _split(text: str, mark: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        depth += (letter in OPENING) - (letter in CLOSING)
        if letter == mark and depth == 0:
            parts.append(text[start:place].strip())
            start = place + 1
    return [*parts, text[start:].strip()]


def faults(value: Any, kind: str, where: str = "page") -> list[str]:
    """What of a value does not fit a type of the contract."""
    kind = kind.strip()
    if kind.startswith("(") and kind.endswith(")"):
        return faults(value, kind[1:-1], where)
    unions = _split(kind, "|")
    if len(unions) > 1:
        each = [faults(value, part, where) for part in unions]
        return [] if [] in each else min(each, key=len)
    both = _split(kind, "&")
    if len(both) > 1:
        return [fault for part in both for fault in faults(value, part, where)]
    if kind.endswith("[]"):
        if not isinstance(value, list):
            return [f"{where} is no list"]
        return [fault for n, item in enumerate(value[:50]) for fault in faults(item, kind[:-2], f"{where}[{n}]")]
    record = re.fullmatch(r"Record<\w+, (.+)>", kind)
    if record:
        if not isinstance(value, dict):
            return [f"{where} is no record"]
        return [fault for key, item in value.items() for fault in faults(item, record[1], f"{where}.{key}")]
    if kind.startswith("["):
        return [] if isinstance(value, list) else [f"{where} is no tuple"]
    if kind.startswith('"'):
        return [] if value == kind.strip('"') else [f"{where} is {value!r}, not {kind}"]
    if kind == "unknown":
        return []
    if kind in LITERALS:
        return [] if isinstance(value, LITERALS[kind]) else [f"{where} is no {kind}: {value!r:.60}"]
    if kind in ALIASES:
        return faults(value, ALIASES[kind], where)
    members = SHAPES[kind] if kind in SHAPES else _members(kind.strip("{} \n"))
    if not isinstance(value, dict):
        return [f"{where} is no {kind}"]
    absent = [f"{where}.{name} is absent" for name, (_, optional) in members.items()
              if name not in value and not optional]
    return absent + [fault for name, (part, _) in members.items() if name in value
                     for fault in faults(value[name], part, f"{where}.{name}")]


def strangers(value: dict[str, Any], shape: str) -> set[str]:
    """Keys of an object that its interface does not know."""
    return set(value) - set(SHAPES[shape])
