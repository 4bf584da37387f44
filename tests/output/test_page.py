"""The page in a real browser: from a file, with the network cut, by keyboard, on a phone, in the dark and on paper."""

import base64
import json
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from openiads.output.page_template import render_page, script_json

pytestmark = pytest.mark.browser

LARGEST_PAGE_BYTES = 5_000_000  # small enough to go by mail
SMALLEST_TARGET_PX = 24  # WCAG 2.2, success criterion 2.5.8
TEXT_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3
REFLOW_PX = 320  # WCAG 2.2, success criterion 1.4.10
PRINTED_AT_TWO_FIGURES = 0.05  # the page prints one decimal of a percentage below ten

Open = Callable[..., Page]


def tile(page: Page, number: str) -> str:
    return page.locator(f'[data-number="{number}"] .tile-value').inner_text().replace("\u00a0", " ")


def percent_of(text: str) -> float:
    found = re.search(r"([\d.]+) %", text)
    assert found, text
    return float(found[1]) / 100


def unpack(packed: dict[str, Any]) -> np.ndarray:
    dtype = {"u16": "<u2", "i16": "<i2"}[packed["dtype"]]
    return (
        np.frombuffer(base64.b64decode(packed["data"]), dtype).reshape(packed["shape"]) * packed["scale"]
        + packed["offset"]
    )


def share_by_hand(data: dict[str, Any], height_agl_m: float, reach_m: float) -> float:
    """Share of the ring seen, counted here with numpy from the same packed floors."""
    polar = data["polar"]
    site = polar["sites"][0]
    range_m = (np.arange(polar["rings"]) + 0.5) * polar["range_step_m"]
    seen = (unpack(site["terrain_amsl_m"]) + height_agl_m >= unpack(site["search"]["p50"])) & (range_m <= reach_m)
    weight = np.broadcast_to(range_m, seen.shape)
    return float((weight * seen).sum() / weight.sum())


