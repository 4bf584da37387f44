"""A tracker that knows no truth: plots of any radars go in, tracks come out.

How it is used, from Python or from another kernel:

1. `settings = TrackerSettings(noises=np.array([1.0, 2000.0]))`: one entry for each motion model, so that one is a plain
   Kalman filter and two are an interacting multiple model.
2. Once, `tracks = empty_tracks(settings, capacity, slots)` and `scratch = empty_scratch(settings, capacity, slots,
   most_plots)`; `clear_tracks(tracks)` makes the same table empty again, for the next replicate.
3. At each step, with whatever plots have arrived, `update_tracks(settings, tracks, scratch, now_s, positions_m,
   covariances_m2, times_s, looks, looked, given)`. It fills `given` with the row of the track that took each plot (of a
   new track too), or -1, and returns how many tracks live.
4. Row i of the table is a track where `tracks.status[i]` is `TENTATIVE` or `CONFIRMED`; rows below
   `tracks.counters[HIGH_WATER]` are all that need be looked through. `tracks.number[i]` is never used twice, a row is.
   `track_state(tracks, i, t_s)` gives position and velocity at any time, `track_covariance` their covariance.

Plots are Cartesian: position (P, 3), covariance (P, 6) as upper triangle xx, xy, xz, yy, yz, zz, time (P,), look (P,).
The look is a number shared by the plots of one radar's pass, of which a target makes one at most: the radar's own
number serves where a radar passes a target once a call. Plots of different looks are taken look after look, by time.

`looked[i]` says whether any radar had track i in its beam since the last call, so that only such a track counts a miss.
With links that delay, tell a look when its plots are due. Plots that come late are folded in where they belong: each
track remembers its last `slots` states and plots and replays from there, so the result is that of the plots in order. A
plot older than all that is remembered is given to its track and changes nothing.

Nothing is drawn and nothing depends on the order of plots in the call: the same plots, shuffled, give the same bytes.
Nothing is raised; plots with a NaN are ignored, and where the table is full no track is started (`tracks.counters[2]`
counts what was left out). Two tracks on one target are not merged; such ghosts die by their misses.
"""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled, compiled_bare
from openiads.engagement.track_filter import (
    PLOT,
    RECORD,
    advance,
    carry,
    copy_row,
    fading,
    inverse_of,
    know_rate,
    mixture,
    mode_after,
    mode_faded,
    start_record,
)
from openiads.physics.sparse_assignment import ALONE, Workspace, assign_sparse, workspace
from openiads.physics.track_logic import STARTED, history_after, hits_in, is_confirmed

FREE, TENTATIVE, CONFIRMED = range(3)
NEXT_NUMBER, HIGH_WATER, LEFT_OUT = range(3)  # places in Tracks.counters

DEFAULT_SLOTS = 4
PAIRS_EACH = 64  # room for pairs of track and plot, for each track
_LOG_TWO_PI = np.log(2.0 * np.pi)


class TrackerSettings(NamedTuple):
    """How plots become tracks; one draw's plain numbers."""

    noises: np.ndarray  # (M,) power spectral density of acceleration of each model, m2/s3
    sojourn_s: float = 60.0  # mean time in a model before changing
    max_speed_mps: float = 1000.0  # of a target seen once
    rate_error_mps: float = 10.0  # of a measured range rate; assumed, nobody states it
    gate: float = 16.0  # squared Mahalanobis distance
    pd: float = 0.9  # of a target in the beam
    new_per_m3: float = 1e-15  # density of false alarms and of targets not yet tracked
    confirm_hits: int = 3  # M
    confirm_looks: int = 5  # of N, at most 32
    delete_misses: int = 3  # in a row, of a confirmed track
    coast_s: float = 60.0  # longest time without a plot


