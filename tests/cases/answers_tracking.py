"""Answers to the tracking cases: filters, gates, metrics, track logic and real flights."""

import gzip
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from openiads.constants import DEG_RAD, FOOT_M, KNOT_MPS
from openiads.physics import consistency, fusion, kalman, steady_state, track_metrics, turns
from openiads.physics.detection_logic import pd_m_of_n
from openiads.physics.flight import WGS84, centred_from_geodetic
from openiads.physics.imm import ImmState, imm_combine, imm_cycle
from openiads.physics.measurement import bias_factor, polar_plot
from openiads.physics.siap import Association, Picture, air_picture
from openiads.physics.track_logic import STARTED, history_after, is_confirmed
from tests.cases.agile_beam import score_rules
from tests.cases.registry import Case, answers


@answers("tracking", inputs={"tracking_index", "update_interval_s"},
         expected={"alpha", "beta", "updated_position_variance", "updated_velocity_variance"})
def alpha_beta(case: Case) -> dict[str, Any]:
    gains = steady_state.alpha_beta_gains(case.array("tracking_index"))
    variance = case.inputs.get("measurement_variance", 1.0)
    covariance = steady_state.alpha_beta_covariance(gains, case.inputs["update_interval_s"], variance)
    return {"alpha": gains.alpha, "beta": gains.beta, "updated_position_variance": covariance[..., 0, 0],
            "updated_velocity_variance": covariance[..., 1, 1]}


@answers("tracking", inputs={"tracking_index", "update_interval_s"}, expected={"gain_*"})
def alpha_beta_gamma(case: Case) -> dict[str, Any]:
    gains = [steady_state.alpha_beta_gamma_gains(index) for index in np.atleast_1d(case.array("tracking_index"))]
    return {"gain_position": [gain.alpha for gain in gains], "gain_velocity_times_T": [gain.beta for gain in gains],
            "gain_acceleration_times_T2": [gain.gamma / 2 for gain in gains]}


@answers("tracking", inputs={"q", "update_interval_s", "measurement_variance"}, expected={"gain", "updated_covariance"})
def cv_steady(case: Case) -> dict[str, Any]:
    given = [float(case.inputs[name]) for name in ("q", "update_interval_s", "measurement_variance")]
    gains = steady_state.cv_steady_gains(*given)
    return {"gain": [gains.alpha, gains.beta / given[1]],
            "updated_covariance": steady_state.cv_steady_covariance(*given)}


@answers("tracking", inputs={"runs", "state_dimension"}, expected={"lower", "upper"})
def nees_bounds(case: Case) -> dict[str, Any]:
    low, high = consistency.average_nees_bounds(case.array("runs"), case.array("state_dimension"))
    return {"lower": low, "upper": high}


@answers("tracking", inputs={"probability", "measurement_dimension"}, expected={"threshold"})
def gates(case: Case) -> dict[str, Any]:
    dimension = np.atleast_1d(case.array("measurement_dimension"))
    return {"threshold": consistency.gate_threshold(np.atleast_1d(case.array("probability")), dimension[:, None])}


@answers("tracking", inputs={"state", "covariance", "process_noise", "measurement", "measurement_variance"},
         expected={"innovation_variance", "gain", "state", "covariance", "log_likelihood"})
def kalman_step(case: Case) -> dict[str, Any]:
    state, covariance = kalman.kalman_predict(
        case.array("state").astype(float), case.array("covariance").astype(float),
        kalman.cv_transition(float(case.inputs["update_interval_s"])), case.array("process_noise").astype(float))
    done = kalman.kalman_update(
        state, covariance, np.array([float(case.inputs["measurement"])]), np.array([[1.0, 0.0]]),
        np.array([[float(case.inputs["measurement_variance"])]]))
    return {"innovation_variance": done.innovation_covariance[0, 0], "gain": done.gain[:, 0], "state": done.state,
            "covariance": done.covariance, "log_likelihood": done.log_likelihood}


