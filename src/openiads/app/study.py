"""`openiads study`: a scenario from claims to one folder with sentence, page, figures, tables and layers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openiads.app.envelope import envelope, print_json
from openiads.app.inputs import BelieveOption, Faults
from openiads.app.progress import stoppable
from openiads.app.shell import JsonFlag, note, read_text, warn
from openiads.errors import fault

if TYPE_CHECKING:
    from openiads.output.manifest import Recipe
    from openiads.scenario.model import Scenario

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def study(
    scenario: Annotated[str, typer.Argument(help="A shipped scenario's name, or a scenario file.")] = "second-batch",
    out: Annotated[str | None, typer.Option("--out", "-o", help="Folder to write; out/NAME unless given.")] = None,
    believe: BelieveOption = None,
    claims: Annotated[list[str] | None, typer.Option("--claims", help="Claim file of your own, added to the ledger.")] = None,
    terrain: Annotated[list[str] | None, typer.Option(
        "--terrain", help="Terrain instead of the scenario's: bundled, registered, auto, or elevation files.")] = None,
    draws: Annotated[int | None, typer.Option("--draws", help="Draws over what sources say, instead of the scenario's.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Seed, instead of the scenario's.")] = None,
    from_manifest: Annotated[str | None, typer.Option("--from", help="Run a study again from its manifest.toml.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Run again even if the folder is up to date.")] = False,
    json: JsonFlag = False,
) -> None:
    """Run a scenario and write its folder; prints the sentence with its interval and its counter-sentence.

    Example: openiads study second-batch --believe RAD-040
    """
    from openiads.knowledge.library import load_library
    from openiads.output.manifest import file_sha256, is_current, read_manifest, write_manifest
    from openiads.scenario.files import read_scenario, scenario_text

    pins, extra = tuple(believe or ()), {}
    if from_manifest:
        manifest = read_manifest(Path(from_manifest))
        name, text = manifest["scenario"]["name"], manifest["scenario"]["text"]
        pins = pins or tuple(manifest["believe"])
        extra = dict(manifest["claim_files"])
        terrain = terrain or manifest["answer"].get("terrain") or None
        draws, seed = draws or manifest["answer"].get("draws"), manifest["seed"] if seed is None else seed
    else:
        name, text = scenario_text(scenario)
        extra = {Path(path).name: read_text(path) for path in claims or ()}
    with _claim_files(extra) as paths:
        library = load_library(paths)
        plan = read_scenario(text, name, claim_files=paths)
    plan = _changed(plan, draws, seed, terrain)
    folder = Path(out) if out else Path("out") / plan.name
    ground, named = _terrain_of(plan)
    recipe = _recipe(plan, name, text, pins, extra, {path: file_sha256(Path(path)) for path in named}, library, ground)
    _check(plan, library, ground, pins)
    current = None if force else is_current(folder, recipe)
    if current is not None:
        note(f"{folder} is up to date: nothing it rests on has changed (--force runs it again)")
        _tell(current["answer"], folder, plan, pins, current["claims_used"], json)
        return

    from openiads.app.progress import progress
    from openiads.output.study import WRITERS, compute, write_folder

    with stoppable() as stop, progress(f"study {plan.name}", 1 + len(WRITERS)) as line:
        done = compute(plan, library, ground, recipe)
        answer: dict[str, Any] = {**done.answer, "terrain": list(plan.terrain) if named else [str(plan.terrain)],
                                  "draws": plan.draws}
        line.advance()
        line.close()
        if not json:
            _print_answer(answer)

        def step(_part: str) -> bool:
            line.advance()
            return stop()

        written, left = write_folder(done, folder, step=step)
    for part in left:
        warn(f"interrupted: {part} was not written")
    write_manifest(folder, recipe, answer=answer, seed=plan.seed, claims=done.areas.beliefs.claims_used(), outputs=written)
    if json:
        _tell(answer, folder, plan, pins, done.areas.beliefs.claims_used(), True)
    else:
        print(f"\n{folder / 'index.html'}")


def _claim_files(extra: dict[str, str]) -> Any:
    from contextlib import contextmanager
    from tempfile import TemporaryDirectory

    @contextmanager
    def placed() -> Any:
        with TemporaryDirectory() as place:
            paths = []
            for file_name, body in sorted(extra.items()):
                path = Path(place) / file_name
                path.write_text(body, encoding="utf-8")
                paths.append(str(path))
            yield paths

    return placed()


def _changed(plan: "Scenario", draws: int | None, seed: int | None, terrain: list[str] | None) -> "Scenario":
    faults = Faults()
    if draws is not None and not 1 <= draws <= 100_000:
        faults.add("E0314", f"{draws} draws", where="--draws", why="an interval needs draws", fix="write 400")
    if seed is not None and not 0 <= seed < 2**63:
        faults.add("E0314", f"seed {seed}", where="--seed", why="a seed has 63 bits", fix="write 2022")
    faults.stop()
    changes: dict[str, Any] = {}
    if draws is not None:
        changes["draws"] = draws
    if seed is not None:
        changes["seed"] = seed
    if terrain:
        words = {"bundled", "none", "registered", "auto"}
        changes["terrain"] = terrain[0] if len(terrain) == 1 and terrain[0] in words else tuple(terrain)
    return plan.model_copy(update=changes) if changes else plan


def _terrain_of(plan: "Scenario") -> tuple[Any, list[str]]:
    from openiads.earth.terrain import open_terrain

    files = [] if isinstance(plan.terrain, str) else list(plan.terrain)
    return open_terrain(plan.terrain if not files else files, ground_height_m=plan.ground_height_m or 0.0), files


def _recipe(plan: "Scenario", name: str, text: str, pins: tuple[str, ...], extra: dict[str, str], terrain: dict[str, str],
            library: Any, ground: Any) -> "Recipe":
    from openiads.output.manifest import Recipe, ledger_sha256

    return Recipe(text, name, pins, extra, terrain, plan.sha256(), ledger_sha256(library), ground.info.sha256)


def _check(plan: "Scenario", library: Any, ground: Any, pins: tuple[str, ...]) -> None:
    """Refuse what would fail later: sites off the terrain, more altitudes than eight, pins that feed nothing."""
    from openiads.coverage.arms import components_of
    from openiads.earth.terrain import check_site
    from openiads.errors import OpenIADSError
    from openiads.knowledge.resolve import resolve

    faults = [found for site in plan.sites for found in check_site(
        ground, site.position.lat_deg, site.position.lon_deg, where=f"site {site.id}")]
    if faults:
        raise OpenIADSError(faults)
    if len(plan.altitudes) > 8:
        raise fault("E0314", f"{len(plan.altitudes)} altitudes", where="altitudes", why="eight are worked out at once",
                    fix="keep eight at most")
    resolve(library, components_of(plan), n_draws=1, seed=plan.seed, believe=pins)


def _print_answer(answer: dict[str, Any]) -> None:
    from textwrap import fill

    mix = ", ".join(f"{number} {grade}" for grade, number in answer["evidence_mix"].items())
    for text in (answer["basis"], answer["sentence"], answer["counter_sentence"],
                 f"Rests on {mix} inputs; intervals hold {answer['interval_level']:.0%} of the draws; terrain grade "
                 f"{answer['terrain_grade']}."):
        if text:
            print(fill(str(text), 110))
            print(flush=True)


def _tell(answer: dict[str, Any], folder: Path, plan: "Scenario", pins: tuple[str, ...], claims: Any, as_json: bool) -> None:
    if as_json:
        inputs = {"scenario": plan.name, "scenario_sha256": plan.sha256(), "believe": list(pins), "draws": plan.draws}
        print_json(envelope("study", {**answer, "folder": str(folder)}, inputs=inputs, seed=plan.seed,
                            intervals={"level": answer["interval_level"]}, claims=list(claims)))
        return
    _print_answer(answer)
    print(folder / "index.html")
