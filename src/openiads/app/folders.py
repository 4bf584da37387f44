"""The four folders that OpenIADS may write to, each by the platform's convention and each overridable."""

import os
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_state_path

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
