"""The page's part on fights: outcomes, capacity and a few runs, from the plain records of `fights.py`."""

import math
from collections import Counter
from typing import Any

from openiads.output.fights import ArmFought, Change, Defended, Fights, Magazine, Measured
from openiads.output.metrics import CATALOGUE, LABELS
from openiads.output.page_replay import replay_entry

DIGITS = 4  # more than any interval here carries


def _number(value: float) -> float | None:
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def _measured(item: Measured) -> dict[str, float | None]:
    return {"value": _number(item.value), "low": _number(item.low), "high": _number(item.high)}


def _size(end: float) -> float | str | None:
    """A raid size; one beyond the sizes that were fought is "more" or "fewer" than these."""
    return _number(end) if not math.isinf(end) else "more" if end > 0 else "fewer"


def _change(item: Change) -> dict[str, Any]:
    return {**_measured(Measured(item.value, item.low, item.high)), "clear": item.clear}


def _magazine(item: Magazine) -> dict[str, Any]:
    return {name: _measured(value) for name, value in item._asdict().items()}


def _arm(arm: ArmFought) -> dict[str, Any]:
    return {
        "id": arm.id, "side": arm.side, "label": arm.label, "meaning": arm.meaning, "placement": arm.placement,
        "fire_units": arm.fire_units, "channels": arm.channels, "ready_rounds": arm.ready_rounds, "runs": arm.runs,
        "leakers": [int(count) for count in arm.leakers], "p_zero_leak": _measured(arm.p_zero_leak),
        "mean_leakers": _measured(arm.mean_leakers), "neutral_engaged": _measured(arm.neutral_engaged),
        "convergence": [[runs, _number(points)] for runs, points in arm.convergence],
        "saturation_raid": None if arm.saturation_raid is None else {
            name: _size(end) for name, end in arm.saturation_raid._asdict().items()},
        "magazine": _magazine(arm.magazine),
        "depth": [{"class": item.target, "median": item.median, "low": item.low, "high": item.high,
                   "mean": _measured(item.mean)} for item in arm.depth],
        "causes": [{"cause": cause, "per_run": _number(mean)} for cause, mean in arm.causes],
        "metrics": [{"metric": name, "catalogue": CATALOGUE.get(name, ""), "label": LABELS[name][0],
                     "unit": LABELS[name][1], **_measured(item)} for name, item in arm.metrics.items()],
        "cost": {"sentence": arm.cost.sentence, "currency": arm.cost.currency, "low": _number(arm.cost.low),
                 "high": _number(arm.cost.high), "claims": list(arm.cost.claims),
                 "exchange": [{"class": item.target, "low": _number(item.low), "high": _number(item.high),
                               "words": item.words} for item in arm.cost.exchange]},
    }


def _defended(found: Defended) -> dict[str, Any]:
    return {
        "raid": found.raid, "asset": found.asset, "criterion": found.criterion, "asked_km2": _number(found.asked_km2),
        "radius_km": found.radius_km, "step_km": found.step_km, "change_km2": _change(found.change_km2),
        "arms": [
            {"arm": arm, "area_km2": _measured(area), "sentence": sentence,
             # row by row from the north-west, in hundredths; -1 outside what was asked about
             "held": [-1 if math.isnan(p) else round(100 * float(p)) for p in survey.p.ravel()],
             "defended": [int(held) for held in survey.is_held.ravel()]}
            for arm, survey, area, sentence in zip(found.arms, found.surveys, found.area_km2, found.sentences,
                                                   strict=True)],
    }


def fights_entry(fights: Fights) -> dict[str, Any]:
    """The page's key "fights".

    Parameters
    ----------
    fights : Fights
        Each histogram must sum to its arm's runs, and each replay must be of an arm that is told.

    Returns
    -------
    dict
        Plain JSON values by the interface `Fights` of web/src/types.ts.
    """
    known = {arm.id for arm in fights.arms}
    named = [item.arm for rows in (fights.paired, fights.saturation, fights.node_loss, fights.networked,
                                   fights.neutral_risk, fights.replays) for item in rows]
    strangers = sorted(set(named) - known)
    assert not strangers, f"no arm {strangers}"
    twice = [key for key, count in Counter((item.arm, item.run) for item in fights.replays).items() if count > 1]
    assert not twice, f"replays told twice: {twice}"
    assert all(sum(arm.leakers) == arm.runs for arm in fights.arms), "a histogram does not sum to its runs"
    return {
        "site": fights.site, "raid": fights.raid, "saturation_raid_title": fights.saturation_title,
        "level": fights.level, "precision_points": fights.precision_points,
        "caveat": " ".join([fights.caveat, *(f"{text}." for text in fights.cautions)]),
        "claims": list(fights.basis.claims),
        "arms": [_arm(arm) for arm in fights.arms],
        "paired": [
            {"arm": item.arm, "p_zero_leak": _change(item.p_zero_leak), "leakers": _change(item.leakers),
             "saturation_raid": None if item.saturation_raid is None else _change(item.saturation_raid),
             "doubt_share": _measured(item.doubt_share), "correlation": _number(item.correlation),
             "error_ratio": _number(item.error_ratio), "stopped": item.stopped}
            for item in fights.paired],
        "saturation": [
            {"arm": item.arm, "raiders": item.raiders, "mean_leakers": _measured(item.mean_leakers),
             "p_zero_leak": _measured(item.p_zero_leak)}
            for item in sorted(fights.saturation, key=lambda item: (item.arm, item.raiders))],
        "node_loss": [{"arm": item.arm, "component": item.component, "leakers": _change(item.leakers)}
                      for item in sorted(fights.node_loss, key=lambda item: (item.arm, item.component))],
        "networked": [{"arm": item.arm, "later_s": _change(item.later_s), "leakers": _change(item.leakers)}
                      for item in fights.networked],
        "neutral_risk": [{"arm": item.arm, "airliners": item.airliners,
                          "engaged_per_100_runs": _measured(item.engaged_per_100_runs),
                          "seen_min": _measured(item.seen_min), "engageable_min": _measured(item.engageable_min)}
                         for item in sorted(fights.neutral_risk, key=lambda item: (item.arm, item.airliners))],
        "replays": [replay_entry(item) for item in fights.replays],
        "defended": _defended(fights.defended) if fights.defended else None,
    }
