"""Tables of sight as CSV: first sight on a smooth earth, what a bearing hides, and the given route."""

import math
from collections.abc import Sequence

from openiads.coverage.arms import StudyAreas
from openiads.coverage.corridor import Exposure
from openiads.coverage.profile import VerticalProfile
from openiads.output.sight import first_sights, hidden_at, seen_nm
from openiads.output.statistics import Estimate
from openiads.output.tables import csv_text

KM = 1e-3


def _three(item: Estimate) -> list[float]:
    return [float(f"{value:.6g}") for value in (item.nominal, item.low, item.high)]


def first_sight_csv(study: StudyAreas) -> str:
    """Antenna height and first sight over a smooth earth, as the first site stands and raised, by altitude."""
    return csv_text(
        ["site", "raised_m", "antenna_m", "antenna_low_m", "antenna_high_m", "altitude", "first_sight_km",
         "first_sight_low_km", "first_sight_high_km", "level"],
        ([study.first.place.id, item.raised_m, *_three(item.antenna_m), str(item.altitude),
          *_three(item.range_m.scaled(KM)), item.range_m.level] for item in first_sights(study)),
    )


def hidden_csv(profiles: Sequence[tuple[str, str, VerticalProfile]]) -> str:
    """Visibility floor halfway along each preset bearing by refraction, and what hides the air below it."""
    def number(value: float) -> float | str:
        return float(f"{value:.6g}") if math.isfinite(value) else ""

    rows = []
    for site, label, profile in profiles:
        item = hidden_at(site, label, profile)
        floors = (item.floor_amsl_m[name] for name in ("median", "weak", "strong"))
        rows.append([site, label, number(item.out_m * KM), *map(number, floors), item.blocker,
                     number(item.blocker_at_m * KM), number(item.blocker_amsl_m)])
    return csv_text(
        ["site", "bearing", "out_km", "floor_amsl_m", "floor_weak_refraction_amsl_m", "floor_strong_refraction_amsl_m",
         "hidden_by", "hidden_by_at_km", "hidden_by_amsl_m"], rows)


def corridor_csv(study: StudyAreas, exposure: Exposure) -> str:
    """Length of the given route on which the airliner is seen from what stands, by flight level."""
    return csv_text(
        ["flight_level", "target", "sites", "arrival", "seen_nm", "seen_low_nm", "seen_high_nm", "route_nm", "level"],
        ([str(level), exposure.target, " ".join(exposure.sites), study.scenario.arms.second.arrival,
          *_three(seen_nm(study, exposure, f)), float(f"{exposure.route.along_nm[-1]:.6g}"), study.rows.level]
         for f, level in enumerate(exposure.flight_levels)),
    )
