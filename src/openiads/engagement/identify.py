"""Who is it? Evidence on each track, gathered plot by plot; nothing here knows what a track really is."""

import numpy as np

from openiads.compiled import compiled_bare
from openiads.constants import EARTH_RADIUS_M
from openiads.engagement.log import (
    FILM_EVERY_S,
    JUDGED_HOSTILE,
    JUDGED_NEUTRAL,
    TRACK_DROPPED,
    TRACKED,
    film_track,
    note,
    track_word,
)
from openiads.engagement.tracker import CONFIRMED, FREE, track_state

PRIOR, REPLY, NO_REPLY, ON_AIRWAY, FAST, LOW, INBOUND = range(7)  # places in Orders.evidence, bits of what is told
EVIDENCE = ("", "reply", "no reply", "on an airway", "fast", "low", "inbound")
UNJUDGED, HOSTILE, NEUTRAL = range(3)

FAST_MPS = 320.0  # assumed: no airliner flies faster over the ground without a strong wind behind it
LOW_M = 3000.0  # assumed: above sea level; airliners fly lower near airfields only
AIRWAY_HALF_WIDTH_M = 10_000.0  # of the common 10 NM airway, rounded
AIRWAY_HALF_HEIGHT_M = 1500.0
INBOUND_MISS_M = 10_000.0
MOST_ASKED = 6  # silence counts so often at most


@compiled_bare
def _height_m(x, y, z):
    # over the round earth that falls away below the level frame
    return z + (x * x + y * y) / (2.0 * EARTH_RADIUS_M)


@compiled_bare
def _beside_leg_m(leg_m, x, y):
    # distance on the level from a leg between two points, and how high its airliners fly there
    ax, ay = leg_m[0, 0], leg_m[0, 1]
    dx, dy = leg_m[1, 0] - ax, leg_m[1, 1] - ay
    along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)
    along = min(1.0, max(0.0, along))
    from_m = _height_m(ax, ay, leg_m[0, 2])
    to_m = _height_m(leg_m[1, 0], leg_m[1, 1], leg_m[1, 2])
    return np.hypot(x - ax - along * dx, y - ay - along * dy), from_m + along * (to_m - from_m)


@compiled_bare
def closest_approach(x, y, vx, vy, point_m):
    """Time to the closest approach to a point on the level, negative once past it, and its distance. [s] [m]"""
    dx, dy = point_m[0] - x, point_m[1] - y
    square = vx * vx + vy * vy
    to_go_s = (dx * vx + dy * vy) / square if square > 0.0 else -1.0
    return to_go_s, np.hypot(dx - to_go_s * vx, dy - to_go_s * vy)


@compiled_bare
def kinematic_evidence(orders, x, y, z, vx, vy, vz):
    """Log-odds for hostile that course, speed, height and place alone carry, and which of them apply, as bits. [-]"""
    weight, bits = 0.0, 0
    if np.sqrt(vx * vx + vy * vy + vz * vz) > FAST_MPS:
        weight += orders.evidence[FAST]
        bits |= 1 << FAST
    height_m = _height_m(x, y, z)
    if height_m < LOW_M:
        weight += orders.evidence[LOW]
        bits |= 1 << LOW
    for leg in range(orders.airway_m.shape[0]):
        beside_m, leg_height_m = _beside_leg_m(orders.airway_m[leg], x, y)
        if beside_m < AIRWAY_HALF_WIDTH_M and abs(height_m - leg_height_m) < AIRWAY_HALF_HEIGHT_M:
            weight += orders.evidence[ON_AIRWAY]
            bits |= 1 << ON_AIRWAY
            break
    for asset in range(orders.asset_m.shape[0]):
        to_go_s, miss_m = closest_approach(x, y, vx, vy, orders.asset_m[asset])
        if to_go_s > 0.0 and miss_m < INBOUND_MISS_M:
            weight += orders.evidence[INBOUND]
            bits |= 1 << INBOUND
            break
    return weight, bits


