"""Layers of a study: rings, covered areas by class and altitude, visibility floors."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from shapely.geometry import Point

from openiads.constants import EARTH_RADIUS_M
from openiads.coverage.arms import StudyAreas
from openiads.coverage.floor import height_above_ground_m, visibility_floor_amsl_m
from openiads.coverage.lookup import bits_of, is_set
from openiads.coverage.site import SiteModel
from openiads.earth.grid import Grid
from openiads.earth.terrain import Terrain, TerrainInfo
from openiads.output.export.cog import write_cog
from openiads.output.export.layer import Layer, cover_raster, geodesic_ring, outline
from openiads.physics.layered import layers_above_site, lift_floor_m

OUTLINE_CELL_M = 2000.0
OUTLINE_SHIFT_M = 1500.0


def layers_of(study: StudyAreas, terrain: TerrainInfo) -> list[Layer]:
    """The ring and the site, then detection and engagement of every class and altitude, nominal beliefs."""
    scenario, layers = study.scenario, []
    for site in (study.first, *list(study.second.values())[-1:]):
        entry = scenario.site(site.place.id)
        lat_deg, lon_deg = site.place.lat_deg, site.place.lon_deg
        layers.append(Layer(f"{entry.id}-site", entry.name, Point(lon_deg, lat_deg),
                            {"kind": "site", "site_kind": entry.kind, "note": entry.note, "claims": list(entry.claims)}))
        layers.append(Layer(f"{entry.id}-ring", f"{scenario.ring_m / 1000:g} km, the claimed missile reach",
                            geodesic_ring(lat_deg, lon_deg, scenario.ring_m),
                            {"kind": "ring", "claims": list(scenario.ring_claims)}))
        scratch = bits_of(site)
        grid = Grid.around(lat_deg, lon_deg, radius_m=scenario.ring_m, cell_size_m=OUTLINE_CELL_M)
        for c, target in enumerate(study.question.targets):
            for a, altitude in enumerate(study.question.altitudes):
                for kind, bits in (("detection", scratch.detected[c]), ("engagement", scratch.engaged[c])):
                    mask = cover_raster(is_set(bits, a), site.polar, grid)
                    if not mask.any():
                        continue
                    layers.append(Layer(
                        f"{entry.id}-{kind}-{target}-{a + 1}", f"{target} at {altitude}: {kind}",
                        outline(mask, grid, simplify_m=OUTLINE_SHIFT_M),
                        {"kind": kind, "target": target, "altitude": str(altitude), "site": entry.id, "pd": scenario.pd,
                         "terrain_grade": terrain.grade,
                         "claims": [study.beliefs.nominal[f"{radar}.detection_range"].claim_id or "assumed"
                                    for radar in site.post.radars]},
                    ))
    return layers


def floor_cog(terrain: Terrain, site: SiteModel, path: Path, about: Mapping[str, str]) -> Path:
    """Visibility floor of a site's highest search antenna at median refraction, AMSL and AGL, as a COG."""
    spec = site.ladder.spec
    grid = Grid.around(spec.lat_deg, spec.lon_deg, radius_m=site.polar.radius_m, cell_size_m=spec.cell_size_m)
    heights_m = terrain.heights_amsl_m(grid)
    half, k_factor = grid.half_cells, float(site.air.k_factor[0])
    rungs, lower, weight = spec.antenna_height_m, site.beliefs.antenna_rung[0], site.beliefs.antenna_weight[0]
    upper = np.minimum(lower + 1, len(rungs) - 1)
    antenna_m = max((1 - w) * rungs[low] + w * rungs[high] for low, high, w in zip(lower, upper, weight, strict=True))
    ground_m = float(heights_m[half, half])
    floor_m = visibility_floor_amsl_m(
        heights_m, spec.cell_size_m, half, half, ground_m + antenna_m,
        effective_earth_radius_m=EARTH_RADIUS_M * k_factor, max_range_m=site.polar.radius_m,
    )
    if site.air.layered:
        layers = layers_above_site(k_factor, spec.refraction[0].surface_n, ground_m)
        floor_m = (ground_m + lift_floor_m(floor_m - ground_m, grid.distance_m(), antenna_m, layers)).astype(np.float32)
    write_cog(path, {
        "visibility floor, m AMSL": floor_m, "visibility floor, m AGL": height_above_ground_m(floor_m, heights_m),
    }, grid, {"vertical_reference": "EGM96 mean sea level; AGL above the terrain used", "units": "metre",
              "antenna_height_agl_m": f"{antenna_m:.1f}", "effective_earth_factor": f"{k_factor:.3f}", **about})
    return path
