"""Answers to the radar and terrain cases that ask where a ray goes and what it loses on the way."""

import csv
import re
from pathlib import Path
from typing import Any

import numpy as np

from openiads.constants import EARTH_RADIUS_M, FOOT_M, LIGHT_SPEED_MPS, NAUTICAL_MILE_M
from openiads.physics.attenuation import specific_gas_attenuation
from openiads.physics.crpl import RefractedPath, crpl_decay_per_m, crpl_path
from openiads.physics.diffraction import (
    bullington_loss_db,
    diffraction_parameter,
    fresnel_radius_m,
    knife_edge_loss_db,
    knife_edge_loss_p526_db,
)
from openiads.physics.irregular import irregular_terrain_loss
from openiads.physics.irregular_variability import Climate, Variability
from openiads.physics.multipath import lobe_maximum_rad, lobe_null_rad, two_ray_factor
from openiads.physics.propagation import (
    beam_height_m,
    effective_earth_radius_m,
    elevation_of_target_rad,
    ground_range_to_height_m,
    horizon_slant_range_m,
    slant_range_to_height_m,
)
from openiads.physics.rain import rain_attenuation_db_per_m, rain_power_law
from openiads.physics.refractivity import refractivity
from tests.cases.registry import Case, answers


def _number(text: Any, after: str) -> float:
    found = re.search(after + r"\s*([-+\d.]+(?:e[-+]?\d+)?)", str(text), re.IGNORECASE)
    if found is None:
        raise ValueError(f"no number after {after!r} in {text!r}")
    return float(found.group(1))


RADIUS = r"(\d+\.?\d*(?:e[-+]?\d+)?)\s*(km|m)\b"


def effective_radius_m(words: Any) -> float:
    """Effective earth radius in words: itself, a true radius with a factor k, or one with a gradient."""
    text = re.sub(r"(?<=\d)[,_ ](?=\d{3}\b)", "", str(words)).lower()
    radii_m = {float(value) * (1000.0 if unit == "km" else 1.0) for value, unit in re.findall(RADIUS, text)}
    rest = re.sub(RADIUS, " ", text)
    gradient = re.search(r"1\s*-\s*(\d+\.?\d*)\s*(?:e-0?9|\*?\s*10\s*(?:\^|\*\*)\s*-9)", rest)
    rest = rest.replace(gradient.group(), " ") if gradient else rest
    factor = re.search(r"(\d+(?:\.\d*)?)\s*(?:/\s*(\d+))?", rest)
    rest = rest.replace(factor.group(), " ") if factor else rest
    if len(radii_m) > 1 or (gradient and factor) or not (radii_m or factor) or re.search(r"\d", rest):
        raise ValueError(f"effective earth {words!r} is not understood; write '8500000 m', '4/3 of 6371 km' or "
                         "'a/(1 - 39e-9*a), a = 6371000 m'")
    radius_m = radii_m.pop() if radii_m else EARTH_RADIUS_M
    if gradient:
        return effective_earth_radius_m(-float(gradient.group(1)), radius_m)
    return radius_m * (float(factor.group(1)) / float(factor.group(2) or 1) if factor else 1.0)


def _earth_radius_m(case: Case) -> Any:
    if "effective_earth_radius_m" in case.names:
        return case.array("effective_earth_radius_m")
    return effective_radius_m(case.inputs["effective_earth"])


@answers("radar", inputs={"target_height_m", "radar_height_m", "slant_range_m", "effective_earth"},
         expected={"elevation_deg", "effective_earth_radius_m"})
@answers("radar", inputs={"target_height_m", "radar_height_m", "slant_range_m", "effective_earth_radius_m"},
         expected={"elevation_deg", "effective_earth_radius_m"})
def elevation(case: Case) -> dict[str, Any]:
    radius_m = _earth_radius_m(case)
    heights_m = case.array("target_height_m"), case.array("radar_height_m")
    angle = elevation_of_target_rad(*heights_m, case.array("slant_range_m"), radius_m / EARTH_RADIUS_M)
    return {"elevation_deg": np.degrees(angle), "effective_earth_radius_m": radius_m}


@answers("radar", inputs={"elevation_deg", "radar_height_m", "slant_range_m"}, expected={"height_m"})
def beam_height(case: Case) -> dict[str, Any]:
    return {"height_m": beam_height_m(case.array("slant_range_m"), np.radians(case.array("elevation_deg")),
                                      case.array("radar_height_m"), _earth_radius_m(case) / EARTH_RADIUS_M)}


