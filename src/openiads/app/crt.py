"""`openiads crt`: an adjudication table for wargames, from simulated raids."""

from pathlib import Path
from typing import Annotated, Any

import typer

from openiads.app.envelope import envelope, print_json
from openiads.app.fights import arm_of, claims_behind, inputs_of, label_of, plan_of, split, warn_of
from openiads.app.inputs import Faults, once, warn_of_idle
from openiads.app.options import AttackOptions, ForceOptions, WorkersOption, check_workers, with_options
from openiads.app.shell import JsonFlag, OutOption, check_out, note, write_text
from openiads.units import counted

app = typer.Typer(add_completion=False, rich_markup_mode=None)

STATES = {"full": 1.0, "half": 0.5, "empty": 0.0}
DICE = {"d4": 4, "d6": 6, "d8": 8, "d10": 10, "d12": 12, "d20": 20, "d100": 100}
ENDINGS = (".csv", ".html", ".txt")


@app.command()
@with_options
def crt(
    scenario: Annotated[str | None, typer.Argument(
        metavar="SCENARIO[:ARM]", help="A shipped scenario or a file, and its arm; second-batch:A without one.",
    )] = None,
    raid: Annotated[str, typer.Option("--raid", help="Raid sizes, with commas between them.")] = "4,8,16",
    attack: Annotated[str, typer.Option(
        "--attack", metavar="RAID", help="What comes: a shipped raid's name or a raid file.")] = "aircraft-wave",
    state: Annotated[str, typer.Option("--state", help="Magazines: full, half or empty.")] = "full,half,empty",
    dice: Annotated[str, typer.Option("--dice", help="The die: d4, d6, d8, d10, d12, d20 or d100.")] = "d10",
    runs: Annotated[int, typer.Option("--runs", help="Raids fought for each entry.")] = 80,
    *,
    force: ForceOptions,
    workers: WorkersOption = None,
    out: OutOption = None,
    json: JsonFlag = False,
) -> None:
    """Print an adjudication table: leakers by a roll of the die, for each raid size and state of the magazines.

    Example: openiads crt --raid 4,8,16 --state full,half,empty --dice d10

    Writes with -o: .html (a card to print), .csv (one row a face) or .txt.
    """
    import os

    from openiads.app.progress import progress, say_compiling, stoppable
    from openiads.campaign.estimates import mean_interval
    from openiads.output.card import Cell, card_csv, card_html, card_text, leakers_by_face
    from openiads.output.metrics import per_run
    from openiads.output.refusal import passed

    faults = Faults()
    texts = [text.strip() for text in raid.split(",")]
    sizes, _ = once([_size(text, faults) for text in texts], texts, "--raid")
    named = [text.strip() for text in state.split(",")]
    states, _ = once(named, named, "--state")
    for name in states:
        if name not in STATES:
            faults.add("E0103", f"state {name!r}", where="--state", why="magazines are full, half or empty",
                       fix="write --state full,half,empty")
    if dice not in DICE:
        faults.add("E0103", f"die {dice!r}", where="--dice", why=f"the dice are {', '.join(DICE)}",
                   fix="write --dice d10")
    if not 2 <= runs <= 10_000:
        faults.add("E0314", counted(runs, "run"), where="--runs", why="2 to 10,000 runs can be fought",
                   fix="write --runs 80")
    check_workers(workers, faults)
    faults.found += check_out(out, ENDINGS, json=json)
    faults.stop()
    name, letter = split(scenario)
    plan = plan_of(name, AttackOptions(raid=attack), force)
    arm = arm_of(plan, letter, force)
    whole = plan.job(arm)
    warn_of({letter: whole})
    say_compiling()
    cells: list[Cell] = []
    with stoppable() as stop, progress("adjudication table", len(sizes) * len(states)) as line:
        for size in sizes:
            for each in states:
                if stop():
                    raise KeyboardInterrupt
                job = plan.scaled(size).job(arm, ready=STATES[each])
                tables = job.fight_all(runs, workers or os.cpu_count() or 1)
                found = per_run(tables["runs"], tables["outcomes"])
                leakers = mean_interval(found.values["leakers"], found.draw)
                rounds = float(job.worlds.world(0).units.rounds.sum())
                left = 1 - float(found.values["rounds_spent"].mean()) / rounds if rounds else 0.0
                cells.append(Cell(size, each, leakers.value, max(leakers.low, 0.0), leakers.high,
                                  leakers_by_face(tables["runs"]["leakers"], DICE[dice]), max(left, 0.0)))
                line.advance()
    title = passed(f"{plan.raid.title}, against {label_of(plan, arm)}", what="title")
    notes = [f"From {runs} simulated raids an entry; {plan.scenario.name} {plan.scenario.sha256()[:12]}, seed "
             f"{plan.scenario.seed}. Kill probabilities are assumed or claimed, never measured.",
             "A simulation from public sources, not for operational planning."]
    moved = claims_behind([whole]) if json or plan.believe else ()
    warn_of_idle(plan.believe, moved)
    if json:
        results: dict[str, Any] = {"title": title, "die": dice, "runs": runs, "cells": [
            {**cell._asdict(), "faces": list(cell.faces)} for cell in cells]}
        inputs = {**inputs_of(plan, force), "arm": letter, "means": arm.meaning, "placed": arm.placement,
                  "attack": attack, "raid": sizes, "state": states, "dice": dice, "runs": runs}
        print_json(envelope("crt", results, inputs=inputs, seed=plan.scenario.seed,
                            claims=moved,
                            intervals=[{"raiders": cell.raiders, "state": cell.state, "low": cell.low,
                                        "high": cell.high} for cell in cells]))
    elif not out or out == "-":
        print("\n".join([card_text(title, dice, cells), "", *notes]))
    if out and out != "-":
        ending = Path(out).suffix
        write_text(out, card_csv(dice, cells) if ending == ".csv" else card_html(title, dice, cells, notes)
                   if ending == ".html" else "\n".join([card_text(title, dice, cells), "", *notes, ""]))
        note(f"wrote {out}")


def _size(text: str, faults: Faults) -> int:
    if text.strip().isdigit() and 1 <= int(text) <= 1000:
        return int(text)
    faults.add("E0314", f"raid size {text.strip()!r}", where="--raid", why="sizes are whole numbers from 1 to 1000",
               fix="write --raid 4,8,16")
    return 1
