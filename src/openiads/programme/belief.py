"""What witnesses say of the second batch's arrival: a claim like any other, with its witnesses and their weights."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from openiads.knowledge.dates import period_of
from openiads.knowledge.library import Library
from openiads.knowledge.resolve import Beliefs, resolve
from openiads.scenario.model import ARRIVAL_KEY, SECOND_BATCH

CAUTION = "a share of what witnesses weigh, not a probability of what will happen"


@dataclass(frozen=True)
class Witness:
    """One witness of the arrival: an announcement, its last if its speaker spoke more than once."""

    claim_id: str
    ids: tuple[str, ...]  # every claim of the announcement
    speaker: str
    side: str
    date: str
    arrives: bool
    weight: float
    share: float  # of all weights


@dataclass(frozen=True)
class ArrivalBelief:
    """How much of the witnesses' weight stands for an arrival."""

    witnesses: tuple[Witness, ...]
    share_arrives: float | None  # None where nobody is a witness
    spoken_since: tuple[str, ...]  # statements that their own speaker has spoken after

    @property
    def text(self) -> str:
        """The share in words, with what it is not."""
        if self.share_arrives is None:
            return "Nobody is a witness of whether the second batch arrives."
        yes = sum(item.arrives for item in self.witnesses)
        return (f"Of {len(self.witnesses)} witnesses {yes} speak of a second batch that arrives, with "
                f"{self.share_arrives:.0%} of the weight: {CAUTION}.")


def known_library(library: Library, day: date) -> Library:
    """The ledger with what had certainly been said by a day of whether the second batch arrives."""
    def is_known(said: str) -> bool:
        when = period_of(said)
        return when is not None and when.last <= day

    return replace(library, by_id={key: claim for key, claim in library.by_id.items()
                                   if claim.arrival is None or is_known(claim.date)})


def arrival_of(beliefs: Beliefs, library: Library) -> ArrivalBelief:
    """The witnesses that draws of some beliefs pick from."""
    witnesses = []
    counted: set[str] = set()
    if beliefs.pool(ARRIVAL_KEY):
        for group, share in zip(beliefs.pool(ARRIVAL_KEY), beliefs.shares(ARRIVAL_KEY), strict=True):
            if group.claim_id is None:
                continue
            claim = library.claim(group.claim_id)
            counted |= set(group.ids)
            witnesses.append(Witness(claim.id, group.ids, claim.speaker or claim.source.publisher, claim.side or "",
                                     claim.date, bool(group.nominal), group.weight, share))
    spoken = () if beliefs.pins else tuple(sorted(
        claim.id for claim in library.by_id.values() if claim.arrival and claim.id not in counted))
    arrives = sum(item.share for item in witnesses if item.arrives) if witnesses else None
    return ArrivalBelief(tuple(witnesses), arrives, spoken)


def arrival_belief(library: Library, *, as_of: date | None = None, believe: Sequence[str] = ()) -> ArrivalBelief:
    """Witnesses of the second batch's arrival.

    Parameters
    ----------
    library : Library
    as_of : date, optional
        Only what had certainly been said by that day; undated statements are left out.
    believe : sequence of str
        Claims that every draw believes.

    Examples
    --------
    >>> from openiads.knowledge.library import load_library
    >>> arrival_belief(load_library(), as_of=date(2019, 1, 1)).share_arrives is None
    True
    """
    known = library if as_of is None else known_library(library, as_of)
    return arrival_of(resolve(known, [SECOND_BATCH], n_draws=1, believe=believe), known)
