"""The best assignment against enumeration, scipy's matching and HiGHS on the textbook integer programme."""


import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import coo_array

from openiads.physics.assignment_exact import Assignment, assign_best
from openiads.physics.assignment_fast import surviving_value
from openiads.physics.assignment_sets import price_sets
from tests.examples import examples
from tests.physics.wta import least_of_all, usual_instance

seeds = st.integers(0, 10_000)
GAP = 2e-7  # what counts as proven, and the rounding of the solver


def uneven_instance(seed, weapons=4, targets=3):
    """Rounds, limits and forbidden pairs, and probabilities from 0 to 1 with both ends."""
    rng = np.random.default_rng(seed)
    pk = np.where(rng.random((weapons, targets)) < 0.3, 0.0, np.clip(rng.uniform(-0.1, 1.1, (weapons, targets)), 0, 1))
    return pk, rng.integers(0, 20, targets).astype(float), rng.integers(0, 3, weapons), rng.integers(0, 4, targets)


def assert_sound(best: Assignment, pk, values, rounds, most):
    """The assignment keeps every limit and leaves what it says, and its prices prove the bound."""
    assert np.bincount(best.weapons, minlength=len(pk)).tolist() == list(rounds)
    assert (np.bincount(best.targets[best.targets >= 0], minlength=values.size) <= most).all()
    assert best.surviving_value == pytest.approx(surviving_value(pk[best.weapons], values, best.targets))
    assert best.bound <= best.surviving_value


@given(seeds)
@examples(60)
def test_best_of_all(seed):
    pk, values, rounds, most = uneven_instance(seed)
    best = assign_best(pk, values, rounds, most)
    assert_sound(best, pk, values, rounds, most)
    assert best.surviving_value == pytest.approx(least_of_all(np.repeat(pk, rounds, axis=0), values, most), abs=1e-9)
    assert best.surviving_value - best.bound <= GAP * values.sum()


@given(seeds)
@examples(25)
def test_best_of_all_for_single_rounds(seed):
    rng = np.random.default_rng(seed)
    pk, values = rng.random((5, 3)), rng.random(3) * 10
    best = assign_best(pk, values)
    assert best.surviving_value == pytest.approx(least_of_all(pk, values, np.full(3, 5)))


@given(seeds)
@examples(20)
def test_a_matching_where_each_target_gets_one_round_at_most(seed):
    rng = np.random.default_rng(seed)
    pk, values = rng.random((12, 15)), rng.random(15) * 10
    best = assign_best(pk, values, most_on_target=np.ones(15, dtype=int))
    rows, columns = linear_sum_assignment(pk * values, maximize=True)
    assert best.surviving_value == pytest.approx(values.sum() - (pk * values)[rows, columns].sum())
    assert best.gap <= GAP


def textbook_programme(pk, values, levels):
    """Bounds on the optimum from HiGHS: chords and tangents of exp over the exponent of each target.

    The exponent of a target is a whole-number sum; V exp(-A) is bounded from below by its tangents, so that what the
    solver proves is a bound on the assignment.
    """
    weapons, targets = pk.shape
    logs = -np.log1p(-pk)
    shots = weapons * targets
    at = np.concatenate([row * targets + np.arange(targets) for row in range(weapons)])
    once = coo_array((np.ones(shots), (np.repeat(np.arange(weapons), targets), at)), shape=(weapons, shots + targets))
    rows, columns, entries, lower = [], [], [], []
    for target in range(targets):
        for level in levels:  # left >= V exp(-a) (1 - (A - a))
            slope = values[target] * np.exp(-level)
            row = len(lower)
            rows += [row] * (weapons + 1)
            columns += [*(np.arange(weapons) * targets + target), shots + target]
            entries += [*(slope * logs[:, target]), 1.0]
            lower.append(slope * (1 + level))
    tangents = coo_array((entries, (rows, columns)), shape=(len(lower), shots + targets))
    return milp(np.r_[np.zeros(shots), np.ones(targets)], integrality=np.r_[np.ones(shots), np.zeros(targets)],
                bounds=Bounds(0, np.r_[np.ones(shots), np.full(targets, np.inf)]),
                constraints=[LinearConstraint(once, 0, 1), LinearConstraint(tangents, lower, np.inf)],
                options={"time_limit": 6.0})


def test_the_textbook_programme_proves_no_better_bound_than_ours():
    pk, values = usual_instance(14, 8, 4)
    best = assign_best(pk, values)
    assert best.gap <= GAP
    theirs = textbook_programme(pk, values, np.linspace(0, 5, 60))
    assert theirs.mip_dual_bound <= best.surviving_value * (1 + 1e-6)
    assert best.surviving_value <= surviving_value(
        pk, values, np.argmax(theirs.x[: pk.size].reshape(pk.shape), axis=1)) * (1 + 1e-9)


@pytest.mark.parametrize(("weapons", "targets", "seed"), [(100, 100, 1), (30, 60, 2), (60, 30, 3), (60, 50, 4)])
def test_the_usual_instances_are_proven(weapons, targets, seed):
    pk, values = usual_instance(weapons, targets, seed)
    best = assign_best(pk, values)
    assert_sound(best, pk, values, np.ones(weapons), np.full(targets, weapons))
    assert best.gap <= GAP


def test_the_prices_alone_prove_the_bound():
    pk, values = usual_instance(40, 25, 5)
    best = assign_best(pk, values)
    ones, most = np.ones(40, dtype=np.int64), np.full(25, 40)
    logs = np.ascontiguousarray(-np.log1p(-pk.T))
    bound, _, _ = price_sets(logs, values, best.prices, ones, most, best.prices, values, 1)
    assert bound == pytest.approx(best.bound, rel=1e-6)
    other, _, _ = price_sets(logs, values, 0.9 * best.prices, ones, most, best.prices, values, 1)
    assert other < best.surviving_value


@given(seeds)
@examples(15)
def test_more_kill_probability_or_more_rounds_never_hurt(seed):
    rng = np.random.default_rng(seed)
    pk, values = rng.uniform(0.1, 0.8, (6, 4)), rng.uniform(1.0, 10.0, 4)
    best = assign_best(pk, values).surviving_value
    surer = np.minimum(pk + rng.uniform(0.0, 0.2, pk.shape), 1.0)
    assert assign_best(surer, values).surviving_value <= best * (1 + GAP)
    assert assign_best(pk, values, np.full(6, 2)).surviving_value <= best * (1 + GAP)
    assert best <= assign_best(pk, values, most_on_target=np.full(4, 1)).surviving_value * (1 + GAP)


@given(seeds)
@examples(15)
def test_the_order_of_weapons_and_targets_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    pk, values = rng.random((7, 4)), rng.uniform(1.0, 10.0, 4)
    rows, columns = rng.permutation(7), rng.permutation(4)
    turned = assign_best(pk[rows][:, columns], values[columns]).surviving_value
    assert turned == pytest.approx(assign_best(pk, values).surviving_value, rel=GAP)


@pytest.mark.parametrize(("weapons", "targets"), [(0, 3), (3, 0), (1, 1)])
def test_nothing_to_fire_or_to_fire_at(weapons, targets):
    best = assign_best(np.full((weapons, targets), 0.5), np.ones(targets))
    assert best.surviving_value == pytest.approx(0.5 if weapons and targets else targets)
    assert best.gap == 0.0
