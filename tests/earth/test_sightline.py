import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openiads.earth.sightline import Profile, grazing_ray_amsl_m, in_sight, profile_floor_amsl_m, sample_profile

EXACT = 1e-9  # sums of a few float64
EARTH_M = 6_378_137.0 * 4 / 3


def test_profile_has_every_crossing_once():
    heights_m = np.arange(20.0).reshape(4, 5)
    profile = sample_profile(heights_m, 2.0, (0, 0), (2, 4))
    # the ray meets columns 1 to 3 and row 1, the latter together with column 2
    np.testing.assert_allclose(profile.distance_m, np.hypot(2, 4) * 2 * np.array([0, 0.25, 0.5, 0.75, 1]), atol=EXACT)
    np.testing.assert_allclose(profile.height_amsl_m, [0, 3.5, 7, 10.5, 14], atol=EXACT)


cells = st.tuples(st.integers(0, 8), st.integers(0, 8))
terrain = arrays(float, (9, 9), elements=st.floats(0, 1000))


@given(terrain, cells, cells)
def test_profile_of_the_way_back_is_the_same(heights_m, start, end):
    there, back = sample_profile(heights_m, 30.0, start, end), sample_profile(heights_m, 30.0, end, start)
    np.testing.assert_allclose(back.distance_m[-1] - back.distance_m[::-1], there.distance_m, atol=1e-6)
    np.testing.assert_allclose(back.height_amsl_m[::-1], there.height_amsl_m, atol=1e-6)


@given(terrain, cells, cells, st.floats(0, 500), st.floats(0, 500))
def test_sight_is_mutual(heights_m, start, end, mast_m, height_m):
    clear_m = 1e-6  # grazing rays may go either way by rounding
    a, b = heights_m[start] + mast_m + 1, heights_m[end] + height_m + 1
    if in_sight(heights_m, 30.0, start, a, end, b, effective_earth_radius_m=EARTH_M):
        assert in_sight(heights_m, 30.0, end, b + clear_m, start, a + clear_m, effective_earth_radius_m=EARTH_M)


@given(terrain, cells, st.floats(0, 500))
def test_floor_of_a_profile_is_the_height_where_sight_begins(heights_m, end, mast_m):
    start, antenna_m = (4, 4), heights_m[4, 4] + mast_m
    floor_m = profile_floor_amsl_m(sample_profile(heights_m, 30.0, start, end), antenna_m)[-1]
    assert in_sight(heights_m, 30.0, start, antenna_m, end, floor_m + 1e-6)
    if floor_m > heights_m[end]:
        assert not in_sight(heights_m, 30.0, start, antenna_m, end, floor_m - 1e-6)


def test_points_off_the_lines_of_cell_centres_are_bilinear():
    plane_m = np.add.outer(3.0 * np.arange(6), 5.0 * np.arange(6))
    profile = sample_profile(plane_m, 1.0, (0.5, 0.25), (4.5, 3.75))
    rows, cols = 0.5 + 4 * profile.distance_m / np.hypot(4, 3.5), 0.25 + 3.5 * profile.distance_m / np.hypot(4, 3.5)
    np.testing.assert_allclose(profile.height_amsl_m, 3 * rows + 5 * cols, atol=EXACT)


def test_cells_beside_the_ray_are_not_touched():
    heights_m = np.full((3, 5), np.nan)
    heights_m[1] = 7.0
    assert (sample_profile(heights_m, 1.0, (1, 0), (1, 4)).height_amsl_m == 7.0).all()


def test_no_data_blocks_nothing():
    floor_m = profile_floor_amsl_m(Profile(np.arange(5) * 100.0, np.array([0, 50, np.nan, 0, 0.0])), 10.0)
    np.testing.assert_allclose(floor_m, [0, 50, 90, 130, 170], atol=EXACT)


@pytest.mark.parametrize("radius_m", [np.inf, EARTH_M])
def test_smooth_earth_hides_what_lies_beyond_the_tangent(radius_m):
    distance_m = np.arange(0, 60_000.0, 10.0)
    ray_m = grazing_ray_amsl_m(Profile(distance_m, np.zeros_like(distance_m)), 10.0, effective_earth_radius_m=radius_m)
    horizon_m = np.sqrt(2 * radius_m * 10.0)
    beyond = distance_m > horizon_m
    assert beyond.any() == np.isfinite(radius_m)
    assert (ray_m[~beyond] <= EXACT).all()
    tangent_off_m = 5.0**2 / (2 * EARTH_M) * 5  # the tangent lies between samples, 10 m apart, up to 5 times nearer
    want_m = (distance_m[beyond] - horizon_m) ** 2 / (2 * radius_m)
    np.testing.assert_allclose(ray_m[beyond], want_m, atol=tangent_off_m)


def test_an_observer_below_the_ground_sees_nothing():
    assert not in_sight(np.zeros((1, 2)), 1.0, (0, 0), -1.0, (0, 1), 1.0)


@pytest.mark.parametrize(("rows", "cols"), [(2, 2), (4, 4), (2, 4), (6, 2), (4, 6), (8, 8)])
@pytest.mark.parametrize("height_m", [10.0, 70.0, 100.0])
def test_a_ray_that_touches_is_in_sight(rows, cols, height_m):
    heights_m = np.zeros((rows + 1, cols + 1))
    heights_m[rows // 2, cols // 2] = height_m / 2
    assert in_sight(heights_m, 30.0, (0, 0), height_m, (rows, cols), 0.0)
    heights_m[rows // 2, cols // 2] += 1e-6
    assert not in_sight(heights_m, 30.0, (0, 0), height_m, (rows, cols), 0.0)


def test_unknown_heights_are_out_of_sight():
    assert not in_sight(np.zeros((1, 3)), 30.0, (0, 0), np.nan, (0, 2), 1.0)
