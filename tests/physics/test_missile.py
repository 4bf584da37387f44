"""What a believed missile can do at a moment of its flight."""

import math

import pytest

from openiads.physics.atmosphere import air_at
from openiads.physics.missile import (
    MANOEUVRE_RESERVE_G,
    available_load_g,
    body_of,
    can_meet,
    mass_at_kg,
    needed_speed_mps,
)
from tests.physics.missiles import LONG


def test_propellant_burns_evenly_and_only_once():
    assert mass_at_kg(LONG, 0.0) == 1800.0
    assert mass_at_kg(LONG, 6.0) == pytest.approx(1250.0)
    assert mass_at_kg(LONG, 12.0) == mass_at_kg(LONG, 100.0) == 700.0


def test_load_is_limited_by_air_above_and_by_structure_below():
    density_kgpm3, _ = air_at(20_000.0)
    by_air = 0.5 * density_kgpm3 * 1000.0**2 * 0.208 * 5.0 / (700.0 * 9.80665)
    assert available_load_g(LONG, 50.0, 20_000.0, 1000.0) == pytest.approx(by_air)
    assert available_load_g(LONG, 50.0, 1000.0, 1000.0) == LONG.load_limit_g


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"control_time_s": 40.0}, {}),
        ({"max_altitude_m": 9000.0}, {}),
        ({}, {"speed_mps": 400.0}),
        ({"max_normal_force": 0.1}, {}),
        ({"load_limit_g": 0.9 * MANOEUVRE_RESERVE_G}, {}),
    ],
)
def test_each_limit_rules_a_meeting_out(change, state):
    now = {"t_s": 50.0, "altitude_amsl_m": 10_000.0, "speed_mps": 900.0, "needed_speed_mps": 500.0}
    assert can_meet(LONG, *now.values())
    assert not can_meet(LONG._replace(**change), *{**now, **state}.values())


def test_a_target_that_may_turn_away_must_be_outrun():
    assert needed_speed_mps(LONG, 0.0) == LONG.min_intercept_speed_mps
    assert needed_speed_mps(LONG, 600.0) == pytest.approx(720.0)


def test_body_carries_area_drag_and_induced_drag():
    assert tuple(body_of(LONG)) == (0.208, 0.0, 1.2, 0.08)


def test_nan_passes_through():
    assert math.isnan(available_load_g(LONG, 50.0, math.nan, 1000.0))
    assert not can_meet(LONG, math.nan, 1000.0, 900.0, 500.0)
