"""Targets bid for channels: an auction that comes as near to the best matching as its step is small."""

import numpy as np

from openiads.compiled import compiled

NOBODY = -1


@compiled
def auction(gains, step):
    """Matching of every row to a column of its own by an auction.

    Parameters
    ----------
    gains : (n, m) array
        n <= m.
    step : float
        Least rise of a price with each bid, above 0.

    Returns
    -------
    (n,) array of int
        Column of each row. The sum of gains is within n times the step of the greatest.

    Notes
    -----
    One row after the other bids for the column that leaves it most, as much more as the second best leaves it less, and
    a step; who is outbid bids again. Prices start alike, so the bound holds for more columns than rows.

    References
    ----------
    bertsekas-1992, forward auction for asymmetric problems

    Examples
    --------
    >>> auction(np.array([[4.0, 3.0], [3.0, 0.0]]), 0.1).tolist()
    [1, 0]
    """
    rows, columns = gains.shape
    prices = np.zeros(columns)
    column_of, row_of = np.full(rows, NOBODY), np.full(columns, NOBODY)
    waiting, count = np.arange(rows), rows
    while count > 0:
        row = waiting[count - 1]
        best, second, place = -np.inf, -np.inf, 0
        for column in range(columns):
            profit = gains[row, column] - prices[column]
            if profit > best:
                best, second, place = profit, best, column
            elif profit > second:
                second = profit
        prices[place] += (best - second if second > -np.inf else 0.0) + step
        outbid = row_of[place]
        row_of[place], column_of[row] = row, place
        if outbid >= 0:
            column_of[outbid] = NOBODY
            waiting[count - 1] = outbid
        else:
            count -= 1
    return column_of
