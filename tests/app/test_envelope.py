"""The one JSON object of every command."""

import json
import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads import __version__
from openiads.app.envelope import SCHEMA, envelope, print_json

KEYS = ["schema", "version", "command", "inputs", "seed", "results", "intervals", "claims", "warnings"]
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)), max_leaves=10,
)


@dataclass
class Sight:
    """A record such as a result may be."""

    range_km: float


def test_its_keys_and_their_order():
    body = envelope("coverage", {}, inputs={"pd": 0.5}, seed=7, claims=["MIS-001"], warnings=["coarse"])
    assert list(body) == KEYS
    assert (body["schema"], body["version"], body["seed"]) == (SCHEMA, __version__, 7)
    assert body["warnings"] == ["coarse"]


@given(VALUES)
def test_any_plain_value_becomes_standard_json(value):
    text = json.dumps(envelope("x", value), allow_nan=False)
    assert list(json.loads(text)) == KEYS


def test_records_arrays_dates_and_paths_are_taken():
    body = envelope("x", {"a": np.array([1.0, np.nan]), "b": np.float64(2), "c": Sight(math.inf),
                          "d": date(2022, 8, 16), "e": Path("a/b"), "f": {3, 1}, "g": (1, 2)})
    assert body["results"] == {"a": [1.0, None], "b": 2.0, "c": {"range_km": None}, "d": "2022-08-16", "e": "a/b",
                               "f": [1, 3], "g": [1, 2]}


def test_what_is_no_value_is_refused():
    with pytest.raises(TypeError, match="function"):
        envelope("x", print)


def test_it_is_printed_alone(capsys):
    print_json(envelope("x", "ü"))
    told = capsys.readouterr()
    assert json.loads(told.out)["results"] == "ü"
    assert "ü" in told.out
    assert told.err == ""
