"""The answer to one question about one or more sites: geometry, detection and engagement, apart from each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from openiads import __version__
from openiads.coverage.combine import METRICS, combine
from openiads.coverage.lookup import (
    altitudes_amsl_m,
    bits_of,
    detection_range_m,
    ground_amsl_m,
    is_set,
    outermost_m,
)
from openiads.coverage.polar import PolarGrid
from openiads.coverage.rows import Rows
from openiads.coverage.site import CLAIM_PD, CLAIM_PFA, Place, Post, Question, SiteModel, areas_of, build_site
from openiads.earth.grid import Grid
from openiads.earth.terrain import Terrain, TerrainInfo, check_antenna, check_site
from openiads.errors import OpenIADSError
from openiads.knowledge.resolve import Beliefs, resolve
from openiads.output.statistics import Estimate, estimate
from openiads.physics.layered import layered_horizon_m, layers_above_site
from openiads.physics.propagation import horizon_range_m
from openiads.physics.refractivity import surface_refractivity
from openiads.units import Altitude, Position

KM, KM2 = 1e-3, 1e-6
WEATHER_ROWS = 21
FOOTER = f"OpenIADS {__version__}, simulation from public sources"


@dataclass(frozen=True)
class Asked:
    """Everything that a user asks of `openiads coverage`."""

    positions: tuple[Position, ...]
    antenna: Altitude
    targets: tuple[str, ...]
    altitudes: tuple[Altitude, ...]
    terrain: Terrain
    refraction: float | str
    ring_m: float
    radar: str
    guide: str
    missiles: tuple[str, ...]
    pd: float
    pfa: float
    swerling: int
    draws: int
    seed: int
    level: float
    believe: tuple[str, ...]


@dataclass(frozen=True)
class SiteAnswer:
    """Sites built for a question, their areas over all rows, and the terrain they stand on."""

    asked: Asked
    beliefs: Beliefs
    sites: tuple[SiteModel, ...]
    area_m2: tuple[np.ndarray, ...]  # a site each, (rows, 3, C, 8)

    @property
    def is_smooth(self) -> bool:
        """Whether the earth is a smooth sphere, so that geometry has a closed form."""
        return not self.asked.terrain.layers


def antenna_height_m(asked: Asked, position: Position) -> float:
    """Height of the antenna above the ground of a site. [m]"""
    if asked.antenna.reference == "AGL":
        return asked.antenna.value_m
    return asked.antenna.value_m - asked.terrain.height_at(position.lat_deg, position.lon_deg)


def check_sites(asked: Asked) -> None:
    """Refuse a site that the user's elevation files do not cover, and an antenna below the ground.

    Raises
    ------
    OpenIADSError
        E0407, E0408; all sites at once.
    """
    faults = []
    for number, position in enumerate(asked.positions, start=1):
        where = "--site" if len(asked.positions) == 1 else f"--site, number {number}"
        uncovered = check_site(asked.terrain, position.lat_deg, position.lon_deg, where=where)
        faults += uncovered
        if not uncovered and asked.antenna.reference != "AGL":
            faults += check_antenna(asked.terrain, position.lat_deg, position.lon_deg, asked.antenna.value_m,
                                    where="--antenna")
    if faults:
        raise OpenIADSError(faults)


def answer_sites(asked: Asked) -> SiteAnswer:
    """Build every site and work out its areas."""
    check_sites(asked)
    rows = Rows(draws=asked.draws, weather=WEATHER_ROWS, level=asked.level)
    beliefs = resolve(
        None, (asked.radar, asked.guide, *asked.missiles, "fire-unit", *asked.targets), n_draws=asked.draws,
        seed=asked.seed, believe=asked.believe,
    )
    question = Question(asked.targets, asked.altitudes, asked.pd, asked.pfa, asked.swerling)
    polar = PolarGrid(bearings=360, rings=400, ring_step_m=asked.ring_m / 400)
    sites = []
    for number, position in enumerate(asked.positions):
        height_m = antenna_height_m(asked, position)
        post = Post((asked.radar,), (asked.guide,), asked.missiles, {asked.radar: height_m, asked.guide: height_m})
        place = Place(f"site-{number + 1}", position.lat_deg, position.lon_deg, rounded=False)
        sites.append(build_site(place, post, question, rows, asked.terrain, beliefs, refraction=asked.refraction,
                                seed=asked.seed, polar=polar))
    return SiteAnswer(asked, beliefs, tuple(sites), tuple(areas_of(site) for site in sites))


def smooth_sight_m(answer: SiteAnswer, site: SiteModel, altitude: Altitude) -> np.ndarray:
    """First sight over a smooth earth in the nominal row and the weather rows, in closed form. [m]"""
    height_m = antenna_height_m(answer.asked, answer.asked.positions[0])
    ground_m = ground_amsl_m(site)
    target_m = altitude.value_m if altitude.reference == "AGL" else altitude.value_m - ground_m
    factors = site.air.k_factor[: 1 + site.rows.weather]
    if not site.air.layered:
        return np.array([horizon_range_m(height_m, target_m, k_factor) for k_factor in factors])
    surface_n = surface_refractivity(site.place.lat_deg, site.place.lon_deg, ground_m)
    return np.array([
        layered_horizon_m(height_m, target_m, layers_above_site(k_factor, surface_n, ground_m)) for k_factor in factors
    ])


def _three(item: Estimate, factor: float = 1.0) -> dict[str, float]:
    return item.scaled(factor).as_dict() | {"level": item.level}


def _interval(rows: Rows, values: np.ndarray) -> Estimate:
    return estimate(float(values[0]), values[rows.claim_rows], rows.level)


def _weather(rows: Rows, values: np.ndarray) -> dict[str, float]:
    spread = values[: 1 + rows.weather]
    return {"low": float(np.min(spread)), "high": float(np.max(spread))}


def _record(answer: SiteAnswer, number: int, c: int, a: int) -> dict[str, Any]:
    """One site, one class, one altitude."""
    asked, site, area_m2 = answer.asked, answer.sites[number], answer.area_m2[number]
    rows, disc_m2 = site.rows, site.polar.disc_area_m2
    altitude = asked.altitudes[a]
    share = area_m2[:, :, c, a] / disc_m2
    sight_m = np.full(1 + rows.weather, np.nan)
    if answer.is_smooth:
        sight_m = smooth_sight_m(answer, site, altitude)
        share = share.copy()
        share[: 1 + rows.weather, 0] = np.minimum(sight_m / asked.ring_m, 1.0) ** 2
        share[rows.claim_rows, 0] = share[0, 0]
        sight_share = share[0, 0]
        by_bearing = np.array([sight_m[0]])
    else:
        by_bearing = outermost_m(site, bits_of(site).sight)[a]
        sight_m[0] = float(np.median(by_bearing))
        sight_share = share[0, 0]
    range_m = np.minimum(detection_range_m(site)[:, c, a], np.inf)
    first_m = np.minimum(range_m, sight_m[0])
    if answer.is_smooth:
        # over a smooth earth detection ends at the nearer of power and horizon
        share[:, 1] = np.minimum(np.minimum(range_m, sight_m[0]) / asked.ring_m, 1.0) ** 2
    reference = answer.beliefs.reference_range(asked.radar)
    detection = {
        "pd": asked.pd, "pfa": asked.pfa, "swerling": asked.swerling, "radar": asked.radar,
        "range_km": _three(_interval(rows, range_m), KM),
        "first_detection_km": _three(_interval(rows, first_m), KM),
        "share_of_ring": _three(_interval(rows, share[:, 1])),
        "area_km2": _three(_interval(rows, share[:, 1] * disc_m2), KM2),
        "weather_share_of_ring": _weather(rows, area_m2[:, 1, c, a] / disc_m2),
        "reference": {
            "claim": reference.believed.claim_id, "status": reference.believed.status, "grade": reference.believed.grade,
            "range_km": reference.range_m * KM, "rcs_m2": reference.rcs_m2,
            "rcs_status": reference.believed.condition_status,
            "pd": CLAIM_PD, "pfa": CLAIM_PFA, "swerling": 1,
            "has_rcs_tagged_witness": reference.has_rcs_tagged_witness,
        },
        "rcs_m2": _three(_interval(rows, site.rows.believed(answer.beliefs, f"{asked.targets[c]}.rcs"))),
    }
    record: dict[str, Any] = {
        "site": [site.place.lat_deg, site.place.lon_deg], "target": asked.targets[c], "altitude": str(altitude),
        "geometric": {
            "first_sight_km": float(sight_m[0]) * KM,
            "first_sight_by_bearing_km": {"low": float(np.quantile(by_bearing, 0.05)) * KM,
                                          "high": float(np.quantile(by_bearing, 0.95)) * KM},
            "share_of_ring": float(sight_share), "share_of_ring_percent": 100 * float(sight_share),
            "area_km2": float(sight_share) * disc_m2 * KM2,
            "weather_share_of_ring": _weather(rows, share[:, 0]),
        },
        "detection": detection,
    }
    if asked.missiles:
        record["engagement"] = {
            "guide": asked.guide, "missiles": list(asked.missiles),
            "share_of_ring": _three(_interval(rows, share[:, 2])),
            "area_km2": _three(_interval(rows, share[:, 2] * disc_m2), KM2),
            "assumes": "a radial run at the class's speed; a track of three scans; kinematics only",
        }
    return record


def terrain_under(asked: Asked, site: SiteModel) -> TerrainInfo:
    """Grade, origin and note of the terrain under most of a site's disc."""
    grid = Grid.around(site.place.lat_deg, site.place.lon_deg, radius_m=asked.ring_m, cell_size_m=asked.ring_m / 50)
    return asked.terrain.info_on(grid)


