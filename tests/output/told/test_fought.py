"""Sentences of fights: verdicts from pairs, numbers of one and the same fight, bounds where nothing more is known."""

from dataclasses import replace
from math import inf, nan
from typing import Any

import pytest

from openiads.output.fights import Change, Fights, Measured, Saturation
from openiads.output.study import Study
from openiads.output.told.draft import Draft, Undrafted
from openiads.output.told.fought import depth_closed_form, fight_drafts
from openiads.output.told.study import drafts_of
from openiads.output.told.tell import Sentence, tell
from tests.output.made_page import ledger_fights

RAIDERS = 24


@pytest.fixture(scope="module")
def fights() -> Fights:
    return ledger_fights()


def drafts(small: Study, fights: Fights | None) -> dict[int, Any]:
    return {item.number: item for item in fight_drafts(small.findings, fights, RAIDERS)}


def told(small: Study, fights: Fights, number: int, language: str = "en") -> Sentence:
    found = drafts(small, fights)[number]
    assert isinstance(found, Draft)
    return tell(found, language)


def number(sentence: Sentence, name: str) -> dict[str, Any]:
    return dict(next(item for item in sentence.numbers if item["name"] == name))


def main_b(small: Study) -> str:
    second = small.scenario.arms.second
    return f"B/{second.meaning}/{second.placements[0].id}"


def crossed(small: Study, fights: Fights, a: Measured, b: Measured, change: Change) -> Fights:
    """Fights whose curves pass one half at these sizes."""
    own = main_b(small)
    return replace(
        fights, arms=[replace(arm, saturation_raid=a if arm.side == "A" else b) for arm in fights.arms],
        paired=[replace(item, saturation_raid=change) if item.arm == own else item for item in fights.paired])


def test_5_tells_both_crossings_with_intervals_and_their_paired_difference(small: Study, fights: Fights) -> None:
    text = told(small, crossed(small, fights, Measured(22.4, 18.0, 27.0), Measured(35.0, 30.0, 41.0),
                               Change(12.6, 4.0, 21.2, True)), 5).text
    assert "raises the raid size at which half of the raids leak from 22 raiders (95 % interval 18–27) to 35 raiders " \
           "(95 % interval 30–41) (paired difference 13 raiders (95 % interval 4–21))" in text
    assert "read as one battalion beside the first, at Mürted" in text
    assert "without adding any area in which a cruise missile at 60 m AGL is detected" in text
    assert "most" not in text


def test_5_beyond_the_sizes_keeps_the_low_end_and_may_not_be_clear(small: Study, fights: Fights) -> None:
    most = fights.sizes[-1]
    sentence = told(small, crossed(small, fights, Measured(33.0, 24.0, 39.0), Measured(inf, 38.0, inf),
                                   Change(most - 33.0, -2.0, 60.0, False)), 5)
    assert sentence.text.startswith("No clear difference")
    assert f"more than {most} raiders (95 % interval 38 to more than {most})" in sentence.text
    assert "paired difference at least" in sentence.text
    b = number(sentence, "raid_b")
    assert (b["value"], b["more"], b["low"], b["fewer"]) == (most, ("value", "high"), 38.0, ())


def test_5_below_the_sizes_is_told_as_fewer(small: Study, fights: Fights) -> None:
    least = fights.sizes[0]
    text = told(small, crossed(small, fights, Measured(-inf, -inf, 5.0), Measured(20.0, 16.0, 24.0),
                               Change(16.0, 9.0, 23.0, True)), 5).text
    assert f"from fewer than {least} raiders (95 % interval fewer than {least} to 5.0)" in text


@pytest.mark.parametrize("number_", [5, 12])
def test_a_batch_that_never_arrives_changes_nothing_to_be_told(small: Study, fights: Fights, number_: int) -> None:
    scenario = small.scenario
    never = scenario.model_copy(update={"arms": scenario.arms.model_copy(update={
        "second": scenario.arms.second.model_copy(update={"arrival": "never"})})})
    found = replace(small.findings, study=replace(small.areas, scenario=never))
    for given in (fights, None) if number_ == 5 else (fights,):
        undrafted = {item.number: item for item in fight_drafts(found, given, RAIDERS)}[number_]
        assert isinstance(undrafted, Undrafted)
        assert "never arrives" in undrafted.why


def test_5_in_closed_form_has_the_verdict_and_the_numbers_of_its_table(small: Study) -> None:
    draft = depth_closed_form(small.findings)
    assert isinstance(draft, Draft)
    sentence, second = tell(draft), small.scenario.arms.second
    pair = small.findings.change(second.meaning, second.placements[0].id, "raid_absorbed").difference
    assert sentence.text.startswith("No clear difference") != pair.clear
    assert number(sentence, "change")["value"] == pair.change.nominal
    assert sentence.condition["placement"] == "beside the first, at Mürted"
    assert sentence.condition["arrival"] == "the second batch is taken to arrive"
    assert "most" not in sentence.text


def test_sentences_on_a_second_batch_say_where_it_stands_and_that_it_arrives(small: Study, fights: Fights) -> None:
    found = {item.number: tell(item) for item in drafts_of(small, fights).drafted}
    assert found[4].condition["placement"] == "apart, with Sinop as a stand-in"
    assert found[5].condition["placement"] == found[12].condition["placement"] == "beside the first, at Mürted"
    assert all("the second batch is taken to arrive" in found[one].condition_text for one in (4, 5, 12))
    assert all("placement" not in found[one].condition for one in (2, 11, 13))


