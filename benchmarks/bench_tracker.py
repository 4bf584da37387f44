"""Tracks of 100 to 1,000 targets, scan by scan, beside Stone Soup's quickest path on the same detections."""

import time
from typing import Any, NamedTuple

import numpy as np
from verdict import Verdict

from openiads.compiled import compiled
from openiads.engagement.tracker import (
    CONFIRMED,
    DEFAULT_SLOTS,
    TrackerSettings,
    empty_scratch,
    empty_tracks,
    track_state,
    update_tracks,
)
from openiads.physics.measurement import spherical_plot
from openiads.physics.track_metrics import gospa

SCANS, SCAN_S = 60, 4.0
PD, CLUTTER = 0.9, 10.0
SIGMA_RANGE_M, SIGMA_ANGLE_RAD = 30.0, 2e-3
NEAR_M, FAR_M = 20e3, 150e3
NOISE = 10.0  # m2/s3, of all trackers
GATE = 4.0  # standard deviations
VELOCITY_PRIOR_MPS = 300.0
HITS, MISSES = 3, 3
CUTOFF_M = 1000.0
CAPACITY, MOST_PLOTS = 4096, 4096
REPEATS = 15
SEED = 2026
PEER_SCANS = {100: SCANS, 300: SCANS}
GOAL_RATIO, GOAL_GOSPA, GOAL_REAL_TIME = 3000.0, 1.01, 1000.0
SETTINGS = TrackerSettings(
    np.array([NOISE]), max_speed_mps=VELOCITY_PRIOR_MPS * np.sqrt(3.0), gate=GATE**2, pd=PD, new_per_m3=1e-15,
    confirm_hits=HITS, confirm_looks=HITS + MISSES - 1, delete_misses=MISSES, coast_s=SCANS * SCAN_S)
MIXED = SETTINGS._replace(noises=np.array([1.0, 300.0]), max_speed_mps=600.0)


class Scenario(NamedTuple):
    """What flies and what a radar at the origin reports of it, scan by scan."""

    truths_m: list[np.ndarray]  # (n, 3) of those that fly
    plots: list[np.ndarray]  # (P, 3) range, azimuth, elevation


def scenario(targets: int, seed: int = SEED) -> Scenario:
    """Targets at 20 to 150 km; a third turn, a fifth come late, a tenth leave; Pd 0.9, ten false alarms a scan."""
    random = np.random.default_rng(seed)
    bearing = random.uniform(0, 2 * np.pi, targets)
    distance_m = np.sqrt(random.uniform(NEAR_M**2, FAR_M**2, targets))
    position_m = np.column_stack([distance_m * np.sin(bearing), distance_m * np.cos(bearing),
                                  random.uniform(1e3, 12e3, targets)])
    speed_mps, course = random.uniform(100, 300, targets), random.uniform(0, 2 * np.pi, targets)
    turn_from = np.where(np.arange(targets) % 3 == 0, random.integers(10, 40, targets), SCANS)
    rate_radps = np.radians(random.uniform(1, 3, targets)) * random.choice([-1, 1], targets)
    comes = np.where(random.random(targets) < 0.2, random.integers(5, 30, targets), 0)
    leaves = np.where(random.random(targets) < 0.1, random.integers(30, 55, targets), SCANS)
    truths_m, plots = [], []
    for scan in range(SCANS):
        turning = (scan >= turn_from) & (scan < turn_from + 10)
        course = course + np.where(turning, rate_radps * SCAN_S, 0.0)
        velocity = np.column_stack([speed_mps * np.sin(course), speed_mps * np.cos(course), np.zeros(targets)])
        position_m = position_m + velocity * SCAN_S
        flies = (scan >= comes) & (scan < leaves)
        truths_m.append(position_m[flies].copy())
        seen = position_m[flies & (random.random(targets) < PD)]
        flat_m = np.hypot(seen[:, 0], seen[:, 1])
        true = np.column_stack([np.hypot(flat_m, seen[:, 2]), np.arctan2(seen[:, 0], seen[:, 1]),
                                np.arctan2(seen[:, 2], flat_m)])
        measured = true + random.standard_normal(true.shape) * [SIGMA_RANGE_M, SIGMA_ANGLE_RAD, SIGMA_ANGLE_RAD]
        count = random.poisson(CLUTTER)
        false = np.column_stack([np.sqrt(random.uniform(NEAR_M**2, FAR_M**2, count)),
                                 random.uniform(-np.pi, np.pi, count), random.uniform(0.01, 0.2, count)])
        plots.append(random.permutation(np.vstack([measured, false])))
    return Scenario(truths_m, plots)


