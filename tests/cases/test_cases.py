"""Every reference case that the package has a model for passes; the runner counts, compares and fails as it says."""

import math
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from openiads.constants import FOOT_M
from openiads.physics.atmosphere import air_at
from openiads.physics.flight import CALM
from tests.cases.answers_flight import rocket, rocket_profile
from tests.cases.answers_propagation import adds_cover, effective_radius_m, equal_profile
from tests.cases.answers_terrain import wall
from tests.cases.compare import passes
from tests.cases.flight_words import earth_of, start_of, wind_of
from tests.cases.registry import Case, each
from tests.cases.run import SHIPPED, main, run

INTEGRATED = 2e-3  # the thrust jumps at corners that no step of either integrator ends on


@pytest.fixture(scope="module")
def verdicts():
    return list(run(SHIPPED, protocols=False))


def test_no_case_fails(verdicts):
    assert [str(verdict) for verdict in verdicts if verdict.word == "FAIL"] == []


def test_every_case_is_run(verdicts):
    assert [str(verdict) for verdict in verdicts if verdict.word == "NOT RUN"] == []


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


@pytest.mark.parametrize("words", [
    "70 ft/s toward the east at 30000 ft, falling to 20 ft/s toward the west at sea level",
    "linear: toward the east at 70 ft/s at 30000 ft, toward the west at 20 ft/s at the ground",
    "70 ft/s at 30000 ft, shear of 0.003 1/s, toward the east",
    "V = 0.003*altitude_ft - 20 ft/s toward the east",
    "-20 ft/s + 0.003 (1/s) * h, toward the east",
])
def test_the_same_shear_in_other_words(words):
    assert wind_of(words) == pytest.approx((-20 * FOOT_M, 0.0, 0.003, 0.0))


@pytest.mark.parametrize(("words", "wind"), [
    ("steady wind of 20 kt toward the east", (20 * 1852 / 3600, 0, 0, 0)),
    ("steady westerly wind of 20 ft/s", (20 * 0.3048, 0, 0, 0)),
    ("5 m/s from the north", (0, -5, 0, 0)),
    ("wind shear, 10 m/s toward the north at ground to 40 m/s toward the north at 10000 m", (0, 10, 0, 0.003)),
    ("10 m/s toward the south at ground to 40 m/s toward the east at 10000 m", (0, -10, 0.004, 0.001)),
])
def test_wind_goes_where_its_words_say(words, wind):
    assert wind_of(words) == pytest.approx(wind)


def test_a_check_case_named_in_the_title_tells_what_its_wind_leaves_out():
    assert wind_of("linear shear", "NESC atmospheric check-case 8") == pytest.approx((-20 * FOOT_M, 0.0, 0.003, 0.0))
    assert wind_of("20 ft/s", "NESC atmospheric check-case 7") == pytest.approx((20 * FOOT_M, 0.0, 0.0, 0.0))


@pytest.mark.parametrize("words", [
    "wind shear", "a breeze", "20 ft/s", "steady wind of 20 mph toward the east", "20 kt from 270 deg",
    "5 m/s toward the north-east", "linear shear of 10 m/s toward the east",
])
def test_a_wind_that_cannot_be_read_is_an_error(words):
    with pytest.raises(ValueError, match="wind"):
        wind_of(words)


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


@pytest.mark.parametrize(("words", "place", "speed"), [
    ("launched eastward at 300 m/s and up at 500 m/s", (0, 0, 0), (300, 0, 500)),
    ("launched south at 1 km/s from sea level at latitude 10 deg", (10, 0, 0), (0, -1000, 0)),
    ("dropped at rest at 45 deg N from 8000 m", (45, 0, 8000), (0, 0, 0)),
    ("dropped from 5 km at 45.5 deg S, 30 deg W", (-45.5, -30, 5000), (0, 0, 0)),
    ("dropped at rest from 8000 m at latitude 45 deg, longitude 30 deg", (45, 30, 8000), (0, 0, 0)),
])
def test_start_in_words(words, place, speed):
    (lat_rad, lon_rad, height_m), speed_mps = start_of(words)
    assert (math.degrees(lat_rad), math.degrees(lon_rad), height_m) == pytest.approx(place)
    assert speed_mps == pytest.approx(speed)


