"""Claims as rows for screens and files: who says what, and how much of the draws believe it."""

from collections.abc import Mapping
from typing import Any

from openiads.knowledge.evidence import Claim
from openiads.knowledge.library import Found, Library
from openiads.knowledge.resolve import Beliefs, Dispute, resolve


def claim_row(claim: Claim) -> dict[str, Any]:
    """One claim with everything that a reader may ask of it; JSON-able."""
    value = claim.value
    return {
        "id": claim.id, "subject": claim.subject, "quantity": claim.quantity,
        "value": list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value,
        "unit": claim.unit, "condition": dict(claim.condition), "unit_word": claim.unit_word,
        "speaker": claim.speaker, "speaks_for": claim.speaks_for, "side": claim.side, "mode": claim.mode,
        "date": claim.date,
        "publisher": claim.source.publisher, "title": claim.source.title, "link": claim.source.url,
        "language": claim.source.language, "grade": claim.grade, "status": claim.status, "checked": claim.checked,
        "independence_group": claim.origin, "conflict_group": claim.conflict_group, "supports": list(claim.supports),
        "about": claim.about, "contradicts": list(claim.contradicts), "arrival": claim.arrival,
        "contract": claim.contract, "defect": claim.defect, "note": claim.note,
    }


def witnesses_row(library: Library, first: Claim, second: Claim) -> tuple[bool, str]:
    """Whether two claims go back to one statement, and in words how many witnesses they are."""
    if library.origin(first) == library.origin(second):
        return True, "reprints of one statement: they count as one witness"
    standing = {"prior": "a prior, without a link or worked out by its collector",
                "game": "a game's or simulator's table",
                "defect": "a claim with a known error"}
    others = [f"{claim.id} is {standing[claim.status]}" for claim in (first, second) if not claim.is_witness]
    count = ("two independent witnesses", "one witness", "no witness")[len(others)]
    return False, ": ".join([count, *([" and ".join(others)] if others else [])])


def _key(library: Library, beliefs: Beliefs, subject: str, quantity: str | None) -> str | None:
    key = f"{library.subject(subject)}.{library.aliases.quantity(quantity or '')}"
    return key if key in beliefs.pools else None


def _standing(library: Library, found: Found, beliefs: Beliefs, keys: list[str]) -> dict[str, Any]:
    share, is_nominal, counted_with = 0.0, False, None
    for key in keys:
        for number, (group, part) in enumerate(zip(beliefs.pool(key), beliefs.shares(key), strict=True)):
            if found.claim.id == group.claim_id:
                share, is_nominal = max(share, part), is_nominal or number == 0
            elif found.claim.id in group.ids:
                counted_with = group.claim_id
    return {"relation": found.relation, "relation_note": found.note, "independence_group": library.origin(found.claim),
            "is_nominal": is_nominal, "draw_share": share, "counted_with": counted_with,
            "why_not": None if share or not keys else _why_not(found, counted_with)}


def _why_not(found: Found, counted_with: str | None) -> str:
    if found.claim.defect:
        return f"known error: {found.claim.defect}"
    if counted_with:
        return f"one witness with {counted_with}"
    if found.claim.arrival and found.claim.is_witness:
        return "its organisation has spoken since, or another was pinned"
    if found.relation == "related":
        return "said of another thing, shown beside it"
    if not found.claim.is_witness:
        return "a prior: witnesses of the same condition displace it"
    return "a residual: its condition ties the value to nothing that is known, or another was pinned"


def show(
    library: Library, subject: str, quantity: str | None = None, *, beliefs: Beliefs | None = None
) -> list[dict[str, Any]]:
    """Every claim about a quantity, with how it bears on it and the share of the draws that believe it.

    A claim that speaks for its group carries the group's share; a reprint names the claim it is counted with; the
    rest (related things, known errors, priors that a witness displaced) have no share.

    Examples
    --------
    >>> from openiads.knowledge.library import load_library
    >>> [row["id"] for row in show(load_library(), "40N6E", "range") if row["is_nominal"]]
    ['CIT-MIS-069']
    """
    found = library.find(subject, quantity)
    name = library.subject(subject)
    if beliefs is None:
        from openiads.knowledge.components import load_components

        beliefs = resolve(library, [name] if name in load_components() else [])
    if quantity is None:
        keys = [key for key in beliefs.pools if key.startswith(f"{name}.")]
    else:
        key = _key(library, beliefs, subject, quantity)
        keys = [key] if key else []
    return [{**claim_row(item.claim), **_standing(library, item, beliefs, keys)} for item in found]


def dispute_row(dispute: Dispute) -> dict[str, Any]:
    """One disputed quantity with the groups that believe different values, for a tornado whose ends are sources."""
    return {
        "key": dispute.key, "unit": dispute.unit,
        "groups": [
            {"claim": group.claim_id, "members": list(group.ids), "low": group.low, "high": group.high,
             "nominal": group.nominal, "status": group.status, "share": share}
            for group, share in zip(dispute.groups, dispute.shares, strict=True)
        ],
    }
