"""`openiads completions`: the completion script of a shell, to be sourced from its start-up file."""

from enum import StrEnum
from typing import Annotated

import typer

from openiads.app.envelope import envelope, print_json
from openiads.app.shell import JsonFlag

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Shell(StrEnum):
    """Shells that can complete."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"
    powershell = "powershell"


@app.command()
def completions(
    shell: Annotated[Shell, typer.Argument(help="bash, zsh, fish or powershell.")],
    json: JsonFlag = False,
) -> None:
    """Print a completion script.

    Example: openiads completions bash >> ~/.bashrc
    """
    from typer.completion import get_completion_script

    from openiads.app.cli import COMPLETE_VARIABLE

    script = get_completion_script(prog_name="openiads", complete_var=COMPLETE_VARIABLE, shell=shell.value)
    if json:
        print_json(envelope("completions", {"script": script}, inputs={"shell": shell.value}))
    else:
        print(script)
