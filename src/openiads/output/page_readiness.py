"""The page's part on readiness: bands by month of each arm and case, months to half, and the inputs, as plain JSON."""

import math
from datetime import date
from typing import Any

import numpy as np

from openiads.output.readiness import DAYS_A_MONTH, SHOWN, Band, Kept, Readiness
from openiads.output.readiness_tables import day_of
from openiads.output.readiness_words import (
    CAVEAT,
    assumed_words,
    months_left,
    readiness_counter,
    readiness_sentence,
    readiness_title,
)
from openiads.output.statistics import Estimate
from openiads.programme.readiness import Case

DIGITS = 3  # more than any interval here carries


def _number(value: float) -> float | None:
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def _row(values: np.ndarray) -> list[float]:
    return [float(f"{value:.{DIGITS}g}") for value in values]


def _estimate(item: Estimate) -> dict[str, float | None]:
    return {"value": _number(item.nominal), "low": _number(item.low), "high": _number(item.high)}


def _band(band: Band) -> dict[str, Any]:
    return {
        "expected": _row(band.expected), "expected_low": _row(band.expected_low),
        "expected_high": _row(band.expected_high), "median": band.median.tolist(), "low": band.low.tolist(),
        "high": band.high.tolist(),
    }


def _case(found: Readiness, case: Case) -> dict[str, Any]:
    def after(day: date | None) -> float | None:
        return None if day is None else _number(max(0.0, (day - found.start).days / DAYS_A_MONTH))

    return {"id": case.id, "label": case.label, "stop_month": after(case.imports_stop),
            "home_month": after(case.localised_from)}


def _kept(found: Readiness, kept: Kept) -> dict[str, Any]:
    return {
        "meaning": kept.arm, "label": kept.label, "case": kept.case.id, "arrives": _number(kept.arrives),
        "fielded": {measure: kept.fielded[measure] for measure in SHOWN},
        "bands": {measure: _band(kept.bands[measure]) for measure in SHOWN},
        "half": {measure: _estimate(item) for measure, item in kept.half.items()},
        "months_left": months_left(found, kept),
    }


def readiness_entry(found: Readiness, name: str) -> dict[str, Any]:
    """The page's key "readiness", by the interface `Readiness` of web/src/types.ts.

    Parameters
    ----------
    found : Readiness
    name : str
        Of the scenario, for the command that changes the answer.
    """
    return {
        "title": readiness_title(found), "assumed": assumed_words(found), "sentence": readiness_sentence(found),
        "counter_sentence": readiness_counter(found, name), "caveat": CAVEAT,
        "months": found.months, "dates": [day_of(found.start, month) for month in range(found.months + 1)],
        "level": found.level, "draws": found.draws, "runs": found.runs, "measures": list(SHOWN),
        "claims": list(found.claims), "cases": [_case(found, case) for case in found.cases],
        "kept": [_kept(found, item) for item in found.kept],
        "changes": [{"meaning": item.meaning, "case": item.case, "measure": item.measure,
                     **_estimate(item.difference.change), "clear": item.difference.clear} for item in found.changes],
        "inputs": [{"key": item.key, "value": _number(item.value), "low": _number(item.low),
                    "high": _number(item.high), "unit": item.unit, "status": item.status, "claim": item.claim_id,
                    "note": item.note} for item in found.inputs],
    }
