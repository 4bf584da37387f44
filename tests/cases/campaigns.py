"""A real campaign fought in every way that must not matter, and one killed again and again through the command line."""

import hashlib
import itertools
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from openiads.app.fights import plan_of
from openiads.app.options import AttackOptions, ForceOptions
from openiads.campaign.arms import Arm
from openiads.campaign.fight import FightJob
from openiads.campaign.runner import run_campaign
from openiads.campaign.state import read_state
from openiads.campaign.stopping import StopRule
from openiads.campaign.store import CANONICAL
from openiads.output.metrics import as_json, metrics_of, per_run
from openiads.output.run_folder import events_of, tables_of

SCENARIO, RAID, SIZE = "second-batch", "aircraft-wave", 4  # shipped, and cheap
POOLS = {"fork": "threads", "spawn": "processes"}  # what has threads must not be forked: threads stand for it
WORKERS, CHUNKS = (1, 2, 3, 8), (1, 3, 7, 20)
COMMAND = (sys.executable, "-c", "import sys; from openiads.app.cli import main; sys.exit(main())")
Tell = Callable[[str], None]


def job() -> FightJob:
    """Arm A of the shipped scenario against a few aircraft."""
    plan = plan_of(SCENARIO, AttackOptions(RAID, SIZE), ForceOptions())
    return plan.job(Arm("A"))


def summary(folder: Path) -> str:
    """All metrics with their intervals, as text."""
    return json.dumps({key: as_json(item) for key, item in metrics_of(per_run(*tables_of(folder)), 0.95).items()})


def contents(folder: Path) -> dict[str, bytes]:
    """Bytes of every file of a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def hashes(runs: int, workers: Sequence[int], chunks: Sequence[int], methods: Sequence[str], tell: Tell) -> set[str]:
    """Hashes of records, summary and files of the same campaign fought in every way; one, if none of it matters."""
    found, fought = set(), job()
    for method, count, chunk in itertools.product(methods, workers, chunks):
        with TemporaryDirectory() as place:
            folder = Path(place)
            done = run_campaign({"": fought}, folder, StopRule(0.0, at_least=runs, least_draws=1, at_most=runs),
                                workers=count, chunk=chunk, pool=POOLS[method])  # type: ignore[arg-type]
            whole = hashlib.sha256((done.results_sha256 + summary(folder)).encode())
            for name, content in sorted(contents(folder).items()):
                whole.update(name.encode() + content)
            found.add(whole.hexdigest())
        tell(f"{POOLS[method]}, {count} workers, chunks of {chunk}: {whole.hexdigest()[:16]}")
    return found


def command(runs: int, folder: Path, workers: int, chunk: int) -> subprocess.Popen[str]:
    """`openiads run` as a process of its own."""
    return subprocess.Popen(
        [*COMMAND, "run", f"{SCENARIO}:A", "--raid", RAID, "--size", str(SIZE), "--runs", str(runs), "--json",
         "--quiet", "--out", str(folder), "--workers", str(workers), "--chunk", str(chunk)],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})


def finished(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What the command printed, but for its folder."""
    out, _ = process.communicate()
    if process.returncode != 0:
        raise AssertionError(f"the command ended with {process.returncode}")
    body = json.loads(out)
    del body["results"]["folder"]
    return dict(body)


def killed(runs: int, kills: int, folder: Path, tell: Tell, seed: int = 20) -> None:
    """Begin the campaign so many times and kill it each time: while it starts, or soon after it has kept more runs."""
    chance, start_s = random.Random(seed), 10.0
    for number in range(kills):
        began_s, before = time.monotonic(), len(_parts(folder))
        process = command(runs, folder, chance.choice(WORKERS), chance.choice(CHUNKS))
        if number % 4 == 3:
            time.sleep(chance.uniform(0, start_s))
        else:
            while process.poll() is None and len(_parts(folder)) == before:
                time.sleep(0.005)
            start_s = time.monotonic() - began_s
            time.sleep(chance.expovariate(1 / 0.1))
        process.kill()
        process.communicate()
        if process.returncode == 0:
            raise AssertionError(f"the campaign ended before kill {number + 1} of {kills}")
        kept = sum(last - first for first, last in _parts(folder))
        tell(f"kill {number + 1} of {kills}: {kept} of {runs} runs are kept")


def _parts(folder: Path) -> list[tuple[int, int]]:
    return [(int(path.name[:9]), int(path.name[10:])) for path in (folder / "parts").glob("[0-9]*")]


def lost_or_doubled(folder: Path, runs: int) -> int:
    """Runs that are missing or told more than once in any of the tables, and flyers whose end is."""
    table, outcomes = tables_of(folder)
    events = np.unique(np.asarray(events_of(folder)["run"]))
    wrong = sum(1 for run in range(runs) if np.count_nonzero(np.asarray(table["run"]) == run) != 1 or run not in events)
    told = list(zip(outcomes["run"].tolist(), outcomes["entity"].tolist(), strict=True))
    return wrong + len(told) - len(set(told)) + abs(len(told) - runs * SIZE)


def unreadable(folder: Path) -> list[str]:
    """Files that are left and are neither whole results nor the three files that tell of them."""
    known = {"campaign.toml", "manifest.toml", "metrics.csv",
             *(name for name in CANONICAL if name.endswith(".parquet"))}
    found = [name for name in contents(folder) if name not in known and not name.startswith("events/events-")]
    for read in (lambda: tables_of(folder), lambda: events_of(folder), lambda: read_state(folder)):
        try:
            read()
        except Exception as problem:
            found.append(str(problem))
    return found


def resumed(runs: int, kills: int, tell: Tell) -> dict[str, Any]:
    """A campaign killed so often and then left alone, beside one that nobody touched."""
    with TemporaryDirectory() as place:
        whole, broken = Path(place) / "whole", Path(place) / "broken"
        want = finished(command(runs, whole, 2, 20))
        tell(f"{runs} runs uninterrupted: {want['results']['results_sha256'][:16]}")
        killed(runs, kills, broken, tell)
        got = finished(command(runs, broken, 3, 11))
        tell(f"{runs} runs after {kills} kills: {got['results']['results_sha256'][:16]}")
        return {"summary_equal_to_uninterrupted": want == got and contents(whole) == contents(broken),
                "runs_lost_or_doubled": lost_or_doubled(broken, runs), "unreadable_files_left": len(unreadable(broken))}


def worst(answers: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Several answers as one: true where all are, numbers added."""
    whole: dict[str, Any] = {}
    for answer in answers:
        for key, value in answer.items():
            before = whole.get(key)
            whole[key] = value if before is None else (before and value) if isinstance(value, bool) else before + value
    return whole
