"""Turns."""

import numpy as np
import pytest

from openiads.constants import STANDARD_GRAVITY_MPS2
from openiads.physics.turns import coordinated_turn_terms, lateral_load_g, level_turn_rate_radps, turn_radius_m


def test_no_turn_is_a_straight_line():
    terms = coordinated_turn_terms(np.array([0.0, 1e-12]), 4.0)
    assert terms.along_s == pytest.approx([4.0, 4.0])
    assert terms.across_s == pytest.approx([0.0, 8e-12])


def test_terms_are_the_integral_of_the_heading():
    at_s = np.linspace(0, 10, 20_001)
    terms = coordinated_turn_terms(0.3, 10.0)
    assert terms.along_s == pytest.approx(np.trapezoid(np.cos(0.3 * at_s), at_s), rel=1e-7)
    assert terms.across_s == pytest.approx(np.trapezoid(np.sin(0.3 * at_s), at_s), rel=1e-7)


def test_a_bank_of_sixty_degrees_doubles_the_weight():
    rate_radps = level_turn_rate_radps(250.0, np.radians(60.0))
    assert np.hypot(1.0, lateral_load_g(250.0, rate_radps)) == pytest.approx(2.0)
    assert turn_radius_m(250.0, rate_radps) == pytest.approx(250.0**2 / (np.sqrt(3) * STANDARD_GRAVITY_MPS2))
