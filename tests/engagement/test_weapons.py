"""Planned shots against the plan that is worked out for one target, and what a shot does when flown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.engagement.frame import Frame
from openiads.engagement.weapons import (
    ALTITUDES_AMSL_M,
    RANGE_STEP_M,
    Weapons,
    meeting_s,
    planned,
    seen_from,
    shoot,
    straight_meeting_s,
    surface_target,
)
from openiads.physics.arcs import ARC_ELEVATIONS_RAD, fly_arcs
from openiads.physics.flyout import firing_table, plan_shot
from openiads.physics.homing import MET, Target, target_state
from openiads.physics.missile import needed_speed_mps
from openiads.physics.shot import shoot_at
from tests.physics.missiles import LONG

LAUNCH_M = 800.0
FRAME = Frame(40.0, 32.0)
AXES = FRAME.axes_at(40.0, 32.0)
INTERPOLATED_S = 4.0  # plans stand every 2 km and a few heights apart
SPHERE_REL = 4e-3  # the ellipsoid against the round earth that missiles fly over


@pytest.fixture(scope="module")
def weapons():
    plans = planned(LONG, LAUNCH_M)
    return Weapons(np.array([list(LONG)]), np.array([LAUNCH_M]), plans[None, 0].copy(), plans[None, 1].copy(),
                   plans[None, 2].copy(), np.array([[0.7]]), np.zeros(1))


def test_a_plan_is_flown_once_and_kept_between_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENIADS_CACHE_DIR", str(tmp_path))
    near = LONG._replace(max_range_m=20e3)
    planned.cache_clear()
    flown = planned(near, LAUNCH_M)
    assert planned(near, LAUNCH_M) is flown
    assert not flown.flags.writeable
    planned.cache_clear()
    monkeypatch.setattr("openiads.engagement.weapons.shoot_at", lambda *_: pytest.fail("planned again"))
    monkeypatch.setattr("openiads.engagement.weapons.fly_arcs", lambda *_: pytest.fail("planned again"))
    assert planned(near, LAUNCH_M).tobytes() == flown.tobytes()
    assert len(list(tmp_path.rglob("plan-*.json"))) == 1


def test_cells_of_a_plan_are_the_quickest_shots(weapons):
    fan = fly_arcs(LONG, LAUNCH_M, ARC_ELEVATIONS_RAD)
    for a, g in ((5, 20), (9, 50), (12, 3)):
        shot = shoot_at(LONG, fan, ARC_ELEVATIONS_RAD, LAUNCH_M, ALTITUDES_AMSL_M[a], (g + 0.5) * RANGE_STEP_M,
                        needed_speed_mps(LONG, 0.0))
        assert (weapons.flight_s[0, a, g], weapons.elevation_rad[0, a, g], weapons.handover_s[0, a, g]) == shot[:3]


def offset_m(lat_deg, lon_deg, altitude_m):
    return tuple(FRAME.position_m(lat_deg, lon_deg, altitude_m) - FRAME.position_m(40.0, 32.0, LAUNCH_M))


def test_a_place_seen_from_a_launcher_is_where_the_geodesic_leads():
    range_m, azimuth_rad, altitude_m = seen_from(offset_m(40.9, 32.0, 9000.0), AXES, LAUNCH_M)
    assert azimuth_rad == pytest.approx(0.0, abs=1e-9)
    assert range_m == pytest.approx(99_945.0, rel=SPHERE_REL)  # one degree of the meridian here is 111.05 km
    assert altitude_m == pytest.approx(9000.0, abs=20.0)


@pytest.mark.parametrize(("north_km", "altitude_m"), [(90.0, 9000.0), (60.0, 3000.0), (120.0, 12_000.0)])
def test_meetings_are_those_of_the_plan_for_one_target(weapons, north_km, altitude_m):
    table = firing_table(LONG, LAUNCH_M, np.array([500.0, 3000.0, 9000.0, 15_000.0]), np.arange(1e3, 150e3, 2e3))
    inbound = Target(0.0, north_km * 1e3, altitude_m, 0.0, -250.0, 0.0)
    wait_s, _, shot = plan_shot(LONG, table, ARC_ELEVATIONS_RAD, inbound, 250.0)
    sagging_m = (north_km * 1e3) ** 2 / (2 * 6_371_000.0)
    found_s = meeting_s(weapons, 0, ALTITUDES_AMSL_M, (0.0, north_km * 1e3, altitude_m - LAUNCH_M - sagging_m),
                        (0.0, -250.0, 0.0), AXES, np.inf)
    assert found_s == pytest.approx(wait_s + shot.flight_s, abs=INTERPOLATED_S)


def test_no_meeting_out_of_reach_and_none_too_late(weapons):
    here = (0.0, 80e3, 8000.0)
    assert np.isnan(meeting_s(weapons, 0, ALTITUDES_AMSL_M, (0.0, 400e3, 8000.0), (0.0, -250.0, 0.0), AXES, np.inf))
    soon_s = meeting_s(weapons, 0, ALTITUDES_AMSL_M, here, (0.0, -250.0, 0.0), AXES, np.inf)
    assert np.isnan(meeting_s(weapons, 0, ALTITUDES_AMSL_M, here, (0.0, -250.0, 0.0), AXES, soon_s - 1.0))


def test_a_surface_target_passes_its_two_points():
    start_m, end_m = offset_m(40.6, 32.3, 5000.0), offset_m(40.5, 32.25, 4000.0)
    target = surface_target(start_m, end_m, 40.0, 90.0, AXES, LAUNCH_M)
    for place_m, t_s in ((start_m, 40.0), (end_m, 90.0)):
        range_m, azimuth_rad, altitude_m = seen_from(place_m, AXES, LAUNCH_M)
        (x, y, z), _ = target_state(target, t_s)
        height_m = np.sqrt(x * x + y * y + z * z) - 6_371_000.0
        assert height_m == pytest.approx(altitude_m, abs=1.0)
        assert np.arctan2(np.hypot(x, y), z) * 6_371_000.0 == pytest.approx(range_m, abs=30.0)
        assert np.arctan2(x, y) == pytest.approx(azimuth_rad, abs=1e-3)


@pytest.mark.parametrize(("ahead_km", "altitude_m"), [(80.0, 9000.0), (50.0, 2000.0)])
def test_a_shot_at_a_steady_target_meets_it_when_it_said(weapons, ahead_km, altitude_m):
    here, speed = (0.0, ahead_km * 1e3, altitude_m - LAUNCH_M), (0.0, -250.0, 0.0)
    meets_s = meeting_s(weapons, 0, ALTITUDES_AMSL_M, here, speed, AXES, np.inf)
    middle, there = ((0.0, here[1] - 250.0 * t_s, here[2]) for t_s in (0.5 * meets_s, meets_s))
    outcome, time_s = shoot(weapons, 0, ALTITUDES_AMSL_M, there, AXES, middle, there, 0.5 * meets_s, meets_s)
    assert outcome == MET
    assert time_s == pytest.approx(meets_s, abs=INTERPOLATED_S)


def test_a_shot_at_nothing_near_misses(weapons):
    aimed, elsewhere = (0.0, 50e3, 6000.0), (60e3, 20e3, 6000.0)
    outcome, _ = shoot(weapons, 0, ALTITUDES_AMSL_M, aimed, AXES, elsewhere, (61e3, 20e3, 6000.0), 20.0, 40.0)
    assert outcome != MET


@given(st.tuples(*[st.floats(-50e3, 50e3)] * 3), st.tuples(*[st.floats(-600.0, 600.0)] * 3), st.floats(100.0, 2000.0))
def test_a_straight_round_and_its_target_are_at_one_place_when_they_meet(offset_m, velocity_mps, speed_mps):
    met_s = straight_meeting_s(offset_m, velocity_mps, speed_mps, 1.0, 1e6)
    faster = speed_mps > np.linalg.norm(velocity_mps)
    if np.isnan(met_s):
        meets_m = np.linalg.norm(offset_m)
        assert not faster or meets_m < 1e3 or speed_mps < 1.1 * np.linalg.norm(velocity_mps)
        return
    there_m = np.linalg.norm(np.array(offset_m) + met_s * np.array(velocity_mps))
    assert there_m == pytest.approx(speed_mps * met_s, rel=1e-6, abs=1e-3)


def test_a_straight_round_meets_between_its_ranges_only():
    here, closing = (0.0, 37e3, 0.0), (0.0, -300.0, 0.0)
    assert straight_meeting_s(here, closing, 900.0, 2e3, 40e3) == pytest.approx(27_750.0 / 900.0)
    assert np.isnan(straight_meeting_s(here, closing, 900.0, 28e3, 40e3))
    assert np.isnan(straight_meeting_s(here, closing, 900.0, 2e3, 27e3))
    assert np.isnan(straight_meeting_s(here, (0.0, 300.0, 0.0), 200.0, 0.0, 1e6))


def test_a_straight_round_is_aimed_and_flown_by_the_same_form(weapons):
    straight = weapons._replace(mean_speed_mps=np.array([900.0]))
    here, closing = (0.0, 60e3, 0.0), (0.0, -300.0, 0.0)
    met_s = meeting_s(straight, 0, ALTITUDES_AMSL_M, here, closing, np.eye(3), np.inf)
    assert met_s == pytest.approx(60e3 / 1200.0)
    assert np.isnan(meeting_s(straight, 0, ALTITUDES_AMSL_M, here, closing, np.eye(3), met_s - 1.0))
    middle, there = (0.0, 60e3 - 150.0 * met_s, 0.0), (0.0, 60e3 - 300.0 * met_s, 0.0)
    outcome, time_s = shoot(straight, 0, ALTITUDES_AMSL_M, there, np.eye(3), middle, there, 0.5 * met_s, met_s)
    assert outcome == MET
    assert time_s == pytest.approx(met_s)
    far, farther = (0.0, 300e3, 0.0), (0.0, 310e3, 0.0)
    outcome, _ = shoot(straight, 0, ALTITUDES_AMSL_M, there, np.eye(3), far, farther, 10.0, 20.0)
    assert outcome != MET
