"""Layers of a study: rings, and covered areas by class and altitude."""

from shapely.geometry import Point

from openiads.coverage.arms import StudyAreas
from openiads.coverage.lookup import bits_of, is_set
from openiads.earth.grid import Grid
from openiads.earth.terrain import TerrainInfo
from openiads.output.export.layer import Layer, cover_raster, geodesic_ring, outline
from openiads.output.findings import headline_targets, sites_shown
from openiads.output.labels import class_label
from openiads.output.language import say
from openiads.output.layer_claims import WORDS, outline_words
from openiads.output.sentences import reach_key

OUTLINE_CELL_M = 2000.0
OUTLINE_SHIFT_M = 1500.0


def layers_of(study: StudyAreas, terrain: TerrainInfo) -> list[Layer]:
    """The ring and the site, then detection and engagement of every class and altitude, nominal beliefs.

    Shown at first are the first site, its ring, and the outline of the headline: one class at one altitude.
    """
    scenario, layers = study.scenario, list[Layer]()
    headline, _ = headline_targets(study)
    against = reach_key(scenario, study.library)
    for site in sites_shown(study):
        entry = scenario.site(site.place.id)
        lat_deg, lon_deg = site.place.lat_deg, site.place.lon_deg
        layers.append(Layer(f"{entry.id}-site", entry.name, Point(lon_deg, lat_deg),
                            {"kind": "site", "site": entry.id, "site_kind": entry.kind, "note": entry.note,
                             "caption": f"{entry.name} ({entry.kind} position). {entry.note}".strip(),
                             "claims": list(entry.claims)}, (entry.name,), site is study.first))
        layers.append(Layer(f"{entry.id}-ring", f"{scenario.ring_m / 1000:g} km, the claimed missile reach",
                            geodesic_ring(lat_deg, lon_deg, scenario.ring_m),
                            {"kind": "ring", "site": entry.id, "claims": list(scenario.ring_claims),
                             "caption": (f"{scenario.ring_m / 1000:g} km about {entry.name}: a claim of missile reach"
                                         f"{say(against) if against else ''}, and not of sight.")},
                            (entry.name,), site is study.first))
        scratch = bits_of(site)
        grid = Grid.around(lat_deg, lon_deg, radius_m=scenario.ring_m, cell_size_m=OUTLINE_CELL_M)
        for c, target in enumerate(study.question.targets):
            for a, altitude in enumerate(study.question.altitudes):
                for kind, bits in (("detection", scratch.detected[c]), ("engagement", scratch.engaged[c])):
                    mask = cover_raster(is_set(bits, a), site.polar, grid)
                    if not mask.any():
                        continue
                    label = class_label(target)
                    layers.append(Layer(
                        f"{entry.id}-{kind}-{target}-{a + 1}", f"{label} at {altitude}: {WORDS[kind]}",
                        outline(mask, grid, simplify_m=OUTLINE_SHIFT_M),
                        {"kind": kind, "target": target, "altitude": str(altitude), "site": entry.id,
                         **outline_words(kind, target, str(altitude), entry.name, scenario.pd, terrain,
                                         study.beliefs, site.post)},
                        (entry.name, label, str(altitude)),
                        site is study.first and (kind, c, a) == ("detection", *headline),
                    ))
    return layers
