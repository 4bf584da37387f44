"""When radars speak and when they are silent: by orders, on a cue, on a warning; and what homes on them."""

import numpy as np

from openiads.compiled import compiled_bare
from openiads.draws import draw
from openiads.engagement.command import threat_of
from openiads.engagement.falling import course_of
from openiads.engagement.fire import lose_guidance
from openiads.engagement.identify import FAST_MPS, HOSTILE, closest_approach
from openiads.engagement.log import (
    BY_ORDERS,
    HIT_BY_FLYER,
    LOST,
    ON_AGAIN,
    ON_CUE,
    ON_WARNING,
    SHUT_DOWN,
    SPARE,
    TIME_IS_UP,
    note,
    track_word,
)
from openiads.engagement.tracker import CONFIRMED
from openiads.engagement.units import LEAKED

COMES_WITHIN_M = 5000.0  # assumed: what passes a radar nearer than this seems to come at it
SPEAKS = -1.0  # of a radar that is not silent
_STRIKE = 0x73747269


@compiled_bare
def start_radars(radars, emission, own, hits, silent_until_s, log):
    """Every radar as it is at the start; those that wait are silent.

    Parameters
    ----------
    radars : Radars
        As the laydown has them.
    emission : Emission
    own : Radars
        Of this replicate: when each searches, is lost, and faces may change.
    hits : (R,) array of int
        Filled: none yet.
    silent_until_s : (R,) array
        Filled: until when each is silent, or `SPEAKS`. [s]
    log : Log
    """
    for r in range(silent_until_s.size):
        own.lost_at_s[r], own.searches_from_s[r] = radars.lost_at_s[r], radars.searches_from_s[r]
        own.faces_turns[r], hits[r] = radars.faces_turns[r], 0
        silent_until_s[r] = SPEAKS
        if emission.waits[r]:
            silent_until_s[r] = emission.on_air_s
            own.searches_from_s[r] = np.inf
            note(log, 0.0, SHUT_DOWN, -1, -1, r, -1, -1, -1, BY_ORDERS)


@compiled_bare
def wake(searches_from_s, own_searches_from_s, silent_until_s, log, t_s):
    """Let every radar whose silence is over speak again.

    Parameters
    ----------
    searches_from_s, own_searches_from_s : (R,) arrays
        By the laydown, and in this replicate. [s]
    silent_until_s : (R,) array
        [s]
    log : Log
    t_s : float
        Now. [s]
    """
    for r in range(silent_until_s.size):
        if silent_until_s[r] >= 0.0 and t_s >= silent_until_s[r]:
            silent_until_s[r] = SPEAKS
            own_searches_from_s[r] = searches_from_s[r]
            note(log, t_s, ON_AGAIN, -1, -1, r, -1, -1, -1, TIME_IS_UP)


@compiled_bare
def _guides(guide, busy, r):
    # whether an engagement radar is at work for its fire unit
    work = 0
    for u in range(guide.size):
        work += busy[u] if guide[u] == r else 0
    return work > 0


@compiled_bare
def _radiates(own, silent_until_s, guide, busy, r, t_s):
    return silent_until_s[r] < 0.0 and t_s < own.lost_at_s[r] \
        and (own.searches_from_s[r] <= t_s or _guides(guide, busy, r))


