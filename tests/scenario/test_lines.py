"""Lines of keys in a TOML text."""

import tomllib

import pytest
import tomli_w
from hypothesis import example, given
from hypothesis import strategies as st

from openiads.scenario.files import shipped
from openiads.scenario.lines import key_lines, line_of, toml_lines

KEYS = st.text(alphabet="abcdefghij-_0123456789", min_size=1, max_size=8)
PLAIN = st.one_of(st.integers(-9, 9), st.booleans(), st.text(max_size=20), st.lists(st.integers(0, 9), max_size=3))
TABLES = st.recursive(
    st.dictionaries(KEYS, PLAIN, max_size=4),
    lambda inner: st.dictionaries(KEYS, st.one_of(PLAIN, inner, st.lists(inner, min_size=1, max_size=3)), max_size=4),
    max_leaves=12,
)


def paths(value, path=()):
    """Every path of a parsed TOML table."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key)
            yield from paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from paths(item, (*path, index))


@given(TABLES)
@example({"0": [{"0": "\x85"}], "1": 0})  # not a line's end in TOML
def test_every_key_is_found_on_the_line_that_names_it(table):
    text = tomli_w.dumps(table)
    assert tomllib.loads(text) == table
    lines, written = key_lines(text), toml_lines(text)
    for path in paths(table):
        number = line_of(lines, path)
        assert number is not None
        if path in lines and isinstance(path[-1], str):
            assert path[-1] in written[number - 1]


@given(st.text(max_size=200))
def test_any_text_is_survived(text):
    assert all(1 <= number <= len(toml_lines(text)) for number in key_lines(text).values())


@pytest.mark.parametrize(("path", "starts"), [
    (("ring",), "ring = "),
    (("sites", 1, "position"), 'position = "42.03'),
    (("arms", "B", "placements", 1, "site"), 'site = "sinop"'),
    (("order_of_battle", "fire_unit", "launchers", "value"), "launchers = "),
    (("corridor", "points", 2), "  { name = \"Adana\""),
    (("batch_meanings", 5, "count"), "count = 0"),
])
def test_lines_of_the_shipped_scenario(path, starts):
    text = shipped()["second-batch"]
    number = line_of(key_lines(text), path)
    assert number is not None
    assert text.splitlines()[number - 1].startswith(starts)


def test_elements_of_a_list_over_several_lines():
    lines = key_lines('a = [\n  "x, y",  # one, two\n  "]",\n  3,\n]\nb = 1\n')
    assert [lines[("a", index)] for index in range(3)] == [2, 3, 4]
    assert lines[("b",)] == 6
