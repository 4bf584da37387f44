"""Track metrics against enumeration and against the values asserted in Stone Soup's own tests."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.track_metrics import gospa, gospa_switching, ospa
from tests.examples import examples

FIVE = np.arange(5.0)


@pytest.mark.parametrize(("order", "half_off", "fifth_off"), [
    (1, 2.4, 2.16), (2, 4.49444, 4.47571), (np.inf, 10, 10)])
def test_ospa_with_one_truth_too_few(order, half_off, fifth_off):  # Stone Soup, test_ospametric.py
    assert ospa(FIVE + 0.5, FIVE[:4], 10.0, order) == pytest.approx(half_off, abs=1e-5)
    assert ospa(FIVE + 0.2, FIVE[:4], 10.0, order) == pytest.approx(fifth_off, abs=1e-5)


def test_infinite_order_is_the_worst_pair():
    assert ospa(FIVE + 0.5, FIVE, 10.0, np.inf) == pytest.approx(0.5)
    assert ospa([0.0, 5.0], [1.0, 30.0], 10.0, np.inf) == 10.0


def test_switching_of_three_targets():  # Stone Soup, test_ospametric.py
    tracks, truths = [[1, 2, 2], [2, 1, 1], [3, 100, 3]], [[1, 1, 1], [2, 2, 2], [3, 3, 3]]
    found = gospa_switching(tracks, truths, cutoff=2.0, order=2.0, switching_penalty=3.0)
    assert found.switching == pytest.approx([0.0, 3 * 2.5**0.5, 3 * 0.5**0.5])
    assert found.distance == pytest.approx([0.0, np.sqrt(2**2 + 9 * 2.5), 3 * 0.5**0.5])


def test_a_truth_that_comes_late_pays_for_no_first_track():
    truths = np.array([[[np.nan], [1.0], [1.0]]])
    found = gospa_switching(np.array([[[1.0], [1.0], [1.0]]]), truths, cutoff=2.0, switching_penalty=3.0)
    assert found.switching.tolist() == [0.0, 0.0, 0.0]


@given(st.integers(0, 10_000), st.integers(0, 4), st.integers(0, 4), st.sampled_from([1.0, 2.0]))
@examples(60)
def test_against_enumeration(seed, count, other, order):
    random = np.random.default_rng(seed)
    tracks, truths, cutoff = random.uniform(0, 4, (count, 2)), random.uniform(0, 4, (other, 2)), 1.5
    few, many = sorted((tracks, truths), key=len)
    paired = min(sum(min(np.linalg.norm(few[i] - many[j]), cutoff) ** order for i, j in enumerate(choice))
                 for choice in permutations(range(len(many)), len(few)))
    left_over = len(many) - len(few)
    if len(many):
        assert ospa(tracks, truths, cutoff, order) == pytest.approx(
            ((paired + left_over * cutoff**order) / len(many)) ** (1 / order))
    for alpha in (1.0, 2.0):
        found = gospa(tracks, truths, cutoff, order, alpha)
        assert found.distance == pytest.approx((paired + left_over * cutoff**order / alpha) ** (1 / order))
    assert found.distance**order == pytest.approx(found.localisation + found.missed + found.false)


@given(st.integers(0, 10_000))
@examples(30)
def test_triangle_inequality(seed):
    random = np.random.default_rng(seed)
    sets = [random.uniform(0, 3, (random.integers(0, 5), 2)) for _ in range(3)]
    for distance in (lambda a, b: ospa(a, b, 1.0, 2.0), lambda a, b: gospa(a, b, 1.0).distance):
        assert distance(sets[0], sets[2]) <= distance(sets[0], sets[1]) + distance(sets[1], sets[2]) + 1e-12
