"""Answers to the engagement cases that have a closed form: queues, doctrines, allocation, timelines, single shots."""

import re
from heapq import heapreplace
from pathlib import Path
from typing import Any

import numpy as np

from openiads.draws import draw_many
from openiads.physics import assignment, firing, intercept, miss_distance, queueing
from openiads.physics.assignment_exact import assign_best
from tests.cases.registry import Case, answers


def _rows(case: Case, *names: str) -> Any:
    return zip(*(np.atleast_1d(case.array(name)).tolist() for name in names), strict=True)


def _like(case: Case, values: list[Any]) -> Any:
    return values if case.columns else values[0]


def _pick(row: dict[str, Any], *words: str) -> Any:
    return next(value for word in words for name, value in row.items() if word in name)


@answers("engagement", inputs={"offered_load_erlang", "channels"}, expected={"loss"})
def erlang_b(case: Case) -> dict[str, Any]:
    return {"loss": queueing.erlang_b_loss(case.array("offered_load_erlang"), case.array("channels"))}


@answers("face_validity", inputs={"channels", "mean_service_s", "arrival_rates_per_min"},
         expected={"fraction_unserved"})
def saturation(case: Case) -> dict[str, Any]:
    load = case.array("arrival_rates_per_min") / 60 * case.inputs["mean_service_s"]
    return {"fraction_unserved": queueing.erlang_b_loss(load, case.inputs["channels"])}


@answers("engagement", inputs={"arrival_rate", "service_rate", "channels", "places"},
         expected={"loss", "empty_probability", "mean_in_system", "mean_waiting"})
def limited_queue(case: Case) -> dict[str, Any]:
    names = ("arrival_rate", "service_rate", "channels", "places")
    queue = queueing.limited_queue(*(case.inputs[name] for name in names))
    return {"loss": queue.loss, "empty_probability": queue.empty, "mean_in_system": queue.mean_in_system,
            "mean_waiting": queue.mean_waiting}


def _rate(row: dict[str, Any], *words: str) -> float:
    name = next(name for word in words for name in row if word in name)
    return 1.0 / row[name] if "mean" in name or "time" in name else row[name]


@answers("engagement", inputs={"rows"}, expected={"fraction_leaving"})
def impatient(case: Case) -> dict[str, Any]:
    table = [dict(zip(case.columns, row, strict=True)) for row in zip(*case.columns.values(), strict=True)]
    return {"fraction_leaving": [
        queueing.erlang_a_leaving(
            _rate(row, "arrival", "lambda"), _rate(row, "service", "mu"),
            int(_pick(row, "channels", "servers", "k", "c")),
            _rate(row, "leav", "patien", "abandon", "reneg", "theta"))
        for row in table
    ]}


SERVICE_LAWS = {"fixed": np.ones_like, "exponential": lambda u: -np.log1p(-u), "uniform": lambda u: 2.0 * u}
SEED = 2026


@answers("engagement", inputs={"channels", "arrival_rate_per_s", "mean_service_s", "service_laws", "arrivals"},
         expected={"fraction_unserved"})
def busy_battery(case: Case) -> dict[str, Any]:
    """Arrivals one by one on channels that may all be busy; of the laws of service, the one farthest from Erlang's."""
    given, shares = case.inputs, []
    arrivals, channels = int(given["arrivals"]), int(given["channels"])
    gaps_s = -np.log1p(-draw_many(SEED, arrivals, "target", "arrival")) / given["arrival_rate_per_s"]
    for told in given["service_laws"]:
        law = next(law for name, law in SERVICE_LAWS.items() if told.startswith(name))
        services_s = law(draw_many(SEED, arrivals, "channel", told)) * given["mean_service_s"]
        free_s, lost = [0.0] * channels, 0
        for now_s, service_s in zip(np.cumsum(gaps_s).tolist(), services_s.tolist(), strict=True):
            if free_s[0] > now_s:
                lost += 1
            else:
                heapreplace(free_s, now_s + service_s)
        shares.append(lost / arrivals)
    erlang = queueing.erlang_b_loss(given["arrival_rate_per_s"] * given["mean_service_s"], channels)
    return {"fraction_unserved": max(shares, key=lambda share: abs(share - erlang))}


