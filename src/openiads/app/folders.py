"""The four folders that OpenIADS may write to, each by the platform's convention and each overridable."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_state_path

from openiads.errors import why_not

NAMES = ("config", "data", "cache", "state")


def folder(name: str) -> Path:
    """Return one of the four folders; `OPENIADS_CONFIG_DIR` and its kin override the platform's choice.

    Nothing is created here; who writes, creates.
    """
    if name == "cache":
        from openiads.compiled import cache_root

        return cache_root()
    override = os.environ.get(f"OPENIADS_{name.upper()}_DIR")
    if override:
        return Path(override)
    return {"config": user_config_path, "data": user_data_path, "state": user_state_path}[name]("openiads")


def refusal(place: Path) -> str:
    """Why nothing can be written into a folder; empty where it can. It is tried, and nothing is left behind."""
    made = [parent for parent in (place, *place.parents) if not parent.exists()]
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            return ""
    except OSError as problem:
        return why_not(problem)
    finally:
        for parent in made:
            with suppress(OSError):
                parent.rmdir()


def refusal_of_file(path: Path) -> str:
    """Why a file cannot be written; empty where it can. A file that is there keeps its content."""
    if not path.exists():
        return refusal(path.parent)
    if path.is_dir():
        return "it is a folder"
    return "" if os.access(path, os.W_OK) else "permission denied"
