"""Tables of readiness as CSV: by month, by arm with the months to half, and every input with its standing."""

import math
from datetime import date

from openiads.output.readiness import SHOWN, Readiness
from openiads.output.statistics import Estimate
from openiads.output.tables import csv_text


def day_of(start: date, month: int) -> str:
    """The month so many months after a day, as ISO writes it.

    Examples
    --------
    >>> day_of(date(2022, 8, 16), 5)
    '2023-01'
    """
    years, months = divmod(start.month - 1 + month, 12)
    return f"{start.year + years}-{months + 1:02d}"


def _short(value: float) -> float | str:
    return float(f"{value:.4g}") if math.isfinite(value) else ""


def _three(item: Estimate | None) -> list[float | str]:
    return [_short(value) for value in (item.nominal, item.low, item.high)] if item else ["", "", ""]


def by_month_csv(found: Readiness) -> str:
    """Ready by month: mean with its interval over the draws, and median and range of single runs."""
    return csv_text(
        ["arm", "case", "measure", "delivered_at_most", "month", "date", "expected", "expected_low", "expected_high",
         "median", "low", "high", "level"],
        ([kept.arm or "A", kept.case.id, measure, kept.fielded[measure], month, day_of(found.start, month),
          *(_short(float(row[month])) for row in (band.expected, band.expected_low, band.expected_high)),
          *(int(row[month]) for row in (band.median, band.low, band.high)), found.level]
         for kept in found.kept for measure in SHOWN for band in [kept.bands[measure]]
         for month in range(found.months + 1)))


def by_arm_csv(found: Readiness) -> str:
    """Each arm in each case: what it has, what is ready at the end, B minus A, months to half (empty: not within)."""
    changes = {(item.meaning, item.case, item.measure): item.difference for item in found.changes}
    rows = []
    for kept in found.kept:
        for measure in SHOWN:
            band, change = kept.bands[measure], changes.get((kept.arm, kept.case.id, measure))
            rows.append([
                kept.arm or "A", kept.case.id, kept.case.imports_stop or "never", kept.case.localised_from or "never",
                measure, kept.fielded[measure],
                *(_short(float(row[-1])) for row in (band.expected, band.expected_low, band.expected_high)),
                *_three(change.change if change else None),
                ("" if change is None else "clear" if change.clear else "no clear difference"),
                *_three(kept.half.get(measure)), _short(kept.arrives) if kept.arm else "", found.level])
    return csv_text(
        ["arm", "case", "imports_stop", "localised_from", "measure", "delivered_at_most", "ready_at_end", "ready_low",
         "ready_high", "change_from_a", "change_low", "change_high", "verdict", "months_to_half", "months_low",
         "months_high", "second_batch_comes", "level"], rows)


def inputs_csv(found: Readiness) -> str:
    """Every rate and range with who states it, or what is assumed; SI."""
    return csv_text(["quantity", "value", "low", "high", "unit", "status", "claim", "note"],
                    ([item.key, _short(item.value), _short(item.low), _short(item.high), item.unit, item.status,
                      item.claim_id or "", item.note] for item in found.inputs))


def readiness_tables(found: Readiness) -> dict[str, str]:
    """Every table by its file name."""
    return {"readiness.csv": by_arm_csv(found), "readiness-by-month.csv": by_month_csv(found),
            "readiness-inputs.csv": inputs_csv(found)}
