"""Disputed quantities as a reader meets them: who is on which side, and what nobody disputes."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from openiads.knowledge.evidence import Claim
from openiads.knowledge.library import Library
from openiads.knowledge.pools import Group
from openiads.knowledge.resolve import Beliefs
from openiads.output.evidence import value_in_words
from openiads.output.influence import Input
from openiads.output.labels import class_label
from openiads.output.words import listing, rounded
from openiads.scenario.model import ARRIVAL_KEY

COMES, COMES_NOT = "under way", "postponed"  # what a witness of the second batch's delivery is counted for
UNSTATED = "unstated.rcs"  # key of what is assumed of the target where a radar's range is stated without one
GRADES = ("primary", "official", "secondary", "press", "estimate", "unsourced", "assumed")  # the best first


@dataclass(frozen=True)
class Side:
    """Witnesses that state the same: a bar end."""

    claims: tuple[str, ...]  # the claim that speaks for each witness
    sources: tuple[str, ...]  # their publishers, each once
    grade: str  # the best among them
    share: float  # of the draws
    text: str  # what they state, with its unit
    groups: tuple[int, ...] = ()  # of the pool
    reading: str = ""  # why we take the claims to say so, where their words do not; of a word that the scenario chooses

    @property
    def label(self) -> str:
        """The side as a figure names it: value, claims, publishers."""
        who = f", {listing(list(self.sources))}" if self.sources else ""
        return f"{self.text} ({', '.join(self.claims) or 'assumed'}{who})"


@dataclass(frozen=True)
class Quantity:
    """A disputed quantity with its sides, the nominal one first."""

    key: str
    label: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Frozen:
    """A quantity without dispute: one witness, witnesses that agree, or an assumption."""

    key: str
    label: str
    text: str
    claims: tuple[str, ...]
    why: str


def key_label(key: str) -> str:
    """A quantity as a reader says it.

    Examples
    --------
    >>> key_label("91N6E.detection_range"), key_label("f-35.rcs"), key_label(ARRIVAL_KEY)
    ('91N6E: detection range', 'F-35 class: cross-section', 'whether the second batch comes')
    """
    if key == ARRIVAL_KEY:
        return "whether the second batch comes"
    component, quantity = key.split(".", 1)
    name = class_label(component)
    name = name[0].upper() + name[1:]
    return f"{name}: {'cross-section' if quantity == 'rcs' else quantity.replace('_', ' ')}"


def _stated(beliefs: Beliefs, key: str, group: Group) -> tuple[object, ...]:
    """All of a group that a model reads."""
    reference = beliefs.reference_interval(key, group) if beliefs.wanted[key].quantity == "detection_range" else ""
    return group.low, group.high, group.nominal, reference


def _in_words(beliefs: Beliefs, key: str, group: Group) -> str:
    if key == ARRIVAL_KEY:
        return COMES if group.nominal > 0 else COMES_NOT
    unit = beliefs.wanted[key].unit
    ends = dict.fromkeys((group.low, group.high))
    text = " to ".join(value_in_words(float(f"{end:.4g}"), unit).replace("m2", "m²") for end in ends)
    if beliefs.wanted[key].quantity == "detection_range":
        reference = beliefs.reference_interval(key, group)
        if isinstance(reference, str):
            return f"{text} for a target of class {reference}"
        low, high = (rounded(end) for end in reference)
        return f"{text} at {low} m²" if low == high else f"{text}, taken at {low} to {high} m² (assumed)"
    return text


def _who(claim: Claim) -> str:
    """Who says it: of a statement the one who spoke, else the publisher."""
    return (claim.speaker if claim.mode else "") or claim.source.publisher


def grade_of(library: Library, group: Group) -> str:
    """Grade of the claim that speaks for a group; "unsourced" without a link, "assumed" without a claim."""
    if group.claim_id is None:
        return "assumed"
    return library.claim(group.claim_id).grade if group.status == "witness" else "unsourced"


def quantity_of(library: Library, beliefs: Beliefs, key: str) -> Quantity:
    """A quantity with its witnesses gathered into sides that a model can tell apart."""
    pool, shares = beliefs.pool(key), beliefs.shares(key)
    gathered: dict[tuple[object, ...], list[int]] = {}
    for number, group in enumerate(pool):
        gathered.setdefault(_stated(beliefs, key, group), []).append(number)
    sides = []
    for numbers in gathered.values():
        claims = tuple(claim for number in numbers if (claim := pool[number].claim_id))
        sources = tuple(dict.fromkeys(_who(library.claim(claim)) for claim in claims))
        grade = min((grade_of(library, pool[number]) for number in numbers), key=GRADES.index)
        sides.append(Side(claims, tuple(source for source in sources if source), grade,
                          sum(shares[number] for number in numbers), _in_words(beliefs, key, pool[numbers[0]]),
                          tuple(numbers)))
    return Quantity(key, key_label(key), tuple(sides))


def disputed(library: Library, beliefs: Beliefs) -> tuple[Quantity, ...]:
    """Every quantity on which witnesses state what a model can tell apart."""
    found = (quantity_of(library, beliefs, key) for key, pool in beliefs.pools.items() if len(pool) > 1)
    return tuple(item for item in found if len(item.sides) > 1)


def frozen(library: Library, beliefs: Beliefs) -> tuple[Frozen, ...]:
    """Every quantity that somebody states or that is assumed, and that nobody disputes."""
    found = []
    for key, pool in beliefs.pools.items():
        if not pool or len(quantity_of(library, beliefs, key).sides) > 1:
            continue
        claims = tuple(claim for group in pool for claim in group.ids)
        why = ("assumed" if not claims else "one witness" if len(pool) == 1 else f"{len(pool)} witnesses agree")
        found.append(Frozen(key, key_label(key), _in_words(beliefs, key, pool[0]), claims, why))
    low, high = (rounded(end) for end in beliefs.weights.unstated_rcs_m2)
    if any(group.speaker and group.speaker.bucket == "none" for pool in beliefs.pools.values() for group in pool):
        found.append(Frozen(UNSTATED, "cross-section where a radar's range is stated without one",
                            f"{low} to {high} m², evenly over its logarithm", (), "assumed"))
    return tuple(found)


def input_of(beliefs: Beliefs, quantity: Quantity) -> Input:
    """A disputed quantity as a categorical input of a sweep."""
    side_of = np.zeros(len(beliefs.pool(quantity.key)), dtype=np.int64)
    for number, side in enumerate(quantity.sides):
        side_of[list(side.groups)] = number
    return Input(quantity.key, tuple(side.share for side in quantity.sides), side_of[beliefs.witness(quantity.key)])


def entering(quantities: Collection[Quantity], read: Collection[str]) -> list[Quantity]:
    """Those of which a model draws."""
    return [item for item in quantities if item.key in read]
