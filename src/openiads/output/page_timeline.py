"""Who said what, when, as the page shows it: lanes, statements, contradictions, and what they come to."""

from datetime import date
from typing import Any

from openiads.knowledge.evidence import Claim
from openiads.knowledge.library import Library
from openiads.knowledge.resolve import Beliefs
from openiads.output.belief_words import arrival_text, contract_text
from openiads.output.page_claims import value_text
from openiads.programme.belief import (
    ArrivalBelief,
    ContractBelief,
    Voice,
    arrival_belief,
    arrival_of,
    contract_belief,
)
from openiads.programme.contradictions import RULE, Contradiction, announcements, contradictions
from openiads.programme.statements import SIDES, Statement, statements_of
from openiads.scenario.model import ARRIVAL_KEY


def statement_text(claim: Claim) -> str:
    """What was said, in our words: the value with what it is about, then the note."""
    said = value_text(claim)
    if claim.quantity not in ("statement", "observation", "status"):
        said = f"{claim.quantity.replace('_', ' ')}: {said}"
    return f"{said[0].upper()}{said[1:]}. {claim.note}".strip()


def _statement(item: Statement) -> dict[str, Any]:
    claim = item.claim
    return {
        "date": claim.date, "first_day": item.period.first.isoformat() if item.period else "",
        "last_day": item.period.last.isoformat() if item.period else "", "speaker": item.speaker, "side": item.side,
        "about": item.about, "subject": claim.subject, "text": statement_text(claim),
        "unit_word": claim.unit_word or "", "mode": claim.mode or "", "claims": [claim.id],
    }


def _pair(pair: Contradiction) -> dict[str, Any]:
    return {"about": pair.first.first.about, "kinds": list(pair.kinds), "first": list(pair.first.ids),
            "second": list(pair.second.ids)}


def _voice(item: Voice) -> dict[str, Any]:
    return {"speaker": item.speaker, "side": item.side, "date": item.date, "claims": list(item.ids)}


def _belief(belief: ArrivalBelief) -> dict[str, Any]:
    return {"text": arrival_text(belief), "witnesses": [
        {**_voice(item), "says": item.says, "share": round(item.share, 6)} for item in belief.witnesses]}


def _contract(belief: ContractBelief) -> dict[str, Any]:
    return {"text": contract_text(belief), "sides": [
        {"side": side, "witnesses": [_voice(item) for item in voices]} for side, voices in belief.sides]}


def timeline_entry(library: Library, beliefs: Beliefs, as_of: date) -> dict[str, Any]:
    """Keys "statements" and "timeline" of the page's data.

    Parameters
    ----------
    library : Library
    beliefs : Beliefs
        Those of the study; where they know nothing of an arrival, the ledger's own witnesses are told.
    as_of : date
        Day of the study, by which witnesses count; statements and contradictions are those of any day.
    """
    found = statements_of(library)
    sides = {item.side for item in found}
    belief = arrival_of(beliefs, library) if ARRIVAL_KEY in beliefs.pools else arrival_belief(library, as_of=as_of)
    announced = {claim_id: item.first.id for item in announcements(found) for claim_id in item.ids}
    return {
        "statements": [{**_statement(item), "announcement": announced[item.id]} for item in found],
        "timeline": {
            "lanes": [*(side for side in SIDES if side in sides), *sorted(sides - set(SIDES))],
            "contradictions": [_pair(pair) for pair in contradictions(found)], "rule": RULE,
            "as_of": as_of.isoformat(), "belief": _belief(belief),
            "contract": _contract(contract_belief(library, as_of=as_of)),
        },
    }
