"""Sentences of fights: what is absorbed, how often nothing leaks, where more rounds help, magazines, dice."""

from dataclasses import replace
from itertools import takewhile
from math import isfinite

import numpy as np

from openiads.coverage.reads import absorbed_keys
from openiads.output.card import leakers_by_face, rolls
from openiads.output.fights import ArmFought, Fights, Measured, Saturation
from openiads.output.findings import Findings, headline_targets, interval_of
from openiads.output.told.carried import EXACT
from openiads.output.told.cover import Told, evidence_of, quantity, target_term, term
from openiads.output.told.draft import Choice, Condition, Draft, Evidence, Names, Quantity, Slot, Term, Undrafted
from openiads.scenario.model import ARRIVAL_KEY, Scenario

DIE = 10  # faces
BARELY = 0.5  # leakers: a second batch that takes fewer than these away on average barely helps
RUNS_SHOWN = 0.9  # share of the runs between the ends of a range over runs


def measured(item: Measured, unit: str, level: float, *, runs: int = 0, figures: int = 2) -> Quantity:
    """A measured value as a quantity."""
    known = isfinite(item.low) and isfinite(item.high)
    return Quantity(item.value, unit, item.low if known else None, item.high if known else None,
                    level if known else None, figures, runs)


def fight_condition(scenario: Scenario, fights: Fights) -> Condition:
    """Where, as of when and against what a study fought."""
    return Condition(site=scenario.site(scenario.arms.first.site).name, as_of=scenario.date.isoformat(),
                     raid=fights.raid, model="fight")


class _Raid:
    """What the sentences of fights share: the two forces, their raid and their evidence."""

    def __init__(self, found: Findings, fights: Fights, raiders: int) -> None:
        scenario = found.study.scenario
        self.fights, self.raiders = fights, raiders
        self.meaning = scenario.meaning(scenario.arms.second.meaning)
        self.placement = scenario.arms.second.placements[0]
        self.a = fights.arms[0]
        self.b = next((arm for arm in fights.arms
                       if (arm.meaning, arm.placement) == (self.meaning.id, self.placement.id)), None)
        self.evidence = Evidence(fights.basis.grades, fights.basis.claims)
        self.condition = fight_condition(scenario, fights)
        self.condition_by_size = replace(self.condition, raid=fights.saturation_title)
        self.raid_by_size = Names((fights.saturation_title,))

    def force(self, arm: ArmFought) -> Term:
        return term("force-first", arm.label)

    def meaning_term(self) -> Term:
        return term(f"meaning-{self.meaning.id}", self.meaning.label)


def depth_not_reach(shared: _Raid) -> Told:
    """5: what a second batch changes most, by the raid at which half of the raids leak."""
    if shared.b is None:
        return Undrafted("depth-not-reach", 5, "the second batch was not fought")
    a, b = shared.a.saturation_raid, shared.b.saturation_raid
    most = max((item.raiders for item in shared.fights.saturation), default=0)
    verdict = "never-a" if a is None else "beyond" if b is None else "found"
    slots: dict[str, Slot] = {"meaning": shared.meaning_term(), "verdict": Choice(verdict),
             "most": Quantity(most, "raiders", figures=EXACT), "raid": shared.raid_by_size}
    slots |= {name: measured(item, "raiders", shared.fights.level)
              for name, item in (("raid_a", a), ("raid_b", b)) if item is not None}  # "more than" has no upper end
    return Draft("depth-not-reach", 5, slots, shared.condition_by_size, shared.evidence, "tables/fights-saturation.csv")


def no_leak(shared: _Raid, arm: ArmFought) -> Told:
    """11: how often a raid ended with no leaker."""
    return Draft("no-leak", 11, {
        "runs": Quantity(arm.runs, figures=EXACT), "raiders": Quantity(shared.raiders, "raiders", figures=EXACT),
        "force": shared.force(arm), "share": measured(arm.p_zero_leak, "odds", shared.fights.level, runs=arm.runs),
    }, shared.condition, shared.evidence, "tables/fights-arms.csv")


def knee(shared: _Raid) -> Told:
    """12: up to which size the second batch barely helps, and what it takes away at the largest size that tells.

    Numbers are told only of sizes at which the intervals of the two curves part.
    """
    if shared.b is None:
        return Undrafted("knee", 12, "the second batch was not fought")
    curves: dict[str, dict[int, Saturation]] = {}
    for item in shared.fights.saturation:
        curves.setdefault(item.arm, {})[item.raiders] = item
    one, two = (curves.get(arm.id, {}) for arm in (shared.a, shared.b))
    sizes = sorted(one.keys() & two.keys())
    if not sizes:
        return Undrafted("knee", 12, "no sizes of raid were fought")
    fewer = {size: one[size].mean_leakers.value - two[size].mean_leakers.value for size in sizes}
    part = [size for size in sizes if one[size].mean_leakers.low > two[size].mean_leakers.high]
    slots: dict[str, Slot] = {"added": shared.meaning_term(), "most": Quantity(sizes[-1], "raiders", figures=EXACT),
             "raid": shared.raid_by_size, "verdict": Choice("none")}
    if part:
        barely = list(takewhile(lambda size: fewer[size] < BARELY, sizes))
        slots |= {"largest": Quantity(part[-1], "raiders", figures=EXACT), "removed": Quantity(fewer[part[-1]]),
                  "verdict": Choice("found" if barely else "always")}
        if barely:
            slots["knee"] = Quantity(barely[-1], "raiders", figures=EXACT)
    return Draft("knee", 12, slots, shared.condition_by_size, shared.evidence, "tables/fights-saturation.csv")


