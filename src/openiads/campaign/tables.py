"""The three tables of a campaign (events, outcomes, runs): their columns, and the Parquet files that hold them."""

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import duckdb
import numpy as np

Kind = Literal["int64", "float64", "bool", "text", "texts"]
Table = Mapping[str, Sequence[Any] | np.ndarray]  # columns by name, of one length; null is None, NaN or masked
Columns = dict[str, np.ndarray]  # the same once checked: see `checked`

ROW_GROUP_ROWS = 65_536  # a multiple of the 2,048 rows that the writer takes at a time, so groups are always full
SQL_TYPES = {"int64": "BIGINT", "float64": "DOUBLE", "bool": "BOOLEAN", "text": "VARCHAR", "texts": "VARCHAR[]"}
BETWEEN_TEXTS = "\x1f"  # the unit separator of ASCII; stands between the items of a list on its way in and out


@dataclass(frozen=True)
class Column:
    """One column: its kind, its unit ("" where it has none) and what it tells."""

    name: str
    kind: Kind
    unit: str
    meaning: str
    nullable: bool = False


RUN = Column("run", "int64", "", "number of the run")
DRAW = Column("draw", "int64", "", "draw of belief that the run fights in; 0 is nominal")
SCHEMAS: Mapping[str, tuple[Column, ...]] = {
    "events": (
        RUN,
        Column("t_s", "float64", "s", "time since the scenario's start"),
        Column("event", "text", "", "what happened, in the words of the event log"),
        Column("entity", "text", "", "flyer that it happened to; empty where there is none"),
        Column("track", "int64", "", "track of the command post", nullable=True),
        Column("radar", "text", "", "radar, such as m0/91N6E", nullable=True),
        Column("channel", "text", "", "guidance channel or fire unit, such as m0/u1/3", nullable=True),
        Column("missile", "text", "", "missile type", nullable=True),
        Column("cause", "text", "", "how or why", nullable=True),
        Column("claim_ids", "texts", "", "claims of the ledger that the event rests on"),
    ),
    "outcomes": (
        RUN,
        DRAW,
        Column("entity", "text", "", "flyer"),
        Column("group", "text", "", "group of the raid or flight of the neutral traffic"),
        Column("target", "text", "", "target class"),
        Column("neutral", "bool", "", "whether it is no part of the raid"),
        Column("end", "text", "", "killed, leaked, turned away or still in flight"),
        Column("end_s", "float64", "s", "time of its end", nullable=True),
        Column("cause", "text", "", "last link of the chain that broke; null where none did", nullable=True),
        Column("seen_s", "float64", "s", "first plot by any radar; null is never", nullable=True),
        Column("tracked_s", "float64", "s", "first confirmed track; null is never", nullable=True),
        Column("fired_s", "float64", "s", "first launch at it; null is never", nullable=True),
        Column("shots", "int64", "", "missiles launched at it"),
        Column("due_s", "float64", "s", "when it would arrive if nobody stopped it; null for neutrals", nullable=True),
    ),
    "runs": (
        RUN,
        DRAW,
        Column("raiders", "int64", "", "flyers of the raid"),
        Column("leakers", "int64", "", "raiders that leaked"),
        Column("killed", "int64", "", "raiders killed"),
        Column("turned_away", "int64", "", "raiders that turned away"),
        Column("in_flight", "int64", "", "raiders still in flight at the end"),
        Column("neutrals", "int64", "", "flyers that are no part of the raid"),
        Column("neutrals_engaged", "int64", "", "neutrals that at least one missile was launched at"),
        Column("neutrals_killed", "int64", "", "neutrals killed"),
        Column("rounds_spent", "int64", "", "missiles launched"),
        Column("rounds_left", "int64", "", "ready rounds at the end, all fire units together"),
        Column("empty_at_s", "float64", "s", "first time at which no fire unit had a ready round; null is never",
               nullable=True),
        Column("ready_again_s", "float64", "s", "first reload after that; null where there was none", nullable=True),
        Column("empty_channels", "int64", "", "fire units that ran out of ready rounds, each at a time of its own"),
        Column("value_defended", "float64", "", "share of the assets' value that nothing that flew at them reached"),
        Column("neutral_seen_min", "float64", "min", "time that all neutrals together fly where a radar sees them"),
        Column("neutral_engageable_min", "float64", "min", "the same where a fire unit could engage them"),
        Column("left_out", "int64", "", "plots, pairs and events that found no room"),
    ),
}


def _as_kind(column: Column, values: Any) -> np.ndarray:
    if column.kind == "texts":
        lists = np.empty(len(values), dtype=object)
        for i, items in enumerate(values):
            lists[i] = [] if items is None else list(items)
        return lists
    if column.kind == "text":
        texts = np.array(np.ma.getdata(values), dtype=object)
        texts[np.ma.getmaskarray(values)] = None
        return texts
    if column.kind == "int64" and column.nullable:
        if isinstance(values, np.ndarray) and values.dtype != object:
            hidden = np.ma.getmaskarray(values)
            return np.ma.masked_array(np.where(hidden, 0, np.ma.getdata(values)), mask=hidden, dtype=np.int64)
        hidden = np.array([value is None for value in values], dtype=bool)
        return np.ma.masked_array([0 if value is None else value for value in values], mask=hidden, dtype=np.int64)
    if column.kind == "float64":
        return np.asarray(np.ma.filled(values, np.nan) if isinstance(values, np.ma.MaskedArray) else values, float)
    return np.asarray(values, dtype=column.kind)


