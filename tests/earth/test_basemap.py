"""The page's coast, borders and place names."""

import json
from importlib.resources import files

BASEMAP = files("openiads") / "data/basemap/basemap.json"
NEAR_DEG = 0.2


def test_it_is_small_and_lies_in_its_box():
    text = BASEMAP.read_text(encoding="utf-8")
    base = json.loads(text)
    west, south, east, north = base["box"]
    assert len(text) < 120_000
    for line in base["coast"] + base["borders"]:
        assert len(line) >= 2
        assert all(west <= lon <= east and south <= lat <= north for lon, lat in line)
    assert all(west < place["lon"] < east and south < place["lat"] < north for place in base["places"])


def test_harbours_lie_on_the_coast_and_ankara_does_not():
    base = json.loads(BASEMAP.read_text(encoding="utf-8"))
    coast = [point for line in base["coast"] for point in line]

    def near(name):
        place = next(place for place in base["places"] if place["name"] == name)
        return min(abs(lon - place["lon"]) + abs(lat - place["lat"]) for lon, lat in coast) < NEAR_DEG

    assert all(map(near, ("Sinop", "Samsun", "Antalya", "Latakia", "Tel Aviv")))
    assert not near("Ankara")


def test_source_and_neutrality_are_told():
    source = json.loads(BASEMAP.read_text(encoding="utf-8"))["source"]
    assert "Natural Earth" in source
    assert "no position is taken" in source
