"""The two arms of a study: the first batch where it stands, and a second beside it or apart, in the same draws."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from openiads.coverage.ladder import Ladder, offset_m
from openiads.coverage.polar import PolarGrid
from openiads.coverage.rows import Rows
from openiads.coverage.site import (
    Place,
    Post,
    Question,
    SiteModel,
    areas_of,
    build_site,
    fly_site_ahead,
    run_rows,
    with_loss,
)
from openiads.coverage.sky import ALTITUDES, Sky, compile_ahead, pair_areas
from openiads.coverage.sky import Beliefs as SkyBeliefs
from openiads.earth.terrain import Terrain
from openiads.knowledge.library import Library
from openiads.knowledge.resolve import Beliefs
from openiads.scenario.beliefs import beliefs_of
from openiads.scenario.model import ARRIVAL_KEY, SECOND_BATCH, BatchMeaning, Formation, Scenario, Site
from openiads.units import Altitude

SEARCH_POST, BATTERY_POST = "with search radars", "engagement radar alone"


@dataclass(frozen=True)
class Pair:
    """A second place beside the first; all areas (rows, 3, C, 8) in m2."""

    site: SiteModel
    first_area_m2: np.ndarray
    added_area_m2: np.ndarray  # what the second place adds to the first
    alone_area_m2: np.ndarray


@dataclass(frozen=True)
class StudyAreas:
    """Areas of every arm over the same rows; all (rows, 3, C, 8) in m2: sight, detection, engagement.

    A pair is worked out when it is asked for, so that the answer need not wait for what only tables and page tell.
    """

    scenario: Scenario
    library: Library
    beliefs: Beliefs
    question: Question
    rows: Rows
    first: SiteModel
    second_place: str
    kinds: tuple[str, ...]  # of post that may come to the second place; empty where there is no other place
    pair: Callable[[str], Pair]  # by kind; keeps what it has worked out

    @cached_property
    def first_area_m2(self) -> np.ndarray:
        """Areas of the first place. [m2]"""
        if not self.kinds:
            return areas_of(self.first)
        meaning = self.scenario.meaning(self.scenario.arms.second.meaning)
        return self.pair(post_kind(meaning.formation, meaning.count) or self.kinds[-1]).first_area_m2

    @cached_property
    def loss_area_m2(self) -> Mapping[str, np.ndarray]:
        """What is left at the first place without one type of radar, types in alphabetical order. [m2]"""
        return {radar: areas_of(with_loss(self.first, radar)) for radar in sorted(self.first.post.radars)}

    @cached_property
    def arrived(self) -> np.ndarray:
        """Rows in which the second batch arrives, (rows,) bool; all, none, or as each row's witness has it."""
        arrival = self.scenario.arms.second.arrival
        if arrival == "as-believed":
            return self.rows.believed(self.beliefs, ARRIVAL_KEY) > 0
        return np.full(self.rows.total, arrival == "arrives")

    def added_by(self, meaning: BatchMeaning, placement: str) -> np.ndarray:
        """Area that a second batch adds under one reading of the word, (rows, 3, C, 8). [m2]"""
        kind = post_kind(meaning.formation, meaning.count)
        apart = next(item for item in self.scenario.arms.second.placements if item.id == placement)
        if kind is None or apart.site == self.scenario.arms.first.site:
            return np.zeros_like(self.first_area_m2)
        return self.pair(kind).added_area_m2 * self.arrived[:, None, None, None]


def post_kind(formation: Formation, count: int) -> str | None:
    """Which radars a formation brings: a battery its engagement radar alone, more than that search radars too."""
    if count == 0:
        return None
    return BATTERY_POST if formation == "battery" else SEARCH_POST


def post_of(scenario: Scenario, site: Site, kind: str, ground_amsl_m: float) -> Post:
    """Radars, antennas and missiles of a formation at a site whose ground is known."""
    order = scenario.order_of_battle
    guide = order.fire_unit.engagement_radar
    searches = (*order.battalion.search_radars, guide) if kind == SEARCH_POST else (guide,)
    antenna: dict[str, str | float] = {radar: f"{mast}.antenna_height" for radar, mast in order.battalion.masts.items()}

    def above_ground_m(antenna: Altitude) -> float:
        return antenna.value_m if antenna.reference == "AGL" else antenna.value_m - ground_amsl_m

    if site.antenna.search is not None:
        antenna.update(dict.fromkeys(order.battalion.search_radars, above_ground_m(site.antenna.search)))
    if site.antenna.engage is not None:
        antenna[guide] = above_ground_m(site.antenna.engage)
    return Post(searches, (guide,), tuple(missile.id for missile in scenario.missiles), antenna)


