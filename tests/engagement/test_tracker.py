"""The tracker against filters in order, against chance, and against what it must not know."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.compiled import compiled
from openiads.engagement.tracker import (
    CONFIRMED,
    FREE,
    LEFT_OUT,
    TENTATIVE,
    clear_tracks,
    empty_scratch,
    empty_tracks,
    track_covariance,
    track_state,
    update_tracks,
)
from openiads.physics.consistency import average_nees_bounds
from openiads.physics.kalman import cv_process_noise, on_axes
from tests.engagement.plots import MIXED, PLAIN, SIGMA_M, Picture, flights, plots_of
from tests.examples import examples

SCAN_S = 4.0


def noisy(places_m, random):
    """Places as a radar with round errors has them."""
    return places_m + SIGMA_M * random.standard_normal(places_m.shape)


def test_a_plot_starts_a_track_and_three_confirm_it():
    picture, path_m = Picture(), flights(1, 4, 1)
    said = []
    for scan in range(4):
        assert picture.feed(plots_of(path_m[scan], SCAN_S * scan)).tolist() == [0]
        said.append(int(picture.tracks.status[0]))
    assert said == [TENTATIVE, TENTATIVE, CONFIRMED, CONFIRMED]
    assert picture.tracks.number[0] == 0
    assert picture.tracks.plots[0] == 4
    assert picture.tracks.score[0] > 10
    state = track_state(picture.tracks, 0, SCAN_S * 5)
    assert state[:3] == pytest.approx(path_m[3, 0] + (path_m[3, 0] - path_m[2, 0]) * 2, abs=20.0)


def test_only_a_track_that_was_looked_at_counts_a_miss():
    picture, path_m = Picture(), flights(1, 5, 1)
    for scan in range(5):
        picture.feed(plots_of(path_m[scan], SCAN_S * scan))
    nothing = plots_of(np.empty((0, 3)), 0.0)
    for number in range(10):
        picture.feed(nothing, now_s=20.0 + number, looked=False)
    assert picture.tracks.status[0] == CONFIRMED
    for _ in range(PLAIN.delete_misses):
        assert picture.tracks.status[0] == CONFIRMED
        picture.feed(nothing, now_s=40.0)
    assert picture.tracks.status[0] == FREE


def test_a_track_coasts_no_longer_than_it_may():
    picture = Picture()
    picture.feed(plots_of([0, 5e4, 5e3], 0.0))
    picture.feed(plots_of(np.empty((0, 3)), 0.0), now_s=PLAIN.coast_s + 1.0, looked=False)
    assert picture.tracks.status[0] == FREE


def test_nothing_is_faster_than_targets_are():
    for jump_m, taken in ((0.9 * PLAIN.max_speed_mps * SCAN_S, 0), (1.5 * PLAIN.max_speed_mps * SCAN_S, 1)):
        picture = Picture()
        picture.feed(plots_of([0, 5e4, 5e3], 0.0))
        assert picture.feed(plots_of([jump_m, 5e4, 5e3], SCAN_S)).tolist() == [taken]


def run_in(order, settings, slots=4):
    """Estimate and modes after plots of one target are fed one by one in an order."""
    random = np.random.default_rng(5)
    path_m, times_s = flights(1, 8, 2)[:, 0], SCAN_S * np.arange(8)
    plots_m = noisy(path_m, random)
    picture = Picture(settings, slots=slots)
    for scan in order:
        assert picture.feed(plots_of(plots_m[scan], times_s[scan]), now_s=28.0).tolist() == [0]
    head = picture.tracks.head[0]
    return picture.tracks.estimate[0].copy(), picture.tracks.modes[0, head].copy()


@pytest.mark.parametrize("settings", [PLAIN, MIXED])
@pytest.mark.parametrize("order", [
    [0, 1, 2, 3, 4, 6, 5, 7],  # one late
    [0, 1, 2, 3, 6, 4, 7, 5],  # two late, one by two
    [0, 1, 2, 3, 7, 6, 5, 4],  # all the wrong way round
    [1, 0, 2, 3, 4, 5, 6, 7],  # the first comes second
    [2, 1, 0, 4, 3, 5, 7, 6],
])
def test_late_plots_end_where_plots_in_order_do(settings, order):
    estimate, modes = run_in(order, settings, slots=6)
    want, want_modes = run_in(range(8), settings, slots=6)
    np.testing.assert_array_equal(estimate, want)
    np.testing.assert_array_equal(modes, want_modes)


def test_a_plot_older_than_memory_is_given_and_changes_nothing():
    path_m = flights(1, 8, 2)[:, 0]
    picture = Picture(slots=3)
    for scan in (0, 1, 2, 4, 5, 6, 7):
        picture.feed(plots_of(path_m[scan], SCAN_S * scan))
    before = picture.tracks.estimate[0].copy()
    assert picture.feed(plots_of(path_m[3], SCAN_S * 3), now_s=28.0).tolist() == [0]
    np.testing.assert_array_equal(picture.tracks.estimate[0], before)


def test_two_radars_are_better_than_one():
    spreads = []
    for radars in (1, 2):
        random, path_m, picture = np.random.default_rng(3), flights(1, 10, 4)[:, 0], Picture()
        for scan in range(10):
            for radar in range(radars):
                picture.feed(plots_of(noisy(path_m[scan], random), SCAN_S * scan, radar), now_s=SCAN_S * scan)
        assert len(picture.confirmed) == 1
        covariance = np.empty((6, 6))
        track_covariance(picture.settings, picture.tracks, 0, SCAN_S * 9, covariance)
        spreads.append(np.sqrt(np.trace(covariance[:3, :3])))
    assert spreads[1] < 0.85 * spreads[0]


def test_radars_of_one_call_are_fused_and_those_of_one_look_are_not():
    path_m = flights(1, 3, 4)[:, 0]
    twice = [path_m[0], path_m[0] + 10.0]
    assert Picture().feed(plots_of(twice, 0.0, [0, 1])).tolist() == [0, 0]
    assert sorted(Picture().feed(plots_of(twice, 0.0, 0)).tolist()) == [0, 1]


@given(st.integers(0, 10_000))
@examples(15)
def test_the_order_of_plots_is_not_known(seed):
    random = np.random.default_rng(seed)
    paths_m = flights(12, 6, seed)
    one, other = Picture(MIXED), Picture(MIXED)
    for scan in range(6):
        seen = paths_m[scan][random.random(12) < 0.9]
        clutter_m = random.uniform([-8e4, -8e4, 1e3], [8e4, 8e4, 1e4], (6, 3))
        places_m = np.vstack([noisy(seen, random), clutter_m, clutter_m[:2]])  # two plots at one place too
        times_s = SCAN_S * scan + random.integers(0, 3, len(places_m)) * 0.5
        plots = plots_of(places_m, times_s, random.integers(0, 2, len(places_m)))
        mix = random.permutation(len(places_m))
        given, given_mixed = one.feed(plots), other.feed(type(plots)(*(part[mix] for part in plots)))
        assert sorted(given.tolist()) == sorted(given_mixed.tolist())
    for mine, theirs in zip(one.living(), other.living(), strict=True):
        assert mine.tobytes() == theirs.tobytes()


@compiled
def whole_life(settings, places_m, covariance):
    """Everything that a kernel may ask of the tracker, asked from a kernel."""
    tracks, scratch = empty_tracks(settings, 8, 4), empty_scratch(settings, 8, 4, 1)
    looked, given, look = np.ones(8, np.bool_), np.empty(1, np.int64), np.zeros(1, np.int64)
    round_m2 = np.zeros((1, 6))
    round_m2[0, 0], round_m2[0, 3], round_m2[0, 5] = 2500.0, 2500.0, 2500.0
    living = 0
    for _ in range(2):
        clear_tracks(tracks)
        for scan in range(len(places_m)):
            now_s = 4.0 * scan
            living = update_tracks(settings, tracks, scratch, now_s, places_m[scan:scan + 1], round_m2,
                                   np.full(1, now_s), look, looked, given)
    track_covariance(settings, tracks, given[0], now_s, covariance)
    return living, tracks.status[0], track_state(tracks, 0, now_s)


def test_a_kernel_can_do_all_of_it():
    covariance = np.empty((6, 6))
    living, status, state = whole_life(PLAIN, flights(1, 5, 1)[:, 0], covariance)
    assert (living, status) == (1, CONFIRMED)
    assert state[:3] == pytest.approx(flights(1, 5, 1)[4, 0], abs=20.0)
    assert covariance == pytest.approx(covariance.T)
    assert 0 < covariance[0, 0] < SIGMA_M**2


def test_bad_plots_are_ignored_and_a_full_table_says_so():
    picture = Picture(capacity=2)
    places_m = np.array([[0, 5e4, 5e3], [np.nan, 5e4, 5e3], [3e4, 5e4, 5e3], [6e4, 5e4, 5e3]])
    assert picture.feed(plots_of(places_m, 0.0)).tolist() == [0, -1, 1, -1]
    assert picture.tracks.counters[LEFT_OUT] == 1


def test_a_cleared_table_repeats_itself():
    picture, paths_m = Picture(MIXED), flights(5, 6, 9)
    runs = []
    for _ in range(2):
        clear_tracks(picture.tracks)
        for scan in range(6):
            picture.feed(plots_of(paths_m[scan], SCAN_S * scan))
        runs.append(b"".join(part.tobytes() for part in picture.living()))
    assert runs[0] == runs[1]


def confirmed_by_chance(false_plots, scans):
    """Tracks confirmed from false alarms alone, for each scan."""
    random, picture, seen = np.random.default_rng(8), Picture(capacity=4096, most=2000), set()
    for scan in range(scans):
        places_m = random.uniform([-1.5e5, -1.5e5, 500], [1.5e5, 1.5e5, 1.2e4], (false_plots, 3))
        picture.feed(plots_of(places_m, SCAN_S * scan))
        seen |= set(picture.tracks.number[picture.confirmed].tolist())
    return len(seen) / scans


def test_chance_confirms_few_tracks():
    assert confirmed_by_chance(10, 400) < 0.02  # ten false alarms a scan over 300 km square
    assert confirmed_by_chance(1500, 20) > 1  # two decades more would be found out


def purity(settings, turn_g=0.0, scans=40, count=20):
    """Share of plots that went to the track which holds most of their target, and confirmed tracks at the end."""
    random, picture = np.random.default_rng(12), Picture(settings)
    paths_m = flights(count, scans, 12)
    if turn_g:
        angle_rad = np.cumsum(np.where(np.arange(scans) > 15, turn_g * 9.8 / 250.0 * SCAN_S, 0.0))
        steps_m = 250.0 * SCAN_S * np.column_stack([np.sin(angle_rad), np.cos(angle_rad), 0 * angle_rad])
        paths_m = paths_m[:1] + np.cumsum(steps_m, axis=0)[:, None, :]
    held = [[] for _ in range(count)]
    for scan in range(scans):
        seen = np.flatnonzero(random.random(count) < 0.9)
        places_m = noisy(paths_m[scan][seen], random)
        clutter_m = random.uniform([-1e5, -1e5, 1e3], [1e5, 1e5, 1e4], (5, 3))
        given = picture.feed(plots_of(np.vstack([places_m, clutter_m]), SCAN_S * scan))
        for target, row in zip(seen, given, strict=False):
            held[target].append(int(picture.tracks.number[row]))
    pure = sum(max(map(numbers.count, set(numbers))) for numbers in held) / sum(map(len, held))
    return pure, len(picture.confirmed)


def test_tracks_hold_their_targets():
    pure, confirmed = purity(PLAIN)
    assert pure > 0.98
    assert confirmed == pytest.approx(20, abs=2)


def test_two_models_hold_a_turn_that_one_loses():
    stiff = PLAIN._replace(noises=np.array([0.1]))
    assert purity(MIXED, turn_g=3.0)[0] > 0.95
    assert purity(stiff, turn_g=3.0)[0] < 0.9


def nees_of(settings, runs=80, scans=25):
    """Average normalised error of tracks of targets that obey the first model."""
    random = np.random.default_rng(21)
    root = np.linalg.cholesky(on_axes(cv_process_noise(10.0, SCAN_S), 3))
    errors = []
    for _ in range(runs):
        truth = np.array([0.0, 5e4, 8e3, *random.normal(0, 150, 3)])
        picture, covariance = Picture(settings, capacity=4, most=1), np.empty((6, 6))
        for scan in range(scans):
            picture.feed(plots_of(noisy(truth[:3], random), SCAN_S * scan))
            if scan < scans - 1:
                truth[:3] += SCAN_S * truth[3:]
                truth += root @ random.standard_normal(6)
        track_covariance(settings, picture.tracks, 0, SCAN_S * (scans - 1), covariance)
        error = truth - track_state(picture.tracks, 0, SCAN_S * (scans - 1))
        errors.append(error @ np.linalg.solve(covariance, error))
    return np.mean(errors)


def test_tracks_are_as_wrong_as_they_say():
    low, high = average_nees_bounds(80, 6, confidence=0.99)
    wide = PLAIN._replace(gate=100.0)  # a gate that never cuts a true plot
    assert low < nees_of(wide) < high
    assert nees_of(wide._replace(noises=np.array([1.0]))) > high
