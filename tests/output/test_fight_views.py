"""Outcomes, capacity, timeline and scope in a real browser: drawn, linked, by keyboard, standing still, left out."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from openiads.output.page_template import render_page

pytestmark = pytest.mark.browser

VIEWS = ("v4", "v5", "v6", "capacity")
REFLOW_PX = 320  # WCAG 2.2, success criterion 1.4.10
B = "B/one-battalion/colocated"
CHOSEN_B = "batch=one-battalion&place=colocated"

Open = Callable[..., Page]


@pytest.fixture
def changed(browser: Browser, data: dict[str, Any], tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open the page with its data changed; a word on the console fails the test."""
    troubles: list[str] = []

    def opener(change: Callable[[dict[str, Any]], None], hash_: str = "") -> Page:
        other = json.loads(json.dumps(data))
        change(other)
        path = tmp_path / "index.html"
        path.write_text(render_page(other), encoding="utf-8")
        page = browser.new_page()
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(path.as_uri() + hash_)
        page.wait_for_selector("#page[data-ready]")
        return page

    yield opener
    assert troubles == []


def plain(item: Locator) -> str:
    return item.inner_text().replace("\u00a0", " ").replace("\u2060", "")


def arm(data: dict[str, Any], name: str) -> dict[str, Any]:
    return next(item for item in data["fights"]["arms"] if item["id"] == name)


def replay(data: dict[str, Any], arm_id: str, kind: str) -> dict[str, Any]:
    return next(item for item in data["fights"]["replays"] if (item["arm"], item["kind"]) == (arm_id, kind))


def test_every_view_has_a_sentence_a_number_a_caveat_sources_and_words_for_its_picture(open_page: Open) -> None:
    page = open_page(f"#{CHOSEN_B}&t=200")
    for view in VIEWS:
        for part in ("h2", ".figure-number", ".caveat", ".source-chip", ".plot > .offscreen"):
            assert page.locator(f"#{view} {part}").first.text_content(), (view, part)
        assert page.locator(f"#{view} .plot svg").count(), view
    assert not re.search(r"\bsafe\b", page.locator("body").inner_text().lower())


