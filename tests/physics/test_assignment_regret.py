"""The regret of the quick methods."""

import numpy as np
import pytest

from openiads.physics.assignment_regret import assignment_regret
from tests.physics.wta import usual_instance


def test_regret_grows_from_search_to_greedy_and_is_nought_for_the_best():
    best, found = assignment_regret(*usual_instance(60, 40, 1))
    assert list(found) == ["rule", "greedy", "search"]
    assert 0 <= found["search"].regret <= found["greedy"].regret
    assert all(item.surviving_value == pytest.approx(best.surviving_value * (1 + item.regret))
               for item in found.values())


def test_rounds_and_limits_bind_every_method():
    rng = np.random.default_rng(4)
    pk, values = rng.uniform(0.3, 0.9, (3, 4)), rng.uniform(1.0, 9.0, 4)
    best, found = assignment_regret(pk, values, np.array([2, 1, 2]), np.array([1, 1, 2, 2]))
    assert best.targets.size == 5
    assert all(item.regret >= -1e-7 for item in found.values())


def test_regret_of_a_sure_kill_has_no_measure():
    _, found = assignment_regret(np.ones((1, 1)), np.ones(1))
    assert np.isnan(found["greedy"].regret)
