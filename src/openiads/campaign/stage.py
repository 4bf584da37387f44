"""What the draws of a campaign share, and the world that each of them makes of it."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import NamedTuple

import numpy as np

from openiads.campaign.arms import (
    POINT_DEFENCE,
    POINT_GUIDE,
    POINT_MISSILE,
    POINT_SEARCH,
    Arm,
    Placed,
    laydown_of,
    parts_of,
)
from openiads.campaign.tell import Names
from openiads.coverage.arms import components_of, post_kind, post_of
from openiads.coverage.flyouts import fitted
from openiads.coverage.ladder import Ladder
from openiads.coverage.lookup import floor_amsl_m
from openiads.coverage.missiles import VARIED, stated_of, stocked
from openiads.coverage.polar import PolarGrid
from openiads.coverage.rows import Rows
from openiads.coverage.site import CLAIM_SWERLING_CASE, Place, Post, Question, SiteModel, build_site
from openiads.earth.terrain import Terrain
from openiads.engagement.lower import Laydown, lines_of, stage_of, world_on
from openiads.engagement.paths import ways_of
from openiads.engagement.replicate import World
from openiads.engagement.sight import Floor
from openiads.knowledge.library import Library
from openiads.knowledge.resolve import Beliefs
from openiads.physics.missile import Missile
from openiads.scenario.beliefs import beliefs_of
from openiads.scenario.doctrine import Doctrine
from openiads.scenario.flights import flights_of
from openiads.scenario.model import ARRIVAL_KEY, Fights, Scenario
from openiads.scenario.raid import Raid

RUNS_PER_DRAW = 8  # doubt is told from chance by fighting each draw of belief so often
DRAWS = 1250  # the most that a campaign can ask for; antenna ladders span what all of them believe
WORLDS_KEPT = 4
NEUTRAL_CLASS = "airliner"


def draw_of(run: int) -> int:
    """Draw of belief in which a run fights; draw 0 is nominal.

    Examples
    --------
    >>> draw_of(0), draw_of(7), draw_of(8)
    (0, 0, 1)
    """
    return run // RUNS_PER_DRAW


def components_in(scenario: Scenario, raid: Raid) -> tuple[str, ...]:
    """Every component that a fight needs beliefs about."""
    return tuple(dict.fromkeys((
        *components_of(scenario), scenario.order_of_battle.battalion.command_post,
        *(group.target for group in raid.groups), NEUTRAL_CLASS,
        *((POINT_DEFENCE, POINT_SEARCH, POINT_GUIDE, POINT_MISSILE) if has_point_defence(scenario) else ()))))


def has_point_defence(scenario: Scenario) -> bool:
    """Whether vehicles of point defence stand beside the fire units."""
    return scenario.order_of_battle.battalion.point_defence.value > 0


def missiles_in(scenario: Scenario) -> tuple[str, ...]:
    """Missile types of a fight, those of point defence last."""
    return (*(missile.id for missile in scenario.missiles), *((POINT_MISSILE,) if has_point_defence(scenario) else ()))


@dataclass(frozen=True)
class Ground:
    """Sites, beliefs and raid: what every draw of one arm shares."""

    scenario: Scenario
    raid: Raid
    arm: Arm
    beliefs: Beliefs
    rows: Rows
    sites: Mapping[str, SiteModel]
    posts: Mapping[str, Post]
    terrain: Terrain
    nothing_dies: bool  # whether no round kills, so that every chance to engage is seen
    ready: float  # share of the tubes that are loaded

    def value(self, key: str, draw: int) -> float:
        """What a draw believes of COMPONENT.QUANTITY. [SI]"""
        if self.nothing_dies and ".kill_probability" in key:
            return 0.0
        return self.beliefs.value(key) if draw == 0 else float(self.beliefs.drawn(key)[draw - 1])

    def arrives(self, draw: int) -> bool:
        """Whether a draw believes that the second batch arrives; the scenario may say so for all."""
        arrival = self.scenario.arms.second.arrival
        return arrival == "arrives" or (arrival == "as-believed" and self.value(ARRIVAL_KEY, draw) > 0)

    def reference_rcs_m2(self, radar: str, draw: int) -> float:
        """Cross-section for which a draw believes a radar's range. [m2]"""
        key = f"{radar}.detection_range"
        if draw == 0:
            return float(self.beliefs.nominal[key].condition["rcs_m2"])
        return float(self.beliefs.condition_drawn(key)[draw - 1])

    def missile(self, name: str, draw: int) -> Missile:
        """A missile type fitted to the witnesses that a draw believes."""
        groups = [0 if draw == 0 else int(self.beliefs.witness(f"{name}.{quantity}")[draw - 1]) for quantity in VARIED]
        return fitted(stated_of(self.beliefs, name, np.array([groups]))[0])[0]

    @cached_property
    def stock(self) -> Mapping[str, np.ndarray]:
        """Draws in which each missile type is held at all, (DRAWS + 1,) bool."""
        return {missile.id: stocked(self.beliefs, missile.id, self.rows, self.scenario.seed)
                for missile in self.scenario.missiles}

    def shares(self, draw: int) -> dict[str, float]:
        """Share of the tubes that each missile type fills in a draw; those that are not held fill none."""
        return {missile.id: missile.share * bool(self.stock[missile.id][draw]) for missile in self.scenario.missiles}

    def vehicle_rounds(self, draw: int) -> int:
        """Ready rounds of a vehicle of point defence in a draw."""
        return round(self.value(f"{POINT_DEFENCE}.missiles_ready", draw)) if has_point_defence(self.scenario) else 0

    def placed(self, site_id: str, draw: int) -> Placed:
        """A site as a draw believes it: where in its rounding cell, how high its antennas, what they see."""
        site, post = self.sites[site_id], self.posts[site_id]
        position = int(site.beliefs.position[draw])
        lat_deg, lon_deg = site.ladder.spec.positions_deg[position]
        step_m = site.polar.ring_step_m

        def floor(radar: str) -> Floor:
            return Floor(lat_deg, lon_deg, floor_amsl_m(site, radar, draw), step_m)

        def antenna_m(radar: str) -> float:
            return float(post.antenna_height_m(radar, self.rows, self.beliefs)[draw])

        return Placed(lat_deg, lon_deg, float(site.ladder.ground_amsl_m[position]), antenna_m, floor,
                      float(site.air.k_factor[draw]))

    def claims(self, draw: int) -> dict[str, tuple[str, ...]]:
        """Claims that a draw believes of each radar's range and each missile's reach and speed."""
        found = {}
        quantities = {**{radar: ("detection_range",) for post in self.posts.values() for radar in post.radars},
                      **dict.fromkeys(missiles_in(self.scenario), VARIED)}
        for component, names in quantities.items():
            groups = []
            for name in names:
                pool = self.beliefs.pool(f"{component}.{name}")
                groups.append(pool[0 if draw == 0 else int(self.beliefs.witness(f"{component}.{name}")[draw - 1])])
            found[component] = tuple(dict.fromkeys(group.claim_id for group in groups if group.claim_id))
        return found


