"""Which function of the package answers which expected value of a reference case, told by what the case means."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Expected:
    """One value that a case wants, and how nearly."""

    name: str
    value: Any
    compare: str
    tol_abs: float
    tol_rel: float


@dataclass(frozen=True)
class Case:
    """One reference case: plain inputs, a table of columns and rows where it has one, and the values it wants."""

    id: str
    area: str
    title: str
    inputs: dict[str, Any]
    expected: tuple[Expected, ...]
    folder: Path
    kind: str = ""

    @cached_property
    def columns(self) -> dict[str, list[Any]]:
        """Columns of the case's table by name; rows that are mappings count as a table too."""
        rows = self.inputs.get("rows", [])
        names = self.inputs.get("columns")
        if names:
            return {name: [row[index] for row in rows] for index, name in enumerate(names)}
        if rows and all(isinstance(row, dict) for row in rows):
            return {name: [row.get(name) for row in rows] for name in rows[0]}
        return {}

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of everything that goes in, columns included."""
        return frozenset(self.inputs) | frozenset(self.columns)

    def array(self, name: str) -> np.ndarray:
        """Numbers of this name as an array: a column, a list, or one number repeated along the table."""
        rows = self.inputs.get("rows", [])
        value = np.asarray(self.columns[name] if name in self.columns else self.inputs[name])
        value = value.astype(float) if value.dtype.kind == "U" else value  # a number in quotes is a number all the same
        return np.full(len(rows), value) if rows and value.ndim == 0 else value

    def path(self, name: str) -> Path:
        """File that the input of this name points at, beside the case files."""
        return self.folder / self.inputs[name]


def each(function: Callable[..., Any], *arrays: Any) -> np.ndarray:
    """Values of a function of numbers, element by element; lists of unlike lengths are taken each with each.

    Where the function returns several values they lie along the last axis.
    """
    lengths = {np.size(array) for array in arrays if np.ndim(array)}
    together = len(lengths) <= 1
    table = np.broadcast(*arrays) if together else np.broadcast(*np.ix_(*(np.atleast_1d(array) for array in arrays)))
    values = np.array([function(*row) for row in table])
    shape = table.shape if together else [size for size in table.shape if size > 1]
    return values.reshape([*shape, *values.shape[1:]])


@dataclass(frozen=True)
class Answer:
    """A function that turns a case into values, and the cases that it is meant for."""

    area: str
    inputs: frozenset[str]
    expected: frozenset[str]
    title: str
    function: Callable[[Case], dict[str, Any]]

    def serves(self, case: Case, name: str) -> bool:
        """Whether the case gives what this answer needs and wants what it returns."""
        return (
            case.area == self.area
            and self.inputs <= case.names
            and self.title.lower() in case.title.lower()
            and any(fnmatchcase(name, pattern) for pattern in self.expected)
        )


ANSWERS: list[Answer] = []


def answers(
    area: str, *, inputs: set[str], expected: set[str], title: str = ""
) -> Callable[[Callable[[Case], dict[str, Any]]], Callable[[Case], dict[str, Any]]]:
    """Register a function that answers cases by their meaning.

    Parameters
    ----------
    area : str
        Area of the case file, such as ``"radar"``.
    inputs : set of str
        Names of inputs and columns that the case must give; it may give more.
    expected : set of str
        Names that the function returns; ``*`` stands for any text.
    title : str
        Words that the title must hold, where inputs alone cannot tell two models apart.

    Notes
    -----
    Where several functions fit, the one that needs most inputs answers.
    """

    def register(function: Callable[[Case], dict[str, Any]]) -> Callable[[Case], dict[str, Any]]:
        ANSWERS.append(Answer(area, frozenset(inputs), frozenset(expected), title, function))
        return function

    return register


def answer_for(case: Case, name: str) -> Answer | None:
    """The most specific answer for one expected value, or None where the package has no such model."""
    fitting = [answer for answer in ANSWERS if answer.serves(case, name)]
    return max(fitting, key=lambda answer: (len(answer.inputs), len(answer.title)), default=None)
