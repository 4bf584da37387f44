"""Rows of a study, and the refraction that they meet."""

import numpy as np
import pytest

from openiads.coverage.rows import MEDIAN_PERCENT, Rows, air_at
from openiads.physics.refractivity import DUCTING_GRADIENT_N_PER_KM, gradient_n_per_km
from tests.coverage.small import beliefs

GULF = (25.5, 52.0)  # ducts are common over the Persian Gulf: itu-r-p453, maps of ducting
ANKARA = (40.08, 32.57)


def test_rows_are_nominal_then_weather_then_draws() -> None:
    rows = Rows(draws=3, weather=2)
    assert rows.total == 6
    assert rows.column(1.0, np.array([7.0, 8.0, 9.0])).tolist() == [1, 1, 1, 7, 8, 9]
    assert np.arange(6)[rows.weather_rows].tolist() == [1, 2]
    assert np.arange(6)[rows.claim_rows].tolist() == [3, 4, 5]


def test_weather_rows_span_the_level_and_the_others_are_median() -> None:
    percent = Rows(draws=4, weather=5, level=0.8).percent_of_year()
    assert percent[1:6] == pytest.approx([90, 70, 50, 30, 10])
    assert (percent[[0, 6, 7, 8, 9]] == MEDIAN_PERCENT).all()


def test_believed_is_nominal_but_in_the_draws() -> None:
    rows, believed = Rows(draws=20, weather=4), beliefs(20)
    values = rows.believed(believed, "91N6E.detection_range")
    assert (values[:5] == believed.nominal["91N6E.detection_range"].value).all()
    assert np.array_equal(values[5:], believed.drawn("91N6E.detection_range"))


def test_the_median_of_p453_is_the_nominal_row_and_weather_rises_from_weak_to_strong() -> None:
    rows = Rows(draws=2, weather=11)
    air = air_at(*ANKARA, rows, "p453")
    gradient = gradient_n_per_km(*ANKARA, MEDIAN_PERCENT)
    assert air.k_factor[0] == pytest.approx(157 / (157 + gradient))
    assert (np.diff(air.k_factor[rows.weather_rows]) > 0).all()
    assert (air.k_factor[rows.claim_rows] == air.k_factor[0]).all()
    assert air.layered


def test_rungs_begin_with_the_strongest_and_hold_every_row() -> None:
    air = air_at(*ANKARA, Rows(draws=2, weather=11), "p453")
    assert list(air.rungs) == sorted(air.rungs, reverse=True)
    assert air.rungs[0] == air.k_factor.max()
    assert air.rungs[-1] == air.k_factor.min()
    assert air.k_factor[0] in air.rungs


def test_one_factor_is_held_throughout() -> None:
    air = air_at(*ANKARA, Rows(draws=2, weather=3), 4 / 3)
    assert (air.k_factor == 4 / 3).all()
    assert air.rungs == (4 / 3,)
    assert (air.layered, air.ducting_rows) == (False, 0)


def test_ducting_rows_are_counted() -> None:
    rows = Rows(draws=0, weather=21, level=0.98)
    gradient = gradient_n_per_km(*GULF, rows.percent_of_year())
    air = air_at(*GULF, rows, "p453")
    assert air.ducting_rows == (gradient <= DUCTING_GRADIENT_N_PER_KM).sum() > 0
    assert np.isfinite(air.k_factor).all()
    assert air_at(*ANKARA, Rows(draws=0, weather=21), "p453").ducting_rows == 0


def test_a_wider_level_spreads_the_weather() -> None:
    narrow, wide = (air_at(*ANKARA, Rows(draws=0, weather=5, level=level), "p453") for level in (0.5, 0.98))
    assert wide.k_factor.max() > narrow.k_factor.max()
    assert wide.k_factor.min() < narrow.k_factor.min()
