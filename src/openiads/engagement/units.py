"""Fire units and what they share: channels, rounds, pictures, orders; the state of a replicate beside its flyers."""

from typing import NamedTuple

import numpy as np

ROUNDS_OF_A_SALVO = 8
FREE, ASSIGNED, FLYING, ASSESSING = range(4)  # of an engagement
AS_FLOWN, FIXED, EXPONENTIAL, UNIFORM = range(4)
SERVICE_LAWS = ("flight", "fixed", "exponential", "uniform")  # the last from nothing to twice its mean

(
    NOT_NEEDED, NEVER_SEEN, NOT_TRACKED, CUT_OFF, TAKEN_FOR_NEUTRAL, HELD, OUT_OF_REACH, OUT_OF_SIGHT, TOO_LATE,
    NO_CHANNEL, NO_ROUND, NOT_ACQUIRED, STILL_ENGAGED, MISSED, MISTAKEN,
) = range(15)  # along the chain; how far it came at best is told
CAUSES = (
    "not needed", "never seen", "seen but not tracked", "cut off from the picture", "taken for neutral",
    "held by orders", "out of reach", "out of sight", "seen too late", "no channel free",
    "no round left", "not acquired", "fired at, undecided at the end", "fired at and missed", "engaged as another",
)


class Units(NamedTuple):
    """Fire units; U of them, M missile types, N pictures."""

    position_m: np.ndarray  # (U, 3)
    axes: np.ndarray  # (U, 3, 3)
    guide: np.ndarray  # (U,) int64 its engagement radar
    channels: np.ndarray  # (U,) int64 targets at once
    rounds_at_once: np.ndarray  # (U,) int64 missiles guided at one target
    sector_turns: np.ndarray  # (U,) width of the engagement radar's sector; one or more is all round
    reaction_s: np.ndarray  # (U,) from order to launch
    again_s: np.ndarray  # (U,) the same against a track that was engaged before
    launch_interval_s: np.ndarray  # (U,)
    reload_s: np.ndarray  # (U,)
    service_law: np.ndarray  # (U,) int64, of `SERVICE_LAWS`: how long a channel is held from its assignment
    service_s: np.ndarray  # (U,) mean of that law
    weapon: np.ndarray  # (U, M) int64 row of `Weapons` for each missile type
    rounds: np.ndarray  # (U, M) int64 ready at the start
    spare_rounds: np.ndarray  # (U, M) int64 that one reload brings
    picture: np.ndarray  # (U, 2) int64 read first, and after it is cut off
    cut_off_s: np.ndarray  # (U,) when it changes to the second
    lost_at_s: np.ndarray  # (U,) when the unit itself falls out
    faces_turns: np.ndarray  # (U,) middle of the sector at the start
    believed_pk: np.ndarray  # (U, M, 2) of one round against what flies and against what falls
    floor_amsl_m: np.ndarray  # (R, B, G) of all radars, as `Radars` has them
    floor_step_m: np.ndarray  # (R,)


class Network(NamedTuple):
    """Which radar feeds which picture, and until when; N pictures."""

    feeds_from_s: np.ndarray  # (R, N) infinite: never
    feeds_until_s: np.ndarray  # (R, N)


class Orders(NamedTuple):
    """Doctrine as numbers."""

    rounds: int  # fired at a target before its fate is looked at; 0: as many as the unit guides at once
    fires_above: float  # log-odds for hostile
    holds: bool
    remote: bool
    method: int
    decides_every: int  # cycles from one assignment to the next
    assessment_s: float
    miss_for_kill: float
    kill_for_miss: float
    last_chance_s: float
    offers_once: bool  # a track that has found no channel free is not offered again
    second_look_s: float  # a track taken for killed that is still plotted so long after counts as alive
    evidence: np.ndarray  # (7,) prior, reply, no reply, on airway, fast, low, inbound
    asset_m: np.ndarray  # (A, 3)
    asset_value: np.ndarray  # (A,)
    airway_m: np.ndarray  # (G, 2, 3) ends of the legs of known airways
    tells_regret: bool = False  # work out what the best assignment would have gained, too


