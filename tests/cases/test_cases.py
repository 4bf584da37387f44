"""Every reference case that the package has a model for passes; the runner counts, compares and fails as it says."""

from pathlib import Path

import pytest

from tests.cases.compare import passes
from tests.cases.run import SHIPPED, main, run

PROTOCOLS = ("rel-determinism", "rel-resume-after-kill", "rel-fuzz-scenario")  # whole procedures of the engine
GUIDED = ("flight-pn-", "flight-apn-", "flight-pursuit-", "flight-intercept-")  # guidance, judged by its own tests
ENGAGEMENT = ("face-real-intercept-rates",)  # needs the engagement, which is not built yet


@pytest.fixture(scope="module")
def verdicts():
    return run(SHIPPED)


def test_no_case_fails(verdicts):
    assert [str(verdict) for verdict in verdicts if verdict.word == "FAIL"] == []


def test_every_case_of_radar_terrain_and_unguided_flight_is_run(verdicts):
    not_run = [str(verdict) for verdict in verdicts
               if verdict.word == "NOT RUN" and not verdict.case_id.startswith(PROTOCOLS + GUIDED + ENGAGEMENT)]
    assert not_run == []


@pytest.mark.parametrize(
    ("compare", "got", "want", "passed"),
    [
        ("", [1.0, 2.05], [1.0, 2.0], True),
        ("", [1.0, 2.2], [1.0, 2.0], False),
        ("", [1.0], [1.0, 2.0], False),
        ("", float("nan"), 1.0, False),
        ("monte_carlo", 2.05, 2.0, True),
        ("exact", (1, "ab", True), [1, "ab", True], True),
        ("exact", [1], [True], False),
        ("exact", 2.0000001, 2.0, False),
        ("within", [0.5, 1.5], [[0.0, 1.0], [1.0, 2.0]], True),
        ("within", [0.5, 2.5], [[0.0, 1.0], [1.0, 2.0]], False),
        ("within", 3.0, [0.0, 1.0], False),
        ("within", 8656.3824, [8656.382, 8656.382], True),  # edges are printed to the millimetre
        ("within", 8656.3831, [8656.382, 8656.382], False),
        ("at_most", 4.0, 4.0, True),
        ("at_most", 5.0, 4.0, False),
        ("must_not_match", 2.05, 2.0, False),
        ("must_not_match", 2.2, 2.0, True),
        ("rule", False, "falls with range", False),
        ("report", 1.0, "anything", True),
    ],
)
def test_compare_words(compare, got, want, passed):
    assert passes(got, want, compare, tol_abs=0.1, tol_rel=0.0) is passed


def _folder(tmp_path: Path, value: str) -> Path:
    (tmp_path / "some.yaml").write_text(
        "cases:\n- {id: a, area: reliability, title: sum, inputs: {sequences: [[1.0, 2.0]]},\n"
        f"   expected: [{{name: exact_sum, value: {value}, compare: exact}}]}}\n"
        "- {id: b, area: unknown, title: nothing, inputs: {x: 1}, expected: [{name: y, value: 1}]}\n"
    )
    return tmp_path


def test_runner_passes_and_counts_what_is_not_run(tmp_path, capsys):
    assert main([str(_folder(tmp_path, "[3.0]"))]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("PASS     a  exact_sum  got [3.0] want [3.0]")
    assert lines[1].startswith("NOT RUN  b  y")
    assert lines[-1] == "1 passed, 0 failed, 1 not run"


def test_runner_fails_on_a_wrong_value_and_on_an_exception(tmp_path, capsys):
    assert main([str(_folder(tmp_path, "[4.0]"))]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed, 1 not run"
    (tmp_path / "some.yaml").write_text(
        "cases:\n- {id: a, area: reliability, title: t, inputs: {sequences: [[x]]}, expected: "
        "[{name: exact_sum, value: 1}]}\n"
    )
    assert main([str(tmp_path)]) == 1
    assert "TypeError" in capsys.readouterr().out


def test_runner_asks_for_a_folder(tmp_path, capsys):
    assert main([str(tmp_path / "missing")]) == 2
    assert "FOLDER" in capsys.readouterr().err


def test_a_case_takes_over_the_inputs_of_the_case_it_names(tmp_path):
    (tmp_path / "some.yaml").write_text(
        "cases:\n- {id: first, area: reliability, title: t, inputs: {sequences: [[1.0]]}, expected: []}\n"
        "- {id: second, area: reliability, title: t, inputs: {see: inputs of first}, expected: "
        "[{name: exact_sum, value: [1.0], compare: exact}]}\n"
    )
    assert [verdict.word for verdict in run(tmp_path)] == ["PASS"]
