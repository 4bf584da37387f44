"""Read what the fuzzer makes in processes that watch time, memory and every file that is written."""

import os
import resource
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from openiads.errors import EXIT_INVALID_INPUT, OpenIADSError, catalogue
from openiads.scenario.files import load_raid, load_scenario, load_textbook, shipped
from tests.cases.fuzz import Input, made

LOADERS: dict[str, Callable[[Path], Any]] = {"scenario": load_scenario, "raid": load_raid, "textbook": load_textbook}
BATCH = 250
STUCK_S = 60.0  # of waiting without working; the process is then ended, and with it the fuzzing
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
WRITES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
          "subprocess.Popen", "os.system", "os.fork", "socket.connect", "shutil.")


class Overdue(BaseException):
    """What ends a reading that has used up its time."""


@dataclass
class Found:
    """What a batch came to: how many were read and refused, what came out otherwise, and what was written."""

    read: int = 0
    refused: int = 0
    broken: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)

    def add(self, other: "Found") -> None:
        self.read += other.read
        self.refused += other.refused
        self.broken += other.broken
        self.written += other.written


class _Watch:
    """Notes every file that this process opens for writing, moves or removes, while it is on."""

    def __init__(self) -> None:
        self.on, self.seen = False, []  # type: ignore[var-annotated]
        sys.addaudithook(self._hear)

    def _hear(self, event: str, told: tuple[Any, ...]) -> None:
        if not self.on:
            return
        flags = told[2] if event == "open" and isinstance(told[2], int) else 0
        if (flags & WRITING) or event.startswith(WRITES):
            self.seen.append(f"{event} {told[0]!r}")


_watch: _Watch | None = None


def _overdue(_signal: int, _frame: Any) -> None:
    raise Overdue


def begin(memory_mb: float) -> None:
    """Prepare a process: limits, a watch over writing, and a folder of its own to be in."""
    global _watch
    os.chdir(tempfile.mkdtemp(dir=os.environ.get("FUZZ_FOLDER")))
    _elevation()
    for kind, load in LOADERS.items():  # what is read or compiled once is read and compiled now
        text = next(iter(shipped(kind).values()))
        for terrain in ('"bundled"', '["small.tif"]'):
            high = 'kind = "reported"\nantenna = { search = "3000 m AMSL" }'
            Path("input.toml").write_text(text.replace('terrain = "bundled"', f"terrain = {terrain}", 1)
                                          .replace('kind = "reported"', high, 1), encoding="utf-8")
            with suppress(OpenIADSError):
                load(Path("input.toml"))
    signal.signal(signal.SIGPROF, _overdue)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + int(memory_mb * 1e6),) * 2)
    _watch = _watch or _Watch()


def _elevation() -> None:
    import numpy as np
    import rasterio

    with rasterio.open("small.tif", "w", driver="GTiff", width=8, height=8, count=1, dtype="int16", crs="EPSG:4326",
                       transform=rasterio.Affine(0.5, 0, 31.0, 0, -0.5, 42.0)) as raster:
        raster.write(np.arange(64, dtype=np.int16).reshape(1, 8, 8))


def _place(error: BaseException) -> str:
    """Last line of the package through which an exception came."""
    steps = [step for step in traceback.extract_tb(error.__traceback__) if "openiads" in step.filename]
    return f"{Path(steps[-1].filename).name}:{steps[-1].lineno}" if steps else "the fuzzer itself"


def verdict(given: Input, seconds: float) -> str:
    """Read one input within its time: "read", "refused", or what came out instead."""
    assert _watch is not None
    path = Path("input.toml")
    path.write_bytes(given.content)
    _watch.on = True
    for timer, limit_s in ((signal.ITIMER_PROF, seconds), (signal.ITIMER_VIRTUAL, 4 * seconds),
                           (signal.ITIMER_REAL, STUCK_S)):  # the last two end the process, if it does not listen
        signal.setitimer(timer, limit_s)
    try:
        LOADERS[given.kind](path)
    except OpenIADSError as error:
        unknown = {item.code for item in error.faults} - set(catalogue())
        worded = error.faults and not unknown and str(error) and error.exit_code == EXIT_INVALID_INPUT
        return "refused" if worded else f"faults without words {sorted(unknown)}"
    except BaseException as error:
        return f"{type(error).__name__} at {_place(error)}: {str(error)[:200]}"
    finally:
        for timer in (signal.ITIMER_PROF, signal.ITIMER_VIRTUAL, signal.ITIMER_REAL):
            signal.setitimer(timer, 0)
        _watch.on = False
    return "read"


def batch(seed: int, first: int, last: int, seconds: float) -> Found:
    """Read the inputs of these numbers."""
    assert _watch is not None
    found = Found()
    for number in range(first, last):
        _watch.seen.clear()
        word = verdict(made(seed, number), seconds)
        if word == "read":
            found.read += 1
        elif word == "refused":
            found.refused += 1
        else:
            found.broken.append(f"{number}: {word}")
        found.written += [f"{number}: {item}" for item in _watch.seen]
    return found


def fuzz(count: int, *, seconds: float, memory_mb: float, seed: int = 1, processes: int = os.cpu_count() or 1,
         tell: Callable[[int, int, int], None] = lambda done, read, refused: None) -> Found:
    """Read so many inputs on several processes.

    Parameters
    ----------
    count : int
        Inputs 0 to count - 1 of the seed.
    seconds, memory_mb : float
        Processor time of one input, and memory beyond what reading the shipped files takes.
    tell : callable
        Called with the numbers done, read and refused so far.
    """
    whole = Found()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FUZZ_FOLDER"] = folder
        with ProcessPoolExecutor(processes, get_context("spawn"), initializer=begin, initargs=(memory_mb,)) as pool:
            waiting = [pool.submit(batch, seed, first, min(first + BATCH, count), seconds)
                       for first in range(0, count, BATCH)]
            for done, future in enumerate(as_completed(waiting), 1):
                whole.add(future.result())
                tell(min(done * BATCH, count), whole.read, whole.refused)
        names = Counter(path.name for path in Path(folder).rglob("*") if path.is_file())
        whole.written += [f"left behind: {name}" for name in set(names) - {"input.toml", "small.tif"}]
    return whole
