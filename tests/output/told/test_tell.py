"""Drafts in words: style card, plural forms, one language in each sentence, and no refused word from any input."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.campaign.estimates import share_interval
from openiads.errors import OpenIADSError
from openiads.output.fights import Measured
from openiads.output.language import LANGUAGES
from openiads.output.refusal import refusals
from openiads.output.told.classroom import classroom_drafts
from openiads.output.told.draft import (
    Choice,
    Condition,
    Draft,
    Drafts,
    Evidence,
    Names,
    Quantity,
    Term,
    from_json,
    to_json,
)
from openiads.output.told.joined import Cost, Influence, cost_draft, hangs_on_draft
from openiads.output.told.tell import tell

CONDITION = Condition("cruise-missile", "60 m AGL", "Mürted", "2022-08-16", "C")
EVIDENCE = Evidence({"press": 2, "unsourced": 1}, ("MIS-001", "RAD-037"))
SHARES = st.floats(0.0, 1.0)


def no_leak(hits: int, runs: int, draws: int = 50) -> Draft:
    """Sentence 11 of so many runs, with the product's own interval."""
    found = share_interval(np.arange(runs) < hits, np.arange(runs) % draws if draws else np.arange(runs))
    return Draft("no-leak", 11, {
        "runs": Quantity(runs, figures=12), "draws": Quantity(found.draws, "draws", figures=12),
        "raiders": Quantity(16, "raiders", figures=12),
        "force": Names(("the first batch",)),
        "share": Quantity(found.value, "odds", found.low, found.high, found.level, 2, runs, draws=found.draws),
    }, CONDITION, EVIDENCE)


def test_a_probability_is_a_count_out_of_a_hundred_with_its_wilson_interval() -> None:
    # Wilson's interval of 370 of 1,000 is 34.1 to 40.0 %: PRODUCT section 5, sentence 11
    wilson = Quantity(0.37, "odds", 0.3406, 0.4004, 0.95, 2, 1000)
    draft = no_leak(370, 1000)
    told = tell(replace(draft, slots={**draft.slots, "share": wilson})).text
    assert told == ("Of 1,000 simulated raids of 16 raiders against the first batch, in 50 draws of belief, 37 in 100 "
                    "ended with no leaker (95 % interval 34–40 %).")


def test_what_never_happened_is_told_with_its_bound() -> None:
    # zero of 1,000: Wilson's upper bound is z^2 / (1000 + z^2) = 0.38 %
    draft = no_leak(0, 1000)
    bound = replace(draft.slots["share"], high=1.959964**2 / (1000 + 1.959964**2))
    told = tell(replace(draft, slots={**draft.slots, "share": bound})).text
    assert "none ended with no leaker (so below about 0.39 %; runs of one draw of belief go together)" in told
    assert "all ended with no leaker (so above about" in tell(no_leak(1000, 1000)).text


@pytest.mark.parametrize(("language", "bound", "whole"), [
    ("en", "below about 24 %", "below 100 %"), ("tr", "yaklaşık %24 altında", "(yani %100 altında;"),
    ("ru", "ниже примерно 24 %", "ниже 100 %"),
])
def test_an_upper_bound_is_never_rounded_down(language: str, bound: str, whole: str) -> None:
    draft = no_leak(0, 120)
    for high, words in ((0.2347, bound), (1.0, whole)):
        share = replace(draft.slots["share"], high=high)
        text = tell(replace(draft, slots={**draft.slots, "share": share}), language).text
        assert words in text.replace("\u00a0", " ")


@pytest.mark.parametrize(("language", "words"), [
    ("en", "more than 64 raiders (95 % interval fewer than 4 to more than 64)"),
    ("tr", "64 üstünde hedef"), ("ru", "более 64 целей"),
])
def test_an_end_of_which_only_a_bound_is_known_is_no_number(language: str, words: str) -> None:
    draft = no_leak(3, 10)
    size = Quantity(64, "raiders", 4, 64, 0.95, 3, fewer=("low",), more=("value", "high"))
    found = next(item for item in tell(replace(draft, slots={**draft.slots, "raiders": size}), language).numbers
                 if item["name"] == "raiders")
    assert found["text"].replace("\u00a0", " ").startswith(words)
    assert (found["fewer"], found["more"]) == (("low",), ("value", "high"))


@given(st.integers(0, 200), st.sampled_from(list(LANGUAGES)))
def test_every_share_of_runs_can_be_told(hits: int, language: str) -> None:
    found = tell(no_leak(hits, 200, 0), language)
    assert found.language == language
    assert refusals(found.whole) == []
    assert not re.search(r"\bnan\b", found.whole)


def second(a: float, b: float, low: float, high: float) -> Draft:
    """Sentence 4 with shares and a paired interval."""
    return Draft("second-share", 4, {
        "meaning": Term("meaning-one-battalion"), "placement": Term("placement-apart"),
        "target": Term("target-cruise-missile"), "altitude": Names(("60 m AGL",)), "at_most": Term("at-most"),
        "share_a": Quantity(a, "share"), "share_b": Quantity(b, "share"),
        "ring": Quantity(400.0, "km"),
        "change": Quantity(100 * (b - a), "points", 100 * low, 100 * high, 0.9),
        "verdict": Choice("clear" if low > 0 else "none"),
    }, CONDITION, EVIDENCE)


