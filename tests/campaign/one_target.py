"""One target at one place of a site's map: what the map says of it, and a run of the engine with nothing else."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from openiads.coverage.flyouts import fitted
from openiads.coverage.lookup import bits_of, floor_amsl_m, ground_amsl_m, is_set
from openiads.coverage.missiles import stated_of
from openiads.coverage.polar import PolarGrid
from openiads.coverage.rows import Rows
from openiads.coverage.site import CLAIM_SWERLING_CASE, Place, Post, Question, SiteModel, build_site
from openiads.earth.geodesy import destination
from openiads.earth.terrain import Terrain, open_terrain
from openiads.engagement.lower import Battery, Laydown, Stand, world_of
from openiads.engagement.replicate import World
from openiads.engagement.sight import Floor
from openiads.knowledge.resolve import Beliefs, resolve
from openiads.scenario.doctrine import Doctrine, Identity
from openiads.scenario.files import load_scenario
from openiads.scenario.flights import Flight, Path
from openiads.scenario.raid import Asset, Raid
from openiads.units import parse_altitude

SEARCHES, GUIDE, MAST, MISSILES = ("91N6E", "96L6E"), "92N6E", "40V6M", ("48N6E3", "40N6E")
TARGETS = ("f-16", "cruise-missile", "f-35", "bomber")
ALTITUDES = ("60 m AGL", "300 m AGL", "1000 m AGL", "3000 m AMSL", "5000 m AMSL", "FL250", "FL350")
POLAR = PolarGrid(bearings=360, rings=400, ring_step_m=1000.0)
PFA = 1e-6
PATH_STEP_M = 500.0
HOSTILE = Doctrine(weapons_control="free", false_alarms=0.0, identity=Identity(prior=20.0), miss_taken_for_kill=0.0,
                   kill_taken_for_miss=0.0)


@cache
def beliefs() -> Beliefs:
    return resolve(components=[*SEARCHES, GUIDE, MAST, *MISSILES, "fire-unit", "5P85", "55K6E", *TARGETS], n_draws=1)


@cache
def terrain() -> Terrain:
    return open_terrain("bundled")


@cache
def site(pd: float = 0.5) -> SiteModel:
    """The site of the second batch as its map has it, for a detection of so much probability."""
    place = load_scenario("second-batch").site("murted").position
    post = Post(SEARCHES, (GUIDE,), MISSILES, {"96L6E": f"{MAST}.antenna_height"})
    question = Question(TARGETS, tuple(parse_altitude(text) for text in ALTITUDES), pd=pd, pfa=PFA)
    return build_site(Place("murted", place.lat_deg, place.lon_deg, False), post, question, Rows(1, 0), terrain(),
                      beliefs(), refraction="p453", seed=1, polar=POLAR)


@cache
def bits(pd: float = 0.5):
    return bits_of(site(pd))


@dataclass(frozen=True)
class Spot:
    """A class at an altitude over a place; the place as bearing and ground range from the site."""

    target: int
    altitude: int
    bearing_rad: float
    range_m: float

    @property
    def cell(self) -> tuple[int, int]:
        return int(self.bearing_rad / (2 * np.pi) * POLAR.bearings), int(self.range_m / POLAR.ring_step_m)

    @property
    def speed_mps(self) -> float:
        return beliefs().value(f"{TARGETS[self.target]}.cruise_speed")

    def says(self, what: str, pd: float = 0.5, rings_off: int = 0) -> bool:
        """What the map says of its cell, or of one so many rings further out: sight, detected or engaged."""
        marked = getattr(bits(pd), what)
        marked = marked if marked.ndim == 2 else marked[self.target]
        bearing, ring = self.cell
        return bool(is_set(marked[bearing, min(max(ring + rings_off, 0), POLAR.rings - 1)], self.altitude))

    def inbound(self, start_m: float, end_m: float = 0.0) -> Path:
        """A run at its altitude along its bearing, from one ground range to another."""
        lat_deg, lon_deg = site().place.lat_deg, site().place.lon_deg
        ranges_m = np.linspace(start_m, end_m, max(int((start_m - end_m) / PATH_STEP_M), 1) + 1)
        points = [destination(lat_deg, lon_deg, self.bearing_rad, range_m) for range_m in ranges_m]
        lat, lon = (np.array([float(point[axis]) for point in points]) for axis in (0, 1))
        altitude = site().question.altitudes[self.altitude]
        height_m = np.full(lat.size, altitude.value_m)
        if altitude.reference == "AGL":
            height_m = height_m + terrain().heights_at(lat, lon)
        return Path(lat, lon, height_m, start_m - ranges_m)


@cache
def laydown() -> Laydown:
    here = site()
    lat_deg, lon_deg, ground_m = here.place.lat_deg, here.place.lon_deg, ground_amsl_m(here)
    stands = tuple(
        Stand(radar, radar, lat_deg, lon_deg, ground_m,
              float(here.post.antenna_height_m(radar, here.rows, beliefs())[0]),
              Floor(lat_deg, lon_deg, floor_amsl_m(here, radar), POLAR.ring_step_m), float(here.air.k_factor[0]))
        for radar in here.post.radars)
    unit = Battery("unit", GUIDE, "post", lat_deg, lon_deg, ground_m, dict.fromkeys(MISSILES, 16))
    return Laydown(stands, (unit,), ("post",), {stand.name: "post" for stand in stands})


@cache
def missiles():
    return {name: fitted(stated_of(beliefs(), name, np.array([[0, 0]]))[0])[0] for name in MISSILES}


def alone(spot: Spot, path: Path, doctrine: Doctrine = HOSTILE, speed_mps: float | None = None,
          duration_s: float | None = None) -> World:
    """The world with that target and nothing else; whatever a round meets is killed."""
    here = site().place
    flight = Flight("one", "one", TARGETS[spot.target], False, path, False, speed_mps, 0.0, None, 0.0,
                    float(path.along[-1]), "site")
    duration_s = duration_s or float(path.along[-1]) / (speed_mps or spot.speed_mps)
    raid = Raid.model_construct(
        name="one", title="one", duration=duration_s, jammers=(), airways=(), recorded=(), groups=(),
        assets=(Asset(id="site", name="site", position=f"{here.lat_deg},{here.lon_deg}"),))
    rcs_m2 = {radar: beliefs().reference_range(radar).rcs_m2 for radar in site().post.radars}
    return world_of(
        laydown(), raid, (flight,), doctrine, terrain(),
        lambda key: 1.0 if ".kill_probability" in key else beliefs().value(key), rcs_m2, missiles(), pfa=PFA,
        swerling_case=CLAIM_SWERLING_CASE)


@cache
def earliest(pd: float):
    """The map's cells if a track were confirmed by the first look at a target: no run can be met sooner."""
    here = site(pd)
    return bits_of(replace(here, beliefs=here.beliefs._replace(hold_m=np.zeros_like(here.beliefs.hold_m))))
