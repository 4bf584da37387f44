"""Which fire unit takes which threat in one decision, all at once: by an auction, or by the best of all matchings."""

import numpy as np

from openiads.compiled import compiled, compiled_bare
from openiads.physics.assignment_auction import auction
from openiads.physics.assignment_fast import match

STEP = 0.01  # of the auction, as a share of the greatest gain
MOST_LOOKS = 4.0  # more salvos at one target than this are not counted on


@compiled_bare
def gain_of(rank, pk, rounds, meets_s, to_go_s, assessment_s):
    """What engaging a threat takes away: its rank times the chance of a kill in the salvos for which there is time.

    Parameters
    ----------
    rank : float
        Value over time to go. [1/s]
    pk : float
        Believed kill probability of one round. [-]
    rounds : int
        Of one salvo.
    meets_s, to_go_s, assessment_s : float
        From now until the first salvo meets the threat, until the threat is where it wants to be, and from a meeting to
        the next order. [s]

    Returns
    -------
    float
        [1/s]

    Notes
    -----
    rank (1 - (1 - pk)^(rounds x salvos)), salvos = 1 + (to go - meets) / (meets + assessment), at most `MOST_LOOKS`.

    References
    ----------
    manne-1958, the value that survives

    Examples
    --------
    >>> gain_of(2.0, 0.5, 1, 30.0, 65.0, 5.0)
    1.5
    """
    salvos = min(MOST_LOOKS, 1.0 + (to_go_s - meets_s) / (meets_s + assessment_s))
    return rank * (1.0 - (1.0 - pk) ** (rounds * salvos))


@compiled
def _by_channel(gains, count, free):
    # threats by channels, and as many columns without gain for those that none takes
    channels = 0
    for u in range(free.size):
        channels += min(free[u], count)
    matrix, unit = np.zeros((count, channels + count)), np.full(channels + count, -1)
    column = 0
    for u in range(free.size):
        for _ in range(min(free[u], count)):
            unit[column] = u
            for item in range(count):
                matrix[item, column] = gains[item, u]
            column += 1
    return matrix, unit


@compiled
def choose_best(gains, count, free, unit_of):
    """Choose units for threats so that together they gain most.

    Parameters
    ----------
    gains : (T, U) array
        Not negative; zero where a unit has nothing to offer.
    count : int
        Threats at hand; the first rows.
    free : (U,) array of int
        Free channels.
    unit_of : (T,) array of int
        Filled: the unit of each threat, or -1.

    Returns
    -------
    float
        The greatest sum of gains, with the proof of `assignment_fast.match`.
    """
    matrix, unit = _by_channel(gains, count, free)
    columns, _ = match(matrix)
    total = 0.0
    for item in range(count):
        gain = matrix[item, columns[item]]
        unit_of[item] = unit[columns[item]] if gain > 0.0 else -1
        total += gain
    return total


@compiled
def choose_by_auction(gains, count, free, unit_of):
    """Choose units for threats by an auction; parameters as in `choose_best`."""
    matrix, unit = _by_channel(gains, count, free)
    most = np.max(matrix)
    columns = auction(matrix, STEP * most if most > 0.0 else 1.0)
    for item in range(count):
        unit_of[item] = unit[columns[item]] if matrix[item, columns[item]] > 0.0 else -1
