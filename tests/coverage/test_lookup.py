"""Look-ups in a built site."""

import numpy as np
import pytest

from openiads.coverage.lookup import (
    altitudes_amsl_m,
    bits_of,
    detection_range_m,
    floor_amsl_m,
    ground_amsl_m,
    is_set,
    lowest_floor_amsl_m,
    outermost_m,
    terrain_amsl_m,
    weather_row,
)
from tests.coverage.small import built


def test_a_floor_on_a_rung_is_that_rung() -> None:
    site = built("hills")
    rungs = site.ladder.spec.antenna_height_m
    assert rungs == (20.0, 30.0)
    for radar, rung in (("92N6E", 0), ("91N6E", 1)):
        assert np.array_equal(floor_amsl_m(site, radar), site.ladder.floor_amsl_m[0, rung, 0].astype(float))


def test_a_floor_between_rungs_of_weather_lies_between_them() -> None:
    site = built("hills", refraction="p453")
    floors = site.ladder.floor_amsl_m[0, 1]
    for row in range(1, 5):
        floor_m = floor_amsl_m(site, "91N6E", row)
        assert (floor_m >= floors.min(axis=0) - 1e-9).all()
        assert (floor_m <= floors.max(axis=0) + 1e-9).all()
    assert floor_amsl_m(site, "91N6E", 1).mean() > floor_amsl_m(site, "91N6E", 4).mean()


def test_the_lowest_floor_is_that_of_the_highest_antenna() -> None:
    site = built("hills")
    assert np.array_equal(lowest_floor_amsl_m(site, ("91N6E", "92N6E")), floor_amsl_m(site, "91N6E"))


def test_sight_is_what_the_lowest_floor_says() -> None:
    site = built("hills")
    floor_m = lowest_floor_amsl_m(site, site.post.radars)
    assert np.array_equal(is_set(bits_of(site).sight, 2), floor_m <= 1500.0)
    assert terrain_amsl_m(site).shape == floor_m.shape


def test_altitudes_above_the_site() -> None:
    site = built("hills")
    ground_m = ground_amsl_m(site)
    assert altitudes_amsl_m(site)[:4] == pytest.approx([ground_m + 100, ground_m + 600, 1500, 6000])


def test_weather_rows_are_found_by_their_share_of_the_year() -> None:
    site = built("hills", refraction="p453")
    assert weather_row(site, 50.0) == 0
    assert weather_row(site, 95.0) == 1
    assert weather_row(site, 5.0) == 4


def test_detection_range_is_that_of_the_best_search_radar() -> None:
    site = built("hills")
    assert np.array_equal(detection_range_m(site), site.far_m[:, 0])


def test_outermost_is_the_edge_of_the_farthest_marked_cell() -> None:
    site = built("hills")
    bits = np.zeros((site.polar.bearings, site.polar.rings), np.uint8)
    bits[3, 10] = 0b101
    bits[3, 40] = 0b001
    edge_m = outermost_m(site, bits)
    assert edge_m[0, 3] == 41 * site.polar.ring_step_m
    assert edge_m[2, 3] == 11 * site.polar.ring_step_m
    assert edge_m.sum() == edge_m[0, 3] + edge_m[2, 3]
