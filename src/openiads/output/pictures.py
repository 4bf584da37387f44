"""A figure as it is published: its images, its numbers as CSV, its caption and its description in words."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from openiads.errors import fault
from openiads.output.figures import IMAGES, save
from openiads.output.refusal import passed

NOTE = ".json"
Cell = str | float | int


@dataclass(frozen=True)
class Picture:
    """What is told with a figure."""

    name: str
    title: str  # the finding, as a sentence
    caption: str  # condition, interval, terrain
    alt: str  # the finding for who does not see it, from the data
    header: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]  # every number that is drawn

    def table(self) -> str:
        """The numbers as CSV (RFC 4180), six figures."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.header)
        writer.writerows([f"{cell:.6g}" if isinstance(cell, float) else cell for cell in row] for row in self.rows)
        return out.getvalue()


def parsed(table: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Header and rows of a CSV text.

    Examples
    --------
    >>> parsed("a,b\\n1,2\\n")
    (('a', 'b'), (('1', '2'),))
    """
    header, *rows = csv.reader(io.StringIO(table, newline=""))
    return tuple(header), tuple(tuple(row) for row in rows)


def publish(figure: Figure, folder: Path, picture: Picture, footer: str) -> Iterator[Path]:
    """Write a figure's images, table and words into a folder.

    Raises
    ------
    OpenIADSError
        E0801 where a word of it may not leave.
    """
    for words in (picture.title, picture.caption, picture.alt):
        passed(words, what=f"caption of {picture.name}")
    folder.mkdir(parents=True, exist_ok=True)
    yield from save(figure, folder / picture.name, footer)
    table, note = folder / f"{picture.name}.csv", folder / f"{picture.name}{NOTE}"
    table.write_text(picture.table(), encoding="utf-8", newline="")
    told = {"name": picture.name, "title": picture.title, "caption": picture.caption, "alt": picture.alt}
    note.write_text(json.dumps({**told, "footer": footer}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    yield from (table, note)


@dataclass(frozen=True)
class Published:
    """A figure read back from a study's folder."""

    name: str
    title: str
    caption: str
    alt: str
    footer: str
    folder: Path

    def files(self) -> list[Path]:
        """Its images and its table, those that exist."""
        names = [f"{self.name}{ending}" for ending in (*IMAGES, ".csv")]
        return [self.folder / name for name in names if (self.folder / name).exists()]


def published_in(folder: Path) -> Sequence[Published]:
    """Every figure of a folder that comes with its words, by name.

    Raises
    ------
    OpenIADSError
        E0802 where a note cannot be read.
    """
    found = []
    for note in sorted(folder.glob(f"*{NOTE}")):
        try:
            body = json.loads(note.read_text(encoding="utf-8"))
            found.append(Published(body["name"], body["title"], body["caption"], body["alt"], body["footer"], folder))
        except (OSError, ValueError, KeyError, TypeError):
            raise fault("E0802", f"the note of a figure cannot be read: {note.name}", where=str(note),
                        why="it is no JSON object with name, title, caption, alt and footer",
                        fix="run the study again") from None
    return found
