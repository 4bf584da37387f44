"""Weapons alike and rounds split at will, against the best assignment."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.assignment import assign_identical, destroyed_at_best
from openiads.physics.assignment_exact import assign_best
from openiads.physics.assignment_fast import surviving_value
from tests.examples import examples

seeds = st.integers(0, 10_000)


@given(seeds)
@examples(25)
def test_greedy_is_best_for_weapons_alike(seed):
    rng = np.random.default_rng(seed)
    pk, values = rng.uniform(0.1, 0.9, 3), rng.random(3) * 10
    value, rounds = assign_identical(pk, values, 4)
    assert rounds.sum() == 4
    assert value == pytest.approx(assign_best(np.tile(pk, (4, 1)), values).surviving_value)
    assert value == pytest.approx(assign_best(pk[None, :], values, np.array([4])).surviving_value)


def test_splitting_at_will_is_a_bound_and_keeps_its_promises():
    rng = np.random.default_rng(8)
    survival, values = rng.uniform(0.3, 0.9, (2, 5)), rng.uniform(10.0, 50.0, 5)
    available, nothing = np.array([4.0, 3.0]), np.zeros(5)
    free = destroyed_at_best(survival, values, available, nothing)
    whole = sum(values) - min(
        surviving_value(1 - np.repeat(survival, [4, 3], axis=0), values, rng.integers(0, 5, 7)) for _ in range(500))
    assert free >= whole
    assert free >= sum(values) - assign_best(1 - survival, values, np.array([4, 3])).surviving_value
    forced = destroyed_at_best(survival, values, available, np.array([0.0, 3.0, 0.0, 3.0, 0.0]))
    assert forced <= free + 1e-6
    assert destroyed_at_best(survival, values, 2 * available, nothing) > free
