"""Which claim matters, in a real browser: a hostile reader's walk from the sentence to the claim that flips it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from openiads.output.page_claims_matter import BATCH, ClaimsMatter, answer_id
from openiads.output.page_data import page_data
from openiads.output.page_template import render_page
from openiads.output.study import Study
from tests.output import contract

pytestmark = pytest.mark.browser

TO_THE_CLAIMS, TO_THE_FLIP = 2, 5  # clicks that a hostile reader has patience for
SMALLEST_TARGET_PX = 24  # WCAG 2.2, success criterion 2.5.8
FLIPS = "91N6E.detection_range=c-91n6-range-2"

Open = Callable[..., Page]


class Walk:
    """Counts the clicks of a reader."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, selector: str) -> None:
        """One click."""
        self.page.locator(selector).first.click()
        self.clicks += 1


def said(page: Page) -> str:
    return page.locator("h1").inner_text().replace("\u00a0", " ").replace("\u2060", "")


def test_the_made_up_sweeps_fit_the_contract(data: dict[str, Any]) -> None:
    assert contract.faults(data["claims_matter"], "ClaimsMatter") == []
    for metric in data["claims_matter"]["metrics"]:
        assert contract.strangers(metric, "MatterMetric") == set()
        assert all(contract.strangers(bar, "MatterBar") == set() for bar in metric["bars"])
    assert contract.faults({**data["claims_matter"], "level": None}, "ClaimsMatter")


def test_a_hostile_reader_walks_from_the_sentence_to_its_claims_and_to_the_one_that_flips_it(open_page: Open) -> None:
    page = open_page()
    before = said(page)
    walk = Walk(page)
    walk.click("#v0 button:has-text('Claims behind this sentence')")
    drawer = page.locator("dialog.drawer")
    expect(drawer.locator("#claim-c-91n6-range-1")).to_be_visible()
    expect(drawer.locator("#claim-c-91n6-range-2")).to_be_visible()
    expect(drawer.locator("#claim-c-batch-1")).to_be_visible()
    assert walk.clicks <= TO_THE_CLAIMS
    walk.click("dialog.drawer button.close")
    walk.click("#v0 button:has-text('Which claim would change this')")
    expect(page.locator("#v7 h2")).to_be_in_viewport()
    walk.click(f'#v7 .tornado [data-answer="{FLIPS}"]')
    expect(page.locator("h1")).to_contain_text("another sentence")
    assert walk.clicks <= TO_THE_FLIP
    expect(page.locator("#v7 .believing")).to_contain_text("another sentence")
    assert said(page) == f"{before} With 600 km believed it is another sentence."
    assert "A newspaper (c-91n6-range-2)" in page.locator("#v0 .kicker").inner_text()
    assert "instead of" in page.locator("#v0 .believing").inner_text()
    stays = page.locator("#v0 > .fine", has_text="stay those of all witnesses")
    expect(stays).to_be_visible()
    bar = page.locator(f'#v7 .tornado [data-answer="{FLIPS}"]')
    assert "; grade: press. Press" in (bar.get_attribute("aria-label") or "")
    assert page.locator("#v0 .counter").inner_text() == "This would change back."
    page.locator("#v0 button:has-text('Back to all witnesses')").click()
    expect(page.locator("#v0 .believing")).not_to_be_visible()
    expect(stays).not_to_be_visible()
    assert said(page) == before


def test_on_a_page_of_a_study_the_walk_ends_at_what_flips_its_answer(
        small: Study, matter: ClaimsMatter, browser: Any, tmp_path: Path) -> None:
    """From the sentence to its claims in two clicks, and in five to the claim that flips it or to what does instead."""
    hashes = {"scenario": "s" * 64, "ledger": "l" * 64}
    data = page_data(small.findings, small.terrain_info, hashes=hashes, profiles=small.profiles,
                     exposure=small.exposure, footer=small.footer, matter=matter)
    path = tmp_path / "index.html"
    path.write_text(render_page(data), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("#page[data-ready]")
    before, walk = said(page), Walk(page)
    walk.click("#v0 button:has-text('Claims behind this sentence')")
    named = small.scenario.meaning(small.scenario.arms.second.meaning).claims[0]
    expect(page.locator(f"dialog.drawer #claim-{named}")).to_be_visible()
    assert walk.clicks <= TO_THE_CLAIMS
    walk.click("dialog.drawer button.close")
    walk.click("#v0 button:has-text('Which claim would change this')")
    told = page.locator("#v7 .verdict").inner_text().replace("\u00a0", " ")
    first = matter.flips[0]
    assert ("No disputed claim flips the answer" in told) == (first.key == BATCH)
    assert first.leaves[0] in " ".join(item for flip in matter.flips for item in flip.leaves)
    walk.click(f'#v7 .verdict [data-answer="{answer_id(first.key, first.claim)}"]')
    assert walk.clicks <= TO_THE_FLIP
    expect(page.locator("#v0 .believing")).to_be_visible()
    flipped = page.locator("h1").inner_text().replace("\u00a0", " ").replace("\u2060", "")
    assert flipped == plain(first.sentence)
    now, then = (set(re.findall(r"\d[\d.,]*", text)) for text in (flipped, before))
    assert now != then  # a figure has changed, and not a word alone
    page.close()


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "")


