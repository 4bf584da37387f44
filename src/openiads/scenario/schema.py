"""The JSON Schema of a scenario file, published beside the package's data: `python -m openiads.scenario.schema`."""

import json
from pathlib import Path

from openiads.scenario.model import SCHEMA, Scenario

PUBLISHED = Path(__file__).parents[1] / "data" / "scenario.schema.json"


def scenario_schema() -> str:
    """The schema as JSON text, from the model itself."""
    schema = Scenario.model_json_schema(by_alias=True)
    body = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **schema}
    return json.dumps(body, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    PUBLISHED.write_text(scenario_schema(), encoding="utf-8")
