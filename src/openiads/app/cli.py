"""The command line: which verbs there are; each is imported when it is asked for."""

import os
import sys
from difflib import get_close_matches
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.completion import completion_init
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from openiads import __version__
from openiads.app.shell import COMMON_OPTIONS, guard
from openiads.errors import EXIT_OK

DOCS = "docs/README.md"
COMPLETE_VARIABLE = "_OPENIADS_COMPLETE"

EXAMPLES = """\
OpenIADS replaces the circle on the map: what a battery sees, reaches and stops from where it stands.

  openiads demo                                   the study second-batch: one page, one sentence
  openiads coverage --site 40.08,32.57 --antenna "30 m" --target cruise-missile --altitude "60 m AGL"
  openiads claims show 40N6E range                who says how far, and who says otherwise
  openiads scenario new -o my-study.toml          a commented scenario to change
  openiads doctor                                 versions, folders, data, one self-check

openiads --help lists every command; the documentation begins at docs/README.md.
Simulation from public sources. Nothing is sent anywhere: no telemetry, no network in the default path.
"""


class Verb(NamedTuple):
    """Where a verb lives and what it is for, in one line."""

    module: str
    purpose: str


VERBS = {
    "demo": Verb("demo", "The study second-batch, into out/second-batch."),
    "coverage": Verb("coverage", "What one site sees of a target class at an altitude, beside the claimed ring."),
    "profile": Verb("profile", "From what height a target is seen along one bearing or a given route."),
    "study": Verb("study", "Run a scenario: sentence, page, figures, tables and layers in one folder."),
    "run": Verb("run", "Fight a raid many times against one arm: leakers, rounds, warning, causes."),
    "compare": Verb("compare", "Two arms under the same luck, and whether the difference is clear."),
    "sensitivity": Verb("sensitivity", "Which disputed claim moves a metric most, and what checking it is worth."),
    "crt": Verb("crt", "An adjudication table for wargames: leakers by a roll of the die."),
    "readiness": Verb("readiness", "Launchers, radars and rounds kept ready by month, with imports and without."),
    "story": Verb("story", "Published claims set beside the models: list, show, all."),
    "report": Verb("report", "What a study's results carry, in sentences; an appendix to print, a press kit."),
    "claims": Verb("claims", "What sources say: list, show, diff, check, export."),
    "timeline": Verb("timeline", "Who said what, when; who contradicts whom; what was known on a day."),
    "terrain": Verb("terrain", "Elevation data: list, info, add, tiles."),
    "scenario": Verb("scenario", "Scenario files: new, list, validate, explain."),
    "doctor": Verb("doctor", "Versions, folders, data, and one self-check."),
    "explain": Verb("explain", "What an error code means and how to mend it."),
    "cite": Verb("cite", "How to cite OpenIADS and the sources of a run."),
    "completions": Verb("completions", "Completion script for bash, zsh, fish or PowerShell."),
}

EPILOG = f"{COMMON_OPTIONS}\nDocumentation: {DOCS}. No telemetry; the default path opens no network connection."


def _plain_epilog(self: Any, _context: Any, formatter: Any) -> None:
    formatter.write("\n" + EPILOG.rstrip() + "\n")


def load(name: str) -> Any:
    """Import a verb's module and return its command, with the common options in its help."""
    command = get_command(import_module(f"openiads.app.{VERBS[name].module}").app)
    command.name = name
    commands = [command, *getattr(command, "commands", {}).values()]
    for each in commands:
        each.rich_markup_mode = None
        each.context_settings = {**(each.context_settings or {}), "help_option_names": ["-h", "--help"]}
        each.format_epilog = _plain_epilog.__get__(each)
        for parameter in each.params:
            has_choices = getattr(getattr(parameter, "type_descriptor", None), "is_choice", False)
            if parameter.metavar is None and not has_choices and not getattr(parameter, "is_flag", False):
                parameter.metavar = (parameter.name or "").upper().rstrip("_")
    return command


class Verbs(TyperGroup):
    """The verbs as a group that imports only the one asked for."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """Names of the verbs in the order of a reader's questions."""
        return list(VERBS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]
        """A placeholder with the one-line purpose; enough for help, and cheap."""
        if cmd_name not in VERBS:
            return None
        return TyperCommand(cmd_name, short_help=VERBS[cmd_name].purpose, rich_markup_mode=None)

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> Any:  # type: ignore[override]
        """The real command of a verb, imported now."""
        name, *rest = args
        if name in VERBS:
            return name, load(name), rest
        near = get_close_matches(name, VERBS, n=1)
        hint = f'; did you mean "{near[0]}"?' if near else ""
        raise typer.BadParameter.__mro__[1](f"no command {name!r}{hint}", ctx=ctx)  # type: ignore[call-arg]

    def format_epilog(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """Common options, exit codes and where the documentation is."""
        _plain_epilog(self, ctx, formatter)


def _build() -> Any:
    app = typer.Typer(
        cls=Verbs, add_completion=False, rich_markup_mode=None,
        help="What an air-defence battery sees, reaches and stops from where it stands.\n\n"
             'Example: openiads coverage --site 40.08,32.57 --antenna "30 m" --target cruise-missile '
             '--altitude "60 m AGL"',
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(invoke_without_command=True)
    def root(context: typer.Context, version: bool = typer.Option(False, "--version", help="Print the version.")):  # type: ignore[no-untyped-def]
        if version:
            print(f"openiads {__version__}")
        elif context.invoked_subcommand is None:
            print(EXAMPLES, end="")

    return get_command(app)


def run(arguments: list[str]) -> int:
    """Run a command line and return the exit code it asked for; faults leave as exceptions for the guard."""
    if arguments[:1] == ["help"]:
        arguments = [*arguments[1:], "--help"]
    if COMPLETE_VARIABLE in os.environ:
        completion_init()
    asked = _build().main(arguments, prog_name="openiads", standalone_mode=False)
    return asked if isinstance(asked, int) else EXIT_OK


def main() -> int:
    """Entry point of the program; returns the exit code."""
    return guard(run, sys.argv[1:])