@compiled
def _run(settings, tracks, scratch, ends, polar, sigma_range_m, sigma_angle_rad, scan_s, here_m, count_at):
    # every scan from polar plots to tracks; the confirmed ones are written down
    first = 0
    looked = np.ones(tracks.status.size, np.bool_)
    longest = 0
    for scan in range(ends.size):
        longest = max(longest, ends[scan] - (ends[scan - 1] if scan else 0))
    positions_m, covariances_m2 = np.empty((longest, 3)), np.empty((longest, 6))
    looks, given = np.zeros(longest, np.int64), np.empty(longest, np.int64)
    for scan in range(ends.size):
        count = ends[scan] - first
        for plot in range(count):
            place_m, spread_m2 = spherical_plot(polar[first + plot, 0], polar[first + plot, 1], polar[first + plot, 2],
                                                sigma_range_m, sigma_angle_rad, sigma_angle_rad)
            for axis in range(3):
                positions_m[plot, axis] = place_m[axis]
            covariances_m2[plot, 0], covariances_m2[plot, 1], covariances_m2[plot, 2] = spread_m2[:3]
            covariances_m2[plot, 3], covariances_m2[plot, 4], covariances_m2[plot, 5] = spread_m2[3:]
        t_s = scan * scan_s
        update_tracks(settings, tracks, scratch, t_s, positions_m[:count], covariances_m2[:count],
                      np.full(count, t_s), looks[:count], looked, given[:count])
        kept = 0
        for row in range(tracks.counters[1]):
            if tracks.status[row] == CONFIRMED:
                state = track_state(tracks, row, t_s)
                for axis in range(3):
                    here_m[scan, kept, axis] = state[axis]
                kept += 1
        count_at[scan] = kept
        first = ends[scan]


def run_ours(given: Scenario, settings: TrackerSettings = SETTINGS) -> tuple[float, list[np.ndarray]]:
    """Median processor seconds a scan over all scans from an empty table, and the confirmed tracks of each scan."""
    polar, ends = np.vstack(given.plots), np.cumsum([len(plots) for plots in given.plots])
    here_m, count_at = np.zeros((SCANS, CAPACITY, 3)), np.zeros(SCANS, np.int64)
    used_s = []
    for _ in range(REPEATS + 1):
        tracks = empty_tracks(settings, CAPACITY, DEFAULT_SLOTS)
        scratch = empty_scratch(settings, CAPACITY, DEFAULT_SLOTS, MOST_PLOTS)
        start_s = time.thread_time()
        _run(settings, tracks, scratch, ends, polar, SIGMA_RANGE_M, SIGMA_ANGLE_RAD, SCAN_S, here_m, count_at)
        used_s.append(time.thread_time() - start_s)
    return float(np.median(used_s[1:])) / SCANS, [here_m[scan, :count_at[scan]].copy() for scan in range(SCANS)]