class Sites(NamedTuple):
    """Sites with their floors and what is believed of everything: what arms, raids and doctrines share."""

    beliefs: Beliefs
    rows: Rows
    sites: Mapping[str, SiteModel]
    posts: Mapping[str, Post]


def sites_key(scenario: Scenario, raid: Raid, arm: Arm, believe: Sequence[str]) -> str:
    """Hash of all that sites and beliefs depend on, but for ledger, terrain and code."""
    same = scenario.model_copy(update={"doctrine": Doctrine(), "fights": Fights(), "raid": ""})
    kinds = sorted((part.site, str(post_kind(part.formation, part.number))) for part in parts_of(scenario, arm))
    text = json.dumps([same.sha256(), components_in(scenario, raid), kinds, list(believe)])
    return hashlib.sha256(text.encode()).hexdigest()


def sites_of(scenario: Scenario, library: Library, terrain: Terrain, raid: Raid, arm: Arm, *,
             believe: Sequence[str] = (), beliefs: Beliefs | None = None,
             known: Mapping[str, Ladder] | None = None) -> Sites:
    """Sites of one arm with their floors, and beliefs.

    Parameters
    ----------
    scenario : Scenario
    library : Library
    terrain : Terrain
    raid : Raid
        Its classes are believed something about too.
    arm : Arm
    believe : sequence of str
        Claims that every draw believes.
    beliefs : Beliefs, optional
        Of `components_in`, with draws of their own; resolved from the ledger unless given.
    known : mapping, optional
        Floors by site, taken where they serve.
    """
    if beliefs is None:
        beliefs = beliefs_of(scenario, library, components_in(scenario, raid), n_draws=DRAWS,
                             believe=tuple(believe))
    rows = Rows(draws=beliefs.n_draws, weather=0, level=scenario.level, order=beliefs.order)
    question = Question(scenario.targets[:1], scenario.altitudes[:1], pd=scenario.pd, pfa=scenario.pfa)
    polar = PolarGrid(bearings=360, rings=round(scenario.ring_m / 1000), ring_step_m=1000.0)
    sites, posts = {}, {}
    for site_id in dict.fromkeys(part.site for part in parts_of(scenario, arm)):
        site = scenario.site(site_id)
        kinds = {post_kind(part.formation, part.number) for part in parts_of(scenario, arm) if part.site == site_id}
        kind = max(kind for kind in kinds if kind)  # with search radars, if any formation there brings them
        lat_deg, lon_deg = site.position.lat_deg, site.position.lon_deg
        post = post_of(scenario, site, kind, terrain.height_at(lat_deg, lon_deg))
        own = (POINT_SEARCH, POINT_GUIDE) if has_point_defence(scenario) else ()
        posts[site_id] = replace(post, missiles=(), searches=post.searches + own)
        sites[site_id] = build_site(
            Place(site_id, lat_deg, lon_deg, site.kind in ("reported", "historical")), posts[site_id], question, rows,
            terrain, beliefs, refraction=scenario.refraction, seed=scenario.seed, polar=polar,
            known=(known or {}).get(site_id))
    return Sites(beliefs, rows, sites, posts)


