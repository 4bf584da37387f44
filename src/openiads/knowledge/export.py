"""The ledger in other people's formats: claims as CSV, sources as BibTeX and CSL-JSON."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from openiads.knowledge.evidence import UNDATED, Claim, Source

CSV_COLUMNS = (
    "id", "subject", "quantity", "value", "unit", "condition", "grade", "status", "checked", "kind",
    "independence_group", "conflict_group", "unit_word", "speaker", "speaks_for", "side", "mode",
    "about", "contradicts", "arrival", "contract", "date", "publisher", "title", "url",
    "defect", "note",
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BIBTEX_ESCAPES = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})
FORMULA_STARTS = ("=", "+", "-", "@")  # a spreadsheet would run such a cell


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value


def _cell(value: Any) -> str:
    if value is None or value in ({}, ()):
        return ""
    text = value if isinstance(value, str) else json.dumps(_plain(value), ensure_ascii=False)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text


def claims_csv(claims: Iterable[Claim]) -> str:
    """Claims as CSV (RFC 4180), one row each; values that are no plain number or text are JSON."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for claim in claims:
        source = claim.source
        fields = {
            **{name: getattr(claim, name, None) for name in CSV_COLUMNS}, "independence_group": claim.origin,
            "publisher": source.publisher, "title": source.title, "url": source.url,
        }
        writer.writerow([_cell(fields[name]) for name in CSV_COLUMNS])
    return out.getvalue()


def _date_parts(date: str) -> list[int]:
    return [] if date == UNDATED else [int(part) for part in date.split("-")]


def _bibtex_entry(source: Source) -> str:
    parts = _date_parts(source.date)
    fields = {
        "title": f"{{{source.title.translate(_BIBTEX_ESCAPES)}}}",
        "author": f"{{{source.publisher.translate(_BIBTEX_ESCAPES)}}}",
        "year": str(parts[0]) if parts else "",
        "day": str(parts[2]) if len(parts) > 2 else "",
        "howpublished": rf"\url{{{source.url}}}" if source.url else "",
        "language": source.language or "",
        "note": "" if parts else UNDATED,
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    if len(parts) > 1:
        lines.append(f"  month = {MONTHS[parts[1] - 1]},")
    return "\n".join([f"@misc{{{source.key},", *lines, "}"])


def sources_bibtex(sources: Iterable[Source]) -> str:
    """Sources as BibTeX entries; publishers in double braces, because they are no personal names."""
    return "\n\n".join(_bibtex_entry(source) for source in sources) + "\n"


def sources_csl_json(sources: Iterable[Source]) -> str:
    """Sources as CSL-JSON items."""
    items = []
    for source in sources:
        parts = _date_parts(source.date)
        item: dict[str, Any] = {
            "id": source.key, "type": "webpage" if source.url else "document", "title": source.title,
            "author": [{"literal": source.publisher}],
        }
        if parts:
            item["issued"] = {"date-parts": [parts]}
        item |= {name: text for name, text in (("URL", source.url), ("language", source.language)) if text}
        items.append(item)
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"
