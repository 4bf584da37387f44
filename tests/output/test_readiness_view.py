"""The view of readiness in a real browser: drawn, switched, by keyboard, reflowed, left out."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from openiads.output.page_template import render_page

pytestmark = pytest.mark.browser

REFLOW_PX = 320  # WCAG 2.2, success criterion 1.4.10
Open = Callable[..., Page]


@pytest.fixture
def bare(browser: Browser, data: dict[str, Any], tmp_path: Path) -> Iterator[Page]:
    """The page of a study whose scenario asks for no readiness."""
    path = tmp_path / "index.html"
    path.write_text(render_page({key: value for key, value in data.items() if key != "readiness"}), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("#page[data-ready]")
    yield page
    page.close()


def test_sentence_number_caveat_sources_and_words_for_the_picture(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page("#batch=one-battalion")
    told = data["readiness"]
    assert page.locator("#readiness h2").inner_text().replace("\u00a0", " ") == told["title"]
    assert "assumed" in page.locator("#readiness .caveat").inner_text()
    assert page.locator("#readiness .figure-number").inner_text() == "14"
    assert "if imports go on" in (page.locator("#readiness .plot > .offscreen").text_content() or "").lower()
    for text in ("sentence", "counter_sentence", "caveat"):
        assert told[text].split(";")[0][:40] in page.locator("#readiness .plot").inner_text().replace("\u00a0", " ")
    page.locator("#readiness .source-chip").click()
    expect(page.locator("dialog[open]")).to_be_visible()


def test_each_case_draws_both_forces_and_a_batch_that_brings_nothing_only_a(open_page: Open) -> None:
    page = open_page("#batch=one-battalion")
    assert page.locator("#readiness .kept").count() == 6
    page.locator("#readiness-meaning").select_option("never-arrives")
    expect(page.locator("#readiness .kept")).to_have_count(3)
    expect(page.locator("#readiness .same")).to_contain_text("never arrives")
    expect(page.locator("#meaning")).to_have_value("never-arrives")


def test_what_is_counted_is_kept_in_the_address_and_reached_by_keyboard(open_page: Open) -> None:
    page = open_page("#batch=one-battalion")
    page.keyboard.press("r")
    expect(page.locator("#readiness")).to_be_focused()
    page.locator("#readiness input[value='ready rounds']").focus()
    page.keyboard.press("Space")
    page.wait_for_function("() => location.hash.includes('kept=ready+rounds')")
    expect(page.locator("#readiness .plot > .offscreen")).to_contain_text("Ready ready rounds")
    again = open_page("#kept=search+radars")
    assert again.locator("#readiness input[value='search radars']").is_checked()


def test_the_table_holds_every_arm_the_months_and_the_inputs(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page("#batch=one-battalion&tables=readiness")
    told = data["readiness"]
    tables = page.locator("#readiness .tables table")
    assert tables.count() == 3
    assert tables.nth(0).locator("tbody tr").count() == len(told["kept"]) * len(told["measures"])
    assert tables.nth(1).locator("tbody tr").count() == len(told["cases"]) * 2 * len(told["dates"])
    assert tables.nth(2).locator("tbody tr").count() == len(told["inputs"])
    assert "not within" in tables.nth(0).inner_text()


def test_it_reflows_on_a_small_phone(open_page: Open) -> None:
    page = open_page("#tables=readiness", width=REFLOW_PX, height=700)
    page.locator("#readiness summary", has_text="Show the figure").click()
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= REFLOW_PX
    right = page.locator("#readiness .plot svg").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    assert 250 < max(right) <= REFLOW_PX


def test_without_readiness_the_view_is_left_out(bare: Page) -> None:
    assert bare.locator("#readiness").count() == 0
    assert bare.locator("#v9").count() == 1
