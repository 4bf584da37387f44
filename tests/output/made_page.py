"""The page's made-up data, as web/fixture writes them."""

import json
import runpy
from functools import cache
from pathlib import Path
from typing import Any

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


def made_page() -> dict[str, Any]:
    """The data of a whole page, a fresh copy each time."""
    return json.loads(_text())
