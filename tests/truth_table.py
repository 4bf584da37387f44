"""Reader of the published tables under `truth/`."""

import csv
from collections import namedtuple
from pathlib import Path
from typing import Any

TRUTH = Path(__file__).parent / "truth"


def _value(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def truth(name: str) -> list[Any]:
    """Rows of a table as named tuples; lines that begin with # tell source and page, the next names the columns."""
    lines = [line for line in (TRUTH / name).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    header, *rows = csv.reader(lines)
    row_type = namedtuple("Row", [column.strip() for column in header])
    return [row_type(*(_value(text.strip()) for text in row)) for row in rows]
