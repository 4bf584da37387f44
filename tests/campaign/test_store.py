"""A run folder survives whatever it is cut off by, holds one campaign only, and has one writer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from openiads.campaign import disk, store
from openiads.campaign.lock import locked
from openiads.campaign.runner import Progress, run_campaign
from openiads.campaign.stopping import StopRule
from openiads.campaign.store import open_folder
from openiads.errors import OpenIADSError
from tests.campaign.skirmish import Skirmish, everything

RULE = StopRule(0, at_least=130, at_most=130)
ARMS = {"A": Skirmish(), "B": Skirmish(better=0.5)}


class PowerCut(BaseException):
    """What ends a process between two steps."""


def fight(folder: Path, **more: object) -> object:
    """Two arms of 130 runs in chunks of 100."""
    return run_campaign(ARMS, folder, RULE, chunk=100, **more)


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """Bytes of the campaign when nothing goes wrong."""
    folder = tmp_path_factory.mktemp("known")
    fight(folder)
    return everything(folder)


@pytest.mark.parametrize(("owner", "name"), [(disk.os, "replace"), (store, "remove")], ids=["rename", "remove"])
def test_a_cut_at_any_step_is_mended_by_the_next_process(known, tmp_path, monkeypatch, owner, name):
    real, cut_at = getattr(owner, name), 0
    while True:
        folder, left = tmp_path / f"cut-{cut_at}", [cut_at]

        def cut(*arguments: object, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise PowerCut
            real(*arguments)

        monkeypatch.setattr(owner, name, cut)
        try:
            fight(folder)
        except PowerCut:
            monkeypatch.setattr(owner, name, real)
            fight(folder)
            assert everything(folder) == known, f"cut at step {cut_at}"
            cut_at += 1
        else:
            break
    assert cut_at >= 10  # parts, campaign.toml, canonical files and the sweeping at the end


def partial(folder: Path) -> list[Path]:
    """Fight some of the runs; the parts that are kept."""
    seen: list[Progress] = []
    run_campaign(ARMS, folder, RULE, chunk=10, on_progress=seen.append, should_stop=lambda: len(seen) >= 3)
    return sorted(folder.rglob("parts/*"))


@pytest.mark.parametrize("damage", [
    lambda part: (part / "events.parquet").write_bytes((part / "events.parquet").read_bytes()[:100]),
    lambda part: (part / "runs.parquet").unlink(),
    lambda part: (part / "part.toml").write_text("events = "),
    lambda part: (part / "outcomes.parquet").write_bytes(b"\0" * (part / "outcomes.parquet").stat().st_size),
], ids=["truncated", "missing", "no hashes", "zeros"])
def test_a_damaged_part_is_found_and_fought_again(known, tmp_path, damage):
    parts = partial(tmp_path)
    assert len(parts) >= 2
    damage(parts[0])
    (parts[1].parent / ".new-000000090-000000100").mkdir()
    found = fight(tmp_path)
    assert found.damaged == (parts[0].relative_to(tmp_path).as_posix(),)
    assert everything(tmp_path) == known


def test_whole_parts_are_read_and_not_fought_again(known, tmp_path):
    partial(tmp_path)
    fought = []

    class Watched(Skirmish):
        def fight(self, runs):
            fought.extend(runs)
            return super().fight(runs)

    with open_folder(tmp_path, {arm: job.fingerprint for arm, job in ARMS.items()}) as folder:
        kept = {run for first, last in folder.spans("A") for run in range(first, last)}
    run_campaign({"A": Watched(), "B": Skirmish(better=0.5)}, tmp_path, RULE)
    assert sorted([*kept, *fought]) == list(range(130))
    assert everything(tmp_path) == known


@pytest.mark.parametrize("others", [{"A": Skirmish(seed=9), "B": Skirmish(better=0.5)}, {"A": Skirmish()},
                                    {"": Skirmish()}])
def test_a_folder_of_another_campaign_is_refused_and_left_as_it_is(tmp_path, others):
    partial(tmp_path)
    before = everything(tmp_path)
    with pytest.raises(OpenIADSError, match="E0602") as told:
        run_campaign(others, tmp_path, RULE)
    assert told.value.exit_code == 3
    assert everything(tmp_path) == before


def test_results_of_unknown_origin_are_not_overwritten(tmp_path):
    (tmp_path / "A").mkdir()
    (tmp_path / "A/runs.parquet").touch()
    with pytest.raises(OpenIADSError, match="E0602"):
        fight(tmp_path)
    (tmp_path / "campaign.toml").write_text("schema = 7")
    with pytest.raises(OpenIADSError, match="E0602"):
        fight(tmp_path)


def test_a_finished_folder_that_was_changed_is_told(tmp_path):
    fight(tmp_path)
    (tmp_path / "B/outcomes.parquet").write_bytes(b"")
    with pytest.raises(OpenIADSError, match="E0604"):
        fight(tmp_path)


def test_other_files_of_the_run_folder_are_left_alone(known, tmp_path):
    (tmp_path / "layers").mkdir()
    (tmp_path / "layers/floor.tif").write_text("a layer")
    fight(tmp_path)
    assert everything(tmp_path) == {**known, "layers/floor.tif": b"a layer"}


def test_a_folder_has_one_writer_and_a_dead_one_does_not_count(tmp_path):
    holder = ("import os, sys, pathlib\nfrom openiads.campaign.lock import locked\n"
              "with locked(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n")
    with subprocess.Popen([sys.executable, "-c", holder, str(tmp_path)], stdin=subprocess.PIPE, text=True,
                          stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(OpenIADSError, match="E0603"):
            fight(tmp_path)
        other.kill()
    assert (tmp_path / ".lock").exists()
    with locked(tmp_path):
        pass
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OpenIADSError, match="E0105"):
        fight(tmp_path / "file")
