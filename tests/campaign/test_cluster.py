"""A real Dask cluster of processes, one of which is killed in the middle; and clusters that are not there."""

import sys
import time

import pytest

from openiads.campaign.cluster import cluster_crew
from openiads.campaign.runner import run_campaign
from openiads.campaign.stopping import StopRule
from openiads.errors import OpenIADSError, catalogue
from tests.campaign.skirmish import Mined, Skirmish, everything
from tests.campaign.small_fight import FIRST, RUNS, job

RULE = StopRule(0, at_least=150, at_most=150)
distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def scheduler():
    """Address of a scheduler with two workers, each a process under a nanny that starts it again."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
                                  silence_logs=50) as cluster:
        yield cluster.scheduler_address


def test_a_killed_worker_changes_nothing(scheduler, tmp_path):
    trap = tmp_path / "trap"
    trap.touch()
    jobs = {"A": Mined(trap=str(trap)), "B": Skirmish(better=0.5)}
    found = run_campaign(jobs, tmp_path / "cluster", RULE, cluster=scheduler, chunk=15)
    assert not trap.exists()  # the worker did die
    here = run_campaign({"A": Skirmish(), "B": Skirmish(better=0.5)}, tmp_path / "here", RULE)
    assert found.results_sha256 == here.results_sha256
    assert everything(tmp_path / "cluster") == everything(tmp_path / "here")


def test_a_fight_ends_in_the_same_bytes_as_here(scheduler, tmp_path):
    rule = StopRule(0, at_least=RUNS, least_draws=1, at_most=RUNS)
    found = run_campaign({"": job(FIRST)}, tmp_path / "cluster", rule, cluster=scheduler, chunk=7)
    here = run_campaign({"": job(FIRST)}, tmp_path / "here", rule)
    assert found.runs == RUNS
    assert found.results_sha256 == here.results_sha256
    assert everything(tmp_path / "cluster") == everything(tmp_path / "here")


def test_an_interrupt_leaves_the_prefix_and_frees_the_cluster(scheduler, tmp_path):
    seen = []
    partial = run_campaign({"": Skirmish(pause_s=0.01)}, tmp_path, StopRule(0, at_least=5000, at_most=5000),
                           cluster=scheduler, on_progress=seen.append, should_stop=lambda: len(seen) >= 3)
    assert partial.stage == "partial"
    assert 60 <= partial.runs < 1000
    with distributed.Client(scheduler, set_as_default=False) as client:
        assert not [key for keys in client.processing().values() for key in keys][2:]  # but what had begun


def test_a_cluster_that_does_not_answer_is_told_soon(tmp_path):
    started_s = time.monotonic()
    with pytest.raises(OpenIADSError, match="no scheduler answers there") as told:
        run_campaign({"": Skirmish()}, tmp_path, RULE, cluster="tcp://127.0.0.1:9")
    assert time.monotonic() - started_s < 15
    assert told.value.exit_code == 4


def test_a_cluster_without_workers_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(cluster_crew.__wrapped__.__kwdefaults__, "answer_within_s", 0.5)
    with (distributed.LocalCluster(n_workers=0, dashboard_address=None, silence_logs=50) as empty,
          pytest.raises(OpenIADSError, match="it has no worker")):
        run_campaign({"": Skirmish()}, tmp_path, RULE, cluster=empty.scheduler_address)


def test_the_missing_library_is_named_with_its_mend(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(OpenIADSError, match=r"pip install 'openiads\[cluster\]'"):
        run_campaign({"": Skirmish()}, tmp_path, RULE, cluster="tcp://127.0.0.1:9")
    assert catalogue()["E0605"].exit_code == 4
