"""Replays for the page: thinned paths stay true, plots are dropped by whole scans, events come back as they were."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openiads.output.page_replay import EVENT_NAMES, PATH_TOLERANCE, knots, replay_entry
from tests.output.made_page import made_fights

WRITTEN = np.array([0.05, 0.05, 0.5])  # km, km, m: half of the last digit that is kept
WRITTEN_S = 0.5
FASTEST = np.array([0.3, 0.3, 10.0])  # km/s, km/s, m/s of the made-up flyers


@pytest.fixture(scope="module")
def replay():
    return made_fights().replays[0]


@given(arrays(float, st.tuples(st.integers(2, 60), st.just(2)), elements=st.floats(-400, 400)))
def test_straight_lines_between_knots_stay_within_the_tolerance(values: np.ndarray) -> None:
    times_s = np.arange(len(values)) * 10.0
    tolerance = np.array([0.2, 5.0])
    kept = knots(times_s, values, tolerance)
    assert kept[0] == 0
    assert kept[-1] == len(values) - 1
    for column in range(2):
        line = np.interp(times_s, times_s[kept], values[kept, column])
        assert np.abs(line - values[:, column]).max() <= tolerance[column] * (1 + 1e-9)


def test_a_straight_flight_needs_two_knots() -> None:
    times_s = np.arange(0.0, 600.0, 10.0)
    assert knots(times_s, np.column_stack([times_s * 0.24, times_s]), np.array([0.2, 0.2])).tolist() == [0, 59]


def test_rows_of_one_moment_are_no_fault() -> None:
    assert knots(np.zeros(3), np.zeros((3, 1)), np.array([0.2])).tolist() == [0, 2]


def test_a_path_comes_back_within_tolerance_and_last_digit(replay) -> None:
    entry = replay_entry(replay)
    for flyer, told in zip(replay.flyers, entry["flyers"], strict=True):
        rows = np.array(told["path"]).reshape(-1, 4) * [1, 0.1, 0.1, 1]
        for column in range(1, 4):
            line = np.interp(flyer.path[:, 0], rows[:, 0], rows[:, column])
            most = PATH_TOLERANCE[column - 1] + WRITTEN[column - 1] + WRITTEN_S * FASTEST[column - 1]
            assert np.abs(line - flyer.path[:, column]).max() <= most
        assert len(rows) <= len(flyer.path)


def test_events_come_back_as_they_were(replay) -> None:
    entry = replay_entry(replay)
    assert len(entry["events"]) == len(replay.events["t_s"])
    for n, row in enumerate(entry["events"]):
        assert row[0] == round(10 * replay.events["t_s"][n])
        for place, name in enumerate(EVENT_NAMES, start=1):
            assert (entry["names"][row[place]] if row[place] >= 0 else None) == (replay.events[name][n] or None)
        assert row[7] == (-1 if replay.events["track"][n] is None else replay.events["track"][n])


def test_a_null_track_may_arrive_as_nan(replay) -> None:
    events = {**replay.events, "track": [float("nan") if v is None else float(v) for v in replay.events["track"]]}
    assert replay_entry(replace(replay, events=events)) == replay_entry(replay)


def test_a_null_track_may_arrive_masked_and_a_null_cause_as_none(replay) -> None:
    known = [v is not None for v in replay.events["track"]]
    track = np.ma.array([v or 0 for v in replay.events["track"]], mask=[not item for item in known])
    flyers = [flyer._replace(cause=flyer.cause or None) for flyer in replay.flyers]
    nulls = replace(replay, flyers=flyers, events={**replay.events, "track": track})
    assert replay_entry(nulls) == replay_entry(replay)


def test_leakers_are_those_of_the_outcomes_neutrals_left_out(replay) -> None:
    entry = replay_entry(replay)
    assert entry["leakers"] == sum(flyer.end == "leaked" and not flyer.neutral for flyer in replay.flyers)
    assert entry["raiders"] == sum(not flyer.neutral for flyer in replay.flyers)


def test_too_many_plots_lose_whole_scans_and_say_so(replay) -> None:
    most = len(replay.picture.plots) // 3
    picture = replay_entry(replay, most_plots=most)["picture"]
    assert picture["every"] > 1
    assert 0 < picture["t_s"]["shape"][0] <= most
    assert replay_entry(replay)["picture"]["every"] == 1


def test_a_run_without_a_picture_is_told_without_one(replay) -> None:
    assert replay_entry(replace(replay, picture=None))["picture"] is None
