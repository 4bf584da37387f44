"""One result on any number of workers, in any chunks, through kills, interruptions and a cluster."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from openiads.campaign.runner import Progress, run_campaign
from openiads.campaign.stopping import StopRule
from openiads.campaign.tables import read
from openiads.errors import OpenIADSError
from tests.campaign import killed
from tests.campaign.skirmish import Mined, Skirmish, everything

ROOT = Path(__file__).parents[2]
TO_A_WIDTH = StopRule(5.5, at_least=50, least_draws=5, at_most=2000)  # met at the second look or later
SHORT = StopRule(12, at_least=40, least_draws=4, at_most=2000)  # met at once, while the workers are ahead of it
FIXED = StopRule(0, at_least=120, at_most=120)
ARMS = {"A": Skirmish(), "B": Skirmish(better=0.5)}


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """The campaign on one thread, that all others are held against."""
    folder = tmp_path_factory.mktemp("known")
    return run_campaign(ARMS, folder, TO_A_WIDTH), everything(folder)


def test_the_rule_stops_it_and_the_folder_is_clean(known):
    campaign, files = known
    assert (campaign.stage, campaign.runs % 100) == ("finished", 0)
    assert 100 <= campaign.runs < 2000
    assert "within 5.5 points" in campaign.reason
    last = campaign.runs // 100 - 1
    assert set(files) == {"campaign.toml"} | {
        f"{arm}/{name}" for arm in "AB" for name in
        ("outcomes.parquet", "runs.parquet", *(f"events/events-{n:06d}.parquet" for n in range(last + 1)))}


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """A short campaign on one thread."""
    folder = tmp_path_factory.mktemp("short")
    return run_campaign(ARMS, folder, SHORT), everything(folder)


@pytest.mark.parametrize(("workers", "chunk"), [(1, 1), (1, 50), (2, 7), (3, 1), (3, 50), (8, 7)])
def test_threads_and_chunks_change_nothing(short, tmp_path, workers, chunk):
    found = run_campaign(ARMS, tmp_path, SHORT, workers=workers, chunk=chunk)
    assert found.results_sha256 == short[0].results_sha256
    assert everything(tmp_path) == short[1]


@pytest.mark.parametrize(("workers", "chunk"), [(2, 1), (8, 7)])
def test_processes_change_nothing(short, tmp_path, workers, chunk):
    found = run_campaign(ARMS, tmp_path, SHORT, workers=workers, chunk=chunk, pool="processes")
    assert found.results_sha256 == short[0].results_sha256
    assert everything(tmp_path) == short[1]


def test_another_seed_gives_another_hash(short, tmp_path):
    others = {"A": Skirmish(seed=4), "B": Skirmish(seed=4, better=0.5)}
    assert run_campaign(others, tmp_path, SHORT).results_sha256 != short[0].results_sha256


def test_both_arms_fight_the_same_runs(known):
    a, b = (read("runs", [known[0].folder / arm / "runs.parquet"]) for arm in "AB")
    assert list(a["run"]) == list(b["run"]) == list(range(known[0].runs))
    assert (a["leakers"] >= b["leakers"]).all()  # the same luck, and B's chance is lower


def test_a_campaign_killed_twenty_times_ends_in_the_same_bytes(tmp_path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    run_campaign({arm: Skirmish(job.better) for arm, job in killed.JOBS.items()}, whole, killed.RULE)
    command = [sys.executable, "-m", "tests.campaign.killed", str(broken), "20", "5"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert int(told.stdout) == 20  # the twin: kills that came after the end would show nothing
    assert everything(broken) == everything(whole)


class Switch:
    """Says stop when it has been asked so many times, or when told."""

    def __init__(self) -> None:
        self.on = False

    def __call__(self) -> bool:
        return self.on


def test_an_interrupt_leaves_a_labelled_prefix_that_can_be_carried_on(known, tmp_path):
    switch, seen = Switch(), []

    def watch(progress: Progress) -> None:
        seen.append(progress)
        switch.on = progress.runs >= 30

    partial = run_campaign(ARMS, tmp_path, TO_A_WIDTH, workers=3, chunk=7, on_progress=watch, should_stop=switch)
    assert partial.stage == "partial"
    assert 30 <= partial.runs < 100
    assert partial.reason.startswith(f"interrupted after {partial.runs} runs")
    runs = read("runs", [tmp_path / "A/runs.parquet"])
    assert list(runs["run"]) == list(range(partial.runs))
    assert [step.runs for step in seen] == sorted(step.runs for step in seen)
    assert seen[-1].expected >= seen[-1].runs
    assert 0 < seen[-1].half_width < 100
    assert seen[-1].left_s is not None
    run_campaign(ARMS, tmp_path, TO_A_WIDTH, workers=2)
    assert everything(tmp_path) == known[1]


def test_an_interrupt_before_the_first_run_is_no_fault(tmp_path):
    found = run_campaign(ARMS, tmp_path, FIXED, should_stop=lambda: True)
    assert (found.stage, found.runs) == ("partial", 0)
    assert len(read("runs", [tmp_path / "A/runs.parquet"])["run"]) == 0


def test_a_finished_campaign_is_told_again_without_fighting(known):
    class Idle(Skirmish):
        def fight(self, runs):
            raise AssertionError("nothing is left to fight")

    again = run_campaign({"A": Idle(), "B": Idle(better=0.5)}, known[0].folder, TO_A_WIDTH)
    assert again == known[0]
    with pytest.raises(OpenIADSError, match="E0604"):
        run_campaign(ARMS, known[0].folder, FIXED)


def test_one_arm_lives_in_the_folder_itself(tmp_path):
    found = run_campaign({"": Skirmish()}, tmp_path, FIXED)
    assert found.reason == "120 runs were asked for"
    assert set(everything(tmp_path)) == {"campaign.toml", "outcomes.parquet", "runs.parquet",
                                         "events/events-000000.parquet", "events/events-000001.parquet"}


def test_a_worker_process_that_dies_is_told_in_words_and_its_campaign_carries_on(tmp_path):
    trap, folder = tmp_path / "trap", tmp_path / "run"
    trap.touch()
    with pytest.raises(OpenIADSError, match="E0606"):
        run_campaign({"": Mined(trap=str(trap))}, folder, FIXED, workers=2, pool="processes")
    run_campaign({"": Mined(trap=str(trap))}, folder, FIXED, workers=2)
    run_campaign({"": Skirmish()}, tmp_path / "known", FIXED)
    assert everything(folder) == everything(tmp_path / "known")


def test_a_job_that_fails_or_mixes_its_runs_is_not_kept(tmp_path):
    class Mixed(Skirmish):
        def fight(self, runs):
            return super().fight([run + 1 for run in runs])

    with pytest.raises(ValueError, match="holds other runs"):
        run_campaign({"": Mixed()}, tmp_path, FIXED)
    assert run_campaign({"": Skirmish()}, tmp_path, FIXED).stage == "finished"
