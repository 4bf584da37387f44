"""What a scenario file may say, as frozen records: every choice typed, sourced or marked assumed."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from openiads.errors import Fault, OpenIADSError, fault
from openiads.units import Altitude, Position, parse_altitude, parse_position, parse_quantity

SCHEMA = "openiads/scenario/1"
SOURCED_KINDS = ("reported", "historical")
ROUNDED_KINDS = ("reported", "historical", "stand-in")
ROUNDING_DECIMALS = 2  # 0.01 degree of latitude is about 1.1 km

Formation = Literal["battery", "battalion", "regiment"]
SiteKind = Literal["reported", "historical", "stand-in", "user", "fictional"]


def _read(reader: Callable[[str], Any]) -> BeforeValidator:
    def validate(value: Any) -> Any:
        try:
            return reader(str(value))
        except OpenIADSError as error:
            raise PydanticCustomError("faults", "not understood", {"faults": error.faults}) from None

    return BeforeValidator(validate)


def _refuse(found: Fault) -> PydanticCustomError:
    return PydanticCustomError("faults", "refused", {"faults": (found,)})


def source_fault(claims: Any, assumed: Any) -> Fault | None:
    """Fault of a choice that neither names a claim nor says what is assumed."""
    if claims or assumed:
        return None
    return Fault("E0506", "a choice without a source", why="no claim and no assumption is named",
                 fix='add claims = ["ORG-006"], or assumed = "why this is chosen"')


def bearing_fault(label: Any, bearing: Any, towards: Any) -> Fault | None:
    """Fault of a bearing that has both an angle and a place, or neither."""
    if (bearing is None) != (towards is None):
        return None
    return Fault("E0508", f"bearing {label!r} needs one of bearing and towards",
                 why="an angle and a place may point differently",
                 fix='keep bearing = "15 deg" or towards = "42.03,35.15"')


def _length_m(text: str) -> float:
    length_m = parse_quantity(text, "length")
    if length_m <= 0:
        raise fault("E0314", f"{text!r} is not a positive length", why="it must reach somewhere",
                    fix='write it as "400 km"')
    return length_m


def _effective_earth(text: str) -> float | str:
    if text == "p453":
        return text
    numerator, _, denominator = text.partition("/")
    try:
        k_factor = float(numerator) / float(denominator or 1)
    except (ValueError, ZeroDivisionError):
        k_factor = 0.0
    if not 0.3 <= k_factor <= 20:
        raise fault("E0314", f"refraction {text!r} is not understood",
                    why="refraction is drawn from ITU-R P.453, or given as an effective-earth factor from 0.3 to 20",
                    fix='write "p453", "4/3" or a number such as 1.0')
    return k_factor


def _mast(text: str) -> Altitude:
    if any(word in text.upper() for word in ("AGL", "MSL", "FL")):
        return parse_altitude(text)
    return Altitude(parse_quantity(text, "length"), "AGL")


def _flight_level(text: str) -> Altitude:
    level = parse_altitude(text)
    if level.reference != "FL":
        raise fault("E0312", f"{text!r} is not a flight level", why="a corridor is read in flight levels",
                    fix='write it as "FL350"')
    return level


def _text(example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": [example]})


Length = Annotated[float, _read(_length_m), _text("400 km")]
Height = Annotated[float, _read(lambda text: parse_quantity(text, "length")), _text("850 m")]
Angle = Annotated[float, _read(lambda text: parse_quantity(text, "angle")), _text("42 deg")]
TypedAltitude = Annotated[Altitude, _read(parse_altitude), _text("60 m AGL")]
FlightLevel = Annotated[Altitude, _read(_flight_level), _text("FL350")]
Mast = Annotated[Altitude, _read(_mast), _text("24 m")]
Place = Annotated[Position, _read(parse_position), _text("40.08,32.57")]
Refraction = Annotated[
    Literal["p453"] | float, _read(_effective_earth),
    WithJsonSchema({"type": ["string", "number"], "examples": ["p453", "4/3"]}),
]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Share = Annotated[float, Field(gt=0, lt=1)]
Count = Annotated[int, Field(ge=0, le=1000)]


class Record(BaseModel):
    """A frozen part of a scenario; an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Sourced(Record):
    """A choice that names the claims it follows, or says in words what is assumed."""

    claims: tuple[str, ...] = ()
    assumed: str = ""

    @model_validator(mode="after")
    def _has_a_source(self) -> "Sourced":
        found = source_fault(self.claims, self.assumed)
        if found:
            raise _refuse(found)
        return self


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


class Battalion(Record):
    """What a battalion adds to its fire units."""

    fire_units: Number
    command_post: str
    command_posts: Number
    search_radars: tuple[str, ...]
    of_each_search_radar: Number
    masts: dict[str, str] = {}  # radar to the mast that carries its antenna; the others stand on their vehicles


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
    """Arm B: arm A and the second batch, in each placement."""

    label: str
    meaning: str
    placements: Annotated[tuple[Placement, ...], Field(min_length=1)]


class Arms(Record):
    """The two arms that are compared."""

    first: FirstArm = Field(alias="A")
    second: SecondArm = Field(alias="B")


class Missile(Sourced):
    """A missile type of the mix."""

    id: str


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
            raise _refuse(found)
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


class Scenario(Record):
    """A whole scenario: what is asked, where, of what, with which choices."""

    schema_: Literal["openiads/scenario/1"] = Field(alias="schema")
    name: Slug
    title: str
    date: date
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    draws: Annotated[int, Field(ge=1, le=100_000)]
    level: Share
    ring_m: Length = Field(alias="ring")
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
