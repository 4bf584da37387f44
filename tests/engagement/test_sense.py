"""Looks at the time of the scan, plots with the errors that they claim, false alarms as many as said."""

import numpy as np
import pytest
from scipy.stats import chi2, poisson

from openiads.draws import word
from openiads.engagement.arrays import Radars, Sight
from openiads.engagement.move import flyers_for, move, send_off
from openiads.engagement.sense import (
    NOBODY,
    look_around,
    look_of,
    plot_errors,
    plots_for,
    raise_false_alarms,
    scan_phase,
)
from tests.engagement.small_air import STRAIGHT, air

PERIOD_S = 10.0
FAR_S = np.inf


def radars(count=1, *, alarms=0.0, latency_s=0.0, loss=0.0, lost_at_s=FAR_S):
    def each(value):
        return np.full(count, float(value))

    return Radars(
        np.tile([0.0, 0.0, 10.0], (count, 1)), np.tile(np.eye(3), (count, 1, 1)), each(PERIOD_S),
        np.zeros(count), each(100.0), each(0.026), each(0.03), each(alarms),
        each(200e3), each(latency_s), each(loss), each(np.inf), each(lost_at_s),
        np.array([word(f"radar-{i}") for i in range(count)], dtype=np.uint32), np.ones(count), np.zeros(count),
        np.full(count, 10.0), np.full((count, 1, 1), -1e9, np.float32), np.full(count, 1e9))


def sight(world, count=1, *, pd=1.0, snr=100.0):
    shape = (count, world.along.size)
    return Sight(np.full(shape, snr, np.float32), np.full(shape, pd, np.float32), np.zeros(shape, np.float32))


def scanned(world, given, seen, cycles, replicate=0):
    flyers, plots = flyers_for(world.pace.size), plots_for()
    send_off(world, flyers, 1, replicate)
    count = given.scan_period_s.size
    phases = np.array([scan_phase(given, r, 1, replicate) for r in range(count)])
    for cycle in range(cycles):
        move(world, flyers, float(cycle))
        look_around(world, flyers, given, seen, phases, plots, float(cycle), cycle + 1.0, 1, replicate)
    return plots, phases


def test_a_radar_that_tells_its_own_unit_alone_needs_no_link():
    world, far = air(STRAIGHT), radars(latency_s=7.0, loss=0.5)
    alone = far._replace(alone_from_s=np.array([100.0]))
    plots, _ = scanned(world, alone, sight(world), 200)
    all_of_them, _ = scanned(world, radars(), sight(world), 200)
    t_s, wait_s = plots.t_s[: plots.used[0]], (plots.arrives_s - plots.t_s)[: plots.used[0]]
    assert set(np.round(wait_s[t_s < 100.0], 9)) == {7.0}
    assert set(wait_s[t_s >= 100.0]) == {0.0}
    every_s = all_of_them.t_s[: all_of_them.used[0]]
    assert (t_s >= 100.0).sum() == (every_s >= 100.0).sum()
    assert (t_s < 100.0).sum() < (every_s < 100.0).sum()


def test_one_look_a_scan_at_the_time_of_the_beam():
    world = air(STRAIGHT)
    plots, phases = scanned(world, radars(), sight(world), 200)
    times_s = plots.t_s[: plots.used[0]]
    assert np.diff(times_s) == pytest.approx(np.full(times_s.size - 1, PERIOD_S))
    assert (times_s / PERIOD_S) % 1.0 == pytest.approx(np.full(times_s.size, phases[0]))
    assert times_s.size == 20


@pytest.mark.parametrize("turn", [0.0, 0.25, 0.7])
def test_the_beam_passes_a_bearing_once_a_turn(turn):
    given, looks = radars(), []
    for cycle in range(100):
        look_s, scan = look_of(given, 0, 0.3, turn, float(cycle), cycle + 1.0)
        if scan >= 0:
            looks.append((look_s, scan))
    assert [look_s for look_s, _ in looks] == pytest.approx([
        (number + (turn + 0.3) % 1.0) * PERIOD_S for number in range(10)])
    assert len({scan for _, scan in looks}) == len(looks)


def test_it_detects_as_often_as_said():
    world = air(STRAIGHT)
    seen = sum(scanned(world, radars(), sight(world, pd=0.4), 100, replicate)[0].used[0] for replicate in range(200))
    assert seen / 2000 == pytest.approx(0.4, abs=3.3 * np.sqrt(0.24 / 2000))


def test_errors_are_those_that_the_covariance_claims():
    world, excess = air(STRAIGHT), []
    for replicate in range(100):
        plots, _ = scanned(world, radars(), sight(world), 200, replicate)
        for p in range(plots.used[0]):
            xx, xy, xz, yy, yz, zz = plots.covariance_m2[p]
            off_m = plots.position_m[p] - (0.0, 100e3 - 250.0 * plots.t_s[p], 5000.0)
            covariance_m2 = np.array([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]])
            excess.append(off_m @ np.linalg.solve(covariance_m2, off_m))
    low, high = chi2.ppf([0.0005, 0.9995], 3 * len(excess)) / len(excess)
    assert low < np.mean(excess) < high


def test_errors_shrink_with_the_root_of_the_signal():
    one, four = (np.array(plot_errors(snr, 100.0, 0.026, 0.03)) for snr in (50.0, 200.0))
    assert one == pytest.approx(2 * four)
    assert four[0] == pytest.approx(100.0 / 20.0)
    assert four[1] == pytest.approx(0.026 / (1.6 * 20.0))


def test_false_alarms_are_as_many_as_said_and_nobodys():
    given, counts = radars(alarms=5.0), []
    for replicate in range(400):
        plots = plots_for()
        for cycle in range(50):
            raise_false_alarms(given, plots, float(cycle), cycle + 1.0, cycle, 1, replicate)
        counts.append(plots.used[0])
        assert (plots.origin[: plots.used[0]] == NOBODY).all()
        assert (np.linalg.norm(plots.position_m[: plots.used[0], :2], axis=1) <= 200e3).all()
    low, high = poisson.ppf([0.0005, 0.9995], 25.0 * 400)
    assert low <= sum(counts) <= high
    assert np.var(counts) == pytest.approx(25.0, rel=0.25)


def test_a_link_delays_and_loses_as_said():
    world = air(STRAIGHT)
    plots, _ = scanned(world, radars(latency_s=3.0), sight(world), 100)
    assert plots.arrives_s[: plots.used[0]] - plots.t_s[: plots.used[0]] == pytest.approx(np.full(10, 3.0))
    kept = sum(scanned(world, radars(loss=0.3), sight(world), 100, replicate)[0].used[0] for replicate in range(200))
    assert kept / 2000 == pytest.approx(0.7, abs=3.3 * np.sqrt(0.21 / 2000))


def test_a_lost_radar_sees_nothing_more():
    world = air(STRAIGHT)
    plots, _ = scanned(world, radars(lost_at_s=45.0), sight(world), 200)
    assert 0 < plots.used[0] <= 5
    assert plots.t_s[: plots.used[0]].max() < 45.0


def test_the_luck_of_one_radar_does_not_hang_on_another():
    world = air(STRAIGHT)
    alone, _ = scanned(world, radars(1), sight(world, 1, pd=0.5), 200)
    both, _ = scanned(world, radars(2), sight(world, 2, pd=0.5), 200)
    mine = np.flatnonzero(both.radar[: both.used[0]] == 0)
    assert both.position_m[mine].tobytes() == alone.position_m[: alone.used[0]].tobytes()
