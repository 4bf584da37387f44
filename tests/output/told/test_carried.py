"""Rounding by what the inputs carry: the stated rule, on known numbers and on any."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.output.told.carried import EXACT, LEAST, MOST, carried, figures, last_place, printed

SIZES = st.floats(1e-3, 1e7)


@pytest.mark.parametrize(("stated", "kept"), [(400, 2), (250, 2), (54.5, 3), (54.54, 3), (30, 2), (1200, 2)])
def test_a_claim_of_400_km_gives_two_figures(stated: float, kept: int) -> None:
    assert carried([stated]) == kept


def test_the_coarsest_input_decides() -> None:
    assert carried([400.0, 54.54, 33.33]) == LEAST
    assert printed(54.4927, last_place(54.4927, carried([400.0, 54.54]))) == "54"
    assert printed(54.4927, last_place(54.4927, carried([54.54]))) == "54.5"


@given(st.lists(SIZES))
def test_never_fewer_than_two_nor_more_than_three(inputs: list[float]) -> None:
    assert LEAST <= carried(inputs) <= MOST


@given(st.integers(1, 9999), st.integers(-3, 3))
def test_figures_do_not_depend_on_the_unit(digits: int, power: int) -> None:
    assert figures(digits * 10.0**power) == len(str(digits).rstrip("0"))


@given(SIZES, st.integers(2, 3))
def test_what_is_printed_is_within_half_of_its_last_place(value: float, kept: int) -> None:
    place = last_place(value, kept)
    told = float(printed(value, place).replace(",", ""))
    assert abs(told - value) <= 0.5 * 10.0**place * (1 + 1e-9)
    assert abs(told - value) <= 0.5 * 10.0 ** (1 - kept) * value * (1 + 1e-9)


@given(SIZES, SIZES, st.integers(2, 3))
def test_no_last_place_is_finer_than_a_tenth_of_its_interval_allows(value: float, width: float, kept: int) -> None:
    place = last_place(value, kept, value - width / 2, value + width / 2)
    assert 10.0**place >= width / 50 * (1 - 1e-9)
    assert place >= last_place(value, kept)


@given(st.integers(1, 10**6))
def test_a_count_is_told_whole(count: int) -> None:
    assert printed(count, last_place(count, EXACT)) == f"{count:,}"


def test_an_end_that_would_vanish_keeps_one_figure() -> None:
    assert printed(0.04, 0) == "0.04"
    assert printed(0.0, 0) == "0"
    assert printed(math.nan, 0) == "–"
    assert printed(-12.0, 0) == "−12"
