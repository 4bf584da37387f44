"""Methods of assignment: each takes what it should, and its regret is measured against the best of all matchings."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from openiads.engagement.choose import STEP, choose_best, choose_by_auction, gain_of
from openiads.engagement.run import fight_many
from openiads.scenario.doctrine import Doctrine
from tests.engagement.small_world import RAID, changed, laydown, world
from tests.physics.missiles import LONG

METHODS = ("rule", "greedy", "auction", "exact")
DENSE = changed(RAID, count="24", abreast="6", interval='"5 s"')
FEW = {"fire-unit.channels": 3.0, "48N6E3.kill_probability_aircraft": 0.35}
RUNS = range(8)


@pytest.mark.parametrize("seed", range(6))
def test_the_best_choice_is_the_best_matching_of_threats_and_channels(seed):
    rng = np.random.default_rng(seed)
    threats, units = 7, 3
    gains = rng.random((threats, units)) * (rng.random((threats, units)) < 0.8)
    free = np.array([1, 2, 3])
    unit = np.zeros(threats, np.int64)
    total = choose_best(gains, threats, free, unit)
    by_channel = np.repeat(gains, free, axis=1)
    rows, columns = linear_sum_assignment(by_channel, maximize=True)
    assert total == pytest.approx(by_channel[rows, columns].sum())
    assert (np.bincount(unit[unit >= 0], minlength=units) <= free).all()
    assert sum(gains[item, u] for item, u in enumerate(unit) if u >= 0) == pytest.approx(total)
    choose_by_auction(gains, threats, free, unit)
    assert (np.bincount(unit[unit >= 0], minlength=units) <= free).all()
    assert sum(gains[item, u] for item, u in enumerate(unit) if u >= 0) >= total - threats * STEP * gains.max()


def test_more_time_is_worth_more_salvos_up_to_a_limit():
    gains = [gain_of(1.0, 0.5, 1, 30.0, to_go_s, 5.0) for to_go_s in (30.0, 65.0, 100.0, 1e4, np.inf)]
    assert gains == pytest.approx([0.5, 0.75, 0.875, 0.9375, 0.9375])


@pytest.fixture(scope="module")
def regrets():
    found = {}
    for method in METHODS:
        outcomes, _ = fight_many(world(DENSE, Doctrine(assignment=method), believed=FEW, tells_regret=True), 5, RUNS, 2)
        found[method] = outcomes
    return found


def test_regret_orders_the_methods(regrets):
    share = {method: outcomes.regret.mean() for method, outcomes in regrets.items()}
    assert share["exact"] < 0.05
    assert share["auction"] < share["exact"] + 0.05
    assert share["rule"] >= share["exact"]
    assert all((outcomes.regret >= -1e-9).all() for outcomes in regrets.values())


def test_where_units_differ_the_rule_regrets_what_the_others_do_not():
    """The first unit has the weaker missile; the rule gives it all that it can take."""
    one = laydown()
    weak = replace(one.batteries[0], rounds={"9M96E2": 16})
    force = replace(one, batteries=(weak, *one.batteries[1:]))
    believed = {"48N6E3.kill_probability_aircraft": 0.7}
    for quantity in ("aircraft", "ballistic"):
        believed |= {f"9M96E2.kill_probability_{quantity}": 0.1}
    share = {}
    for method in METHODS:
        fought = world(RAID, Doctrine(assignment=method), force, believed, {"48N6E3": LONG, "9M96E2": LONG}, True)
        share[method] = fight_many(fought, 5, RUNS, 2)[0].regret.mean()
    assert share["rule"] > 0.2
    assert share["exact"] == pytest.approx(0.0, abs=1e-9)
    assert share["auction"] < 0.05
    assert share["greedy"] >= share["exact"]


def test_methods_fight_differently_and_telling_the_regret_changes_nothing(regrets):
    assert len({outcomes.shots.tobytes() + outcomes.fired_s.tobytes() for outcomes in regrets.values()}) >= 3
    for method in METHODS:
        silent, _ = fight_many(world(DENSE, Doctrine(assignment=method), believed=FEW), 5, RUNS, 2)
        assert (silent.regret == -1.0).all()
        for mine, theirs in zip(silent[:-1], regrets[method][:-1], strict=True):
            assert np.array_equal(mine, theirs)
