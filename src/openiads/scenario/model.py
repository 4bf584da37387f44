"""What a scenario file may say, as frozen records: every choice typed, sourced or marked assumed."""

import hashlib
import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from openiads.errors import Fault
from openiads.scenario.doctrine import Doctrine
from openiads.scenario.fields import (
    Angle,
    Count,
    Duration,
    FlightLevel,
    Height,
    Length,
    Mast,
    Place,
    Record,
    Refraction,
    Ring,
    Share,
    Slug,
    Sourced,
    TypedAltitude,
    refuse,
)
from openiads.scenario.programme import Programme

SCHEMA = "openiads/scenario/1"
SOURCED_KINDS = ("reported", "historical")
ROUNDED_KINDS = ("reported", "historical", "stand-in")
MOST_STEPS = 20  # 1,257 places, some tens of seconds of fighting
ROUNDING_DECIMALS = 2  # 0.01 degree of latitude is about 1.1 km

SECOND_BATCH, ARRIVAL_KEY = "second-batch", "second-batch.arrival"  # as the library calls what may arrive

Formation = Literal["battery", "battalion", "regiment"]
Arrives = Literal["arrives", "as-believed", "never"]
SiteKind = Literal["reported", "historical", "stand-in", "user", "fictional"]


def bearing_fault(label: Any, bearing: Any, towards: Any) -> Fault | None:
    """Fault of a bearing that has both an angle and a place, or neither."""
    if (bearing is None) != (towards is None):
        return None
    return Fault("E0508", f"bearing {label!r} needs one of bearing and towards",
                 why="an angle and a place may point differently",
                 fix='keep bearing = "15 deg" or towards = "42.03,35.15"')


class Number(Sourced):
    """A count of the order of battle, with what it rests on."""

    value: Count


class Antennas(Record):
    """Heights of the antennas where the scenario sets them; None leaves them to the claims."""

    search: Mast | None = None
    engage: Mast | None = None


class Site(Record):
    """A place where a unit stands, or is taken to stand."""

    id: Slug
    name: str
    position: Place
    kind: SiteKind
    note: str = ""
    claims: tuple[str, ...] = ()
    antenna: Antennas = Antennas()


class FireUnit(Record):
    """A fire unit, also called battery."""

    engagement_radar: str
    engagement_radars: Number
    launchers: Number
    tubes_per_launcher: Number
    reloads: Number = Number(value=0, assumed="no round beyond the tubes")  # of every tube


class Battalion(Record):
    """What a battalion adds to its fire units."""

    fire_units: Number
    command_post: str
    command_posts: Number
    search_radars: tuple[str, ...]
    of_each_search_radar: Number
    point_defence: Number = Number(value=0, assumed="none")  # Pantsir-S1 vehicles beside the fire units
    # radar to the mast that carries its antenna; the others stand on their vehicles
    masts: dict[str, str] = Field(default_factory=dict)


class Regiment(Record):
    """A regiment is so many battalions."""

    battalions: Number


class Strength(Record):
    """What a formation comes to."""

    fire_units: int
    launchers: int
    ready_rounds: int
    engagement_radars: int
    search_radars: int
    command_posts: int


class OrderOfBattle(Record):
    """How batteries, battalions and regiments are made up; every line is a switch."""

    fire_unit: FireUnit
    battalion: Battalion
    regiment: Regiment

    def strength(self, formation: Formation, count: int) -> Strength:
        """What so many formations of a kind come to.

        A battery alone brings no search radar and no command post.
        """
        battalions = {"battery": 0, "battalion": 1, "regiment": self.regiment.battalions.value}[formation] * count
        fire_units = count if formation == "battery" else battalions * self.battalion.fire_units.value
        launchers = fire_units * self.fire_unit.launchers.value
        return Strength(
            fire_units=fire_units,
            launchers=launchers,
            ready_rounds=launchers * self.fire_unit.tubes_per_launcher.value,
            engagement_radars=fire_units * self.fire_unit.engagement_radars.value,
            search_radars=battalions * self.battalion.of_each_search_radar.value * len(self.battalion.search_radars),
            command_posts=battalions * self.battalion.command_posts.value,
        )


class BatchMeaning(Sourced):
    """One reading of the word batch."""

    id: Slug
    label: str
    formation: Formation
    count: Count


class Placement(Record):
    """Where the second batch is taken to stand."""

    id: Slug
    label: str
    site: str


class FirstArm(Sourced):
    """Arm A: what is there."""

    label: str
    formation: Formation
    count: Count = 1
    site: str


class SecondArm(Record):
    """Arm B: arm A and the second batch, in each placement.

    `arrival` says whether arm B is conditional on an arrival (arrives), a mixture in which each draw believes one
    witness of it (as-believed), or arm A again (never).
    """

    label: str
    meaning: str
    arrival: Arrives = "arrives"
    placements: Annotated[tuple[Placement, ...], Field(min_length=1)]


class Arms(Record):
    """The two arms that are compared."""

    first: FirstArm = Field(alias="A")
    second: SecondArm = Field(alias="B")


