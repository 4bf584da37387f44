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


# Bracken and McCormick 1968, chapter 2: survival of each of 20 targets under one round of each of 5 kinds
BRACKEN_SURVIVAL = """
1 .95 1 1 1 .85 .90 .85 .80 1 1 1 1 1 1 1 1 .95 1 1
.84 .83 .85 .84 .85 .81 .81 .82 .80 .86 1 .98 1 .88 .87 .88 .85 .84 .85 .85
.96 .95 .96 .96 .96 .90 .92 .91 .92 .95 .99 .98 .99 .98 .97 .98 .95 .92 .93 .92
1 1 1 1 1 1 1 1 1 .96 .91 .92 .91 .92 .98 .93 1 1 1 1
.92 .94 .92 .95 .95 .98 .98 1 1 .90 .95 .96 .91 .98 .99 .99 1 1 1 1
"""
BRACKEN_VALUES = [60, 50, 50, 75, 40, 60, 35, 30, 25, 150, 30, 45, 125, 200, 200, 130, 100, 100, 100, 150]
BRACKEN_LEAST = {1: 30, 6: 100, 10: 40, 14: 50, 15: 70, 16: 35, 20: 10}


def test_twenty_targets_under_five_kinds_of_weapons_as_published():
    survival = np.array(BRACKEN_SURVIVAL.split(), dtype=float).reshape(5, 20)
    least = np.array([BRACKEN_LEAST.get(target, 0) for target in range(1, 21)], dtype=float)
    found = destroyed_at_best(
        survival, np.array(BRACKEN_VALUES, dtype=float), np.array([200.0, 100.0, 300.0, 150.0, 250.0]), least)
    assert found == pytest.approx(1735.5696, abs=1e-3)
