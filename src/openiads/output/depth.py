"""Shoot-look-shoot depth: how often one target that comes alone could be engaged, and how long it is tracked before."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from openiads.campaign.estimates import Interval, mean_interval
from openiads.campaign.fight import FightJob
from openiads.output.fights import Depth, Measured
from openiads.output.labels import class_label
from openiads.output.metrics import warning_times_s

TAILS = (0.05, 0.95)


def measured(found: Interval) -> Measured:
    """An estimate of a count, a time or a share, which are not below zero."""
    return Measured(found.value, max(found.low, 0.0), found.high)


class Lone(NamedTuple):
    """A target of one class that comes alone and is never hit, in some runs: each (n,)."""

    altitude: str
    draw: np.ndarray
    looks: np.ndarray  # after a salvo, each time at what came of it
    warning_s: np.ndarray  # first track to arrival; NaN where it was never tracked


def looks_at_one(job: FightJob, runs: int) -> dict[str, Lone]:
    """Looks of each run after a salvo at one target of a class that comes alone and is never hit, and its warning.

    That is M06: how often the defence could engage it before it arrives, looking each time at what came of it. The
    loss of guidance, a target that is not found and rounds that run out end it as in any other fight.
    """
    found: dict[str, Lone] = {}
    for group in job.raid.groups:
        if group.target in found:
            continue
        alone = job.raid.model_copy(update={"groups": (group.model_copy(update={"count": 1}),), "airways": (),
                                            "recorded": ()})
        sure = job.scenario.doctrine.model_copy(update={"miss_taken_for_kill": 0.0})
        scenario = job.scenario.model_copy(update={"doctrine": sure})
        tables = replace(job, raid=alone, scenario=scenario, nothing_dies=True).fight_all(runs)
        looks = np.isin(tables["events"]["event"], ("taken for alive", "taken for killed"))
        counts = np.bincount(np.asarray(tables["events"]["run"])[looks], minlength=runs)
        found[group.target] = Lone(str(group.altitude), np.asarray(tables["runs"]["draw"]), counts,
                                   warning_times_s(tables["outcomes"], np.asarray(tables["runs"]["run"])))
    return found


def depth_of(job: FightJob, runs: int, level: float) -> list[Depth]:
    """Shoot-look-shoot depth of each class of the raid: median, the range of 90 % of the runs, mean, and warning."""
    found = []
    for target, one in looks_at_one(job, runs).items():
        low, high = np.quantile(one.looks, TAILS)
        name = target if target in job.scenario.targets else class_label(target)
        warning = mean_interval(one.warning_s, one.draw, level=level)
        found.append(Depth(name, float(np.median(one.looks)), float(low), float(high),
                                measured(mean_interval(one.looks, one.draw, level=level)), one.altitude,
                                measured(warning), warning.runs, one.draw.size, np.unique(one.draw).size))
    return found
