"""Ranges of runs: what is still to be fought, in chunks, and how far everything is known."""

from collections.abc import Iterator, Sequence

Span = tuple[int, int]  # first run, and the one after the last


def known_before(spans: Sequence[Span]) -> int:
    """First run that is not known; every earlier one is.

    Examples
    --------
    >>> known_before([(0, 20), (20, 40), (60, 80)])
    40
    """
    end = 0
    for first, last in sorted(spans):
        if first > end:
            break
        end = max(end, last)
    return end


def missing(spans: Sequence[Span], ceiling: int, chunk: int) -> Iterator[Span]:
    """Chunks of at most `chunk` runs that fill the gaps below the ceiling, in order.

    Examples
    --------
    >>> list(missing([(20, 40)], 75, 15))
    [(0, 15), (15, 20), (40, 55), (55, 70), (70, 75)]
    """
    end = 0
    for first, last in (*sorted(spans), (ceiling, ceiling)):
        gap_end = min(first, ceiling)
        for start in range(end, gap_end, chunk):
            yield start, min(start + chunk, gap_end)
        end = max(end, last)
