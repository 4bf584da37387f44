"""`openiads story`: list, show and all, with the envelope, a folder and faults in words."""

import json
import shlex
from types import SimpleNamespace

import pytest

from openiads.app.study import _gallery
from openiads.knowledge.library import load_library
from openiads.output.statistics import Estimate
from openiads.output.words import percent
from openiads.scenario import files

KEYS = ["schema", "version", "command", "inputs", "seed", "results", "intervals", "claims", "warnings"]


def test_the_list_names_every_story(openiads):
    answer = openiads("story", "list", "--json")
    assert answer.code == 0
    assert list(answer.json) == KEYS
    assert [row["number"] for row in answer.json["results"]] == [1, 2, 3, 4, 5, 6]
    assert "hill" in openiads("story", "list").out


def test_story_without_a_command_lists_the_stories(openiads):
    assert openiads("story") == openiads("story", "list")


def test_another_group_without_a_command_names_its_commands_in_a_line(openiads):
    told = openiads("claims")
    assert told.code == 2
    assert "openiads claims has list, show, diff, check, export" in told.err
    assert "Usage" not in told.err


def test_both_batches_together_are_something_that_a_raid_can_be_sent_against():
    """Labels stand after "against" and before "get through", so each names the force whole."""
    for name, text in files.shipped().items():
        arms = files.read_scenario(text, name).arms
        for label in (arms.first.label, arms.second.label):
            assert not label.startswith(("with ", "and ")), name


def test_a_story_tells_its_four_answers(openiads):
    answer = openiads("story", "show", "hill")
    assert answer.code == 0
    heads = ["What was said", "What the circle says", "What the model says", "What remains unknown"]
    places = [answer.out.index(head) for head in heads]
    assert places == sorted(places)


def test_a_story_as_json_names_its_claims_and_writes_its_folder(openiads, tmp_path):
    answer = openiads("story", "show", "hill", "--json", "-o", str(tmp_path / "tale"))
    assert answer.code == 0
    (told,) = answer.json["results"]
    assert told["id"] == "hill"
    assert "STO-011" in answer.json["claims"]
    assert json.loads((tmp_path / "tale/stories.json").read_text()) == answer.json["results"]
    assert (tmp_path / "tale/index.html").read_text().startswith("<!doctype html>")


def test_the_commands_of_a_story_give_its_figures(openiads):
    (told,) = openiads("story", "show", "hill", "--json").json["results"]
    (part,) = told["model"]
    for command, row in zip(part["commands"], part["rows"], strict=True):
        again = openiads(*shlex.split(command)[1:], "--json")
        assert again.json["results"]["geometric"]["first_sight_km"] == pytest.approx(row[2], abs=0.05)


def test_the_coverage_command_of_a_story_gives_its_shares(openiads):
    (told,) = openiads("story", "show", "shayrat", "--json").json["results"]
    part = told["model"][1]
    again = openiads(*shlex.split(part["commands"][0])[1:], "--json").json["results"]
    assert [percent(Estimate(**row["detection"]["share_of_ring"])) for row in again["table"]] == [
        row[5] for row in part["rows"]]


def test_a_story_file_of_the_user_is_read_and_a_fault_of_it_is_told(openiads, tmp_path):
    from openiads.scenario.files import shipped

    text = shipped("story")["hill"]
    mine = tmp_path / "mine.toml"
    mine.write_text(text.replace('id = "hill"', 'id = "mine"'), encoding="utf-8")
    assert openiads("story", "show", str(mine), "--json").json["results"][0]["id"] == "mine"
    mine.write_text(text.replace("STO-011", "STO-911"), encoding="utf-8")
    refused = openiads("story", "show", str(mine))
    assert refused.code == 3
    assert "E0506" in refused.err


@pytest.mark.parametrize(("name", "told"), [("second-batch.toml", ["hill"]), ("my-study.toml", [])])
def test_the_page_of_a_shipped_study_holds_the_gallery_and_that_of_another_none(monkeypatch, name, told):
    monkeypatch.setattr(files, "shipped_stories", lambda: (files.load_story("hill"),))
    done = SimpleNamespace(recipe=SimpleNamespace(scenario_name=name), library=load_library())
    assert [story["id"] for story in _gallery(done)] == told


def test_an_unknown_story_and_a_folder_that_refuses_are_told(openiads, tmp_path):
    assert "E0101" in openiads("story", "show", "no-such-story").err
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    refused = openiads("story", "show", "hill", "-o", str(blocked / "folder"))
    assert "E0105" in refused.err
    assert refused.code != 0
