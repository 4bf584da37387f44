"""`openiads scenario`: write, list, check and explain scenario files."""

from pathlib import Path
from typing import Annotated, Any

import typer

from openiads.app.envelope import envelope, print_json
from openiads.app.shell import JsonFlag, OutOption, note, write_text
from openiads.errors import Fault, OpenIADSError, fault

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True,
                  help="Scenario files: what is asked, where, of what, with which choices.\n\n"
                       "Example: openiads scenario validate my-study.toml")

ScenarioName = Annotated[str, typer.Argument(metavar="SCENARIO", help="A file, or the name of a shipped scenario.")]


@app.command()
def new(
    out: OutOption = None,
    like: Annotated[str, typer.Option(help="Shipped scenario to begin from.")] = "second-batch",
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    json: JsonFlag = False,
) -> None:
    """Write a commented scenario to change; to standard output unless -o names a file.

    Example: openiads scenario new -o my-study.toml
    """
    from openiads.scenario.files import renamed, scenario_text

    _, text = scenario_text(like)
    to_file = out not in (None, "-")
    if to_file and Path(str(out)).exists() and not force:
        raise fault("E0106", f"{out} exists already", where=str(out), why="a file of yours is not overwritten unasked",
                    fix="choose another name, or add --force")
    if to_file:
        text = renamed(text, Path(str(out)).stem)
        write_text(out, text)
    if json:
        print_json(envelope("scenario new", {"path": out, "text": text}, inputs={"like": like, "out": out}))
    elif to_file:
        note(f"wrote {out}; next: openiads scenario validate {out}")
    else:
        print(text, end="")


@app.command("list")
def list_(json: JsonFlag = False) -> None:
    """List the scenarios that come with OpenIADS.

    Example: openiads scenario list
    """
    from openiads.scenario.files import load_scenario, shipped

    rows = [{"name": name, "title": load_scenario(name).title} for name in shipped()]
    if json:
        print_json(envelope("scenario list", rows))
    else:
        for row in rows:
            print(f"{row['name']:<16} {row['title']}")


@app.command()
def validate(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO", help="Files, or shipped scenarios.")],
    json: JsonFlag = False,
) -> None:
    """Check scenario files; every fault is told, with its line and how to mend it.

    Example: openiads scenario validate my-study.toml
    """
    from openiads.scenario.files import load_scenario

    faults: list[Fault] = []
    rows = []
    for path in scenarios:
        try:
            rows.append({"scenario": path, "sha256": load_scenario(path).sha256()})
        except OpenIADSError as error:
            faults += error.faults
    if faults:
        raise OpenIADSError(faults)
    if json:
        print_json(envelope("scenario validate", rows, inputs={"scenarios": scenarios}))
    else:
        for row in rows:
            print(f"{row['scenario']}: valid, sha256 {row['sha256'][:16]}")


@app.command()
def explain(scenario: ScenarioName = "second-batch", json: JsonFlag = False) -> None:
    """Tell every choice of a scenario with the claims it follows or what is assumed.

    Example: openiads scenario explain second-batch
    """
    from openiads.scenario.explain import choices
    from openiads.scenario.files import load_scenario

    read = load_scenario(scenario)
    rows = choices(read)
    if json:
        cited = sorted({claim for row in rows for claim in row.claims})
        print_json(envelope("scenario explain", rows, inputs={"scenario": scenario, "sha256": read.sha256()},
                            seed=read.seed, claims=cited))
        return
    print(f"{read.title}\nas of {read.date}, sha256 {read.sha256()[:16]}\n")
    for row in rows:
        print(f"{row.what}: {row.choice}")
        for line in _support(row):
            print(f"    {line}")


def _support(row: Any) -> list[str]:
    from openiads.knowledge.library import load_library

    ledger = load_library()
    lines = []
    for name in row.claims:
        claim = ledger.claim(name)
        lines.append(f"{claim.id}: {claim.source.publisher}, {claim.date}, {claim.grade}: {claim.note}")
    return [*lines, *([f"assumed: {row.assumed}"] if row.assumed else [])]
