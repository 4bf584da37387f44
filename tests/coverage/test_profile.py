"""The vertical profile: closed forms over a smooth earth, the ladder's floor, and what hides what."""

import re

import numpy as np
import pytest

from openiads.coverage.ladder import LadderSpec, Refraction, build_ladder
from openiads.coverage.polar import PolarGrid
from openiads.coverage.profile import OWN_GROUND, VerticalProfile, _told_m, refraction_at, vertical_profile
from openiads.earth.terrain import Terrain, open_terrain
from openiads.physics.layered import layered_horizon_m, layers_above_site
from openiads.physics.propagation import horizon_range_m
from tests.coverage.small import LAT_DEG, LON_DEG, Hills

STEP_M = 250.0
LIFT_M = 500.0  # the lift to layered air is read from a table of 1 km
CELL_M = 25.0  # the ladder reads hills on a raster, the profile on its line


class Wall(Terrain):
    """Level ground at 100 m with one ridge across every profile, 600 m high, 40 to 41 km out."""

    def __init__(self) -> None:
        super().__init__((), 100.0)

    def profile(self, lat_deg: float, lon_deg: float, bearing_rad: float, distances_m: np.ndarray) -> np.ndarray:
        """Heights along the geodesic."""
        return np.where((distances_m >= 40e3) & (distances_m <= 41e3), 600.0, 100.0)


def looked(terrain: Terrain, refraction: float | str = 4 / 3, *, bearing_rad: float = 0.3,
           antenna_height_m: float = 30.0, **sampling: float) -> VerticalProfile:
    """A profile over some terrain."""
    ground_m = terrain.height_at(LAT_DEG, LON_DEG)
    return vertical_profile(terrain, LAT_DEG, LON_DEG, bearing_rad, antenna_height_m=antenna_height_m,
                            refraction=refraction_at(LAT_DEG, LON_DEG, refraction, ground_m), **sampling)


@pytest.mark.parametrize("factor", [1.0, 4 / 3, 3.0])
@pytest.mark.parametrize("mast_m", [10.0, 60.0])
def test_a_smooth_earth_hides_what_the_horizon_formula_hides(factor: float, mast_m: float) -> None:
    found = looked(open_terrain("none"), factor, antenna_height_m=mast_m)
    for height_m in (60.0, 300.0, 3000.0):
        crossed_m = np.interp(height_m, found.floor_amsl_m["median"], found.distance_m)
        assert crossed_m == pytest.approx(min(horizon_range_m(mast_m, height_m, factor), 400e3), abs=STEP_M)


def test_layered_air_hides_what_traced_rays_hide() -> None:
    found = looked(open_terrain("none"), "p453")
    for rung, floor_m in zip(found.refraction.values(), found.floor_amsl_m.values(), strict=True):
        layers = layers_above_site(rung.k_factor, rung.surface_n)
        crossed_m = np.interp(3000.0, floor_m, found.distance_m)
        assert crossed_m == pytest.approx(layered_horizon_m(30.0, 3000.0, layers), abs=LIFT_M)


def test_strong_refraction_sees_lower_than_weak() -> None:
    found = looked(Hills(), "p453")
    floors_m = found.floor_amsl_m
    assert list(floors_m) == ["weak", "median", "strong"]
    assert floors_m["weak"][-1] > floors_m["median"][-1] > floors_m["strong"][-1]
    wide = refraction_at(LAT_DEG, LON_DEG, "p453", 0.0, level=0.98)
    assert wide["weak"].k_factor < found.refraction["weak"].k_factor
    assert wide["strong"].k_factor > found.refraction["strong"].k_factor


def test_one_factor_makes_all_three_alike() -> None:
    found = looked(Hills(), 1.2)
    assert np.array_equal(found.floor_amsl_m["weak"], found.floor_amsl_m["strong"])
    assert {rung.k_factor for rung in found.refraction.values()} == {1.2}