@pytest.mark.parametrize("words", [
    "launched north and up at 1000 ft/s", "launched at 500 m/s", "launched east at 300 m/s and 500 m/s",
    "dropped at rest from flight level 300", "dropped at rest from 8000 m or 9000 m", "launched upward",
    "launched at 500 m/s up at 30 deg elevation", "dropped from 8000 m at rest in the inertial frame",
])
def test_a_start_that_cannot_be_read_is_an_error(words):
    with pytest.raises(ValueError, match="start"):
        start_of(words)


def test_a_sphere_without_a_radius_is_an_error():
    with pytest.raises(ValueError, match="radius"):
        earth_of("sphere, not rotating")


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


PAD = {"mass_without_propellant_kg": 20.0, "propellant_kg": 2.5, "diameter_m": 0.2, "cd": 0.44,
       "launch_altitude_m": 200}


def _rocket(curve, elevation_deg=90, **given):
    inputs = {**PAD, "launch_elevation_deg": elevation_deg, "thrust_curve_s_n": curve, **given}
    return Case("r", "flight", "rocket", inputs, (), Path())


def _integrated(case, t_end_s):
    # the same flight by an integrator, drag and mass of our own words: held to a line up to 52 ft/s
    given = case.inputs
    points = np.array(given["thrust_curve_s_n"], float)
    total = np.trapezoid(points[:, 1], points[:, 0])
    line = np.array([math.cos(math.radians(given["launch_elevation_deg"])),
                     math.sin(math.radians(given["launch_elevation_deg"]))])
    area_m2, pad_m = math.pi / 4 * given["diameter_m"] ** 2, 6_371_000.0 + given["launch_altitude_m"]

    def rates(t_s, state):
        thrust_n = np.interp(t_s, *points.T) if t_s <= points[-1, 0] else 0.0
        mass_kg = given["mass_without_propellant_kg"] + given["propellant_kg"] * (1 - state[4] / total)
        x, y, velocity, speed = state[0], state[1] + pad_m, state[2:4], math.hypot(*state[2:4])
        ahead = velocity / speed if speed > 52 * 0.3048 else line
        density = air_at(math.hypot(x, y) - 6_371_000.0)[0]
        pull = 3.986004418e14 / math.hypot(x, y) ** 3
        push = (thrust_n - 0.5 * density * speed**2 * area_m2 * given["cd"]) / mass_kg
        rate = push * ahead - pull * np.array([x, y])
        if speed <= 52 * 0.3048 and t_s < points[-1, 0]:
            rate = max(rate @ line, 0.0) * line
        return [*velocity, *rate, thrust_n]

    def climb(t_s, state):
        return 1.0 if t_s < points[-1, 0] else state[2] * state[0] + state[3] * (state[1] + pad_m)

    climb.terminal, climb.direction = True, -1
    flown = solve_ivp(rates, (0.0, t_end_s), [0.0] * 5, events=climb, max_step=0.01, rtol=1e-8, atol=1e-8)
    return flown.t[-1], math.hypot(flown.y[0, -1], flown.y[1, -1] + pad_m) - pad_m


@pytest.mark.parametrize(("elevation_deg", "curve"), [
    (90, [[0, 0], [0.05, 1400], [2.5, 1500], [3.3, 0]]),
    (90, [[0, 1500], [3, 1500]]),
    (89.9, [[0, 0], [0.05, 1400], [2.5, 1500], [3.3, 0]]),
    (84, [[0, 0], [0.05, 1400], [2.5, 1500], [3.3, 0]]),
    (60, [[0, 0], [0.05, 1400], [2.5, 1500], [3.3, 0]]),
    (85, [[0, 0], [0.1, 3000], [10, 2900], [10.5, 0]]),
])
def test_rocket_flies_as_integrated(elevation_deg, curve):
    case = _rocket(curve, elevation_deg)
    got, (top_s, top_m) = rocket(case), _integrated(case, 300.0)
    assert got["apogee_above_ground_m"] == pytest.approx(top_m, rel=INTEGRATED)
    assert got["time_to_apogee_s"] == pytest.approx(top_s, rel=INTEGRATED)
    assert rocket_profile(_rocket(curve, elevation_deg, times_s=[0, 0.5, 2]))["altitude_above_ground_m"].min() >= 0.0


