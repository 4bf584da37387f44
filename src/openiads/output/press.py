"""The press kit: every figure at two densities with its table, caption and description, sentences, sources, licence."""

import hashlib
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from openiads.output.language import ENGLISH, LANGUAGES, say
from openiads.output.report import Reported, sentence_json, source_line

SUMS = "SHA256SUMS"
TABLES = ("claims.csv", "cited-claims.csv", "sources.bib", "sources.csl.json")
LICENCE = """Figures, tables, captions and sentences of this kit: Creative Commons Attribution 4.0 International
(CC BY 4.0), https://creativecommons.org/licenses/by/4.0/

Credit line: {credit}

Keep the footer of the figures; it names version, scenario and date. Coast and borders are those of Natural Earth
(public domain). Terrain is named in the captions; its origin and licence stand in the study's own page and README.
The claims are those of the ledger (CC BY 4.0); what a source said stays that source's word, which is why each is named.
"""


def clear_kit(folder: Path) -> None:
    """Remove what an earlier kit wrote into a folder, but for what was changed since: no two studies lie mixed."""
    licence, sums = folder / "LICENCE.txt", folder / SUMS
    if not (licence.is_file() and sums.is_file()):
        return
    if not licence.read_text(encoding="utf-8", errors="replace").startswith(LICENCE[:LICENCE.index("{")]):
        return  # somebody else's sums
    for line in sums.read_text(encoding="utf-8", errors="replace").splitlines():
        digest, _, name = line.partition("  ")
        path = folder / name
        if ".." in Path(name).parts or Path(name).is_absolute() or path.is_symlink() or not path.is_file():
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() == digest:
            path.unlink()


def made_on() -> str:
    """Date of the kit by SOURCE_DATE_EPOCH; empty where it is not set, so that the same study gives the same bytes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date().isoformat() if epoch.isdigit() else ""


def credit_line(report: Reported) -> str:
    """What to print beside a figure."""
    return (f"OpenIADS {report.manifest['versions']['openiads']}, {report.title} "
            f"{report.manifest['hashes']['scenario'][:12]}, simulation from public sources")


def _sentences_text(report: Reported, language: str) -> str:
    parts = []
    for item in report.sentences(language):
        spoken = "" if item.language == language else f" [{LANGUAGES[item.language]}]"
        parts.append(f"{item.number}.{spoken} {item.text}\n   {item.condition_text}\n   {item.evidence_text}\n"
                     f"   {item.counter}\n")
    return "\n".join(parts)


def _readme(report: Reported, language: str, written: list[str]) -> str:
    def word(key: str) -> str:
        return say(f"press-{key}", language)

    lines = [f"# {word('title')}: {report.title}", "", word("what"), "", f"{word('credit')}: {credit_line(report)}", ""]
    date = made_on()
    if date:
        lines += [f"{word('made')}: {date}", ""]
    for picture in report.pictures:
        lines += [f"## {picture.name}", "", picture.title, "", picture.caption, "", f"Alt: {picture.alt}", ""]
    lines += [f"## {word('files')}", "", *(f"- {name}" for name in written), "",
              f"## {say('report-sources', language)}", "", *(f"- {source_line(item)}" for item in report.sources()), "",
              say("report-scope", language), ""]
    return "\n".join(lines)


def write_kit(report: Reported, folder: Path, language: str = ENGLISH) -> list[Path]:
    """Write the kit into a folder.

    Parameters
    ----------
    report : Reported
    folder : Path
        Made where it does not exist; what an earlier kit wrote there goes, any other file stays.
    language : str
        Of the sentences and of the README; captions are in English.

    Returns
    -------
    list of Path
        Files written; SHA256SUMS holds the hash of each.
    """
    folder.mkdir(parents=True, exist_ok=True)
    clear_kit(folder)
    texts: dict[str, str] = {}
    written: list[Path] = []
    for picture in report.pictures:
        for source in picture.files():
            written.append(folder / source.name)
            shutil.copyfile(source, written[-1])
        texts[f"{picture.name}.txt"] = f"{picture.title}\n\n{picture.caption}\n\n{picture.footer}\n"
        texts[f"{picture.name}.alt.txt"] = f"{picture.alt}\n"
    behind = sorted({draft.table for draft in report.drafts.drafted if draft.table})
    for name, place in [*((f"tables/{name}", name) for name in TABLES), *((name, name) for name in behind)]:
        source = report.folder / name
        if source.exists():
            written.append(folder / place)
            written[-1].parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, written[-1])
    texts["sentences.txt"] = _sentences_text(report, language)
    texts["sentences.json"] = json.dumps([sentence_json(item) for item in report.sentences(language)],
                                         ensure_ascii=False, indent=2) + "\n"
    texts["LICENCE.txt"] = LICENCE.format(credit=credit_line(report))
    names = sorted([*(path.relative_to(folder).as_posix() for path in written), *texts, "README.md", SUMS])
    texts["README.md"] = _readme(report, language, names)
    for name, text in texts.items():
        written.append(folder / name)
        written[-1].write_text(text, encoding="utf-8", newline="")
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
                   for path in sorted(written))
    (folder / SUMS).write_text(sums, encoding="utf-8", newline="")
    return sorted([*written, folder / SUMS])
