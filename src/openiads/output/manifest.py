"""The manifest of a study: what went in, what came out, and all that a second run needs."""

import hashlib
import platform
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import tomli_w

from openiads import __version__
from openiads.errors import fault
from openiads.knowledge.library import Library

SCHEMA = "openiads/manifest/1"
NAME = "manifest.toml"
LIBRARIES = ("numpy", "scipy", "numba", "pyproj", "rasterio", "shapely", "matplotlib")


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

    def sha256(self) -> str:
        """One hash over the recipe and the versions."""
        parts = [self.scenario_text, self.scenario_name, *self.believe, self.scenario_sha256, self.ledger_sha256,
                 self.terrain_sha256, package_sha256(), *(f"{name} {version(name)}" for name in LIBRARIES)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def package_sha256() -> str:
    """Hash of the package's own code and page, so that a changed model is never taken for an unchanged one."""
    root = Path(str(files("openiads")))
    digest = hashlib.sha256()
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.html")]):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def ledger_sha256(library: Library) -> str:
    """Hash of every claim of the ledger in use."""
    text = "\n".join(repr(library.by_id[key]) for key in sorted(library.by_id))
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
        Seed, draws and terrain, which the command line may have changed against the scenario's text.
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
        "claim_files": dict(recipe.claim_files),
        "left_out": list(left_out),
        "outputs": {path.relative_to(folder).as_posix(): file_sha256(path) for path in sorted(outputs)},
    }
    (folder / NAME).write_text(tomli_w.dumps(body, multiline_strings=True), encoding="utf-8")


def read_manifest(path: Path) -> dict[str, Any]:
    """Read a manifest.

    Raises
    ------
    OpenIADSError
        E0101 when it cannot be read, E0107 when it is none.
    """
    place = path / NAME if path.is_dir() else path
    try:
        body = tomllib.loads(place.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise fault("E0101", f"cannot read the manifest {place}", where=str(place), why=str(problem),
                    fix="name the manifest.toml of a study's folder") from None
    if body.get("schema") != SCHEMA:
        raise fault("E0107", f"{place} is not a manifest of this version", where=str(place),
                    why=f"its schema is {body.get('schema')!r}, expected {SCHEMA!r}",
                    fix="name the manifest.toml of a study's folder")
    return body


def is_current(folder: Path, recipe: Recipe) -> dict[str, Any] | None:
    """The manifest of a folder that holds exactly what the recipe would write; None where it does not."""
    if not (folder / NAME).exists():
        return None
    body = read_manifest(folder)
    if body.get("recipe_sha256") != recipe.sha256() or body["left_out"]:
        return None
    for name, digest in body["outputs"].items():
        path = folder / name
        if not path.exists() or file_sha256(path) != digest:
            return None
    return body


def clear_folder(folder: Path) -> None:
    """Take away what an earlier run wrote, by its own manifest; any other file stays."""
    if not (folder / NAME).exists():
        return
    for name in read_manifest(folder)["outputs"]:
        path = folder / name
        if path.resolve().is_relative_to(folder.resolve()):
            path.unlink(missing_ok=True)
    (folder / NAME).unlink()
