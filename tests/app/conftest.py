"""Runs command lines inside the test process."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from openiads.app.cli import run
from openiads.app.shell import guard


class Answer(NamedTuple):
    """What a command line gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object on standard output."""
        return json.loads(self.out)


@pytest.fixture
def openiads(
    capsys: pytest.CaptureFixture[str], tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Answer]:
    """A function that runs `openiads` with arguments, in folders of its own."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"OPENIADS_{name}_DIR", str(tmp_path / name.lower()))

    def call(*arguments: str) -> Answer:
        capsys.readouterr()
        code = guard(run, arguments)
        return Answer(code, *capsys.readouterr())

    return call
