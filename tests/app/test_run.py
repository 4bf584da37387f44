"""`openiads run`: one answer on any workers, again for nothing, through an interrupt, and faults in words."""

import csv
import json
import signal
from pathlib import Path

import pytest

from openiads.campaign import runner
from openiads.scenario.files import renamed, shipped
from tests.app.conftest import Answer
from tests.app.fight_lines import RAID, call, codes, contents, fought_once, results

FIGHT = ("run", "second-batch:A", *RAID, "--runs", "24")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    return fought_once(tmp_path_factory, *FIGHT)


def test_the_envelope_holds_the_answer(known):
    folder, answer = known
    body = answer.json
    assert (body["schema"], body["command"]) == ("openiads/envelope/1", "run")
    found = body["results"]
    assert (found["runs"], found["draws"], found["raiders"], found["stage"]) == (24, 3, 4, "finished")
    assert found["stopped"] == "24 runs were asked for"
    assert sum(found["leaker_histogram"]) == 24
    assert set(found["metrics"]) == set(found["units"]) == set(body["intervals"]) - {"engagement_opportunities"}
    assert set(found["engagement_opportunities"]) == set(body["intervals"]["engagement_opportunities"]) == {"f-16"}
    cost = found["cost_exchange"]
    assert {"low", "high"} == set(cost["cost_per_kill"])
    assert cost["value_defended"]["value"] == found["metrics"]["value_defended"]
    assert cost["rounds_left"]["value"] == found["metrics"]["rounds_left"]
    assert cost["ratio"] == [{"target": "f-16", "low": None, "high": None, "claims": [],
                              "words": "no citable source states this"}]
    assert body["intervals"]["leakers"]["low"] <= found["metrics"]["leakers"] <= body["intervals"]["leakers"]["high"]
    assert {"RAD", "TGT", "MIS"} <= {claim[:3] for claim in body["claims"]}
    assert body["inputs"]["arm"] == "A"
    assert body["warnings"] == []
    wanted = {"campaign.toml", "manifest.toml", "runs.parquet", "outcomes.parquet", "metrics.csv"}
    assert wanted <= set(contents(folder))


