"""What campaign.toml of a run folder tells: what is fought there, how far it is, and the hash of its results."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal

import tomli_w

from openiads.campaign.disk import replace_file
from openiads.campaign.stopping import StopRule
from openiads.errors import fault
from openiads.knowledge.reader import toml_of

STATE_NAME = "campaign.toml"
SCHEMA = "openiads/campaign/1"
Stage = Literal["fighting", "partial", "finished"]


@dataclass(frozen=True)
class State:
    """Contents of campaign.toml; `files` are the SHA-256 of the canonical files by their paths in the folder."""

    fingerprints: Mapping[str, str]  # by arm
    stage: Stage = "fighting"
    runs: int = 0
    draws: int = 0
    reason: str = ""
    rule: Mapping[str, float] = field(default_factory=dict)
    results_sha256: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


def ended(state: State, stage: Stage, rule: StopRule, *, runs: int, draws: int, reason: str) -> State:
    """The state of a campaign that has ended, before its files are hashed."""
    return replace(state, stage=stage, runs=runs, draws=draws, reason=reason, rule=asdict(rule))


def write_state(folder: Path, state: State) -> None:
    """Put campaign.toml in its place in one step."""
    replace_file(folder / STATE_NAME, tomli_w.dumps({"schema": SCHEMA, **asdict(state)}).encode())


def read_state(folder: Path) -> State | None:
    """Read campaign.toml of a folder; None where there is none."""
    path = folder / STATE_NAME
    if not path.exists():
        return None
    try:
        found = toml_of(path.read_text(encoding="utf-8"))
        if found.pop("schema") != SCHEMA:
            raise ValueError("another schema")
        state = State(**found)
        if any(not isinstance(getattr(state, name), type(value)) for name, value in vars(State({})).items()):
            raise ValueError("a value of another kind")
        return state
    except (ValueError, TypeError, KeyError, OSError):
        raise fault("E0602", f"{path} cannot be read as that of a campaign", where=str(path),
                    why="it was changed by hand, or written by another version",
                    fix="choose another folder with --out") from None
