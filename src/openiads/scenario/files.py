"""Scenario files: found, read, checked with all their faults at once, and written."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from openiads.errors import Fault, OpenIADSError, fault
from openiads.knowledge.components import load_components, target_classes
from openiads.knowledge.library import load_library
from openiads.knowledge.reader import suggestion, toml_of, unreadable, without_mark
from openiads.scenario.checks import cross_faults, raid_faults, story_faults
from openiads.scenario.faults import Places, faults_of
from openiads.scenario.ground import ground_faults
from openiads.scenario.lines import key_lines
from openiads.scenario.model import Scenario
from openiads.scenario.raid import Raid
from openiads.scenario.story import Story
from openiads.scenario.textbook import Textbook

FOLDERS = {"scenario": "scenarios", "raid": "raids", "textbook": "textbook", "story": "stories"}
Filed = TypeVar("Filed", Scenario, Raid, Textbook, Story)


def shipped(kind: str = "scenario") -> dict[str, str]:
    """Names of the scenarios, raids, textbook batteries or stories inside the package, with their texts."""
    folder = files("openiads").joinpath(f"data/{FOLDERS[kind]}")
    return {
        entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda item: item.name)
        if entry.name.endswith(".toml")
    }


def scenario_text(path_or_name: str | Path, kind: str = "scenario") -> tuple[str, str]:
    """Name to show and text of a scenario, raid, battery or story: one of the package by its name, else a file.

    Raises
    ------
    OpenIADSError
        E0101 where neither exists.
    """
    name = str(path_or_name)
    known = shipped(kind)
    if name in known:
        return f"{name}.toml", known[name]
    try:
        return name, Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise fault("E0101", f"no {kind} {name!r}", where=name,
                    why=unreadable(problem),
                    fix=f"give a file, or a shipped {kind}: {suggestion(name, known)}") from None


def load_scenario(path_or_name: str | Path) -> Scenario:
    """Read a scenario by its file or by the name of a shipped one.

    Parameters
    ----------
    path_or_name : str or Path
        ``"second-batch"``, or the path of a TOML file.

    Returns
    -------
    Scenario
        Frozen; elevation files are resolved beside the scenario's own file.

    Raises
    ------
    OpenIADSError
        With every fault of the file, each with its line.

    Examples
    --------
    >>> load_scenario("second-batch").site("murted").position
    Position(lat_deg=40.08, lon_deg=32.57)
    """
    name, text = scenario_text(path_or_name)
    return read_scenario(text, name)


def read_scenario(text: str, name: str, *, today: date | None = None, claim_files: Sequence[str] = ()) -> Scenario:
    """Read a scenario from its text; `name` is what faults call it."""
    raw, places, scenario, faults = validated(text, name, Scenario)
    faults += cross_faults(raw, places, claim_ids=load_library(claim_files).by_id, targets=target_classes(),
                           components=load_components(), today=today or datetime.now(UTC).date())
    base = Path(name).parent
    faults += ground_faults(raw, base, places)
    if scenario is None or faults:
        raise OpenIADSError(by_line(faults))
    if isinstance(scenario.terrain, tuple):
        return scenario.model_copy(update={"terrain": tuple(str(base / item) for item in scenario.terrain)})
    return scenario


def read_raid(text: str, name: str) -> Raid:
    """Read a raid from its text; `name` is what faults call it."""
    raw, places, raid, faults = validated(text, name, Raid)
    faults += raid_faults(raw, places, target_classes(),
                          [key for key, item in load_components().items() if item.kind == "radar"])
    if raid is None or faults:
        raise OpenIADSError(by_line(faults))
    base = Path(name).parent
    recorded = tuple(item.model_copy(update={"file": str(base / item.file)}) for item in raid.recorded)
    return raid.model_copy(update={"recorded": recorded})


def load_raid(path_or_name: str | Path) -> Raid:
    """Read a raid by its file or by the name of a shipped one, with every fault of the file at once.

    Examples
    --------
    >>> load_raid("mixed-reference").size
    50
    """
    name, text = scenario_text(path_or_name, "raid")
    return read_raid(text, name)


def read_textbook(text: str, name: str) -> Textbook:
    """Read a textbook battery from its text; `name` is what faults call it."""
    _, _, battery, faults = validated(text, name, Textbook)
    if battery is None or faults:
        raise OpenIADSError(by_line(faults))
    return battery


def load_textbook(path_or_name: str | Path) -> Textbook:
    """Read a textbook battery by its file or by the name of a shipped one, with every fault of the file at once.

    Examples
    --------
    >>> load_textbook("erlang-loss").battery.channels
    2
    """
    name, text = scenario_text(path_or_name, "textbook")
    return read_textbook(text, name)


def read_story(text: str, name: str, *, claim_ids: Iterable[str] | None = None) -> Story:
    """Read a story from its text; `name` is what faults call it, `claim_ids` are those of the ledger unless told."""
    raw, places, story, faults = validated(text, name, Story)
    faults += story_faults(
        raw, places, claim_ids=load_library().by_id if claim_ids is None else claim_ids, targets=target_classes(),
        components=load_components(), scenarios=shipped(), today=datetime.now(UTC).date())
    if story is None or faults:
        raise OpenIADSError(by_line(faults))
    return story


def load_story(path_or_name: str | Path) -> Story:
    """Read a story by its file or by the id of a shipped one, with every fault of the file at once.

    Examples
    --------
    >>> load_story("hill").number
    5
    """
    name, text = scenario_text(path_or_name, "story")
    return read_story(text, name)


def shipped_stories() -> tuple[Story, ...]:
    """The stories inside the package, in the order of the gallery."""
    return tuple(sorted(map(load_story, shipped("story")), key=lambda story: story.number))


def validated(text: str, name: str, model: type[Filed]) -> tuple[dict[str, Any], Places, Filed | None, list[Fault]]:
    """Raw tables of a file, its lines, its record where the model takes it, and what the model refuses."""
    text = without_mark(text)
    places = Places(name, text, key_lines(text))
    try:
        raw = toml_of(text)
    except ValueError as problem:
        raise fault("E0511", f"{name} is not TOML", where=name, why=str(problem), fix="mend the line named") from None
    try:
        return raw, places, model.model_validate(_as_tuples(raw)), []
    except ValidationError as error:
        return raw, places, None, list(faults_of(error, model, places))


def by_line(faults: list[Fault]) -> list[Fault]:
    """Faults in the order of the file's lines, each once."""
    return sorted(dict.fromkeys(faults), key=_line)


def _line(fault: Fault) -> int:
    found = re.search(r":(\d+)  ", fault.where)
    return int(found.group(1)) if found else 0


def _as_tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_tuples(item) for key, item in value.items()}
    return tuple(_as_tuples(item) for item in value) if isinstance(value, list) else value


def renamed(text: str, name: str) -> str:
    """The text of a scenario under another name, comments kept.

    Examples
    --------
    >>> renamed('name = "second-batch"', "My study")
    'name = "my-study"'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "my-study"
    return re.sub(r'(?m)^name = "[^"]*"', f'name = "{slug}"', text, count=1)
