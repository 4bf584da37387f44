"""A study's folder as an appendix: its sentences, comparison, figures, seeds, sensitivities and sources."""

import base64
import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from openiads.errors import fault
from openiads.output.language import ENGLISH, say
from openiads.output.manifest import NAME, own_manifest
from openiads.output.pictures import Published, published_in
from openiads.output.refusal import all_passed
from openiads.output.told.draft import Drafts, from_json
from openiads.output.told.study import FILE
from openiads.output.told.tell import Sentence, tell

COMPARISON = "tables/second-batch.csv"
SENSITIVITY = "claims-*.csv"  # one for each metric that was swept
STYLE = """:root{color-scheme:light}
body{font:11pt/1.45 Georgia,serif;overflow-wrap:anywhere;max-width:46em;margin:2em auto;padding:0 1em;color:#111}
h1{font-size:1.6em}h2{font-size:1.2em;margin-top:2em}
table{border-collapse:collapse;font:9pt/1.35 sans-serif;width:100%}.wide{overflow-x:auto}
th,td{border-bottom:1px solid #767676;padding:.25em .5em;text-align:left;vertical-align:top}
caption{text-align:left;font-weight:bold}figure{margin:1.5em 0;break-inside:avoid}img{max-width:100%}
figcaption,.about,footer{font:9pt/1.4 sans-serif;color:#3a3a3a}li{margin:.8em 0;break-inside:avoid}
@media print{body{margin:0;max-width:none}a{color:inherit;text-decoration:none}}"""


