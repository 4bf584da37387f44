"""Assignments against enumeration."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.assignment import assign_best, assign_identical, destroyed_at_best, surviving_value
from tests.examples import examples

seeds = st.integers(0, 10_000)


@given(seeds)
@examples(25)
def test_best_of_all(seed):
    rng = np.random.default_rng(seed)
    pk, values = rng.random((3, 4)), rng.random(4) * 10
    best = assign_best(pk, values)
    least = min(surviving_value(pk, values, np.array(choice)) for choice in product(range(4), repeat=3))
    assert best.surviving_value == pytest.approx(least)


def test_many_weapons_get_one_target_each():
    rng = np.random.default_rng(3)
    pk, values = rng.uniform(0.6, 0.9, (10, 30)), rng.uniform(25.0, 100.0, 30)
    best = assign_best(pk, values)
    assert len(set(best.targets.tolist())) == 10
    assert best.surviving_value == pytest.approx(surviving_value(pk, values, best.targets))


@given(seeds)
@examples(25)
def test_greedy_is_best_for_weapons_alike(seed):
    rng = np.random.default_rng(seed)
    pk, values = rng.uniform(0.1, 0.9, 3), rng.random(3) * 10
    value, rounds = assign_identical(pk, values, 4)
    assert rounds.sum() == 4
    assert value == pytest.approx(assign_best(np.tile(pk, (4, 1)), values).surviving_value)


def test_splitting_at_will_is_a_bound_and_keeps_its_promises():
    rng = np.random.default_rng(8)
    survival, values = rng.uniform(0.3, 0.9, (2, 5)), rng.uniform(10.0, 50.0, 5)
    available, nothing = np.array([4.0, 3.0]), np.zeros(5)
    free = destroyed_at_best(survival, values, available, nothing)
    whole = sum(values) - min(
        surviving_value(1 - np.repeat(survival, [4, 3], axis=0), values, np.array(choice))
        for choice in (rng.integers(0, 5, 7) for _ in range(500)))
    assert free >= whole
    forced = destroyed_at_best(survival, values, available, np.array([0.0, 3.0, 0.0, 3.0, 0.0]))
    assert forced <= free + 1e-6
    assert destroyed_at_best(survival, values, 2 * available, nothing) > free
