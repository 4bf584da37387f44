"""Fly-outs fitted once per set of claims and kept; a second process may fit them while the floors are compiled."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from openiads.kept import is_kept, kept
from openiads.physics.flyout import reach_table
from openiads.physics.missile import Missile
from openiads.physics.missile_fit import Residual, fit_missile

TABLE_STEP_M = 4_000.0
ALONE_CORES = 1  # a machine with one core has nothing to gain from a second process


class Job(NamedTuple):
    """One fly-out table: what is stated of the missile, and where it is launched and met."""

    stated: Mapping[str, float]  # arguments of `fit_missile`
    launch_amsl_m: float
    altitudes_amsl_m: tuple[float, ...]
    radius_m: float

    @property
    def recipe(self) -> list[Any]:
        """What its table is kept under."""
        return [dict(self.stated), *self[1:]]


def fitted(stated: Mapping[str, float]) -> tuple[Missile, tuple[Residual, ...]]:
    """A missile fitted to what is stated of it, with the residual of every claim."""
    def compute() -> Any:
        missile, residuals = fit_missile(**stated)
        return [list(missile), [list(item) for item in residuals]]

    missile, residuals = kept("fit", dict(stated), compute)
    return Missile(*missile), tuple(Residual(*item) for item in residuals)


def flight_table_s(job: Job) -> np.ndarray:
    """Time of flight on the coarse ranges of `coarse_ranges_m`, (altitudes, ranges); NaN out of reach. [s]"""
    def compute() -> Any:
        missile, _ = fitted(job.stated)
        table_s = reach_table(missile, job.launch_amsl_m, np.array(job.altitudes_amsl_m), coarse_ranges_m(job.radius_m))
        return [[None if np.isnan(value) else value for value in line] for line in table_s.tolist()]

    return np.array(kept("table", job.recipe, compute), dtype=float)


def coarse_ranges_m(radius_m: float) -> np.ndarray:
    """Ground ranges of the tables. [m]"""
    return np.arange(TABLE_STEP_M / 2, radius_m + TABLE_STEP_M, TABLE_STEP_M)


def fly_ahead(jobs: Sequence[Job]) -> Callable[[], None]:
    """Fly tables that are not kept yet in a second process; returns a function that waits for it.

    Results pass through the cache only, so that a process that fails costs time and changes nothing.
    """
    wanted = [job.recipe for job in jobs if not is_kept("table", job.recipe)]
    if not wanted or (os.cpu_count() or 1) <= ALONE_CORES:
        return lambda: None
    worker = subprocess.Popen([sys.executable, "-m", "openiads.coverage.flyouts"], stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, cwd=Path.cwd())
    assert worker.stdin is not None
    with suppress(BrokenPipeError):
        worker.stdin.write(json.dumps(wanted))
        worker.stdin.close()
    return lambda: (worker.wait(), None)[1]


def _serve() -> None:
    for stated, launch_amsl_m, altitudes_amsl_m, radius_m in json.load(sys.stdin):
        flight_table_s(Job(stated, launch_amsl_m, tuple(altitudes_amsl_m), radius_m))


if __name__ == "__main__":
    _serve()
