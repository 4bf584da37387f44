from dataclasses import dataclass

import matplotlib.cbook
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openiads.constants import EARTH_RADIUS_M
from openiads.coverage.floor import (
    floor_ladder_amsl_m,
    height_above_ground_m,
    lowest_floor_and_depth,
    visibility_floor_amsl_m,
)
from tests.coverage.brute import brute_floor_amsl_m, every_cell
from tests.examples import examples

ROUNDING_M = 2e-3  # float32 at 8 km is 0.5 mm
FOUR_THIRDS_M = EARTH_RADIUS_M * 4 / 3
CELL_M = 90.0


def sag_m(radius_m, leverage):
    """The earth's sag within one cell, which the floor neglects, at a cell `leverage` times as far as what hides it."""
    return CELL_M**2 / (8 * radius_m) * leverage


@dataclass(frozen=True)
class Site:
    heights_m: np.ndarray
    row: int
    col: int
    antenna_amsl_m: float

    def floor_m(self, **how):
        return visibility_floor_amsl_m(self.heights_m, CELL_M, self.row, self.col, self.antenna_amsl_m, **how)

    def brute_m(self, cells, radius_m=np.inf):
        return brute_floor_amsl_m(self.heights_m, CELL_M, self.row, self.col, self.antenna_amsl_m, cells, radius_m)


@st.composite
def sites(draw):
    shape = draw(st.tuples(st.integers(1, 12), st.integers(1, 12)))
    heights_m = draw(arrays(np.float32, shape, elements=st.floats(-100, 2000, width=32)))
    row, col = draw(st.integers(0, shape[0] - 1)), draw(st.integers(0, shape[1] - 1))
    return Site(heights_m, row, col, float(heights_m[row, col]) + draw(st.floats(0, 500)))


curvatures = st.sampled_from([np.inf, FOUR_THIRDS_M, 50_000.0])


@given(sites(), curvatures)
@examples(150)
def test_floor_is_that_of_each_cells_own_ray(site, radius_m):
    want_m = site.brute_m(every_cell(site.heights_m.shape), radius_m).reshape(site.heights_m.shape)
    np.testing.assert_allclose(site.floor_m(effective_earth_radius_m=radius_m), want_m, rtol=3e-7,
                               atol=ROUNDING_M + sag_m(radius_m, leverage=24))


@given(sites(), curvatures)
@examples(60)
def test_floor_turns_with_the_grid(site, radius_m):
    floor_m = site.floor_m(effective_earth_radius_m=radius_m)
    for turn in (
        Site(site.heights_m.T, site.col, site.row, site.antenna_amsl_m).floor_m(effective_earth_radius_m=radius_m).T,
        Site(site.heights_m[::-1], len(floor_m) - 1 - site.row, site.col, site.antenna_amsl_m).floor_m(
            effective_earth_radius_m=radius_m)[::-1],
    ):
        np.testing.assert_allclose(turn, floor_m, rtol=3e-7, atol=ROUNDING_M)


@given(sites())
@examples(60)
def test_floor_is_on_the_terrain_or_above_it(site):
    floor_m = site.floor_m()
    assert (floor_m >= site.heights_m).all()
    np.testing.assert_allclose(
        site.floor_m(above_ground=True), height_above_ground_m(floor_m, site.heights_m), atol=ROUNDING_M, rtol=3e-7
    )


@given(sites())
@examples(40)
def test_floor_falls_with_antenna_height_and_rises_with_curvature(site):
    higher = Site(site.heights_m, site.row, site.col, site.antenna_amsl_m + 30)
    assert (higher.floor_m() <= site.floor_m() + ROUNDING_M).all()
    flat_m, curved_m = (site.floor_m(effective_earth_radius_m=radius_m) for radius_m in (np.inf, EARTH_RADIUS_M))
    far = np.hypot(*(np.indices(flat_m.shape) - np.array([[[site.row]], [[site.col]]]))) >= 2
    rows, cols = np.nonzero(far & (flat_m > site.heights_m))
    assert (curved_m[rows, cols] >= flat_m[rows, cols] - ROUNDING_M).all()


