"""Command lines of small fights, for the tests of `run` and `compare`."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from openiads.app.cli import run
from openiads.app.shell import guard
from tests.app.conftest import Answer

RAID = ("--raid", "aircraft-wave", "--size", "4")


def call(*arguments: str) -> Answer:
    """Run a command line of its own."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = guard(run, arguments)
    return Answer(code, out.getvalue(), err.getvalue())


def fought_once(factory: pytest.TempPathFactory, *arguments: str) -> tuple[Path, Answer]:
    """Folder and envelope of a campaign on one thread, that all others are held against."""
    folder = factory.mktemp("known") / arguments[0]
    answer = call(*arguments, "--out", str(folder), "--workers", "1", "--json")
    assert answer.code == 0, answer.err
    return folder, answer


def contents(folder: Path) -> dict[str, bytes]:
    """Bytes of every file of a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def codes(answer: Answer) -> set[str]:
    """Codes of the faults that a command line with --json was answered with."""
    return {item["code"] for item in json.loads(answer.out)["errors"]}


def results(answer: Answer) -> dict[str, Any]:
    """Results of the envelope, but for the folder."""
    return {key: value for key, value in answer.json["results"].items() if key != "folder"}
