"""Sentences of other parts, from small records: statements that contradict, the claim that decides, cost."""

from collections.abc import Sequence
from dataclasses import dataclass

from openiads.knowledge.library import Library
from openiads.output.fights import Measured
from openiads.output.told.carried import carried
from openiads.output.told.draft import Choice, Condition, Draft, Evidence, Names, Quantity, Undrafted

SECOND_BATCH, CONTRACT = "Turkey S-400 second batch", "tr.second_batch_contract"
SIGNED = "signed"


@dataclass(frozen=True)
class Contradiction:
    """Two sides of one matter, as they spoke: what one said was done, or would be, and what the other denied."""

    speaker: str  # "Russian officials"
    object: str  # "the second contract"
    claimed: str  # "signed"
    said: tuple[str, ...]  # dates, to the precision known
    will_say: tuple[str, ...]  # dates on which it was still to come
    denier: str
    denied: str  # "says that there is no new agreement"
    claims: tuple[str, ...]
    grades: dict[str, int]
    as_of: str


@dataclass(frozen=True)
class Influence:
    """The disputed claim that moves a metric most, and what the metric becomes under its rival."""

    metric: str  # as a reader says it
    unit: str  # message "unit-..." of the catalogue
    value: Measured
    level: float  # of the interval, 0 to 1
    quantity: str  # "range of the 91N6E"
    believed: str  # publisher and claim id
    rival: str
    other: float  # the metric if the rival is right
    inputs: tuple[float, ...]  # the claims' stated values, whose figures decide the rounding
    claims: tuple[str, ...]
    grades: dict[str, int]
    condition: Condition
    table: str = "tables/sensitivity.csv"


@dataclass(frozen=True)
class Cost:
    """Cost exchange as a range over price claims, never without what was defended and what is left."""

    low: float  # per stopped target
    high: float
    unit: str  # "usd-million"
    year: str  # of the prices
    factor: float  # by which published prices differ
    defended: str  # value of the asset, in words with its unit
    rounds_left: Measured  # share of the ready rounds, 0 to 1
    level: float
    inputs: tuple[float, ...]  # stated prices
    claims: tuple[str, ...]
    grades: dict[str, int]
    condition: Condition
    table: str = "tables/fights-cost.csv"


def statements_draft(item: Contradiction) -> Draft:
    """3: one side calls it done and still to be done, the other denies it."""
    return Draft("statements", 3, {
        "speaker": Names((item.speaker,)), "object": Names((item.object,)), "claimed": Names((item.claimed,)),
        "said": Names(item.said), "still": Choice("yes" if item.will_say else "no"),
        "will_say": Names(item.will_say or ("–",)), "denier": Names((item.denier,)), "denied": Names((item.denied,)),
    }, Condition(as_of=item.as_of, model="ledger"), Evidence(item.grades, item.claims), "tables/claims.csv")


def hangs_on_draft(item: Influence) -> Draft:
    """6: which claim the result hangs on, and what the figure becomes if its rival is right."""
    kept = carried(item.inputs)
    return Draft("hangs-on", 6, {
        "metric": Names((item.metric,)), "quantity": Names((item.quantity,)), "believed": Names((item.believed,)),
        "rival": Names((item.rival,)),
        "value": Quantity(item.value.value, item.unit, item.value.low, item.value.high, item.level, kept),
        "other": Quantity(item.other, item.unit, figures=kept),
    }, item.condition, Evidence(item.grades, item.claims), item.table)


def cost_draft(item: Cost) -> Draft:
    """14: cost per stopped target, with the asset and the rounds that are left."""
    kept = carried(item.inputs)
    return Draft("cost", 14, {
        "low": Quantity(item.low, item.unit, figures=kept), "high": Quantity(item.high, item.unit, figures=kept),
        "year": Names((item.year,)), "factor": Quantity(item.factor, "ratio", figures=kept),
        "defended": Names((item.defended,)),
        "rounds_left": Quantity(item.rounds_left.value, "share", item.rounds_left.low, item.rounds_left.high,
                                item.level, kept),
    }, item.condition, Evidence(item.grades, item.claims), item.table)


def known_by(date: str) -> str:
    """Day by which a statement was certainly made: a date known to the month or the year is over at its end.

    Examples
    --------
    >>> known_by("2022-08"), known_by("2021"), known_by("2022-08-16")
    ('2022-08-31', '2021-12-31', '2022-08-16')
    """
    return f"{date}{'-12-31'[len(date) - len('2022-12-31'):]}" if len(date) < len("2022-12-31") else date


def contradiction_in(library: Library, as_of: str) -> Contradiction | None:
    """The contradiction about the second batch's contract among the ledger's statements until a date; None without.

    A statement counts as "said" or "still to come" where it speaks of signing; the denial told is the last one.
    """
    told = sorted((claim for claim in library.statements()
                   if claim.conflict_group == CONTRACT and claim.said and known_by(claim.said) <= as_of),
                  key=lambda claim: (known_by(claim.said or ""), claim.id))
    signing = [claim for claim in told if claim.side == "Russia" and SIGNED in str(claim.value)]
    said = tuple(dict.fromkeys((claim.said or "")[:4] for claim in signing if claim.mode == "said"))
    will_say = tuple(dict.fromkeys((claim.said or "")[:4] for claim in signing if claim.mode == "said-will"))
    denials = [claim for claim in told if claim.mode == "denied" and claim.side == "Turkey"]
    if not said or not denials:
        return None
    used = [*signing, denials[-1]]
    grades: dict[str, int] = {}
    for claim in used:
        grades[claim.grade] = grades.get(claim.grade, 0) + 1
    return Contradiction(
        "Russian arms-export officials", "the second contract", SIGNED, said, will_say,
        denials[-1].speaker or denials[-1].source.publisher, f'said: "{denials[-1].value}"',
        tuple(claim.id for claim in used), grades, as_of)


def joined_drafts(library: Library, as_of: str, *, influence: Influence | None = None,
                  cost: Cost | None = None) -> Sequence[Draft | Undrafted]:
    """Sentences 3, 6 and 14, each from its record, or why it is not drafted."""
    found = contradiction_in(library, as_of)
    return [
        statements_draft(found) if found else Undrafted("statements", 3, "the ledger holds no denial by that date"),
        hangs_on_draft(influence) if influence else Undrafted(
            "hangs-on", 6, "no sensitivity was worked out"),
        cost_draft(cost) if cost else Undrafted("cost", 14, "no price claims were joined with a fight"),
    ]
