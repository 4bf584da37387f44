"""The manifest of a study: what went in, what came out, and all that a second run needs."""

import hashlib
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import tomli_w

from openiads import __version__
from openiads.errors import Fault, OpenIADSError, fault
from openiads.knowledge.library import Library
from openiads.knowledge.reader import toml_of, unreadable

SCHEMA = "openiads/manifest/1"
NAME = "manifest.toml"
# what a manifest holds, and of what kind; a dot leads into a table
HOLDS: dict[str, type] = {
    "recipe_sha256": str, "versions": dict, "settings.seed": int, "settings.draws": int, "settings.terrain": list,
    "settings.fights": bool, "settings.second_batch": str, "raids": dict,
    "hashes.scenario": str, "hashes.ledger": str, "hashes.terrain": str, "believe": list, "answer": dict,
    "claims_used": list, "scenario.name": str, "scenario.text": str, "claim_files": dict, "left_out": list,
    "outputs": dict,
}
LIBRARIES = ("numpy", "scipy", "numba", "pyproj", "rasterio", "shapely", "matplotlib", "babel", "fluent.runtime")


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the bytes of a study's folder."""

    scenario_text: str
    scenario_name: str
    believe: tuple[str, ...]
    claim_files: Mapping[str, str]  # name to text
    scenario_sha256: str
    ledger_sha256: str
    terrain_sha256: str
    raids: Mapping[str, str] = field(default_factory=dict)  # what is fought: name to text

    def sha256(self) -> str:
        """One hash over the recipe and the versions."""
        parts = [self.scenario_text, self.scenario_name, *self.believe, self.scenario_sha256, self.ledger_sha256,
                 self.terrain_sha256, *self.raids, *self.raids.values(), package_sha256(),
                 *(f"{name} {version(name)}" for name in LIBRARIES)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def package_sha256() -> str:
    """Hash of the package's own code, page and words, so that a changed model is never taken for an unchanged one."""
    root = Path(str(files("openiads")))
    digest = hashlib.sha256()
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.html"), *root.rglob("*.ftl")]):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def ledger_sha256(library: Library) -> str:
    """Hash of every claim of the ledger in use, wherever its file lies."""
    text = "\n".join(repr(replace(library.by_id[key], file="")) for key in sorted(library.by_id))
    return hashlib.sha256(text.encode()).hexdigest()


def file_sha256(path: Path) -> str:
    """Hash of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_manifest(folder: Path, recipe: Recipe, *, answer: Mapping[str, Any], settings: Mapping[str, Any],
                   claims: Sequence[str], outputs: Sequence[Path], left_out: Sequence[str] = ()) -> None:
    """Write the manifest of a folder.

    Parameters
    ----------
    folder : Path
    recipe : Recipe
    answer : mapping
        The sentences and what they rest on.
    settings : mapping
        Seed, draws, terrain, fights and arrival, which the command line may have changed against the scenario's text.
    claims : sequence of str
        Ids of the claims that some draw can believe.
    outputs : sequence of Path
        Files written, inside the folder.
    left_out : sequence of str
        Parts that an interrupt left out; such a folder is never up to date.
    """
    body = {
        "schema": SCHEMA,
        "recipe_sha256": recipe.sha256(),
        "rerun": "openiads study --from manifest.toml",
        "versions": {"openiads": __version__, "python": platform.python_version(),
                     **{name: version(name) for name in LIBRARIES}},
        "settings": dict(settings),
        "hashes": {"scenario": recipe.scenario_sha256, "ledger": recipe.ledger_sha256,
                   "terrain": recipe.terrain_sha256},
        "believe": list(recipe.believe),
        "answer": dict(answer),
        "claims_used": list(claims),
        "scenario": {"name": recipe.scenario_name, "text": recipe.scenario_text},
        "claim_files": dict(recipe.claim_files), "raids": dict(recipe.raids),
        "left_out": list(left_out),
        "outputs": {path.relative_to(folder).as_posix(): file_sha256(path) for path in sorted(outputs)},
    }
    (folder / NAME).write_text(tomli_w.dumps(body, multiline_strings=True), encoding="utf-8")


def read_manifest(path: Path) -> dict[str, Any]:
    """Read a manifest.

    Raises
    ------
    OpenIADSError
        E0101 when it cannot be read, E0107 when it is none or lacks a part.
    """
    place = path / NAME if path.is_dir() else path
    fix = "name the manifest.toml of a study's folder"
    try:
        body = toml_of(place.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise fault("E0101", f"cannot read the manifest {place}", where=str(place), why=unreadable(problem),
                    fix=fix) from None
    except ValueError as problem:
        raise fault("E0101", f"cannot read the manifest {place}: it is not TOML", where=str(place), why=str(problem),
                    fix=fix) from None
    if body.get("schema") != SCHEMA:
        raise fault("E0107", f"{place} is not a manifest of this version", where=str(place),
                    why=f"its schema is {body.get('schema')!r}, expected {SCHEMA!r}",
                    fix=fix)
    faults = [Fault("E0107", f"{place} has no {name}", f"{place}: {name}", "a second run needs every part of it",
                    "take the manifest as the study wrote it, or run the scenario's own file")
              for name, kind in HOLDS.items() if not isinstance(_part(body, name), kind)]
    if faults:
        raise OpenIADSError(faults)
    return body


def _part(body: Mapping[str, Any], name: str) -> Any:
    here: Any = body
    for step in name.split("."):
        here = here.get(step) if isinstance(here, Mapping) else None
    return here


def own_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a folder that a study wrote; None where there is none, or where it is of another kind."""
    try:
        return read_manifest(folder / NAME)
    except OpenIADSError:
        return None


def check_scenario(place: Path, body: Mapping[str, Any], scenario_sha256: str) -> None:
    """Refuse a manifest whose scenario text is not the one that its own hash stands for.

    A hash of another version of OpenIADS may be made in another way; `differences` tells of it.
    """
    if body["hashes"]["scenario"] != scenario_sha256 and body["versions"].get("openiads") == __version__:
        raise fault("E0108", "the manifest's scenario does not match its own hash", where=f"{place}: hashes.scenario",
                    why=f"it hashes to {scenario_sha256[:16]}, the manifest says {body['hashes']['scenario'][:16]}",
                    fix="take the manifest as the study wrote it; or save its scenario text as a file of your own and "
                        "run openiads study FILE")


def differences(body: Mapping[str, Any], hashes: Mapping[str, str]) -> list[str]:
    """What a manifest rests on and is another thing now, in words; a second run then gives other bytes.

    Parameters
    ----------
    body : mapping
        A manifest.
    hashes : mapping
        Those of now, by the names of the manifest; one left out is not compared.
    """
    found = [f"the {name} is not the one of the manifest (sha256 {now[:12]} now, {body['hashes'][name][:12]} then): "
             "other bytes will be written"
             for name, now in hashes.items() if now != body["hashes"][name]]
    moved = [f"{name} {now} now, {body['versions'].get(name, 'unknown')} then"
             for name, now in [("openiads", __version__), *((name, version(name)) for name in LIBRARIES)]
             if now != body["versions"].get(name)]
    return [*found, *([f"versions differ from the manifest's ({', '.join(moved)}): other bytes may be written"]
                      if moved else [])]


def check_folder(folder: Path, *, force: bool) -> None:
    """Refuse a folder that cannot be written, or that holds what no study wrote, before any work is done.

    Raises
    ------
    OpenIADSError
        E0105 where it cannot be written, E0106 where files of the user's could be overwritten.
    """
    first = next(place for place in (folder, *folder.absolute().parents) if place.exists() or place.is_symlink())
    if not first.is_dir():
        raise fault("E0105", f"cannot write into {folder}", where=str(folder), why=f"{first} is not a folder",
                    fix="choose another folder with --out")
    if not os.access(first, os.W_OK | os.X_OK):
        raise fault("E0105", f"cannot write into {folder}", where=str(folder), why=f"{first} may not be written",
                    fix="choose another folder with --out, or change its permissions")
    if first == folder and not force and any(folder.iterdir()) and own_manifest(folder) is None:
        raise fault("E0106", f"{folder} holds files that no study wrote", where=str(folder),
                    why="it has no manifest of a study, and files of yours are not overwritten unasked",
                    fix="choose an empty or a new folder with --out, or add --force")


def is_current(folder: Path, recipe: Recipe) -> dict[str, Any] | None:
    """The manifest of a folder that holds exactly what the recipe would write; None where it does not."""
    body = own_manifest(folder)
    if body is None or body["recipe_sha256"] != recipe.sha256() or body["left_out"]:
        return None
    for name, digest in body["outputs"].items():
        path = folder / name
        if not path.exists() or file_sha256(path) != digest:
            return None
    return body


def clear_folder(folder: Path) -> None:
    """Take away what an earlier run wrote, by its own manifest; any other file stays."""
    body = own_manifest(folder)
    if body is None:
        return
    for name in body["outputs"]:
        path = folder / name
        if path.resolve().is_relative_to(folder.resolve()):
            path.unlink(missing_ok=True)
    (folder / NAME).unlink()
