"""The command post: which tracks are a threat, which fire unit takes which, and why one is left alone."""

import numpy as np

from openiads.compiled import compiled_bare
from openiads.draws import draw
from openiads.engagement.choose import choose_best, choose_by_auction, gain_of
from openiads.engagement.falling import course_ahead, course_of, falling_meeting_s, is_falling
from openiads.engagement.identify import INBOUND_MISS_M, closest_approach
from openiads.engagement.log import ASSIGNED as ASSIGNED_EVENT
from openiads.engagement.log import LEFT_ALONE, note, track_word
from openiads.engagement.sense import is_above
from openiads.engagement.tracker import CONFIRMED
from openiads.engagement.units import (
    AS_FLOWN,
    ASSIGNED,
    CUT_OFF,
    EXPONENTIAL,
    FIXED,
    FREE,
    HELD,
    NO_CHANNEL,
    NO_ROUND,
    NOT_NEEDED,
    OUT_OF_REACH,
    OUT_OF_SIGHT,
    ROUNDS_OF_A_SALVO,
    TAKEN_FOR_NEUTRAL,
    TOO_LATE,
)
from openiads.engagement.weapons import ALTITUDES_AMSL_M, meeting_s, seen_from

CHANCE, RULE, GREEDY, AUCTION, EXACT = range(5)
METHODS = ("chance", "rule", "greedy", "auction", "exact")
LEAST_RANK = 1e-4  # of what heads for nothing defended, as if it were hours away

_SERVICE, _ORDER = 0x73657276, 0x6F726465


@compiled_bare
def threat_of(orders, x, y, vx, vy):
    """Rank of a threat and its time to the asset that it heads for; the sooner and the dearer, the higher.

    Parameters
    ----------
    orders : Orders
        Assets and their values.
    x, y, vx, vy : float
        Of the track, on the level. [m] [m/s]

    Returns
    -------
    rank, to_go_s : float
        Value over time to go; zero and infinite for a track that heads for nothing defended. [1/s] [s]
    """
    rank, soonest_s = 0.0, np.inf
    for asset in range(orders.asset_m.shape[0]):
        to_go_s, miss_m = closest_approach(x, y, vx, vy, orders.asset_m[asset])
        if to_go_s <= 0.0 or miss_m > INBOUND_MISS_M:
            continue
        here = orders.asset_value[asset] / max(to_go_s, 1.0)
        if here > rank:
            rank, soonest_s = here, to_go_s
    return rank, soonest_s


@compiled_bare
def _within_sector(units, state, u, azimuth_turns):
    if units.sector_turns[u] >= 1.0 or state.busy[u] == 0:
        return True
    off = (azimuth_turns - state.faces[u] + 0.5) % 1.0 - 0.5
    return abs(off) <= 0.5 * units.sector_turns[u]


@compiled_bare
def _seen_by_guide(units, u, launch_amsl_m, offset_m):
    # whether the engagement radar's own map has a point in sight
    range_m, azimuth_rad, altitude_m = seen_from(offset_m, units.axes[u], launch_amsl_m)
    return is_above(units.floor_amsl_m, units.floor_step_m, units.guide[u], range_m, azimuth_rad, altitude_m)


@compiled_bare
def best_offer(units, weapons, state, u, place_m, velocity_mps, wait_s, to_go_s):
    """Soonest meeting that one fire unit can offer against a course, and what stands against it.

    Parameters
    ----------
    units, weapons, state
    u : int
        The fire unit.
    place_m, velocity_mps : (float, float, float)
        Of the track now. [m] [m/s]
    wait_s : float
        Until a missile could leave. [s]
    to_go_s : float
        Until the target is where it wants to be. [s]

    Returns
    -------
    meets_s : float
        From now on; infinite where there is no offer. [s]
    missile : int
        Type to fire; -1 without an offer.
    cause : int
        `NOT_NEEDED` with an offer, else why there is none.
    """
    falling = is_falling(place_m, velocity_mps)
    then_m, then_mps = course_ahead(place_m, velocity_mps, falling, wait_s)
    origin_m = units.position_m[u, 0], units.position_m[u, 1], units.position_m[u, 2]
    later_m = then_m[0] - origin_m[0], then_m[1] - origin_m[1], then_m[2] - origin_m[2]
    soonest_s, chosen, out_of_rounds, reachable, hidden = np.inf, -1, True, False, False
    for missile in range(units.weapon.shape[1]):
        if state.rounds[u, missile] < 1:
            continue
        out_of_rounds = False
        if falling:
            found_s = falling_meeting_s(weapons, units.weapon[u, missile], then_m, then_mps, origin_m, units.axes[u])
        else:
            found_s = meeting_s(weapons, units.weapon[u, missile], ALTITUDES_AMSL_M, later_m, velocity_mps,
                                units.axes[u], np.inf)
        if np.isnan(found_s):
            continue
        reachable = True
        if not falling and not _seen_by_guide(units, u, weapons.launch_amsl_m[units.weapon[u, missile]], (
                later_m[0] + found_s * velocity_mps[0], later_m[1] + found_s * velocity_mps[1],
                later_m[2] + found_s * velocity_mps[2])):
            hidden = True
            continue
        if wait_s + found_s < min(soonest_s, to_go_s):
            soonest_s, chosen = wait_s + found_s, missile
    if chosen >= 0:
        return soonest_s, chosen, NOT_NEEDED
    if out_of_rounds:
        return np.inf, -1, NO_ROUND
    return np.inf, -1, OUT_OF_SIGHT if hidden else TOO_LATE if reachable else OUT_OF_REACH


