"""Fly-outs kept between runs, and flown ahead by a second process."""

import io
import json
from pathlib import Path

import numpy as np
import pytest

from openiads.coverage import flyouts
from openiads.coverage.flyouts import Job, coarse_ranges_m, fitted, flight_table_s, fly_ahead

STATED = {"launch_mass_kg": 1800.0, "max_altitude_m": 27_000.0, "min_range_m": 3000.0, "diameter_m": 0.515,
          "max_range_m": 200e3, "burnout_speed_mps": 2000.0}
JOB = Job(STATED, 0.0, (1000.0, 10_000.0), 250e3)


def test_a_second_process_flies_the_same_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = flight_table_s(JOB)
    assert here.shape == (2, coarse_ranges_m(250e3).size)
    monkeypatch.setenv("OPENIADS_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(flyouts.os, "cpu_count", lambda: 2)
    fly_ahead([JOB])()
    monkeypatch.setattr(flyouts, "fit_missile", lambda **_: pytest.fail("fitted again"))
    monkeypatch.setattr(flyouts, "reach_table", lambda *_: pytest.fail("flown again"))
    np.testing.assert_array_equal(flight_table_s(JOB), here)
    assert np.isnan(here).any()
    assert np.isfinite(here).any()


def test_no_process_is_started_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flyouts.subprocess, "Popen", lambda *_, **__: pytest.fail("started"))
    fly_ahead([])()
    monkeypatch.setattr(flyouts.os, "cpu_count", lambda: 2)
    flight_table_s(JOB)
    fly_ahead([JOB])()
    monkeypatch.setattr(flyouts.os, "cpu_count", lambda: 1)
    fly_ahead([JOB._replace(radius_m=150e3)])()


def test_no_process_is_started_for_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENIADS_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(flyouts.os, "cpu_count", lambda: 2)
    sent: list[list[object]] = []
    monkeypatch.setattr(flyouts, "reach_table", lambda *_: np.zeros((2, 3)))
    flight_table_s(JOB)

    class Worker:
        def __init__(self, *_: object, **__: object) -> None:
            self.stdin = io.StringIO()
            self.stdin.close = lambda: sent.append(json.loads(self.stdin.getvalue()))  # type: ignore[method-assign]

        def wait(self) -> int:
            return 0

    monkeypatch.setattr(flyouts.subprocess, "Popen", Worker)
    fly_ahead([JOB])()
    assert sent == []
    other = JOB._replace(launch_amsl_m=100.0)
    fly_ahead([JOB, other])()
    assert sent == [[[dict(other.stated), *(list(item) if isinstance(item, tuple) else item for item in other[1:])]]]


@pytest.mark.parametrize("damage", ["", "{", "[[1.0, nul"])
def test_a_damaged_entry_is_computed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    monkeypatch.setenv("OPENIADS_CACHE_DIR", str(tmp_path))
    first = fitted(STATED)
    for path in tmp_path.rglob("*.json"):
        path.write_text(damage, encoding="utf-8")
    assert fitted(STATED) == first


def test_every_part_of_a_job_has_its_own_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENIADS_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(flyouts, "reach_table", lambda *_: np.zeros((2, 3)))
    for job in (JOB, JOB._replace(launch_amsl_m=100.0), JOB._replace(altitudes_amsl_m=(1000.0, 11_000.0)),
                JOB._replace(radius_m=200e3), JOB._replace(stated={**STATED, "max_range_m": 210e3})):
        flight_table_s(job)
    assert len(list(tmp_path.rglob("table-*.json"))) == 5
    assert len(list(tmp_path.rglob("fit-*.json"))) == 2
