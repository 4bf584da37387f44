"""The sentence on the claim that decides: its numbers are those of a sweep, and no sweep is chosen by chance."""

from dataclasses import replace
from math import nan

import pytest

from openiads.output.influence_words import farthest, leading
from openiads.output.page_claims_matter import ClaimsMatter
from openiads.output.sensitivity import Sensitivity
from openiads.output.study import Study
from openiads.output.told.draft import Undrafted
from openiads.output.told.joined import Influence, hangs_on_draft
from openiads.output.told.study import drafts_of
from openiads.output.told.tell import tell
from openiads.output.told.weighed import influence_in
from tests.output.swept import decided


@pytest.fixture(scope="module")
def clearly(matter: ClaimsMatter) -> ClaimsMatter:
    """The small study's sweeps, each decided by one claim."""
    return replace(matter, sweeps={name: decided(sweep) for name, sweep in matter.sweeps.items()})


def unmoved(sweep: Sensitivity) -> Sensitivity:
    """A sweep in which nobody's claim matters."""
    return replace(sweep, ranked=())


def chosen(small: Study, matter: ClaimsMatter, grade: str = "C") -> Influence | Undrafted:
    return influence_in(small.scenario, small.library, matter, grade)


def told_of(small: Study, matter: ClaimsMatter, grade: str = "C") -> Influence:
    found = chosen(small, matter, grade)
    assert isinstance(found, Influence)
    return found


def name_of(found: Influence) -> str:
    return found.table.removeprefix("tables/claims-").removesuffix(".csv").replace("-", "_")


def test_its_numbers_are_those_of_the_sweep(small: Study, clearly: ClaimsMatter) -> None:
    found = told_of(small, clearly)
    sweep = clearly.sweeps[name_of(found)]
    pair = leading(sweep)
    assert pair is not None
    (nominal, here), (rival, there) = farthest(*pair)
    assert (found.here, found.other) == (here.value.value, there.value.value)
    assert tuple(found.value) == (sweep.usual.value, sweep.low, sweep.high)
    assert found.level == sweep.doubt_level
    assert found.claims == (*nominal.claims, *rival.claims)
    assert nominal.text in found.believed
    assert rival.text in found.rival
    assert sum(found.grades.values()) == len(found.claims)
    assert set(found.inputs) >= {float(small.library.claim(name).value) for name in found.claims
                                 if isinstance(small.library.claim(name).value, int | float)}


def test_the_study_tells_it_with_its_table(small: Study, clearly: ClaimsMatter) -> None:
    draft = next(item for item in drafts_of(small, None, clearly).drafted if item.number == 6)
    told = tell(draft)
    assert told.table == told_of(small, clearly).table
    assert "is moved most, of all disputed claims, by those on" in told.text
    assert "The mean of the draws" in told.text
    change = next(item for item in told.numbers if item["name"] == "change")
    assert change["value"] == pytest.approx(told_of(small, clearly).other - told_of(small, clearly).here)
    assert "is right instead of" in told.text
    assert 6 not in {item.number for item in drafts_of(small, None, clearly).undrafted}


def test_sweeps_are_tried_in_their_own_order(small: Study, clearly: ClaimsMatter) -> None:
    names = list(clearly.sweeps)
    first = name_of(told_of(small, clearly))
    assert first == names[0]
    rest = {**clearly.sweeps, first: unmoved(clearly.sweeps[first])}
    second = name_of(told_of(small, replace(clearly, sweeps=rest)))
    assert second == names[1]


@pytest.mark.parametrize(("factor", "told"), [(0.5, True), (0.99, True), (1 - 1e-6, False), (nan, False)])
def test_figures_that_print_alike_are_passed_over(small: Study, clearly: ClaimsMatter, factor: float,
                                                  told: bool) -> None:
    one = replace(clearly, sweeps={"engageable_area": decided(clearly.sweeps["engageable_area"], factor)})
    found = chosen(small, one)
    assert isinstance(found, Influence) == told
    if isinstance(found, Influence):
        texts = {item["name"]: item["text"] for item in tell(hangs_on_draft(found)).numbers}
        assert texts["here"] != texts["other"]


def test_what_no_draw_tells_clearly_is_not_told(small: Study, matter: ClaimsMatter) -> None:
    assert all(leading(sweep) is None for sweep in matter.sweeps.values())  # twelve draws are too few
    assert isinstance(chosen(small, matter), Undrafted)


def test_where_nothing_decides_it_says_so(small: Study, clearly: ClaimsMatter) -> None:
    none = replace(clearly, sweeps={name: unmoved(sweep) for name, sweep in clearly.sweeps.items()})
    for found in (chosen(small, none), influence_in(small.scenario, small.library, None, "C")):
        assert isinstance(found, Undrafted)
        assert found.number == 6


@pytest.mark.parametrize(("grade", "bounded"), [("C", True), ("B", False)])
def test_areas_say_at_most_on_coarse_terrain_alone(small: Study, clearly: ClaimsMatter, grade: str,
                                                   bounded: bool) -> None:
    area = ClaimsMatter({"covered_area": clearly.sweeps["covered_area"]}, ())
    found = told_of(small, area, grade)
    assert found.condition.terrain == grade
    assert tell(hangs_on_draft(found)).text.count("at most") == (3 if bounded else 0)