@compiled_bare
def _free_channel(engagements, units, u, most):
    for channel in range(units.channels[u]):
        if engagements.stage[u * most + channel] == FREE:
            return u * most + channel
    return -1


@compiled_bare
def picture_of(units, u, t_s):
    """Picture that a fire unit reads at a time; -1 once the unit is lost."""
    if t_s >= units.lost_at_s[u]:
        return -1
    return units.picture[u, 0] if t_s < units.cut_off_s[u] else units.picture[u, 1]


@compiled_bare
def _turns_to(units, u, place_m):
    # bearing of a place from a fire unit, in turns from north
    offset_m = (place_m[0] - units.position_m[u, 0], place_m[1] - units.position_m[u, 1],
                place_m[2] - units.position_m[u, 2])
    _, azimuth_rad, _ = seen_from(offset_m, units.axes[u], 0.0)
    return azimuth_rad / (2.0 * np.pi)


@compiled_bare
def _may_take(units, state, u, place_m, t_s):
    # whether a fire unit has a channel for what is at a place, and an engagement radar that may look there
    return state.busy[u] < units.channels[u] and state.guide_off_until_s[u] <= t_s \
        and _within_sector(units, state, u, _turns_to(units, u, place_m))


@compiled_bare
def _reaction_s(units, u, tries):
    return units.again_s[u] if tries > 0 else units.reaction_s[u]


@compiled_bare
def _wait_s(units, state, u, tries, t_s):
    return max(_reaction_s(units, u, tries), state.next_launch_s[u] - t_s)


@compiled_bare
def rounds_of(units, orders, u):
    """Rounds that a fire unit sends at one target at once."""
    return min(orders.rounds if orders.rounds > 0 else units.rounds_at_once[u], ROUNDS_OF_A_SALVO)


@compiled_bare
def _weigh(units, weapons, state, choice, n, tracks, tries, orders, order, count, t_s):
    # what each fire unit that reads the picture could take away from each threat
    for u in range(units.channels.size):
        choice.free[u] = units.channels[u] - state.busy[u]
        for item in range(count):
            choice.gains[item, u] = 0.0
        if picture_of(units, u, t_s) != n:
            continue
        for item in range(count):
            place_m, velocity_mps, falling = course_of(tracks, order[item], t_s)
            if not _may_take(units, state, u, place_m, t_s):
                continue
            rank, to_go_s = threat_of(orders, place_m[0], place_m[1], velocity_mps[0], velocity_mps[1])
            meets_s, missile, _ = best_offer(units, weapons, state, u, place_m, velocity_mps,
                                             _wait_s(units, state, u, tries[n, order[item]], t_s), to_go_s)
            if missile >= 0:
                pk = units.believed_pk[u, missile, 1 if falling else 0]
                choice.gains[item, u] = gain_of(max(rank, LEAST_RANK), pk, rounds_of(units, orders, u), meets_s,
                                                to_go_s, orders.assessment_s)


@compiled_bare
def _plan(units, weapons, state, choice, n, tracks, tries, orders, order, count, t_s):
    # all threats of one decision at once, where the method looks at all or where the best is to be told
    if count == 0 or (orders.method < AUCTION and not orders.tells_regret):
        return
    _weigh(units, weapons, state, choice, n, tracks, tries, orders, order, count, t_s)
    if orders.tells_regret or orders.method == EXACT:
        choice.gained[1] += choose_best(choice.gains, count, choice.free, choice.unit)
    if orders.method == AUCTION:
        choose_by_auction(choice.gains, count, choice.free, choice.unit)


@compiled_bare
def blame(fired_s, causes, log, owner, track, cause, t_s):
    """Note why a flyer that nothing was fired at is left alone, where the chain came further than ever before.

    Parameters
    ----------
    fired_s : (F,) array
        When each flyer was first fired at. [s]
    causes : (F,) array of int64
        Of `units.CAUSES`, numbered along the chain; changed.
    log : Log
    owner : int
        The flyer; negative where there is none.
    track, cause : int
    t_s : float
        Now. [s]
    """
    if owner >= 0 and fired_s[owner] == np.inf and cause > causes[owner]:
        causes[owner] = cause
        note(log, t_s, LEFT_ALONE, owner, track, -1, -1, -1, -1, cause)


@compiled_bare
def _is_dead(dead_s, n, row, misses, second_look_s, t_s):
    # a track taken for killed that is plotted long after is alive after all
    if dead_s[n, row] == np.inf:
        return False
    if t_s - dead_s[n, row] > second_look_s and misses == 0:
        dead_s[n, row] = np.inf
        return False
    return True


