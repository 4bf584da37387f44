"""`openiads demo`: the study second-batch under one short word."""

from typing import Annotated

import typer

from openiads.app.shell import JsonFlag

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def demo(
    out: Annotated[str, typer.Option("--out", "-o", help="Folder to write.")] = "out/second-batch",
    json: JsonFlag = False,
) -> None:
    """Run the study second-batch: one sentence, and a folder with its page, figures, tables and layers.

    Example: openiads demo
    """
    from openiads.app.cli import run

    run(["study", "second-batch", "--out", out, *(["--json"] if json else [])])
