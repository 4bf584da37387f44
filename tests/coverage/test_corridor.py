"""One route against sites: hand-made geometry, the map itself, and minutes."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.constants import NAUTICAL_MILE_M
from openiads.coverage.corridor import Exposure, corridor_exposure, site_exposure, stretches
from openiads.coverage.lookup import bits_of, is_set
from openiads.coverage.site import SiteModel
from openiads.earth.geodesy import bearing_and_range, destination
from openiads.physics.propagation import horizon_range_m
from openiads.scenario.model import Corridor, Waypoint
from openiads.scenario.route import sample_route
from tests.coverage.small import LAT_DEG, LON_DEG, built

SAMPLE_M = NAUTICAL_MILE_M
RING_M = 1000.0
LEVELS = ("FL035", "FL100", "FL200")
SPEED_MPS = np.full(64, 240.0)


def route(*, half_m: float = 90e3, north_m: float = 0.0, levels: tuple[str, ...] = LEVELS) -> Corridor:
    """A straight route from west to east, past the site at some distance."""
    lat_deg, lon_deg = destination(LAT_DEG, LON_DEG, 0.0, north_m)
    ends = [destination(float(lat_deg), float(lon_deg), bearing, half_m) for bearing in (1.5 * np.pi, 0.5 * np.pi)]
    return Corridor(name="west to east", flight_levels=levels, points=tuple(
        Waypoint(name=name, position=f"{float(lat)},{float(lon)}")
        for name, (lat, lon) in zip(("west", "east"), ends, strict=True)))


@cache
def site(terrain: str = "hills", altitudes: tuple[str, ...] = LEVELS) -> SiteModel:
    """A site built for the flight levels of the route."""
    return built(terrain, altitudes=altitudes, targets=("airliner",), missiles=("48N6E3",))


@cache
def exposure(terrain: str = "none", north_m: float = 0.0) -> Exposure:
    """The route past one site."""
    return corridor_exposure(route(north_m=north_m), [site(terrain)], SPEED_MPS, rows=range(3))


def test_a_route_through_the_site_is_seen_within_the_horizon() -> None:
    found = exposure()
    model = site("none")
    _, range_m = bearing_and_range(LAT_DEG, LON_DEG, found.route.lat_deg, found.route.lon_deg)
    for f, level in enumerate(found.flight_levels):
        horizon_m = min(horizon_range_m(30.0, level.value_m, 4 / 3), model.far_m[0, 0, 0, f], model.polar.radius_m)
        well_in = (range_m > model.near_m[0, 0, 0, f] + RING_M) & (range_m < horizon_m - RING_M)
        well_out = (range_m < model.near_m[0, 0, 0, f] - RING_M) | (range_m > horizon_m + RING_M)
        assert found.seen[f, well_in].all()
        assert not found.seen[f, well_out].any()


def test_at_the_altitudes_that_the_site_was_built_for_it_is_the_map() -> None:
    model, corridor = site("hills"), route(north_m=9e3)
    sampled = sample_route(corridor)
    heights_m = np.array([level.value_m for level in corridor.flight_levels])
    seen, engageable = site_exposure(model, sampled, heights_m, "airliner")
    bearing_rad, range_m = bearing_and_range(LAT_DEG, LON_DEG, sampled.lat_deg, sampled.lon_deg)
    bearing, ring = model.polar.cell_at(range_m * np.sin(bearing_rad), range_m * np.cos(bearing_rad))
    bits = bits_of(model)
    for f in range(3):
        detected = is_set(bits.detected[0], f)[bearing, ring]
        engaged = is_set(bits.engaged[0], f)[bearing, ring]
        edge = np.abs(range_m[:, None] - np.array([model.far_m[0, :, 0, f], model.near_m[0, :, 0, f]]).ravel()) < RING_M
        clear = ~edge.any(axis=1)
        assert np.array_equal(seen[f, clear], detected[clear])
        assert (engageable[f, clear] >= engaged[clear]).all()  # every range inside the outermost counts
    assert seen.any()
    assert not seen.all()


def test_between_altitudes_ranges_lie_between_those_of_the_altitudes() -> None:
    model = site("none", ("FL050", "FL300"))
    low, middle, high = (
        site_exposure(model, sample_route(route()), np.array([height_m]), "airliner")[1].sum()
        for height_m in (1524.0, 4000.0, 9144.0)
    )
    assert low <= middle <= high
    beyond, end = (site_exposure(model, sample_route(route()), np.array([height_m]), "airliner")[1]
                   for height_m in (12_000.0, 9144.0))
    assert (beyond >= end).all()  # ranges are held beyond the highest altitude; sight grows


def test_minutes_are_the_way_over_the_speed() -> None:
    found = exposure()
    for part, minutes in ((found.seen, found.seen_min), (found.engageable, found.engageable_min)):
        for f in range(3):
            way_m = sum(last - first for first, last in stretches(part[f], found.route.along_m))
            assert minutes[0, f] == pytest.approx(way_m / 240.0 / 60)
    faster = corridor_exposure(route(), [site("none")], 2 * SPEED_MPS)
    assert faster.seen_min[0] == pytest.approx(found.seen_min[0] / 2)


def test_minutes_do_not_hang_on_the_sampling() -> None:
    fine = corridor_exposure(route(), [site("none")], SPEED_MPS, step_m=SAMPLE_M / 4)
    assert fine.seen_min[0] == pytest.approx(exposure().seen_min[0], abs=2 * SAMPLE_M / 240 / 60)


def test_distances_are_in_nautical_miles_to_the_nearest_site() -> None:
    found = exposure(north_m=37_040.0)
    assert found.nearest_nm.min() == pytest.approx(20.0, abs=0.1)
    assert found.nearest_nm[0] == pytest.approx(np.hypot(90e3, 37_040.0) / 1852, rel=0.01)


def test_several_sites_count_together() -> None:
    one = exposure("hills")
    both = corridor_exposure(route(), [site("hills"), site("none")], SPEED_MPS)
    assert (both.seen >= one.seen).all()
    assert (both.seen_min[0] >= one.seen_min[0]).all()


def test_rows_believe_for_themselves() -> None:
    found = corridor_exposure(route(), [site("hills")], SPEED_MPS, rows=range(20))
    assert found.engageable_min.shape == (20, 3)
    assert len(np.unique(found.engageable_min[5:], axis=0)) > 1
    assert np.array_equal(found.seen, exposure("hills").seen)


def test_without_missiles_nothing_is_engageable() -> None:
    bare = built("hills", altitudes=LEVELS, targets=("airliner",), missiles=())
    found = corridor_exposure(route(), [bare], SPEED_MPS)
    assert found.seen.any()
    assert not found.engageable.any()


@given(marked=st.lists(st.booleans(), min_size=1, max_size=30))
def test_stretches_hold_the_marked_samples_and_no_other(marked: list[bool]) -> None:
    along_m = np.arange(len(marked)) * 3.0
    found = stretches(np.array(marked), along_m)
    for mark, at_m in zip(marked, along_m, strict=True):
        assert mark == any(first <= at_m <= last for first, last in found)
    assert all(first < last or len(marked) == 1 for first, last in found)


def test_a_site_counts_only_in_the_rows_in_which_it_stands() -> None:
    sites = [site("hills"), site("none")]
    there = [np.array([True, True, False]), np.array([True, False, False])]
    found = corridor_exposure(route(), sites, SPEED_MPS, rows=range(3), stands=there)
    both, first = (corridor_exposure(route(), sites[:n], SPEED_MPS, rows=range(3)) for n in (2, 1))
    assert np.array_equal(found.seen_nm[0], both.seen_nm[0])
    assert np.array_equal(found.seen_nm[1], first.seen_nm[1])
    assert not found.seen_nm[2].any()
    assert (both.seen_nm[0] > first.seen_nm[0]).any()
    assert len(found.sites) == 2
    nobody = corridor_exposure(route(), sites, SPEED_MPS, stands=[np.array([True]), np.array([False])])
    assert nobody.sites == (sites[0].place.id,)


def test_the_length_seen_is_that_of_its_stretches() -> None:
    found = exposure("hills")
    for f in range(len(found.flight_levels)):
        length_m = sum(last - first for first, last in stretches(found.seen[f], found.route.along_m))
        assert found.seen_nm[0, f] * NAUTICAL_MILE_M == pytest.approx(length_m)
