"""Component files: SI, a fallback for what nobody states, strict keys."""

import pytest

from openiads.errors import OpenIADSError
from openiads.knowledge.components import component, load_components, read_component

COMPONENT = """
name = "A radar"
kind = "radar"

[antenna_height]
unit = "m"
fallback = { value = 7, low = 5, high = 9, note = "nobody states it" }
"""


def test_a_sound_component_reads():
    item = read_component("a-radar", COMPONENT, "systems/a-radar.toml")
    assert item.quantities["antenna_height"].key == "a-radar.antenna_height"


@pytest.mark.parametrize(("found", "instead", "code"), [
    ('unit = "m"', 'unit = "metres"', "E0204"),
    ("low = 5, high = 9", "low = 9, high = 5", "E0205"),
    (', note = "nobody states it"', "", "E0214"),
    ('kind = "radar"', "", "E0214"),
    ("fallback =", "fall_back =", "E0202"),
    ('kind = "radar"', 'kind = "radar"\nknd = "radar"', "E0202"),
])
def test_a_faulty_component_says_what_and_where(found, instead, code):
    with pytest.raises(OpenIADSError) as raised:
        read_component("a-radar", COMPONENT.replace(found, instead), "systems/a-radar.toml")
    fault = raised.value.faults[0]
    assert fault.code == code
    assert "a-radar" in fault.where
    assert fault.fix


def test_what_no_source_need_state_has_a_fallback_or_claims():
    for item in load_components().values():
        for wanted in item.quantities.values():
            assert wanted.fallback or wanted.quantity in ("detection_range", "arrival"), wanted.key


def test_an_unknown_component_is_answered_with_the_nearest():
    with pytest.raises(OpenIADSError) as raised:
        component("91N6F")
    assert "91N6E" in raised.value.faults[0].fix