class Tracks(NamedTuple):
    """The table of tracks: T rows, L slots of memory, M models."""

    status: np.ndarray  # (T,) FREE, TENTATIVE or CONFIRMED
    number: np.ndarray  # (T,)
    history: np.ndarray  # (T,) hits and misses as bits, the newest lowest
    looks: np.ndarray  # (T,) hits and misses so far
    misses: np.ndarray  # (T,) in a row
    plots: np.ndarray  # (T,) folded in so far
    score: np.ndarray  # (T,) log-likelihood ratio of a target against chance
    born_s: np.ndarray  # (T,) time of the first plot
    estimate: np.ndarray  # (T, 27) mixture at the last plot, as `track_filter` packs it
    head: np.ndarray  # (T,) slot of the last plot
    depth: np.ndarray  # (T,) slots in use
    time_s: np.ndarray  # (T, L)
    plot: np.ndarray  # (T, L, 9)
    records: np.ndarray  # (T, L, M, 27)
    modes: np.ndarray  # (T, L, M)
    counters: np.ndarray  # (3,) next number, rows ever used, plots or pairs left out


class Scratch(NamedTuple):
    """Working space of `update_tracks`."""

    order: np.ndarray  # (P,) plots by look, position and time
    spare: np.ndarray  # (P,) for sorting
    hit: np.ndarray  # (T,)
    rows: np.ndarray  # (T,) tracks that may take plots of this look
    start: np.ndarray  # (T + 1,)
    column: np.ndarray  # (E,)
    cost: np.ndarray  # (E,)
    column_of: np.ndarray  # (T,)
    taken: np.ndarray  # (P,)
    record: np.ndarray  # (27,)
    weights: np.ndarray  # (M,)
    late_s: np.ndarray  # (L,)
    late: np.ndarray  # (L, 9)
    work: Workspace


@compiled
def empty_tracks(settings, capacity, slots):
    """A table for so many tracks at once, each with a memory of so many plots (at least 2)."""
    models = settings.noises.size
    return Tracks(
        np.zeros(capacity, np.int64), np.full(capacity, -1), np.zeros(capacity, np.int64), np.zeros(capacity, np.int64),
        np.zeros(capacity, np.int64), np.zeros(capacity, np.int64), np.zeros(capacity), np.zeros(capacity),
        np.zeros((capacity, RECORD)), np.zeros(capacity, np.int64), np.zeros(capacity, np.int64),
        np.zeros((capacity, slots)), np.zeros((capacity, slots, PLOT)), np.zeros((capacity, slots, models, RECORD)),
        np.zeros((capacity, slots, models)), np.zeros(3, np.int64))


@compiled
def empty_scratch(settings, capacity, slots, most_plots):
    """Working space for a table of so many tracks and slots and calls with so many plots at most."""
    pairs = PAIRS_EACH * max(capacity, 1)
    return Scratch(
        np.zeros(most_plots, np.int64), np.zeros(most_plots, np.int64), np.zeros(capacity, np.int64),
        np.zeros(capacity, np.int64), np.zeros(capacity + 1, np.int64), np.zeros(pairs, np.int64), np.zeros(pairs),
        np.zeros(capacity, np.int64), np.zeros(most_plots, np.int64), np.zeros(RECORD), np.zeros(settings.noises.size),
        np.zeros(slots), np.zeros((slots, PLOT)), workspace(capacity, most_plots))


@compiled_bare
def clear_tracks(tracks):
    """Forget every track; numbers start anew."""
    for row in range(tracks.status.size):
        tracks.status[row] = FREE
        tracks.number[row] = -1
    for place in range(3):
        tracks.counters[place] = 0


@compiled_bare
def track_state(tracks, row, t_s):
    """Position and velocity of a track at a time, along its course.

    Parameters
    ----------
    tracks : Tracks
    row : int
    t_s : float

    Returns
    -------
    x, y, z, vx, vy, vz : float
        [m] [m/s]
    """
    estimate = tracks.estimate[row]
    ahead_s = t_s - tracks.time_s[row, tracks.head[row]]
    return (estimate[0] + ahead_s * estimate[3], estimate[1] + ahead_s * estimate[4],
            estimate[2] + ahead_s * estimate[5], estimate[3], estimate[4], estimate[5])


@compiled_bare
def _noise(noises, sojourn_s, modes, ahead_s):
    # mean intensity of the acceleration when the modes have had so much time to change
    models = noises.size
    if models == 1:
        return noises[0]
    noise = 0.0
    for model in range(models):
        noise += mode_after(modes[model], models, ahead_s, sojourn_s) * noises[model]
    return noise


