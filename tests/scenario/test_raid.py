"""Raid files: what they may say, and all their faults at once."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.errors import OpenIADSError
from openiads.scenario.files import load_raid, read_raid, shipped

TEXT = shipped("raid")["mixed-reference"]


def faults_of(text):
    with pytest.raises(OpenIADSError) as refused:
        read_raid(text, "raid.toml")
    assert refused.value.exit_code == 3
    return refused.value.faults


def test_the_shipped_raid_reads():
    raid = load_raid("mixed-reference")
    assert raid.size == 50
    assert raid.asset("city").value == 1.0
    assert raid.duration == 1200.0


def test_comments_and_units_do_not_move_the_hash():
    same = TEXT.replace('duration = "20 min"', 'duration = "1200 s"  # twenty minutes')
    assert read_raid(same, "raid.toml").sha256() == load_raid("mixed-reference").sha256()
    other = TEXT.replace("count = 16", "count = 17")
    assert read_raid(other, "raid.toml").sha256() != load_raid("mixed-reference").sha256()


@given(st.integers(1, 400))
def test_a_scaled_raid_has_so_many_raiders_in_the_same_shares(count):
    raid = load_raid("mixed-reference")
    scaled = raid.scaled(count)
    assert scaled.size == count
    by_id = {group.id: group.count for group in scaled.groups}
    for group in raid.groups:
        assert abs(by_id.get(group.id, 0) - count * group.count / raid.size) <= 1


@pytest.mark.parametrize(("old", "new", "code", "names"), [
    ('target = "f-16"', 'target = "f-61"', "E0102", "f-16"),
    ('asset = "city"', 'asset = "town"', "E0507", "city"),
    ('starts_at = "40 s"', 'start_at = "40 s"', "E0501", "starts_at"),
    ('start = "200 km"', "start = 200", "E0311", "200"),
    ('altitude = "60 m AGL"', 'altitude = "60 m"', "E0312", "AGL"),
    ('interval = "20 s"', 'interval = "-20 s"', "E0314", "zero"),
    ('releases_at = "25 km"', 'releases_at = "250 km"', "E0314", "turn back"),
    ("turns_away = 0.5", "turns_away = 1.5", "E0314", "less than or equal"),
    ('id = "decoys-east"', 'id = "drones-east"', "E0508", "another"),
    ('jitter = "5 s"', 'jitter = "5 s"\narrivals = "poisson"', "E0508", "leave out jitter"),
    ('starts_at = "40 s"', 'starts_at = "40 s"\non_target_at = "900 s"', "E0508", "keep"),
])
def test_each_fault_names_its_line_and_its_mend(old, new, code, names):
    assert TEXT.count(old) >= 1
    found = faults_of(TEXT.replace(old, new, 1))
    assert code in {fault.code for fault in found}
    fault = next(item for item in found if item.code == code)
    assert fault.where.startswith("raid.toml:")
    assert names in f"{fault.what} {fault.why} {fault.fix}"


def test_all_faults_of_a_file_at_once():
    text = TEXT.replace('target = "f-16"', 'target = "f-61"').replace('start = "200 km"', "start = 200")
    assert {"E0102", "E0311"} <= {fault.code for fault in faults_of(text)}


def test_an_empty_raid_is_refused():
    assert "E0502" in {fault.code for fault in faults_of(TEXT[: TEXT.index("[[groups]]")])}


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    with suppress(OpenIADSError):
        read_raid(text, "raid.toml")