def results_of(answer: SiteAnswer) -> dict[str, Any]:
    """Results for the envelope: the first site, class and altitude in front, the whole table behind."""
    asked = answer.asked
    table = [
        _record(answer, number, c, a) for number in range(len(answer.sites))
        for c in range(len(asked.targets)) for a in range(len(asked.altitudes))
    ]
    site = answer.sites[0]
    info = terrain_under(asked, site)
    results: dict[str, Any] = {
        **table[0],
        "ring_km": asked.ring_m * KM,
        "ground_amsl_m": ground_amsl_m(site),
        "target_amsl_m": [round(float(value), 1) for value in altitudes_amsl_m(site)[: len(asked.altitudes)]],
        "refraction": {"text": site.air.text, "k": float(site.air.k_factor[0]), "ducting_rows": site.air.ducting_rows},
        "terrain": {"name": info.name, "grade": info.grade, "posting": info.posting_text, "origin": info.origin,
                    "licence": info.licence, "note": info.note},
        "table": table,
    }
    if len(answer.sites) > 1:
        results["together"] = together_of(answer)
    return results


def together_of(answer: SiteAnswer) -> list[dict[str, Any]]:
    """Union, depth and what each site adds, nominal beliefs, by metric, class and altitude."""
    asked = answer.asked
    found = combine(answer.sites)[0]
    return [
        {
            "metric": metric, "target": asked.targets[c], "altitude": str(asked.altitudes[a]),
            "union_km2": float(found.union_m2[m, c, a]) * KM2,
            "depth_km2": [float(value) * KM2 for value in found.depth_m2[m, c, a]],
            "adds_km2": [float(value) * KM2 for value in found.adds_m2[m, c, a]],
        }
        for m, metric in enumerate(METRICS) if metric != "engagement" or asked.missiles
        for c in range(len(asked.targets)) for a in range(len(asked.altitudes))
    ]


