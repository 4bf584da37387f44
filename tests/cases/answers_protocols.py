"""Answers to the protocol cases: whole procedures that are carried out, with their progress on standard error."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.cases.registry import Case, answers

ROOT = Path(__file__).parents[2]
TELL_EVERY_S = 10.0


def _tell(text: str) -> None:
    print(f"         {text}", file=sys.stderr, flush=True)


@answers("reliability", inputs={"runs", "workers", "chunk_sizes", "start_methods"}, expected={"distinct_hashes"})
def determinism(case: Case) -> dict[str, Any]:
    from tests.cases.campaigns import hashes

    given = case.inputs
    return {"distinct_hashes": len(hashes(given["runs"], given["workers"], given["chunk_sizes"], given["start_methods"],
                                          _tell))}


@answers("reliability", inputs={"runs", "kills", "signal"},
         expected={"summary_equal_to_uninterrupted", "runs_lost_or_doubled", "unreadable_files_left"})
def resume(case: Case) -> dict[str, Any]:
    from tests.cases.campaigns import resumed, worst

    told = [resumed(case.inputs["runs"], case.inputs["kills"], _tell)]
    if "file operation" in str(case.inputs["signal"]):
        told.append(_cut_off_everywhere())
    return worst(told)


def _cut_off_everywhere() -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", "tests.cases.cut_off"], stdout=subprocess.PIPE, text=True, check=True,
                          cwd=ROOT, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    answer = json.loads(done.stdout)
    _tell(f"killed at {answer['operations']} file operations")
    if not answer["operations"]:
        raise AssertionError("no file operation was seen")
    return dict(answer)


@answers("reliability", inputs={"inputs", "generators", "limits"},
         expected={"crashes_hangs_or_bare_tracebacks", "files_written_outside_the_output_folder"}, title="scenario")
def scenario_files(case: Case) -> dict[str, Any]:
    from tests.cases.fuzzing import fuzz

    limits, told_s = case.inputs["limits"], [time.monotonic()]

    def tell(done: int, read: int, refused: int) -> None:
        if time.monotonic() - told_s[0] >= TELL_EVERY_S or done == case.inputs["inputs"]:
            told_s[0] = time.monotonic()
            _tell(f"{done} of {case.inputs['inputs']} files: {read} read, {refused} refused")

    found = fuzz(case.inputs["inputs"], seconds=limits["seconds_each"], memory_mb=limits["memory_mb"], tell=tell)
    for item in [*found.broken, *found.written]:
        _tell(item)
    return {"crashes_hangs_or_bare_tracebacks": len(found.broken),
            "files_written_outside_the_output_folder": len(found.written)}
