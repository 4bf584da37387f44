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
    check_folder,
    check_scenario,
    clear_folder,
    differences,
    file_sha256,
    is_current,
    ledger_sha256,
    read_manifest,
    write_manifest,
)

RECIPE = Recipe('name = "x"\n# a comment\n', "x.toml", ("RAD-040",), {"mine.toml": "a = 1\n"}, "s", "l", "t")
MOVED = {"raids": {"raid.toml": "moved"}, "believe": ("RAD-037",), "claim_files": {"mine.toml": "a = 2\n"}}


def written(folder: Path, **left: list[str]) -> Path:
    """A folder with one file and its manifest."""
    (folder / "tables").mkdir(parents=True)
    output = folder / "tables" / "one.csv"
    output.write_text("a\n1\n", encoding="utf-8")
    write_manifest(folder, RECIPE, answer={"sentence": "It is so."}, claims=["RAD-040"], outputs=[output],
                   settings={"seed": 7, "draws": 12, "terrain": ["bundled"], "fights": True,
                             "second_batch": "arrives"}, **left)
    return output


def test_a_manifest_says_everything_that_a_second_run_needs(tmp_path: Path) -> None:
    output = written(tmp_path)
    body = read_manifest(tmp_path)
    assert body == read_manifest(tmp_path / NAME) == tomllib.loads((tmp_path / NAME).read_text(encoding="utf-8"))
    assert body["schema"] == SCHEMA
    assert body["versions"]["openiads"] == __version__
    assert body["settings"] == {"seed": 7, "draws": 12, "terrain": ["bundled"], "fights": True,
                                "second_batch": "arrives"}
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
    moved = replace(library, by_id={**library.by_id, one: replace(library.by_id[one], file="/elsewhere/mine.toml")})
    assert ledger_sha256(moved) == ledger_sha256(library)


def test_what_a_manifest_rests_on_and_is_another_thing_now_is_told(tmp_path: Path) -> None:
    written(tmp_path)
    body = read_manifest(tmp_path)
    assert differences(body, {"ledger": "l", "terrain": "t"}) == []
    (ledger,) = differences(body, {"ledger": "moved", "terrain": "t"})
    assert ledger.startswith("the ledger is not the one of the manifest")
    body["versions"]["numpy"] = "0.1"
    (told,) = differences(body, {"ledger": "l"})
    assert "0.1 then" in told


def test_a_manifest_whose_scenario_was_changed_is_refused(tmp_path: Path) -> None:
    written(tmp_path)
    body = read_manifest(tmp_path)
    check_scenario(tmp_path, body, "s")
    with pytest.raises(OpenIADSError, match="E0108"):
        check_scenario(tmp_path, body, "moved")
    body["versions"]["openiads"] = "0.0.1"
    check_scenario(tmp_path, body, "moved")


def test_a_manifest_is_told_every_part_that_it_lacks(tmp_path: Path) -> None:
    written(tmp_path)
    place = tmp_path / NAME
    text = place.read_text(encoding="utf-8").replace("seed = 7\n", "").replace('[claim_files]', "[claim_file]")
    place.write_text(text, encoding="utf-8")
    with pytest.raises(OpenIADSError) as raised:
        read_manifest(place)
    assert [fault.where for fault in raised.value.faults] == [f"{place}: settings.seed", f"{place}: claim_files"]
    assert {fault.code for fault in raised.value.faults} == {"E0107"}


def test_a_folder_is_refused_before_the_work(tmp_path: Path) -> None:
    file, mine, ours = tmp_path / "file", tmp_path / "mine", tmp_path / "ours"
    file.write_text("mine", encoding="utf-8")
    mine.mkdir()
    check_folder(mine, force=False)
    check_folder(tmp_path / "new" / "deep", force=False)
    (mine / "index.html").write_text("mine", encoding="utf-8")
    written(ours)
    check_folder(ours, force=False)
    for folder in (file, file / "deep", Path("/dev/null")):
        with pytest.raises(OpenIADSError, match="E0105"):
            check_folder(folder, force=True)
    with pytest.raises(OpenIADSError, match="E0106"):
        check_folder(mine, force=False)
    (mine / "index.html").rename(mine / NAME)  # a manifest that is none
    with pytest.raises(OpenIADSError, match="E0106"):
        check_folder(mine, force=False)
    check_folder(mine, force=True)


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
