"""Exports are read back: CSV by the standard library, BibTeX by a strict grammar, CSL-JSON by its own rules."""

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.knowledge.evidence import Source
from openiads.knowledge.export import CSV_COLUMNS, claims_csv, sources_bibtex, sources_csl_json
from openiads.knowledge.library import load_library
from tests.knowledge.ledgers import claim

LEDGER = load_library()
SOURCES = list(LEDGER.sources.values())
ENTRY = re.compile(r"@misc\{([^,\s{}]+),\n((?:  \w+ = .+,\n)+)\}")
FIELD = re.compile(r"^  (\w+) = (\{.*\}|[a-z]{3}),$")
UNESCAPED = re.compile(r"(?<!\\)[%&#$_]")


def read_bibtex(text):
    """Entries of a BibTeX text; anything that is no entry is an error."""
    assert ENTRY.sub("", text).strip() == ""
    entries = {}
    for key, body in ENTRY.findall(text):
        fields = dict(FIELD.match(line).groups() for line in body.splitlines())
        for name, value in fields.items():
            plain = re.sub(r"\\[{}]", "", value)
            depth = 0
            for letter in plain:
                depth += {"{": 1, "}": -1}.get(letter, 0)
                assert depth >= 0
            assert depth == 0, (key, name)
        entries[key] = fields
    return entries


def test_every_claim_comes_back_from_csv():
    rows = list(csv.DictReader(io.StringIO(claims_csv(LEDGER.by_id.values()), newline="")))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert [row["id"] for row in rows] == list(LEDGER.by_id)
    for row in rows:
        item = LEDGER.claim(row["id"])
        assert row["note"] == item.note
        assert row["url"] == (item.source.url or "")
        if isinstance(item.value, int | float):
            assert float(row["value"]) == item.value
        if isinstance(item.value, tuple):
            assert json.loads(row["value"]) == list(item.value)


@given(st.text(max_size=40))
def test_any_text_survives_csv_and_no_cell_is_a_formula(text):
    rows = list(csv.DictReader(io.StringIO(claims_csv([claim("X", note=text)]), newline="")))
    assert rows[0]["note"].removeprefix("'") == text.removeprefix("'")
    assert not rows[0]["note"].startswith(("=", "+", "-", "@"))


def test_every_source_is_one_sound_bibtex_entry():
    entries = read_bibtex(sources_bibtex(SOURCES))
    assert set(entries) == set(LEDGER.sources)
    for key, fields in entries.items():
        source = LEDGER.sources[key]
        assert ("year" in fields) == (source.date != "undated")
        assert ("note" in fields) == (source.date == "undated")
        assert not UNESCAPED.search(fields["title"])
        if source.url:
            assert fields["howpublished"] == rf"{{\url{{{source.url}}}}}"


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40))
def test_any_title_stays_inside_its_braces(title):
    entries = read_bibtex(sources_bibtex([Source("key", "Publisher", title, "2020-03")]))
    assert entries["key"]["month"] == "mar"


def test_csl_json_items_have_what_a_citation_processor_needs():
    items = json.loads(sources_csl_json(SOURCES))
    assert [item["id"] for item in items] == list(LEDGER.sources)
    for item in items:
        assert set(item) <= {"id", "type", "title", "author", "issued", "URL", "language"}
        assert item["type"] in ("webpage", "document")
        assert item["author"][0]["literal"]
        for parts in item.get("issued", {}).get("date-parts", []):
            assert 1 <= len(parts) <= 3
            assert 1900 < parts[0] < 2100


@pytest.mark.parametrize("date", ["2020", "2020-03", "2020-03-09"])
def test_dates_keep_their_precision(date):
    item = json.loads(sources_csl_json([Source("key", "Publisher", "Title", date)]))[0]
    assert item["issued"]["date-parts"] == [[int(part) for part in date.split("-")]]
