"""What a study fights: every reading of batch, saturation, losses, networks, neutrals, depth; as records."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from openiads.campaign.arms import Arm
from openiads.campaign.estimates import doubt_share, mean_interval, paired, share_interval
from openiads.campaign.fight import FightJob
from openiads.campaign.footprint import footprint_of
from openiads.campaign.survey import area_km2, change_km2
from openiads.campaign.tables import Columns
from openiads.engagement.cautions import cautions_of
from openiads.output import fights as page
from openiads.output.cost import cost_of, cost_sentence, rounds_by_type
from openiads.output.curves import Curve, half_leak, half_leak_change, saturation_rows
from openiads.output.depth import TAILS, depth_of, measured
from openiads.output.evidence import Basis, basis_of, whole_of
from openiads.output.footprint import CRITERION, asked_km2, footprint_sentence
from openiads.output.labels import class_label
from openiads.output.metrics import EXPOSURES, PerRun, causes_of, leaker_histogram, metrics_of, per_run
from openiads.output.replays import chosen_runs, replay_of
from openiads.scenario.doctrine import Loss
from openiads.scenario.model import Scenario
from openiads.scenario.raid import Airway, Raid

LEVEL = 0.95
WIDTH_EVERY = 20  # runs
LOSABLE = ("link",)
CAVEAT = ("Kill probabilities are assumed or claimed, never measured; the raids are textbook profiles and copy no "
          "event.")

Step = Callable[[str], bool]
Tables = Mapping[str, Columns]


@dataclass(frozen=True)
class Fought:
    """One arm's tables and the metrics of each run."""

    job: FightJob
    tables: Tables
    found: PerRun


def fought(job: FightJob, runs: int) -> Fought:
    """Fight one arm."""
    tables = job.fight_all(runs)
    return Fought(job, tables, per_run(tables["runs"], tables["outcomes"]))


def basis_of_fights(jobs: Iterable[FightJob]) -> Basis:
    """Who vouches for what some arms are fought with."""
    read = [job.beliefs_read() for job in jobs]
    found = {key: beliefs for beliefs in read for key in beliefs.keys_read}
    return whole_of(basis_of(beliefs, [key for key, own in found.items() if own is beliefs]) for beliefs in read)


def arm_id(arm: Arm) -> str:
    """Name under which the page knows an arm."""
    return "/".join(part for part in (arm.name, arm.meaning, arm.placement) if part)


def _change(a: np.ndarray, b: np.ndarray, draws: np.ndarray, one_run: float = 0.0) -> page.Change:
    """B minus A; a share, of which one run moves at most a whole, does not change by more than that."""
    both = np.isfinite(a) & np.isfinite(b)
    found = paired(a[both], b[both], draws[both], level=LEVEL, one_run=one_run).change
    most = one_run or np.inf
    return page.Change(found.value, max(found.low, -most), min(found.high, most), found.clear)


def _middle(values: np.ndarray) -> page.Measured:
    """Median, and the range that holds 90 % of the runs."""
    values = values[np.isfinite(values)]
    if not values.size:
        return page.Measured(np.nan, np.nan, np.nan)
    low, high = np.quantile(values, TAILS)
    return page.Measured(float(np.median(values)), float(low), float(high))


def magazine_of(found: PerRun) -> page.Magazine:
    """How often, when and for how long no ready round was left."""
    values = found.values
    return page.Magazine(measured(share_interval(values["magazine_empty"], found.draw, level=LEVEL)),
                         _middle(values["magazine_empty_at_s"]), _middle(values["reload_gap_s"]))


def convergence_of(found: PerRun) -> list[tuple[int, float]]:
    """Half-width of the share of runs without a leaker, by runs so far. [percentage points]"""
    hits = found.values["p_zero_leak"]
    counts = [*range(2 * WIDTH_EVERY, hits.size, WIDTH_EVERY), hits.size]
    return [(count, 100 * share_interval(hits[:count], found.draw[:count], level=LEVEL).half_width)
            for count in counts]


