"""`openiads compare`: paired arms that meet one raid, and a committed comparison in which pairing pays."""

from pathlib import Path

import numpy as np
import pytest

from openiads.campaign.estimates import paired
from openiads.campaign.stage import draw_of
from tests.app.conftest import Answer
from tests.app.fight_lines import RAID, call, codes, contents, fought_once, results
from tests.truth_table import truth

ARMS = ("compare", "second-batch:A", "second-batch:B")
FIGHT = (*ARMS, *RAID, "--runs", "24")
REFERENCE = "compare_aircraft_wave_96.csv"  # both arms leak: against 32, B hardly does, and pairing gives nothing
WANTED_RATIO = 1.5  # of the unpaired to the paired standard error, which the project asks for


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    return fought_once(tmp_path_factory, *FIGHT)


def test_the_envelope_holds_differences_and_both_arms_meet_one_raid(known):
    folder, answer = known
    body = answer.json
    assert (body["schema"], body["command"]) == ("openiads/envelope/1", "compare")
    found = body["results"]
    assert (found["runs"], found["draws"], found["stage"]) == (24, 3, "finished")
    assert set(found["difference"]) == set(body["intervals"])
    leakers = found["difference"]["leakers"]
    assert leakers["value"] == pytest.approx(leakers["B"] - leakers["A"])
    assert body["inputs"]["arms"] == ["A", "B"]
    assert {"RAD", "TGT", "MIS"} <= {claim[:3] for claim in body["claims"]}
    told = (folder / "manifest.toml").read_text(encoding="utf-8")
    assert told.count(found["raid_sha256"]) == 2
    assert {name.partition("/")[0] for name in contents(folder)} == {
        "A", "B", "campaign.toml", "manifest.toml", "differences.csv"}


def test_a_second_run_prints_the_same_and_says_what_pairing_gives(known):
    folder, answer = known
    again = call(*FIGHT, "--out", str(folder), "--json")
    assert (again.code, again.out) == (0, answer.out)
    told = call(*FIGHT, "--out", str(folder)).out
    assert answer.json["results"]["sentence"] in told
    assert "pairing makes the standard error" in told or "what the pairing is worth" in told
    assert f"Both arms met the raid {answer.json['results']['raid_sha256'][:12]}" in told


def test_workers_and_chunks_change_nothing(known, tmp_path):
    answer = call(*FIGHT, "--out", str(tmp_path), "--workers", "2", "--chunk", "5", "--json")
    assert results(answer) == results(known[1])
    assert contents(tmp_path) == contents(known[0])


@pytest.mark.parametrize(("arguments", "exit_code", "code"), [
    (("second-batch:A", "second-batch:A"), 2, "E0103"),
    (("second-batch:A", "other:B"), 2, "E0103"),
    (("second-batch:A", "second-batch:B", "--runs", "9", "--precision", "3"), 2, "E0103"),
    (("second-batch:A", "second-batch:B", "--means", "a-fleet"), 3, "E0507"),
    (("second-batch:A", "second-batch:B", "--lose", "radar"), 3, "E0102"),
    (("second-batch:A", "second-batch:B", "--cluster", "tcp://127.0.0.1:9"), 4, "E0605"),
])
def test_what_cannot_be_compared_is_answered_in_words(tmp_path, arguments, exit_code, code):
    answer = call("compare", *arguments, "--out", str(tmp_path / "refused"), "--json")
    assert answer.code == exit_code, answer.err
    assert code in codes(answer)
    assert not list(tmp_path.rglob("*.parquet"))


def test_pairing_pays_in_the_committed_comparison():
    rows = truth(REFERENCE)
    a, b = np.array([row.leakers_a for row in rows]), np.array([row.leakers_b for row in rows])
    draws = np.array([draw_of(int(row.run)) for row in rows])
    found = paired(a, b, draws)
    assert len(rows) == 80
    assert found.unpaired_over_paired >= WANTED_RATIO
    assert found.correlation > 0.8
    assert found.change.high < -20  # the second batch stops many of the 96, whatever is believed
    shuffled = np.random.default_rng(1).permutation(10)  # the twin: draws that do not belong together pair nothing
    assert paired(a, b.reshape(10, 8)[shuffled].ravel(), draws).unpaired_over_paired < WANTED_RATIO
