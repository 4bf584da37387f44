"""Every radar looks in its own scan: plots with errors, false alarms, and the link to the command post."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled_bare
from openiads.constants import EARTH_RADIUS_M
from openiads.draws import draw
from openiads.engagement.arrays import latency_s_of
from openiads.engagement.move import FLYING
from openiads.physics.measurement import angle_sigma_rad

NOBODY = -1
LEAST_SNR = 10.0  # a plot's errors are those of at least such a look, for it was detected
PLOT_ROOM = 4096
SECTOR_SLACK_RAD = 1e-6  # far more than what is lost in rounding
FIRST_SCAN = 2  # a beam may pass a bearing before its first whole turn: bearing and phase are below one turn each
MOST_ALARMS = 60  # of one radar in one stretch of time
RATE_ERROR_MPS = 10.0  # assumed: nobody states how well a radar measures the speed along its beam
MOST_ALARM_RATE_MPS = 600.0  # assumed: the speeds that false alarms show
ALARM_HEIGHT_M = 8000.0  # assumed: false alarms lie up to so high over a level plane

_PHASE, _LINK, _COUNT = 0x70686173, 0x6C696E6B, 0x636F756E


class Plots(NamedTuple):
    """Plots of one replicate on their way; the first `used[0]` of them."""

    used: np.ndarray  # (1,) int64
    overflow: np.ndarray  # (1,) int64 plots that found no room
    t_s: np.ndarray  # (n,) when the radar looked
    arrives_s: np.ndarray  # (n,)
    radar: np.ndarray  # (n,) int64
    position_m: np.ndarray  # (n, 3)
    covariance_m2: np.ndarray  # (n, 6) upper triangle: xx, xy, xz, yy, yz, zz
    rate: np.ndarray  # (n, 4) direction from the radar, and speed along it in m/s
    replies: np.ndarray  # (n,) bool; a transponder answered with it
    origin: np.ndarray  # (n,) int64 flyer or NOBODY; for the record only, no tracker reads it


def plots_for(room: int = PLOT_ROOM) -> Plots:
    """Room for plots."""
    return Plots(np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros(room), np.zeros(room), np.zeros(room, np.int64),
                 np.zeros((room, 3)), np.zeros((room, 6)), np.zeros((room, 4)), np.zeros(room, np.bool_),
                 np.zeros(room, np.int64))


@compiled_bare
def normal_pair(u, v):
    """Two standard normal numbers from two uniform ones over [0, 1): Box and Muller's."""
    size = np.sqrt(-2.0 * np.log(1.0 - u))
    return size * np.cos(2.0 * np.pi * v), size * np.sin(2.0 * np.pi * v)


@compiled_bare
def plot_errors(snr, range_error_m, azimuth_beamwidth_rad, elevation_beamwidth_rad):
    """Standard errors of range, azimuth and elevation of one look. [m] [rad] [rad]"""
    held = max(snr, LEAST_SNR)
    return (range_error_m / np.sqrt(2.0 * held), angle_sigma_rad(held, azimuth_beamwidth_rad),
            angle_sigma_rad(held, elevation_beamwidth_rad))


@compiled_bare
def _write_plot(plots, radars, r, place_m, velocity_mps, errors, noise):
    # a plot about a place, its errors along, across and upright to the line of sight; returns its row, or NOBODY
    p = plots.used[0]
    if p >= plots.t_s.size:
        plots.overflow[0] += 1
        return NOBODY
    x, y, z = (place_m[0] - radars.position_m[r, 0], place_m[1] - radars.position_m[r, 1],
               place_m[2] - radars.position_m[r, 2])
    slant_m = np.sqrt(x * x + y * y + z * z)
    lx, ly, lz = x / slant_m, y / slant_m, z / slant_m
    ux, uy, uz = radars.axes[r, 2, 0], radars.axes[r, 2, 1], radars.axes[r, 2, 2]
    ax, ay, az = ly * uz - lz * uy, lz * ux - lx * uz, lx * uy - ly * ux
    level = np.sqrt(ax * ax + ay * ay + az * az)
    ax, ay, az = ax / level, ay / level, az / level
    ex, ey, ez = ay * lz - az * ly, az * lx - ax * lz, ax * ly - ay * lx
    along_m, across_m, upright_m = errors[0], slant_m * level * errors[1], slant_m * errors[2]
    one, two, three = along_m * noise[0], across_m * noise[1], upright_m * noise[2]
    plots.position_m[p, 0] = place_m[0] + one * lx + two * ax + three * ex
    plots.position_m[p, 1] = place_m[1] + one * ly + two * ay + three * ey
    plots.position_m[p, 2] = place_m[2] + one * lz + two * az + three * ez
    along_m2, across_m2, upright_m2 = along_m * along_m, across_m * across_m, upright_m * upright_m
    plots.covariance_m2[p, 0] = along_m2 * lx * lx + across_m2 * ax * ax + upright_m2 * ex * ex
    plots.covariance_m2[p, 1] = along_m2 * lx * ly + across_m2 * ax * ay + upright_m2 * ex * ey
    plots.covariance_m2[p, 2] = along_m2 * lx * lz + across_m2 * ax * az + upright_m2 * ex * ez
    plots.covariance_m2[p, 3] = along_m2 * ly * ly + across_m2 * ay * ay + upright_m2 * ey * ey
    plots.covariance_m2[p, 4] = along_m2 * ly * lz + across_m2 * ay * az + upright_m2 * ey * ez
    plots.covariance_m2[p, 5] = along_m2 * lz * lz + across_m2 * az * az + upright_m2 * ez * ez
    plots.rate[p, 0], plots.rate[p, 1], plots.rate[p, 2] = lx, ly, lz
    plots.rate[p, 3] = lx * velocity_mps[0] + ly * velocity_mps[1] + lz * velocity_mps[2] + RATE_ERROR_MPS * noise[3]
    plots.used[0] = p + 1
    return p


