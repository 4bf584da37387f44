"""The manifest: what makes a folder current, what makes it stale, and what is taken away before it is written again."""

import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from openiads import __version__
from openiads.errors import OpenIADSError
from openiads.knowledge.library import load_library
from openiads.output.manifest import (
    NAME,
    SCHEMA,
    Recipe,
    clear_folder,
    file_sha256,
    is_current,
    ledger_sha256,
    read_manifest,
    write_manifest,
)

RECIPE = Recipe('name = "x"\n# a comment\n', "x.toml", ("RAD-040",), {"mine.toml": "a = 1\n"}, "s", "l", "t")
MOVED = {"believe": ("RAD-037",), "claim_files": {"mine.toml": "a = 2\n"}}


def written(folder: Path, **left: list[str]) -> Path:
    """A folder with one file and its manifest."""
    (folder / "tables").mkdir(parents=True)
    output = folder / "tables" / "one.csv"
    output.write_text("a\n1\n", encoding="utf-8")
    write_manifest(folder, RECIPE, answer={"sentence": "It is so."}, claims=["RAD-040"], outputs=[output],
                   settings={"seed": 7, "draws": 12, "terrain": ["bundled"]}, **left)
    return output


def test_a_manifest_says_everything_that_a_second_run_needs(tmp_path: Path) -> None:
    output = written(tmp_path)
    body = read_manifest(tmp_path)
    assert body == read_manifest(tmp_path / NAME) == tomllib.loads((tmp_path / NAME).read_text(encoding="utf-8"))
    assert body["schema"] == SCHEMA
    assert body["versions"]["openiads"] == __version__
    assert body["settings"] == {"seed": 7, "draws": 12, "terrain": ["bundled"]}
    assert body["hashes"] == {"scenario": "s", "ledger": "l", "terrain": "t"}
    assert body["scenario"] == {"name": "x.toml", "text": RECIPE.scenario_text}
    assert (body["believe"], body["claim_files"]) == (["RAD-040"], dict(RECIPE.claim_files))
    assert body["outputs"] == {"tables/one.csv": file_sha256(output)}


def test_a_folder_is_current_until_something_of_it_changes(tmp_path: Path) -> None:
    assert is_current(tmp_path / "none", RECIPE) is None
    output = written(tmp_path)
    current = is_current(tmp_path, RECIPE)
    assert current is not None
    assert current["answer"] == {"sentence": "It is so."}
    output.write_text("a\n2\n", encoding="utf-8")
    assert is_current(tmp_path, RECIPE) is None
    output.unlink()
    assert is_current(tmp_path, RECIPE) is None


@pytest.mark.parametrize("field", [field.name for field in fields(Recipe) if field.name != "claim_files"])
def test_every_part_of_the_recipe_makes_a_folder_stale(tmp_path: Path, field: str) -> None:
    written(tmp_path)
    assert is_current(tmp_path, replace(RECIPE, **{field: MOVED.get(field, "moved")})) is None


def test_a_claim_file_counts_by_the_claims_that_it_brings(tmp_path: Path) -> None:
    library = load_library()
    one, *_ = library.by_id
    fewer = replace(library, by_id={key: claim for key, claim in library.by_id.items() if key != one})
    assert ledger_sha256(library) == ledger_sha256(load_library()) != ledger_sha256(fewer)


def test_an_interrupted_folder_is_never_current(tmp_path: Path) -> None:
    written(tmp_path, left_out=["figures"])
    assert read_manifest(tmp_path)["left_out"] == ["figures"]
    assert is_current(tmp_path, RECIPE) is None


def test_only_what_a_run_wrote_is_taken_away(tmp_path: Path) -> None:
    output = written(tmp_path / "study")
    own = tmp_path / "study" / "tables" / "my-notes.txt"
    outside = tmp_path / "outside.txt"
    for path in (own, outside):
        path.write_text("mine", encoding="utf-8")
    manifest = tmp_path / "study" / NAME
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(
        "[outputs]\n", '[outputs]\n"../outside.txt" = "x"\n'), encoding="utf-8")
    clear_folder(tmp_path / "study")
    assert own.exists()
    assert outside.exists()
    assert not output.exists()
    assert not manifest.exists()
    clear_folder(tmp_path / "study")
    assert own.exists()


@pytest.mark.parametrize(("text", "code"), [
    (None, "E0101"), ("= 1", "E0101"), ('schema = "another/1"\n', "E0107"), ("a = 1\n", "E0107"),
])
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str | None, code: str) -> None:
    path = tmp_path / "other.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(OpenIADSError) as refused:
        read_manifest(path)
    assert [fault.code for fault in refused.value.faults] == [code]
