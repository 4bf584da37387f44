"""`openiads readiness`: what is kept ready month by month, with imports, without, and with parts made at home."""

from datetime import date
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openiads.app.envelope import envelope, print_json
from openiads.app.inputs import BelieveOption, Faults
from openiads.app.plan import ClaimsOption, SeedOption, placed, texts_of
from openiads.app.shell import JsonFlag, OutOption, check_out, note, write_text
from openiads.units import counted

if TYPE_CHECKING:
    from openiads.scenario.model import Scenario
    from openiads.scenario.programme import Programme, Turn

app = typer.Typer(add_completion=False, rich_markup_mode=None)

ENDINGS = (".csv", ".png", ".svg")
NEVER, ALL = "never", "all"
MOST_MONTHS = 600
SET_BY_USER = "set on the command line"


@app.command()
def readiness(
    scenario: Annotated[str | None, typer.Argument(
        help="A shipped scenario's name, or a scenario file; second-batch without one.")] = None,
    means: Annotated[str | None, typer.Option(
        "--means", metavar="MEANING", help="Beside arm A, arm B under this reading of batch; all for every one.",
    )] = None,
    imports_stop: Annotated[str | None, typer.Option(
        "--imports-stop", metavar="DATE", help="Nothing is imported from this day on; or never.")] = None,
    localised_from: Annotated[str | None, typer.Option(
        "--localised-from", metavar="DATE", help="Spares of localised components are made at home from it; or never.",
    )] = None,
    until: Annotated[str | None, typer.Option(
        "--until", metavar="DATE", help="The last month that is worked out.")] = None,
    draws: Annotated[int | None, typer.Option("--draws", help="Draws over what is believed of upkeep.")] = None,
    runs: Annotated[int | None, typer.Option("--runs", help="Runs of each draw.")] = None,
    believe: BelieveOption = None,
    claims: ClaimsOption = None,
    seed: SeedOption = None,
    out: OutOption = None,
    json: JsonFlag = False,
) -> None:
    """Launchers, radars, rounds and fire units that are ready by month, and after how many months half are not.

    Example: openiads readiness second-batch --imports-stop 2026-01-01 --means all

    Nearly every rate behind it is assumed, and the answer says so. Writes with -o: .csv (by month), .png or .svg.
    """
    from openiads.knowledge.library import load_library
    from openiads.output.readiness import readiness_of
    from openiads.scenario.files import read_scenario, scenario_text

    faults = Faults()
    faults.found += check_out(out, ENDINGS, json=json)
    stop, local = (_day(text, option, faults) for text, option in (
        (imports_stop, "--imports-stop"), (localised_from, "--localised-from")))
    last = _day(until, "--until", faults)
    faults.stop()
    name, text = scenario_text(scenario or "second-batch")
    with placed(texts_of(claims or ())) as paths:
        library = load_library(paths)
        plan = read_scenario(text, name, claim_files=paths)
    if plan.programme is None:
        faults.add("E0507", f"scenario {plan.name} has no programme", where=name,
                   why="what is needed and where it is made stands there",
                   fix="add a [programme], as in: openiads scenario new")
        faults.stop()
    plan = _changed(plan, stop, local, last, draws, runs, seed, faults)
    meanings = _meanings(plan, means, faults)
    faults.stop()

    from openiads.app.progress import progress, say_compiling, stoppable
    from openiads.knowledge.resolve import resolve
    from openiads.output.readiness import cases_of
    from openiads.programme.upkeep import upkeep_components, upkeep_pins

    assert plan.programme is not None
    pins = resolve(library, upkeep_components(plan), n_draws=1, seed=plan.seed, believe=tuple(believe or ())).pins
    for idle in set(pins) - set(upkeep_pins(plan, library, pins)):
        faults.add("E0213", f"claim {idle} feeds nothing here", where=f"--believe {idle}",
                   why="readiness rests on failures, repairs, spares, resupply and rounds",
                   fix="leave it out; openiads readiness --json lists every quantity that is asked for")
    faults.stop()
    say_compiling()
    pieces = len(cases_of(plan.programme)) * (1 + len(meanings))
    with stoppable() as asked, progress(f"readiness of {plan.name}", pieces) as line:
        def step(_part: str) -> bool:
            line.advance()
            return asked()

        found = readiness_of(plan, library, meanings=meanings, believe=pins, step=step)
        if found is None:
            raise KeyboardInterrupt
    _tell(plan, found, pins, means, out, as_json=json)