@answers("engagement", inputs={"pk", "salvos"}, expected={"kill_probability", "expected_rounds"})
def shoot_look_shoot(case: Case) -> dict[str, Any]:
    found = [firing.shoot_look_shoot(pk, salvos)
             for pk, salvos in zip(case.columns["pk"], case.columns["salvos"], strict=True)]
    return {"kill_probability": [item.kill for item in found],
            "expected_rounds": [item.expected_rounds for item in found]}


@answers("engagement",
         inputs={"pk", "looks", "probability_survivor_judged_dead", "probability_kill_judged_alive"},
         expected={"leak_probability", "expected_rounds"})
def shoot_look_errors(case: Case) -> dict[str, Any]:
    last = case.inputs.get("last_shot", True)
    fired = last is not False and not (isinstance(last, str) and last.strip().lower() in ("no", "none", "not fired"))
    names = ("pk", "looks", "probability_survivor_judged_dead", "probability_kill_judged_alive")
    found = [firing.shoot_look_errors(pk, int(looks) + fired, missed, wasted)
             for pk, looks, missed, wasted in _rows(case, *names)]
    return {"leak_probability": _like(case, [1 - item.kill for item in found]),
            "expected_rounds": _like(case, [item.expected_rounds for item in found])}


@answers("engagement", inputs={"rounds", "targets", "pk"},
         expected={"expected_leak_*", "probability_no_leak_*"})
def allocation(case: Case) -> dict[str, Any]:
    found = [firing.allocation_leak(int(rounds), int(targets), pk)
             for rounds, targets, pk in _rows(case, "rounds", "targets", "pk")]
    names = ("expected_leak_even", "expected_leak_random", "probability_no_leak_even", "probability_no_leak_random")
    return {name: _like(case, list(values)) for name, values in zip(names, zip(*found, strict=True), strict=True)}


@answers("engagement", inputs={"pk", "rounds_per_threat", "threats"}, expected={"probability_no_leak"})
def no_leak(case: Case) -> dict[str, Any]:
    return {"probability_no_leak": firing.no_leak_probability(
        case.array("pk"), case.array("rounds_per_threat"), case.array("threats"))}


@answers("engagement", inputs={"pk", "threats", "wanted_probability_no_leak"},
         expected={"rounds_real", "rounds_integer"})
def rounds_needed(case: Case) -> dict[str, Any]:
    real = firing.rounds_for_no_leak(case.array("pk"), case.array("threats"), case.array("wanted_probability_no_leak"))
    return {"rounds_real": real, "rounds_integer": np.ceil(real).astype(int)}


@answers("engagement", inputs={"attackers", "layer_pk"},
         expected={"expected_survivors", "probability_of_*_survivors", "order_of_layers_matters"})
def layers(case: Case) -> dict[str, Any]:
    law = firing.layered_survivors(case.inputs["attackers"], case.inputs["layer_pk"])
    turned = firing.layered_survivors(case.inputs["attackers"], case.inputs["layer_pk"][::-1])
    wanted = {item.name: [int(word) for word in item.name.split("_") if word.isdigit()] for item in case.expected}
    return {"expected_survivors": law @ np.arange(law.size),
            "order_of_layers_matters": not np.allclose(law, turned),
            **{name: law[numbers] for name, numbers in wanted.items() if numbers}}


@answers("engagement", inputs={"pk", "target_values", "rounds_per_weapon"},
         expected={"optimal_surviving_value", "assignment_targets_of_weapons"})
def weapons_by_exhaustion(case: Case) -> dict[str, Any]:
    pk, values = (np.array(case.inputs[name], dtype=float) for name in ("pk", "target_values"))
    best = assign_best(pk, values, np.broadcast_to(case.inputs["rounds_per_weapon"], len(pk)))
    return {"optimal_surviving_value": best.surviving_value, "assignment_targets_of_weapons": best.targets}


@answers("engagement", inputs={"pk", "target_values", "weapons"},
         expected={"optimal_surviving_value", "rounds_per_target"})
def weapons_alike(case: Case) -> dict[str, Any]:
    pk, values = (np.array(case.inputs[name], dtype=float) for name in ("pk", "target_values"))
    value, rounds = assignment.assign_identical(pk, values, case.inputs["weapons"])
    return {"optimal_surviving_value": value, "rounds_per_target": rounds}


