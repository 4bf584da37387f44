"""Compiled flight as uncompiled."""

import math

import numpy as np
import pytest

from openiads.constants import EARTH_RADIUS_M
from openiads.physics.aerodynamics import generic_drag_coefficient
from openiads.physics.air_table import air_near
from openiads.physics.arcs import aim, fly_arcs
from openiads.physics.atmosphere import air_at
from openiads.physics.flight import CALM, WGS84, Body, Wind, geodetic_from_centred, rk4_step
from openiads.physics.flyout import fly_out
from openiads.physics.homing import Target, home, target_state
from openiads.physics.shot import shoot_at
from openiads.physics.steps import STEP_S
from tests.physics.missiles import LONG

SAME = 1e-12  # the compiler may order a sum otherwise
FLOWN = 1e-9  # a whole flight repeats that a thousand times
FEW_RAD = np.radians([10.0, 25.0, 40.0, 55.0])
BODY = Body(0.2, 0.1, 1.0, 0.08)
PLACE, VELOCITY = (3e6, 3e6, 4.8e6), (500.0, -200.0, 900.0)
STARTED = (0.0, 0.0, EARTH_RADIUS_M + 12_000.0), (0.0, 1200.0, 0.0)
TARGET = Target(1000.0, 25e3, 11_000.0, 30.0, -250.0, 5.0)


@pytest.mark.parametrize(
    ("kernel", "arguments", "tolerance"),
    [
        (air_at, (12_345.0,), SAME),
        (generic_drag_coefficient, (0.9,), SAME),
        (geodetic_from_centred, (WGS84, *PLACE), SAME),
        (rk4_step, (WGS84, BODY, CALM, 0.5, (700.0,) * 3, (1e5,) * 3, (3.0, 0.0, 1.0), PLACE, VELOCITY), SAME),
        (rk4_step, (WGS84, BODY, Wind(5.0, 3.0, 1e-3, 0.0), 0.5, (700.0,) * 3, (0.0,) * 3, (0.0,) * 3, PLACE,
                    VELOCITY), SAME),
        (target_state, (TARGET, 30.0), SAME),
        (air_near, (12_345.0,), SAME),
        (home, (LONG, 0.0, 40.0, *STARTED, TARGET, STEP_S), FLOWN),
        (fly_out, (LONG, 0.0, 0.6, 0.1, 25.0, TARGET), FLOWN),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_scalar_kernels(kernel, arguments, tolerance):
    compiled, plain = (np.hstack([run(*arguments)]).ravel() for run in (kernel, kernel.py_func))
    assert compiled == pytest.approx(plain, rel=tolerance, abs=1e-6 if tolerance == FLOWN else SAME)


def test_fan_and_what_is_read_from_it():
    short = LONG._replace(control_time_s=80.0)
    compiled, plain = (run(short, 300.0, FEW_RAD) for run in (fly_arcs, fly_arcs.py_func))
    assert compiled.flown.tolist() == plain.flown.tolist()
    for one, other in zip(compiled[1:], plain[1:], strict=True):
        for arc, count in enumerate(plain.flown):
            assert one[arc, :count] == pytest.approx(other[arc, :count], rel=FLOWN, abs=1e-6)
    for kernel, asked in (
        (aim, (short, compiled, FEW_RAD, 5000.0, 30e3, 500.0)),
        (shoot_at, (short, compiled, FEW_RAD, 300.0, 5000.0, 40e3, 500.0)),
    ):
        assert tuple(kernel(*asked)) == pytest.approx(tuple(kernel.py_func(*asked)), rel=FLOWN)
        assert not math.isnan(kernel(*asked)[0])