def _first_shot_s(tables: Tables) -> np.ndarray:
    runs, outcomes = np.asarray(tables["runs"]["run"]), tables["outcomes"]
    fired_s = np.where(np.isfinite(outcomes["fired_s"]), outcomes["fired_s"], np.inf)
    first_s = np.full(runs.size, np.inf)
    np.minimum.at(first_s, np.searchsorted(runs, np.asarray(outcomes["run"])), fired_s)
    return np.where(np.isfinite(first_s), first_s, np.nan)


class Campaigns:
    """The fights of one study, fought when they are asked for, so that each step can tell how far it is."""

    def __init__(self, scenario: Scenario, raid: Raid, saturation: Raid, make: Callable[..., FightJob]) -> None:
        self.scenario, self.raid, self.saturation = scenario, raid, saturation
        assert scenario.fights is not None
        self.asked = scenario.fights
        self._make = make
        self.a = Arm("A")
        second = scenario.arms.second
        self.b = Arm("B", second.meaning, second.placements[0].id)
        readings = [item.id for item in scenario.batch_meanings if item.count > 0]
        self.others = [Arm("B", meaning, place.id) for place in second.placements for meaning in readings]
        self._fought: dict[str, Fought] = {}
        self._curves: dict[str, Curve] = {}

    def job(self, arm: Arm, **changes: Any) -> FightJob:
        """One arm as a job, with changes to scenario or raid."""
        return replace(self._make(arm), **changes)

    def arm(self, arm: Arm) -> Fought:
        """One arm against the study's raid."""
        if arm_id(arm) not in self._fought:
            self._fought[arm_id(arm)] = fought(self.job(arm), self.asked.runs)
        return self._fought[arm_id(arm)]

    @property
    def by_size(self) -> tuple[Arm, ...]:
        """Arms whose raids grow: the first, and each reading of batch in the first placement."""
        return (self.a, *(arm for arm in self.others if arm.placement == self.b.placement))

    def curve(self, arm: Arm) -> Curve | None:
        """One arm against each size of the saturation raid; None where its raids do not grow."""
        if arm not in self.by_size:
            return None
        if arm_id(arm) not in self._curves:
            sizes = tuple(sorted(set(self.asked.sizes)))
            self._curves[arm_id(arm)] = Curve(sizes, tuple(
                fought(self.job(arm, raid=self.saturation.scaled(size)), self.asked.fewer_runs).found
                for size in sizes))
        return self._curves[arm_id(arm)]


def _label(scenario: Scenario, arm: Arm) -> str:
    if arm.name == "A":
        return scenario.arms.first.label
    place = next(item for item in scenario.arms.second.placements if item.id == arm.placement)
    return f"{scenario.arms.second.label}: {scenario.meaning(arm.meaning).label}, {place.label}"


def arm_fought(study: Campaigns, arm: Arm, depth: list[page.Depth]) -> page.ArmFought:
    """One arm as the page tells it."""
    done, curve = study.arm(arm), study.curve(arm)
    metrics, world = metrics_of(done.found, LEVEL), done.job.worlds.world(0)
    return page.ArmFought(
        id=arm_id(arm), side=arm.name, label=_label(study.scenario, arm), meaning=arm.meaning, placement=arm.placement,
        fire_units=int(world.units.channels.size), channels=int(world.units.channels.sum()),
        ready_rounds=int(world.units.rounds.sum()), runs=done.found.draw.size,
        draws=np.unique(done.found.draw).size, leakers=leaker_histogram(done.tables["runs"]),
        p_zero_leak=measured(metrics["p_zero_leak"]), mean_leakers=measured(metrics["leakers"]),
        neutral_engaged=measured(metrics["neutral_engaged"]),
        convergence=convergence_of(done.found),
        saturation_raid=half_leak(curve, LEVEL) if curve else None,
        magazine=magazine_of(done.found), depth=depth,
        causes=causes_of(done.tables["outcomes"], done.found.draw.size),
        metrics={name: page.Measured(item.value, item.low, item.high) for name, item in metrics.items()},
        cost=_cost(study, done))


