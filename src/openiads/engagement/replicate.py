"""One replicate: move, look, associate, judge, assign, fire, record, second by second."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled
from openiads.engagement import arrays, units
from openiads.engagement.command import assign, picture_of
from openiads.engagement.fire import fight
from openiads.engagement.identify import judge, note_plots
from openiads.engagement.move import FLYING, Flyers, flyers_for, move, send_off
from openiads.engagement.pictures import empty_pictures, picture_at
from openiads.engagement.sense import Plots, look_around, look_of, plots_for, raise_false_alarms, scan_phase
from openiads.engagement.tracker import (
    FREE,
    Scratch,
    TrackerSettings,
    Tracks,
    clear_tracks,
    empty_scratch,
    track_state,
    update_tracks,
)
from openiads.engagement.units import (
    ABROAD,
    KILLED,
    LEAKED,
    NEVER_SEEN,
    NOT_NEEDED,
    NOT_TRACKED,
    STILL_ENGAGED,
    UNSENT,
    Fates,
)
from openiads.engagement.weapons import Weapons

CYCLE_S = 1.0
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
    phases: np.ndarray  # (R,)
    silent_until_s: np.ndarray  # (R,)
    seen_s: np.ndarray  # (R, F) last plot of each flyer by each radar
    feeding: np.ndarray  # (R,) radars that feed the picture at hand
    looked: np.ndarray  # (T,) bool
    rows: np.ndarray  # (P,) plots handed on in this cycle
    positions_m: np.ndarray  # (P, 3)
    covariances_m2: np.ndarray  # (P, 6)
    times_s: np.ndarray  # (P,)
    looks: np.ndarray  # (P,)
    given: np.ndarray  # (P,)
    order: np.ndarray  # (T,)
    ranks: np.ndarray  # (T,)


def room_for(world: World, plots: int = 1024) -> Room:
    """Working space for the replicates of a world."""
    flyers, radars = world.air.pace.size, world.radars.scan_period_s.size
    pictures, fire_units = world.network.feeds_from_s.shape[1], world.units.channels.size
    most = int(world.units.channels.max()) * fire_units

    def table(kind: type) -> np.ndarray:
        return np.zeros((pictures, TRACKS), kind)

    return Room(
        flyers_for(flyers), plots_for(plots), empty_pictures(world.tracker, pictures, TRACKS, SLOTS),
        empty_scratch(world.tracker, TRACKS, SLOTS, plots),
        units.Believed(table(np.int64), table(float), table(np.int64), table(np.bool_), table(np.int64),
                       table(np.bool_), table(np.int64), table(float)),
        units.UnitState(world.units.rounds.copy(), *(np.zeros(fire_units) for _ in range(2)),
                        np.zeros(fire_units, np.int64), *(np.zeros(fire_units) for _ in range(2))),
        units.Engagements(*(np.zeros(most, np.int64) for _ in range(5)), np.zeros(most), np.zeros(most, np.int64),
                          np.zeros(most), np.zeros(most, np.int64), np.zeros(most, np.bool_)),
        Fates(np.zeros(flyers, np.int64), np.zeros(flyers), np.zeros(flyers, np.int64),
              *(np.zeros(flyers) for _ in range(3)), np.zeros(flyers, np.int64)),
        np.zeros(radars), np.zeros(radars), np.zeros((radars, flyers)), np.zeros(radars, np.int64),
        np.zeros(TRACKS, np.bool_),
        np.zeros(plots, np.int64), np.zeros((plots, 3)), np.zeros((plots, 6)), np.zeros(plots),
        np.zeros(plots, np.int64), np.zeros(plots, np.int64), np.zeros(TRACKS, np.int64), np.zeros(TRACKS),
    )


@compiled
def _begin(world, room, seed, replicate):
    send_off(world.air, room.flyers, seed, replicate)
    for r in range(room.phases.size):
        room.phases[r] = scan_phase(world.radars, r, seed, replicate)
    room.plots.count[0], room.plots.overflow[0] = 0, 0
    room.silent_until_s[:] = 0.0
    room.seen_s[:] = -np.inf
    for n in range(room.pictures.status.shape[0]):
        clear_tracks(picture_at(room.pictures, n))
    room.believed.number[:] = -1
    room.believed.engaged[:] = 0
    room.believed.dead[:] = False
    state = room.state
    state.rounds[:] = world.units.rounds
    state.next_launch_s[:] = 0.0
    state.busy[:] = 0
    state.faces[:] = 0.0
    state.empty_at_s[:] = np.inf
    state.ready_again_s[:] = np.inf
    room.engagements.stage[:] = 0
    fates = room.fates
    fates.end[:], fates.end_s[:], fates.cause[:] = UNSENT, np.inf, NOT_NEEDED
    fates.seen_s[:], fates.tracked_s[:], fates.fired_s[:], fates.shots[:] = np.inf, np.inf, np.inf, 0


@compiled
def _note_arrivals(world, room, t_s):
    # what has come so far that it has done its work has leaked; what has flown its whole way is gone
    air, flyers, fates = world.air, room.flyers, room.fates
    for f in range(air.pace.size):
        if flyers.state[f] == FLYING and fates.end[f] == UNSENT:
            fates.end[f] = ABROAD
        if fates.end[f] == ABROAD and (t_s - flyers.start_s[f]) * air.pace[f] >= air.leaks_at[f]:
            fates.end[f], fates.end_s[f] = LEAKED, flyers.start_s[f] + air.leaks_at[f] / air.pace[f]


@compiled
def _note_sightings(room, first):
    for p in range(first, room.plots.count[0]):
        f = room.plots.origin[p]
        if f >= 0:
            room.seen_s[room.plots.radar[p], f] = room.plots.t_s[p]
            room.fates.seen_s[f] = min(room.fates.seen_s[f], room.plots.t_s[p])


@compiled
def _was_looked_at(world, room, n, tracks, from_s, to_s):
    # tracks that some radar feeding the picture had in its beam, by their own account
    radars = world.radars
    feeding = 0
    for r in range(radars.scan_period_s.size):
        late_s = radars.link_latency_s[r]
        if radars.searches[r] and from_s < radars.lost_at_s[r] \
                and world.network.feeds_from_s[r, n] <= from_s - late_s < world.network.feeds_until_s[r, n]:
            room.feeding[feeding] = r
            feeding += 1
    for row in range(tracks.counters[1]):
        room.looked[row] = False
        if tracks.status[row] == FREE:
            continue
        x, y, z, _, _, _ = track_state(tracks, row, from_s)
        for item in range(feeding):
            r = room.feeding[item]
            late_s = radars.link_latency_s[r]
            dx, dy, dz = (x - radars.position_m[r, 0], y - radars.position_m[r, 1], z - radars.position_m[r, 2])
            if dx * dx + dy * dy + dz * dz > radars.instrumented_range_m[r] ** 2:
                continue
            east = dx * radars.axes[r, 0, 0] + dy * radars.axes[r, 0, 1] + dz * radars.axes[r, 0, 2]
            north = dx * radars.axes[r, 1, 0] + dy * radars.axes[r, 1, 1] + dz * radars.axes[r, 1, 2]
            turn = np.arctan2(east, north) / (2.0 * np.pi)
            _, scan = look_of(radars, r, room.phases[r], turn, from_s - late_s, to_s - late_s)
            if scan >= 0:
                room.looked[row] = True
                break


@compiled
def _hand_on(world, room, n, t_s):
    # plots that have arrived by now and feed the picture; those of others stay where they are
    plots, count = room.plots, 0
    for p in range(plots.count[0]):
        r = plots.radar[p]
        if plots.arrives_s[p] <= t_s and plots.arrives_s[p] > t_s - CYCLE_S \
                and world.network.feeds_from_s[r, n] <= plots.t_s[p] < world.network.feeds_until_s[r, n]:
            room.rows[count] = p
            room.positions_m[count] = plots.position_m[p]
            room.covariances_m2[count] = plots.covariance_m2[p]
            room.times_s[count], room.looks[count] = plots.t_s[p], r
            count += 1
    return count


@compiled
def _drop_old_plots(plots, t_s):
    kept = 0
    for p in range(plots.count[0]):
        if plots.arrives_s[p] > t_s:
            if kept != p:
                plots.t_s[kept], plots.arrives_s[kept] = plots.t_s[p], plots.arrives_s[p]
                plots.radar[kept], plots.replies[kept] = plots.radar[p], plots.replies[p]
                plots.origin[kept] = plots.origin[p]
                plots.position_m[kept] = plots.position_m[p]
                plots.covariance_m2[kept] = plots.covariance_m2[p]
            kept += 1
    plots.count[0] = kept


@compiled
def _is_read(world, n, t_s):
    for u in range(world.units.channels.size):
        if picture_of(world.units, u, t_s) == n:
            return True
    return False


@compiled
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
    _begin(world, room, seed, number)
    cycles = int(np.ceil(world.duration_s / CYCLE_S))
    for cycle in range(cycles):
        from_s = cycle * CYCLE_S
        to_s = from_s + CYCLE_S
        move(world.air, room.flyers, from_s)
        first = room.plots.count[0]
        look_around(world.air, room.flyers, world.radars, world.sight, room.phases, room.silent_until_s, room.plots,
                    from_s, to_s, seed, number)
        raise_false_alarms(world.radars, room.silent_until_s, room.plots, from_s, to_s, cycle, seed, number)
        _note_sightings(room, first)
        for n in range(room.pictures.status.shape[0]):
            if not _is_read(world, n, to_s):
                continue
            tracks = picture_at(room.pictures, n)
            count = _hand_on(world, room, n, to_s)
            _was_looked_at(world, room, n, tracks, from_s, to_s)
            update_tracks(world.tracker, tracks, room.scratch, to_s, room.positions_m[:count],
                          room.covariances_m2[:count], room.times_s[:count], room.looks[:count], room.looked,
                          room.given[:count])
            note_plots(room.believed, n, tracks, room.plots, room.rows[:count], room.given[:count])
            judge(room.believed, n, tracks, world.orders, room.fates, to_s)
            if cycle % world.orders.decides_every == 0:
                assign(world.units, world.weapons, room.state, room.engagements, room.believed, n, tracks,
                       world.orders, room.fates, room.silent_until_s, room.order, room.ranks, to_s)
        _drop_old_plots(room.plots, to_s)
        fight(world.air, room.flyers, world.radars, world.sight, world.units, world.weapons, room.state,
              room.engagements, room.believed, room.pictures, world.orders, room.fates, room.seen_s, to_s, seed, number)
        _note_arrivals(world, room, to_s)
    _close(world, room)


@compiled
def _close(world, room):
    # what nobody fired at has one first cause; what was fired at and came through was missed, or not yet decided
    fates = room.fates
    for f in range(fates.end.size):
        if world.air.neutral[f] or fates.end[f] in (KILLED, UNSENT):
            continue
        if fates.fired_s[f] < np.inf:
            if fates.cause[f] == NOT_NEEDED:
                fates.cause[f] = STILL_ENGAGED
        elif fates.seen_s[f] == np.inf:
            fates.cause[f] = NEVER_SEEN
        elif fates.tracked_s[f] == np.inf:
            fates.cause[f] = NOT_TRACKED