@answers("radar", inputs={"target_height_m", "radar_height_m", "elevation_deg"},
         expected={"slant_range_m", "ground_range_m"})
def ranges_to_height(case: Case) -> dict[str, Any]:
    beam = (case.array("target_height_m"), case.array("radar_height_m"), np.radians(case.array("elevation_deg")),
            _earth_radius_m(case) / EARTH_RADIUS_M)
    return {"slant_range_m": slant_range_to_height_m(*beam), "ground_range_m": ground_range_to_height_m(*beam)}


@answers("radar", inputs={"surface_refractivity"}, expected={"decay_per_km"})
def decay(case: Case) -> dict[str, Any]:
    return {"decay_per_km": crpl_decay_per_m(case.array("surface_refractivity")) * 1000}


@answers("radar", inputs={"target_height_m", "radar_height_m", "elevation_deg", "surface_refractivity"},
         expected={"radio_range_m", "ground_range_m", "true_slant_range_m", "true_elevation_deg"})
def refracted(case: Case) -> dict[str, Any]:
    ns = case.array("surface_refractivity")
    decay_per_m = case.array("decay_per_km") / 1000 if "decay_per_km" in case.names else crpl_decay_per_m(ns)
    radius_m = case.array("earth_radius_m") if "earth_radius_m" in case.names else EARTH_RADIUS_M
    table = np.broadcast(case.array("target_height_m"), case.array("radar_height_m"),
                         np.radians(case.array("elevation_deg")), ns, decay_per_m, radius_m)
    paths = [crpl_path(*map(float, row)) for row in table]
    values = np.array(paths).reshape(*table.shape, len(RefractedPath._fields))
    answer = {name: values[..., place] for place, name in enumerate(RefractedPath._fields)}
    return {**answer, "true_elevation_deg": np.degrees(answer["true_elevation_rad"])}


@answers("radar", inputs={"radar_height_m", "target_height_m"}, expected={"range_m"}, title="horizon")
def horizon(case: Case) -> dict[str, Any]:
    return {"range_m": horizon_slant_range_m(case.array("radar_height_m"), case.array("target_height_m"))}


@answers("radar", inputs={"radar_height_ft", "target_height_ft"}, expected={"range_nmi"}, title="horizon")
def horizon_customary(case: Case) -> dict[str, Any]:
    heights_m = (case.array(name) * FOOT_M for name in ("radar_height_ft", "target_height_ft"))
    return {"range_nmi": horizon_slant_range_m(*heights_m) / NAUTICAL_MILE_M}


@answers("face_validity", inputs={"antenna_height_m", "target_height_m"}, expected={"first_detection_range_km"})
def first_sight(case: Case) -> dict[str, Any]:
    heights_m = case.array("antenna_height_m"), case.array("target_height_m")
    return {"first_detection_range_km": horizon_slant_range_m(*heights_m) / 1000}


@answers("radar", inputs={"pressure_hpa", "temperature_k", "water_vapour_g_m3", "frequency_ghz"},
         expected={"gamma_*_db_km"})
def gases(case: Case) -> dict[str, Any]:
    oxygen, water = specific_gas_attenuation(
        case.array("frequency_ghz") * 1e9,
        *(case.array(name) for name in ("pressure_hpa", "temperature_k", "water_vapour_g_m3")),
    )
    return {"gamma_oxygen_db_km": oxygen * 1000, "gamma_water_db_km": water * 1000,
            "gamma_total_db_km": (oxygen + water) * 1000}


@answers("radar", inputs={"total_pressure_hpa", "temperature_k", "water_vapour_pressure_hpa"},
         expected={"refractivity_n_units"})
def moist_air(case: Case) -> dict[str, Any]:
    names = ("total_pressure_hpa", "temperature_k", "water_vapour_pressure_hpa")
    return {"refractivity_n_units": refractivity(*(case.array(name) for name in names))}


@answers("radar", inputs={"elevation_deg", "frequency_ghz", "rain_rate_mm_h", "polarisation_tilt_deg"},
         expected={"k", "alpha", "gamma_db_km"})
