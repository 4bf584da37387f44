"""Who fights: chunks of runs as tasks for threads of this process, for processes, or for a cluster."""

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from openiads.campaign.stopping import Tally, tally
from openiads.campaign.tables import SCHEMAS, Table, checked, encoded

Pool = Literal["threads", "processes"]


class Job(Protocol):
    """One arm of a campaign; pickles small, rebuilds what is heavy once a process, may be called by several threads."""

    def fight(self, runs: Sequence[int]) -> Mapping[str, Table]:
        """The tables "events", "outcomes" and "runs" of these runs, each in the order of the runs."""

    @property
    def fingerprint(self) -> str:
        """Hash of everything that decides the results."""


@dataclass(frozen=True)
class Crew:
    """An executor of chunks, and how many it works on at once, which may change on a cluster."""

    executor: Executor
    slots: Callable[[], int]


def fight_chunk(job: Job, first: int, last: int) -> tuple[dict[str, bytes], Tally]:
    """Fight the runs from `first` to before `last`.

    Returns
    -------
    tuple
        The tables as the bytes of their Parquet files, which are small to send and cost the process that keeps them
        nothing, and what the stopping rule reads of them.
    """
    tables = job.fight(range(first, last))
    if set(tables) != set(SCHEMAS):
        raise ValueError(f"a job gives the tables {sorted(SCHEMAS)}, not {sorted(tables)}")
    if not np.array_equal(tables["runs"]["run"], np.arange(first, last)):
        raise ValueError(f"the table of the runs {first} to {last - 1} holds other runs")
    for name in ("events", "outcomes"):
        numbers = np.asarray(tables[name]["run"], dtype=np.int64)
        if numbers.size and (numbers[0] < first or numbers[-1] >= last or np.any(np.diff(numbers) < 0)):
            raise ValueError(f"the {name} of the runs {first} to {last - 1} are not in the order of the runs")
    return {name: encoded(name, table) for name, table in tables.items()}, tally(checked("runs", tables["runs"]))


def _leave_ctrl_c_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def local_crew(workers: int, pool: Pool) -> Iterator[Crew]:
    """Threads of this process, or processes of this machine, while the block runs."""
    executor: Executor
    if pool == "threads":
        executor = ThreadPoolExecutor(workers, thread_name_prefix="campaign")
    else:
        executor = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"),
                                       initializer=_leave_ctrl_c_to_the_parent)
    try:
        yield Crew(executor, lambda: workers)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
