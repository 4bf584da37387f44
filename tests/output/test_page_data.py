"""The page's data: by the contract, without NaN, the same numbers as the tables, and drawn by a browser."""

import base64
import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from openiads.constants import FOOT_M
from openiads.output import tables
from openiads.output.evidence import Basis
from openiads.output.page_arrays import FLOOR_OFFSET_M, corridor_entry, engagement_of, polar_site
from openiads.output.page_data import page_data
from openiads.output.page_fights import fights_entry
from openiads.output.study import Study
from openiads.output.words import percent
from tests.output import contract
from tests.output.made_page import made_fights
from tests.output.sentence_rules import broken_rules

LARGEST_PAGE_BYTES = 5_000_000  # small enough to go by mail
PRINTED = 1e-5  # tables and page keep six digits
PACKED_M = 1.0  # floors are packed as whole metres, two rings in one


@pytest.fixture(scope="module")
def data(small: Study) -> dict[str, Any]:
    hashes = {"scenario": "s" * 64, "ledger": "l" * 64}
    return page_data(small.findings, small.terrain_info, hashes=hashes, profiles=small.profiles,
                     exposure=small.exposure, footer=small.footer)


def unpacked(packed: dict[str, Any]) -> np.ndarray:
    """Values of a packed array; "never" is the largest number."""
    raw = np.frombuffer(base64.b64decode(packed["data"]), {"u16": "<u2", "i16": "<i2"}[packed["dtype"]])
    return raw.reshape(packed["shape"]) * packed["scale"] + packed["offset"]


def test_the_contract_reader_finds_faults() -> None:
    assert contract.faults({"nominal": 1, "low": None}, "Range3") == ["page.high is absent"]
    assert contract.faults({"nominal": "1", "low": None, "high": 2}, "Range3") == ["page.nominal is no number: '1'"]
    assert contract.faults("XYZ", "Reference")
    assert contract.faults([[1.0, 2.0]], "Line") == []


def test_data_fit_the_contract_of_the_page(data: dict[str, Any]) -> None:
    assert contract.faults(data, "PageData") == []
    assert contract.strangers(data, "PageData") == set()
    assert contract.strangers(data["answer"], "Answer") == set()
    assert contract.strangers(data["meta"], "Meta") == set()


def test_fights_are_told_where_there_are_any(small: Study, data: dict[str, Any]) -> None:
    fights = replace(made_fights(), basis=Basis({}, {}))
    hashes = {"scenario": "s" * 64, "ledger": "l" * 64}
    fought = page_data(small.findings, small.terrain_info, hashes=hashes, profiles=small.profiles,
                       exposure=small.exposure, footer=small.footer, fights=fights)
    assert "fights" not in data
    others, tile = fought["answer"]["numbers"][:-1], fought["answer"]["numbers"][-1]
    before = data["answer"]["numbers"][-1]
    assert tile["interval_text"].startswith("fought; ")
    assert before["value_text"] in tile["caveat"]
    assert f"fought against {fights.saturation_title}, half of the raids leak" in fought["answer"]["sentence"]
    assert "tek yükseklikte bir uçak dalgası" in fought["answer"]["languages"]["tr"]["sentence"]
    assert "волна самолётов на одной высоте" in fought["answer"]["languages"]["ru"]["sentence"]
    changed = [now["id"] for now, then in zip(fought["corrections"], data["corrections"], strict=True) if now != then]
    assert changed == ["capacity"]
    answer = {**fought["answer"], "numbers": [*others, before],
              **{name: data["answer"][name] for name in ("sentence", "languages")}}
    assert {**fought, "answer": answer, "corrections": data["corrections"]} == {
        **data, "fights": fights_entry(fights)}


def test_data_are_plain_json_without_nan(data: dict[str, Any]) -> None:
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_the_grid_is_the_studys_with_two_rings_in_one(small: Study, data: dict[str, Any]) -> None:
    polar = small.areas.first.polar
    assert polar.rings % 2 == 1
    assert data["polar"]["rings"] == (polar.rings + 1) // 2
    for site in data["polar"]["sites"]:
        for packed in (site["terrain_amsl_m"], *site["search"].values(), site["engage"]["p50"]):
            assert packed["shape"] == [data["polar"]["bearings"], data["polar"]["rings"]]
    terrain_m = small.areas.first.sky.terrain_amsl_m[small.areas.first.beliefs.position[0]].astype(float)
    shown_m = unpacked(data["polar"]["sites"][0]["terrain_amsl_m"])
    assert shown_m[:, 3] == pytest.approx(terrain_m[:, 6:8].mean(axis=1), abs=PACKED_M)


