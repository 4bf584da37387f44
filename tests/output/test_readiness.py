"""What a study says of readiness: bands, months to half, tables, the page's part, sentences that admit assumptions."""

import csv
import io
import json
import math
import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.output.page_readiness import readiness_entry
from openiads.output.readiness import (
    DAYS_A_MONTH,
    ON,
    STOPPED,
    Readiness,
    band_of,
    cases_of,
    months_estimate,
    readiness_of,
)
from openiads.output.readiness_figures import readiness_chart
from openiads.output.readiness_tables import day_of, readiness_tables
from openiads.output.readiness_words import (
    arm_lines,
    assumed_words,
    readiness_counter,
    readiness_sentence,
    readiness_title,
)
from openiads.output.study import Study
from tests.output import contract
from tests.output.made_page import made_page
from tests.output.sentence_rules import broken_rules

LARGEST_BYTES = 600_000  # of a page of 5 MB at most


@pytest.fixture(scope="module")
def found(small: Study) -> Readiness:
    assert small.readiness is not None
    return small.readiness


def test_every_reading_of_batch_stands_beside_a_in_every_case(small: Study, found: Readiness) -> None:
    meanings = [item.id for item in small.scenario.batch_meanings]
    for case in found.cases:
        assert [item.arm for item in found.kept if item.case == case] == ["", *meanings]
    regiment, battery = found.of("one-regiment", ON), found.of("one-battery", ON)
    assert regiment.fielded["launchers"] == 16 + 32
    assert battery.fielded["launchers"] == 16 + 8
    assert battery.fielded["search radars"] == 2


def test_a_batch_that_never_arrives_changes_nothing(found: Readiness) -> None:
    for item in found.changes:
        if item.meaning == "never-arrives":
            assert item.difference.change.nominal == 0
            assert not item.difference.clear


def test_the_sentence_states_condition_interval_and_that_it_is_assumed(found: Readiness) -> None:
    text = readiness_sentence(found)
    assert text.startswith("With imports stopped from 2023-06-01, half of the 16 launchers of the first batch are not")
    assert "90% of 4 draws" in text
    assert "assumed" in text
    assert "no source of the ledger states any" in text
    assert "on assumed rates" in readiness_title(found)
    counter = readiness_counter(found, "small")
    assert "if imports go on" in counter
    assert "openiads readiness small --believe CLAIM" in counter
    for each in (text, counter, readiness_title(found)):
        assert not broken_rules(each)
        assert "nan" not in each
        assert "inf" not in each.replace("information", "")


def test_the_same_with_imports_going_on_is_told_beside_it(small: Study, found: Readiness) -> None:
    stopped, going_on = found.of("", STOPPED), found.of("", ON)
    assert "With imports going on it comes to that" in readiness_sentence(found)
    assert set(stopped.half_anyway) == set(stopped.half)
    assert not going_on.half_anyway
    assert all(0 <= share <= 1 for share in stopped.half_anyway.values())


@pytest.mark.parametrize(("arrival", "share"), [("arrives", 1.0), ("never", 0.0)])
def test_whether_a_second_batch_arrives_is_the_scenarios(small: Study, arrival: str, share: float) -> None:
    second = small.scenario.arms.second.model_copy(update={"arrival": arrival})
    assert small.scenario.programme is not None
    programme = small.scenario.programme.model_copy(update={"months": 84})  # longer than any delivery takes
    scenario = small.scenario.model_copy(update={
        "arms": small.scenario.arms.model_copy(update={"second": second}), "programme": programme})
    found = readiness_of(scenario, small.library, meanings=("one-battalion",))
    assert found is not None
    assert found.of("one-battalion", ON).arrives == share
    more = [item.difference.change.nominal for item in found.changes if (item.case, item.measure) == (ON, "launchers")]
    assert (more[0] > 0) == (share > 0)


def test_nothing_is_said_of_a_half_with_less_than_a_month_left(small: Study) -> None:
    programme = small.scenario.programme
    assert programme is not None
    assert programme.imports_stop is not None
    months = math.ceil((programme.imports_stop.on - small.scenario.date).days / DAYS_A_MONTH)
    for more in (0, 1, 2):
        longer = programme.model_copy(update={"months": months + more})
        found = readiness_of(small.scenario.model_copy(update={"programme": longer}), small.library, meanings=())
        assert found is not None
        assert bool(found.of("", STOPPED).half) == (more > 0)
        text = readiness_sentence(found) + readiness_counter(found, "small")
        assert not re.search(r"\b[01] months", text)


def test_less_is_assumed_where_a_source_states_some_of_it(found: Readiness) -> None:
    first, *rest = found.inputs
    some = replace(found, inputs=(replace(first, status="witness", claim_id="OWN-001"), *rest))
    assert assumed_words(some) == (f"Of the {len(found.inputs)} rates and ranges behind it {len(found.inputs) - 1} are "
                                   "assumed and no source states them.")
    assert "on assumed rates" in readiness_title(some)


