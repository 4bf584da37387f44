"""Tables: every CSV is read by Python's own reader, with units in its columns and numbers in its cells."""

import csv
import io
import math
import re

import pytest

from openiads.output import tables
from openiads.output.evidence import used_keys
from openiads.output.fight_tables import fight_tables
from openiads.output.study import Study
from tests.output.made_page import made_fights

PRINTED = 1e-5  # tables keep six digits
PRINTED_PERCENT = 0.2  # of ranges printed at four digits
FOUR_DIGITS = 1e-3  # ranges are printed at four
WORDS = {"site", "target", "altitude", "metric", "meaning", "placement", "label", "unit", "verdict", "component_lost",
         "quantity", "status", "grade", "claim", "condition", "note", "missile", "witnesses", "fit", "radar",
         "believed_by_some_draw", "interval_of", "raid"}
PLAIN = {"level", "draws", "share_of_ring", "share_low", "share_high", "share_weakest_refraction",
         "share_strongest_refraction"}
BY_UNIT_COLUMN = {"a", "a_low", "a_high", "b", "b_low", "b_high", "difference", "difference_low", "difference_high",
                  "value", "low", "high", "claimed", "fitted"}
UNITS = re.compile(r"_(km2|km|m2|m|percent|deg)$")


def texts(study: Study) -> dict[str, str]:
    """Every table."""
    found = study.findings
    return {
        "shares": tables.shares_csv(found), "changes": tables.changes_csv(found), "losses": tables.losses_csv(found),
        "beliefs": tables.beliefs_csv(study.areas, used_keys(study.areas)), "fits": tables.fits_csv(study.areas),
        "residuals": tables.radar_residuals_csv(study.areas),
    }


def test_every_reading_of_batch_is_fought_in_the_table_of_the_readings(small: Study) -> None:
    fights = made_fights()
    second = small.scenario.arms.second
    meanings = {meaning.id: meaning.count for meaning in small.scenario.batch_meanings}
    rows = [row for row in csv.DictReader(io.StringIO(tables.changes_csv(small.findings, fights)))
            if row["metric"] in ("leakers", "p_zero_leak")]
    fought = {(item.arm, float(f"{item.leakers.value:.6g}")) for item in fights.paired}
    told = {(f"B/{row['meaning']}/{row['placement']}", float(row["difference"])) for row in rows
            if row["metric"] == "leakers" and meanings[row["meaning"]]}
    assert told
    assert told <= fought
    never = [row for row in rows if not meanings[row["meaning"]]]
    assert {row["placement"] for row in never} == {item.id for item in second.placements}
    assert all(row["a"] == row["b"] and float(row["difference"]) == 0 for row in never)


@pytest.mark.parametrize("name", ["shares", "changes", "losses", "beliefs", "fits", "residuals"])
def test_a_table_parses_and_says_its_units(small: Study, name: str) -> None:
    text = texts(small)[name]
    rows = list(csv.DictReader(io.StringIO(text), strict=True))
    assert rows
    assert "\r" not in text
    assert name != "changes" or not any(row.pop("runs") for row in rows)  # nothing here was fought
    for column in rows[0]:
        if column in BY_UNIT_COLUMN:
            assert "unit" in rows[0], column
        else:
            assert column in WORDS | PLAIN or UNITS.search(column), column
        for row in rows:
            assert row[column] is not None
            if column not in WORDS:
                assert math.isfinite(float(row[column])), (column, row)


def test_shares_are_the_findings(small: Study) -> None:
    rows = list(csv.DictReader(io.StringIO(texts(small)["shares"])))
    assert len(rows) == len(small.findings.shares)
    for row, found in zip(rows, small.findings.shares, strict=True):
        assert (row["site"], row["target"], row["metric"]) == (found.site, found.target, found.metric)
        assert float(row["share_of_ring"]) == pytest.approx(found.share.nominal, rel=PRINTED)
        assert float(row["area_low_km2"]) == pytest.approx(found.area_km2.low, rel=PRINTED)


def test_losses_come_by_the_alphabet_and_never_by_rank(small: Study) -> None:
    names = [row["component_lost"] for row in csv.DictReader(io.StringIO(texts(small)["losses"]))]
    assert names == sorted(names)