def test_every_metric_stands_in_the_table_with_its_unit_and_interval(known):
    folder, answer = known
    with (folder / "metrics.csv").open(encoding="utf-8") as file:
        rows = {row["metric"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(answer.json["results"]["metrics"])
    assert rows["warning_time_s"]["catalogue"] == "M05"
    assert rows["magazine_empty"]["catalogue"] == "M09"
    for name, row in rows.items():
        value = answer.json["results"]["metrics"][name]
        assert row["unit"] == answer.json["results"]["units"][name]
        if value is None:
            assert row["value"] == ""
        else:
            assert float(row["value"]) == pytest.approx(value, rel=1e-5)
            assert float(row["low"]) <= float(row["value"]) <= float(row["high"])


def test_a_second_run_of_the_same_is_no_run_and_prints_the_same(known, monkeypatch):
    folder, answer = known
    before = contents(folder)
    monkeypatch.setattr(runner, "_fight", None)
    again = call(*FIGHT, "--out", str(folder), "--json")
    assert (again.code, again.out) == (0, answer.out)
    assert contents(folder) == before
    told = call(*FIGHT, "--out", str(folder))
    assert told.code == 0
    assert answer.json["results"]["sentence"] in told.out
    assert "Kill probabilities are assumed or claimed, never measured" in told.out


@pytest.mark.parametrize("options", [("--workers", "2"), ("--workers", "2", "--chunk", "5"),
                                     ("--workers", "2", "--pool", "processes", "--chunk", "7")])
def test_workers_pools_and_chunks_change_nothing(known, tmp_path, options):
    answer = call(*FIGHT, "--out", str(tmp_path), "--json", *options)
    assert answer.code == 0, answer.err
    assert results(answer) == results(known[1])
    assert contents(tmp_path) == contents(known[0])


def test_an_interrupt_leaves_a_labelled_part_that_is_carried_on_to_the_same_bytes(known, tmp_path, monkeypatch):
    real, kept = runner.RunFolder.keep, []

    def keep(self, *arguments):
        real(self, *arguments)
        kept.append(arguments)
        if len(kept) == 2:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(runner.RunFolder, "keep", keep)
    answer = call(*FIGHT, "--out", str(tmp_path), "--workers", "1", "--chunk", "4", "--json")
    assert answer.code == 130
    assert answer.json["results"]["stage"] == "partial"
    assert 8 <= answer.json["results"]["runs"] < 24
    assert "the same command carries on" in answer.json["warnings"][0]
    whole = call(*FIGHT, "--out", str(tmp_path), "--workers", "2", "--json")
    assert (whole.code, results(whole)) == (0, results(known[1]))
    assert contents(tmp_path) == contents(known[0])


def test_a_folder_of_another_fight_is_refused(known):
    before = contents(known[0])
    other = call(*FIGHT, "--seed", "7", "--out", str(known[0]), "--json")
    assert (other.code, codes(other)) == (3, {"E0602"})
    longer = call(*FIGHT[:-1], "32", "--out", str(known[0]), "--json")
    assert (longer.code, codes(longer)) == (3, {"E0604"})
    assert contents(known[0]) == before


@pytest.mark.parametrize(("arguments", "exit_code", "code", "told"), [
    (("second-bach:A",), 3, "E0101", 'did you mean "second-batch"'),
    (("second-batch:C",), 3, "E0101", "second-batch"),
    (("second-batch:A", "--raid", "aircraft-wav"), 3, "E0101", "aircraft-wave"),
    (("second-batch:A", "--size", "0"), 3, "E0314", "--size"),
    (("second-batch:A", "--runs", "50", "--precision", "3"), 2, "E0103", "keep one of the two"),
    (("second-batch:A", "--runs", "1"), 3, "E0314", "--runs 200"),
    (("second-batch:A", "--precision", "0"), 3, "E0314", "--precision 3"),
    (("second-batch:B", "--means", "a-fleet"), 3, "E0507", "one-battalion"),
    (("second-batch:B", "--placed", "nowhere"), 3, "E0507", "colocated"),
    (("second-batch:A", "--lose", "91N7E"), 3, "E0102", "91N6E"),
    (("second-batch:A", "--lose", "91N6E@soon"), 3, "E0313", "soon"),
    (("second-batch:A", "--workers", "0"), 3, "E0314", "-j 2"),
    (("second-batch:A", "--pool", "fork"), 2, "E0103", "threads or processes"),
    (("second-batch:A", "--chunk", "0"), 3, "E0314", "--chunk 20"),
    (("second-batch:A", "--believe", "RAD-04"), 3, "E0212", "RAD-040"),
    (("second-batch:A", "--cluster", "tcp://127.0.0.1:9"), 4, "E0605", "no scheduler answers"),
])
def test_what_cannot_be_fought_is_answered_in_words(tmp_path, arguments, exit_code, code, told):
    answer = call("run", *arguments, "--out", str(tmp_path / "refused"), "--json")
    assert answer.code == exit_code, answer.err
    assert code in codes(answer)
    assert told in answer.err
    assert not list(tmp_path.rglob("*.parquet"))


def test_a_cluster_without_its_library_is_missing_data(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    answer = call(*FIGHT, "--cluster", "tcp://127.0.0.1:8786", "--out", str(tmp_path), "--json")
    assert (answer.code, codes(answer)) == (4, {"E0605"})
    assert "pip install 'openiads[cluster]'" in answer.err


def test_a_choice_that_does_nothing_is_warned_of(tmp_path):
    text = shipped()["second-batch"].replace("\n[doctrine]\n", '\n[doctrine]\nlosses = [{ component = "64N6E" }]\n')
    (tmp_path / "mine.toml").write_text(renamed(text, "mine"), encoding="utf-8")
    answer = call("run", str(tmp_path / "mine.toml"), *RAID, "--runs", "8", "--out", str(tmp_path / "out"), "--json")
    assert answer.code == 0, answer.err
    assert "losses name '64N6E'" in answer.json["warnings"][0]
    assert "warning: doctrine: losses name" in answer.err


def test_what_is_lost_changes_what_is_seen(known, tmp_path):
    answer = call(*FIGHT, "--lose", "91N6E", "--lose", "96L6E", "--out", str(tmp_path), "--json")
    assert answer.code == 0, answer.err
    assert answer.json["results"]["metrics"] != known[1].json["results"]["metrics"]
    assert answer.json["inputs"]["lose"] == ["91N6E", "96L6E"]


SMALL_FOOTPRINT = """
[fights.footprint]
radius = "60 km"
step = "60 km"
runs = 8
"""


def test_a_footprint_is_told_written_and_the_same_on_any_workers(tmp_path):
    path = tmp_path / "small.toml"
    text = shipped()["second-batch"]
    path.write_text(text[:text.index("[fights.footprint]")] + SMALL_FOOTPRINT + text[text.index("[[bearings]]"):],
                    encoding="utf-8")
    found = []
    for workers in ("1", "2"):
        folder = tmp_path / workers
        answer = call("run", f"{path}:A", *RAID, "--runs", "8", "--footprint", "city", "--out", str(folder), "--json",
                      "--workers", workers)
        assert answer.code == 0, answer.err
        found.append((answer.json["results"]["defended_footprint"], contents(folder)["footprint.csv"]))
    assert found[0] == found[1]
    told, interval = found[0][0], answer.json["intervals"]["defended_footprint"]
    assert (told["places"], told["cell_km"], interval["unit"]) == (5, 60.0, "km2")
    assert interval["low"] <= told["area_km2"] <= interval["high"] <= told["asked_km2"] == 5 * 3600
    body = json.loads((tmp_path / "1" / "footprint.geojson").read_text(encoding="utf-8"))
    assert [feature["properties"]["area_km2"] for feature in body["features"]] == [told["area_km2"]]


def test_an_asset_that_the_raid_does_not_have_is_refused():
    answer = call(*FIGHT, "--footprint", "castle", "--json")
    assert answer.code == 3
    assert codes(answer) == {"E0507"}
