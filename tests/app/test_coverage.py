"""`openiads coverage`: anchors, what each option moves, several sites, outputs, real terrain files."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import matplotlib.cbook
import numpy as np
import pytest
import rasterio

from openiads.app.coverage import site_words

SMOOTH = ("coverage", "--site", "40.08,32.57", "--antenna", "30m", "--terrain", "none", "--refraction", "4/3",
          "--draws", "16")
FIRST_SIGHT_KM = 0.1  # the issue's own tolerance
SHARE_PERCENT = 0.06  # printed to a tenth of a per cent
WIDE = ("coverage", "--site", "40.08,32.57", "--ring", "150km", "--antenna", "24 m", "--draws", "16",
        "--refraction", "p453", "--altitude", "1000 m AGL", "--terrain")
RASTER_SHARE = 0.05  # areas counted on cells of 2 km


def results(answer):
    """Results of a run that must have gone well."""
    assert answer.code == 0, answer.err
    return answer.json["results"]


@pytest.mark.parametrize(("altitude", "sight_km", "percent"), [
    ("60 m AGL", 54.5, 1.9), ("300 m AGL", 94.0, 5.5), ("3000 m AGL", 248.0, 38.5),
])
def test_the_anchors_of_a_smooth_earth(openiads, altitude, sight_km, percent):
    found = results(openiads(*SMOOTH, "--altitude", altitude, "--json"))
    assert found["geometric"]["first_sight_km"] == pytest.approx(sight_km, abs=max(FIRST_SIGHT_KM, 0.0025 * sight_km))
    assert found["geometric"]["share_of_ring_percent"] == pytest.approx(percent, abs=SHARE_PERCENT)
    assert found["geometric"]["share_of_ring"] == pytest.approx(percent / 100, abs=SHARE_PERCENT / 100)


def test_the_keys_of_the_contract(openiads):
    body = openiads(*SMOOTH, "--json").json
    assert set(body) == {"schema", "version", "command", "inputs", "seed", "results", "intervals", "claims", "warnings"}
    detection = body["results"]["detection"]
    assert detection["pd"] == 0.5
    assert set(detection["range_km"]) == {"nominal", "low", "high", "level"}
    assert {"pfa", "swerling", "reference", "radar", "share_of_ring"} <= set(detection)
    assert "engagement" not in body["results"]
    assert {item["quantity"] for item in body["intervals"]} == {
        f"detection.{name}" for name in ("range_km", "first_detection_km", "share_of_ring", "area_km2")}
    assert body["results"]["terrain"]["grade"] == "none"
    assert body["claims"] == sorted(set(body["claims"]))


def test_a_basis_without_a_witness_is_warned_of(openiads):
    body = openiads(*SMOOTH, "--json").json
    reference = body["results"]["detection"]["reference"]
    assert not reference["has_rcs_tagged_witness"]
    assert any("no citable source" in text and reference["claim"] in text for text in body["warnings"])


MOVES = {  # option: what it changes, beside what is derived from those
    ("--pd", "0.9"): {"range"}, ("--pfa", "1e-9"): {"range"}, ("--swerling", "0"): {"range"},
    ("--jam-to-noise-db", "10"): {"range"},
    ("--radar", "96L6E"): {"range"}, ("--believe", "RAD-040"): {"range"}, ("--seed", "7"): {"interval"},
    ("--level", "0.5"): {"interval"}, ("--target", "airliner"): {"range"},
    ("--refraction", "1.0"): {"sight", "power-path"}, ("--antenna", "60 m"): {"sight", "power-path"},
    ("--ring", "300 km"): {"share"},
}


@pytest.mark.parametrize("option", MOVES, ids=lambda option: option[0])
def test_an_option_moves_what_names_it_and_nothing_else(openiads, option):
    base = results(openiads(*SMOOTH, "--json"))
    found = results(openiads(*SMOOTH, *option, "--json"))
    power, before = found["detection"]["range_km"], base["detection"]["range_km"]
    moves = MOVES[option]
    assert (found["geometric"]["first_sight_km"] != base["geometric"]["first_sight_km"]) == ("sight" in moves)
    assert (found["geometric"]["share_of_ring"] != base["geometric"]["share_of_ring"]) == bool(
        {"sight", "share"} & moves)
    if "power-path" not in moves:  # gas along the path depends on antenna and refraction, a little
        assert (power["nominal"] != before["nominal"]) == ("range" in moves)
    assert ((power["low"], power["high"]) != (before["low"], before["high"])) == (
        bool({"range", "interval", "power-path"} & moves))


@pytest.mark.parametrize(("weaker", "stronger"), [
    (("--pd", "0.9"), ("--pd", "0.5")), (("--pfa", "1e-9"), ("--pfa", "1e-4")),
    (("--target", "stealthy-cruise"), ("--target", "airliner")),
])
def test_what_is_harder_is_detected_later(openiads, weaker, stronger):
    late, early = (results(openiads(*SMOOTH, *option, "--json"))["detection"]["range_km"]
                   for option in (weaker, stronger))
    assert all(late[name] < early[name] for name in ("nominal", "low", "high"))


def test_sea_level_over_a_smooth_earth_needs_its_ground(openiads):
    answer = openiads(*SMOOTH, "--altitude", "3000 m AMSL")
    assert answer.code == 3
    assert "error[E0317]" in answer.err
    over = results(openiads(*SMOOTH, "--altitude", "3000 m AMSL", "--ground-height", "850 m", "--json"))
    above = results(openiads(*SMOOTH, "--altitude", "2150 m AGL", "--json"))
    assert over["geometric"]["first_sight_km"] == pytest.approx(above["geometric"]["first_sight_km"], rel=1e-9)


def test_all_faults_of_a_command_line_are_told_at_once(openiads):
    answer = openiads("coverage", "--site", "95,32", "--altitude", "60 m", "--pd", "1.5", "--swerling", "7",
                      "--target", "cruise-misile", "--radar", "91N6", "--ring", "400", "--draws", "0", "--json")
    assert answer.code == 3
    assert len(answer.json["errors"]) >= 8
    assert any("cruise-missile" in item["fix"] for item in answer.json["errors"])
    assert any("91N6E" in item["fix"] for item in answer.json["errors"])


def test_engagement_is_told_when_a_missile_is_named(openiads):
    found = results(openiads(*SMOOTH, "--missile", "48N6E3", "--altitude", "3000 m AGL", "--json"))
    assert found["engagement"]["share_of_ring"]["nominal"] <= found["detection"]["share_of_ring"]["nominal"] * 1.01
    assert found["engagement"]["missiles"] == ["48N6E3"]


def test_several_sites_share_union_depth_and_what_each_adds(openiads):
    found = results(openiads(*SMOOTH, "--ring", "150km", "--altitude", "300 m AGL", "--site", "40.6,33.2", "--json"))
    assert len(found["table"]) == 2
    for row in found["together"]:
        alone_km2 = [item["geometric" if row["metric"] == "sight" else "detection"]["area_km2"]
                     for item in found["table"]]
        alone_km2 = [item if isinstance(item, float) else item["nominal"] for item in alone_km2]
        assert row["union_km2"] <= sum(alone_km2) * (1 + RASTER_SHARE)
        assert row["union_km2"] == pytest.approx(row["depth_km2"][0])
        assert row["union_km2"] == pytest.approx(sum(row["adds_km2"]) + row["depth_km2"][1])
        assert sum(row["depth_km2"]) == pytest.approx(sum(alone_km2), rel=RASTER_SHARE)
        assert 0 < row["adds_km2"][1] < alone_km2[1]
    assert {row["metric"] for row in found["together"]} == {"sight", "detection"}


def test_words_and_json_say_the_same(openiads):
    answer = openiads(*SMOOTH)
    assert "in sight from 54.5 km, over 1.9 % of the 400 km ring" in answer.out
    assert "at most" not in answer.out
    assert "Pd 0.5, Pfa 1e-06, Swerling 1" in answer.out
    assert "RAD-037 (unsourced)" in answer.out


def test_a_site_is_echoed_with_its_ground(openiads):
    assert openiads(*SMOOTH).out.startswith("Site 40.08 N, 32.57 E, ground 0 m.\n")
    assert openiads(*WIDE, "bundled", "--site", "40.2,32.6").out.count("\nSite 40.2 N, 32.6 E, ground ") == 1
    assert site_words({"site": [-33.9, -70.6], "ground_amsl_m": 1234.4}) == "33.9 S, 70.6 W, ground 1,234 m"


def test_first_sight_over_ground_is_told_by_bearing(openiads):
    told = openiads(*WIDE, "bundled")
    sight = results(openiads(*WIDE, "bundled", "--json"))["geometric"]
    low, high = (f"{sight['first_sight_by_bearing_km'][name]:.0f}" for name in ("low", "high"))
    assert f"in sight from typically {sight['first_sight_km']:.0f} km, {low} to {high} km by bearing, over" in told.out
    assert float(low) < sight["first_sight_km"] < float(high)


@pytest.mark.parametrize(("option", "told"), [
    (("--ring", "0 km"), "too short"), (("--altitude", "-60 m AGL"), 'write "60 m AGL"'),
    (("--antenna", "-5 m AGL"), 'write "5 m AGL"'), (("--altitude", "60"), 'write "60 m AGL" or "60 m AMSL"'),
    (("--ring", "50000 km"), "holds from 1 to 1,000 km"), (("--ring", "-3 km"), "a distance starts at zero"),
    (("--ring", "1e999 km"), 'write "400 km"'), (("--seed", "-1"), "a seed has 63 bits"),
    (("--seed", "1" * 26), "a seed has 63 bits"), (("--altitude", "1e30 m AGL"), "above 100 km"),
    (("--altitude", "-9000 m AMSL"), "below all dry land"), (("--antenna", "1e9 km"), "above 10 km"),
    (("--antenna", "0 m"), 'write "30 m"'), (("--antenna", "-5 m"), 'write "5 m"'),
    (("--draws", "999999999999"), "worked out at most"), (("--draws", "0"), "an interval needs draws"),
    (("--pfa", "0"), "write 1e-06"), (("--jam-to-noise-db", "1e9"), "between -60 and 100 dB"),
])
def test_what_has_no_meaning_is_refused(openiads, option, told):
    answer = openiads(*SMOOTH, *option)
    assert answer.code == 3
    assert answer.out == ""
    below = option[0] == "--antenna" and told != "above 10 km"
    assert ("E0311" if option[1] == "60" else "E0510" if below else "E0314") in answer.err
    assert told in answer.err
    assert answer.err.count("error[") == 1


@pytest.mark.parametrize("option", [("--altitude", "nan m AGL"), ("--altitude", ""), ("--altitude", "FL9999"),
                                    ("--altitude", "60 kg"), ("--ring", "400")], ids=lambda option: option[1])
def test_the_mend_that_is_offered_is_taken(openiads, option):
    answer = openiads("coverage", "--site", "40.08,32.57", *option, "--radar", "nobody", "--json")  # stops in any case
    (offered,) = (item["fix"] for item in answer.json["errors"] if item["where"] == option[0])
    for text in re.findall('"([^"]+)"', offered):
        again = openiads("coverage", "--site", "40.08,32.57", option[0], text, "--radar", "nobody", "--json")
        assert [item["where"] for item in again.json["errors"]] == ["--radar"]


def test_a_distance_without_a_unit_is_offered_kilometres(openiads):
    assert 'write "400 km"' in openiads(*SMOOTH, "--ring", "400").err


def test_an_antenna_above_sea_level_over_a_smooth_earth_needs_its_ground(openiads):
    answer = openiads(*SMOOTH, "--antenna", "900 m AMSL")
    assert (answer.code, "error[E0317] 900 m AMSL over a smooth earth" in answer.err) == (3, True)
    assert openiads(*SMOOTH, "--antenna", "900 m AMSL", "--ground-height", "850 m").code == 0


def test_what_is_given_twice_is_counted_once_and_warned_of(openiads):
    body = openiads(*SMOOTH, "--site", "40.080,32.57", "--altitude", "60 m AGL", "--altitude", "0.06 km AGL",
                    "--target", "airliner", "--target", "airliner", "--json").json
    assert len(body["results"]["table"]) == 1
    assert "together" not in body["results"]
    assert [text for text in body["warnings"] if "twice" in text] == [
        "--altitude 0.06 km AGL is given twice and counted once", "--site 40.080,32.57 is given twice and counted once",
        "--target airliner is given twice and counted once"]


def test_terrain_words_stand_alone(openiads):
    for words in (("none", "bundled"), ("auto", "tile.tif"), ("bundled", "bundled")):
        terrain = [part for word in words for part in ("--terrain", word)]
        answer = openiads("coverage", "--site", "40.08,32.57", *terrain)
        assert "error[E0103]" in answer.err
        assert answer.err.count("no elevation file at 'none'") == 0


def test_all_faults_of_all_terrain_files_are_told_at_once(openiads, tmp_path):
    (tmp_path / "cut.tif").write_bytes(b"II*\x00 broken")
    with rasterio.open(tmp_path / "nocrs.tif", "w", driver="GTiff", width=5, height=5, count=1, dtype="int16") as sink:
        sink.write(np.zeros((5, 5), np.int16), 1)
    files = [part for name in ("cut", "nocrs", "nope") for part in ("--terrain", str(tmp_path / f"{name}.tif"))]
    answer = openiads("coverage", "--site", "95,0", *files, "--believe", "XX", "--json")
    assert [item["code"] for item in answer.json["errors"]] == ["E0314", "E0212", "E0401", "E0402", "E0403"]
    assert answer.json["errors"][1]["where"] == "--believe XX"


def test_a_pin_that_feeds_nothing_is_told_with_the_other_faults(openiads):
    answer = openiads(*SMOOTH, "--believe", "MIS-001", "--pd", "2", "--json")
    assert {item["code"] for item in answer.json["errors"]} == {"E0213", "E0314"}


def test_where_nothing_can_be_written_is_told_before_the_work(openiads, tmp_path, monkeypatch):
    monkeypatch.setattr("openiads.output.site_answer.answer_sites", lambda _: pytest.fail("worked first"))
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "folder.csv").mkdir()
    for path in (tmp_path / "file" / "a.csv", tmp_path / "folder.csv", Path("/proc/x/a.csv")):
        answer = openiads(*SMOOTH, "-o", str(path))
        assert (answer.code, "error[E0105] cannot write" in answer.err) == (3, True)
        assert "Errno" not in answer.err


@pytest.mark.parametrize(("ground", "told"), [("850 m", True), ("0 m", False)])
def test_an_altitude_below_the_ground_is_warned_of(openiads, ground, told):
    answer = openiads(*SMOOTH, "--altitude", "60 m AMSL", "--ground-height", ground)
    assert answer.code == 0
    assert ("60 m AMSL lies 790 m below the ground at the site" in answer.err) == told


def test_a_pin_is_named_before_the_numbers(openiads):
    assert openiads(*SMOOTH, "--believe", "rad-040").out.startswith("Pinned by the user: RAD-040.\n")
    assert results(openiads(*SMOOTH, "--believe", "rad-040", "--json"))["pinned"] == ["RAD-040"]
    assert "Pinned" not in openiads(*SMOOTH).out


def test_coarse_terrain_is_warned_of_and_says_at_most(openiads):
    answer = openiads(*WIDE, "bundled")
    assert answer.code == 0
    assert answer.out.count("at most") == 2
    assert "terrain of grade C" in answer.err


@pytest.fixture
def written(openiads, tmp_path):
    """A function that writes one format and gives the file back."""
    def write(ending):
        path = tmp_path / f"cover{ending}"
        answer = openiads(*WIDE, "bundled", "--out", str(path))
        assert answer.code == 0, answer.err
        return path
    return write


def test_geojson_is_read_back(written):
    body = json.loads(written(".geojson").read_text(encoding="utf-8"))
    assert [item["properties"].get("kind") for item in body["features"]] == ["site", "ring", "detection"]
    assert body["features"][2]["geometry"]["type"] == "MultiPolygon"
    assert body["openiads"]["terrain_grade"] == "C"
    assert "simulation from public sources" in body["openiads"]["footer"]


def test_kmz_is_read_back(written):
    with zipfile.ZipFile(written(".kmz")) as archive:
        root = ElementTree.fromstring(archive.read("doc.kml"))
    assert len(root.findall(".//{http://www.opengis.net/kml/2.2}Placemark")) == 3


def test_tif_is_read_back(written):
    with rasterio.open(written(".tif")) as raster:
        assert raster.descriptions == ("visibility floor, m AMSL", "visibility floor, m AGL", "terrain, m AMSL")
        floor_m, above_m, ground_m = (np.where(band == raster.nodata, np.nan, band) for band in raster.read())
        assert raster.tags()["terrain_grade"] == "C"
        assert raster.tags()["antenna_height_agl_m"] == "24.0"
    assert np.nanmin(above_m) == 0
    assert np.nanmax(np.abs(floor_m - ground_m - above_m)) < 0.05  # the lift through layered air


def test_csv_is_read_back(written):
    (row,) = csv.DictReader(io.StringIO(written(".csv").read_text(encoding="utf-8")))
    assert (row["lat_deg"], row["lon_deg"], row["target"]) == ("40.08", "32.57", "cruise-missile")
    assert float(row["detection_share_low"]) <= float(row["detection_share_nominal"])


def test_an_ending_that_is_not_written_is_refused_before_the_work(openiads, tmp_path):
    answer = openiads(*SMOOTH, "--out", str(tmp_path / "cover.shp"))
    assert answer.code == 3
    assert "E0105" in answer.err
    assert ".geojson" in answer.err


@pytest.fixture(scope="module")
def jacksboro(tmp_path_factory) -> Path:
    """Matplotlib's sample of the Jacksboro fault: SRTM heights of about 90 m posting, as a GeoTIFF."""
    with np.load(matplotlib.cbook.get_sample_data("jacksboro_fault_dem.npz", asfileobj=False)) as sample:
        heights_m, box = sample["elevation"], [float(sample[name]) for name in ("xmin", "ymax", "dx", "dy")]
    path = tmp_path_factory.mktemp("tile") / "jacksboro.tif"
    west_deg, north_deg, step_deg, down_deg = box
    with rasterio.open(path, "w", driver="GTiff", width=heights_m.shape[1], height=heights_m.shape[0], count=1,
                       dtype="int16", crs="EPSG:4326",
                       transform=rasterio.Affine(step_deg, 0, west_deg, 0, -down_deg, north_deg)) as sink:
        sink.write(heights_m.astype(np.int16), 1)
    return path


def test_a_terrain_file_is_used_and_its_grade_is_said(openiads, jacksboro):
    with rasterio.open(jacksboro) as tile:
        lon_deg, lat_deg = tile.xy(tile.height // 2, tile.width // 2)
        ground_m = int(tile.read(1)[tile.height // 2, tile.width // 2])
    near = ("coverage", "--site", f"{lat_deg:.6f},{lon_deg:.6f}", "--antenna", "20 m", "--ring", "10 km",
            "--draws", "8", "--altitude", "100 m AGL", "--refraction", "4/3", "--json", "--terrain")
    fine = openiads(*near, str(jacksboro))
    found = results(fine)
    assert found["terrain"]["grade"] in "AB"
    assert found["ground_amsl_m"] == pytest.approx(ground_m, abs=5.0)  # read between the cells
    assert not any("grade" in text for text in fine.json["warnings"])
    coarse = results(openiads(*near, "bundled"))
    assert coarse["terrain"]["grade"] == "D"
    assert found["geometric"]["share_of_ring"] != coarse["geometric"]["share_of_ring"]


def test_a_site_off_the_users_tile_is_refused(openiads, jacksboro):
    answer = openiads(*WIDE, str(jacksboro))
    assert answer.code == 3
    assert "E0407" in answer.err
