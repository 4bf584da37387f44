"""Answers to the face-validity cases: first detection by horizon and power, and the share of drones shot down."""

import re
from dataclasses import replace
from typing import Any

import numpy as np

from openiads.app.fights import plan_of
from openiads.app.options import AttackOptions, ForceOptions
from openiads.campaign.arms import Arm
from openiads.physics.detection import snr_for_pd
from openiads.physics.look import Radar, anchored, detection_ground_range_m
from openiads.physics.propagation import horizon_range_m
from tests.cases.registry import Case, answers


def _first_detection_km(antenna_m: np.ndarray, target_m: np.ndarray, free_space_km: float) -> list[float]:
    radar = anchored(Radar(snr_constant_m2=0.0), free_space_km * 1000, 1.0)
    snr = snr_for_pd(0.5, 1e-6)
    return [
        min(horizon_range_m(antenna, target), detection_ground_range_m(radar, 1.0, snr, antenna, target)) / 1000
        for antenna, target in np.broadcast(antenna_m, target_m)
    ]


@answers("face_validity", inputs={"radar", "antenna_height_m", "target_height_m"},
         expected={"first_detection_range_km"})
def horizon_table(case: Case) -> dict[str, Any]:
    free_space_km = float(re.search(r"([\d.]+)\s*km", case.inputs["radar"]).group(1))
    ranges_km = _first_detection_km(case.array("antenna_height_m"), case.array("target_height_m"), free_space_km)
    return {"first_detection_range_km": ranges_km}


@answers("face_validity", inputs={"antenna_height_m", "free_space_range_km", "target_heights_m"},
         expected={"first_detection_range_km"})
def range_against_height(case: Case) -> dict[str, Any]:
    ranges_km = _first_detection_km(
        case.array("antenna_height_m"), case.array("target_heights_m"), case.inputs["free_space_range_km"]
    )
    return {"first_detection_range_km": ranges_km}


LAYERS, DRONE_RUNS = 2, 80  # vehicles of point defence in a battalion; runs, of ten draws


@answers("face_validity", inputs={"threat", "period", "rate"}, expected={"model_rate_band"})
def drones_shot_down(case: Case) -> dict[str, Any]:
    if set(case.columns["threat"]) != {"one-way drones"}:
        raise ValueError(f"no shipped raid is of {case.columns['threat']}")
    plan = plan_of("second-batch", AttackOptions("drone-night"), ForceOptions())
    order = plan.scenario.order_of_battle
    vehicles = order.battalion.point_defence.model_copy(update={"value": LAYERS})
    battalion = order.battalion.model_copy(update={"point_defence": vehicles})
    layered = plan.scenario.model_copy(update={"order_of_battle": order.model_copy(update={"battalion": battalion})})
    ends = list(replace(plan, scenario=layered).job(Arm("A")).fight(range(DRONE_RUNS))["outcomes"]["end"])
    return {"model_rate_band": ends.count("killed") / (ends.count("killed") + ends.count("leaked"))}
