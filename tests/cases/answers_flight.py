"""Answers to the flight cases: atmosphere, ballistic and guided flight, geodesy."""

from typing import Any

import numpy as np
from scipy.optimize import brentq

from openiads.constants import FOOT_M
from openiads.earth.geodesy import bearing_and_range
from openiads.physics import ballistic, guidance
from openiads.physics.atmosphere import air_at_geopotential, atmosphere_profile
from openiads.physics.flight import (
    CALM,
    ROUND_EARTH,
    WGS84,
    Body,
    centred_from_geodetic,
    geodetic_from_centred,
    trajectory,
)
from openiads.physics.intercept import lead_intercept, pursuit_time_s
from tests.cases.flight_words import earth_of, start_of, wind_of
from tests.cases.registry import Case, answers, each

STEP_S = 0.05
LOOK_S, LONGEST_S = 30.0, 3600.0  # an apogee is looked for this long at first, and at last
BURNT_OUT_S = 1e-6  # after the last point of a thrust curve the motor is out; the last value would be held else
CREEP_MPS = 1e-3  # gives the first thrust its direction, along the launcher
HELD_MPS = 52 * FOOT_M  # a launcher guides up to this airspeed where none is told, the least NASA Student Launch allows


@answers("flight", inputs={"earth", "initial", "wind", "times_s"},
         expected={"altitude_m", "latitude_deg", "longitude_deg", "altitude_envelope_all_tools_m"})
def check_case(case: Case) -> dict[str, Any]:
    vehicle, earth = case.inputs["vehicle"], earth_of(case.inputs["earth"])
    (lat_rad, lon_rad, height_m), (east, north, up) = start_of(case.inputs["initial"])
    x, y, z = centred_from_geodetic(earth, lat_rad, lon_rad, height_m)
    axes = np.array([
        [-np.sin(lon_rad), np.cos(lon_rad), 0.0],
        [-np.sin(lat_rad) * np.cos(lon_rad), -np.sin(lat_rad) * np.sin(lon_rad), np.cos(lat_rad)],
        [np.cos(lat_rad) * np.cos(lon_rad), np.cos(lat_rad) * np.sin(lon_rad), np.sin(lat_rad)],
    ])
    vx, vy, vz = np.array([east, north, up]) @ axes
    velocity = (vx - earth.rotation_radps * y, vy + earth.rotation_radps * x, vz)
    times_s = np.array(case.inputs["times_s"], dtype=float)
    motor = np.array([[0.0, 0.0, vehicle["mass_kg"]]])
    body = Body(vehicle["reference_area_m2"], vehicle["cd"], 0.0, 0.0)
    wind = wind_of(case.inputs["wind"], case.title)
    flown = trajectory(earth, body, wind, motor, (x, y, z), velocity, times_s, STEP_S)
    places = np.array([geodetic_from_centred(earth, *row[:3]) for row in flown])
    turned = places[:, 1] - earth.rotation_radps * times_s
    return {
        "altitude_m": places[:, 2],
        "latitude_deg": np.degrees(places[:, 0]),
        "longitude_deg": np.degrees((turned + np.pi) % (2 * np.pi) - np.pi),
        "altitude_envelope_all_tools_m": places[:, 2],
    }


@answers("flight", inputs={"geometric_altitude_m"},
         expected={"temperature_k", "pressure_pa", "density_kg_m3", "sound_speed_m_s"})
def standard_atmosphere(case: Case) -> dict[str, Any]:
    heights_m = case.array("geometric_altitude_m").astype(float)
    columns = atmosphere_profile(np.atleast_1d(heights_m)).T.reshape(-1, *heights_m.shape)
    return dict(zip(("temperature_k", "pressure_pa", "density_kg_m3", "sound_speed_m_s"), columns, strict=True))


@answers("flight", inputs={"geopotential_altitude_m"}, expected={"temperature_k", "pressure_pa"})
def standard_layers(case: Case) -> dict[str, Any]:
    columns = each(air_at_geopotential, case.array("geopotential_altitude_m").astype(float))
    return {"temperature_k": columns[..., 0], "pressure_pa": columns[..., 1]}


@answers("flight", inputs={"speed_m_s", "elevation_deg", "g_m_s2"}, expected={"range_m", "apex_m", "time_of_flight_s"})
def flat_vacuum(case: Case) -> dict[str, Any]:
    arc = ballistic.flat_arc(case.array("speed_m_s"), np.radians(case.array("elevation_deg")), case.inputs["g_m_s2"])
    return {"range_m": arc.range_m, "apex_m": arc.apex_m, "time_of_flight_s": arc.flight_s}


@answers("flight", inputs={"speed_m_s", "elevation_deg", "g_m_s2", "drag_rate_per_s"},
         expected={"range_m", "time_of_flight_s"})
