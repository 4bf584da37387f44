"""Six paths inside the limits of the benchmark for radar allocation and tracking, held by an agile beam at 4 GHz.

The benchmark's own trajectories were not found in an open source; these are any six inside its limits. What the summary
does not state is assumed here: SNR 20 dB at 60 km on the beam's axis, 2 MHz, 1 ms a dwell at 10 kW.
"""

from typing import Any, NamedTuple

import numpy as np

from openiads.constants import DEG_RAD, STANDARD_GRAVITY_MPS2
from openiads.engagement.tracker import (
    FREE,
    TrackerSettings,
    empty_scratch,
    empty_tracks,
    track_state,
    update_tracks,
)
from openiads.physics.antenna import gain_gaussian
from openiads.physics.measurement import angle_sigma_rad, range_sigma_m, spherical_plot

BEAMWIDTH_RAD = 2.4 * DEG_RAD
RANGE_GATE_M = 1575.0
REVISIT_S, SHORTEST_REVISIT_S = 0.5, 0.1
SNR_60_KM, BANDWIDTH_HZ = 100.0, 2e6
DWELL_S, DWELL_J = 1e-3, 10.0
PFA = 1e-6
RUNS = 12
STEP_S, LENGTH_S = 0.05, 120.0
ACQUIRING = 3  # dwells that another sensor directs
SETTINGS = TrackerSettings(np.array([10.0, 4000.0]), sojourn_s=10.0, max_speed_mps=800.0, gate=25.0, new_per_m3=1e-13,
                           confirm_hits=2, confirm_looks=4, delete_misses=40, coast_s=8.0)


class Leg(NamedTuple):
    """One part of a path: how long, and with what accelerations across (to the right) and along the course."""

    length_s: float
    lateral_g: float
    longitudinal_g: float


class Start(NamedTuple):
    """Where a path begins."""

    range_km: float
    azimuth_deg: float
    height_m: float
    course_deg: float
    speed_mps: float


PATHS = (
    (Start(70, 10, 3500, 300, 290), (Leg(40, 0, 0), Leg(15, 2, 0), Leg(65, 0, 0))),  # transport, gentle turn
    (Start(60, -20, 4500, 120, 305), (Leg(30, 0, 0), Leg(10, 2.5, 0), Leg(20, 0, 0), Leg(8, 4, 0), Leg(52, 0, 0))),
    (Start(65, 20, 4000, 240, 460), (Leg(30, 0, 0), Leg(12, 4, 0), Leg(30, 0, 0), Leg(12, -4, 0), Leg(36, 0, 0))),
    (Start(60, 0, 3800, 100, 250), (Leg(25, 0, 0), Leg(10, 5, 0), Leg(20, 0, 1), Leg(8, -6, 0), Leg(57, 0, 0))),
    (Start(75, -30, 5000, 60, 274), (Leg(20, 0, 0), Leg(8, 5, -1), Leg(20, 0, 1.5), Leg(10, 7, 0), Leg(20, 0, 0),
                                     Leg(10, -6, 0), Leg(32, 0, 0))),
    (Start(80, 25, 6000, 280, 320), (Leg(20, 0, 1), Leg(10, -7, 0), Leg(20, 0, -1), Leg(9, 6, 0), Leg(15, 0, 2),
                                     Leg(8, -5, -2), Leg(38, 0, 0))),
)


def path_m(start: Start, legs: tuple[Leg, ...]) -> np.ndarray:
    """Positions east, north, up at every step, (n, 3); the radar looks north."""
    azimuth_rad, course_rad = start.azimuth_deg * DEG_RAD, start.course_deg * DEG_RAD
    place = np.array([np.sin(azimuth_rad), np.cos(azimuth_rad)]) * start.range_km * 1000.0
    speed_mps, found = start.speed_mps, []
    for leg in legs:
        for _ in range(round(leg.length_s / STEP_S)):
            found.append([*place, start.height_m])
            course_rad += leg.lateral_g * STANDARD_GRAVITY_MPS2 / speed_mps * STEP_S
            speed_mps += leg.longitudinal_g * STANDARD_GRAVITY_MPS2 * STEP_S
            place = place + speed_mps * STEP_S * np.array([np.sin(course_rad), np.cos(course_rad)])
    return np.array(found)


def spherical(place_m: np.ndarray) -> tuple[float, float, float]:
    """Range, azimuth from north, elevation. [m] [rad] [rad]"""
    flat_m = np.hypot(place_m[0], place_m[1])
    return np.hypot(flat_m, place_m[2]), np.arctan2(place_m[0], place_m[1]), np.arctan2(place_m[2], flat_m)


def within_limits(places_m: np.ndarray, legs: tuple[Leg, ...], limits: dict[str, Any]) -> bool:
    """Whether a path keeps what the benchmark allows."""
    found = np.array([spherical(place_m) for place_m in places_m[::20]])
    inside = [(found[:, 0] / 1000.0, limits["range_km"]), (np.degrees(found[:, 1]), limits["azimuth_deg"]),
              (np.degrees(found[:, 2]), limits["elevation_deg"])]
    return (all(low <= values.min() and values.max() <= high for values, (low, high) in inside)
            and max(abs(leg.lateral_g) for leg in legs) <= limits["lateral_g"]
            and max(abs(leg.longitudinal_g) for leg in legs) <= limits["longitudinal_g"])


