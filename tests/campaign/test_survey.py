"""Surveys of areas that are known beforehand: discs, sectors, edges of doubt; their intervals and shared luck."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.campaign.stage import draw_of
from openiads.campaign.survey import HELPING, area_km2, change_km2, order_of_runs, resampled, surveyed
from openiads.draws import draw, word
from openiads.earth.grid import Grid
from tests.examples import examples

RADIUS_M = 150e3
LATTICE_SIGMAS = 3  # a count of lattice points in a disc is off by 0.82 sqrt(r), Kendall 1948


def grid(step_m=10e3):
    return Grid.around(40.0, 32.0, radius_m=RADIUS_M, cell_size_m=step_m)


def disc(radius_m, sector_rad=2 * np.pi, middle_m=(0.0, 0.0)):
    """Holds in every run inside a disc, or a sector of it clockwise from north."""
    def trial(places_m, _run):
        away_m = places_m - np.array(middle_m)
        bearing_rad = np.arctan2(away_m[:, 0], away_m[:, 1]) % (2 * np.pi)
        return (np.hypot(*away_m.T) <= radius_m) & (bearing_rad <= sector_rad)
    return trial


def edge(radius_m, doubt_m, seed, width_m=15e3, better=0.0):
    """A disc whose radius every draw of belief holds to be another, and whose edge is chance."""
    def trial(places_m, run):
        believed_m = radius_m + doubt_m * (2 * draw(seed, draw_of(run), word("edge"), word("doubt"), 0) - 1)
        p = 1 / (1 + np.exp((np.hypot(*places_m.T) - believed_m) / width_m))
        return np.full(len(p), draw(seed, run, word("edge"), word("luck"), 0)) < np.minimum(1.0, p + better)
    return trial


@pytest.mark.parametrize("radius_m", [45e3, 80e3, 121e3])
def test_discs_that_lie_anywhere_on_the_grid_have_their_area_within_the_interval(radius_m):
    true, found = np.pi * (radius_m / 1000) ** 2, []
    for place in range(40):
        middle_m = [10e3 * draw(1, place, 0, axis, 0) for axis in (0, 1)]
        found.append(area_km2(surveyed(disc(radius_m, middle_m=middle_m), grid(), RADIUS_M, 16), 1))
    spread_km2 = 0.82 * np.sqrt(radius_m / 10e3) * 100  # of one count, by Kendall 1948
    assert np.mean([item.value for item in found]) == pytest.approx(true, abs=LATTICE_SIGMAS * spread_km2 / np.sqrt(40))
    assert np.std([item.value for item in found]) < 1.5 * spread_km2
    assert np.mean([item.low <= true <= item.high for item in found]) >= 0.85  # 0.95, less three of its errors
    assert all(item.low < item.value < item.high for item in found)  # it never claims to be exact


def test_a_sector_has_its_share_of_the_disc():
    found = area_km2(surveyed(disc(120e3, np.pi / 2), grid(5e3), RADIUS_M, 16), 1)
    assert found.value == pytest.approx(np.pi * 120**2 / 4, rel=0.05)  # whose straight sides lie on rows of places


def test_clear_places_get_one_helping_and_what_lies_between_them_none():
    found = surveyed(disc(80e3), grid(), RADIUS_M, 16)
    assert 0.1 < found.fought.sum() / found.inside.sum() < 0.5
    assert found.runs == HELPING * found.fought.sum()
    edges = surveyed(edge(80e3, 20e3, 3), grid(), RADIUS_M, 32)
    near = np.abs(edges.grid.distance_m() - 80e3) < 15e3
    assert edges.tries[edges.fought & near].sum(axis=1).mean() > 2 * HELPING
    assert edges.tries[edges.fought & (edges.grid.distance_m() > 140e3)].sum(axis=1).max() <= 2 * HELPING


def test_an_area_that_runs_out_of_what_was_asked_says_so():
    assert surveyed(disc(200e3), grid(), RADIUS_M, 8).is_cut_off
    assert not surveyed(disc(100e3), grid(), RADIUS_M, 8).is_cut_off
    assert area_km2(surveyed(disc(0.0), grid(50e3), RADIUS_M, 8), 1).value == 2500.0


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    true = np.pi * 90**2  # the median radius over the draws: there half of all runs hold
    held = [found.low <= true <= found.high
            for seed in range(80)
            for found in [area_km2(surveyed(edge(90e3, 30e3, seed), grid(25e3), RADIUS_M, 16), seed)]]
    assert np.mean(held) > 0.95 - 3 * np.sqrt(0.95 * 0.05 / 80)  # three standard errors of such a simulation
    narrow = [found.value - (found.value - found.low) / 5 <= true <= found.value + (found.high - found.value) / 5
              for seed in range(40)
              for found in [area_km2(surveyed(edge(90e3, 30e3, seed), grid(25e3), RADIUS_M, 16), seed)]]
    assert np.mean(narrow) < 0.7  # a fifth of its width would not do


@examples(15)
@given(st.integers(0, 1000), st.floats(0.0, 0.4), st.floats(50e3, 110e3))
def test_what_defends_better_never_defends_less_under_the_same_luck(seed, better, radius_m):
    a, b = (surveyed(edge(radius_m, 20e3, seed, better=more), grid(25e3), RADIUS_M, 16) for more in (0.0, better))
    at_stopping_km2 = 2 * a.cell_m2 * 1e-6  # a place may stop at eight runs in one arm and go on in the other
    assert area_km2(b, seed).value >= area_km2(a, seed).value - at_stopping_km2
    assert (a.p[a.fought & b.fought & (a.tries.sum(2) == b.tries.sum(2))]
            <= b.p[a.fought & b.fought & (a.tries.sum(2) == b.tries.sum(2))] + 1e-12).all()


def test_a_paired_change_is_sharper_than_two_surveys_and_none_is_none():
    a, b = (surveyed(edge(radius_m, 30e3, 7), grid(25e3), RADIUS_M, 16) for radius_m in (80e3, 110e3))
    change = change_km2(a, b, 7)
    assert change.value == area_km2(b, 7).value - area_km2(a, 7).value
    assert change.clear
    assert change.half_width < area_km2(a, 7).half_width + area_km2(b, 7).half_width
    same = change_km2(a, a, 7)
    assert (same.value, same.low, same.high) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("threads", [2, 5])
def test_threads_change_nothing(threads):
    one, many = (surveyed(edge(80e3, 20e3, 3), grid(25e3), RADIUS_M, 24, threads=n) for n in (1, threads))
    np.testing.assert_array_equal(one.held, many.held)
    np.testing.assert_array_equal(one.tries, many.tries)


@given(st.integers(1, 16).map(lambda helpings: 8 * helpings))
def test_every_run_is_fought_once_and_the_draws_are_used_alike(most):
    runs = [run for helping in order_of_runs(most) for run in helping]
    assert len(set(runs)) == len(runs) == most
    counts = np.bincount([draw_of(run) for run in runs])
    assert counts.max() - counts.min() <= 1
    assert counts.size == min(most, 16)


def test_draws_are_drawn_anew_as_often_as_there_are():
    counts = resampled(16, 5)
    assert (counts.sum(axis=1) == 16).all()
    assert counts.mean(axis=0) == pytest.approx(np.ones(16), abs=0.2)  # four standard errors of 400 resamples
    np.testing.assert_array_equal(counts, resampled(16, 5))
    assert (counts != resampled(16, 6)).any()


def test_a_survey_can_be_stopped():
    with pytest.raises(KeyboardInterrupt):
        surveyed(disc(80e3), grid(), RADIUS_M, 8, step=lambda runs: runs > 0)
