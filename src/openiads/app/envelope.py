"""The one JSON object that every command prints with --json."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from openiads import __version__
from openiads.app.shell import session

SCHEMA = "openiads/envelope/1"


def envelope(
    command: str,
    results: Any,
    *,
    inputs: Mapping[str, Any] | None = None,
    seed: int | None = None,
    intervals: Any = None,
    claims: Sequence[Any] = (),
    warnings: Sequence[str] = (),
) -> dict[str, Any]:
    """Put a command's answer into the envelope.

    Parameters
    ----------
    command : str
        The verb, with its noun where it has one: ``"coverage"``, ``"claims show"``.
    results : object
        What was asked for; numpy, dataclasses and dates are taken as they are.
    inputs : mapping, optional
        Every input that shaped the answer, defaults included.
    seed : int, optional
        Seed of the draws; None where nothing is drawn.
    intervals : object, optional
        Intervals of the results, under the same keys.
    claims : sequence
        Ids or records of the claims that the answer rests on.
    warnings : sequence of str
        Warnings beside those collected by `shell.warn`.

    Returns
    -------
    dict
        Plain JSON values under schema, version, command, inputs, seed, results, intervals, claims, warnings.

    Examples
    --------
    >>> envelope("doctor", {"horizon_km": float("nan")})["results"]
    {'horizon_km': None}
    """
    told = [*session().warnings, *(text for text in warnings if text not in session().warnings)]
    body = {
        "schema": SCHEMA,
        "version": __version__,
        "command": command,
        "inputs": dict(inputs or {}),
        "seed": seed,
        "results": results,
        "intervals": {} if intervals is None else intervals,
        "claims": list(claims),
        "warnings": told,
    }
    plain: dict[str, Any] = _plain(body)
    return plain


def print_json(body: Mapping[str, Any]) -> None:
    """Print an envelope on standard output."""
    print(json.dumps(body, ensure_ascii=False, indent=2, allow_nan=False))


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return [_plain(item) for item in sorted(value)]
    if hasattr(value, "tolist"):  # numpy scalar or array
        return _plain(value.tolist())
    if hasattr(value, "model_dump"):  # pydantic
        return _plain(value.model_dump(mode="json"))
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, PurePath):
        return value.as_posix()
    raise TypeError(f"{type(value).__name__} cannot stand in the envelope")
