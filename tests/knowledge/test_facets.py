"""Values as people write them become SI intervals."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.knowledge.facets import numbers_in, raw_readings, read_text, si
from openiads.knowledge.library import load_library
from tests.knowledge.ledgers import claim

SHORT_SOUND_MPS = 295.07  # 1976 standard atmosphere at 11 km, table IV
EXACT = 1e-9  # arithmetic only
LEDGER = load_library()


def read(**fields):
    return {item.quantity: item for item in raw_readings(claim("X", **fields))}


def test_a_band_of_altitudes_gives_both_ends():
    readings = read(quantity="altitude_band", value={"min_m": 10, "max_m": 27000}, unit="m")
    assert (readings["min_altitude"].low, readings["max_altitude"].high) == (10, 27000)


def test_an_engagement_zone_gives_range_and_ceiling():
    readings = read(quantity="engagement_zone", unit=None,
                    value={"max_range_km": 250, "min_range_km": 5, "max_altitude_km": 27})
    assert readings["max_range"].low == 250e3
    assert readings["min_range"].low == 5e3
    assert readings["max_altitude"].low == 27e3


def test_a_mean_and_a_maximum_speed_stay_apart():
    readings = read(quantity="speed", value={"mean": 1000, "mach_max": 5.0}, unit="m/s")
    assert readings["speed_mean"].low == 1000
    assert readings["speed_max"].low == pytest.approx(5 * SHORT_SOUND_MPS, rel=EXACT)


def test_a_bound_in_words_is_a_bound():
    assert read_text("more than 160") == (160, None, "at least")
    assert read(quantity="rcs_max", value=0.001, unit="m2")["rcs_max"].bound == "at most"


def test_a_sentence_is_no_number():
    assert read_text("80 GEM-T, 60 PAC-3 MSE") is None
    assert read_text("3.57*(sqrt(h1)+sqrt(h2)) km") is None
    assert read_text("2017-04-11") is None


def test_a_rotation_rate_is_a_period():
    assert read(quantity="rotation_rate", value=5, unit="rpm")["scan_period"].low == 12


def test_elevation_limits_are_angles():
    readings = read(quantity="elevation_limits", value=(-3, 60), unit="deg")
    assert readings["elevation_min"].low == pytest.approx(math.radians(-3), rel=EXACT)
    assert readings["elevation_max"].high == pytest.approx(math.radians(60), rel=EXACT)


@given(st.floats(1e-3, 1e6), st.floats(1e-3, 1e6), st.sampled_from(["km", "m", "nmi", "ft"]))
def test_an_interval_keeps_its_order_and_its_unit(first, second, unit):
    low, high = sorted((first, second))
    reading = read(quantity="max_range", value=(low, high), unit=unit)["max_range"]
    assert reading.low <= reading.high
    assert reading.unit == "m"
    assert reading.low == pytest.approx(si(low, unit)[0], rel=EXACT)


@given(st.recursive(st.floats(-1e6, 1e6), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
    st.text(max_size=3), inner, max_size=3), max_leaves=8))
def test_no_number_inside_a_value_is_lost(value):
    def count(item):
        if isinstance(item, float):
            return 1
        return sum(map(count, item.values() if isinstance(item, dict) else item))

    assert len(list(numbers_in(value))) == count(value)


def test_every_bundled_reading_is_ordered():
    for item in LEDGER.by_id.values():
        for reading in LEDGER.readings(item):
            assert reading.low <= reading.high
            assert reading.mode is None or reading.low <= reading.mode <= reading.high


@pytest.mark.parametrize(("quantity", "value", "unit", "read"), [
    ("rotation_rate", (5, 10), "rpm", ("scan_period", 6.0, 12.0)),
    ("rotation_rate", 5, "rpm", ("scan_period", 12.0, 12.0)),
    ("elevation_limits", 60, "deg", ("elevation_limits", math.radians(60), math.radians(60))),
])
def test_intervals_and_single_values_are_read_where_the_other_is_usual(quantity, value, unit, read):
    (reading,) = raw_readings(claim("X-1", quantity=quantity, value=value, unit=unit))
    assert (reading.quantity, reading.low, reading.high) == pytest.approx(read)
