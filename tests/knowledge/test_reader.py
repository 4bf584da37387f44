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
    "E0216": ("value = [300, 320]", "value = [nan, inf]"),
    "E0217": ("rcs_m2 = 1.0", 'rcs_m2 = "1.0"'),
    "E0218": ('url = "https://example.org/radar"', 'url = "not a url"'),
}
VALUE = "value = [300, 320]"
# what no model could take, and what is said to it
UNFIT = {
    "text for a number": (VALUE, 'value = "many"', "E0217"),
    "a number in quotes": (VALUE, 'value = "250 km"', "E0217"),
    "yes for a number": (VALUE, "value = true", "E0217"),
    "nan and inf": (VALUE, "value = [nan, inf]", "E0216"),
    "inf": (VALUE, "value = inf", "E0216"),
    "nan in a table": (VALUE, "value = { min = 1.0, max = nan }", "E0216"),
    "infinite by its exponent": (VALUE, 'value = "1e999"', "E0216"),
    "beyond every float": (VALUE, f"value = 1{'0' * 400}", "E0216"),
    "negative range": (VALUE, "value = -5", "E0216"),
    "no range at all": (VALUE, "value = 0", "E0216"),
    "negative cross-section": ("rcs_m2 = 1.0", "rcs_m2 = -1.0", "E0216"),
    "cross-section that is none": ("rcs_m2 = 1.0", "rcs_m2 = nan", "E0216"),
    "interval of cross-sections": ("rcs_m2 = 1.0", "rcs_m2 = [0.1, 1.0]", "E0217"),
    "link with a blank": ("example.org/radar", "example.org/a radar", "E0218"),
    "link without a host": ("https://example.org/radar", "https://", "E0218"),
    "link of brackets": ("https://example.org/radar", "http://[", "E0218"),
    "mistyped quantity": ("detection_range", "detection_rang", "E0212"),
    "no claim": (None, "# nothing yet\n", "E0219"),
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


@pytest.mark.parametrize("what", UNFIT)
def test_what_no_model_could_take_is_refused(what, tmp_path):
    sound, broken, code = UNFIT[what]
    path = tmp_path / "mine.toml"
    path.write_text(GOOD_FILE.replace(sound, broken) if sound else broken, encoding="utf-8")
    with pytest.raises(OpenIADSError) as raised:
        load_library([path])
    (fault,) = raised.value.faults
    assert fault.code == code
    assert fault.where.startswith(str(path))
    assert fault.why
    assert fault.fix
    assert catalogue()[code].exit_code == EXIT_INVALID_INPUT
    if what == "mistyped quantity":
        assert fault.fix == 'did you mean "detection_range"?'


@pytest.mark.parametrize(("sound", "fine"), [
    ("91N6E.detection_range", "somebody.colour_of_paint"), ("91N6E.detection_range", "91N6E.in_service_year"),
    ("rcs_m2 = 1.0", 'rcs_m2 = "not stated"'), (VALUE, 'value = "more than 250"'),
    ("91N6E.detection_range", "40N6E.min_range"), ("https://", "http://"),
])
def test_what_is_unusual_and_sound_is_read(sound, fine, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD_FILE.replace(sound, fine), encoding="utf-8")
    assert load_library([path]).claim("MINE-001")


def test_a_byte_order_mark_is_read_over(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD_FILE, encoding="utf-8-sig")
    assert load_library([path]).claim("MINE-001")


def test_what_cannot_be_read_is_told_in_words(tmp_path):
    (tmp_path / "latin.toml").write_bytes("# Mürted".encode("latin-1"))
    with pytest.raises(OpenIADSError) as raised:
        load_library([tmp_path / "latin.toml", tmp_path / "absent.toml", tmp_path])
    assert [fault.why for fault in raised.value.faults] == [
        "it is not UTF-8 text", "No such file or directory", "Is a directory"]


def test_a_file_of_faults_is_told_whole(tmp_path):
    claims = [GOOD_FILE.split("[[")[1].replace("MINE-001", f"MINE-{number:03}") for number in range(20)]
    claims = [text.replace('"press"', '"rumour"') for text in claims]
    claims += [claims[0], claims[1].replace("MINE-001", "rad-001").replace("300, 320", "-3, 320")]
    (tmp_path / "mine.toml").write_text(GOOD_FILE.split("[[")[0] + "".join(f"[[{text}" for text in claims),
                                        encoding="utf-8")
    with pytest.raises(OpenIADSError) as raised:
        load_library([tmp_path / "mine.toml"])
    told = [fault.code for fault in raised.value.faults]
    assert {code: told.count(code) for code in told} == {"E0211": 22, "E0209": 2, "E0216": 1}


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