def checked(name: str, table: Table) -> Columns:
    """The table's columns as arrays, in the order of its schema.

    Parameters
    ----------
    name : str
        "events", "outcomes" or "runs".
    table : Table

    Returns
    -------
    dict of arrays
        int64, bool and float64 (null is NaN) as they are called; nullable int64 as a masked array; text as an object
        array (null is None), lists of text as an object array of lists.
    """
    schema = SCHEMAS[name]
    if set(table) != {column.name for column in schema}:
        raise ValueError(f"{name} has the columns {sorted(table)}, not {sorted(column.name for column in schema)}")
    found = {column.name: _as_kind(column, table[column.name]) for column in schema}
    if len({len(values) for values in found.values()}) > 1:
        raise ValueError(f"the columns of {name} differ in length")
    for column in schema:
        if column.kind == "text" and not column.nullable and any(text is None for text in found[column.name]):
            raise ValueError(f"{name}.{column.name} is null somewhere and may not be")
    return found


def joined(name: str, tables: Iterable[Columns]) -> Columns:
    """Checked tables one after another, as one."""
    parts = list(tables) or [checked(name, {column.name: [] for column in SCHEMAS[name]})]
    return {key: np.ma.concatenate([part[key] for part in parts])
            if any(isinstance(part[key], np.ma.MaskedArray) for part in parts)
            else np.concatenate([part[key] for part in parts]) for key in parts[0]}


def rows(table: Columns, chosen: np.ndarray | slice) -> Columns:
    """Some rows of a checked table."""
    return {key: values[chosen] for key, values in table.items()}


@cache
def _database() -> duckdb.DuckDBPyConnection:
    # one thread, so that the same rows give the same bytes; no object column is guessed from a sample of its values;
    # nothing is fetched and nothing spilled beside the run folder
    return duckdb.connect(":memory:", config={
        "threads": 1, "pandas_analyze_sample": 0, "autoinstall_known_extensions": False,
        "autoload_known_extensions": False, "temp_directory": ""})


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _metadata(name: str) -> str:
    told = {"schema": f"openiads/{name}/1"}
    for key in ("unit", "meaning"):
        told[key] = json.dumps({column.name: getattr(column, key) for column in SCHEMAS[name] if getattr(column, key)})
    return "{" + ", ".join(f"{key}: {_quoted(text)}" for key, text in told.items()) + "}"


def write(name: str, blocks: Sequence[Columns], path: Path) -> None:
    """Write one or more checked tables one after another into one Parquet file; the same blocks give the same bytes.

    Units and meanings of the columns stand in the file's key-value metadata, as JSON under "unit" and "meaning".
    """
    schema = SCHEMAS[name]
    options = (f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP_ROWS}, "
               f"KV_METADATA {_metadata(name)})")
    taken = ", ".join(
        f"CASE \"{column.name}\" WHEN '' THEN [] ELSE string_split(\"{column.name}\", chr(31)) END AS \"{column.name}\""
        if column.kind == "texts" else f'CAST("{column.name}" AS {SQL_TYPES[column.kind]}) AS "{column.name}"'
        for column in schema)
    with _database().cursor() as cursor:
        for number, block in enumerate(blocks):
            cursor.register("block", {column.name: _flat(block[column.name]) if column.kind == "texts"
                                      else block[column.name] for column in schema})
            chosen = f"SELECT {taken} FROM block"
            if len(blocks) == 1:
                cursor.execute(f"COPY ({chosen}) TO {_quoted(str(path))} {options}")
            else:
                cursor.execute(f"INSERT INTO kept {chosen}" if number else f"CREATE TEMP TABLE kept AS {chosen}")
            cursor.unregister("block")
        if len(blocks) > 1:
            cursor.execute(f"COPY kept TO {_quoted(str(path))} {options}")


def _flat(lists: np.ndarray) -> np.ndarray:
    flat = np.empty(len(lists), dtype=object)
    flat[:] = [BETWEEN_TEXTS.join(items) for items in lists]
    return flat


def encoded(name: str, table: Table) -> bytes:
    """A table as the bytes of its Parquet file."""
    with tempfile.TemporaryDirectory(prefix="openiads-") as folder:
        path = Path(folder) / "table.parquet"
        write(name, [checked(name, table)], path)
        return path.read_bytes()


def read(name: str, paths: Sequence[Path], columns: Sequence[str] = ()) -> Columns:
    """Read Parquet files of one table, one after another, as a checked table.

    Parameters
    ----------
    name : str
        "events", "outcomes" or "runs".
    paths : sequence of Path
        In the order wanted.
    columns : sequence of str, optional
        Only these.
    """
    schema = [column for column in SCHEMAS[name] if not columns or column.name in columns]
    if not paths:
        return {column.name: _as_kind(column, []) for column in schema}
    taken = ", ".join(f'array_to_string("{column.name}", chr(31)) AS "{column.name}"' if column.kind == "texts"
                      else f'"{column.name}"' for column in schema)
    files = "[" + ", ".join(_quoted(str(path)) for path in paths) + "]"
    with _database().cursor() as cursor:
        found = cursor.execute(f"SELECT {taken} FROM read_parquet({files})").fetchnumpy()
    return {column.name: _as_kind(column, _lists(found[column.name]) if column.kind == "texts" else found[column.name])
            for column in schema}


def _lists(flat: np.ndarray) -> list[list[str]]:
    return [text.split(BETWEEN_TEXTS) if text else [] for text in np.ma.filled(flat, "")]