@answers("tracking", inputs={"q", "transition", "mode_probabilities", "states", "covariances"},
         expected={"predicted_mode_probabilities", "likelihoods", "mode_probabilities", "state", "covariance"})
def imm(case: Case) -> dict[str, Any]:
    interval_s = float(case.inputs["update_interval_s"])
    names = ("states", "covariances", "mode_probabilities", "transition")
    states, covariances, modes, switching = (np.array(case.inputs[name], dtype=float) for name in names)
    filters = ImmState(states, covariances, modes)
    moves = np.stack([kalman.cv_transition(interval_s)] * len(modes))
    noises = np.stack([kalman.cv_process_noise(float(q), interval_s) for q in case.inputs["q"]])
    measured = case.inputs["measurements"] if "measurements" in case.inputs else [case.inputs["measurement"]]
    for value in np.ravel(measured):
        cycle = imm_cycle(filters, switching, moves, noises, np.array([float(value)]), np.array([[1.0, 0.0]]),
                          np.array([[float(case.inputs["measurement_variance"])]]))
        filters = cycle.filters
    state, covariance = imm_combine(filters)
    return {"predicted_mode_probabilities": cycle.predicted_modes, "likelihoods": cycle.likelihoods,
            "mode_probabilities": filters.modes, "state": state, "covariance": covariance}


def _order_of(name: str, default: float) -> float:
    found = re.search(r"_p(\d+)", name)
    return float(found.group(1)) if found else default


@answers("tracking", inputs={"tracks", "truths", "c"}, expected={"ospa*", "gospa*"})
def set_distances(case: Case) -> dict[str, Any]:
    tracks, truths = (np.array(case.inputs[name], dtype=float) for name in ("tracks", "truths"))
    alpha = float(case.inputs.get("alpha", 2.0))
    cutoffs = np.atleast_1d(case.array("c")).astype(float)
    orders = np.atleast_1d(case.array("p")).astype(float) if "p" in case.names else np.ones(1)
    result: dict[str, Any] = {}
    for item in case.expected:
        rows = np.broadcast(cutoffs, [_order_of(item.name, 0.0)] if "_p" in item.name else orders)
        if item.name.startswith("ospa"):
            found: list[Any] = [track_metrics.ospa(tracks, truths, c, p) for c, p in rows]
        elif "parts" in item.name:
            found = [track_metrics.gospa(tracks, truths, c, p, alpha)[1:4] for c, p in rows]
        else:
            found = [track_metrics.gospa(tracks, truths, c, p, alpha).distance for c, p in rows]
        result[item.name] = found if case.columns else found[0]
    return result


def _over_time(given: Any) -> np.ndarray:
    table = np.array(list(given.values()) if isinstance(given, dict) else given, dtype=float)
    return table[..., None] if table.ndim == 2 else table


@answers("tracking", inputs={"tracks", "truths", "c", "p", "switching_penalty"}, expected={"distance", "switching"})
def switching_distances(case: Case) -> dict[str, Any]:
    tracks, truths = _over_time(case.inputs["tracks"]), _over_time(case.inputs["truths"])
    if truths.shape[0] == truths.shape[1] and np.ptp(truths, axis=0).sum() < np.ptp(truths, axis=1).sum():
        tracks, truths = tracks.swapaxes(0, 1), truths.swapaxes(0, 1)  # listed by time: what flies moves little
    names = ("c", "p", "alpha", "switching_penalty")
    found = track_metrics.gospa_switching(tracks, truths, *(float(case.inputs[name]) for name in names))
    return {"distance": found.distance, "switching": found.switching}


NUMBER = r"[-+]?\d+(?:\.\d+)?"
NUMBERS = rf"({NUMBER}(?:\s*,\s*{NUMBER})*)"


def _numbers(text: str) -> np.ndarray:
    return np.array([float(word) for word in text.split(",")])


