"""Minutes inside the volumes along ways whose answer geometry gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.earth.geodesy import bearing_and_range
from openiads.engagement.exposure import neutral_minutes
from openiads.engagement.weapons import RANGE_STEP_M
from openiads.scenario.flights import STEP_M
from tests.engagement.small_world import HIDDEN, LAT_DEG, LON_DEG, RAID, laydown, world
from tests.examples import examples

SPEED_MPS = 240.0
CELLS_MIN = (RANGE_STEP_M + STEP_M) / SPEED_MPS / 60  # of a plan's cell and a path's step
AIRWAY = """
[[airways]]
id = "across"
points = ["{west}", "{east}"]
altitude = "10000 m AMSL"
every = "60 min"
speed = "240 m/s"
starts_at = "0 s"
"""


def across(lat_deg=LAT_DEG, west_deg=30.0, east_deg=34.0):
    return RAID + AIRWAY.format(west=f"{lat_deg},{west_deg}", east=f"{lat_deg},{east_deg}")


@pytest.fixture(scope="module")
def crossing():
    return world(across(), believed={"airliner.rcs": 1000.0}, force=laydown(units=1))


def in_reach_of(fought, reach_m):
    """The same with rounds that have a shot to everything within a ground range, and to nothing beyond."""
    flight_s = fought.weapons.flight_s.copy()
    ranges_m = RANGE_STEP_M * (np.arange(flight_s.shape[2]) + 0.5)
    flight_s[:] = np.where(ranges_m < reach_m, 60.0, np.nan)
    return fought._replace(weapons=fought.weapons._replace(flight_s=flight_s))


def flying_min(fought):
    """Time that all neutrals are in the air within the run. [min]"""
    air, minutes = fought.air, 0.0
    for f in np.flatnonzero(air.neutral):
        along = air.along[air.first[f]:air.first[f + 1]]
        ends_s = np.clip(air.start_s[f] + along[[0, -1]] / air.pace[f], 0.0, fought.duration_s)
        minutes += (ends_s[1] - ends_s[0]) / 60
    return minutes


def test_who_is_seen_all_the_way_is_seen_as_long_as_it_flies(crossing):
    seen_min, _ = neutral_minutes(crossing, 0.0)
    assert seen_min == pytest.approx(flying_min(crossing))


@pytest.mark.parametrize("reach_m", [41e3, 81e3])
def test_the_time_in_reach_is_that_of_the_chord(crossing, reach_m):
    # one airliner, straight over the battery from as far west as 2 degrees, until the run ends
    from_m = float(bearing_and_range(LAT_DEG, LON_DEG, LAT_DEG, 30.0)[1])
    beyond_m = SPEED_MPS * crossing.duration_s - from_m
    _, engageable_min = neutral_minutes(in_reach_of(crossing, reach_m), 0.0)
    assert engageable_min == pytest.approx((reach_m + min(beyond_m, reach_m)) / SPEED_MPS / 60, abs=CELLS_MIN)


@examples(10)
@given(st.floats(10e3, 150e3), st.floats(1.0, 80e3))
def test_more_reach_never_shortens_the_time(crossing_reach_m, more_m):
    fought = world(across(), believed={"airliner.rcs": 1000.0}, force=laydown(units=1))
    few, many = (neutral_minutes(in_reach_of(fought, reach_m), 0.5)[1]
                 for reach_m in (crossing_reach_m, crossing_reach_m + more_m))
    assert few <= many


def test_nobody_is_engageable_where_nobody_is_seen_or_nothing_is_loaded(crossing):
    seen_min, engageable_min = neutral_minutes(crossing, 0.5)
    assert 0 < engageable_min <= seen_min
    for force in (laydown(units=1, rounds=0), laydown(units=1, floor=HIDDEN)):
        assert neutral_minutes(world(across(), believed={"airliner.rcs": 1000.0}, force=force), 0.5)[1] == 0


def test_without_neutrals_there_is_no_exposure():
    assert neutral_minutes(world(), 0.5) == (0.0, 0.0)
