"""The page's made-up data, as web/fixture writes them."""

import json
import runpy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from openiads.output.evidence import Basis
from openiads.output.fights import Fights

FIXTURE = Path(__file__).parents[2] / "web" / "fixture" / "synthetic.py"


@cache
def _fixture() -> dict[str, Any]:
    return runpy.run_path(str(FIXTURE))


@cache
def _text() -> str:
    return json.dumps(_fixture()["build"]())


@cache
def made_fights() -> Fights:
    """The fights alone, as records."""
    return _fixture()["fought"]()


def ledger_fights() -> Fights:
    """The fights alone, resting on claims that the ledger holds; the first force began with 80 ready rounds."""
    fights = made_fights()
    arms = [replace(arm, ready_rounds=80, cost=arm.cost._replace(claims=["ORG-026"])) for arm in fights.arms]
    return replace(fights, basis=Basis({"secondary": 1}, {"MIS-001": ("40N6E.max_range",)}), arms=arms)


def made_page() -> dict[str, Any]:
    """The data of a whole page, a fresh copy each time."""
    return json.loads(_text())
