"""Progress on standard error for anything over a second, and an interrupt that first stops cleanly."""

import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

from openiads.app.shell import note, session

QUIET_BEFORE_S = 1.0
LINE_EVERY_S = 10.0
REDRAW_EVERY_S = 0.1
STEPS_BEFORE_ESTIMATE = 2  # the first step tells more of compiling and reading than of the rest

_stop = False


def stop_requested() -> bool:
    """Whether the user has asked once, with Ctrl-C, to stop with what is known."""
    return _stop


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C raise a flag and the second abort.

    Yields
    ------
    callable
        `stop_requested`, to be asked between pieces of work.
    """
    global _stop
    _stop = False

    def on_interrupt(_signal: int, _frame: FrameType | None) -> None:
        global _stop
        if _stop:
            raise KeyboardInterrupt
        _stop = True
        print("\nstopping with what is known; Ctrl-C again aborts", file=sys.stderr)

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield stop_requested
    finally:
        signal.signal(signal.SIGINT, before)


def say_compiling() -> None:
    """Tell, before anything is worked out, that a run without compiled kernels takes longer than the next."""
    from openiads.compiled import numba  # which decides where numba keeps its kernels

    if next(Path(numba.config.CACHE_DIR).rglob("*.nbi"), None) is None:  # type: ignore[attr-defined]
        note("compiling kernels, the first run only")


class Progress:
    """One line that tells how far a piece of work is and how wide its interval still is.

    On a terminal the line is redrawn in place; elsewhere a plain line is written every ten seconds. Nothing appears
    for work shorter than a second, nor with --quiet. Pieces count alike for the time left, unless `pieces_s` says how
    long each takes beside the others; it is told from the second finished piece on.
    """

    def __init__(self, label: str, total: int, *, pieces_s: Sequence[float] = (), stream: IO[str] | None = None,
                 clock: Callable[[], float] = time.monotonic) -> None:
        self._label, self._total, self._done = label, total, 0
        self._pieces_s = pieces_s
        self._stream = sys.stderr if stream is None else stream
        self._clock = clock
        self._started_s = self._told_s = clock()
        self._in_place = self._stream.isatty()
        self._drawn = False

    def advance(self, done: int = 1, *, width: str = "") -> None:
        """Count finished pieces; `width` is the interval so far in words, such as ``"interval 24 km wide"``."""
        self._done += done
        now_s = self._clock()
        since_s = now_s - self._told_s
        if session().quiet or now_s - self._started_s < QUIET_BEFORE_S:
            return
        if self._in_place:
            if since_s >= REDRAW_EVERY_S:
                self._stream.write(f"\r\033[K{self._line(now_s, width)}")
                self._stream.flush()
                self._told_s, self._drawn = now_s, True
        elif since_s >= LINE_EVERY_S:
            print(self._line(now_s, width), file=self._stream, flush=True)
            self._told_s = now_s

    def expect(self, total: int) -> None:
        """Set the number of pieces anew, where it is only found out on the way."""
        self._total = total

    def _line(self, now_s: float, width: str) -> str:
        done, total = float(self._done), float(self._total)
        if self._pieces_s:
            done, total = sum(self._pieces_s[: self._done]), sum(self._pieces_s)
        left_s = (now_s - self._started_s) * (total - done) / max(done, 1e-9)
        left = f"about {max(left_s, 0):.0f} s left" if self._done >= STEPS_BEFORE_ESTIMATE else ""
        words = [f"{self._label}: {self._done} of {self._total}", width, left]
        return ", ".join(word for word in words if word)

    def finish(self) -> None:
        """Tell that all is done, where lines that stay have told less; on a terminal the line goes anyway."""
        if not self._in_place and self._told_s > self._started_s and self._done <= self._total:
            seconds = self._clock() - self._started_s
            print(f"{self._label}: {self._total} of {self._total}, {seconds:.0f} s", file=self._stream, flush=True)

    def close(self) -> None:
        """Clear the line, so that results stand alone."""
        if self._drawn:
            self._stream.write("\r\033[K")
            self._stream.flush()


@contextmanager
def progress(label: str, total: int, *, pieces_s: Sequence[float] = ()) -> Iterator[Progress]:
    """Show the progress of a piece of work while the block runs."""
    line = Progress(label, total, pieces_s=pieces_s)
    try:
        yield line
        if not _stop:
            line.finish()
    finally:
        line.close()
