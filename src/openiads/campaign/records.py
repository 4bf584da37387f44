"""One hash of the rows of a table, whatever file, chunk or version of the Parquet writer they went through."""

import hashlib
from collections.abc import Iterable

import numpy as np

from openiads.campaign.tables import SCHEMAS, Column, Columns


def _texts(values: Iterable[str | None]) -> bytes:
    texts = list(values)
    lengths = np.array([-1 if text is None else len(text) for text in texts], dtype="<i8")
    return lengths.tobytes() + "".join(text or "" for text in texts).encode()


def _record(column: Column, values: np.ndarray) -> bytes:
    if column.kind == "text":
        return _texts(values)
    if column.kind == "texts":
        lengths = np.array([len(items) for items in values], dtype="<i8")
        return lengths.tobytes() + _texts([item for items in values for item in items])
    if column.kind == "float64":
        exact = np.asarray(values, dtype="<f8") + 0.0  # no minus zero
        return np.where(np.isnan(exact), np.nan, exact).tobytes()
    if column.nullable:
        return np.ma.getmaskarray(values).tobytes() + np.ma.filled(values, 0).astype("<i8").tobytes()
    return np.asarray(values).astype("<i8" if column.kind == "int64" else "u1").tobytes()


def digest(name: str, table: Columns) -> bytes:
    """SHA-256 of a checked table: for each column its name, its kind, its number of rows and its values.

    Numbers are little-endian, NaN has one pattern; texts are their lengths in characters (-1 is null), then UTF-8.
    """
    found = hashlib.sha256()
    for column in SCHEMAS[name]:
        values = table[column.name]
        found.update(f"{name}.{column.name} {column.kind} {len(values)}\n".encode())
        found.update(_record(column, values))
    return found.digest()
