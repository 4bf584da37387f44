"""Air-picture measures; their published example stands among the reference cases."""

import numpy as np
import pytest

from openiads.physics.siap import Association, air_picture

TIMES_S = np.arange(5.0)
STILL = np.zeros((1, 5, 2))


def test_a_perfect_picture():
    picture = air_picture(TIMES_S, STILL, STILL, [Association(0, 0, 0.0, 4.0)])
    assert picture[:7] == (1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0)


def test_no_track_and_no_truth():
    nothing = np.zeros((0, 5, 2))
    assert air_picture(TIMES_S, STILL, nothing, []).completeness == 0.0
    assert air_picture(TIMES_S, nothing, STILL, []).spuriousness == 1.0


def test_two_tracks_on_one_truth_are_ambiguous_but_complete():
    links = [Association(0, 0, 0.0, 4.0), Association(0, 1, 0.0, 4.0)]
    picture = air_picture(TIMES_S, STILL, np.concatenate([STILL, STILL + 2.0]), links)
    assert (picture.completeness, picture.ambiguity, picture.rate_of_track_number_changes) == (1.0, 2.0, 0.0)
    assert picture.position_accuracy == pytest.approx(1.0)


def test_a_broken_track_counts_once_and_halves_the_longest():
    links = [Association(0, 0, 0.0, 1.0), Association(0, 1, 2.0, 4.0)]
    picture = air_picture(TIMES_S, STILL, np.concatenate([STILL, STILL]), links)
    assert picture.rate_of_track_number_changes == pytest.approx(1 / 3)
    assert picture.longest_track_segment == pytest.approx(0.5)


def test_what_does_not_exist_is_neither_missed_nor_spurious():
    late = STILL.copy()
    late[0, :3] = np.nan
    picture = air_picture(TIMES_S, late, late, [Association(0, 0, 3.0, 4.0)])
    assert picture.completeness_at_times.tolist() == [0, 0, 0, 1, 1]
    assert (picture.completeness, picture.spuriousness, picture.longest_track_segment) == (1.0, 0.0, 1.0)
