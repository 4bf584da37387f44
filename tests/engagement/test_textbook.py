"""The battery with trivial physics reproduces the textbook in the same kernel: loss, shoot-look-shoot, leak, timeline.

Statistical tests fix their seed; the interval is Student's at 99.9 % over the means of independent runs, so that
correlation within a run costs nothing. Each has a twin that must fail: a wrong closed form lies outside the interval.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import yaml
from scipy.stats import t as student

from openiads.engagement.command import _service_s
from openiads.engagement.log import LAUNCHED, LET_GO
from openiads.engagement.replicate import replicate
from openiads.engagement.run import fight_many
from openiads.engagement.textbook import (
    KILL,
    LEAKERS,
    LOOKS,
    LOSS,
    NO_LEAK,
    ROUNDS,
    closed_forms,
    meeting_ranges_m,
    textbook_names,
    textbook_world,
    values_of_runs,
)
from openiads.engagement.units import EXPONENTIAL, FIXED, SERVICE_LAWS, UNIFORM
from openiads.physics.firing import shoot_look_errors
from openiads.physics.queueing import erlang_b_loss
from openiads.scenario.files import read_textbook, shipped
from tests.engagement.small_world import world as small_world

CASES = {case["id"]: case for case in yaml.safe_load(
    (Path(__file__).parents[1] / "cases/files/engagement.yaml").read_text(encoding="utf-8"))["cases"]}
LEVEL = 0.999
SEED = 2026
LATE_CYCLES = 3  # seen, decided and launched in three cycles at most; judged, decided and launched again likewise
TEXTS = shipped("textbook")


def battery(name, **keys):
    """A shipped battery with some keys written anew."""
    text = TEXTS[name]
    for key, value in keys.items():
        lines = text.splitlines()
        assert any(line.startswith(f"{key} = ") for line in lines), key
        text = "\n".join(f"{key} = {value}" if line.startswith(f"{key} = ") else line for line in lines)
    return read_textbook(text, f"{name}.toml")


def seen(book, runs, change=None):
    """Mean of what the runs say of each question, and half the width of its interval."""
    fought = textbook_world(book)
    outcomes, events = fight_many(change(fought) if change else fought, SEED, range(runs), threads=2)
    assert (outcomes.left_out == 0).all()
    quantile = student.ppf(0.5 + LEVEL / 2, runs - 1)
    return {name: (values.mean(), quantile * values.std(ddof=1) / np.sqrt(runs))
            for name, values in values_of_runs(book, outcomes, events).items()}


def within(found, value):
    mean, half = found
    return abs(mean - value) <= half


def loaded(channels, load, law):
    """A battery under a load; services of 20.5 cycles, so that a cycle's rounding is as often early as late."""
    return battery("erlang-loss", channels=channels, cycle='"0.975 s"', count=200, ready_rounds=200,
                   duration='"9 h"' if load < 1 else f'"{round(20 / load * 270)} s"', warm_up=round(10 * load),
                   service=f'{{ law = "{law}", mean = "20 s" }}', interval=f'"{20 / load:.6f} s"')


@cache
def lost(channels, load, law, runs):
    return seen(loaded(channels, load, law), runs)[LOSS]


@pytest.mark.parametrize("law", ["fixed", "exponential", "uniform"])
@pytest.mark.parametrize(("channels", "load", "runs"), [(1, 1.0, 50), (2, 3.0, 80), (3, 2.0, 60), (10, 10.0, 60)])
def test_the_loss_is_erlangs_whatever_the_law_of_service(channels, load, runs, law):
    found = lost(channels, load, law, runs)
    assert found[1] < 0.03
    assert within(found, erlang_b_loss(load, channels))
    assert not within(found, erlang_b_loss(0.75 * load, channels))
    assert not within(found, erlang_b_loss(1.35 * load, channels))


def test_erlangs_numbers_are_the_published_ones():
    case = CASES["c2-erlang-b-exact-open"]
    for (load, channels), loss in zip(case["inputs"]["rows"], case["expected"][0]["value"], strict=True):
        assert closed_forms(loaded(int(channels), float(load), "fixed"))[0][1] == pytest.approx(loss, abs=1e-5)
    assert closed_forms(battery("erlang-loss"))[0][1] == pytest.approx(9 / 17, abs=1e-6)


