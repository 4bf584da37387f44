"""Tests of CFAR, m of n and cumulative detection."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import gamma

from openiads.physics.detection import pd_swerling
from openiads.physics.detection_logic import cfar_multiplier, pd_cfar_finn_johnson_1968, pd_cumulative, pd_m_of_n

probabilities = st.floats(0, 1)


@pytest.mark.parametrize(("snr", "pfa", "cells"), [(30.0, 1e-4, 16), (0.0, 1e-3, 8)])
def test_cfar_pd_is_the_mean_over_the_reference_cells(snr, pfa, cells):
    threshold = cfar_multiplier(pfa, cells)
    level = gamma(cells, scale=1 / cells)
    mean, _ = quad(lambda noise: np.exp(-threshold * noise / (1 + snr)) * level.pdf(noise), 0, 20)
    assert pd_cfar_finn_johnson_1968(snr, pfa, cells) == pytest.approx(mean, abs=1e-8)  # quadrature


def test_cfar_without_a_target_gives_pfa_and_loses_against_known_noise():
    assert pd_cfar_finn_johnson_1968(0.0, 1e-6, 24) == pytest.approx(1e-6, rel=1e-9)
    known = pd_swerling(50.0, 1e-6, 1, 1)
    few, many = pd_cfar_finn_johnson_1968(50.0, 1e-6, 8), pd_cfar_finn_johnson_1968(50.0, 1e-6, 10_000)
    assert few < many < known
    assert many == pytest.approx(known, abs=1e-3)  # the CFAR loss falls as one over the cells


@pytest.mark.parametrize(("m", "n", "pd", "wanted"), [(2, 3, 0.9, 0.972), (1, 2, 0.5, 0.75), (3, 3, 0.5, 0.125)])
def test_m_of_n_counts_by_hand(m, n, pd, wanted):
    assert pd_m_of_n(pd, m, n) == pytest.approx(wanted)


@given(probabilities, st.integers(1, 10))
def test_one_of_n_is_cumulative_detection(pd, n):
    assert pd_m_of_n(pd, 1, n) == pytest.approx(pd_cumulative([pd] * n)[-1], abs=1e-12)


@given(st.lists(probabilities, min_size=1, max_size=20))
def test_cumulative_detection_never_falls(pd):
    cumulative = pd_cumulative(pd)
    assert np.all(np.diff(cumulative) >= 0)
    assert np.all(cumulative >= np.asarray(pd) - 1e-15)
    assert cumulative[-1] <= 1