def test_outcomes_are_told_as_natural_frequencies(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page(f"#{CHOSEN_B}")
    a, b = (round(100 * arm(data, name)["p_zero_leak"]["value"]) for name in ("A", B))
    assert plain(page.locator("#v6 h2")) == f"{a} of 100 raids: none got through; with the second batch, {b} of 100"
    assert plain(page.locator("#v6 .figure-number")) == f"{a} of 100"
    assert "doubt about claims" in plain(page.locator("#v6 .side"))
    assert "Stopped after" in plain(page.locator("#v6 .side"))


def test_fifty_dots_for_each_force_stand_for_its_histogram(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page(f"#{CHOSEN_B}")
    assert page.locator("#v6 .dot").count() == 100
    xs = page.locator("#v6 .dot").evaluate_all("dots => dots.slice(0, 50).map(dot => Number(dot.getAttribute('cx')))")
    counts = arm(data, "A")["leakers"]
    columns = sorted(round(x / 10) for x in xs)
    first = sum(x < (xs[0] + 60) for x in xs)
    assert first == pytest.approx(50 * counts[0] / sum(counts), abs=1)
    assert len(set(columns)) > 3
    page.locator("#v6 input[value=bars]").focus()
    page.keyboard.press("Space")
    expect(page.locator("#v6 .dot")).to_have_count(0)
    page.wait_for_function("() => location.hash.includes('dots=0')")


def test_force_b_is_one_choice_for_all_views_and_may_be_unfought(open_page: Open) -> None:
    page = open_page(f"#{CHOSEN_B}")
    page.locator("#v6-meaning").select_option("two-battalions")
    expect(page.locator("#meaning")).to_have_value("two-battalions")
    expect(page.locator("#capacity-meaning")).to_have_value("two-battalions")
    expect(page.locator("#v6 .dot")).to_have_count(100)
    page.locator("#v6 input[value=apart]").check(force=True)
    expect(page.locator("#v6 .dot")).to_have_count(50)
    expect(page.locator("#v6 .plot")).to_contain_text("was not fought")
    expect(page.locator("#v6 h2")).not_to_contain_text("second batch")


def test_a_difference_that_spans_zero_is_no_clear_difference(changed: Open) -> None:
    def unclear(data: dict[str, Any]) -> None:
        for pair in data["fights"]["paired"]:
            pair["p_zero_leak"] = {"value": 0.01, "low": -0.02, "high": 0.04, "clear": False}

    page = changed(unclear, f"#{CHOSEN_B}")
    assert plain(page.locator("#v6 h2")).endswith("no clear difference")
    assert "no clear difference (−2 to +4)" in plain(page.locator("#v6 .pair"))
    page.close()


@pytest.mark.parametrize(("high", "bound"), [
    (0.0038, "about 0.38"), (0.2347, "about 24"), (0.24, "about 24"), (1.0, "100"),
])
def test_what_never_happened_is_a_bound_that_is_rounded_up(changed: Open, high: float, bound: str) -> None:
    def never(data: dict[str, Any]) -> None:
        a = arm(data, "A")
        a["leakers"] = [0, *a["leakers"][1:]]
        a["leakers"][1] += a["runs"] - sum(a["leakers"])
        a["p_zero_leak"] = {"value": 0, "low": 0, "high": high}

    page = changed(never)
    assert plain(page.locator("#v6 .figure-number")) == f"none in 1,000 (so below {bound} %)"
    page.close()


def test_capacity_draws_each_meaning_of_batch_and_tells_what_runs_out(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page(f"#{CHOSEN_B}")
    forces = [item for item in data["fights"]["arms"] if item["side"] == "A" or item["placement"] == "colocated"]
    assert page.locator("#capacity .curve").count() == len(forces)
    raid = arm(data, "A")["saturation_raid"]["value"]
    assert f"from {raid:g} raiders on" in plain(page.locator("#capacity h2"))
    assert plain(page.locator("#capacity h2")).endswith(": a wave of aircraft at one height")
    assert f"Raid by size: a wave of aircraft at one height. In the cards below: {data['fights']['raid']}." \
        in plain(page.locator("#capacity .caveat"))
    card = page.locator("#capacity .card", has_text="When one component is lost").locator("svg")
    told = card.get_attribute("aria-label") or ""
    names = [row["component"] for row in data["fights"]["node_loss"] if row["arm"] == "A"]
    assert [told.index(name) for name in names] == sorted(told.index(name) for name in names)
    page.locator("#capacity input[value=none]").check(force=True)
    page.wait_for_function("() => location.hash.includes('sat=none')")
    expect(page.locator("#capacity .drawing")).to_contain_text("half of the raids")


def test_raid_sizes_beyond_those_fought_are_told_as_such(changed: Open) -> None:
    def beyond(data: dict[str, Any]) -> None:
        data["fights"]["arms"][0]["saturation_raid"] = {"value": "fewer", "low": "fewer", "high": 11}
        for item in data["fights"]["arms"][1:]:
            item["saturation_raid"] = {"value": "more", "low": 38, "high": "more"}
        for item in data["fights"]["paired"]:
            item["saturation_raid"]["clear"] = False

    page = changed(beyond, f"#{CHOSEN_B}&tables=capacity")
    assert plain(page.locator("#capacity h2")).startswith(
        "Half of the raids leak from fewer than 4 raiders on with the first batch, from more than 60 with the second "
        "(no clear difference)")
    assert "the first batch (fewer than 4 – 11, 95 % interval)" in plain(page.locator("#capacity"))
    rows = page.locator("#capacity table tbody tr", has_text="Saturation raid size (M08)")
    assert "more than 6038more than 60" in (rows.nth(1).text_content() or "")
    moved = page.locator("#capacity table tbody tr", has_text="raiders at which half of the raids leak, B minus A")
    assert "no clear difference" in (moved.first.text_content() or "")
    page.close()


def test_without_a_name_for_the_raid_of_the_curves_none_is_told(changed: Open) -> None:
    page = changed(lambda data: data["fights"].pop("saturation_raid_title"))
    assert not plain(page.locator("#capacity h2")).endswith(":")
    assert "wave" not in plain(page.locator("#capacity h2")) + plain(page.locator("#capacity .caveat"))
    page.close()


def test_the_causes_in_the_table_sum_to_all_not_engaged(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page(f"#{CHOSEN_B}&tables=capacity")
    row = page.locator("#capacity table tbody tr", has_text="all not engaged").first
    total = sum(item["per_run"] for item in arm(data, "A")["causes"])
    assert float(row.locator("td").nth(1).inner_text()) == pytest.approx(total, rel=0.01)


def test_the_timeline_has_a_row_for_each_raider_with_its_reason_in_words(
    open_page: Open, data: dict[str, Any]
) -> None:
    page = open_page("#run=A*15&view=v5")
    run = next(item for item in data["fights"]["replays"] if item["run"] == 15 and item["arm"] == "A")
    raiders = [flyer for flyer in run["flyers"] if not flyer["neutral"]]
    rows = page.locator("#v5 .flyer-row")
    assert rows.count() >= len(raiders)
    drawn = plain(page.locator("#v5 .timeline"))
    for flyer in raiders:
        words = f"{flyer['end']}: {flyer['cause']}" if flyer["cause"] else flyer["end"]
        assert words in rows.locator(f"xpath=self::*[@data-flyer='{flyer['id']}']").first.text_content()
    capacity = sum(unit["channels"] for unit in run["units"])
    assert f"channels busy, of {capacity}" in drawn
    assert f"ready rounds left, of {sum(unit['rounds'] for unit in run['units'])}" in drawn
    assert page.locator("#v5 .capacity-line").count() == 1
    assert f"of {len(raiders)} got through" in plain(page.locator("#v5 h2"))
    assert f"{run['leakers']} got through" in (page.locator("#v5-alt").text_content() or "")


def test_a_target_marked_by_keyboard_is_marked_in_every_view(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page(f"#run=A*15&t=400&corr=1111&{CHOSEN_B}")
    assert page.locator("#v1 .marked-way").count() == 0
    page.locator("#v5 .timeline").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    run = next(item for item in data["fights"]["replays"] if item["run"] == 15 and item["arm"] == "A")
    flyer = run["flyers"][1]["id"]
    page.wait_for_function("id => location.hash.includes('flyer=' + id)", arg=flyer)
    expect(page.locator("#v5 .reading")).to_contain_text(flyer)
    expect(page.locator("#v5 .records caption")).to_have_text(f"Records of {flyer}")
    expect(page.locator("#v5 .records tbody tr").first).to_contain_text("came")
    expect(page.locator("#v1 .marked-way")).to_have_count(2)
    expect(page.locator("#v1 .marked-now")).to_have_count(1)
    expect(page.locator("#v1 .same")).to_contain_text(flyer)
    expect(page.locator("#v4 .tracks [aria-pressed=true]")).to_have_count(1)
    page.keyboard.press("Delete")
    expect(page.locator("#v1 .marked-way")).to_have_count(0)
    expect(page.locator("#v5 .records table")).to_have_count(0)


def test_a_click_on_a_bar_marks_its_target_and_moves_the_time(open_page: Open) -> None:
    page = open_page("#run=A*15&view=v5")
    bar = page.locator("#v5 .flyer-row").nth(3).locator("rect[data-flyer]").last
    bar.scroll_into_view_if_needed()
    flyer = bar.get_attribute("data-flyer")
    bar.click(force=True)
    expect(page.locator("#v5 .reading")).to_contain_text(flyer or "?")
    assert int(page.locator("#v4-time").input_value()) > 60
    page.wait_for_function("() => /[#&]t=\\d+/.test(location.hash)")


def test_a_track_of_the_scope_marks_its_target_in_the_timeline(open_page: Open) -> None:
    page = open_page("#run=A*15&t=420&view=v4")
    first = page.locator("#v4 .tracks button").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#v4 .tracks [aria-pressed=true]")).to_have_count(1)
    expect(page.locator("#v5 .records table")).to_have_count(1)


def test_run_and_time_are_one_choice_for_timeline_and_scope(open_page: Open, data: dict[str, Any]) -> None:
    page = open_page(f"#{CHOSEN_B}&t=0")
    worst = replay(data, "A", "worst")
    page.locator(f'#v5 input[value="A*{worst["run"]}"]').check(force=True)
    expect(page.locator(f'#v4 input[value="A*{worst["run"]}"]')).to_be_checked()
    page.locator("#v4 input[name=v4-side][value=B]").check(force=True)
    expect(page.locator("#v5 .caveat")).to_contain_text(f"B, run {replay(data, B, 'worst')['run']} (worst)")
    page.locator("#v5 .timeline").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#v4-time")).to_have_value("70")
    expect(page.locator("#v4 h2")).to_contain_text("At 1:10")
    page.locator("#v4 .scope").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#v5-time")).to_have_value("60")


def test_a_run_opens_where_most_tracks_are_held_and_a_link_to_its_start_stays_there(open_page: Open) -> None:
    held = [int(plain(open_page(f"#run=A*15{when}").locator("#v4 .figure-number"))) for when in ("", "&t=0", "&t=900")]
    assert held[0] > max(held[1:])
    page = open_page("#run=A*15&t=0")
    expect(page.locator("#v5-time")).to_have_value("0")
    page.locator("#v6 input[value=bars]").check(force=True)
    page.wait_for_function("() => location.hash.includes('t=0&')")


def test_space_plays_and_pauses_and_full_stop_steps_one_scan(open_page: Open) -> None:
    page = open_page("#run=A*15&t=100&speed=60&view=v4")
    page.locator("#v4").focus()
    page.keyboard.press(" ")
    expect(page.locator("#v4 .play")).to_have_text("Pause")
    page.wait_for_function("() => Number(document.querySelector('#v4-time').value) > 130")
    page.keyboard.press(" ")
    expect(page.locator("#v4 .play")).to_have_text("Play")
    before = float(page.locator("#v4-time").input_value())
    page.keyboard.press(".")
    assert float(page.locator("#v4-time").input_value()) == pytest.approx(before + 12, abs=1)
    assert page.locator("#v4 .sweep").count() == 1


def test_the_scope_shows_plots_tracks_and_hidden_ground_and_lists_the_tracks(open_page: Open) -> None:
    page = open_page("#run=A*15&t=420&alt=60AGL&scope=60&view=v4")
    assert page.locator("#v4 .plot-mark").count() > 3
    assert len(page.locator("#v4 .shadow").get_attribute("d") or "") > 500
    listed = page.locator("#v4 .tracks tbody tr").count()
    assert plain(page.locator("#v4 .figure-number")) == str(listed)
    assert f"hold {listed} tracks" in plain(page.locator("#v4 h2"))
    before = page.locator("#v4 .shadow").get_attribute("d")
    page.locator("h1").click()
    page.keyboard.press("]")
    page.wait_for_function("old => document.querySelector('#v4 .shadow').getAttribute('d') !== old", arg=before)


def test_with_reduced_motion_the_scope_stands_still_and_can_be_stepped(open_page: Open) -> None:
    page = open_page("#run=A*15&t=420&view=v4", reduced_motion="reduce")
    expect(page.locator("#v4 .play")).not_to_be_visible()
    assert page.locator("#v4 .sweep").count() == 0
    assert page.locator("#v4 .plot-mark").count() > 3
    page.locator("#v4").focus()
    page.keyboard.press(" ")
    page.wait_for_timeout(200)
    expect(page.locator("#v4-time")).to_have_value("420")
    page.locator("#v4").get_by_role("button", name="Step", exact=True).click()
    expect(page.locator("#v4-time")).to_have_value("432")
    page.locator("#v6").get_by_role("button", name="Show me one").click()
    page.wait_for_timeout(200)
    expect(page.locator("#v4-time")).to_have_value("0")


def test_show_me_one_opens_another_of_the_stored_runs(open_page: Open) -> None:
    page = open_page(f"#run=A*15&{CHOSEN_B}")
    page.locator("#v6").get_by_role("button", name="Show me one").click()
    page.wait_for_function("() => document.activeElement.id === 'v5'")
    expect(page.locator("#v5 .caveat")).not_to_contain_text("A, run 15 ")
    expect(page.locator("#v5 .play")).to_have_text("Pause")
    page.keyboard.press(" ")
    page.wait_for_function("() => location.hash.includes('run=')")


def test_a_link_brings_the_same_run_back(open_page: Open, data: dict[str, Any]) -> None:
    run = replay(data, B, "typical")
    page = open_page(f"#{CHOSEN_B}&run={B.replace('/', '%2F')}*{run['run']}&t=333&flyer=uav-east-2&speed=30"
                     "&scope=240&sat=none&dots=0&tables=v5")
    expect(page.locator("#v5-time")).to_have_value("333")
    expect(page.locator("#v5-speed")).to_have_value("30")
    expect(page.locator("#v5 .reading")).to_contain_text("uav-east-2")
    assert page.locator("#v5 .tables table").count() == 2
    assert page.locator("#v5 .tables table").nth(1).locator("tbody tr").count() == len(run["events"])
    for chosen in ("#v4 input[value='240']", "#v6 input[value=bars]", "#capacity input[value=none]"):
        expect(page.locator(chosen)).to_be_checked()
    page.locator("h1").click()
    page.keyboard.press("]")
    page.wait_for_function("""() => ['t=333', 'flyer=uav-east-2', 'speed=30', 'scope=240', 'sat=none', 'dots=0']
        .every(part => location.hash.includes(part))""")


def test_single_keys_go_to_the_views(open_page: Open) -> None:
    page = open_page(reduced_motion="reduce")
    for key, view in (("6", "v6"), ("5", "v5"), ("4", "v4"), ("c", "capacity")):
        page.keyboard.press(key)
        page.wait_for_function("id => document.activeElement.id === id", arg=view)


@pytest.mark.parametrize("view", VIEWS)
def test_pictures_and_tables_are_written_as_files(open_page: Open, data: dict[str, Any], view: str) -> None:
    page = open_page(f"#t=420&flyer=cruise-south-3&{CHOSEN_B}", color_scheme="dark")
    section = page.locator(f"#{view}")
    with page.expect_download() as download:
        section.get_by_role("button", name="SVG: Export").click()
    svg = Path(download.value.path()).read_text(encoding="utf-8")
    assert "simulation from public sources" in svg
    assert data["meta"]["scenario_hash"][:12] in svg
    assert "#fdfcf9" in svg  # light, whatever the page
    assert plain(section.locator("h2")).split(",")[0] in svg.split("<title>")[1]
    with page.expect_download() as download:
        section.get_by_role("button", name="PNG: Export").click()
    assert Path(download.value.path()).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    with page.expect_download() as download:
        section.get_by_role("button", name="CSV: Export").click()
    assert Path(download.value.path()).read_bytes().count(b"\r\n") > 3
    section.locator("[data-table]").click()
    expect(section.locator(".tables table").nth(1)).to_be_visible()


def test_a_page_without_fights_leaves_the_views_out(changed: Open) -> None:
    page = changed(lambda data: data.pop("fights"), "#run=A*15&t=100&flyer=cruise-south-3")
    for view in VIEWS:
        assert page.locator(f"#{view}").count() == 0
    for key in ("4", "5", "6", "c", " ", ".", "t"):
        page.keyboard.press(key)
    assert page.locator("#v1 .marked-way").count() == 0
    assert "not yet simulated" in plain(page.locator("#v2 .caveat"))
    page.close()


def test_a_run_without_its_picture_and_a_force_without_runs_say_so(changed: Open) -> None:
    def bare(data: dict[str, Any]) -> None:
        data["fights"]["replays"] = [item for item in data["fights"]["replays"] if item["arm"] == "A"]
        for item in data["fights"]["replays"]:
            item["picture"] = None

    page = changed(bare, f"#{CHOSEN_B}")
    expect(page.locator("#v4 h2")).to_have_text("This run is stored without its picture")
    expect(page.locator("#v5 .plot")).to_contain_text("No run of this force is stored")
    assert page.locator("#v5 .flyer-row").count() > 10
    page.close()


def test_fights_without_any_stored_run_still_tell_their_outcomes(changed: Open) -> None:
    def none(data: dict[str, Any]) -> None:
        data["fights"]["replays"] = []

    page = changed(none, f"#{CHOSEN_B}")
    assert page.locator("#v6 .dot").count() == 100
    expect(page.locator("#v6").get_by_role("button", name="Show me one")).not_to_be_visible()
    page.close()


def test_open_tables_and_records_reflow_on_a_small_phone(open_page: Open) -> None:
    page = open_page(f"#tables=v4_v5_v6_capacity&flyer=cruise-south-3&t=420&{CHOSEN_B}", width=REFLOW_PX, height=700)
    for view in ("v4", "v5", "capacity"):
        expect(page.locator(f"#{view} .figure-body")).not_to_be_visible()
        page.locator(f"#{view} summary", has_text="Show the figure").click()
        expect(page.locator(f"#{view} .figure-body")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= REFLOW_PX
    for view in VIEWS:
        right = page.locator(f"#{view} .plot svg").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
        assert 250 < max(right) <= REFLOW_PX, view


def test_a_link_to_a_folded_view_opens_it(open_page: Open) -> None:
    page = open_page("#view=v5", width=390, height=800)
    expect(page.locator("#v5 .timeline")).to_be_visible()
    expect(page.locator("#v4 .scope")).not_to_be_visible()
    page.locator("#v5 .timeline").focus()
    page.keyboard.press("4")
    expect(page.locator("#v4 .scope")).to_be_visible()


def order_of(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('main > section, main > [id]')].map((item) => item.id)")


def test_a_phone_shows_outcomes_right_after_the_map_and_a_wide_window_keeps_its_order(open_page: Open) -> None:
    page = open_page()
    wide = order_of(page)
    assert wide.index("v2") < wide.index("v6")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.querySelector('#v6').compareDocumentPosition(document.querySelector('#v2')) & 4")
    phone = order_of(page)
    assert phone.index("v6") == phone.index("v1") + 1
    assert sorted(phone) == sorted(wide)
    page.set_viewport_size({"width": 1200, "height": 900})
    page.wait_for_function("document.querySelector('#v2').compareDocumentPosition(document.querySelector('#v6')) & 4")
    assert order_of(page) == wide


def test_labels_of_curves_that_end_alike_stand_apart(changed: Callable[..., Page]) -> None:
    def alike(data: dict[str, Any]) -> None:
        for row in data["fights"]["saturation"]:
            row["mean_leakers"] = {"value": 0, "low": 0, "high": 1}

    page = changed(alike)
    lines = sorted(float(item.get_attribute("y") or "nan") for item in page.locator("#capacity .curve-label").all())
    assert len(lines) > 2
    assert min(after - before for before, after in pairwise(lines)) >= 15
    assert lines[-1] <= float(page.locator("#capacity .drawing svg").first.get_attribute("height") or "nan")


def test_the_map_says_what_it_asks_beside_what_is_fought(open_page: Open) -> None:
    assert "engagement radar among them" in open_page().locator("#v1").inner_text()