@given(SHARES, SHARES, st.floats(0.0, 0.2))
def test_an_interval_that_spans_zero_is_called_no_clear_difference(a: float, b: float, half: float) -> None:
    low, high = b - a - half, b - a + half
    told = tell(second(a, b, low, high)).text
    assert told.startswith("No clear difference") == (low <= 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_has_condition_evidence_claims_and_counter_sentence(language: str) -> None:
    found = tell(second(0.02, 0.05, 0.01, 0.05), language)
    assert found.text
    assert found.counter
    assert "60 m AGL" in found.condition_text
    assert "2022-08-16" in found.condition_text
    assert found.claims == EVIDENCE.claims
    assert found.grades == EVIDENCE.grades
    numbers = {item["name"]: item for item in found.numbers}
    assert numbers["change"]["low"] == 1.0
    assert numbers["change"]["level"] == 0.9
    assert numbers["change"]["unit"] == "points"


def test_no_sentence_is_in_two_languages() -> None:
    slots = {"higher": Quantity(1200.0, "m"), "altitude": Names(("60 m AGL",)), "before": Quantity(54.0, "km"),
             "after": Quantity(176.0, "km", figures=3)}
    found = tell(Draft("raised-radar", 8, slots, CONDITION, EVIDENCE), "tr")
    assert found.language == "en"
    assert found.untranslated == ("raised-radar",)
    assert "1,200 m" in found.text


def test_the_classroom_has_the_textbooks_numbers() -> None:
    # PRODUCT section 5: fourth root 84 % and 56 %; Pd 28.5 % at 10 dB; 0.91, 0.9 leakers, none in 39 %
    told = {draft.number: tell(draft).text for draft in classroom_drafts()}
    assert "84 %" in told[18]
    assert "56 %" in told[18]
    assert "28.5 %" in told[19]
    assert "0.91" in told[20]
    assert "0.90 on average" in told[20]
    assert "39 %" in told[20]
    assert "5.5 and the optimum 2.9" in told[21]  # docstring of assignment_regret, by enumeration


def test_a_cost_is_a_range_beside_what_was_defended_and_what_is_left() -> None:
    cost = Cost(2.0, 9.5, "usd-million", ("2021", "2022"), 4.75, ("9M96E",), Measured(0.6, 0.5, 0.7),
                Measured(0.4, 0.3, 0.5), 0.95, (2.0, 9.5), ("PRC-001", "PRC-002"), {"press": 2}, CONDITION)
    told = tell(cost_draft(cost)).text
    assert "2.0 million US dollars to 9.5 million US dollars of rounds in 2021 and 2022 prices" in told
    assert "prices (95 % interval over the runs and the range of the prices), on published prices" in told
    assert "our division" not in told
    assert "published prices, which differ by a factor of 4.8" in told
    assert "not counted, for want of a published price: rounds of 9M96E" in told
    assert "60 % (95 % interval 50–70 %) was not hit" in told
    assert "40 % (95 % interval 30–50 %) of the ready rounds are left" in told


def test_a_single_price_differs_from_none() -> None:
    cost = Cost(700.0, 940.0, "inr-million", ("undated",), 1.0, (), Measured(0.6, 0.5, 0.7), Measured(0.4, 0.3, 0.5),
                0.95, (1e11,), ("ORG-026",), {"press": 1}, CONDITION)
    told = tell(cost_draft(cost)).text
    assert "700 million Indian rupees to 940 million Indian rupees of rounds in undated prices" in told
    assert "on the single published price in the ledger;" in told
    assert "factor" not in told
    assert "not counted" not in told


def test_the_claim_that_decides_is_named_with_its_rival() -> None:
    found = Influence("share of the ring", "share", Measured(0.045, 0.03, 0.06), 0.9, "detection range of the 91N6E",
                      "Almaz (RAD-001) with 600 km", "an institute (RAD-002) with 400 km", 0.047, 0.021,
                      Measured(-2.6, -3.1, -2.0), 0.95, Measured(0.6, 0.55, 0.66), True, (600.0,),
                      ("RAD-001", "RAD-002"), {"press": 2}, CONDITION, "tables/claims-covered-area.csv")
    told = tell(hangs_on_draft(found))
    assert told.text == ("The mean of the draws, share of the ring 4.5 % (90 % interval 3.0–6.0 %), depends mainly on "
                         "detection range of the 91N6E, which by itself explains 60 % (95 % interval 55–66 %) of the "
                         "variance; if an institute (RAD-002) with 400 km is right instead of Almaz (RAD-001) with "
                         "600 km, it becomes 2.1 % instead of 4.7 %, a change of −2.6 percentage points "
                         "(95 % interval −3.1–−2.0).")
    coarse = tell(hangs_on_draft(replace(found, at_most=True))).text
    assert "at most 4.5 %" in coarse
    assert "becomes at most 2.1 % instead of at most 4.7 %" in coarse
    assert told.claims == ("RAD-001", "RAD-002")


@given(st.text(max_size=40))
def test_words_from_a_file_pass_the_refusals_or_nothing_leaves(words: str) -> None:
    draft = replace(no_leak(3, 10), slots={**no_leak(3, 10).slots, "force": Names((words,))})
    try:
        told = tell(draft).text
    except OpenIADSError:
        assert refusals(words) != []  # it is the words from the file that were refused
    else:
        assert refusals(told, claims=draft.evidence.claims) == []


def test_a_name_that_would_say_what_is_refused_stops_the_sentence() -> None:
    draft = no_leak(3, 10)
    bad = replace(draft, slots={**draft.slots, "force": Names(("a battery that can shoot down an F-35",))})
    with pytest.raises(OpenIADSError, match="E0801"):
        tell(bad)


def test_drafts_are_the_same_after_writing_and_reading() -> None:
    drafts = Drafts((no_leak(3, 10), second(0.1, 0.2, 0.05, 0.15)))
    assert from_json(to_json(drafts), where="here") == drafts
    for text in ("", "{}", '{"drafted": 3}', to_json(replace(drafts, schema="openiads/sentences/9"))):
        with pytest.raises(OpenIADSError, match="E0802"):
            from_json(text, where="here")
