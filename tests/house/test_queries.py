"""The queries of the documentation run on tables as campaigns write them, and say what they promise."""

import re
from pathlib import Path

import duckdb
import numpy as np
import pytest

from openiads.campaign.tables import SCHEMAS, checked, write

PAGE = Path(__file__).parents[2] / "docs/how-to/read-the-event-log.md"
QUERIES = dict(re.findall(r"^## ([^\n]+)\n.*?```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.M))
ALL = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
AT = {
    "came": {}, "first seen": {"radar": "m0/91N6E"}, "tracked": {"track": 1},
    "judged hostile": {"track": 1, "cause": "no reply, inbound"}, "assigned": {"track": 1, "channel": "m0/u0/0"},
    "launched": {"track": 1, "channel": "m0/u0/0", "missile": "48N6E3", "claim_ids": ["MIS-001"]},
    "missed": {"track": 1, "channel": "m0/u0/0", "missile": "48N6E3", "cause": "no kill"},
    "let go": {"track": 1, "channel": "m0/u0/0", "entity": ""},
}
RUNS, NEUTRAL = 16, "north-south-1"


def event(run, t_s, word, entity):
    nothing = {"track": None, "radar": None, "channel": None, "missile": None, "cause": None, "claim_ids": []}
    return {**nothing, "run": run, "t_s": t_s, "event": word, "entity": entity, **AT[word]}


def flyer(run, entity, neutral):
    return {"run": run, "draw": run // 8, "entity": entity, "group": "g", "target": "f-16", "neutral": neutral,
            "end": "still in flight" if neutral else "leaked", "end_s": 300.0, "cause": "fired at and missed",
            "seen_s": 0.0, "tracked_s": 20.0, "fired_s": 50.0, "shots": 1, "due_s": np.nan if neutral else 300.0}


def table(name, rows):
    return checked(name, {column.name: [row[column.name] for row in rows] for column in SCHEMAS[name]})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two run folders of sixteen runs, in which a raider and an airliner are fired at in vain; one more leaks in B."""
    found = tmp_path_factory.mktemp("out")
    for place, more in (("fight", 0), ("other", 1)):
        (found / place / "events").mkdir(parents=True)
        events = [event(run, 10.0 * step, word, entity) for run in range(RUNS)
                  for step, word in enumerate(AT) for entity in ("fighters-east-1", NEUTRAL)]
        outcomes = [flyer(run, entity, entity == NEUTRAL) for run in range(RUNS)
                    for entity in ("fighters-east-1", NEUTRAL)]
        zeros = {column.name: 0 for column in SCHEMAS["runs"]}
        runs = [{**zeros, "run": run, "draw": run // 8, "raiders": 1, "leakers": 1 + more} for run in range(RUNS)]
        write("events", [table("events", events)], found / place / "events" / "events-000000.parquet")
        write("outcomes", [table("outcomes", outcomes)], found / place / "outcomes.parquet")
        write("runs", [table("runs", runs)], found / place / "runs.parquet")
    return found


def asked(query, folder):
    with duckdb.connect() as database:
        return database.execute(query.replace("'out/", f"'{folder}/")).fetchall()


@pytest.mark.parametrize("query", ALL, ids=lambda query: " ".join(query.split())[:40])
def test_a_query_finds_something(query, folder):
    assert asked(query, folder)


@pytest.mark.parametrize(("title", "first"), [
    ("What happened to one flyer, in order", (0.0, "came", None, None, None, None, None)),
    ("Why they came through, class by class", ("f-16", "fired at and missed", 1.0)),
    ("Where the time goes: from first plot to first launch", ("f-16", 20.0, 30.0, 250.0)),
    ("What became of the rounds", ("48N6E3", "missed", "no kill", 32)),
    ("Channels at work, minute by minute", (0.0, 2)),
    ("Airliners fired at, and on what evidence", (0, NEUTRAL, 30.0, "no reply, inbound", 50.0)),
    ("Doubt against chance, by hand", (0, 1.0, 0.0)),
    ("Two folders as pairs", (1.0, 0.0, 2)),
])
def test_a_query_says_what_its_title_promises(title, first, folder):
    assert asked(QUERIES[title], folder)[0] == first