@pytest.fixture(scope="module")
def jacksboro():
    """Real 3 arc-second terrain of Tennessee, in matplotlib's sample data; cells taken as 90 m squares."""
    with matplotlib.cbook.get_sample_data("jacksboro_fault_dem.npz") as sample:
        heights_m = sample["elevation"].astype(np.float32)
    return Site(heights_m, 170, 200, float(heights_m[170, 200]) + 24)


@pytest.mark.parametrize("radius_m", [np.inf, FOUR_THIRDS_M])
def test_floor_over_real_terrain_is_that_of_brute_force(jacksboro, radius_m):
    floor_m = jacksboro.floor_m(effective_earth_radius_m=radius_m)
    cells = np.random.default_rng(7).integers(0, jacksboro.heights_m.shape, (1500, 2))
    np.testing.assert_allclose(floor_m[tuple(cells.T)], jacksboro.brute_m(cells, radius_m),
                               atol=ROUNDING_M + sag_m(radius_m, leverage=260))


def test_range_cuts_and_changes_nothing_within(jacksboro):
    whole_m, cut_m = jacksboro.floor_m(), jacksboro.floor_m(max_range_m=9_000.0)
    row, col = jacksboro.row, jacksboro.col
    distance_m = CELL_M * np.hypot(*np.ogrid[-row : 344 - row, -col : 403 - col])
    assert (np.isnan(cut_m) == (distance_m > 9_000.0)).all()
    np.testing.assert_array_equal(cut_m[distance_m <= 9_000.0], whole_m[distance_m <= 9_000.0])


def test_cells_without_data_block_nothing(jacksboro):
    heights_m = jacksboro.heights_m[150:190, 180:230].copy()
    site = Site(heights_m.copy(), 20, 20, float(heights_m[20, 20]) + 5)
    holed = Site(heights_m, 20, 20, site.antenna_amsl_m)
    holed.heights_m[22:30, 10:40] = np.nan
    floor_m, open_m = site.floor_m(), holed.floor_m()
    assert np.isfinite(open_m).all()
    assert (open_m <= floor_m + ROUNDING_M).all()
    assert (open_m[35:] < floor_m[35:] - 1).any()
    above_m = holed.floor_m(above_ground=True)
    assert (np.isnan(above_m) == np.isnan(heights_m)).all()


def test_wall_throws_its_shadow_along_every_direction():
    # similar triangles: a wall of 100 m at 2 km, antenna at 10 m, hides what is below 10 + 90 d / 2 km (d in km)
    heights_m = np.zeros((601, 601), np.float32)
    heights_m[:, 320] = 100.0
    site = Site(heights_m, 300, 300, 10.0)
    floor_m = visibility_floor_amsl_m(heights_m, 100.0, site.row, site.col, site.antenna_amsl_m)
    cols = np.arange(322, 601)
    for row in (300, 310, 380, 560):
        beyond = cols[np.abs(row - 300) <= cols - 300]
        np.testing.assert_allclose(floor_m[row, beyond], 10 + 90 * (beyond - 300) / 20, rtol=1e-6)
    assert (floor_m[:, :319] == 0).all()


def test_plane_is_seen_whole_on_a_flat_earth_and_to_its_horizon_on_a_round_one():
    heights_m = np.zeros((401, 401), np.float32)
    above_m = visibility_floor_amsl_m(heights_m, 100.0, 200, 200, 10.0, above_ground=True)
    assert above_m.max() <= ROUNDING_M
    round_m = visibility_floor_amsl_m(heights_m, 100.0, 200, 200, 10.0, above_ground=True,
                                      effective_earth_radius_m=FOUR_THIRDS_M)
    # the grazing ray: d = sqrt(2 R h)
    distance_m = 100.0 * np.hypot(*np.ogrid[-200:201, -200:201])
    horizon_m = np.sqrt(2 * FOUR_THIRDS_M * 10.0)
    assert round_m[distance_m < horizon_m - 100].max() <= ROUNDING_M
    beyond = distance_m > horizon_m
    want_m = (distance_m[beyond] - horizon_m) ** 2 / (2 * FOUR_THIRDS_M)
    # sampled every 100 m the horizon lies up to 50 m off, where the earth is 50^2 / 2 R lower; at most 2.5 times as far
    np.testing.assert_allclose(round_m[beyond], want_m, atol=50.0**2 / (2 * FOUR_THIRDS_M) * 2.5 + ROUNDING_M)


