"""Adjudication tables for wargames: leakers by a roll of dice, for each raid size and state of the force."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import numpy as np

STYLE = """body{font:11pt/1.4 sans-serif;margin:12mm;color:#111}h1{font-size:14pt;margin:0 0 2mm}
table{border-collapse:collapse;margin:4mm 0}th,td{border:1px solid #444;padding:1mm 3mm;text-align:center}
th:first-child{text-align:left}p{max-width:150mm;margin:1mm 0}@media print{body{margin:8mm}}"""


class Cell(NamedTuple):
    """One entry of the table: a raid size against a state of the force."""

    raiders: int
    state: str
    mean: float
    low: float  # of the mean
    high: float
    faces: tuple[int, ...]  # leakers by face of the die, the lowest face first
    rounds_left: float  # mean share of the ready rounds that is left


def leakers_by_face(leakers: np.ndarray, faces: int) -> tuple[int, ...]:
    """Leakers for each face of a die: the middle of each of so many equal shares of the runs, in order.

    Parameters
    ----------
    leakers : (n,) array of int
        Of each run.
    faces : int
        Of the die.

    Examples
    --------
    >>> leakers_by_face(np.array([0, 0, 0, 1, 1, 2, 2, 3, 4, 9]), 5)
    (0, 0, 1, 2, 4)
    """
    shares = (np.arange(faces) + 0.5) / faces
    return tuple(int(value) for value in np.quantile(leakers, shares, method="inverted_cdf"))


def rolls(faces: Sequence[int]) -> list[tuple[str, int]]:
    """Ranges of a roll and the leakers that they mean.

    Examples
    --------
    >>> rolls((0, 0, 0, 1, 1, 4))
    [('1-3', 0), ('4-5', 1), ('6', 4)]
    """
    found: list[tuple[str, int]] = []
    first = 0
    for face in range(1, len(faces) + 1):
        if face == len(faces) or faces[face] != faces[first]:
            found.append((f"{first + 1}-{face}" if face > first + 1 else f"{face}", faces[first]))
            first = face
    return found


def told(cell: Cell) -> str:
    """One entry as a game master reads it."""
    return "; ".join(f"{roll}: {leakers or 'none'}" for roll, leakers in rolls(cell.faces))


def card_text(title: str, die: str, cells: Sequence[Cell]) -> str:
    """The table as plain text."""
    lines = [title, ""]
    for cell in cells:
        lines.append(f"{cell.raiders:>4} raiders, {cell.state:<6} roll {die}  {told(cell)}")
        lines.append(f"{'':>26}  mean {cell.mean:.1f} ({cell.low:.1f} to {cell.high:.1f}); "
                     f"{100 * cell.rounds_left:.0f} % of the rounds are left")
    return "\n".join(lines)


def card_csv(die: str, cells: Sequence[Cell]) -> str:
    """The table as CSV: one row for each face."""
    rows = ["raiders,state,die,face,leakers,mean_leakers,low,high,rounds_left_share"]
    rows += [f"{cell.raiders},{cell.state},{die},{face},{leakers},{cell.mean:.6g},{cell.low:.6g},{cell.high:.6g},"
             f"{cell.rounds_left:.6g}" for cell in cells for face, leakers in enumerate(cell.faces, start=1)]
    return "\n".join(rows) + "\n"


def card_html(title: str, die: str, cells: Sequence[Cell], notes: Sequence[str]) -> str:
    """The table as a page to be printed."""
    states = list(dict.fromkeys(cell.state for cell in cells))
    sizes = list(dict.fromkeys(cell.raiders for cell in cells))
    by = {(cell.raiders, cell.state): cell for cell in cells}
    head = "".join(f"<th scope=col>{escape(state)}</th>" for state in states)
    body = "".join(
        f"<tr><th scope=row>{size} raiders</th>"
        + "".join(f"<td>{escape(told(by[size, state]))}<br><small>mean {by[size, state].mean:.1f} "
                  f"({by[size, state].low:.1f} to {by[size, state].high:.1f})</small></td>"
                  for state in states) + "</tr>" for size in sizes)
    paragraphs = "".join(f"<p><small>{escape(note)}</small></p>" for note in notes)
    return (f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style>'
            f"<h1>{escape(title)}</h1><p>Roll {die}: leakers of the raid, by the state of the force's magazines.</p>"
            f"<table><thead><tr><th scope=col>raid</th>{head}</tr></thead><tbody>{body}</tbody></table>{paragraphs}"
            "</html>\n")
