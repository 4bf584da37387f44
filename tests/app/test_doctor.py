"""The doctor looks at everything and says where something is wrong."""

import json

from openiads.app import doctor


def test_all_is_well_here(openiads):
    answer = openiads("doctor", "--json")
    assert answer.code == 0
    found = {(row["group"], row["name"]): row for row in answer.json["results"]}
    assert found["self-check", "horizon"]["ok"]
    assert "54.50 km" in found["self-check", "horizon"]["value"]
    assert "claims" in found["data", "ledger"]["value"]
    assert {name for group, name in found if group == "folders"} == {"config", "data", "cache", "state"}


def test_the_folders_can_be_moved(openiads, tmp_path):
    rows = json.loads(openiads("doctor", "--json").out)["results"]
    told = {row["name"]: row["value"] for row in rows if row["group"] == "folders"}
    assert told["config"] == str(tmp_path / "config")


def test_a_folder_that_cannot_be_written_is_a_problem_and_none_is_left_behind(openiads, tmp_path, monkeypatch):
    monkeypatch.setenv("OPENIADS_CONFIG_DIR", "/proc/x")
    answer = openiads("doctor")
    assert answer.code == 4
    assert "PROBLEM folders    config       /proc/x (not writable: " in answer.out
    assert not any((tmp_path / name).exists() for name in ("data", "state"))


def test_a_failed_check_is_a_problem(openiads, monkeypatch):
    monkeypatch.setattr(doctor, "HORIZON_M", 60_000.0)
    answer = openiads("doctor")
    assert answer.code == 4
    assert "PROBLEM self-check" in answer.out
