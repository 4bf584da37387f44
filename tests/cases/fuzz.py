"""Scenario, raid and textbook files that nobody would write: grown from their grammar, or shipped ones mutated."""

import random
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any, NamedTuple

import tomli_w

from openiads.scenario.files import shipped
from openiads.scenario.model import Scenario
from openiads.scenario.raid import Raid
from openiads.scenario.textbook import Textbook

MODELS = {"scenario": Scenario, "raid": Raid, "textbook": Textbook}
NUMBERS = ("0", "-0", "1", "-1", "0.5", "40", "360", "1000", "1 000", "1e3", "1e308", "1e999", "-1e999", ".5", "5.",
    "nan", "inf", "1_0", "\u0664\u0662", "9" * 400, "1e-400", "--1", "0x10", "")
UNITS = ("", " m", " km", "ft", " nm", " s", " min", " h", " ms", " deg", " rad", " m/s", " kt", " km/h", " m2",
    " m\u00b2", " parsec", " m AGL", " m AMSL", " ft MSL", "km agl", " FL")
WORDS = ("", " ", "murted", "bundled", "none", "p453", "4/3", "1/0", "0/0", "FL100", "FL9999", "FL-10", "40.08,32.57",
    "91,0", "nan,nan", "1e400,0", "40.0812345,32.5", "0,0,0", ",", "f-16", "92N6E", "ballistic", "airliner", "TUR-033",
    "ORG-006", "small.tif", "missing.tif", "/dev/null", ".", "..", "/", "../../etc/passwd", "a\0b", "x" * 5000,
    "\ufeff", "\u202e", "\n", "\u2028", "\U0001f680", "%s%n", "{0}", "${HOME}", "'", '"', "\\", "[", "]]", "#", "a.b",
    "even", "poisson", "battery")
KEYS = ("id", "x", "", "a b", "a.b", "\u00e9", "position", "claims", "value", "schema", "target", "__class__",
    "model_fields", "copy")
SCALARS: tuple[Any, ...] = (True, False, 0, 1, -1, 7, 1000, 1001, 2**31, 2**63 - 1, 2**63, -(2**63), 10**30, 0.0, -0.0,
    0.5, 1.0, 1e-320, 1e308, float("inf"), float("-inf"), float("nan"), date(2022, 8, 16), date(1, 1, 1), date(9999,
    12, 31), datetime(2022, 8, 16, 1, 2, 3), datetime(9999, 12, 31, tzinfo=UTC), time(1, 2, 3))
TOKENS = (*(item.encode() for item in ("=", "[", "]", "[[", "]]", "{", "}", ",", '"', "'", '"""', "'''", "\\",
    "\\u0000", "\\UFFFFFFFF", "#", "\n", "\r\n", "\r", "\0", ".", "e", "inf", "nan", "-", "+", "0x", "_", "true",
    "[groups]", "[[groups]]", "[[sites]]", "[arms.A]", "a.a.a = 1\n", "\t", " ", "\ufeff", "\u2028", "1e999",
    "9" * 5000, "0x" + "f" * 9000, "[" + " " * 4000, " " * 4000, "a" * 9000, "[" * 2000, "{a=" * 1500,
    "a." * 3000 + "b = 1\n", "1979-05-27T07:32:00Z", "FL", " AGL", )), b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x80")


class Input(NamedTuple):
    """One file of the fuzzer: what it is meant to be, and its bytes."""

    kind: str
    content: bytes


@cache
def _schema(kind: str) -> dict[str, Any]:
    return MODELS[kind].model_json_schema(by_alias=True)


def made(seed: int, number: int) -> Input:
    """The input of a number; half of them come from the grammar, half are shipped files with their bytes mutated."""
    chance = random.Random(f"{seed}/{number}")
    kind = chance.choices(tuple(MODELS), (4, 5, 1))[0]
    make = (_grown, _changed, _mutated, _mutated)[number % 4]
    return Input(kind, make(chance, kind))


def _quantity(chance: random.Random) -> str:
    return chance.choice(NUMBERS) + chance.choice(UNITS)


def _anything(chance: random.Random, depth: int = 0) -> Any:
    """Any value that TOML can hold, more often odd than not."""
    pick = chance.random()
    if pick < 0.35:
        return _quantity(chance)
    if pick < 0.6:
        return chance.choice(WORDS)
    if pick < 0.85 or depth > 3:
        return chance.choice(SCALARS)
    if pick < 0.93:
        return [_anything(chance, depth + 1) for _ in range(chance.choice((0, 1, 2, 5)))]
    return {chance.choice(KEYS): _anything(chance, depth + 1) for _ in range(chance.choice((0, 1, 2, 5)))}


def _grown(chance: random.Random, kind: str) -> bytes:
    """A file that follows the schema, but for a few odd values, missing keys and unknown ones."""
    schema = _schema(kind)
    oddness = chance.choice((0.0, 0.01, 0.05, 0.3))
    return _written(_of(chance, schema, schema, oddness))


def _of(chance: random.Random, part: dict[str, Any], whole: dict[str, Any], oddness: float) -> Any:
    if chance.random() < oddness:
        return _anything(chance)
    while "$ref" in part:
        part = whole["$defs"][part["$ref"].rpartition("/")[2]]
    for choice in ("anyOf", "oneOf"):
        if choice in part:
            some = [item for item in part[choice] if item.get("type") != "null"]
            return _of(chance, chance.choice(some), whole, oddness)
    if "const" in part or "enum" in part:
        return part["const"] if "const" in part else chance.choice(part["enum"])
    kind = part.get("type")
    if kind == "object":
        return _table(chance, part, whole, oddness)
    if kind == "array":
        few = range(part.get("minItems", 0), part.get("minItems", 0) + 3)
        return [_of(chance, part.get("items", {"type": "string"}), whole, oddness) for _ in range(chance.choice(few))]
    if kind in ("integer", "number"):
        edges = [part.get(name) for name in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "default")]
        number = chance.choice([*(item for item in edges if isinstance(item, int | float)), 1, 2, 5])
        return int(number) if kind == "integer" else float(number)
    if kind == "boolean":
        return chance.random() < 0.5
    if part.get("format") == "date":
        return date(2022, 8, 16)
    return chance.choice([*part.get("examples", ()), "a", "b", "murted", "f-16", "92N6E", "TUR-033"])


