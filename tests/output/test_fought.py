"""What a study tells of its fights: curves, magazines, depth and losses, on made tables and small jobs."""

from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.output import fought as module
from openiads.output.fought import Campaigns, Fought, arm_id, convergence_of, crossing, depth_of, losses_of, magazine_of
from openiads.output.metrics import PerRun, per_run
from openiads.scenario.files import load_raid
from openiads.scenario.model import Fights
from tests.campaign.small_fight import FIRST, RUNS, SECOND, changed, job, raid, scenario, tables


@pytest.mark.parametrize(("sizes", "shares", "size"), [
    ([4, 8, 16], [0.9, 0.7, 0.3], 12.0), ([4, 8], [0.9, 0.5], nan), ([4, 8], [0.5, 0.0], 4.0),
    ([4, 8], [0.9, 0.6], nan), ([4, 8], [0.4, 0.2], 4.0), ([4], [0.9], nan), ([4], [0.1], 4.0), ([], [], nan),
])
def test_where_a_curve_passes_one_half(sizes, shares, size):
    assert crossing(sizes, shares) == pytest.approx(size, nan_ok=True)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8))
def test_a_crossing_lies_within_the_sizes(shares):
    shares = sorted(shares, reverse=True)
    sizes = [2 ** (place + 1) for place in range(len(shares))]
    found = crossing(sizes, shares)
    assert isnan(found) == (shares[-1] >= 0.5)
    assert isnan(found) or sizes[0] <= found <= sizes[-1]


def magazines(empty_at_s, gap_s):
    return PerRun(np.array([0, 1]), {"magazine_empty": np.isfinite(empty_at_s).astype(float),
                                     "magazine_empty_at_s": np.array(empty_at_s), "reload_gap_s": np.array(gap_s)})


def test_a_magazine_is_told_as_share_time_and_gap():
    found = magazine_of(magazines([15.0, nan], [40.0, nan]))
    assert found.empty_share.value == 0.5
    assert found.empty_at_s == (15.0, 15.0, 15.0)
    assert found.reload_gap_s == (40.0, 40.0, 40.0)


def test_a_magazine_that_never_empties_has_no_times():
    found = magazine_of(magazines([nan, nan], [nan, nan]))
    assert found.empty_share.value == 0
    assert all(isnan(part) for part in (*found.empty_at_s, *found.reload_gap_s))


def test_half_widths_shrink_with_runs_and_end_at_all_of_them():
    random = np.random.default_rng(1)
    found = convergence_of(PerRun(np.arange(200) // 8, {"p_zero_leak": (random.random(200) < 0.4).astype(float)}))
    assert [count for count, _ in found] == [*range(40, 200, 20), 200]
    assert found[-1][1] < 0.7 * found[0][1]


def test_depth_counts_looks_at_one_that_is_never_hit():
    found = depth_of(job(FIRST), 6)
    assert [item.target for item in found] == list(dict.fromkeys(group.target for group in raid().groups))
    for item in found:
        assert item.low <= item.median <= item.high
    slow = scenario().doctrine.model_copy(update={"assessment_time": 300.0})
    later = depth_of(changed(job(FIRST), doctrine=slow), 6)
    assert later[0].median < found[0].median


@pytest.fixture
def study(monkeypatch):
    """A study whose fights are the tables of the small job, cut to as many runs as are asked for."""
    def cut(given, runs):
        whole = tables()
        told = {name: {column: values[table["run"] < runs] for column, values in table.items()}
                for name, table in whole.items()}
        return Fought(given, told, per_run(told["runs"], told["outcomes"]))

    monkeypatch.setattr(module, "fought", cut)
    return lambda **asked: Campaigns(
        scenario().model_copy(update={"fights": Fights(**asked)}), raid(), load_raid("aircraft-wave"), job)


@pytest.mark.parametrize(("runs", "fewer"), [(RUNS, 8), (8, RUNS)])
def test_losses_are_compared_over_the_runs_that_both_have(study, runs, fewer):
    found = losses_of(study(runs=runs, fewer_runs=fewer), FIRST)
    assert [item.component for item in found] == sorted(item.component for item in found)
    assert {"91N6E", "92N6E", "96L6E", "55K6E", "link"} == {item.component for item in found}
    assert all(item.leakers.value == 0 and not item.leakers.clear for item in found)


def test_readings_that_bring_nothing_are_not_fought(study):
    given = study(runs=8, fewer_runs=8)
    assert arm_id(given.a) == "A"
    assert arm_id(given.b) == "B/one-battalion/colocated"
    assert not any(arm.meaning == "never-arrives" for arm in given.others)
    assert SECOND in given.others
