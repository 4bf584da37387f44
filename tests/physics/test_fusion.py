"""Fusion of two estimates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.fusion import covariance_intersection, fused_covariance
from tests.examples import examples


def pair(seed):
    """Two covariances, (2, 2) each."""
    roots = np.random.default_rng(seed).standard_normal((2, 2, 2))
    return [root @ root.T + 0.1 * np.eye(2) for root in roots]


@given(st.integers(0, 10_000), st.floats(-0.99, 0.99))
@examples(40)
def test_intersection_stays_honest_whatever_the_correlation(seed, correlation):
    first, second = pair(seed)
    weight, covariance = covariance_intersection(first, second)
    cross = correlation * np.linalg.cholesky(first) @ np.linalg.cholesky(second).T
    known, other = weight * np.linalg.inv(first), (1 - weight) * np.linalg.inv(second)
    mean = known @ cross @ other
    true = covariance @ (known @ first @ known + other @ second @ other + mean + mean.T) @ covariance
    assert np.linalg.eigvalsh(covariance - true).min() > -1e-9


def test_independent_fusion_of_the_same_would_not_be():
    first = np.eye(2)
    assert np.trace(fused_covariance(first, first)) < np.trace(first)  # of two copies of one estimate


@given(st.integers(0, 10_000))
@examples(40)
def test_no_worse_than_the_better_and_no_better_than_independent(seed):
    first, second = pair(seed)
    for size, measure in (("trace", np.trace), ("determinant", np.linalg.det)):
        _, covariance = covariance_intersection(first, second, size)
        assert measure(covariance) <= min(measure(first), measure(second)) * (1 + 1e-9)
        assert measure(covariance) >= measure(fused_covariance(first, second)) * (1 - 1e-9)


def test_a_useless_estimate_gets_no_weight():
    weight, covariance = covariance_intersection(np.eye(2), 100 * np.eye(2))
    assert weight == 1.0
    assert covariance == pytest.approx(np.eye(2))
