"""`openiads study`: a scenario from claims to one folder with sentence, page, figures, tables and layers."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openiads.app.envelope import envelope, print_json
from openiads.app.inputs import BelieveOption, Faults, warn_of_idle
from openiads.app.languages import LanguageOption, check_language
from openiads.app.plan import (
    ClaimsOption,
    SecondBatchOption,
    SeedOption,
    TerrainOption,
    arrival_asked,
    changed,
    checked,
    placed,
    raid_texts,
    texts_of,
    written_into,
)
from openiads.app.progress import stoppable
from openiads.app.shell import JsonFlag, note, warn

if TYPE_CHECKING:
    from openiads.output.fights import Fights
    from openiads.output.page_claims_matter import ClaimsMatter
    from openiads.output.study import Study
    from openiads.scenario.model import Scenario

app = typer.Typer(add_completion=False, rich_markup_mode=None)

DrawsOption = Annotated[int | None, typer.Option(
    "--draws", help="Draws over what sources say, instead of the scenario's.")]
FromOption = Annotated[str | None, typer.Option(
    "--from", metavar="MANIFEST", help="Run a study again from its manifest.toml.")]

# seconds that the parts of a study take beside each other, for the time left
AREAS_S = 12.0
PARTS_S = {"page": 2.0, "tables": 0.5, "sentences": 1.0, "layers": 2.5, "figures": 6.0, "readme": 0.1}


@app.command()
def study(
    scenario: Annotated[str | None, typer.Argument(
        help="A shipped scenario's name, or a scenario file; second-batch without one.")] = None,
    out: Annotated[str | None, typer.Option(
        "--out", "-o", help="Folder to write; else out/NAME, or out/NAME-believe-CLAIM with a pin.")] = None,
    believe: BelieveOption = None,
    claims: ClaimsOption = None,
    terrain: TerrainOption = None,
    draws: DrawsOption = None,
    seed: SeedOption = None,
    from_manifest: FromOption = None,
    second_batch: SecondBatchOption = None,
    fights: Annotated[bool, typer.Option(
        "--fights/--no-fights", help="Whether raids are fought too; quicker without.",
    )] = True,
    language: LanguageOption = "en",
    force: Annotated[bool, typer.Option("--force", help="Run again even if the folder is up to date.")] = False,
    json: JsonFlag = False,
) -> None:
    """Run a scenario and write its folder; prints the sentence with its interval and its counter-sentence.

    Example: openiads study second-batch --believe RAD-040

    With --from the manifest's own folder is written, unless --out or another pin is given.
    """
    from openiads.earth.terrain import open_terrain
    from openiads.knowledge.library import load_library
    from openiads.output.manifest import (
        Recipe,
        check_folder,
        check_scenario,
        differences,
        is_current,
        ledger_sha256,
        read_manifest,
        write_manifest,
    )
    from openiads.scenario.files import read_scenario, scenario_text

    check_language(language)
    pins, home, manifest, own_terrain = tuple(believe or ()), None, None, terrain
    then_arrival = None
    if from_manifest:
        manifest = read_manifest(Path(from_manifest))
        _one_of_two(scenario, claims, manifest["scenario"]["name"])
        name, text, extra = manifest["scenario"]["name"], manifest["scenario"]["text"], dict(manifest["claim_files"])
        settings = manifest["settings"]
        home = None if pins else Path(from_manifest).parent
        pins, terrain = pins or tuple(manifest["believe"]), terrain or settings["terrain"]
        draws, seed = draws or settings["draws"], settings["seed"] if seed is None else seed
        fights, then_arrival = fights and settings["fights"], settings["second_batch"]
    else:
        name, text = scenario_text(scenario or "second-batch")
        extra = texts_of(claims or ())
    with placed(extra) as paths:
        library = load_library(paths)
        plan = read_scenario(text, name, claim_files=paths)
    if manifest is not None and from_manifest:
        then = changed(plan, settings["draws"], settings["seed"], settings["terrain"],
                       fights=settings["fights"], second_batch=then_arrival)
        check_scenario(Path(from_manifest), manifest, then.sha256())
    asked = arrival_asked(plan, library, second_batch.value if second_batch else then_arrival, pins)
    plan = changed(plan, draws, seed, terrain, fights=fights, second_batch=asked)
    ground = open_terrain(plan.terrain, ground_height_m=plan.ground_height_m or 0.0)
    pins = checked(plan, library, ground, pins)
    home = None if second_batch else home
    folder = Path(out) if out else home or default_folder(plan.name, pins, second_batch.value if second_batch else "")
    with written_into(folder):
        check_folder(folder, force=force)
    raids = dict(manifest["raids"]) if manifest is not None else raid_texts(plan, name)
    recipe = Recipe(text, name, pins, extra, plan.sha256(), ledger_sha256(library), ground.info.sha256, raids)
    if manifest is not None:
        now = {"ledger": recipe.ledger_sha256} | ({} if own_terrain else {"terrain": recipe.terrain_sha256})
        for told in differences(manifest, now):
            warn(told)
    current = None if force else is_current(folder, recipe)
    if current is not None:
        note(f"{folder} is up to date: nothing it rests on has changed (--force runs it again)")
        if not json:
            print_answer(current["answer"], language)
        _end(current["answer"], folder, plan, pins, current["claims_used"], json)
        return

    from openiads.app.progress import progress, say_compiling, stop_requested
    from openiads.output.study import WRITERS, compute, write_folder

    with written_into(folder):
        folder.mkdir(parents=True, exist_ok=True)
    say_compiling()
    pieces_s = [AREAS_S, *(PARTS_S[part] for part, _ in WRITERS)]
    with stoppable() as stop, progress(f"study {plan.name}", len(pieces_s), pieces_s=pieces_s) as line:
        done = compute(plan, library, ground, recipe)
        line.close()
        if not json:
            print_answer(done.answer, language)

        def step(_part: str) -> bool:
            line.advance()
            return stop()

        with written_into(folder):
            written, left = write_folder(done, folder, step=step)
    fought = matter = None
    if not left:
        matter, files = _weigh(done, folder)
        written += files
        left += [] if matter else ["which claim matters"]
    if plan.fights is not None:
        if not left:
            fought, files = _fight(done, folder, matter)
            written += files
        left += ["fights"] if left or stop_requested() else []
    for part in left:
        warn(f"interrupted: {part} was not written")
    named = [plan.terrain] if isinstance(plan.terrain, str) else list(plan.terrain)
    used = done.claims(fought)
    warn_of_idle(pins, used)
    write_manifest(folder, recipe, answer=done.answer, claims=used, outputs=written, left_out=left, settings={
        "seed": plan.seed, "draws": plan.draws, "terrain": named, "fights": plan.fights is not None,
        "second_batch": plan.arms.second.arrival})
    _end(done.answer, folder, plan, pins, used, json)


def _weigh(done: "Study", folder: Path) -> tuple["ClaimsMatter | None", list[Path]]:
    """Sweep over the disputed claims and write the page again; nothing where Ctrl-C stopped it."""
    from openiads.app.progress import progress, stoppable
    from openiads.output.page_claims_matter import steps_of
    from openiads.output.study import weigh, write_matter

    pieces = steps_of(done.areas, None)
    with stoppable() as stop, progress(f"which claim matters in {done.scenario.name}", pieces) as line:
        def step(_part: str) -> bool:
            line.advance()
            return stop()

        found = weigh(done, step)
        if found is None:
            return None, []
        with written_into(folder):
            return found, list(write_matter(done, folder, found))


def _fight(done: "Study", folder: Path, matter: "ClaimsMatter | None") -> tuple["Fights | None", list[Path]]:
    """Fight what the scenario asks for and write the page again; nothing where Ctrl-C stopped it."""
    from openiads.app.progress import progress, stoppable
    from openiads.output.fought import steps_of
    from openiads.output.study import fight, write_fights

    pieces = steps_of(done.scenario)
    with stoppable() as stop, progress(f"fights of {done.scenario.name}", pieces) as line:
        begun = False

        def step(_part: str) -> bool:
            nonlocal begun
            if begun:
                line.advance()
            begun = True
            return stop()

        found = fight(done, step)
        if found is None:
            return None, []
        line.advance()
        for caution in found.cautions:
            warn(caution)
        with written_into(folder):
            return found, list(write_fights(done, folder, found, matter, _gallery(done)))


def _gallery(done: "Study") -> list[dict[str, Any]]:
    """Stories for the page of a shipped scenario; a scenario of the user's own tells of its own subject."""
    from openiads.output.stories.page_entry import stories_entry
    from openiads.output.stories.tell import answer_story
    from openiads.scenario.files import shipped, shipped_stories

    if done.recipe.scenario_name.removesuffix(".toml") not in shipped():
        return []
    return stories_entry([answer_story(story, done.library) for story in shipped_stories()])