class UnitState(NamedTuple):
    """State of the fire units in one replicate."""

    rounds: np.ndarray  # (U, M) ready now
    spare: np.ndarray  # (U, M) that a reload would bring
    next_launch_s: np.ndarray  # (U,)
    ready_again_s: np.ndarray  # (U,) end of a reload; infinite while none runs
    busy: np.ndarray  # (U,) engagements under way
    faces: np.ndarray  # (U,) middle of the sector, in turns
    guide_off_until_s: np.ndarray  # (U,) its engagement radar is silent or, where infinite, lost
    empty_at_s: np.ndarray  # (U,) when the last round left; infinite if never


class Choice(NamedTuple):
    """Working space of one decision, and what all decisions of a replicate gained; T threats."""

    gains: np.ndarray  # (T, U) what each fire unit would take away from each threat
    free: np.ndarray  # (U,) int64 channels
    unit: np.ndarray  # (T,) int64 chosen; -1 for none
    gained: np.ndarray  # (2,) by what was done, by the best that could have been done


class Engagements(NamedTuple):
    """Engagements of all fire units; row u * C + c is channel c of unit u."""

    stage: np.ndarray  # int64
    picture: np.ndarray  # int64
    track: np.ndarray  # int64 row of the picture's table
    number: np.ndarray  # int64 number of that track
    missile: np.ndarray  # int64 type
    ready_s: np.ndarray  # earliest launch
    to_fire: np.ndarray  # int64 rounds of this salvo that have not left
    next_s: np.ndarray  # last meeting, or end of the assessment
    free_s: np.ndarray  # when the law of service lets the channel go; infinite where what was fired decides
    flyer: np.ndarray  # int64 what the last round flew at, or NOBODY
    acquired: np.ndarray  # bool; the engagement radar has found what the track is about
    fired: np.ndarray  # int64 rounds of this salvo that have left
    met: np.ndarray  # int64 rounds of this salvo whose meeting is past
    meets_s: np.ndarray  # (U * C, ROUNDS_OF_A_SALVO) of each round
    at: np.ndarray  # (U * C, ROUNDS_OF_A_SALVO) int64 flyer of each round
    result: np.ndarray  # (U * C, ROUNDS_OF_A_SALVO) int64, of `log.RESULTS`
    shot: np.ndarray  # (U * C, ROUNDS_OF_A_SALVO) int64 how many flew at that flyer before


class Believed(NamedTuple):
    """What the defenders hold of each track; N pictures, T rows."""

    number: np.ndarray  # (N, T) of the track that the row is about
    log_odds: np.ndarray  # (N, T) for hostile
    engaged: np.ndarray  # (N, T) engagements under way
    tries: np.ndarray  # (N, T) int64 engagements so far
    refused: np.ndarray  # (N, T) bool it found no channel free, and will not be offered again
    dead_s: np.ndarray  # (N, T) when it was taken for killed; infinite if it was not
    side: np.ndarray  # (N, T) int64 0 not judged, 1 hostile, 2 neutral
    asked: np.ndarray  # (N, T) interrogations so far
    replied: np.ndarray  # (N, T) bool, some of them answered
    radar: np.ndarray  # (N, T) int64 that made its last plot
    owner: np.ndarray  # (N, T) flyer of its last plot; for the record only, no decision reads it


class Fates(NamedTuple):
    """What became of each flyer of one replicate, (F,) each."""

    end: np.ndarray  # int64, one of `ENDS`
    end_s: np.ndarray
    cause: np.ndarray  # int64, first cause of its not being engaged, or of its coming through
    seen_s: np.ndarray  # first plot
    tracked_s: np.ndarray  # first confirmed track
    fired_s: np.ndarray  # first launch at it
    shots: np.ndarray  # int64 rounds that flew at it


ABROAD, KILLED, LEAKED, TURNED_AWAY, UNSENT = range(5)
ENDS = ("still in flight", "killed", "leaked", "turned away", "never came")