@compiled
def track_covariance(settings, tracks, row, t_s, out):
    """Covariance of position and velocity of a track at a time no earlier than its last plot.

    Parameters
    ----------
    settings : TrackerSettings
    tracks : Tracks
    row : int
    t_s : float
    out : (6, 6) array
        Filled. [m2, m2/s, m2/s2]
    """
    record = np.empty(RECORD)
    slot = tracks.head[row]
    ahead_s = t_s - tracks.time_s[row, slot]
    noise = _noise(settings.noises, settings.sojourn_s, tracks.modes[row, slot], ahead_s)
    carry(tracks.estimate[row], ahead_s, noise, record)
    place = 0
    for i in range(3):
        for j in range(3):
            out[i, 3 + j] = record[12 + 3 * i + j]
            out[3 + j, i] = record[12 + 3 * i + j]
        for j in range(i, 3):
            out[i, j] = record[6 + place]
            out[j, i] = record[6 + place]
            out[3 + i, 3 + j] = record[21 + place]
            out[3 + j, 3 + i] = record[21 + place]
            place += 1


@compiled_bare
def _comes_before(one, other, positions_m, times_s, looks):
    if looks[one] != looks[other]:
        return looks[one] < looks[other]
    for axis in range(3):
        if positions_m[one, axis] != positions_m[other, axis]:
            return positions_m[one, axis] < positions_m[other, axis]
    return times_s[one] < times_s[other]


@compiled_bare
def _sort_plots(order, spare, positions_m, covariances_m2, times_s, looks):
    # plots without NaN by look, then position and time, whatever the order in which they came
    count, sorted_already = 0, True
    for plot in range(times_s.size):
        total = times_s[plot]
        for axis in range(3):
            total += positions_m[plot, axis]
        for place in range(6):
            total += covariances_m2[plot, place]
        if not np.isfinite(total):
            continue
        order[count] = plot
        if count and _comes_before(plot, order[count - 1], positions_m, times_s, looks):
            sorted_already = False
        count += 1
    run = count if sorted_already else 1
    while run < count:  # merge runs of growing length
        for start in range(0, count, 2 * run):
            middle, end = min(start + run, count), min(start + 2 * run, count)
            left, right = start, middle
            for place in range(start, end):
                if right < end and (left == middle or _comes_before(order[right], order[left], positions_m, times_s,
                                                                    looks)):
                    spare[place] = order[right]
                    right += 1
                else:
                    spare[place] = order[left]
                    left += 1
        for place in range(count):
            order[place] = spare[place]
        run *= 2
    return count


@compiled_bare
def _slot_before(times_s, head, depth, t_s):
    # how many slots the latest one no later than a time lies behind the head; the oldest where none is
    slot, back = head, 0
    while times_s[slot] > t_s and back + 1 < depth:
        slot = slot - 1 if slot else times_s.size - 1
        back += 1
    return slot, back


@compiled_bare
def _window_m2(record, most_s, noise, axis, variance_m2, plots):
    # variance along one axis of a plot about where the track is going; of a track of one plot, as of that plot
    variance = 6 + (7 - axis) * axis // 2
    spread_m2 = record[variance] + variance_m2
    if plots > 1:
        t = most_s
        spread_m2 += t * (2.0 * record[12 + 4 * axis] + t * record[15 + variance]) + noise * t * t * t / 3.0
    return spread_m2


@compiled_bare
def _lies_beyond(gap_m, square_m2):
    # whether a gap is longer than the root of a square, without the root; what is close to call is left to the gate
    return gap_m > 0.0 and gap_m * gap_m > 1.001 * square_m2


