"""Fight a campaign: the same results on any number of workers, in any chunks, through any number of interruptions."""

import queue
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from heapq import merge
from pathlib import Path

import numpy as np

from openiads.campaign.cluster import cluster_crew
from openiads.campaign.spans import Span, known_before, missing
from openiads.campaign.state import Stage, State, ended
from openiads.campaign.stopping import StopRule, Tally, Verdict, first_runs, judge, looks, runs_expected, tally
from openiads.campaign.store import RunFolder, open_folder
from openiads.campaign.workers import Crew, Job, Pool, fight_chunk, local_crew
from openiads.errors import OpenIADSError, fault

CHUNK = 20  # runs; a second or less of fighting, so that little is lost on a crash and Ctrl-C is soon heard
AHEAD = 2  # chunks a worker has in hand, so that none waits for the next
LISTEN_EVERY_S = 0.1
Task = tuple[Span, str]  # runs, arm


@dataclass(frozen=True)
class Progress:
    """How far a campaign is: runs known of every arm, runs expected in all, widest half-width, time left."""

    runs: int
    expected: int
    half_width: float  # percentage points; infinite before there is one
    left_s: float | None  # None until a chunk has been timed


@dataclass(frozen=True)
class Campaign:
    """What a campaign came to; its tables lie in the run folder."""

    folder: Path
    arms: tuple[str, ...]
    stage: Stage  # "finished", or "partial" where it was interrupted
    runs: int
    draws: int
    reason: str
    rule: StopRule
    results_sha256: str
    damaged: tuple[str, ...]  # parts of an earlier process that were not whole and were fought again


class _Book:
    """What is known so far of the runs that every arm has fought, for the stopping rule."""

    def __init__(self, folder: RunFolder, arms: tuple[str, ...]) -> None:
        self._folder, self._arms = folder, arms
        self._tallies = {(arm, span): tally(folder.runs_of(arm, span)) for arm in arms for span in folder.spans(arm)}

    def keep(self, arm: str, span: Span, tables: Mapping[str, bytes], counted: Tally) -> None:
        self._folder.keep(arm, span, tables)
        self._tallies[arm, span] = counted

    def known(self) -> int:
        return min(known_before(self._folder.spans(arm)) for arm in self._arms)

    def first(self, count: int) -> dict[str, Tally]:
        found = {}
        for arm in self._arms:
            parts = [self._tallies[arm, span] for span in self._folder.spans(arm) if span[0] < count]
            whole = Tally(*(np.concatenate([getattr(part, name) for part in parts])
                            for name in ("draws", "no_leak", "leaked_share")))
            found[arm] = first_runs(whole, count)
        return found