class Worlds:
    """The worlds of one arm, made when asked for; a few are kept, because runs of one draw follow each other.

    Whoever has the nominal laydown of the same arm already can give it.
    """

    def __init__(self, ground: Ground, laydown: Laydown | None = None) -> None:
        self.ground = ground
        laydown, missiles = laydown or self.laydown(0), missiles_in(ground.scenario)
        self._flights = flights_of(ground.raid, ground.terrain, ground.beliefs.value(f"{NEUTRAL_CLASS}.cruise_speed"),
                                   laydown.stands)
        self._ways = ways_of(self._flights)
        self._stage = stage_of(laydown, ground.raid, self._flights, ground.terrain)
        assets = [asset.id for asset in ground.raid.assets]
        self.names = Names(
            tuple(flight.id for flight in self._flights), tuple(flight.group for flight in self._flights),
            tuple(flight.target for flight in self._flights), np.array([flight.neutral for flight in self._flights]),
            tuple(stand.name for stand in laydown.stands), tuple(battery.name for battery in laydown.batteries),
            missiles, np.array([assets.index(flight.asset) if flight.asset and not flight.homes_on else -1
                                for flight in self._flights]),
            np.array([asset.value for asset in ground.raid.assets]))
        self._kept: OrderedDict[int, World] = OrderedDict()
        self._lock = Lock()

    def raid_sha256(self) -> str:
        """Hash of everything that comes, as both arms of a comparison must meet it: ids, paths, times and luck."""
        digest = hashlib.sha256(self.ground.raid.sha256().encode())
        for flight in self._flights:
            path = flight.path
            digest.update(repr((flight.id, flight.target, flight.start_s, flight.meets_at_s, flight.jitter_s)).encode())
            if flight.homes_on:  # it flies at whichever radar of the laydown is nearest, so its way is the arm's
                continue
            for part in (path.lat_deg, path.lon_deg, path.altitude_amsl_m, path.along):
                digest.update(np.ascontiguousarray(part, dtype=float).tobytes())
        return digest.hexdigest()

    def laydown(self, draw: int) -> Laydown:
        """Everything that defends, as a draw believes it."""
        ground = self.ground
        placed = {site: ground.placed(site, draw) for site in ground.sites}
        return laydown_of(ground.scenario, ground.arm, placed, ground.shares(draw), ready=ground.ready,
                          networked=ground.scenario.doctrine.networked, vehicle_rounds=ground.vehicle_rounds(draw))

    def world(self, draw: int) -> World:
        """The world of one draw."""
        with self._lock:
            if draw not in self._kept:
                self._kept[draw] = self.made(draw, self.laydown(draw))
                if len(self._kept) > WORLDS_KEPT:
                    self._kept.popitem(last=False)
            return self._kept[draw]

    def made(self, draw: int, laydown: Laydown) -> World:
        """The world of one draw, from the laydown of that draw; it is not kept."""
        ground = self.ground
        stage = replace(self._stage, laydown=laydown, lines=lines_of(self._ways, laydown.stands))
        scenario, radars = ground.scenario, {stand.component for stand in stage.laydown.stands}
        value: Callable[[str], float] = lambda key: ground.value(key, draw)  # noqa: E731
        return world_on(
            stage, scenario.doctrine, value, {radar: ground.reference_rcs_m2(radar, draw) for radar in radars},
            {missile: ground.missile(missile, draw) for missile in missiles_in(scenario)}, pfa=scenario.pfa,
            swerling_case=CLAIM_SWERLING_CASE)
