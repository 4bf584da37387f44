"""The footprint of a battery whose answer geometry gives, and what moves with the asset and what does not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.campaign.footprint import footprint_of, moved, trial_of
from openiads.campaign.survey import area_km2, surveyed
from openiads.earth.geodesy import bearing_and_range, destination
from openiads.earth.grid import Grid
from openiads.earth.terrain import open_terrain
from openiads.engagement.replicate import replicate, room_for
from openiads.engagement.units import LEAKED
from openiads.engagement.weapons import GREATEST_RANGE, LEAST_RANGE
from openiads.scenario.doctrine import Doctrine, Identity
from openiads.scenario.files import read_raid
from openiads.scenario.flights import flights_of
from openiads.scenario.model import Footprint
from openiads.units import Position
from tests.campaign.small_fight import FIRST, RAID, job, raid, scenario, tables
from tests.engagement.small_world import LAT_DEG, LON_DEG, laydown, world
from tests.examples import examples

REACH_M, HEIGHT_M, START_M, STEP_M, RADIUS_M = 40e3, 8000.0, 100e3, 15e3, 150e3
LEVEL_M = np.sqrt(REACH_M**2 - HEIGHT_M**2)  # over the ground, at the raider's height
LATE_M = 20e3  # flown before the first round can leave: three scans of a track, orders and reaction, at 240 m/s
SURE = Doctrine(weapons_control="free", false_alarms=0.0, identity=Identity(prior=20.0), miss_taken_for_kill=0.0,
                kill_taken_for_miss=0.0)
SINGLE = """
schema = "openiads/raid/1"
name = "single"
title = "One raider from the north"
duration = "12 min"

[[assets]]
id = "city"
name = "a point"
position = "40.0,32.0"

[[groups]]
id = "north"
target = "f-16"
count = 1
asset = "city"
bearing = "0 deg"
start = "100 km"
altitude = "8000 m AMSL"
starts_at = "0 s"
"""


def sure_battery(text):
    """The small battery against a raid, with rounds that fly straight at 3 km/s, reach 40 km and never miss."""
    found = world(text, SURE, laydown(units=1), {"48N6E3.kill_probability_aircraft": 1.0, "f-16.rcs": 100.0})
    missile = found.weapons.missile.copy()
    missile[:, LEAST_RANGE], missile[:, GREATEST_RANGE] = 0.0, REACH_M
    return found._replace(weapons=found.weapons._replace(missile=missile, mean_speed_mps=np.full(len(missile), 3000.0)))


def at(east_m, north_m):
    lat_deg, lon_deg = destination(LAT_DEG, LON_DEG, np.arctan2(east_m, north_m), np.hypot(east_m, north_m))
    return Position(float(lat_deg), float(lon_deg))


@pytest.fixture(scope="module")
def survey():
    def trial(places_m, run):
        held = []
        for east_m, north_m in places_m:
            there = sure_battery(moved(read_raid(SINGLE, "single.toml"), "city", at(east_m, north_m)))
            room = room_for(there)
            replicate(there, room, np.uint64(1), run)
            held.append(room.fates.end[0] != LEAKED)
        return np.array(held)

    return surveyed(trial, Grid.around(LAT_DEG, LON_DEG, radius_m=RADIUS_M, cell_size_m=STEP_M), RADIUS_M, 8)


def away_m(survey, way_m):
    """Distance of the battery from the way that is left to a raider that flies south at each place, (n, n). [m]"""
    x_m, y_m = np.meshgrid(survey.grid.x_m, survey.grid.y_m)
    return np.hypot(x_m, np.maximum(np.maximum(y_m, -(y_m + way_m)), 0.0))


def test_the_footprint_of_a_sure_battery_is_its_disc_drawn_out_along_the_raiders_way(survey):
    # an asset is defended where the last part of the raider's way passes through the disc that the rounds reach
    assert not survey.is_held[away_m(survey, START_M) > LEVEL_M + STEP_M / 2].any()
    certain = survey.inside & (away_m(survey, START_M - LATE_M) < LEVEL_M - STEP_M / 2)
    assert survey.is_held[certain].all()
    assert certain.sum() > 20


def test_its_area_is_that_of_a_disc_and_a_rectangle(survey):
    found = area_km2(survey, 1)
    disc_km2 = np.pi * LEVEL_M**2 * 1e-6
    least_km2, most_km2 = (disc_km2 + 2 * LEVEL_M * way_m * 1e-6 for way_m in (START_M - LATE_M, START_M))
    assert found.low < most_km2
    assert found.high > least_km2
    assert not survey.is_cut_off


@given(st.floats(-150e3, 150e3), st.floats(-150e3, 150e3))
@examples(20)
def test_a_raid_comes_from_the_same_side_and_as_far_wherever_the_asset_stands(east_m, north_m):
    terrain, there = open_terrain("none"), at(east_m, north_m)
    for flight, own in zip(flights_of(moved(raid(), "city", there), terrain, 240.0), flights_of(raid(), terrain, 240.0),
                           strict=True):
        if flight.neutral:
            np.testing.assert_array_equal(flight.path.lat_deg, own.path.lat_deg)
            continue
        here = raid().assets[0].position
        came, comes = (bearing_and_range(to.lat_deg, to.lon_deg, item.path.lat_deg[0], item.path.lon_deg[0])
                       for to, item in ((here, own), (there, flight)))
        assert float(comes[0]) == pytest.approx(float(came[0]), abs=2e-3)  # of neighbours, whose meridians converge
        assert float(comes[1]) == pytest.approx(float(came[1]), abs=1.0)
        assert (flight.start_s, flight.leaks_at) == pytest.approx((own.start_s, own.leaks_at), abs=1.0)
        np.testing.assert_allclose(flight.path.altitude_amsl_m[-1], own.path.altitude_amsl_m[-1])


def test_at_its_own_place_an_asset_fares_as_in_the_runs():
    position = raid().assets[0].position
    trial = trial_of(job(), "city", position)
    leakers = np.asarray(tables(FIRST)["runs"]["leakers"])
    for run in (0, 3, 8, 11, 17):
        assert trial(np.zeros((1, 2)), run)[0] == (leakers[run] == 0)


def test_a_group_that_flies_at_a_radar_is_no_threat_to_the_asset():
    text = RAID.replace("turns_away = 0.3", 'homes_on = "91N6E"')
    homing = replace(job(), raid=read_raid(text, "homing.toml"))
    far = np.array([[400e3, 0.0]])  # where nothing that flies at the asset is ever in reach
    assert not trial_of(job(), "city", raid().assets[0].position)(far, 0)[0]
    only = homing.raid.model_copy(update={"groups": homing.raid.groups[:1]})
    assert trial_of(replace(homing, raid=only), "city", raid().assets[0].position)(far, 0)[0]


def test_more_rounds_defend_no_less():
    asked = Footprint(radius="80 km", step="40 km", runs=8)
    few, many = (area_km2(footprint_of(replace(job(), ready=ready), "city", asked, threads=1), scenario().seed)
                 for ready in (0.05, 1.0))
    assert few.value < many.value
    assert few.value <= many.high


@pytest.mark.parametrize(("radius", "step"), [("10 km", "20 km"), ("500 km", "5 km")])
def test_a_footprint_of_no_or_too_many_places_is_refused(radius, step):
    with pytest.raises(ValueError, match="Footprint"):
        Footprint(radius=radius, step=step)