class Missile(Sourced):
    """A missile type of the mix."""

    id: str
    share: Annotated[float, Field(gt=0)] = 1.0  # of the tubes, against the shares of the others


class Bearing(Record):
    """A bearing from a site along which a profile is drawn: an angle from north, or a place to look towards."""

    label: str
    site: str
    bearing: Angle | None = None
    towards: Place | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> "Bearing":
        found = bearing_fault(self.label, self.bearing, self.towards)
        if found:
            raise refuse(found)
        return self


class Waypoint(Record):
    """A named point of a route."""

    name: str
    position: Place


class Corridor(Record):
    """One route that the user gives, with the flight levels asked about."""

    name: str
    note: str = ""
    points: Annotated[tuple[Waypoint, ...], Field(min_length=2)]
    flight_levels: Annotated[tuple[FlightLevel, ...], Field(min_length=1)]


class Footprint(Record):
    """Where an asset is moved to, to find out where it would be defended (M12); the raid moves with it."""

    raiders: Annotated[int, Field(ge=1, le=1000)] = 8  # of the saturation raid
    radius: Length = 150_000.0  # about the first site; places beyond are not fought
    step: Length = 25_000.0  # between neighbouring places
    runs: Annotated[int, Field(ge=8, le=128, multiple_of=8)] = 16  # the most at one place; clear ones get eight

    @model_validator(mode="after")
    def _few_places(self) -> "Footprint":
        if not 1 <= self.radius / self.step <= MOST_STEPS:
            raise refuse(Fault("E0314", f"a footprint of {self.radius / 1000:g} km in steps of {self.step / 1000:g} km",
                               why=f"one to {MOST_STEPS} steps from the site to the rim can be fought in good time",
                               fix='write radius = "150 km" and step = "25 km"'))
        return self


class Fights(Record):
    """How much a study fights; `openiads run` and `openiads compare` have options for it."""

    runs: Annotated[int, Field(ge=8, le=10_000)] = 120  # of each arm
    fewer_runs: Annotated[int, Field(ge=8, le=10_000)] = 64  # of everything that is varied about it
    sizes: Annotated[tuple[Annotated[int, Field(ge=1, le=1000)], ...], Field(min_length=1)] = (4, 8, 16, 32, 48, 64)
    saturation_raid: str = "aircraft-wave"
    airliners_every: tuple[Duration, ...] = (1200.0, 600.0, 300.0)  # along the corridor
    silent: Annotated[float, Field(ge=0, le=1)] = 0.05  # of their transponders
    footprint: Footprint | None = None  # None: no asset is moved about


class Scenario(Record):
    """A whole scenario: what is asked, where, of what, with which choices."""

    schema_: Literal["openiads/scenario/1"] = Field(alias="schema")
    name: Slug
    title: str
    date: date
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    draws: Annotated[int, Field(ge=1, le=100_000)]
    level: Share
    ring_m: Ring = Field(alias="ring")
    ring_claims: tuple[str, ...] = ()
    terrain: Annotated[Literal["bundled", "none"] | tuple[str, ...], Field(union_mode="left_to_right")]
    ground_height_m: Height | None = Field(default=None, alias="ground_height")
    refraction: Refraction
    pd: Share
    pfa: Share
    altitudes: Annotated[tuple[TypedAltitude, ...], Field(min_length=1)]
    targets: Annotated[tuple[str, ...], Field(min_length=1)]
    sites: Annotated[tuple[Site, ...], Field(min_length=1)]
    order_of_battle: OrderOfBattle
    batch_meanings: Annotated[tuple[BatchMeaning, ...], Field(min_length=1)]
    arms: Arms
    missiles: Annotated[tuple[Missile, ...], Field(min_length=1)]
    raid: str = "mixed-reference"  # a shipped raid, or a file beside the scenario's
    doctrine: Doctrine = Doctrine()
    fights: Fights | None = Fights()  # None: a study fights nothing
    programme: Programme | None = None  # None: a study does not ask what is kept ready
    bearings: tuple[Bearing, ...] = ()
    corridor: Corridor | None = None

    def site(self, site_id: str) -> Site:
        """The site of that id."""
        return next(site for site in self.sites if site.id == site_id)

    def meaning(self, meaning_id: str) -> BatchMeaning:
        """The reading of the word batch of that id."""
        return next(meaning for meaning in self.batch_meanings if meaning.id == meaning_id)

    def first_strength(self) -> Strength:
        """What arm A comes to."""
        return self.order_of_battle.strength(self.arms.first.formation, self.arms.first.count)

    def batch_strength(self, meaning_id: str) -> Strength:
        """What the second batch comes to under one reading of the word."""
        meaning = self.meaning(meaning_id)
        return self.order_of_battle.strength(meaning.formation, meaning.count)

    def sha256(self) -> str:
        """Hash of what the scenario says; comments, order and spelling of units do not move it."""
        body = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(body.encode()).hexdigest()