def path_of(words: Any, times_s: np.ndarray, others: dict[str, np.ndarray]) -> np.ndarray:
    """Positions and velocities of a path that is told in words, (times, 4)."""
    if not isinstance(words, str):
        return np.array(words, dtype=float)
    rest, _, speed = words.partition("speed")
    velocity = [float(number) for number in re.findall(NUMBER, speed)]
    rest = rest.rstrip(" ,;")
    named = re.search(rf"truth\s+(\w+)\s*([-+])\s*({NUMBER})\s+in\s+x and y", rest)
    both = re.search(rf"x\s*=\s*y\s+at\s+{NUMBERS}", rest)
    each = re.search(rf"x\s+at\s+{NUMBERS}\s*;\s*y\s+at\s+{NUMBERS}", rest)
    if named:
        shift = float(named.group(3)) * (-1 if named.group(2) == "-" else 1)
        places = others[named.group(1)][:, :2] + shift
    elif both:
        places = np.column_stack([_numbers(both.group(1))] * 2)
    elif each:
        places = np.column_stack([_numbers(each.group(1)), _numbers(each.group(2))])
    elif re.fullmatch(r"x\s*=\s*y\s*=\s*t", rest):
        places = np.column_stack([times_s, times_s])
    else:
        raise ValueError(f"cannot read the path {words!r}")
    return np.column_stack([places, np.tile(velocity, (len(times_s), 1))])


def _picture(case: Case) -> Picture:
    times_s = case.array("times_s").astype(float)
    truths: dict[str, np.ndarray] = {}
    for name, words in case.inputs["truths"].items():
        truths[name] = path_of(words, times_s, truths)
    tracks = {name: path_of(words, times_s, truths) for name, words in case.inputs["tracks"].items()}
    places = {name: place for group in (truths, tracks) for place, name in enumerate(group)}
    links = [Association(places[truth], places[track], float(start), float(end))
             for truth, track, start, end in case.inputs["associations"]]
    return air_picture(times_s, np.stack(list(truths.values())), np.stack(list(tracks.values())), links)


@answers("tracking", inputs={"times_s", "truths", "tracks", "associations"},
         expected={*Picture._fields, "*_accuracy_at_time_*", "completeness_at_time_*", "spuriousness_at_time_*"})
def siap(case: Case) -> dict[str, Any]:
    picture = _picture(case)._asdict()
    times_s = case.inputs["times_s"]
    for item in case.expected:
        name, at, number = item.name.partition("_at_time_")
        if at:
            picture[item.name] = picture[f"{name}_at_times"][times_s.index(type(times_s[0])(number))]
    return picture


@answers("tracking", inputs={"m", "n", "pd"}, expected={"probability"})
def m_of_n(case: Case) -> dict[str, Any]:
    return {"probability": pd_m_of_n(case.array("pd"), case.array("m"), case.array("n"))}


@answers("tracking", inputs={"confirm", "updates"}, expected={"history", "confirmed"})
def history_logic(case: Case) -> dict[str, Any]:
    hits, looks = case.inputs["confirm"]
    history, histories, confirmed = 0, [], []
    for word in case.inputs["updates"]:
        history = STARTED if word.startswith("init") else history_after(history, "hit" in word)
        histories.append([history >> place & 1 for place in range(looks)])
        confirmed.append(bool(is_confirmed(history, hits, looks)))
    return {"history": histories, "confirmed": confirmed}


@answers("tracking", inputs={"range_m", "azimuth_deg", "sigma_range_m", "sigma_azimuth_deg"},
         expected={"bias_factor", "mean_range_shortfall_m", "unbiased_x_m"})
def debiased(case: Case) -> dict[str, Any]:
    sigma_rad = case.inputs["sigma_azimuth_deg"] * DEG_RAD
    position_m, _ = polar_plot(case.inputs["range_m"], case.inputs["azimuth_deg"] * DEG_RAD,
                               case.inputs["sigma_range_m"], sigma_rad)
    factor = bias_factor(sigma_rad)
    return {"bias_factor": factor, "mean_range_shortfall_m": case.inputs["range_m"] * (1 - factor),
            "unbiased_x_m": position_m[0]}