@given(
    st.recursive(
        st.text() | st.integers(-(2**53), 2**53) | st.booleans() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_data_survive_the_script_element_and_cannot_end_it(value: Any) -> None:
    text = script_json({"value": value})
    assert json.loads(text) == {"value": value}
    assert not re.search("[<>&\u2028\u2029]", text)


def test_numbers_that_json_lacks_are_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        script_json({"value": float("nan")})


def test_page_is_one_small_file(page_file: Path) -> None:
    text = page_file.read_text(encoding="utf-8")
    assert page_file.stat().st_size < LARGEST_PAGE_BYTES
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//|@import|url\(["']?https?:""", text)
    assert "__OPENIADS" not in text


def test_every_view_is_drawn(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page()
    assert page.locator("h1").inner_text().replace("\u00a0", " ").replace("\u2060", "") == data["answer"]["sentence"]
    for view in ("v1", "v2", "v3"):
        assert page.locator(f"#{view} .plot svg path").count() > 5, view
    relief = page.locator("#v1 image").get_attribute("href")
    assert relief is not None
    assert relief.startswith("data:image/png;base64,")
    assert page.locator(".tile").count() == 4
    for view in ("v1", "v2", "v3", "v9"):
        for part in (".figure-number", ".caveat", ".source-chip", "h2"):
            assert page.locator(f"#{view} {part}").first.inner_text().strip(), (view, part)
    assert page.locator(".ignored li").count() == len(data["ignored_by_ring"])
    text = page.locator("body").inner_text().lower()
    assert not re.search(r"\bsafe\b", text)


def test_altitude_slider_moves_the_numbers_as_the_floors_say(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page("#alt=510AGL&target=cruise-missile")
    reach_m = data["detection"]["range_m"]["cruise-missile"]["nominal"][0]
    first = tile(page, "seen_share")
    shown = percent_of(first)
    assert shown == pytest.approx(share_by_hand(data, 510, reach_m), abs=PRINTED_AT_TWO_FIGURES / 100)
    assert "for your settings" in page.locator("#v0 .kicker").inner_text().lower()
    slider = page.locator("#altitude")
    slider.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#altitude-text")).not_to_have_text("510 m AGL")
    expect(page.locator('[data-number="seen_share"] .tile-value')).not_to_have_text(first)
    assert percent_of(tile(page, "seen_share")) > shown
    page.locator("#reference").select_option("FL")
    expect(page.locator("#altitude-text")).to_have_text(re.compile(r"^FL\d{3}$"))


def test_a_rung_of_the_ladder_shows_the_studys_own_interval(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page("#alt=1000AGL&target=fighter")
    row = next(
        r
        for r in data["shares"]["rows"]
        if (r["site"], r["class"], r["altitude"], r["metric"]) == ("murted", "fighter", "1000 m AGL", "detect")
    )
    assert percent_of(tile(page, "seen_share")) == pytest.approx(
        row["share"]["nominal"], abs=PRINTED_AT_TWO_FIGURES / 100
    )
    assert "90 % interval over the claims" in page.locator(
        '[data-number="seen_share"] .tile-interval'
    ).inner_text().replace("\u00a0", " ")


def test_four_corrections_switch_one_by_one(open_page: Open) -> None:
    page = open_page("#target=cruise-missile&corr=0000")
    assert "The circle as it is usually drawn" in page.locator("#v1 h2").inner_text()
    assert page.locator("#v1 .figure-number").inner_text() == "100 %".replace(" ", "\u00a0")
    toggles = page.locator(".correction input")
    assert toggles.count() == 4
    before = page.locator("#v1 .map path").count()
    toggles.nth(1).focus()
    page.keyboard.press("Space")
    # A 150 km disc inside a 400 km disc: (150 / 400) squared is 14 %.
    expect(page.locator("#v1 .figure-number")).to_have_text("14\u00a0%")
    toggles.nth(3).focus()
    page.keyboard.press("Space")
    expect(page.locator("#v1 .map")).to_contain_text("flat circle, scale read at the equator")
    toggles.nth(0).focus()
    page.keyboard.press("Space")
    expect(page.locator("#v1 .figure-number")).not_to_have_text("14\u00a0%")
    assert page.locator("#v1 .map path").count() > before


def test_crosshair_reads_and_pins_by_keyboard(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page()
    page.locator("#v1 .map").focus()
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowRight")
    reading = page.locator("#v1 .reading")
    expect(reading).to_contain_text("059° (ENE), 58")
    floor = unpack(data["polar"]["sites"][0]["search"]["p50"])[59, 29]
    metres = f"{round(floor / 10) * 10:,}" if floor >= 1000 else f"{round(floor)}"
    assert f"Lowest altitude seen: {metres} m AMSL" in reading.inner_text().replace("\u00a0", " ")
    page.keyboard.press("Enter")
    expect(page.locator(".pins li")).to_have_count(1)
    page.wait_for_function("() => location.hash.includes('pins=59.58')")
    page.keyboard.press("Delete")
    expect(page.locator(".pins .none")).to_have_count(1)


def test_one_batch_against_two(open_page: Open) -> None:
    page = open_page("#view=v2")
    expect(page.locator("#v2 h2")).to_contain_text("a second batch sees no farther")
    expect(page.locator("#v2 h2")).to_contain_text("channels")
    divider = page.locator("#v2 .divider")
    divider.focus()
    page.keyboard.press("ArrowLeft")
    expect(divider).to_have_attribute("aria-valuenow", "45")
    box = divider.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + box["height"] / 2)
    page.mouse.up()
    expect(divider).not_to_have_attribute("aria-valuenow", "45")
    page.locator("#v2 input[value=apart]").check(force=True)
    expect(page.locator("#v2 h2")).to_contain_text("Apart, the second batch adds")
    expect(page.locator("#v2 .multiples")).to_contain_text("no clear difference")
    page.locator("h1").click()
    for key, value in (("a", "a"), ("b", "b"), ("d", "difference")):
        page.keyboard.press(key)
        expect(page.locator(f"#v2 input[value={value}]")).to_be_checked()
    expect(page.locator("#v2 .legend")).to_contain_text("added by B")
    page.locator("#meaning").select_option("never-arrives")
    expect(page.locator("#v2 h2")).to_contain_text("nothing changes")


def test_profile_follows_any_bearing_and_the_corridor(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page("#view=v3&alt=3000AMSL")
    page.locator("#bearing").fill("123")
    page.locator("#bearing").press("Enter")
    expect(page.locator("#v3 h2")).to_contain_text("From what height is a target seen along this bearing?")
    expect(page.locator("#v3 h2")).to_contain_text("123°")
    floor = unpack(data["polar"]["sites"][0]["search"]["p50"])[123, 50]
    shown = page.locator("#v3 .figure-number").inner_text().replace("\u00a0", " ").replace(",", "")
    assert float(shown.removesuffix(" m")) == pytest.approx(floor, abs=5.01)
    page.locator("#v3 input[value=corridor]").check(force=True)
    expect(page.locator("#v3 .profile")).to_contain_text("FL430")
    expect(page.locator("#v3 h2")).to_contain_text("flight levels")


def test_sources_open_from_a_number_within_two_clicks(open_page: Open) -> None:
    page = open_page()
    chip = page.locator('[data-number="seen_share"] .source-chip')
    chip.click()
    drawer = page.locator("dialog.drawer")
    expect(drawer).to_be_visible()
    expect(drawer).to_contain_text("340 km")
    expect(drawer.locator("#claim-c-91n6-range-2")).to_be_visible()
    drawer.locator("#claim-c-91n6-range-2 summary").click()
    expect(drawer.locator("#claim-c-91n6-range-2 code").first).to_have_text(
        "openiads study second-batch --believe c-91n6-range-2"
    )
    page.keyboard.press("Escape")
    expect(drawer).not_to_be_visible()
    expect(chip).to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(drawer.locator("#source-text")).to_be_focused()
    page.keyboard.type("institute")
    expect(drawer.locator(".claim")).to_have_count(1)
    drawer.locator("#source-text").fill("")
    drawer.locator("#source-to").fill("2018")
    expect(drawer.locator(".claim")).to_have_count(3)
    with page.expect_download() as download:
        drawer.get_by_role("button", name="BibTeX").click()
    assert Path(download.value.path()).read_text(encoding="utf-8").count("@misc{") == 3


def test_figures_and_tables_are_written_as_files(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page("#alt=300AGL")
    saved = {}
    for kind in ("PNG", "SVG", "GeoJSON"):
        with page.expect_download() as download:
            page.locator("#v1").get_by_role("button", name=f"{kind}: Export").click()
        saved[kind] = Path(download.value.path()).read_bytes()
    assert saved["PNG"][:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", saved["PNG"][16:24])
    assert min(width, height) > 1800
    svg = saved["SVG"].decode()
    assert "simulation from public sources" in svg
    assert data["meta"]["scenario_hash"][:12] in svg
    assert "<desc>Map." in svg
    assert json.loads(saved["GeoJSON"])["features"][0]["geometry"]["type"] == "MultiPolygon"
    page.locator("#v1 [data-table]").click()
    expect(page.locator("#v1 .tables table")).to_have_count(2)
    assert page.locator("#v1 .tables tbody tr").count() > len(data["classes"]) * len(data["altitudes"])


def test_a_link_brings_the_same_picture_back(open_page: Open) -> None:
    page = open_page(
        "#target=airliner&alt=10668FL&refr=p10&corr=1011&ab=b&batch=two-battalions&place=apart&bearing=290&tables=v3"
    )
    expect(page.locator("#altitude-text")).to_have_text("FL350")
    assert page.locator("#v2 input[value=b]").is_checked()
    assert page.locator("#meaning").input_value() == "two-battalions"
    assert page.locator("#v3 table").count() == 1
    page.keyboard.press("]")
    page.keyboard.press("[")
    page.wait_for_function("() => location.hash.includes('target=airliner') && location.hash.includes('corr=1011')")


def test_single_keys_can_be_switched_off(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("?")
    help_ = page.locator("dialog.help")
    expect(help_).to_be_visible()
    help_.locator("input").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.wait_for_function("() => location.hash.includes('keys=0')")
    page.keyboard.press("s")
    expect(page.locator("dialog.drawer")).not_to_be_visible()


def test_reflow_targets_and_names(open_page: Open) -> None:
    page = open_page(width=REFLOW_PX, height=700)
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= REFLOW_PX
    small = page.evaluate(
        """least => [...document.querySelectorAll('button, select, input, summary, [role=slider]')]
        .filter(e => e.offsetParent).map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
        .filter(([, r]) => r.width < least || r.height < least).map(([text]) => text)""",
        SMALLEST_TARGET_PX,
    )
    assert small == []
    faults = page.evaluate(
        """() => {
          const out = [];
          const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
          out.push(...ids.filter((id, i) => ids.indexOf(id) !== i).map(id => 'twice: ' + id));
          for (const e of document.querySelectorAll('button, [role=slider], [role=application], [role=img]'))
            if (!(e.getAttribute('aria-label') || e.textContent.trim()))
              out.push('no name: ' + e.outerHTML.slice(0, 80));
          for (const e of document.querySelectorAll('input, select'))
            if (!e.labels?.length && !e.getAttribute('aria-label')) out.push('no label: ' + e.outerHTML.slice(0, 80));
          for (const e of document.querySelectorAll('[aria-labelledby], [aria-describedby]'))
            for (const id of (e.getAttribute('aria-labelledby') || e.getAttribute('aria-describedby')).split(' '))
              if (!document.getElementById(id)) out.push('points nowhere: ' + id);
          if (!document.documentElement.lang) out.push('no language');
          if (document.querySelectorAll('h1').length !== 1) out.push('not one h1');
          return out;
        }"""
    )
    assert faults == []


def luminance(rgb: list[float]) -> float:
    channel = [c / 255 for c in rgb]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channel]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_and_hues_in_both_schemes(open_page: Open, scheme: str) -> None:
    page = open_page("#alt=3000AGL&ab=difference&place=apart&corr=1111", color_scheme=scheme)
    read = "e => getComputedStyle(e).{}.match(/[\\d.]+/g).slice(0, 3).map(Number)"
    paper = luminance(page.locator("html").evaluate(read.format("backgroundColor")))
    assert (paper < 0.1) == (scheme == "dark")
    for part in ("h1", ".tile-doubt", ".fine", ".kicker", ".source-chip", "footer p"):
        ink = luminance(page.locator(part).first.evaluate(read.format("color")))
        assert (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05) >= TEXT_CONTRAST, part
    colours = page.evaluate(
        """[...new Set([...document.querySelectorAll('svg *')]
        .flatMap(e => [e.getAttribute('fill'), e.getAttribute('stroke')]))].filter(c => /^#[0-9a-f]{6}$/.test(c))"""
    )
    assert len(colours) > 5
    for colour in colours:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        assert green <= max(red, blue) + 8, f"{colour} reads as green"


def test_paper_gets_two_light_pages_without_controls(open_page: Open) -> None:
    page = open_page(color_scheme="dark")
    pages = re.findall(rb"/Count (\d+)", page.pdf(format="A4", print_background=True))
    assert pages == [b"2"]
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_function("() => document.querySelector('#v1 svg rect[fill=\"#fdfcf9\"]') !== null")
    assert not page.locator(".controls").is_visible()
    assert page.locator(".print-only").is_visible()


def test_without_scripts_the_sentence_still_stands(browser: Browser, page_file: Path, data: dict[str, Any]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri())
    assert data["answer"]["sentence"] in page.locator("body").inner_text()
    context.close()


@pytest.fixture
def opened(browser: Browser, data: dict[str, Any], tmp_path: Path) -> Callable[..., Page]:
    """Open the page with its data changed."""
    def opener(change: Callable[[dict[str, Any]], None], hash_: str = "") -> Page:
        changed = json.loads(json.dumps(data))
        change(changed)
        path = tmp_path / "index.html"
        path.write_text(render_page(changed), encoding="utf-8")
        page = browser.new_page()
        page.goto(path.as_uri() + hash_)
        page.wait_for_selector("#page[data-ready]")
        return page
    return opener


def test_a_class_without_engagement_is_not_modelled_yet_instead_of_none(opened: Callable[..., Page]) -> None:
    def without(data: dict[str, Any]) -> None:
        for site in data["engagement"]["sites"]:
            del site["classes"]["cruise-missile"]

    page = opened(without, "#target=cruise-missile&alt=510AGL")
    assert tile(page, "engage_share") == "not modelled yet"
    assert "seen, not engageable" not in page.locator("#v1 .legend").inner_text()
    page.locator("#v1 .map").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#v1 .reading")).not_to_contain_text("could not be engaged")
    page.close()


def test_radar_range_is_computed_and_names_the_claim_that_it_scales_from(opened: Callable[..., Page]) -> None:
    def unsourced(data: dict[str, Any]) -> None:
        data["detection"]["reference"] = "RAD-037 (unsourced): 390 km at 4.0 m2, cross-section stated"

    page = opened(unsourced, "#target=cruise-missile&alt=510AGL")
    for view, part in (("v0", ".tiles"), ("v1", ".legend"), ("v3", ".profile")):
        text = page.locator(f"#{view} {part}").inner_text()
        assert "computed radar range" in text
        assert "(from RAD-037, unsourced)" in text
    for claimed in ("claimed detection range", "claimed radar range", "in claimed range"):
        assert claimed not in page.locator("body").inner_text()
    page.close()


def test_a_share_too_small_to_print_is_a_bound_and_is_not_hedged_twice(opened: Callable[..., Page]) -> None:
    def tiny(data: dict[str, Any]) -> None:
        data["meta"]["terrain"]["grade"] = "C"
        for row in data["shares"]["rows"]:
            row["share"] = {"nominal": 0.0002, "low": 0.0001, "high": 0.0003}

    page = opened(tiny, "#target=fighter&alt=1000AGL")
    assert tile(page, "seen_share") == "below 0.1 %"
    assert "at most below" not in page.locator("body").inner_text()
    page.close()


def test_a_correction_shows_one_number(open_page: Open) -> None:
    page = open_page()
    values = page.locator(".correction-value").all_inner_texts()
    assert len(values) == 4
    assert not any("·" in value for value in values)


def test_a_long_list_of_assumptions_is_folded_and_opens(opened: Callable[..., Page]) -> None:
    def many(data: dict[str, Any]) -> None:
        data["answer"]["assumed"] = [f"assumption {number}" for number in range(1, 8)]

    page = opened(many)
    shown, folded = page.get_by_text("assumption 4"), page.get_by_text("assumption 5")
    expect(shown).to_be_visible()
    expect(folded).not_to_be_visible()
    page.get_by_text("3 more").click()
    expect(folded).to_be_visible()
    page.close()


def test_every_grade_of_evidence_has_its_own_pattern(opened: Callable[..., Page]) -> None:
    grades = ["primary", "official", "press", "secondary", "estimate", "unsourced", "assumed", "inferred", "game"]

    def all_of_them(data: dict[str, Any]) -> None:
        data["answer"]["evidence_mix"] = [{"grade": grade, "count": 3, "share": 1 / 9} for grade in grades]

    page = opened(all_of_them)
    drawn = [page.locator(f".evidence-bar .grade-{grade}").evaluate("e => getComputedStyle(e).background")
             for grade in grades]
    assert len(set(drawn)) == len(grades)
    assert sum("gradient" in style for style in drawn) == len(grades) - 1  # the best grade is solid
    page.close()


def test_the_foot_names_its_run_once(open_page: Open, data: dict[str, Any]) -> None:
    assert open_page().locator("footer").inner_text().count(data["meta"]["scenario_hash"][:12]) == 1


def test_the_sliders_knob_leaves_the_site_free(open_page: Open) -> None:
    page = open_page("#view=v2")
    knob = page.locator("#v2 .divider").evaluate("e => getComputedStyle(e, '::after').top")
    box = page.locator("#v2 .divider").bounding_box()
    assert box is not None
    assert float(knob.removesuffix("px")) > 0.7 * box["height"]  # the site stands in the middle


@pytest.mark.parametrize("width", [1400, 390])
def test_the_name_of_a_site_leaves_its_mark_free(open_page: Open, data: dict[str, Any], width: int) -> None:
    page = open_page(width=width)
    name = data["sites"][0]["name"]
    gap = page.evaluate("""name => {
        const label = [...document.querySelectorAll("svg.map-svg text")].find(item => item.textContent === name);
        const [text, mark] = [label, label.previousElementSibling.previousElementSibling].map(item => item.getBBox());
        return mark.y - (text.y + text.height);
    }""", name)
    assert gap > 0
