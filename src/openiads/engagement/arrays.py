"""What a replicate takes, as named tuples of plain arrays: the air, the radars, the fire units, their missiles."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled_inline


class Air(NamedTuple):
    """Everything that flies; F flyers, K points of all their paths, one after the other."""

    first: np.ndarray  # (F + 1,) int64 first point of each path
    along: np.ndarray  # (K,) metres flown; seconds where the path keeps its own time
    position_m: np.ndarray  # (K, 3) in the frame of the laydown
    altitude_amsl_m: np.ndarray  # (K,)
    pace: np.ndarray  # (F,) how much of `along` is flown in a second
    start_s: np.ndarray  # (F,) when the first point is passed
    follows: np.ndarray  # (F,) int64 flyer, of a smaller row, after whose start it comes by chance; -1: by the clock
    mean_gap_s: np.ndarray  # (F,) of the exponential time from that start to its own
    jitter_s: np.ndarray  # (F,) earlier or later by up to so much
    leaks_at: np.ndarray  # (F,) how far along it has done what it came for
    turns_away: np.ndarray  # (F,) chance of breaking off after a miss
    silent: np.ndarray  # (F,) chance of a transponder that does not answer
    neutral: np.ndarray  # (F,) bool
    target_class: np.ndarray  # (F,) int64
    word: np.ndarray  # (F,) uint32 name under which its luck is drawn


class Radars(NamedTuple):
    """Radars of the laydown; R of them."""

    position_m: np.ndarray  # (R, 3)
    axes: np.ndarray  # (R, 3, 3) rows east, north, up
    scan_period_s: np.ndarray  # (R,)
    searches_from_s: np.ndarray  # (R,) an engagement radar looks round by itself once its unit is cut off
    range_error_m: np.ndarray  # (R,) standard error of range at an SNR of one
    azimuth_beamwidth_rad: np.ndarray  # (R,)
    elevation_beamwidth_rad: np.ndarray  # (R,)
    false_alarms_per_scan: np.ndarray  # (R,)
    instrumented_range_m: np.ndarray  # (R,)
    link_latency_s: np.ndarray  # (R,) from the radar to its command post
    link_loss: np.ndarray  # (R,) chance that a plot is lost on the way
    alone_from_s: np.ndarray  # (R,) when it tells its own fire unit alone, over no link; infinite if never
    lost_at_s: np.ndarray  # (R,) when it falls out; infinite if never
    word: np.ndarray  # (R,) uint32
    sector_turns: np.ndarray  # (R,) width of the sector that it looks into; one or more is all round
    faces_turns: np.ndarray  # (R,) middle of that sector, from north
    height_amsl_m: np.ndarray  # (R,) of the antennas
    floor_amsl_m: np.ndarray  # (R, B, G) float32 lowest height that each sees over its surroundings, as its maps tell
    floor_step_m: np.ndarray  # (R,) width of the G rings of those maps


class RadarState(NamedTuple):
    """What changes of the radars in one replicate; (R,) each, as in `Radars`."""

    searches_from_s: np.ndarray
    lost_at_s: np.ndarray
    faces_turns: np.ndarray
    hits: np.ndarray  # int64 so far


@compiled_inline
def latency_s_of(radars, r, t_s):
    """How long a plot that a radar makes at a time is on its way. [s]"""
    return radars.link_latency_s[r] if t_s < radars.alone_from_s[r] else 0.0


@compiled_inline
def radars_now(radars, state):
    """The radars of a laydown as they are in one replicate: silent, lost, turned."""
    return Radars(
        radars.position_m, radars.axes, radars.scan_period_s, state.searches_from_s, radars.range_error_m,
        radars.azimuth_beamwidth_rad, radars.elevation_beamwidth_rad, radars.false_alarms_per_scan,
        radars.instrumented_range_m, radars.link_latency_s, radars.link_loss, radars.alone_from_s,
        state.lost_at_s, radars.word,
        radars.sector_turns, state.faces_turns, radars.height_amsl_m, radars.floor_amsl_m, radars.floor_step_m)


class Emission(NamedTuple):
    """When radars keep silent, and what flies at them; N pictures."""

    waits: np.ndarray  # (R,) bool; silent until something comes, or until a time
    on_air_s: float  # that time; infinite if there is none
    hears: np.ndarray  # (R, N) bool; its crew reads that picture
    shuts_down: bool  # where something fast comes at it
    within_s: float  # to go, of what it shuts down for
    silent_s: float  # how long
    saves: float  # chance that what homes on a silent radar misses it
    homes_on: np.ndarray  # (F,) int64 radar that a flyer homes on; -1 for none
    strikes: np.ndarray  # (F,) chance of putting a radar out that does not fall silent
    spare_lost_at_s: np.ndarray  # (R, H) when a radar falls out that has been hit once, twice, ...; 0: with that hit


class Sight(NamedTuple):
    """What each radar makes of each point of each path, in one draw of what is believed."""

    snr: np.ndarray  # (R, K) float32 mean signal-to-noise ratio; zero where ground or limits hide the point
    pd: np.ndarray  # (R, K) float32 chance that one look detects
    turn: np.ndarray  # (R, K) float32 azimuth at the radar, in turns from north