def test_a_rocket_that_does_not_lift_says_so():
    with pytest.raises(ValueError, match="weight"):
        rocket(_rocket([[0, 0], [1, 100], [2, 0]]))
    with pytest.raises(ValueError, match="launcher"):
        rocket(_rocket([[0, 0], [0.1, 300], [0.2, 0]]))


def test_values_of_several_go_along_the_last_axis():
    assert each(lambda a, b: (a, b, a + b), [1, 2], 5).tolist() == [[1, 5, 6], [2, 5, 7]]
    assert each(lambda a: (a, -a), 3).tolist() == [3, -3]
    assert each(lambda a, b: (a, b), [1, 2, 3], [7, 8]).shape == (3, 2, 2)


@pytest.mark.parametrize(("words", "radius_m"), [
    ("4/3 of 6378137 m", 6378137 * 4 / 3),
    ("4/3 of 6371 km", 6371e3 * 4 / 3),
    ("k = 4/3, a = 6378137 m", 6378137 * 4 / 3),
    ("k = 1.25, a = 6 371 000 m", 6371e3 * 1.25),
    ("8500000 m", 8.5e6),
    ("8500 km", 8.5e6),
    ("a/(1 - 39e-9*a), a = 6371 km", 6371e3 / (1 - 39e-9 * 6371e3)),
    ("a = 6371000 m, a/(1 - 50e-9*a)", 6371e3 / (1 - 50e-9 * 6371e3)),
    ("4/3", 6371e3 * 4 / 3),
])
def test_effective_earth_in_words(words, radius_m):
    assert effective_radius_m(words) == pytest.approx(radius_m, rel=1e-12)


@pytest.mark.parametrize("words", ["large", "6371 km and 8500 km", "k = 4/3, a/(1 - 39e-9*a), a = 6371 km"])
def test_an_effective_earth_that_cannot_be_read_is_an_error(words):
    with pytest.raises(ValueError, match="effective earth"):
        effective_radius_m(words)


@pytest.mark.parametrize(("words", "added"), [
    ("ignore the clutter column", False),
    ("none", False),
    ("not used", False),
    ("not added, not even between the terminals", False),
    ("not added between tx and rx", False),
    ("clutter left out; bare ground", False),
    ("added to the terrain between the ends", True),
    ("clutter heights are added to terrain heights except at the terminals", True),
    ("terminals excluded; elsewhere ground cover height added", True),
    ("representative clutter heights on top of terrain; not at tx and rx", True),
    ("not at the terminals", True),
    ("used, but not at the terminals", True),
])
def test_ground_cover_in_words(words, added):
    assert adds_cover(words) is added


def test_ground_cover_that_cannot_be_read_is_an_error():
    with pytest.raises(ValueError, match="ground cover"):
        adds_cover("forest")


def test_a_low_wall_does_not_hide_the_curve_of_the_earth():
    radius_m, radar_m, far_m = 6_371_000.0 * 4 / 3, 20.0, 60_000.0
    inputs = {"wall_height_m": 5, "wall_range_m": 1000, "radar_height_m": radar_m, "k": "4/3",
              "earth_radius_m": 6_371_000, "ranges_m": [900.0, 10_000.0, far_m]}
    floors_m = wall(Case("w", "terrain", "wall", inputs, (), Path()))["min_visible_height_m"]
    tangent_m = math.sqrt(2 * radius_m * radar_m)
    assert floors_m == pytest.approx([0.0, 0.0, (far_m - tangent_m) ** 2 / (2 * radius_m)], rel=1e-9)