def test_a_target_that_is_offered_again_finds_a_channel_more_often():
    book = loaded(2, 3.0, "fixed")
    again = seen(book, 20, lambda fought: fought._replace(orders=fought.orders._replace(offers_once=False)))[LOSS]
    assert again[0] + again[1] < lost(2, 3.0, "fixed", 80)[0]


@pytest.mark.parametrize("keys", [{}, {"kill_probability": 0.4}, {"salvo": 2},
                                  {"ready_rounds": 3, "kill_probability": 0.5}])
def test_shoot_look_shoot_is_the_chain(keys):
    book = battery("shoot-look-shoot", **keys)
    found = seen(book, 1500)
    for name, value, _ in closed_forms(book):
        mean, half = found[name]
        assert mean == value if half == 0 else within(found[name], value)
    assert not within(found[KILL], closed_forms(battery("shoot-look-shoot", kill_probability=0.6))[0][1])


def test_a_look_and_a_salvo_kill_alike_and_the_look_spares_rounds():
    case = CASES["c2-shoot-look-shoot-open"]
    one, two = ({name: value for name, value, _ in closed_forms(battery("shoot-look-shoot", salvo=salvo))}
                for salvo in (1, 2))
    assert [one[KILL], two[KILL]] == pytest.approx(case["expected"][0]["value"])
    assert [one[ROUNDS], two[ROUNDS]] == pytest.approx(case["expected"][1]["value"])


@pytest.mark.parametrize("shots", [2, 4])
def test_looks_that_err_make_the_longer_chain(shots):
    book = battery("shoot-look-shoot", ready_rounds=shots, kill_probability=0.5, miss_taken_for_kill=0.2,
                   kill_taken_for_miss=0.3)
    found = seen(book, 1500)
    chain, without = shoot_look_errors(0.5, shots, 0.2, 0.3), shoot_look_errors(0.5, shots, 0.0, 0.0)
    assert within(found[KILL], chain.kill)
    assert within(found[ROUNDS], chain.expected_rounds)
    assert not within(found[KILL], without.kill)


def test_rounds_shared_evenly_leak_as_the_binomial():
    book = battery("leak")
    found = seen(book, 1000)
    case = CASES["c2-allocation-leak-open"]
    assert [value for _, value, _ in closed_forms(book)] == pytest.approx(
        [case["expected"][0]["value"][0], case["expected"][2]["value"][0]])
    assert all(within(found[name], value) for name, value, _ in closed_forms(book))
    assert not within(found[NO_LEAK], (1 - 0.3 ** 3) ** 5)


@pytest.mark.parametrize("row", [0, 1])
def test_rounds_aimed_by_chance_leak_as_random_fire(row):
    case = CASES["c2-allocation-leak-open"]
    rounds, targets, pk = case["inputs"]["rows"][row]
    text = TEXTS["leak"].replace("[battery]", f"[battery]\nunits = {rounds}\ncoordinated = false")
    for old, new in (("channels = 5", "channels = 1"), ("ready_rounds = 10", "ready_rounds = 1"),
                     ("salvo = 2", "salvo = 1"), ("count = 5", f"count = {targets}"),
                     ("kill_probability = 0.7", f"kill_probability = {pk}")):
        assert f"\n{old}\n" in text
        text = text.replace(f"\n{old}\n", f"\n{new}\n")
    book = read_textbook(text, "leak.toml")
    found = seen(book, 400)
    forms = {name: value for name, value, _ in closed_forms(book)}
    assert forms[LEAKERS] == pytest.approx(case["expected"][1]["value"][row])
    assert forms[NO_LEAK] == pytest.approx(case["expected"][3]["value"][row], abs=1e-8)
    assert within(found[LEAKERS], forms[LEAKERS])
    assert within(found[NO_LEAK], forms[NO_LEAK])
    assert not within(found[LEAKERS], case["expected"][0]["value"][row])