def components_of(scenario: Scenario) -> tuple[str, ...]:
    """Every component that a scenario needs beliefs about."""
    order = scenario.order_of_battle
    return (
        *order.battalion.search_radars, order.fire_unit.engagement_radar, *order.battalion.masts.values(),
        *(missile.id for missile in scenario.missiles), "fire-unit", "5P85", *scenario.targets,
        *((SECOND_BATCH,) if scenario.arms.second.arrival == "as-believed" else ()),
    )


def run_arms(scenario: Scenario, library: Library, terrain: Terrain, *, believe: tuple[str, ...] = (),
             weather_rows: int = 20, polar: PolarGrid | None = None) -> StudyAreas:
    """Compute every area of a study.

    Parameters
    ----------
    scenario : Scenario
    library : Library
    terrain : Terrain
    believe : tuple of str
        Claims that every draw believes.
    weather_rows : int
        Rows that spread the weather about the nominal claims.
    polar : PolarGrid, optional
        360 bearings by 1 km unless given.
    """
    rows = Rows(draws=scenario.draws, weather=weather_rows, level=scenario.level)
    beliefs = beliefs_of(scenario, library, components_of(scenario), n_draws=scenario.draws, believe=believe)
    question = Question(scenario.targets, scenario.altitudes, pd=scenario.pd, pfa=scenario.pfa)
    polar = polar or PolarGrid(bearings=360, rings=round(scenario.ring_m / 1000), ring_step_m=1000.0)
    return areas_over(scenario, library, terrain, beliefs, rows, question, polar)


def areas_over(scenario: Scenario, library: Library, terrain: Terrain, beliefs: Beliefs, rows: Rows,
               question: Question, polar: PolarGrid, known: Mapping[str, Ladder] | None = None) -> StudyAreas:
    """Every area of a study over rows of what is believed; `known` are floors by site, taken where they fit."""
    floors = known or {}

    def position_of(site: Site) -> tuple[float, float]:
        return site.position.lat_deg, site.position.lon_deg

    def place_of(site: Site) -> Place:
        rounded = site.kind in ("reported", "historical")
        return Place(site.id, *position_of(site), rounded)

    here = scenario.site(scenario.arms.first.site)
    mix = tuple(missile.id for missile in scenario.missiles)
    wait = fly_site_ahead([place_of(site) for site in scenario.sites], mix, question, rows, terrain, beliefs,
                          polar.radius_m)

    def flown(sky: Sky, sky_beliefs: SkyBeliefs) -> None:
        compile_ahead(sky, sky_beliefs)  # while the other process still flies
        wait()

    def build(site: Site, kind: str) -> SiteModel:
        post = post_of(scenario, site, kind, terrain.height_at(*position_of(site)))
        return build_site(place_of(site), post, question, rows, terrain, beliefs, refraction=scenario.refraction,
                          seed=scenario.seed, polar=polar, flown=flown, known=floors.get(site.id))

    first = build(here, post_kind(scenario.arms.first.formation, scenario.arms.first.count) or SEARCH_POST)
    kinds = {post_kind(meaning.formation, meaning.count) for meaning in scenario.batch_meanings} - {None}
    elsewhere = [item.site for item in scenario.arms.second.placements if item.site != here.id]

    @cache
    def pair(kind: str) -> Pair:
        second = build(scenario.site(elsewhere[0]), kind)
        area_m2 = pair_of(first, second)
        return Pair(second, area_m2[:, 0], area_m2[:, 1], area_m2[:, 2])

    return StudyAreas(scenario, library, beliefs, question, rows, first, elsewhere[0] if elsewhere else here.id,
                      tuple(sorted(kind for kind in kinds if kind)) if elsewhere else (), pair)


def pair_of(first: SiteModel, other: SiteModel) -> np.ndarray:
    """Areas of a site, of what another adds to it and of the other alone, (rows, 3, 3, C, 8). [m2]"""
    x_m, y_m = offset_m((first.place.lat_deg, first.place.lon_deg), other.ladder.spec)
    bearing, ring = first.polar.cell_at(x_m, y_m)
    cell = np.where(bearing >= 0, bearing * first.polar.rings + ring, -1).astype(np.int32)
    area_m2 = np.zeros((first.rows.total, 3, 3, len(first.question.targets), ALTITUDES))

    def job(start: int, stop: int) -> None:
        pair_areas(first.sky, first.beliefs, other.sky, other.beliefs, cell, start, stop, area_m2)

    run_rows(job, first.rows.total)
    return area_m2
