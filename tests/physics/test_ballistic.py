"""Closed forms of ballistic flight against numerical integration and each other."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from openiads.physics.ballistic import (
    drag_climb,
    drag_coast_mps,
    drag_fall,
    drag_length_m,
    flat_arc,
    kepler_arc,
    linear_drag_arc,
    minimum_energy_arc,
    terminal_speed_mps,
    vertical_boost,
)
from openiads.physics.flight import CALM, ROUND_EARTH, Body, trajectory

INTEGRATED = 1e-7  # of an integration at 1e-10
LAST_DIGITS = 1e-12  # some thousand roundings
GRAVITY_MPS2 = 9.80665


def _integrate(rates, start, t_s):
    return solve_ivp(rates, (0.0, t_s), start, rtol=1e-10, atol=1e-10).y[:, -1]


def test_fall_coast_and_climb_with_quadratic_drag():
    length_m = 5000.0
    speed_mps, distance_m = drag_fall(20.0, length_m)
    fallen = _integrate(lambda _, y: [y[1], GRAVITY_MPS2 - y[1] ** 2 / length_m], [0.0, 0.0], 20.0)
    assert [float(distance_m), float(speed_mps)] == pytest.approx(fallen.tolist(), rel=INTEGRATED)
    coast = _integrate(lambda _, y: [-y[0] ** 2 / length_m], [900.0], 20.0)
    assert float(drag_coast_mps(20.0, 900.0, length_m)) == pytest.approx(coast[0], rel=INTEGRATED)
    apex_m, apex_s, back_mps = (float(value) for value in drag_climb(300.0, length_m))
    climb = _integrate(lambda _, y: [y[1], -GRAVITY_MPS2 - y[1] * abs(y[1]) / length_m], [0.0, 300.0], apex_s)
    assert climb.tolist() == pytest.approx([apex_m, 0.0], rel=INTEGRATED, abs=1e-6)
    down_s = math.acosh(math.exp(apex_m / length_m)) * terminal_speed_mps(length_m) / GRAVITY_MPS2
    assert float(drag_fall(down_s, length_m)[0]) == pytest.approx(back_mps, rel=INTEGRATED)


def test_linear_drag():
    flight_s, range_m = linear_drag_arc(300.0, math.radians(45.0), 0.05)
    rates = lambda _, y: [y[2], y[3], -0.05 * y[2], -GRAVITY_MPS2 - 0.05 * y[3]]  # noqa: E731
    end = _integrate(rates, [0.0, 0.0, 300.0 * math.sqrt(0.5), 300.0 * math.sqrt(0.5)], flight_s)
    assert end[:2].tolist() == pytest.approx([range_m, 0.0], rel=INTEGRATED, abs=1e-5)


def _linear_drag_in_fifty_digits(speed_mps, sine, drag_rate_ps):
    # (1 + b)(1 - exp(-x)) = x by bisection, then T = x/k and the range over the cosine
    with localcontext() as context:
        context.prec = 50
        k, rise = Decimal(drag_rate_ps), Decimal(speed_mps) * Decimal(sine)
        b = k * rise / Decimal(GRAVITY_MPS2)
        low, high = b * Decimal("0.5"), 1 + 2 * b
        for _ in range(170):
            x = (low + high) / 2
            low, high = (x, high) if (1 + b) * (1 - (-x).exp()) > x else (low, x)
        return float(x / k), float(Decimal(speed_mps) / k * (1 - (-x).exp()))


@pytest.mark.parametrize("speed_mps", [0.5, 50.0, 1500.0])
@pytest.mark.parametrize("elevation_deg", [1e-3, 10.0, 45.0, 89.0])
@pytest.mark.parametrize("drag_rate_ps", [1e-14, 1e-9, 1e-7, 1e-4, 0.01, 0.1, 1.0, 30.0])
def test_linear_drag_keeps_its_digits_at_any_drag(speed_mps, elevation_deg, drag_rate_ps):
    elevation_rad = math.radians(elevation_deg)
    got = linear_drag_arc(speed_mps, elevation_rad, drag_rate_ps)
    flight_s, along_m = _linear_drag_in_fifty_digits(speed_mps, math.sin(elevation_rad), drag_rate_ps)
    assert got == pytest.approx((flight_s, along_m * math.cos(elevation_rad)), rel=LAST_DIGITS)


def test_linear_drag_of_nothing_is_the_vacuum_arc():
    for speed_mps, elevation_rad in ((300.0, math.radians(45.0)), (50.0, math.radians(10.0)), (300.0, 0.0)):
        vacuum = flat_arc(speed_mps, elevation_rad)
        for drag_rate_ps in (0.0, 1e-17):
            assert linear_drag_arc(speed_mps, elevation_rad, drag_rate_ps) == pytest.approx(
                (float(vacuum.flight_s), float(vacuum.range_m)), rel=LAST_DIGITS)
    assert linear_drag_arc(300.0, -0.1, 0.1) == (0.0, 0.0)
    assert np.isnan(linear_drag_arc(300.0, 0.1, math.nan)).all()


@pytest.mark.parametrize("names", [{"mass_kg": 2.0}, {"cd": 0.2}, {"area_m2": 0.2}, {"density_kgpm3": 0.5}])
def test_drag_length_moves_with_each_of_its_inputs(names):
    given_ = {"mass_kg": 1.0, "cd": 0.1, "area_m2": 0.1, "density_kgpm3": 1.0}
    (name, value), = names.items()
    ratio = value / given_[name]
    expected = ratio if name == "mass_kg" else 1 / ratio
    assert drag_length_m(**{**given_, **names}) / drag_length_m(**given_) == pytest.approx(expected)


@given(st.floats(100.0, 6000.0), st.floats(5.0, 85.0))
def test_kepler_tends_to_the_flat_arc_and_exceeds_it(speed_mps, elevation_deg):
    elevation_rad = math.radians(elevation_deg)
    surface_mps2 = ROUND_EARTH.gm_m3ps2 / ROUND_EARTH.radius_m**2
    flat = flat_arc(speed_mps, elevation_rad, surface_mps2)
    arc = kepler_arc(speed_mps, elevation_rad, ROUND_EARTH.gm_m3ps2, ROUND_EARTH.radius_m)
    share = speed_mps**2 * ROUND_EARTH.radius_m / ROUND_EARTH.gm_m3ps2
    assert float(arc.apogee_m) > float(flat.apex_m)
    assert float(arc.apogee_m) <= float(flat.apex_m) / (1 - share) * (1 + 1e-9)


@given(st.floats(10e3, 15_000e3), st.floats(-0.2, 0.2))
def test_no_other_angle_covers_the_range_with_less_speed(range_m, off_rad):
    best = minimum_energy_arc(range_m)
    path_rad = float(best.path_rad)
    assert float(kepler_arc(best.burnout_mps, path_rad).ground_range_m) == pytest.approx(range_m, rel=1e-6)
    if abs(off_rad) > 1e-3 and 0.01 < path_rad + off_rad < 1.5:
        assert float(kepler_arc(best.burnout_mps, path_rad + off_rad).ground_range_m) < range_m


def test_boost_agrees_with_the_integrator():
    ideal_mps, burnout_mps, height_m = vertical_boost(250.0, 1000.0, 400.0, 10.0, 9.82)
    thrust_n = 250.0 * GRAVITY_MPS2 * 60.0
    motor = np.array([[0.0, thrust_n, 1000.0], [10.0, thrust_n, 400.0]])
    earth = ROUND_EARTH._replace(radius_m=1e9, gm_m3ps2=9.82e18)  # as good as flat over ten kilometres
    end = trajectory(earth, Body(1.0, 0.0, 0.0, 0.0), CALM, motor, (0.0, 0.0, 1e9), (0.0, 0.0, 0.0),
                     np.array([10.0]), 0.05)[0]
    assert ideal_mps == pytest.approx(2246.435626)
    assert end[5] == pytest.approx(burnout_mps, rel=1e-6)
    assert end[2] - 1e9 == pytest.approx(height_m, rel=1e-5)
