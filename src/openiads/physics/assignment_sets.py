"""The cheapest sets of rounds for one target when every weapon has its price: a search that leaves nothing out."""

import numpy as np

from openiads.compiled import compiled

NODES_AT_MOST = 2_000_000  # of one search; a search cut short says so by its bound
COUNTED = 4  # better weapons beyond this number are not counted
LEAST_REDUCTION = 1e-10  # share of the value of a target; a set that reduces its cost by less is not listed


@compiled
def least_cost(first, left, spent, room, rates, prices, logs, copies):
    """Lower bound of value left plus price, when the weapons from `first` on may be bought in parts.

    Parameters
    ----------
    first : int
        Weapons before this one are decided. [-]
    left, spent : float
        Value left and price paid by what is decided.
    room : int
        Rounds of `first` already taken.
    rates, prices, logs, copies : arrays
        Of each weapon in the order of rates: price of a unit of -ln(survival), price, -ln(survival), rounds. [-]

    Returns
    -------
    float

    Notes
    -----
    min over A of L exp(-A) + C(A), with C the convex price of an exponent A bought at the lowest rates first.

    References
    ----------
    dantzig-1957, "Discrete-variable extremum problems", the knapsack bought in parts

    Examples
    --------
    >>> one = np.ones(1)
    >>> float(least_cost(0, 1.0, 0.0, 0, 2 * one, 2 * one, one, np.ones(1, np.int64)))
    1.0
    """
    for weapon in range(first, rates.size):
        rate = rates[weapon]
        if left <= rate:
            break
        number = copies[weapon] - room
        room = 0
        after = left * np.exp(-logs[weapon] * number)
        if after < rate:
            return spent + rate * (1 + np.log(left / rate))
        left = after
        spent += prices[weapon] * number
    return spent + left


@compiled
def cheapest_sets(logs, value, prices, copies, most, ceiling, shrink, items, ends):
    """Sets of rounds for one target whose value left plus price is below a ceiling.

    Parameters
    ----------
    logs : (w,) array
        -ln(1 - p) of each weapon against the target; 0 where it cannot reach. [-]
    value : float
        Of the target.
    prices : (w,) array
        Of a round of each weapon; not negative.
    copies : (w,) array of int
        Rounds of each weapon.
    most : int
        Rounds that the target may get.
    ceiling : float
    shrink : bool
        Lower the ceiling to each cost found, so that the last set is the cheapest; else list every set below it.
    items : (n,) array of int
        Is filled with the weapons of the sets, one after the other.
    ends : (m,) array of int
        Is filled with where each set ends in `items`.

    Returns
    -------
    least : float
        Lower bound of the cost of every set not listed, the cheapest cost if the search shrinks; never above it.
    found : int
        Sets listed; the last ones are kept if there are more than `ends` holds and the search shrinks.
    whole : bool
        Whether the search came to its end and all it found was listed.

    Notes
    -----
    Depth first in the order of price per exponent; a branch ends where its relaxation is not below the ceiling.

    References
    ----------
    dantzig-1957

    Examples
    --------
    >>> items, ends = np.zeros(9, np.int64), np.zeros(9, np.int64)
    >>> logs, prices, copies = np.log([2.0, 5.0]), np.array([0.5, 1.0]), np.ones(2, np.int64)
    >>> least, found, _ = cheapest_sets(logs, 10.0, prices, copies, 2, 10.0, True, items, ends)
    >>> round(least, 9), items[ends[found - 2] : ends[found - 1]].tolist()
    (2.5, [1, 0])
    """
    count = 0
    keys, usable = np.empty(logs.size), np.empty(logs.size, np.int64)
    slack = 0.0 if shrink else max(ceiling - _floor(logs, value, prices, copies), 0.0)
    for weapon in range(logs.size):
        if logs[weapon] > 0 and copies[weapon] > 0 and prices[weapon] < value * -np.expm1(-logs[weapon]) + slack:
            keys[count], usable[count] = prices[weapon] / logs[weapon], weapon
            count += 1
    order = usable[:count][np.argsort(keys[:count])]
    rates, own_prices, own_logs, own_copies = prices[order] / logs[order], prices[order], logs[order], copies[order]
    better = _better(own_prices, own_logs, own_copies)
    deepest = max(1, min(most, int(own_copies.sum())))
    path, lefts, spents = np.empty(deepest, np.int64), np.empty(deepest + 1), np.empty(deepest + 1)
    lefts[0], spents[0] = value, 0.0
    found, used, nodes, whole = 0, 0, 0, True
    if value < ceiling:
        ends[0], found = 0, 1
        if shrink:
            ceiling = value
    depth, weapon, taken = 0, 0, 0
    while True:
        if weapon < count and taken >= own_copies[weapon]:
            weapon, taken = weapon + 1, 0
        while shrink and weapon < count and better[weapon] > depth:
            weapon, taken = weapon + 1, 0
        go_down = weapon < count and depth < most
        if go_down:
            nodes += 1
            go_down = least_cost(weapon, lefts[depth], spents[depth], taken, rates, own_prices, own_logs,
                                 own_copies) < ceiling
        if nodes > NODES_AT_MOST:
            whole = False
            break
        if go_down:
            path[depth] = weapon
            lefts[depth + 1] = lefts[depth] * np.exp(-own_logs[weapon])
            spents[depth + 1] = spents[depth] + own_prices[weapon]
            depth += 1
            taken += 1
            cost = lefts[depth] + spents[depth]
            if cost < ceiling:
                if shrink:
                    ceiling = cost
                if found == ends.size or used + depth > items.size:
                    if not shrink:
                        whole = False
                        break
                    found, used = 0, 0
                for index in range(depth):
                    items[used + index] = order[path[index]]
                used += depth
                ends[found] = used
                found += 1
        elif depth == 0:
            break
        else:
            depth -= 1
            weapon, taken = path[depth] + 1, 0
    return (ceiling if whole else _floor(logs, value, prices, copies)), found, whole


