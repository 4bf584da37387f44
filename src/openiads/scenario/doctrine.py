"""How the defenders fight, as frozen records: what they fire at, when, with how many, and what they do when cut off."""

from typing import Annotated, Literal

from pydantic import Field

from openiads.scenario.fields import Duration, Record
from openiads.scenario.raid import Chance


class Identity(Record):
    """What each piece of evidence is worth, as log-odds for hostile; all assumed, none of them a source's."""

    prior: float = 0.0
    reply: float = -6.0  # a transponder answers
    no_reply: float = 0.5  # asked and silent, each time
    on_airway: float = -2.0  # flies along a known airway at its height
    fast: float = 3.0  # quicker than any airliner
    low: float = 2.5  # lower than airliners fly far from an airfield
    inbound: float = 1.0  # heads for something defended


class Loss(Record):
    """A component that falls out during the run."""

    component: str  # a radar or command post by its key, or "link", or "power"
    at: Duration = 0.0


class Doctrine(Record):
    """Choices of the defence; every default is assumed."""

    fire: Literal["shoot-look-shoot", "salvo"] = "shoot-look-shoot"
    rounds: Annotated[int, Field(ge=1, le=8)] | None = None  # at each target at once; else what is believed
    weapons_control: Literal["free", "tight", "hold"] = "tight"
    free_above: float = 0.0  # log-odds for hostile from which a target may be fired at
    tight_above: float = 3.0
    assignment: Literal["rule", "greedy", "auction", "exact"] = "greedy"
    networked: bool = True  # all command posts share one picture
    engage_on_remote: bool = False  # fire at a track that the own engagement radar has not found
    assessment_time: Duration = 5.0
    miss_taken_for_kill: Chance = 0.05
    kill_taken_for_miss: Chance = 0.05
    second_look: Duration = 20.0  # a target taken for killed that is still plotted so long after is fired at again
    last_chance: Duration = 20.0  # a target nearer to its asset than this is met by whatever can
    link_loss: Chance = 0.0  # of a plot on its way to the command post
    link_latency: Duration | None = None  # of that way; else what is believed
    false_alarms: Annotated[float, Field(ge=0, le=50)] = 5.0  # of a search radar in one scan; nobody states it
    emission: Literal["always", "on-cue"] = "always"
    silent: tuple[str, ...] = ()  # radars by their keys that are silent until something hostile is inbound
    on_air_at: Duration | None = None  # or until this time
    shut_down: Literal["never", "on-warning"] = "never"  # a radar that something fast and hostile comes at
    shut_down_within: Duration = 20.0  # nearer than this
    shut_down_for: Duration = 60.0
    silence_saves: Chance = 0.8  # of a silent radar from what homes on it
    identity: Identity = Identity()
    losses: tuple[Loss, ...] = ()