def rain(case: Case) -> dict[str, Any]:
    path = (case.array("frequency_ghz") * 1e9, np.radians(case.array("elevation_deg")),
            np.radians(case.array("polarisation_tilt_deg")))
    k, alpha = rain_power_law(*path)
    return {"k": k, "alpha": alpha,
            "gamma_db_km": rain_attenuation_db_per_m(case.array("rain_rate_mm_h"), *path) * 1000}


@answers("radar", inputs={"radar_height_m", "target_height_m", "ground_range_m", "frequency_hz"},
         expected={"propagation_factor_one_way"})
def lobing(case: Case) -> dict[str, Any]:
    names = ("radar_height_m", "target_height_m", "ground_range_m", "frequency_hz")
    return {"propagation_factor_one_way": two_ray_factor(*(case.array(name) for name in names))}


@answers("radar", inputs={"radar_height_m", "frequency_hz"}, expected={"first_maximum_deg", "first_null_deg"})
def lobes(case: Case) -> dict[str, Any]:
    antenna = case.array("radar_height_m"), case.array("frequency_hz")
    return {"first_maximum_deg": np.degrees(lobe_maximum_rad(1, *antenna)),
            "first_null_deg": np.degrees(lobe_null_rad(1, *antenna))}


@answers("terrain", inputs={"v"}, expected={"loss_db_exact", "loss_db_approximation"})
def knife_edge(case: Case) -> dict[str, Any]:
    v = case.array("v")
    return {"loss_db_exact": knife_edge_loss_db(v), "loss_db_approximation": knife_edge_loss_p526_db(v)}


@answers("terrain", inputs={"obstacle_height_m", "d1_m", "d2_m", "frequency_hz"},
         expected={"v", "first_fresnel_radius_m", "loss_db_exact"})
def edge_on_path(case: Case) -> dict[str, Any]:
    path = tuple(case.array(name) for name in ("d1_m", "d2_m", "frequency_hz"))
    v = diffraction_parameter(case.array("obstacle_height_m"), *path)
    return {"v": v, "first_fresnel_radius_m": fresnel_radius_m(*path), "loss_db_exact": knife_edge_loss_db(v)}


def _itu_profile(path: Path) -> np.ndarray:
    """Distance, ground and ground cover of a Study Group 3 profile, (n, 3). [m]"""
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    start = next(index for index, row in enumerate(rows) if row and row[0].startswith("{Begin of Profile"))
    count = int(rows[start + 1][1])
    points = np.array([[float(row[0]) * 1000, float(row[1]), float(row[3])] for row in rows[start + 2 :][:count]])
    if len(points) != count:
        raise ValueError(f"{path.name} promises {count} points and holds {len(points)}")
    return points


LEFT_OUT = r"\b(?:not|no|none|never|false|ignor\w*|without|exclud\w*|omit\w*|left out|bare|neglect\w*|0)\b"
ADDED = r"\b(?:add\w*|includ\w*|plus|with|us(?:e|ed)|on top|true|1)\b"
TERMINALS = r"\b(?:terminals?|ends?|end points?|tx|rx|transmitter|receiver|antennas?|masts?)\b"


def adds_cover(words: str) -> bool:
    """Whether words about ground cover say that its height stands on the ground between the terminals."""
    between = rf"\bbetween (?:the )?(?:\w+ )?(?:and )?{TERMINALS}(?: and (?:the )?{TERMINALS})?"
    text = re.sub(between, " ", words.lower())
    kept, at_terminals = [], False
    for clause in re.split(r"[;,.()]|\bbut\b|\bexcept\b", text):
        if re.search(TERMINALS, clause) and not re.search(ADDED, re.sub(LEFT_OUT, " ", clause)):
            at_terminals = True  # says only what holds at the terminals, which stay bare anyway
        else:
            kept.append(clause)
    said = " ; ".join(kept)
    if re.search(LEFT_OUT, said):
        return False
    if not re.search(ADDED, said) and not (at_terminals and not said.strip(" ;")):
        raise ValueError(f"ground cover {words!r} is not understood; write 'ignored' or 'added between the terminals'")
    return True


@answers("terrain", inputs={"profile_file", "frequency_ghz", "tx_height_above_ground_m", "rx_height_above_ground_m",
                            "effective_earth_radius_km"}, expected={"bullington_loss_db"})
