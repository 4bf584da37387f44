"""What a study fought, as CSV tables."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from math import isfinite

from openiads.campaign.estimates import Interval, Paired
from openiads.output.fights import ArmFought, Defended, Fights, end_words
from openiads.output.footprint import footprint_csv
from openiads.output.metrics import CATALOGUE, LABELS

THREE = ("value", "low", "high")
NOT_COMPARED = ("", "", "", "")  # a change and its verdict, of what stands beside nothing


def _cell(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.6g}" if isfinite(value) else ""
    return value


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _named(*names: str) -> list[str]:
    return [f"{name}_{end}" for name in names for end in THREE]


def metrics_csv(found: Mapping[str, Interval]) -> str:
    """Every metric of one arm: its name and number in the catalogue, unit, mean over runs, interval, and on what."""
    return _csv(["metric", "catalogue", "label", "unit", *THREE, "level", "runs", "draws"],
                ([name, CATALOGUE.get(name, ""), *LABELS[name], item.value, item.low, item.high, item.level, item.runs,
                  item.draws] for name, item in found.items()))


def differences_csv(change: Mapping[str, Paired]) -> str:
    """Every metric of a comparison: both arms, the paired difference, and whether it is clear."""
    return _csv(["metric", "catalogue", "label", "unit", *_named("a", "b", "difference"), "level", "runs", "draws",
                 "verdict"],
                ([name, CATALOGUE.get(name, ""), *LABELS[name],
                  *(end for item in (pair.a, pair.b, pair.change) for end in (item.value, item.low, item.high)),
                  pair.change.level, pair.change.runs, pair.change.draws, pair.verdict]
                 for name, pair in change.items()))


def _crossed(arm: ArmFought, fights: Fights) -> list[str]:
    found = arm.saturation_raid
    return [end_words(end, fights.sizes) for end in found] if found else [""] * len(THREE)


def _footprint_tables(found: Defended | None) -> dict[str, str]:
    if found is None:
        return {}
    return {
        "fights-footprint.csv": _csv(
            ["arm", "raid", "asset", "criterion", "asked_km2", *_named("defended_footprint_km2")],
            [*([arm, found.raid, found.asset, found.criterion, found.asked_km2, *area]
               for arm, area in zip(found.arms, found.area_km2, strict=True)),
             [f"{found.arms[1]} minus {found.arms[0]}", found.raid, found.asset, found.criterion, found.asked_km2,
              *found.change_km2[:3]]]),
        "fights-footprint-places.csv": footprint_csv(dict(zip(found.arms, found.surveys, strict=True))),
    }


def fight_tables(fights: Fights) -> dict[str, str]:
    """File name and content of each table.

    Examples
    --------
    >>> from tests.output.made_page import made_fights
    >>> sorted(fight_tables(made_fights()))[0]
    'fights-arms.csv'
    """
    return {
        "fights-arms.csv": _csv(
            ["arm", "label", "fire_units", "channels", "ready_rounds", "raid", "runs", "draws", "level",
             *_named("p_zero_leak", "mean_leakers", "neutral_engaged", "magazine_empty"), "raid_by_size",
             *_named("saturation_raid")],
            ([arm.id, arm.label, arm.fire_units, arm.channels, arm.ready_rounds, fights.raid, arm.runs, arm.draws,
              fights.level, *arm.p_zero_leak, *arm.mean_leakers, *arm.neutral_engaged, *arm.magazine.empty_share,
              fights.saturation_title, *_crossed(arm, fights)] for arm in fights.arms)),
        "fights-paired.csv": _csv(
            ["arm", *_named("p_zero_leak_change", "leakers_change"), "leakers_clear", *_named("saturation_raid_change"),
             "saturation_raid_clear", *_named("doubt_share"), "correlation", "unpaired_over_paired"],
            ([item.arm, *item.p_zero_leak[:3], *item.leakers[:3], item.leakers.clear,
              *(item.saturation_raid or NOT_COMPARED), *item.doubt_share,
              item.correlation, item.error_ratio] for item in fights.paired)),
        "fights-saturation.csv": _csv(
            ["arm", "raid", "raiders", *_named("mean_leakers", "p_zero_leak", "leakers_change"), "leakers_clear",
             "level"],
            ([item.arm, fights.saturation_title, item.raiders, *item.mean_leakers, *item.p_zero_leak,
              *(item.change or NOT_COMPARED), fights.level] for item in fights.saturation)),
        "fights-losses.csv": _csv(
            ["arm", "component", *_named("leakers_change"), "clear"],
            ([item.arm, item.component, *item.leakers] for item in fights.node_loss)),
        "fights-networked.csv": _csv(
            ["arm", *_named("later_s"), "later_clear", *_named("leakers_change"), "leakers_clear"],
            ([item.arm, *item.later_s, *item.leakers] for item in fights.networked)),
        "fights-neutrals.csv": _csv(
            ["arm", "airliners", *_named("engaged_per_100_runs", "neutral_seen_min", "neutral_engageable_min")],
            ([item.arm, item.airliners, *item.engaged_per_100_runs, *item.seen_min, *item.engageable_min]
             for item in fights.neutral_risk)),
        "fights-depth.csv": _csv(
            ["arm", "target", "altitude", "channels", "median", "low", "high",
             *_named("engagement_opportunities", "warning_s"), "tracked_runs", "runs", "draws", "level"],
            ([arm.id, item.target, item.altitude, arm.channels, item.median, item.low, item.high, *item.mean,
              *item.warning_s, item.tracked, item.runs, item.draws, fights.level]
             for arm in fights.arms for item in arm.depth)),
        "fights-metrics.csv": _csv(
            ["arm", "metric", "catalogue", "label", "unit", *THREE, "level", "runs"],
            ([arm.id, name, CATALOGUE.get(name, ""), *LABELS[name], *item, fights.level, arm.runs]
             for arm in fights.arms for name, item in arm.metrics.items())),
        "fights-cost.csv": _csv(
            ["arm", "target", "currency", "cost_per_kill_low", "cost_per_kill_high", "cost_exchange_low",
             "cost_exchange_high", "words", "claims", *_named("value_defended", "rounds_left")],
            ([arm.id, item.target, arm.cost.currency, arm.cost.low, arm.cost.high, item.low, item.high, item.words,
              " ".join(arm.cost.claims), *arm.metrics["value_defended"], *arm.metrics["rounds_left"]]
             for arm in fights.arms for item in arm.cost.exchange)),
        **_footprint_tables(fights.defended),
        "fights-leakers.csv": _csv(
            ["arm", "leakers", "runs"],
            ([arm.id, leakers, runs] for arm in fights.arms for leakers, runs in enumerate(arm.leakers))),
        "fights-causes.csv": _csv(
            ["arm", "cause", "mean_per_run"],
            ([arm.id, cause, mean] for arm in fights.arms for cause, mean in arm.causes)),
    }