@compiled_bare
def log_odds_of(orders, replied, asked, kinematics):
    """Log-odds for hostile of a track: prior, transponder and kinematics together. [-]

    Parameters
    ----------
    orders : Orders
    replied : bool
        Whether any interrogation was answered.
    asked : int
        Interrogations so far.
    kinematics : float
        From `kinematic_evidence`.
    """
    spoken = orders.evidence[REPLY] if replied else orders.evidence[NO_REPLY] * min(asked, MOST_ASKED)
    return orders.evidence[PRIOR] + spoken + kinematics


@compiled_bare
def _forget(believed, n, row, number):
    believed.number[n, row] = number
    believed.log_odds[n, row], believed.engaged[n, row] = 0.0, 0
    believed.tries[n, row], believed.refused[n, row] = 0, False
    believed.dead_s[n, row], believed.asked[n, row], believed.replied[n, row] = np.inf, 0, False
    believed.owner[n, row], believed.side[n, row], believed.radar[n, row] = -1, UNJUDGED, -1


@compiled_bare
def _keep_with(believed, n, row, number, log, t_s):
    # what is held of a row is about this track; that the one before is gone is told if anybody had heard of it
    if believed.number[n, row] == number:
        return
    if believed.number[n, row] >= 0 and believed.side[n, row] != UNJUDGED:
        note(log, t_s, TRACK_DROPPED, -1, track_word(n, believed.number[n, row]), -1, -1, -1, -1, -1)
    _forget(believed, n, row, number)


@compiled_bare
def note_plots(believed, n, tracks, plots, rows, given, log, t_s):
    """Keep with each track whether it answered, which radar made its last plot, and for the record whose that was.

    Parameters
    ----------
    believed : Believed
    n : int
        The picture.
    tracks : Tracks
        Of that picture.
    plots : Plots
    rows : (P,) array of int
        Plots that were given to the tracker.
    given : (P,) array of int
        Row of the track that took each.
    log : Log
    t_s : float
        Now. [s]
    """
    for p in range(rows.size):
        row = given[p]
        if row < 0:
            continue
        _keep_with(believed, n, row, tracks.number[row], log, t_s)
        believed.asked[n, row] += 1
        believed.replied[n, row] = believed.replied[n, row] or plots.replies[rows[p]]
        believed.owner[n, row], believed.radar[n, row] = plots.origin[rows[p]], plots.radar[rows[p]]


@compiled_bare
def judge(believed, n, tracks, orders, tracked_s, log, film, t_s):
    """Log-odds of every confirmed track, as of now; a change of side is written down with its evidence.

    Parameters
    ----------
    believed : Believed
    n : int
        The picture.
    tracks : Tracks
        Of that picture.
    orders : Orders
    tracked_s : (F,) array
        Gets the first time at which each flyer is tracked. [s]
    log : Log
    film : Film
        Gets the tracks; one without room to skip that.
    t_s : float
        Now. [s]
    """
    for row in range(tracks.status.size):
        if tracks.status[row] != CONFIRMED:
            if tracks.status[row] == FREE:
                _keep_with(believed, n, row, -1, log, t_s)
            continue
        _keep_with(believed, n, row, tracks.number[row], log, t_s)
        owner, word = believed.owner[n, row], track_word(n, tracks.number[row])
        if owner >= 0 and tracked_s[owner] > t_s:
            tracked_s[owner] = t_s
        x, y, z, vx, vy, vz = track_state(tracks, row, t_s)
        kinematics, bits = kinematic_evidence(orders, x, y, z, vx, vy, vz)
        odds = log_odds_of(orders, believed.replied[n, row], believed.asked[n, row], kinematics)
        believed.log_odds[n, row] = odds
        side = NEUTRAL if odds < orders.fires_above else HOSTILE
        if side != believed.side[n, row]:
            if believed.side[n, row] == UNJUDGED:
                note(log, t_s, TRACKED, owner, word, -1, -1, -1, -1, -1)
            bits |= 1 << REPLY if believed.replied[n, row] else (1 << NO_REPLY if believed.asked[n, row] > 0 else 0)
            note(log, t_s, JUDGED_HOSTILE if side == HOSTILE else JUDGED_NEUTRAL, owner, word, -1, -1, -1, -1, bits)
            believed.side[n, row] = side
        if film.tracks.shape[0] > 0 and int(t_s) % FILM_EVERY_S == 0:
            film_track(film, t_s, word, (x, y, z, vx, vy, vz), side)
