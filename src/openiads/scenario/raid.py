"""What a raid file may say, as frozen records: who comes, from where, how, at what, and who else is in the air."""

import hashlib
import json
from itertools import accumulate
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from openiads.errors import Fault
from openiads.scenario.fields import (
    Angle,
    Count,
    Duration,
    Gap,
    Length,
    Place,
    Record,
    Slug,
    Speed,
    TypedAltitude,
    refuse,
)

Chance = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]


class Asset(Record):
    """Something that is defended."""

    id: Slug
    name: str
    position: Place
    value: Positive = 1.0
    note: str = ""


class Group(Record):
    """Targets of one class that come together, in ranks, straight at one asset."""

    id: Slug
    target: str
    count: Annotated[int, Field(ge=1, le=1000)]
    asset: str
    bearing: Angle  # where they come from, seen from the asset
    start: Length  # distance from the asset at which the group's first rank begins
    altitude: TypedAltitude  # above ground: the terrain is followed
    speed: Speed | None = None  # else what is believed of the class
    abreast: Annotated[int, Field(ge=1, le=1000)] = 1
    gap: Gap = 1000.0  # between neighbours of one rank
    interval: Duration = 10.0  # between ranks; their mean interval where they come by chance
    arrivals: Literal["even", "poisson"] = "even"
    jitter: Duration = 0.0  # each comes earlier or later by up to so much
    starts_at: Duration | None = None
    on_target_at: Duration | None = None  # when the first rank reaches the asset
    releases_at: Length | None = None  # an aircraft that needs to come no nearer than this, and then turns back
    turns_away: Chance = 0.0  # of breaking off once a round has missed it; assumed
    homes_on: str | None = None  # a radar by its key: the nearest of that kind is flown at in place of the asset
    strikes: Chance = 0.8  # of putting that radar out if it comes through and the radar is not silent; assumed

    @model_validator(mode="after")
    def _one_clock(self) -> "Group":
        if (self.starts_at is None) == (self.on_target_at is None):
            raise refuse(Fault("E0508", f"group {self.id!r} needs one of starts_at and on_target_at",
                               why="one of the two times follows from the other", fix='keep starts_at = "0 s"'))
        if self.arrivals == "poisson" and self.jitter > 0:
            raise refuse(Fault("E0508", f"group {self.id!r} comes by chance and has a jitter too",
                               why="exponential intervals say already by how much each comes earlier or later",
                               fix="leave out jitter, or arrivals"))
        if self.releases_at is not None and self.releases_at >= self.start:
            raise refuse(Fault("E0314", f"group {self.id!r} releases at {self.releases_at / 1000:g} km but starts at "
                               f"{self.start / 1000:g} km", why="it would turn back before it comes",
                               fix="start farther out, or release nearer"))
        return self


class Jammer(Record):
    """A noise jammer that stands off: so many decibels over a radar's noise at a distance, in its main beam."""

    id: Slug
    position: Place
    altitude: TypedAltitude
    jam_to_noise_db: Annotated[float, Field(ge=-30, le=90)]
    at: Length  # the distance for which that is said
    sidelobe_db: Annotated[float, Field(ge=0, le=80)] = 30.0  # how much less outside the main beam


class Airway(Record):
    """Neutral airliners along one route, one after the other."""

    id: Slug
    points: Annotated[tuple[Place, ...], Field(min_length=2)]
    altitude: TypedAltitude
    every: Annotated[Duration, Field(gt=0)]
    speed: Speed | None = None
    starts_at: Duration = 0.0
    silent: Chance = 0.0  # of a transponder that does not answer, drawn for each


class Recorded(Record):
    """Neutral flights that were recorded: a CSV, or a file of the traffic library."""

    file: str
    silent: Chance = 0.0

    def content_sha256(self) -> str:
        """Hash of the recording itself."""
        return hashlib.sha256(Path(self.file).read_bytes()).hexdigest()


class Raid(Record):
    """A whole raid: what is defended, what comes, what else flies."""

    schema_: Literal["openiads/raid/1"] = Field(alias="schema")
    name: Slug
    title: str
    duration: Annotated[Duration, Field(gt=0, le=6 * 3600)]
    assets: Annotated[tuple[Asset, ...], Field(min_length=1)]
    groups: tuple[Group, ...] = ()
    jammers: tuple[Jammer, ...] = ()
    airways: tuple[Airway, ...] = ()
    recorded: tuple[Recorded, ...] = ()

    @property
    def size(self) -> int:
        """Number of raiders, decoys included."""
        return sum(group.count for group in self.groups)

    def asset(self, asset_id: str) -> Asset:
        """The asset of that id."""
        return next(asset for asset in self.assets if asset.id == asset_id)

    def scaled(self, count: Count) -> "Raid":
        """The same raid with so many raiders, shared among its groups as they are now; empty groups fall away.

        Examples
        --------
        >>> from openiads.scenario.files import load_raid
        >>> raid = load_raid("mixed-reference")
        >>> [raid.scaled(size).size for size in (1, 7, 100)]
        [1, 7, 100]
        """
        edges = [round(count * part / self.size) for part in accumulate(group.count for group in self.groups)]
        counts = [end - start for start, end in zip([0, *edges], edges, strict=False)]
        groups = tuple(group.model_copy(update={"count": number})
                       for group, number in zip(self.groups, counts, strict=True) if number)
        return self.model_copy(update={"groups": groups})

    def sha256(self) -> str:
        """Hash of what the raid says; comments, order and spelling of units do not move it."""
        body = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(body.encode()).hexdigest()