def test_the_profile_and_the_ladder_tell_the_same_floor() -> None:
    polar = PolarGrid(bearings=36, rings=200, ring_step_m=500.0)
    rung = Refraction(4 / 3, 315.0, False)
    spec = LadderSpec(LAT_DEG, LON_DEG, ((LAT_DEG, LON_DEG),), (30.0,), (rung,), polar, 250.0)
    ladder = build_ladder(Hills(), spec, keep=False)
    for bearing in (0, 7, 20):
        found = vertical_profile(Hills(), LAT_DEG, LON_DEG, polar.bearing_rad[bearing], antenna_height_m=30.0,
                                 refraction={"median": rung}, max_range_m=100e3, step_m=250.0)
        floor_m = np.interp(polar.range_m, found.distance_m, found.floor_amsl_m["median"])
        assert np.median(np.abs(floor_m - ladder.floor_amsl_m[0, 0, 0, bearing])) < CELL_M


def test_the_ridge_hides_what_lies_behind_it() -> None:
    found = looked(Wall())
    behind = found.distance_m > 41e3
    assert (found.blocker["median"][behind] == found.sample_at(40e3)).all()
    before = (found.distance_m > 22.6e3 + STEP_M) & (found.distance_m < 40e3)
    # the smooth earth's own horizon of a 30 m mast lies at sqrt(2 k a h) = 22.6 km
    assert found.distance_m[found.blocker["median"][before]] == pytest.approx(22.6e3, abs=2 * STEP_M)
    # by hand: slope (600 - 94 - 130) / 40,000 to the crest; 130 + 940 + 589 m of earth curve at 100 km
    assert found.sentence("the town", 100e3) == (
        "A target below 1,660 m AMSL over the town is hidden by ground of 600 m at 40 km.")
    assert "curve of the earth" in found.sentence("the field", 35e3)
    assert found.sentence("the gate", 5e3) == "Over the gate a target is in sight down to the ground, 100 m AMSL."


def test_a_height_is_told_to_three_figures_and_with_its_bound() -> None:
    found = looked(open_terrain("none"))
    far_m = float(found.distance_m[-1])
    floor_m = found.floor_at_m(far_m)["median"]
    told = found.sentence("the end", far_m, bound="at least ")
    assert told.startswith("A target below at least ")
    number = re.search(r"at least ([\d,]+) m", told).group(1)
    assert floor_m > 1000
    assert float(number.replace(",", "")) == float(f"{floor_m:.3g}")


@pytest.mark.parametrize("floor_m", [17_223.0, 9_996.0, 1_004.0, 843.2, 96.0, 3.0])
def test_no_height_claims_more_figures_than_three_nor_less_than_ten_metres(floor_m: float) -> None:
    told_m = _told_m(floor_m)
    assert told_m % 10 == 0
    assert told_m == pytest.approx(floor_m, abs=max(5.0, 0.005 * floor_m))
    assert len(f"{told_m:.0f}".rstrip("0")) <= 3


def test_the_weather_is_told_where_it_moves_the_height() -> None:
    sentence = looked(open_terrain("none"), "p453").sentence("the coast", 300e3)
    assert "with the weather" in sentence
    assert "m AGL over" in looked(open_terrain("none")).sentence("the coast", 300e3, reference="AGL")


def test_the_floor_stays_on_or_above_the_ground_and_meets_it_where_it_is_seen() -> None:
    found = looked(Hills(), "p453", max_range_m=150e3, step_m=200.0)
    assert found.distance_m[[0, -1]].tolist() == [0, 150e3]
    assert np.diff(found.distance_m) == pytest.approx(200.0)
    for name, floor_m in found.floor_amsl_m.items():
        assert (floor_m >= found.terrain_amsl_m).all()
        seen = (found.blocker[name] == OWN_GROUND) & (found.terrain_amsl_m < 1000)
        assert np.array_equal(floor_m[seen], found.terrain_amsl_m[seen])
        hidden = np.flatnonzero(found.blocker[name] != OWN_GROUND)
        assert (found.blocker[name][hidden] < hidden).all()


def test_a_higher_antenna_sees_lower() -> None:
    low, high = (looked(Hills(), antenna_height_m=mast_m) for mast_m in (5.0, 60.0))
    assert (high.floor_amsl_m["median"] <= low.floor_amsl_m["median"]).all()
    assert high.antenna_amsl_m - low.antenna_amsl_m == pytest.approx(55.0)
