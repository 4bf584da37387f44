"""Hits and misses of a track, kept as bits, and the M-of-N rules read from them."""

from openiads.compiled import compiled

STARTED = 1  # history of a track that one plot has started


@compiled
def history_after(history, hit):
    """Bits of hits and misses, the newest lowest, after one more look.

    Examples
    --------
    >>> [bin(history_after(STARTED, hit)) for hit in (True, False)]
    ['0b11', '0b10']
    """
    return ((history << 1) | (1 if hit else 0)) & 0xFFFFFFFF


@compiled
def hits_in(history, looks):
    """Number of hits in the last looks.

    Examples
    --------
    >>> hits_in(0b10110, 3), hits_in(0b10110, 5)
    (2, 3)
    """
    hits = 0
    for place in range(looks):
        hits += (history >> place) & 1
    return hits


@compiled
def is_confirmed(history, hits, looks):
    """Whether at least so many of the last looks were hits.

    Parameters
    ----------
    history : int
        Bits, the newest lowest.
    hits, looks : int
        M and N of the rule.

    Returns
    -------
    bool

    References
    ----------
    blackman-1999, chapter 6

    Examples
    --------
    >>> is_confirmed(STARTED, 2, 3), is_confirmed(history_after(STARTED, True), 2, 3)
    (False, True)
    """
    return hits_in(history, looks) >= hits