def stand_alone(shared: _Raid) -> Told:
    """13: how much later a force fights without its network."""
    found = next((item for item in shared.fights.networked if item.arm == shared.a.id), None)
    if found is None or not isfinite(found.later_s.value):
        return Undrafted("stand-alone", 13, "no run fired both with and without the network")
    later = found.later_s
    way = "none" if not later.clear else "later" if later.value > 0 else "earlier"
    ends = Measured(later.value, later.low, later.high) if way != "earlier" else Measured(
        -later.value, -later.high, -later.low)
    return Draft("stand-alone", 13, {
        "force": shared.force(shared.a), "verdict": Choice(way), "later": measured(ends, "s", shared.fights.level),
    }, shared.condition, shared.evidence, "tables/fights-networked.csv")


def opportunities(shared: _Raid) -> Told:
    """10: channels, time from first track, and chances to fire at one target."""
    depth = next((item for item in shared.a.depth if item.target == "cruise-missile"),
                 shared.a.depth[0] if shared.a.depth else None)
    if depth is None:
        return Undrafted("opportunities", 10, "the depth of fire was not fought")
    warning_s = shared.a.metrics["warning_time_s"]
    tracked = isfinite(warning_s.value)
    return Draft("opportunities", 10, {
        "channels": Quantity(shared.a.channels, "channels", figures=EXACT),
        "warning": measured(warning_s if tracked else Measured(0.0, 0.0, 0.0), "s", shared.fights.level),
        "warning_known": Choice("yes" if tracked else "no"), "force": shared.force(shared.a),
        "depth": Quantity(depth.median, "opportunities", figures=EXACT), "target": target_term(depth.target),
        "level": Quantity(RUNS_SHOWN, "share"), "low": Quantity(depth.low, figures=EXACT),
        "high": Quantity(depth.high, figures=EXACT),
    }, shared.condition, shared.evidence, "tables/fights-depth.csv")


def adjudication(shared: _Raid) -> Told:
    """16: leakers by a roll of a die, from the runs that were fought."""
    leakers = np.repeat(np.arange(len(shared.a.leakers)), shared.a.leakers)
    told = ", ".join(f"{roll.replace('-', '–')}: {count}" for roll, count in rolls(leakers_by_face(leakers, DIE)))
    return Draft("adjudication", 16, {
        "die": Names((f"d{DIE}",)), "rolls": Names((told,)),
        "raiders": Quantity(shared.raiders, "raiders", figures=EXACT), "force": shared.force(shared.a),
    }, shared.condition, shared.evidence, "tables/fights-leakers.csv")


def magazines(shared: _Raid) -> Told:
    """17: how often no ready round is left after a raid, and how long until the next."""
    magazine, level = shared.a.magazine, shared.fights.level
    gap = magazine.reload_gap_s
    return Draft("magazines", 17, {
        "raiders": Quantity(shared.raiders, "raiders", figures=EXACT), "force": shared.force(shared.a),
        "empty": measured(magazine.empty_share, "odds", level, runs=shared.a.runs),
        "reload_known": Choice("yes" if isfinite(gap.value) else "no"),
        "reload": measured(gap if isfinite(gap.value) else Measured(0.0, 0.0, 0.0), "s", RUNS_SHOWN),
    }, shared.condition, shared.evidence, "tables/fights-arms.csv")


def depth_closed_form(found: Findings) -> Told:
    """5, before any fight: targets that could each be given one salvo."""
    scenario = found.study.scenario
    meaning = scenario.meaning(scenario.arms.second.meaning)
    (c, _), _ = headline_targets(found.study)
    keys = (*absorbed_keys(found.study.first.post, found.study.question.targets[c]),
            *([ARRIVAL_KEY] if scenario.arms.second.arrival == "as-believed" else []))
    first, whole = (interval_of(found.study, found.capacity[name].raid_absorbed) for name in ("A", meaning.id))
    return Draft("depth-closed-form", 5, {
        "meaning": term(f"meaning-{meaning.id}", meaning.label), "raid_a": quantity(first, "count"),
        "raid_b": quantity(whole, "count"),
    }, Condition(as_of=scenario.date.isoformat(), model="closed-form"), evidence_of(
        found.study.beliefs, keys), "tables/second-batch.csv")


UNFOUGHT = {"no-leak": 11, "knee": 12, "stand-alone": 13, "opportunities": 10, "adjudication": 16, "magazines": 17}


def fight_drafts(found: Findings, fights: Fights | None, raiders: int) -> list[Told]:
    """Every sentence that fights carry; without them what is known in closed form.

    Parameters
    ----------
    found : Findings
    fights : Fights or None
    raiders : int
        Raiders of the study's raid.
    """
    if fights is None:
        return [depth_closed_form(found), *(Undrafted(name, number, "the study did not fight")
                                            for name, number in UNFOUGHT.items())]
    shared = _Raid(found, fights, raiders)
    return [depth_not_reach(shared), opportunities(shared), no_leak(shared, shared.a), knee(shared),
            stand_alone(shared), adjudication(shared), magazines(shared)]
