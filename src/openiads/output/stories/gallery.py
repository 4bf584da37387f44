"""The gallery of stories as one page without scripts, and as a folder with tables and figures."""

import csv
import json
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

from openiads.knowledge.export import claims_csv, sources_bibtex
from openiads.knowledge.library import Library
from openiads.output.page_data import SCOPE
from openiads.output.site_answer import FOOTER
from openiads.output.stories.drawing import figure_svg
from openiads.output.stories.records import Part, StoryAnswer
from openiads.output.words import listing

HEADS = ("What was said, in our words", "What the circle says", "What the model says", "What remains unknown")
PALETTE = "--paper:#fdfcf9;--ink:#17191c;--soft:#565b61;--rule:#d5d1c8;--accent:#0b4f8f;--edge:#7d7a72"


def _items(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _table(part: Part) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in part.columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell_text(cell))}</td>" for cell in row) + "</tr>"
                   for row in part.rows)
    return (f'<details><summary>Table: {escape(part.title.lower())}</summary><div class="scroll" tabindex="0" '
            f'role="region" aria-label="Table: {escape(part.title.lower())}"><table><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div></details>")


def cell_text(cell: Any) -> str:
    """A cell of a table in words.

    Examples
    --------
    >>> cell_text(1850.0), cell_text("39 %")
    ('1,850', '39 %')
    """
    return f"{cell:,g}" if isinstance(cell, int | float) else str(cell)


def _part(part: Part) -> str:
    figures = "".join(f"<figure><figcaption>{escape(figure.title)}</figcaption>{figure_svg(figure)}</figure>"
                      for figure in part.figures)
    commands = escape("\n".join(part.commands))
    return (f'<h4>{escape(part.title)}</h4><div class="figures">{figures}</div>{_table(part)}'
            f'<details><summary>Commands that give these figures</summary><pre tabindex="0">{commands}</pre></details>')


def grade_line(answer: StoryAnswer) -> str:
    """What ground the answer stands on."""
    return f"Terrain grade {answer.grade}." if answer.grade else "A smooth earth; no terrain."


def card_html(answer: StoryAnswer) -> str:
    """One story as an article: its four answers, then figures, tables and commands behind a switch."""
    story = answer.story
    model = "".join(f"<p>{escape(text)}</p>" for part in answer.parts for text in part.sentences)
    bodies = (_items(answer.said), f"<p>{escape(answer.circle)}</p>",
              f'{model}<p class="fine">{escape(grade_line(answer))}</p>',
              _items(answer.unknown) + f"<details><summary>Inputs that are disputed or assumed: "
              f"{len(answer.open_inputs)}</summary>{_items(answer.open_inputs)}</details>")
    wide = ("", "", ' class="wide"', ' class="wide"')
    four = "".join(f"<section{kind}><h3>{head}</h3>{body}</section>"
                   for kind, head, body in zip(wide, HEADS, bodies, strict=True))
    parts = "".join(map(_part, answer.parts))
    return (f'<article id="{story.id}" aria-labelledby="{story.id}-title"><h2 id="{story.id}-title">{story.number}. '
            f'{escape(story.title)}</h2><p class="fine">Of {story.date}, on claims dated up to '
            f'{answer.newest}</p><div class="four">{four}</div>'
            f'<details class="more"><summary>Figures and tables</summary>{parts}</details>'
            f'<details><summary>Claims it rests on: {len(answer.claims)}</summary><p class="fine">'
            f"{escape(listing(list(answer.claims)))}. openiads claims show ID tells who says what, and where.</p>"
            "</details>"
            "</article>")


def gallery_html(answers: Sequence[StoryAnswer]) -> str:
    """The whole page, self-contained and without scripts."""
    template = files("openiads.output.stories").joinpath("gallery.html").read_text(encoding="utf-8")
    names = "".join(f'<a href="#{item.story.id}">{item.story.number}. {escape(item.story.title)}</a>'
                    for item in answers)
    cards = "".join(map(card_html, answers))
    return (template.replace("__OPENIADS_LIST__", names).replace("__OPENIADS_STORIES__", cards)
            .replace("__OPENIADS_FOOTER__", escape(f"{FOOTER}. {SCOPE}")))


def story_record(answer: StoryAnswer) -> dict[str, Any]:
    """A story's answer as plain data, for the envelope, for files and for the page of a study."""
    story = answer.story
    return {
        "id": story.id, "number": story.number, "title": story.title, "date": story.date,
        "said": list(answer.said), "circle": answer.circle,
        "model": [
            {"title": part.title, "sentences": list(part.sentences), "grade": part.grade or None,
             "columns": list(part.columns), "rows": [list(row) for row in part.rows], "commands": list(part.commands)}
            for part in answer.parts
        ],
        "unknown": list(answer.unknown), "open_inputs": list(answer.open_inputs),
        "terrain_grade": answer.grade or None, "claims": list(answer.claims),
    }


def table_csv(part: Part) -> str:
    """The table behind a part as CSV."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(part.columns)
    writer.writerows(part.rows)
    return text.getvalue()


def pieces_of(answers: Sequence[StoryAnswer], library: Library) -> Iterator[tuple[str, str]]:
    """Every file of a gallery's folder: its path and its text."""
    yield "index.html", gallery_html(answers)
    yield "stories.json", json.dumps([story_record(item) for item in answers], ensure_ascii=False, indent=2) + "\n"
    for answer in answers:
        for number, part in enumerate(answer.parts, start=1):
            yield f"tables/{answer.story.id}-{number}.csv", table_csv(part)
            for letter, figure in zip("abcdef", part.figures, strict=False):
                # on its own a figure has no page to take its colours from
                alone = figure_svg(figure).replace("<svg ", f'<svg style="background:#fdfcf9;{PALETTE}" ', 1)
                yield f"figures/{answer.story.id}-{number}{letter}.svg", alone + "\n"
    claims = [library.claim(name) for name in sorted({name for item in answers for name in item.claims})]
    yield "tables/claims.csv", claims_csv(claims)
    yield "tables/sources.bib", sources_bibtex(list({claim.source.key: claim.source for claim in claims}.values()))


def write_gallery(answers: Sequence[StoryAnswer], library: Library, folder: Path) -> list[Path]:
    """Write the page, its data, tables and figures; returns what was written."""
    written = []
    for name, text in pieces_of(answers, library):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        written.append(path)
    return written