@compiled_bare
def _distance(gate, max_speed_mps, record, plots, ahead_s, noise, y0, y1, y2, spread_m2):
    # squared Mahalanobis distance of a plot and determinant of its covariance; inf outside the gate
    t = abs(ahead_s)
    added = noise * t * t * t / 3.0
    r0, r1, r2, r3, r4, r5 = spread_m2[0], spread_m2[1], spread_m2[2], spread_m2[3], spread_m2[4], spread_m2[5]
    if plots == 1:  # no faster than targets are
        reach_m = max_speed_mps * t + np.sqrt(gate * (record[6] + record[9] + record[11] + r0 + r3 + r5))
        if y0 * y0 + y1 * y1 + y2 * y2 > reach_m * reach_m:
            return np.inf, 1.0
    s0 = record[6] + t * (2.0 * record[12] + t * record[21]) + added + r0
    s1 = record[7] + t * (record[13] + record[15] + t * record[22]) + r1
    s2 = record[8] + t * (record[14] + record[18] + t * record[23]) + r2
    s3 = record[9] + t * (2.0 * record[16] + t * record[24]) + added + r3
    s4 = record[10] + t * (record[17] + record[19] + t * record[25]) + r4
    s5 = record[11] + t * (2.0 * record[20] + t * record[26]) + added + r5
    size, i0, i1, i2, i3, i4, i5 = inverse_of(s0, s1, s2, s3, s4, s5)
    distance = i0 * y0 * y0 + i3 * y1 * y1 + i5 * y2 * y2 + 2.0 * (i1 * y0 * y1 + i2 * y0 * y2 + i4 * y1 * y2)
    if not distance <= gate:
        return np.inf, 1.0
    return distance, size


@compiled_bare
def _first_east_of(order, first, last, positions_m, edge_m):
    # place of the first plot that lies no further west than the edge
    while first < last:
        middle = (first + last) // 2
        if positions_m[order[middle], 0] < edge_m:
            first = middle + 1
        else:
            last = middle
    return first


