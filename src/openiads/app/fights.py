"""What `run`, `compare` and `crt` share: a scenario and a raid as jobs, and a campaign with its progress."""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openiads.app.inputs import Faults
from openiads.app.options import AttackOptions, ForceOptions, WorkOptions, check_workers, given_options
from openiads.app.plan import arrival_asked, changed, placed, texts_of, written_into
from openiads.app.shell import warn
from openiads.errors import fault
from openiads.units import counted

if TYPE_CHECKING:
    from openiads.campaign.fight import FightJob
    from openiads.campaign.runner import Campaign
    from openiads.campaign.stopping import StopRule
    from openiads.campaign.workers import Job

PRECISION_AT_MOST = 10_000  # runs, which is as many as there are draws of belief for


@dataclass(frozen=True)
class Plan:
    """A scenario and a raid, as the options have them."""

    scenario: Any
    raid: Any
    library: Any
    ledger_sha256: str
    terrain_sha256: str
    believe: tuple[str, ...]
    texts: Mapping[str, str]  # of the scenario, the raid and claim files, for the manifest

    def scaled(self, size: int) -> "Plan":
        """The same with so many raiders."""
        return replace(self, raid=self.raid.scaled(size))

    def job(self, arm: Any, *, nothing_dies: bool = False, ready: float = 1.0) -> "FightJob":
        """One arm as a job."""
        from openiads.campaign.fight import FightJob

        return FightJob(self.scenario, self.raid, arm, self.library, self.ledger_sha256, self.terrain_sha256,
                        self.believe, nothing_dies, ready)


def split(text: str | None) -> tuple[str, str]:
    """Scenario and arm of "second-batch:B"; arm A where none is named.

    Examples
    --------
    >>> split("second-batch:B"), split("mine.toml")
    (('second-batch', 'B'), ('mine.toml', 'A'))
    """
    name, colon, arm = (text or "second-batch").rpartition(":")
    return (name, arm) if colon and arm in ("A", "B") else (text or "second-batch", "A")


def plan_of(name: str, attack: AttackOptions, force: ForceOptions) -> Plan:
    """Read everything that a fight needs; every fault of the options at once."""
    from openiads.campaign.stage import components_in
    from openiads.earth.terrain import open_terrain
    from openiads.knowledge.library import load_library
    from openiads.output.manifest import ledger_sha256
    from openiads.scenario.beliefs import beliefs_of
    from openiads.scenario.files import read_raid, read_scenario, scenario_text

    text_name, text = scenario_text(name)
    extra = texts_of(force.claims or ())
    with placed(extra) as paths:
        library = load_library(paths)
        plan = read_scenario(text, text_name, claim_files=paths)
    asked = arrival_asked(plan, library, force.second_batch.value if force.second_batch else None, force.believe or ())
    plan = changed(plan, None, force.seed, force.terrain, second_batch=asked)
    plan = plan.model_copy(update={"doctrine": _doctrine(plan.doctrine, force.alone, force.lose or (), plan)})
    raid_name, raid_text = scenario_text(attack.raid or _beside(text_name, plan.raid), "raid")
    raid = read_raid(raid_text, raid_name)
    if attack.size is not None:
        if not 1 <= attack.size <= 1000:
            raise fault("E0314", f"a raid of {attack.size}", where="--size",
                        why="one to a thousand raiders can be fought", fix="write --size 16")
        raid = raid.scaled(attack.size)
    ground = open_terrain(plan.terrain, ground_height_m=plan.ground_height_m or 0.0)
    pins = beliefs_of(plan, library, components_in(plan, raid), n_draws=1, believe=tuple(force.believe or ())).pins
    texts = {"scenario": text, "raid": raid_text, **{f"claims/{file}": body for file, body in extra.items()}}
    return Plan(plan, raid, library, ledger_sha256(library), ground.info.sha256, pins, texts)


def _beside(scenario_file: str, raid: str) -> str:
    """A raid that a scenario names: shipped, or a file beside the scenario's own."""
    from openiads.scenario.files import shipped

    return raid if raid in shipped("raid") else str(Path(scenario_file).parent / raid)


