"""What nobody states is solved from what is claimed."""

import math

import pytest

from openiads.physics.missile_fit import DRAG_SCALE_BOUNDS, PROPELLANT_BOUNDS, burnout_speed_mps, fit_missile

HALVED = 0.01  # ten halvings of each interval
RESIDUALS = {
    "long": {"max_range_m": 400e3, "burnout_speed_mps": 2000.0, "launch_mass_kg": 1800.0, "max_altitude_m": 27e3},
    "short": {"max_range_m": 20e3, "burnout_speed_mps": 1300.0, "launch_mass_kg": 75.0, "max_altitude_m": 15e3},
}


def _by_name(residuals):
    return {residual.quantity: residual for residual in residuals}


@pytest.mark.parametrize("claims", RESIDUALS.values(), ids=RESIDUALS)
def test_speed_and_range_are_met(claims):
    missile, residuals = fit_missile(**claims)
    found = _by_name(residuals)
    assert abs(found["burnout_speed"].relative) < HALVED
    assert abs(found["max_range"].relative) < 0.15
    assert burnout_speed_mps(missile) == pytest.approx(claims["burnout_speed_mps"], rel=HALVED)
    low, high = DRAG_SCALE_BOUNDS
    assert low <= missile.drag_scale <= high
    assert missile.max_range_m == claims["max_range_m"]
    assert missile.max_altitude_m == claims["max_altitude_m"]


def test_more_range_at_one_speed_means_less_drag():
    scales = [fit_missile(max_range_m=range_m, burnout_speed_mps=1400.0)[0].drag_scale for range_m in (110e3, 150e3)]
    assert scales[1] < scales[0]


def test_more_speed_means_more_propellant():
    light, heavy = (fit_missile(max_range_m=150e3, burnout_speed_mps=speed)[0] for speed in (1500.0, 1900.0))
    assert heavy.burnout_mass_kg < light.burnout_mass_kg


def test_mean_speed_stands_in_for_the_greatest():
    _, residuals = fit_missile(max_range_m=200e3, mean_speed_mps=900.0, launch_mass_kg=1500.0)
    found = _by_name(residuals)
    assert found["mean_speed"].used
    assert found["mean_speed"].fitted >= 900.0 * (1 - HALVED)
    assert "burnout_speed" not in found


def test_range_alone_is_enough():
    _, residuals = fit_missile(max_range_m=160e3)
    assert abs(_by_name(residuals)["max_range"].relative) < HALVED
    assert len(residuals) == 1


def test_a_mean_speed_beside_the_greatest_is_only_compared():
    _, residuals = fit_missile(max_range_m=250e3, burnout_speed_mps=2000.0, mean_speed_mps=1500.0)
    mean = _by_name(residuals)["mean_speed"]
    assert not mean.used
    assert mean.relative < 0


def test_a_claim_that_cannot_be_met_shows():
    missile, residuals = fit_missile(max_range_m=380e3, burnout_speed_mps=1190.0, max_altitude_m=30e3)
    assert _by_name(residuals)["max_range"].relative < -0.3
    assert missile.drag_scale == pytest.approx(DRAG_SCALE_BOUNDS[0], rel=HALVED)
    missile, residuals = fit_missile(max_range_m=400e3, burnout_speed_mps=4800.0)
    assert _by_name(residuals)["burnout_speed"].relative < -0.3
    assert missile.burnout_mass_kg >= (1 - PROPELLANT_BOUNDS[1]) * missile.launch_mass_kg


def test_mass_cancels_out_when_the_diameter_scales_with_it():
    found = [fit_missile(max_range_m=150e3, burnout_speed_mps=1800.0, launch_mass_kg=mass, diameter_m=width)[0]
             for mass, width in ((1000.0, 0.42), (2000.0, 0.42 * math.sqrt(2)))]
    assert found[0].drag_scale == pytest.approx(found[1].drag_scale, rel=1e-6)
    assert found[0].burn_time_s == found[1].burn_time_s


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"launch_mass_kg": 900.0}, "launch_mass_kg"),
        ({"diameter_m": 0.5}, "reference_area_m2"),
        ({"burn_time_s": 20.0}, "burn_time_s"),
        ({"min_range_m": 5e3}, "min_range_m"),
        ({"max_altitude_m": 20e3}, "max_normal_force"),
        ({"load_limit_g": 30.0}, "load_limit_g"),
        ({"control_time_s": 500.0}, "control_time_s"),
        ({"min_intercept_speed_mps": 700.0}, "min_intercept_speed_mps"),
        ({"max_range_m": 100e3}, "max_range_m"),
        ({"burnout_speed_mps": 1500.0}, "burnout_mass_kg"),
    ],
)
def test_each_claim_moves_the_missile(change, field):
    base = {"max_range_m": 120e3, "burnout_speed_mps": 1700.0, "max_altitude_m": 25e3}
    assert getattr(fit_missile(**{**base, **change})[0], field) != getattr(fit_missile(**base)[0], field)