def peer_tracker(given: Scenario) -> Any:
    """Stone Soup's multi-target tracker on these detections: EKF, global nearest neighbour over a k-d tree."""
    from datetime import datetime, timedelta

    from stonesoup.dataassociator.tree import DetectionKDTreeGNN2D
    from stonesoup.deleter.time import UpdateTimeStepsDeleter
    from stonesoup.hypothesiser.distance import DistanceHypothesiser
    from stonesoup.initiator.simple import MultiMeasurementInitiator, SimpleMeasurementInitiator
    from stonesoup.measures import Mahalanobis
    from stonesoup.models.measurement.nonlinear import CartesianToElevationBearingRange
    from stonesoup.models.transition.linear import CombinedLinearGaussianTransitionModel, ConstantVelocity
    from stonesoup.predictor.kalman import KalmanPredictor
    from stonesoup.tracker.simple import MultiTargetTracker
    from stonesoup.types.array import StateVector
    from stonesoup.types.detection import Detection
    from stonesoup.types.state import GaussianState
    from stonesoup.updater.kalman import ExtendedKalmanUpdater

    began = datetime(2026, 1, 1)
    motion = CombinedLinearGaussianTransitionModel([ConstantVelocity(NOISE)] * 3)
    sensor = CartesianToElevationBearingRange(
        ndim_state=6, mapping=(0, 2, 4),
        noise_covar=np.diag([SIGMA_ANGLE_RAD**2, SIGMA_ANGLE_RAD**2, SIGMA_RANGE_M**2]))

    def scans():
        for scan, plots in enumerate(given.plots):
            at = began + timedelta(seconds=scan * SCAN_S)
            yield at, {Detection(StateVector([elevation, np.pi / 2 - azimuth, distance]), timestamp=at,
                                 measurement_model=sensor) for distance, azimuth, elevation in plots}

    predictor, updater = KalmanPredictor(motion), ExtendedKalmanUpdater(sensor)
    hypothesiser = DistanceHypothesiser(predictor, updater, Mahalanobis(), missed_distance=GATE)
    associator = DetectionKDTreeGNN2D(hypothesiser, predictor, updater, number_of_neighbours=5)
    deleter = UpdateTimeStepsDeleter(MISSES)
    prior = GaussianState(np.zeros((6, 1)), np.diag([0, VELOCITY_PRIOR_MPS**2] * 3), timestamp=began)
    initiator = MultiMeasurementInitiator(
        prior, deleter=deleter, data_associator=associator, updater=updater, measurement_model=sensor,
        min_points=HITS, initiator=SimpleMeasurementInitiator(prior, sensor))
    return MultiTargetTracker(initiator=initiator, deleter=deleter, detector=scans(), data_associator=associator,
                              updater=updater)


def run_peer(given: Scenario) -> tuple[float, list[np.ndarray]]:
    """Processor seconds a scan, and the tracks of each scan."""
    tracker = peer_tracker(given)
    start_s, here_m = time.process_time(), []
    for _, tracks in tracker:
        here_m.append(np.array([np.ravel(track.state_vector)[[0, 2, 4]].astype(float) for track in tracks])
                      .reshape(-1, 3))
    return (time.process_time() - start_s) / len(here_m), here_m


def mean_gospa(given: Scenario, tracks_m: list[np.ndarray]) -> float:
    """GOSPA of order 2 and cut-off 1 km, averaged over the scans. [m]"""
    return float(np.mean([gospa(found, true, CUTOFF_M).distance
                          for found, true in zip(tracks_m, given.truths_m, strict=True)]))


def main() -> list[Verdict]:
    """Print seconds a scan, ratios and GOSPA; without Stone Soup (`pip install .[bench]`) only our own."""
    try:
        import stonesoup
    except ImportError:
        stonesoup = None
    print(f"{SCANS} scans of {SCAN_S:.0f} s, Pd {PD}, {CLUTTER:.0f} false alarms a scan, from polar plots to tracks; "
          + (f"Stone Soup {stonesoup.__version__}, GNN over a k-d tree" if stonesoup else "without Stone Soup"))
    verdicts = []
    for targets in (100, 300, 1000):
        given = scenario(targets)
        used_s, tracks_m = run_ours(given)
        mixed_s, mixed_m = run_ours(given, MIXED)
        ours_m = mean_gospa(given, tracks_m)
        print(f"  {targets:5d} targets: {1e6 * used_s:7.0f} us a scan, GOSPA {ours_m:6.0f} m; two models mixed"
              f" {1e6 * mixed_s:7.0f} us, {mean_gospa(given, mixed_m):6.0f} m")
        if targets == 1000:
            verdicts.append(Verdict("1,000 targets, times real time on one core", SCAN_S / used_s, GOAL_REAL_TIME,
                                    at_least=True))
            verdicts.append(Verdict("the same, two models mixed", SCAN_S / mixed_s, GOAL_REAL_TIME, at_least=True))
        elif stonesoup:
            peer_s, peer_m = run_peer(given)
            theirs_m = mean_gospa(given, peer_m)
            print(f"        Stone Soup: {peer_s:.3f} s a scan, GOSPA {theirs_m:6.0f} m")
            verdicts += [
                Verdict(f"{targets} targets, Stone Soup's time over ours", peer_s / used_s, GOAL_RATIO, at_least=True),
                Verdict(f"{targets} targets, our GOSPA over Stone Soup's", ours_m / theirs_m, GOAL_GOSPA),
            ]
    return verdicts


if __name__ == "__main__":
    for verdict in main():
        print(verdict)
