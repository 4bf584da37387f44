"""What a fuzzer once broke the readers with: it is refused in words, and soon."""

import time

import pytest

from openiads.errors import EXIT_INVALID_INPUT, OpenIADSError
from openiads.scenario.files import read_raid, read_scenario, read_textbook, shipped
from openiads.scenario.lines import key_lines

READERS = {"scenario": read_scenario, "raid": read_raid, "textbook": read_textbook}
SOON_S = 2.0


def refused(kind: str, text: str) -> OpenIADSError:
    """The refusal of a text, which must come soon."""
    started_s = time.process_time()
    with pytest.raises(OpenIADSError) as told:
        READERS[kind](text, "input.toml")
    assert time.process_time() - started_s < SOON_S
    assert told.value.exit_code == EXIT_INVALID_INPUT
    return told.value


@pytest.mark.parametrize(("kind", "name", "value"), [
    ("raid", "aircraft-wave", "[]"), ("raid", "aircraft-wave", "{ a = 1 }"),
    ("scenario", "second-batch", '["murted"]'), ("scenario", "second-batch", "{ id = 1 }"),
])
def test_an_id_that_is_a_list_or_a_table_is_no_text(kind, name, value):
    lines = shipped(kind)[name].splitlines()
    text = "\n".join(f"id = {value}" if line.startswith("id = ") else line for line in lines)
    told = refused(kind, text).faults
    assert any("is not text" in fault.what and fault.where.startswith("input.toml:") for fault in told)


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("text", [
    "a = " + "[" * 2000 + "]" * 2000, "a = " + "[" * 60 + "]" * 60, "a = " + "{b=" * 1500 + "1" + "}" * 1500,
    ".".join("a" * 400) + " = 1", "[" * 5000,
], ids=["lists", "some lists", "tables", "dots", "open"])
def test_what_lies_too_deep_is_refused(kind, text):
    assert "E0511" in {fault.code for fault in refused(kind, text).faults}


@pytest.mark.parametrize("number", ["9" * 5000, "0x" + "f" * 9000, "1" + "0" * 30, str(2**63), str(-(2**63) - 1)])
def test_a_whole_number_has_64_bits(number):
    assert "64 bits" in str(refused("raid", f"a = {number}"))


def test_a_bracket_before_many_blanks_is_read_over_in_no_time():
    started_s = time.process_time()
    key_lines("[" + " " * 9000 + "\n[a" + " b" * 9000 + "\nc = 1")
    assert time.process_time() - started_s < SOON_S


@pytest.mark.parametrize("terrain", [f'["{"x" * 5000}.tif"]', '["a\\u0000b.tif"]', '["/dev/null"]', "[[1]]"])
def test_an_elevation_file_that_can_have_no_such_name_is_refused(terrain):
    text = shipped()["second-batch"].replace('terrain = "bundled"', f"terrain = {terrain}", 1)
    assert any(fault.where for fault in refused("scenario", text).faults)
