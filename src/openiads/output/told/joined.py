"""Sentences of other parts, from small records: statements that contradict, the claim that decides, cost."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite, nan

from openiads.knowledge.evidence import Claim
from openiads.knowledge.facets import numbers_in
from openiads.knowledge.library import Library
from openiads.output.fights import Measured
from openiads.output.told.carried import MOST, apart, carried
from openiads.output.told.draft import Choice, Condition, Draft, Evidence, Names, Quantity, Term, Undrafted
from openiads.output.told.fought import measured
from openiads.programme.statements import known_on, statements_of

NOTHING = Measured(0.0, nan, nan)
CONTRACT, SIGNED = "tr.second_batch_contract", "signed"


@dataclass(frozen=True)
class Contradiction:
    """Two sides of one matter, as they spoke: what one said was done, or would be, and what the other denied."""

    speaker: str  # "Russian officials"
    object: str  # "the second contract"
    claimed: str  # "signed"
    said: tuple[str, ...]  # dates, to the precision known
    will_say: tuple[str, ...]  # dates on which it was still to come
    denier: str
    denied: str  # in our words: "no new agreements"
    denied_in: str  # date, to the precision known
    claims: tuple[str, ...]
    grades: dict[str, int]
    as_of: str


@dataclass(frozen=True)
class Influence:
    """The disputed claim that moves a metric most, and what the metric becomes under its rival."""

    metric: str  # as a reader says it
    unit: str  # message "unit-..." of the catalogue
    value: Measured  # as the draws have it
    level: float  # of the interval, 0 to 1
    quantity: str  # "91N6E: detection range"
    believed: str  # publisher, claim id and what is stated
    rival: str
    here: float  # the mean of the metric if the believed one is right
    other: float  # and if the rival is
    change: Measured  # from the one to the other, draw by draw
    change_level: float  # of its interval, 0 to 1
    alone: Measured  # share of the variance that the quantity explains by itself, 0 to 1; NaN where nobody knows
    mainly: bool  # whether that is most of it
    inputs: tuple[float, ...]  # the claims' stated values, whose figures decide the rounding
    claims: tuple[str, ...]
    grades: dict[str, int]
    condition: Condition
    table: str
    at_most: bool = False  # an area or a share of one on coarse terrain


@dataclass(frozen=True)
class Cost:
    """Cost exchange as a range over price claims, never without what was defended and what is left."""

    low: float  # per stopped target
    high: float
    unit: str  # "usd-million"
    years: tuple[str, ...]  # of the prices, "undated" among them
    factor: float  # by which published prices differ
    unpriced: tuple[str, ...]  # missiles whose rounds are not counted
    defended: Measured  # share of the assets' value that nothing reached, 0 to 1
    rounds_left: Measured  # share of the ready rounds, 0 to 1
    level: float
    inputs: tuple[float, ...]  # stated prices
    claims: tuple[str, ...]
    grades: dict[str, int]
    condition: Condition
    table: str = "tables/fights-cost.csv"
    notes: tuple[str, ...] = ()  # what we made of the prices


def grades_of(claims: Iterable[Claim]) -> dict[str, int]:
    """How many claims there are of each grade; those that no link leads to are unsourced."""
    return dict(Counter(claim.grade if claim.is_linked else "unsourced" for claim in claims))


def stated_by(claims: Iterable[Claim]) -> tuple[float, ...]:
    """Every number that the claims state, each in its own unit."""
    return tuple(value for claim in claims for value in numbers_in(claim.value))


def in_speech(speaker: str) -> str:
    """A speaker as an English sentence names one: a role with its article, a name as it is.

    Examples
    --------
    >>> in_speech("Turkish defence official"), in_speech("unnamed Turkish official"), in_speech("SSB")
    ('a Turkish defence official', 'an unnamed Turkish official', 'SSB')
    """
    if not speaker.split()[-1].islower():
        return speaker
    return f"{'an' if speaker[0].casefold() in 'aeiou' else 'a'} {speaker}"


def statements_draft(item: Contradiction) -> Draft:
    """3: one side calls it done and still to be done, the other denies it."""
    return Draft("statements", 3, {
        "speaker": Names((item.speaker,)), "object": Names((item.object,)), "claimed": Names((item.claimed,)),
        "said": Names(item.said), "still": Choice("yes" if item.will_say else "no"),
        "will_say": Names(item.will_say or ("–",)), "denier": Names((in_speech(item.denier),)),
        "denied": Names((item.denied,)), "denied_in": Names((item.denied_in,)),
    }, Condition(as_of=item.as_of, model="ledger"), Evidence(item.grades, item.claims), "tables/statements.csv")


def hangs_on_draft(item: Influence) -> Draft:
    """6: which claim the result hangs on, and what the figure becomes if its rival is right."""
    kept = apart(item.here, item.other, carried(item.inputs)) or MOST
    return Draft("hangs-on", 6, {
        "metric": Names((item.metric,)), "quantity": Names((item.quantity,)), "believed": Names((item.believed,)),
        "rival": Names((item.rival,)), "at_most": Term("at-most" if item.at_most else ""),
        "mainly": Choice("yes" if item.mainly else "no"), "known": Choice("yes" if isfinite(item.alone[0]) else "no"),
        "alone": measured(item.alone if isfinite(item.alone[0]) else NOTHING, "share", item.change_level),
        "change": measured(item.change, "points" if item.unit == "share" else item.unit, item.change_level),
        "value": Quantity(item.value.value, item.unit, item.value.low, item.value.high, item.level, kept),
        "here": Quantity(item.here, item.unit, figures=kept), "other": Quantity(item.other, item.unit, figures=kept),
    }, item.condition, Evidence(item.grades, item.claims), item.table)


def cost_draft(item: Cost) -> Draft:
    """14: cost per stopped target, beside what was defended and the rounds that are left."""
    kept = carried(item.inputs)
    return Draft("cost", 14, {
        "low": Quantity(item.low, item.unit, figures=kept), "high": Quantity(item.high, item.unit, figures=kept),
        "level": Quantity(item.level, "share"), "year": Names(item.years),
        "noted": Choice("yes" if item.notes else "no"), "note": Names(item.notes or ("–",)),
        "factor": Quantity(item.factor, "ratio", figures=kept),
        "prices": Choice("single" if len(item.claims) == 1 else "several"),
        "left_out": Choice("some" if item.unpriced else "none"), "unpriced": Names(item.unpriced or ("–",)),
        "defended": measured(item.defended, "share", item.level),
        "rounds_left": measured(item.rounds_left, "share", item.level),
    }, item.condition, Evidence(item.grades, item.claims), item.table)


def contradiction_in(library: Library, as_of: date) -> Contradiction | None:
    """The contradiction about the second batch's contract among the statements known on a day; None without.

    A statement counts as "said" or "still to come" where it speaks of signing; the denial told is the last one.
    """
    told = [item for item in known_on(statements_of(library), as_of).known if item.claim.conflict_group == CONTRACT]
    signing = [item for item in told if item.side == "Russia" and SIGNED in str(item.claim.value)]
    said, will_say = (tuple(dict.fromkeys(item.claim.date[:4] for item in signing if item.claim.mode == mode))
                      for mode in ("said", "said-will"))
    denials = [item for item in told if item.claim.mode == "denied" and item.side == "Turkey"]
    if not said or not denials:
        return None
    used = [*signing, denials[-1]]
    return Contradiction(
        "Russian arms-export officials", "the second contract", SIGNED, said, will_say, denials[-1].speaker,
        str(denials[-1].claim.value), denials[-1].claim.date[:4], tuple(item.id for item in used),
        grades_of(item.claim for item in used), as_of.isoformat())


def joined_drafts(library: Library, as_of: date, influence: Influence | Undrafted,
                  cost: Cost | Undrafted) -> Sequence[Draft | Undrafted]:
    """Sentences 3, 6 and 14, each from its record, or why it is not drafted."""
    found = contradiction_in(library, as_of)
    return [
        statements_draft(found) if found else Undrafted("statements", 3, "the ledger holds no denial by that date"),
        influence if isinstance(influence, Undrafted) else hangs_on_draft(influence),
        cost if isinstance(cost, Undrafted) else cost_draft(cost),
    ]
