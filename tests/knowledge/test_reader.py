"""Claim files are read strictly: all faults of a file at once, each with what, where, why and fix."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.errors import EXIT_INVALID_INPUT, OpenIADSError, catalogue
from openiads.knowledge.library import load_library
from openiads.knowledge.reader import CLAIM_KEYS, date_fault, interval_fault, suggestion
from tests.knowledge.ledgers import GOOD_FILE, TODAY, read

BROKEN = {
    "E0202": ('grade = "press"', 'grade = "press"\ngrad = "press"'),
    "E0203": ('id = "MINE-001"', ""),
    "E0204": ('unit = "km"', ""),
    "E0205": ("value = [300, 320]", "value = [320, 300]"),
    "E0206": ('source = "weekly-2018"', 'source = "weekly-2081"'),
    "E0207": ('url = "https://example.org/radar"', ""),
    "E0208": ('date = "2018-07-03"', 'date = "2031-07-03"'),
    "E0210": ('grade = "press"', 'grade = "press"\nmode = "said"'),
    "E0211": ('grade = "press"', 'grade = "rumour"'),
}


def codes(reading):
    return [fault.code for fault in reading.faults]


def test_a_sound_file_reads_without_faults():
    reading = read(GOOD_FILE)
    assert not reading.faults
    assert reading.claims[0].is_witness
    assert reading.claims[0].value == (300, 320)


def test_a_file_of_one_subject_reads_the_same():
    text = 'subject = "91N6E"\n' + GOOD_FILE.replace("[[91N6E.", "[[")
    assert read(text).claims[0] == read(GOOD_FILE).claims[0]


@pytest.mark.parametrize("code", sorted(BROKEN))
def test_each_fault_is_told_with_place_reason_and_fix(code):
    found = read(GOOD_FILE.replace(*BROKEN[code])).faults
    assert code in [fault.code for fault in found]
    fault = next(item for item in found if item.code == code)
    assert "mine.toml" in fault.where
    assert fault.what
    assert fault.why
    assert fault.fix
    assert catalogue()[code].exit_code == EXIT_INVALID_INPUT


def test_all_faults_of_a_file_are_told_at_once():
    text = GOOD_FILE
    for code in ("E0202", "E0204", "E0205", "E0211"):
        text = text.replace(*BROKEN[code])
    assert {"E0202", "E0204", "E0205"} <= set(codes(read(text)))
    second = GOOD_FILE.split("[[")[1].replace("MINE-001", "MINE-002").replace("weekly-2018", "nowhere")
    assert "E0206" in codes(read(text + "\n[[" + second))


@given(st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=3, max_size=6))
def test_names_that_go_on_from_what_was_typed_are_offered_first(start):
    assert suggestion(start, ["zz", f"{start}-x", "another"]).startswith(f'did you mean "{start}-x"')


def test_an_id_used_twice_is_refused():
    claim = "[[" + GOOD_FILE.split("[[")[1]
    assert codes(read(GOOD_FILE + claim)) == ["E0209"]


def test_a_file_that_is_no_toml_names_the_line():
    fault = read("[[91N6E.detection_range\n").faults[0]
    assert fault.code == "E0201"
    assert "line" in fault.why


def test_a_claim_without_a_subject_is_refused():
    assert "no subject" in read(GOOD_FILE.replace("[[91N6E.", "[[")).faults[0].what


def test_a_user_file_reaches_the_library_and_a_broken_one_says_why(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD_FILE, encoding="utf-8")
    assert load_library([path]).claim("mine-001").value == (300, 320)
    path.write_text(GOOD_FILE.replace('unit = "km"', 'unit = "kms"').replace("MINE-001", "RAD-001"), encoding="utf-8")
    with pytest.raises(OpenIADSError) as raised:
        load_library([path, tmp_path / "absent.toml"])
    assert {fault.code for fault in raised.value.faults} == {"E0209", "E0215", "E0101"}
    assert raised.value.exit_code == EXIT_INVALID_INPUT


@pytest.mark.parametrize("code", ["E0202", "E0203", "E0205", "E0206", "E0207", "E0210", "E0211"])
def test_a_wrong_unit_is_told_with_the_other_faults_of_its_claim(code, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD_FILE.replace(*BROKEN[code]).replace('unit = "km"', 'unit = "kg"'), encoding="utf-8")
    with pytest.raises(OpenIADSError) as raised:
        load_library([path])
    assert [fault.code for fault in raised.value.faults] == [code, "E0215"]


@given(st.dates())
def test_dates_up_to_today_pass_and_later_ones_do_not(day):
    assert (date_fault(day.isoformat(), "x", TODAY) is None) == (day <= TODAY)
    assert (date_fault(str(day.year).zfill(4), "x", TODAY) is None) == (day.year <= TODAY.year)


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_only_reversed_intervals_are_refused(low, high):
    assert (interval_fault([low, high], "x") is None) == (low <= high)
    assert (interval_fault({"min": low, "max": high}, "x") is None) == (low <= high)


@given(st.sampled_from(CLAIM_KEYS), st.data())
def test_a_key_with_one_letter_lost_is_recognised(key, data):
    position = data.draw(st.integers(0, len(key) - 1))
    damaged = key[:position] + key[position + 1 :]
    if len(damaged) > 3:
        assert key in suggestion(damaged, CLAIM_KEYS)
