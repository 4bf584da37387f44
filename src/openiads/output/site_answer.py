"""The answer to one question about one or more sites: what is asked, and the sites built for it."""

from dataclasses import dataclass

import numpy as np

from openiads import __version__
from openiads.coverage.polar import PolarGrid
from openiads.coverage.rows import Rows
from openiads.coverage.site import Place, Post, Question, SiteModel, areas_of, build_site
from openiads.earth.grid import Grid
from openiads.earth.terrain import Terrain, TerrainInfo, check_antenna, check_site
from openiads.errors import OpenIADSError
from openiads.knowledge.resolve import Beliefs, resolve
from openiads.units import Altitude, Position

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
    jam_to_noise: float = 0.0


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


def antenna_height_m(asked: Asked, place: Place | Position) -> float:
    """Height of the antenna above the ground of one of the sites. [m]"""
    if asked.antenna.reference == "AGL":
        return asked.antenna.value_m
    return asked.antenna.value_m - asked.terrain.height_at(place.lat_deg, place.lon_deg)


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
    question = Question(asked.targets, asked.altitudes, asked.pd, asked.pfa, asked.swerling, asked.jam_to_noise)
    polar = PolarGrid(bearings=360, rings=400, ring_step_m=asked.ring_m / 400)
    sites = []
    for number, position in enumerate(asked.positions):
        place = Place(f"site-{number + 1}", position.lat_deg, position.lon_deg, rounded=False)
        height_m = antenna_height_m(asked, place)
        post = Post((asked.radar,), (asked.guide,), asked.missiles, {asked.radar: height_m, asked.guide: height_m})
        sites.append(build_site(place, post, question, rows, asked.terrain, beliefs, refraction=asked.refraction,
                                seed=asked.seed, polar=polar))
    return SiteAnswer(asked, beliefs, tuple(sites), tuple(areas_of(site) for site in sites))


def terrain_under(asked: Asked, site: SiteModel) -> TerrainInfo:
    """Grade, origin and note of the terrain under most of a site's disc."""
    grid = Grid.around(site.place.lat_deg, site.place.lon_deg, radius_m=asked.ring_m, cell_size_m=asked.ring_m / 50)
    return asked.terrain.info_on(grid)
