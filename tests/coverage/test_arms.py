"""The two arms of a small study: laws that hold whatever the sources say."""

from dataclasses import replace
from functools import cache, partial
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from openiads.coverage import arms, site, sky
from openiads.coverage.arms import BATTERY_POST, SEARCH_POST, StudyAreas, components_of, post_kind, post_of, run_arms
from openiads.coverage.site import Place, Question, areas_of, build_site
from openiads.knowledge.library import load_library
from openiads.scenario.files import load_scenario
from openiads.scenario.model import Scenario
from openiads.units import Position, parse_altitude
from tests.coverage.small import COARSE, LAT_DEG, LON_DEG, Hills

SIGHT, DETECTION, ENGAGEMENT = 0, 1, 2
TARGETS = ("airliner", "cruise-missile")


@cache
def scenario(*, seed: int = 5, apart_deg: float = 0.8, missiles: int = 2) -> Scenario:
    """The study second-batch made small: 20 draws, two sites 70 km apart among hills, two classes."""
    full = load_scenario("second-batch")
    here, there = full.sites
    spots = (here.model_copy(update={"kind": "fictional", "position": Position(LAT_DEG, LON_DEG)}),
             there.model_copy(update={"kind": "fictional", "position": Position(LAT_DEG, LON_DEG + apart_deg)}))
    return full.model_copy(update={
        "draws": 20, "seed": seed, "sites": spots, "targets": TARGETS, "refraction": 4 / 3,
        "altitudes": tuple(parse_altitude(text) for text in ("300 m AGL", "2000 m AMSL", "8000 m AMSL")),
        "missiles": full.missiles[:missiles],
    })


@cache
def study(believe: tuple[str, ...] = (), **choices: float) -> StudyAreas:
    """Areas of the small study."""
    return run_arms(scenario(**choices), load_library(), Hills(), believe=believe, weather_rows=2, polar=COARSE)


def test_beside_the_first_a_second_batch_adds_exactly_nothing() -> None:
    found = study()
    for meaning in found.scenario.batch_meanings:
        assert not found.added_by(meaning, "colocated").any()


def test_a_batch_that_never_arrives_adds_nothing() -> None:
    found = study()
    assert not found.added_by(found.scenario.meaning("never-arrives"), "apart").any()


@pytest.mark.parametrize("meaning", ["one-battery", "two-batteries", "one-battalion", "two-battalions", "one-regiment"])
def test_apart_it_adds_something_and_no_more_than_it_covers_alone(meaning: str) -> None:
    found = study()
    added = found.added_by(found.scenario.meaning(meaning), "apart")
    asked = found.scenario.meaning(meaning)
    alone = found.pair(str(post_kind(asked.formation, asked.count))).alone_area_m2
    assert (added[:, :, :, :3] > 0).all()
    assert (added[: len(alone)] <= alone).all()


def test_formations_bring_their_radars() -> None:
    assert post_kind("battery", 1) == BATTERY_POST
    assert post_kind("battalion", 2) == post_kind("regiment", 1) == SEARCH_POST
    assert post_kind("regiment", 0) is None
    place = scenario().sites[0]
    assert post_of(scenario(), place, BATTERY_POST, 0.0).radars == ("92N6E",)
    assert set(post_of(scenario(), place, SEARCH_POST, 0.0).radars) == {"91N6E", "96L6E", "92N6E"}


def test_search_radars_at_the_second_place_cover_no_less_than_an_engagement_radar_alone() -> None:
    whole, battery = study().pair(SEARCH_POST), study().pair(BATTERY_POST)
    assert (whole.alone_area_m2 >= battery.alone_area_m2).all()
    assert (whole.added_area_m2 >= battery.added_area_m2).all()


def test_engaged_and_detected_areas_nest_and_grow_with_height() -> None:
    area = study().first_area_m2
    assert (area[:, DETECTION] <= area[:, SIGHT]).all()
    assert (area[:, SIGHT, :, 1] <= area[:, SIGHT, :, 2]).all()
    assert area.shape == (23, 3, 2, 8)


def test_loss_is_told_by_type_in_alphabetical_order_and_never_gains() -> None:
    found = study()
    assert list(found.loss_area_m2) == ["91N6E", "92N6E", "96L6E"]
    for left in found.loss_area_m2.values():
        assert (left <= found.first_area_m2[: len(left)]).all()
    assert not found.loss_area_m2["92N6E"][:, ENGAGEMENT].any()


def test_farther_apart_adds_more() -> None:
    near, far = (study(apart_deg=apart).pair(SEARCH_POST).added_area_m2 for apart in (0.2, 0.8))
    assert (near[:, SIGHT, :, 2].sum() < far[:, SIGHT, :, 2].sum())