@compiled_bare
def _gate(settings, tracks, scratch, first, last, positions_m, covariances_m2, times_s):
    # pairs of tracks and plots of one look, each with its cost; the number of tracks that have any
    order, gate, reach_mps = scratch.order, settings.gate, settings.max_speed_mps
    early_s, late_s, east_m2, north_m2 = np.inf, -np.inf, 0.0, 0.0
    west_m, east_m = positions_m[order[first], 0], positions_m[order[last - 1], 0]
    south_m, north_m = np.inf, -np.inf
    for place in range(first, last):
        plot = order[place]
        south_m, north_m = min(south_m, positions_m[plot, 1]), max(north_m, positions_m[plot, 1])
        early_s, late_s = min(early_s, times_s[plot]), max(late_s, times_s[plot])
        east_m2, north_m2 = max(east_m2, covariances_m2[plot, 0]), max(north_m2, covariances_m2[plot, 3])
    against = np.log(settings.new_per_m3 * (1.0 - settings.pd) / settings.pd) + 1.5 * _LOG_TWO_PI
    at_once = early_s == late_s
    models, agile = settings.noises.size, settings.noises[0]
    for model in range(1, models):  # the gate is that of the most agile model
        agile = max(agile, settings.noises[model])
    rows, entries = 0, 0
    scratch.start[0] = 0
    for row in range(tracks.counters[HIGH_WATER]):
        if tracks.status[row] == FREE:
            continue
        head, plots = tracks.head[row], tracks.plots[row]
        slot, record = head, tracks.estimate[row]
        if tracks.time_s[row, head] > early_s:
            slot, back = _slot_before(tracks.time_s[row], head, tracks.depth[row], early_s)
            if back:
                mixture(tracks.records[row, slot], tracks.modes[row, slot], scratch.record)
                record = scratch.record
        own_s = tracks.time_s[row, slot]
        near_s, far_s = early_s - own_s, late_s - own_s
        most_s = max(abs(near_s), abs(far_s))
        sure_m = reach_mps * most_s if plots == 1 else 0.0
        wide_m2 = _window_m2(record, most_s, agile, 0, east_m2, plots)
        near_m = record[0] + min(near_s * record[3], far_s * record[3])
        far_m = record[0] + max(near_s * record[3], far_s * record[3])
        if _lies_beyond(max(west_m - far_m, near_m - east_m) - sure_m, gate * wide_m2):
            continue
        half_m = sure_m + np.sqrt(gate * wide_m2)
        low_m, high_m = near_m - half_m, far_m + half_m
        wide_m2 = _window_m2(record, most_s, agile, 1, north_m2, plots)
        near_m = record[1] + min(near_s * record[4], far_s * record[4])
        far_m = record[1] + max(near_s * record[4], far_s * record[4])
        if _lies_beyond(max(south_m - far_m, near_m - north_m) - sure_m, gate * wide_m2):
            continue
        half_m = sure_m + np.sqrt(gate * wide_m2)
        near_m, far_m = near_m - half_m, far_m + half_m
        for place in range(_first_east_of(order, first, last, positions_m, low_m), last):
            plot = order[place]
            if positions_m[plot, 0] > high_m:
                break
            if not near_m <= positions_m[plot, 1] <= far_m:
                continue
            if not at_once:
                slot, record = head, tracks.estimate[row]
                if tracks.time_s[row, head] > times_s[plot]:
                    slot, back = _slot_before(tracks.time_s[row], head, tracks.depth[row], times_s[plot])
                    if back:
                        mixture(tracks.records[row, slot], tracks.modes[row, slot], scratch.record)
                        record = scratch.record
                own_s = tracks.time_s[row, slot]
            ahead_s = times_s[plot] - own_s
            y0 = positions_m[plot, 0] - record[0] - ahead_s * record[3]
            y1 = positions_m[plot, 1] - record[1] - ahead_s * record[4]
            y2 = positions_m[plot, 2] - record[2] - ahead_s * record[5]
            spread_m2 = covariances_m2[plot]
            distance, size = _distance(gate, reach_mps, record, plots, ahead_s, agile, y0, y1, y2, spread_m2)
            if distance == np.inf:
                continue
            if models == 1:
                cost = 0.5 * (distance + np.log(size)) + against
            else:
                likelihood, left = 0.0, fading(models, abs(ahead_s), settings.sojourn_s)
                for model in range(models):
                    share = mode_faded(tracks.modes[row, slot, model], models, left)
                    own, own_size = distance, size
                    if settings.noises[model] != agile:
                        own, own_size = _distance(np.inf, reach_mps, record, plots, ahead_s, settings.noises[model], y0,
                                                  y1, y2, spread_m2)
                    likelihood += share * np.exp(-0.5 * own) / np.sqrt(own_size)
                cost = against - np.log(likelihood)
            if cost < 0.0:
                if entries == scratch.cost.size:
                    tracks.counters[LEFT_OUT] += 1
                    continue
                scratch.column[entries] = place - first
                scratch.cost[entries] = cost
                entries += 1
        if entries > scratch.start[rows]:
            scratch.rows[rows] = row
            rows += 1
            scratch.start[rows] = entries
    return rows


@compiled_bare
def _pack(plot, positions_m, covariances_m2, out):
    for axis in range(3):
        out[axis] = positions_m[plot, axis]
    for place in range(6):
        out[3 + place] = covariances_m2[plot, place]


@compiled_bare
def _begin(settings, records, modes, packed, plot, positions_m, covariances_m2, rates):
    # filters of a target that one plot tells of
    _pack(plot, positions_m, covariances_m2, packed)
    for model in range(modes.size):
        start_record(packed, settings.max_speed_mps, records[model])
        if rates is not None:
            know_rate(rates[plot], settings.rate_error_mps, records[model])
        modes[model] = 1.0 / modes.size


