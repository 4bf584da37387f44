"""The tornado as it is published: images, every bar end as a row, and words that state the numbers drawn."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from openiads.errors import OpenIADSError
from openiads.output.influence_words import (
    checking_sentence,
    leading,
    lines,
    main_sentence,
    signed,
    switch_sentence,
    title_of,
    told_apart,
    usual_words,
    who,
)
from openiads.output.page_claims_matter import ClaimsMatter
from openiads.output.pictures import IMAGES
from openiads.output.refusal import refusals
from openiads.output.sensitivity import Sensitivity
from openiads.output.study import Study
from openiads.output.tornado import draw_tornado
from tests.output.swept import decided

TITLE_LETTERS = 100  # of a line of the figure


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
    assert note["title"] == title_of(sweep)
    assert len(note["title"]) < TITLE_LETTERS
    assert note["caption"].startswith(main_sentence(sweep))
    assert f"{sweep.draws} draws" in note["caption"]
    assert note["caption"].endswith("Terrain grade C: read every area as at most.")
    assert all(refusals(note[name]) == [] for name in ("title", "caption", "alt"))


def test_figures_that_print_alike_are_told_as_no_change(sweep: Sensitivity) -> None:
    assert told_apart(sweep.metric, 9000.0, 9001.0).startswith("the mean becomes 9,000")
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


def test_what_no_claim_moves_is_told_as_a_mean_with_its_spread(matter: ClaimsMatter) -> None:
    still = matter.sweeps["raid_absorbed"]
    told = main_sentence(still)
    assert "whoever is right" not in told
    assert "no disputed claim moves it clearly" in told
    assert usual_words(still) in told
    assert f"from {still.low:.0f} to {still.high:.0f}" in told


def test_a_leading_claim_that_explains_little_is_not_what_it_mainly_depends_on(sweep: Sensitivity) -> None:
    item, effect = sweep.ranked[0]

    def told(share: float) -> str:
        alone = replace(effect, first=replace(effect.first, value=share, low=share - 0.02, high=share + 0.02))
        return main_sentence(replace(sweep, ranked=((item, alone),)))

    assert "depends mainly on" not in told(0.06)
    assert "of the disputed claims, those on" in told(0.06)
    assert "6 % (4 to 8) of the variance" in told(0.06)
    assert "depends mainly on" in told(0.8)
    there = effect.sides[1].against
    assert f"{signed(sweep.metric, there.value)} km², {there.level:.0%} interval" in told(0.06)


def test_every_change_that_is_printed_has_its_unit(sweep: Sensitivity) -> None:
    bars = [line for line in lines(sweep) if line.startswith("      ")]
    assert bars
    assert all(" km² (" in line for line in bars)
    share = replace(sweep, metric=replace(sweep.metric, unit="share"))
    assert all(" points (" in line for line in lines(share) if line.startswith("      "))
    assert next(line for line in lines(share) if "swing" in line).endswith(" points")


def test_a_reading_of_ours_is_put_in_nobodys_mouth(matter: ClaimsMatter, small: Study, tmp_path: Path) -> None:
    apart = matter.sweeps["raid_absorbed"]
    assert apart.switch is not None
    for name, side, _ in (*apart.switch.sides, ("", apart.switch.chosen, None)):
        assert who(side).startswith(("read by us from ", "assumed by us")), name
        assert not any(source in who(side) for source in side.sources)
    moved = next(side for name, side, _ in apart.switch.sides if name == "two-battalions")
    assert "four battalion-sized units in two batches" in who(moved, why=True)
    assert "is right with" not in switch_sentence(apart)
    list(draw_tornado("raid", apart, small.terrain_info, tmp_path, "footer"))
    note = json.loads((tmp_path / "tornado-raid.json").read_text(encoding="utf-8"))
    assert "read by us from" in note["alt"]


def test_what_is_assumed_of_a_range_is_printed_with_it_and_stands_among_the_frozen(matter: ClaimsMatter) -> None:
    sweep = matter.sweeps["covered_area"]
    texts = [side.text for item, _ in sweep.ranked for side in item.sides if item.key == "91N6E.detection_range"]
    assert "400 km, taken at 10 to 100 m² (assumed)" in texts
    frozen = next(each for each in sweep.frozen if each.key == "unstated.rcs")
    assert (frozen.why, frozen.text) == ("assumed", "10 to 100 m², evenly over its logarithm")


def test_claims_that_move_nothing_are_listed_apart(matter: ClaimsMatter) -> None:
    sweep = matter.sweeps["raid_absorbed"]
    still = {claim for item, effect in sweep.ranked if not effect.moves for side in item.sides for claim in side.claims}
    moving = {claim for item, effect in sweep.ranked if effect.moves for side in item.sides for claim in side.claims}
    assert still - moving
    assert moving <= set(sweep.claims)
    assert still - moving <= set(sweep.idle)
    assert not set(sweep.idle) & set(sweep.claims)
