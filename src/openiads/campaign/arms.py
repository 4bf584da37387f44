"""The arms of a comparison as laydowns: what stands where, with which rounds, and to whom it reports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from openiads.engagement.lower import Battery, Laydown, Stand
from openiads.engagement.sight import Floor
from openiads.scenario.loads import loaded
from openiads.scenario.model import Formation, Scenario

POINT_DEFENCE = "pantsir-s1"  # vehicles beside the fire units
POINT_SEARCH, POINT_GUIDE, POINT_MISSILE = "pantsir-search-radar", "pantsir-engagement-radar", "57E6"


@dataclass(frozen=True)
class Arm:
    """Arm A, or arm B under one reading of the word batch at one place; empty words for what A does not need."""

    name: str
    meaning: str = ""
    placement: str = ""

    @property
    def label(self) -> str:
        """How files and tables call it."""
        return "-".join(part for part in (self.name, self.meaning, self.placement) if part)


class Part(NamedTuple):
    """So many formations of a kind at one site."""

    formation: Formation
    number: int
    site: str


class Placed(NamedTuple):
    """One site as one draw believes it."""

    lat_deg: float
    lon_deg: float
    ground_amsl_m: float
    antenna_agl_m: Callable[[str], float]  # of a radar
    floor: Callable[[str], Floor]  # of a radar
    k_factor: float  # effective-earth factor of the air


def parts_of(scenario: Scenario, arm: Arm) -> tuple[Part, ...]:
    """What an arm consists of, the first batch first."""
    first = scenario.arms.first
    parts = [Part(first.formation, first.count, first.site)]
    if arm.name == "B" and scenario.arms.second.arrival != "never":
        meaning = scenario.meaning(arm.meaning)
        site = next(item.site for item in scenario.arms.second.placements if item.id == arm.placement)
        parts.append(Part(meaning.formation, meaning.count, site))
    return tuple(part for part in parts if part.number > 0)


def _sector_rad(faced: dict[str, int], site: str) -> float:
    """Where the next engagement radar of a site looks while it is on its own: north, then south, east, west, again.

    Assumed: units that nobody tells where to look share the horizon as evenly as two or four of them can.
    """
    number = faced.get(site, 0)
    faced[site] = number + 1
    return (0.0, np.pi, np.pi / 2, 3 * np.pi / 2)[number % 4]


def laydown_of(scenario: Scenario, arm: Arm, placed: Mapping[str, Placed], shares: Mapping[str, float], *,
               ready: float = 1.0, networked: bool, vehicle_rounds: int = 0) -> Laydown:
    """Everything that defends in one arm.

    A battery that comes without a command post of its own joins the network, where there is one, or that of the first
    batch, where it stands beside it; else it stands alone. More command posts than one at a battalion, and more
    engagement radars than one at a fire unit, are spares: they add neither channels nor sectors.

    Parameters
    ----------
    scenario : Scenario
    arm : Arm
    placed : mapping
        Each site as the draw believes it.
    shares : mapping
        Share of the tubes that each missile type fills.
    ready : float
        Share of the tubes that are loaded.
    networked : bool
        Whether all command posts share one picture.
    vehicle_rounds : int
        Ready rounds of each vehicle of point defence.
    """
    order = scenario.order_of_battle
    guide = order.fire_unit.engagement_radar
    tubes = order.fire_unit.launchers.value * order.fire_unit.tubes_per_launcher.value
    rounds = loaded(shares, round(tubes * ready))
    spare = {missile: count * order.fire_unit.reloads.value for missile, count in loaded(shares, tubes).items()}
    stands: list[Stand] = []
    batteries: list[Battery] = []
    command_posts: list[str] = []
    reports_to: dict[str, str] = {}
    home = scenario.arms.first.site
    floors: dict[tuple[str, str], Floor] = {}  # radars of one kind at one site share theirs

    def stand(name: str, radar: str, site: str, post: str, copy: int = 0, spares: int = 0) -> None:
        here = placed[site]
        if (site, radar) not in floors:
            floors[site, radar] = here.floor(radar)
        stands.append(Stand(name, radar, here.lat_deg, here.lon_deg, here.ground_amsl_m, here.antenna_agl_m(radar),
                            floors[site, radar], here.k_factor, copy, spares))
        reports_to[name] = post

    faced: dict[str, int] = {}
    number = 0
    for part in parts_of(scenario, arm):
        battalions = {"battery": 0, "battalion": 1, "regiment": order.regiment.battalions.value}[part.formation]
        alone = part.formation == "battery"
        for _ in range(part.number if alone else part.number * battalions):
            word = f"m{number}"
            number += 1
            here = placed[part.site]
            if alone:
                joins = bool(command_posts) and (networked or part.site == home)
                post, units = command_posts[0] if joins else "", 1
            else:
                post, units = word if order.battalion.command_posts.value else "", order.battalion.fire_units.value
                command_posts += [post] if post else []
                for radar in order.battalion.search_radars:
                    for copy in range(order.battalion.of_each_search_radar.value):
                        stand(f"{word}/{radar}" + (f"-{copy}" if copy else ""), radar, part.site, post, copy)
            for unit in range(units):
                stand(f"{word}/{guide}-{unit}", guide, part.site, post,
                      spares=order.fire_unit.engagement_radars.value - 1)
                batteries.append(Battery(f"{word}/u{unit}", f"{word}/{guide}-{unit}", post, here.lat_deg, here.lon_deg,
                                         here.ground_amsl_m, rounds, spare, faces_rad=_sector_rad(faced, part.site)))
            for vehicle in range(0 if alone else order.battalion.point_defence.value):
                name = f"{word}/p{vehicle}"
                stand(f"{name}/{POINT_SEARCH}", POINT_SEARCH, part.site, post)
                stand(f"{name}/{POINT_GUIDE}", POINT_GUIDE, part.site, post)
                batteries.append(Battery(
                    name, f"{name}/{POINT_GUIDE}", post, here.lat_deg, here.lon_deg, here.ground_amsl_m,
                    {POINT_MISSILE: round(vehicle_rounds * ready)},
                    {POINT_MISSILE: vehicle_rounds * order.fire_unit.reloads.value}, kind=POINT_DEFENCE,
                    search=f"{name}/{POINT_SEARCH}"))
    return Laydown(tuple(stands), tuple(batteries), tuple(command_posts), reports_to, order.battalion.command_post,
                   max(order.battalion.command_posts.value - 1, 0))
