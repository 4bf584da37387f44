"""`openiads explain`: what an error code means and how to mend it."""

from difflib import get_close_matches
from typing import Annotated

import typer

from openiads.app.envelope import envelope, print_json
from openiads.app.shell import JsonFlag
from openiads.errors import Entry, catalogue, fault

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def explain(
    code: Annotated[str, typer.Argument(help="An error code such as E0312; without one, all codes are listed.")] = "",
    json: JsonFlag = False,
) -> None:
    """Tell what an error code means, with an example of the mend.

    Example: openiads explain E0312
    """
    entries = [find(code)] if code else list(catalogue().values())
    if json:
        print_json(envelope("explain", [entry.__dict__ for entry in entries], inputs={"code": code or None}))
    elif code:
        print(f"{entries[0].code}  {entries[0].title}  (exit code {entries[0].exit_code})\n\n{entries[0].explanation}")
        if entries[0].example:
            print("\nExample:  " + entries[0].example.replace("\n", "\n          "))
    else:
        for entry in entries:
            print(f"{entry.code}  {entry.title}")


def find(code: str) -> Entry:
    """Look up an error code, however it is spelled.

    Raises
    ------
    OpenIADSError
        E0102 where no such code exists.
    """
    known = catalogue()
    wanted = code.upper()
    if wanted not in known:
        near = get_close_matches(wanted, known, n=3, cutoff=0.5)
        raise fault("E0102", f"no error code {code!r}", where="explain CODE", why="the catalogue does not hold it",
                    fix=f"did you mean {' or '.join(near)}?" if near else "openiads explain lists them all")
    return known[wanted]