@compiled_bare
def _send(plots, p, radars, r, look_s, flyer, replies, seed, replicate, entity, scan):
    # on its way to the command post, or lost on the way; a fire unit that is alone has its own plots at once
    if p == NOBODY:
        return
    if radars.link_loss[r] > 0.0 and look_s < radars.alone_from_s[r] \
            and draw(seed, replicate, entity, radars.word[r] ^ np.uint32(_LINK), scan) < radars.link_loss[r]:
        plots.used[0] = p
        return
    plots.t_s[p], plots.arrives_s[p] = look_s, look_s + latency_s_of(radars, r, look_s)
    plots.radar[p], plots.origin[p], plots.replies[p] = r, flyer, replies


@compiled_bare
def scan_phase(radars, r, seed, replicate):
    """Where in its turn a radar begins, in turns. [-]"""
    return draw(seed, replicate, radars.word[r], _PHASE, 0)


@compiled_bare
def _passes(period_s, phase, turn, from_s, to_s):
    begin = turn + phase
    scan = np.ceil(from_s / period_s - begin)
    look_s = (scan + begin) * period_s
    return (look_s, int(scan) + FIRST_SCAN) if from_s <= look_s < to_s else (look_s, -1)


@compiled_bare
def _looks_into(radars, r, turn):
    # whether a bearing lies in the sector that a radar faces
    width = radars.sector_turns[r]
    return width >= 1.0 or abs((turn - radars.faces_turns[r] + 0.5) % 1.0 - 0.5) <= 0.5 * width


@compiled_bare
def look_of(radars, r, phase, turn, from_s, to_s):
    """Time at which a radar's beam passes a bearing between two times, and the number of that scan; -1 if it does not.

    Parameters
    ----------
    radars : Radars
    r : int
    phase : float
        From `scan_phase`. [-]
    turn : float
        Bearing in turns from north. [-]
    from_s, to_s : float
        The first is within, the second is not. [s]
    """
    if not _looks_into(radars, r, turn):
        return from_s, -1
    return _passes(radars.scan_period_s[r], phase, turn, from_s, to_s)


@compiled_bare
def is_above(floor_amsl_m, floor_step_m, r, range_m, azimuth_rad, altitude_m):
    """Whether a radar's map has a point in sight.

    Parameters
    ----------
    floor_amsl_m : (R, B, G) array
        Lowest heights over B bearings and G rings. [m]
    floor_step_m : (R,) array
        Width of the rings. [m]
    r : int
        The radar.
    range_m, azimuth_rad, altitude_m : float
        Over the ground, from north, above sea level. [m] [rad] [m]
    """
    bearings, rings = floor_amsl_m.shape[1], floor_amsl_m.shape[2]
    ring = int(range_m / floor_step_m[r])
    bearing = int((azimuth_rad / (2.0 * np.pi) % 1.0) * bearings) % bearings
    return ring < rings and altitude_m >= floor_amsl_m[r, bearing, ring]


@compiled_bare
def swept(radars, r, phase, from_s, to_s):
    """The sector that a radar's beam passes between two times, for a first look at what cannot be in it.

    Parameters
    ----------
    radars, r, phase, from_s, to_s
        As in `look_of`.

    Returns
    -------
    east, north : float
        The sector's middle, of length one. [-]
    cosine : float
        Of half its width and a little more; whatever is further off its middle is not passed. Below -1 where the sector
        is half a turn or more.
    """
    middle = 0.5 * (from_s + to_s) / radars.scan_period_s[r] - phase
    half = 0.5 * (to_s - from_s) / radars.scan_period_s[r]
    cosine = np.cos(2.0 * np.pi * half + SECTOR_SLACK_RAD) if half < 0.25 else -2.0
    return np.sin(2.0 * np.pi * middle), np.cos(2.0 * np.pi * middle), cosine


