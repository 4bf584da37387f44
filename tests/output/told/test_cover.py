"""Sentences of coverage: their dates, whose word they rest on, what stands, and tables that hold their numbers."""

import csv
import io
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest

from openiads.coverage.arms import StudyAreas, components_of
from openiads.knowledge.dates import period_of
from openiads.knowledge.library import load_library
from openiads.knowledge.resolve import resolve
from openiads.output import sight_tables
from openiads.output.evidence import used_keys
from openiads.output.findings import sites_standing
from openiads.output.language import LANGUAGES
from openiads.output.sentences import reach_key
from openiads.output.sight import first_sights
from openiads.output.study import Study
from openiads.output.study_layers import layers_of
from openiads.output.tables import beliefs_csv
from openiads.output.told.carried import figures
from openiads.output.told.dates import newest_of
from openiads.output.told.draft import Condition, Detecting, Draft, Evidence, Quantity, Reference
from openiads.output.told.study import drafts_of
from openiads.output.told.tell import Sentence, tell

PRINTED_KM = 0.05  # tables keep six figures, sentences two
CITED = Reference("76N6", 300e3, 1.0, "stated", "RAD-001", "official", True)


COUNTS = {name: Quantity(1, figures=12) for name in ("all", "undisputed", "disputed", "unsourced", "assumed")}


def arriving(small: Study, arrival: str) -> Study:
    """The same study with another belief about the second batch's arrival."""
    scenario = small.scenario
    second = scenario.arms.second.model_copy(update={"arrival": arrival})
    scenario = scenario.model_copy(update={"arms": scenario.arms.model_copy(update={"second": second})})
    believed = resolve(small.library, components_of(scenario), n_draws=scenario.draws, seed=scenario.seed)
    return replace(small, scenario=scenario, areas=replace(small.areas, scenario=scenario, beliefs=believed))


def drafts(study: Study) -> dict[int, Draft]:
    """Every draft of a study that did not fight, by its number."""
    return {draft.number: draft for draft in drafts_of(study).drafted}


@pytest.fixture(scope="module")
def drafted(small: Study) -> dict[int, Draft]:
    return drafts(small)


@pytest.fixture(scope="module")
def told(drafted: dict[int, Draft]) -> dict[int, Sentence]:
    return {number: tell(draft) for number, draft in drafted.items()}


@cache
def library() -> Any:
    return load_library()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def value(sentence: Sentence, name: str) -> float:
    return float(next(item["value"] for item in sentence.numbers if item["name"] == name))


def test_no_sentence_claims_to_be_older_than_its_claims(drafted: dict[int, Draft], told: dict[int, Sentence]) -> None:
    later = 0
    for number, draft in drafted.items():
        dates = [period for claim_id in draft.evidence.claims if (period := period_of(library().claim(claim_id).date))]
        assert "claims as of" not in told[number].whole
        if dates:
            newest = period_of(draft.condition.newest)
            assert newest is not None
            assert all(period.last <= newest.last for period in dates)
            assert f"on claims of the ledger up to {draft.condition.newest}" in told[number].condition_text
            later += newest.last > date.fromisoformat(draft.condition.as_of)
    assert later >= 5  # the ledger was filled after the day on which the study is set


