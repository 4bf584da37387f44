"""Which weapon fires at which target, in a decision cycle: rules and searches that are compiled and never raise."""

import numpy as np

from openiads.compiled import compiled

IDLE = -1  # target of a round that is held back
MIXER = 40503  # odd; spreads turns and targets over the rounds that they give up
STALE_AT_MOST = 6  # turns in a row that save nothing
SMALLEST_GAIN = 1e-12  # share of the value of all targets; a smaller gain is rounding


@compiled
def surviving_value(pk, target_values, targets):
    """Expected value left when each round is fired at its target.

    Parameters
    ----------
    pk : (r, t) array
        Kill probability of each round against each target. [-]
    target_values : (t,) array
    targets : (r,) array of int
        Target of each round; `IDLE` for one that is held back.

    Returns
    -------
    float
        Sum of V (1 - p)(1 - p)...; rounds are independent.

    References
    ----------
    manne-1958, "A target-assignment problem"

    Examples
    --------
    >>> surviving_value(np.array([[0.5], [0.5]]), np.array([8.0]), np.array([0, 0]))
    2.0
    """
    return np.sum(value_left(pk, target_values, targets))


@compiled
def value_left(pk, target_values, targets):
    """Expected value left of each target; parameters as in `surviving_value`.

    References
    ----------
    manne-1958

    Examples
    --------
    >>> value_left(np.array([[0.5], [0.5]]), np.array([8.0]), np.array([0, IDLE])).tolist()
    [4.0]
    """
    left = target_values.astype(np.float64)
    for shot in range(targets.size):
        if targets[shot] >= 0:
            left[targets[shot]] *= 1 - pk[shot, targets[shot]]
    return left


@compiled
def assign_by_rule(pk, target_values, most_on_target):
    """Rule of thumb: in order of value, each target takes the free round with the highest kill probability.

    Parameters
    ----------
    pk : (r, t) array
        Kill probability of each round against each target, 0 where it cannot reach. [-]
    target_values : (t,) array
        What a target is worth, or how it ranks as a threat.
    most_on_target : (t,) array of int
        Rounds that a target may get at most.

    Returns
    -------
    (r,) array of int
        Target of each round; `IDLE` for one that is held back.

    Notes
    -----
    Targets that may get several rounds take them in turns, one each time round.

    References
    ----------
    manne-1958, the problem; the rule is the plain way of the air-defence literature

    Examples
    --------
    >>> assign_by_rule(np.array([[0.8, 0.9], [0.7, 0.2]]), np.array([5.0, 8.0]), np.array([1, 1])).tolist()
    [1, 0]
    """
    rounds, targets = pk.shape
    chosen = np.full(rounds, IDLE)
    fired = np.zeros(targets, np.int64)
    by_value = np.argsort(-target_values)
    served = True
    while served:
        served = False
        for target in by_value:
            if fired[target] >= most_on_target[target]:
                continue
            best, shot = 0.0, IDLE
            for candidate in range(rounds):
                if chosen[candidate] == IDLE and pk[candidate, target] > best:
                    best, shot = pk[candidate, target], candidate
            if shot >= 0:
                chosen[shot] = target
                fired[target] += 1
                served = True
    return chosen


@compiled
def assign_greedily(pk, target_values, most_on_target):
    """Greatest marginal return: again and again the round and the target that together take away most value.

    Parameters
    ----------
    pk, target_values, most_on_target
        As in `assign_by_rule`.

    Returns
    -------
    (r,) array of int
        Target of each round; `IDLE` for one that is held back.

    References
    ----------
    ahuja-2007, "Exact and heuristic algorithms for the weapon-target assignment problem"

    Examples
    --------
    >>> assign_greedily(np.array([[0.8, 0.9], [0.7, 0.2]]), np.array([5.0, 8.0]), np.array([1, 1])).tolist()
    [1, 0]
    """
    rounds, targets = pk.shape
    chosen = np.full(rounds, IDLE)
    left = target_values.astype(np.float64)
    fired = np.zeros(targets, np.int64)
    shots = np.full(targets, IDLE)  # best free round of each target
    for target in range(targets):
        shots[target] = _best_free(pk, chosen, target)
    while True:
        most, best = 0.0, IDLE
        for target in range(targets):
            if shots[target] >= 0 and fired[target] < most_on_target[target]:
                gain = left[target] * pk[shots[target], target]
                if gain > most:
                    most, best = gain, target
        if best < 0:
            return chosen
        shot = shots[best]
        chosen[shot] = best
        left[best] *= 1 - pk[shot, best]
        fired[best] += 1
        for target in range(targets):
            if shots[target] == shot:
                shots[target] = _best_free(pk, chosen, target)


