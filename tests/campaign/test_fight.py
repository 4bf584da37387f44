"""A job gives the same tables in one piece, in pieces, in any order and on any number of threads."""

from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pytest

from openiads.campaign.arms import Arm
from openiads.campaign.fight import FightJob
from openiads.campaign.records import digest
from openiads.campaign.tables import SCHEMAS, joined
from openiads.scenario.doctrine import Doctrine
from openiads.scenario.raid import Recorded
from tests.campaign.small_fight import FIRST, RUNS, SECOND, changed, job, raid, scenario, tables

RECORDED = "time_s,id,lat,lon,altitude_m\n0,A1,40.9,32.2,9000\n100,A1,40.5,32.2,9000\n"


def digests(found):
    return {name: digest(name, found[name]) for name in SCHEMAS}


@pytest.fixture(scope="module")
def whole():
    return digests(tables(FIRST))


@pytest.mark.parametrize("pieces", [[RUNS], [1] * RUNS, [7, 9, 4], [8, 8, 4], [3, 17]])
def test_pieces_are_the_whole(whole, pieces):
    edges = np.cumsum([0, *pieces])
    parts = [job(FIRST).fight(range(first, last)) for first, last in pairwise(edges)]
    assert digests({name: joined(name, [part[name] for part in parts]) for name in SCHEMAS}) == whole


def test_pieces_fought_in_another_order_are_the_same(whole):
    parts = {first: job(FIRST).fight(range(first, first + 4)) for first in (16, 0, 12, 4, 8)}
    assert digests({name: joined(name, [parts[first][name] for first in sorted(parts)]) for name in SCHEMAS}) == whole


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_change_no_byte(whole, threads):
    assert digests(job(FIRST).fight_all(RUNS, threads)) == whole


def test_a_job_that_another_job_ran_beside_is_the_same(whole):
    job(SECOND).fight(range(3))
    assert digests(job(FIRST).fight_all(RUNS, 2)) == whole


def test_runs_of_one_draw_differ_by_chance_and_draws_by_belief():
    found = tables(FIRST)
    rows = found["outcomes"]
    seen = [tuple(rows["seen_s"][rows["run"] == run]) for run in range(RUNS)]
    assert len(set(seen)) == RUNS
    assert found["runs"]["draw"].tolist() == [run // 8 for run in range(RUNS)]


CHANGES = {
    "scenario": lambda: changed(job(FIRST), doctrine=Doctrine(fire="salvo")),
    "raid": lambda: replace(job(FIRST), raid=raid().scaled(5)),
    "arm": lambda: replace(job(FIRST), arm=SECOND),
    "ledger_sha256": lambda: replace(job(FIRST), ledger_sha256="other"),
    "terrain_sha256": lambda: replace(job(FIRST), terrain_sha256="other"),
    "believe": lambda: replace(job(FIRST), believe=("RAD-005",)),
    "nothing_dies": lambda: replace(job(FIRST), nothing_dies=True),
    "ready": lambda: replace(job(FIRST), ready=0.5),
}
KNOWN_BY_ITS_HASH = {"library"}  # as `ledger_sha256`


def test_the_fingerprint_knows_every_field():
    assert set(CHANGES) | KNOWN_BY_ITS_HASH == {field.name for field in fields(FightJob)}
    prints = {name: change().fingerprint for name, change in CHANGES.items()}
    assert len({job(FIRST).fingerprint, *prints.values()}) == len(CHANGES) + 1


@pytest.mark.parametrize("update", [
    {"seed": 1}, {"pfa": 1e-7}, {"ring_m": 100e3}, {"refraction": 1.4}, {"missiles": scenario().missiles[:1]}])
def test_the_fingerprint_knows_the_scenario(update):
    assert changed(job(FIRST), **update).fingerprint != job(FIRST).fingerprint


def test_the_fingerprint_knows_what_a_recording_says(tmp_path):
    path = tmp_path / "flights.csv"
    path.write_text(RECORDED, encoding="utf-8")
    with_it = replace(job(FIRST), raid=raid().model_copy(update={"recorded": (Recorded(file=str(path)),)}))
    before = with_it.fingerprint
    path.write_text(RECORDED.replace("9000", "9001"), encoding="utf-8")
    assert with_it.fingerprint != before


def test_fewer_loaded_tubes_and_rounds_that_kill_nothing_show():
    half = replace(job(FIRST), ready=0.5).worlds.world(0).units.rounds.sum()
    assert 2 * half == job(FIRST).worlds.world(0).units.rounds.sum()
    calm = replace(job(FIRST), nothing_dies=True).fight(range(4))
    assert (calm["runs"]["killed"] == 0).all()
    assert (calm["runs"]["rounds_spent"] > 0).all()


def test_an_arm_without_a_second_batch_is_the_first_alone(whole):
    never = job(Arm("B", "never-arrives", "colocated"))
    assert digests(never.fight_all(RUNS, 2)) == whole
