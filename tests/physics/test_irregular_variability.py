"""Quantiles of the irregular terrain model: order, medians and the modes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.irregular_reference import Path
from openiads.physics.irregular_variability import Climate, Variability, attenuation_quantile_db

PATH = Path(120e3, 400.0, 4 + 0.1j, 117e-9, 310.0, 90.0, (30.0, 10.0), (40.0, 15.0), (20e3, 12e3), (2e-3, 3e-3))
MEDIAN = (50.0, 50.0, 50.0)

climates = st.sampled_from(list(Climate))
modes = st.sampled_from([kind + extra for kind in Variability for extra in (0, 10, 20, 30)])
shares = st.floats(0.1, 99.8)


@given(climates, modes, shares, st.integers(0, 2))
def test_loss_not_exceeded_falls_as_more_of_the_time_is_asked_for(climate, mode, share, which):
    """A greater share must be served with less loss: quantiles are ordered in time, location and situation."""
    lower, upper = list(MEDIAN), list(MEDIAN)
    lower[which], upper[which] = share, share + 0.1
    at_lower = attenuation_quantile_db(PATH, 60.0, climate, mode, *lower)
    at_upper = attenuation_quantile_db(PATH, 60.0, climate, mode, *upper)
    assert at_upper >= at_lower - 1e-9


@given(climates, modes)
def test_the_median_is_the_reference_less_the_climates_own_shift(climate, mode):
    shifts = {attenuation_quantile_db(PATH, 60.0, climate, kind, *MEDIAN) for kind in (mode, Variability.BROADCAST)}
    assert np.ptp(list(shifts)) == pytest.approx(0.0, abs=1e-9)


def test_a_gain_over_free_space_is_held():
    assert -30 < attenuation_quantile_db(PATH, 0.0, Climate.EQUATORIAL, Variability.SINGLE_MESSAGE, 1.0, 1.0, 1.0) < 0
