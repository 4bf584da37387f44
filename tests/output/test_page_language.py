"""The page in other languages: its switch, the language set, what is English marked, numbers by the CLDR."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from openiads.output.language import LANGUAGES, catalogue_text, say
from openiads.output.page_template import render_page
from tests.output.made_page import made_page

pytestmark = pytest.mark.browser

ANSWERS = {"tr": "İkinci parti kanalları artırır.", "ru": "Вторая партия увеличивает число каналов."}
OTHERS = [language for language in LANGUAGES if language != "en"]
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    """Made-up data whose answer is told in every language."""
    found = made_page()
    found["answer"]["languages"] = {language: {"sentence": text, "counter_sentence": text, "basis": text}
                                    for language, text in ANSWERS.items()}
    return found


@pytest.fixture(scope="module")
def page_file(data: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(render_page(data), encoding="utf-8")
    return path


def test_the_page_is_english_unless_asked(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("#page [lang]:not(option)").count() == 0
    assert page.locator(".language p").count() == 0
    expect(page.locator("#answer-sentence")).to_contain_text(data["answer"]["sentence"][:20])


@pytest.mark.parametrize("language", OTHERS)
def test_the_switch_sets_the_language_and_keeps_the_settings(open_page: Open, language: str) -> None:
    page = open_page("#alt=150AGL&target=airliner")
    switch = page.get_by_label("Language of the page")
    assert switch.locator(f"option[value={language}]").get_attribute("lang") == language
    with page.expect_navigation():
        switch.select_option(language)
    page.wait_for_selector("#page[data-ready]")
    assert page.locator("html").get_attribute("lang") == language
    assert f"lang={language}" in page.url
    note = page.locator(".language p")
    assert f"partly-translated = {note.inner_text()}\n" in catalogue_text(language, "page")
    assert note.get_attribute("lang") is None
    assert page.locator("input[name=target]:checked").get_attribute("value") == "airliner"
    expect(page.locator("label", has_text=say("class-airliner", language)).first).to_be_visible()


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_not_translated_is_marked_as_english(open_page: Open, language: str) -> None:
    page = open_page(f"#lang={language}")
    expect(page.locator("#answer-sentence")).to_have_text(ANSWERS[language])
    assert page.locator("#answer-sentence").get_attribute("lang") is None
    assumed = page.locator(".assumed li").first
    assert assumed.get_attribute("lang") == "en"  # the data's own words
    kicker = page.locator("#v1 .kicker").first
    assert kicker.get_attribute("lang") is None
    english = page.evaluate(
        """() => [...document.querySelectorAll('#page *')].filter(item => item.childElementCount === 0
           && /^[A-Za-z ,.']{25,}$/.test(item.textContent) && getComputedStyle(item).display !== 'none'
           && !item.closest('[lang=en]')).map(item => item.textContent)""")
    assert english == []


def test_a_sentence_that_is_drawn_again_keeps_its_mark(open_page: Open) -> None:
    page = open_page("#lang=tr")
    page.locator("#altitude").focus()
    page.keyboard.press("PageUp")
    expect(page.locator("#answer-sentence")).to_contain_text("dairenin")
    assert page.locator("#answer-sentence").get_attribute("lang") is None


@pytest.mark.parametrize(("language", "pattern"), [
    ("en", r"^(at most )?\d+(\.\d)? %$"), ("tr", r"^(en fazla )?%\d+(,\d)?$"), ("ru", r"^(не более )?\d+(,\d)? %$"),
])
def test_percentages_are_written_as_the_language_does(open_page: Open, language: str, pattern: str) -> None:
    page = open_page(f"#lang={language}&alt=1000AGL")
    told = page.locator('[data-number="seen_share"] .tile-value').inner_text().replace("\u00a0", " ")
    assert re.match(pattern, told), told
    plural = page.evaluate("language => new Intl.PluralRules(language).select(3)", language)
    assert plural == {"en": "other", "tr": "other", "ru": "few"}[language]
    chips = page.locator(".source-chip").all_inner_texts()
    three = [text for text in chips if text.startswith("3 ")]
    assert all(text == {"en": "3 sources", "tr": "3 kaynak", "ru": "3 источника"}[language] for text in three)


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_runs_off_a_phone(open_page: Open, language: str) -> None:
    page = open_page(f"#lang={language}", width=390, height=800)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_an_unknown_language_is_english(open_page: Open) -> None:
    page = open_page("#lang=xx")
    assert page.locator("html").get_attribute("lang") == "en"
