"""The fire units at work: acquire, launch, fly, look whether it was hit, and fire again or go on."""

import numpy as np

from openiads.compiled import compiled
from openiads.draws import draw
from openiads.engagement.command import best_offer
from openiads.engagement.move import GONE, place_at
from openiads.engagement.pictures import picture_at
from openiads.engagement.tracker import CONFIRMED, track_state
from openiads.engagement.units import (
    ABROAD,
    ASSESSING,
    ASSIGNED,
    FLYING,
    FREE,
    KILLED,
    MISSED,
    NOT_ACQUIRED,
    NOT_NEEDED,
    TURNED_AWAY,
)
from openiads.engagement.weapons import ALTITUDES_AMSL_M, shoot
from openiads.physics.homing import MET

BASKET_M = 3000.0  # assumed: a round finds what flies within so much of where the track says
GUIDED_SNR = 1.0  # assumed: an engagement radar that holds a target keeps it down to an SNR of one
GUIDE_CHECKS = 5  # times between launch and meeting at which the engagement radar must see the target
FRESH_S = 10.0  # assumed: an own look no older than this counts as acquired

_KILL, _LOOK, _TURN = 0x6B696C6C, 0x6C6F6F6B, 0x7475726E


@compiled
def _flyer_near(air, flyers, x, y, z, t_s):
    # what a round finds where it is sent: the nearest thing within its basket
    found, nearest_m = -1, BASKET_M
    for f in range(air.pace.size):
        if flyers.state[f] == GONE or t_s < flyers.start_s[f]:
            continue
        if (t_s - flyers.start_s[f]) * air.pace[f] >= air.along[air.first[f + 1] - 1]:
            continue
        px, py, pz = place_at(air, flyers, f, t_s)
        off_m = np.sqrt((px - x) ** 2 + (py - y) ** 2 + (pz - z) ** 2)
        if off_m < nearest_m:
            found, nearest_m = f, off_m
    return found


@compiled
def _guided(air, flyers, snr, guide, f, from_s, to_s):
    # whether the engagement radar sees a flyer all the way
    for check in range(GUIDE_CHECKS):
        t_s = from_s + (to_s - from_s) * (check + 1) / GUIDE_CHECKS
        flown = (t_s - flyers.start_s[f]) * air.pace[f]
        k, last = flyers.at[f], air.first[f + 1] - 2
        while k < last and air.along[k + 1] <= flown:
            k += 1
        if snr[guide, k] < GUIDED_SNR:
            return False
    return True


@compiled
def _less(place_m, origin_m):
    return place_m[0] - origin_m[0], place_m[1] - origin_m[1], place_m[2] - origin_m[2]


@compiled
def _launch(air, flyers, snr, units, weapons, state, engagements, e, u, tracks, fates, t_s, seed, replicate):
    # one round leaves; what it will do is known now, because nothing that flies changes its way while it is in the air
    row = engagements.track[e]
    x, y, z, vx, vy, vz = track_state(tracks, row, t_s)
    meets_s, missile, _ = best_offer(units, weapons, state, u, (x, y, z), (vx, vy, vz), 0.0, np.inf)
    if missile < 0:
        return False
    w = units.weapon[u, missile]
    state.rounds[u, missile] -= 1
    state.next_launch_s[u] = t_s + units.launch_interval_s[u]
    engagements.to_fire[e] -= 1
    there_s = t_s + meets_s
    aimed_m = (x + meets_s * vx, y + meets_s * vy, z + meets_s * vz)
    f = _flyer_near(air, flyers, aimed_m[0], aimed_m[1], aimed_m[2], there_s)
    if f < 0:
        engagements.next_s[e] = there_s if engagements.next_s[e] == np.inf else max(engagements.next_s[e], there_s)
        return True
    origin_m = (units.position_m[u, 0], units.position_m[u, 1], units.position_m[u, 2])
    middle_s = t_s + 0.5 * meets_s
    outcome, flight_s = shoot(
        weapons, w, ALTITUDES_AMSL_M, _less(aimed_m, origin_m), units.axes[u],
        _less(place_at(air, flyers, f, middle_s), origin_m), _less(place_at(air, flyers, f, there_s), origin_m),
        0.5 * meets_s, meets_s)
    hits_s = t_s + flight_s
    shot = fates.shots[f]
    fates.shots[f] += 1
    fates.fired_s[f] = min(fates.fired_s[f], t_s)
    pk = weapons.kill_probability[w, air.target_class[f]]
    if outcome == MET and _guided(air, flyers, snr, units.guide[u], f, t_s, hits_s) \
            and draw(seed, replicate, air.word[f], _KILL, shot) < pk:
        engagements.kills[e] = True
    engagements.flyer[e] = f
    engagements.next_s[e] = hits_s if engagements.next_s[e] == np.inf else max(engagements.next_s[e], hits_s)
    return True


