"""`openiads timeline`: who said what, when, who said otherwise, and what was known on a day."""

import textwrap
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openiads.app.envelope import envelope, print_json
from openiads.app.shell import JsonFlag, OutOption, check_out, note, write_text
from openiads.errors import OpenIADSError, fault

if TYPE_CHECKING:
    from openiads.output.timeline import Timeline

app = typer.Typer(add_completion=False, rich_markup_mode=None)

ENDINGS = (".csv", ".svg", ".png")
WIDTH = 110


class Mode(StrEnum):
    """How something was said."""

    said = "said"
    will = "said-will"
    denied = "denied"
    observed = "observed"


@app.command()
def timeline(
    about: Annotated[str, typer.Option(
        "--about", metavar="TEXT", help='Only statements that speak of this: "second batch", "F-35".')] = "",
    as_of: Annotated[str | None, typer.Option(
        "--as-of", metavar="DATE", help="Only what was known on this day: 2022-08-16; a month or a year ends it.",
    )] = None,
    speaker: Annotated[str, typer.Option(
        "--speaker", metavar="NAME", help="Only a speaker, by a part of the name, or a side: Mikheev, Turkey.")] = "",
    mode: Annotated[Mode | None, typer.Option("--mode", help="Only what was said in this way.")] = None,
    claims: Annotated[list[str] | None, typer.Option(
        "--claims", help="Claim file of your own, added to the ledger.")] = None,
    out: OutOption = None,
    json: JsonFlag = False,
) -> None:
    """Who said what, when, with which noun; who contradicts whom; and what was known on a day.

    Example: openiads timeline --about "second batch" --as-of 2022-08-16

    Writes with -o: .csv, .svg or .png. Statements, not facts: nothing here says who was right.
    """
    from openiads.knowledge.library import load_library
    from openiads.output.timeline import timeline_csv, timeline_of, timeline_results, title_of

    if refused := check_out(out, ENDINGS, json=json):
        raise OpenIADSError(refused)
    day = None if as_of is None else day_of(as_of)
    found = timeline_of(load_library(claims or ()), topic=about, speaker=speaker, mode=mode.value if mode else "",
                        as_of=day)
    if out and out.endswith((".svg", ".png")):
        if not found.shown:
            raise fault("E0212", "there is nothing to draw", where="--out",
                        why="no statement is left of what was asked for",
                        fix="ask for less: leave out --mode, --speaker or --as-of")
        from openiads.app.drawn import write_figure
        from openiads.output.timeline_figure import timeline_figure

        write_figure(timeline_figure(found, title_of(found, about)), out)
    elif out:
        write_text(out, timeline_csv(found))
    if json:
        inputs = {"about": about or None, "as_of": None if day is None else day.isoformat(),
                  "speaker": speaker or None, "mode": mode.value if mode else None, "claims": claims or [], "out": out}
        print_json(envelope("timeline", timeline_results(found), inputs=inputs,
                            claims=[item.id for item in found.shown]))
    elif out is None:
        _print(found, title_of(found, about))
    if out is not None and out.endswith(".csv"):
        note(f"wrote {out}: {len(found.shown)} statements")


def day_of(text: str) -> date:
    """The day that --as-of means: of a month or a year its last.

    Raises
    ------
    OpenIADSError
        E0208 for what is no date.

    Examples
    --------
    >>> day_of("2022-08").isoformat()
    '2022-08-31'
    """
    from openiads.knowledge.dates import period_of

    period = period_of(text)
    if period is None:
        raise fault("E0208", f"{text!r} is no date", where="--as-of", why="dates are ISO 8601, to the precision known",
                    fix="write --as-of 2022-08-16")
    return period.last


def _print(found: "Timeline", title: str) -> None:
    from openiads.output.timeline import pair_row, timeline_rows, told_of

    print(f"{textwrap.fill(title, WIDTH)}\n")
    for row in timeline_rows(found):
        when = f"{row['date']}{' (perhaps later)' if row['standing'] == 'perhaps' else ''}"
        word = f"  [{row['unit_word']}]" if row["unit_word"] else ""
        print(f"{when:<10} {row['mode']:<9} {row['speaker']} ({row['side']}){word}")
        against = f"; against {', '.join(row['contradicted_by'])}" if row["contradicted_by"] else ""
        print(_folded(f"{row['text']}  {row['id']}{against}", 21))
    if found.pairs:
        print("\nContradictions")
    for pair in (pair_row(item) for item in found.pairs):
        ends = [f"{end['speaker']} {end['date']} {end['mode']}: {end['text']} ({end['id']})"
                for end in (pair["first"], pair["second"])]
        print(_folded(f"{pair['about']}, {', '.join(pair['kinds'])}: {ends[0]} | {ends[1]}", 2))
    if found.known:
        print("\n" + _left_out(found.known.later, found.known.undated))
    for text in told_of(found):
        print("\n" + textwrap.fill(text, WIDTH))


def _left_out(later: Sequence[Any], undated: Sequence[Any]) -> str:
    return f"Not shown: {len(later)} said later, {len(undated)} undated, of which nothing is known for any day."


def _folded(text: str, indent: int) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2),
                         break_on_hyphens=False)