def test_ladder_is_floor_by_floor(jacksboro):
    antenna_m, curvature = [jacksboro.antenna_amsl_m, jacksboro.antenna_amsl_m + 30], [0.0, 1 / FOUR_THIRDS_M]
    ladder_m = floor_ladder_amsl_m(jacksboro.heights_m, CELL_M, jacksboro.row, jacksboro.col, antenna_m, curvature,
                                   max_range_m=10e3)
    assert ladder_m.shape == (2, 2, 344, 403)
    one_m = visibility_floor_amsl_m(jacksboro.heights_m, CELL_M, jacksboro.row, jacksboro.col, antenna_m[1],
                                    effective_earth_radius_m=FOUR_THIRDS_M, max_range_m=10e3)
    np.testing.assert_allclose(ladder_m[1, 1], one_m, atol=ROUNDING_M)


def test_lowest_floor_and_depth_are_those_of_the_sites_one_by_one(jacksboro):
    places = [(60, 80), (170, 200), (300, 350)]
    sites = [(row, col, float(jacksboro.heights_m[row, col]) + 24) for row, col in places]
    lowest_m, depth = lowest_floor_and_depth(jacksboro.heights_m, CELL_M, sites, depth_at_agl_m=100.0, max_range_m=15e3,
                                             effective_earth_radius_m=FOUR_THIRDS_M)
    floors_m = np.stack([visibility_floor_amsl_m(jacksboro.heights_m, CELL_M, *site, max_range_m=15e3,
                                                 effective_earth_radius_m=FOUR_THIRDS_M) for site in sites])
    np.testing.assert_array_equal(lowest_m, np.fmin.reduce(floors_m))
    np.testing.assert_array_equal(depth, (floors_m - jacksboro.heights_m <= 100.0).sum(axis=0))


def test_sites_on_the_rim_and_on_narrow_grids():
    heights_m = np.random.default_rng(3).uniform(0, 100, (1, 30)).astype(np.float32)
    for site in (Site(heights_m, 0, 0, 50.0), Site(heights_m.T.copy(), 29, 0, 50.0), Site(heights_m[:, :1], 0, 0, 5.0)):
        want_m = site.brute_m(every_cell(site.heights_m.shape)).reshape(site.heights_m.shape)
        np.testing.assert_allclose(site.floor_m(), want_m, atol=ROUNDING_M)


@pytest.mark.parametrize(("row", "col"), [(170, 200), (0, 200)])
def test_floor_goes_into_the_given_raster(jacksboro, row, col):
    out_m = np.empty_like(jacksboro.heights_m)
    given = jacksboro.heights_m, CELL_M, row, col, 1000.0
    assert visibility_floor_amsl_m(*given, out=out_m) is out_m
    np.testing.assert_array_equal(out_m, visibility_floor_amsl_m(*given))


def test_horizon_with_more_lines_than_cells():
    # spikes over a void, each seen between the nearer ones: the horizon outgrows the room it begins with
    heights_m = np.full((700, 700), -1e4, np.float32)
    heights_m[np.random.default_rng(2).random(heights_m.shape) < 0.1] = 0.0
    site = Site(heights_m[1:, 1:].copy(), 0, 0, 1e-9)
    cells = np.random.default_rng(3).integers(0, 699, (100, 2))
    np.testing.assert_allclose(site.floor_m()[tuple(cells.T)], site.brute_m(cells), atol=ROUNDING_M)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6])
def test_floor_beside_voids_is_the_one_of_the_profile(share):
    rng = np.random.default_rng(5)
    heights_m = rng.uniform(0, 3000, (15, 17))
    heights_m[rng.random(heights_m.shape) < share] = np.nan
    heights_m[7, 8] = 500.0
    floor_m = visibility_floor_amsl_m(heights_m, 30.0, 7, 8, 510.0)
    exact_m = brute_floor_amsl_m(heights_m, 30.0, 7, 8, 510.0, every_cell(heights_m.shape)).reshape(heights_m.shape)
    known = ~np.isnan(heights_m)
    np.testing.assert_allclose(floor_m[known], exact_m[known], atol=0.05)  # float32 of a line that falls 100 km