def _cost(study: Campaigns, done: Fought) -> page.Cost:
    targets = list(dict.fromkeys(group.target for group in study.raid.groups))
    found = cost_of(done.job.library, done.found, rounds_by_type(done.tables["events"], done.tables["runs"]["run"]),
                    targets, LEVEL)
    exchange = [page.Exchange(item.target if item.target in study.scenario.targets else class_label(item.target),
                              item.low, item.high, item.words) for item in found.exchange]
    return page.Cost(cost_sentence(found), found.currency, found.low, found.high, exchange, found.claims)


def defended_of(study: Campaigns) -> page.Defended | None:
    """The defended footprint of both arms, and what the second batch changes of it."""
    asked = study.asked.footprint
    if asked is None:
        return None
    raid, seed = study.saturation.scaled(asked.raiders), study.scenario.seed
    asset, words = raid.assets[0], f"{raid.title.lower()} ({raid.size} raiders)"
    arms = (study.a, study.b)
    surveys = [footprint_of(study.job(arm, raid=raid), asset.id, asked) for arm in arms]
    areas = [area_km2(survey, seed) for survey in surveys]
    change = change_km2(surveys[0], surveys[1], seed)
    return page.Defended(
        words, asset.name, CRITERION, asked_km2(surveys[0]), asked.radius / 1000, asked.step / 1000,
        [arm_id(arm) for arm in arms], surveys, [page.Measured(area.value, area.low, area.high) for area in areas],
        [footprint_sentence(survey, _label(study.scenario, arm), words, area)
         for survey, arm, area in zip(surveys, arms, areas, strict=True)],
        page.Change(change.value, change.low, change.high, change.clear))


def paired_with_first(study: Campaigns, arm: Arm) -> page.Paired:
    """One arm B against arm A, run by run."""
    a, b = study.arm(study.a).found, study.arm(arm).found
    one, other = study.curve(study.a), study.curve(arm)
    leakers = paired(a.values["leakers"], b.values["leakers"], a.draw, level=LEVEL)
    doubt = doubt_share(b.values["leakers"] - a.values["leakers"], a.draw, level=LEVEL)
    return page.Paired(
        arm_id(arm), _change(a.values["p_zero_leak"], b.values["p_zero_leak"], a.draw, 1.0),
        page.Change(leakers.change.value, leakers.change.low, leakers.change.high, leakers.change.clear),
        half_leak_change(one, other, LEVEL, study.scenario.seed) if one and other else None,
        page.Measured(doubt.share, doubt.low, doubt.high), leakers.correlation, leakers.unpaired_over_paired,
        f"{a.draw.size} runs were asked for")


def losses_of(study: Campaigns, arm: Arm) -> list[page.NodeLoss]:
    """What the loss of each type of component changes, from the start; types in alphabetical order."""
    order, runs = study.scenario.order_of_battle, min(study.asked.fewer_runs, study.asked.runs)
    components = sorted({*order.battalion.search_radars, order.fire_unit.engagement_radar, order.battalion.command_post,
                         *LOSABLE})
    whole = study.arm(arm).found
    found = []
    for component in components:
        losses = (*study.scenario.doctrine.losses, Loss(component=component))
        doctrine = study.scenario.doctrine.model_copy(update={"losses": losses})
        lost = fought(study.job(arm, scenario=study.scenario.model_copy(update={"doctrine": doctrine})), runs).found
        found.append(page.NodeLoss(arm_id(arm), component, _change(
            whole.values["leakers"][:runs], lost.values["leakers"][:runs], lost.draw[:runs])))
    return found


def networked_of(study: Campaigns, arm: Arm) -> list[page.Networked]:
    """Stand-alone minus networked: when the first round leaves, and what comes through."""
    runs = study.asked.fewer_runs
    doctrine = study.scenario.doctrine
    found = [fought(study.job(arm, scenario=study.scenario.model_copy(update={"doctrine": doctrine.model_copy(
        update={"networked": networked, "losses": doctrine.losses if networked
                else (*doctrine.losses, Loss(component="link"))})})), runs) for networked in (True, False)]
    together, alone = found
    later_s = _change(_first_shot_s(together.tables), _first_shot_s(alone.tables), alone.found.draw)
    leakers = _change(together.found.values["leakers"], alone.found.values["leakers"], alone.found.draw)
    return [page.Networked(arm_id(arm), later_s, leakers)]


