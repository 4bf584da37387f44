"""Write the reference pages that the code knows by itself: `python -m docs.generate`."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docs.run_folder import run_folder_page

from openiads.app.cli import EXAMPLES, VERBS, load
from openiads.app.shell import COMMON_OPTIONS
from openiads.errors import catalogue
from openiads.scenario.schema import PUBLISHED, scenario_schema

REFERENCE = Path(__file__).parent / "reference"
KINDS = {"E01": "Files and the command line", "E02": "Claims", "E03": "Typed quantities", "E04": "Terrain",
         "E05": "Scenarios", "E06": "Campaigns", "E08": "Sentences and reports"}


def errors_page() -> str:
    """Every error code with its explanation and an example of the mend."""
    lines = ["# Error codes", "",
             "Written by `make reference` from the catalogue; `openiads explain CODE` tells the same.", ""]
    kind = ""
    for code, entry in catalogue().items():
        if code[:3] != kind:
            kind = code[:3]
            lines += [f"## {KINDS.get(kind, kind)}", ""]
        lines += [f"### {code} {entry.title}", "", f"Exit code {entry.exit_code}. {entry.explanation}", ""]
        if entry.example:
            lines += ["```", entry.example, "```", ""]
    return "\n".join(lines)


def _help(command: Any, path: str) -> Iterator[str]:
    context = command.make_context(path, [], resilient_parsing=True, terminal_width=100, max_content_width=100)
    text = command.get_help(context).replace(COMMON_OPTIONS, "")
    body = text.split("\nDocumentation: ")[0].rstrip()
    yield from (f"## `{path}`", "", "```", body, "```", "")


def commands_page() -> str:
    """Help of every command."""
    os.environ["COLUMNS"] = "100"
    lines = ["# Commands", "", "Written by `make reference` from the commands' own help.", "", "```", EXAMPLES.rstrip(),
             "```", "", "```", COMMON_OPTIONS.rstrip(), "```", ""]
    for verb in VERBS:
        command = load(verb)
        parts = getattr(command, "commands", None)
        if parts is None:
            lines += _help(command, f"openiads {verb}")
        else:
            for name, part in parts.items():
                lines += _help(part, f"openiads {verb} {name}")
    return "\n".join(lines)


def pages() -> dict[Path, str]:
    """Every generated file with the text that it should hold."""
    return {
        REFERENCE / "errors.md": errors_page(),
        REFERENCE / "command-line.md": commands_page(),
        REFERENCE / "run-folder.md": run_folder_page(),
        PUBLISHED: scenario_schema(),
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
