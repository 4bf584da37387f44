"""Tests of the air crossed by a ray against a quadrature on the exact sphere."""

import math

import numpy as np
import pytest
from scipy.integrate import quad

from openiads.constants import EARTH_RADIUS_M, FOUR_THIRDS
from openiads.physics.gas_path import exponential_path_m

PARABOLA = 4e-4  # the ray's height is a parabola in the closed form; stated in its docstring


@pytest.mark.parametrize("elevation_deg", [-1, -0.3, 0, 0.5, 3, 45, 90])
@pytest.mark.parametrize("range_m", [1e3, 50e3, 600e3])
@pytest.mark.parametrize("scale_m", [2000.0, 6000.0])
@pytest.mark.parametrize("k_factor", [1.0, FOUR_THIRDS])
def test_path_is_the_integral_along_the_ray(elevation_deg, range_m, scale_m, k_factor):
    radius_m, sine = k_factor * EARTH_RADIUS_M, math.sin(math.radians(elevation_deg))

    def density(along_m):
        return math.exp(-(math.sqrt(radius_m**2 + along_m**2 + 2 * radius_m * along_m * sine) - radius_m) / scale_m)

    breaks_m = [step for step in (5e3, 2e4, 1e5) if step < range_m]
    integral_m, _ = quad(density, 0, range_m, points=breaks_m, limit=400, epsrel=1e-10)
    path_m = exponential_path_m(range_m, math.radians(elevation_deg), scale_m, k_factor)
    assert path_m == pytest.approx(integral_m, rel=PARABOLA)


def test_ends_and_odd_inputs():
    assert exponential_path_m(0.0, 0.1, 2000.0) == 0.0
    assert exponential_path_m(1e9, math.pi / 2, 2000.0) == pytest.approx(2000.0)
    assert exponential_path_m(1e4, 0.0, math.inf) == pytest.approx(1e4)
    assert np.isnan(exponential_path_m(math.nan, 0.1, 2000.0))