def test_what_does_not_happen_within_the_months_is_a_bound(found: Readiness) -> None:
    kept = tuple(replace(item, half={name: months_estimate(np.full(4, math.inf), 0.9) for name in item.half})
                 for item in found.kept)
    text = readiness_sentence(replace(found, kept=kept))
    assert "after more than 14 months" in text


def test_a_stop_beyond_the_months_is_not_asked_about(small: Study) -> None:
    programme = small.scenario.programme
    assert programme is not None
    late = programme.imports_stop.model_copy(update={"on": date(2030, 1, 1)})  # type: ignore[union-attr]
    plan = small.scenario.model_copy(update={"programme": programme.model_copy(update={"imports_stop": late})})
    told = readiness_of(plan, small.library, meanings=())
    assert told is not None
    assert told.halved(STOPPED) is None
    assert readiness_sentence(told).startswith("If imports stop on 2030-01-01, parts made at home from 2024-01-01, ")
    none = programme.model_copy(update={"imports_stop": None, "localised_from": None})
    assert [case.id for case in cases_of(none)] == [ON]


def test_tables_hold_every_arm_case_measure_and_month(found: Readiness) -> None:
    tables = {name: list(csv.DictReader(io.StringIO(text))) for name, text in readiness_tables(found).items()}
    arms, measures = len(found.kept), 5
    assert len(tables["readiness.csv"]) == arms * measures
    assert len(tables["readiness-by-month.csv"]) == arms * measures * (found.months + 1)
    assert len(tables["readiness-inputs.csv"]) == len(found.inputs)
    first = tables["readiness-by-month.csv"][0]
    assert (first["arm"], first["month"], first["date"], first["expected"]) == ("A", "0", "2022-08", "2.0")
    assert all(row["verdict"] for row in tables["readiness.csv"] if row["arm"] != "A")
    assert {row["status"] for row in tables["readiness-inputs.csv"]} >= {"assumed"}


def test_the_entry_of_the_page_fits_its_contract_and_is_small(found: Readiness) -> None:
    entry = readiness_entry(found, "small")
    assert contract.faults(entry, "Readiness") == []
    assert contract.strangers(entry, "Readiness") == set()
    for item in entry["kept"]:
        assert contract.faults(item, "KeptArm") == []
        assert contract.strangers(item, "KeptArm") == set()
    per_month = len(json.dumps(entry, allow_nan=False, separators=(",", ":"))) / (found.months + 1)
    assert per_month * 121 < LARGEST_BYTES


def test_a_page_without_readiness_fits_the_contract_too() -> None:
    page = made_page()
    assert contract.faults(page, "PageData") == []
    del page["readiness"]
    assert contract.faults(page, "PageData") == []


def test_the_lines_of_a_terminal_name_every_arm(small: Study, found: Readiness) -> None:
    names = {item.id: item.label for item in small.scenario.batch_meanings}
    lines = arm_lines(found, names)
    assert sum(line.startswith("A, the first batch") for line in lines) == len(found.cases)
    for label in names.values():
        assert sum(line.startswith(f"B, {label}") for line in lines) == len(found.cases)


def test_the_figure_has_a_panel_for_each_case_and_measure(found: Readiness) -> None:
    figure = readiness_chart(found, "one-battalion")
    assert len(figure.axes) == 4 * len(found.cases)
    words = " ".join(text.get_text() for text in figure.texts)
    assert "assumed" in words
    assert "no forecast" in words


@given(values=st.lists(st.lists(st.integers(0, 20), min_size=2, max_size=5), min_size=2, max_size=6).filter(
    lambda rows: len({len(row) for row in rows}) == 1))
def test_bands_are_in_order_and_inside_what_happened(values: list[list[int]]) -> None:
    table = np.array(values)[:, :, None]
    band = band_of(table, 0.9)
    assert table.min() <= band.low[0] <= band.median[0] <= band.high[0] <= table.max()
    assert band.expected_low[0] - 1e-9 <= np.median(table.mean(axis=1)) <= band.expected_high[0] + 1e-9
    assert band.expected[0] == pytest.approx(table.mean())


@given(start=st.dates(date(2000, 1, 1), date(2100, 1, 1)), month=st.integers(0, 600))
def test_months_follow_the_calendar(start: date, month: int) -> None:
    year, number = map(int, day_of(start, month).split("-"))
    assert (year - start.year) * 12 + number - start.month == month
    assert 1 <= number <= 12


@given(months=st.lists(st.one_of(st.integers(0, 120).map(float), st.just(math.inf)), min_size=1, max_size=30))
def test_months_are_in_order(months: list[float]) -> None:
    item = months_estimate(np.array(months), 0.9)
    assert min(months) <= item.low <= item.nominal <= item.high <= max(months)
