"""Point-mass flight against the check-cases that no public case file states, closed forms and its own convergence."""

import math

import numpy as np
import pytest

from openiads.constants import FOOT_M
from openiads.physics.ballistic import drag_fall, drag_length_m, kepler_arc
from openiads.physics.flight import (
    CALM,
    ROUND_EARTH,
    WGS84,
    Body,
    Earth,
    Wind,
    air_velocity_mps,
    centred_from_geodetic,
    geodetic_from_centred,
    gravity_mps2,
    rk4_step,
    trajectory,
)
from tests.truth_table import truth

TOOL_SPREAD_M = 0.006  # tools 04 and 05 differ by 4 mm on launched spheres; tool 04 prints twelve figures
PRINTED_DEG = 2e-8
MICROMETRE_M = 1e-6
SPHERE = Body(0.1963495 * FOOT_M**2, 0.1, 0.0, 0.0)
SLUG_KG = 14.593902937206364
START = {5: (30_000.0, 0.0, 0.0), 6: (30_000.0, 0.0, 0.0), 8: (30_000.0, 0.0, 0.0), 10: (0.0, 1000.0, 1000.0)}
ROUND_TURNING = Earth(1.407644311e16 * FOOT_M**3, 20_902_255.199 * FOOT_M, 0.0, WGS84.rotation_radps, 0.0)
SHEAR = Wind(-20.0 * FOOT_M, 0.0, 0.003, 0.0)


def _idle(mass_kg):
    return np.array([[0.0, 0.0, mass_kg]])


@pytest.mark.parametrize("row", truth("nesc_check_cases.csv"))
def test_nasa_check_cases(row):
    earth = ROUND_TURNING if row.case == 5 else WGS84
    height_ft, north_ftps, up_ftps = START[int(row.case)]
    start = centred_from_geodetic(earth, 0.0, 0.0, height_ft * FOOT_M)
    velocity = (up_ftps * FOOT_M, earth.rotation_radps * start[0], north_ftps * FOOT_M)
    wind = SHEAR if row.case == 8 else CALM
    flown = trajectory(earth, SPHERE, wind, _idle(SLUG_KG), start, velocity, np.array([30.0]), 0.05)[0]
    lat_rad, lon_rad, height_m = geodetic_from_centred(earth, *flown[:3])
    assert height_m == pytest.approx(row.altitude_ft * FOOT_M, abs=TOOL_SPREAD_M)
    assert math.degrees(lat_rad) == pytest.approx(row.latitude_deg, abs=PRINTED_DEG)
    assert math.degrees(lon_rad - earth.rotation_radps * 30.0) == pytest.approx(row.longitude_deg, abs=PRINTED_DEG)


@pytest.mark.parametrize("lat_deg", [-90.0, -45.0, 0.0, 12.0, 89.999, 90.0])
@pytest.mark.parametrize("height_m", [-10_000.0, 0.0, 30_000.0, 1_000_000.0])
def test_geodetic_and_centred_undo_each_other(lat_deg, height_m):
    point = centred_from_geodetic(WGS84, math.radians(lat_deg), 0.5, height_m)
    lat_rad, _, found_m = geodetic_from_centred(WGS84, *point)
    assert found_m == pytest.approx(height_m, abs=MICROMETRE_M)
    assert lat_rad * WGS84.radius_m == pytest.approx(math.radians(lat_deg) * WGS84.radius_m, abs=MICROMETRE_M)


def test_free_flight_lands_where_kepler_says():
    speed_mps, path_rad = 3000.0, math.radians(38.0)
    arc = kepler_arc(speed_mps, path_rad, ROUND_EARTH.gm_m3ps2, ROUND_EARTH.radius_m)
    start = (0.0, 0.0, ROUND_EARTH.radius_m)
    velocity = (speed_mps * math.cos(path_rad), 0.0, speed_mps * math.sin(path_rad))
    bare = Body(1.0, 0.0, 0.0, 0.0)
    end = trajectory(ROUND_EARTH, bare, CALM, _idle(1.0), start, velocity, np.array([float(arc.flight_s)]), 0.5)[0]
    assert math.hypot(end[0], end[2]) - ROUND_EARTH.radius_m == pytest.approx(0.0, abs=1e-3)
    assert math.atan2(end[0], end[2]) * ROUND_EARTH.radius_m == pytest.approx(float(arc.ground_range_m), abs=1e-3)


