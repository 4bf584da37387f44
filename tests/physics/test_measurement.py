"""Measurement errors, and plots converted without bias."""

import numpy as np
import pytest

from openiads.physics.consistency import average_nees_bounds
from openiads.physics.measurement import angle_sigma_rad, polar_plot, range_sigma_m, spherical_plot

SAMPLES = 40_000
SPREAD = 5.0  # standard errors; one chance in two million


def corners(upper):
    """Symmetric matrix of an upper triangle."""
    size = 2 if len(upper) == 3 else 3
    matrix = np.zeros((size, size))
    matrix[np.triu_indices(size)] = upper
    return matrix + np.triu(matrix, 1).T


def samples(sigma_rad):
    """Converted plots less truth at 100 km, and what each says of its covariance."""
    random = np.random.default_rng(4)
    true_m, azimuth_rad, elevation_rad = 1e5, 0.7, 0.2
    noise = random.standard_normal((SAMPLES, 3)) * [50.0, sigma_rad, sigma_rad]
    plots = [spherical_plot(true_m + dr, azimuth_rad + da, elevation_rad + de, 50.0, sigma_rad, sigma_rad)
             for dr, da, de in noise]
    truth_m = true_m * np.array([np.cos(elevation_rad) * np.sin(azimuth_rad),
                                 np.cos(elevation_rad) * np.cos(azimuth_rad), np.sin(elevation_rad)])
    return np.array([plot for plot, _ in plots]) - truth_m, np.array([corners(upper) for _, upper in plots])


@pytest.fixture(scope="module")
def wide():
    return samples(np.radians(1.5))


def test_converted_plots_are_unbiased(wide):
    errors_m, _ = wide
    assert np.abs(errors_m.mean(axis=0) / errors_m.std(axis=0)).max() * np.sqrt(SAMPLES) < SPREAD


def test_plain_conversion_would_be_biased():
    random = np.random.default_rng(4)
    angle_rad = np.radians(1.5) * random.standard_normal(SAMPLES)
    errors_m = 1e5 * np.cos(angle_rad) - 1e5
    assert abs(errors_m.mean() / errors_m.std()) * np.sqrt(SAMPLES) > SPREAD


def test_covariance_is_that_of_the_errors(wide):
    errors_m, covariances_m2 = wide
    nees = np.einsum("ni,nij,nj->n", errors_m, np.linalg.inv(covariances_m2), errors_m)
    low, high = average_nees_bounds(SAMPLES, 3, confidence=0.9999)
    assert low * 0.99 < nees.mean() < high * 1.01  # given the measurement, not the truth: good to second order


def test_flat_plots_are_polar_plots():
    flat_m, flat_m2 = spherical_plot(8e4, 0.4, 0.0, 40.0, 0.01, 1e-9)
    (y_m, x_m), (yy, xy, xx) = polar_plot(8e4, 0.4, 40.0, 0.01)  # from north to east
    assert flat_m[:2] == pytest.approx((x_m, y_m))
    assert (flat_m2[0], flat_m2[1], flat_m2[3]) == pytest.approx((xx, xy, yy), rel=1e-6)


def test_errors_fall_with_the_root_of_the_ratio_to_their_floor():
    assert range_sigma_m(400.0, 1e6) == pytest.approx(range_sigma_m(100.0, 1e6) / 2)
    assert angle_sigma_rad(400.0, 0.02) == pytest.approx(angle_sigma_rad(100.0, 0.02) / 2)
    assert range_sigma_m(1e12, 1e6, 15.0) == pytest.approx(15.0)
    assert angle_sigma_rad(1e12, 0.02, 3e-4) == pytest.approx(3e-4)