@compiled
def _better(prices, logs, copies):
    """Rounds of other weapons that are neither dearer nor weaker, counted up to `COUNTED`.

    A set with such a weapon in it but not all of those can be bettered by an exchange, so it need not be tried.
    """
    better = np.zeros(prices.size, np.int64)
    for weapon in range(prices.size):
        for other in range(weapon):
            if prices[other] <= prices[weapon] and logs[other] >= logs[weapon]:
                better[weapon] += copies[other]
                if better[weapon] >= COUNTED:
                    better[weapon] = COUNTED
                    break
    return better


@compiled
def _floor(logs, value, prices, copies):
    usable = np.flatnonzero((logs > 0) & (copies > 0))
    rates = prices[usable] / logs[usable]
    order = np.argsort(rates)
    chosen = usable[order]
    return least_cost(0, value, 0.0, 0, rates[order], prices[chosen], logs[chosen], copies[chosen])


@compiled
def price_sets(logs, target_values, prices, copies, most_on_target, paid, worth, keep):
    """Cheapest sets of every target, and the bound that they give whatever the prices are.

    Parameters
    ----------
    logs : (t, w) array
        -ln(1 - p) of each weapon against each target. [-]
    target_values : (t,) array
    prices : (w,) array
        Of a round of each weapon; not negative.
    copies : (w,) array of int
        Rounds of each weapon.
    most_on_target : (t,) array of int
        Rounds that each target may get.
    paid, worth : (w,), (t,) arrays
        Prices of rounds and targets by which the sets are judged; one is listed if it costs less than its target's.
    keep : int
        Sets listed of a target at most, the cheapest ones.

    Returns
    -------
    bound : float
        No assignment leaves less value.
    used : (w,) array
        Rounds that all the cheapest sets use together.
    sets : tuple of arrays
        Of each listed set: target, value left, end in the list of weapons; then the list of weapons.

    Notes
    -----
    Bound: sum of the cheapest costs less the price of all rounds, the Lagrangian dual of "each round once".

    References
    ----------
    dantzig-1960, "Decomposition principle for linear programs"

    Examples
    --------
    >>> one, rounds = np.ones(1), np.ones(1, np.int64)
    >>> bound, used, sets = price_sets(np.log([[2.0]]), 8 * one, 3 * one, rounds, rounds, 3 * one, 9 * one, 2)
    >>> bound, used.tolist(), sets[1].tolist()
    (4.0, [1.0], [4.0, 8.0])
    """
    targets, weapons = logs.shape
    longest = max(1, most_on_target.max()) if targets else 1
    items, ends = np.empty(keep * 8 * longest, np.int64), np.empty(keep * 8, np.int64)
    owners, lefts, stops = (np.empty(targets * keep, np.int64), np.empty(targets * keep),
                            np.empty(targets * keep, np.int64))
    listed = np.empty(targets * keep * longest, np.int64)
    number, size = 0, 0
    bound, used = 0.0, np.zeros(weapons)
    for weapon in range(weapons):
        bound -= prices[weapon] * copies[weapon]
    for target in range(targets):
        least, found, _ = cheapest_sets(logs[target], target_values[target], prices, copies, most_on_target[target],
                                        np.inf, True, items, ends)
        bound += least
        for place in range(found - 1, max(-1, found - 1 - keep), -1):
            first = ends[place - 1] if place > 0 else 0
            exponent, cost = 0.0, 0.0
            for index in range(first, ends[place]):
                exponent += logs[target, items[index]]
                cost += paid[items[index]]
                if place == found - 1:
                    used[items[index]] += 1
            left = target_values[target] * np.exp(-exponent)
            if left + cost < worth[target] - LEAST_REDUCTION * target_values[target]:
                owners[number], lefts[number] = target, left
                for index in range(first, ends[place]):
                    listed[size] = items[index]
                    size += 1
                stops[number] = size
                number += 1
    return bound, used, (owners[:number], lefts[:number], stops[:number], listed[:size])


