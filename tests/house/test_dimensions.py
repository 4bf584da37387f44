"""Units are in the names, so the dimensions of every formula can be checked by themselves."""

import ast
from pathlib import Path

import pytest

import openiads
from tests.house.dimensions import check, parameters_of

SOURCES = sorted(Path(openiads.__file__).parent.rglob("*.py"))


def test_every_formula_of_the_package_has_the_dimensions_of_its_name():
    texts = {path: path.read_text(encoding="utf-8") for path in SOURCES}
    parameters = parameters_of([ast.parse(text) for text in texts.values()])
    found = [f"{path.name}:{item.line}: {item.what}"
             for path, text in texts.items() for item in check(text, parameters)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("planted", [
    "x_m = y_km",
    "range_m = speed_mps / t_s",
    "total_s = range_m + delay_s",
    "def horizon_km(height_m):\n    return np.sqrt(2 * radius_m * height_m) * area_m2",
    "look(range_m=range_km)",
    "def look(range_m): ...\nlook(range_km)",
    "up = np.sin(elevation_deg)",
    "if range_m < reach_km: pass",
    "energy_j = 0.5 * mass_kg * speed_mps",
    "total_m += step_km",
    "high_m = max(low_m, top_ft)",
    "for height_m in times_s: pass",
    "azimuth_rad = azimuth_deg",
    "gain_db = range_m",
])
def test_a_planted_fault_is_found(planted):
    assert list(check(planted))


@pytest.mark.parametrize("sound", [
    "range_m = speed_mps * t_s",
    "range_km = range_m / 1000",
    "d_m = np.sqrt(2 * radius_m * height_m) + np.sqrt(2 * radius_m * target_m)",
    "energy_j = 0.5 * mass_kg * speed_mps**2",
    "arc_m = radius_m * angle_rad",
    "loss_db = loss_db_per_km * range_km",
    "noise_w = BOLTZMANN_JPK * temperature_k * bandwidth_hz",
    "lat_deg = np.degrees(lat_rad)",
    "pd = pd_m_of_n",
    "x_m = anything",
])
def test_a_sound_formula_passes(sound):
    assert not list(check(sound))
