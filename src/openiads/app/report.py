"""`openiads report`: a study's sentences, its appendix to print, and its press kit."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openiads.app.envelope import envelope, print_json
from openiads.app.languages import LanguageOption, check_language
from openiads.app.plan import written_into
from openiads.app.shell import JsonFlag, OutOption, check_out, note, write_text
from openiads.errors import Fault, OpenIADSError, fault

if TYPE_CHECKING:
    from openiads.output.told.tell import Sentence

app = typer.Typer(add_completion=False, rich_markup_mode=None)

ENDINGS = (".html", ".md", ".txt")


@app.command()
def report(
    study: Annotated[str | None, typer.Argument(
        metavar="STUDY", help="A study's folder, or a scenario's name whose study lies in out/NAME; out/second-batch "
                              "without one.")] = None,
    press: Annotated[bool, typer.Option(
        "--press", help="Write a press kit into -o, or into the folder press of the study.")] = False,
    classroom: Annotated[bool, typer.Option(
        "--classroom", help="The sentences of the classroom, which need no study.")] = False,
    language: LanguageOption = "en",
    out: OutOption = None,
    json: JsonFlag = False,
) -> None:
    """Tell what a study's results carry: sentences with condition, interval, evidence and counter-sentence.

    Example: openiads report out/second-batch --press

    Writes with -o: .html (an appendix to print, figures inside), .md or .txt. Each sentence passes the list of what is
    refused; what a language lacks comes out in English and is counted.
    """
    check_language(language)
    if classroom:
        _classroom(study, press, language, out, json)
        return
    from openiads.output.report import appendix_html, appendix_markdown, checked, read_report, sentence_json

    refused = [] if press else check_out(out, ENDINGS, json=json)
    if press and out and (out == "-" or Path(out).suffix in ENDINGS):
        refused = [Fault("E0105", f"a press kit cannot be {out}", where="--out", why="a kit is a folder of files",
                         fix="write -o kit")]
    if refused:
        raise OpenIADSError(refused)
    name = study or "second-batch"
    folder = Path(name) if Path(name).exists() else Path("out") / name
    found = checked(read_report(folder))
    sentences = found.sentences(language)
    written = []
    if press:
        from openiads.output.press import write_kit

        kit = Path(out) if out else folder / "press"
        with written_into(kit):
            written = write_kit(found, kit, language)
        note(f"wrote {len(written)} files into {kit}")
    elif out and out != "-":
        ending = Path(out).suffix
        write_text(out, appendix_html(found, language) if ending == ".html" else appendix_markdown(found, language)
                   if ending == ".md" else _text(sentences))
        note(f"wrote {out}")
    lacking = _told_untranslated(sentences, language)
    if json:
        claims = list(dict.fromkeys(claim for item in sentences for claim in item.claims))
        results = {"sentences": [sentence_json(item) for item in sentences],
                   "undrafted": [{"id": item.id, "number": item.number, "why": item.why}
                                 for item in found.drafts.undrafted],
                   "figures": [item.name for item in found.pictures], "untranslated": lacking,
                   "files": [str(path) for path in written]}
        print_json(envelope("report", results, inputs={"study": str(folder), "language": language, "press": press},
                            seed=found.manifest["settings"]["seed"], intervals=_intervals(sentences), claims=claims))
    elif not out or out == "-":
        print(_text(sentences), end="")


def _classroom(study: str | None, press: bool, language: str, out: str | None, json: bool) -> None:
    """The sentences that rest on textbook formulas alone."""
    from openiads.output.report import sentence_json
    from openiads.output.told.classroom import classroom_drafts
    from openiads.output.told.tell import tell

    if study is not None or press or out:
        raise fault("E0103", "--classroom beside a study, --press or -o", where="--classroom",
                    why="these sentences rest on textbook formulas and on no study",
                    fix="openiads report --classroom")
    sentences = [tell(draft, language) for draft in classroom_drafts()]
    lacking = _told_untranslated(sentences, language)
    if json:
        print_json(envelope("report", {"sentences": [sentence_json(item) for item in sentences],
                                       "untranslated": lacking}, inputs={"classroom": True, "language": language}))
    else:
        print(_text(sentences), end="")


def _text(sentences: "list[Sentence]") -> str:
    return "\n".join(f"{item.number}. {item.text}\n   {item.condition_text}\n   {item.evidence_text}\n   "
                     f"{item.counter}\n" for item in sentences)


def _intervals(sentences: "list[Sentence]") -> dict[str, object]:
    return {item.id: {number["name"]: {key: number[key] for key in ("low", "high", "level")}
                      for number in item.numbers if number["low"] is not None} for item in sentences}


def _told_untranslated(sentences: "list[Sentence]", language: str) -> list[str]:
    """Messages that came out in English; how many is told on standard error."""
    lacking = list(dict.fromkeys(key for item in sentences for key in item.untranslated))
    if lacking:
        note(f"{len(lacking)} messages have no words in {language} yet and are told in English")
    return lacking