@compiled
def sets_below(logs, target_values, prices, copies, most_on_target, gap, owners, lefts, items, ends):
    """Every set that costs less than its target's cheapest one plus a gap.

    Parameters
    ----------
    logs, target_values, prices, copies, most_on_target
        As in `price_sets`.
    gap : float
    owners, lefts, ends : (m,) arrays
        Are filled with target, value left and end in `items` of each set.
    items : (n,) array of int
        Is filled with the weapons of the sets.

    Returns
    -------
    number : int
        Sets listed.
    whole : bool
        Whether all were listed.

    References
    ----------
    dantzig-1960

    Examples
    --------
    >>> one, rounds, room = np.ones(1), np.ones(1, np.int64), np.zeros(4, np.int64)
    >>> sets_below(np.log([[2.0]]), 8 * one, 3 * one, rounds, rounds, 2.0, room, np.zeros(4), room, room.copy())
    (2, True)
    """
    number, size = 0, 0
    for target in range(target_values.size):
        least, _, whole = cheapest_sets(logs[target], target_values[target], prices, copies, most_on_target[target],
                                        np.inf, True, np.empty(8 * max(1, most_on_target[target]), np.int64),
                                        np.empty(8, np.int64))
        if not whole:
            return number, False
        _, found, whole = cheapest_sets(logs[target], target_values[target], prices, copies, most_on_target[target],
                                        least + gap, False, items[size:], ends[number:])
        if not whole:
            return number, False
        start = size
        for place in range(number, number + found):
            owners[place], exponent = target, 0.0
            ends[place] += start
            while size < ends[place]:
                exponent += logs[target, items[size]]
                size += 1
            lefts[place] = target_values[target] * np.exp(-exponent)
        number += found
    return number, True
