"""A run fought once more is the run of the tables, and its paths and scope show where things are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.output.replays import FILM_PLOTS, FILM_TRACKS, PATH_EVERY_S, chosen_runs, replay_of
from tests.campaign.small_fight import FIRST, job, tables

RUN = 9
PLOT_KM = 6.0  # of a plot from some flyer: its error across the beam at the greatest range here, three times over
WITHIN_M = 1.0


@pytest.fixture(scope="module")
def replay():
    return replay_of(job(FIRST), "A", RUN, "picked")


@given(st.lists(st.integers(0, 40), min_size=1, max_size=50).map(np.array))
def test_best_typical_and_worst_are_runs_of_the_campaign(leakers):
    found = dict(chosen_runs(leakers))
    assert leakers[found["best"]] == leakers.min()
    assert len(set(found.values())) == len(found)
    if "worst" in found:
        assert leakers[found["worst"]] == leakers.max()
    if "typical" in found:
        below, above = (leakers < leakers[found["typical"]]).sum(), (leakers > leakers[found["typical"]]).sum()
        assert max(below, above) <= leakers.size / 2


def test_events_are_those_of_the_tables(replay):
    whole = tables(FIRST)["events"]
    own = whole["run"] == RUN
    for name, values in whole.items():
        mine, theirs = ([None if item is np.ma.masked else item for item in column]
                        for column in (replay.events[name], values[own]))
        assert mine == theirs, name


def test_flyers_are_those_of_the_outcomes(replay):
    rows = tables(FIRST)["outcomes"]
    own = rows["run"] == RUN
    for name, column in (("entity", "entity"), ("target", "target"), ("neutral", "neutral"), ("end", "end")):
        assert [getattr(item, name) for item in replay.flyers] == rows[column][own].tolist()
    for item, cause, end_s in zip(replay.flyers, rows["cause"][own], rows["end_s"][own], strict=True):
        assert (item.cause or None) == cause
        assert item.end_s == end_s or not np.isfinite(end_s)


def test_paths_begin_when_they_come_and_end_with_them(replay):
    for item in replay.flyers:
        t_s = item.path[:, 0]
        assert (np.diff(t_s) > 0).all()
        assert (np.diff(t_s) <= PATH_EVERY_S + 1e-9).all()
        assert 0 <= t_s[0] <= t_s[-1] <= replay.duration_s
        if item.end in ("killed", "turned away"):
            assert t_s[-1] == pytest.approx(item.end_s)
        assert np.isfinite(item.path).all()
    north = next(item for item in replay.flyers if item.entity == "north-1")
    assert north.path[0, 1:3] == pytest.approx([110 * np.sin(np.radians(10)), 110 * np.cos(np.radians(10))], abs=4.0)
    assert np.allclose(north.path[:, 3], 6000.0, atol=WITHIN_M)


def test_the_scope_shows_plots_of_what_flies_and_of_nothing_at_all(replay):
    picture = replay.picture
    assert [radar.name for radar in picture.radars] == list(job(FIRST).worlds.names.radars)
    assert (np.diff(picture.plots[:, 0]) >= 0).all()
    assert (np.diff(picture.tracks[:, 0]) >= 0).all()
    assert set(picture.plots[:, 1]) <= set(range(len(picture.radars)))
    off_km = np.full(len(picture.plots), np.inf)
    for item in replay.flyers:
        t_s = item.path[:, 0]
        there = [np.interp(picture.plots[:, 0], t_s, item.path[:, axis], left=np.inf, right=np.inf) for axis in (1, 2)]
        off_km = np.fmin(off_km, np.hypot(picture.plots[:, 2] - there[0], picture.plots[:, 3] - there[1]))
    real = off_km < PLOT_KM
    assert 0.1 < real.mean() < 1.0
    judged = {int(track) for event, track in zip(replay.events["event"], replay.events["track"], strict=True)
              if str(event).startswith("judged")}
    assert set(picture.judged) == judged
    assert all(side in ("hostile", "neutral") for told in picture.judged.values() for _, side in told)


def test_the_film_has_room_for_all(replay):
    assert 0 < len(replay.picture.plots) < FILM_PLOTS
    assert 0 < len(replay.picture.tracks) < FILM_TRACKS


def test_units_begin_with_what_the_world_gives_them(replay):
    units = job(FIRST).worlds.world(RUN // 8).units
    assert [item.channels for item in replay.units] == units.channels.tolist()
    assert [item.rounds for item in replay.units] == units.rounds.sum(axis=1).tolist()
    assert [item.reload_rounds for item in replay.units] == units.spare_rounds.sum(axis=1).tolist()