def layers_of(answer: SiteAnswer) -> list[Any]:
    """Outlines of every site, class and altitude, and the ring, as layers for other programs."""
    from shapely.geometry import Point

    from openiads.output.export.layer import Layer, cover_raster, geodesic_ring, outline

    asked, layers = answer.asked, []
    for number, site in enumerate(answer.sites, start=1):
        lat_deg, lon_deg = site.place.lat_deg, site.place.lon_deg
        layers.append(Layer(f"site-{number}", f"site {number}", Point(lon_deg, lat_deg), {"kind": "site"}))
        layers.append(Layer(f"ring-{number}", f"{asked.ring_m * KM:g} km ring, as advertised",
                            geodesic_ring(lat_deg, lon_deg, asked.ring_m), {"kind": "ring"}))
        scratch = bits_of(site)
        grid = Grid.around(lat_deg, lon_deg, radius_m=asked.ring_m, cell_size_m=2 * site.polar.ring_step_m)
        for c, target in enumerate(asked.targets):
            for a, altitude in enumerate(asked.altitudes):
                mask = cover_raster(is_set(scratch.detected[c], a), site.polar, grid)
                layers.append(Layer(
                    f"detection-{number}-{target}-{a + 1}", f"{target} at {altitude}: detected",
                    outline(mask, grid, simplify_m=site.polar.ring_step_m),
                    {"kind": "detection", "target": target, "altitude": str(altitude), "pd": asked.pd,
                     "radar": asked.radar, "terrain_grade": asked.terrain.info.grade,
                     "claims": list(answer.beliefs.claims_used())},
                ))
    return layers


