"""What a study fought, as CSV tables."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from openiads.output.fights import Fights

THREE = ("value", "low", "high")


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([f"{cell:.6g}" if isinstance(cell, float) else cell for cell in row] for row in rows)
    return text.getvalue()


def _named(*names: str) -> list[str]:
    return [f"{name}_{end}" for name in names for end in THREE]


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
            ["arm", "label", "fire_units", "channels", "ready_rounds", "runs",
             *_named("p_zero_leak", "mean_leakers", "neutral_engaged", "saturation_raid", "magazine_empty")],
            ([arm.id, arm.label, arm.fire_units, arm.channels, arm.ready_rounds, arm.runs, *arm.p_zero_leak,
              *arm.mean_leakers, *arm.neutral_engaged, *(arm.saturation_raid or ("", "", "")),
              *arm.magazine.empty_share] for arm in fights.arms)),
        "fights-paired.csv": _csv(
            ["arm", *_named("p_zero_leak_change", "leakers_change"), "leakers_clear", *_named("doubt_share"),
             "correlation", "unpaired_over_paired"],
            ([item.arm, *item.p_zero_leak[:3], *item.leakers[:3], item.leakers.clear, *item.doubt_share,
              item.correlation, item.error_ratio] for item in fights.paired)),
        "fights-saturation.csv": _csv(
            ["arm", "raiders", *_named("mean_leakers", "p_zero_leak")],
            ([item.arm, item.raiders, *item.mean_leakers, *item.p_zero_leak] for item in fights.saturation)),
        "fights-losses.csv": _csv(
            ["arm", "component", *_named("leakers_change"), "clear"],
            ([item.arm, item.component, *item.leakers] for item in fights.node_loss)),
        "fights-networked.csv": _csv(
            ["arm", *_named("later_s"), "later_clear", *_named("leakers_change"), "leakers_clear"],
            ([item.arm, *item.later_s, *item.leakers] for item in fights.networked)),
        "fights-neutrals.csv": _csv(
            ["arm", "airliners", *_named("engaged_per_100_runs")],
            ([item.arm, item.airliners, *item.engaged_per_100_runs] for item in fights.neutral_risk)),
        "fights-depth.csv": _csv(
            ["arm", "target", "median", "low", "high"],
            ([arm.id, *item] for arm in fights.arms for item in arm.depth)),
        "fights-leakers.csv": _csv(
            ["arm", "leakers", "runs"],
            ([arm.id, leakers, runs] for arm in fights.arms for leakers, runs in enumerate(arm.leakers))),
        "fights-causes.csv": _csv(
            ["arm", "cause", "mean_per_run"],
            ([arm.id, cause, mean] for arm in fights.arms for cause, mean in arm.causes)),
    }
