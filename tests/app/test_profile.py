"""`openiads profile`: along one bearing, and along the one route of a scenario."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from openiads.knowledge.resolve import resolve
from openiads.physics.propagation import horizon_range_m
from openiads.scenario.files import scenario_text

SMOOTH = ("profile", "--site", "40.08,32.57", "--antenna", "30 m", "--terrain", "none", "--refraction", "4/3")
STEP_KM = 0.25
FORBIDDEN = ("safe", "green", "clear to")


@pytest.fixture
def corridor_file(tmp_path: Path) -> str:
    """The study second-batch over a smooth earth, so that floors are quick."""
    _, text = scenario_text("second-batch")
    text = text.replace('terrain = "bundled"', 'terrain = "none"\nground_height = "850 m"')
    text = text.replace('"42.03,35.15"', '"38.50,34.50"')  # nearer to the route, inside the smaller ring
    text = text.replace('refraction = "p453"', 'refraction = "4/3"').replace('ring = "400 km"', 'ring = "250 km"')
    path = tmp_path / "smooth.toml"
    path.write_text(text.replace('name = "second-batch"', 'name = "smooth"'), encoding="utf-8")
    return str(path)


def test_the_profile_over_a_smooth_earth_is_the_horizon(openiads):
    answer = openiads(*SMOOTH, "--bearing", "15 deg", "--altitude", "300 m AGL", "--json")
    assert answer.code == 0
    results = answer.json["results"]
    assert answer.json["command"] == "profile"
    assert results["bearing_deg"] == pytest.approx(15.0)
    horizon_km = horizon_range_m(30.0, 300.0, 4 / 3) / 1000
    for sight_km in results["altitudes"][0]["farthest_sight_km"].values():
        assert sight_km == pytest.approx(horizon_km, abs=STEP_KM)
    assert len(results["distance_km"]) == len(results["floor_m"]["median"]) == len(results["terrain_m"]) == 1601
    assert results["heights"] == "AGL"  # nobody said how high the smooth earth lies
    assert "AGL" in results["sentence"]


def test_looking_towards_a_place_names_what_hides_it(openiads):
    answer = openiads("profile", "--site", "40.08,32.57", "--towards", "42.03,35.15", "--terrain", "bundled", "--json")
    results = answer.json["results"]
    assert results["bearing_deg"] == pytest.approx(44.2, abs=0.1)
    assert results["place"]["distance_km"] == pytest.approx(306.5, abs=0.1)
    assert results["sentence"].startswith("A target below ")
    assert "hidden by ground of" in results["sentence"]
    floors = results["place"]["floor_m"]
    assert floors["weak"] > floors["median"] > floors["strong"] > 5000
    assert any("grade C" in text for text in answer.json["warnings"])
    assert results["refraction"]["weak"]["layered"]


def test_words_tell_the_sentence_the_table_and_the_terrain(openiads):
    answer = openiads(*SMOOTH, "--bearing", "15 deg", "--range", "200 km", "--ground-height", "850 m",
                      "--altitude", "3000 m AMSL")
    assert "m AMSL over the point 200 km out is hidden by the curve of the earth" in answer.out
    assert "3,000 m AMSL: in sight out to 200 km" in answer.out
    assert "grade none" in answer.out


def test_each_input_matters(openiads):
    def floor_m(*changes: str) -> float:
        answer = openiads(*SMOOTH[:3], *changes, "--json")
        return answer.json["results"]["floor_m"]["median"][800]

    rest = ("--antenna", "30 m", "--terrain", "none", "--refraction", "4/3", "--bearing", "15 deg")
    plain = floor_m(*rest)
    assert floor_m("--antenna", "60 m", *rest[2:]) < plain
    assert floor_m(*rest[:4], "--refraction", "1.0", *rest[6:]) > plain
    assert floor_m(*rest, "--ground-height", "850 m") == pytest.approx(plain + 850, abs=0.2)
    real = [floor_m("--terrain", "bundled", "--bearing", bearing) for bearing in ("15 deg", "190 deg")]
    assert real[0] != real[1]


@pytest.mark.parametrize(("arguments", "code", "fault"), [
    (("--bearing", "15 deg", "--altitude", "3000 m AMSL"), 3, "E0317"),
    (("--bearing", "15 deg", "--altitude", "3000 m"), 3, "E0312"),
    (("--bearing", "15"), 3, "E0311"),
    (("--bearing", "15 deg", "--towards", "42,35"), 2, "E0103"),
    ((), 2, "E0104"),
    (("--bearing", "15 deg", "--range", "2 m"), 3, "E0314"),
    (("--towards", "42.03,35.15", "--range", "100 km"), 3, "E0314"),
    (("--towards", "40.08,32.57"), 3, "E0314"),
    (("--towards", "97,0"), 3, "E0314"),
    (("--towards", "-40.08,-147.43"), 3, "E0314"),
    (("--towards", "52,13", "--range", "2000 km"), 3, "E0314"),
    (("--bearing", "1e999 deg"), 3, "E0314"),
    (("--bearing", "15 deg", "-o", "/proc/x/profile.csv"), 3, "E0105"),
    (("--bearing", "15 deg", "--placement", "apart"), 2, "E0103"),
    (("--bearing", "15 deg", "--believe", "MIS-001"), 2, "E0103"),
    (("--bearing", "15 deg", "-o", "profile.pdf"), 3, "E0105"),
])
def test_bad_input_is_answered_with_its_mend(openiads, arguments, code, fault):
    answer = openiads(*SMOOTH, *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert f"error[{fault}]" in answer.err
    assert "fix:" in answer.err


def test_a_place_beyond_a_thousand_kilometres_is_refused_with_its_distance(openiads):
    answer = openiads(*SMOOTH, "--towards", "-40.08,-147.43", "--antenna", "30")
    assert "--towards lies 20,004 km away" in answer.err
    assert "1 to 1,000 km" in answer.err


@pytest.mark.parametrize("site", ["40.08,32.57", "52,179.9", "90,0", "52,5"])
def test_profile_and_coverage_grade_the_terrain_alike(openiads, site):
    where = ("--site", site, "--terrain", "bundled", "--refraction", "4/3", "--json")
    line = openiads("profile", *where, "--bearing", "90 deg", "--range", "100 km").json
    disc = openiads("coverage", *where, "--ring", "100 km", "--draws", "2").json
    assert line["results"]["terrain"]["grade"] == disc["results"]["terrain"]["grade"]
    assert line["results"]["terrain"]["grade"] == ("C" if site == "40.08,32.57" else "D")
    assert any("grade" in text for text in line["warnings"])


def test_an_altitude_given_twice_is_marked_once(openiads):
    body = openiads(*SMOOTH, "--bearing", "15 deg", "--altitude", "60 m AGL", "--altitude", "60 m AGL", "--json").json
    assert len(body["results"]["altitudes"]) == 1
    assert body["warnings"][0] == "--altitude 60 m AGL is given twice and counted once"


def test_all_faults_are_told_at_once(openiads):
    answer = openiads("profile", "--site", "here", "--antenna", "30", "--bearing", "15", "--refraction", "fog")
    assert answer.code == 3
    for fault in ("E0316", "E0311", "E0314"):
        assert fault in answer.err


def test_an_antenna_below_the_ground_is_refused(openiads):
    answer = openiads("profile", "--site", "40.08,32.57", "--antenna", "100 m AMSL", "--bearing", "15 deg",
                      "--terrain", "bundled")
    assert (answer.code, "E0408" in answer.err) == (3, True)


def test_the_profile_is_written_as_csv_and_as_figures(openiads, tmp_path):
    for ending in ("csv", "png", "svg"):
        path = tmp_path / "new" / f"profile.{ending}"
        assert openiads(*SMOOTH, "--bearing", "15 deg", "-o", str(path)).code == 0
        assert sorted(item.suffix for item in path.parent.iterdir() if item == path) == [f".{ending}"]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "new" / "profile.csv").read_text(encoding="utf-8"))))
    assert len(rows) == 1601
    assert float(rows[-1]["floor_median_m_agl"]) > 8000
    assert float(rows[-1]["hidden_by_km"]) == pytest.approx(22.5, abs=STEP_KM)
    assert imread(tmp_path / "new" / "profile.png").shape[2] == 4
    assert "simulation from public sources" in (tmp_path / "new" / "profile.svg").read_text(encoding="utf-8")


def test_a_corridor_is_told_in_nautical_miles_and_flight_levels(openiads, corridor_file, tmp_path):
    answer = openiads("profile", "--corridor", corridor_file, "--draws", "8", "--json", "-o", str(tmp_path / "c.csv"))
    assert answer.code == 0, answer.err
    results = answer.json["results"]
    assert [row["flight_level"] for row in results["flight_levels"]] == ["FL100", "FL180", "FL250", "FL350"]
    speed_mps = resolve(components=["airliner"]).nominal["airliner.cruise_speed"].value
    for row in results["flight_levels"]:
        seen, engageable = row["minutes"]["seen"], row["minutes"]["engageable"]
        assert 0 < engageable["nominal"] <= seen["nominal"]
        assert seen["low"] <= seen["high"]
        way_nm = sum(last - first for first, last in row["stretches_nm"]["seen"])
        assert seen["nominal"] == pytest.approx(way_nm * 1852 / speed_mps / 60)
    minutes = [row["minutes"]["seen"]["nominal"] for row in results["flight_levels"]]
    assert minutes == sorted(minutes)
    assert results["route"]["length_nm"] == pytest.approx(399.5, abs=0.1)
    assert "misidentification" in results["sentence"]
    assert answer.json["claims"]
    assert answer.json["seed"] == 20220816
    rows = list(csv.DictReader(io.StringIO((tmp_path / "c.csv").read_text(encoding="utf-8"))))
    marked = np.array([[int(row[f"seen_{level}"]) for row in rows] for level in ("FL100", "FL350")])
    assert (marked[0] <= marked[1]).all()
    assert len(rows) == len(results["samples"]["along_nm"])
    assert not any(word in answer.out.lower() for word in FORBIDDEN)


def test_levels_and_the_second_batch_can_be_asked_for(openiads, corridor_file, tmp_path):
    one = openiads("profile", "--corridor", corridor_file, "--draws", "2", "--altitude", "FL300", "--json").json
    figure = tmp_path / "strip.svg"
    two = openiads("profile", "--route", corridor_file, "--draws", "2", "--altitude", "FL300", "--placement", "apart",
                   "--json", "-o", str(figure)).json
    first, both = (item["results"]["flight_levels"] for item in (one, two))
    assert [row["flight_level"] for row in first] == ["FL300"]
    assert both[0]["minutes"]["seen"]["nominal"] > first[0]["minutes"]["seen"]["nominal"]
    assert two["results"]["sites"] == ["murted", "sinop"]
    assert "inside sensor volume" in figure.read_text(encoding="utf-8")
    words = openiads("profile", "--corridor", corridor_file, "--draws", "2", "--altitude", "FL300").out
    assert "FL300: inside sensor volume" in words
    assert not any(word in words.lower() for word in FORBIDDEN)


@pytest.mark.parametrize(("arguments", "fault"), [
    (("--altitude", "3000 m AMSL"), "E0312"), (("--placement", "nowhere"), "E0507"), (("--draws", "0"), "E0314"),
    (("--site", "40,32"), "E0103"),
])
def test_a_corridor_refuses_what_it_cannot_read(openiads, arguments, fault):
    answer = openiads("profile", "--corridor", "second-batch", *arguments)
    assert answer.code in (2, 3)
    assert f"error[{fault}]" in answer.err


def test_a_scenario_without_a_corridor_says_so(openiads, tmp_path):
    _, text = scenario_text("second-batch")
    path = tmp_path / "bare.toml"
    path.write_text(text[: text.index("[corridor]")].replace('"second-batch"', '"bare"'), encoding="utf-8")
    answer = openiads("profile", "--corridor", str(path))
    assert (answer.code, "E0507" in answer.err) == (3, True)
