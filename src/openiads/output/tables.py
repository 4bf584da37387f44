"""Tables of a study as CSV: one row a fact, units in the column names."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from openiads.coverage.arms import StudyAreas
from openiads.coverage.site import nominal_range_m
from openiads.knowledge.pools import options
from openiads.output.fights import Change, Fights
from openiads.output.findings import Findings
from openiads.output.statistics import Estimate
from openiads.physics.missile_fit import Residual

EXCEEDS = 1.02  # beyond two per cent a fit has not met its claim


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def _three(item: Estimate) -> list[float]:
    return [float(f"{value:.6g}") for value in (item.nominal, item.low, item.high)]


def shares_csv(found: Findings) -> str:
    """Area and share of the ring by place, class, altitude and metric, with interval and spread of the weather."""
    return csv_text(
        ["site", "target", "altitude", "metric", "area_km2", "area_low_km2", "area_high_km2", "share_of_ring",
         "share_low", "share_high", "share_weakest_refraction", "share_strongest_refraction", "level"],
        ([row.site, row.target, row.altitude, row.metric, *_three(row.area_km2), *_three(row.share),
          *(float(f"{value:.6g}") for value in row.weather_share), row.share.level] for row in found.shares),
    )


def changes_csv(found: Findings, fights: Fights | None = None) -> str:
    """A, B and their paired difference by meaning of the word batch, placement and metric, fought ones too if there.

    The interval of what was not fought holds a share (`level`) of the draws of belief; that of what was fought is the
    confidence in a mean over runs, which share out the draws.
    """
    return csv_text(
        ["meaning", "placement", "metric", "label", "unit", "target", "altitude", "a", "a_low", "a_high", "b", "b_low",
         "b_high", "difference", "difference_low", "difference_high", "verdict", "level", "interval_of", "raid", "runs",
         "draws"],
        [*([row.meaning, row.placement, row.metric, row.label, row.unit, row.target or "", row.altitude or "",
           *_three(row.difference.a), *_three(row.difference.b), *_three(row.difference.change),
           _verdict(_three(row.difference.change), row.difference.clear), row.difference.change.level,
           "draws of belief", "", "", found.study.rows.draws] for row in found.changes),
         *(_fought_rows(found, fights) if fights else ())],
    )


def _verdict(change: Sequence[float], clear: bool) -> str:
    if not any(change):
        return "no change"
    return "clear" if clear else "no clear difference"


def _fought_rows(found: Findings, fights: Fights) -> Iterator[list[object]]:
    """What was fought, in the columns of `changes_csv`; a second batch that never arrives is arm A itself."""
    scenario, first = found.study.scenario, fights.arms[0]
    arms = {(arm.meaning, arm.placement): arm for arm in fights.arms[1:]}
    paired = {item.arm: item for item in fights.paired}
    same = Change(0.0, 0.0, 0.0, False)
    for meaning in scenario.batch_meanings:
        for placement in scenario.arms.second.placements:
            arm = arms.get((meaning.id, placement.id), first)
            pair = paired.get(arm.id)
            for metric, label, unit, a, b, change in (
                ("leakers", "leakers per raid, fought", "count", first.mean_leakers, arm.mean_leakers,
                 pair.leakers if pair else same),
                ("p_zero_leak", "raids without a leaker, fought", "share", first.p_zero_leak, arm.p_zero_leak,
                 pair.p_zero_leak if pair else same),
            ):
                if pair or not meaning.count:
                    values = [float(f"{value:.6g}") for value in (*a, *b, *change[:3])]
                    yield [meaning.id, placement.id, metric, label, unit, "", "", *values,
                           _verdict(values[6:], change.clear), fights.level, "mean over runs", fights.raid, arm.runs,
                           arm.draws]


def losses_csv(found: Findings) -> str:
    """What the loss of each type of radar takes away, types in alphabetical order."""
    return csv_text(
        ["component_lost", "target", "altitude", "metric", "lost_km2", "lost_low_km2", "lost_high_km2"],
        ([row.component, row.target, row.altitude, row.metric, *_three(row.lost_km2)]
         for row in sorted(found.losses, key=lambda row: row.component)),
    )


def beliefs_csv(study: StudyAreas, keys: Sequence[str]) -> str:
    """What the nominal draw believes, with its extremes, status and claim; SI."""
    nominal = study.beliefs.nominal
    return csv_text(
        ["quantity", "value", "low", "high", "unit", "status", "grade", "claim", "condition", "note"],
        ([key, *(float(f"{value:.6g}") for value in (nominal[key].value, nominal[key].low, nominal[key].high)),
          nominal[key].unit, nominal[key].status, nominal[key].grade, nominal[key].claim_id or "",
          "; ".join(f"{name} {value:g}" for name, value in nominal[key].condition.items()), nominal[key].note]
         for key in keys),
    )


def fits_csv(study: StudyAreas) -> str:
    """Every claim about a missile beside what its fitted fly-out does."""
    fits = study.first.salvo.fits if study.first.salvo else ()
    return csv_text(
        ["missile", "witnesses", "quantity", "unit", "claimed", "fitted", "residual_percent", "fit"],
        ([fit.missile, " ".join(fit.witnesses), item.quantity, item.unit, float(f"{item.claimed:.6g}"),
          float(f"{item.fitted:.6g}"), round(100 * (item.fitted / item.claimed - 1), 2),
          _met(item)]
         for fit in fits for item in fit.residuals),
    )


def _met(item: Residual) -> str:
    """How a claim stands beside the fit; a claim that the missile could exceed stays its limit."""
    if not item.used:
        return "compared"
    if item.quantity in ("max_range", "max_altitude") and item.fitted > item.claimed * EXCEEDS:
        return "not met: more energy than claimed, the claim is kept as the limit"
    return "fitted"


def radar_residuals_csv(study: StudyAreas) -> str:
    """Every other range claim of a radar beside what the nominal claim gives at its cross-section, by the same look.

    Claims that no draw believes are among them, such as those for a class whose own cross-section is hardly known.
    """
    beliefs, rows = study.beliefs, []
    for radar in study.first.post.radars:
        key = f"{radar}.detection_range"
        pooled = {claim_id for group in beliefs.pool(key) for claim_id in group.ids}
        for option in options(study.library, beliefs.wanted[key], beliefs.weights):
            if option.claim.id == beliefs.nominal[key].claim_id or option.claim.defect:
                continue
            if option.target_class:
                rcs_m2 = beliefs.nominal[f"{option.target_class}.rcs"].value
            else:
                low_m2, high_m2 = option.rcs_m2 or beliefs.weights.unstated_rcs_m2
                rcs_m2 = (low_m2 * high_m2) ** 0.5
            claimed_m = (option.reading.low + option.reading.high) / 2
            found_m = nominal_range_m(beliefs, radar, rcs_m2)
            rows.append([radar, option.claim.id, option.claim.status, option.bucket, float(f"{rcs_m2:.4g}"),
                         claimed_m / 1000, float(f"{found_m / 1000:.4g}"), round(100 * (found_m / claimed_m - 1), 1),
                         "yes" if option.claim.id in pooled else "no"])
    return csv_text(["radar", "claim", "status", "condition", "rcs_m2", "claimed_km", "by_the_nominal_claim_km",
                  "residual_percent", "believed_by_some_draw"], rows)
