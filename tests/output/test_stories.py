"""Stories: closed forms under them, claims through them, what they may not say, and the page that shows them."""

import json
import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect
from pyproj import Geod

from openiads.earth.terrain import open_terrain
from openiads.errors import OpenIADSError
from openiads.knowledge.library import Library, load_library
from openiads.knowledge.resolve import resolve
from openiads.output.page_template import render_page
from openiads.output.site_answer import answer_sites
from openiads.output.site_results import results_of
from openiads.output.stories.cover import asked_of
from openiads.output.stories.drawing import chart_svg, section_svg
from openiads.output.stories.gallery import gallery_html, pieces_of, story_record
from openiads.output.stories.geometry import looks_of
from openiads.output.stories.page_entry import stories_entry
from openiads.output.stories.records import Bar, Chart, Section, StoryAnswer, length_words
from openiads.output.stories.tell import answer_story, circle_sentence
from openiads.output.study import Study, write_page
from openiads.scenario.files import load_story, shipped, shipped_stories
from tests.output.contract import faults
from tests.output.made_page import made_page
from tests.output.sentence_rules import broken_rules

EARTH_M = 6_371_000.0
SHORT_FORM_KM = 0.5  # the handbook's 4.12 (sqrt h1 + sqrt h2) is rounded to three figures
SAMPLING_M = 30.0  # a profile is sampled each 250 m, and its floor is that of the nearest sample
AIR_DB_PER_KM = 0.0075  # one way at 3 GHz on the ground, ITU-R P.676; less aloft, so an upper bound
REPORTED_KM = 3.0  # the product text prints "about 175 km"
FEW_DRAWS = 8
DOCS = Path(__file__).parents[2] / "docs"
LARGEST_PAGE_BYTES = 1_000_000
NAMES = tuple(shipped("story"))


@cache
def answer(name: str) -> StoryAnswer:
    story = load_story(name)
    if story.batch is not None:
        story = story.model_copy(update={"batch": story.batch.model_copy(update={"draws": FEW_DRAWS})})
    return answer_story(story, load_library())


def texts_of(found: StoryAnswer) -> list[str]:
    figures = [figure.alt for part in found.parts for figure in part.figures]
    return [*found.said, found.circle, *(text for part in found.parts for text in part.sentences), *found.unknown,
            *found.open_inputs, *figures, found.story.title]


def with_value(claim_id: str, value: object) -> Library:
    """The ledger with another value in one claim."""
    library = load_library()
    return replace(library, by_id={**library.by_id, claim_id: replace(library.claim(claim_id), value=value)})


def scaled(value: object) -> object:
    return tuple(item / 10 for item in value) if isinstance(value, tuple) else value / 10  # type: ignore[operator]


def horizon_m(antenna_m: float, target_m: float) -> float:
    """Smooth earth, 4/3: the closed form, written here on its own."""
    reach = 2 * 4 / 3 * EARTH_M
    return math.sqrt(reach * antenna_m) + math.sqrt(reach * target_m)


def height_needed_m(antenna_m: float, distance_m: float) -> float:
    return (distance_m - horizon_m(antenna_m, 0.0)) ** 2 / (2 * 4 / 3 * EARTH_M)


def test_the_hill_sees_a_low_flyer_at_175_km_where_the_plain_sees_it_at_54():
    (part,) = answer("hill").parts
    plain_km, hill_km = (row[2] for row in part.rows)
    assert plain_km == pytest.approx(4.12 * (math.sqrt(30) + math.sqrt(60)), abs=SHORT_FORM_KM)
    assert hill_km == pytest.approx(4.12 * (math.sqrt(1230) + math.sqrt(60)), abs=SHORT_FORM_KM)
    assert hill_km == pytest.approx(175, abs=REPORTED_KM)
    assert "54.5 km" in part.sentences[0]