@compiled
def _best_free(pk, chosen, target):
    best, shot = 0.0, IDLE
    for candidate in range(chosen.size):
        if chosen[candidate] == IDLE and pk[candidate, target] > best:
            best, shot = pk[candidate, target], candidate
    return shot


@compiled
def match(gains):
    """Greatest sum of gains with at most one column to a row and one row to a column.

    Parameters
    ----------
    gains : (n, m) array
        Not negative; n <= m.

    Returns
    -------
    columns : (n,) array of int
    row_prices : (n,) array
        What each row is worth: gains <= row price + column price, with equality where they are matched.

    Notes
    -----
    Shortest augmenting paths on reduced costs, one row at a time.

    References
    ----------
    crouse-2016, "On implementing 2D rectangular assignment algorithms"

    Examples
    --------
    >>> match(np.array([[4.0, 3.0], [3.0, 0.0]]))[0].tolist()
    [1, 0]
    """
    rows, columns = gains.shape
    row_prices, column_prices = np.zeros(rows), np.zeros(columns)
    column_of, row_of = np.full(rows, IDLE), np.full(columns, IDLE)
    distance, before = np.empty(columns), np.empty(columns, np.int64)
    reached = np.empty(columns)  # infinite where the distance is final, else 0
    for start in range(rows):
        row_prices[start] = np.max(gains[start] - column_prices)
        distance[:], reached[:] = np.inf, 0.0
        row, length, sink = start, 0.0, IDLE
        while sink < 0:
            offset, own = length + row_prices[row], gains[row]
            for column in range(columns):
                through = max(offset + column_prices[column] - own[column], 0.0) + reached[column]
                closer = through < distance[column]
                distance[column] = through if closer else distance[column]
                before[column] = row if closer else before[column]
            nearest, place = np.inf, 0
            for column in range(columns):
                if distance[column] + reached[column] < nearest:
                    nearest, place = distance[column] + reached[column], column
            length = nearest
            reached[place] = np.inf
            if row_of[place] < 0:
                sink = place
            else:
                row = row_of[place]
        row_prices[start] -= length
        for column in range(columns):
            if reached[column] > 0 and column != sink:
                row_prices[row_of[column]] -= length - distance[column]
                column_prices[column] += length - distance[column]
        column = sink
        while True:
            row = before[column]
            row_of[column] = row
            column, column_of[row] = column_of[row], column
            if row == start:
                break
    return column_of, row_prices


@compiled
def rematch(pk, target_values, most_on_target, chosen, turn):
    """Take one round from each target and give them all out again in the best way of all, at most one to a target.

    Parameters
    ----------
    pk, target_values, most_on_target
        As in `assign_by_rule`.
    chosen : (r,) array of int
        Target of each round; changed in place and never for the worse.
    turn : int
        Tells which of its rounds each target gives up: another one at another turn.

    Returns
    -------
    float
        Expected value that the new assignment saves.

    Notes
    -----
    An exchange of any number of rounds in any number of cycles and paths, found as one matching.

    References
    ----------
    ahuja-2007, very large-scale neighbourhoods

    Examples
    --------
    >>> chosen = np.array([0, 1])
    >>> pk, target_values = np.array([[0.8, 0.9], [0.7, 0.2]]), np.array([5.0, 8.0])
    >>> round(rematch(pk, target_values, np.array([1, 1]), chosen, 0), 9), chosen.tolist()
    (5.1, [1, 0])
    """
    rounds, targets = pk.shape
    fired = np.zeros(targets, np.int64)
    for shot in range(rounds):
        if chosen[shot] >= 0:
            fired[chosen[shot]] += 1
    kept = target_values.astype(np.float64)
    met = np.zeros(targets, np.int64)
    released, count = np.empty(targets, np.int64), 0
    for shot in range(rounds):
        target = chosen[shot]
        if target >= 0:
            if met[target] == (turn * (MIXER + target * turn) >> 8) % fired[target]:
                released[count] = shot
                count += 1
            else:
                kept[target] *= 1 - pk[shot, target]
            met[target] += 1
    for shot in range(rounds):
        if chosen[shot] < 0 and count < targets:
            released[count] = shot
            count += 1
    gains = np.empty((count, targets))
    before = 0.0
    for row in range(count):
        for target in range(targets):
            gains[row, target] = kept[target] * pk[released[row], target] if most_on_target[target] > 0 else 0.0
        if chosen[released[row]] >= 0:
            before += gains[row, chosen[released[row]]]
    columns, _ = match(gains)
    after = 0.0
    for row in range(count):
        after += gains[row, columns[row]]
    if after - before <= SMALLEST_GAIN * np.sum(target_values):
        return 0.0
    for row in range(count):
        chosen[released[row]] = columns[row] if gains[row, columns[row]] > 0 else IDLE
    return after - before


