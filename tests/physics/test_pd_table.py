"""Tests of the table of Pd: its proven error holds, ends and odd inputs included."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.detection import pd_swerling
from openiads.physics.pd_table import ERROR, pd_lookup, pd_table
from tests.examples import examples

SINGLE_ROUNDING = 2e-7  # float32 in and out: half a unit in the last place of Pd, and of SNR times d Pd / d ln SNR


def exact(snr, pfa, n_pulses, swerling_case):
    return np.array([pd_swerling(float(one), pfa, n_pulses, swerling_case) for one in snr])


@pytest.mark.parametrize("swerling_case", range(5))
@pytest.mark.parametrize(("pfa", "n_pulses"), [(1e-6, 1), (1e-6, 10), (1e-4, 256), (1e-12, 32)])
def test_error_at_node_middle_and_quarter_of_every_cell_is_within_the_proof(pfa, n_pulses, swerling_case):
    table = pd_table(pfa, n_pulses, swerling_case)
    cells = 2**table.splits
    octaves = np.arange(np.log2(table.snr_min) - 2, np.log2(table.snr_max) + 2)
    snr = (2.0 ** octaves[:, None] * (1 + np.arange(0, cells, 0.25) / cells)).ravel()
    assert table.error <= ERROR
    assert np.max(np.abs(pd_lookup(table, snr) - exact(snr, pfa, n_pulses, swerling_case))) <= table.error


@examples(40)
@given(st.floats(-12, -1), st.integers(1, 500), st.integers(0, 4), st.lists(st.floats(0, 1e12), min_size=1))
def test_any_table_keeps_its_promise(exponent, n_pulses, swerling_case, snr):
    pfa = 10.0**exponent
    table = pd_table(pfa, n_pulses, swerling_case)
    assert table.error <= ERROR
    assert np.max(np.abs(pd_lookup(table, np.array(snr)) - exact(snr, pfa, n_pulses, swerling_case))) <= table.error


def test_a_smaller_error_is_kept_too():
    table, snr = pd_table(1e-6, 10, 3, 1e-8), np.geomspace(1e-4, 1e3, 2000)
    assert table.error <= 1e-8
    assert np.max(np.abs(pd_lookup(table, snr) - exact(snr, 1e-6, 10, 3))) <= table.error


def test_zero_infinity_and_nan():
    pd = pd_lookup(pd_table(1e-6, 10, 1), np.array([0.0, np.inf, np.nan]))
    assert pd[:2] == pytest.approx([1e-6, 1.0], abs=ERROR)
    assert np.isnan(pd[2])


def test_shape_type_and_output_array_are_kept():
    table = pd_table(1e-6, 10, 1)
    snr = np.geomspace(0.01, 1000, 24).reshape(2, 3, 4)
    pd = pd_lookup(table, snr)
    assert pd.shape == snr.shape
    single = pd_lookup(table, snr.astype(np.float32))
    assert single.dtype == np.float32
    assert np.max(np.abs(single - pd)) <= SINGLE_ROUNDING
    out = np.empty_like(snr)
    assert pd_lookup(table, snr, out) is out
    assert np.array_equal(out, pd)
