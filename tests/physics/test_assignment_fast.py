"""Quick assignments: what they may do, how near the best they come, and the matching beneath against scipy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from openiads.compiled import compiled
from openiads.physics.assignment_exact import assign_best
from openiads.physics.assignment_fast import (
    assign_by_rule,
    assign_by_search,
    assign_greedily,
    exchange,
    match,
    rematch,
    surviving_value,
)
from tests.examples import examples
from tests.physics.wta import usual_instance

seeds = st.integers(0, 10_000)
METHODS = (assign_by_rule, assign_greedily, assign_by_search)
NEAR = 0.005  # of the optimum, for the search at its default length


def any_instance(seed):
    rng = np.random.default_rng(seed)
    shots, targets = rng.integers(1, 12, 2)
    pk = np.where(rng.random((shots, targets)) < 0.2, 0.0, rng.random((shots, targets)))
    return pk, rng.integers(0, 20, targets).astype(float), rng.integers(0, 4, targets)


@pytest.mark.parametrize("method", METHODS)
@given(seeds)
@examples(40)
def test_limits_are_kept_and_nothing_is_worse_than_doing_nothing(method, seed):
    pk, values, most = any_instance(seed)
    chosen = method(pk, values, most)
    assert (np.bincount(chosen[chosen >= 0], minlength=values.size) <= most).all()
    assert surviving_value(pk, values, chosen) <= values.sum()


@given(seeds)
@examples(25)
def test_best_then_search_then_greedy(seed):
    pk, values, most = any_instance(seed)
    best = assign_best(pk, values, most_on_target=most).surviving_value
    searched, greedy = (surviving_value(pk, values, method(pk, values, most))
                        for method in (assign_by_search, assign_greedily))
    assert best <= searched * (1 + 1e-9)
    assert searched <= greedy * (1 + 1e-9)


@given(seeds)
@examples(40)
def test_matching_is_that_of_scipy_and_its_prices_prove_it(seed):
    rng = np.random.default_rng(seed)
    rows = rng.integers(1, 15)
    gains = rng.random((rows, rows + rng.integers(0, 6))).round(rng.integers(1, 9))
    columns, prices = match(gains)
    assert len(set(columns.tolist())) == rows
    theirs = linear_sum_assignment(gains, maximize=True)
    assert gains[np.arange(rows), columns].sum() == pytest.approx(gains[theirs].sum())
    assert prices.sum() + np.maximum(gains - prices[:, None], 0).max(axis=0).sum() == pytest.approx(
        gains[theirs].sum())


@given(seeds)
@examples(40)
def test_what_a_step_says_it_saves_is_saved(seed):
    pk, values, most = any_instance(seed)
    chosen = assign_by_rule(pk, values, most)
    for step in (lambda: rematch(pk, values, most, chosen, seed % 7), lambda: exchange(pk, values, most, chosen)):
        before = surviving_value(pk, values, chosen)
        saved = step()
        assert saved >= 0
        assert before - surviving_value(pk, values, chosen) == pytest.approx(saved, abs=1e-9)


@pytest.mark.parametrize(("shots", "targets"), [(10, 10), (50, 50), (100, 100), (100, 50), (60, 50), (30, 60)])
def test_the_search_comes_near_the_best(shots, targets):
    worst = []
    for seed in range(3):
        pk, values = usual_instance(shots, targets, seed)
        most = np.full(targets, shots)
        best = assign_best(pk, values).surviving_value
        worst.append(surviving_value(pk, values, assign_by_search(pk, values, most)) / best - 1)
    assert np.mean(worst) < NEAR


def test_the_rule_is_worked_through_by_hand():
    pk = np.array([[0.9, 0.5], [0.8, 0.7], [0.6, 0.6]])
    # the dearer target first takes round 1 (0.7), then the other round 0 (0.9), then the dearer one round 2
    assert assign_by_rule(pk, np.array([5.0, 8.0]), np.array([2, 2])).tolist() == [0, 1, 1]
    assert assign_by_rule(pk, np.array([5.0, 8.0]), np.array([1, 1])).tolist() == [0, 1, -1]


def test_the_methods_run_inside_a_kernel():
    @compiled
    def cycle(pk, values, most):
        return (assign_by_rule(pk, values, most).sum() + assign_greedily(pk, values, most).sum()
                + assign_by_search(pk, values, most).sum())

    pk, values = usual_instance(4, 4, 0)
    assert cycle(pk, values, np.ones(4, dtype=np.int64)) == 3 * 6
