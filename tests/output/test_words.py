"""Numbers as they are printed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.output.statistics import Estimate
from openiads.output.words import count, listing, percent, rounded, spread

HALF_UNIT = 0.501  # of the last digit kept
NAN = float("nan")


@given(value=st.floats(1e-6, 1e12), digits=st.integers(1, 5))
def test_a_rounded_number_is_within_half_of_its_last_digit(value: float, digits: int) -> None:
    read = float(rounded(value, digits).replace(",", ""))
    assert abs(read - value) <= HALF_UNIT * 10 ** (math.floor(math.log10(value)) - digits + 1)
    assert rounded(-value, digits) == f"-{rounded(value, digits)}"


@given(value=st.floats(1e-6, 1e12), digits=st.integers(1, 5))
def test_no_more_digits_are_kept_than_asked_for(value: float, digits: int) -> None:
    whole, _, decimals = rounded(value, digits).replace(",", "").partition(".")
    assert len((whole + decimals).strip("0")) <= digits
    assert not decimals or len((whole + decimals).lstrip("0")) == digits


def test_a_number_that_rounds_up_to_the_next_power_keeps_its_digits() -> None:
    assert (rounded(9.96), rounded(0.0996), rounded(99.6), rounded(999.6, 3)) == ("10", "0.10", "100", "1,000")


@pytest.mark.parametrize("value", [NAN, math.inf, -math.inf])
def test_what_is_not_known_is_said(value: float) -> None:
    assert rounded(value) == "not known"
    for words in (spread, percent, count):
        assert "not known" in words(Estimate(value, value, value, 0.9))
        assert "not known" in words(Estimate(1.0, NAN, NAN, 0.9))


def test_an_interval_without_width_is_one_number() -> None:
    same = Estimate(0.25, 0.25, 0.25, 0.9)
    assert (spread(same), percent(same), spread(same, "km")) == ("0.25", "25 %", "0.25 km")
    assert count(Estimate(12.0, 12.0, 12.2, 0.9)) == "12"


def test_an_interval_is_told_beside_its_nominal() -> None:
    assert spread(Estimate(54.49, 50.2, 61.0, 0.9), "km", 3) == "54.5 km (50.2–61.0)"
    assert percent(Estimate(0.0042, 0.001, 0.02, 0.9)) == "0.42 % (0.10–2.0)"
    assert count(Estimate(1234.4, 900.0, 2000.0, 0.9)) == "1,234 (900–2,000)"


def test_a_listing_reads_as_a_sentence() -> None:
    assert [listing(words) for words in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
