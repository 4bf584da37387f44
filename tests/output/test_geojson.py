"""GeoJSON read back by GEOS, and the areas that it outlines."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod

from openiads.output.export.geojson import feature_collection, write_geojson
from openiads.output.export.layer import cover_raster, geodesic_ring
from tests.output.layers import ABOUT, GRID, LAT_DEG, LON_DEG, POLAR, bits, layers

EARTH = Geod(ellps="WGS84")
OUTLINE_SHARE = 0.03  # cells of 1 km and outlines that may shift by 1.5 km
CHORD_M = 30.0  # 180 chords of an 80 km circle dip 12 m; coordinates are kept to a metre


@pytest.fixture
def written(tmp_path: Path) -> dict[str, Any]:
    path = tmp_path / "layers.geojson"
    write_geojson(path, layers(), ABOUT)
    collection = json.loads(path.read_text(encoding="utf-8"))
    assert shapely.from_geojson(path.read_text(encoding="utf-8")).geom_type == "GeometryCollection"
    return collection


def rings(geometry: dict[str, Any]) -> list[list[list[list[float]]]]:
    """Polygons of a geometry, each a list of rings."""
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]


def signed_area(ring: list[list[float]]) -> float:
    """Twice the signed area by the shoelace; positive anticlockwise."""
    x, y = np.array(ring).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def test_every_geometry_is_valid_by_geos(written: dict[str, Any]) -> None:
    for feature in written["features"]:
        geometry = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shapely.is_valid_reason(geometry) == "Valid Geometry"
        assert not geometry.is_empty


def test_outer_rings_run_anticlockwise_and_holes_clockwise(written: dict[str, Any]) -> None:
    # RFC 7946, section 3.1.6
    holes = 0
    for feature in written["features"]:
        if feature["geometry"]["type"] == "Point":
            continue
        for outer, *inner in rings(feature["geometry"]):
            assert signed_area(outer) > 0
            assert all(signed_area(hole) < 0 for hole in inner)
            assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in (outer, *inner))
            holes += len(inner)
    assert written["type"] == "FeatureCollection"


def test_longitude_stands_first(written: dict[str, Any]) -> None:
    assert written["features"][2]["geometry"] == {"type": "Point", "coordinates": [LON_DEG, LAT_DEG]}


def test_properties_ids_and_footer_are_carried(written: dict[str, Any]) -> None:
    assert written["openiads"] == ABOUT
    assert [feature["id"] for feature in written["features"]] == ["ring", "seen", "site"]
    assert written["features"][1]["properties"] == {
        **ABOUT, "name": "seen & <marked>", "kind": "area", "caption": "at most", "claims": ["MIS-001", "RAD-002"]}
    for feature in written["features"]:
        assert feature["properties"].items() >= ABOUT.items()


def test_an_outline_has_the_area_of_its_cells_and_leaves_specks_out(written: dict[str, Any]) -> None:
    geometry = shapely.from_geojson(json.dumps(written["features"][1]["geometry"]))
    area_m2, _ = EARTH.geometry_area_perimeter(geometry)
    want_m2 = float((bits() * POLAR.cell_area_m2).sum())
    assert area_m2 == pytest.approx(want_m2, rel=OUTLINE_SHARE)
    _, _, north_m = EARTH.inv(LON_DEG, LAT_DEG, LON_DEG, geometry.bounds[3])
    assert north_m < 65e3


def test_a_ring_is_a_circle_on_the_earth() -> None:
    ring = geodesic_ring(LAT_DEG, LON_DEG, 80e3)
    lon_deg, lat_deg = np.array(ring.exterior.coords).T
    _, _, range_m = EARTH.inv(np.full(lon_deg.size, LON_DEG), np.full(lon_deg.size, LAT_DEG), lon_deg, lat_deg)
    assert range_m == pytest.approx(80e3, abs=CHORD_M)
    assert EARTH.geometry_area_perimeter(ring)[0] == pytest.approx(np.pi * 80e3**2, rel=1e-3)
    assert len(geodesic_ring(LAT_DEG, LON_DEG, 80e3, points=36).exterior.coords) == 37


def test_a_cover_raster_marks_the_cells_under_its_middles() -> None:
    raster = cover_raster(bits(), POLAR, GRID)
    half = GRID.half_cells
    assert raster[half, half] == 0
    assert raster[half, half + 40] == 1  # 40 km east
    assert raster[half, half - 40] == 0  # the gap in the west
    assert raster[half - 70, half] == 0
    assert raster.sum() * 1e6 == pytest.approx(float((bits() * POLAR.cell_area_m2).sum()), rel=OUTLINE_SHARE)


def test_an_empty_area_is_an_empty_feature(tmp_path: Path) -> None:
    from openiads.output.export.layer import Layer, outline

    nothing = outline(np.zeros(GRID.shape, np.uint8), GRID, simplify_m=1500.0)
    collection = feature_collection([Layer("none", "none", nothing)], {})
    assert collection["features"][0]["geometry"] == {"type": "MultiPolygon", "coordinates": []}


def test_the_same_layers_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_geojson(tmp_path / name, layers(), ABOUT)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