def test_the_black_sea_needs_1300_to_1900_m_on_a_smooth_earth_and_more_over_the_ground():
    part = answer("black-sea").parts[0]
    assert [row[2] for row in part.rows] == [170, 200]
    for row in part.rows:
        assert row[3] == pytest.approx(height_needed_m(30.0, row[2] * 1e3), abs=SAMPLING_M)
        assert min(row[4:7]) > row[3]  # hills take more away than the curve
    assert 1250 < part.rows[0][3] < 1350
    assert 1800 < part.rows[1][3] < 1900
    assert "at least these" in " ".join(part.sentences)


def test_a_small_cross_section_shrinks_the_range_as_the_fourth_root():
    story, library = load_story("black-sea"), load_library()
    results = results_of(answer_sites(asked_of(story, story.cover, library, open_terrain("bundled"))))
    seen = {row["target"]: row["detection"] for row in results["table"] if row["altitude"] == "FL300"}
    nominal = resolve(None, ("f-16", "f-35")).nominal
    fourth_root = (nominal["f-35.rcs"].value / nominal["f-16.rcs"].value) ** 0.25
    near_km, far_km = (seen[target]["range_km"]["nominal"] for target in ("f-35", "f-16"))
    air = 10 ** (2 * AIR_DB_PER_KM * (far_km - near_km) / 40)  # takes more of the longer way, there and back
    assert fourth_root < near_km / far_km < fourth_root * air
    told = " ".join(answer("black-sea").parts[1].sentences)
    assert f"{seen['f-35']['range_km']['nominal']:.0f} km" in told


def test_the_aegean_lies_outside_the_circle_about_the_reported_site_and_inside_that_about_the_coast():
    found, geod = answer("aegean"), Geod(ellps="WGS84")
    for site in found.story.sites:
        for point in found.story.points:
            away_km = geod.inv(site.position.lon_deg, site.position.lat_deg, point.position.lon_deg,
                               point.position.lat_deg)[2] / 1e3
            place = "inside" if away_km <= 400 else "outside"
            told = found.circle.split(f"About {site.name}: ")[1].split(". ")[0]
            assert re.search(rf"{point.name}, {away_km:.0f} km away, lies {place}", told)
    shares = [float(row[5].split(" ")[0]) for row in found.parts[1].rows if row[:2] == ("Mürted air base, near Ankara",
                                                                                       "F-16 class")]
    assert shares == sorted(shares)  # what is covered is a matter of altitude
    assert shares[-1] > 20 * shares[0]


def test_shayrat_lay_inside_the_circle_and_low_flyers_behind_the_coastal_range():
    found = answer("shayrat")
    assert "Shayrat air base, 135 km away, lay inside" in found.circle
    (look,) = looks_of(found.story, found.story.heights, load_library(), open_terrain("bundled"))
    ground_m = look.profile.terrain_amsl_m[look.profile.sample_at(look.distance_m)]
    assert look.profile.floor_at_m(look.distance_m)["median"] - ground_m > look.smooth_m + 1000
    blocker = look.profile.blocker["median"][look.profile.sample_at(look.distance_m)]
    assert 15e3 < look.profile.distance_m[blocker] < 50e3  # the range stands between the coast and the Orontes
    assert look.grade == "C"
    told = " ".join(text for part in found.parts for text in part.sentences)
    assert "Terrain grade C" in told
    assert "at most" in told


def test_the_exercise_sets_the_model_beside_both_pairs_of_figures():
    found = answer("baltic")
    (part,) = found.parts
    told = " ".join(part.sentences)
    for figure in ("150 to 200 km", "200 to 250 km", "20 to 35 km", "recalled and not checked"):
        assert figure in told
    assert "radius of 400 km" in found.circle
    assert found.grade == ""
    sight_km = float(next(row[3] for row in part.rows if row[1:3] == ("cruise missile", "60 m AGL")))
    assert sight_km == pytest.approx(horizon_m(24.0, 60.0) / 1e3, rel=0.05)  # the region's refraction is near 4/3


def test_a_second_batch_beside_the_first_adds_depth_by_the_meaning_of_the_word_and_no_area():
    rows = answer("second-batch").parts[0].rows
    areas = [row for row in rows if row[1] == "colocated" and row[2].startswith("area")]
    assert areas
    assert {row[5] for row in areas} == {"no change"}
    channels = {row[0]: row[5] for row in rows if row[1:3] == ("colocated", "guidance channels")}
    assert channels["never arrives"] == "no change"
    assert channels["one battery"].startswith("+10")
    assert channels["one regiment"].startswith("+40")