def _fall_m(step_s):
    start, velocity = (0.0, 0.0, ROUND_EARTH.radius_m + 9000.0), (250.0, 0.0, 0.0)
    flown = trajectory(ROUND_EARTH, SPHERE, CALM, _idle(SLUG_KG), start, velocity, np.array([20.0]), step_s)[0]
    return flown[2]


def test_error_falls_with_the_fourth_power_of_the_step():
    best = _fall_m(0.01)
    coarse, fine = abs(_fall_m(4.0) - best), abs(_fall_m(2.0) - best)
    assert math.log2(coarse / fine) == pytest.approx(4.0, abs=0.5)


def test_drag_matters_and_matches_the_closed_form_in_thin_slices():
    heavy = drag_length_m(SLUG_KG, 0.1, SPHERE.area_m2, 1.225)
    speed_mps, _ = drag_fall(1.0, heavy, -gravity_mps2(ROUND_EARTH, 0.0, 0.0, ROUND_EARTH.radius_m)[2])
    start = (0.0, 0.0, ROUND_EARTH.radius_m + 5.0)
    end = trajectory(ROUND_EARTH, SPHERE, CALM, _idle(SLUG_KG), start, (0.0, 0.0, 0.0), np.array([1.0]), 0.01)[0]
    assert -end[5] == pytest.approx(float(speed_mps), rel=1e-5)


@pytest.mark.parametrize(
    ("earth", "body", "wind"),
    [
        (WGS84._replace(rotation_radps=0.0), SPHERE, CALM),
        (WGS84._replace(j2=0.0), SPHERE, CALM),
        (WGS84._replace(flattening=0.0), SPHERE, CALM),
        (WGS84._replace(gm_m3ps2=3.9e14), SPHERE, CALM),
        (WGS84, SPHERE._replace(cd=0.2), CALM),
        (WGS84, SPHERE._replace(area_m2=0.03), CALM),
        (WGS84, SPHERE._replace(cd_shape_scale=0.1), CALM),
        (WGS84, SPHERE, Wind(5.0, 0.0, 0.0, 0.0)),
        (WGS84, SPHERE, Wind(0.0, 5.0, 0.0, 0.0)),
        (WGS84, SPHERE, Wind(0.0, 0.0, 0.001, 0.0)),
        (WGS84, SPHERE, Wind(0.0, 0.0, 0.0, 0.001)),
    ],
)
def test_each_property_of_the_surroundings_matters(earth, body, wind):
    start, velocity = centred_from_geodetic(WGS84, 0.6, 0.0, 5000.0), (10.0, 500.0, 20.0)
    flown = [trajectory(*case, _idle(10.0), start, velocity, np.array([10.0]), 0.1)
             for case in ((WGS84, SPHERE, CALM), (earth, body, wind))]
    assert abs(flown[0] - flown[1]).max() > 1e-3


def test_side_load_costs_speed():
    masses, thrusts = (10.0,) * 3, (0.0,) * 3
    place, velocity = (0.0, 0.0, ROUND_EARTH.radius_m + 5000.0), (600.0, 0.0, 0.0)
    winged = SPHERE._replace(induced_drag_factor=0.1)
    straight, turning = (
        rk4_step(ROUND_EARTH, winged, CALM, 0.1, masses, thrusts, load, place, velocity)[1]
        for load in ((0.0, 0.0, 0.0), (0.0, 100.0, 0.0))
    )
    assert math.hypot(*turning) < math.hypot(*straight)


def test_gravity_is_stronger_at_the_pole():
    equator = -gravity_mps2(WGS84, WGS84.radius_m, 0.0, 0.0)[0]
    pole = -gravity_mps2(WGS84, 0.0, 0.0, WGS84.radius_m * (1 - WGS84.flattening))[2]
    assert equator == pytest.approx(32.1988102141 * FOOT_M, rel=1e-9)  # nasa-tm-2015-218675, case 9, tool 04 at launch
    assert pole > equator + 0.015


def test_wind_blows_where_it_is_said_to():
    place = centred_from_geodetic(WGS84, math.radians(30.0), 0.0, 1000.0)
    still, east, north = (np.array(air_velocity_mps(WGS84, wind, *place)[:3])
                          for wind in (CALM, Wind(3.0, 0.0, 0.0, 0.0), Wind(0.0, 3.0, 0.0, 0.0)))
    assert east - still == pytest.approx([0.0, 3.0, 0.0])
    assert north - still == pytest.approx([-1.5, 0.0, 3.0 * math.cos(math.radians(30.0))])