def _instance(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    numbers = path.read_text(encoding="utf-8").split()
    weapons, targets, rounds = (int(number) for number in numbers[:3])
    values = np.array(numbers[3:3 + targets], dtype=float)
    rows = np.array(numbers[3 + targets:], dtype=float).reshape(-1, 3)
    pk = np.zeros((weapons, targets))
    pk[rows[:, 0].astype(int), rows[:, 1].astype(int)] = rows[:, 2]
    return pk, values, np.full(weapons, rounds)


@answers("engagement", inputs={"instance_file"},
         expected={"optimal_surviving_value", "optimal_surviving_value_bounds"})
def weapons_of_a_file(case: Case) -> dict[str, Any]:
    value = assign_best(*_instance(case.path("instance_file"))).surviving_value
    return {"optimal_surviving_value": value, "optimal_surviving_value_bounds": value}


@answers("engagement", inputs={"survival", "target_values", "weapons_available", "minimum_weapons_on_target"},
         expected={"maximum_expected_value_destroyed"})
def weapons_split_at_will(case: Case) -> dict[str, Any]:
    values, available = (np.array(case.inputs[name], dtype=float) for name in ("target_values", "weapons_available"))
    survival = np.array(case.inputs["survival"], dtype=float)
    if survival.shape != (available.size, values.size):
        survival = survival.T
    given = case.inputs["minimum_weapons_on_target"]
    least = np.zeros(values.size)
    if isinstance(given, dict):
        first = 0 if any(int(key) == 0 for key in given) else 1
        for key, number in given.items():
            least[int(key) - first] = number
    else:
        least[:] = given
    return {"maximum_expected_value_destroyed": assignment.destroyed_at_best(survival, values, available, least)}


@answers("engagement", inputs={"A_ships", "B_ships", "A_striking", "B_striking", "B_defence_per_ship",
                               "A_defence_per_ship", "B_staying", "A_staying"}, expected={"losses_A_B"})
def salvo_exchange(case: Case) -> dict[str, Any]:
    of_a, of_b = (
        firing.salvo_losses(*(case.array(name) for name in (
            f"{own}_ships", f"{other}_ships", f"{other}_striking", f"{own}_defence_per_ship", f"{own}_staying")))
        for own, other in (("A", "B"), ("B", "A"))
    )
    return {"losses_A_B": np.stack([of_a, of_b], axis=-1)}


@answers("engagement", inputs={"detection_range_m", "target_speed_m_s", "reaction_time_s", "missile_mean_speed_m_s",
                               "assessment_time_s", "minimum_intercept_range_m"},
         expected={"intercept_ranges_m", "opportunities"})
def timeline(case: Case) -> dict[str, Any]:
    names = ("detection_range_m", "target_speed_m_s", "reaction_time_s", "missile_mean_speed_m_s", "assessment_time_s",
             "minimum_intercept_range_m")
    ranges_m = [intercept.engagement_ranges_m(*row) for row in _rows(case, *names)]
    return {"intercept_ranges_m": _like(case, ranges_m), "opportunities": _like(case, [row.size for row in ranges_m])}


@answers("engagement", inputs={"lethal_radius_m", "sigma_m"}, expected={"sspk"})
def single_shot(case: Case) -> dict[str, Any]:
    return {"sspk": miss_distance.sspk_cookie(case.array("lethal_radius_m"), case.array("sigma_m"))}


@answers("engagement", inputs={"lethal_radius_m", "cep_m"}, expected={"sspk"})
def single_shot_cep(case: Case) -> dict[str, Any]:
    return {"sspk": miss_distance.sspk_cep(case.array("lethal_radius_m"), case.array("cep_m"))}


def _offset_table(case: Case, kind: str) -> list[np.ndarray]:
    rows = [dict(zip(case.inputs[f"{kind}_columns"], row, strict=True)) for row in case.inputs[f"{kind}_rows"]]
    names = list(rows[0])
    offset = next(name for name in names if re.search("offset|aim|bias|shift", name))
    names.remove(offset)
    sigma = next((name for name in names if re.match("sigma|miss|dispersion", name)), names[-1])
    lethal = next(name for name in names if name != sigma)
    return [np.array([row[name] for row in rows], dtype=float) for name in (lethal, sigma, offset)]


@answers("engagement", inputs={"cookie_rows", "cookie_columns", "gauss_rows", "gauss_columns"},
         expected={"sspk_cookie", "sspk_gauss"})
def single_shot_offset(case: Case) -> dict[str, Any]:
    return {"sspk_cookie": miss_distance.sspk_cookie(*_offset_table(case, "cookie")),
            "sspk_gauss": miss_distance.sspk_gauss(*_offset_table(case, "gauss"))}
