"""Who said what, when, as rows for screens and files, with contradictions and what was known on a day."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openiads.knowledge.export import FORMULA_STARTS
from openiads.knowledge.library import Library
from openiads.output.belief_words import arrival_text, belief_row, contract_row, contract_text
from openiads.output.page_claims import value_text
from openiads.programme.belief import ArrivalBelief, ContractBelief, arrival_belief, contract_belief
from openiads.programme.contradictions import RULE, Contradiction, announcements, contradictions
from openiads.programme.statements import Known, Statement, about, in_mode, known_on, said_by, statements_of
from openiads.units import counted

TOPIC = "second batch"  # what a study's own figure and table of statements are about
CSV_COLUMNS = (
    "date", "first_day", "last_day", "standing", "speaker", "side", "mode", "about", "text", "unit_word", "arrival",
    "contract", "contradicted_by", "grade", "publisher", "source_date", "link", "id",
)


@dataclass(frozen=True)
class Timeline:
    """Statements that were asked for, and what stands between them."""

    shown: tuple[Statement, ...]
    known: Known | None  # None without a day
    pairs: tuple[Contradiction, ...]
    belief: ArrivalBelief | None  # None where nothing asked about speaks of a delivery
    contract: ContractBelief | None  # None where nothing asked about speaks of its contract

    def standing(self, item: Statement) -> str:
        """Whether a statement had certainly been said by the day asked about, or perhaps; undated ones have no day."""
        if item.period is None:
            return "undated"
        return "perhaps" if self.known and item in self.known.perhaps else "said"


def timeline_of(library: Library, *, topic: str = "", speaker: str = "", mode: str = "",
                as_of: date | None = None) -> Timeline:
    """Statements about something, of somebody, in a mode, as far as they were known on a day.

    Contradictions are worked out among all statements known by then, and kept where one end is shown.

    Raises
    ------
    OpenIADSError
        E0212 if nobody speaks of the topic, or nobody is called so.
    """
    everything = statements_of(library)
    chosen = about(everything, topic) if topic else everything
    chosen = said_by(chosen, speaker) if speaker else chosen
    chosen = in_mode(chosen, mode) if mode else chosen
    known = None if as_of is None else known_on(chosen, as_of)
    shown = chosen if known is None else tuple(
        sorted((*known.known, *known.perhaps), key=lambda item: item.order))
    by_then = everything if as_of is None else known_on(everything, as_of).known
    certain = {item.id for item in (shown if known is None else known.known)}
    pairs = tuple(pair for pair in contradictions(by_then) if certain & set(pair.ids))
    bears = any(item.claim.arrival for item in chosen)
    on_contract = any(item.claim.contract for item in chosen)
    return Timeline(shown, known, pairs, arrival_belief(library, as_of=as_of) if bears else None,
                    contract_belief(library, as_of=as_of) if on_contract else None)


def title_of(found: Timeline, topic: str) -> str:
    """How many announcements of how many speakers, how many more perhaps by the day, how many contradictions.

    Reprints count once.
    """
    day = f", as known on {found.known.on}" if found.known else ""
    certain = found.shown if found.known is None else found.known.known
    number = len(announcements(certain))
    perhaps = len(announcements(found.shown)) - number
    more = f", and {perhaps} more perhaps said by then" if perhaps else ""
    return (f"{counted(number, 'announcement')} by {counted(len({item.speaker for item in certain}), 'speaker')}"
            f"{f' about {topic}' if topic else ''}{day}{more}; {counted(len(found.pairs), 'contradiction')}")


def said_text(item: Statement) -> str:
    """What was said, in our words, with what it is about where the words alone do not tell."""
    claim = item.claim
    text = value_text(claim)
    if claim.quantity in ("statement", "observation", "status", "option", "disposal"):
        return text
    return f"{claim.quantity.replace('_', ' ')}: {text}"


def statement_row(item: Statement, standing: str, rivals: Sequence[str]) -> dict[str, Any]:
    """One statement with everything that a reader may ask of it; JSON-able."""
    claim = item.claim
    return {
        "id": item.id, "date": claim.date, "first_day": item.period.first.isoformat() if item.period else None,
        "last_day": item.period.last.isoformat() if item.period else None, "standing": standing,
        "speaker": item.speaker, "side": item.side, "mode": claim.mode, "subject": claim.subject, "about": item.about,
        "text": said_text(item), "unit_word": claim.unit_word, "arrival": claim.arrival,
        "contract": claim.contract, "speaks_for": claim.speaks_for,
        "contradicted_by": list(rivals), "grade": claim.grade, "status": claim.status, "checked": claim.checked,
        "publisher": claim.source.publisher, "source_date": claim.source.date, "link": claim.source.url,
        "note": claim.note,
    }


def _end(statement: Statement, ids: Sequence[str]) -> dict[str, Any]:
    return {"id": statement.id, "ids": list(ids), "speaker": statement.speaker, "side": statement.side,
            "date": statement.claim.date, "mode": statement.claim.mode, "text": said_text(statement)}


def pair_row(pair: Contradiction) -> dict[str, Any]:
    """One contradiction with both ends; JSON-able."""
    return {"about": pair.first.first.about, "kinds": list(pair.kinds), "found_by": pair.found_by,
            "first": _end(pair.first.first, pair.first.ids), "second": _end(pair.second.first, pair.second.ids)}


def rivals_of(pairs: Iterable[Contradiction]) -> dict[str, list[str]]:
    """Ids that stand against each statement."""
    found: dict[str, set[str]] = {}
    for pair in pairs:
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            for claim_id in one.ids:
                found.setdefault(claim_id, set()).update(other.ids)
    return {claim_id: sorted(ids) for claim_id, ids in found.items()}


def timeline_rows(found: Timeline) -> list[dict[str, Any]]:
    """Every statement shown."""
    rivals = rivals_of(found.pairs)
    return [statement_row(item, found.standing(item), rivals.get(item.id, ())) for item in found.shown]


def timeline_results(found: Timeline) -> dict[str, Any]:
    """What the envelope carries."""
    known = found.known
    return {
        "statements": timeline_rows(found), "contradictions": [pair_row(pair) for pair in found.pairs], "rule": RULE,
        "known": None if known is None else {
            "on": known.on.isoformat(),
            **{name: [item.id for item in getattr(known, name)] for name in ("known", "perhaps", "later", "undated")}},
        "belief": None if found.belief is None else belief_row(found.belief),
        "contract": None if found.contract is None else contract_row(found.contract),
    }


def told_of(found: Timeline) -> list[str]:
    """What is believed of the delivery and told of the contract, as far as it was asked about."""
    told = [arrival_text(found.belief)] if found.belief else []
    return [*told, *([contract_text(found.contract)] if found.contract and found.contract.sides else [])]


def timeline_csv(found: Timeline) -> str:
    """Statements as CSV (RFC 4180), one row each."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for row in timeline_rows(found):
        cells = [" ".join(row[name]) if isinstance(row[name], list) else row[name] or "" for name in CSV_COLUMNS]
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in cells])
    return out.getvalue()
