"""Ten broken inputs, each answered with what, where, why, fix and exit code 3, and all faults of a file at once."""

import re

import numpy as np
import pytest
import rasterio

from openiads.scenario.files import shipped

SCENARIO = shipped()["second-batch"]
CLAIMS = """\
subject = "91N6E"

[sources.gazette]
publisher = "A gazette"
title = "A page"
date = "2020-01-01"
url = "https://example.org/page"

[[detection_range]]
id = "MINE-001"
value = [180, 220]
unit = "km"
source = "gazette"
grade = "press"
independence_group = "gazette"
"""


def scenario(sound: str, broken: str):
    """A scenario with one change."""
    def build(folder):
        assert sound in SCENARIO
        path = folder / "study.toml"
        path.write_text(SCENARIO.replace(sound, broken, 1), encoding="utf-8")
        return ["scenario", "validate", str(path)], "study.toml"
    return build


def ledger(sound: str, broken: str):
    """A claim file with one change."""
    def build(folder):
        assert sound in CLAIMS
        path = folder / "mine.toml"
        path.write_text(CLAIMS.replace(sound, broken, 1), encoding="utf-8")
        return ["claims", "check", str(path)], "mine.toml"
    return build


def with_tile(write):
    """A scenario on an elevation file that is broken."""
    def build(folder):
        write(folder / "tile.tif")
        arguments, _ = scenario('terrain = "bundled"', 'terrain = ["tile.tif"]')(folder)
        return arguments, "tile.tif"
    return build


def corrupt(path):
    """A file that begins like a TIFF and goes on like none."""
    path.write_bytes(b"II*\x00\x08\x00\x00\x00" + b"\xff" * 64)


def wrong_crs(path):
    """Metres under a system of degrees."""
    with rasterio.open(path, "w", driver="GTiff", width=10, height=10, count=1, dtype="int16", crs="EPSG:4326",
                       transform=rasterio.Affine(90.0, 0, 450_000.0, 0, -90.0, 4_437_000.0)) as sink:
        sink.write(np.zeros((10, 10), np.int16), 1)


TEN = {
    "unknown key": (scenario("refraction =", "refracton ="), "E0501"),
    "altitude without reference": (scenario('"60 m AGL"', '"60 m"'), "E0312"),
    "unit-less number": (scenario('ring = "400 km"', "ring = 400"), "E0311"),
    "radar below terrain": (scenario('kind = "reported"', 'kind = "reported"\nantenna = { search = "600 m AMSL" }'),
                            "E0408"),
    "reversed interval": (ledger("[180, 220]", "[220, 180]"), "E0205"),
    "missing source": (ledger('source = "gazette"', 'source = "gazete"'), "E0206"),
    "corrupt raster": (with_tile(corrupt), "E0402"),
    "wrong CRS": (with_tile(wrong_crs), "E0404"),
    "future date": (scenario("date = 2022-08-16", "date = 2999-01-01"), "E0504"),
    "position finer than the rounding rule": (scenario('"40.08,32.57"', '"40.0791,32.5655"'), "E0505"),
}


@pytest.mark.parametrize("what", TEN)
def test_a_broken_input_is_answered_in_full(openiads, tmp_path, what):
    build, code = TEN[what]
    arguments, name = build(tmp_path)
    answer = openiads(*arguments)
    assert answer.code == 3
    assert answer.out == ""
    block = next(part for part in answer.err.split("\n\n") if f"error[{code}]" in part)
    told = dict(re.findall(r"^  (where|why|fix|learn): +(.+)$", block, re.MULTILINE))
    assert set(told) == {"where", "why", "fix", "learn"}
    assert name in told["where"]
    assert "Traceback" not in answer.err
    found = openiads(*arguments, "--json").json["errors"]
    fault = next(item for item in found if item["code"] == code)
    assert all(fault.values())
    assert openiads("explain", code).code == 0


def test_the_sound_inputs_pass(openiads, tmp_path):
    (tmp_path / "study.toml").write_text(SCENARIO, encoding="utf-8")
    (tmp_path / "mine.toml").write_text(CLAIMS, encoding="utf-8")
    assert openiads("scenario", "validate", str(tmp_path / "study.toml")).code == 0
    assert openiads("claims", "check", str(tmp_path / "mine.toml")).code == 0


def test_all_faults_of_one_scenario_are_told_at_once(openiads, tmp_path):
    corrupt(tmp_path / "tile.tif")
    text = SCENARIO
    for sound, broken in (("refraction =", "refracton ="), ('"60 m AGL"', '"60 m"'), ('ring = "400 km"', "ring = 400"),
                          ("date = 2022-08-16", "date = 2999-01-01"), ('"40.08,32.57"', '"40.0791,32.5655"'),
                          ('"ORG-009"', '"ORG-999"'), ('terrain = "bundled"', 'terrain = ["tile.tif"]'),
                          ('kind = "reported"', 'kind = "reported"\nantenna = { search = "-1 m" }')):
        text = text.replace(sound, broken, 1)
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    answer = openiads("scenario", "validate", str(tmp_path / "study.toml"), "--json")
    assert answer.code == 3
    assert {"E0501", "E0502", "E0312", "E0311", "E0504", "E0505", "E0506", "E0402", "E0510"} == {
        item["code"] for item in answer.json["errors"]}


def test_all_faults_of_one_claim_file_are_told_at_once(openiads, tmp_path):
    text = CLAIMS.replace("[180, 220]", "[220, 180]").replace('"gazette"\ngrade', '"gazete"\ngrade')
    (tmp_path / "mine.toml").write_text(text.replace('date = "2020-01-01"', 'date = "2999-01-01"'), encoding="utf-8")
    answer = openiads("claims", "check", str(tmp_path / "mine.toml"), "--json")
    assert answer.code == 3
    assert {"E0205", "E0206", "E0208"} <= {item["code"] for item in answer.json["errors"]}
