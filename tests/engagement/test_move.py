"""Where flyers are: the path itself says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import expon, kstest

from openiads.engagement.move import FLYING, GONE, WAITING, flyers_for, move, place_at, send_off
from tests.engagement.small_air import BENT, STRAIGHT, air


def sent(world, seed=1, replicate=0):
    flyers = flyers_for(world.pace.size)
    send_off(world, flyers, seed, replicate)
    return flyers


def test_along_a_straight_path_distance_is_pace_times_time():
    world = air(STRAIGHT)
    flyers = sent(world)
    for t_s in (0.0, 1.0, 100.0, 399.0):
        move(world, flyers, t_s)
        assert flyers.state[0] == FLYING
        assert flyers.position_m[0] == pytest.approx((0.0, 100e3 - 250.0 * t_s, 5000.0))
        assert flyers.velocity_mps[0] == pytest.approx((0.0, -250.0, 0.0))
    move(world, flyers, 401.0)
    assert flyers.state[0] == GONE


def test_round_a_corner():
    world = air(BENT)
    flyers = sent(world)
    move(world, flyers, 100.0)
    assert flyers.position_m[0] == pytest.approx((5e3, 30e3, 1000.0))
    assert flyers.velocity_mps[0] == pytest.approx((250.0, 0.0, 0.0))


@given(st.floats(0, 159))
def test_a_place_asked_for_ahead_is_the_place_moved_to(t_s):
    world = air(BENT)
    flyers = sent(world)
    ahead = place_at(world, flyers, 0, t_s)
    move(world, flyers, t_s)
    assert flyers.position_m[0] == pytest.approx(ahead)
    assert place_at(world, flyers, 0, 20.0) == pytest.approx((0.0, 45e3, 1000.0))  # and back


def test_what_has_not_started_waits():
    world = air(STRAIGHT, start_s=30.0)
    flyers = sent(world)
    move(world, flyers, 29.9)
    assert flyers.state[0] == WAITING
    move(world, flyers, 30.1)
    assert flyers.state[0] == FLYING


def test_jitter_is_even_and_the_same_for_the_same_replicate():
    world = air(STRAIGHT, start_s=30.0, jitter_s=10.0)
    starts_s = np.array([sent(world, replicate=number).start_s[0] for number in range(2000)])
    assert 20.0 <= starts_s.min() < 20.2
    assert 39.8 < starts_s.max() <= 40.0
    assert starts_s.mean() == pytest.approx(30.0, abs=3.3 * 20.0 / np.sqrt(12 * 2000))
    assert sent(world, replicate=7).start_s[0] == starts_s[7]


def test_silent_transponders_are_as_many_as_said_and_raiders_never_answer():
    world = air(STRAIGHT, neutral=True, silent=0.25)
    answers = np.array([sent(world, replicate=number).replies[0] for number in range(4000)])
    assert answers.mean() == pytest.approx(0.75, abs=3.3 * np.sqrt(0.25 * 0.75 / 4000))
    assert not sent(air(STRAIGHT)).replies[0]


def test_arrivals_by_chance_have_exponential_gaps_and_follow_one_another():
    mean_gap_s, count = 20.0, 400
    world = air(*[STRAIGHT] * count, start_s=100.0)._replace(
        follows=np.arange(count) - 1, mean_gap_s=np.full(count, mean_gap_s))
    starts_s = np.array([sent(world, replicate=number).start_s for number in range(10)])
    assert (starts_s[:, 0] == 100.0).all()
    gaps_s = np.diff(starts_s, axis=1).ravel()
    found = kstest(gaps_s, expon(scale=mean_gap_s).cdf)
    assert found.pvalue > 0.01
    assert kstest(gaps_s, expon(scale=1.1 * mean_gap_s).cdf).pvalue < 0.01  # a wrong mean would be told
    assert len(np.unique(gaps_s)) == gaps_s.size
