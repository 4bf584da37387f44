"""Chi-square bounds against tables and against the normal law."""

import numpy as np
import pytest
from scipy.stats import norm

from openiads.physics.consistency import average_nees_bounds, gate_threshold


def test_one_dimension_is_the_square_of_a_normal():
    assert gate_threshold(0.95, 1) == pytest.approx(norm.ppf(0.975) ** 2)


def test_two_dimensions_have_a_closed_form():
    assert gate_threshold(0.99, 2) == pytest.approx(-2 * np.log(0.01))


def test_bounds_close_about_the_dimension_as_runs_grow():
    narrow, wide = (average_nees_bounds(runs, 6) for runs in (1000, 10))
    assert wide[0] < narrow[0] < 6 < narrow[1] < wide[1]