def linear_drag(case: Case) -> dict[str, Any]:
    flown = each(ballistic.linear_drag_arc, case.array("speed_m_s"), np.radians(case.array("elevation_deg")),
                 case.array("drag_rate_per_s"), case.array("g_m_s2"))
    return {"time_of_flight_s": flown[..., 0], "range_m": flown[..., 1]}


@answers("flight", inputs={"burnout_speed_m_s", "flight_path_angle_deg", "gm", "earth_radius_m"},
         expected={"ground_range_m", "apogee_altitude_m", "time_of_flight_s"})
def kepler(case: Case) -> dict[str, Any]:
    arc = ballistic.kepler_arc(case.array("burnout_speed_m_s"), np.radians(case.array("flight_path_angle_deg")),
                               case.inputs["gm"], case.inputs["earth_radius_m"])
    return {"ground_range_m": arc.ground_range_m, "apogee_altitude_m": arc.apogee_m, "time_of_flight_s": arc.flight_s}


@answers("flight", inputs={"ground_range_m", "gm", "earth_radius_m"},
         expected={"burnout_speed_m_s", "flight_path_angle_deg", "apogee_altitude_m", "time_of_flight_s"})
def minimum_energy(case: Case) -> dict[str, Any]:
    arc = ballistic.minimum_energy_arc(case.array("ground_range_m"), case.inputs["gm"], case.inputs["earth_radius_m"])
    return {"burnout_speed_m_s": arc.burnout_mps, "flight_path_angle_deg": np.degrees(arc.path_rad),
            "apogee_altitude_m": arc.apogee_m, "time_of_flight_s": arc.flight_s}


def _drag_length_m(case: Case) -> np.ndarray:
    names = ("mass_kg", "cd", "area_m2", "density_kg_m3")
    return np.asarray(ballistic.drag_length_m(*(case.array(name) for name in names)))


@answers("flight", inputs={"mass_kg", "cd", "area_m2", "density_kg_m3", "g_m_s2", "time_s"},
         expected={"terminal_speed_m_s", "speed_m_s", "distance_m"})
def drag_fall(case: Case) -> dict[str, Any]:
    air = _drag_length_m(case), case.array("g_m_s2")
    fallen = each(ballistic.drag_fall, case.array("time_s"), *air)
    return {"terminal_speed_m_s": each(ballistic.terminal_speed_mps, *air), "speed_m_s": fallen[..., 0],
            "distance_m": fallen[..., 1]}


@answers("flight", inputs={"mass_kg", "cd", "area_m2", "density_kg_m3", "g_m_s2", "initial_speed_m_s"},
         expected={"apex_m", "time_to_apex_s", "speed_on_return_m_s"})
def drag_climb(case: Case) -> dict[str, Any]:
    climb = each(ballistic.drag_climb, case.array("initial_speed_m_s"), _drag_length_m(case), case.array("g_m_s2"))
    return {"apex_m": climb[..., 0], "time_to_apex_s": climb[..., 1], "speed_on_return_m_s": climb[..., 2]}


@answers("flight", inputs={"mass_kg", "cd", "area_m2", "density_kg_m3", "initial_speed_m_s", "times_s"},
         expected={"speed_m_s"})
def drag_coast(case: Case) -> dict[str, Any]:
    return {"speed_m_s": each(ballistic.drag_coast_mps, case.array("times_s"), case.array("initial_speed_m_s"),
                              _drag_length_m(case))}


@answers("flight", inputs={"specific_impulse_s", "initial_mass_kg", "final_mass_kg", "burn_time_s", "g_m_s2"},
         expected={"ideal_delta_v_m_s", "burnout_speed_m_s", "burnout_height_m"})
def rocket_equation(case: Case) -> dict[str, Any]:
    names = ("specific_impulse_s", "initial_mass_kg", "final_mass_kg", "burn_time_s", "g_m_s2")
    boost = each(ballistic.vertical_boost, *(case.array(name) for name in names))
    return {"ideal_delta_v_m_s": boost[..., 0], "burnout_speed_m_s": boost[..., 1], "burnout_height_m": boost[..., 2]}


def _over_ratios(case: Case, law: Any, *names: str) -> Any:
    return each(law, case.array("navigation_ratio"), *(case.array(name) for name in names))


@answers("flight", inputs={"navigation_ratio", "flight_time_s", "time_s", "lateral_velocity_error_m_s"},
         expected={"heading_error_acceleration_m_s2"})
def pn_heading_error(case: Case) -> dict[str, Any]:
    return {"heading_error_acceleration_m_s2": _over_ratios(
        case, guidance.heading_error_acceleration_mps2, "flight_time_s", "time_s", "lateral_velocity_error_m_s")}


