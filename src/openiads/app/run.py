"""`openiads run`: fight a raid many times against one arm of a scenario, and say what comes of it."""

from typing import Annotated, Any

import typer

from openiads.app.envelope import envelope, print_json
from openiads.app.fights import (
    AloneOption,
    ChunkOption,
    ClusterOption,
    FolderOption,
    LoseOption,
    MeansOption,
    PlacedOption,
    PoolOption,
    PrecisionOption,
    RaidOption,
    RunsOption,
    SizeOption,
    WorkersOption,
    arm_of,
    belief_told,
    fight,
    folder_of,
    label_of,
    plan_of,
    rule_of,
    split,
)
from openiads.app.inputs import BelieveOption
from openiads.app.plan import ClaimsOption, SecondBatchOption, SeedOption, TerrainOption
from openiads.app.shell import JsonFlag, note

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def run(
    scenario: Annotated[str | None, typer.Argument(
        metavar="SCENARIO[:ARM]", help="A shipped scenario or a file, and its arm A or B, or a textbook battery; "
                                       "second-batch:A without one.",
    )] = None,
    raid: RaidOption = None,
    size: SizeOption = None,
    means: MeansOption = None,
    placed: PlacedOption = None,
    second_batch: SecondBatchOption = None,
    runs: RunsOption = None,
    precision: PrecisionOption = None,
    alone: AloneOption = False,
    lose: LoseOption = None,
    believe: BelieveOption = None,
    claims: ClaimsOption = None,
    terrain: TerrainOption = None,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    pool: PoolOption = "threads",
    cluster: ClusterOption = None,
    chunk: ChunkOption = 20,
    out: FolderOption = None,
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
        given = {"--raid": raid, "--size": size, "--means": means, "--placed": placed,
                 "--second-batch": second_batch, "--stand-alone": alone,
                 "--lose": lose, "--believe": believe, "--claims": claims, "--terrain": terrain,
                 "--precision": precision}
        run_textbook(str(scenario), [option for option, value in given.items() if value], runs=runs, seed=seed,
                     workers=workers, pool=pool, cluster=cluster, chunk=chunk, out=out, json=json)
        return

    from openiads.output.fight_words import cause_lines, doubt_sentence, metric_lines, run_sentence
    from openiads.output.metrics import as_json, causes_of, doubt_of, leaker_histogram, metrics_of, per_run
    from openiads.output.run_folder import tables_of, write_run_manifest

    name, letter = split(scenario)
    rule = rule_of(runs, precision)
    plan = plan_of(name, raid=raid, size=size, claims=claims, believe=believe, terrain=terrain, seed=seed, alone=alone,
                   lose=lose, second_batch=second_batch.value if second_batch else None)
    arm = arm_of(plan, letter, means, placed)
    jobs = {"": plan.job(arm)}
    folder = folder_of(out, f"{plan.scenario.name}-{arm.label}", jobs, rule)
    done = fight(jobs, folder, rule, f"run {plan.scenario.name}:{letter}", workers=workers, pool=pool, cluster=cluster,
                 chunk=chunk)
    runs_of, outcomes = tables_of(folder)
    found, level = per_run(runs_of, outcomes), rule.level
    metrics, causes, doubt = metrics_of(found, level), causes_of(outcomes, done.runs), doubt_of(found, "leakers", level)
    who = label_of(plan, arm)
    sentence = run_sentence(who, plan.raid.title.lower(), plan.raid.size, metrics)
    answer = {"sentence": sentence, "doubt": doubt_sentence(doubt), "stopped": done.reason, "stage": done.stage}
    write_run_manifest(folder, plan.texts, {"": jobs[""].worlds.raid_sha256()}, done, answer, plan.believe,
                       plan.scenario.seed)
    belief = belief_told(plan, jobs[""])
    if json:
        results: dict[str, Any] = {
            **answer, "arm": arm.label, "raid": plan.raid.name, "raiders": plan.raid.size, "runs": done.runs,
            "draws": done.draws, "metrics": {key: item.value for key, item in metrics.items()},
            "leaker_histogram": leaker_histogram(runs_of), "causes": dict(causes), "doubt_share": as_json(doubt),
            "results_sha256": done.results_sha256, "folder": str(folder),
            "belief": belief,
        }
        inputs = {"scenario": plan.scenario.name, "scenario_sha256": plan.scenario.sha256(), "arm": letter,
                  "means": arm.meaning, "placed": arm.placement, "raid_sha256": plan.raid.sha256(), "runs": runs,
                  "precision": precision, "believe": list(plan.believe), "stand_alone": alone, "lose": lose or [],
                  "second_batch": plan.scenario.arms.second.arrival}
        print_json(envelope("run", results, inputs=inputs, seed=plan.scenario.seed,
                            intervals={key: as_json(item) for key, item in metrics.items()},
                            claims=jobs[""].worlds.ground.beliefs.claims_used()))
        return
    print(sentence + "\n")
    if belief:
        print(f"{belief['text']}\n")
    print("\n".join(metric_lines(metrics)))
    print("\nWhy raiders were not stopped:\n" + "\n".join(cause_lines(causes)) + "\n")
    print(answer["doubt"])
    print(f"Kill probabilities are assumed or claimed, never measured; stopped because {done.reason}.")
    note(f"results {done.results_sha256[:16]} in {folder}")
