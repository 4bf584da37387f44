"""The published schema is the one of the model."""

import json

from openiads.scenario.schema import PUBLISHED, scenario_schema


def test_the_published_schema_is_up_to_date():
    assert PUBLISHED.read_text(encoding="utf-8") == scenario_schema(), "run python -m openiads.scenario.schema"


def test_the_schema_names_the_keys_of_the_file():
    keys = json.loads(scenario_schema())["properties"]
    assert {"schema", "ring", "altitudes", "sites", "order_of_battle", "corridor"} <= set(keys)
    assert "ring_m" not in keys
