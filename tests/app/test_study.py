"""`openiads study`: one folder, the same bytes from its manifest, what a pin moves, and an interrupt in between."""

import csv
import io
import json
import signal
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from openiads.app import study as command
from openiads.app.cli import run
from openiads.app.shell import guard
from openiads.knowledge.library import load_library
from openiads.output import study as module
from openiads.output.page_claims_matter import ClaimsMatter
from tests.app.conftest import Answer
from tests.output.small_study import small_text

PARTS = {"README.md", "index.html", "manifest.toml", "sentences.json", "figures", "layers", "tables"}


def call(*arguments: str) -> Answer:
    """Run a command line of its own."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = guard(run, arguments)
    return Answer(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module", autouse=True)
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the small scenario and a cache of its own; compiled kernels stay where they are."""
    folder = tmp_path_factory.mktemp("studies")
    (folder / "small.toml").write_text(small_text(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENIADS_CACHE_DIR", str(folder / "cache"))
        yield folder


@pytest.fixture(scope="module")
def first(place: Path) -> tuple[Path, Answer]:
    """The small scenario, run once."""
    answer = call("study", str(place / "small.toml"), "--out", str(place / "first"))
    assert answer.code == 0, answer.err
    return place / "first", answer


@pytest.fixture(scope="module")
def pinned(place: Path) -> tuple[Path, Answer]:
    """The same with a claim pinned."""
    answer = call("study", str(place / "small.toml"), "--no-fights", "--out", str(place / "pinned"),
                  "--believe", "RAD-005", "--believe", "TGT-012", "--json")
    assert answer.code == 0, answer.err
    return place / "pinned", answer


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test studies by itself without fights weighs no claims; `first` and `pinned` do."""
    weigh = command._weigh

    def weighed(done: module.Study, folder: Path) -> tuple[ClaimsMatter | None, list[Path]]:
        return weigh(done, folder) if done.scenario.fights is not None else (ClaimsMatter({}, ()), [])

    monkeypatch.setattr(command, "_weigh", weighed)


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def manifest(folder: Path) -> dict:
    """The manifest of a folder."""
    return tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """A table of a folder."""
    return list(csv.DictReader(io.StringIO((folder / "tables" / name).read_text(encoding="utf-8"))))


def test_a_study_prints_its_answer_and_writes_its_folder(first: tuple[Path, Answer]) -> None:
    folder, answer = first
    told = manifest(folder)["answer"]
    plain = " ".join(answer.out.split())
    order = [plain.index(" ".join(told[name].split())) for name in ("basis", "sentence", "counter_sentence")]
    assert order == sorted(order)
    assert answer.out.rstrip().endswith(str(folder / "index.html"))
    assert {path.name for path in folder.iterdir()} == PARTS
    assert set(manifest(folder)["outputs"]) == set(content(folder)) - {"manifest.toml"}


def test_a_second_run_of_the_same_is_no_run(first: tuple[Path, Answer], place: Path) -> None:
    folder, before = first[0], content(first[0])
    stamps = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    answer = call("study", str(place / "small.toml"), "--out", str(folder))
    assert (answer.code, answer.out) == (0, first[1].out)
    assert "up to date" in answer.err
    assert content(folder) == before
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == stamps


def test_from_the_manifest_come_the_same_bytes(first: tuple[Path, Answer], place: Path) -> None:
    answer = call("study", "--from", str(first[0] / "manifest.toml"), "--out", str(place / "again"))
    assert answer.code == 0, answer.err
    one, other = content(first[0]), content(place / "again")
    assert set(one) == set(other)
    assert [name for name in one if one[name] != other[name]] == []


def test_a_pinned_claim_moves_the_numbers_and_is_recorded(
    first: tuple[Path, Answer], pinned: tuple[Path, Answer]
) -> None:
    folder, answer = pinned
    body = manifest(folder)
    assert body["believe"] == ["RAD-005", "TGT-012"]
    assert answer.json["inputs"]["believe"] == ["RAD-005", "TGT-012"]
    assert body["answer"]["basis"] != manifest(first[0])["answer"]["basis"]
    assert "RAD-005" in body["answer"]["basis"]
    believed = {row["quantity"]: row["claim"] for row in table(folder, "beliefs.csv")}
    assert believed["91N6E.detection_range"] == "RAD-005"
    assert believed["f-16.rcs"] == "TGT-012"
    before, after = (
        {(row["site"], row["target"], row["altitude"], row["metric"]): row["share_of_ring"]
         for row in table(one, "shares.csv")} for one in (first[0], folder))
    moved = {key for key in before if before[key] != after[key]}
    assert {metric for *_, metric in moved} >= {"detect"}
    assert "sight" not in {metric for *_, metric in moved}


def test_without_out_a_pinned_study_has_a_folder_of_its_own(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WRITERS", (("tables", module.write_tables),))
    work = place / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    scenario = str(place / "small.toml")
    assert call("study", scenario, "--no-fights").code == 0
    (plain,) = (work / "out").iterdir()
    before = content(plain)
    assert call("study", scenario, "--no-fights", "--believe", "tgt-012", "--believe", "RAD-005").code == 0
    assert content(plain) == before
    own = plain.with_name(f"{plain.name}-believe-RAD-005-TGT-012")
    assert set((work / "out").iterdir()) == {plain, own}
    moved = work / "elsewhere"
    own.rename(moved)
    assert call("study", "--from", str(moved / "manifest.toml"), "--force").code == 0
    assert set((work / "out").iterdir()) == {plain}
    assert (moved / "manifest.toml").exists()
    assert call("study", "--from", str(moved / "manifest.toml"), "--believe", "RAD-005").code == 0
    assert set((work / "out").iterdir()) == {plain, plain.with_name(f"{plain.name}-believe-RAD-005")}


def test_a_pin_is_named_in_words_and_in_the_envelope(pinned: tuple[Path, Answer], place: Path) -> None:
    assert pinned[1].json["results"]["basis"].startswith("Pinned by the user: RAD-005 and TGT-012.")
    again = call("study", "--from", str(pinned[0] / "manifest.toml"))
    assert again.code == 0
    assert again.out.startswith("Pinned by the user: RAD-005 and TGT-012.")


def test_a_study_without_fights_weighs_its_claims(pinned: tuple[Path, Answer]) -> None:
    folder, _ = pinned
    assert (folder / "tables" / "claims-covered-area.csv").exists()
    assert (folder / "figures" / "tornado-covered-area.png").exists()
    assert not (folder / "tables" / "fights-cost.csv").exists()
    assert '"claims_matter"' in (folder / "index.html").read_text(encoding="utf-8")


def test_the_envelope_holds_the_answer(pinned: tuple[Path, Answer]) -> None:
    folder, answer = pinned
    body = answer.json
    assert body["results"]["sentence"] == manifest(folder)["answer"]["sentence"]
    assert body["results"]["folder"] == str(folder)
    assert body["seed"] == manifest(folder)["settings"]["seed"]
    assert body["intervals"] == {"level": 0.9}
    assert body["claims"] == manifest(folder)["claims_used"]


def test_draws_and_seed_of_the_command_line_are_kept_in_the_manifest(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WRITERS", (("tables", module.write_tables),))
    options = ("--draws", "9", "--seed", "5", "--terrain", "bundled")
    assert call("study", str(place / "small.toml"), "--no-fights", "--out", str(place / "other"), *options).code == 0
    assert manifest(place / "other")["settings"] == {"seed": 5, "draws": 9, "terrain": ["bundled"],
                                                     "fights": False, "second_batch": "arrives"}
    assert call("study", "--from", str(place / "other"), "--out", str(place / "other-again")).code == 0
    assert content(place / "other") == content(place / "other-again")


def test_an_interrupt_keeps_what_is_known(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(study: module.Study, folder: Path) -> Iterator[Path]:
        signal.raise_signal(signal.SIGINT)
        yield from module.write_tables(study, folder)

    monkeypatch.setattr(module, "WRITERS", (
        ("page", module.write_page), ("tables", interrupted), ("layers", module.write_layers),
        ("figures", module.write_figures),
    ))
    answer = call("study", str(place / "small.toml"), "--no-fights", "--out", str(place / "partial"), "--json")
    assert answer.code == 130
    assert {path.name for path in (place / "partial").iterdir()} == {"index.html", "tables", "manifest.toml"}
    assert manifest(place / "partial")["left_out"] == ["layers", "figures"]
    assert answer.json["warnings"] == ["interrupted: layers was not written", "interrupted: figures was not written"]
    assert "kept and labelled partial" in answer.err
    monkeypatch.setattr(module, "WRITERS", (("tables", module.write_tables),))
    assert call("study", str(place / "small.toml"), "--no-fights", "--out", str(place / "partial")).code == 0
    assert {path.name for path in (place / "partial").iterdir()} == {"tables", "manifest.toml"}


def test_files_that_no_run_wrote_stay(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = place / "shared" / "figures" / "mine.png"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"mine")
    monkeypatch.setattr(module, "WRITERS", (("tables", module.write_tables),))
    for _ in range(2):
        answer = call("study", str(place / "small.toml"), "--no-fights", "--out", str(place / "shared"), "--force")
        assert answer.code == 0, answer.err
    assert own.read_bytes() == b"mine"


@pytest.mark.parametrize(("arguments", "code", "told"), [
    (("second-bach",), "E0101", 'did you mean "second-batch"'),
    (("second-batch", "--believe", "TIM-001"), "E0213", "feeds nothing here"),
    (("second-batch", "--believe", "TIM-001"), "E0213", "openiads claims show"),
    (("second-batch", "--believe", "RAD-04"), "E0212", 'did you mean "RAD-040"'),
    (("second-batch", "--draws", "0"), "E0314", "an interval needs draws"),
    (("second-batch", "--terrain", "missing.tif"), "E0401", "missing.tif"),
    (("--from", "missing.toml"), "E0101", "missing.toml"),
    (("second-batch", "--believe", "RAD-037", "--believe", "RAD-040"), "E0220", "RAD-037 and RAD-040"),
])
def test_what_cannot_be_run_is_answered_before_the_work(
    place: Path, arguments: tuple[str, ...], code: str, told: str
) -> None:
    answer = call("study", *arguments, "--out", str(place / "refused"), "--json")
    assert answer.code == 3, answer.err
    assert code in {item["code"] for item in json.loads(answer.out)["errors"]}
    assert told in answer.err
    assert not (place / "refused").exists()


@pytest.mark.parametrize("out", ["file", "file/deep", "/dev/null", "mine"])
def test_a_folder_that_is_not_ours_is_refused_before_the_work(
    place: Path, out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "compute", None)
    (place / "file").write_text("mine", encoding="utf-8")
    (place / "mine").mkdir(exist_ok=True)
    (place / "mine" / "index.html").write_text("mine", encoding="utf-8")
    answer = call("study", str(place / "small.toml"), "--no-fights", "--out", str(place / out))
    assert answer.code == 3, answer.err
    assert ("E0106" if out == "mine" else "E0105") in answer.err
    assert "learn" in answer.err
    assert (place / "mine" / "index.html").read_text(encoding="utf-8") == "mine"


def test_a_study_beside_files_of_the_users_needs_force(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WRITERS", (("tables", module.write_tables),))
    folder = place / "forced"
    folder.mkdir()
    (folder / "tables").write_text("mine", encoding="utf-8")
    answer = call("study", str(place / "small.toml"), "--no-fights", "--out", str(folder), "--force")
    assert (answer.code, "E0105" in answer.err) == (3, True), answer.err
    (folder / "tables").rename(folder / "notes")
    assert call("study", str(place / "small.toml"), "--no-fights", "--out", str(folder)).code == 3
    assert call("study", str(place / "small.toml"), "--no-fights", "--out", str(folder), "--force").code == 0
    assert (folder / "notes").read_text(encoding="utf-8") == "mine"


def test_a_manifest_of_other_hashes_is_told_or_refused(
    first: tuple[Path, Answer], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WRITERS", (("tables", module.write_tables),))
    text, hashes = (first[0] / "manifest.toml").read_text(encoding="utf-8"), manifest(first[0])["hashes"]
    moved = place / "moved.toml"
    moved.write_text(text.replace(hashes["ledger"], "0" * 64).replace(hashes["terrain"], "0" * 64), encoding="utf-8")
    answer = call("study", "--from", str(moved), "--no-fights", "--out", str(place / "moved"), "--json")
    assert answer.code == 0, answer.err
    assert ["ledger" in answer.json["warnings"][0], "terrain" in answer.json["warnings"][1]] == [True, True]
    assert answer.err.count("warning: ") == 2
    moved.write_text(text.replace(hashes["scenario"], "0" * 64), encoding="utf-8")
    answer = call("study", "--from", str(moved), "--out", str(place / "moved"))
    assert (answer.code, "E0108" in answer.err) == (3, True)


def test_a_scenario_or_claims_beside_a_manifest_contradict_it(first: tuple[Path, Answer], place: Path) -> None:
    again = ("--from", str(first[0] / "manifest.toml"))
    answer = call("study", "second-batch", *again, "--claims", "mine.toml")
    assert answer.code == 2
    assert answer.err.count("E0103") == 4
    assert "would be ignored" in answer.err
    assert call("study", str(place / "small.toml"), *again).code == 0


def test_claim_files_keep_their_names_in_the_manifest_and_in_faults(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WRITERS", (("tables", module.write_tables),))
    (place / "mine.toml").write_text("# none yet\n", encoding="utf-8")
    answer = call("study", str(place / "small.toml"), "--no-fights", "--claims", str(place / "mine.toml"),
                  "--out", str(place / "x"))
    assert (answer.code, "  where: mine.toml" in answer.err) == (3, True)
    (place / "mine.toml").write_text("""
[[91N6E.detection_range]]
id = "MINE-001"
value = 250
unit = "km"
source = "pub-almaz-antey"
grade = "estimate"
kind = "prior-unlinked"
independence_group = "mine"
""".replace("pub-almaz-antey", next(iter(load_library().sources))), encoding="utf-8")
    options = ("--claims", str(place / "mine.toml"), "--out", str(place / "with-claims"))
    assert call("study", str(place / "small.toml"), "--no-fights", *options).code == 0
    assert "up to date" in call("study", str(place / "small.toml"), "--no-fights", *options).err
    answer = call("study", "--from", str(place / "with-claims"), "--out", str(place / "with-claims-again"))
    assert (answer.code, "warning" in answer.err) == (0, False)
    assert content(place / "with-claims") == content(place / "with-claims-again")
