"""The tornado as it is published: images, every bar end as a row, and words that state the numbers drawn."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from openiads.errors import OpenIADSError
from openiads.output.influence_words import checking_sentence, leading, lines, main_sentence, signed, told_apart
from openiads.output.page_claims_matter import ClaimsMatter
from openiads.output.pictures import IMAGES
from openiads.output.refusal import refusals
from openiads.output.sensitivity import Sensitivity
from openiads.output.study import Study
from openiads.output.tornado import draw_tornado
from tests.output.swept import decided


@pytest.fixture(scope="module")
def sweep(matter: ClaimsMatter) -> Sensitivity:
    return decided(matter.sweeps["covered_area"])


@pytest.fixture(scope="module")
def folder(small: Study, sweep: Sensitivity, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("tornado")
    written = list(draw_tornado("covered_area", sweep, small.terrain_info, place, "OpenIADS, a footer"))
    assert {path.name for path in written} == {f"tornado-covered-area{end}" for end in (*IMAGES, ".csv", ".json")}
    return place


def test_every_bar_end_is_a_row(sweep: Sensitivity, folder: Path) -> None:
    with (folder / "tornado-covered-area.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ends = [(item.key, one.change.value) for item, effect in sweep.ranked for one in effect.sides]
    assert [(row["quantity"], float(row["change"])) for row in rows] == [
        (key, pytest.approx(value, rel=1e-5)) for key, value in ends]  # six figures are written


def test_its_description_states_the_ends_of_the_leading_bar(sweep: Sensitivity, folder: Path) -> None:
    note = json.loads((folder / "tornado-covered-area.json").read_text(encoding="utf-8"))
    pair = leading(sweep)
    assert pair is not None
    changes = [one.change.value for one in pair[1].sides]
    for end in (min(changes), max(changes)):
        assert signed(sweep.metric, end) in note["alt"]
    assert pair[0].label in note["alt"]
    assert note["title"] == main_sentence(sweep)
    assert f"{sweep.draws} draws" in note["caption"]
    assert note["caption"].endswith("Terrain grade C: read every area as at most.")
    assert all(refusals(note[name]) == [] for name in ("title", "caption", "alt"))


def test_figures_that_print_alike_are_told_as_no_change(sweep: Sensitivity) -> None:
    assert told_apart(sweep.metric, 9000.0, 9001.0).startswith("the figure becomes 9,000")
    assert "9,001" in told_apart(sweep.metric, 9000.0, 9001.0)
    assert told_apart(sweep.metric, 9000.0, 9000.0).startswith("there is no change in the figures printed, 9,000")


def test_what_is_not_clear_is_said(small: Study, sweep: Sensitivity, tmp_path: Path) -> None:
    item, effect = sweep.ranked[0]
    sides = tuple(replace(one, change=replace(one.change, low=-1.0, high=1.0)) for one in effect.sides)
    unclear = replace(sweep, ranked=((item, replace(effect, sides=sides)),))
    list(draw_tornado("x", unclear, replace(small.terrain_info, grade="B"), tmp_path, "footer"))
    note = json.loads((tmp_path / "tornado-x.json").read_text(encoding="utf-8"))
    assert f"{item.label}: no clear difference." in note["alt"]
    assert note["caption"].endswith("Terrain grade B.")


def test_a_sweep_that_would_say_what_is_refused_is_not_told(small: Study, sweep: Sensitivity, tmp_path: Path) -> None:
    bad = replace(sweep, what="the useless battery")
    for tell in (main_sentence, lines):
        with pytest.raises(OpenIADSError, match="E0801"):
            tell(bad)
    item, effect = sweep.ranked[0]
    known = replace(effect, first=replace(effect.first, value=0.5, low=0.4, high=0.6))
    worse = replace(sweep, ranked=((replace(item, label="the useless battery"), known),))
    with pytest.raises(OpenIADSError, match="E0801"):
        checking_sentence(worse)
    with pytest.raises(OpenIADSError, match="E0801"):
        list(draw_tornado("x", bad, small.terrain_info, tmp_path, "footer"))
    assert list(tmp_path.iterdir()) == []
