"""The fire units at work: acquire, launch, fly, look whether it was hit, and fire again or go on."""

import numpy as np

from openiads.compiled import compiled_bare
from openiads.draws import draw
from openiads.engagement.command import best_offer, blame
from openiads.engagement.falling import course_ahead, course_of
from openiads.engagement.log import (
    ACQUIRED,
    EMPTY,
    HIT,
    KILL,
    LAUNCHED,
    LET_GO,
    LOST_FROM_SIGHT,
    NO_KILL,
    NOT_MET,
    NOTHING_THERE,
    RELOADED,
    TAKEN_FOR_ALIVE,
    TAKEN_FOR_KILLED,
    note,
    track_word,
)
from openiads.engagement.log import KILLED as KILLED_EVENT
from openiads.engagement.log import MISSED as MISS
from openiads.engagement.log import TURNED_AWAY as TURNED_AWAY_EVENT
from openiads.engagement.move import GONE, place_at
from openiads.engagement.pictures import picture_at
from openiads.engagement.tracker import CONFIRMED
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
PATIENCE_S = 30.0  # assumed: an engagement radar that finds nothing where it is told to look gives up after so long
PAST = -1  # result of a round that has been told

_KILL, _LOOK, _TURN, _CUE = 0x6B696C6C, 0x6C6F6F6B, 0x7475726E, 0x637565


@compiled_bare
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


@compiled_bare
def _guided(air, flyers, snr, guide, f, from_s, to_s, first):
    # whether the engagement radar sees a flyer all the way, from some check on
    for check in range(first, GUIDE_CHECKS):
        t_s = from_s + (to_s - from_s) * (check + 1) / GUIDE_CHECKS
        flown = (t_s - flyers.start_s[f]) * air.pace[f]
        k, last = flyers.at[f], air.first[f + 1] - 2
        while k < last and air.along[k + 1] <= flown:
            k += 1
        if snr[guide, k] < GUIDED_SNR:
            return False
    return True


@compiled_bare
def _less(place_m, origin_m):
    return place_m[0] - origin_m[0], place_m[1] - origin_m[1], place_m[2] - origin_m[2]


@compiled_bare
def _fly(air, flyers, snr, weapons, w, origin_m, axes, guide, first_check, aimed_m, t_s, meets_s, shots, seed,
         replicate):
    # what comes of a round, when, and at what it flew; known at its launch, because nothing that flies changes its way
    # while it is in the air
    hits_s = t_s + meets_s
    f = _flyer_near(air, flyers, aimed_m[0], aimed_m[1], aimed_m[2], hits_s)
    if f < 0:
        return f, NOTHING_THERE, hits_s
    middle_s = t_s + 0.5 * meets_s
    outcome, flight_s = shoot(
        weapons, w, ALTITUDES_AMSL_M, _less(aimed_m, origin_m), axes,
        _less(place_at(air, flyers, f, middle_s), origin_m), _less(place_at(air, flyers, f, hits_s), origin_m),
        0.5 * meets_s, meets_s)
    hits_s = t_s + flight_s
    if outcome != MET:
        return f, NOT_MET, hits_s
    if not _guided(air, flyers, snr, guide, f, t_s, hits_s, first_check):
        return f, LOST_FROM_SIGHT, hits_s
    kills = draw(seed, replicate, air.word[f], _KILL, shots[f]) < weapons.kill_probability[w, air.target_class[f]]
    return f, KILL if kills else NO_KILL, hits_s


@compiled_bare
def _meet(word, turns_away, state, f, result, shot, fates, log, t_s, track, u, channel, missile, seed, replicate):
    # a round is where it was sent: the target is hit, missed, or was gone before
    if f >= 0 and state[f] == GONE:
        result = NOTHING_THERE
    note(log, t_s, HIT if result == KILL else MISS, f, track, -1, u, channel, missile, result)
    if f < 0 or result == NOTHING_THERE:
        return
    comes = fates.end[f] == ABROAD
    if result == KILL:
        state[f] = GONE
        if comes:
            fates.end[f], fates.end_s[f], fates.cause[f] = KILLED, t_s, NOT_NEEDED
            note(log, t_s, KILLED_EVENT, f, track, -1, -1, -1, -1, -1)
    elif comes:
        fates.cause[f] = MISSED
        if draw(seed, replicate, word[f], _TURN, shot) < turns_away[f]:
            state[f] = GONE
            fates.end[f], fates.end_s[f] = TURNED_AWAY, t_s
            note(log, t_s, TURNED_AWAY_EVENT, f, track, -1, -1, -1, -1, -1)


