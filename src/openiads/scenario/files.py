"""Scenario files: found, read, checked with all their faults at once, and written."""

import re
import tomllib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from openiads.errors import Fault, OpenIADSError, fault
from openiads.knowledge.components import load_components, target_classes
from openiads.knowledge.library import load_library
from openiads.knowledge.reader import suggestion, unreadable, without_mark
from openiads.scenario.checks import cross_faults
from openiads.scenario.faults import Places, faults_of
from openiads.scenario.ground import ground_faults
from openiads.scenario.lines import key_lines
from openiads.scenario.model import Scenario


def shipped() -> dict[str, str]:
    """Names of the scenarios inside the package, with their texts."""
    folder = files("openiads").joinpath("data/scenarios")
    return {
        entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda item: item.name)
        if entry.name.endswith(".toml")
    }


def scenario_text(path_or_name: str | Path) -> tuple[str, str]:
    """Name to show and text of a scenario: one of the package by its name, else a file.

    Raises
    ------
    OpenIADSError
        E0101 where neither exists.
    """
    name = str(path_or_name)
    if name in shipped():
        return f"{name}.toml", shipped()[name]
    try:
        return name, Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise fault("E0101", f"no scenario {name!r}", where=name,
                    why=unreadable(problem),
                    fix=f"give a file, or a shipped scenario: {suggestion(name, shipped())}") from None


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
    text = without_mark(text)
    places = Places(name, text, key_lines(text))
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise fault("E0511", f"{name} is not TOML", where=name, why=str(problem), fix="mend the line named") from None
    scenario, faults = None, list[Fault]()
    try:
        scenario = Scenario.model_validate(_as_tuples(raw))
    except ValidationError as error:
        faults += faults_of(error, Scenario, places)
    faults += cross_faults(raw, places, claim_ids=load_library(claim_files).by_id, targets=target_classes(),
                           components=load_components(), today=today or datetime.now(UTC).date())
    base = Path(name).parent
    faults += ground_faults(raw, base, places)
    if scenario is None or faults:
        raise OpenIADSError(sorted(dict.fromkeys(faults), key=_line))
    if isinstance(scenario.terrain, tuple):
        return scenario.model_copy(update={"terrain": tuple(str(base / item) for item in scenario.terrain)})
    return scenario


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
