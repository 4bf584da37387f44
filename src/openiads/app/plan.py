"""A scenario as a command takes it: its text, the user's own claims, and what options change in it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openiads.app.inputs import TERRAIN_WORDS, Faults
from openiads.app.shell import read_text
from openiads.errors import OpenIADSError, fault
from openiads.units import counted

if TYPE_CHECKING:
    from openiads.scenario.model import Scenario

ClaimsOption = Annotated[list[str] | None, typer.Option(
    "--claims", metavar="FILE", help="Claim file of your own, added to the ledger; may be repeated.")]
TerrainOption = Annotated[list[str] | None, typer.Option(
    "--terrain", help="Terrain instead of the scenario's: bundled, registered, auto, or elevation files.")]
SeedOption = Annotated[int | None, typer.Option("--seed", help="Seed, instead of the scenario's.")]


class SecondBatch(StrEnum):
    """Whether the second batch arrives."""

    arrives = "arrives"
    as_believed = "as-believed"
    never = "never"


SecondBatchOption = Annotated[SecondBatch | None, typer.Option(
    "--second-batch", help="Whether the second batch of arm B arrives, instead of the scenario's: arrives (arm B is "
                           "conditional on it), as-believed (each draw believes one witness), never.")]


def texts_of(paths: Sequence[str]) -> dict[str, str]:
    """Claim files by their names, under which the manifest keeps them."""
    texts: dict[str, str] = {}
    for path in dict.fromkeys(paths):
        if Path(path).name in texts:
            raise fault("E0103", f"two claim files are called {Path(path).name}", where="--claims",
                        why="the manifest keeps them by their names", fix="rename one of them")
        texts[Path(path).name] = read_text(path)
    return texts


@contextmanager
def written_into(folder: Path) -> Iterator[None]:
    """What the system refuses of a folder, in words."""
    try:
        yield
    except OSError as problem:
        raise fault("E0105", f"cannot write into {folder}", where=str(problem.filename or folder),
                    why=problem.strerror or "the folder refuses it", fix="choose another folder with --out") from None


@contextmanager
def placed(texts: dict[str, str]) -> Iterator[list[str]]:
    """Claim files as files; the library reads paths."""
    with TemporaryDirectory() as place:
        paths = {name: Path(place) / Path(name).name for name in sorted(texts)}
        for name, path in paths.items():
            path.write_text(texts[name], encoding="utf-8")
        try:
            yield [str(path) for path in paths.values()]
        except OpenIADSError as error:  # faults name the file and not its copy
            copy = f"{place}{os.sep}"
            raise OpenIADSError([
                replace(item, what=item.what.replace(copy, ""), where=item.where.replace(copy, ""))
                for item in error.faults]) from None


def raid_texts(plan: "Scenario", scenario_file: str) -> dict[str, str]:
    """The raid that a study fights, and the one of its saturation curves: name to text, in this order; read once here.

    A raid that the scenario names is a shipped one, or a file beside the scenario's own.
    """
    from openiads.scenario.files import read_raid, scenario_text, shipped

    if plan.fights is None:
        return {}
    found: dict[str, str] = {}
    for raid in (plan.raid, plan.fights.saturation_raid):
        beside = raid if raid in shipped("raid") else str(Path(scenario_file).parent / raid)
        name, text = scenario_text(beside, "raid")
        read_raid(text, name)
        found[name if name not in found else f"{name} "] = text
    return found


def changed(plan: "Scenario", draws: int | None, seed: int | None, terrain: list[str] | None, *,
            fights: bool = True, second_batch: str | None = None) -> "Scenario":
    """The scenario with what options change in it; without fights a study fights nothing."""
    faults = Faults()
    if draws is not None and not 1 <= draws <= 100_000:
        faults.add("E0314", counted(draws, "draw"), where="--draws", why="an interval needs draws", fix="write 400")
    if seed is not None and not 0 <= seed < 2**63:
        faults.add("E0314", f"seed {seed}", where="--seed", why="a seed has 63 bits", fix="write 2022")
    faults.stop()
    changes: dict[str, Any] = {}
    if draws is not None:
        changes["draws"] = draws
    if seed is not None:
        changes["seed"] = seed
    if terrain:
        changes["terrain"] = terrain[0] if len(terrain) == 1 and terrain[0] in TERRAIN_WORDS else tuple(terrain)
    if not fights:
        changes["fights"] = None
    if second_batch is not None:
        second = plan.arms.second.model_copy(update={"arrival": second_batch})
        changes["arms"] = plan.arms.model_copy(update={"second": second})
    return plan.model_copy(update=changes) if changes else plan


def arrival_asked(plan: "Scenario", library: Any, asked: str | None, pins: Sequence[str]) -> str | None:
    """What --second-batch asks for; a pin of a claim on the arrival asks to have it believed."""
    known = {key.upper(): claim for key, claim in library.by_id.items()}
    pinned = any(pin.upper() in known and known[pin.upper()].arrival for pin in pins)
    return "as-believed" if asked is None and pinned and plan.arms.second.arrival == "arrives" else asked


def checked(plan: "Scenario", library: Any, ground: Any, pins: tuple[str, ...]) -> tuple[str, ...]:
    """Pins by their ids as the ledger writes them; refuses what would fail later.

    That is: sites off the terrain, more altitudes than eight, pins that feed nothing.
    """
    from openiads.coverage.arms import components_of
    from openiads.earth.terrain import check_site
    from openiads.programme.upkeep import upkeep_components
    from openiads.scenario.beliefs import beliefs_of

    faults = [found for site in plan.sites for found in check_site(
        ground, site.position.lat_deg, site.position.lon_deg, where=f"site {site.id}")]
    if faults:
        raise OpenIADSError(faults)
    if len(plan.altitudes) > 8:
        raise fault("E0314", f"{len(plan.altitudes)} altitudes", where="altitudes", why="eight are worked out at once",
                    fix="keep eight at most")
    names = (*components_of(plan), *(upkeep_components(plan) if plan.programme else ()))
    return beliefs_of(plan, library, names, n_draws=1, believe=pins).pins
