"""What is ready by month: laws that hold for any rates, readings of batch, and the months until half is not ready."""

from datetime import date
from functools import cache
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.knowledge.library import load_library
from openiads.programme.deliveries import force_of
from openiads.programme.readiness import (
    MEASURES,
    Case,
    Outcome,
    months_to_half,
    readiness,
    seconds_from,
)
from openiads.programme.upkeep import upkeep_beliefs
from openiads.scenario.files import load_scenario
from openiads.scenario.programme import Needed

PLAN = load_scenario("second-batch")
START = PLAN.date
ON = Case("on", "imports go on")
OFF = Case("off", "imports stop", date(2024, 1, 1))
HOME = Case("home", "imports stop, made at home", date(2024, 1, 1), date(2024, 6, 1))


@cache
def beliefs(draws=40):
    return upkeep_beliefs(PLAN, load_library(), draws=draws, seed=5)


@cache
def lived(case, meaning="", months=96, runs=4):
    return readiness(PLAN, force_of(PLAN, meaning), beliefs(), case, months=months, runs=runs)


@pytest.mark.parametrize("case", [ON, OFF, HOME], ids=lambda case: case.id)
@pytest.mark.parametrize("meaning", ["", "one-battery", "one-regiment"])
def test_nothing_is_ready_that_was_not_delivered(case, meaning):
    found = lived(case, meaning)
    for name, fielded in found.fielded.items():
        assert np.all(found.values[name] <= fielded[:, None, :]), name
    tubes = PLAN.order_of_battle.fire_unit.tubes_per_launcher.value
    assert np.all(found.values["ready rounds"] <= tubes * found.values["launchers"])
    assert np.all(found.values["ready rounds"] <= found.values["rounds"])
    needed = PLAN.programme.launchers_needed.value
    assert np.all(found.values["fire units"] * needed <= found.values["launchers"])
    assert np.all(found.values["fire units"] <= found.values["engagement radars"])


def test_everything_is_ready_at_the_start():
    found = lived(ON, "one-battalion")
    assert np.all(found.values["launchers"][..., 0] == 16)
    assert np.all(found.values["fire units"][..., 0] == 2)
    assert np.all(found.values["rounds"][..., 0] == 128)


def test_until_imports_stop_the_cases_are_the_same_run():
    for name in MEASURES:
        assert np.array_equal(lived(ON).values[name][..., :16], lived(OFF).values[name][..., :16]), name


def test_without_imports_less_is_ready_and_home_makers_mend_some_of_it():
    on, off, home = (lived(case).expected("launchers")[:, -1] for case in (ON, OFF, HOME))
    assert off.mean() < home.mean() < on.mean()
    assert np.mean(off <= on + 1) > 0.95  # in nearly every draw; of sixteen, and by four runs


def test_spares_only_run_down_where_nothing_comes():
    never = Case("none", "nothing ever comes", START)
    found = lived(never)
    assert np.all(np.diff(found.values["spares"], axis=-1) <= 0)
    assert np.all(np.diff(found.values["rounds"], axis=-1) <= 0)


def test_the_second_batch_comes_when_it_is_delivered_or_not_at_all():
    on, off = lived(ON, "one-battalion"), lived(OFF, "one-battalion")
    assert on.arrives.all()
    assert 0 < off.arrives.mean() < 1
    alone = lived(OFF)
    for name in MEASURES:  # where it does not come, B is A, run by run
        assert np.array_equal(off.values[name][~off.arrives], alone.values[name][~off.arrives]), name
    assert np.all(off.values["launchers"][off.arrives].max(axis=(1, 2)) > 16)


def test_a_never_arriving_batch_is_arm_a():
    for name in MEASURES:
        assert np.array_equal(lived(OFF, "never-arrives").values[name], lived(OFF).values[name]), name


def test_more_launchers_needed_make_fewer_units_ready():
    plan = PLAN.model_copy(update={"programme": PLAN.programme.model_copy(
        update={"launchers_needed": Needed(value=8, assumed="all")})})
    found = readiness(plan, force_of(plan), beliefs(), OFF, months=96, runs=4)
    assert found.values["fire units"].sum() < lived(OFF).values["fire units"].sum()


def test_draws_and_runs_are_the_same_in_any_company():
    few = upkeep_beliefs(PLAN, load_library(), draws=7, seed=5)
    found = readiness(PLAN, force_of(PLAN), few, OFF, months=96, runs=4)
    for name in MEASURES:
        assert np.array_equal(found.values[name], lived(OFF).values[name][:7]), name


def outcome(ready, fielded, case=OFF):
    values = np.array(ready)[:, None, :]
    return Outcome(force_of(PLAN), case, {"launchers": values},
                   {"launchers": np.broadcast_to(fielded, values[:, 0].shape)}, np.zeros(len(ready), bool))


def test_months_to_half_count_from_the_stop():
    day = START.replace(year=START.year, month=START.month + 2)  # two months after the start, in calendar days
    case = Case("off", "", day)
    found = outcome([[16, 16, 16, 12, 8, 3, 3], [16] * 7, [16, 5, 5, 5, 5, 5, 5]], 16, case)
    # a month late or two: half is passed by the mean of a quarter
    assert months_to_half(found, "launchers", START, day).tolist() == [3.0, inf, 1.0]


def test_a_day_before_the_start_is_the_start():
    assert seconds_from(START, date(2000, 1, 1)) == 0.0
    assert seconds_from(START, None) == inf
    assert seconds_from(START, date(2022, 8, 17)) == 86400.0


@given(level=st.integers(0, 16), drop=st.integers(2, 20))
def test_half_is_reached_when_at_most_half_is_left(level, drop):
    ready = [16] * drop + [level] * (22 - drop)
    found = outcome([ready], 16, Case("off", "", START))
    months = months_to_half(found, "launchers", START, START)[0]
    later = 1 if 16 + 2 * level <= 24 else 2  # months until the quarter's mean is at half
    assert months == (drop + later if level <= 8 and drop + later < 22 else inf)