@compiled_bare
def watch(emission, radars, own, silent_until_s, guide, busy, side, n, tracks, orders, log, t_s):
    """Wake the radars that wait once something hostile is inbound; shut those down that something fast comes at.

    Parameters
    ----------
    emission : Emission
    radars, own : Radars
        By the laydown, and in this replicate.
    silent_until_s : (R,) array
        Changed. [s]
    guide, busy : (U,) arrays
        Engagement radar of each fire unit, and how much it has to do.
    side : (T,) array
        What each track of the picture is judged to be.
    n : int
        The picture.
    tracks : Tracks
        Of that picture.
    orders : Orders
    log : Log
    t_s : float
        Now. [s]
    """
    cues = False
    for r in range(silent_until_s.size):
        cues = cues or (emission.waits[r] and silent_until_s[r] > t_s)
    if not (cues or emission.shuts_down):
        return
    for row in range(tracks.status.size):
        if tracks.status[row] != CONFIRMED or side[row] != HOSTILE:
            continue
        place_m, velocity_mps, _ = course_of(tracks, row, t_s)
        x, y, vx, vy = place_m[0], place_m[1], velocity_mps[0], velocity_mps[1]
        inbound = cues and threat_of(orders, x, y, vx, vy)[0] > 0.0
        fast = emission.shuts_down and np.sqrt(vx * vx + vy * vy) > FAST_MPS
        for r in range(silent_until_s.size):
            if not emission.hears[r, n] or t_s >= own.lost_at_s[r]:
                continue
            if inbound and emission.waits[r] and silent_until_s[r] > t_s and silent_until_s[r] == emission.on_air_s:
                silent_until_s[r], own.searches_from_s[r] = SPEAKS, radars.searches_from_s[r]
                note(log, t_s, ON_AGAIN, -1, track_word(n, tracks.number[row]), r, -1, -1, -1, ON_CUE)
            elif fast and _radiates(own, silent_until_s, guide, busy, r, t_s):
                to_go_s, miss_m = closest_approach(x, y, vx, vy, own.position_m[r])
                if 0.0 < to_go_s < emission.within_s and miss_m < COMES_WITHIN_M:
                    silent_until_s[r] = t_s + emission.silent_s
                    own.searches_from_s[r] = max(silent_until_s[r], radars.searches_from_s[r])
                    note(log, t_s, SHUT_DOWN, -1, track_word(n, tracks.number[row]), r, -1, -1, -1, ON_WARNING)


@compiled_bare
def _comes_through(end, end_s, from_s, to_s):
    return end == LEAKED and from_s < end_s <= to_s


@compiled_bare
def strike(emission, words, end, end_s, own, hits, silent_until_s, guide, busy, log, from_s, to_s, seed, replicate):
    """Let what homes on a radar and has come through put it out, or miss; a spare beside it takes over at once.

    Parameters
    ----------
    emission : Emission
    words : (F,) array of uint32
        Names under which the flyers draw.
    end, end_s : (F,) arrays
        What became of each, and when. [s]
    own : Radars
        Of this replicate; a radar that is hit and has no spare is lost from then on.
    hits : (R,) array of int
        Changed.
    silent_until_s, guide, busy
        As in `watch`.
    log : Log
    from_s, to_s : float
        Those that arrive after the first and by the second. [s]
    seed, replicate : int
    """
    done_s, done = from_s, -1
    while True:  # one after the other, in the order of time
        f, when_s = -1, np.inf
        for other in range(end.size):
            if emission.homes_on[other] >= 0 and _comes_through(end[other], end_s[other], from_s, to_s) \
                    and (end_s[other] > done_s or (end_s[other] == done_s and other > done)) \
                    and end_s[other] < when_s:
                f, when_s = other, end_s[other]
        if f < 0:
            return
        done_s, done, r = when_s, f, emission.homes_on[f]
        if own.lost_at_s[r] <= when_s:
            continue
        chance = emission.strikes[f]
        if not _radiates(own, silent_until_s, guide, busy, r, when_s):
            chance *= 1.0 - emission.saves
        if draw(seed, replicate, words[f], _STRIKE, 0) >= chance:
            continue
        hits[r] += 1
        note(log, when_s, LOST, f, -1, r, -1, -1, -1, HIT_BY_FLYER)
        own.lost_at_s[r] = when_s
        if hits[r] <= emission.spare_lost_at_s.shape[1]:
            own.lost_at_s[r] = max(when_s, emission.spare_lost_at_s[r, hits[r] - 1])
            if own.lost_at_s[r] > when_s:
                note(log, when_s, ON_AGAIN, -1, -1, r, -1, -1, -1, SPARE)


@compiled_bare
def mind_guides(guide, own, silent_until_s, state, engagements, t_s):
    """Tell each fire unit until when its engagement radar is off; rounds that it guided are lost as it goes off.

    Parameters
    ----------
    guide : (U,) array of int
        Engagement radar of each fire unit.
    own : Radars
        Of this replicate; each faces where its unit does.
    silent_until_s : (R,) array
        [s]
    state : UnitState
    engagements : Engagements
    t_s : float
        Now. [s]
    """
    channels = engagements.stage.size // guide.size
    for u in range(guide.size):
        r = guide[u]
        until_s = np.inf if t_s >= own.lost_at_s[r] else silent_until_s[r]
        if until_s > t_s and state.guide_off_until_s[u] <= t_s:
            lose_guidance(engagements, u, channels, t_s)
        state.guide_off_until_s[u] = until_s
        own.faces_turns[r] = state.faces[u]
