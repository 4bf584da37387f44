"""A whole site: over a smooth earth against closed forms, over hills against the look itself."""

import math

import numpy as np
import pytest

from openiads.constants import EARTH_RADIUS_M
from openiads.coverage.lookup import bits_of, floor_amsl_m, is_set, terrain_amsl_m
from openiads.coverage.polar import PolarGrid
from openiads.coverage.site import (
    CLAIM_PD,
    MAX_ANTENNA_RUNGS,
    Post,
    SiteModel,
    antenna_rungs_m,
    areas_of,
    run_rows,
    with_loss,
)
from openiads.coverage.sky import ALTITUDES
from openiads.physics.attenuation import gas_constants
from openiads.physics.look import Radar, anchored, look_pd
from openiads.physics.propagation import elevation_of_target_rad, horizon_range_m
from tests.coverage.small import beliefs, built

WIDE = PolarGrid(bearings=24, rings=300, ring_step_m=1000.0)
EDGE_M = 1.0  # ranges of power converge to 0.1 m


def covered_m(site: SiteModel, area_m2: np.ndarray) -> np.ndarray:
    """Radius of a disc of so much area. [m]"""
    return np.sqrt(area_m2 / site.polar.disc_area_m2) * site.polar.radius_m


def test_over_a_smooth_earth_sight_is_the_disc_of_the_horizon() -> None:
    site = built("none", altitudes=("60 m AGL", "300 m AGL", "3000 m AGL"), polar=WIDE, draws=2, weather=0)
    radius_m = covered_m(site, areas_of(site)[0, 0, 0])
    for a, height_m in enumerate((60.0, 300.0, 3000.0)):
        assert radius_m[a] == pytest.approx(horizon_range_m(30.0, height_m, 4 / 3), abs=WIDE.ring_step_m)


def test_over_a_smooth_earth_detection_ends_at_power_or_horizon() -> None:
    site = built("none", altitudes=("60 m AGL", "3000 m AGL"), targets=("airliner", "cruise-missile", "f-35"),
                 polar=WIDE, draws=2, weather=0)
    area_m2 = areas_of(site)[0, 1]
    for c in range(3):
        for a, height_m in enumerate((60.0, 3000.0)):
            horizon_m = horizon_range_m(30.0, height_m, 4 / 3)
            near_m, far_m = site.near_m[0, 0, c, a], min(site.far_m[0, 0, c, a], horizon_m)
            assert covered_m(site, area_m2[c, a] + math.pi * near_m**2) == pytest.approx(far_m, abs=WIDE.ring_step_m)


def test_the_map_says_what_the_look_says() -> None:
    site = built("hills", altitudes=("1500 m AMSL", "6000 m AMSL"), targets=("airliner", "cruise-missile", "f-35"),
                 pd=0.8)
    believed = beliefs(20).nominal
    claim = believed["91N6E.detection_range"]
    gas = gas_constants(believed["91N6E.frequency"].value)
    radar = anchored(
        Radar(0.0, believed["91N6E.elevation_min"].value, believed["91N6E.elevation_max"].value,
              believed["91N6E.instrumented_range"].value, *gas), claim.value, claim.condition["rcs_m2"], pd=CLAIM_PD)
    antenna_m = site.ladder.ground_amsl_m[0] + 30.0
    bits, floor_m = bits_of(site), floor_amsl_m(site, "91N6E")
    radius_m = 4 / 3 * EARTH_RADIUS_M
    checked = set()
    for c, target in enumerate(site.question.targets):
        for a, height_m in enumerate((1500.0, 6000.0)):
            detected = is_set(bits.detected[c], a)
            for ring in range(2, site.polar.rings, 3):
                range_m = site.polar.range_m[ring]
                slant_m = math.sqrt((height_m - antenna_m) ** 2 + 4 * (radius_m + antenna_m) * (radius_m + height_m)
                                    * math.sin(range_m / 2 / radius_m) ** 2)
                elevation_rad = elevation_of_target_rad(height_m, antenna_m, slant_m, 4 / 3)
                pd = look_pd(radar, slant_m, elevation_rad, believed[f"{target}.rcs"].value, 1e-6, 1, 4 / 3)
                if abs(range_m - site.far_m[0, 0, c, a]) > EDGE_M:
                    assert (detected[:, ring] == ((pd >= 0.8) & (floor_m[:, ring] <= height_m))).all()
                    checked |= {(bool(mark), bool(pd >= 0.8)) for mark in detected[:, ring]}
    assert checked == {(True, True), (False, True), (False, False)}  # detected, masked, too weak