@answers("tracking", inputs={"turn_rate_deg_s", "update_interval_s", "speed_m_s"},
         expected={"sin_wT_over_w", "one_minus_cos_over_w", "turn_radius_m", "lateral_acceleration_g"})
def coordinated_turn(case: Case) -> dict[str, Any]:
    rate_radps, speed_mps = case.array("turn_rate_deg_s") * DEG_RAD, case.array("speed_m_s")
    terms = turns.coordinated_turn_terms(rate_radps, case.array("update_interval_s"))
    return {"sin_wT_over_w": terms.along_s, "one_minus_cos_over_w": terms.across_s,
            "turn_radius_m": turns.turn_radius_m(speed_mps, rate_radps),
            "lateral_acceleration_g": turns.lateral_load_g(speed_mps, rate_radps)}


@answers("tracking", inputs={"speed_kt", "bank_deg"}, expected={"turn_radius_m", "turn_rate_deg_s"})
def level_turns(case: Case) -> dict[str, Any]:
    speed_mps = case.array("speed_kt") * KNOT_MPS
    rate_radps = turns.level_turn_rate_radps(speed_mps, case.array("bank_deg") * DEG_RAD)
    return {"turn_radius_m": turns.turn_radius_m(speed_mps, rate_radps), "turn_rate_deg_s": np.degrees(rate_radps)}


@answers("tracking", inputs={"p1", "p2"}, expected={"omega", "ci_covariance", "independent_fusion_covariance"})
def fused(case: Case) -> dict[str, Any]:
    first, second = (np.atleast_2d(case.array(name)).astype(float) for name in ("p1", "p2"))
    weight, covariance = fusion.covariance_intersection(first, second)
    return {"omega": weight, "ci_covariance": covariance,
            "independent_fusion_covariance": fusion.fused_covariance(first, second)}


@answers("tracking", inputs={"scenario", "target_limits"},
         expected={"max_lost_tracks_percent", "track_lost_when_error_exceeds", "scores"})
def agile_beam_rules(case: Case) -> dict[str, Any]:
    return score_rules(case.inputs["target_limits"])


LONGEST_GAP_S, SCAN_S = 30.0, 5.0
STAYS = np.array([[0.95, 0.05], [0.05, 0.95]])