@pytest.mark.parametrize(("name", "claim_id"), [
    (story.id, claim_id) for story in shipped_stories()
    for claim_id in (story.circle.radius, story.circle.distance, story.circle.height_difference) if claim_id
])
def test_another_value_of_a_claim_makes_another_circle(name, claim_id):
    story, library = load_story(name), load_library()
    other = circle_sentence(story, with_value(claim_id, scaled(library.claim(claim_id).value)))
    assert other != circle_sentence(story, library)


def test_a_shorter_circle_no_longer_holds_the_base():
    story = load_story("shayrat")
    assert "135 km away, lay outside" in circle_sentence(story, with_value("STO-010", 50))


def test_a_claim_moves_only_the_stories_that_name_it():
    changed = with_value("STO-002", (17.0, 20.0))
    moved = [story.id for story in shipped_stories()
             if circle_sentence(story, changed) != circle_sentence(story, load_library())]
    assert moved == ["black-sea"]


@pytest.mark.parametrize("name", NAMES)
def test_each_claim_of_a_story_is_used_by_its_answer(name):
    found = answer(name)
    assert set(found.story.claims_named()) <= set(found.claims)
    for claim_id in found.story.said:
        assert any(f"({claim_id}, " in line for line in found.said)


@pytest.mark.parametrize("name", NAMES)
def test_no_story_says_what_is_refused(name):
    assert not [(text, broken) for text in texts_of(answer(name)) if (broken := broken_rules(text))]


def test_a_story_that_would_say_what_is_refused_is_not_told():
    story = load_story("hill")
    with pytest.raises(OpenIADSError, match="E0801"):
        answer_story(story.model_copy(update={"unknown": ("The system is useless.",)}), load_library())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_put_into_quotation_marks(name):
    """The ledger holds paraphrases alone, so no story may look as if it quoted."""
    found = answer(name)
    assert not [text for text in (found.story.title, *found.said, found.circle) if re.search("[\"“”«»]", text)]


def test_the_circle_about_the_base_is_that_of_the_system_that_was_said_to_stand_there():
    story, library = load_story("shayrat"), load_library()
    radius, place = library.claim(story.circle.radius), library.claim("STO-009")
    assert radius.subject == place.subject == "S-400 in Syria"
    assert "no source of this story says where they stood" in answer("shayrat").circle


@pytest.mark.parametrize("name", NAMES)
def test_no_card_says_that_later_claims_were_known_by_its_date(name):
    found, library = answer(name), load_library()
    dates = [library.claim(claim_id).date for claim_id in found.claims]
    assert found.newest == max(date for date in dates if date != "undated")
    card = gallery_html([found])
    assert "As of" not in card
    assert f"Of {found.story.date}, on claims dated up to {found.newest}" in card


def test_bounds_of_claims_are_told():
    said = " ".join(answer("shayrat").said)
    assert "more than 90 mi" in said
    assert "more than 185 mi" in said
    hill = answer("hill")
    for text in (hill.said[0], hill.circle, hill.parts[0].sentences[0]):
        assert "about 1,200 m" in text
    assert length_words(load_library().claim("STO-007")) == "more than 145 km (90 mi)"


def test_the_hill_says_which_radar_stood_higher_and_that_ground_may_also_give():
    found = answer("hill")
    (part,) = found.parts
    assert "The S-300PM-2 radar in Masyaf was said to stand about 1,200 m higher than the S-400 radar" in found.circle
    plain, hill = part.sentences[0].split(" and at about ")
    assert "S-400 radar in Khmeimim" in plain
    assert "S-300PM-2 radar in Masyaf" in hill
    doubt = part.sentences[1]
    assert "never less" not in doubt
    assert "give some" in doubt


