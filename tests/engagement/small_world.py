"""A small fight over smooth earth that several tests look at: one battalion, one group of raiders."""

from functools import cache

import numpy as np

from openiads.earth.terrain import open_terrain
from openiads.engagement.lower import Battery, Laydown, Stand, world_of
from openiads.engagement.replicate import World, replicate, room_for
from openiads.engagement.sight import Floor
from openiads.knowledge.resolve import Beliefs, resolve
from openiads.physics.missile import Missile
from openiads.scenario.doctrine import Doctrine
from openiads.scenario.files import read_raid
from openiads.scenario.flights import flights_of
from openiads.scenario.raid import Raid
from tests.physics.missiles import LONG

LAT_DEG, LON_DEG = 40.0, 32.0
SEEN_EVERYWHERE = np.zeros((36, 400))
HIDDEN = np.full((36, 400), 60e3)
APART_DEG = 0.2  # the second fire unit stands nearer to what comes
COMPONENTS = ("91N6E", "96L6E", "92N6E", "48N6E3", "fire-unit", "5P85", "55K6E", "57E6", "pantsir-s1",
              "pantsir-search-radar", "pantsir-engagement-radar")
RADARS = ("91N6E", "96L6E", "92N6E", "pantsir-search-radar", "pantsir-engagement-radar")

RAID = """
schema = "openiads/raid/1"
name = "small"
title = "A small raid"
duration = "12 min"

[[assets]]
id = "city"
name = "a point"
position = "40.0,32.0"

[[groups]]
id = "north"
target = "f-16"
count = 8
asset = "city"
bearing = "10 deg"
start = "150 km"
altitude = "8000 m AMSL"
abreast = 2
gap = "4 km"
interval = "20 s"
jitter = "5 s"
starts_at = "0 s"
"""


@cache
def beliefs() -> Beliefs:
    """Nominal beliefs about what the small fight has."""
    return resolve(None, COMPONENTS, n_draws=1)


def stand(name: str, component: str, floor: np.ndarray = SEEN_EVERYWHERE) -> Stand:
    """A radar of the small site."""
    return Stand(name, component, LAT_DEG, LON_DEG, 0.0, 10.0, Floor(LAT_DEG, LON_DEG, floor, 1000.0), 4 / 3)


def laydown(*, units: int = 2, rounds: int = 16, spare: int = 0, floor: np.ndarray = SEEN_EVERYWHERE,
            post: str = "post", faces_rad: float | None = None, search: tuple[str, ...] = ("91N6E",),
            guns: tuple[Battery, ...] = (), more: tuple[Stand, ...] = ()) -> Laydown:
    """One site: search radars, fire units with an engagement radar each, one command post, and what is beside them."""
    guides = [stand(f"guide-{u}", "92N6E", floor) for u in range(units)]
    batteries = tuple(
        Battery(f"unit-{u}", f"guide-{u}", post, LAT_DEG + APART_DEG * u, LON_DEG, 0.0, {"48N6E3": rounds},
                {"48N6E3": spare}, faces_rad=faces_rad)
        for u in range(units))
    stands = (*(stand(f"search-{r}" if r else "search", name, floor) for r, name in enumerate(search)), *guides)
    return Laydown((*stands, *more), (*batteries, *guns), (post,) if post else (),
                   {item.name: post for item in stands})


def world(text: str | Raid = RAID, doctrine: Doctrine | None = None, force: Laydown | None = None,
          believed: dict[str, float] | None = None, missiles: dict[str, Missile] | None = None,
          tells_regret: bool = False) -> World:
    """The small fight, with whatever is changed."""
    raid, terrain = read_raid(text, "small.toml") if isinstance(text, str) else text, open_terrain("none")
    own, held, force = believed or {}, beliefs(), force or laydown()
    rcs_m2 = {name: held.reference_range(name).rcs_m2 for name in RADARS}
    return world_of(
        force, raid, flights_of(raid, terrain, 240.0, force.stands), doctrine or Doctrine(), terrain,
        lambda key: own[key] if key in own else held.value(key), rcs_m2, missiles or {"48N6E3": LONG}, pfa=1e-6,
        swerling_case=1, tells_regret=tells_regret)


def fates(fought: World, seed: int = 1, number: int = 0):
    """What became of everything in one replicate, and the rounds that are left."""
    room = room_for(fought)
    replicate(fought, room, np.uint64(seed), number)  # the type that `fight_many` compiles it for
    return room.fates, room.state.rounds.sum()


def changed(text: str, **keys: str) -> str:
    """The raid with some keys of its group written anew."""
    for key, value in keys.items():
        lines = [f"{key} = {value}" if line.startswith(f"{key} = ") else line for line in text.splitlines()]
        text = "\n".join(lines) if any(line.startswith(f"{key} = ") for line in text.splitlines()) \
            else f"{text}\n{key} = {value}\n"
    return text
