"""What statements say of the second batch's delivery, a claim like any other, and of its contract, told and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openiads.knowledge.dates import period_of
from openiads.knowledge.evidence import Arrival, Claim, Contract
from openiads.knowledge.library import Library
from openiads.knowledge.pools import latest, stands_on
from openiads.knowledge.resolve import Beliefs, resolve
from openiads.scenario.model import ARRIVAL_KEY, SECOND_BATCH

CAUTION = "a share of what witnesses weigh, not a probability of what will happen"
TOLD = "told and not modelled: no figure rests on it"
CONTRACTS: tuple[Contract, ...] = ("own", "within first", "unsigned")


@dataclass(frozen=True)
class Voice:
    """One witness: an announcement, the last of its organisation."""

    claim_id: str
    ids: tuple[str, ...]  # every claim that is counted with it
    speaker: str
    organisation: str
    side: str
    date: str


@dataclass(frozen=True)
class Witness(Voice):
    """One witness of the delivery, with its weight."""

    says: Arrival
    weight: float
    share: float  # of all weights


@dataclass(frozen=True)
class ArrivalBelief:
    """How much of the witnesses' weight says that the second batch is under way."""

    as_of: date | None  # None: of all that is known
    witnesses: tuple[Witness, ...]
    share_under_way: float | None  # None where nobody is a witness
    spoken_since: tuple[str, ...]  # statements that their own organisation has spoken after
    is_pinned: bool = False

    def saying(self, side: Arrival) -> tuple[Witness, ...]:
        """Witnesses on one side."""
        return tuple(item for item in self.witnesses if item.says == side)


@dataclass(frozen=True)
class ContractBelief:
    """Who says what of the contract behind the second batch; told, never modelled."""

    as_of: date | None
    sides: tuple[tuple[Contract, tuple[Voice, ...]], ...]  # those that somebody is on
    spoken_since: tuple[str, ...]


def _known(claims: Sequence[Claim], as_of: date | None) -> list[Claim]:
    return [claim for claim in claims if claim.is_witness and (as_of is None or stands_on(claim, as_of))]


def _voice(claim: Claim, ids: tuple[str, ...]) -> Voice:
    speaker = claim.speaker or claim.source.publisher
    return Voice(claim.id, ids, speaker, claim.organisation or speaker, claim.side or "", claim.date)


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
            says: Arrival = "under way" if group.nominal else "postponed"
            witnesses.append(Witness(**vars(_voice(claim, group.ids)), says=says, weight=group.weight, share=share))
    pinned = any(group.is_pinned for group in beliefs.pool(ARRIVAL_KEY))
    known = _known([claim for claim in library.by_id.values() if claim.arrival], beliefs.as_of)
    spoken = () if pinned else tuple(sorted(claim.id for claim in known if claim.id not in counted))
    yes = sum(item.share for item in witnesses if item.says == "under way") if witnesses else None
    return ArrivalBelief(beliefs.as_of, tuple(witnesses), yes, spoken, pinned)


def arrival_belief(library: Library, *, as_of: date | None = None, believe: Sequence[str] = ()) -> ArrivalBelief:
    """Witnesses of the second batch's delivery.

    Parameters
    ----------
    library : Library
    as_of : date, optional
        Only what had certainly been said by that day and has not lapsed; undated statements are left out.
    believe : sequence of str
        Claims that every draw believes.

    Examples
    --------
    >>> from openiads.knowledge.library import load_library
    >>> arrival_belief(load_library(), as_of=date(2022, 8, 16)).share_under_way
    1.0
    """
    return arrival_of(resolve(library, [SECOND_BATCH], n_draws=1, believe=believe, as_of=as_of), library)


def contract_belief(library: Library, *, as_of: date | None = None) -> ContractBelief:
    """Who says what of the contract behind the second batch, each organisation by its last word.

    Parameters
    ----------
    library : Library
    as_of : date, optional
        As of `arrival_belief`.

    Examples
    --------
    >>> from openiads.knowledge.library import load_library
    >>> [(side, len(voices)) for side, voices in contract_belief(load_library(), as_of=date(2022, 8, 16)).sides]
    [('own', 1), ('within first', 3), ('unsigned', 1)]
    """
    known = _known([claim for claim in library.by_id.values() if claim.contract], as_of)
    gathered: dict[str, list[Claim]] = {}
    for claim in latest(known):
        gathered.setdefault(library.voice(claim), []).append(claim)
    spoken: dict[Contract | None, list[Voice]] = {}
    for members in gathered.values():
        first = min(members, key=_exactness)
        spoken.setdefault(first.contract, []).append(_voice(first, tuple(sorted(claim.id for claim in members))))
    counted = {claim.id for members in gathered.values() for claim in members}
    return ContractBelief(
        as_of, tuple((side, tuple(sorted(spoken[side], key=lambda item: (item.date, item.claim_id))))
                     for side in CONTRACTS if side in spoken),
        tuple(sorted(claim.id for claim in known if claim.id not in counted)))


def _exactness(claim: Claim) -> tuple[int, str]:
    period = period_of(claim.date)
    return ((period.last - period.first).days if period else 1 << 20, claim.id)