def _tell(plan: "Scenario", found: Any, pins: tuple[str, ...], means: str | None, out: str | None, *,
          as_json: bool) -> None:
    """Write what is asked for, and tell it."""
    from openiads.output.page_readiness import readiness_entry
    from openiads.output.readiness_tables import by_month_csv
    from openiads.output.readiness_words import CAVEAT, arm_lines, doubt_words, readiness_counter, readiness_sentence

    if out is not None and out != "-":
        if Path(out).suffix == ".csv":
            write_text(out, by_month_csv(found))
            note(f"wrote {out}")
        else:
            from openiads.app.drawn import write_figure
            from openiads.output.readiness_figures import readiness_chart

            shown = found.kept[-1].arm if means and means != ALL else ""
            write_figure(readiness_chart(found, shown), out)
    if out == "-":
        write_text(out, by_month_csv(found))
        return
    if as_json:
        results = readiness_entry(found, plan.name)
        programme = plan.programme
        inputs = {"scenario": plan.name, "scenario_sha256": plan.sha256(), "means": means, "believe": list(pins),
                  "imports_stop": _day_of(programme.imports_stop), "localised_from": _day_of(programme.localised_from),
                  "months": programme.months, "draws": programme.draws, "runs": programme.runs} if programme else {}
        halves = {f"{item['meaning'] or 'A'}/{item['case']}": item["half"] for item in results["kept"]}
        print_json(envelope("readiness", results, inputs=inputs, seed=plan.seed,
                            intervals={"level": found.level, "months_to_half": halves}, claims=found.claims))
        return
    names = {meaning.id: meaning.label for meaning in plan.batch_meanings}
    told = [readiness_sentence(found), readiness_counter(found, plan.name), f"{doubt_words(found)} {CAVEAT}".strip()]
    print("\n\n".join(fill(text, 110, break_on_hyphens=False) for text in told))
    print("\n" + "\n".join(arm_lines(found, names)))


def _day_of(turn: "Turn | None") -> str:
    return turn.on.isoformat() if turn else NEVER


def _day(text: str | None, option: str, faults: Faults) -> date | str | None:
    """A day, or the word never; None where nothing is asked."""
    if text is None or (text == NEVER and option != "--until"):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults.add("E0314", f"{text!r} is not a day", where=option, why="a day is written year, month, day",
                   fix=f"write {option} 2026-01-01" + ("" if option == "--until" else f", or {option} {NEVER}"))
        return None


def _changed(plan: "Scenario", stop: date | str | None, local: date | str | None, last: date | str | None,
             draws: int | None, runs: int | None, seed: int | None, faults: Faults) -> "Scenario":
    """The scenario with what options change in it."""
    from openiads.scenario.programme import Turn

    changes: dict[str, Any] = {}
    for key, given in (("imports_stop", stop), ("localised_from", local)):
        if isinstance(given, date) and given < plan.date:
            faults.add("E0314", f"{given} lies before the scenario's day, {plan.date}",
                       where=f"--{key.replace('_', '-')}", why="what is kept ready is worked out from that day on",
                       fix=f"write --{key.replace('_', '-')} {plan.date}")
        elif given is not None:
            changes[key] = Turn(on=given, assumed=SET_BY_USER) if isinstance(given, date) else None
    for key, number, least, most in (("draws", draws, 2, 10_000), ("runs", runs, 2, 1000)):
        if number is not None and not least <= number <= most:
            faults.add("E0314", counted(number, key.removesuffix("s")), where=f"--{key}",
                       why=f"{least} to {most:,} can be worked out", fix=f"write --{key} {8 if key == 'runs' else 200}")
        elif number is not None:
            changes[key] = number
    if isinstance(last, date):
        months = (last.year - plan.date.year) * 12 + last.month - plan.date.month
        if not 1 <= months <= MOST_MONTHS:
            told = "lies before" if last < plan.date else f"is {months} months after"
            faults.add("E0314", f"{last} {told} {plan.date}, the scenario's day", where="--until",
                       why=f"1 to {MOST_MONTHS} months after the scenario's day are worked out",
                       fix=f"write --until {plan.date.year + 10}-01-01")
        else:
            changes["months"] = months
    if seed is not None and not 0 <= seed < 2**63:
        faults.add("E0314", f"seed {seed}", where="--seed", why="a seed has 63 bits", fix="write 2022")
        seed = None
    programme: Programme | None = plan.programme
    assert programme is not None
    update: dict[str, Any] = {"programme": programme.model_copy(update=changes)}
    return plan.model_copy(update=update | ({"seed": seed} if seed is not None else {}))


def _meanings(plan: "Scenario", means: str | None, faults: Faults) -> tuple[str, ...]:
    known = tuple(meaning.id for meaning in plan.batch_meanings)
    if means is None:
        return ()
    if means == ALL:
        return known
    if means not in known:
        faults.add("E0507", f"no meaning {means!r}", where="--means", why=f"scenario {plan.name} decides it",
                   fix=f"choose one of: {', '.join((*known, ALL))}")
    return (means,)