@compiled
def _let_go(busy, engagements, believed, e, u):
    n, row = engagements.picture[e], engagements.track[e]
    if believed.number[n, row] == engagements.number[e]:
        believed.engaged[n, row] -= 1
    engagements.stage[e] = FREE
    busy[u] -= 1


@compiled
def reload(units, state, t_s):
    """Note when the last round of a fire unit has left, and bring new ones once the time of a reload has passed."""
    for u in range(units.channels.size):
        left, spare = 0, 0
        for missile in range(state.rounds.shape[1]):
            left += state.rounds[u, missile]
            spare += state.spare[u, missile]
        if left == 0 and state.empty_at_s[u] == np.inf:
            state.empty_at_s[u] = t_s
        if left == 0 and spare > 0 and state.ready_again_s[u] == np.inf:
            state.ready_again_s[u] = t_s + units.reload_s[u]
        if t_s >= state.ready_again_s[u]:
            for missile in range(state.rounds.shape[1]):
                state.rounds[u, missile] += state.spare[u, missile]
                state.spare[u, missile] = 0
            state.ready_again_s[u] = np.inf


@compiled
def _acquired(radars_seen_s, guide, believed, n, row, t_s):
    owner = believed.owner[n, row]
    return owner >= 0 and t_s - radars_seen_s[guide, owner] <= FRESH_S


@compiled
def fight(air, flyers, snr, units, weapons, state, engagements, believed, pictures, orders, fates, own_seen_s,
          t_s, seed, replicate):
    """Carry every engagement on to a time: launches that are due, meetings, assessments.

    Parameters
    ----------
    air, flyers, units, weapons, state, engagements, believed
    snr : (R, K) array
        Of `Sight`. [-]
    pictures : Tracks
        Of all pictures, with the picture as first axis.
    orders : Orders
    fates : Fates
        Gets kills and those that turn away.
    own_seen_s : (R, F) array
        When each radar last had a plot of each flyer. [s]
    t_s : float
        Now. [s]
    seed, replicate : int
    """
    most = engagements.stage.size // units.channels.size
    for e in range(engagements.stage.size):
        stage, u = engagements.stage[e], e // most
        if stage == FREE:
            continue
        n, row = engagements.picture[e], engagements.track[e]
        if stage == ASSIGNED:
            held = pictures.number[n, row] == engagements.number[e] and pictures.status[n, row] == CONFIRMED
            if not held or t_s >= units.lost_at_s[u]:
                if engagements.next_s[e] == np.inf:
                    _let_go(state.busy, engagements, believed, e, u)
                    continue
                engagements.to_fire[e] = 0
            elif t_s >= max(engagements.ready_s[e], state.next_launch_s[u]):
                own = _acquired(own_seen_s, units.guide[u], believed, n, row, t_s)
                owner = believed.owner[n, row]
                if not (own or orders.remote):
                    if owner >= 0 and fates.cause[owner] == NOT_NEEDED:
                        fates.cause[owner] = NOT_ACQUIRED
                elif not _launch(air, flyers, snr, units, weapons, state, engagements, e, u,
                                 picture_at(pictures, n), fates, t_s, seed, replicate):
                    if engagements.next_s[e] == np.inf:
                        _let_go(state.busy, engagements, believed, e, u)
                        continue
                    engagements.to_fire[e] = 0
            if engagements.to_fire[e] == 0:
                engagements.stage[e] = FLYING
        elif stage == FLYING and t_s >= engagements.next_s[e]:
            f = engagements.flyer[e]
            if f >= 0 and flyers.state[f] != GONE:
                comes = fates.end[f] == ABROAD
                if engagements.kills[e]:
                    flyers.state[f] = GONE
                    if comes:
                        fates.end[f], fates.end_s[f], fates.cause[f] = KILLED, engagements.next_s[e], NOT_NEEDED
                elif comes:
                    fates.cause[f] = MISSED
                    if draw(seed, replicate, air.word[f], _TURN, fates.shots[f]) < air.turns_away[f]:
                        flyers.state[f] = GONE
                        fates.end[f], fates.end_s[f] = TURNED_AWAY, engagements.next_s[e]
            engagements.stage[e] = ASSESSING
            engagements.next_s[e] += orders.assessment_s
        elif stage == ASSESSING and t_s >= engagements.next_s[e]:
            f = engagements.flyer[e]
            chance = draw(seed, replicate, air.word[f], _LOOK, fates.shots[f]) if f >= 0 else 1.0
            taken_for_kill = chance >= orders.kill_for_miss if engagements.kills[e] else chance < orders.miss_for_kill
            if taken_for_kill and believed.number[n, row] == engagements.number[e]:
                believed.dead[n, row] = True
            _let_go(state.busy, engagements, believed, e, u)