def flight_path_m(path: Path, site_lat_lon_deg: list[float]) -> np.ndarray:
    """North and east of a recorded flight every 5 s of its longest unbroken run, (n, 2)."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as text:
        rows = json.load(text)
    names = ("timestamp", "latitude", "longitude", "altitude")
    table = np.array([[np.nan if row.get(name) is None else row[name] for name in names] for row in rows], dtype=float)
    table = table[~np.isnan(table).any(axis=1)]
    table = table[np.argsort(table[:, 0], kind="stable")]
    times_s = table[:, 0] / 1000.0
    cuts = [0, *(np.flatnonzero(np.diff(times_s) > LONGEST_GAP_S) + 1), len(times_s)]
    first, last = max(pairwise(cuts), key=lambda run: times_s[run[1] - 1] - times_s[run[0]])
    table, times_s = table[first:last], times_s[first:last]
    site_rad = np.radians(site_lat_lon_deg)
    origin_m = np.array(centred_from_geodetic(WGS84, site_rad[0], site_rad[1], 0.0))
    (sin_lat, sin_lon), (cos_lat, cos_lon) = np.sin(site_rad), np.cos(site_rad)
    east = np.array([-sin_lon, cos_lon, 0.0])
    north = np.array([-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat])
    placed_m = np.array([centred_from_geodetic(WGS84, lat * DEG_RAD, lon * DEG_RAD, altitude * FOOT_M)
                         for _, lat, lon, altitude in table]) - origin_m
    at_s = np.arange(times_s[0], times_s[-1] + 1e-9, SCAN_S)
    return np.column_stack([np.interp(at_s, times_s, placed_m @ axis) for axis in (north, east)])


def _filtered_m(plots: list[Any], noises: list[float]) -> np.ndarray:
    # positions of an interacting multiple model, or of one Kalman filter, that starts from the first two plots
    (first_m, first_m2), (second_m, second_m2) = plots[0], plots[1]
    spread = [np.array([[m2[0], m2[1]], [m2[1], m2[2]]]) for m2 in (first_m2, second_m2)]
    state = np.concatenate([second_m, (np.array(second_m) - first_m) / SCAN_S])
    covariance = np.block([[spread[1], spread[1] / SCAN_S], [spread[1] / SCAN_S, sum(spread) / SCAN_S**2]])
    models = len(noises)
    filters = ImmState(np.stack([state] * models), np.stack([covariance] * models), np.full(models, 1 / models))
    moves = np.stack([kalman.on_axes(kalman.cv_transition(SCAN_S), 2)] * models)
    added = np.stack([kalman.on_axes(kalman.cv_process_noise(q, SCAN_S), 2) for q in noises])
    switching = STAYS if models == 2 else np.ones((1, 1))
    seen, found = np.eye(2, 4), [np.array(first_m), np.array(second_m)]
    for place_m, m2 in plots[2:]:
        filters = imm_cycle(filters, switching, moves, added, np.array(place_m), seen,
                            np.array([[m2[0], m2[1]], [m2[1], m2[2]]])).filters
        found.append(imm_combine(filters)[0][:2])
    return np.array(found)


@answers("tracking", inputs={"flight_file", "site_lat_lon_deg", "sigma_range_m", "sigma_azimuth_deg"},
         expected={"raw_rmse_m", "imm_rmse_over_raw_rmse", "reference_imm_rmse_m", "reference_single_cv_rmse_m"})
def real_flight(case: Case) -> dict[str, Any]:
    truth_m = flight_path_m(case.path("flight_file"), case.inputs["site_lat_lon_deg"])
    scans = int(case.inputs.get("scans", len(truth_m)))
    if len(truth_m) != scans:
        raise ValueError(f"{len(truth_m)} scans of the flight, {scans} wanted")
    key = re.search(r"key\s*=\s*(\d+)", str(case.inputs.get("noise", "")))
    noise = np.random.Generator(np.random.Philox(key=int(key.group(1)) if key else 2026)).standard_normal((scans, 2))
    sigma_m, sigma_rad = float(case.inputs["sigma_range_m"]), case.inputs["sigma_azimuth_deg"] * DEG_RAD
    ranges_m = np.hypot(truth_m[:, 0], truth_m[:, 1]) + sigma_m * noise[:, 0]
    bearings_rad = np.arctan2(truth_m[:, 1], truth_m[:, 0]) + sigma_rad * noise[:, 1]
    plots = [polar_plot(*pair, sigma_m, sigma_rad) for pair in zip(ranges_m, bearings_rad, strict=True)]

    def rmse_m(places: Any) -> float:
        return float(np.sqrt(np.mean(np.sum((np.array(places) - truth_m) ** 2, axis=1))))

    raw_m, imm_m = rmse_m([place for place, _ in plots]), rmse_m(_filtered_m(plots, [0.1, 100.0]))
    answer: dict[str, Any] = {"raw_rmse_m": raw_m, "imm_rmse_over_raw_rmse": imm_m / raw_m,
                              "reference_imm_rmse_m": imm_m}
    for item in case.expected:
        if item.name == "reference_single_cv_rmse_m":
            answer[item.name] = [{"q": row["q"], "rmse": rmse_m(_filtered_m(plots, [float(row["q"])]))}
                                 for row in item.value]
    return answer
