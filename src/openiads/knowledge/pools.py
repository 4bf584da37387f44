"""The pool of one quantity: its claims gathered into witnesses that are independent of each other."""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from math import log
from pathlib import Path
from typing import Literal

from openiads.knowledge.components import Wanted, class_said_as
from openiads.knowledge.dates import DATE_UNITS, certainly_before, period_of
from openiads.knowledge.evidence import UNDATED, Claim
from openiads.knowledge.facets import Reading
from openiads.knowledge.library import Library

Bucket = Literal["", "rcs", "class", "none"]
Believing = Literal["witness", "unsourced", "assumed", "inferred"]

# conditions that narrow what a claim holds for; the others only comment on it
NARROWING = frozenset({"target", "state", "mode", "system", "buyer", "variant", "analogue", "altitude", "altitude_km",
                       "max_altitude_km", "target_altitude_km", "event", "phase", "mast", "wording"})


@dataclass(frozen=True)
class Weights:
    """How much a draw leans on a witness."""

    grade: Mapping[str, float]
    status: Mapping[str, float]
    relation: Mapping[str, float]
    unstated_rcs_m2: tuple[float, float]
    widest_class_ratio: float


@cache
def load_weights(path: str | None = None) -> Weights:
    """Read the one file in which the weights stand, or a user's copy of it."""
    own = Path(path) if path else files("openiads").joinpath("data/weights.toml")
    table = tomllib.loads(own.read_text(encoding="utf-8"))
    rcs = table["unstated_rcs"]
    return Weights(table["grade"], table["status"], table["relation"], (rcs["low"], rcs["high"]),
                   table["class_rcs"]["widest_ratio"])


@dataclass(frozen=True)
class Option:
    """One claim as a candidate for one quantity."""

    claim: Claim
    reading: Reading
    relation: str
    bucket: Bucket = ""
    rcs_m2: tuple[float, float] | None = None  # stated or assumed cross-section
    target_class: str | None = None

    @property
    def is_witness(self) -> bool:
        """Whether the claim is a source with a link."""
        return self.claim.is_witness

    @property
    def condition_key(self) -> tuple[str, str | None]:
        """Condition within which a witness displaces priors."""
        return self.bucket, self.target_class


@dataclass(frozen=True)
class Group:
    """Claims that count as one witness, the one of them that speaks for it, and its weight."""

    speaker: Option | None  # None for an assumption
    members: tuple[Claim, ...]
    weight: float
    status: Believing
    low: float
    high: float
    nominal: float
    rank: int = 0  # lower is preferred by the nominal, before weight
    is_pinned: bool = False

    @property
    def claim_id(self) -> str | None:
        """Claim that the group believes."""
        return self.speaker.claim.id if self.speaker else None

    @property
    def ids(self) -> tuple[str, ...]:
        """Every claim of the group."""
        return tuple(claim.id for claim in self.members)


def _bucket(wanted: Wanted, claim: Claim, weights: Weights) -> tuple[Bucket, tuple[float, float] | None, str | None]:
    if wanted.quantity != "detection_range":
        return "", None, None
    rcs = claim.condition.get("rcs_m2")
    if isinstance(rcs, int | float):
        return "rcs", (float(rcs), float(rcs)), None
    target = class_said_as().get(str(claim.condition.get("target")))
    if target:
        return "class", None, target
    return "none", weights.unstated_rcs_m2, None


def _is_excluded(wanted: Wanted, claim: Claim) -> bool:
    return any(str(claim.condition.get(name)) in words for name, words in wanted.exclude)


def options(library: Library, wanted: Wanted, weights: Weights, *, with_related: bool = False) -> list[Option]:
    """Every claim that can be read as the wanted quantity, in its SI unit."""
    found: list[Option] = []
    if not wanted.takes_claims:
        return found
    for item in library.about(wanted.component):
        if item.relation == "related" and not with_related:
            continue
        for reading in library.readings(item.claim):
            same_unit = reading.unit == wanted.unit or {reading.unit, wanted.unit} == {"count", "1"}
            if reading.quantity == wanted.quantity and same_unit and not _is_excluded(wanted, item.claim):
                bucket, rcs, target = _bucket(wanted, item.claim, weights)
                found.append(Option(item.claim, reading, item.relation, bucket, rcs, target))
    return found


def _speaks_first(option: Option) -> tuple[bool, bool, int, str, str]:
    # the thing itself before a larger whole, a value before a bound, the least narrowed, the newest, the lowest id
    narrowed = sum(name in NARROWING for name in option.claim.condition)
    date = "" if option.claim.date == UNDATED else option.claim.date
    return (option.relation != "same", option.reading.bound is not None, narrowed, _descending(date), option.claim.id)


def _descending(text: str) -> str:
    return "".join(chr(0x10FFFF - ord(letter)) for letter in text.ljust(10))


def gather(library: Library, found: Iterable[Option]) -> list[list[Option]]:
    """Options of one condition and standing, joined by voice: reprints and one organisation are one witness."""
    groups: dict[tuple[object, ...], list[Option]] = {}
    for option in found:
        mark = (option.condition_key, option.is_witness, library.voice(option.claim))
        groups.setdefault(mark, []).append(option)
    return list(groups.values())