@answers("flight", inputs={"navigation_ratio", "flight_time_s", "time_s", "target_acceleration_m_s2"},
         expected={"target_manoeuvre_acceleration_m_s2"})
def pn_manoeuvre(case: Case) -> dict[str, Any]:
    return {"target_manoeuvre_acceleration_m_s2": _over_ratios(
        case, guidance.manoeuvre_acceleration_mps2, "flight_time_s", "time_s", "target_acceleration_m_s2")}


@answers("flight", inputs={"navigation_ratio", "flight_time_s", "time_s", "target_acceleration_m_s2"},
         expected={"acceleration_m_s2"}, title="augmented")
def augmented_pn(case: Case) -> dict[str, Any]:
    return {"acceleration_m_s2": _over_ratios(
        case, guidance.augmented_acceleration_mps2, "flight_time_s", "time_s", "target_acceleration_m_s2")}


@answers("flight", inputs={"navigation_ratio", "flight_time_s", "lag_s"},
         expected={"miss_per_unit_lateral_velocity_error_m", "miss_per_unit_target_acceleration_m"})
def pn_single_lag(case: Case) -> dict[str, Any]:
    return {
        "miss_per_unit_lateral_velocity_error_m":
            _over_ratios(case, guidance.miss_per_heading_error_s, "flight_time_s", "lag_s"),
        "miss_per_unit_target_acceleration_m":
            _over_ratios(case, guidance.miss_per_manoeuvre_s2, "flight_time_s", "lag_s"),
    }


@answers("flight", inputs={"range_m", "angle_between_los_and_target_velocity_deg", "missile_speed_m_s",
                           "target_speed_m_s"}, expected={"capture_time_s"})
def pursuit(case: Case) -> dict[str, Any]:
    angle_rad = np.radians(case.array("angle_between_los_and_target_velocity_deg"))
    return {"capture_time_s": pursuit_time_s(
        case.array("range_m"), angle_rad, case.array("missile_speed_m_s"), case.array("target_speed_m_s"))}


@answers("flight", inputs={"relative_position_m", "target_velocity_m_s", "missile_speed_m_s"},
         expected={"time_s", "point_m"})
def lead(case: Case) -> dict[str, Any]:
    names = ("relative_position_m", "target_velocity_m_s", "missile_speed_m_s")
    time_s, point_m = lead_intercept(*(case.inputs[name] for name in names))
    return {"time_s": time_s, "point_m": point_m}


def _motor(case: Case) -> np.ndarray:
    # time, thrust and mass of the whole curve; mass goes as the impulse, so it is told between the points too
    given = case.inputs
    points_s, points_n = np.array(given["thrust_curve_s_n"], dtype=float).T
    points_s[1:][np.diff(points_s) <= 0] += BURNT_OUT_S  # a jump of thrust takes a moment
    moments_s = np.union1d(points_s, np.arange(points_s[0], points_s[-1], STEP_S))
    thrust_n = np.interp(moments_s, points_s, points_n)
    spent = np.concatenate([[0.0], np.cumsum(np.diff(moments_s) * (thrust_n[1:] + thrust_n[:-1]) / 2)])
    mass_kg = given["mass_without_propellant_kg"] + given["propellant_kg"] * (1 - spent / spent[-1])
    out = [moments_s[-1] + BURNT_OUT_S, 0.0, mass_kg[-1]]
    return np.vstack([np.column_stack([moments_s, thrust_n, mass_kg]), out])


def _lift_off_s(motor: np.ndarray, gravity_mps2: float) -> float:
    # until the thrust carries the weight the launcher does
    moments_s, spare_n = motor[:, 0], motor[:, 1] - motor[:, 2] * gravity_mps2
    first = int(np.argmax(spare_n > 0))
    if spare_n[first] <= 0:
        raise ValueError("the thrust never carries the weight; a rocket needs a thrust above its weight")
    last = max(first - 1, 0)  # a curve that starts above the weight lifts off with its first point
    return float(np.interp(0.0, spare_n[last:first + 1], moments_s[last:first + 1]))