def test_10_is_of_one_fight(small: Study, fights: Fights) -> None:
    depth = fights.arms[0].depth[0]
    sentence = told(small, fights, 10)
    warning = number(sentence, "warning")
    assert (warning["value"], warning["low"], warning["high"]) == depth.warning_s
    assert f"in the {depth.tracked} of {depth.runs} runs in which it is tracked" in sentence.text
    assert f"in {depth.draws} draws of belief" in sentence.text
    assert sentence.condition["raid"] == "one that comes alone and is never hit"
    assert sentence.condition["altitude"] == depth.altitude
    assert sentence.condition["target"] == "cruise missile"
    blind = depth._replace(tracked=0, warning_s=Measured(nan, nan, nan))
    never = replace(fights, arms=[replace(fights.arms[0], depth=[blind]), *fights.arms[1:]])
    assert f"that it tracks in none of {depth.runs} runs" in told(small, never, 10).text


def knee_of(small: Study, fights: Fights, changes: dict[int, tuple[float, float, float]]) -> Sentence:
    """Sentence 12 with these paired changes of leakers, by size of raid."""
    wide = Measured(30.0, 10.0, 50.0)  # unpaired, nothing parts
    rows = [Saturation(arm, size, wide, Measured(0.1, 0.0, 0.2), change) for size, ends in changes.items()
            for arm, change in (("A", None), (main_b(small), Change(*ends, ends[1] > 0 or ends[2] < 0)))]
    return told(small, replace(fights, saturation=rows), 12)


@pytest.mark.parametrize(("changes", "words"), [
    ({4: (-0.1, -0.9, 0.7), 64: (-27.0, -35.0, -19.0)},
     "barely helps up to 4 raiders, where it takes away fewer than half a leaker on average or no clear number; at 64 "
     "raiders it takes away 27 (95 % interval 19–35) leakers on average."),
    ({4: (-1.0, -1.6, -0.4), 64: (-27.0, -35.0, -19.0)}, "helps at every size that was fought, 4 to 64 raiders; at 64"),
    ({4: (-1.0, -1.6, -0.4), 32: (-9.0, -12.0, -6.0), 64: (-2.0, -5.0, 1.0)},
     "helps from 4 raiders on; at 32 raiders it takes away 9 (95 % interval 6–12) leakers on average, and at 64 "
     "raiders the difference is not clear."),
    ({4: (0.0, -1.0, 1.0), 48: (6.0, 5.0, 7.0)},
     "lets more through: at 48 raiders, 6.0 (95 % interval 5.0–7.0) leakers more on average."),
    ({16: (-5.0, -6.0, -4.0), 48: (6.0, 5.0, 7.0)},
     "takes away 5.0 (95 % interval 4.0–6.0) leakers on average at 16 raiders, but lets 6.0 (95 % interval 5.0–7.0) "
     "more through at 48 raiders."),
    ({4: (-0.2, -0.3, -0.1), 8: (-0.3, -0.4, -0.2)}, "barely helps at any size that was fought, 4 to 8 raiders"),
])
def test_12_tells_paired_changes_for_better_and_worse(small: Study, fights: Fights, changes: dict, words: str) -> None:
    assert words in knee_of(small, fights, changes).text


def test_12_without_a_clear_change_says_so_with_its_interval(small: Study, fights: Fights) -> None:
    text = knee_of(small, fights, {4: (0.1, -0.4, 0.6), 64: (-2.0, -6.0, 2.0)}).text
    assert text.startswith("No clear difference")
    assert "takes away 2 (95 % interval −2–6) leakers on average at 64 raiders" in text


def test_11_names_runs_and_draws_and_what_never_happened_once(small: Study, fights: Fights) -> None:
    share = Measured(0.0, 0.0, 0.2347)
    never = replace(fights, arms=[replace(fights.arms[0], runs=120, draws=15, p_zero_leak=share), *fights.arms[1:]])
    sentence = told(small, never, 11)
    assert sentence.text == (
        "Of 120 simulated raids of 24 raiders against the first batch, in 15 draws of belief, none ended with no "
        "leaker (so below about 24 %; runs of one draw of belief go together).")
    assert told(small, never, 11, "tr").text.count("hiçbiri") == 1
    assert "15 inanç çekilişi" in told(small, never, 11, "tr").text
    assert "15 розыгрышей" in told(small, never, 11, "ru").text
    some = told(small, fights, 11)
    assert number(some, "share")["value"] == fights.arms[0].p_zero_leak.value
    assert f"{round(100 * fights.arms[0].p_zero_leak.value)} in 100 ended with no leaker (95 % interval" in some.text


def test_17_is_of_some_moment_and_names_runs_draws_and_what_the_range_holds(small: Study, fights: Fights) -> None:
    sentence = told(small, fights, 17)
    arm = fights.arms[0]
    assert f"Of {arm.runs:,} simulated raids of 24 raiders, in {arm.draws} draws of belief, " in sentence.text
    assert "left the first batch at some moment without a ready round (95 % interval" in sentence.text
    assert "300 s pass (median of these raids; 90 % of them 280 s to 330 s)" in sentence.text
    full = replace(arm, magazine=arm.magazine._replace(empty_share=Measured(1.0, 0.99, 1.0)))
    always = told(small, replace(fights, arms=[full, *fights.arms[1:]]), 17).text
    assert "all left the first batch at some moment without a ready round (so above about 99 %" in always
