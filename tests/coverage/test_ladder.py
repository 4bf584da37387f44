"""Ladders of floors: over a smooth earth against the horizon formula, between rungs, and in the cache."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.compiled import cache_root
from openiads.coverage import ladder as module
from openiads.coverage.ladder import NEVER_M, LadderSpec, Refraction, build_ladder, offset_m, rounding_cell, rung_of
from openiads.coverage.polar import PolarGrid
from openiads.earth.terrain import open_terrain
from openiads.physics.layered import layered_horizon_m, layers_above_site
from openiads.physics.propagation import horizon_range_m
from tests.coverage.small import COARSE, LAT_DEG, LON_DEG, Hills

RASTER_M = 250.0  # the floor is sampled on 1 km cells, read between them, and stored in whole metres
PRINTED_KM = 0.1  # horizon distances are published to 0.1 km

SPEC = LadderSpec(LAT_DEG, LON_DEG, ((LAT_DEG, LON_DEG),), (30.0,), (Refraction(4 / 3, 315.0, False),),
                  PolarGrid(bearings=24, rings=300, ring_step_m=1000.0), 1000.0)


def crossing_m(floor_m: np.ndarray, height_m: float, polar: PolarGrid) -> np.ndarray:
    """Range at which the floor passes a height, on each bearing."""
    return np.array([np.interp(height_m, line[line > 0], polar.range_m[line > 0]) for line in floor_m])


@pytest.mark.parametrize(("height_m", "published_km"), [(60.0, 54.5), (300.0, 94.0), (3000.0, 248.3)])
def test_a_smooth_earth_hides_what_the_horizon_formula_hides(height_m: float, published_km: float) -> None:
    # 54.5, 94 and 248 km for a 30 m antenna and k = 4/3: the figures of the radar horizon in every textbook
    built = build_ladder(open_terrain("none"), SPEC, keep=False)
    horizon_m = horizon_range_m(30.0, height_m, 4 / 3)
    assert horizon_m / 1000 == pytest.approx(published_km, abs=PRINTED_KM)
    assert crossing_m(built.floor_amsl_m[0, 0, 0], height_m, SPEC.polar) == pytest.approx(horizon_m, abs=RASTER_M)


def test_every_rung_has_its_own_horizon() -> None:
    factors, masts_m = (4.0, 2.0, 4 / 3, 1.0), (10.0, 60.0)
    spec = replace(SPEC, antenna_height_m=masts_m, refraction=tuple(Refraction(k, 315.0, False) for k in factors))
    built = build_ladder(open_terrain("none", ground_height_m=0.0), spec, keep=False)
    assert built.curvature_factor.tolist() == sorted(built.curvature_factor)
    for m, mast_m in enumerate(masts_m):
        for k, factor in enumerate(factors):
            found_m = crossing_m(built.floor_amsl_m[0, m, k], 300.0, spec.polar)
            assert found_m == pytest.approx(horizon_range_m(mast_m, 300.0, factor), abs=RASTER_M)


def test_layered_air_hides_what_traced_rays_hide() -> None:
    spec = replace(SPEC, refraction=(Refraction(2.0, 330.0, True),))
    built = build_ladder(open_terrain("none"), spec, keep=False)
    layers = layers_above_site(2.0, 330.0)
    for height_m in (300.0, 1000.0, 2500.0):
        found_m = crossing_m(built.floor_amsl_m[0, 0, 0], height_m, spec.polar)
        assert found_m == pytest.approx(layered_horizon_m(30.0, height_m, layers), abs=2 * RASTER_M)
    assert layered_horizon_m(30.0, 6000.0, layers) < horizon_range_m(30.0, 6000.0, 2.0) - 10 * RASTER_M


def test_the_ground_shifts_every_height_alike() -> None:
    low = build_ladder(open_terrain("none"), SPEC, keep=False)
    high = build_ladder(open_terrain("none", ground_height_m=800.0), SPEC, keep=False)
    assert high.ground_amsl_m.tolist() == [800.0]
    assert (high.terrain_amsl_m == 800).all()
    assert np.abs(high.floor_amsl_m.astype(int) - low.floor_amsl_m - 800).max() <= 1


def test_hills_hide_and_floors_stay_above_the_ground() -> None:
    spec = replace(SPEC, polar=COARSE)
    hills, smooth = build_ladder(Hills(), spec, keep=False), build_ladder(open_terrain("none"), spec, keep=False)
    assert (hills.floor_amsl_m[0, 0, 0] >= hills.terrain_amsl_m[0]).all()
    assert hills.floor_amsl_m.mean() > smooth.floor_amsl_m.mean()
    assert (hills.floor_amsl_m < NEVER_M).all()


@pytest.mark.parametrize(("part", "value"), [
    ("lat_deg", 41.0), ("lon_deg", 33.0), ("positions_deg", ((40.0, 32.001),)), ("antenna_height_m", (31.0,)),
    ("refraction", (Refraction(1.5, 315.0, False),)), ("refraction", (Refraction(4 / 3, 315.0, True),)),
    ("refraction", (Refraction(4 / 3, 320.0, False),)), ("polar", PolarGrid(24, 300, 999.0)), ("cell_size_m", 999.0),
])
def test_everything_that_decides_the_numbers_is_in_the_key(part: str, value: object) -> None:
    assert replace(SPEC, **{part: value}).key("a") != SPEC.key("a") != SPEC.key("b")


def test_a_kept_ladder_is_read_back_and_a_damaged_one_is_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    spec, terrain = replace(SPEC, polar=PolarGrid(8, 10, 1000.0)), open_terrain("none")
    first = build_ladder(terrain, spec)
    path = cache_root() / "floors" / f"{spec.key(terrain.info.sha256)}.npz"
    whole = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(module, "_floors_at", lambda *_: pytest.fail("computed again"))
        assert np.array_equal(build_ladder(terrain, spec).floor_amsl_m, first.floor_amsl_m)
    for damage in (b"", b"not a ladder", whole[: len(whole) // 2], whole[:100] + b"\0\1\2" + whole[103:]):
        path.write_bytes(damage)
        assert np.array_equal(build_ladder(terrain, spec).floor_amsl_m, first.floor_amsl_m)


@given(values=st.lists(st.floats(0.1, 5.0), min_size=1, max_size=8),
       rungs=st.lists(st.floats(0.2, 4.0), min_size=1, max_size=5, unique=True).map(sorted))
def test_between_rungs_lies_between_them(values: list[float], rungs: list[float]) -> None:
    rung, weight = rung_of(np.array(values), rungs)
    upper = np.minimum(rung + 1, len(rungs) - 1)
    ladder = np.array(rungs)
    assert ((weight >= 0) & (weight <= 1)).all()
    read = (1 - weight) * ladder[rung] + weight * ladder[upper]
    assert read == pytest.approx(np.clip(values, rungs[0], rungs[-1]))


def test_positions_fill_their_rounding_cell_evenly() -> None:
    positions = np.array(rounding_cell(40.08, 32.57))
    assert (np.abs(positions - [40.08, 32.57]) < module.ROUNDING_CELL_DEG / 2).all()
    assert positions[len(positions) // 2] == pytest.approx([40.08, 32.57])
    assert np.diff(np.unique(positions[:, 0].round(9))) == pytest.approx(module.ROUNDING_CELL_DEG / 3)
    assert positions.mean(axis=0) == pytest.approx([40.08, 32.57])
    assert len(rounding_cell(40.08, 32.57, per_side=5)) == 25


def test_offsets_from_the_site_itself_are_its_own_grid() -> None:
    x_m, y_m = offset_m((LAT_DEG, LON_DEG), SPEC)
    assert np.hypot(x_m, y_m) == pytest.approx(np.broadcast_to(SPEC.polar.range_m, x_m.shape))
    assert np.arctan2(x_m, y_m)[:, 5] % (2 * np.pi) == pytest.approx(SPEC.polar.bearing_rad)
    east_x_m, _ = offset_m((LAT_DEG, LON_DEG - 0.5), SPEC)
    assert (east_x_m - x_m).mean() == pytest.approx(42_700, rel=0.02)  # half a degree of longitude at 40 N
