"""Layers of a study: what they show is what the tables count, and the floor raster is what the site looks up."""

from dataclasses import replace

import numpy as np
import pytest
from pyproj import Geod

from openiads.coverage.lookup import floor_amsl_m
from openiads.coverage.polar import RasterReader
from openiads.coverage.raster import floor_raster
from openiads.output.export.layer import Layer
from openiads.output.layer_claims import outline_words
from openiads.output.study import Study
from openiads.output.study_layers import layers_of

KM2 = 1e-6
OUTLINE_SHARE = 0.06  # outlines are drawn on 2 km cells and simplified by 1.5 km
STORED_M = 1.0  # the site keeps its floors as whole metres, rounded up
LIFTED_M = 0.05  # the lift through layered air may leave a floor that far below its ground
GRADIENT_M = 25.0  # between its cells' middles the raster is read linearly over steep ground


@pytest.fixture(scope="module")
def layers(small: Study) -> list[Layer]:
    return layers_of(small.areas, small.terrain_info)


def area_km2(layer: Layer) -> float:
    """Area on the ellipsoid."""
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(layer.geometry)[0]) * KM2


def test_ring_and_site_come_first_and_ids_are_unique(small: Study, layers: list[Layer]) -> None:
    assert [layer.id for layer in layers[:2]] == ["murted-site", "murted-ring"]
    assert len({layer.id for layer in layers}) == len(layers)
    ring_km = small.scenario.ring_m / 1000
    assert area_km2(layers[1]) == pytest.approx(np.pi * ring_km**2, rel=2e-3)  # 180 corners, and the ellipsoid


def test_an_outline_is_as_large_as_the_area_in_the_tables(small: Study, layers: list[Layer]) -> None:
    by_id = {layer.id: layer for layer in layers}
    for site, target, number, altitude in (
        ("murted", "airliner", 3, "5,000 m AMSL"), ("sinop", "f-16", 2, "1,000 m AGL"),
    ):
        share = small.findings.share(site, target, altitude)
        assert area_km2(by_id[f"{site}-detection-{target}-{number}"]) == pytest.approx(
            share.area_km2.nominal, rel=OUTLINE_SHARE)


def test_every_area_says_what_it_rests_on(small: Study, layers: list[Layer]) -> None:
    areas = [layer for layer in layers if layer.properties["kind"] in ("detection", "engagement")]
    assert areas
    for layer in areas:
        assert layer.properties["terrain_grade"] == "C"
        assert layer.properties["pd"] == small.scenario.pd
        assert {"RAD-037", rcs_claim(small, layer)} <= set(layer.properties["claims"])
        assert "91N6E.detection_range" in layer.properties["unsourced"]
        assert "at most this area (terrain of grade C" in layer.properties["caption"]
        assert "91N6E detection range: RAD-037 (unsourced)" in layer.properties["caption"]
        assert layer.geometry.is_valid


def rcs_claim(small: Study, layer: Layer) -> str | None:
    """Claim that the target's cross-section is believed on."""
    return small.areas.beliefs.nominal[f"{layer.properties['target']}.rcs"].claim_id


def test_each_outline_rests_on_its_own_claims(small: Study, layers: list[Layer]) -> None:
    by_id = {layer.id: set(layer.properties["claims"]) for layer in layers}
    airliner, fighter = by_id["murted-detection-airliner-3"], by_id["murted-detection-f-16-3"]
    of_an_airliner, of_a_fighter = ({group.claim_id for group in small.areas.beliefs.pool(f"{name}.rcs")}
                                    for name in ("airliner", "f-16"))
    assert fighter - airliner == of_a_fighter
    assert of_an_airliner <= airliner & fighter  # a radar's range is stated for an airliner
    missiles = {small.areas.beliefs.nominal[f"{item.id}.max_range"].claim_id for item in small.scenario.missiles}
    assert missiles.isdisjoint(fighter)
    assert by_id["murted-engagement-f-16-3"] - fighter >= missiles


def test_one_outline_of_the_first_site_is_shown_at_first(layers: list[Layer]) -> None:
    assert [layer.id for layer in layers if layer.is_shown] == [
        "murted-site", "murted-ring", "murted-detection-cruise-missile-1"]
    assert all(len(layer.folder) == (3 if "target" in layer.properties else 1) for layer in layers)
    fighter = next(layer for layer in layers if layer.id == "murted-detection-f-16-3")
    assert fighter.folder[1:] == ("F-16 class", "5,000 m AMSL")


def test_fine_terrain_needs_no_at_most(small: Study) -> None:
    fine = replace(small.terrain_info, grade="A")
    words = outline_words("detection", "f-16", "FL350", "here", 0.5, fine, small.areas.beliefs,
                          small.areas.first.post)
    assert words["caption"].startswith("F-16 class at FL350 from here: detected in this area; Pd 0.5")
    assert "at most" not in words["caption"]


def test_the_floor_raster_is_the_floor_that_the_study_looks_up(small: Study) -> None:
    site = small.areas.first
    radar = site.post.searches[0]
    height_m = float(site.post.antenna_height_m(radar, small.areas.rows, small.areas.beliefs)[0])
    raster = floor_raster(small.terrain, site, height_m)
    assert (raster.antenna_height_agl_m, raster.k_factor) == (height_m, site.air.k_factor[0])
    read = RasterReader(site.polar, raster.grid.half_cells, raster.grid.cell_size_m)
    difference_m = (floor_amsl_m(site, radar) - read(raster.floor_amsl_m))[:, 1:100]
    assert np.nanmedian(np.abs(difference_m)) <= STORED_M
    assert np.nanquantile(np.abs(difference_m), 0.99) <= GRADIENT_M


def test_the_floor_raster_keeps_floor_ground_and_disc_together(small: Study) -> None:
    site = small.areas.first
    low, high = (floor_raster(small.terrain, site, height_m) for height_m in (10.0, 60.0))
    inside = np.isfinite(low.floor_amsl_m)
    assert inside[inside.shape[0] // 2].all()
    assert not inside[0, 0]
    assert np.array_equal(inside, np.isfinite(low.terrain_amsl_m))
    above_m = low.floor_amsl_m - low.terrain_amsl_m
    assert low.floor_agl_m[inside] == pytest.approx(above_m[inside], abs=LIFTED_M)
    assert (high.floor_amsl_m[inside] <= low.floor_amsl_m[inside] + LIFTED_M).all()
