"""Small sites that several tests look at: a smooth earth, and hills given by a formula."""

from dataclasses import replace
from functools import cache

import numpy as np

from openiads.coverage.polar import PolarGrid
from openiads.coverage.rows import Rows
from openiads.coverage.site import Place, Post, Question, SiteModel, build_site
from openiads.earth.grid import Grid
from openiads.earth.terrain import Terrain, open_terrain
from openiads.knowledge.resolve import Beliefs, resolve
from openiads.units import parse_altitude

LAT_DEG, LON_DEG = 40.0, 32.0
COARSE = PolarGrid(bearings=90, rings=100, ring_step_m=1000.0)


class Hills(Terrain):
    """Smooth hills up to 900 m, the site in a valley; the same formula for rasters, points and profiles."""

    def __init__(self) -> None:
        super().__init__((), 0.0)
        self.info = replace(self.info, name="hills", sha256="hills")  # no cache may take them for the smooth earth

    @staticmethod
    def _formula_m(lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
        north_km, east_km = (lat_deg - LAT_DEG) * 111.0, (lon_deg - LON_DEG) * 85.0
        return 450.0 * (2 - np.cos(north_km / 7.0) - np.cos(east_km / 11.0)) / 1.0 * 0.5

    def heights_amsl_m(self, grid: Grid) -> np.ndarray:
        """Heights at the cell centres."""
        return self._formula_m(*grid.lat_lon_deg()).astype(np.float32)

    def heights_at(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
        """Heights at points."""
        return self._formula_m(np.asarray(lat_deg), np.asarray(lon_deg)).astype(np.float32)


@cache
def beliefs(draws: int = 20, believe: tuple[str, ...] = ()) -> Beliefs:
    """What a few draws believe of the radars, missiles and classes used here."""
    return resolve(components=["91N6E", "96L6E", "92N6E", "48N6E3", "40N6E", "fire-unit", "airliner", "cruise-missile",
                               "f-35"], n_draws=draws, seed=7, believe=believe)


@cache
def built(terrain: str = "hills", *, altitudes: tuple[str, ...] = ("100 m AGL", "600 m AGL", "1500 m AMSL",
                                                                   "6000 m AMSL"),
          targets: tuple[str, ...] = ("airliner", "cruise-missile"), missiles: tuple[str, ...] = ("48N6E3",),
          polar: PolarGrid = COARSE, refraction: float | str = 4 / 3, draws: int = 20, weather: int = 4,
          rounded: bool = False, pd: float = 0.5, pfa: float = 1e-6, believe: tuple[str, ...] = ()) -> SiteModel:
    """One site with a search radar and an engagement radar at 30 m."""
    place = Place("here", LAT_DEG, LON_DEG, rounded)
    post = Post(("91N6E",), ("92N6E",), missiles, {"91N6E": 30.0, "92N6E": 20.0})
    question = Question(targets, tuple(parse_altitude(text) for text in altitudes), pd, pfa)
    ground = Hills() if terrain == "hills" else open_terrain("none")
    return build_site(place, post, question, Rows(draws, weather), ground, beliefs(draws, believe),
                      refraction=refraction, seed=7, polar=polar)
