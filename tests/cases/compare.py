"""The comparison rules of the reference cases: tolerance element by element, and the named words."""

import math
from typing import Any

import numpy as np


def plain(value: Any) -> Any:
    """Lists, numbers, strings and truth values instead of arrays and tuples."""
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def near(got: Any, want: Any, tol_abs: float, tol_rel: float) -> bool:
    """Whether |got - want| <= abs + rel*|want| for every element, with the same shape."""
    if isinstance(want, list):
        return (
            isinstance(got, list)
            and len(got) == len(want)
            and all(near(one, other, tol_abs, tol_rel) for one, other in zip(got, want, strict=True))
        )
    if isinstance(want, dict):
        return isinstance(got, dict) and got.keys() == want.keys() and all(
            near(got[key], want[key], tol_abs, tol_rel) for key in want)
    if isinstance(want, bool | str) or want is None or isinstance(got, str | list) or got is None:
        return type(got) is type(want) and got == want
    if math.isnan(want) or math.isinf(want):
        return got == want or (math.isnan(want) and math.isnan(got))
    return abs(got - want) <= tol_abs + tol_rel * abs(want)


def _edge_rounding(edges: Any) -> float:
    """One unit of the finest decimal in which the edges of a band are printed: they may be rounded or cut."""
    if isinstance(edges, list):
        return min(_edge_rounding(edge) for edge in edges)
    _, _, decimals = repr(float(edges)).partition(".")
    return 10.0 ** -len(decimals) if decimals.isdigit() else 0.0


def within(got: Any, want: Any) -> bool:
    """Whether a value lies in a low-high pair, or each of several in its own pair, at the precision of the print."""
    return _within(got, want, _edge_rounding(want))


def _within(got: Any, want: Any, rounding: float) -> bool:
    if isinstance(got, list):
        if len(want) == len(got) and all(isinstance(pair, list) for pair in want):
            return all(_within(one, pair, rounding) for one, pair in zip(got, want, strict=True))
        return bool(got) and all(_within(one, want, rounding) for one in got)
    return want[0] - rounding <= got <= want[1] + rounding


def at_most(got: Any, want: Any, tol_abs: float, tol_rel: float) -> bool:
    """Whether no element exceeds its limit."""
    if isinstance(got, list):
        limits = want if isinstance(want, list) else [want] * len(got)
        return len(limits) == len(got) and all(
            at_most(one, limit, tol_abs, tol_rel) for one, limit in zip(got, limits, strict=True)
        )
    return got <= want + tol_abs + tol_rel * abs(want)


def passes(got: Any, want: Any, compare: str, tol_abs: float, tol_rel: float) -> bool:
    """Whether an answer passes by the case's rule.

    `rule` passes where the answer says that the named property holds; `report` where there is a value to report.
    """
    got, want = plain(got), plain(want)
    match compare:
        case "exact":
            return near(got, want, 0.0, 0.0)
        case "within":
            return within(got, want)
        case "at_most":
            return at_most(got, want, tol_abs, tol_rel)
        case "must_not_match":
            return not near(got, want, tol_abs, tol_rel)
        case "rule":
            return got is True
        case "report":
            return got is not None
        case "" | "monte_carlo":
            return near(got, want, tol_abs, tol_rel)
    raise ValueError(f"unknown compare word {compare!r}")