def _doctrine(doctrine: Any, alone: bool, lose: Sequence[str], plan: Any) -> Any:
    from openiads.scenario.doctrine import Loss
    from openiads.units import parse_quantity

    order = plan.order_of_battle
    known = sorted({*order.battalion.search_radars, order.fire_unit.engagement_radar, order.battalion.command_post,
                    "fire-unit", "link", "power"})
    losses, faults = list(doctrine.losses), Faults()
    for text in lose:
        component, _, at = text.partition("@")
        if component not in known:
            faults.add("E0102", f"{component!r} is not part of the order of battle", where="--lose",
                       why=f"what can be lost is {', '.join(known)}", fix=f"write --lose {known[0]}")
            continue
        losses.append(Loss.model_construct(
            component=component, at=faults.read(partial(parse_quantity, at or "0 s", "time"), 0.0)))
    faults.stop()
    return doctrine.model_copy(update={"losses": tuple(losses), **({"networked": False} if alone else {})})


def check_arm(name: str, force: ForceOptions, faults: Faults) -> None:
    """Keep the fault of options that speak of the second batch where the first is asked for alone."""
    if name == "A":
        given = ForceOptions(means=force.means, placed=force.placed, second_batch=force.second_batch)
        for option in given_options(given):
            faults.add("E0121", f"{option} of arm A", where=option,
                       why="arm A is the first batch alone, which no second batch changes",
                       fix="ask for arm B: write SCENARIO:B")


def arm_of(plan: Plan, name: str, force: ForceOptions) -> Any:
    """An arm by its letter, with the reading of batch and the placement that apply."""
    from openiads.campaign.arms import Arm

    if name == "A":
        return Arm("A")
    second, faults = plan.scenario.arms.second, Faults()
    meaning, place = force.means or second.meaning, force.placed or second.placements[0].id
    for given, known, option in ((meaning, [item.id for item in plan.scenario.batch_meanings], "--means"),
                                 (place, [item.id for item in second.placements], "--placed")):
        if given not in known:
            faults.add("E0507", f"{given!r} is not in the scenario", where=option, why="the scenario names its own",
                       fix=f"choose of {', '.join(known)}")
    faults.stop()
    return Arm("B", meaning, place)


def label_of(plan: Plan, arm: Any) -> str:
    """An arm as a reader says it."""
    scenario = plan.scenario
    if arm.name == "A":
        return str(scenario.arms.first.label)
    place = next(item for item in scenario.arms.second.placements if item.id == arm.placement)
    whether = {"arrives": "", "as-believed": ", if each draw's witness says that it is under way",
               "never": ", which never arrives"}
    return (f"{scenario.arms.second.label} ({scenario.meaning(arm.meaning).label}, {place.label}"
            f"{whether[scenario.arms.second.arrival]})")


def belief_told(plan: Plan, job: "FightJob") -> dict[str, Any] | None:
    """What the draws' witnesses say of an arrival, for the envelope; None where the scenario asks none of them."""
    from openiads.output.belief_words import belief_row
    from openiads.programme.belief import arrival_of

    if plan.scenario.arms.second.arrival != "as-believed":
        return None
    return belief_row(arrival_of(job.worlds.ground.beliefs, plan.library))


def claims_behind(jobs: Iterable["FightJob"]) -> tuple[str, ...]:
    """Ids of every claim that moves what some jobs fight with."""
    from openiads.output.fought import basis_of_fights

    return tuple(sorted(basis_of_fights(jobs).claims))


