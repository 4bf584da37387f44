"""Ranges of power against the look, and the time that is left against its definition."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.coverage.limits import RadarRows, needed_track_m, power_ranges_m
from openiads.physics.look import CONVERGED_M, Radar, blind_ground_range_m, detection_ground_range_m
from tests.examples import examples

ALTITUDES_M = np.array([60.0, 300, 1000, 3000, 5000, 7500, 10_000, 12_000])
RCS_M2 = np.array([[1.0, 10.0], [0.1, 10.0]])
PLAIN = {
    "snr_constant_m2": np.array([3e22, 1e23]), "elevation_min_rad": np.full(2, -0.02),
    "elevation_max_rad": np.array([0.9, 1.1]), "instrumented_range_m": np.full(2, 500e3), "oxygen_db_per_m": 6e-6,
    "water_db_per_m": 1e-6, "oxygen_scale_height_m": 6000.0, "water_scale_height_m": 2000.0,
    "antenna_amsl_m": np.array([30.0, 850.0]),
}
HIGH = slice(5, None)

SINGLE = 1e-6  # the ranges are kept in single precision


def ranges_m(rcs_m2: np.ndarray = RCS_M2, snr_required: float = 12.0, k_factor: float = 4 / 3,
             **changes: object) -> tuple[np.ndarray, np.ndarray]:
    """Near and far ranges of two rows with some beliefs changed."""
    near_m, far_m = np.zeros((2, 2, 2, 8))
    power_ranges_m(RadarRows(**{**PLAIN, **changes}), rcs_m2, snr_required, ALTITUDES_M, np.full(2, k_factor), near_m,
                   far_m)
    return near_m, far_m


def test_every_row_class_and_altitude_is_a_look_of_its_own() -> None:
    near_m, far_m = ranges_m()
    for n in range(2):
        radar = Radar(PLAIN["snr_constant_m2"][n], -0.02, PLAIN["elevation_max_rad"][n], 500e3, 6e-6, 1e-6, 6000.0,
                      2000.0)
        for a, height_m in enumerate(ALTITUDES_M):
            antenna_m = PLAIN["antenna_amsl_m"][n]
            assert near_m[n, :, a] == pytest.approx(blind_ground_range_m(radar, antenna_m, height_m, 4 / 3))
            for c in range(2):
                want_m = detection_ground_range_m(radar, RCS_M2[n, c], 12.0, antenna_m, height_m, 4 / 3, 0.0)
                assert far_m[n, c, a] == pytest.approx(want_m)


@pytest.mark.parametrize(("change", "is_farther"), [
    ({"rcs_m2": RCS_M2 * 2}, True), ({"snr_required": 24.0}, False),
    ({"snr_constant_m2": PLAIN["snr_constant_m2"] * 2}, True), ({"oxygen_db_per_m": 2e-5}, False),
    ({"water_db_per_m": 2e-5}, False), ({"oxygen_scale_height_m": 9000.0}, False),
    ({"water_scale_height_m": 5000.0}, False), ({"instrumented_range_m": np.full(2, 90e3)}, False),
])
def test_each_belief_moves_the_range(change: dict[str, object], is_farther: bool) -> None:
    _, before_m = ranges_m()
    _, after_m = ranges_m(**change)
    moved_m = (after_m - before_m)[:, :, HIGH]  # a ray that dips below the antenna meets denser air there
    assert (moved_m >= -CONVERGED_M).all() if is_farther else (moved_m <= CONVERGED_M).all()
    assert np.abs(moved_m).max() > 1000.0


def test_elevation_limits_and_antenna_heights_bind() -> None:
    near_m, far_m = ranges_m()
    lower_near_m, _ = ranges_m(elevation_max_rad=np.full(2, 0.5))
    assert (lower_near_m[:, :, 3:] > near_m[:, :, 3:]).all()
    _, blind_m = ranges_m(elevation_min_rad=np.full(2, math.radians(5.0)))
    assert (blind_m[:, :, 0] < far_m[:, :, 0]).all()
    raised_near_m, _ = ranges_m(antenna_amsl_m=np.full(2, 2500.0))
    assert (raised_near_m[:, :, 3] < near_m[:, :, 3]).all()
    assert (raised_near_m[:, :, 2] == 0).all()  # a target below the antenna is in no cone of silence


def test_more_curvature_tilts_the_ray_up() -> None:
    flat, curved = (ranges_m(k_factor=factor, elevation_min_rad=np.zeros(2))[1] for factor in (100.0, 1.0))
    assert (curved[0, :, 1] < flat[0, :, 1]).all()  # a low target sinks below the antenna's lower limit


def needed(flight_s: np.ndarray, speed_mps: float, reaction_s: float, step_m: float) -> np.ndarray:
    """Range of the confirmed track that each ring needs, from the definition."""
    middle_m = (np.arange(flight_s.size) + 0.5) * step_m
    longest_s = [np.nanmax(np.concatenate([[0.0], flight_s[: ring + 1]])) for ring in range(flight_s.size)]
    return middle_m + speed_mps * (reaction_s + np.array(longest_s))


@examples(40)
@given(seed=st.integers(0, 9999), speed_mps=st.floats(20.0, 1500.0), reaction_s=st.floats(0.0, 40.0),
       step_m=st.sampled_from([500.0, 1000.0, 4000.0]))
def test_the_time_that_is_left_is_that_of_the_definition(seed: int, speed_mps: float, reaction_s: float,
                                                          step_m: float) -> None:
    rng = np.random.default_rng(seed)
    flight_s = np.cumsum(rng.uniform(0.2, 4.0, (1, 8, 40)), axis=-1) + rng.normal(0, 1.0, (1, 8, 40))
    flight_s = np.abs(flight_s)
    flight_s[rng.random(flight_s.shape) < 0.2] = np.nan
    ring_m = (np.arange(40) + 0.5) * step_m
    found_m = needed_track_m(flight_s, np.zeros(1, np.int64), np.array([[speed_mps]]), np.array([reaction_s]), ring_m)
    for a in range(8):
        assert found_m[0, 0, a] == pytest.approx(needed(flight_s[0, a], speed_mps, reaction_s, step_m), rel=SINGLE)


def test_each_row_takes_its_own_kit_speed_and_reaction() -> None:
    flight_s = np.broadcast_to(np.linspace(5, 200, 60), (2, 8, 60)).copy()
    flight_s[1] *= 2
    found_m = needed_track_m(flight_s, np.array([0, 1, 0, 0]), np.array([[250.0], [250.0], [400.0], [250.0]]),
                             np.array([10.0, 10.0, 10.0, 60.0]), (np.arange(60) + 0.5) * 1000.0)
    farthest_m = found_m[:, 0, 0, -1]
    assert (farthest_m[1:] > farthest_m[0]).all()
    assert (np.diff(found_m, axis=-1) >= 0).all()
