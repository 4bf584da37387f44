"""What a textbook battery file may say, as frozen records: a fight with trivial physics, whose answer is known."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from openiads.errors import Fault
from openiads.scenario.fields import Duration, Gap, Length, Record, Slug, Speed, refuse
from openiads.scenario.raid import Chance

Number = Annotated[int, Field(ge=1, le=2000)]
Asks = Literal["loss", "shoot-look-shoot", "leak", "timeline"]


class Service(Record):
    """How long a channel is held: as long as the rounds fly and are judged, or by a law, from its assignment."""

    law: Literal["flight", "fixed", "exponential", "uniform"] = "flight"  # the last from nothing to twice its mean
    mean: Duration = 0.0

    @model_validator(mode="after")
    def _has_a_mean(self) -> "Service":
        if (self.law == "flight") != (self.mean == 0):
            raise refuse(Fault("E0508", f"service {self.law!r} with a mean of {self.mean:g} s",
                               why="a law has a mean above zero; a flight lasts as long as it does",
                               fix='write law = "fixed" and mean = "20 s", or law = "flight" alone'))
        return self


class Arms(Record):
    """The fire units, all alike and at one place."""

    units: Annotated[int, Field(ge=1, le=64)] = 1
    coordinated: bool = True  # one picture for all; else each unit fires at targets of its own choice, by chance
    channels: Annotated[int, Field(ge=1, le=200)]  # of each unit
    ready_rounds: Annotated[int, Field(ge=0, le=100_000)]  # of each unit
    salvo: Annotated[int, Field(ge=1, le=8)]  # rounds at a target before its fate is looked at
    reaction_time: Duration  # from a target's first offer to the launch
    reaction_again: Duration = 0.0  # from a look that shows it alive to the next launch
    decides_every: Duration = 0.0  # from one assignment of targets to the next; 0: each cycle
    launch_interval: Duration = 0.0
    missile_speed: Speed  # mean, constant
    least_range: Gap = 0.0
    greatest_range: Length
    kill_probability: Chance  # of one round that meets its target
    assessment_time: Duration = 0.0
    miss_taken_for_kill: Chance = 0.0
    kill_taken_for_miss: Chance = 0.0
    service: Service = Service()
    offered: Literal["once", "again"] = "again"  # whether a target that finds no channel free is offered again


class Watch(Record):
    """The one radar: it sees everything within its range at each scan, without an error to speak of."""

    detection_range: Length
    scan_period: Annotated[Duration, Field(gt=0)]
    memory: Duration  # a track lives on so long without a plot


class Arrivals(Record):
    """Targets that fly straight at the battery, each from a bearing of its own."""

    law: Literal["even", "poisson", "together"]
    count: Number
    speed: Annotated[Speed, Field(lt=800)]  # what dives faster counts as thrown, and thrown things fall
    start: Length  # distance from the battery, along the way
    height: Gap = 0.0  # there; the way slopes down to the battery
    interval: Duration = 0.0  # between arrivals; their mean interval where they come by chance
    starts_at: Duration = 0.0

    @model_validator(mode="after")
    def _holds_together(self) -> "Arrivals":
        if (self.law == "together") != (self.interval == 0):
            raise refuse(Fault("E0508", f"arrivals {self.law!r} with an interval of {self.interval:g} s",
                               why="those that come together have no interval, all others have one",
                               fix='write interval = "8 s", or law = "together" alone'))
        if self.height >= self.start:
            raise refuse(Fault("E0314", f"targets start {self.start:g} m away at a height of {self.height:g} m",
                               why="the distance is measured along the way, which slopes down to the battery",
                               fix="start lower or farther out"))
        return self


class Textbook(Record):
    """A battery with trivial physics, what comes at it, and what is asked."""

    schema_: Literal["openiads/textbook/1"] = Field(alias="schema")
    name: Slug
    title: str
    asks: Asks
    duration: Annotated[Duration, Field(gt=0, le=24 * 3600)]
    cycle: Annotated[Duration, Field(ge=0.001, le=10)]  # from one step of the run to the next
    warm_up: Annotated[int, Field(ge=0)] = 0  # first arrivals of a run that are not counted, because it begins empty
    battery: Arms
    radar: Watch
    arrivals: Arrivals

    @model_validator(mode="after")
    def _can_be_asked(self) -> "Textbook":
        if self.warm_up >= self.arrivals.count:
            raise refuse(Fault("E0314", f"warm_up = {self.warm_up} leaves none of {self.arrivals.count} arrivals",
                               why="the first arrivals are not counted", fix="let more come, or count earlier"))
        wrong = self._unlike_its_form()
        if wrong:
            raise refuse(Fault("E0508", f"asks = {self.asks!r}, but {wrong}",
                               why="the closed form of what is asked holds under its own conditions only",
                               fix="mend that key, or ask something else"))
        return self

    def _unlike_its_form(self) -> str:
        arms, come = self.battery, self.arrivals
        one_mind = arms.coordinated or arms.units == 1
        conditions = {
            "loss": [
                (come.law != "poisson", "arrivals do not come by chance (law = \"poisson\")"),
                (arms.service.law == "flight", "a channel is not held by a law of service"),
                (not one_mind, "fire units know nothing of one another"),
                (arms.offered != "once", "targets are offered again"),
                (arms.kill_probability < 1 or arms.kill_taken_for_miss > 0, "some targets are served twice"),
                (arms.ready_rounds < come.count * arms.salvo, "rounds may run out"),
            ],
            "shoot-look-shoot": [
                (come.count != 1, "more than one target comes"),
                (not one_mind, "fire units know nothing of one another"),
                (arms.salvo > 1 and arms.miss_taken_for_kill + arms.kill_taken_for_miss > 0,
                 "looks err after a salvo of more than one round"),
            ],
            "leak": [
                (come.law != "together", "targets do not come together"),
                (not arms.coordinated and (arms.ready_rounds != 1 or arms.channels != 1),
                 "units that fire by chance have more than one round and one channel each"),
                (not arms.coordinated and not self._all_found_between_decisions(),
                 "units decide while targets are still being found"),
                (arms.coordinated and arms.units * arms.ready_rounds != arms.salvo * come.count,
                 "a salvo at each target does not use up the rounds"),
                (arms.coordinated and (arms.units > 1 or arms.channels < come.count), "one unit cannot serve all"),
            ],
            "timeline": [
                (come.count != 1, "more than one target comes"), (arms.kill_probability > 0, "rounds kill"),
                (arms.launch_interval + arms.decides_every > 0, "launches or decisions are held up"),
                (arms.salvo > 1, "a salvo has more than one round"),
                (arms.miss_taken_for_kill > 0, "looks err"),
            ],
        }
        return next((text for holds, text in conditions[self.asks] if holds), "")

    def _all_found_between_decisions(self) -> bool:
        come, every_s = self.arrivals, self.battery.decides_every
        within_s = come.starts_at + max(0.0, come.start - self.radar.detection_range) / come.speed
        found_s = within_s + self.radar.scan_period + 2 * self.cycle
        return every_s > 0 and within_s > self.cycle and within_s // every_s == found_s // every_s