@compiled_bare
def _taken_for_killed(alive, word, turn, kill_for_miss, miss_for_kill, seed, replicate):
    # whether the last target of a salvo is taken for killed, rightly or not; where nothing was, nothing is seen to fly
    chance = draw(seed, replicate, word, _LOOK, turn)
    return chance < miss_for_kill if alive else chance >= kill_for_miss


@compiled_bare
def _acquires(air, flyers, pd, radar_word, guide, place_m, t_s, seed, replicate):
    # whether one look of the engagement radar at where the track says finds something there
    f = _flyer_near(air, flyers, place_m[0], place_m[1], place_m[2], t_s)
    if f < 0:
        return False
    return draw(seed, replicate, air.word[f], radar_word ^ np.uint32(_CUE), int(t_s)) < pd[guide, flyers.at[f]]


@compiled_bare
def reload(units, state, log, t_s):
    """Note when the last round of a fire unit has left, and bring new ones once the time of a reload has passed."""
    for u in range(units.channels.size):
        left, spare = 0, 0
        for missile in range(state.rounds.shape[1]):
            left += state.rounds[u, missile]
            spare += state.spare[u, missile]
        if left == 0 and state.empty_at_s[u] == np.inf:
            state.empty_at_s[u] = t_s
            note(log, t_s, EMPTY, -1, -1, -1, u, -1, -1, -1)
        if left == 0 and spare > 0 and state.ready_again_s[u] == np.inf:
            state.ready_again_s[u] = t_s + units.reload_s[u]
        if t_s >= state.ready_again_s[u]:
            for missile in range(state.rounds.shape[1]):
                state.rounds[u, missile] += state.spare[u, missile]
                state.spare[u, missile] = 0
            state.ready_again_s[u] = np.inf
            note(log, t_s, RELOADED, -1, -1, -1, u, -1, -1, -1)


@compiled_bare
def lose_guidance(engagements, u, channels, t_s):
    """Let the rounds of a fire unit that are in the air lose what guides them.

    Parameters
    ----------
    engagements : Engagements
    u : int
        The fire unit.
    channels : int
        Rows of each unit.
    t_s : float
        Rounds that are where they were sent by now have arrived. [s]
    """
    for e in range(u * channels, (u + 1) * channels):
        if engagements.stage[e] == FREE:
            continue
        for j in range(engagements.fired[e]):
            if engagements.meets_s[e, j] > t_s and engagements.result[e, j] in (KILL, NO_KILL):
                engagements.result[e, j] = LOST_FROM_SIGHT


