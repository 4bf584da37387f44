"""Irregular terrain loss, against the model's own test cases and another implementation."""

from functools import cache

import numpy as np
import pytest

from openiads.physics.irregular import irregular_terrain_loss
from openiads.physics.irregular_variability import Climate, Variability
from tests.truth_table import TRUTH, truth

PRINTED_DB = 0.0051  # two decimals, and the exact normal deviate in place of the original's approximation
ROUNDED_CONSTANTS_DB = 0.01  # the other implementation rounds pi/2 and a few logarithms
PRINTED_MRAD = 6e-4


@cache
def _profiles():
    lines = [line.split(",") for line in (TRUTH / "itm_profiles.csv").read_text().splitlines() if line[0] != "#"]
    return {name: (np.array(heights, dtype=float), float(spacing)) for name, _, spacing, *heights in lines}


@pytest.mark.parametrize("row", truth("itm_point_to_point.csv"), ids=lambda row: row.profile)
def test_loss_is_that_of_the_models_own_tests(row):
    loss = irregular_terrain_loss(
        *_profiles()[row.profile], row.tx_height_m, row.rx_height_m, row.frequency_mhz * 1e6,
        sea_level_refractivity=row.refractivity, climate=Climate(int(row.climate)),
        vertical_polarisation=row.vertical == 1, permittivity=row.permittivity,
        conductivity_s_per_m=row.conductivity_s_per_m, mode=int(row.mode),
        time_percent=row.time_percent, location_percent=row.location_percent, situation_percent=row.situation_percent,
    )
    assert loss.basic_transmission_loss_db == pytest.approx(row.loss_db, abs=PRINTED_DB)


def test_path_in_sight_is_the_models_own_example():
    """NTIA/itm cmd_examples/o_p2ptls.txt, version 1.3."""
    loss = irregular_terrain_loss(*_profiles()["sight"], 15.0, 3.0, 3500e6)
    assert loss.path_length_m == pytest.approx(3635.2)
    assert loss.basic_transmission_loss_db == pytest.approx(114.5, abs=0.05)
    assert loss.reference_attenuation_db == 0.0
    assert np.array(loss.horizon_rad) * 1000 == pytest.approx([-1.949, -0.856], abs=PRINTED_MRAD)
    assert loss.horizon_m == pytest.approx((14_868, 6494), abs=0.5)
    assert loss.effective_height_m == (15.0, 3.0)
    assert loss.surface_refractivity == pytest.approx(251.5, abs=0.05)
    assert loss.roughness_m == pytest.approx(3.2, abs=0.05)


@pytest.mark.parametrize("row", truth("itm_beyond_horizon.csv"), ids=lambda row: f"{row.length_km:g}km")
def test_diffraction_and_scatter_agree_with_another_implementation(row):
    from_m = np.linspace(0, row.length_km * 1000, round(row.length_km * 5) + 1)
    ground_m = 100 + row.amplitude_m * np.sin(from_m / 3e3) * np.sin(from_m / 11e3) ** 2
    ground = {"conductivity_s_per_m": 0.008, "mode": 12}
    loss = irregular_terrain_loss(ground_m, 200.0, 30.0, 10.0, row.frequency_mhz * 1e6, **ground)
    assert loss.reference_attenuation_db == pytest.approx(row.reference_db, abs=ROUNDED_CONSTANTS_DB)
    attenuation_db = loss.basic_transmission_loss_db - loss.free_space_loss_db
    assert attenuation_db == pytest.approx(row.attenuation_db, abs=ROUNDED_CONSTANTS_DB)


BASE = {"spacing_m": 100.0, "transmitter_height_m": 20.0, "receiver_height_m": 5.0, "frequency_hz": 500e6}
GROUND_M = 200 + 80 * np.sin(np.arange(401) / 30) * np.sin(np.arange(401) / 11)


@pytest.mark.parametrize("change", [
    {"spacing_m": 150.0}, {"transmitter_height_m": 40.0}, {"receiver_height_m": 15.0}, {"frequency_hz": 900e6},
    {"sea_level_refractivity": 350.0}, {"climate": Climate.DESERT}, {"vertical_polarisation": False},
    {"permittivity": 80.0}, {"conductivity_s_per_m": 5.0}, {"mode": Variability.MOBILE}, {"mode": 11},
    {"mode": Variability.SINGLE_MESSAGE}, {"mode": Variability.BROADCAST}, {"mode": 21},
    {"time_percent": 1.0}, {"location_percent": 90.0}, {"situation_percent": 95.0},
], ids=str)
def test_every_input_matters(change):
    mode = Variability.ACCIDENTAL if "mode" in change else Variability.BROADCAST
    quantile = {"time_percent": 20.0, "location_percent": 30.0, "situation_percent": 70.0, "mode": mode}
    before = irregular_terrain_loss(GROUND_M, **{**BASE, **quantile})
    after = irregular_terrain_loss(GROUND_M, **{**BASE, **quantile, **change})
    assert after.basic_transmission_loss_db != before.basic_transmission_loss_db


def test_hills_between_cost_more_than_flat_ground():
    flat = irregular_terrain_loss(np.full(401, 200.0), **BASE)
    assert irregular_terrain_loss(GROUND_M, **BASE).basic_transmission_loss_db > flat.basic_transmission_loss_db
