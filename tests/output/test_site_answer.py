"""Answers about sites: what is refused, and each site with its own ground."""

from typing import Any

import numpy as np
import pytest

from openiads.earth.terrain import open_terrain
from openiads.errors import OpenIADSError
from openiads.output.site_answer import Asked, answer_sites, antenna_height_m
from openiads.output.site_results import results_of, smooth_sight_m
from openiads.physics.propagation import horizon_range_m
from openiads.units import Position, parse_altitude

MURTED, SINOP = Position(40.08, 32.57), Position(42.03, 35.15)
RASTER_SHARE = 0.03  # a ring of the polar grid, as a share of the range


def asked(*positions: Position, **changes: Any) -> Asked:
    """A question with few draws over a smooth earth."""
    values = {
        "antenna": parse_altitude("30 m AGL"), "targets": ("cruise-missile",),
        "altitudes": (parse_altitude("60 m AGL"),), "terrain": open_terrain("none"), "refraction": 4 / 3,
        "ring_m": 150e3, "radar": "91N6E", "guide": "92N6E", "missiles": (), "pd": 0.5, "pfa": 1e-6, "swerling": 1,
        "draws": 12, "seed": 7, "level": 0.9, "believe": (), **changes,
    }
    return Asked(positions or (MURTED,), **values)


def test_an_antenna_above_sea_level_stands_over_each_sites_own_ground() -> None:
    question = asked(MURTED, SINOP, antenna=parse_altitude("900 m AMSL"), terrain=open_terrain("bundled"))
    heights_m = [antenna_height_m(question, position) for position in question.positions]
    ground_m = [question.terrain.height_at(position.lat_deg, position.lon_deg) for position in question.positions]
    assert heights_m == pytest.approx([900 - ground for ground in ground_m])
    assert heights_m[1] > heights_m[0] + 500  # Sinop lies by the sea, Mürted 840 m above it


def test_every_antenna_below_its_ground_is_refused_at_once() -> None:
    question = asked(MURTED, Position(39.0, 38.0), antenna=parse_altitude("500 m AMSL"),
                     terrain=open_terrain("bundled"))
    with pytest.raises(OpenIADSError) as refused:
        answer_sites(question)
    assert [fault.code for fault in refused.value.faults] == ["E0408", "E0408"]


def test_rasters_agree_with_the_closed_form_over_a_smooth_earth() -> None:
    answer = answer_sites(asked(altitudes=(parse_altitude("60 m AGL"), parse_altitude("300 m AGL"))))
    site = answer.sites[0]
    for a, altitude in enumerate(answer.asked.altitudes):
        sight_m = smooth_sight_m(answer, site, altitude)
        assert sight_m == pytest.approx(horizon_range_m(30.0, altitude.value_m, 4 / 3))
        counted_m = np.sqrt(answer.area_m2[0][0, 0, 0, a] / np.pi)
        assert counted_m == pytest.approx(sight_m[0], rel=RASTER_SHARE)


def test_the_weather_holds_the_median_and_moves_sight_and_detection_alike() -> None:
    found = results_of(answer_sites(asked(refraction="p453")))
    for part in ("geometric", "detection"):
        share = found[part]["share_of_ring"]
        nominal = share if part == "geometric" else share["nominal"]
        weather = found[part]["weather_share_of_ring"]
        assert weather["low"] < nominal < weather["high"]


def test_the_coarsest_terrain_under_any_site_is_told() -> None:
    question = asked(MURTED, Position(46.5, 32.57), terrain=open_terrain("bundled"))
    assert results_of(answer_sites(question))["terrain"]["grade"] == "D"
