"""`openiads sensitivity`: ranked claims whose bar ends are sources, by look-up and by fights, and faults in words."""

import csv
import io
import json
import signal
from pathlib import Path

import pytest

from openiads.app import progress
from openiads.output import sensitivity as sweeps
from tests.app.conftest import Answer
from tests.app.fight_lines import RAID, call, codes
from tests.output.small_study import small_text

LOOKED_UP = ("--target", "f-16", "--altitude", "5000 m AMSL", "--draws", "16")
FOUGHT = (*RAID, "--draws", "8")


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("scenario") / "small.toml"
    path.write_text(small_text(), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def areas(scenario: str) -> Answer:
    answer = call("sensitivity", scenario, "detection_range", *LOOKED_UP, "--json")
    assert answer.code == 0, answer.err
    return answer


def test_the_envelope_ranks_disputes_whose_sides_are_sources(areas):
    body = areas.json
    found = body["results"]
    assert (body["schema"], body["command"]) == ("openiads/envelope/1", "sensitivity")
    assert (found["stage"], found["draws"], found["repeats"]) == ("finished", 16, 1)
    keys = [item["key"] for item in found["ranked"]]
    assert {"91N6E.detection_range", "92N6E.detection_range", "f-16.rcs"} <= set(keys)
    clear = [item["clear"] for item in found["ranked"]]
    assert clear == sorted(clear, reverse=True)
    swings = [item["swing"] for item in found["ranked"] if item["clear"]]
    assert swings == sorted(swings, reverse=True)
    assert swings
    for item in found["ranked"]:
        assert sum(side["share_of_draws"] for side in item["sides"]) == pytest.approx(1)
        assert all(side["claims"] and side["sources"] and side["grade"] for side in item["sides"])
        told = body["intervals"]["ranked"][item["key"]]["sides"]
        for side in item["sides"]:
            change = told[" ".join(side["claims"])]["change"]
            assert change["low"] <= side["change"] <= change["high"]
    assert "f-35.rcs" not in keys
    frozen = {item["key"] for item in found["frozen"]}
    assert frozen.isdisjoint(keys)
    assert "fire-unit.launchers" in frozen
    moved = {claim for item in found["ranked"] if item["moves"] for side in item["sides"] for claim in side["claims"]}
    assert moved <= set(body["claims"])
    assert not set(body["claims"]) & set(found["claims_without_effect"])


def test_the_terminal_and_the_files_tell_the_same(areas, scenario, tmp_path):
    table, picture = tmp_path / "t.csv", tmp_path / "t.svg"
    told = call("sensitivity", scenario, "detection_range", *LOOKED_UP, "-o", str(table))
    assert told.code == 0, told.err
    assert " ".join(told.out.split())[:60] in " ".join(areas.json["results"]["sentence"].split())
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8"))))
    ends = {(row["quantity"], row["claims"]): row for row in rows if row["rank"]}
    for item in areas.json["results"]["ranked"]:
        assert item["label"] in told.out
        for side in item["sides"]:
            row = ends[item["key"], " ".join(side["claims"])]
            assert float(row["change"]) == pytest.approx(side["change"], rel=1e-5)
    assert sum(row["note"].startswith("frozen") for row in rows) == len(areas.json["results"]["frozen"])
    drawn = call("sensitivity", scenario, "detection_range", *LOOKED_UP, "-o", str(picture))
    assert drawn.code == 0, drawn.err
    assert picture.read_text("utf-8").startswith("<?xml")
    assert not picture.with_suffix(".png").exists()


def test_the_same_command_tells_the_same_bytes(areas, scenario):
    assert call("sensitivity", scenario, "detection_range", *LOOKED_UP, "--json").out == areas.out


def test_a_pinned_claim_is_no_dispute_any_more(scenario):
    answer = call("sensitivity", scenario, "covered_area", *LOOKED_UP, "--believe", "RAD-040", "--json")
    found = answer.json["results"]
    assert "91N6E.detection_range" not in [item["key"] for item in found["ranked"]]
    assert "91N6E.detection_range" in [item["key"] for item in found["frozen"]]


def test_a_second_batch_hangs_on_what_the_word_means(scenario):
    answer = call("sensitivity", f"{scenario}:B", "raid_absorbed", "--draws", "8", "--json")
    assert answer.code == 0, answer.err
    found = answer.json["results"]
    change = {side["reading"]: side["change"] for side in found["switch"]["sides"]}
    assert change["never-arrives"] < 0 < change["two-battalions"]
    assert found["switch"]["chosen"]["text"] == "one battalion"
    assert found["value"] + change["never-arrives"] == pytest.approx(found["value"] / 2)
    assert all(side["read_so"] for side in found["switch"]["sides"])
    assert "Of the readings of the word batch" in found["sentence"]
    apart = call("sensitivity", f"{scenario}:B", "raid_absorbed", "--placed", "apart", "--json")
    assert (apart.code, codes(apart)) == (2, {"E0121"})
    added = call("sensitivity", f"{scenario}:B", "covered_area", "--placed", "apart", "--altitude", "60 m AGL",
                 "--draws", "8", "--json")
    alone = call("sensitivity", scenario, "covered_area", "--altitude", "60 m AGL", "--draws", "8", "--json")
    never = {side["reading"]: side["value"] for side in added.json["results"]["switch"]["sides"]}["never-arrives"]
    assert never == pytest.approx(alone.json["results"]["value"])
    assert added.json["results"]["value"] > never


def test_fights_are_swept_with_the_same_luck(scenario):
    answer = call("sensitivity", scenario, "leakers", *FOUGHT, "--json")
    assert answer.code == 0, answer.err
    found = answer.json["results"]
    assert (found["draws"], found["repeats"]) == (8, 2)
    assert "f-16.rcs" in [item["key"] for item in found["ranked"]]
    assert 0 <= found["value"] <= 4
    assert found["what"].endswith("against the first batch")


def test_capacities_follow_the_arrival(scenario):
    def ready(*options):
        answer = call("sensitivity", *options, "ready_rounds", "--draws", "8", "--json")
        assert answer.code == 0, answer.err
        return answer.json["results"]["value"]

    one, two = ready(scenario), ready(f"{scenario}:B", "--second-batch", "arrives")
    assert ready(f"{scenario}:B", "--second-batch", "never") == pytest.approx(one)
    assert two == pytest.approx(2 * one)


def test_where_no_claim_can_be_ranked_the_nearest_height_at_which_one_can_is_told(scenario):
    answer = call("sensitivity", scenario, "covered_area", "--draws", "40", "--json")
    assert answer.code == 0, answer.err
    assert "no disputed claim moves area detected clearly for the first batch, a cruise missile at 60 m" in answer.err
    assert any(item["clear"] for item in answer.json["results"]["ranked"])
    assert "60 m AGL" not in answer.json["results"]["what"]
    asked = call("sensitivity", scenario, "covered_area", "--draws", "16", "--altitude", "60 m AGL", "--json")
    assert "60 m AGL" in asked.json["results"]["what"]


@pytest.mark.parametrize(("metric", "options"), [
    ("covered_area", ("--lose", "91N6E")), ("covered_area", ("--stand-alone",)), ("covered_area", ("--size", "3")),
    ("ready_rounds", ("--raid", "aircraft-wave")), ("ready_rounds", ("--altitude", "60 m AGL")),
    ("covered_area", ("--repeats", "2")), ("leakers", ("--target", "f-16")), ("leakers", ("--altitude", "60 m AGL")),
    ("covered_area", ("--means", "one-battery")), ("covered_area", ("--placed", "apart")),
    ("leakers", ("--second-batch", "never")), ("saturation_raid", ("--size", "3")),
])
def test_an_option_that_changes_nothing_is_refused(metric, options):
    answer = call("sensitivity", "second-batch", metric, *options, "--json")
    assert (answer.code, codes(answer)) == (2, {"E0121"})
    assert options[0] in json.loads(answer.out)["errors"][0]["where"]


def test_what_was_asked_stands_in_the_envelope(scenario):
    answer = call("sensitivity", scenario, "leakers", *FOUGHT, "--lose", "91N6E", "--stand-alone", "--json")
    assert answer.code == 0, answer.err
    inputs = answer.json["inputs"]
    assert (inputs["lose"], inputs["stand_alone"], inputs["second_batch"]) == (["91N6E"], True, "arrives")


def test_a_table_and_an_envelope_do_not_share_standard_output():
    answer = call("sensitivity", "second-batch", "ready_rounds", "-o", "-", "--json")
    assert (answer.code, codes(answer)) == (2, {"E0103"})


@pytest.mark.parametrize("metric", ["coverd_area", "p_zero_leaks", "xyz"])
def test_an_unknown_metric_offers_the_nearest(metric):
    answer = call("sensitivity", "second-batch", metric, "--json")
    assert (answer.code, codes(answer)) == (2, {"E0121"})
    near = {"coverd_area": "covered_area", "p_zero_leaks": "p_zero_leak", "xyz": "covered_area"}[metric]
    assert near in json.loads(answer.out)["errors"][0]["fix"]


@pytest.mark.parametrize(("options", "code"), [
    (("--draws", "3"), "E0314"), (("--repeats", "0"), "E0314"), (("--altitude", "60 m"), "E0312"),
    (("--target", "f-17"), "E0102"), (("-o", "x.doc"), "E0105"), (("--believe", "NON-001"), "E0212"),
])
def test_faults_are_told_before_any_work(options, code):
    answer = call("sensitivity", "second-batch", "covered_area", *options, "--json")
    assert code in codes(answer)
    assert answer.code in (2, 3)


def test_an_interrupt_keeps_whole_draws_and_labels_them(scenario, tmp_path, monkeypatch):
    monkeypatch.setattr(progress, "_stop", False)  # which is put back for the tests that follow
    real, looks = sweeps.tables_of, []

    def tables(*arguments):
        looks.append(arguments)
        if len(looks) == 1:
            signal.raise_signal(signal.SIGINT)
        return real(*arguments)

    monkeypatch.setattr(sweeps, "tables_of", tables)
    out = tmp_path / "t.csv"
    answer = call("sensitivity", scenario, "covered_area", "--altitude", "60 m AGL", "--draws", "32",
                  "-o", str(out), "--json")
    assert answer.code == 130
    assert (answer.json["results"]["stage"], answer.json["results"]["draws"]) == ("partial", sweeps.WATCHED)
    assert "partial: 8 of 32 draws" in Path(out).read_text("utf-8")
    assert progress.stop_requested()


def test_a_raid_that_always_leaks_gives_way_to_one_that_tells():
    answer = call("sensitivity", "second-batch", "p_zero_leak", "--draws", "8", "--repeats", "1", "--json")
    assert answer.code == 0
    assert "none of 24 raids of mixed-reference are stopped whole" in answer.err
    assert "aircraft-wave" in answer.err
    assert 0 < answer.json["results"]["value"] < 1
