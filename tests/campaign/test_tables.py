"""The tables of a campaign in Parquet: what goes in comes out, and the same rows give the same bytes."""

import json

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.campaign.records import digest
from openiads.campaign.tables import SCHEMAS, checked, encoded, joined, read, rows, write
from tests.campaign.skirmish import Skirmish
from tests.examples import examples

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\x1f"), max_size=6)
claims = st.lists(texts.filter(bool), max_size=3)
event = st.tuples(st.integers(0, 2**62), st.floats(allow_nan=False), texts, texts, st.none() | st.integers(0, 2**62),
                  st.none() | texts, st.none() | texts, st.none() | texts, st.none() | texts, claims)


def table_of(happened):
    """An "events" table of some rows."""
    names = [column.name for column in SCHEMAS["events"]]
    return {name: [row[i] for row in happened] for i, name in enumerate(names)}


def listed(table):
    """A checked table as plain lists, null as None."""
    return {name: [None if value is np.ma.masked else value for value in values] for name, values in table.items()}


@examples(30)
@given(happened=st.lists(event, max_size=20))
def test_events_come_back_as_they_went(tmp_path_factory, happened):
    path = tmp_path_factory.mktemp("table") / "events.parquet"
    path.write_bytes(encoded("events", table_of(happened)))
    found = read("events", [path])
    assert listed(found) == table_of(happened)
    assert digest("events", found) == digest("events", checked("events", table_of(happened)))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_table_keeps_its_rows_its_bytes_and_its_units(name, tmp_path):
    table = Skirmish().fight(range(60))[name]
    path = tmp_path / f"{name}.parquet"
    path.write_bytes(encoded(name, table))
    found = read(name, [path])
    assert digest(name, found) == digest(name, checked(name, table))
    assert encoded(name, found) == encoded(name, table) == path.read_bytes()
    told = dict(duckdb.execute(
        "SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", [str(path)]).fetchall())
    assert told["schema"] == f"openiads/{name}/1"
    ends = {column.name: column.name.rpartition("_")[2] for column in SCHEMAS[name]}
    assert json.loads(told["unit"]) == {column: end for column, end in ends.items() if end in ("s", "min")}
    assert set(json.loads(told["meaning"])) == set(found)


def test_row_groups_are_full_however_the_rows_came_together(tmp_path):
    whole = checked("outcomes", Skirmish().fight(range(20_000))["outcomes"])
    cut = joined("outcomes", [rows(whole, slice(0, 777)), rows(whole, slice(777, None))])
    for name, table in (("whole", whole), ("cut", cut)):
        write("outcomes", [table], tmp_path / name)
    assert (tmp_path / "whole").read_bytes() == (tmp_path / "cut").read_bytes()
    sizes = duckdb.execute("SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata(?) ORDER BY 1",
                           [str(tmp_path / "whole")]).fetchall()
    assert sizes == [(0, 65_536), (1, 14_464)]


def test_blocks_are_one_table_in_their_order(tmp_path):
    whole = checked("events", Skirmish().fight(range(30))["events"])
    write("events", [rows(whole, slice(0, 50)), rows(whole, slice(50, None))], tmp_path / "blocks")
    assert digest("events", read("events", [tmp_path / "blocks"])) == digest("events", whole)
    assert list(read("runs", [], ["run"])) == ["run"]


@pytest.mark.parametrize(("column", "row", "value"), [
    ("t_s", 3, 9.0), ("entity", 3, "other"), ("track", 3, None), ("claim_ids", 3, ["MIS-001"]), ("run", 3, 7),
    ("cause", 3, None),
])
def test_the_hash_sees_every_column(column, row, value):
    table = {name: list(values) for name, values in checked("events", Skirmish().fight(range(4))["events"]).items()}
    before = digest("events", checked("events", listed(table)))
    assert table[column][row] != value
    table[column][row] = value
    assert digest("events", checked("events", listed(table))) != before


def test_the_hash_does_not_run_neighbours_together():
    rows_of = [(0, 0.0, "ab", "c", None, None, None, None, None, ["a", "b"])]
    others = [(0, 0.0, "ab", "c", None, None, None, None, None, ["ab"]),
              (0, 0.0, "ab", "c", None, "", None, None, None, ["a", "b"])]
    known = digest("events", checked("events", table_of(rows_of)))
    assert all(digest("events", checked("events", table_of([other]))) != known for other in others)


def test_a_table_that_is_none_is_refused():
    table = dict(Skirmish().fight(range(2))["runs"])
    with pytest.raises(ValueError, match="differ in length"):
        checked("runs", {**table, "draw": [0]})
    with pytest.raises(ValueError, match="has the columns"):
        checked("runs", {name: values for name, values in table.items() if name != "left_out"})
    with pytest.raises(ValueError, match=r"events\.entity is null"):
        checked("events", table_of([(0, 0.0, "came", None, None, None, None, None, None, [])]))