def _rocket(case: Case, times_s: np.ndarray) -> np.ndarray:
    given, motor = case.inputs, _motor(case)
    body = Body(np.pi / 4 * given["diameter_m"] ** 2, given["cd"], 0.0, 0.0)
    elevation_rad = np.radians(given["launch_elevation_deg"])
    pad_m = ROUND_EARTH.radius_m + given["launch_altitude_m"]
    # held by its launcher it moves along a line, where only gravity's part along that line pulls it back
    along = ROUND_EARTH._replace(gm_m3ps2=ROUND_EARTH.gm_m3ps2 * np.sin(elevation_rad))
    lift_off_s = _lift_off_s(motor, along.gm_m3ps2 / pad_m**2)
    motor[:, 0] -= lift_off_s

    def held(since_s: np.ndarray) -> np.ndarray:
        return trajectory(along, body, CALM, motor, (0.0, 0.0, pad_m), (0.0, 0.0, CREEP_MPS), since_s, STEP_S / 5)

    burning_s = np.linspace(0.0, motor[-1, 0], 1000)
    speeds_mps = held(burning_s)[:, 5]
    fast = int(np.argmax(speeds_mps > HELD_MPS))
    if not fast:
        raise ValueError(f"the rocket never reaches the {HELD_MPS:.1f} m/s at which a launcher lets it go")
    free_s = np.interp(HELD_MPS, speeds_mps[fast - 1:fast + 1], burning_s[fast - 1:fast + 1])
    since_s = np.maximum(times_s - lift_off_s, 0.0)
    on_launcher = since_s <= free_s
    rise_m, speed_mps = (held(np.append(since_s[on_launcher], free_s))[:, [2, 5]] - [pad_m, 0.0]).T
    way = np.array([np.cos(elevation_rad), 0.0, np.sin(elevation_rad)])
    guided = np.hstack([np.array([0.0, 0.0, pad_m]) + np.outer(rise_m, way), np.outer(speed_mps, way)])
    motor[:, 0] -= free_s
    leaves = tuple(guided[-1, :3]), tuple(guided[-1, 3:])
    free = trajectory(ROUND_EARTH, body, CALM, motor, *leaves, since_s[~on_launcher] - free_s, STEP_S / 5)
    return np.vstack([guided[:-1], free])


def _height_m(case: Case, times_s: np.ndarray) -> np.ndarray:
    flown = _rocket(case, times_s)
    return np.linalg.norm(flown[:, :3], axis=1) - ROUND_EARTH.radius_m - case.inputs["launch_altitude_m"]


def _climb_mps(case: Case, t_s: float) -> float:
    row = _rocket(case, np.array([t_s]))[0]
    return float(row[:3] @ row[3:]) / ROUND_EARTH.radius_m


def _apogee_s(case: Case) -> float:
    span_s = LOOK_S
    while True:  # twice as long until the greatest height lies well inside
        times_s = np.linspace(0.0, span_s, 1000)
        top = int(np.argmax(_height_m(case, times_s)))
        if 0 < top < len(times_s) - 1:
            return float(brentq(lambda t_s: _climb_mps(case, t_s), times_s[top - 1], times_s[top + 1]))
        if span_s > LONGEST_S:
            raise ValueError(f"no apogee within {LONGEST_S} s")
        span_s *= 2


@answers("flight", inputs={"thrust_curve_s_n", "mass_without_propellant_kg", "propellant_kg"},
         expected={"apogee_above_ground_m", "time_to_apogee_s", "total_impulse_n_s"})
def rocket(case: Case) -> dict[str, Any]:
    thrust = np.array(case.inputs["thrust_curve_s_n"], dtype=float)
    top_s = _apogee_s(case)
    return {"apogee_above_ground_m": _height_m(case, np.array([top_s]))[0], "time_to_apogee_s": top_s,
            "total_impulse_n_s": np.trapezoid(thrust[:, 1], thrust[:, 0])}


@answers("flight", inputs={"thrust_curve_s_n", "mass_without_propellant_kg", "propellant_kg", "times_s"},
         expected={"altitude_above_ground_m"})
def rocket_profile(case: Case) -> dict[str, Any]:
    return {"altitude_above_ground_m": _height_m(case, np.atleast_1d(np.array(case.inputs["times_s"], dtype=float)))}


@answers("flight", inputs={"latitude_deg", "longitude_deg", "height_m"}, expected={"ecef_m"})
def earth_fixed(case: Case) -> dict[str, Any]:
    lat_rad, lon_rad = np.radians(case.array("latitude_deg")), np.radians(case.array("longitude_deg"))
    ecef_m = each(lambda *place: centred_from_geodetic(WGS84, *place), lat_rad, lon_rad, case.array("height_m"))
    return {"ecef_m": ecef_m}


@answers("flight", inputs={"lat1", "lon1", "lat2", "lon2"}, expected={"distance_m", "azimuth_deg"})
def geodesic(case: Case) -> dict[str, Any]:
    bearing_rad, range_m = bearing_and_range(*(case.array(name) for name in ("lat1", "lon1", "lat2", "lon2")))
    wanted = [item.value for item in case.expected if item.name == "azimuth_deg"]
    signed = any(np.min(value) < 0 for value in wanted)  # west of north told as a negative angle
    azimuth_deg = np.degrees(bearing_rad)
    return {"distance_m": range_m, "azimuth_deg": azimuth_deg - 360.0 * (signed & (azimuth_deg > 180.0))}
