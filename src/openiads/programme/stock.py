"""One run of a force through the months: failures, crews, spares, rounds and deliveries, event by event."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled
from openiads.draws import draw, word

FAILURE, REPAIR, PART, USE, GAP = (word(text) for text in ("failure", "repair", "spare", "use", "gap"))
READY, AWAITS_SPARE, AWAITS_CREW, IN_REPAIR, NOT_HERE = range(5)
IMPORTED, HOME = 0, 1  # where an order is placed
ITEM, ROUND, SUPPLY, DELIVERY, STOP, START = range(6)  # what happens next


class Items(NamedTuple):
    """What may fail, in the order in which crews take it; n items of K types, and the words of M missile types.

    Spares stand on 2 K + M lines: of type k those that can only be imported (2 k) and those that could be made at home
    (2 k + 1), then the rounds of each missile type.
    """

    kind: np.ndarray  # (n,) int64, type
    words: np.ndarray  # (n,) int64, entity of the draws
    delivery: np.ndarray  # (n,) int64: 0 is there at the start, 1 comes with the second batch
    missile_words: np.ndarray  # (M,) int64


class Rates(NamedTuple):
    """What the draws believe, one row each; D rows. A rate of 0 never happens."""

    failure_ps: np.ndarray  # (D, K) of an item that is ready, by the calendar
    repair_s: np.ndarray  # (D, K) mean time that a crew works on it
    spare_needed: np.ndarray  # (D, K) chance that a repair needs a spare
    home_share: np.ndarray  # (D, K) of those spares, that could be made at home
    base: np.ndarray  # (D, 2, L) int64, spares and rounds that each delivery brings
    home_made: np.ndarray  # (D, L) bool, lines that home makers supply once they have begun
    lot: np.ndarray  # (D, L) int64, of one order
    crews: np.ndarray  # (D, 2) int64, that each delivery brings
    fired_ps: np.ndarray  # (D, 2, M) rounds fired for training and tests, by what has been delivered
    withdrawn_ps: np.ndarray  # (D,) of a round on the shelf
    resupply_s: np.ndarray  # (D,) from order to arrival, imported
    home_s: np.ndarray  # (D,) the same, made at home
    delivery_s: np.ndarray  # (D,) of the second batch


class Policy(NamedTuple):
    """From when nothing is imported and from when parts are made at home; infinity for never."""

    imports_stop_s: float
    localised_s: float
    step_s: float  # between two rows of the outcome


class Shelf(NamedTuple):
    """Spares and rounds of one run; L lines, two places where an order may stand."""

    on_hand: np.ndarray  # (L,)
    position: np.ndarray  # (L,) on hand and ordered, less what waits for it
    base: np.ndarray  # (L,) up to which is ordered
    due_s: np.ndarray  # (2, L, room) arrivals of orders, a ring
    first: np.ndarray  # (2, L)
    orders: np.ndarray  # (2, L), how many there are


@compiled
def _after(seed, replicate, entity, purpose, n, mean_s):
    """An exponential time; infinite where the mean is. [s]"""
    return -np.log1p(-draw(seed, replicate, entity, purpose, n)) * mean_s


@compiled
def _reorder(shelf, rates, d, policy, line, t_s):
    """Order lots until the line is back at its base, from wherever orders are taken now."""
    lot = rates.lot[d, line]
    while shelf.position[line] <= shelf.base[line] - lot:
        if rates.home_made[d, line] and t_s >= policy.localised_s:
            place, due_s = HOME, t_s + rates.home_s[d]
        elif t_s < policy.imports_stop_s:
            place, due_s = IMPORTED, t_s + rates.resupply_s[d]
        else:
            return
        room = shelf.due_s.shape[2]
        shelf.due_s[place, line, (shelf.first[place, line] + shelf.orders[place, line]) % room] = due_s
        shelf.orders[place, line] += 1
        shelf.position[line] += lot


@compiled
def _next_supply(shelf):
    soonest_s, where = np.inf, -1
    lines = shelf.on_hand.size
    for place in range(2):
        for line in range(lines):
            if shelf.orders[place, line] > 0:
                due_s = shelf.due_s[place, line, shelf.first[place, line]]
                if due_s < soonest_s:
                    soonest_s, where = due_s, place * lines + line
    return soonest_s, where


@compiled
def _record(row, items, status, failed, shelf):
    """One row: ready, waiting for a spare, failures so far, each by type; then what is on hand on each line."""
    kinds = failed.size
    row[:] = 0
    for i in range(status.size):
        if status[i] == READY:
            row[items.kind[i]] += 1
        elif status[i] == AWAITS_SPARE:
            row[kinds + items.kind[i]] += 1
    row[2 * kinds:3 * kinds] = failed
    row[3 * kinds:] = shelf.on_hand


@compiled
def live_once(seed, replicate, items, rates, d, policy, room, out):
    """One run of one draw; fills `out`, one row a step from the start.

    Parameters
    ----------
    seed, replicate : int
        Address of the run's chance.
    items, rates, policy
        As their own records say.
    d : int
        Row of the rates.
    room : int
        Orders that may stand on one line.
    out : (steps, 3 K + L) int32
        Filled: ready, waiting for a spare and failures so far by type, then on hand by line.

    Notes
    -----
    A ready item fails at a constant rate. With some chance its repair needs a spare: it waits for one, then for a
    crew, then a crew works on it for an exponential time. Each line is ordered up to its base in lots, so that a lot
    of one is the base-stock policy (S - 1, S); an order takes a fixed time and is lost if imports stop before it
    arrives. Rounds are fired at a constant rate while there are any, and each round on the shelf is withdrawn at a
    constant rate.
    """
    n, kinds, missiles = items.kind.size, rates.failure_ps.shape[1], items.missile_words.size
    lines = rates.base.shape[2]
    status, turns = np.full(n, NOT_HERE), np.zeros(n, np.int64)
    due_s, awaited, failed = np.full(n, np.inf), np.full(n, -1), np.zeros(kinds, np.int64)
    shelf = Shelf(rates.base[d, 0].copy(), rates.base[d, 0].copy(), rates.base[d, 0].copy(),
                  np.zeros((2, lines, room)), np.zeros((2, lines), np.int64), np.zeros((2, lines), np.int64))
    uses, use_s, most_ps = np.zeros(missiles, np.int64), np.full(missiles, np.inf), np.zeros(missiles)
    delivery_s = rates.delivery_s[d] if rates.delivery_s[d] < policy.imports_stop_s else np.inf
    for m in range(missiles):
        line = 2 * kinds + m
        most_ps[m] = rates.fired_ps[d, 0, m] + rates.withdrawn_ps[d] * rates.base[d, 0, line]
        if delivery_s < np.inf:
            most_ps[m] = (max(rates.fired_ps[d, 0, m], rates.fired_ps[d, 1, m])
                          + rates.withdrawn_ps[d] * (rates.base[d, 0, line] + rates.base[d, 1, line]))
        use_s[m] = _after(seed, replicate, items.missile_words[m], GAP, 0, 1 / most_ps[m])
    for i in range(n):
        if items.delivery[i] == 0:
            status[i] = READY
            due_s[i] = _after(seed, replicate, items.words[i], FAILURE, 0, 1 / rates.failure_ps[d, items.kind[i]])
    stop_s, start_s = policy.imports_stop_s, policy.localised_s
    crews, busy, batch, row = rates.crews[d, 0], 0, 0, 0
    supply_s, supply_at = np.inf, -1
    while True:
        t_s, what, who = supply_s, SUPPLY, supply_at
        for i in range(n):
            if due_s[i] < t_s:
                t_s, what, who = due_s[i], ITEM, i
        for m in range(missiles):
            if use_s[m] < t_s:
                t_s, what, who = use_s[m], ROUND, m
        if delivery_s < t_s:
            t_s, what = delivery_s, DELIVERY
        if stop_s < t_s:
            t_s, what = stop_s, STOP
        if start_s < t_s:
            t_s, what = start_s, START
        while row < out.shape[0] and row * policy.step_s < t_s:
            _record(out[row], items, status, failed, shelf)
            row += 1
        if row == out.shape[0]:
            return
        touched = -1  # line whose orders may have changed
        if what == ITEM:
            kind = items.kind[who]
            if status[who] == READY:
                failed[kind] += 1
                status[who], due_s[who] = AWAITS_CREW, np.inf
                chance = draw(seed, replicate, items.words[who], PART, turns[who])
                if chance < rates.spare_needed[d, kind]:
                    line = 2 * kind + (chance < rates.spare_needed[d, kind] * rates.home_share[d, kind])
                    shelf.position[line] -= 1
                    if shelf.on_hand[line] > 0:
                        shelf.on_hand[line] -= 1
                    else:
                        status[who], awaited[who] = AWAITS_SPARE, line
                    touched = line
            else:
                busy -= 1
                turns[who] += 1
                status[who] = READY
                due_s[who] = t_s + _after(seed, replicate, items.words[who], FAILURE, turns[who],
                                          1 / rates.failure_ps[d, kind])
        elif what == ROUND:
            line = 2 * kinds + who
            chance = draw(seed, replicate, items.missile_words[who], USE, uses[who]) * most_ps[who]
            gone_ps = rates.fired_ps[d, batch, who] + rates.withdrawn_ps[d] * shelf.on_hand[line]
            if chance < gone_ps and shelf.on_hand[line] > 0:
                shelf.on_hand[line] -= 1
                shelf.position[line] -= 1
                touched = line
            uses[who] += 1
            use_s[who] = t_s + _after(seed, replicate, items.missile_words[who], GAP, uses[who], 1 / most_ps[who])
        elif what == SUPPLY:
            place, line = who // lines, who % lines
            shelf.first[place, line] = (shelf.first[place, line] + 1) % room
            shelf.orders[place, line] -= 1
            shelf.on_hand[line] += rates.lot[d, line]
            if line < 2 * kinds:
                for i in range(n):
                    if shelf.on_hand[line] > 0 and status[i] == AWAITS_SPARE and awaited[i] == line:
                        shelf.on_hand[line] -= 1
                        status[i] = AWAITS_CREW
            supply_s, supply_at = _next_supply(shelf)
        elif what == DELIVERY:
            delivery_s, batch = np.inf, 1
            crews += rates.crews[d, 1]
            shelf.on_hand[:] += rates.base[d, 1]
            shelf.position[:] += rates.base[d, 1]
            shelf.base[:] += rates.base[d, 1]
            for i in range(n):
                if items.delivery[i] == 1:
                    status[i] = READY
                    due_s[i] = t_s + _after(seed, replicate, items.words[i], FAILURE, 0,
                                            1 / rates.failure_ps[d, items.kind[i]])
                elif status[i] == AWAITS_SPARE and shelf.on_hand[awaited[i]] > 0:
                    shelf.on_hand[awaited[i]] -= 1
                    status[i] = AWAITS_CREW
        elif what == STOP:
            stop_s = np.inf
            for line in range(lines):
                shelf.position[line] -= shelf.orders[IMPORTED, line] * rates.lot[d, line]
                shelf.orders[IMPORTED, line] = 0
                _reorder(shelf, rates, d, policy, line, t_s)
            supply_s, supply_at = _next_supply(shelf)
        else:
            start_s = np.inf
            for line in range(lines):
                _reorder(shelf, rates, d, policy, line, t_s)
            supply_s, supply_at = _next_supply(shelf)
        if touched >= 0:
            _reorder(shelf, rates, d, policy, touched, t_s)
            supply_s, supply_at = _next_supply(shelf)
        if busy < crews:
            for i in range(n):
                if busy < crews and status[i] == AWAITS_CREW:
                    busy += 1
                    status[i] = IN_REPAIR
                    due_s[i] = t_s + _after(seed, replicate, items.words[i], REPAIR, turns[i],
                                            rates.repair_s[d, items.kind[i]])


@compiled
def live_draws(seed, items, rates, policy, room, first, out):
    """Every run of some draws, from number `first` on: (draws, R, steps, columns) int32; run r of draw d is d R + r."""
    runs = out.shape[1]
    for index in range(out.shape[0]):
        for run in range(runs):
            live_once(seed, (first + index) * runs + run, items, rates, first + index, policy, room, out[index, run])