def test_heights_above_ground_are_met_above_the_ground_of_their_cell() -> None:
    site = built("hills")
    floor_m, ground_m = floor_amsl_m(site, "91N6E"), terrain_amsl_m(site)
    seen = is_set(bits_of(site).sight, 0)
    lower_m = np.minimum(floor_m, floor_amsl_m(site, "92N6E"))
    assert np.array_equal(seen, lower_m - ground_m <= 100.0)


def test_engagement_lies_inside_sight_of_the_guide_and_reach() -> None:
    site = built("hills")
    bits = bits_of(site)
    for c in range(2):
        engaged = bits.engaged[c]
        assert engaged.any()
        assert not (engaged & ~bits.seen[1]).any()
        assert not (engaged & ~site.beliefs.reach[0, c][None, :]).any()
    assert built("hills", missiles=()).salvo is None
    assert not areas_of(built("hills", missiles=()))[:, 2].any()


@pytest.mark.parametrize("change", [{"pd": 0.9}, {"pfa": 1e-8}])
def test_asking_for_more_certainty_covers_less(change: dict[str, float]) -> None:
    plain, strict = areas_of(built("hills")), areas_of(built("hills", **change))
    assert (strict[:, 1] <= plain[:, 1]).all()
    assert (strict[:, 1] < plain[:, 1]).any()
    assert np.array_equal(strict[:, 0], plain[:, 0])


def test_losing_the_engagement_radar_takes_engagement_and_leaves_detection() -> None:
    site = built("hills")
    whole, guideless = areas_of(site), areas_of(with_loss(site, "92N6E"))
    blind = areas_of(with_loss(site, "91N6E"))
    assert np.array_equal(whole[:, 1], guideless[:, 1])
    assert not guideless[:, 2].any()
    assert whole[:, 2].any()
    assert not blind[:, 1:].any()
    assert (whole >= blind).all()


def test_threads_and_ranges_change_nothing() -> None:
    site = built("hills")
    assert np.array_equal(areas_of(site), areas_of(site, 10_000))
    assert np.array_equal(areas_of(site, 5), areas_of(site)[:5])
    order: list[tuple[int, int]] = []
    run_rows(lambda first, last: order.append((int(first), int(last))), 11, threads=3)
    assert sorted(order) == [(0, 3), (3, 7), (7, 11)]


def test_weather_moves_sight_in_its_own_rows_only() -> None:
    site = built("hills", refraction="p453", weather=4, draws=20)
    sight = areas_of(site)[:, 0, 0, 1]
    assert (np.diff(sight[1:5]) > 0).all()
    assert (sight[5:] == sight[0]).all()


def test_a_rounded_site_is_drawn_inside_its_cell() -> None:
    site = built("hills", rounded=True, draws=20)
    assert site.beliefs.position[0] == 4
    assert set(site.beliefs.position) <= set(range(9))
    assert len(set(site.beliefs.position[5:])) > 3
    assert len(site.ladder.spec.positions_deg) == 9
    assert built("hills").beliefs.position.max() == 0


def test_the_question_is_padded_to_eight_altitudes() -> None:
    site = built("hills")
    padded = site.question.padded()
    assert len(padded) == ALTITUDES
    assert set(padded[4:]) == {site.question.altitudes[-1]}
    area = areas_of(site)
    assert (area[..., 4:] == area[..., 3:4]).all()


def test_antenna_rungs_are_the_ends_of_what_is_believed() -> None:
    assert antenna_rungs_m([np.array([7.0, 5.0, 9.0]), np.array([24.0, 24.0])]) == (5.0, 9.0, 24.0)
    many = antenna_rungs_m([np.array([float(n), n + 0.5]) for n in range(1, 8)])
    assert len(many) == MAX_ANTENNA_RUNGS
    assert (many[0], many[-1]) == (1.0, 7.5)


def test_a_post_knows_its_radars_and_its_masts() -> None:
    rows, believed = built("hills").rows, beliefs(20)
    post = Post(("91N6E", "96L6E"), ("92N6E", "91N6E"), (), {"96L6E": 40.0, "92N6E": "96L6E.antenna_height"})
    assert post.radars == ("91N6E", "96L6E", "92N6E")
    assert (post.antenna_height_m("96L6E", rows, believed) == 40.0).all()
    own = rows.believed(believed, "96L6E.antenna_height")
    assert np.array_equal(post.antenna_height_m("92N6E", rows, believed), own)
    assert post.antenna_height_m("91N6E", rows, believed)[0] == believed.nominal["91N6E.antenna_height"].value
    assert post.without("91N6E") == Post(("96L6E",), ("92N6E",), (), post.antenna)
