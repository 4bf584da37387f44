"""Writing reaches the disk in its own time here: what a power cut would leave shows in no test, and waiting is long."""

import os

import pytest


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only in this process: those that are killed do wait."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)