def test_a_difference_that_is_not_clear_says_so_in_words(small: Study) -> None:
    rows = list(csv.DictReader(io.StringIO(tables.changes_csv(small.findings, made_fights()))))
    for row in rows:
        low, high = float(row["difference_low"]), float(row["difference_high"])
        assert row["verdict"] == ("no change" if low == high == 0 else "no clear difference" if low <= 0 <= high
                                  else "clear")
    assert all(row["verdict"] == "no change" for row in rows if row["meaning"] == "never-arrives")


def test_intervals_of_two_kinds_are_told_apart(small: Study) -> None:
    fights = made_fights()
    rows = list(csv.DictReader(io.StringIO(tables.changes_csv(small.findings, fights))))
    kinds = {(row["interval_of"], row["level"], row["raid"], row["runs"], row["draws"]) for row in rows}
    arm = fights.arms[1]
    assert kinds == {("draws of belief", "0.9", "", "", str(small.areas.rows.draws)),
                     ("mean over runs", "0.95", fights.raid, str(arm.runs), str(arm.draws))}


def test_tables_of_fights_name_their_raid_and_tell_sizes_beyond_those_fought() -> None:
    fights = made_fights()
    found = {name: list(csv.DictReader(io.StringIO(text))) for name, text in fight_tables(fights).items()}
    assert {row["raid"] for row in found["fights-saturation.csv"]} == {fights.saturation_title}
    assert {(row["raid"], row["raid_by_size"]) for row in found["fights-arms.csv"]} == {
        (fights.raid, fights.saturation_title)}
    assert {row["draws"] for row in found["fights-arms.csv"]} == {str(arm.draws) for arm in fights.arms}
    by_arm = {row["arm"]: row for row in found["fights-arms.csv"]}
    most = by_arm["B/two-battalions/colocated"]
    ends = [most[f"saturation_raid_{end}"] for end in ("value", "low", "high")]
    assert ends == [f">{fights.sizes[-1]}", "40", f">{fights.sizes[-1]}"]
    first, other = (next(row for row in found["fights-saturation.csv"] if row["arm"] == arm)
                    for arm in ("A", "B/one-battery/colocated"))
    assert first["leakers_change_value"] == ""
    assert float(other["leakers_change_low"]) <= float(other["leakers_change_value"])
    depth = found["fights-depth.csv"][0]
    assert float(depth["warning_s_value"]) == fights.arms[0].depth[0].warning_s.value
    assert all(depth[name] for name in ("altitude", "channels", "tracked_runs", "runs", "draws", "level"))


def test_beliefs_tell_what_is_unsourced_or_assumed(small: Study) -> None:
    rows = {row["quantity"]: row for row in csv.DictReader(io.StringIO(texts(small)["beliefs"]))}
    assert set(rows) == set(used_keys(small.areas))
    radar = rows["91N6E.detection_range"]
    assert (radar["claim"], radar["grade"], radar["unit"]) == ("RAD-037", "unsourced", "m")
    assert radar["condition"] == "rcs_m2 4"
    assert all(row["claim"] or row["status"] in ("assumed", "inferred") for row in rows.values())


def test_residuals_scale_by_the_fourth_root_of_the_cross_section_but_for_the_gas(small: Study) -> None:
    rows = list(csv.DictReader(io.StringIO(texts(small)["residuals"])))
    for row in rows:
        reference = small.areas.beliefs.reference_range(row["radar"])
        claimed_km, found_km = float(row["claimed_km"]), float(row["by_the_nominal_claim_km"])
        scaled_km = reference.range_m / 1000 * (float(row["rcs_m2"]) / reference.rcs_m2) ** 0.25
        near_km, far_km = sorted((scaled_km, reference.range_m / 1000))
        assert near_km * (1 - FOUR_DIGITS) <= found_km <= far_km * (1 + FOUR_DIGITS)  # gas draws ranges together
        assert float(row["residual_percent"]) == pytest.approx(100 * (found_km / claimed_km - 1), abs=PRINTED_PERCENT)
