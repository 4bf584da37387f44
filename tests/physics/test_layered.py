"""The layered atmosphere: identity in the lowest kilometre, the traced horizon, and the lift of a floor."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from openiads.constants import EARTH_RADIUS_M, FOUR_THIRDS
from openiads.physics.layered import layered_horizon_m, layered_ray_height_m, layers_above_site, lift_floor_m
from openiads.physics.propagation import horizon_range_m
from openiads.physics.refractivity import effective_earth_factor, gradient_n_per_km, surface_refractivity
from tests.examples import examples

ABOUT_484_KM = 1.0  # the horizon of a 10 km target at Nicosia, 10 % of the year, is told as about 484 km
CONSTANT_K_REL = 2e-4  # flat-earth short form against the sphere, below 1 km
SOLVER_M = 0.1  # another integrator, layer by layer, over 450 km; ours steps over the small knee at 9 km
TABLE_RMS_M = 1.0
ANTENNA_M = 30.0

NICOSIA_K = effective_earth_factor(gradient_n_per_km(35.17, 33.36, 10.0))
NICOSIA = layers_above_site(NICOSIA_K, surface_refractivity(35.17, 33.36, 0.0))

factors = st.sampled_from([1.14, 1.25, FOUR_THIRDS, 1.63, 2.84, 5.6, 100.0])


def _launch_rad(height_m, distance_m, k):
    """Launch angle of the ray that is straight over the sphere k a between antenna and point."""
    turned = distance_m / (k * EARTH_RADIUS_M)
    shrink = ((EARTH_RADIUS_M + ANTENNA_M) / (EARTH_RADIUS_M + height_m)) ** (1 / k)
    return np.arctan((np.cos(turned) - shrink) / np.sin(turned))


def test_nicosia_horizon_is_traced_not_stretched():
    assert layered_horizon_m(0.0, 10e3, NICOSIA) / 1000 == pytest.approx(484, abs=ABOUT_484_KM)
    assert horizon_range_m(0.0, 10e3, NICOSIA_K) / 1000 == pytest.approx(602, abs=ABOUT_484_KM)


@given(st.floats(0, 500), st.floats(0, 1000), factors)
@example(6e-8, 6e-8, 100.0)
def test_below_a_kilometre_the_horizon_is_that_of_constant_k(antenna_m, target_m, k):
    found_m = layered_horizon_m(antenna_m, target_m, layers_above_site(k))
    assert found_m == pytest.approx(horizon_range_m(antenna_m, target_m, k), rel=CONSTANT_K_REL, abs=1)


@given(factors, st.floats(1, 2e4), st.floats(1, 2e4))
def test_horizon_grows_with_target_height(k, one_m, rise_m):
    layers = layers_above_site(k)
    assert layered_horizon_m(10.0, one_m + rise_m, layers) > layered_horizon_m(10.0, one_m, layers)


@pytest.mark.parametrize("elevation_rad", [-0.004, 0.0, 0.003, 0.05, 0.6])
@pytest.mark.parametrize("k", [1.2, 2.84])
def test_ray_agrees_with_another_integrator(k, elevation_rad):
    layers = layers_above_site(k, 330.0, 800.0)
    decay, top = layers.middle_decay_per_m, layers.top_refractivity
    falls = [
        (1000.0, lambda height_m: (1 - 1 / k) / EARTH_RADIUS_M),
        (8200.0, lambda height_m: decay * top * 1e-6 * np.exp(-decay * (height_m - 1000))),
        (np.inf, lambda height_m: 0.1424e-3 * 105e-6 * np.exp(-0.1424e-3 * (height_m - 8200))),
    ]
    reach_m = 450e3 if elevation_rad < 0.1 else 60e3
    at_m, state = 0.0, [elevation_rad, ANTENNA_M]
    for top_m, fall in falls:
        def rates(_, ray, fall=fall):
            return [1 / EARTH_RADIUS_M - fall(ray[1]), (1 + ray[1] / EARTH_RADIUS_M) * np.tan(ray[0])]

        def leaves(_, ray, top_m=top_m):
            return ray[1] - min(top_m, 1e9)

        leaves.terminal = True
        solved = solve_ivp(rates, (at_m, reach_m), state, events=leaves, rtol=1e-11, atol=1e-10)
        at_m, state = solved.t[-1], solved.y[:, -1]
        if at_m == reach_m:
            break
    assert layered_ray_height_m(elevation_rad, reach_m, ANTENNA_M, layers) == pytest.approx(state[1], abs=SOLVER_M)


def test_layers_meet_the_known_value_at_nine_kilometres():
    layers = layers_above_site(FOUR_THIRDS, 320.0, 500.0)
    assert layers.knee_m == 8500.0
    assert layers.knee_refractivity == pytest.approx(105.0)
    assert layers_above_site(GROUND_TOO_HIGH_K, 180.0, 4500.0).middle_decay_per_m > 0


GROUND_TOO_HIGH_K = 5.6  # a strong gradient over ground so high that refractivity at 1 km is below 105


@given(st.floats(-500, 1000), st.floats(0, 6e5), factors)
def test_a_floor_below_a_kilometre_is_not_touched(floor_m, distance_m, k):
    layers = layers_above_site(k)
    assert lift_floor_m(np.array([floor_m]), np.array([distance_m]), ANTENNA_M, layers)[0] == floor_m


@examples(8)
@given(factors, st.integers(0, 2**31))
def test_lift_is_the_traced_ray(k, seed):
    layers = layers_above_site(k, 330.0, 900.0)
    random = np.random.default_rng(seed)
    distance_m, floor_m = random.uniform(12e3, 450e3, 400), random.uniform(1000, 3e4, 400)
    traced_m = [layered_ray_height_m(angle, far_m, ANTENNA_M, layers)
                for angle, far_m in zip(_launch_rad(floor_m, distance_m, k), distance_m, strict=True)]
    error_m = lift_floor_m(floor_m, distance_m, ANTENNA_M, layers) - traced_m
    assert np.sqrt(np.mean(error_m**2)) < TABLE_RMS_M


@given(factors, st.floats(5e3, 4.5e5))
def test_lift_keeps_the_order_of_floors(k, distance_m):
    floor_m = np.linspace(500, 3e4, 200)
    lifted_m = lift_floor_m(floor_m, np.full(200, distance_m), ANTENNA_M, layers_above_site(k, 330.0))
    assert (np.diff(lifted_m) > 0).all()


def test_every_property_of_the_layers_moves_the_lift():
    at = np.array([8000.0]), np.array([400e3])
    base_m = lift_floor_m(*at, ANTENNA_M, layers_above_site(2.0, 320.0, 0.0))
    assert lift_floor_m(*at, ANTENNA_M, layers_above_site(2.2, 320.0, 0.0)) > base_m
    assert lift_floor_m(*at, ANTENNA_M, layers_above_site(2.0, 350.0, 0.0)) < base_m
    assert lift_floor_m(*at, ANTENNA_M, layers_above_site(2.0, 320.0, 1000.0)) != base_m
    assert lift_floor_m(*at, 300.0, layers_above_site(2.0, 320.0, 0.0)) != base_m


def test_empty_cells_pass():
    floor_m = np.array([np.nan, np.inf, 5000.0, 5000.0])
    lifted_m = lift_floor_m(floor_m, np.array([1e5, 1e5, 0.0, 3e5]), ANTENNA_M, NICOSIA)
    assert np.isnan(lifted_m[0])
    assert lifted_m[1] == np.inf
    assert lifted_m[2] == 5000.0
    assert lifted_m[3] > 5000.0
    assert np.isnan(layered_ray_height_m(np.nan, 1e5, ANTENNA_M, NICOSIA))
