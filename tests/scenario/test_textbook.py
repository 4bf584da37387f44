"""Textbook battery files: what they may say, and all their faults at once."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.errors import OpenIADSError
from openiads.scenario.files import load_textbook, read_textbook, shipped

TEXTS = shipped("textbook")


def faults_of(text):
    with pytest.raises(OpenIADSError) as refused:
        read_textbook(text, "book.toml")
    assert refused.value.exit_code == 3
    return refused.value.faults


@pytest.mark.parametrize("name", TEXTS)
def test_each_shipped_battery_reads_and_names_the_source_of_its_form(name):
    assert load_textbook(name).name == name
    assert "Source: " in TEXTS[name]


def test_one_battery_is_shipped_for_each_question():
    assert sorted(load_textbook(name).asks for name in TEXTS) == ["leak", "loss", "shoot-look-shoot", "timeline"]


@pytest.mark.parametrize(("name", "old", "new", "code", "names"), [
    ("erlang-loss", 'offered = "once"', 'offered = "twice"', "E0503", "once"),
    ("erlang-loss", 'offered = "once"', 'offered = "again"', "E0508", "offered again"),
    ("erlang-loss", 'law = "poisson"', 'law = "even"', "E0508", "by chance"),
    ("erlang-loss", 'law = "poisson"', 'law = "together"', "E0508", "interval"),
    ("erlang-loss", '{ law = "fixed", mean = "20 s" }', '{ law = "fixed" }', "E0508", "mean"),
    ("erlang-loss", '{ law = "fixed", mean = "20 s" }', '{ law = "flight" }', "E0508", "law of service"),
    ("erlang-loss", 'cycle = "0.494 s"', "cycle = 0.975", "E0311", "unit"),
    ("erlang-loss", 'cycle = "0.494 s"', 'cycle = "20 s"', "E0314", "less than"),
    ("erlang-loss", "warm_up = 40", "warm_up = 400", "E0314", "arrivals"),
    ("erlang-loss", "ready_rounds = 400", "ready_rounds = 399", "E0508", "run out"),
    ("erlang-loss", "kill_probability = 1.0", "kill_probability = 1.5", "E0314", "less than"),
    ("erlang-loss", "channels = 2", "chanels = 2", "E0501", "channels"),
    ("shoot-look-shoot", "count = 1", "count = 2", "E0508", "more than one"),
    ("shoot-look-shoot", 'height = "500 m"', 'height = "50 km"', "E0314", "slopes"),
    ("leak", "salvo = 2", "salvo = 3", "E0508", "use up"),
    ("leak", "channels = 5", "channels = 4", "E0508", "serve all"),
    ("leak", "channels = 5", "channels = 1\nunits = 10\ncoordinated = false", "E0508", "one round"),
    ("timeline", "kill_probability = 0.0", "kill_probability = 0.1", "E0508", "rounds kill"),
    ("timeline", 'missile_speed = "900 m/s"\n', "", "E0502", "missile_speed"),
])
def test_each_fault_names_its_line_and_its_mend(name, old, new, code, names):
    assert TEXTS[name].count(old) == 1
    found = faults_of(TEXTS[name].replace(old, new))
    fault = next(item for item in found if item.code == code)
    assert fault.where.startswith("book.toml")
    assert names in f"{fault.what} {fault.why} {fault.fix}"


def test_units_that_decide_while_targets_are_found_are_refused():
    text = TEXTS["leak"].replace("channels = 5", "channels = 1\nunits = 10\ncoordinated = false") \
        .replace("ready_rounds = 10", "ready_rounds = 1").replace("salvo = 2", "salvo = 1")
    assert read_textbook(text, "book.toml").battery.units == 10
    found = faults_of(text.replace('start = "20.5 km"', 'start = "22.4 km"'))
    assert any("still being found" in fault.what for fault in found)


def test_an_unknown_battery_is_told_with_its_likeness():
    with pytest.raises(OpenIADSError) as refused:
        load_textbook("erlang-los")
    assert "erlang-loss" in refused.value.faults[0].fix


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    with suppress(OpenIADSError):
        read_textbook(text, "book.toml")
