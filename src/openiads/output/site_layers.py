"""A site's answer as layers for other programs: outlines, and the visibility floor."""

from collections.abc import Mapping
from pathlib import Path

from shapely.geometry import Point

from openiads.coverage.lookup import bits_of, is_set
from openiads.coverage.raster import floor_raster
from openiads.earth.grid import Grid
from openiads.output.export.floor import write_floor
from openiads.output.export.geojson import write_geojson
from openiads.output.export.kmz import write_kmz
from openiads.output.export.layer import Layer, cover_raster, geodesic_ring, outline
from openiads.output.labels import class_label
from openiads.output.layer_claims import outline_words
from openiads.output.site_answer import FOOTER, SiteAnswer, antenna_height_m, terrain_under


def layers_of(answer: SiteAnswer) -> list[Layer]:
    """Outlines of every site, class and altitude, and the ring, as layers for other programs."""
    asked, layers = answer.asked, list[Layer]()
    for number, site in enumerate(answer.sites, start=1):
        lat_deg, lon_deg = site.place.lat_deg, site.place.lon_deg
        name = f"site {number}"
        layers.append(Layer(f"site-{number}", name, Point(lon_deg, lat_deg), {"kind": "site"}, (name,)))
        layers.append(Layer(f"ring-{number}", f"{asked.ring_m / 1000:g} km ring, as advertised",
                            geodesic_ring(lat_deg, lon_deg, asked.ring_m), {"kind": "ring"}, (name,)))
        scratch, terrain = bits_of(site), terrain_under(asked, site)
        grid = Grid.around(lat_deg, lon_deg, radius_m=asked.ring_m, cell_size_m=2 * site.polar.ring_step_m)
        for c, target in enumerate(asked.targets):
            for a, altitude in enumerate(asked.altitudes):
                mask = cover_raster(is_set(scratch.detected[c], a), site.polar, grid)
                layers.append(Layer(
                    f"detection-{number}-{target}-{a + 1}", f"{class_label(target)} at {altitude}: detected",
                    outline(mask, grid, simplify_m=site.polar.ring_step_m),
                    {"kind": "detection", "target": target, "altitude": str(altitude), "radar": asked.radar,
                     **outline_words("detection", target, str(altitude), name, asked.pd, terrain, answer.beliefs,
                                     site.post)},
                    (name, class_label(target), str(altitude)), (number, c, a) == (1, 0, 0),
                ))
    return layers


def write_layers(answer: SiteAnswer, path: Path, about: Mapping[str, str]) -> None:
    """Write the outlines of every site (.geojson, .kmz) or the first one's floor (.tif), by the file's ending."""
    path.parent.mkdir(parents=True, exist_ok=True)
    about = {"footer": FOOTER, **about}
    if path.suffix == ".tif":
        site = answer.sites[0]
        write_floor(path, floor_raster(answer.asked.terrain, site, antenna_height_m(answer.asked, site.place)), about)
    elif path.suffix == ".kmz":
        write_kmz(path, layers_of(answer), "OpenIADS coverage", about, None)
    else:
        write_geojson(path, layers_of(answer), about)