@pytest.mark.parametrize("change", [
    {}, {"reaction_again": '"3 s"'}, {"speed": '"600 m/s"'}, {"detection_range": '"30 km"'},
    {"greatest_range": '"20 km"'}, {"missile_speed": '"1500 m/s"'},
])
def test_meetings_follow_the_timeline_in_closed_form(change):
    book = battery("timeline", **change)
    outcomes, events = fight_many(textbook_world(book), SEED, range(2), threads=2)
    found = values_of_runs(book, outcomes, events)
    share = book.battery.missile_speed / (book.battery.missile_speed + book.arrivals.speed)
    late_m, cycle_m = 0.0, LATE_CYCLES * book.cycle * book.arrivals.speed
    (_, looks, _), *ranges = closed_forms(book)
    assert (found[LOOKS] == looks).all()
    for name, range_m, _ in ranges:
        late_m = share * (late_m + cycle_m)
        assert (found[name] <= range_m + 1e-6).all(), name
        assert (found[name] >= range_m - late_m).all(), name


def test_the_timeline_is_the_published_one_and_another_assessment_is_told_apart():
    expected = {item["name"]: item["value"] for item in CASES["c2-engagement-timeline-open"]["expected"]}
    book, slower = battery("timeline"), battery("timeline", assessment_time='"6 s"')
    assert meeting_ranges_m(book) == pytest.approx(expected["intercept_ranges_m"][0])
    assert closed_forms(book)[0][1] == expected["opportunities"][0]
    assert meeting_ranges_m(book)[1] - meeting_ranges_m(slower)[1] > 10 * LATE_CYCLES * book.cycle * 300.0


def test_the_same_seed_gives_the_same_bytes_on_any_number_of_threads():
    fought = textbook_world(loaded(2, 3.0, "exponential"))
    one = fight_many(fought, SEED, range(6), threads=1)
    for threads in (2, 3):
        other = fight_many(fought, SEED, range(6), threads=threads)
        assert all(np.array_equal(a, b) for mine, theirs in zip(one, other, strict=True)
                   for a, b in zip(mine, theirs, strict=True))


def test_it_is_the_very_kernel_of_the_other_fights():
    fight_many(small_world(), SEED, range(1))
    fight_many(textbook_world(battery("leak")), SEED, range(1))
    assert len(replicate.signatures) == 1


def test_laws_of_service_have_their_mean_and_spread():
    for law, spread in ((FIXED, 0.0), (EXPONENTIAL, 20.0), (UNIFORM, 20.0 / np.sqrt(3))):
        services_s = np.array([_service_s(law, 20.0, 1, 0, track, 0) for track in range(4000)])
        assert services_s.mean() == pytest.approx(20.0, rel=0.05)
        assert services_s.std() == pytest.approx(spread, rel=0.05, abs=1e-9)
    assert SERVICE_LAWS[UNIFORM] == "uniform"


def test_a_channel_is_held_as_long_as_its_law_says_and_no_longer():
    book = loaded(2, 1.0, "fixed")
    _, events = fight_many(textbook_world(book), SEED, range(2), threads=1)
    held_s = [events.t_s[(events.event == LET_GO) & (events.channel == channel) & (events.run == 0)][:20]
              - events.t_s[(events.event == LAUNCHED) & (events.channel == channel) & (events.run == 0)][:20]
              for channel in (0, 1)]
    for each_s in held_s:  # a round leaves one cycle after the assignment
        assert (each_s > 20.0 - 2 * book.cycle).all()
        assert (each_s < 20.0 + book.cycle).all()


def test_a_coarser_cycle_meets_later():
    fine, coarse = battery("timeline"), battery("timeline", cycle='"2 s"', scan_period='"2 s"')
    first_m = [values_of_runs(book, *fight_many(textbook_world(book), SEED, range(1)))["range of meeting 1 [m]"][0]
               for book in (fine, coarse)]
    assert first_m[1] < first_m[0]


def test_names_stand_for_every_row():
    book = battery("leak")
    names, fought = textbook_names(book), textbook_world(book)
    assert len(names.flyers) == fought.air.pace.size
    assert len(names.units) == fought.units.channels.size
    assert len(names.radars) == fought.radars.scan_period_s.size
