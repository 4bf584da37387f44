"""What a scenario says of upkeep: for how long, when imports stop, when parts are made at home, what is needed."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from openiads.scenario.fields import Record, Sourced

Made = Literal["import", "localised", "unknown"]


class Turn(Sourced):
    """A day from which something holds."""

    on: date


class Needed(Sourced):
    """How many of something a ready unit needs."""

    value: Annotated[int, Field(ge=1, le=1000)]


class Origin(Sourced):
    """Where a component and its spares are made."""

    component: str
    made: Made


class Programme(Record):
    """How a force is kept ready; the rates themselves stand with the components and are drawn like all beliefs."""

    months: Annotated[int, Field(ge=1, le=600)] = 120
    draws: Annotated[int, Field(ge=2, le=10_000)] = 200  # over what is believed of upkeep
    runs: Annotated[int, Field(ge=2, le=1000)] = 8  # of each draw
    launchers_needed: Needed  # with rounds, of a fire unit that counts as ready
    imports_stop: Turn | None = None
    localised_from: Turn | None = None
    origins: tuple[Origin, ...] = ()  # a component that is not named is of unknown origin

    def made(self, component: str) -> Made:
        """Where a component is made, as far as the scenario says."""
        return next((item.made for item in self.origins if item.component == component), "unknown")
