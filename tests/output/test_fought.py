"""What a study tells of its fights: curves, magazines, depth and losses, on made tables and small jobs."""

from math import isnan, nan

import numpy as np
import pytest

from openiads.output import fought as module
from openiads.output.depth import depth_of
from openiads.output.fought import (
    Campaigns,
    Fought,
    arm_fought,
    arm_id,
    convergence_of,
    losses_of,
    magazine_of,
    paired_with_first,
)
from openiads.output.metrics import PerRun, per_run
from openiads.scenario.files import load_raid
from openiads.scenario.model import Fights
from tests.campaign.small_fight import FIRST, RUNS, SECOND, changed, job, raid, scenario, tables


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
    found = depth_of(job(FIRST), 6, 0.95)
    assert [item.target for item in found] == list(dict.fromkeys(group.target for group in raid().groups))
    for item in found:
        assert item.low <= item.median <= item.high
        assert item.altitude in {str(group.altitude) for group in raid().groups}
        assert 0 < item.tracked <= item.runs == 6
        assert item.warning_s.value > 0
    slow = scenario().doctrine.model_copy(update={"assessment_time": 300.0})
    later = depth_of(changed(job(FIRST), doctrine=slow), 6, 0.95)
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


def test_sizes_are_fought_once_for_each_arm_in_the_first_placement(study):
    given = study(runs=RUNS, fewer_runs=RUNS, sizes=(8, 4))
    b = paired_with_first(given, given.b)
    assert b.saturation_raid == (0.0, 0.0, 0.0, False)  # both arms' tables are the same here
    assert given.curve(given.a).sizes == (4, 8)
    assert given.curve(given.b) is given.curve(given.b)
    apart = next(arm for arm in given.others if arm.placement != given.b.placement)
    assert arm_fought(given, apart, []).saturation_raid is None
    assert paired_with_first(given, apart).saturation_raid is None
    told = arm_fought(given, given.a, [])
    assert told.saturation_raid is not None
    assert told.draws == np.unique(tables()["runs"]["draw"]).size
