"""Sentences of fights: what is absorbed, how often nothing leaks, where more rounds help, magazines, dice."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from math import inf, isfinite

import numpy as np

from openiads.coverage.reads import absorbed_keys, arrival_keys
from openiads.output.card import leakers_by_face, rolls
from openiads.output.fights import ArmFought, Change, Fights, Measured
from openiads.output.findings import Findings, headline_targets
from openiads.output.told.carried import EXACT, LEAST, MOST
from openiads.output.told.cover import Told, evidence_of, of_second, quantity, target_term, term
from openiads.output.told.draft import Choice, Condition, Draft, Evidence, Names, Quantity, Slot, Term, Undrafted
from openiads.scenario.model import Scenario

DIE = 10  # faces
BARELY = 0.5  # leakers: a second batch that takes fewer than these away on average barely helps
ALONE = "one that comes alone and is never hit"
THREE_DIGITS = 100.0
RUNS_SHOWN = 0.9  # share of the runs between the ends of a range over runs


def measured(item: Measured, unit: str, level: float, *, runs: int = 0, draws: int = 0, figures: int = 2) -> Quantity:
    """A measured value as a quantity."""
    known = isfinite(item.low) and isfinite(item.high)
    return Quantity(item.value, unit, item.low if known else None, item.high if known else None,
                    level if known else None, figures, runs, draws=draws)


def crossed(item: Measured, sizes: Sequence[int], level: float) -> Quantity:
    """A raid size read off a curve; what lies beyond the sizes that were fought is told as more or fewer than these."""
    least, most = min(sizes), max(sizes)
    ends = item._asdict().items()
    fewer, more = (tuple(name for name, end in ends if end == limit) for limit in (-inf, inf))
    value, low, high = (min(max(end, float(least)), float(most)) for end in item)
    figures = MOST if value >= THREE_DIGITS else LEAST  # raiders are whole
    return Quantity(value, "raiders", low, high, level, figures, fewer=fewer, more=more)


def changed(item: Change, unit: str, level: float) -> Quantity:
    """A paired difference as a quantity."""
    return measured(Measured(item.value, item.low, item.high), unit, level)


def fight_condition(scenario: Scenario, fights: Fights) -> Condition:
    """Where, as of when and against what a study fought."""
    return Condition(site=scenario.site(scenario.arms.first.site).name, as_of=scenario.date.isoformat(),
                     raid=fights.raid, model="fight")


class _Second:
    """The second batch as sentences speak of it: how the word is read, where it stands, whether it comes."""

    def __init__(self, found: Findings) -> None:
        scenario = found.study.scenario
        self.meaning = scenario.meaning(scenario.arms.second.meaning)
        self.placement = scenario.arms.second.placements[0]
        self.comes = scenario.arms.second.arrival != "never" and self.meaning.count > 0
        (c, a), _ = headline_targets(found.study)
        self.target, self.altitude = found.study.question.targets[c], str(found.study.question.altitudes[a])
        area = found.change(self.meaning.id, self.placement.id, "detect", self.target, self.altitude).difference.change
        self.slots: dict[str, Slot] = {
            "meaning": term(f"meaning-{self.meaning.id}", self.meaning.label),
            "placement": term(f"placement-{self.placement.id}", self.placement.label),
            "target": target_term(self.target), "altitude": Names((self.altitude,)),
            "reach": Choice("same" if area.nominal == area.low == area.high == 0 else "other")}


class _Raid:
    """What the sentences of fights share: the two forces, their raid and their evidence."""

    def __init__(self, found: Findings, fights: Fights, raiders: int) -> None:
        scenario = found.study.scenario
        self.fights, self.raiders = fights, raiders
        self.second = _Second(found)
        wanted = self.second.meaning.id, self.second.placement.id
        self.a = fights.arms[0]
        self.b = next((arm for arm in fights.arms if (arm.meaning, arm.placement) == wanted), None)
        self.evidence = Evidence(fights.basis.grades, fights.basis.claims)
        self.condition = fight_condition(scenario, fights)
        self.condition_by_size = of_second(replace(self.condition, raid=fights.saturation_title), scenario,
                                           self.second.placement)
        self.raid_by_size = Names((fights.saturation_title,))

    def force(self, arm: ArmFought) -> Term:
        return term("force-first", arm.label)

    def draws(self, arm: ArmFought) -> Quantity:
        return Quantity(arm.draws, "draws", figures=EXACT)


NEVER_COMES = "the second batch never arrives in this study"


def depth_not_reach(shared: _Raid) -> Told:
    """5: how far a second batch moves the raid at which half of the raids leak, and whether it sees any farther."""
    level, sizes = shared.fights.level, shared.fights.sizes
    if not shared.second.comes:
        return Undrafted("depth-not-reach", 5, NEVER_COMES)
    a, b = shared.a.saturation_raid, shared.b.saturation_raid if shared.b else None
    change = next((item.saturation_raid for item in shared.fights.paired if shared.b and item.arm == shared.b.id), None)
    if a is None or b is None or change is None:
        return Undrafted("depth-not-reach", 5, "the second batch was not fought by sizes of raid")
    return Draft("depth-not-reach", 5, {
        **shared.second.slots, "raid": shared.raid_by_size, "raid_a": crossed(a, sizes, level),
        "raid_b": crossed(b, sizes, level), "change": changed(change, "raiders", level),
        "bound": Term("" if isfinite(a.value) and isfinite(b.value) else "at-least"),
        "verdict": Choice("none" if not change.clear else "more" if change.value > 0 else "fewer"),
    }, shared.condition_by_size, shared.evidence, "tables/fights-arms.csv")


def no_leak(shared: _Raid, arm: ArmFought) -> Told:
    """11: how often a raid ended with no leaker."""
    return Draft("no-leak", 11, {
        "runs": Quantity(arm.runs, figures=EXACT), "draws": shared.draws(arm),
        "raiders": Quantity(shared.raiders, "raiders", figures=EXACT), "force": shared.force(arm),
        "share": measured(arm.p_zero_leak, "odds", shared.fights.level, runs=arm.runs, draws=arm.draws),
    }, shared.condition, shared.evidence, "tables/fights-arms.csv")


def _fewer(item: Change) -> Change:
    return Change(-item.value, -item.high, -item.low, item.clear)


def knee(shared: _Raid) -> Told:
    """12: up to which size the second batch barely helps, and what it takes away at the largest size that tells.

    At each size the two forces are compared run by run; only changes that are clear are told as such.
    """
    if not shared.second.comes:
        return Undrafted("knee", 12, NEVER_COMES)
    taken = {item.raiders: _fewer(item.change) for item in shared.fights.saturation
             if shared.b and item.arm == shared.b.id and item.change}
    if not taken:
        return Undrafted("knee", 12, "the second batch was not fought by sizes of raid")
    sizes, level = sorted(taken), shared.fights.level
    helps, harms = ([size for size in sizes if taken[size].clear and sign * taken[size].value > 0] for sign in (1, -1))
    barely = list(takewhile(lambda size: size not in helps or taken[size].value < BARELY, sizes))
    told = harms or helps or sizes
    verdict = ("both" if helps and harms else "harms" if harms else "none" if not helps else
               "found" if barely and barely[-1] < helps[-1] else "little" if barely else
               "always" if helps == sizes else "some")
    slots: dict[str, Slot] = {
        **shared.second.slots, "raid": shared.raid_by_size, "verdict": Choice(verdict),
        "least": Quantity(sizes[0], figures=EXACT), "most": Quantity(sizes[-1], "raiders", figures=EXACT),
        "largest": Quantity(told[-1], "raiders", figures=EXACT),
        "beyond": Choice("yes" if told[-1] < sizes[-1] else "no"),
        "removed": changed(taken[told[-1]], "count", level)}
    if harms:
        slots["added"] = changed(_fewer(taken[harms[-1]]), "count", level)
    if helps and harms:
        slots |= {"helped": Quantity(helps[-1], "raiders", figures=EXACT),
                  "removed": changed(taken[helps[-1]], "count", level)}
    if verdict == "found":
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
    """10: channels, and for one target that comes alone the time from first track and the chances to fire at it."""
    depth = next((item for item in shared.a.depth if item.target == "cruise-missile"),
                 shared.a.depth[0] if shared.a.depth else None)
    if depth is None:
        return Undrafted("opportunities", 10, "the depth of fire was not fought")
    is_tracked = depth.tracked > 0
    return Draft("opportunities", 10, {
        "channels": Quantity(shared.a.channels, "channels", figures=EXACT),
        "warning": measured(depth.warning_s if is_tracked else Measured(0.0, 0.0, 0.0), "s", shared.fights.level),
        "warning_known": Choice("all" if depth.tracked == depth.runs else "some" if is_tracked else "no"),
        "tracked": Quantity(depth.tracked, figures=EXACT), "runs": Quantity(depth.runs, figures=EXACT),
        "draws": Quantity(depth.draws, "draws", figures=EXACT), "force": shared.force(shared.a),
        "depth": Quantity(depth.median, "opportunities", figures=EXACT), "target": target_term(depth.target),
        "level": Quantity(RUNS_SHOWN, "share"), "low": Quantity(depth.low, figures=EXACT),
        "high": Quantity(depth.high, figures=EXACT),
    }, replace(shared.condition, target=depth.target, altitude=depth.altitude, raid=ALONE), shared.evidence,
        "tables/fights-depth.csv")


def adjudication(shared: _Raid) -> Told:
    """16: leakers by a roll of a die, from the runs that were fought."""
    leakers = np.repeat(np.arange(len(shared.a.leakers)), shared.a.leakers)
    told = ", ".join(f"{roll.replace('-', '–')}: {count}" for roll, count in rolls(leakers_by_face(leakers, DIE)))
    return Draft("adjudication", 16, {
        "die": Names((f"d{DIE}",)), "rolls": Names((told,)),
        "raiders": Quantity(shared.raiders, "raiders", figures=EXACT), "force": shared.force(shared.a),
    }, shared.condition, shared.evidence, "tables/fights-leakers.csv")


def magazines(shared: _Raid) -> Told:
    """17: how often at some moment no ready round is left, and how long until the next."""
    magazine, level, arm = shared.a.magazine, shared.fights.level, shared.a
    gap = magazine.reload_gap_s
    is_known = isfinite(gap.value)
    ends = {name: Quantity(end if is_known else 0.0, "s") for name, end in zip(("reload", "soonest", "latest"), gap,
                                                                              strict=True)}
    return Draft("magazines", 17, {
        "runs": Quantity(arm.runs, figures=EXACT), "draws": shared.draws(arm),
        "raiders": Quantity(shared.raiders, "raiders", figures=EXACT), "force": shared.force(arm),
        "empty": measured(magazine.empty_share, "odds", level, runs=arm.runs, draws=arm.draws),
        "reload_known": Choice("yes" if is_known else "no"), "level": Quantity(RUNS_SHOWN, "share"), **ends,
    }, shared.condition, shared.evidence, "tables/fights-arms.csv")


def depth_closed_form(found: Findings) -> Told:
    """5, before any fight: targets that could each be given one salvo, and whether the second batch sees farther."""
    study, second = found.study, _Second(found)
    scenario = study.scenario
    if not second.comes:
        return Undrafted("depth-closed-form", 5, NEVER_COMES)
    if second.placement.site != scenario.arms.first.site:
        return Undrafted("depth-closed-form", 5, "forces apart meet different targets: their salvos do not add up")
    pair = found.change(second.meaning.id, second.placement.id, "raid_absorbed").difference
    keys = (*absorbed_keys(study.first.post, second.target),
            *arrival_keys(scenario))
    return Draft("depth-closed-form", 5, {
        **second.slots, "raid_a": quantity(pair.a, "count"), "raid_b": quantity(pair.b, "count"),
        "change": quantity(pair.change, "count"), "verdict": Choice("none" if not pair.clear else "clear"),
    }, of_second(Condition(second.target, second.altitude, scenario.site(scenario.arms.first.site).name,
                           scenario.date.isoformat(), model="closed-form"), scenario, second.placement),
        evidence_of(study.beliefs, keys), "tables/second-batch.csv")


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