def test_figures_that_are_printed_alike_are_no_change(data: dict[str, Any], tmp_path: Path, browser: Any) -> None:
    other = json.loads(json.dumps(data))
    for metric in other["claims_matter"]["metrics"]:
        for side in (side for bar in metric["bars"] for side in bar["sides"]):
            side["value"]["value"] = metric["usual"]["value"] * (1 + 1e-9)
    path = tmp_path / "index.html"
    path.write_text(render_page(other), encoding="utf-8")
    page = browser.new_page()
    page.goto(f"{path.as_uri()}#believe={FLIPS.replace('=', '%3D')}")
    page.wait_for_selector("#page[data-ready]")
    note = page.locator("#v0 .believing").inner_text()
    assert "no change in the figures printed" in note
    assert "instead of" not in note
    page.close()


def test_the_walk_goes_by_keyboard_and_a_link_brings_it_back(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page()
    page.keyboard.press("7")
    expect(page.locator("#v7")).to_be_focused()
    end = page.locator(f'#v7 .tornado [data-answer="{FLIPS}"]')
    end.focus()
    page.keyboard.press("Enter")
    expect(end).to_have_attribute("aria-pressed", "true")
    expect(end).to_be_focused()  # drawn anew, and the reader has not lost the place
    page.wait_for_function("() => location.hash.includes('believe=')")
    expect(page.locator("h1")).to_contain_text("another sentence")
    flipped = said(page)
    assert flipped == data["claims_matter"]["answers"][FLIPS]["sentence"]
    again = open_page(page.evaluate("location.hash"))
    assert said(again) == flipped
    again.locator("#v7 button:has-text('Back to all witnesses')").click()
    expect(again.locator("h1")).not_to_have_text(flipped)
    other = open_page("#believe=nobody=c-none")
    assert said(other) == data["answer"]["sentence"]


def test_moving_the_settings_leaves_the_precomputed_sentence(open_page: Open) -> None:
    page = open_page(f"#believe={FLIPS.replace('=', '%3D')}&alt=510AGL")
    expect(page.locator("#v0 .believing")).not_to_be_visible()
    assert "for your settings" in page.locator("#v0 .kicker").inner_text().lower()
    page.locator(f'#v7 .tornado [data-answer="{FLIPS}"]').click()  # which goes back to what the sentence speaks of
    expect(page.locator("h1")).to_contain_text("another sentence")


def test_bar_ends_are_sources_told_by_pattern_and_words(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page()
    metric = data["claims_matter"]["metrics"][0]
    ends = page.locator('#v7 .tornado [role="button"]')
    clear = [side for bar in metric["bars"] if bar["clear"] for side in bar["sides"]]
    assert ends.count() == len(clear) == 3
    for number, side in enumerate(clear):
        name = ends.nth(number).get_attribute("aria-label") or ""
        assert all(claim in name for claim in side["claims"]), name
        assert ("read by us from" if side["reading"] else side["sources"][0]) in name
        box = ends.nth(number).locator(".hit").bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= SMALLEST_TARGET_PX
    fills = page.locator('#v7 .tornado [role="button"] rect[fill^="url"]').evaluate_all(
        "all => all.map(e => e.getAttribute('fill'))")
    marks = {fill: page.locator(fill[4:-1]).inner_html() for fill in fills}
    assert len(set(marks.values())) == len({side["grade"] for side in clear}) == 2
    expect(page.locator("#v7 .quiet")).to_contain_text("40N6E: maximum range")
    page.locator("#v7 summary:has-text('Frozen')").click()
    expect(page.locator("#v7 .ignored")).to_contain_text("92N6E: frequency")


def test_another_metric_and_the_indices_are_shown_and_tabled(open_page: Open) -> None:
    page = open_page("#tables=v7")
    expect(page.locator("#v7 .tables tbody tr")).to_have_count(5)
    page.locator("#v7 input[value=engageable_area]").check(force=True)
    expect(page.locator("#v7 h2")).to_contain_text("40N6E: maximum range")
    expect(page.locator("#v7 .tables tbody tr")).to_have_count(4)
    page.locator("#v7 input[value=total]").check(force=True)
    expect(page.locator("#v7 .tornado")).to_contain_text("total ")
    assert page.locator('#v7 .tornado [role="button"]').count() == 0
    page.wait_for_function("() => location.hash.includes('indices=1')")


def test_without_sweeps_the_view_is_left_out(browser: Any, data: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_text(render_page({key: value for key, value in data.items() if key != "claims_matter"}), "utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("#page[data-ready]")
    assert page.locator("#v7").count() == 0
    assert not page.locator("#v0 button:has-text('Which claim')").is_visible()
    page.close()
