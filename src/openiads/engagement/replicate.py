"""One replicate: move, look, associate, judge, fire, assign, record, cycle by cycle."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled_bare
from openiads.constants import EARTH_RADIUS_M
from openiads.engagement import arrays, units
from openiads.engagement.arrays import latency_s_of, radars_now
from openiads.engagement.command import assign, picture_of
from openiads.engagement.emission import mind_guides, start_radars, strike, wake, watch
from openiads.engagement.fire import fight, reload
from openiads.engagement.identify import judge, note_plots
from openiads.engagement.log import (
    CAME,
    FIRST_SEEN,
    LOST,
    Film,
    Log,
    film_for,
    film_plots,
    log_for,
    note,
)
from openiads.engagement.log import CUT_OFF as CUT_OFF_EVENT
from openiads.engagement.log import LEAKED as LEAKED_EVENT
from openiads.engagement.move import FLYING, Flyers, flyers_for, move, send_off
from openiads.engagement.pictures import empty_pictures, picture_at
from openiads.engagement.sense import (
    Plots,
    is_above,
    look_around,
    look_of,
    plots_for,
    raise_false_alarms,
    scan_phase,
    swept,
)
from openiads.engagement.tracker import (
    FREE,
    HIGH_WATER,
    Scratch,
    TrackerSettings,
    Tracks,
    empty_scratch,
    track_state,
    update_tracks,
)
from openiads.engagement.units import (
    ABROAD,
    KILLED,
    LEAKED,
    MISSED,
    MISTAKEN,
    NEVER_SEEN,
    NOT_NEEDED,
    NOT_TRACKED,
    ROUNDS_OF_A_SALVO,
    STILL_ENGAGED,
    UNSENT,
    Fates,
)
from openiads.engagement.weapons import Weapons

TRACKS, SLOTS = 256, 4


class World(NamedTuple):
    """Everything that one draw of what is believed makes of a raid and a laydown."""

    air: arrays.Air
    radars: arrays.Radars
    sight: arrays.Sight
    units: units.Units
    network: units.Network
    weapons: Weapons
    orders: units.Orders
    tracker: TrackerSettings
    duration_s: float
    emission: arrays.Emission
    cycle_s: float  # from one step of the run to the next


class Batch(NamedTuple):
    """Plots handed on to the tracker in one cycle."""

    rows: np.ndarray  # (P,) of `Plots`
    positions_m: np.ndarray  # (P, 3)
    covariances_m2: np.ndarray  # (P, 6)
    rates: np.ndarray  # (P, 4)
    times_s: np.ndarray  # (P,)
    looks: np.ndarray  # (P,)
    given: np.ndarray  # (P,) row of the track that took each


class Room(NamedTuple):
    """Working space of one thread, used by one replicate after the other."""

    flyers: Flyers
    plots: Plots
    pictures: Tracks
    scratch: Scratch
    believed: units.Believed
    state: units.UnitState
    engagements: units.Engagements
    fates: Fates
    log: Log
    film: Film
    phases: np.ndarray  # (R,)
    radars: arrays.RadarState
    silent_until_s: np.ndarray  # (R,)
    feeding: np.ndarray  # (R,) radars that feed the picture at hand
    looked: np.ndarray  # (T,) bool
    batch: Batch
    choice: units.Choice
    order: np.ndarray  # (T,)
    ranks: np.ndarray  # (T,)


def fits(world: World, room: Room) -> bool:
    """Whether a room is large enough for a world of the same laydown and raid, in another draw."""
    units_of_room = room.state.busy.size
    return units_of_room == world.units.channels.size \
        and room.engagements.stage.size // units_of_room >= int(world.units.channels.max())


def room_for(world: World, plots: int = 1024, film: Film | None = None) -> Room:
    """Working space for the replicates of a world; with a film, what the defenders saw is kept too."""
    flyers, radars = world.air.pace.size, world.radars.scan_period_s.size
    pictures, fire_units = world.network.feeds_from_s.shape[1], world.units.channels.size
    most = int(world.units.channels.max()) * fire_units

    def table(kind: type) -> np.ndarray:
        return np.zeros((pictures, TRACKS), kind)

    def each(count: int, kind: type = float) -> np.ndarray:
        return np.zeros(count, kind)

    def salvos() -> np.ndarray:
        return np.zeros((most, ROUNDS_OF_A_SALVO), np.int64)

    return Room(
        flyers=flyers_for(flyers), plots=plots_for(plots),
        pictures=empty_pictures(world.tracker, pictures, TRACKS, SLOTS),
        scratch=empty_scratch(world.tracker, TRACKS, SLOTS, plots),
        believed=units.Believed(
            number=table(np.int64), log_odds=table(float), engaged=table(np.int64), tries=table(np.int64),
            refused=table(np.bool_), dead_s=table(float), asked=table(np.int64), replied=table(np.bool_),
            radar=table(np.int64), owner=table(np.int64), side=table(np.int64)),
        state=units.UnitState(
            rounds=world.units.rounds.copy(), spare=world.units.spare_rounds.copy(), next_launch_s=each(fire_units),
            ready_again_s=each(fire_units),
            busy=each(fire_units, np.int64), faces=each(fire_units), guide_off_until_s=each(fire_units),
            empty_at_s=each(fire_units)),
        engagements=units.Engagements(
            stage=each(most, np.int64), picture=each(most, np.int64), track=each(most, np.int64),
            number=each(most, np.int64), missile=each(most, np.int64), ready_s=each(most),
            to_fire=each(most, np.int64), next_s=each(most), free_s=each(most), flyer=each(most, np.int64),
            acquired=each(most, np.bool_),
            fired=each(most, np.int64), met=each(most, np.int64), meets_s=np.zeros((most, ROUNDS_OF_A_SALVO)),
            at=salvos(), result=salvos(), shot=salvos()),
        fates=Fates(end=each(flyers, np.int64), end_s=each(flyers), cause=each(flyers, np.int64), seen_s=each(flyers),
                    tracked_s=each(flyers), fired_s=each(flyers), shots=each(flyers, np.int64)),
        log=log_for(), film=film or film_for(), phases=each(radars),
        radars=arrays.RadarState(each(radars), each(radars), each(radars), each(radars, np.int64)),
        silent_until_s=each(radars),
        feeding=each(radars, np.int64), looked=each(TRACKS, np.bool_),
        batch=Batch(each(plots, np.int64), np.zeros((plots, 3)), np.zeros((plots, 6)), np.zeros((plots, 4)),
                    each(plots), each(plots, np.int64), each(plots, np.int64)),
        choice=units.Choice(gains=np.zeros((TRACKS, fire_units)), free=each(fire_units, np.int64),
                            unit=each(TRACKS, np.int64), gained=each(2)),
        order=each(TRACKS, np.int64), ranks=each(TRACKS),
    )


@compiled_bare
def _clear_fates(fates):
    for f in range(fates.end.size):
        fates.end[f], fates.end_s[f], fates.cause[f] = UNSENT, np.inf, NOT_NEEDED
        fates.seen_s[f], fates.tracked_s[f], fates.fired_s[f], fates.shots[f] = np.inf, np.inf, np.inf, 0


@compiled_bare
def _clear_state(fire_units, state, stage):
    for u in range(state.busy.size):
        for missile in range(state.rounds.shape[1]):
            state.rounds[u, missile] = fire_units.rounds[u, missile]
            state.spare[u, missile] = fire_units.spare_rounds[u, missile]
        state.next_launch_s[u], state.busy[u], state.faces[u] = 0.0, 0, fire_units.faces_turns[u]
        state.guide_off_until_s[u] = 0.0
        state.empty_at_s[u], state.ready_again_s[u] = np.inf, np.inf
    for e in range(stage.size):
        stage[e] = 0


@compiled_bare
def _clear_radars(radars, phases, seed, number):
    for r in range(phases.size):
        phases[r] = scan_phase(radars, r, seed, number)


@compiled_bare
def _clear_pictures(status, numbers, counters, believed_number, log, film):
    log.used[0], log.used[1], film.used[0], film.used[1] = 0, 0, 0, 0
    for n in range(status.shape[0]):
        for place in range(counters.shape[1]):
            counters[n, place] = 0
        for row in range(status.shape[1]):
            status[n, row], numbers[n, row], believed_number[n, row] = FREE, -1, -1


@compiled_bare
def _note_starts(air, flyers, fates, log):
    # those that fly now and did not before
    for f in range(air.pace.size):
        if flyers.state[f] == FLYING and fates.end[f] == UNSENT:
            fates.end[f] = ABROAD
            note(log, max(flyers.start_s[f], 0.0), CAME, f, -1, -1, -1, -1, -1, -1)


@compiled_bare
def _note_arrivals(air, flyers, fates, log, t_s):
    # what has come so far that it has done its work has leaked; what has flown its whole way is gone
    for f in range(air.pace.size):
        if fates.end[f] == ABROAD and (t_s - flyers.start_s[f]) * air.pace[f] >= air.leaks_at[f]:
            fates.end[f], fates.end_s[f] = LEAKED, flyers.start_s[f] + air.leaks_at[f] / air.pace[f]
            note(log, fates.end_s[f], LEAKED_EVENT, f, -1, -1, -1, -1, -1, -1)


@compiled_bare
def _note_sightings(plots, fates, log, first):
    for p in range(first, plots.used[0]):
        f = plots.origin[p]
        if f >= 0:
            if fates.seen_s[f] == np.inf:
                note(log, plots.t_s[p], FIRST_SEEN, f, -1, plots.radar[p], -1, -1, -1, -1)
            fates.seen_s[f] = min(fates.seen_s[f], plots.t_s[p])


@compiled_bare
def _note_losses(radars_lost_at_s, own_lost_at_s, cut_off_s, units_lost_at_s, log, from_s, to_s):
    # what falls out now, unless it was hit before; who never had a command post is not cut off from one
    for r in range(radars_lost_at_s.size):
        if from_s <= radars_lost_at_s[r] < to_s and own_lost_at_s[r] >= radars_lost_at_s[r]:
            note(log, radars_lost_at_s[r], LOST, -1, -1, r, -1, -1, -1, -1)
    for u in range(cut_off_s.size):
        if from_s <= cut_off_s[u] < to_s and cut_off_s[u] > 0.0:
            note(log, cut_off_s[u], CUT_OFF_EVENT, -1, -1, -1, u, -1, -1, -1)
        if from_s <= units_lost_at_s[u] < to_s:
            note(log, units_lost_at_s[u], LOST, -1, -1, -1, u, -1, -1, -1)


@compiled_bare
def _feeding(radars, network, n, from_s, feeding):
    count = 0
    for r in range(radars.scan_period_s.size):
        late_s = from_s - latency_s_of(radars, r, from_s)
        if radars.searches_from_s[r] <= late_s < radars.lost_at_s[r] \
                and network.feeds_from_s[r, n] <= late_s < network.feeds_until_s[r, n]:
            feeding[count] = r
            count += 1
    return count


@compiled_bare
def _was_looked_at(radars, phases, tracks, last, feeding, count, looked, from_s, to_s):
    # tracks that the radar of their last plot had in its beam, by their own account; the misses of a radar that is too
    # weak to see a target would else cost the track that another keeps
    for row in range(tracks.counters[HIGH_WATER]):
        looked[row] = False
    for item in range(count):
        r = feeding[item]
        late_s, reach_m2 = latency_s_of(radars, r, from_s), radars.instrumented_range_m[r] ** 2
        east, north, cosine = swept(radars, r, phases[r], from_s - late_s, to_s - late_s)
        for row in range(tracks.counters[HIGH_WATER]):
            if last[row] != r or tracks.status[row] == FREE:
                continue
            x, y, z, _, _, _ = track_state(tracks, row, from_s)
            dx, dy, dz = x - radars.position_m[r, 0], y - radars.position_m[r, 1], z - radars.position_m[r, 2]
            if dx * dx + dy * dy + dz * dz > reach_m2:
                continue
            to_east = dx * radars.axes[r, 0, 0] + dy * radars.axes[r, 0, 1] + dz * radars.axes[r, 0, 2]
            to_north = dx * radars.axes[r, 1, 0] + dy * radars.axes[r, 1, 1] + dz * radars.axes[r, 1, 2]
            along = to_east * east + to_north * north
            if along < cosine * np.sqrt(to_east * to_east + to_north * to_north):
                continue
            azimuth_rad = np.arctan2(to_east, to_north)
            _, scan = look_of(radars, r, phases[r], azimuth_rad / (2.0 * np.pi), from_s - late_s, to_s - late_s)
            if scan < 0:
                continue
            to_up = dx * radars.axes[r, 2, 0] + dy * radars.axes[r, 2, 1] + dz * radars.axes[r, 2, 2]
            level_m2 = to_east * to_east + to_north * to_north
            altitude_m = radars.height_amsl_m[r] + to_up + 0.5 * level_m2 / EARTH_RADIUS_M
            looked[row] = is_above(radars.floor_amsl_m, radars.floor_step_m, r, np.sqrt(level_m2), azimuth_rad,
                                   altitude_m)


@compiled_bare
def _hand_on(plots, network, n, batch, from_s, t_s):
    # plots that have arrived by now and feed the picture; those of others stay where they are
    count = 0
    for p in range(plots.used[0]):
        r = plots.radar[p]
        if from_s <= plots.arrives_s[p] < t_s \
                and network.feeds_from_s[r, n] <= plots.t_s[p] < network.feeds_until_s[r, n]:
            batch.rows[count], batch.times_s[count], batch.looks[count] = p, plots.t_s[p], r
            for axis in range(3):
                batch.positions_m[count, axis] = plots.position_m[p, axis]
            for part in range(4):
                batch.rates[count, part] = plots.rate[p, part]
            for part in range(6):
                batch.covariances_m2[count, part] = plots.covariance_m2[p, part]
            count += 1
    return count


@compiled_bare
def _drop_old_plots(plots, t_s):
    kept = 0
    for p in range(plots.used[0]):
        if plots.arrives_s[p] >= t_s:
            if kept != p:
                plots.t_s[kept], plots.arrives_s[kept] = plots.t_s[p], plots.arrives_s[p]
                plots.radar[kept], plots.replies[kept] = plots.radar[p], plots.replies[p]
                plots.origin[kept] = plots.origin[p]
                for axis in range(3):
                    plots.position_m[kept, axis] = plots.position_m[p, axis]
                for part in range(4):
                    plots.rate[kept, part] = plots.rate[p, part]
                for part in range(6):
                    plots.covariance_m2[kept, part] = plots.covariance_m2[p, part]
            kept += 1
    plots.used[0] = kept


@compiled_bare
def _is_read(fire_units, n, t_s):
    read = False
    for u in range(fire_units.channels.size):
        read = read or picture_of(fire_units, u, t_s) == n
    return read


@compiled_bare
def _close(neutral, fates):
    # what nobody fired at has one first cause; what was fired at and came through was missed, or not yet decided
    for f in range(fates.end.size):
        if neutral[f] or fates.end[f] in (KILLED, UNSENT):
            continue
        if fates.fired_s[f] < np.inf:
            if fates.cause[f] != MISSED:
                fates.cause[f] = STILL_ENGAGED
        elif fates.seen_s[f] == np.inf:
            fates.cause[f] = NEVER_SEEN
        elif fates.tracked_s[f] == np.inf:
            fates.cause[f] = NOT_TRACKED
        elif fates.cause[f] == NOT_NEEDED:
            fates.cause[f] = MISTAKEN


@compiled_bare
def replicate(world, room, seed, number):
    """Fight one raid to its end; the outcome stands in `room.fates` and `room.state`.

    Parameters
    ----------
    world : World
    room : Room
        From `room_for`.
    seed, number : int
        Study and replicate; the same two give the same fight whatever ran before in this room.
    """
    air, fire_units, fates = world.air, world.units, room.fates
    radars = radars_now(world.radars, room.radars)
    flyers, plots, pictures, batch = room.flyers, room.plots, room.pictures, room.batch
    send_off(air, flyers, seed, number)
    log, film = room.log, room.film
    _clear_radars(radars, room.phases, seed, number)
    _clear_pictures(pictures.status, pictures.number, pictures.counters, room.believed.number, log, film)
    _clear_state(fire_units, room.state, room.engagements.stage)
    _clear_fates(fates)
    room.choice.gained[0], room.choice.gained[1] = 0.0, 0.0
    start_radars(world.radars, world.emission, radars, room.radars.hits, room.silent_until_s, log)
    plots.used[0], plots.overflow[0] = 0, 0
    for cycle in range(int(np.ceil(world.duration_s / world.cycle_s))):
        from_s, to_s = cycle * world.cycle_s, (cycle + 1) * world.cycle_s
        move(air, flyers, from_s)
        wake(world.radars.searches_from_s, radars.searches_from_s, room.silent_until_s, log, from_s)
        _note_starts(air, flyers, fates, log)
        _note_losses(world.radars.lost_at_s, radars.lost_at_s, fire_units.cut_off_s, fire_units.lost_at_s, log, from_s,
                     to_s)
        first = plots.used[0]
        look_around(air, flyers, radars, world.sight, room.phases, plots, from_s, to_s, seed,
                    number)
        raise_false_alarms(radars, plots, from_s, to_s, cycle, seed, number)
        _note_sightings(plots, fates, log, first)
        film_plots(film, plots, first)
        for n in range(pictures.status.shape[0]):
            if not _is_read(fire_units, n, to_s):
                continue
            tracks = picture_at(pictures, n)
            count = _hand_on(plots, world.network, n, batch, from_s, to_s)
            feeding = _feeding(radars, world.network, n, from_s, room.feeding)
            _was_looked_at(radars, room.phases, tracks, room.believed.radar[n], room.feeding, feeding, room.looked,
                           from_s, to_s)
            update_tracks(world.tracker, tracks, room.scratch, to_s, batch.positions_m[:count],
                          batch.covariances_m2[:count], batch.times_s[:count], batch.looks[:count], room.looked,
                          batch.given[:count], batch.rates[:count])
            note_plots(room.believed, n, tracks, plots, batch.rows[:count], batch.given[:count], log, to_s)
            judge(room.believed, n, tracks, world.orders, fates.tracked_s, log, film, to_s)
            watch(world.emission, world.radars, radars, room.silent_until_s, fire_units.guide, room.state.busy,
                  room.believed.side[n], n, tracks, world.orders, log, to_s)
        _drop_old_plots(plots, to_s)
        mind_guides(fire_units.guide, radars, room.silent_until_s, room.state, room.engagements, to_s)
        fight(air, flyers, world.sight, radars.word, fire_units, world.weapons, room.state, room.engagements,
              room.believed, pictures, world.orders, fates, log, to_s, seed, number)
        reload(fire_units, room.state, log, to_s)
        for n in range(pictures.status.shape[0]):  # a channel that was let go in this cycle is free
            if cycle % world.orders.decides_every == 0 and _is_read(fire_units, n, to_s):
                tracks = picture_at(pictures, n)
                assign(fire_units, world.weapons, room.state, room.engagements, room.believed, n, tracks,
                       world.orders, fates, log, room.choice, room.order, room.ranks, to_s, seed, number)
        _note_arrivals(air, flyers, fates, log, to_s)
        strike(world.emission, air.word, fates.end, fates.end_s, radars, room.radars.hits, room.silent_until_s,
               fire_units.guide, room.state.busy, log, from_s, to_s, seed, number)
    _close(air.neutral, fates)
