"""`openiads readiness`: its sentence, its table, its files, its object, and what it says to what it cannot do."""

import csv
from pathlib import Path

import pytest

from openiads.scenario.files import shipped

FEW = ("--draws", "6", "--runs", "2", "--until", "2027-08-01")


def test_it_says_when_half_is_not_ready_and_that_this_is_assumed(openiads):
    answer = openiads("readiness", *FEW)
    assert answer.code == 0
    assert answer.out.startswith("With imports stopped from 2026-01-01, half of the 16 launchers of the first batch")
    text = " ".join(answer.out.split())
    assert "This is assumed: no source of the ledger states any" in text
    assert "no forecast" in text
    assert answer.out.count("A, the first batch") == 3
    assert "B, " not in answer.out


def test_every_reading_of_batch_has_its_row(openiads):
    answer = openiads("readiness", *FEW, "--means", "all", "-q")
    for label in ("one battery", "two batteries", "one battalion", "two battalions", "one regiment", "never arrives"):
        assert answer.out.count(f"B, {label}") == 3


def test_one_object_in_the_envelope(openiads):
    body = openiads("readiness", *FEW, "--means", "one-regiment", "--json", "-q").json
    assert body["command"] == "readiness"
    assert body["inputs"]["months"] == 60
    assert body["inputs"]["imports_stop"] == "2026-01-01"
    assert body["seed"] == 20220816
    assert "TUR-041" in body["claims"]
    assert {item["meaning"] for item in body["results"]["kept"]} == {"", "one-regiment"}
    assert set(body["intervals"]["months_to_half"]) == {
        f"{arm}/{case}" for arm in ("A", "one-regiment") for case in ("imports-go-on", "imports-stop", "localised")}
    assert "assumed" in body["results"]["sentence"]


def test_days_change_the_cases(openiads):
    body = openiads("readiness", *FEW, "--imports-stop", "2024-05-01", "--localised-from", "never", "--json", "-q").json
    assert [case["label"] for case in body["results"]["cases"]] == ["imports go on", "imports stop on 2024-05-01"]
    never = openiads("readiness", *FEW, "--imports-stop", "never", "--localised-from", "never", "-q").out
    assert never.startswith("If imports go on, ")


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(openiads):
    first, again, other = (openiads("readiness", *FEW, "--seed", seed, "--json", "-q").out for seed in ("7", "7", "8"))
    assert first == again
    assert first != other


@pytest.mark.parametrize("ending", [".csv", ".png", ".svg"])
def test_it_writes_what_the_ending_asks_for(openiads, tmp_path, ending):
    path = tmp_path / f"kept{ending}"
    answer = openiads("readiness", *FEW, "-o", str(path))
    assert answer.code == 0
    assert f"wrote {path}" in answer.err
    if ending == ".csv":
        rows = list(csv.DictReader(path.open(encoding="utf-8")))
        assert len(rows) == 3 * 5 * 61
    else:
        assert path.stat().st_size > 10_000


def test_standard_output_gets_the_table_alone(openiads):
    answer = openiads("readiness", *FEW, "-o", "-")
    assert answer.code == 0
    assert len(list(csv.DictReader(answer.out.splitlines()))) == 3 * 5 * 61


def test_a_claim_of_ones_own_is_believed(openiads, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("""
[sources.maker-2021]
publisher = "A maker"
title = "Reliability of a launcher"
date = "2021"
url = "https://example.org/reliability"

[["5P85".time_between_failures]]
id = "OWN-001"
value = 2000
unit = "h"
source = "maker-2021"
grade = "press"
independence_group = "maker-2021"
""", encoding="utf-8")
    body = openiads("readiness", *FEW, "--claims", str(path), "--believe", "OWN-001", "--json", "-q").json
    item = next(item for item in body["results"]["inputs"] if item["key"] == "5P85.time_between_failures")
    assert (item["status"], item["claim"], item["value"]) == ("witness", "OWN-001", 7.2e6)
    assert "OWN-001" in body["claims"]
    assert "31 are assumed" in body["results"]["sentence"]


@pytest.mark.parametrize(("arguments", "code", "fault", "told"), [
    (("second-bach",), 3, "E0101", 'did you mean "second-batch"'),
    (("--imports-stop", "soon"), 3, "E0314", "--imports-stop never"),
    (("--imports-stop", "1990-01-01"), 3, "E0314", "before the scenario's day"),
    (("--localised-from", "2024-13-01"), 3, "E0314", "--localised-from"),
    (("--until", "never"), 3, "E0314", "--until 2026-01-01"),
    (("--until", "2020-01-01"), 3, "E0314", "2020-01-01 lies before 2022-08-16, the scenario's day"),
    (("--until", "2099-01-01"), 3, "E0314", "2099-01-01 is 917 months after 2022-08-16"),
    (("--draws", "1"), 3, "E0314", "1 draw\n"), (("--runs", "1"), 3, "E0314", "1 run\n"),
    (("--means", "a-fleet"), 3, "E0507", "one-battalion"),
    (("--draws", "1"), 3, "E0314", "--draws 200"), (("--runs", "0"), 3, "E0314", "--runs 8"),
    (("--seed", "-1"), 3, "E0314", "63 bits"),
    (("--believe", "MIS-001"), 3, "E0213", "MIS-001"),
    (("-o", "kept.pdf"), 3, "E0105", ".csv"),
    (("--bogus",), 2, "E0104", "openiads readiness"),
])
def test_what_it_cannot_do_is_told_with_the_mend(openiads, arguments, code, fault, told):
    answer = openiads("readiness", *arguments)
    assert answer.code == code
    assert fault in answer.err
    assert told in answer.err
    assert "Traceback" not in answer.err


def test_a_scenario_without_a_programme_is_told_how_to_get_one(openiads, tmp_path):
    text = shipped()["second-batch"]
    path = Path(tmp_path / "bare.toml")
    path.write_text(text[:text.index("[programme]")] + text[text.index("[[bearings]]"):], encoding="utf-8")
    answer = openiads("readiness", str(path))
    assert answer.code == 3
    assert "E0507" in answer.err
    assert "[programme]" in answer.err
