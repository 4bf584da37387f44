"""What every benchmark hands back: a figure beside its goal; and the clock that all of them read."""

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Verdict(NamedTuple):
    """One line of the closing table; the goal is an upper limit unless `at_least`."""

    what: str
    figure: float
    goal: float
    unit: str = ""
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure keeps the goal; NaN keeps none."""
        return self.figure >= self.goal if self.at_least else self.figure <= self.goal

    def __str__(self) -> str:
        limit = "at least" if self.at_least else "at most"
        short = self.goal / self.figure if self.at_least else self.figure / self.goal
        said = "met" if self.met else f"missed by a factor of {short:.2f}"
        return f"{self.what:58s}{_short(self.figure)}{self.unit:3s} {limit:8s}{_short(self.goal)}{self.unit:3s} {said}"


def _short(value: float) -> str:
    return f"{value:10,.0f}" if value >= 100 else f"{value:10.3g}"


class Timing(NamedTuple):
    """Medians over alternating runs."""

    wall_s: float
    cpu_s: float

    def __str__(self) -> str:
        return f"{self.wall_s:.3f} s (processor {self.cpu_s:.3f})"


def timed(work: Callable[[], object]) -> tuple[float, float, object]:
    """Wall seconds and processor seconds of one call, and its result."""
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall_s, time.process_time() - cpu_s, result


def by_turns(works: list[Callable[[], object]], repeats: int) -> tuple[list[Timing], np.ndarray]:
    """Run several works by turns, so that what else the machine does strikes all alike.

    Returns
    -------
    tuple
        Median timing of each, and the wall time of each run, (repeats, works). [s]
    """
    seconds = np.array([[timed(work)[:2] for work in works] for _ in range(repeats)])
    return [Timing(*pair) for pair in np.median(seconds, axis=0)], seconds[:, :, 0]
