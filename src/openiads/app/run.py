"""`openiads run`: fight a raid many times against one arm of a scenario, and say what comes of it."""

from typing import Annotated, Any

import typer

from openiads.app.besides import FootprintOption
from openiads.app.envelope import envelope, print_json
from openiads.app.fights import (
    arm_of,
    belief_told,
    check_arm,
    claims_behind,
    fight,
    folder_of,
    inputs_of,
    label_of,
    plan_of,
    rule_of,
    split,
    warn_of,
)
from openiads.app.inputs import Faults, warn_of_idle
from openiads.app.options import AttackOptions, ForceOptions, WorkOptions, with_options
from openiads.app.shell import JsonFlag, note

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_options
def run(
    scenario: Annotated[str | None, typer.Argument(
        metavar="SCENARIO[:ARM]", help="A shipped scenario or a file, and its arm A or B, or a textbook battery; "
                                       "second-batch:A without one.",
    )] = None,
    *,
    attack: AttackOptions,
    force: ForceOptions,
    work: WorkOptions,
    footprint: FootprintOption = None,
    json: JsonFlag = False,
) -> None:
    """Fight a raid many times against one arm: leakers, warning, rounds, neutrals, and why raiders came through.

    Example: openiads run second-batch:A --runs 200

    A textbook battery (erlang-loss, shoot-look-shoot, leak, timeline, or a file) has trivial physics, and its answer
    stands beside the closed form. Writes the event log, outcomes and runs as Parquet. An interrupted campaign is
    carried on by the same command, and ends in the same bytes.
    """
    from openiads.app.textbook import is_textbook, run_textbook

    if is_textbook(scenario):
        run_textbook(str(scenario), attack, force, work, footprint=footprint, json=json)
        return

    from openiads.app.besides import (
        check_asset,
        cost_json,
        footprint_json,
        opportunities_of,
        opportunity_lines,
        surveys_of,
        write_footprint,
    )
    from openiads.campaign.survey import area_km2
    from openiads.output.cost import cost_of, cost_sentence, rounds_by_type
    from openiads.output.fight_tables import metrics_csv
    from openiads.output.fight_words import cause_lines, doubt_sentence, metric_lines, run_sentence
    from openiads.output.footprint import footprint_sentence
    from openiads.output.metrics import LABELS, as_json, causes_of, doubt_of, leaker_histogram, metrics_of, per_run
    from openiads.output.run_folder import events_of, tables_of, write_run_manifest

    name, letter = split(scenario)
    faults = Faults()
    check_arm(letter, force, faults)
    faults.stop()
    rule = rule_of(work)
    plan = plan_of(name, attack, force)
    check_asset(plan, footprint)
    arm = arm_of(plan, letter, force)
    jobs = {"": plan.job(arm)}
    warn_of(jobs)
    folder = folder_of(work.out, f"{plan.scenario.name}-{arm.label}", jobs, rule)
    done = fight(jobs, folder, rule, f"run {plan.scenario.name}:{letter}", work)
    runs_of, outcomes = tables_of(folder)
    found, level = per_run(runs_of, outcomes), rule.level
    metrics, causes, doubt = metrics_of(found, level), causes_of(outcomes, done.runs), doubt_of(found, "leakers", level)
    who, raid_words = label_of(plan, arm), f"{plan.raid.title.lower()}, {plan.raid.size} raiders"
    sentence = run_sentence(who, plan.raid.title.lower(), plan.raid.size, metrics)
    cost = cost_of(plan.library, found, rounds_by_type(events_of(folder), runs_of["run"]),
                   list(dict.fromkeys(group.target for group in plan.raid.groups)), level)
    opportunities = opportunities_of(jobs[""], done.runs, level)
    answer = {"sentence": sentence, "doubt": doubt_sentence(doubt), "stopped": done.reason, "stage": done.stage,
              "cost": cost_sentence(cost)}
    (folder / "metrics.csv").write_text(metrics_csv(metrics), encoding="utf-8", newline="")
    intervals = {key: as_json(item) for key, item in metrics.items()}
    intervals["engagement_opportunities"] = {target: item["mean"] for target, item in opportunities.items()}
    extra: dict[str, Any] = {}
    if footprint:
        surveys = surveys_of(plan, jobs, footprint, work.workers)
        area = area_km2(surveys[""], plan.scenario.seed)
        answer["footprint"] = footprint_sentence(surveys[""], who, raid_words, area)
        extra["defended_footprint"] = footprint_json(surveys[""], area, footprint)
        intervals["defended_footprint"] = {**as_json(area), "unit": "km2"}
        write_footprint(folder, {letter: surveys[""]}, {letter: who}, raid_words, {
            "scenario_sha256": plan.scenario.sha256(), "raid_sha256": plan.raid.sha256()}, plan.scenario.seed)
    write_run_manifest(folder, plan.texts, {"": jobs[""].worlds.raid_sha256()}, done, answer, plan.believe,
                       plan.scenario.seed)
    belief = belief_told(plan, jobs[""])
    moved = claims_behind(jobs.values()) if json or plan.believe else ()
    warn_of_idle(plan.believe, moved)
    if json:
        results: dict[str, Any] = {
            **answer, "arm": arm.label, "raid": plan.raid.name, "raiders": plan.raid.size, "runs": done.runs,
            "draws": done.draws, "metrics": {key: item.value for key, item in metrics.items()},
            "leaker_histogram": leaker_histogram(runs_of), "causes": dict(causes), "doubt_share": as_json(doubt),
            "units": {key: LABELS[key][1] for key in metrics}, "engagement_opportunities": opportunities,
            "cost_exchange": cost_json(cost), **extra,
            "results_sha256": done.results_sha256, "folder": str(folder),
            "belief": belief,
        }
        inputs = {**inputs_of(plan, force), "arm": letter, "means": arm.meaning, "placed": arm.placement,
                  "runs": work.runs, "precision": work.precision}
        print_json(envelope("run", results, inputs=inputs, seed=plan.scenario.seed,
                            intervals=intervals, claims=sorted({*moved, *cost.claims})))
        return
    print(sentence + "\n")
    if belief:
        print(f"{belief['text']}\n")
    print("\n".join(metric_lines(metrics)))
    print("\nWhy raiders were not stopped:\n" + "\n".join(cause_lines(causes)) + "\n")
    print("Looks after a salvo at one target that comes alone and is not hit:")
    print("\n".join(opportunity_lines(opportunities)) + "\n")
    for key in ("cost", "footprint", "doubt"):
        if key in answer:
            print(answer[key])
    print(f"Kill probabilities are assumed or claimed, never measured; stopped because {done.reason}.")
    note(f"results {done.results_sha256[:16]} in {folder}")
