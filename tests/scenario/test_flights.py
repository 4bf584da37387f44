"""Paths of everything that flies, against geodesics and free flight worked out elsewhere."""

import itertools

import numpy as np
import pytest
from pyproj import Geod

from openiads.earth.terrain import open_terrain
from openiads.scenario.files import read_raid, shipped
from openiads.scenario.flights import BALLISTIC, flights_of

EARTH = Geod(ellps="WGS84")
AIRLINER_MPS = 240.0
TEXT = shipped("raid")["mixed-reference"]
SAMPLED_M = 500.0


@pytest.fixture(scope="module")
def flights():
    return flights_of(read_raid(TEXT, "raid.toml"), open_terrain("bundled"), AIRLINER_MPS)


def of(flights, group):
    return [flight for flight in flights if flight.group == group]


def test_every_raider_has_a_name_of_its_own(flights):
    assert len(flights) == 50
    assert len({flight.id for flight in flights}) == 50


def test_a_path_is_a_geodesic_to_the_asset(flights):
    for flight in (*of(flights, "cruise-north")[:4], *of(flights, "decoys-east")[:2]):
        path = flight.path
        steps_m = EARTH.inv(path.lon_deg[:-1], path.lat_deg[:-1], path.lon_deg[1:], path.lat_deg[1:])[2]
        assert np.cumsum(steps_m) == pytest.approx(path.along[1:], rel=1e-9)
        assert steps_m.max() <= SAMPLED_M
        assert (path.lat_deg[-1], path.lon_deg[-1]) == pytest.approx((39.93, 32.86))
        whole_m = EARTH.inv(path.lon_deg[0], path.lat_deg[0], path.lon_deg[-1], path.lat_deg[-1])[2]
        assert whole_m == pytest.approx(path.along[-1], rel=1e-9)


def test_neighbours_start_abreast_and_ranks_follow(flights):
    group = of(flights, "cruise-north")
    gaps_m = [EARTH.inv(one.path.lon_deg[0], one.path.lat_deg[0], two.path.lon_deg[0], two.path.lat_deg[0])[2]
              for one, two in itertools.pairwise(group[:4])]
    assert gaps_m == pytest.approx([2000.0] * 3, rel=1e-4)
    assert [flight.start_s for flight in group] == [0.0] * 4 + [20.0] * 4 + [40.0] * 4 + [60.0] * 4


def test_a_terrain_follower_keeps_its_height_over_ground_and_a_level_one_over_the_sea(flights):
    terrain = open_terrain("bundled")
    low, high = of(flights, "cruise-north")[0].path, of(flights, "decoys-east")[0].path
    ground_m = np.maximum(terrain.heights_at(low.lat_deg, low.lon_deg), 0.0)
    assert low.altitude_amsl_m - ground_m == pytest.approx(np.full(ground_m.size, 60.0), abs=1e-3)
    assert set(high.altitude_amsl_m) == {5000.0}


def test_an_aircraft_turns_back_where_it_releases(flights):
    flight = of(flights, "fighters-east")[0]
    farthest = int(np.argmax(flight.path.along >= flight.leaks_at))
    to_asset_m = EARTH.inv(flight.path.lon_deg[farthest], flight.path.lat_deg[farthest], 32.86, 39.93)[2]
    assert to_asset_m == pytest.approx(25e3, abs=SAMPLED_M)
    assert flight.path.lat_deg[-1] == pytest.approx(flight.path.lat_deg[0])
    assert flight.path.along[-1] == pytest.approx(2 * flight.leaks_at)


def test_a_ballistic_flight_is_the_slowest_free_one(flights):
    flight = of(flights, "ballistic-south")[0]
    assert flight.target == BALLISTIC
    assert flight.keeps_time
    assert flight.path.along[-1] == pytest.approx(251.034790, abs=1e-3)  # the reference cases, 300 km
    assert flight.path.altitude_amsl_m.max() - 850 == pytest.approx(74110.2, abs=600.0)  # over ground of 600 to 1,000 m
    assert (flight.path.lat_deg[-1], flight.path.lon_deg[-1]) == pytest.approx((39.93, 32.86))


def test_airliners_come_one_after_the_other_and_some_are_on_their_way():
    text = TEXT + """
[[airways]]
id = "west-east"
points = ["41.01,28.98", "39.93,32.86"]
altitude = "FL350"
every = "5 min"
silent = 0.25
"""
    flights = [flight for flight in flights_of(read_raid(text, "raid.toml"), open_terrain("bundled"), AIRLINER_MPS)
               if flight.neutral]
    starts = [flight.start_s for flight in flights]
    length_m = flights[0].path.along[-1]
    assert np.diff(starts) == pytest.approx(np.full(len(starts) - 1, 300.0))
    assert -length_m / AIRLINER_MPS <= starts[0] < -length_m / AIRLINER_MPS + 300.0
    assert all(flight.leaks_at == np.inf and flight.silent == 0.25 for flight in flights)
    assert flights[0].path.altitude_amsl_m[0] == pytest.approx(35_000 * 0.3048)


def test_groups_that_come_by_chance_follow_one_another():
    text = TEXT.replace('interval = "20 s"', 'interval = "20 s"\narrivals = "poisson"', 1)
    text = text.replace('jitter = "5 s"\n', "", 1)
    group = of(flights_of(read_raid(text, "raid.toml"), open_terrain("bundled"), AIRLINER_MPS), "cruise-north")
    assert [flight.follows for flight in group] == ["", *(flight.id for flight in group[:-1])]
    assert [flight.mean_gap_s for flight in group] == [0.0, 0.0, 0.0, 0.0, *[20.0, 0.0, 0.0, 0.0] * 3]
