"""`openiads claims`: what sources say, side by side, and what the nominal draw believes of it."""

import textwrap
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from openiads.app.envelope import envelope, print_json
from openiads.app.shell import JsonFlag, OutOption, note, write_text

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True,
                  help="What sources say: claims with source, date, grade and link; disagreement is kept.\n\n"
                       "Example: openiads claims show 40N6E range")

Files = Annotated[list[str] | None, typer.Option("--claims", help="Claim file of your own, added to the ledger.")]


@app.command("list")
def list_(
    subject: Annotated[str, typer.Argument(help="A component, target class or subject; all without one.")] = "",
    claims: Files = None,
    json: JsonFlag = False,
) -> None:
    """List components and target classes, or the claims about one of them.

    Example: openiads claims list 91N6E
    """
    from openiads.knowledge.components import load_components
    from openiads.knowledge.library import load_library
    from openiads.knowledge.report import claim_row

    ledger = load_library(claims or ())
    inputs = {"subject": subject or None, "claims": claims or []}
    if subject:
        rows = [{**claim_row(item.claim), "relation": item.relation} for item in ledger.find(subject)]
        if json:
            print_json(envelope("claims list", rows, inputs=inputs, claims=[row["id"] for row in rows]))
        else:
            _print_rows(rows)
        return
    components = [
        {"key": key, "name": item.name, "kind": item.kind, "system": item.system,
         "quantities": len(item.quantities), "claims": len(ledger.about(key))}
        for key, item in load_components().items()
    ]
    if json:
        print_json(envelope("claims list", components, inputs=inputs))
        return
    for row in components:
        print(f"{row['key']:<22} {row['kind']:<16} {row['claims']:>4} claims  {row['name']}")
    print(f"\n{len(ledger.by_id)} claims from {len(ledger.sources)} sources; openiads claims list NAME shows its own")


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A component, target class, subject, or the id of one claim.")],
    quantity: Annotated[str, typer.Argument(help="A quantity such as range, rcs, speed_max.")] = "",
    believe: Annotated[list[str] | None, typer.Option("--believe", help="Pin a claim by its id.")] = None,
    claims: Files = None,
    json: JsonFlag = False,
) -> None:
    """Show every claim about a quantity with source, date, grade and link, and which the nominal draw believes.

    Example: openiads claims show 40N6E range
    """
    from openiads.knowledge import report
    from openiads.knowledge.components import load_components
    from openiads.knowledge.library import load_library
    from openiads.knowledge.resolve import resolve

    ledger = load_library(claims or ())
    inputs = {"name": name, "quantity": quantity or None, "believe": believe or [], "claims": claims or []}
    believed: list[dict[str, Any]] = []
    if not quantity and name.upper() in {key.upper() for key in ledger.by_id}:
        rows = [report.claim_row(ledger.claim(name))]
    else:
        key, wanted = ledger.subject(name), ledger.aliases.quantity(quantity)
        beliefs = resolve(ledger, [key] if key in load_components() else [], believe=believe or ())
        rows = sorted(report.show(ledger, name, quantity or None, beliefs=beliefs),
                      key=lambda row: (-row["is_nominal"], -row["draw_share"]))
        believed = [{**vars(item), "condition": dict(item.condition)} for full, item in beliefs.nominal.items()
                    if full == f"{key}.{wanted}" or (not quantity and full.startswith(f"{key}."))]
    if json:
        print_json(envelope("claims show", {"claims": rows, "believed": believed}, inputs=inputs,
                            intervals={item["key"]: [item["low"], item["high"]] for item in believed},
                            claims=[row["id"] for row in rows]))
        return
    for row in rows:
        print(_card(row))
    for item in believed:
        print(_belief(item))


@app.command()
def diff(
    first: Annotated[str, typer.Argument(help="Id of a claim.")],
    second: Annotated[str, typer.Argument(help="Id of another claim.")],
    claims: Files = None,
    json: JsonFlag = False,
) -> None:
    """Set two claims side by side and tell in what they differ.

    Example: openiads claims diff MIS-003 MIS-001
    """
    from openiads.knowledge.library import load_library
    from openiads.knowledge.report import claim_row, witnesses_row

    ledger = load_library(claims or ())
    one, other = (claim_row(ledger.claim(name)) for name in (first, second))
    differing = [key for key in one if one[key] != other[key] and key != "id"]
    same_witness, told = witnesses_row(ledger, ledger.claim(first), ledger.claim(second))
    if json:
        print_json(envelope("claims diff", {"first": one, "second": other, "differ": differing,
                                            "one_witness": same_witness, "witnesses": told},
                            inputs={"first": first, "second": second}, claims=[one["id"], other["id"]]))
        return
    for key in one:
        mark = "!" if key in differing else " "
        left, right = (textwrap.shorten(_quantity(row) if key == "value" else _shown(row[key]), 40)
                       for row in (one, other))
        print(f"{mark} {key:<20} {left:<42} {right}")
    print(f"\n{told}")