@compiled_bare
def _fold(settings, tracks, scratch, rows, first, positions_m, covariances_m2, times_s, rates, given):
    # give each track the plot that was assigned to it, where it belongs in time
    slots = tracks.time_s.shape[1]
    against = np.log(1.0 - settings.pd)
    for paired in range(rows):
        column = scratch.column_of[paired]
        if column == ALONE:
            continue
        row, plot = scratch.rows[paired], scratch.order[first + column]
        for entry in range(scratch.start[paired], scratch.start[paired + 1]):
            if scratch.column[entry] == column:
                tracks.score[row] -= scratch.cost[entry] - against
        slot, back = _slot_before(tracks.time_s[row], tracks.head[row], tracks.depth[row], times_s[plot])
        in_memory = tracks.time_s[row, slot] <= times_s[plot]
        if in_memory or (tracks.depth[row] < slots and tracks.plots[row] == tracks.depth[row]):
            own = 0 if in_memory else -1  # an older first plot starts the track anew
            for turn in range(own + 1, back + 1):  # what came after it is folded in again
                scratch.late_s[turn] = tracks.time_s[row, (slot + turn) % slots]
                copy_row(tracks.plot[row, (slot + turn) % slots], scratch.late[turn])
            if in_memory:
                scratch.late_s[0] = times_s[plot]
                _pack(plot, positions_m, covariances_m2, scratch.late[0])
            else:
                slot = slot - 1 if slot else slots - 1
                _begin(settings, tracks.records[row, slot], tracks.modes[row, slot], tracks.plot[row, slot], plot,
                       positions_m, covariances_m2, rates)
                tracks.time_s[row, slot], tracks.born_s[row] = times_s[plot], times_s[plot]
            for turn in range(back + 1):
                to = slot + 1 if slot + 1 < slots else 0
                advance(tracks.records[row, slot], tracks.modes[row, slot],
                        scratch.late_s[turn] - tracks.time_s[row, slot], settings.noises, settings.sojourn_s,
                        scratch.late[turn], tracks.records[row, to], tracks.modes[row, to], scratch.weights)
                tracks.time_s[row, to] = scratch.late_s[turn]
                copy_row(scratch.late[turn], tracks.plot[row, to])
                slot = to
            tracks.head[row] = slot
            tracks.depth[row] = min(tracks.depth[row] + 1, slots)
            tracks.plots[row] += 1
            mixture(tracks.records[row, slot], tracks.modes[row, slot], tracks.estimate[row])
        tracks.history[row] = history_after(tracks.history[row], True)
        tracks.looks[row] += 1
        tracks.misses[row] = 0
        if is_confirmed(tracks.history[row], settings.confirm_hits, settings.confirm_looks):
            tracks.status[row] = CONFIRMED
        scratch.hit[row] = 1
        scratch.taken[column] = 1
        given[plot] = row


@compiled_bare
def _start(settings, tracks, scratch, first, last, positions_m, covariances_m2, times_s, rates, given):
    # a new track from each plot that nobody took
    row = 0
    for place in range(first, last):
        if scratch.taken[place - first]:
            continue
        while row < tracks.status.size and tracks.status[row] != FREE:
            row += 1
        if row == tracks.status.size:
            tracks.counters[LEFT_OUT] += 1
            continue
        plot = scratch.order[place]
        tracks.status[row] = CONFIRMED if settings.confirm_hits <= 1 else TENTATIVE
        tracks.number[row] = tracks.counters[NEXT_NUMBER]
        tracks.counters[NEXT_NUMBER] += 1
        tracks.counters[HIGH_WATER] = max(tracks.counters[HIGH_WATER], row + 1)
        tracks.history[row], tracks.looks[row], tracks.misses[row], tracks.plots[row] = STARTED, 1, 0, 1
        tracks.score[row], tracks.born_s[row] = 0.0, times_s[plot]
        tracks.head[row], tracks.depth[row], tracks.time_s[row, 0] = 0, 1, times_s[plot]
        _begin(settings, tracks.records[row, 0], tracks.modes[row, 0], tracks.plot[row, 0], plot, positions_m,
               covariances_m2, rates)
        copy_row(tracks.records[row, 0, 0], tracks.estimate[row])
        scratch.hit[row] = 1
        given[plot] = row


@compiled_bare
def _close(settings, tracks, scratch, now_s, looked):
    # count misses and drop what is over; the number of tracks that live on
    living, top = 0, 0
    against = np.log(1.0 - settings.pd)
    for row in range(tracks.counters[HIGH_WATER]):
        if tracks.status[row] == FREE:
            continue
        if not scratch.hit[row] and looked[row]:
            tracks.history[row] = history_after(tracks.history[row], False)
            tracks.looks[row] += 1
            tracks.misses[row] += 1
            tracks.score[row] += against
        if tracks.status[row] == CONFIRMED:
            over = tracks.misses[row] >= settings.delete_misses
        else:
            looks = min(tracks.looks[row], settings.confirm_looks)
            missed = looks - hits_in(tracks.history[row], looks)
            over = missed > settings.confirm_looks - settings.confirm_hits
        if over or now_s - tracks.time_s[row, tracks.head[row]] > settings.coast_s:
            tracks.status[row] = FREE
        else:
            living += 1
            top = row + 1
    tracks.counters[HIGH_WATER] = top
    return living