@compiled_bare
def fight(air, flyers, sight, radar_words, units, weapons, state, engagements, believed, pictures, orders, fates, log,
          t_s, seed, replicate):
    """Carry every engagement on to a time: acquisitions, launches that are due, meetings, assessments.

    Parameters
    ----------
    air, flyers, sight, units, weapons, state, engagements, believed
    radar_words : (R,) array of uint32
        Names under which the radars draw.
    pictures : Tracks
        Of all pictures, with the picture as first axis.
    orders : Orders
    fates : Fates
        Gets kills and those that turn away.
    log : Log
    t_s : float
        Now. [s]
    seed, replicate : int
    """
    most = engagements.stage.size // units.channels.size
    for e in range(engagements.stage.size):
        if engagements.stage[e] == FREE:
            continue
        u = e // most
        channel = e - u * most
        n, row = engagements.picture[e], engagements.track[e]
        track = track_word(n, engagements.number[e])
        if engagements.stage[e] == ASSIGNED:
            held = pictures.number[n, row] == engagements.number[e] and pictures.status[n, row] == CONFIRMED \
                and t_s < units.lost_at_s[u] and state.guide_off_until_s[u] <= t_s
            done = not held
            if held and t_s >= max(engagements.ready_s[e], state.next_launch_s[u]):
                place_m, velocity_mps, falling = course_of(picture_at(pictures, n), row, t_s)
                if not (orders.remote or engagements.acquired[e]):
                    owner = believed.owner[n, row]
                    if _acquires(air, flyers, sight.pd, radar_words[units.guide[u]], units.guide[u], place_m, t_s,
                                 seed, replicate):
                        engagements.acquired[e] = True
                        note(log, t_s, ACQUIRED, owner, track, units.guide[u], u, channel, -1, -1)
                    else:
                        blame(fates.fired_s, fates.cause, log, owner, track, NOT_ACQUIRED, t_s)
                    done = not engagements.acquired[e] and t_s > engagements.ready_s[e] + PATIENCE_S
                if orders.remote or engagements.acquired[e]:
                    meets_s, missile, _ = best_offer(units, weapons, state, u, place_m, velocity_mps, 0.0, np.inf)
                    done = missile < 0 and not (falling and t_s <= engagements.ready_s[e] + PATIENCE_S)
                    if missile >= 0:
                        j = engagements.fired[e]
                        aimed_m, _ = course_ahead(place_m, velocity_mps, falling, meets_s)
                        f, result, hits_s = _fly(
                            air, flyers, sight.snr, weapons, units.weapon[u, missile],
                            (units.position_m[u, 0], units.position_m[u, 1], units.position_m[u, 2]), units.axes[u],
                            units.guide[u], GUIDE_CHECKS // 2 if orders.remote else 0,
                            aimed_m, t_s, meets_s, fates.shots, seed, replicate)
                        if f >= 0:
                            engagements.shot[e, j] = fates.shots[f]
                            fates.shots[f] += 1
                            fates.fired_s[f] = min(fates.fired_s[f], t_s)
                        if engagements.free_s[e] < np.inf:  # the law of service decides when it is over
                            hits_s = max(engagements.free_s[e], t_s)
                        engagements.flyer[e], engagements.missile[e] = f, missile
                        engagements.at[e, j], engagements.meets_s[e, j], engagements.result[e, j] = f, hits_s, result
                        engagements.fired[e] = j + 1
                        engagements.to_fire[e] -= 1
                        state.rounds[u, missile] -= 1
                        state.next_launch_s[u] = t_s + units.launch_interval_s[u]
                        note(log, t_s, LAUNCHED, f, track, -1, u, channel, missile, -1)
                        done = engagements.to_fire[e] == 0
            if done:
                engagements.to_fire[e] = 0
                engagements.stage[e] = FLYING
        for j in range(engagements.fired[e]):
            if engagements.result[e, j] != PAST and t_s >= engagements.meets_s[e, j]:
                met_s = engagements.meets_s[e, j]
                _meet(air.word, air.turns_away, flyers.state, engagements.at[e, j], engagements.result[e, j],
                      engagements.shot[e, j], fates, log, met_s, track, u, channel, engagements.missile[e], seed,
                      replicate)
                engagements.result[e, j] = PAST
                engagements.met[e] += 1
                engagements.next_s[e] = max(engagements.next_s[e], met_s)
        if engagements.stage[e] == FLYING and engagements.met[e] == engagements.fired[e]:
            engagements.stage[e] = ASSESSING
            if engagements.free_s[e] == np.inf and engagements.fired[e] > 0:
                engagements.next_s[e] += orders.assessment_s
        if engagements.stage[e] == ASSESSING and t_s >= engagements.next_s[e]:
            f = engagements.flyer[e]
            if engagements.fired[e] > 0:
                alive = f >= 0 and flyers.state[f] != GONE
                killed = _taken_for_killed(alive, air.word[f] if alive else track, fates.shots[f] if alive else
                                           believed.tries[n, row], orders.kill_for_miss, orders.miss_for_kill, seed,
                                           replicate)
                note(log, t_s, TAKEN_FOR_KILLED if killed else TAKEN_FOR_ALIVE, f, track, -1, u, channel, -1, -1)
                if killed and believed.number[n, row] == engagements.number[e]:
                    believed.dead_s[n, row] = t_s
            if believed.number[n, row] == engagements.number[e]:
                believed.engaged[n, row] -= 1
            engagements.stage[e] = FREE
            state.busy[u] -= 1
            note(log, t_s, LET_GO, -1, track, -1, u, channel, -1, -1)
