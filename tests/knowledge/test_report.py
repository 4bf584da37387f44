"""What `claims show` and the sources drawer tell of a claim."""

import json

from openiads.knowledge.library import load_library
from openiads.knowledge.report import claim_row, dispute_row, show
from openiads.knowledge.resolve import resolve

LEDGER = load_library()
EXACT = 1e-9  # arithmetic only


def test_every_conflicting_claim_is_shown_with_source_date_grade_link_and_belief():
    rows = show(LEDGER, "40N6E", "range")
    assert len(rows) >= 15
    for row in rows:
        assert row["publisher"]
        assert row["date"]
        assert row["grade"]
        assert "link" in row
    assert [row["id"] for row in rows if row["is_nominal"]] == ["CIT-MIS-069"]
    assert abs(sum(row["draw_share"] for row in rows) - 1) < EXACT


def test_a_claim_without_a_share_says_why():
    for subject, quantity in (("40N6E", "range"), ("91N6E", "detection_range"), ("pac-3-mse", "range")):
        for row in show(LEDGER, subject, quantity):
            assert (row["why_not"] is None) == (row["draw_share"] > 0)
    rows = {row["id"]: row for row in show(LEDGER, "91N6E", "detection_range")}
    assert rows["RAD-001"]["counted_with"] == "CIT-RAD-004"
    assert "displace" in rows["RAD-007"]["why_not"]
    assert "known error" in {row["id"]: row for row in show(LEDGER, "pac-3-mse", "range")}["ALT-001"]["why_not"]


def test_rows_are_plain_data():
    beliefs = resolve(LEDGER, ["40N6E"], n_draws=10)
    json.dumps([claim_row(item) for item in LEDGER.by_id.values()])
    json.dumps([dispute_row(item) for item in beliefs.disputes()])


def test_a_pin_shows_in_the_shares():
    beliefs = resolve(LEDGER, ["40N6E"], n_draws=10, believe=["MIS-107"])
    rows = show(LEDGER, "40N6", "range", beliefs=beliefs)
    assert {row["id"]: row["draw_share"] for row in rows if row["draw_share"]} == {"MIS-107": 1.0}


def test_subjects_that_are_no_component_are_shown_too():
    rows = show(LEDGER, "Turkey F-35 programme")
    assert {"TIM-016", "TIM-018", "STM-005"} <= {row["id"] for row in rows}
    assert not any(row["is_nominal"] for row in rows)
