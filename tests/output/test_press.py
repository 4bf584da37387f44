"""Report and press kit of a folder: complete, the same bytes, and readable by other people's readers."""

import csv
import hashlib
import io
import json
import re
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import pytest
from PIL import Image
from playwright.sync_api import Page

from openiads.app.cli import run
from openiads.app.shell import guard
from openiads.knowledge.library import load_library
from openiads.output.language import LANGUAGES
from openiads.output.manifest import write_manifest
from openiads.output.page_claims_matter import ClaimsMatter
from openiads.output.pictures import IMAGES
from openiads.output.refusal import refusals
from openiads.output.sentences import AREAS, HEIGHTS, SHARES
from openiads.output.study import Study, write_fights, write_figures, write_matter, write_sentences, write_tables
from tests.output.made_page import ledger_fights
from tests.output.swept import decided

FIGURES = {"ring-against-reality", "share-by-altitude", "second-batch-colocated", "second-batch-apart", "profile-1",
           "profile-2", "profile-3", "outcomes", "saturation", "who-said-what", "readiness", "tornado-raid-absorbed",
           "tornado-covered-area", "tornado-covered-area-apart", "tornado-engageable-area"}


def call(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of a command line."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = guard(run, arguments)
    return code, out.getvalue(), err.getvalue()


def bytes_of(place: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def drafted(sentences: Path) -> set[int]:
    """Numbers of the sentences that a file holds."""
    return {item["number"] for item in json.loads(sentences.read_text(encoding="utf-8"))["drafted"]}


@pytest.fixture(scope="module")
def folder(small: Study, matter: ClaimsMatter, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study's folder with its sweeps and made-up fights, without its layers."""
    place = tmp_path_factory.mktemp("reported")
    sentences = place / "sentences.json"
    written = [path for writer in (write_tables, write_sentences, write_figures) for path in writer(small, place)]
    assert {6, 14} & drafted(sentences) == set()
    matter = replace(matter, sweeps={name: decided(sweep) for name, sweep in matter.sweeps.items()})
    written += write_matter(small, place, matter)
    assert {6, 14} & drafted(sentences) == {6}
    written += write_fights(small, place, ledger_fights(), matter)
    assert {6, 14} & drafted(sentences) == {6, 14}
    write_manifest(place, small.recipe, answer=small.answer, claims=small.areas.beliefs.claims_used(),
                   outputs=sorted(set(written)), settings={
                       "seed": small.scenario.seed, "draws": small.scenario.draws, "terrain": ["bundled"],
                       "fights": True, "second_batch": small.scenario.arms.second.arrival})
    return place


@pytest.fixture(scope="module")
def kit(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The press kit of that folder."""
    place = tmp_path_factory.mktemp("kit")
    assert call("report", str(folder), "--press", "-o", str(place))[0] == 0
    return place


def test_the_kit_holds_every_figure_in_every_form(kit: Path) -> None:
    for name in FIGURES:
        for ending in (*IMAGES, ".csv", ".txt", ".alt.txt"):
            assert (kit / f"{name}{ending}").stat().st_size > 0, f"{name}{ending}"
    for name in ("README.md", "LICENCE.txt", "sources.bib", "sources.csl.json", "claims.csv", "sentences.txt",
                 "sentences.json", "SHA256SUMS"):
        assert (kit / name).stat().st_size > 0


def test_the_sums_are_those_of_the_files(kit: Path) -> None:
    lines = (kit / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    told = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = {path.relative_to(kit).as_posix() for path in kit.rglob("*") if path.is_file()}
    assert told.keys() == files - {"SHA256SUMS"}
    for name, digest in told.items():
        assert hashlib.sha256((kit / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_images_are_read_by_others_and_bear_the_footer(kit: Path, name: str) -> None:
    with Image.open(kit / f"{name}.png") as one, Image.open(kit / f"{name}@2x.png") as two:
        one.load()
        two.load()
        assert one.format == two.format == "PNG"
        assert abs(two.width - 2 * one.width) <= 1
        assert abs(two.height - 2 * one.height) <= 1
    svg = (kit / f"{name}.svg").read_text(encoding="utf-8")
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert "simulation from public sources" in svg  # letters are paths; their text stands beside them as a comment
    assert re.search(r"OpenIADS [\d.]+ · small [0-9a-f]{12}", svg)
    assert "as of 2022-08-16" in (kit / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_tables_are_read_by_others(kit: Path, name: str) -> None:
    found = duckdb.sql(f"select * from read_csv('{kit / name}.csv', header = true)")
    rows = list(csv.reader((kit / f"{name}.csv").open(encoding="utf-8", newline="")))
    assert found.columns == rows[0]
    assert len(found.fetchall()) == len(rows) - 1 > 0


def test_alt_texts_state_numbers_of_their_tables(kit: Path) -> None:
    rows = list(csv.DictReader((kit / "share-by-altitude.csv").open(encoding="utf-8", newline="")))
    alt = (kit / "share-by-altitude.alt.txt").read_text(encoding="utf-8")
    first = 100 * float(rows[0]["share"])
    assert f"{first:.0f} %" in alt or f"{first:.1f} %" in alt or f"{first:.2f} %" in alt
    leakers = list(csv.DictReader((kit / "outcomes.csv").open(encoding="utf-8", newline="")))
    none, runs = (sum(int(row["runs"]) for row in leakers if row["arm"] == "A" and row["leakers"] in kept)
                  for kept in ({"0"}, {row["leakers"] for row in leakers}))
    assert f"{round(100 * none / runs)} in 100" in (kit / "outcomes.alt.txt").read_text(encoding="utf-8")


def test_every_word_of_the_kit_passes(kit: Path) -> None:
    for path in kit.glob("*.txt"):
        if path.name != "LICENCE.txt":
            text = path.read_text(encoding="utf-8")
            assert refusals(text) == [], path.name


def test_sources_are_read_by_others(kit: Path) -> None:
    items = json.loads((kit / "sources.csl.json").read_text(encoding="utf-8"))
    assert len(items) == (kit / "sources.bib").read_text(encoding="utf-8").count("@misc{") > 5


def test_the_kit_is_the_same_bytes_again_and_its_date_is_the_one_given(
    folder: Path, kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("report", str(folder), "--press", "-o", str(tmp_path / "again"))[0] == 0
    assert bytes_of(kit) == bytes_of(tmp_path / "again")
    assert "Made on" not in (kit / "README.md").read_text(encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1660608000")  # 2022-08-16
    assert call("report", str(folder), "--press", "-o", str(tmp_path / "dated"))[0] == 0
    assert "Made on: 2022-08-16" in (tmp_path / "dated" / "README.md").read_text(encoding="utf-8")
    dated = tmp_path / "dated"
    changed = {name for name, content in bytes_of(kit).items() if content != bytes_of(dated)[name]}
    assert changed == {"README.md", "SHA256SUMS"}


def test_a_kit_over_an_older_one_leaves_nothing_of_it_but_what_others_wrote(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "kit"
    assert call("report", str(folder), "--press", "-o", str(place))[0] == 0
    (place / "mine.txt").write_text("a note of somebody", encoding="utf-8")
    (place / "outcomes.txt").write_text("a caption that somebody rewrote", encoding="utf-8")
    other = broken(folder, tmp_path / "copy",
                   lambda copy: [path.unlink() for path in (copy / "figures").glob("outcomes*")])
    assert call("report", str(other), "--press", "-o", str(place))[0] == 0
    assert {path.name for path in place.glob("outcomes*")} == {"outcomes.txt"}
    assert (place / "mine.txt").exists()
    assert "outcomes" not in (place / "SHA256SUMS").read_text(encoding="utf-8")


def test_sums_that_no_kit_wrote_remove_nothing(folder: Path, tmp_path: Path) -> None:
    place, outside = tmp_path / "kit", tmp_path / "outside.txt"
    place.mkdir()
    digest = hashlib.sha256(b"kept").hexdigest()
    for path in (place / "data.bin", outside):
        path.write_bytes(b"kept")
    (place / "SHA256SUMS").write_text(f"{digest}  data.bin\n{digest}  ../outside.txt\n", encoding="utf-8")
    assert call("report", str(folder), "--press", "-o", str(place))[0] == 0
    assert (place / "data.bin").exists()
    (place / "SHA256SUMS").write_text(f"{digest}  data.bin\n{digest}  ../outside.txt\n", encoding="utf-8")
    assert call("report", str(folder), "--press", "-o", str(place))[0] == 0  # now a kit lies there
    assert not (place / "data.bin").exists()
    assert outside.exists()


def test_the_kit_holds_the_claims_sources_and_tables_of_what_it_says(kit: Path) -> None:
    held = {row["id"] for name in ("claims.csv", "cited-claims.csv")
            for row in csv.DictReader((kit / name).open(encoding="utf-8", newline=""))}
    sentences = json.loads((kit / "sentences.json").read_text(encoding="utf-8"))
    assert {claim for item in sentences for claim in item["claims"]} <= held
    assert {"MIS-001", "TIM-003", "TIM-006", "STM-012"} <= held
    shown = {row["id"] for row in csv.DictReader((kit / "who-said-what.csv").open(encoding="utf-8", newline=""))}
    assert shown <= held
    assert {item["table"] for item in sentences if item["table"]} == {
        path.relative_to(kit).as_posix() for path in (kit / "tables").iterdir()}
    sources = {item["id"] for item in json.loads((kit / "sources.csl.json").read_text(encoding="utf-8"))}
    library = load_library()
    assert {library.claim(name).source.key for name in held} == sources


def test_statements_of_a_dated_figure_had_been_said_by_its_date(kit: Path, folder: Path) -> None:
    for path in (kit / "who-said-what.csv", folder / "tables" / "statements.csv"):
        rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
        assert rows
        assert max(row["first_day"] for row in rows) <= "2022-08-16"
        assert {row["standing"] for row in rows if row["last_day"] > "2022-08-16"} <= {"perhaps"}
    assert "as known on 2022-08-16" in (kit / "who-said-what.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "bound"), [
    ("ring-against-reality", SHARES), ("share-by-altitude", SHARES), ("second-batch-colocated", AREAS),
    ("second-batch-apart", AREAS), ("profile-1", HEIGHTS), ("profile-3", HEIGHTS),
])
def test_captions_over_coarse_ground_name_its_grade_and_the_bound(kit: Path, name: str, bound: str) -> None:
    caption = (kit / f"{name}.txt").read_text(encoding="utf-8")
    assert f"Terrain grade C: read every {bound}." in caption
    assert not re.search(r"A target below (?!at least )", caption)


def test_counts_of_the_alt_text_are_whole_and_what_is_assumed_is_said_once(kit: Path) -> None:
    alt = (kit / "second-batch-colocated.alt.txt").read_text(encoding="utf-8")
    row = next(row for row in csv.DictReader((kit / "second-batch-colocated.csv").open(encoding="utf-8", newline=""))
               if row["metric"] == "ready_rounds")
    assert f"ready rounds: A {float(row['a']):.0f}" in alt
    assert f"B {float(row['b']):.0f}" in alt
    readiness = (kit / "readiness.alt.txt").read_text(encoding="utf-8")
    assert readiness.count("is assumed: no source") + readiness.count("are assumed and no source") == 1


def test_figures_are_drawn_to_the_same_bytes(folder: Path, small: Study, tmp_path: Path) -> None:
    for path in write_figures(small, tmp_path):
        assert path.read_bytes() == (folder / "figures" / path.name).read_bytes(), path.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_come_in_the_language_or_are_counted(folder: Path, language: str) -> None:
    code, out, err = call("report", str(folder), "--language", language, "--json")
    assert code == 0
    body = json.loads(out)
    results = body["results"]
    assert {item["language"] for item in results["sentences"]} <= {language, "en"}
    english = [item for item in results["sentences"] if item["language"] != language]
    assert {item["id"] for item in english} <= set(results["untranslated"])
    assert ("told in English" in err) == bool(results["untranslated"])
    assert (language == "en") == (not results["untranslated"])
    assert body["intervals"]["covered-share"]["high_share"]["level"] == 0.9
    assert body["claims"]


def test_the_appendix_as_markdown_and_text(folder: Path, tmp_path: Path) -> None:
    assert call("report", str(folder), "-o", str(tmp_path / "a.md"))[0] == 0
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    for heading in ("# Appendix: small", "## Sentences", "## Seeds", "## Sources"):
        assert heading in text
    assert "## What these results do not carry" not in text
    assert "| seed | 20220816 |" in text
    assert call("report", str(folder), "-o", str(tmp_path / "a.txt"))[0] == 0
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == call("report", str(folder))[1]


def test_what_a_study_without_fights_does_not_carry_stands_in_the_appendix(folder: Path, small: Study,
                                                                           tmp_path: Path) -> None:
    place = broken(folder, tmp_path / "copy", lambda place: list(write_sentences(small, place)))
    assert call("report", str(place), "-o", str(tmp_path / "a.md"))[0] == 0
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert "## What these results do not carry" in text
    assert "- 6, hangs-on: the study weighed no claims" in text
    assert "- 14, cost: the study did not fight" in text


def test_sensitivities_stand_in_the_appendix_where_there_are_any(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "copy"
    shutil.copytree(folder, place)
    table = place / "tables" / "claims-covered-area.csv"
    table.write_text("claim,low,high\nRAD-001,0.1,0.2\n", encoding="utf-8")
    assert call("report", str(place), "-o", str(tmp_path / "a.html"))[0] == 0
    html = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "claims-covered-area" in html
    assert "<td>RAD-001</td>" in html


@pytest.fixture(scope="module")
def page_file(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The appendix in Turkish, with what is not translated yet."""
    place = tmp_path_factory.mktemp("appendix") / "appendix.html"
    assert call("report", str(folder), "--language", "tr", "-o", str(place))[0] == 0
    return place


@pytest.fixture
def open_appendix(browser: Any, page_file: Path) -> Callable[[], Page]:
    """Open the appendix with the network cut."""
    def opener() -> Page:
        context = browser.new_context(viewport={"width": 390, "height": 800}, offline=True)
        page = context.new_page()
        page.goto(page_file.as_uri())
        return page

    return opener


@pytest.mark.browser
def test_the_appendix_reads_in_a_browser(open_appendix: Callable[[], Page]) -> None:
    page = open_appendix()
    assert page.locator("html").get_attribute("lang") == "tr"
    images = page.locator("figure img")
    assert images.count() == len(FIGURES)
    assert all(page.evaluate("[...document.images].map(image => image.naturalWidth > 0 && image.alt.length > 40)"))
    english = page.locator("li[value][lang=en]")
    assert english.count() > 0
    assert page.locator("li[value]:not([lang])").first.inner_text().startswith("121 km")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def broken(folder: Path, place: Path, how: Callable[[Path], object]) -> Path:
    """A copy of the folder with something amiss."""
    shutil.copytree(folder, place)
    how(place)
    return place


@pytest.mark.parametrize("how", [
    lambda place: (place / "manifest.toml").unlink(),
    lambda place: (place / "sentences.json").unlink(),
    lambda place: (place / "sentences.json").write_text("{", encoding="utf-8"),
    lambda place: (place / "figures" / "outcomes.json").write_text("[]", encoding="utf-8"),
], ids=["no-manifest", "no-sentences", "torn-sentences", "torn-note"])
def test_a_folder_that_cannot_be_reported_says_why(folder: Path, tmp_path: Path, how: Callable[[Path], object]) -> None:
    code, out, err = call("report", str(broken(folder, tmp_path / "copy", how)), "--json")
    assert code == 3
    assert "E0802" in err
    assert json.loads(out)["errors"][0]["code"] == "E0802"


def test_a_caption_that_says_what_is_refused_does_not_leave(folder: Path, tmp_path: Path) -> None:
    def worse(place: Path) -> None:
        note = place / "figures" / "outcomes.json"
        body = json.loads(note.read_text(encoding="utf-8"))
        note.write_text(json.dumps({**body, "caption": "The system is useless."}), encoding="utf-8")

    code, _, err = call("report", str(broken(folder, tmp_path / "copy", worse)), "--press")
    assert code == 3
    assert "E0801" in err
    assert not (tmp_path / "copy" / "press").exists()


def test_options_that_do_not_go_together(tmp_path: Path) -> None:
    assert "E0803" in call("report", "--language", "de")[2]
    assert call("report", "--language", "de")[0] == 2
    assert "E0103" in call("report", "--classroom", "--press")[2]
    assert call("report", "--classroom", "--json")[0] == 0
    assert "E0105" in call("report", str(tmp_path), "-o", str(tmp_path / "a.pdf"))[2]
    assert "a kit is a folder" in call("report", str(tmp_path), "--press", "-o", "-")[2]
