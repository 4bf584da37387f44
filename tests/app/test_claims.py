"""`openiads claims`."""

import csv
import io
import json

import pytest

CLAIM = """
subject = "91N6E"
[sources.mine]
publisher = "A gazette"
title = "A page"
date = "2020-01-01"
url = "https://example.org/page"
[[detection_range]]
id = "MINE-001"
value = {value}
unit = "km"
source = "mine"
grade = "press"
independence_group = "mine"
condition = {{ rcs_m2 = 1.0 }}
"""


def test_show_lists_all_conflicting_claims_and_marks_the_nominal(openiads):
    body = openiads("claims", "show", "40N6E", "range", "--json").json
    rows = body["results"]["claims"]
    assert {"MIS-107", "MIS-001", "CIT-MIS-068"} <= {row["id"] for row in rows}
    assert all({"publisher", "date", "grade", "link"} <= set(row) for row in rows)
    nominal = [row["id"] for row in rows if row["is_nominal"]]
    assert nominal == [body["results"]["believed"][0]["claim_id"]]
    text = openiads("claims", "show", "40N6E", "range").out
    assert f"* {nominal[0]}" in text
    assert "The nominal draw believes 40N6E.max_range" in text


def test_values_are_told_in_words_and_not_as_the_file_writes_them(openiads):
    assert "T-LORAMIDS, winning_bid: 3 billion USD" in openiads("claims", "show", "ALT-046").out
    assert "planned_delivery_year: 2020\n" in openiads("claims", "show", "TIM-010").out
    assert "3.44 billion USD" in openiads("claims", "diff", "ALT-045", "ALT-046").out
    assert "more than 90 mi" in openiads("claims", "show", "STO-007").out


def test_a_pinned_claim_is_the_nominal(openiads):
    body = openiads("claims", "show", "40N6E", "range", "--believe", "MIS-107", "--json").json
    assert body["results"]["believed"][0]["claim_id"] == "MIS-107"
    assert body["intervals"]["40N6E.max_range"] == [380_000, 380_000]


def test_one_claim_by_its_id(openiads):
    assert "Headline range" in openiads("claims", "show", "mis-001").out


def test_a_mistyped_name_is_met_with_the_nearest(openiads):
    answer = openiads("claims", "show", "40N6F", "range")
    assert answer.code == 3
    assert '"40N6"' in answer.err


def test_list_shows_components_and_their_claims(openiads):
    everything = openiads("claims", "list", "--json").json["results"]
    assert {"91N6E", "92N6E", "f-35", "pantsir-s1", "patriot"} <= {row["key"] for row in everything}
    assert openiads("claims", "list", "91N6E").out.count("\n") > 5
    assert "claims" in openiads("claims", "list").out


def test_diff_tells_in_what_two_claims_differ(openiads):
    body = openiads("claims", "diff", "MIS-003", "MIS-001", "--json").json["results"]
    assert "value" in body["differ"]
    assert not body["one_witness"]
    assert "! value" in openiads("claims", "diff", "MIS-003", "MIS-001").out
    assert openiads("claims", "diff", "MIS-001", "MIS-002", "--json").json["results"]["one_witness"]


@pytest.mark.parametrize(("one", "other", "told"), [
    ("MIS-107", "MIS-001", "one witness: MIS-107 is a prior"), ("MIS-003", "MIS-001", "two independent witnesses"),
    ("MIS-001", "MIS-002", "reprints of one statement"), ("MIS-107", "MIS-042", "no witness: MIS-107 is a prior"),
])
def test_diff_counts_witnesses_by_what_they_are(openiads, one, other, told):
    assert told in openiads("claims", "diff", one, other).out.splitlines()[-1]
    assert told in openiads("claims", "diff", one, other, "--json").json["results"]["witnesses"]


def test_show_knows_a_name_without_its_hyphen(openiads):
    plain, exact = (openiads("claims", "show", name, "range") for name in ("S400", "S-400"))
    assert (plain.code, plain.out) == (0, exact.out)
    assert "S-400" in plain.out


def test_check_counts_the_ledger_and_a_file_of_ones_own(openiads, tmp_path):
    bundled = openiads("claims", "check", "--json").json["results"]
    path = tmp_path / "mine.toml"
    path.write_text(CLAIM.format(value="[180, 220]"), encoding="utf-8")
    with_mine = openiads("claims", "check", str(path), "--json").json["results"]
    assert with_mine["claims"] == bundled["claims"] + 1
    assert with_mine["conflicts"]
    assert with_mine["files"] == [{"path": str(path), "claims": 1}]
    assert openiads("claims", "check", str(path)).out.startswith(f"{path}: 1 claim read, no fault")
    path.write_text(CLAIM.format(value="[220, 180]"), encoding="utf-8")
    answer = openiads("claims", "check", str(path))
    assert answer.code == 3
    assert "reversed" in answer.err


@pytest.mark.parametrize(("form", "holds"), [("csv", "MIS-107"), ("bibtex", "@misc{"), ("csl-json", '"id"')])
def test_export_writes_each_format(openiads, tmp_path, form, holds):
    path = tmp_path / "out.txt"
    answer = openiads("claims", "export", "40N6E", "--format", form, "-o", str(path))
    assert (answer.code, answer.out, f"wrote {path}" in answer.err) == (0, "", True)
    text = path.read_text(encoding="utf-8")
    assert holds in text
    assert openiads("claims", "export", "40N6E", "--format", form, "--json").json["results"]["text"]
    if form == "csl-json":
        assert json.loads(text)
    if form == "csv":
        assert len(list(csv.DictReader(io.StringIO(text)))) > 5