@compiled_bare
def _service_s(law, mean_s, seed, replicate, track, turn):
    # how long a channel is held; for ever where what is fired decides
    if law == AS_FLOWN:
        return np.inf
    if law == FIXED:
        return mean_s
    chance = draw(seed, replicate, track, _SERVICE, turn)
    return -mean_s * np.log(1.0 - chance) if law == EXPONENTIAL else 2.0 * mean_s * chance


@compiled_bare
def assign(units, weapons, state, engagements, believed, n, tracks, orders, fates, log, choice, order, ranks, t_s, seed,
           replicate):
    """Give every threat of one picture that nobody engages to a fire unit.

    By the rule the first unit that can takes it; greedily the one that meets it soonest; by auction or exactly the one
    that all threats together gain most from, as `choose.gain_of` counts it. By chance is greedily, but with the threats
    in any order, as the textbook's random fire has it. A unit's face turns with its first target; no method foresees
    that, so what does not fit the sector then waits for the next decision.

    Parameters
    ----------
    units, weapons, state, engagements, believed
    n : int
        The picture.
    tracks : Tracks
        Of that picture.
    orders : Orders
    fates : Fates
        Gets the first cause of each flyer that is left alone.
    log : Log
    choice : Choice
    order, ranks : (T,) arrays
        Working space.
    t_s : float
        Now. [s]
    seed, replicate : int
    """
    most = engagements.stage.size // units.channels.size
    count = 0
    for row in range(tracks.status.size):
        if tracks.status[row] != CONFIRMED or believed.engaged[n, row] > 0 or believed.refused[n, row] \
                or _is_dead(believed.dead_s, n, row, tracks.misses[row], orders.second_look_s, t_s):
            continue
        owner, word = believed.owner[n, row], track_word(n, tracks.number[row])
        if believed.log_odds[n, row] < orders.fires_above:
            blame(fates.fired_s, fates.cause, log, owner, word, TAKEN_FOR_NEUTRAL, t_s)
            continue
        place_m, velocity_mps, _ = course_of(tracks, row, t_s)
        rank, to_go_s = threat_of(orders, place_m[0], place_m[1], velocity_mps[0], velocity_mps[1])
        if orders.holds and to_go_s > orders.last_chance_s:
            blame(fates.fired_s, fates.cause, log, owner, word, HELD, t_s)
            continue
        if orders.method == CHANCE:
            rank = draw(seed, replicate, word, _ORDER, 0)
        place = count
        while place > 0 and ranks[place - 1] < rank:
            ranks[place], order[place] = ranks[place - 1], order[place - 1]
            place -= 1
        ranks[place], order[place] = rank, row
        count += 1
    _plan(units, weapons, state, choice, n, tracks, believed.tries, orders, order, count, t_s)
    for item in range(count):
        row = order[item]
        place_m, velocity_mps, _ = course_of(tracks, row, t_s)
        _, to_go_s = threat_of(orders, place_m[0], place_m[1], velocity_mps[0], velocity_mps[1])
        taker, chosen, soonest_s, cause = -1, -1, np.inf, CUT_OFF
        for u in range(units.channels.size):
            if picture_of(units, u, t_s) != n:
                continue
            meets_s, missile, against = best_offer(units, weapons, state, u, place_m, velocity_mps,
                                                   _wait_s(units, state, u, believed.tries[n, row], t_s), to_go_s)
            if missile >= 0 and (not _may_take(units, state, u, place_m, t_s)
                                 or (orders.method >= AUCTION and choice.unit[item] != u)):
                against, missile = NO_CHANNEL, -1
            if missile < 0:
                cause = against if cause == CUT_OFF else max(cause, against)
            elif meets_s < soonest_s:
                taker, chosen, soonest_s = u, missile, meets_s
                if orders.method == RULE:
                    break
        owner, word = believed.owner[n, row], track_word(n, tracks.number[row])
        if taker < 0:
            blame(fates.fired_s, fates.cause, log, owner, word, cause, t_s)
            believed.refused[n, row] = orders.offers_once and cause == NO_CHANNEL
            continue
        e = _free_channel(engagements, units, taker, most)
        if orders.tells_regret:
            choice.gained[0] += choice.gains[item, taker]
        if state.busy[taker] == 0:
            state.faces[taker] = _turns_to(units, taker, place_m)
        engagements.stage[e], engagements.picture[e] = ASSIGNED, n
        engagements.track[e], engagements.number[e] = row, tracks.number[row]
        tries = believed.tries[n, row]
        engagements.missile[e], engagements.ready_s[e] = chosen, t_s + _reaction_s(units, taker, tries)
        engagements.free_s[e] = t_s + _service_s(units.service_law[taker], units.service_s[taker], seed, replicate,
                                                 word, tries)
        engagements.to_fire[e], engagements.fired[e], engagements.met[e] = rounds_of(units, orders, taker), 0, 0
        engagements.flyer[e], engagements.acquired[e], engagements.next_s[e] = -1, False, t_s
        state.busy[taker] += 1
        believed.engaged[n, row] += 1
        believed.tries[n, row] += 1
        note(log, t_s, ASSIGNED_EVENT, owner, word, -1, taker, e - taker * most, chosen, -1)