def rule_of(work: WorkOptions) -> "StopRule":
    """When to stop, from the options."""
    from openiads.campaign.stopping import StopRule

    runs, precision = work.runs, work.precision
    faults = Faults()
    if runs is not None and precision is not None:
        faults.add("E0103", "both --runs and --precision", where="--precision",
                   why="one says how many runs, the other when they are enough", fix="keep one of the two")
    if runs is not None and not 2 <= runs <= PRECISION_AT_MOST:
        faults.add("E0314", counted(runs, "run"), where="--runs", why=f"2 to {PRECISION_AT_MOST:,} runs can be fought",
                   fix="write --runs 200")
    if precision is not None and not 0.1 <= precision <= 50:
        faults.add("E0314", f"precision of {precision:g} points", where="--precision",
                   why="between 0.1 and 50 points it can be reached and says something", fix="write --precision 3")
    faults.stop()
    if precision is None:
        count = runs or 200
        return StopRule(0.0, at_least=count, least_draws=1, at_most=count)
    return StopRule(precision, at_most=PRECISION_AT_MOST)


def folder_of(out: str | None, name: str, jobs: Mapping[str, "Job"], rule: "StopRule") -> Path:
    """The run folder: what the user names, else one for exactly these inputs, so that it is resumed and never mixed."""
    if out:
        return Path(out)
    text = "\0".join([*(job.fingerprint for job in jobs.values()), repr(rule)])
    return Path("out") / f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def fight(jobs: Mapping[str, "Job"], folder: Path, rule: "StopRule", label: str, work: WorkOptions) -> "Campaign":
    """Fight a campaign with progress on standard error; Ctrl-C ends it with what is known."""
    from openiads.app.progress import progress, say_compiling, stoppable
    from openiads.campaign.runner import Progress, run_campaign

    faults = Faults()
    check_workers(work.workers, faults)
    if work.pool not in ("threads", "processes"):
        faults.add("E0103", f"pool {work.pool!r}", where="--pool", why="workers are threads or processes",
                   fix="write --pool threads")
    if not 1 <= work.chunk <= PRECISION_AT_MOST:
        faults.add("E0314", f"chunks of {work.chunk} runs", where="--chunk", why="a chunk has one run at least",
                   fix="write --chunk 20")
    faults.stop()
    say_compiling()
    with stoppable() as stop, progress(label, rule.at_least) as line, written_into(folder):
        done = 0

        def told(now: Progress) -> None:
            nonlocal done
            line.expect(now.expected)
            width = f"interval {2 * now.half_width:.2g} points wide" if now.half_width < 100 else ""
            line.advance(now.runs - done, width=width)
            done = now.runs

        found = run_campaign(jobs, folder, rule, workers=work.workers or os.cpu_count() or 1,
                             pool=work.pool,  # type: ignore[arg-type]
                             chunk=work.chunk, cluster=work.cluster, on_progress=told, should_stop=stop)
    if found.damaged:
        warn(f"{len(found.damaged)} damaged parts were fought again")
    if found.stage == "partial":
        warn(f"interrupted after {counted(found.runs, 'run')}; the same command carries on")
        if not found.runs:
            raise KeyboardInterrupt
    return found


def check_same_raid(jobs: Mapping[str, "FightJob"]) -> str:
    """Hash of the raid that every arm meets; they must be one."""
    hashes = {job.worlds.raid_sha256() for job in jobs.values()}
    if len(hashes) != 1:
        raise fault("E0199", "the arms meet different raids", where="compare", why="their raids have different hashes",
                    fix="send the scenario and the raid with your report")
    return hashes.pop()


def warn_of(jobs: Mapping[str, "FightJob"]) -> None:
    """Tell what would make the results of some arms say less than they seem to."""
    from openiads.engagement.cautions import cautions_of

    for job in jobs.values():
        for caution in cautions_of(job.worlds.laydown(0), job.scenario.doctrine):
            warn(caution)


def inputs_of(plan: Plan, force: ForceOptions) -> dict[str, Any]:
    """What a fight rests on, as an envelope tells it."""
    return {"scenario": plan.scenario.name, "scenario_sha256": plan.scenario.sha256(), "means": force.means,
            "placed": force.placed, "raid_sha256": plan.raid.sha256(), "believe": list(plan.believe),
            "stand_alone": force.alone, "lose": force.lose or [], "second_batch": plan.scenario.arms.second.arrival}
