"""`openiads compare`: two arms under the same luck, run by run, and whether the difference is clear."""

from typing import Annotated, Any

import typer

from openiads.app.besides import FootprintOption
from openiads.app.envelope import envelope, print_json
from openiads.app.fights import (
    arm_of,
    belief_told,
    check_same_raid,
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
from openiads.app.inputs import warn_of_idle
from openiads.app.options import AttackOptions, ForceOptions, WorkOptions, with_options
from openiads.app.shell import JsonFlag, note
from openiads.errors import fault

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_options
def compare(
    first: Annotated[str, typer.Argument(
        metavar="SCENARIO:A", help="The arm that is compared with.")] = "second-batch:A",
    second: Annotated[str, typer.Argument(metavar="SCENARIO:B", help="The other arm.")] = "second-batch:B",
    *,
    attack: AttackOptions,
    force: ForceOptions,
    work: WorkOptions,
    footprint: FootprintOption = None,
    json: JsonFlag = False,
) -> None:
    """Compare two arms: run r of both meets the identical raid under the same luck, so differences are paired.

    Example: openiads compare second-batch:A second-batch:B --precision 3
    """
    import numpy as np

    from openiads.app.besides import (
        check_asset,
        cost_json,
        footprint_json,
        opportunities_of,
        surveys_of,
        write_footprint,
    )
    from openiads.campaign.estimates import doubt_share
    from openiads.campaign.survey import area_km2, change_km2
    from openiads.output.cost import cost_of, rounds_by_type
    from openiads.output.fight_tables import differences_csv
    from openiads.output.fight_words import change_lines, compare_sentence, doubt_sentence, pairing_sentence
    from openiads.output.footprint import footprint_change_sentence, footprint_sentence
    from openiads.output.metrics import LABELS, as_json, differences_of, per_run
    from openiads.output.run_folder import events_of, tables_of, write_run_manifest

    (name, one), (other_name, other) = split(first), split(second)
    if name != other_name or one == other:
        raise fault("E0103", f"{first} and {second} are not two arms of one scenario", where="compare",
                    why="paired differences need the identical raid and the same draws of belief",
                    fix=f"write openiads compare {name}:A {name}:B")
    rule = rule_of(work)
    plan = plan_of(name, attack, force)
    check_asset(plan, footprint)
    arms = {letter: arm_of(plan, letter, force) for letter in (one, other)}
    jobs = {letter: plan.job(arm) for letter, arm in arms.items()}
    warn_of(jobs)
    raid_sha256 = check_same_raid(jobs)
    label = "-".join([plan.scenario.name, *(arm.label for arm in arms.values())])
    folder = folder_of(work.out, label, jobs, rule)
    done = fight(jobs, folder, rule, f"compare {plan.scenario.name}", work)
    found = {letter: per_run(*tables_of(folder, letter)) for letter in arms}
    change = differences_of(found[one], found[other], rule.level)
    leakers = change["leakers"]
    more = found[other].values["leakers"] - found[one].values["leakers"]
    doubt = doubt_share(more, found[one].draw, level=rule.level)
    who = [label_of(plan, arm) for arm in arms.values()]
    sentence = compare_sentence(who[0], who[1], plan.raid.title.lower(), plan.raid.size, change)
    answer = {"sentence": sentence, "doubt": doubt_sentence(doubt, "the difference in leakers"), "stopped": done.reason,
              "stage": done.stage}
    (folder / "differences.csv").write_text(differences_csv(change), encoding="utf-8", newline="")
    intervals: dict[str, Any] = {key: as_json(pair.change) for key, pair in change.items()}
    extra: dict[str, Any] = {}
    if footprint:
        labels, raid_words = dict(zip(arms, who, strict=True)), f"{plan.raid.title.lower()}, {plan.raid.size} raiders"
        surveys = surveys_of(plan, jobs, footprint, work.workers)
        areas = {letter: area_km2(survey, plan.scenario.seed) for letter, survey in surveys.items()}
        more_km2 = change_km2(surveys[one], surveys[other], plan.scenario.seed)
        told = [footprint_sentence(survey, labels[letter], raid_words, areas[letter])
                for letter, survey in surveys.items()]
        answer["footprint"] = " ".join([*told, footprint_change_sentence(more_km2)])
        extra["defended_footprint"] = {letter: footprint_json(survey, areas[letter], footprint)
                                       for letter, survey in surveys.items()}
        intervals["defended_footprint"] = {**as_json(more_km2), "unit": "km2"}
        write_footprint(folder, surveys, labels, raid_words, {
            "scenario_sha256": plan.scenario.sha256(), "raid_sha256": plan.raid.sha256()}, plan.scenario.seed)
    write_run_manifest(folder, plan.texts, dict.fromkeys(arms, raid_sha256), done, answer, plan.believe,
                       plan.scenario.seed)
    belief = belief_told(plan, jobs[other])
    moved = claims_behind(jobs.values()) if json or plan.believe else ()
    warn_of_idle(plan.believe, moved)
    if json:
        targets = list(dict.fromkeys(group.target for group in plan.raid.groups))
        costs = {letter: cost_of(plan.library, found[letter], rounds_by_type(
            events_of(folder, letter), np.arange(done.runs)), targets, rule.level) for letter in arms}
        results: dict[str, Any] = {
            **answer, "arms": {letter: arm.label for letter, arm in arms.items()}, "raid": plan.raid.name,
            "raiders": plan.raid.size, "runs": done.runs, "draws": done.draws,
            "difference": {key: {"value": pair.change.value, "clear": pair.change.clear, "verdict": pair.verdict,
                                 one: pair.a.value, other: pair.b.value, "correlation": pair.correlation,
                                 "unpaired_over_paired": pair.unpaired_over_paired} for key, pair in change.items()},
            "units": {key: LABELS[key][1] for key in change},
            "engagement_opportunities": {letter: opportunities_of(job, done.runs, rule.level)
                                         for letter, job in jobs.items()},
            "cost_exchange": {letter: cost_json(cost) for letter, cost in costs.items()}, **extra,
            "doubt_share": as_json(doubt), "raid_sha256": raid_sha256, "results_sha256": done.results_sha256,
            "folder": str(folder), "belief": belief,
        }
        inputs = {**inputs_of(plan, force), "arms": [one, other], "runs": work.runs, "precision": work.precision}
        print_json(envelope("compare", results, inputs=inputs, seed=plan.scenario.seed,
                            intervals=intervals, claims=sorted(
                                {*moved, *(item for cost in costs.values() for item in cost.claims)})))
        return
    print(sentence + "\n")
    if belief:
        print(f"{belief['text']}\n")
    print("\n".join(change_lines(change)) + "\n")
    for key in ("footprint", "doubt"):
        if key in answer:
            print(answer[key])
    print(pairing_sentence(leakers))
    print(f"Stopped because {done.reason}. Both arms met the raid {raid_sha256[:12]}.")
    note(f"results {done.results_sha256[:16]} in {folder}")
