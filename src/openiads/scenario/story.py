"""What a story file may say, as frozen records: a published claim, the circle that it draws, what is asked of it."""

from typing import Annotated, Literal

from pydantic import Field

from openiads.scenario.fields import (
    Height,
    Mast,
    Place,
    Record,
    Refraction,
    Share,
    Slug,
    Sourced,
    TypedAltitude,
)
from openiads.scenario.model import Site

Altitudes = Annotated[tuple[TypedAltitude, ...], Field(min_length=1, max_length=8)]
Names = Annotated[tuple[str, ...], Field(min_length=1)]


class Point(Sourced):
    """A place that is looked at; nothing stands there."""

    id: Slug
    name: str
    position: Place


class Antenna(Sourced):
    """Height of the antenna of every radar of the story."""

    height: Mast


class Circle(Record):
    """The circle that was drawn or meant: a radius that somebody stated, about sites, and what it is said to hold."""

    radius: str  # id of a claim
    centres: tuple[str, ...] = ()  # sites
    points: tuple[str, ...] = ()  # said to lie inside
    distance: str | None = None  # id of a claim, in place of points
    height_difference: str | None = None  # id of a claim of something that the circle does not know
    reading: str  # what follows from the circle alone, in words


class Sight(Record):
    """From where a target is first in sight over a smooth earth, from a low antenna and from a higher one."""

    target: str
    altitude: TypedAltitude
    raised_by: str  # id of a claim


class Heights(Record):
    """How high a target must be to be in sight: over points, or at stated distances towards one."""

    sites: Names
    points: Names
    distance: str | None = None  # id of a claim; the points then only give the bearing


class Cover(Record):
    """How much of the ring is in sight, detected and engaged, by class and altitude."""

    sites: Names
    targets: Names
    altitudes: Altitudes
    missiles: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()  # ids of claims of a range that the answer is set beside


class Batch(Record):
    """A scenario of two arms, of which all that a second batch changes is told."""

    scenario: str
    draws: Annotated[int, Field(ge=1, le=100_000)] = 100


class Story(Record):
    """A whole story: who said what, the circle, what is asked of the models, and what stays open."""

    schema_: Literal["openiads/story/1"] = Field(alias="schema")
    id: Slug
    number: Annotated[int, Field(ge=1, le=99)]  # its place in the gallery
    title: str
    date: str  # ISO 8601, to the precision known
    told: Literal["now", "past"] = "now"  # of an event that is over all is told in the past
    said: Names  # ids of claims
    circle: Circle
    terrain: Literal["bundled", "none"] = "bundled"
    ground_height_m: Height | None = Field(default=None, alias="ground_height")
    refraction: Refraction = "p453"
    antenna: Antenna | None = None
    radar: str = "91N6E"
    guide: str = "92N6E"
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 2022
    draws: Annotated[int, Field(ge=1, le=100_000)] = 200
    level: Share = 0.9
    sites: tuple[Site, ...] = ()
    points: tuple[Point, ...] = ()
    sight: Sight | None = None
    heights: Heights | None = None
    cover: Cover | None = None
    batch: Batch | None = None
    unknown: Names  # what stays open, in words

    def site(self, site_id: str) -> Site:
        """The site of that id."""
        return next(site for site in self.sites if site.id == site_id)

    def point(self, point_id: str) -> Point:
        """The point of that id."""
        return next(point for point in self.points if point.id == point_id)

    def claims_named(self) -> tuple[str, ...]:
        """Ids of the claims that the file names, each once, in the order of the file."""
        sourced: list[Site | Sourced] = [*self.sites, *self.points, *([self.antenna] if self.antenna else [])]
        single = [self.circle.radius, self.circle.distance, self.circle.height_difference,
                  self.sight.raised_by if self.sight else None, self.heights.distance if self.heights else None]
        listed = [*self.said, *(name for name in single if name), *(self.cover.beside if self.cover else ()),
                  *(name for item in sourced for name in item.claims)]
        return tuple(dict.fromkeys(listed))
