"""Channels as servers: recursion against its sum, limits of the longer models, and a small simulation."""

import heapq
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.queueing import erlang_a_leaving, erlang_b_loss, limited_queue

ARRIVALS = 60_000
SIMULATED = 1.6 * 4 * 0.5 / np.sqrt(ARRIVALS)  # four standard errors, 60 percent added for serial correlation


@given(st.floats(0.01, 40.0), st.integers(0, 40))
def test_loss_is_the_truncated_poisson_law(load, channels):
    terms = [load**count / factorial(count) for count in range(channels + 1)]
    assert float(erlang_b_loss(load, channels)) == pytest.approx(terms[-1] / sum(terms))


@given(st.floats(0.1, 20.0), st.integers(1, 20))
def test_loss_falls_with_channels_and_grows_with_load(load, channels):
    assert erlang_b_loss(load, channels + 1) < erlang_b_loss(load, channels) < erlang_b_loss(load * 1.1, channels)


def test_no_places_to_wait_is_erlang_b():
    queue = limited_queue(2.0, 0.5, 3, 3)
    assert queue.loss == pytest.approx(float(erlang_b_loss(4.0, 3)))
    assert queue.mean_waiting == 0.0


@given(st.floats(0.05, 5.0), st.floats(0.05, 5.0), st.integers(1, 6), st.floats(0.01, 50.0))
def test_patience_lowers_the_loss(arrival, service, channels, leaving):
    share = erlang_a_leaving(arrival, service, channels, leaving)
    assert 0.0 <= share <= float(erlang_b_loss(arrival / service, channels)) + 1e-9
    served = arrival * (1 - share)
    assert served <= channels * service * (1 + 1e-9)


@pytest.mark.parametrize("law", ["fixed", "exponential", "uniform"])
def test_loss_does_not_depend_on_the_law_of_service(law):
    rng = np.random.default_rng(5)
    draws = {"fixed": np.full(ARRIVALS, 20.0), "exponential": rng.exponential(20.0, ARRIVALS),
             "uniform": rng.uniform(0.0, 40.0, ARRIVALS)}
    busy, lost = [], 0
    for moment_s, service_s in zip(np.cumsum(rng.exponential(1 / 0.15, ARRIVALS)), draws[law], strict=True):
        while busy and busy[0] <= moment_s:
            heapq.heappop(busy)
        if len(busy) < 2:
            heapq.heappush(busy, moment_s + service_s)
        else:
            lost += 1
    assert lost / ARRIVALS == pytest.approx(float(erlang_b_loss(3.0, 2)), abs=SIMULATED)
    assert lost / ARRIVALS != pytest.approx(float(erlang_b_loss(3.0, 3)), abs=SIMULATED)
