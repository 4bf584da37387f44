"""Every reference case that the package has a model for passes; the runner counts, compares and fails as it says."""

from pathlib import Path

import pytest

from openiads.constants import FOOT_M
from openiads.physics.flight import CALM
from tests.cases.answers_propagation import equal_profile
from tests.cases.compare import passes
from tests.cases.flight_words import earth_of, start_of, wind_of
from tests.cases.registry import each
from tests.cases.run import SHIPPED, main, run

PROTOCOLS = ("rel-determinism", "rel-resume-after-kill", "rel-fuzz-scenario")  # whole procedures of the engine
ENGAGEMENT = ("face-real-intercept-rates",)  # needs the engagement, which is not built yet


@pytest.fixture(scope="module")
def verdicts():
    return run(SHIPPED)


def test_no_case_fails(verdicts):
    assert [str(verdict) for verdict in verdicts if verdict.word == "FAIL"] == []


def test_every_case_of_radar_terrain_flight_and_closed_form_is_run(verdicts):
    not_run = [str(verdict) for verdict in verdicts
               if verdict.word == "NOT RUN" and not verdict.case_id.startswith(PROTOCOLS + ENGAGEMENT)]
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


def test_a_number_that_yaml_takes_for_text_is_a_number(tmp_path):
    (tmp_path / "some.yaml").write_text(
        "cases:\n- {id: a, area: flight, title: t, inputs: {speed_m_s: 3e2, elevation_deg: 45, g_m_s2: 9.80665},\n"
        "   expected: [{name: range_m, value: 9177.445917, tol: {rel: 1.0e-8}}]}\n"
    )
    assert [verdict.word for verdict in run(tmp_path)] == ["PASS"]


@pytest.mark.parametrize("words", [
    "20 ft/s toward the west at sea level to 70 ft/s toward the east at 30000 ft",
    "linear, -20 ft/s at the ground to 70 ft/s at 30 000 ft, toward the east",
    "0.003 h - 20 ft/s toward the east",
    "toward the east, 0.003 times altitude - 20 ft/s",
])
def test_wind_shear_in_words(words):
    assert wind_of(words) == pytest.approx((-20 * FOOT_M, 0.0, 0.003, 0.0))


@pytest.mark.parametrize("words", ["none", "no wind", "calm", "still air", "none (still air)", 0, None])
def test_no_wind_in_words(words):
    assert wind_of(words) == CALM


@pytest.mark.parametrize("words", [
    "sphere of radius 20902255.199 ft, rotation 7.292115e-5 rad/s, GM 1.407644311e16 ft3/s2",
    "rotating sphere of 20,902,255.199 ft radius, GM 1.407644311e16 ft3/s2",
])
def test_round_turning_earth_in_words(words):
    earth = earth_of(words)
    assert (earth.radius_m, earth.flattening, earth.j2) == pytest.approx((20902255.199 * FOOT_M, 0.0, 0.0))
    assert earth.rotation_radps == pytest.approx(7.292115e-5)


@pytest.mark.parametrize("words", ["launched north and up, 1000 ft/s each", "1000 ft/s northward and 1000 ft/s upward"])
def test_launch_in_words(words):
    assert start_of(words)[1] == pytest.approx((0.0, 1000 * FOOT_M, 1000 * FOOT_M))


@pytest.mark.parametrize("text", [
    "3,50.0,1,2,4,3\n",
    "3\n50.0\n1\n2\n4\n3\n",
    "points,spacing_m,heights_m\n3,50.0,1,2,4,3\n",
    "# 4 points\ndistance_m,height_m\n0,1\n50,2\n100,4\n150,3\n",
    "distance_km height_m\n0.00 1\n0.05 2\n0.10 4\n0.15 3\n",
    "4 heights at 50 m\n1\n2\n4\n3\n",
])
def test_profiles_at_equal_spacing_in_any_layout(tmp_path, text):
    (tmp_path / "profile.csv").write_text(text)
    heights_m, spacing_m = equal_profile("profile.csv", tmp_path)
    assert list(heights_m) == [1, 2, 4, 3]
    assert spacing_m == pytest.approx(50.0)


def test_lists_of_unlike_lengths_are_taken_each_with_each():
    assert each(lambda a, b: a + b, [1, 2, 3], [10, 20]).tolist() == [[11, 21], [12, 22], [13, 23]]
    assert each(lambda a, b: a + b, [1, 2], [10, 20]).tolist() == [11, 22]
    assert each(lambda a, b: a + b, 1, 2) == 3
