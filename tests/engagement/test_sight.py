"""Who is in sight of whom, and how loud a jammer is in each beam."""

import numpy as np
import pytest

from openiads.engagement.lower import Stand
from openiads.engagement.paths import Ways
from openiads.engagement.sight import Floor, jamming, lines_of
from openiads.scenario.raid import Jammer

LAT_DEG, LON_DEG = 40.0, 32.0
BEAM_RAD = np.radians(2.0)
NORTH, EAST = (40.5, 32.0), (40.0, 32.6)


def stand(name="search", lat_deg=LAT_DEG, floor_m=1000.0):
    floor = Floor(lat_deg, LON_DEG, np.full((36, 100), floor_m), 1000.0)
    return Stand(name, "91N6E", lat_deg, LON_DEG, 0.0, 10.0, floor, 4 / 3)


def ways(*places, altitude_m=5000.0):
    lat_deg, lon_deg = np.array(places).T
    return Ways(lat_deg, lon_deg, np.full(len(places), altitude_m), np.arange(len(places)))


def jammer(altitude_m=9000.0):
    return Jammer(id="stand-off", position="40.9,32.0", altitude=f"{altitude_m} m AMSL", jam_to_noise_db=20.0,
                  at="100 km", sidelobe_db=30.0)


def test_a_floor_has_cells_by_bearing_and_range_and_an_end():
    amsl_m = np.arange(4.0 * 3).reshape(4, 3)
    floor = Floor(LAT_DEG, LON_DEG, amsl_m, 1000.0)
    assert floor.at(np.radians([10.0, 100.0, 350.0]), np.array([500.0, 1500.0, 2999.0])).tolist() == [0.0, 4.0, 11.0]
    assert floor.at(np.array(0.0), np.array(3000.0)) == np.inf


def test_what_flies_at_the_floor_is_seen_and_what_flies_lower_or_further_is_not():
    places = ways(NORTH, (41.5, 32.0))
    assert lines_of(places, [stand(floor_m=5000.0)]).clear.tolist() == [[True, False]]
    assert lines_of(places, [stand(floor_m=5000.1)]).clear.tolist() == [[False, False]]


def test_radars_see_each_from_its_own_place():
    lines = lines_of(ways(NORTH), [stand(), stand("again"), stand("beyond", lat_deg=41.0)])
    assert lines.bearing_rad[:, 0] == pytest.approx([0.0, 0.0, np.pi], abs=1e-9)
    assert lines.turn.dtype == np.float32


def test_a_jammer_is_loud_where_the_beam_lies_on_it_and_quieter_by_the_side_lobe_beside_it():
    stands = [stand()]
    ratio = jamming(lines_of(ways(NORTH, EAST), stands), [jammer()], stands, np.array([BEAM_RAD]))
    at_radar = 100.0 * (100e3 / 99_945.0) ** 2  # one degree of the meridian here is 111.05 km
    assert ratio[0] == pytest.approx([at_radar, at_radar / 1000.0], rel=1e-3)


def test_a_jammer_below_the_floor_is_not_heard():
    stands = [stand()]
    assert not jamming(lines_of(ways(NORTH), stands), [jammer(900.0)], stands, np.array([BEAM_RAD])).any()
