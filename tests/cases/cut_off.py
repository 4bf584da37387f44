"""A small campaign killed at each of its file operations in turn, and carried on by another process.

Run as `python -m tests.cases.cut_off`, it prints one JSON object. Each campaign is a process forked from this one,
which has imported all that is needed and has no threads. A tracer kills it as it enters the nth system call of a kind;
where there is none, an audit hook of the interpreter does so before the nth step that changes a file.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from openiads.campaign.runner import run_campaign
from openiads.campaign.stopping import StopRule
from openiads.output.run_folder import events_of, tables_of
from tests.campaign.skirmish import Skirmish, everything

RULE = StopRule(0.0, at_least=20, least_draws=1, at_most=20)
# between two of these nothing on the disk changes but an opened file, which the write after it finds
CALLS = ("write", "fsync", "flock", "rename", "mkdir", "unlink", "unlinkat", "rmdir")
STEPS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.scandir", "shutil.rmtree"}
ATTACHED_WITHIN_S = 20.0


def fight(folder: Path, workers: int = 1, chunk: int = 10) -> None:
    """Two parts, or what is left of them."""
    run_campaign({"": Skirmish()}, folder, RULE, workers=workers, chunk=chunk)


def forked(work: Callable[[], None]) -> int:
    """A process that does this and nothing else."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException as problem:
        print(problem, file=sys.stderr)
        os._exit(1)
    os._exit(0)


def _traced(folder: Path, call: str, number: int) -> int:
    def work() -> None:
        os.kill(os.getpid(), signal.SIGSTOP)
        fight(folder)

    child = forked(work)
    os.waitpid(child, os.WUNTRACED)
    tracer = subprocess.Popen(["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e",
                               f"inject={call}:signal=KILL:when={number}", "-p", str(child)], stderr=subprocess.DEVNULL)
    before_s = time.monotonic() + ATTACHED_WITHIN_S
    while "TracerPid:\t0\n" in Path(f"/proc/{child}/status").read_text():
        if time.monotonic() > before_s or tracer.poll() is not None:
            os.kill(child, signal.SIGKILL)
            raise RuntimeError("strace cannot trace here")
        time.sleep(0.002)
    os.kill(child, signal.SIGCONT)
    status = os.waitpid(child, 0)[1]
    tracer.wait()
    return status


def _audited(folder: Path, _call: str, number: int) -> int:
    def work() -> None:
        left = [number]

        def hear(event: str, told: tuple[Any, ...]) -> None:
            if event in STEPS and str(folder) in str(told[0]):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hear)
        fight(folder)

    return os.waitpid(forked(work), 0)[1]


def main() -> None:
    """Cut the campaign off at every operation; say at how many, and how often something was not as it should be."""
    traced = shutil.which("strace") is not None
    answer = {"operations": 0, "summary_equal_to_uninterrupted": True, "runs_lost_or_doubled": 0,
              "unreadable_files_left": 0}
    with TemporaryDirectory() as place:
        whole = Path(place) / "whole"
        os.waitpid(forked(lambda: fight(whole)), 0)
        want = everything(whole)
        for call in CALLS if traced else ("step",):
            number = 1
            while True:
                folder = Path(place) / f"{call}-{number}"
                status = (_traced if traced else _audited)(folder, call, number)
                if not os.WIFSIGNALED(status):
                    break  # it has no such operation any more
                mended = os.waitpid(forked(lambda folder=folder: fight(folder, 2, 7)), 0)[1]  # type: ignore[misc]
                got = everything(folder) if mended == 0 else {}
                answer["operations"] += 1
                answer["summary_equal_to_uninterrupted"] &= got == want
                answer["unreadable_files_left"] += len(set(got) - set(want))
                answer["runs_lost_or_doubled"] += _wrong(folder) if mended == 0 else RULE.at_most
                shutil.rmtree(folder, ignore_errors=True)
                number += 1
            print(f"killed at each {call}: {number - 1}", file=sys.stderr, flush=True)
    print(json.dumps(answer))


def _wrong(folder: Path) -> int:
    """Runs lost or doubled, counted by a process of its own: reading tables starts threads, and this one must fork."""
    def work() -> None:
        runs, events = np.asarray(tables_of(folder)[0]["run"]), np.asarray(events_of(folder)["run"])
        os._exit(sum(np.count_nonzero(runs == run) != 1 or run not in events for run in range(RULE.at_most)))

    return os.waitstatus_to_exitcode(os.waitpid(forked(work), 0)[1])


if __name__ == "__main__":
    main()