def test_the_story_of_an_f_22_says_that_none_is_modelled():
    found = answer("black-sea")
    assert not any("f-22" in target for target in found.story.cover.targets)
    assert any("no F-22 is modelled" in text for text in found.unknown)


@pytest.mark.parametrize("name", [story.id for story in shipped_stories() if story.circle.radius == "MIS-001"])
def test_a_ring_of_missile_reach_is_called_that_wherever_sight_stands_beside_it(name):
    found = answer(name)
    assert "claimed missile reach" in found.circle
    beside = [text for part in found.parts for text in part.sentences if "within the radar's power" in text]
    assert all("claimed missile reach (MIS-001) and not sight" in text for text in beside)
    assert bool(beside) == (found.story.cover is not None)


@pytest.mark.parametrize("name", ["black-sea", "aegean", "shayrat"])
def test_a_height_over_coarse_ground_is_told_as_at_least(name):
    told = [text for text in answer(name).parts[0].sentences if text.startswith("A target below")]
    assert told
    assert all(text.startswith("A target below at least ") for text in told)


def test_counts_are_printed_whole_and_areas_rounded():
    rows = answer("second-batch").parts[0].rows
    rounds = {row[0]: row[3:5] for row in rows if row[1:3] == ("colocated", "ready rounds")}
    assert rounds["two batteries"] == ("64 (64–93)", "128 (128–186)")
    assert all(re.fullmatch(r"[\d,]+( \([\d,]+–[\d,]+\))?", cell) for pair in rounds.values() for cell in pair)
    assert all("km²" in cell for row in rows if row[2].startswith("area") for cell in row[3:5])


@pytest.mark.parametrize("name", [story.id for story in shipped_stories() if story.told == "past"])
def test_what_is_over_is_told_in_the_past(name):
    told = " ".join(text for part in answer(name).parts for text in part.sentences)
    assert not re.search(r" (is|are) (in sight|hidden|detected|engageable)\b| has to be | comes into ", told)


@pytest.mark.parametrize("name", ["hill", "black-sea"])
def test_the_same_story_gives_the_same_bytes(name):
    again = answer_story(load_story(name), load_library())
    assert story_record(again) == story_record(answer(name))
    assert gallery_html([again]) == gallery_html([answer(name)])


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
SIZES = st.floats(0, 1e6)


@given(st.lists(st.builds(Bar, WORDS, SIZES, WORDS, SIZES, SIZES), min_size=1, max_size=6), WORDS, SIZES)
def test_any_chart_is_well_formed_and_stays_on_its_paper(bars, title, mark):
    drawn = ET.fromstring(chart_svg(Chart(title, tuple(bars), mark, title)))
    width = float(drawn.attrib["viewBox"].split()[2])
    for rect in drawn.iter("{http://www.w3.org/2000/svg}rect"):
        assert 0 <= float(rect.attrib["width"]) <= width
    assert drawn.attrib["aria-label"].startswith(title)


def test_a_longer_bar_stands_for_a_greater_value():
    drawn = ET.fromstring(chart_svg(Chart("t", (Bar("a", 10.0, "10"), Bar("b", 20.0, "20")), full=100.0)))
    short, long = (float(item.attrib["width"]) for item in drawn.iter("{http://www.w3.org/2000/svg}rect"))
    assert long == pytest.approx(2 * short, rel=0.01)


def test_each_figure_is_well_formed_and_says_its_finding():
    for name in NAMES:
        for part in answer(name).parts:
            assert part.rows
            for figure in part.figures:
                drawn = section_svg(figure) if isinstance(figure, Section) else chart_svg(figure)
                assert ET.fromstring(drawn).attrib["aria-label"] == figure.alt
                assert re.search(r"\d", figure.alt)


def test_the_gallery_asks_for_nothing_and_holds_every_story():
    page = gallery_html([answer(name) for name in NAMES])
    assert len(page.encode()) < LARGEST_PAGE_BYTES
    assert not re.search(r'(src|href)="(?!#)', page)
    assert "<script" not in page
    for name in NAMES:
        assert f'id="{name}"' in page
        assert f'href="#{name}"' in page