@compiled_bare
def update_tracks(settings, tracks, scratch, now_s, positions_m, covariances_m2, times_s, looks, looked, given,
                  rates=None):
    """Give the plots that have arrived to tracks, start and confirm tracks, and drop those that are over.

    Parameters
    ----------
    settings : TrackerSettings
    tracks : Tracks
        Changed in place.
    scratch : Scratch
    now_s : float
        Time of the call; only tells how long tracks have coasted.
    positions_m : (P, 3) array
    covariances_m2 : (P, 6) array
        Upper triangles.
    times_s : (P,) array
        When each plot was measured.
    looks : (P,) array of int
        Plots with the same number are of different things.
    looked : (T,) array of bool
        Tracks that a radar looked at since the last call; those of them that took no plot count a miss.
    given : (P,) array of int
        Filled: the row of the track that took each plot, or -1.
    rates : (P, 4) array, optional
        Where radars measure it: direction from the radar to each plot, and the speed along it in m/s; new tracks begin
        with it.

    Returns
    -------
    int
        Number of tracks that live, tentative ones included.

    Notes
    -----
    Gate of the most agile model, then global nearest neighbour: the exact assignment of least cost, where a pair costs
    the negative log of its likelihood under the mixture over the density of false alarms and new targets, times
    Pd / (1 - Pd).

    References
    ----------
    blackman-1999, chapters 6 and 7; barshalom-2011, chapter 6

    Examples
    --------
    >>> settings = TrackerSettings(np.array([1.0]), confirm_hits=2)
    >>> tracks, scratch = empty_tracks(settings, 8, 4), empty_scratch(settings, 8, 4, 5)
    >>> given, looked = np.empty(1, np.int64), np.ones(8, np.bool_)
    >>> for t_s in (0.0, 4.0, 8.0):
    ...     here_m = np.array([[200.0 * t_s, 5e4, 8e3]])
    ...     _ = update_tracks(settings, tracks, scratch, t_s, here_m, np.array([[900.0, 0, 0, 900.0, 0, 900.0]]),
    ...                       np.array([t_s]), np.array([0]), looked, given)
    >>> given.tolist(), int(tracks.status[0]) == CONFIRMED, round(track_state(tracks, 0, 8.0)[3])
    ([0], True, 200)
    """
    for plot in range(given.size):
        given[plot] = -1
    for row in range(tracks.counters[HIGH_WATER]):
        scratch.hit[row] = 0
    order = scratch.order
    count = _sort_plots(order, scratch.spare, positions_m, covariances_m2, times_s, looks)
    done_s, done_look = -np.inf, np.int64(0)
    while True:  # looks by their first plot, then by number
        first, last, first_s = -1, -1, np.inf
        place = 0
        while place < count:
            look, start_s, end = looks[order[place]], np.inf, place
            while end < count and looks[order[end]] == look:
                start_s = min(start_s, times_s[order[end]])
                end += 1
            if (start_s > done_s or (start_s == done_s and look > done_look)) and start_s < first_s:
                first, last, first_s = place, end, start_s
            place = end
        if first < 0:
            return _close(settings, tracks, scratch, now_s, looked)
        for place in range(last - first):
            scratch.taken[place] = 0
        rows = _gate(settings, tracks, scratch, first, last, positions_m, covariances_m2, times_s)
        assign_sparse(rows, last - first, scratch.start, scratch.column, scratch.cost, scratch.work, scratch.column_of)
        _fold(settings, tracks, scratch, rows, first, positions_m, covariances_m2, times_s, rates, given)
        _start(settings, tracks, scratch, first, last, positions_m, covariances_m2, times_s, rates, given)
        done_s, done_look = first_s, np.int64(looks[order[first]])