def neutral_risk_of(study: Campaigns, arm: Arm) -> list[page.NeutralRisk]:
    """Airliners fired at, by how often one comes along the scenario's corridor while the raid is on."""
    corridor, asked = study.scenario.corridor, study.asked
    found: list[page.NeutralRisk] = []
    if corridor is None:
        return found
    for every_s in asked.airliners_every:
        airway = Airway.model_construct(id="corridor", points=tuple(point.position for point in corridor.points),
                                        altitude=corridor.flight_levels[-1], every=every_s, silent=asked.silent)
        raid = study.raid.model_copy(update={"airways": (*study.raid.airways, airway)})
        done = fought(study.job(arm, raid=raid), asked.fewer_runs)
        engaged = mean_interval(100 * done.found.values["neutral_engaged"], done.found.draw, level=LEVEL)
        airliners = round(float(np.mean(done.tables["runs"]["neutrals"])))
        exposed = metrics_of(done.found, LEVEL)
        found.append(page.NeutralRisk(arm_id(arm), airliners, measured(engaged),
                                      *(measured(exposed[name]) for name in EXPOSURES)))
    return found


def steps_of(scenario: Scenario) -> int:
    """How many steps `fights_of` tells of."""
    readings = sum(item.count > 0 for item in scenario.batch_meanings)
    return (1 + readings * len(scenario.arms.second.placements)) + (1 + readings) + 5


def fights_of(study: Campaigns, step: Step) -> page.Fights | None:
    """Fight everything that the page shows.

    Parameters
    ----------
    study : Study
    step : callable
        Told what comes next; True asks to stop.

    Returns
    -------
    Fights or None
        None where it was stopped before the end.
    """
    main = (study.a, study.b)
    for arm in (study.a, *study.others):
        if step(f"arm {arm.label}"):
            return None
        study.arm(arm)
    saturation: list[page.Saturation] = []
    for arm in study.by_size:
        if step(f"saturation of {arm.label}"):
            return None
        curve, first = study.curve(arm), study.curve(study.a)
        if curve:
            saturation += saturation_rows(arm_id(arm), curve, None if arm == study.a else first, LEVEL)
    varied: list[Any] = []
    asks: tuple[tuple[str, Callable[[Campaigns, Arm], list[Any]]], ...] = (
        ("losses", losses_of), ("networks", networked_of), ("neutrals", neutral_risk_of))
    for name, ask in asks:
        if step(name):
            return None
        varied.append([item for arm in main for item in ask(study, arm)])
    if step("footprint"):
        return None
    defended = defended_of(study)
    if step("depth and replays"):
        return None
    depth = {arm_id(arm): depth_of(study.job(arm), study.asked.fewer_runs, LEVEL) for arm in main}
    replays = [replay_of(study.arm(arm).job, arm_id(arm), run, kind) for arm in main
               for kind, run in chosen_runs(np.asarray(study.arm(arm).tables["runs"]["leakers"]))]
    return page.Fights(
        site=study.scenario.arms.first.site, raid=f"{study.raid.title.lower()} ({study.raid.size} raiders)",
        saturation_title=study.saturation.title.lower(), level=LEVEL, precision_points=None, caveat=CAVEAT,
        basis=basis_of_fights(study.job(arm) for arm in (study.a, *study.others)),
        arms=[arm_fought(study, arm, depth.get(arm_id(arm), [])) for arm in (study.a, *study.others)],
        paired=[paired_with_first(study, arm) for arm in study.others], saturation=saturation, node_loss=varied[0],
        networked=varied[1], neutral_risk=varied[2], replays=replays,
        cautions=cautions_of(study.arm(study.a).job.worlds.laydown(0), study.scenario.doctrine),
        defended=defended)
