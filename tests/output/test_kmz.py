"""KMZ opened with zipfile and xml.etree, and held against the order of elements that OGC 12-007r2 (KML 2.3) keeps."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from openiads.output.export.kmz import KML, write_kmz
from tests.output.layers import ABOUT, LAT_DEG, LON_DEG, layers

# children that an element may have, in their order; ogc-07-147r2, schema of KML 2.2
CHILDREN = {
    "kml": ("Document",),
    "Document": ("name", "description", "Style", "Placemark", "Folder"),
    "Folder": ("name", "visibility", "open", "Folder", "Placemark"),
    "Style": ("LineStyle", "PolyStyle"),
    "LineStyle": ("color", "width"),
    "PolyStyle": ("color",),
    "Placemark": ("name", "visibility", "description", "TimeStamp", "styleUrl", "ExtendedData", "Point",
                  "MultiGeometry"),
    "TimeStamp": ("when",),
    "ExtendedData": ("Data",),
    "Data": ("value",),
    "Point": ("coordinates",),
    "MultiGeometry": ("Polygon",),
    "Polygon": ("tessellate", "altitudeMode", "outerBoundaryIs", "innerBoundaryIs"),
    "outerBoundaryIs": ("LinearRing",),
    "innerBoundaryIs": ("LinearRing",),
    "LinearRing": ("coordinates",),
}


def name_of(element: ET.Element) -> str:
    """Tag without its namespace, which must be KML's."""
    assert element.tag.startswith(f"{{{KML}}}")
    return element.tag.removeprefix(f"{{{KML}}}")


@pytest.fixture
def root(tmp_path: Path) -> ET.Element:
    path = tmp_path / "layers.kmz"
    write_kmz(path, layers(), "Coverage", ABOUT, "2022-08-16")
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["doc.kml"]
        return ET.fromstring(archive.read("doc.kml"))


def test_elements_stand_where_the_schema_has_them(root: ET.Element) -> None:
    for element in root.iter():
        allowed = CHILDREN.get(name_of(element), ())
        places = [allowed.index(name_of(child)) for child in element]
        assert places == sorted(places)


def visible(element: ET.Element) -> bool:
    """Whether a viewer shows it at first."""
    return element.findtext(f"{{{KML}}}visibility") == "1"


def test_folders_nest_and_only_what_is_shown_is_visible_at_first(root: ET.Element) -> None:
    path = f"{{{KML}}}Document"
    for name, shown in (("Mürted", True), ("airliner", False), ("FL350", False)):
        path += f"/{{{KML}}}Folder"
        folder = root.find(path)
        assert folder is not None
        assert (folder.findtext(f"{{{KML}}}name"), visible(folder)) == (name, shown)
    marks = {mark.get("id"): visible(mark) for mark in root.iter(f"{{{KML}}}Placemark")}
    assert marks == {"p-ring": True, "p-seen": False, "p-site": True}
    assert root.find(f"{path}/{{{KML}}}Placemark") is not None


def test_every_placemark_describes_itself(root: ET.Element) -> None:
    said = {mark.get("id"): mark.findtext(f"{{{KML}}}description") or "" for mark in root.iter(f"{{{KML}}}Placemark")}
    assert said["p-seen"].startswith("at most\n")
    assert said["p-ring"].startswith("80 km ring, as advertised\n")
    assert all(f"{key}: {value}" in text for text in said.values() for key, value in ABOUT.items())


def test_ids_are_unique_and_styles_exist(root: ET.Element) -> None:
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    urls = [element.text for element in root.iter(f"{{{KML}}}styleUrl")]
    assert sorted(filter(None, urls)) == ["#area", "#area", "#ring"]
    assert {url.removeprefix("#") for url in urls if url} <= set(ids)


def test_every_placemark_carries_claims_date_and_manifest(root: ET.Element) -> None:
    marks = {mark.get("id"): mark for mark in root.iter(f"{{{KML}}}Placemark")}
    for mark in marks.values():
        data = {item.get("name"): item.findtext(f"{{{KML}}}value") for item in mark.iter(f"{{{KML}}}Data")}
        assert data.items() >= ABOUT.items()
        assert mark.findtext(f"{{{KML}}}TimeStamp/{{{KML}}}when") == "2022-08-16"
    site = {item.get("name"): item.findtext(f"{{{KML}}}value") for item in marks["p-site"].iter(f"{{{KML}}}Data")}
    assert site == {**ABOUT, "kind": "site"}
    seen = marks["p-seen"]
    assert seen.findtext(f"{{{KML}}}name") == "seen & <marked>"
    assert "MIS-001, RAD-002" in [item.text for item in seen.iter(f"{{{KML}}}value")]


def test_rings_are_closed_and_near_the_site(root: ET.Element) -> None:
    found = 0
    for ring in root.iter(f"{{{KML}}}LinearRing"):
        text = ring.findtext(f"{{{KML}}}coordinates") or ""
        points = np.array([[float(part) for part in point.split(",")] for point in text.split()])
        assert points.shape[0] >= 4
        assert points.shape[1] == 3
        assert (points[0] == points[-1]).all()
        assert (np.abs(points[:, 0] - LON_DEG) < 1).all()
        assert (np.abs(points[:, 1] - LAT_DEG) < 1).all()
        found += 1
    assert found >= 2


def test_without_a_date_there_is_no_time(tmp_path: Path) -> None:
    write_kmz(tmp_path / "a.kmz", layers(), "Coverage", ABOUT, None)
    with zipfile.ZipFile(tmp_path / "a.kmz") as archive:
        assert b"TimeStamp" not in archive.read("doc.kml")


def test_the_same_layers_give_the_same_bytes_on_any_day(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_kmz(tmp_path / name, layers(), "Coverage", ABOUT, "2022-08-16")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    with zipfile.ZipFile(tmp_path / "a") as archive:
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)