def test_the_same_seed_gives_the_same_bytes_on_one_thread_or_two(monkeypatch: pytest.MonkeyPatch) -> None:
    two = study()
    one_thread = partial(site.run_rows, threads=1)
    monkeypatch.setattr(site, "run_rows", one_thread)
    monkeypatch.setattr(arms, "run_rows", one_thread)
    one = run_arms(scenario(), load_library(), Hills(), weather_rows=2, polar=COARSE)
    assert one.first_area_m2.tobytes() == two.first_area_m2.tobytes()
    for kind in two.kinds:
        assert one.pair(kind).added_area_m2.tobytes() == two.pair(kind).added_area_m2.tobytes()


def test_another_seed_moves_the_draws_and_not_the_nominal_row() -> None:
    one, other = study().first_area_m2, study(seed=6).first_area_m2
    assert np.array_equal(one[:3], other[:3])
    assert not np.array_equal(one[3:], other[3:])


def other_claim(key: str) -> str:
    """A claim about a quantity that the nominal draw does not believe."""
    nominal, *others = study().beliefs.pool(key)
    return next(group.claim_id for group in others if group.claim_id and group.nominal != nominal.nominal)


def test_believing_another_radar_range_moves_detection_and_never_sight() -> None:
    plain, changed = study(), study((other_claim("91N6E.detection_range"),))
    assert np.array_equal(plain.first_area_m2[:, SIGHT], changed.first_area_m2[:, SIGHT])
    ranges_m = [item.first.far_m[:, item.first.post.radars.index("91N6E")] for item in (plain, changed)]
    assert not np.array_equal(*ranges_m)
    for radar in ("96L6E", "92N6E"):
        kept = [item.first.far_m[:, item.first.post.radars.index(radar)] for item in (plain, changed)]
        assert np.array_equal(*kept)


def test_believing_another_missile_range_moves_engagement_alone() -> None:
    plain, changed = study(), study((other_claim("40N6E.max_range"),))
    assert np.array_equal(plain.first_area_m2[:, :ENGAGEMENT], changed.first_area_m2[:, :ENGAGEMENT])
    assert [fit.witnesses for fit in plain.first.salvo.fits] != [fit.witnesses for fit in changed.first.salvo.fits]
    assert not np.array_equal(plain.first.beliefs.needed_m, changed.first.beliefs.needed_m)


def test_a_smaller_cross_section_never_grows_an_area() -> None:
    asked, believed = scenario(), study().beliefs
    question = Question(TARGETS, asked.altitudes, pd=asked.pd, pfa=asked.pfa)
    post, place = post_of(asked, asked.sites[0], SEARCH_POST, 0.0), Place("murted", LAT_DEG, LON_DEG, False)
    areas = []
    for factor in (1.0, 0.1, 0.001):
        nominal = believed.nominal["cruise-missile.rcs"]
        smaller = believed.with_inferred({"cruise-missile.rcs": (
            replace(nominal, value=nominal.value * factor), believed.drawn("cruise-missile.rcs") * factor)})
        # a radar range stated for this class would move with it, so every radar's own condition is kept
        for key in (f"{radar}.detection_range" for radar in post.radars):
            assert np.array_equal(smaller.condition_drawn(key), believed.condition_drawn(key))
        built = build_site(place, post, question, study().rows, Hills(), smaller, refraction=4 / 3, seed=5,
                           polar=COARSE)
        areas.append(areas_of(built))
    for larger, smaller_area in pairwise(areas):
        assert (smaller_area <= larger).all()
        assert np.array_equal(smaller_area[:, :, 0], larger[:, :, 0])
    assert (areas[2][:, DETECTION, 1] < areas[0][:, DETECTION, 1]).any()


def test_every_component_of_the_study_is_believed() -> None:
    radars = {"91N6E", "96L6E", "92N6E", "40V6M"}
    assert {*radars, "48N6E3", "40N6E", "fire-unit", *TARGETS} <= set(components_of(scenario()))


def test_the_kernels_compiled_ahead_are_the_ones_that_run(monkeypatch: pytest.MonkeyPatch) -> None:
    kernels = [sky.seen_bits, sky._detect, sky._engage, sky._area_m2, sky._without]
    ahead = []

    def compiled_ahead(*site: Any) -> None:
        sky.compile_ahead(*site)
        ahead.append([len(kernel.signatures) for kernel in kernels])

    monkeypatch.setattr(arms, "compile_ahead", compiled_ahead)
    found = run_arms(scenario(), load_library(), Hills(), weather_rows=2, polar=COARSE)
    assert found.first_area_m2.any()
    found.pair(BATTERY_POST)
    assert ahead[0] == [len(kernel.signatures) for kernel in kernels]
    assert min(ahead[0]) > 0


def test_the_answer_waits_for_no_other_reading_of_the_word() -> None:
    found = run_arms(scenario(), load_library(), Hills(), weather_rows=2, polar=COARSE)
    asked = []
    watched = replace(found, pair=lambda kind: (asked.append(kind), found.pair(kind))[1])
    watched.added_by(watched.scenario.meaning("one-battalion"), "apart")
    assert watched.first_area_m2.any()
    assert set(asked) == {SEARCH_POST}
    assert set(found.kinds) == {SEARCH_POST, BATTERY_POST}
