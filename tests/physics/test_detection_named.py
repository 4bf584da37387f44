"""Tests of the named approximations against MATLAB's values, their stated error, and the exact Pd."""

import numpy as np
import pytest

from openiads.physics.detection import pd_swerling, snr_for_pd
from openiads.physics.detection_named import pd_albersheim_1981, snr_albersheim_1981, snr_shnidman_2002

MATLAB = 1e-9  # dB; the test vectors of the sdr library carry 15 digits
ALBERSHEIM_DB = 0.35  # as its docstring states for a square-law detector; its author states 0.2 for a linear one
SHNIDMAN_DB = 0.5  # stated by its author


def db(value):
    return 10 * np.log10(value)


def test_albersheim_gives_matlab_values():
    # sdr library, tests/detection/test_albersheim.py, generated with MATLAB
    assert db(snr_albersheim_1981([0.05, 0.95], 1e-6)) == pytest.approx(
        [5.577010678961301, 13.605048844272062], abs=MATLAB
    )
    assert db(snr_albersheim_1981(0.5, 1e-6, [10, 1000])) == pytest.approx(
        [3.556291380845494, -7.863055239050709], abs=MATLAB
    )


def test_shnidman_gives_matlab_values():
    # sdr library, tests/detection/test_shnidman.py, generated with MATLAB
    assert db(snr_shnidman_2002([0.1, 0.9], 1e-6)) == pytest.approx([8.63821994442418, 13.121692696758089], abs=MATLAB)
    assert db(snr_shnidman_2002(0.5, 1e-6, [10, 40, 50, 1000])) == pytest.approx(
        [3.745346308014405, -0.226123038305275, -0.811680151206701, -8.211273144667473], abs=MATLAB
    )


@pytest.mark.parametrize("n_pulses", [1, 10, 100])
@pytest.mark.parametrize("pd", [0.3, 0.5, 0.9])
def test_albersheim_errs_as_stated(pd, n_pulses):
    exact_db = db(snr_for_pd(pd, 1e-6, n_pulses, 0))
    assert db(snr_albersheim_1981(pd, 1e-6, n_pulses)) == pytest.approx(exact_db, abs=ALBERSHEIM_DB)
    pd_back = pd_albersheim_1981(snr_albersheim_1981(pd, 1e-6, n_pulses), 1e-6, n_pulses)
    assert pd_back == pytest.approx(pd, abs=1e-12)


@pytest.mark.parametrize("swerling_case", range(5))
@pytest.mark.parametrize("n_pulses", [1, 10, 50])
@pytest.mark.parametrize("pd", [0.3, 0.5, 0.9])
def test_shnidman_errs_as_stated(pd, n_pulses, swerling_case):
    exact_db = db(snr_for_pd(pd, 1e-6, n_pulses, swerling_case))
    assert db(snr_shnidman_2002(pd, 1e-6, n_pulses, swerling_case)) == pytest.approx(exact_db, abs=SHNIDMAN_DB)


def test_pd_by_albersheim_stays_near_the_exact_one():
    exact = pd_swerling(20.0, 1e-6, 1, 0)
    assert pd_albersheim_1981(20.0, 1e-6, 1) == pytest.approx(exact, abs=0.02)  # 0.1 dB of slope
