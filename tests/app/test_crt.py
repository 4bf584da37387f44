"""`openiads crt`: a table from simulated raids, the same on any workers, and faults in words."""

import csv

import pytest

from tests.app.conftest import Answer
from tests.app.fight_lines import call, codes

TABLE = ("crt", "--raid", "2,6", "--state", "full,empty", "--dice", "d4", "--runs", "16")


@pytest.fixture(scope="module")
def known() -> Answer:
    answer = call(*TABLE, "--workers", "1", "--json")
    assert answer.code == 0, answer.err
    return answer


def test_the_envelope_has_every_entry_and_all_that_it_rests_on(known):
    body = known.json
    cells = body["results"]["cells"]
    assert [(cell["raiders"], cell["state"]) for cell in cells] == [
        (2, "full"), (2, "empty"), (6, "full"), (6, "empty")]
    for cell, interval in zip(cells, body["intervals"], strict=True):
        assert len(cell["faces"]) == 4
        assert interval["low"] <= cell["mean"] <= interval["high"] <= cell["raiders"]
    assert {"scenario_sha256", "raid_sha256", "means", "placed", "lose", "believe"} <= set(body["inputs"])
    assert {"RAD", "TGT", "MIS"} <= {claim[:3] for claim in body["claims"]}


def test_without_a_round_every_raider_comes_through_and_with_them_fewer(known):
    cells = {(cell["raiders"], cell["state"]): cell for cell in known.json["results"]["cells"]}
    for size in (2, 6):
        assert cells[size, "empty"]["faces"] == [size] * 4
        assert cells[size, "full"]["mean"] < size
        assert 0 < cells[size, "full"]["rounds_left"] < 1


def test_workers_change_nothing(known):
    assert call(*TABLE, "--workers", "3", "--json").json["results"] == known.json["results"]


@pytest.mark.parametrize("ending", ["csv", "html", "txt"])
def test_it_is_written_in_three_ways(known, tmp_path, ending):
    path = tmp_path / f"card.{ending}"
    answer = call(*TABLE, "-o", str(path))
    assert answer.code == 0, answer.err
    text = path.read_text(encoding="utf-8")
    if ending == "csv":
        rows = list(csv.DictReader(text.splitlines()))
        assert [int(row["leakers"]) for row in rows[:4]] == known.json["results"]["cells"][0]["faces"]
    else:
        assert "not for operational planning" in text
        assert "never measured" in text


def test_what_is_given_twice_is_counted_once(known):
    answer = call("crt", "--raid", "2,2", "--state", "full,full", *TABLE[5:], "--json")
    assert len(answer.json["results"]["cells"]) == 1
    assert len(answer.json["warnings"]) == 2


@pytest.mark.parametrize(("options", "exit_code", "code"), [
    (("--raid", "0"), 3, "E0314"), (("--raid", "4,many"), 3, "E0314"), (("--raid", "1001"), 3, "E0314"),
    (("--state", "broken"), 2, "E0103"), (("--dice", "d7"), 2, "E0103"), (("--runs", "1"), 3, "E0314"),
    (("--workers", "-3"), 3, "E0314"), (("--out", "card.pdf"), 3, "E0105"), (("--attack", "nobody"), 3, "E0101"),
    (("--lose", "radar"), 3, "E0102"),
])
def test_what_cannot_be_made_is_answered_in_words(options, exit_code, code):
    answer = call("crt", *options, "--json")
    assert codes(answer) == {code}
    assert answer.code == exit_code, answer.err
