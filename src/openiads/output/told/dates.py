"""How new the claims are on which a sentence rests: nothing leaves out a claim that is later than the study's date."""

from collections.abc import Iterable
from dataclasses import replace

from openiads.knowledge.dates import period_of
from openiads.knowledge.library import Library
from openiads.output.told.draft import Draft


def newest_of(library: Library, claims: Iterable[str]) -> tuple[str, int]:
    """Newest date of some claims as it is stated, "" where none has one, and how many have none.

    Of dates that are known to a month or a year the last day counts.
    """
    told = [library.claim(claim_id).date for claim_id in claims]
    known = [(period.last, text) for text in told if (period := period_of(text))]
    return max(known, default=(None, ""))[1], len(told) - len(known)


def dated(draft: Draft, library: Library) -> Draft:
    """A draft whose condition says how new its claims are."""
    newest, undated = newest_of(library, draft.evidence.claims)
    return replace(draft, condition=replace(draft.condition, newest=newest, undated=undated))
