"""Values of claims as readers are told them: no raw form, no exponent, no number lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.knowledge.facets import numbers_in
from openiads.knowledge.library import load_library
from openiads.output.page_claims import LARGE, claim_entry, stated, value_text
from openiads.output.timeline import said_text, timeline_csv, timeline_of
from openiads.programme.statements import statements_of

LIBRARY = load_library()
SIZES = {"": 1.0} | {word: size for size, word in LARGE}
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
EXPONENT = re.compile(r"\de[+-]?\d")
RAW_KEY = re.compile(r"_|[\[\]{}\"]")


@pytest.mark.parametrize(("name", "told"), [
    ("TIM-010", "2020"), ("ORG-027", "2008"), ("ALT-046", "3 billion USD"), ("ALT-045", "3.44 billion USD"),
    ("ORG-022", "more than 3 billion USD"), ("ORG-026", "100 billion INR"), ("TUR-001", "2017-04-11"),
    ("TUR-025", "2019-07-12 to 2019-07-25"), ("TGT-005", "0.000001 m²"), ("STO-008", "more than 185 mi"),
    ("STO-011", "about 1,200 m"), ("CIT-MIS-059", "mean 1,000 m/s, mach max 8"), ("PAN-004", "min 5 m, max 15,000 m"),
    ("TGT-061", "cruise (min 230, max 250 m/s), altitude (min 9,000, max 12,000 m)"), ("MIS-001", "400 km"),
])
def test_known_claims_read_as_a_careful_reader_would_write_them(name: str, told: str) -> None:
    assert value_text(LIBRARY.claim(name)) == told


@pytest.mark.parametrize("claim", LIBRARY.by_id.values(), ids=lambda claim: claim.id)
def test_no_claim_of_the_ledger_is_told_raw(claim) -> None:
    told = value_text(claim)
    assert not EXPONENT.search(told)
    assert not re.search(r"\byear$|\bdate$", told) or isinstance(claim.value, str)
    if not isinstance(claim.value, str):
        assert not RAW_KEY.search(told)
        assert len(NUMBER.findall(told.replace("m²", "m"))) >= len(list(numbers_in(claim.value)))


@given(st.floats(1e-9, 1e14), st.sampled_from(["USD", "km", "m2", None]))
def test_a_number_is_told_to_its_last_figure(value: float, unit: str | None) -> None:
    told = stated(value, unit)
    assert not EXPONENT.search(told)
    number = float(NUMBER.match(told).group().replace(",", ""))
    word = next((word for word in told.split() if word in SIZES), "")
    assert number * SIZES[word] == pytest.approx(value, rel=1e-12)


def test_every_teller_of_a_claim_uses_the_same_words() -> None:
    claim = LIBRARY.claim("TIM-010")
    statement = next(item for item in statements_of(LIBRARY) if item.id == "TIM-010")
    assert said_text(statement) == "planned delivery year: 2020"
    assert claim_entry(claim, LIBRARY, False, (), ())["value_text"] == "2020"
    assert "2,020" not in timeline_csv(timeline_of(LIBRARY))


def test_a_bound_stands_with_the_value_and_not_again_in_the_condition() -> None:
    entry = claim_entry(LIBRARY.claim("STO-011"), LIBRARY, False, (), ())
    assert entry["value_text"] == "about 1,200 m"
    assert "bound" not in entry["condition"]
    assert "higher: the S-300PM-2 radar in Masyaf" in entry["condition"]