def bullington(case: Case) -> dict[str, Any]:
    given = case.inputs
    distance_m, ground_m, cover_m = _itu_profile(case.path("profile_file")).T
    ends_m = ground_m[0] + given["tx_height_above_ground_m"], ground_m[-1] + given["rx_height_above_ground_m"]
    if adds_cover(str(given.get("clutter", "none"))):
        ground_m = ground_m + np.where((distance_m > 0) & (distance_m < distance_m[-1]), cover_m, 0.0)
    convention = given.get("light_speed_convention")
    light_mps = _number(convention, "") * 1e9 if convention else LIGHT_SPEED_MPS
    wavelength_m = light_mps / (given["frequency_ghz"] * 1e9)
    radii_km = np.atleast_1d(given["effective_earth_radius_km"])
    losses = [bullington_loss_db(distance_m, ground_m, *ends_m, wavelength_m, km * 1000) for km in radii_km]
    return {"bullington_loss_db": losses if np.ndim(given["effective_earth_radius_km"]) else losses[0]}


NUMBER = r"[-+]?\d+\.?\d*(?:[eE][-+]?\d+)?"


def equal_profile(given: Any, folder: Path) -> tuple[np.ndarray, float]:
    """Heights at equal spacing, and the spacing. [m]

    `n, spacing, n + 1 heights` in any layout, columns of distance and height, or heights below a line that tells the
    spacing.
    """
    text = given if isinstance(given, str) else " ".join(map(str, given))
    text = (folder / text).read_text(encoding="utf-8") if isinstance(given, str) else text
    if "{Begin of Profile" in text:
        points = _itu_profile(folder / given)
        return points[:, 1], float(np.diff(points[:, 0]).mean())
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = [line for line in lines if re.search(r"[A-Za-z#]", re.sub(NUMBER, "", line))]
    rows = [[float(word) for word in re.findall(NUMBER, line)] for line in lines if line not in told]
    numbers = [number for row in rows for number in row]
    count = int(numbers[0])
    if count >= 2 and len(numbers) >= count + 3:
        return np.array(numbers[2 : count + 3]), numbers[1]
    words = " ".join(told).lower()
    if len(rows[0]) == 1:
        return np.array(numbers), float(re.search(rf"({NUMBER})\s*m\b", words).group(1))
    distance, height = np.array(rows)[:, :2].T
    return height, float(np.diff(distance).mean()) * (1000.0 if re.search(r"_km\b|\[km\]|\(km\)", words) else 1.0)


def _named(value: Any, names: type[Climate] | type[Variability]) -> int:
    """A number, or the member of which every word stands in the text."""
    number = re.match(r"\s*(\d+)", str(value))
    if number:
        return int(number.group(1))
    words = set(re.findall(r"[a-z]+", str(value).lower()))
    fitting = [member for member in names if set(member.name.lower().split("_")) <= words]
    return max(fitting, key=lambda member: len(member.name)).value


@answers("terrain", inputs={"profile_file", "tx_height_m", "rx_height_m", "frequency_mhz", "surface_refractivity_n0"},
         expected={"path_length_km", "basic_transmission_loss_db", "reference_attenuation_db", "horizon_angle_*_mrad"})
def irregular_terrain(case: Case) -> dict[str, Any]:
    given = case.inputs
    ground_m, spacing_m = equal_profile(given["profile_file"], case.folder)
    shares = [float(word) for word in re.findall(r"\d+\.?\d*", str(given["time_location_situation_percent"]))]
    time, location, situation = np.broadcast_to(shares, 3)
    loss = irregular_terrain_loss(
        ground_m, spacing_m, given["tx_height_m"], given["rx_height_m"], given["frequency_mhz"] * 1e6,
        sea_level_refractivity=given["surface_refractivity_n0"],
        climate=Climate(_named(given["climate"], Climate)),
        vertical_polarisation=re.match(r"1|v|\(?1", str(given["polarisation"]).lower()) is not None,
        permittivity=given["permittivity"],
        conductivity_s_per_m=given["conductivity"],
        mode=_named(given["mode_of_variability"], Variability),
        time_percent=float(time), location_percent=float(location), situation_percent=float(situation),
    )
    return {
        "path_length_km": loss.path_length_m / 1000,
        "basic_transmission_loss_db": loss.basic_transmission_loss_db,
        "reference_attenuation_db": loss.reference_attenuation_db,
        "horizon_angle_tx_mrad": loss.horizon_rad[0] * 1000,
        "horizon_angle_rx_mrad": loss.horizon_rad[1] * 1000,
    }
