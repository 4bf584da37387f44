"""A textbook battery through `openiads run`: what the runs say beside the closed form."""

from contextlib import suppress
from dataclasses import replace
from math import inf
from pathlib import Path

from openiads.app.envelope import envelope, print_json
from openiads.app.fights import fight, folder_of, rule_of
from openiads.app.options import AttackOptions, ForceOptions, WorkOptions, given_options
from openiads.app.shell import note
from openiads.errors import fault
from openiads.units import counted

MARK = 'schema = "openiads/textbook/'
SEED = 2022
LEVEL = 0.95


def is_textbook(name: str | None) -> bool:
    """Whether what is to be run is a textbook battery: a shipped one, or a file of that schema."""
    from openiads.scenario.files import shipped

    if name in shipped("textbook"):
        return True
    with suppress(OSError, UnicodeDecodeError):
        return MARK in Path(name or "").read_text(encoding="utf-8")
    return False


def run_textbook(name: str, attack: AttackOptions, force: ForceOptions, work: WorkOptions, *, footprint: str | None,
                 json: bool) -> None:
    """Fight a textbook battery and print each estimate with its interval beside the closed form.

    Parameters
    ----------
    name : str
        A shipped battery or a file.
    attack, force, work, footprint, json
        As `openiads run` takes them; of what comes and defends only a seed means anything here.
    """
    from openiads.campaign.estimates import mean_interval
    from openiads.campaign.tables import read
    from openiads.campaign.textbook_job import TextbookJob
    from openiads.engagement.textbook import SHARES, closed_forms, rounding_of
    from openiads.output.fight_words import NO_ESTIMATE
    from openiads.output.metrics import as_json, within
    from openiads.output.run_folder import events_of, write_run_manifest
    from openiads.scenario.files import read_textbook, scenario_text

    given = given_options(attack, replace(force, seed=None), WorkOptions(precision=work.precision))
    given += ["--footprint"] if footprint else []
    if given:
        raise fault("E0103", f"{given[0]} with a textbook battery", where=given[0],
                    why="a textbook battery brings everything with it, so the option would change nothing",
                    fix="leave it out, or change the battery's own file")
    rule = rule_of(work)
    file, text = scenario_text(name, "textbook")
    battery = read_textbook(text, file)
    job = TextbookJob(battery, SEED if force.seed is None else force.seed)
    folder = folder_of(work.out, battery.name, {"": job}, rule)
    done = fight({"": job}, folder, rule, f"run {battery.name}", work)
    tables = {part: read(part, [folder / f"{part}.parquet"]) for part in ("outcomes", "runs")}
    values = job.values(events_of(folder), tables["outcomes"], tables["runs"])
    found = {what: within(mean_interval(each, tables["runs"]["draw"], level=LEVEL), 0.0,
                          inf if what not in SHARES else 1.0) for what, each in values.items()}
    rounding = rounding_of(battery)
    forms = {what: (value, source) for what, value, source in closed_forms(battery)}
    write_run_manifest(folder, {"textbook": text}, {}, done, {what: item.value for what, item in found.items()}, (),
                       job.seed)
    if json:
        beside = {what: {"value": value, "source": source, "rounding": rounding.get(what, 0.0),
                         "inside": bool(found[what].low <= value <= found[what].high + rounding.get(what, 0.0))}
                  for what, (value, source) in forms.items()}
        results = {"battery": battery.name, "runs": done.runs, "stage": done.stage, "folder": str(folder),
                   "results_sha256": done.results_sha256,
                   "estimates": {what: item.value for what, item in found.items()},
                   "closed_forms": beside}
        print_json(envelope("run", results, inputs={"textbook": battery.name, "runs": work.runs}, seed=job.seed,
                            intervals={what: as_json(item) for what, item in found.items()}))
        return
    print(f"{battery.title}: {counted(done.runs, 'run')}.\n")
    for what, (value, source) in forms.items():
        item = found[what]
        told = NO_ESTIMATE if not item.runs \
            else f"{item.value:.5g} ({LEVEL:.0%} interval {item.low:.5g} to {item.high:.5g})"
        late = f", up to {rounding[what]:.2g} less by the cycle" if what in rounding else ""
        print(f"  {what:<32} {told}; closed form {value:.5g}{late} [{source}]")
    note(f"results {done.results_sha256[:16]} in {folder}")
