"""Routes and bearings on the ellipsoid."""

import numpy as np
import pytest
from pyproj import Geod

from openiads.constants import NAUTICAL_MILE_M
from openiads.scenario.files import load_scenario
from openiads.scenario.model import Bearing
from openiads.scenario.route import bearing_rad, sample_route

GEOD = Geod(ellps="WGS84")
SCENARIO = load_scenario("second-batch")
ON_THE_GEODESIC_M = 1e-3  # round-off of two geodesic solutions


def test_a_route_is_sampled_along_its_legs():
    route = sample_route(SCENARIO.corridor)
    legs = [GEOD.inv(a.position.lon_deg, a.position.lat_deg, b.position.lon_deg, b.position.lat_deg)[2]
            for a, b in zip(SCENARIO.corridor.points, SCENARIO.corridor.points[1:], strict=False)]
    assert route.along_m[-1] == pytest.approx(sum(legs))
    assert [distance_m for _, distance_m in route.waypoints] == pytest.approx([0, legs[0], sum(legs)])
    assert np.diff(route.along_m).max() <= NAUTICAL_MILE_M
    _, _, steps_m = GEOD.inv(route.lon_deg[:-1], route.lat_deg[:-1], route.lon_deg[1:], route.lat_deg[1:])
    assert steps_m == pytest.approx(np.diff(route.along_m), abs=ON_THE_GEODESIC_M)
    assert route.along_nm[-1] == pytest.approx(sum(legs) / 1852)


def test_a_finer_step_gives_more_samples():
    assert len(sample_route(SCENARIO.corridor, 500.0).along_m) > len(sample_route(SCENARIO.corridor).along_m)


def test_a_bearing_is_an_angle_or_a_place():
    towards = SCENARIO.bearings[0]
    azimuth_deg = GEOD.inv(32.57, 40.08, 35.15, 42.03)[0]
    assert np.degrees(bearing_rad(SCENARIO, towards)) == pytest.approx(azimuth_deg % 360)
    west = Bearing(label="west", site="murted", bearing="-90 deg")
    assert np.degrees(bearing_rad(SCENARIO, west)) == pytest.approx(270)