@compiled
def exchange(pk, target_values, most_on_target, chosen):
    """Move single rounds and swap pairs until neither saves value.

    Parameters
    ----------
    pk, target_values, most_on_target
        As in `assign_by_rule`.
    chosen : (r,) array of int
        Target of each round; changed in place and never for the worse.

    Returns
    -------
    float
        Expected value that the new assignment saves.

    References
    ----------
    ahuja-2007

    Examples
    --------
    >>> chosen = np.array([0, 1])
    >>> pk, target_values = np.array([[0.8, 0.9], [0.7, 0.2]]), np.array([5.0, 8.0])
    >>> round(exchange(pk, target_values, np.array([1, 1]), chosen), 9), chosen.tolist()
    (5.1, [1, 0])
    """
    rounds, targets = pk.shape
    left = value_left(pk, target_values, chosen)
    fired = np.zeros(targets, np.int64)
    for shot in range(rounds):
        if chosen[shot] >= 0:
            fired[chosen[shot]] += 1
    least, total, since, shot = SMALLEST_GAIN * np.sum(target_values), 0.0, 0, 0
    while since < rounds:
        here = chosen[shot]
        without, lost = 0.0, 0.0  # value of its target without this round; what leaving costs
        if here >= 0:
            without = left[here] / (1 - pk[shot, here]) if pk[shot, here] < 1 else _without(
                pk, target_values, chosen, shot)
            lost = without - left[here]
        best, place, partner = least, IDLE, IDLE
        for target in range(targets):
            if target != here and fired[target] < most_on_target[target]:
                saved = left[target] * pk[shot, target] - lost
                if saved > best:
                    best, place, partner = saved, target, IDLE
        for other in range(rounds):
            there = chosen[other]
            if there < 0 or there == here or pk[other, there] >= 1:
                continue
            spared = left[there] / (1 - pk[other, there])
            saved = left[there] - spared * (1 - pk[shot, there])
            if here >= 0:
                saved += left[here] - without * (1 - pk[other, here])
            if saved > best:
                best, place, partner = saved, there, other
        if place >= 0:
            if partner >= 0:
                chosen[partner] = here
            elif here >= 0:
                fired[here] -= 1
            if partner < 0:
                fired[place] += 1
            chosen[shot] = place
            left = value_left(pk, target_values, chosen)
            total += best
            since = 0
        else:
            since += 1
        shot = (shot + 1) % rounds
    return total


@compiled
def _without(pk, target_values, chosen, shot):
    left = target_values[chosen[shot]]
    for other in range(chosen.size):
        if other != shot and chosen[other] == chosen[shot]:
            left *= 1 - pk[other, chosen[shot]]
    return left


@compiled
def assign_by_search(pk, target_values, most_on_target, turns=16):
    """Greatest marginal return or the rule, then matchings and exchanges until they save nothing more.

    Parameters
    ----------
    pk, target_values, most_on_target
        As in `assign_by_rule`.
    turns : int
        Matchings at most from each of the two starts.

    Returns
    -------
    (r,) array of int
        Target of each round; `IDLE` for one that is held back.

    References
    ----------
    ahuja-2007

    Examples
    --------
    >>> assign_by_search(np.array([[0.8, 0.9], [0.7, 0.2]]), np.array([5.0, 8.0]), np.array([2, 2])).tolist()
    [1, 0]
    """
    chosen = assign_greedily(pk, target_values, most_on_target)
    _improve(pk, target_values, most_on_target, chosen, turns)
    if _one_each(chosen, target_values.size):
        return chosen
    other = assign_by_rule(pk, target_values, most_on_target)
    _improve(pk, target_values, most_on_target, other, turns)
    better = surviving_value(pk, target_values, other) < surviving_value(pk, target_values, chosen)
    return other if better else chosen


@compiled
def _improve(pk, target_values, most_on_target, chosen, turns):
    """Matchings and exchanges, in place, until they save nothing more."""
    stale = 0
    for turn in range(turns):
        matched = rematch(pk, target_values, most_on_target, chosen, turn)
        exchanged = exchange(pk, target_values, most_on_target, chosen)
        stale = 0 if matched + exchanged > 0 else stale + 1
        if stale == STALE_AT_MOST or (exchanged == 0 and _one_each(chosen, target_values.size)):
            break  # the same matching again would change nothing


@compiled
def _one_each(chosen, targets):
    met = np.zeros(targets, np.bool_)
    for target in chosen:
        if target >= 0:
            if met[target]:
                return False
            met[target] = True
    return chosen.size <= targets
