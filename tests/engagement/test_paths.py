"""Paths as arrays: each kept once, each flight at its own points, and the pace that a draw believes."""

import numpy as np
import pytest

from openiads.earth.terrain import open_terrain
from openiads.engagement.frame import Frame
from openiads.engagement.paths import air_of, paced, ways_of
from openiads.scenario.files import read_raid
from openiads.scenario.flights import flights_of
from tests.engagement.small_world import RAID, changed

FRAME = Frame(40.0, 32.0)


def flights(**keys):
    return flights_of(read_raid(changed(RAID, **keys), "small.toml"), open_terrain("none"), 240.0)


def air(found):
    return air_of(found, ways_of(found), FRAME, ["f-16"])


def test_a_path_that_several_fly_is_kept_once():
    found = flights()
    ways = ways_of(found)
    assert len(found) == 8
    assert ways.lat_deg.size == sum(path.along.size for path in {id(item.path): item.path for item in found}.values())
    assert ways.lat_deg.size == ways.of.size // 4  # two abreast, four ranks


def test_each_flight_has_its_own_points_in_order():
    found = flights()
    made = air(found)
    for number, flight in enumerate(found):
        mine = slice(made.first[number], made.first[number + 1])
        own_m = FRAME.position_m(flight.path.lat_deg, flight.path.lon_deg, flight.path.altitude_amsl_m)
        np.testing.assert_array_equal(made.position_m[mine], own_m)
        np.testing.assert_array_equal(made.along[mine], flight.path.along)


def test_speed_is_what_is_believed_unless_a_flight_has_its_own():
    believed, own = flights(), flights(speed='"200 m/s"')
    assert set(paced(air(believed), believed, {"f-16": 250.0}).pace) == {250.0}
    assert set(paced(air(own), own, {"f-16": 250.0}).pace) == {200.0}


def test_who_must_arrive_at_a_time_starts_the_earlier_the_slower_it_is():
    found = flights_of(read_raid(RAID.replace('starts_at = "0 s"', 'on_target_at = "10 min"'), "small.toml"),
                       open_terrain("none"), 240.0)
    for speed_mps in (200.0, 300.0):
        made = paced(air(found), found, {"f-16": speed_mps})
        assert made.start_s[0] + made.leaks_at[0] / speed_mps == pytest.approx(600.0)
