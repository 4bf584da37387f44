"""From what the model refuses to faults in words: what, which line, why, and how to mend it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from openiads.errors import Fault
from openiads.knowledge.reader import suggestion
from openiads.scenario.lines import Path, line_of, toml_lines

SHOWN_LETTERS = 72

KINDS = {
    "string": ("text", 'in quotes, such as "murted"'),
    "int": ("a whole number", "as a whole number without quotes, such as 8"),
    "float": ("a number", "without quotes, such as 0.5"),
    "tuple": ("a list", 'in brackets, such as ["60 m AGL"]'),
    "date": ("a date", "without quotes, such as 2022-08-16"),
    "model": ("a table", 'with keys of its own, such as { value = 8, claims = ["ORG-006"] }'),
}


class Places:
    """Names the place of a key in a file, with its line as written."""

    def __init__(self, name: str, text: str, lines: dict[Path, int]) -> None:
        self._name, self._text, self._lines = name, toml_lines(text), lines

    def where(self, path: Path) -> str:
        """File, line and the line itself; the file alone where the path is nowhere in it."""
        line = line_of(self._lines, path)
        if line is None:
            return self._name
        shown = " ".join(self._text[line - 1].split())
        return f"{self._name}:{line}  {shown[:SHOWN_LETTERS]}"


def known_keys(model: type[BaseModel], path: Path) -> list[str]:
    """Keys that the table at a path takes; empty where the path leads to no table."""
    current: Any = model
    for step in path:
        if isinstance(step, int):
            continue  # the item type of a list is found with the list itself
        here = _first_model(current)
        field = next((item for name, item in here.model_fields.items() if step in (name, item.alias)), None) \
            if here else None
        if field is None:
            return []
        current = field.annotation
    here = _first_model(current)
    return [item.alias or name for name, item in here.model_fields.items()] if here else []


def tables_of(model: type[BaseModel], raw: Any, path: Path = ()) -> Iterator[tuple[Path, type[BaseModel], Any]]:
    """Every table of a raw file that stands where the model has one, with its path and its own model."""
    if isinstance(raw, list):
        for index, item in enumerate(raw):
            yield from tables_of(model, item, (*path, index))
    elif isinstance(raw, Mapping):
        yield path, model, raw
        for name, field in model.model_fields.items():
            key, inner = field.alias or name, _first_model(field.annotation)
            if inner is not None and key in raw:
                yield from tables_of(inner, raw[key], (*path, key))


def _first_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in get_args(annotation):
        found = _first_model(inner)
        if found is not None:
            return found
    return None


def faults_of(error: ValidationError, model: type[BaseModel], places: Places) -> Iterator[Fault]:
    """Every refusal of the model as a fault; branches of one union are told once."""
    told: set[tuple[Path, str]] = set()
    for item in error.errors():
        path = tuple(step for step in item["loc"] if not (isinstance(step, str) and "[" in step))
        for fault in _faults(item, path, model, places):
            if (path, fault.code) not in told or item["type"] == "faults":
                told.add((path, fault.code))
                yield fault


def _faults(item: Any, path: Path, model: type[BaseModel], places: Places) -> Iterator[Fault]:
    kind, where, context = item["type"], places.where(path), item.get("ctx", {})
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "the file")
    if kind == "faults":
        for fault in context["faults"]:
            yield replace(fault, where=where)
    elif kind == "extra_forbidden":
        keys = known_keys(model, path[:-1])
        yield Fault("E0501", f"unknown key {key!r}", where, "nothing would read it", suggestion(key, keys))
    elif kind == "missing":
        yield Fault("E0502", f"key {key!r} is missing", places.where(path[:-1]),
                    "every choice that shapes a result stands in the file",
                    f"add {key}; openiads scenario new shows a complete file")
    elif kind == "literal_error":
        words = context["expected"].replace("'", '"')
        yield Fault("E0503", f"{item['input']!r} is not known for {key}", where, f"{key} is one of {words}",
                    suggestion(str(item["input"]), [word.strip(" \"'") for word in
                                                    context["expected"].replace(" or ", ",").split(",")]))
    elif kind == "string_pattern_mismatch":
        yield Fault("E0503", f"{item['input']!r} is not a plain name", where,
                    "names of scenarios, sites and meanings become file names and keys",
                    "use lower-case letters, digits and hyphens")
    elif kind.startswith(("greater_than", "less_than")) or kind in ("too_short", "finite_number"):
        yield Fault("E0314", f"{key} = {item['input']!r} is out of its range", where,
                    item["msg"].replace("Input should be", "it should be"), f"choose another {key}")
    else:
        expected, example = KINDS.get(kind.split("_")[0], ("another kind of value", "as docs/reference shows"))
        yield Fault("E0503", f"{key} = {item['input']!r} is not {expected}", where, f"{key} is {expected}",
                    f"write it {example}")
