"""Raid files of tests, entry by entry."""

from typing import Any

import tomli_w


def entry(table: str, **keys: Any) -> str:
    """One entry of a table of a raid file, as text."""
    return f"\n[[{table}]]\n{tomli_w.dumps(keys)}"


BRIDGE = entry("assets", id="bridge", name="another point", position="40.2,32.3")
NORTH_SOUTH = "41.5,32.3", "38.5,32.3"