@app.command()
def check(
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE", help="Claim files of your own.")] = None,
    json: JsonFlag = False,
) -> None:
    """Check the ledger, and claim files of your own with it; every fault is told.

    Example: openiads claims check my-claims.toml
    """
    from openiads.knowledge.library import load_library

    ledger = load_library(files or ())
    read = {str(Path(path)): sum(claim.file == str(Path(path)) for claim in ledger.by_id.values())
            for path in files or ()}
    standing: dict[str, int] = {}
    for claim in ledger.by_id.values():
        standing[claim.status] = standing.get(claim.status, 0) + 1
    results = {
        "files": [{"path": path, "claims": number} for path, number in read.items()],
        "claims": len(ledger.by_id), "sources": len(ledger.sources), "standing": dict(sorted(standing.items())),
        "conflicts": {name: [claim.id for claim in members] for name, members in ledger.conflicts().items()},
        "same_document_conflicts": [[one.id, other.id] for one, other in ledger.same_document_conflicts()],
    }
    if json:
        print_json(envelope("claims check", results, inputs={"files": files or []}))
        return
    for path, number in read.items():
        print(f"{path}: {number} claim{'' if number == 1 else 's'} read, no fault; together with the ledger:")
    told = ", ".join(f"{count} {name}" for name, count in sorted(standing.items()))
    print(f"{results['claims']} claims from {results['sources']} sources: {told}")
    print(f"{len(ledger.conflicts())} quantities on which sources disagree, "
          f"{len(ledger.same_document_conflicts())} pairs of them inside one document")


class Format(StrEnum):
    """Formats of the ledger."""

    csv = "csv"
    bibtex = "bibtex"
    csl_json = "csl-json"


@app.command()
def export(
    subject: Annotated[str, typer.Argument(help="Only claims about this; without it, all.")] = "",
    form: Annotated[Format, typer.Option("--format", help="csv: claims; bibtex, csl-json: sources.")] = Format.csv,
    out: OutOption = None,
    claims: Files = None,
    json: JsonFlag = False,
) -> None:
    """Export claims as CSV, or their sources as BibTeX or CSL-JSON.

    Example: openiads claims export --format bibtex -o sources.bib
    """
    from openiads.knowledge.library import load_library

    ledger = load_library(claims or ())
    chosen = [item.claim for item in ledger.find(subject)] if subject else list(ledger.by_id.values())
    text = exported(chosen, form)
    if json:
        print_json(envelope("claims export", {"text": text, "path": out}, claims=[claim.id for claim in chosen],
                            inputs={"subject": subject or None, "format": form.value, "out": out}))
        if out not in (None, "-"):
            write_text(out, text)
    else:
        write_text(out, text)
    if out not in (None, "-"):
        what = "claims" if form is Format.csv else "claims' sources"
        note(f"wrote {out}: {len(chosen)} {what}")


def exported(chosen: Sequence[Any], form: Format) -> str:
    """Claims, or the sources behind them, as text in a format."""
    from openiads.knowledge.export import claims_csv, sources_bibtex, sources_csl_json

    sources = list({claim.source.key: claim.source for claim in chosen}.values())
    if form is Format.csv:
        return claims_csv(chosen)
    return sources_bibtex(sources) if form is Format.bibtex else sources_csl_json(sources)


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    if isinstance(value, tuple | list):
        return " to ".join(map(str, value))
    return "" if value is None else str(value)


def _quantity(row: Mapping[str, Any]) -> str:
    from openiads.output.page_claims import stated

    return f"{row['condition'].get('bound', '')} {stated(row['value'], row['unit'])}".strip()


def _card(row: Mapping[str, Any]) -> str:
    from openiads.output.belief_words import contract_words

    mark = "* " if row.get("is_nominal") else "  "
    who = f"{row['speaker']}, in " if row["speaker"] else ""
    lines = [
        f"{who}{row['publisher']}, {row['date']}; {row['grade']}, {row['status']}{_standing(row)}",
        row["link"] or "no link",
        f"condition: {_shown(row['condition'])}" if row["condition"] else "",
        f"counted as: the second batch is {row['arrival']}" if row["arrival"] else "",
        f"counted on its contract as: {contract_words(row['contract'])}" if row["contract"] else "",
        row["note"],
        f"known error: {row['defect']}" if row["defect"] else "",
    ]
    head = f"{mark}{row['id']}  {row['subject']}, {row['quantity']}: {_quantity(row)}"
    return "\n".join([head, *(f"      {line}" for line in lines if line)])


def _standing(row: Mapping[str, Any]) -> str:
    if row.get("draw_share"):
        return f"; believed by {row['draw_share']:.0%} of the draws"
    if row.get("counted_with"):
        return f"; counted with {row['counted_with']}"
    relation = row.get("relation", "same")
    return f"; {relation}, {row['relation_note']}" if relation != "same" and row["relation_note"] else \
        f"; {relation}" if relation != "same" else ""


def _belief(item: Mapping[str, Any]) -> str:
    from openiads.output.evidence import value_in_words

    source = f"claim {item['claim_id']}, marked * above" if item["claim_id"] else "no claim"
    condition = "".join(f", {key} {value:g} {item['condition_status']}" for key, value in item["condition"].items())
    value, low, high = (value_in_words(item[name], item["unit"]) for name in ("value", "low", "high"))
    return (f"\nThe nominal draw believes {item['key']} = {value} ({source}; {item['grade']}{condition}); "
            f"draws run from {low} to {high}.")


def _print_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        said = textwrap.shorten(_quantity(row), 40, placeholder=" ...")
        print(f"{row['id']:<13} {row['quantity']:<24} {said:<40} {row['grade']:<9} {row['status']:<8} {row['date']}")