def _table(chance: random.Random, part: dict[str, Any], whole: dict[str, Any], oddness: float) -> dict[str, Any]:
    needed = part.get("required", ())
    found = {key: _of(chance, inner, whole, oddness) for key, inner in part.get("properties", {}).items()
             if chance.random() > oddness and (key in needed or chance.random() < 0.5)}
    if chance.random() < oddness or "properties" not in part:
        found[chance.choice(KEYS)] = _anything(chance)
    return found


def _changed(chance: random.Random, kind: str) -> bytes:
    """A shipped file with a few of its values or keys changed, dropped, doubled or put in each other's places."""
    raw = tomllib.loads(chance.choice(list(shipped(kind).values())))
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        places = list(_places(raw))
        holder, key = chance.choice(places)
        other, name = chance.choice(places)
        what = chance.random()
        if what < 0.3:
            holder[key] = _alike(chance, holder[key])
        elif what < 0.5:
            holder[key] = _anything(chance)
        elif what < 0.65:
            holder[key] = other[name] if other[name] is not raw and not _holds(other[name], holder) else 0
        elif what < 0.8:
            del holder[key]
        elif what < 0.9 and isinstance(holder, dict):
            holder[chance.choice(KEYS)] = holder[key]
        elif isinstance(holder, list):
            holder.extend([holder[key]] * chance.choice((1, 2, 50)))
    return _written(raw)


def _alike(chance: random.Random, value: Any) -> Any:
    """Another value of the same kind: the same unit with another number, another whole number, the other word."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        number, space, unit = value.partition(" ")
        return f"{chance.choice(NUMBERS)} {unit}" if space and number[:1].isdigit() else chance.choice(WORDS)
    if isinstance(value, int | float):
        return chance.choice([item for item in SCALARS if isinstance(item, type(value))])
    return value[::-1] if isinstance(value, list) else value


def _places(raw: Any) -> Iterator[tuple[Any, Any]]:
    for key, item in list(raw.items() if isinstance(raw, dict) else enumerate(raw)):
        yield raw, key
        if isinstance(item, dict | list):
            yield from _places(item)


def _holds(value: Any, wanted: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return value is wanted or any(_holds(item, wanted) for item in inner)


def _written(raw: Any) -> bytes:
    return tomli_w.dumps(raw if isinstance(raw, dict) else {"a": raw}).encode("utf-8", "surrogatepass")


def _mutated(chance: random.Random, kind: str) -> bytes:
    """A shipped file with some of its bytes flipped, dropped, doubled, moved, or with odd ones put in."""
    content = bytearray(chance.choice(list(shipped(kind).values())).encode())
    for _ in range(chance.choice((1, 1, 2, 4, 16, 64))):
        chance.choice(MUTATIONS)(chance, content)
    return bytes(content)


def _span(chance: random.Random, content: bytearray) -> tuple[int, int]:
    first = chance.randrange(len(content) + 1)
    return first, min(len(content), first + chance.choice((1, 1, 2, 8, 80, 1000)))


def _flip(chance: random.Random, content: bytearray) -> None:
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _drop(chance: random.Random, content: bytearray) -> None:
    first, last = _span(chance, content)
    del content[first:last]


def _double(chance: random.Random, content: bytearray) -> None:
    first, last = _span(chance, content)
    content[last:last] = content[first:last]


def _move(chance: random.Random, content: bytearray) -> None:
    first, last = _span(chance, content)
    piece = content[first:last]
    del content[first:last]
    at = chance.randrange(len(content) + 1)
    content[at:at] = piece


def _put_in(chance: random.Random, content: bytearray) -> None:
    at = chance.randrange(len(content) + 1)
    content[at:at] = chance.choice(TOKENS)


def _cut_off(chance: random.Random, content: bytearray) -> None:
    del content[chance.randrange(len(content) + 1):]


def _value(chance: random.Random, content: bytearray) -> None:
    """Put another text between two quotes of the file, so that it stays TOML."""
    quotes = [at for at, byte in enumerate(content) if byte == ord('"')]
    if len(quotes) > 1:
        at = chance.randrange(len(quotes) - 1)
        content[quotes[at] + 1: quotes[at + 1]] = _quantity(chance).encode()


def _assign(chance: random.Random, content: bytearray) -> None:
    """Put something else behind an equals sign."""
    signs = [at for at, byte in enumerate(content) if byte == ord("=")]
    if signs:
        at = chance.choice(signs) + 1
        end = content.find(b"\n", at)
        content[at: end if end > 0 else len(content)] = chance.choice(TOKENS)


MUTATIONS: tuple[Callable[[random.Random, bytearray], None], ...] = (
    _flip, _flip, _drop, _double, _move, _put_in, _cut_off, _value, _value, _assign)
