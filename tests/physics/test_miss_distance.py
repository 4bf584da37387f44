"""Single-shot kill probabilities against quadrature and each other."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import dblquad

from openiads.physics.miss_distance import sspk_cep, sspk_cookie, sspk_gauss

QUADRATURE = 1e-5
lengths = st.floats(0.5, 50.0)


def _by_quadrature(kill, sigma_m, offset_m):
    def density(y, x):
        return kill(math.hypot(x, y)) * math.exp(-((x - offset_m) ** 2 + y**2) / (2 * sigma_m**2))

    edge_m = offset_m + 8 * sigma_m
    return dblquad(density, -edge_m, edge_m, -edge_m, edge_m, epsabs=1e-7)[0] / (2 * math.pi * sigma_m**2)


def test_gauss_by_quadrature():
    found = _by_quadrature(lambda miss_m: math.exp(-(miss_m**2) / (2 * 6.0**2)), 5.0, 4.0)
    assert float(sspk_gauss(6.0, 5.0, 4.0)) == pytest.approx(found, abs=QUADRATURE)


@given(lengths, lengths, st.floats(0.1, 20.0))
def test_offset_only_hurts(lethal_m, sigma_m, offset_m):
    assert 0 <= sspk_cookie(lethal_m, sigma_m, offset_m) <= sspk_cookie(lethal_m, sigma_m) <= 1
    assert 0 <= sspk_gauss(lethal_m, sigma_m, offset_m) <= sspk_gauss(lethal_m, sigma_m) <= 1


@given(lengths, lengths)
def test_offset_form_tends_to_the_centred_one(lethal_m, sigma_m):
    assert float(sspk_cookie(lethal_m, sigma_m, 1e-6)) == pytest.approx(float(sspk_cookie(lethal_m, sigma_m)), abs=1e-8)


@given(lengths, lengths)
def test_cep_is_the_same_law(lethal_m, sigma_m):
    cep_m = sigma_m * math.sqrt(2 * math.log(2))
    assert float(sspk_cep(lethal_m, cep_m)) == pytest.approx(float(sspk_cookie(lethal_m, sigma_m)))