def run_campaign(
    jobs: Mapping[str, Job],
    folder: Path,
    rule: StopRule,
    *,
    workers: int = 1,
    pool: Pool = "threads",
    chunk: int = CHUNK,
    cluster: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Campaign:
    """Fight the runs 0, 1, 2, ... of every arm until the rule is satisfied, or carry on where another process stopped.

    Parameters
    ----------
    jobs : mapping
        Arms by name, which fight the same run numbers; a single one may be called "", and then lives in the folder
        itself. With several, the rule reads the differences from the first.
    folder : Path
        Run folder.
    rule : StopRule
        When to stop; asked at numbers of runs that depend on the rule alone.
    workers : int
        Threads or processes on this machine.
    pool : str
        "threads" of this process, or spawned "processes".
    chunk : int
        Runs a task.
    cluster : str, optional
        Address of a Dask scheduler, whose workers then fight instead of this machine's.
    on_progress : callable, optional
        Called after each finished chunk.
    should_stop : callable, optional
        Asked between chunks; True ends the campaign with the runs that are known, labelled partial.

    Returns
    -------
    Campaign
        The same files, bytes and hash whatever `workers`, `pool`, `chunk` and `cluster` are; runs that were fought
        beyond the stop are discarded.
    """
    arms = tuple(jobs)
    with open_folder(Path(folder), {arm: job.fingerprint for arm, job in jobs.items()}) as store:
        if store.state.stage == "finished":
            if dict(store.state.rule) != asdict(rule):
                raise fault("E0604", f"the campaign in {folder} is finished, under another stopping rule",
                            where=str(folder), why=store.state.reason,
                            fix="use the rule in its campaign.toml, or another folder with --out")
            return _told(store, arms, rule)
        if store.state.stage == "partial":
            store.reopen()
        book = _Book(store, arms)
        asked = _Asked(rule)
        verdict = asked.verdict(book)
        if verdict is None:
            tasks = merge(*([(span, arm) for span in missing(store.spans(arm), rule.at_most, chunk)] for arm in arms))
            crew = cluster_crew(cluster) if cluster else local_crew(workers, pool)
            verdict = _fight(jobs, book, asked, tasks, crew, on_progress, should_stop or (lambda: False))
        if verdict is not None:
            end = ended(store.state, "finished", rule, runs=verdict.runs, draws=verdict.draws, reason=verdict.reason)
        else:
            end = _interrupted(store.state, book, rule)
        store.end(end)
        return _told(store, arms, rule)


class _Asked:
    """The rule, and the looks at which it has still to be asked."""

    def __init__(self, rule: StopRule) -> None:
        self.rule = rule
        self._looks = looks(rule)
        self._next = next(self._looks)

    def verdict(self, book: _Book) -> Verdict | None:
        """The verdict to stop, as soon as the runs that are known allow it."""
        known = book.known()
        while self._next <= known:
            found = judge(self.rule, book.first(self._next))
            if found.stop:
                return found
            self._next = next(self._looks)
        return None


def _fight(
    jobs: Mapping[str, Job], book: _Book, asked: _Asked, tasks: Iterator[Task], crew: AbstractContextManager[Crew],
    on_progress: Callable[[Progress], None] | None, should_stop: Callable[[], bool],
) -> Verdict | None:
    """Fight tasks until the rule is satisfied, or until asked to stop: then None."""
    done: queue.SimpleQueue[Future] = queue.SimpleQueue()
    under_way: dict[Future, Task] = {}
    started_s, fought, stopping = time.monotonic(), 0, False
    with crew as hands:
        while True:
            stopping = stopping or should_stop()  # what is under way is awaited, so that the known runs have no gaps
            while not stopping and len(under_way) < AHEAD * hands.slots() and (task := next(tasks, None)):
                (first, last), arm = task
                try:
                    future = hands.executor.submit(fight_chunk, jobs[arm], first, last)
                except BrokenProcessPool as problem:
                    future = Future()
                    future.set_exception(problem)
                under_way[future] = task
                future.add_done_callback(done.put)
            if stopping and not under_way:
                return None
            try:
                future = done.get(timeout=LISTEN_EVERY_S)
            except queue.Empty:
                continue
            span, arm = under_way.pop(future)
            book.keep(arm, span, *_answer(future))
            fought += span[1] - span[0]
            verdict = asked.verdict(book)
            if verdict is not None:
                return verdict
            if on_progress:
                on_progress(_progress(book, asked.rule, len(jobs), fought, time.monotonic() - started_s))


def _answer(future: Future) -> tuple[Mapping[str, bytes], Tally]:
    try:
        return future.result()
    except OpenIADSError:
        raise
    except (BrokenProcessPool, CancelledError) as problem:
        told = "a worker process ended in the middle of its runs" if isinstance(problem, BrokenProcessPool) else (
            "the cluster let go of the runs it was given")
    except Exception as problem:
        if type(problem).__name__ != "KilledWorker":  # of `distributed`, which need not be installed
            raise
        told = "several workers of the cluster died over the same runs"
    raise fault("E0606", told, where="workers", why="memory may have run out, or somebody ended it",
                fix="run the same command again: what was finished is kept; fewer workers need less memory")


def _progress(book: _Book, rule: StopRule, arms: int, fought: int, passed_s: float) -> Progress:
    known = book.known()
    if known == 0:
        return Progress(0, rule.at_most, float("inf"), None)
    verdict = judge(rule, book.first(known), is_look=False)
    expected = max(runs_expected(rule, verdict), known)
    return Progress(known, expected, verdict.half_width, (expected - known) * arms * passed_s / fought)


def _interrupted(state: State, book: _Book, rule: StopRule) -> State:
    known = book.known()
    draws = judge(rule, book.first(known), is_look=False).draws if known else 0
    return ended(state, "partial", rule, runs=known, draws=draws,
                 reason=f"interrupted after {known} runs in {draws} draw{'s' * (draws != 1)}, "
                        "before the stopping rule was satisfied")


def _told(store: RunFolder, arms: tuple[str, ...], rule: StopRule) -> Campaign:
    state = store.state
    return Campaign(store.path, arms, state.stage, state.runs, state.draws, state.reason, rule,
                    state.results_sha256, tuple(store.damaged))
