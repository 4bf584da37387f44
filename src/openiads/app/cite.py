"""`openiads cite`: how to cite OpenIADS, and the sources that a run rests on."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from openiads import __version__
from openiads.app.envelope import envelope, print_json
from openiads.app.shell import JsonFlag, read_text
from openiads.errors import fault
from openiads.knowledge.reader import toml_of

app = typer.Typer(add_completion=False, rich_markup_mode=None)

AUTHORS = "The OpenIADS founders"
TITLE = "OpenIADS: an open simulation of an integrated air-defence system from cited public sources"
YEAR = "2026"


class Format(StrEnum):
    """Forms of a citation."""

    text = "text"
    bibtex = "bibtex"
    csl_json = "csl-json"


def software(form: Format) -> str:
    """The citation of this version of OpenIADS."""
    if form is Format.bibtex:
        return (f"@software{{openiads,\n  author = {{{{{AUTHORS}}}}},\n  title = {{{TITLE}}},\n"
                f"  version = {{{__version__}}},\n  year = {{{YEAR}}},\n  license = {{MIT}}\n}}\n")
    if form is Format.csl_json:
        import json

        entry = {"id": "openiads", "type": "software", "title": TITLE, "author": [{"literal": AUTHORS}],
                 "version": __version__, "issued": {"date-parts": [[int(YEAR)]]}}
        return json.dumps([entry], ensure_ascii=False, indent=2) + "\n"
    return f"{AUTHORS} ({YEAR}). {TITLE}, version {__version__}. MIT licence; ledger of claims under CC BY 4.0.\n"


def claims_of_run(folder: str) -> list[str]:
    """Ids of the claims in the manifest of a run's folder.

    Raises
    ------
    OpenIADSError
        E0101 without a manifest, E0511 where it is not TOML or its claims are no list.
    """
    path = Path(folder)
    path = path if path.name == "manifest.toml" else path / "manifest.toml"
    try:
        manifest = toml_of(read_text(str(path)))
    except ValueError as problem:
        raise fault("E0511", f"{path} is not TOML", where=str(path), why=f"reading stopped: {problem}",
                    fix="run the study again") from None
    names = manifest.get("claims_used", [])
    if not isinstance(names, list):
        raise fault("E0511", f"{path} has no list of claims", where=f"{path}: claims_used",
                    why=f"it is a {type(names).__name__}", fix="run the study again")
    return [str(name) for name in names]


@app.command()
def cite(
    run: Annotated[str | None, typer.Option("--run", help="Folder of a run: cite the sources it rests on too.")] = None,
    form: Annotated[Format, typer.Option("--format", help="text, bibtex or csl-json.")] = Format.text,
    json: JsonFlag = False,
) -> None:
    """Tell how to cite OpenIADS and, with --run, the sources of a run.

    Example: openiads cite --run out/second-batch --format bibtex
    """
    names = claims_of_run(run) if run else []
    text = software(form)
    if names:
        text = _with_sources(text, names, form)
    if json:
        print_json(envelope("cite", {"text": text}, inputs={"run": run, "format": form.value}, claims=names))
    else:
        print(text, end="")


def _with_sources(text: str, names: list[str], form: Format) -> str:
    import json

    from openiads.knowledge.export import sources_bibtex, sources_csl_json
    from openiads.knowledge.library import load_library

    ledger = load_library()
    claims = [ledger.claim(name) for name in names]
    sources = list({claim.source.key: claim.source for claim in claims}.values())
    if form is Format.bibtex:
        return text + "\n" + sources_bibtex(sources)
    if form is Format.csl_json:
        merged = json.loads(text) + json.loads(sources_csl_json(sources))
        return json.dumps(merged, ensure_ascii=False, indent=2) + "\n"
    lines = [f"{source.publisher}. {source.title}. {source.date}. {source.url or 'no link'}" for source in sources]
    return text + "\nSources of the run:\n" + "\n".join(lines) + "\n"
