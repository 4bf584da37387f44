"""What a story's answer is made of: sentences, tables and small figures as plain data."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from openiads.knowledge.evidence import Claim
from openiads.knowledge.facets import numbers_in, si
from openiads.output.page_claims import stated
from openiads.output.words import rounded
from openiads.scenario.story import Story

KM = 1e-3
MISSILE = "claimed missile reach"


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: a value, its interval where it has one, and both in words."""

    label: str
    value: float
    words: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Chart:
    """Bars from zero, and the circle as a mark beside them."""

    title: str
    bars: tuple[Bar, ...]
    mark: float | None = None
    mark_label: str = ""
    full: float = 0.0  # end of the scale, where it is not the longest bar

    @property
    def alt(self) -> str:
        """What the chart shows, in words."""
        told = "; ".join(f"{bar.label}: {bar.words}" for bar in self.bars)
        return f"{self.title}. {told}." + (f" {self.mark_label}." if self.mark_label else "")


@dataclass(frozen=True)
class Section:
    """Ground and lowest visible height along one bearing, with the place that is asked about; heights in m AMSL."""

    title: str
    distance_km: np.ndarray  # (n,)
    terrain_m: np.ndarray  # (n,)
    floor_m: np.ndarray  # (n,)
    place: str
    place_km: float
    floor_words: str
    label: str  # the same without the weather, for the drawing

    @property
    def alt(self) -> str:
        """What the section shows, in words."""
        return f"{self.title}. Over {self.place} the lowest height in sight: {self.floor_words}."


@dataclass(frozen=True)
class Part:
    """One thing that the model says: sentences, the table behind them, figures, and what they rest on."""

    title: str
    sentences: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    figures: tuple[Chart | Section, ...] = ()
    grade: str = ""  # of the terrain; empty over a smooth earth
    claims: tuple[str, ...] = ()
    open_inputs: tuple[str, ...] = ()  # disputed and assumed, in words
    commands: tuple[str, ...] = ()  # that give the same figures


@dataclass(frozen=True)
class StoryAnswer:
    """A story with its four answers."""

    story: Story
    said: tuple[str, ...]
    circle: str
    parts: tuple[Part, ...]
    unknown: tuple[str, ...]
    open_inputs: tuple[str, ...]
    claims: tuple[str, ...]
    newest: str  # date of the newest of those claims, ISO 8601 to the precision known

    @property
    def grade(self) -> str:
        """The coarsest terrain that any part stands on; empty over a smooth earth."""
        return max((part.grade for part in self.parts), default="")


def length_m(claim: Claim) -> tuple[float, float]:
    """Least and greatest length that a claim states. [m]

    Examples
    --------
    >>> from openiads.knowledge.library import load_library
    >>> length_m(load_library().claim("STO-002"))
    (170000.0, 200000.0)
    """
    values_m = [si(value, claim.unit)[0] for value in numbers_in(claim.value)]
    return min(values_m), max(values_m)


def length_words(claim: Claim) -> str:
    """A stated length in kilometres or metres, with its bound, and its own unit where that is another one.

    Examples
    --------
    >>> from openiads.knowledge.library import load_library
    >>> length_words(load_library().claim("STO-002")), length_words(load_library().claim("STO-007"))
    ('170 to 200 km', 'more than 145 km (90 mi)')
    """
    low_m, high_m = length_m(claim)
    unit, factor = ("m", 1.0) if high_m < 10_000 else ("km", KM)
    digits = 3 if claim.unit not in ("m", "km") else 6
    ends = dict.fromkeys(rounded(value * factor, digits) for value in (low_m, high_m))
    bound = f"{claim.condition['bound']} " if "bound" in claim.condition else ""
    told = f"{bound}{' to '.join(end.rstrip('0').rstrip('.') if '.' in end else end for end in ends)} {unit}"
    return told if claim.unit in ("m", "km") else f"{told} ({stated(claim.value, claim.unit)})"


def reach_words(claim: Claim) -> str:
    """What a circle's radius is a claim of, which is never sight.

    Examples
    --------
    >>> from openiads.knowledge.library import load_library
    >>> reach_words(load_library().claim("MIS-001")), reach_words(load_library().claim("STO-004"))
    ('claimed missile reach', 'a stated reach')
    """
    return MISSILE if claim.quantity == "max_range" else "a stated reach"


def who(claim: Claim) -> str:
    """Who says it and when.

    Examples
    --------
    >>> from openiads.knowledge.library import load_library
    >>> who(load_library().claim("STO-002"))
    'Defense World, on some news outlets, 2020-07-08'
    """
    return f"{claim.speaker or claim.source.publisher}, {claim.date}"
