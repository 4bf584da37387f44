"""The arrival of the second batch in areas and capacities: on condition, never, or as each draw's witness has it."""

from datetime import date
from functools import cache

import numpy as np
import pytest

from openiads.coverage.arms import StudyAreas, run_arms
from openiads.coverage.polar import PolarGrid
from openiads.earth.terrain import open_terrain
from openiads.knowledge.library import load_library
from openiads.output.findings import findings_of
from openiads.output.sentences import answer_sentence, arrival_words, counter_sentence
from openiads.programme.belief import CAUTION
from openiads.scenario.model import ARRIVAL_KEY
from tests.campaign import small_fight

POLAR = PolarGrid(bearings=24, rings=60, ring_step_m=1000.0)
TWO_WITNESSES = date(2023, 4, 1)
MEANING, PLACE = "one-battalion", "apart"


@cache
def study(arrival: str, believe: tuple[str, ...] = ()) -> StudyAreas:
    """The small study under one arrival, on a day on which two witnesses part."""
    plan = small_fight.scenario()
    second = plan.arms.second.model_copy(update={"arrival": arrival})
    arms = plan.arms.model_copy(update={"second": second})
    plan = plan.model_copy(update={"date": TWO_WITNESSES, "targets": ("airliner", "f-16"),
                                   "altitudes": plan.altitudes[:2], "arms": arms})
    ground = open_terrain(plan.terrain, ground_height_m=plan.ground_height_m or 0.0)
    return run_arms(plan, load_library(), ground, weather_rows=2, polar=POLAR, believe=believe)


def added(found: StudyAreas) -> np.ndarray:
    return found.added_by(found.scenario.meaning(MEANING), PLACE)


def test_the_mixture_is_each_row_of_one_or_the_other():
    mixture, arrives = study("as-believed"), study("arrives")
    rows = mixture.rows
    drawn = mixture.beliefs.drawn(ARRIVAL_KEY) > 0
    assert 0 < drawn.sum() < drawn.size
    assert np.array_equal(mixture.arrived[rows.claim_rows], drawn)
    assert np.array_equal(added(mixture), np.where(mixture.arrived[:, None, None, None], added(arrives), 0.0))
    assert added(arrives).any()


def test_an_arrival_moves_nothing_of_the_first_batch():
    assert np.array_equal(study("as-believed").first_area_m2, study("never").first_area_m2)
    assert np.array_equal(study("as-believed").first_area_m2, study("arrives").first_area_m2)


def test_capacities_mix_row_by_row():
    mixed, arrives = findings_of(study("as-believed")), findings_of(study("arrives"))
    arrived = study("as-believed").arrived
    for name in ("channels", "ready_rounds", "raid_absorbed"):
        both, first = getattr(arrives.capacity[MEANING], name), getattr(arrives.capacity["A"], name)
        assert np.array_equal(getattr(mixed.capacity[MEANING], name), np.where(arrived, both, first))
    change = mixed.change(MEANING, PLACE, "channels").difference
    assert change.change.low == 0 < change.change.high
    assert not change.clear


def test_never_is_arm_a_again():
    found = findings_of(study("never"))
    assert not added(study("never")).any()
    assert all(row.difference.change.high == row.difference.change.low == 0 for row in found.changes)


@pytest.mark.parametrize(("pin", "like"), [("TIM-009", "never"), ("TIM-005", "arrives")])
def test_a_pinned_statement_settles_the_mixture(pin, like):
    assert np.array_equal(added(study("as-believed", (pin,))), added(study(like)))


def test_the_condition_is_told(monkeypatch):
    assert "on condition that it arrives" in arrival_words(study("arrives"))
    assert CAUTION in arrival_words(study("as-believed"))
    assert "arm B is arm A" in arrival_words(study("never"))
    terrain = open_terrain("none", ground_height_m=800.0).info
    found = findings_of(study("never"))
    assert "changes nothing" in answer_sentence(found, terrain)
    assert "--second-batch arrives" in counter_sentence(found)
    assert "changes nothing" not in answer_sentence(findings_of(study("as-believed")), terrain)
