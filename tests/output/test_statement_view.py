"""The statements in a real browser: lanes, marks, arcs, a day to ask about, sources, by keyboard, on a phone."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from openiads.output.page_template import render_page

pytestmark = pytest.mark.browser

REFLOW_PX = 320  # WCAG 2.2, success criterion 1.4.10
EVERYTHING = "#topic="

Open = Callable[..., Page]


def marks(page: Page) -> Locator:
    return page.locator("#v9 .timeline [data-statement]")


def ids(page: Page) -> set[str]:
    return set(marks(page).evaluate_all("all => all.map(one => one.dataset.statement)"))


def test_the_second_batch_comes_first_and_everything_can_be_asked_for(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page()
    about = {row["claims"][0] for row in data["statements"] if "second batch" in row["about"]}
    assert ids(page) == about
    expect(page.locator("#v9 h2")).to_contain_text("about the second batch")
    page.locator("#v9-topic").select_option("")
    expect(marks(page)).to_have_count(len(data["statements"]))
    page.wait_for_function("() => location.hash.includes('topic=')")


def test_every_contradiction_is_an_arc_and_a_line_of_words(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page()
    pairs = data["timeline"]["contradictions"]
    expect(page.locator("#v9 path.contradiction")).to_have_count(len(pairs))
    expect(page.locator("#v9 .pairs li")).to_have_count(len(pairs))
    expect(page.locator("#v9 .figure-number")).to_have_text(str(len(pairs)))
    expect(page.locator("#v9 .pairs li").first).to_contain_text("An exporter said, 2020-08-23")


def test_the_shape_of_a_mark_tells_its_mode(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page(EVERYTHING)
    shape = {}
    for row in data["statements"]:
        one = page.locator(f'#v9 [data-statement="{row["claims"][0]}"] g').last
        drawn = one.evaluate("g => [...g.children].map(c => c.tagName + (c.getAttribute('d') ?? '')).join()")
        shape.setdefault(row["mode"], set()).add(drawn)
    assert all(len(found) == 1 for found in shape.values())
    assert len({next(iter(found)) for found in shape.values()}) == len(shape) == 4


@pytest.mark.parametrize(("day", "known", "perhaps"), [
    ("2020-08-22", set(), set()), ("2021-12-31", {"c-batch-2", "c-site"}, set()),
    ("2022-08-16", {"c-batch-2", "c-site", "c-rcs-lo"}, {"c-rcs-cm"}),
    ("2022-08-31", {"c-batch-2", "c-site", "c-rcs-lo", "c-rcs-cm"}, set()),
])
def test_what_was_known_on_a_day(open_page: Open, day: str, known: set[str], perhaps: set[str]) -> None:
    page = open_page(f"#known={day}")
    assert ids(page) == known | perhaps
    faint = page.locator('#v9 [data-statement][opacity="0.6"]')
    assert set(faint.evaluate_all("all => all.map(one => one.dataset.statement)")) == perhaps
    arcs = 2 if "c-rcs-cm" in known else 1 if "c-site" in known else 0  # perhaps not said yet: no arc
    expect(page.locator("#v9 path.contradiction")).to_have_count(arcs)
    expect(page.locator("#v9 h2")).to_contain_text(day)
    if known:  # the number in the title is of those certainly said; the rest is counted apart
        expect(page.locator("#v9 h2")).to_contain_text(f"{len(known)} announcement")
        apart = expect(page.locator("#v9 h2"))
        more = f"and {len(perhaps)} more perhaps said by then"
        apart.to_contain_text(more) if perhaps else apart.not_to_contain_text("perhaps")
    day_of_study = page.locator("#v9").get_by_text("whatever day is set above")
    expect(day_of_study).to_contain_text("As of 2022-08-31")


def test_undated_statements_are_shown_without_a_day_and_with_none(open_page: Open) -> None:
    assert "c-40n6-range-1" in ids(open_page(EVERYTHING))
    assert "c-40n6-range-1" not in ids(open_page(f"{EVERYTHING}&known=2026-01-01"))


def test_the_slider_and_its_buttons_step_from_statement_to_statement(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="Statement before").click()
    expect(page.locator("#v9 output")).to_have_text("2022-08-31")
    page.get_by_role("button", name="Statement before").click()
    expect(page.locator("#v9 output")).to_have_text("2022-08-16")
    page.locator("#v9-known").press("ArrowLeft")
    expect(page.locator("#v9 output")).to_have_text("2022-08-15")
    page.get_by_role("button", name="Statement after").click()
    expect(page.locator("#v9 output")).to_have_text("2022-08-16")
    page.wait_for_function("() => location.hash.includes('known=2022-08-16')")


def test_a_mark_opens_its_source(open_page: Open) -> None:
    page = open_page()
    page.locator('#v9 [data-statement="c-batch-2"]').click()
    drawer = page.locator("dialog.drawer")
    expect(drawer).to_be_visible()
    expect(drawer.locator(".behind")).to_contain_text("The contract for the second is signed.")


def test_by_keyboard_alone(open_page: Open) -> None:
    page = open_page()
    page.locator("#v9 .timeline").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#v9 .reading")).to_contain_text("An exporter (Russian side), 2020-08-23")
    expect(page.locator("#v9 .reading")).to_contain_text("Against: An exporter.")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#v9 .reading")).to_contain_text("A minister (Turkish side)")
    page.keyboard.press("Enter")
    expect(page.locator("dialog.drawer")).to_be_visible()


def test_the_words_for_the_picture_tell_lanes_and_contradictions(open_page: Open) -> None:
    page = open_page()
    words = page.locator("#v9-alt").text_content() or ""
    assert "Russian side 3, Turkish side 1" in words
    assert "An agency said, 2022-08-16 against A minister denied, 2022-08." in words


def test_the_table_sorts_and_leads_to_sources(open_page: Open) -> None:
    page = open_page(f"{EVERYTHING}&tables=v9")
    rows = page.locator("#v9 table.statements tbody tr")
    expect(rows).to_have_count(6)
    expect(rows.last).to_contain_text("undated")
    page.get_by_role("button", name="Sort by Speaker").click()
    expect(rows.first).to_contain_text("A minister")
    rows.first.locator(".source-chip").click()
    expect(page.locator("dialog.drawer")).to_be_visible()


def test_the_witnesses_of_an_arrival_stand_below_with_their_weight(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page()
    rows = page.locator("#v9 table.witnesses tbody tr")
    expect(rows).to_have_count(len(data["timeline"]["belief"]["witnesses"]))
    expect(rows.nth(0)).to_contain_text("under way")
    expect(rows.nth(1)).to_contain_text("postponed")
    expect(rows.nth(1)).to_contain_text("50 %")


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("a contract of its own", "not yet signed")), ("tr", ("ayrı bir sözleşme", "henüz imzalanmamış")),
    ("ru", ("отдельный контракт", "ещё не подписан"))])
def test_who_says_what_of_the_contract_stands_below(open_page: Open, language: str, words: tuple[str, str]) -> None:
    page = open_page(f"#lang={language}")
    rows = page.locator("#v9 table.contract tbody tr")
    expect(rows).to_have_count(2)
    for row, text, speaker in zip((0, 1), words, ("An agency", "An exporter"), strict=True):
        expect(rows.nth(row)).to_contain_text(text)
        expect(rows.nth(row)).to_contain_text(speaker)
    rows.nth(1).locator(".source-chip").click()
    expect(page.locator("dialog.drawer")).to_be_visible()


def test_reprints_of_an_announcement_are_counted_once(data: dict[str, Any], open_page: Open, page_file: Path) -> None:
    other = json.loads(json.dumps(data))
    other["statements"].append({**other["statements"][4], "claims": ["c-batch-1"]})
    before = page_file.read_text(encoding="utf-8")
    expect(open_page().locator("#v9 h2")).to_contain_text("4 announcements by 3 speakers")
    page_file.write_text(render_page(other), encoding="utf-8")
    try:
        expect(open_page().locator("#v9 h2")).to_contain_text("4 announcements by 3 speakers")
    finally:
        page_file.write_text(before, encoding="utf-8")


def test_the_picture_is_written_as_a_file(open_page: Open) -> None:
    page = open_page()
    with page.expect_download() as download:
        page.locator("#v9").get_by_role("button", name="SVG: Export").click()
    svg = Path(download.value.path()).read_text(encoding="utf-8")
    assert "simulation from public sources" in svg
    assert svg.count('class="contradiction"') == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_all_of_it_without_scrolling_sideways(open_page: Open, scheme: str) -> None:
    page = open_page("#view=v9", width=REFLOW_PX, height=700, color_scheme=scheme)
    expect(page.locator("#v9 .timeline svg")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= REFLOW_PX
    expect(marks(page)).to_have_count(4)


def test_arm_b_tells_its_condition(open_page: Open, data: dict[str, Any]) -> None:
    expect(open_page().locator("#v2 .caveat")).to_contain_text(data["ab"]["condition"])


def test_a_batch_that_never_arrives_changes_no_map(data: dict[str, Any], open_page: Open, page_file: Path) -> None:
    other = json.loads(json.dumps(data))
    other["ab"]["arrival"] = "never"
    before = page_file.read_text(encoding="utf-8")
    page_file.write_text(render_page(other), encoding="utf-8")
    try:
        page = open_page("#place=apart&batch=one-battalion")
        assert re.search("never arrives", page.locator("#v2 h2").inner_text())
    finally:
        page_file.write_text(before, encoding="utf-8")