def test_a_folder_holds_page_data_tables_figures_and_claims():
    pieces = dict(pieces_of([answer("hill")], load_library()))
    assert {"index.html", "stories.json", "tables/hill-1.csv", "figures/hill-1a.svg", "tables/claims.csv",
            "tables/sources.bib"} == set(pieces)
    assert "STO-011" in pieces["tables/claims.csv"]
    assert pieces["tables/hill-1.csv"].splitlines()[1].startswith("30.0,60 m AGL,54.5")


def quotations(text: str) -> list[str]:
    """Block quotations of a page of the documentation, each on one line."""
    blocks = re.findall(r"(?m)(?:^>.*\n)+", text)
    return [" ".join(block.replace("\n>", " ").lstrip(">").split()) for block in blocks]


def test_the_tutorial_quotes_every_story_word_for_word():
    told = {" ".join(text.split()): name for name in NAMES for text in texts_of(answer(name))}
    quoted = quotations((DOCS / "tutorials/five-stories.md").read_text(encoding="utf-8"))
    assert not [text for text in quoted if text not in told]
    assert {told[text] for text in quoted} == set(NAMES)


def test_the_page_of_a_study_takes_the_stories_by_its_contract():
    entry = json.loads(json.dumps(stories_entry([answer(name) for name in NAMES])))
    assert not faults(entry, "Story[]")
    assert {story["id"] for story in entry} == set(NAMES)
    assert len(json.dumps(entry)) < LARGEST_PAGE_BYTES / 4


def test_claims_that_stories_name_lie_in_the_drawer_of_the_page(small: Study, tmp_path):
    (path,) = write_page(small, tmp_path, stories=stories_entry([answer("hill"), answer("shayrat")]))
    text = path.read_text(encoding="utf-8").split('id="openiads-data"')[1].split(">", 1)[1].split("</script>")[0]
    data = json.loads(text)
    assert [story["id"] for story in data["stories"]] == ["hill", "shayrat"]
    assert {"STO-007", "STO-011", "MIS-001"} <= set(data["claims"])


def page_with_stories(folder: Path) -> Path:
    """The page of the made-up study with two real stories."""
    entry = [{**story, "claims": ["c-batch-1"]} for story in stories_entry([answer("hill"), answer("black-sea")])]
    path = folder / "index.html"
    path.write_text(render_page({**made_page(), "stories": entry}), encoding="utf-8")
    return path


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cards_of_the_page_open_by_keyboard_and_hold_figures_and_a_table(browser: Browser, tmp_path, scheme):
    page = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme=scheme)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(page_with_stories(tmp_path).as_uri())
    page.wait_for_selector("#page[data-ready]")
    page.keyboard.press("g")
    cards = page.locator("#v10 .story-card")
    assert cards.count() == 2
    for locator in (cards.first.locator("> summary"), cards.first.locator(".story-more > summary")):
        locator.focus()
        page.keyboard.press("Enter")
    expect(cards.first.locator("svg.story-figure").first).to_be_visible()  # drawn on the toggle, which comes later
    assert "54.5 km" in str(cards.first.locator("svg.story-figure").first.get_attribute("aria-label"))
    for head in ("What was said", "What the circle says", "What the model says", "What remains unknown"):
        assert cards.first.get_by_text(head).is_visible()
    page.locator('[data-table="v10"]').click()
    expect(page.locator("#v10 .tables table")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert troubles == []
    page.close()


@pytest.mark.browser
def test_the_gallery_fits_a_phone_and_opens_by_keyboard(browser: Browser, tmp_path):
    path = tmp_path / "index.html"
    path.write_text(gallery_html([answer(name) for name in ("hill", "black-sea")]), encoding="utf-8")
    for scheme in ("light", "dark"):
        page = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme=scheme)
        page.goto(path.as_uri())
        summary = page.locator("#hill details.more > summary")
        summary.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#hill details.more")).to_have_attribute("open", "")
        table = page.locator("#hill details.more summary", has_text="Table:").first
        table.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#hill table")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert summary.bounding_box()["height"] >= 44
        page.close()