def _one_of_two(scenario: str | None, claims: Sequence[str] | None, named: str) -> None:
    """Refuse a scenario or claim files beside a manifest, which brings its own."""
    faults = Faults()
    if scenario is not None and scenario not in (named, named.removesuffix(".toml")):
        faults.add("E0103", f"scenario {scenario!r} beside a manifest of {named!r}", where="--from",
                   why="a manifest brings its own scenario, so one of the two would be ignored",
                   fix="leave out the scenario, or leave out --from")
    if claims:
        faults.add("E0103", f"claim file {claims[0]!r} beside a manifest", where="--claims",
                   why="a manifest brings its own claim files, so one of the two would be ignored",
                   fix="leave out --claims, or run the scenario's own file with it")
    faults.stop()


def default_folder(name: str, pins: Sequence[str], second_batch: str = "") -> Path:
    """Where a study is written unless told; one with pins or another arrival never lies over the one without.

    Examples
    --------
    >>> default_folder("second-batch", ["RAD-040"]).as_posix()
    'out/second-batch-believe-RAD-040'
    """
    return Path("out") / "-".join([name, *([second_batch] if second_batch else []),
                                   *(["believe", *sorted(pins)] if pins else [])])


def print_answer(answer: Mapping[str, Any], language: str = "en") -> None:
    """Print what it rests on, the sentence and its counter-sentence as paragraphs, in one of the answer's languages."""
    told = answer["languages"].get(language, answer)
    mix = ", ".join(f"{number} {grade}" for grade, number in answer["evidence_mix"].items())
    rests = (f"Rests on {mix} inputs; intervals hold {answer['interval_level']:.0%} of the draws; terrain grade "
             f"{answer['terrain_grade']}.")
    for text in (told["basis"], told["sentence"], told["counter_sentence"], rests):
        if text:
            print(fill(str(text), 110, break_on_hyphens=False) + "\n", flush=True)


def _end(answer: Mapping[str, Any], folder: Path, plan: "Scenario", pins: Sequence[str], claims: Sequence[str],
         as_json: bool) -> None:
    """Close with the envelope, or with where the page lies."""
    page = folder / "index.html"
    if as_json:
        inputs = {"scenario": plan.name, "scenario_sha256": plan.sha256(), "believe": list(pins), "draws": plan.draws,
                  "second_batch": plan.arms.second.arrival}
        print_json(envelope("study", {**answer, "folder": str(folder)}, inputs=inputs, seed=plan.seed,
                            intervals={"level": answer["interval_level"]}, claims=claims))
    elif page.exists():
        print(page)