def latest(claims: Sequence[Claim]) -> list[Claim]:
    """Claims on one thing without statements whose own organisation has certainly spoken of it since.

    Who corrects himself is one witness, and his last word counts. Claims without a mode are no statements and stay.
    """
    def is_past(one: Claim) -> bool:
        said = period_of(one.date)
        return any(other.mode and other.organisation == one.organisation
                   and certainly_before(said, period_of(other.date)) for other in claims)

    return [claim for claim in claims if not (claim.mode and is_past(claim))]


def stands_on(claim: Claim, day: date) -> bool:
    """Whether a claim had certainly been made by a day, and has not lapsed: a day that it announced is not over."""
    said = period_of(claim.date)
    announced = period_of(claim.value) if claim.mode == "said-will" and claim.unit in DATE_UNITS else None
    return said is not None and said.last <= day and (announced is None or day <= announced.last)


def middle(wanted: Wanted, low: float, high: float, mode: float | None) -> float:
    """Nominal value of an interval: its mode where stated, else its midpoint, in the scale of the quantity."""
    if mode is not None:
        return mode
    if wanted.is_log and low > 0:
        return float((low * high) ** 0.5)
    return (low + high) / 2


def ties(option: Option, class_ratio: Callable[[str], float], weights: Weights) -> bool:
    """Whether a range is tied to a cross-section: a class that nobody knows within a decade ties it to none."""
    return option.target_class is None or class_ratio(option.target_class) <= weights.widest_class_ratio


def nominal_rank(option: Option) -> int:
    """Order in which the nominal prefers conditions of a radar range: a stated cross-section before an unstated one.

    0 witness with a cross-section, 1 witness with a class, 2 prior with a cross-section, 3 witness without any,
    4 prior with a class, 5 prior without any.
    """
    return {"": (0, 0), "rcs": (0, 2), "class": (1, 4), "none": (3, 5)}[option.bucket][not option.is_witness]


def build_pool(
    library: Library, wanted: Wanted, weights: Weights, believe: Sequence[str], class_ratio: Callable[[str], float],
    as_of: date | None = None,
) -> tuple[Group, ...]:
    """Independent witnesses of one quantity, or its priors, or what is assumed; best first.

    A witness displaces the priors of its own condition only, any other claim the tables of games; a pinned claim
    displaces everything. Of a dated quantity nothing is known by a day but what stood on it.
    """
    found = options(library, wanted, weights)
    pinned = [option for option in found if option.claim.id in believe]
    sound = pinned or [option for option in found if option.claim.defect is None and (
        as_of is None or not wanted.is_dated or stands_on(option.claim, as_of))]
    seen = {option.condition_key for option in sound if option.is_witness}
    if not pinned:
        last = {claim.id for claim in latest([option.claim for option in sound])}
        sound = [option for option in sound if option.claim.id in last]
        sound = [option for option in sound
                 if (option.is_witness or option.condition_key not in seen) and ties(option, class_ratio, weights)]
        told = {option.condition_key for option in sound if option.claim.kind != "game"}
        sound = [option for option in sound if option.claim.kind != "game" or option.condition_key not in told]
    groups = []
    for members in gather(library, sound):
        speaker = min(members, key=_speaks_first)
        reading = speaker.reading
        best = max(weights.grade[item.claim.grade] for item in members)
        status: Believing = "witness" if speaker.is_witness else "unsourced"
        standing = "game" if speaker.claim.kind == "game" else status
        weight = best * weights.status[standing] * max(weights.relation[item.relation] for item in members)
        groups.append(Group(
            speaker, tuple(item.claim for item in members), weight, status, reading.low, reading.high,
            middle(wanted, reading.low, reading.high, reading.mode),
            nominal_rank(speaker), bool(pinned),
        ))
    if not groups and wanted.fallback:
        assumed = wanted.fallback
        groups = [Group(None, (), 1.0, "assumed", assumed.low, assumed.high, assumed.value)]
    centre = _centre(groups)
    return tuple(sorted(groups, key=lambda group: _nominal_order(group, centre)))


def _centre(groups: Sequence[Group]) -> float:
    """Weighted median of what the groups believe."""
    half, so_far = sum(group.weight for group in groups) / 2, 0.0
    for group in sorted(groups, key=lambda group: group.nominal):
        so_far += group.weight
        if so_far >= half:
            return group.nominal
    return 0.0


def _nominal_order(group: Group, centre: float) -> tuple[int, bool, float, float, str, str]:
    # among groups of equal weight the one nearest to the middle of the pool speaks, then the newest
    if group.speaker is None:
        return (group.rank, False, 0.0, 0.0, "", "")
    claim = group.speaker.claim
    date = "" if claim.date == UNDATED else claim.date
    positive = centre > 0 and group.nominal > 0
    away = abs(log(group.nominal / centre)) if positive else abs(group.nominal - centre)
    return (group.rank, claim.kind == "game", -group.weight, away, _descending(date), claim.id)