@compiled_bare
def look_around(air, flyers, radars, sight, phases, plots, from_s, to_s, seed, replicate):
    """Let every radar look at all that its beam passes between two times.

    Parameters
    ----------
    air, flyers, radars, sight
        Flyers as they are at the first time.
    phases : (R,) array
        From `scan_phase`.
    plots : Plots
        Filled.
    from_s, to_s : float
        The first is within, the second is not. [s]
    seed, replicate : int
    """
    state, at, turns, pds = flyers.state, flyers.at, sight.turn, sight.pd
    for r in range(radars.scan_period_s.size):
        if not radars.searches_from_s[r] <= from_s < radars.lost_at_s[r]:
            continue
        period_s, phase = radars.scan_period_s[r], phases[r]
        for f in range(state.size):
            if state[f] != FLYING:
                continue
            k = at[f]
            pd = pds[r, k]
            if pd <= 0.0:
                continue
            look_s, scan = _passes(period_s, phase, turns[r, k], from_s, to_s)
            if scan >= 0 and not _looks_into(radars, r, turns[r, k]):
                continue
            if scan < 0 or look_s >= radars.lost_at_s[r]:
                continue
            entity = air.word[f]
            if draw(seed, replicate, entity, radars.word[r], 5 * scan) >= pd:
                continue
            ahead_s = look_s - from_s
            place_m = (flyers.position_m[f, 0] + ahead_s * flyers.velocity_mps[f, 0],
                       flyers.position_m[f, 1] + ahead_s * flyers.velocity_mps[f, 1],
                       flyers.position_m[f, 2] + ahead_s * flyers.velocity_mps[f, 2])
            errors = plot_errors(sight.snr[r, k], radars.range_error_m[r], radars.azimuth_beamwidth_rad[r],
                                 radars.elevation_beamwidth_rad[r])
            noise = _noise(seed, replicate, entity, radars.word[r], scan)
            velocity_mps = flyers.velocity_mps[f, 0], flyers.velocity_mps[f, 1], flyers.velocity_mps[f, 2]
            p = _write_plot(plots, radars, r, place_m, velocity_mps, errors, noise)
            _send(plots, p, radars, r, look_s, f, flyers.replies[f], seed, replicate, entity, scan)


@compiled_bare
def _noise(seed, replicate, entity, purpose, scan):
    one, two = normal_pair(draw(seed, replicate, entity, purpose, 5 * scan + 1),
                           draw(seed, replicate, entity, purpose, 5 * scan + 2))
    three, four = normal_pair(draw(seed, replicate, entity, purpose, 5 * scan + 3),
                           draw(seed, replicate, entity, purpose, 5 * scan + 4))
    return one, two, three, four


@compiled_bare
def raise_false_alarms(radars, plots, from_s, to_s, tick, seed, replicate):
    """False alarms between two times: as many as chance has it, anywhere within the radar's disc, low in the air.

    Parameters
    ----------
    radars, plots, from_s, to_s, seed, replicate
        As in `look_around`.
    tick : int
        Number of this stretch of time, for the draws.
    """
    for r in range(radars.scan_period_s.size):
        if not radars.searches_from_s[r] <= from_s < radars.lost_at_s[r]:
            continue
        mean = radars.false_alarms_per_scan[r] * (to_s - from_s) / radars.scan_period_s[r]
        if mean <= 0.0:
            continue
        entity = radars.word[r] ^ np.uint32(_COUNT)
        left = np.exp(-mean)
        chance = draw(seed, replicate, entity, tick, 0)
        alarm, sum_to = 0, left
        while chance >= sum_to and alarm < MOST_ALARMS:
            alarm += 1
            left *= mean / alarm
            sum_to += left
            base = 8 * alarm
            range_m = radars.instrumented_range_m[r] * np.sqrt(draw(seed, replicate, entity, tick, base))
            azimuth_rad = 2.0 * np.pi * draw(seed, replicate, entity, tick, base + 1)
            rise_m = ALARM_HEIGHT_M * draw(seed, replicate, entity, tick, base + 2)
            look_s = from_s + (to_s - from_s) * draw(seed, replicate, entity, tick, base + 3)
            east_m, north_m = range_m * np.sin(azimuth_rad), range_m * np.cos(azimuth_rad)
            rise_m -= 0.125 * range_m * range_m / EARTH_RADIUS_M  # above a ray that starts level and is bent down
            place_m = (
                radars.position_m[r, 0] + east_m * radars.axes[r, 0, 0] + north_m * radars.axes[r, 1, 0]
                + rise_m * radars.axes[r, 2, 0],
                radars.position_m[r, 1] + east_m * radars.axes[r, 0, 1] + north_m * radars.axes[r, 1, 1]
                + rise_m * radars.axes[r, 2, 1],
                radars.position_m[r, 2] + east_m * radars.axes[r, 0, 2] + north_m * radars.axes[r, 1, 2]
                + rise_m * radars.axes[r, 2, 2],
            )
            errors = plot_errors(LEAST_SNR, radars.range_error_m[r], radars.azimuth_beamwidth_rad[r],
                                 radars.elevation_beamwidth_rad[r])
            rate_mps = MOST_ALARM_RATE_MPS * (2.0 * draw(seed, replicate, entity, tick, base + 5) - 1.0)
            p = _write_plot(plots, radars, r, place_m, (0.0, 0.0, 0.0), errors,
                            (0.0, 0.0, 0.0, rate_mps / RATE_ERROR_MPS))
            _send(plots, p, radars, r, look_s, NOBODY, False, seed, replicate, entity, base + 4)