def test_a_floor_lies_on_the_ground_or_above_it_and_sinks_with_strong_refraction(data: dict[str, Any]) -> None:
    for site in data["polar"]["sites"]:
        ground_m = unpacked(site["terrain_amsl_m"])
        floors_m = [unpacked(site["search"][name]) for name in ("p10", "p50", "p90")]
        assert (floors_m[0] >= ground_m - PACKED_M).all()
        assert (floors_m[0] <= floors_m[1] + PACKED_M).all()
        assert (floors_m[1] <= floors_m[2] + PACKED_M).all()
    assert FLOOR_OFFSET_M < -431  # the shore of the Dead Sea, the lowest land


def test_shares_and_differences_are_those_of_the_tables(small: Study, data: dict[str, Any]) -> None:
    rows = {(row["site"], row["target"], row["altitude"], row["metric"]): row
            for row in csv.DictReader(io.StringIO(tables.shares_csv(small.findings)))}
    for row in data["shares"]["rows"]:
        told = rows[row["site"], row["class"], row["altitude"], row["metric"]]
        assert row["share"]["nominal"] == pytest.approx(float(told["share_of_ring"]), rel=PRINTED)
        assert row["area_km2"]["high"] == pytest.approx(float(told["area_high_km2"]), rel=PRINTED)
    changes = list(csv.DictReader(io.StringIO(tables.changes_csv(small.findings))))
    for row, told in zip(data["ab"]["rows"], changes, strict=True):
        assert row["difference"]["nominal"] == pytest.approx(float(told["difference"]), rel=PRINTED)
        assert row["difference"]["clear"] == (told["verdict"] == "clear")


def test_the_headline_is_the_row_that_its_settings_name(small: Study, data: dict[str, Any]) -> None:
    settings, numbers = data["answer"]["settings"], {item["id"]: item for item in data["answer"]["numbers"]}
    row = small.findings.share(settings["site"], settings["class"], settings["altitude"])
    assert numbers["seen_share"]["value_text"] == f"at most {percent(row.share)}"
    assert percent(row.share) in data["answer"]["sentence"]
    assert set(numbers) == {"seen_share", "first_sight", "engage_share", "channels"}
    for item in numbers.values():
        assert item["caveat"]
        assert set(item["claims"]) <= set(data["claims"])


def test_evidence_is_counted_and_assumptions_are_told(data: dict[str, Any]) -> None:
    mix = data["answer"]["evidence_mix"]
    assert sum(item["share"] for item in mix) == pytest.approx(1)
    assumed = sum(item["count"] for item in mix if item["grade"] == "assumed")
    assert len(data["answer"]["assumed"]) >= assumed > 0


def test_four_corrections_each_with_its_own_number(data: dict[str, Any]) -> None:
    assert [item["id"] for item in data["corrections"]] == ["geometry", "class", "capacity", "projection"]
    assert len({item["value_text"] for item in data["corrections"]}) == 4
    assert data["corrections"][3]["value_text"] == "1.31 times"  # 1 / cos(40.08 degrees)


def test_every_claim_that_is_named_lies_in_the_drawer(data: dict[str, Any]) -> None:
    named = {name for part in (data["sites"], data["classes"], data["ab"]["batch_meanings"], data["quantities"],
                               data["statements"]) for item in part for name in item["claims"]}
    assert named | set(data["ring_claims"]) <= set(data["claims"])


def test_the_corridor_is_told_in_nautical_miles_and_flight_levels(small: Study, data: dict[str, Any]) -> None:
    corridor = data["corridor"]
    assert {row["flight_level"] for row in corridor["rows"]} == {100, 180, 250, 350}
    route = small.exposure.route
    assert max(row["distance_nm"] for row in corridor["rows"]) == pytest.approx(route.along_nm[-1], abs=0.05)
    assert round(small.exposure.flight_levels[0].value_m / FOOT_M) == 10_000
    assert "misidentification" in corridor["note"]
    assert broken_rules(corridor["note"]) == []
    assert corridor_entry(small.scenario, None) is None


def test_a_site_without_missiles_reaches_nothing(small: Study) -> None:
    bare = replace(small.areas.first, salvo=None)
    classes = engagement_of(bare)["classes"].values()
    assert all(item["reach_m"] == [0.0] * 3 for item in classes)
    assert polar_site(bare) == polar_site(small.areas.first)


@pytest.mark.browser
def test_a_browser_draws_it_without_a_word_on_the_console(
    open_page: Callable[..., Page], page_file: Path, data: dict[str, Any]
) -> None:
    assert page_file.stat().st_size < LARGEST_PAGE_BYTES
    page = open_page()
    shown = page.locator("h1").inner_text().replace("\u00a0", " ").replace("\u2060", "")
    assert shown == data["answer"]["sentence"]
    for view in ("v1", "v2", "v3"):
        assert page.locator(f"#{view} .plot svg path").count() > 5, view
    tile = page.locator('[data-number="seen_share"] .tile-value').inner_text().replace("\u00a0", " ")
    assert tile in data["answer"]["numbers"][0]["value_text"].replace("\u00a0", " ")