def floor_bands(answer: SiteAnswer) -> tuple[dict[str, np.ndarray], Grid]:
    """The first site's visibility floor on its master raster: AMSL, AGL and the terrain; nominal refraction. [m]"""
    from openiads.constants import EARTH_RADIUS_M
    from openiads.coverage.floor import height_above_ground_m, visibility_floor_amsl_m
    from openiads.physics.layered import lift_floor_m

    asked, site = answer.asked, answer.sites[0]
    spec = site.ladder.spec
    grid = Grid.around(spec.lat_deg, spec.lon_deg, radius_m=asked.ring_m, cell_size_m=spec.cell_size_m)
    heights_m = asked.terrain.heights_amsl_m(grid)
    half, height_m = grid.half_cells, antenna_height_m(asked, asked.positions[0])
    ground_m, k_factor = float(heights_m[half, half]), float(site.air.k_factor[0])
    floor_m = visibility_floor_amsl_m(
        heights_m, spec.cell_size_m, half, half, ground_m + height_m,
        effective_earth_radius_m=EARTH_RADIUS_M * k_factor, max_range_m=asked.ring_m,
    )
    if site.air.layered:
        layers = layers_above_site(k_factor, spec.refraction[0].surface_n, ground_m)
        floor_m = (ground_m + lift_floor_m(floor_m - ground_m, grid.distance_m(), height_m, layers)).astype(np.float32)
    return {
        "visibility floor, m AMSL": floor_m, "visibility floor, m AGL": height_above_ground_m(floor_m, heights_m),
        "terrain, m AMSL": np.where(np.isnan(floor_m), np.nan, heights_m).astype(np.float32),
    }, grid


def write_layers(answer: SiteAnswer, path: Path, about: Mapping[str, Any]) -> None:
    """Write outlines (.geojson, .kmz) or the visibility floor (.tif), by the file's ending."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".tif":
        from openiads.output.export.cog import write_cog

        bands, grid = floor_bands(answer)
        write_cog(path, bands, grid, {"vertical_reference": "EGM96 mean sea level; AGL above the terrain used",
                                      "footer": FOOTER, **{key: str(value) for key, value in about.items()}})
    elif path.suffix == ".kmz":
        from openiads.output.export.kmz import write_kmz

        write_kmz(path, layers_of(answer), "OpenIADS coverage", {"footer": FOOTER, **about}, None)
    else:
        from openiads.output.export.geojson import write_geojson

        write_geojson(path, layers_of(answer), {"footer": FOOTER, **about})
