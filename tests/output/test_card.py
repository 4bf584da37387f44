"""The card of a wargame: dice that stand for the runs, and three ways to print it."""

import csv
import io
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.output.card import Cell, card_csv, card_html, card_text, leakers_by_face, rolls, told

CELLS = [Cell(4, "full", 0.5, 0.2, 0.8, (0, 0, 0, 0, 1, 2), 0.75), Cell(4, "empty", 4.0, 4.0, 4.0, (4,) * 6, 0.0),
         Cell(8, "full", 1.5, 1.0, 2.0, (0, 1, 1, 2, 2, 3), 0.5), Cell(8, "empty", 8.0, 8.0, 8.0, (8,) * 6, 0.0)]


@given(leakers=st.lists(st.integers(0, 40), min_size=1, max_size=60), faces=st.sampled_from([4, 6, 10, 20, 100]))
def test_each_face_is_what_some_run_came_to_and_a_higher_face_is_worse(leakers, faces):
    found = leakers_by_face(np.array(leakers), faces)
    assert len(found) == faces
    assert set(found) <= set(leakers)
    assert list(found) == sorted(found)


@given(counts=st.lists(st.integers(0, 9), min_size=1, max_size=12), each=st.integers(1, 3))
def test_a_die_with_as_many_faces_as_runs_is_the_runs_themselves(counts, each):
    runs = np.repeat(sorted(counts), each)
    assert leakers_by_face(runs, len(counts)) == tuple(sorted(counts))


@given(st.lists(st.integers(0, 9), min_size=1, max_size=20).map(sorted))
def test_rolls_cover_every_face_once(faces):
    covered = Counter()
    for roll, leakers in rolls(faces):
        first, _, last = roll.partition("-")
        for face in range(int(first), int(last or first) + 1):
            assert faces[face - 1] == leakers
            covered[face] += 1
    assert covered == dict.fromkeys(range(1, len(faces) + 1), 1)


def test_an_entry_says_none_and_not_nought():
    assert told(CELLS[0]) == "1-4: none; 5: 1; 6: 2"


def test_the_text_has_every_entry_with_its_interval():
    text = card_text("A raid", "d6", CELLS)
    assert "mean 0.5 (0.2 to 0.8); 75 % of the rounds are left" in text
    assert text.count("raiders") == len(CELLS)


def test_the_table_has_one_row_a_face():
    rows = list(csv.DictReader(io.StringIO(card_csv("d6", CELLS))))
    assert len(rows) == 6 * len(CELLS)
    assert (rows[5]["face"], rows[5]["leakers"], float(rows[5]["high"])) == ("6", "2", 0.8)


@pytest.mark.parametrize("words", ["1-4: none", "mean 0.5 (0.2 to 0.8)", "8 raiders", "a &lt;note&gt;", 'lang="en"'])
def test_the_page_has_entries_intervals_and_notes(words):
    assert words in card_html("A raid", "d6", CELLS, ["a <note>"])