class Score(NamedTuple):
    """One run over one path."""

    lost: bool
    error_m: float
    energy_w: float
    busy: float


def dwell(random: np.random.Generator, true_m: np.ndarray, aim: tuple[float, float, float]) -> tuple[Any, Any] | None:
    """Plot of one dwell of a Swerling 3 target, or nothing."""
    range_m, azimuth_rad, elevation_rad = spherical(true_m)
    if abs(range_m - aim[0]) > RANGE_GATE_M / 2:
        return None
    beamwidth_rad = BEAMWIDTH_RAD / np.cos(aim[1])  # wider off broadside
    gain = gain_gaussian(azimuth_rad - aim[1], beamwidth_rad) * gain_gaussian(elevation_rad - aim[2], BEAMWIDTH_RAD)
    mean_snr = SNR_60_KM * (60e3 / range_m) ** 4 * gain**2
    amplitude = np.sqrt(mean_snr * random.gamma(2.0, 0.5)) + random.normal(0, np.sqrt(0.5))
    snr = amplitude**2 + random.normal(0, np.sqrt(0.5)) ** 2
    if snr < -np.log(PFA):
        return None
    sigma_m, across_rad, up_rad = (range_sigma_m(snr, BANDWIDTH_HZ, 5.0), angle_sigma_rad(snr, beamwidth_rad),
                                   angle_sigma_rad(snr, BEAMWIDTH_RAD))
    noise = random.standard_normal(3) * (sigma_m, across_rad, up_rad)
    return spherical_plot(range_m + noise[0], azimuth_rad + noise[1], elevation_rad + noise[2], sigma_m, across_rad,
                          up_rad)


def hold(places_m: np.ndarray, seed: int, revisit_s: float = REVISIT_S) -> Score:
    """Follow one path with dwells that the track directs; lost beyond one beamwidth or 1.5 range gates."""
    random = np.random.default_rng(seed)
    tracks, scratch = empty_tracks(SETTINGS, 4, 4), empty_scratch(SETTINGS, 4, 4, 1)
    looked, given, look = np.ones(4, np.bool_), np.empty(1, np.int64), np.zeros(1, np.int64)
    nothing = (np.empty((0, 3)), np.empty((0, 6)), np.empty(0), look[:0])
    t_s, dwells, row, errors_m = 0.0, 0, -1, []
    while t_s < LENGTH_S - 1.0:
        true_m = places_m[round(t_s / STEP_S)]
        aim = spherical(true_m)
        if dwells >= ACQUIRING:
            if row < 0 or tracks.status[row] == FREE:
                return Score(True, float(np.mean(errors_m or [np.inf])), dwells * DWELL_J / t_s, dwells * DWELL_S / t_s)
            held_m = np.array(track_state(tracks, row, t_s)[:3])
            off = np.subtract(spherical(held_m), aim)
            if np.hypot(off[1] * np.cos(aim[2]), off[2]) > BEAMWIDTH_RAD or abs(off[0]) > 1.5 * RANGE_GATE_M:
                return Score(True, float(np.mean(errors_m or [np.inf])), dwells * DWELL_J / t_s, dwells * DWELL_S / t_s)
            errors_m.append(np.linalg.norm(held_m - true_m))
            aim = spherical(held_m)
        plot = dwell(random, true_m, aim)
        if plot is None:
            update_tracks(SETTINGS, tracks, scratch, t_s, *nothing, looked, given[:0])
        else:
            update_tracks(SETTINGS, tracks, scratch, t_s, np.array([plot[0]]), np.array([plot[1]]), np.array([t_s]),
                          look, looked, given)
            row = int(given[0]) if row < 0 else row
        dwells += 1
        t_s += SHORTEST_REVISIT_S if plot is None else revisit_s
    return Score(False, float(np.mean(errors_m)), dwells * DWELL_J / t_s, dwells * DWELL_S / t_s)


def score_rules(limits: dict[str, Any]) -> dict[str, Any]:
    """Lost tracks in percent, whether the rules were kept, and mean scores over paths and runs."""
    paths = [path_m(*path) for path in PATHS]
    if not all(within_limits(places_m, legs, limits) for places_m, (_, legs) in zip(paths, PATHS, strict=True)):
        raise ValueError("a path leaves the limits of the benchmark")
    scores = [hold(places_m, 1000 * number + run) for number, places_m in enumerate(paths) for run in range(RUNS)]
    lost = 100.0 * float(np.mean([score.lost for score in scores]))
    kept = [score for score in scores if not score.lost]
    means = [float(np.mean([score[part] for score in kept])) for part in (1, 2, 3)]
    return {"max_lost_tracks_percent": lost, "track_lost_when_error_exceeds": True, "scores": [*means, lost]}