def test_the_newest_claim_is_told_by_its_last_day_and_the_undated_ones_by_their_number() -> None:
    assert newest_of(library(), ["TIM-006", "TIM-007"]) == ("2022-08", 0)  # the 16th, and a day of that month
    assert newest_of(library(), ["TIM-006", "MIS-002", "ORG-026"]) == ("2022-08-16", 2)
    assert newest_of(library(), ["MIS-002"]) == ("", 1)
    assert newest_of(library(), []) == ("", 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_claims_without_a_date_are_told_as_such(language: str) -> None:
    def words(newest: str, undated: int) -> str:
        draft = Draft("inputs", 15, COUNTS, Condition(as_of="2022-08-16", newest=newest, undated=undated), Evidence())
        return tell(draft, language).condition_text

    assert "2026" in words("2026", 0)
    assert "7" in words("2026", 7)
    assert "2026" in words("2026", 7)
    assert "7" in words("", 7)
    assert words("", 0) != words("", 7)


def test_published_figures_are_not_said_to_be_older_than_they_are(told: dict[int, Sentence]) -> None:
    assert "On published figures, radars" in told[22].text
    assert "2022-08-16" not in told[22].text
    assert "the newest is of " in told[9].text


def test_a_denial_is_told_in_our_words_without_quotation_marks(told: dict[int, Sentence]) -> None:
    assert "; against that, a Turkish defence official said in 2022, in our words: no new agreements" in told[3].text
    assert not set(told[3].text) & set("\"“”«»„")


def test_the_reach_is_stated_against_what_its_claim_says(small: Study, drafted: dict[int, Draft],
                                                         told: dict[int, Sentence]) -> None:
    assert library().claim("MIS-001").condition["target"] == "aerodynamic"
    assert "a missile's claimed reach against aerodynamic targets; against a cruise missile" in told[1].text
    for language in LANGUAGES:
        assert drafted[1].slots["reach"].key == "reach-aerodynamic"  # type: ignore[union-attr]
        assert tell(drafted[1], language).untranslated == ()
    silent = small.scenario.model_copy(update={"ring_claims": ("MIS-001", "MIS-015")})  # one of them names no target
    assert reach_key(silent, library()) == ""
    bare = small.scenario.model_copy(update={"ring_claims": ()})
    assert 1 not in drafts(replace(small, scenario=bare, areas=replace(small.areas, scenario=bare)))


def test_the_ring_of_the_map_says_what_its_claim_says(small: Study) -> None:
    ring = next(layer for layer in layers_of(small.areas, small.terrain_info) if layer.id == "murted-ring")
    assert ring.properties["caption"].endswith(
        "a claim of missile reach against aerodynamic targets, and not of sight.")


def test_inputs_that_only_an_uncited_source_states_are_not_called_undisputed(small: Study,
                                                                            told: dict[int, Sentence]) -> None:
    counts = {name: value(told[15], name) for name in ("all", "undisputed", "disputed", "unsourced", "assumed")}
    assert counts["all"] == sum(counts.values()) - counts["all"]
    believed = rows(beliefs_csv(small.areas, used_keys(small.areas)))
    disputed = {item.key for item in small.areas.beliefs.disputes()}
    bare = [row for row in believed if row["grade"] == "unsourced" and row["quantity"] not in disputed]
    assert counts["unsourced"] == len(bare) > 0
    assert f"{len(bare)} stated only by a source that cannot be cited" in told[15].text


@pytest.mark.parametrize("number", [2, 4, 22])
@pytest.mark.parametrize("language", LANGUAGES)
def test_detection_names_its_probabilities_its_case_and_its_witnesses(drafted: dict[int, Draft], small: Study,
                                                                      number: int, language: str) -> None:
    found = tell(drafted[number], language)
    comma = "0.5" if found.language == "en" else "0,5"
    for word in (comma, "1e-6", "Swerling 1"):
        assert word in found.condition["detecting"]
    for radar in small.areas.first.post.searches:
        believed = small.areas.beliefs.reference_range(radar).believed
        assert radar in found.condition["detecting"]
        assert believed.claim_id is not None
        assert believed.claim_id in found.condition["detecting"]
    assert "m²" in found.condition["detecting"] or "м²" in found.condition["detecting"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_a_range_that_nobody_vouches_for_it_says_so(language: str) -> None:
    def text(*references: Reference) -> str:
        condition = Condition(detecting=Detecting(0.5, 1e-6, 1, references))
        return tell(Draft("inputs", 15, COUNTS, condition, Evidence()), language).text

    bare = replace(CITED, radar="91N6E", claim="RAD-037", grade="unsourced", is_cited=False)
    assert text(CITED, bare).endswith(text(CITED))
    said = text(CITED, bare).removesuffix(text(CITED))
    assert "91N6E" in said
    assert "76N6" not in said


def test_a_study_on_uncited_ranges_says_so_before_its_numbers(told: dict[int, Sentence]) -> None:
    for number in (2, 4, 22):
        assert told[number].text.startswith("No citable source states the range of the 91N6E")
    assert not told[1].text.startswith("No citable")  # smooth earth, no radar's power


def test_a_second_batch_that_never_comes_sees_no_airliner(small: Study) -> None:
    never, comes, perhaps = (drafts(arriving(small, name)) for name in ("never", "arrives", "as-believed"))
    assert arriving(small, "never").exposure.sites == ("murted",)  # type: ignore[union-attr]
    for word in ("Sinop, the town", "second batch"):
        assert word not in tell(never[22]).whole
        assert word in tell(comes[22]).text
    assert "Sinop" not in never[22].condition.site
    assert "Sinop" in comes[22].condition.site
    assert "in the draws that believe that a second batch arrives" in tell(perhaps[22]).text
    assert "Sinop" not in never[4].condition.site
    assert set(never[22].evidence.claims) <= set(comes[22].evidence.claims)


def test_what_stands_is_what_the_scenario_reads_a_batch_as(small: Study) -> None:
    standing = sites_standing(small.areas)
    assert [site.place.id for site, _ in standing] == ["murted", "sinop"]
    assert all(there.all() for _, there in standing)
    second = small.scenario.arms.second.model_copy(update={"meaning": "one-battery"})
    scenario = small.scenario.model_copy(update={"arms": small.scenario.arms.model_copy(update={"second": second})})
    areas: StudyAreas = replace(small.areas, scenario=scenario)
    (_, (battery, _)) = sites_standing(areas)
    assert set(battery.post.searches) < set(standing[1][0].post.searches)
    perhaps = arriving(small, "as-believed").areas
    assert np.array_equal(sites_standing(perhaps)[1][1], perhaps.arrived)


def test_every_number_of_sight_stands_in_the_table_that_is_named(small: Study, drafted: dict[int, Draft],
                                                                 told: dict[int, Sentence]) -> None:
    sight = {row["raised_m"]: row for row in rows(sight_tables.first_sight_csv(small.areas))
             if row["altitude"] == "60 m AGL"}
    assert {drafted[1].table, drafted[8].table} == {"tables/first-sight.csv"}
    for number, name, raised in ((1, "first_sight", "0.0"), (8, "before", "0.0"), (8, "after", "1200.0")):
        assert float(sight[raised]["first_sight_km"]) == pytest.approx(value(told[number], name), abs=PRINTED_KM)
    hidden = rows(sight_tables.hidden_csv(small.profiles))[0]
    assert drafted[7].table == "tables/hidden-below.csv"
    for column, name in (("floor_amsl_m", "floor"), ("out_km", "out"), ("hidden_by_at_km", "distance"),
                         ("hidden_by_amsl_m", "ridge")):
        assert float(hidden[column]) == pytest.approx(value(told[7], name), abs=PRINTED_KM)
    assert small.exposure is not None
    corridor = {row["flight_level"]: row for row in rows(sight_tables.corridor_csv(small.areas, small.exposure))}
    assert drafted[22].table == "tables/corridor.csv"
    level = drafted[22].condition.altitude
    assert float(corridor[level]["seen_nm"]) == pytest.approx(value(told[22], "distance"), abs=PRINTED_KM)
    assert float(corridor[level]["route_nm"]) >= float(corridor[level]["seen_high_nm"])


def test_the_length_seen_comes_with_the_interval_over_the_claims(small: Study) -> None:
    exposure = small.exposure
    assert exposure is not None
    assert len(exposure.seen_nm) == 1 + small.areas.rows.draws
    wide = np.array(exposure.seen_nm)
    wide[1:] *= np.linspace(0.2, 1.0, len(wide) - 1)[:, None]
    doubted = replace(small)
    object.__setattr__(doubted, "__dict__", {**doubted.__dict__, "exposure": replace(exposure, seen_nm=wide)})
    assert " NM (90 % interval over the claims " in tell(drafts(doubted)[22]).text


def test_the_interval_of_a_floor_is_that_of_the_weather(told: dict[int, Sentence]) -> None:
    assert "AMSL (80 % interval over the year's weather " in told[7].text


def test_a_result_carries_no_more_figures_than_its_coarsest_input(told: dict[int, Sentence], small: Study) -> None:
    after = next(item for item in told[8].numbers if item["name"] == "after")
    raised = next(item for item in first_sights(small.areas) if item.raised_m)
    assert after["value"] == raised.range_m.nominal / 1000
    assert figures(float(after["text"].split()[0])) <= 2  # 1,200 m and 60 m carry two and one


def test_a_buffer_is_held_against_the_missiles_that_it_names(small: Study, told: dict[int, Sentence]) -> None:
    assert "of the 48N6E3 and 40N6E, which are assumed to be in stock, spans 240 km to 400 km" in told[23].text
    short = small.scenario.model_copy(update={"missiles": small.scenario.missiles[:1]})
    found = tell(drafts(replace(small, scenario=short, areas=replace(small.areas, scenario=short)))[23])
    assert "of the 48N6E3, which" in found.text
    assert "40N6E" not in found.text


def test_a_share_that_does_not_change_is_not_at_at_most(small: Study) -> None:
    text = tell(drafts(arriving(small, "never"))[4]).text
    assert "No clear difference: a second batch" in text
    assert "leaves at most " in text
    assert "at at most" not in text