@dataclass(frozen=True)
class Reported:
    """A study's folder, read for a report."""

    folder: Path
    manifest: dict[str, Any]
    drafts: Drafts
    pictures: Sequence[Published]

    def sentences(self, language: str) -> list[Sentence]:
        """Every sentence in a language."""
        return [tell(draft, language) for draft in self.drafts.drafted]

    def table(self, name: str) -> list[list[str]]:
        """Rows of a table with its header; empty where the folder has none."""
        path = self.folder / name
        return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8")))) if path.exists() else []

    @property
    def title(self) -> str:
        """The study's name."""
        return str(self.manifest["scenario"]["name"]).removesuffix(".toml")

    def seeds(self) -> list[tuple[str, str]]:
        """What a second run needs, as pairs of name and value."""
        body = self.manifest
        settings, hashes, versions = body["settings"], body["hashes"], body["versions"]
        return [("openiads", str(versions["openiads"])), ("seed", str(settings["seed"])),
                ("draws", str(settings["draws"])), ("terrain", ", ".join(map(str, settings["terrain"]))),
                *((f"{name} sha256", str(hashes[name])) for name in ("scenario", "ledger", "terrain")),
                ("believe", ", ".join(body["believe"]) or "–"), ("rerun", "openiads study --from manifest.toml")]

    def sources(self) -> list[dict[str, Any]]:
        """Sources as CSL-JSON items."""
        path = self.folder / "tables" / "sources.csl.json"
        return list(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else []


def read_report(folder: Path) -> Reported:
    """Read a study's folder.

    Raises
    ------
    OpenIADSError
        E0802 where it is none, was left unfinished, or holds no sentences.
    """
    body = own_manifest(folder)
    if body is None:
        raise fault("E0802", f"{folder} is no folder of a study", where=str(folder),
                    why=f"it has no {NAME} of a study", fix="openiads study second-batch, then name its folder")
    if body["left_out"]:
        raise fault("E0802", f"the study in {folder} was interrupted", where=f"{folder / NAME}: left_out",
                    why=f"left out are {', '.join(body['left_out'])}", fix="run the study again to its end")
    path = folder / FILE
    if not path.exists():
        raise fault("E0802", f"{folder} holds no sentences", where=str(path),
                    why="a version wrote it that kept none", fix="run the study again, with --force")
    return Reported(folder, body, from_json(path.read_text(encoding="utf-8"), where=str(path)),
                    published_in(folder / "figures"))


def source_line(item: dict[str, Any]) -> str:
    """A source as a line of a list."""
    parts = item.get("issued", {}).get("date-parts", [[]])[0]
    date = "-".join(f"{part:02d}" for part in parts) or "undated"
    return ". ".join([", ".join(author["literal"] for author in item["author"]), item["title"], date,
                      item.get("URL", "no link")])


def sentence_json(sentence: Sentence) -> dict[str, Any]:
    """A sentence as plain values."""
    return {"id": sentence.id, "number": sentence.number, "text": sentence.text, "counter": sentence.counter,
            "condition": dict(sentence.condition), "condition_text": sentence.condition_text,
            "numbers": [dict(item) for item in sentence.numbers], "evidence": dict(sentence.grades),
            "evidence_text": sentence.evidence_text, "claims": list(sentence.claims), "table": sentence.table,
            "language": sentence.language, "untranslated": list(sentence.untranslated)}


def _about(sentence: Sentence, table: str) -> str:
    where = f"{table}: {sentence.table}. " if sentence.table else ""
    return f"{sentence.condition_text} {sentence.evidence_text} {where}{sentence.counter}"


def appendix_markdown(report: Reported, language: str = ENGLISH) -> str:
    """The appendix as Markdown; figures are linked in the study's own folder."""
    def word(key: str) -> str:
        return say(f"report-{key}", language)

    def table(rows: list[list[str]]) -> list[str]:
        cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
        return [f"| {' | '.join(row)} |" for row in (cells[0], ["---"] * len(cells[0]), *cells[1:])]

    lines = [f"# {word('title')}: {report.title}", "", f"## {word('sentences')}", ""]
    for item in report.sentences(language):
        lines += [f"{item.number}. {item.text}  ", f"   {_about(item, word('table'))}", ""]
    if report.drafts.undrafted:
        lines += [f"## {word('undrafted')}", ""]
        lines += [f"- {item.number}, {item.id}: {item.why}" for item in report.drafts.undrafted] + [""]
    for name, rows in _tables(report, word):
        lines += [f"## {name}", "", *table(rows), ""]
    for picture in report.pictures:
        lines += [f"## {picture.title}", "", f"![{picture.alt}](figures/{picture.name}.png)", "", picture.caption, ""]
    lines += [f"## {word('seeds')}", "", *table([[word("what"), word("value")], *map(list, report.seeds())]), "",
              f"## {word('sources')}", "", *(f"- {source_line(item)}" for item in report.sources()), "",
              word("scope"), ""]
    return "\n".join(lines)


def _tables(report: Reported, word: Any) -> list[tuple[str, list[list[str]]]]:
    found = [(word("comparison"), report.table(COMPARISON))]
    found += [(f"{word('sensitivity')}: {path.stem}", report.table(path.relative_to(report.folder).as_posix()))
              for path in sorted((report.folder / "tables").glob(SENSITIVITY))]
    return [(name, rows) for name, rows in found if rows]


def _html_table(caption: str, rows: list[list[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return (f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
            f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>")


def appendix_html(report: Reported, language: str = ENGLISH) -> str:
    """The appendix as one page to read or to print, with its figures inside; it asks for nothing from anywhere."""
    def word(key: str) -> str:
        return escape(say(f"report-{key}", language))

    def in_its(item: Sentence) -> str:
        return "" if item.language == language else f' lang="{item.language}"'

    english = "" if language == ENGLISH else ' lang="en"'
    sentences = "".join(
        f'<li value="{item.number}"{in_its(item)}>{escape(item.text)}<p class="about">'
        f'{escape(_about(item, say("report-table", item.language)))}</p></li>'
        for item in report.sentences(language))
    undrafted = "".join(f"<li>{item.number}, {escape(item.id)}: {escape(item.why)}</li>"
                        for item in report.drafts.undrafted)
    figures = "".join(
        f'<figure{english}><img alt="{escape(item.alt)}" src="data:image/png;base64,'
        f'{base64.b64encode((item.folder / f"{item.name}.png").read_bytes()).decode()}">'
        f"<figcaption><strong>{escape(item.title)}</strong> {escape(item.caption)}</figcaption></figure>"
        for item in report.pictures)
    tables = "".join(_html_table(name, rows)
                     for name, rows in _tables(report, lambda key: say(f"report-{key}", language)))
    seeds = _html_table(say("report-seeds", language), [[say("report-what", language), say("report-value", language)],
                                                        *map(list, report.seeds())])
    sources = "".join(f"<li>{escape(source_line(item))}</li>" for item in report.sources())
    missing = f"<h2>{word('undrafted')}</h2><ul{english}>{undrafted}</ul>" if undrafted else ""
    footer = escape(report.pictures[0].footer if report.pictures else report.title)
    return (f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" '
            f'content="width=device-width, initial-scale=1"><title>{word("title")}: {escape(report.title)}</title>'
            f"<style>{STYLE}</style></head><body><main><h1>{word('title')}: {escape(report.title)}</h1>"
            f"<h2>{word('sentences')}</h2><ol>{sentences}</ol>{missing}<h2>{word('figures')}</h2>{figures}"
            f"<h2>{word('tables')}</h2>{tables}{seeds}<h2>{word('sources')}</h2><ul{english}>{sources}</ul></main>"
            f"<footer><p>{word('scope')}</p><p{english}>{footer}</p></footer></body></html>\n")


def checked(report: Reported) -> Reported:
    """The same report, if no caption or description of its figures says what is refused."""
    all_passed([[item.title, item.caption, item.alt] for item in report.pictures], what="caption")
    return report
