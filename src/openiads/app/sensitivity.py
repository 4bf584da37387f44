"""`openiads sensitivity`: which disputed claim moves a metric, by whom to believe, and what checking it is worth."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openiads.app.envelope import envelope, print_json
from openiads.app.fights import Plan, arm_of, check_arm, inputs_of, plan_of, split
from openiads.app.inputs import Faults, read_altitude, read_names
from openiads.app.options import AttackOptions, ForceOptions, WorkersOption, check_workers, given_options, with_options
from openiads.app.plan import raid_texts
from openiads.app.shell import JsonFlag, OutOption, check_out, note, warn, write_text
from openiads.units import counted

if TYPE_CHECKING:
    from openiads.campaign.arms import Arm
    from openiads.output.influence_models import Asked
    from openiads.output.sensitivity import Metric, Model, Sensitivity

app = typer.Typer(add_completion=False, rich_markup_mode=None)

ENDINGS = (".csv", ".svg", ".png", ".json")
LOOKED_UP_DRAWS, FOUGHT_DRAWS, REPEATS = 200, 100, 2
MOST_DRAWS, MOST_REPEATS = 2000, 20
NAMELESS: tuple[str, ...] = ()
PILOT_DRAWS = 40  # that tell whether a claim can be ranked at a height
PILOT = 24  # runs that tell whether a raid is worth fighting
SIZES = (2, 4, 8, 12, 16)  # of the saturation curve, where the scenario names none


@app.command()
@with_options
def sensitivity(
    scenario: Annotated[str, typer.Argument(
        metavar="SCENARIO[:ARM]", help="A shipped scenario or a file, and its arm A or B.")],
    metric: Annotated[str, typer.Argument(
        help="What to work out: covered_area, share_of_ring, engageable_area, detection_range, "
             "engagement_opportunities, channels, ready_rounds, raid_absorbed, p_zero_leak, leakers, leaked_share, "
             "killed, warning_time, rounds_spent, shots_per_kill, magazine_empty, neutral_engaged or "
             "saturation_raid.")],
    *,
    target: Annotated[str | None, typer.Option(
        "--target", metavar="CLASS", help="Class that areas are told for; the scenario's low flyer unless given.",
    )] = None,
    altitude: Annotated[str | None, typer.Option(
        "--altitude", help='Height that areas are told for: "60 m AGL"; the scenario\'s lowest unless given, or the '
                           "next at which a claim can be ranked.")] = None,
    attack: AttackOptions,
    force: ForceOptions,
    draws: Annotated[int | None, typer.Option(
        "--draws", help=f"Draws over what sources say.  [default: {LOOKED_UP_DRAWS}; {FOUGHT_DRAWS} where a raid is "
                        "fought]")] = None,
    repeats: Annotated[int | None, typer.Option(
        "--repeats", help="Raids fought for each draw and side; two tell doubt from chance.  "
                          f"[default: {REPEATS}]")] = None,
    workers: WorkersOption = None,
    out: OutOption = None,
    json: JsonFlag = False,
) -> None:
    """Rank the disputed claims by how much a metric changes as each witness in turn is believed.

    Example: openiads sensitivity second-batch covered_area --target f-16 --altitude "3000 m AMSL"

    Every draw is told again for every side of every dispute, with all its other luck held, so that differences are
    paired. Where no claim can be ranked at the scenario's lowest height and neither --target nor --altitude is given,
    the next height or class is told at which one can. Writes with -o: .csv (every bar end, and what is frozen), .svg or
    .png (the tornado), .json (the envelope).
    """
    import os

    from openiads.app.progress import progress, say_compiling, stoppable
    from openiads.output.influence_words import checking_sentence, lines, main_sentence, ranks, with_unit
    from openiads.output.sensitivity import intervals_of, record_of
    from openiads.output.sensitivity import sensitivity as swept

    wanted = _metric(metric)
    faults = Faults()
    usual = FOUGHT_DRAWS if wanted.kind == "fight" else LOOKED_UP_DRAWS
    count = usual if draws is None else draws
    if not 8 <= count <= MOST_DRAWS:
        faults.add("E0314", counted(count, "draw"), where="--draws", why=f"8 to {MOST_DRAWS:,} draws can be told again",
                   fix=f"write --draws {LOOKED_UP_DRAWS}")
    raids = REPEATS if repeats is None else repeats
    if not 1 <= raids <= MOST_REPEATS:
        faults.add("E0314", f"{raids} raids for each row", where="--repeats",
                   why=f"1 to {MOST_REPEATS} are fought; with one, chance counts as doubt", fix="write --repeats 2")
    height = faults.read(partial(read_altitude, altitude), None) if altitude else None
    check_workers(workers, faults)
    faults.found += check_out(out, ENDINGS, json=json)
    name, letter = split(scenario)
    check_arm(letter, force, faults)
    _check_idle(wanted, attack, force, faults, target=target, altitude=altitude, repeats=repeats)
    faults.stop()
    plan = plan_of(name, attack, force)
    asked = _asked(plan, letter, force)
    if wanted.name == "raid_absorbed" and asked.apart:
        faults.add("E0121", "raid_absorbed of two batches that stand apart", where="--placed",
                   why="forces apart meet different targets, so their salvos do not add up",
                   fix=f"write --placed {plan.scenario.arms.second.placements[0].id}")
    if target is not None:
        faults.read(lambda: read_names([target], list(plan.scenario.targets), "target class", "--target"), NAMELESS)
    faults.stop()

    say_compiling()
    if wanted.kind == "fight" and attack == AttackOptions():
        plan = _worth_fighting(plan, name, wanted, asked.arm, workers or os.cpu_count() or 1)
    cores = workers or os.cpu_count() or 1

    def model_of(flyer: str | None, at: Any) -> "Model":
        return _model(plan, asked, wanted, flyer, at, count, raids, cores)

    with stoppable() as stop, progress(f"sensitivity of {wanted.name}", count) as line:
        done = 0

        def told(now: int, width: float) -> None:
            nonlocal done
            line.advance(now - done, width=f"widest interval {with_unit(wanted, width)} wide")
            done = now

        def sweep(model: "Model", draws: int) -> "Sensitivity":
            return swept(model, draws, doubt_level=plan.scenario.level, on_progress=told, should_stop=stop)

        found = sweep(model_of(target, height), count)
        near = None
        if wanted.is_somewhere and target is altitude is None and found.stage == "finished" and not ranks(found):
            near = _nearest_ranked(plan.scenario, lambda at: swept(
                model_of(*at), min(count, PILOT_DRAWS), doubt_level=plan.scenario.level, should_stop=stop), stop)
        if near is not None:
            done = 0
            line.expect(2 * count)
            asked_for, found = found, sweep(model_of(*near), count)
    if near is not None:
        warn(f"no disputed claim moves {wanted.label} clearly for {asked_for.what}; told for {found.what} instead; "
             "--target and --altitude ask for another")
    sentence, worth = main_sentence(found), checking_sentence(found)
    inputs = {**inputs_of(plan, force), "arm": letter, "means": asked.arm.meaning, "placed": asked.arm.placement,
              "metric": wanted.name, "of": found.what, "target": target, "altitude": altitude,
              "raid_sha256": plan.raid.sha256() if wanted.kind == "fight" else None, "draws": count,
              "repeats": found.repeats}
    body = envelope("sensitivity", {"sentence": sentence, "checking": worth, **record_of(found)}, inputs=inputs,
                    seed=plan.scenario.seed, intervals=intervals_of(found), claims=found.claims)
    if out and out != "-":
        _write(out, found, body, plan)
    if json:
        print_json(body)
    elif out == "-":
        from openiads.output.influence_words import csv_of

        write_text(out, csv_of(found))
    else:
        print(fill(sentence, 110, break_on_hyphens=False) + "\n")
        print("\n".join(lines(found)))


def _metric(name: str) -> "Metric":
    """A metric by its name in the catalogue."""
    from difflib import get_close_matches

    from openiads.errors import fault
    from openiads.output.sensitivity import METRICS

    if name not in METRICS:
        near = get_close_matches(name, METRICS, n=3, cutoff=0.4)
        raise fault("E0121", f"no metric {name!r}", where="METRIC", why=f"known: {', '.join(METRICS)}",
                    fix=f"did you mean {' or '.join(near)}?" if near else "write covered_area")
    return METRICS[name]


def _check_idle(metric: "Metric", attack: AttackOptions, force: ForceOptions, faults: Faults,
                **place: object) -> None:
    """Keep the fault of every option on which the metric does not depend."""
    idle: dict[str, str] = {}
    if metric.kind == "fight":
        why = "what a raid does is told by the raid"
        idle |= {f"--{name}": why for name in ("target", "altitude") if place[name] is not None}
        if metric.name == "saturation_raid" and attack.size is not None:
            idle["--size"] = "its curve is fought at the sizes that the scenario names"
    else:
        why = f"{metric.label}: worked out before any fight"
        idle |= dict.fromkeys(given_options(attack, ForceOptions(alone=force.alone, lose=force.lose)), why)
        if place["repeats"] is not None:
            idle["--repeats"] = why
        if metric.kind == "capacity" and not metric.is_somewhere:
            idle |= {f"--{name}": f"{metric.label} are those of the force, whatever comes"
                     for name in ("target", "altitude") if place[name] is not None}
    for option, reason in idle.items():
        faults.add("E0121", f"{option} does not change {metric.name}", where=option, why=reason,
                   fix=f"leave {option} out")


def _nearest_ranked(scenario: Any, pilot: Callable[[tuple[str, Any]], "Sensitivity"], stop: Callable[[], bool]
                    ) -> "tuple[str, Any] | None":
    """The nearest class and height at which a claim can be ranked: the next heights first, then other classes."""
    from openiads.output.influence_models import low_flyer
    from openiads.output.influence_words import ranks

    low = low_flyer(scenario)
    classes = [low, *(name for name in scenario.targets if name != low)]
    for place in [(name, height) for name in classes for height in scenario.altitudes][1:]:
        if stop():
            return None
        if ranks(pilot(place)):
            return place
    return None


def _asked(plan: Plan, letter: str, force: ForceOptions) -> "Asked":
    from openiads.earth.terrain import open_terrain
    from openiads.output.influence_models import Asked

    scenario = plan.scenario
    ground = open_terrain(scenario.terrain, ground_height_m=scenario.ground_height_m or 0.0)
    return Asked(scenario, plan.library, ground, arm_of(plan, letter, force), plan.believe)


def _worth_fighting(plan: Plan, name: str, metric: "Metric", arm: "Arm", workers: int) -> Plan:
    """The plan with its saturation raid, where the metric is of such raids, or where the scenario's own cannot tell.

    Raids of which none or all leave no leaker rank no claim. Then the size is taken at which nearest to half do.
    """
    from openiads.scenario.files import read_raid, scenario_text

    if metric.name not in ("p_zero_leak", "saturation_raid") or plan.scenario.fights is None:
        return plan

    def clean(asked: Plan) -> float:
        return float((asked.job(arm).fight_all(PILOT, workers)["runs"]["leakers"] == 0).mean())

    *_, (raid_name, text) = raid_texts(plan.scenario, scenario_text(name)[0]).items()
    wave = replace(plan, raid=read_raid(text, raid_name))
    if metric.name == "saturation_raid":
        return wave
    share = clean(plan)
    if 0 < share < 1:
        return plan
    shares = {size: clean(wave.scaled(size)) for size in plan.scenario.fights.sizes}
    size = min(shares, key=lambda each: abs(shares[each] - 0.5))
    warn(f"{'all' if share else 'none'} of {PILOT} raids of {plan.raid.name} are stopped whole, so no claim can move "
         f"that; told of {wave.raid.name} with {size} raiders instead; --raid and --size ask for another")
    return wave.scaled(size)


def _model(plan: Plan, asked: "Asked", metric: "Metric", target: str | None, altitude: Any, draws: int, repeats: int,
           workers: int) -> "Model":
    """The metric as a model of beliefs, of the class, height or raid that is asked for."""
    from openiads.output.influence_models import coverage_model, fight_model, low_flyer, where
    from openiads.output.sentences import label_of

    scenario = plan.scenario
    if metric.kind == "fight":
        sizes = scenario.fights.sizes if scenario.fights is not None else SIZES
        of = (f"raids of {', '.join(str(each) for each in sizes)}" if metric.name == "saturation_raid"
              else f"{plan.raid.size} raiders")
        return fight_model(asked, metric, plan.raid, draws, repeats,
                           f"{plan.raid.title.lower()}, {of}, against {where(asked)}", sizes=sizes, threads=workers)
    target, height = target or low_flyer(scenario), altitude or scenario.altitudes[0]
    what = f"{where(asked)}, {label_of(target)} at {height}" if metric.is_somewhere else where(asked)
    return coverage_model(asked, metric, target, height, draws, what)


def _write(out: str, found: "Sensitivity", body: dict[str, Any], plan: Plan) -> None:
    import json

    from openiads import __version__
    from openiads.output.influence_words import csv_of

    ending = Path(out).suffix
    if ending in (".csv", ".json"):
        write_text(out, csv_of(found) if ending == ".csv" else json.dumps(body, ensure_ascii=False, indent=2) + "\n")
        note(f"wrote {out}")
        return
    from openiads.app.drawn import write_figure
    from openiads.output.tornado import tornado

    write_figure(tornado(found), out, f"OpenIADS {__version__} · {plan.scenario.name} {plan.scenario.sha256()[:12]} · "
                 "simulation from public sources")
