"""A finished run folder: its tables read back, and the manifest that tells what was fought."""

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tomli_w

from openiads import __version__
from openiads.campaign.runner import Campaign
from openiads.campaign.tables import Columns, read

SCHEMA = "openiads/run-manifest/1"
LIBRARIES = ("numpy", "numba", "scipy", "duckdb", "pyproj", "rasterio")


def tables_of(folder: Path, arm: str = "") -> tuple[Columns, Columns]:
    """The tables "runs" and "outcomes" of one arm of a folder."""
    place = folder / arm if arm else folder
    return read("runs", [place / "runs.parquet"]), read("outcomes", [place / "outcomes.parquet"])


def events_of(folder: Path, arm: str = "") -> Columns:
    """The whole event log of one arm of a folder."""
    place = folder / arm if arm else folder
    return read("events", sorted((place / "events").glob("*.parquet")))


def write_run_manifest(folder: Path, texts: Mapping[str, str], raids: Mapping[str, str], done: Campaign,
                       answer: Mapping[str, Any], believe: Sequence[str], seed: int) -> None:
    """Write manifest.toml: inputs as texts, hashes, versions and answer; the same campaign writes the same bytes."""
    body = {
        "schema": SCHEMA, "seed": seed, "believe": list(believe),
        "versions": {"openiads": __version__, "python": platform.python_version(),
                     **{name: version(name) for name in LIBRARIES}},
        "results_sha256": done.results_sha256, "runs": done.runs, "draws": done.draws, "answer": dict(answer),
        "raid_sha256": {arm or "only": value for arm, value in raids.items()}, "texts": dict(texts),
    }
    (folder / "manifest.toml").write_text(tomli_w.dumps(body, multiline_strings=True), encoding="utf-8")
