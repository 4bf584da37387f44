"""The byte kernels against plain NumPy written from the definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.coverage.sky import Beliefs, Sky, pair_areas, site_areas
from tests.examples import examples

BEARINGS, RINGS, RADARS, CLASSES = 24, 30, 2, 2


def site(seed: int, draws: int = 3) -> tuple[Sky, Beliefs]:
    """A random site: floors that rise outwards with noise, random limits."""
    rng = np.random.default_rng(seed)
    rise = np.linspace(0, 6000, RINGS)
    floors = (rise + rng.integers(0, 1500, (2, 3, 2, BEARINGS, RINGS))).astype(np.int16)
    ground = rng.integers(0, 800, (2, BEARINGS, RINGS)).astype(np.int16)
    sky = Sky(
        np.maximum(floors, ground[:, None, None]), ground, rng.uniform(1, 2, RINGS) * 1e6,
        np.array([60.0, 300, 900, 1500, 2500, 3500, 5000, 9000]) + 0.37,
        np.array([True, True, True, False, False, False, False, False]), 1000.0,
    )
    far = rng.integers(5, RINGS + 1, (draws, RADARS, CLASSES, 8))
    beliefs = Beliefs(
        position=rng.integers(0, 2, draws), curvature_rung=rng.integers(0, 2, draws),
        curvature_weight=rng.uniform(0, 1, draws), antenna_rung=rng.integers(0, 3, (draws, RADARS)),
        antenna_weight=rng.uniform(0, 1, (draws, RADARS)), searches=np.array([True, True]),
        guides=np.array([False, True]), near_ring=rng.integers(0, 3, (draws, RADARS, CLASSES, 8)), far_ring=far,
        hold_m=rng.uniform(100, 4000, (draws, RADARS, CLASSES)),
        reach=rng.integers(0, 256, (draws, CLASSES, RINGS)).astype(np.uint8),
        needed_m=np.sort(rng.uniform(0, 40e3, (draws, CLASSES, 8, RINGS)), axis=-1).astype(np.float32),
    )
    return sky, beliefs


def expected(sky: Sky, beliefs: Beliefs, draw: int) -> np.ndarray:
    """Sight, detection and engagement of one draw by their definitions; (3, C, 8, B, R) bool."""
    p, k, wk = beliefs.position[draw], beliefs.curvature_rung[draw], beliefs.curvature_weight[draw]
    ring = np.arange(RINGS)
    seen = np.zeros((RADARS, 8, BEARINGS, RINGS), bool)
    for g in range(RADARS):
        m, wm = beliefs.antenna_rung[draw, g], beliefs.antenna_weight[draw, g]
        floors = sky.floor_amsl_m[p].astype(float)
        m1, k1 = min(m + 1, floors.shape[0] - 1), min(k + 1, floors.shape[1] - 1)
        floor = (1 - wm) * ((1 - wk) * floors[m, k] + wk * floors[m, k1])
        floor = floor + wm * ((1 - wk) * floors[m1, k] + wk * floors[m1, k1])
        for a in range(8):
            height = floor - sky.terrain_amsl_m[p] if sky.above_ground[a] else floor
            seen[g, a] = height <= sky.altitude_m[a]
    out = np.zeros((3, CLASSES, 8, BEARINGS, RINGS), bool)
    for c in range(CLASSES):
        for a in range(8):
            allowed = (ring >= beliefs.near_ring[draw, :, c, a, None]) & (ring < beliefs.far_ring[draw, :, c, a, None])
            out[0, c, a] = seen[:, a].any(axis=0)
            out[1, c, a] = (seen[:, a] & allowed[:, None]).any(axis=0)
            for b in range(BEARINGS):
                limit = 0
                for g in range(RADARS):
                    hold_m, run = beliefs.hold_m[draw, g, c], 0
                    hold = int(np.ceil(hold_m / sky.ring_step_m))
                    for r in ring[::-1]:
                        run = run + 1 if seen[g, a, b, r] and allowed[g, r] else 0
                        if run >= hold:
                            track_m = (r + hold) * sky.ring_step_m - hold_m
                            limit = max(limit, int(np.sum(beliefs.needed_m[draw, c, a] <= track_m)))
                            break
                reached = (beliefs.reach[draw, c] >> a & 1).astype(bool)
                out[2, c, a, b] = seen[1, a, b] & allowed[1] & reached & (ring < limit)
    return out


@examples(25)
@given(seed=st.integers(0, 10_000))
def test_areas_are_those_of_the_definitions(seed: int) -> None:
    sky, beliefs = site(seed)
    area_m2 = np.zeros((3, 3, CLASSES, 8))
    site_areas(sky, beliefs, 0, 3, area_m2)
    for draw in range(3):
        want = (expected(sky, beliefs, draw) * sky.ring_cell_area_m2).sum(axis=(-1, -2))
        assert area_m2[draw] == pytest.approx(want, rel=1e-12)


@examples(25)
@given(seed=st.integers(0, 10_000))
def test_a_second_site_adds_only_what_the_first_lacks(seed: int) -> None:
    sky, beliefs = site(seed)
    other_sky, other_beliefs = site(seed + 1)
    rng = np.random.default_rng(seed)
    bearing = rng.integers(-1, BEARINGS, (BEARINGS, RINGS))
    ring = rng.integers(0, RINGS, (BEARINGS, RINGS))
    area_m2 = np.zeros((3, 3, 3, CLASSES, 8))
    cell = np.where(bearing >= 0, bearing * RINGS + ring, -1).astype(np.int32)
    pair_areas(sky, beliefs, other_sky, other_beliefs, cell, 0, 3, area_m2)
    first, second = expected(sky, beliefs, 1), expected(other_sky, other_beliefs, 1)
    covered = np.where(bearing >= 0, first[..., bearing, ring], False)
    want = ((second & ~covered) * other_sky.ring_cell_area_m2).sum(axis=(-1, -2))
    assert area_m2[1, 1] == pytest.approx(want, rel=1e-12)


def test_a_site_beside_itself_adds_nothing() -> None:
    sky, beliefs = site(5)
    cell = np.arange(BEARINGS * RINGS, dtype=np.int32).reshape(BEARINGS, RINGS)
    area_m2 = np.zeros((3, 3, 3, CLASSES, 8))
    pair_areas(sky, beliefs, sky, beliefs, cell, 0, 3, area_m2)
    assert area_m2[:, 0].sum() > 0
    assert not area_m2[:, 1].any()


def test_ranges_of_draws_give_the_same_areas_as_one_run() -> None:
    sky, beliefs = site(9)
    whole, parts = np.zeros((3, 3, CLASSES, 8)), np.zeros((3, 3, CLASSES, 8))
    site_areas(sky, beliefs, 0, 3, whole)
    for first in (2, 0, 1):
        site_areas(sky, beliefs, first, first + 1, parts)
    assert np.array_equal(whole, parts)
