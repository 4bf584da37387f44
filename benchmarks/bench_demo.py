"""The study as a stranger meets it: seconds to the first sentence from an empty cache, again, help, and the size."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from statistics import median
from typing import NamedTuple

from packaging.requirements import Requirement
from verdict import Verdict

COMMAND = str(Path(sys.executable).with_name("openiads"))
HELP_REPEATS = 7
GOAL_COLD_S, GOAL_AGAIN_S, GOAL_HELP_S = 20.0, 5.0, 0.3
GOAL_MB = 900.0


class Run(NamedTuple):
    """One command: seconds to its first line, to its end, and of the processor."""

    first_s: float
    wall_s: float
    cpu_s: float

    def __str__(self) -> str:
        return f"first sentence {self.first_s:.2f} s, end {self.wall_s:.2f} s (processor {self.cpu_s:.2f})"


def processor_s() -> float:
    """Processor seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(arguments: list[str], cache: Path) -> Run:
    """Run the command as a shell would, with its cache in a folder of its own."""
    environment = {**os.environ, "OPENIADS_CACHE_DIR": str(cache)}
    environment.pop("NUMBA_CACHE_DIR", None)
    cpu_s, start_s = processor_s(), time.perf_counter()
    with subprocess.Popen([COMMAND, *arguments], env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as child:
        child.stdout.readline()
        first_s = time.perf_counter() - start_s
        _, said = child.communicate()
    if child.returncode:
        raise RuntimeError(said.decode())
    return Run(first_s, time.perf_counter() - start_s, processor_s() - cpu_s)


def core_packages(name: str = "openiads") -> set[str]:
    """The distributions that a plain install brings, extras left out."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        here = waiting.pop().lower().replace("_", "-")
        if here in found:
            continue
        try:
            wanted = distribution(here).requires or []
        except PackageNotFoundError:  # a marker that does not hold here
            continue
        found.add(here)
        for requirement in map(Requirement, wanted):
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return found


def size_mb(packages: set[str]) -> float:
    """Size on disk of the distributions, bytecode included; the project itself from its folder."""
    paths: set[Path] = set()
    for name in packages:
        for file in distribution(name).files or []:
            path = Path(str(file.locate()))
            paths.add(path)
            if path.suffix == ".py":
                paths.update((path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"))
    import openiads

    paths.update(path for path in Path(openiads.__file__).parent.rglob("*"))
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def main() -> list[Verdict]:
    """Print every run."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        cache = place / "cache"
        cold = run(["study", "second-batch", "--out", str(place / "out")], cache)
        print(f"  empty cache: {cold}")
        again = run(["study", "second-batch", "--out", str(place / "out")], cache)
        print(f"  same folder again: {again}")
        anew = run(["study", "second-batch", "--out", str(place / "other")], cache)
        print(f"  into another folder: {anew}")
        kept_mb = sum(path.stat().st_size for path in cache.rglob("*") if path.is_file()) / 1e6
        told = [run(["--help"], cache) for _ in range(HELP_REPEATS)]
    help_s = median(item.wall_s for item in told)
    packages = core_packages()
    core_mb = size_mb(packages)
    print(f"  help: median of {HELP_REPEATS} {help_s:.3f} s (processor {median(item.cpu_s for item in told):.3f})")
    print(f"  core install: {len(packages)} packages, {core_mb:.0f} MB with bytecode; cache after a study"
          f" {kept_mb:.0f} MB")
    return [
        Verdict("first sentence from an empty cache", cold.first_s, GOAL_COLD_S, " s"),
        Verdict("second run, same folder", again.wall_s, GOAL_AGAIN_S, " s"),
        Verdict("second run, first sentence, another folder", anew.first_s, GOAL_AGAIN_S, " s"),
        Verdict("openiads --help", help_s, GOAL_HELP_S, " s"),
        Verdict("core install", core_mb, GOAL_MB, " MB"),
    ]


if __name__ == "__main__":
    for verdict in main():
        print(verdict)
