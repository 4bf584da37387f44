"""The ledger as the page's drawer shows it: claims, and quantities with their witnesses."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from openiads.knowledge.evidence import Claim
from openiads.knowledge.library import Library
from openiads.knowledge.resolve import Beliefs


def value_text(claim: Claim) -> str:
    """Value with its unit, as one line."""
    value = claim.value
    if isinstance(value, Mapping):
        text = ", ".join(f"{key} {json.dumps(item, ensure_ascii=False, default=list)}" for key, item in value.items())
    elif isinstance(value, tuple | list):
        text = " to ".join(f"{item:g}" if isinstance(item, int | float) else str(item) for item in value)
    else:
        text = f"{value:,g}" if isinstance(value, int | float) and abs(value) < 1e15 else str(value)
    return f"{text} {claim.unit}" if claim.unit else text


def _condition_text(claim: Claim) -> str:
    return "; ".join(f"{key}: {value}" for key, value in claim.condition.items())


def claim_entry(claim: Claim, library: Library, believed: bool, conflicts: Iterable[str],
                used_in: Iterable[str]) -> dict[str, Any]:
    """One claim as the drawer shows it."""
    status = {"witness": "witness", "game": "game", "defect": "prior", "prior": "prior"}[claim.status]
    note = f"{claim.note} Known error: {claim.defect}" if claim.defect else claim.note
    return {
        "subject": claim.subject, "quantity": claim.quantity.replace("_", " "), "value_text": value_text(claim),
        "condition": _condition_text(claim), "speaker": claim.speaker or "", "publisher": claim.source.publisher,
        "title": claim.source.title, "date": claim.said or claim.source.date, "url": claim.source.url or "",
        "grade": claim.grade if claim.is_linked else "unsourced", "independence_group": library.origin(claim),
        "status": status, "believed": believed, "conflicts": sorted(conflicts), "used_in": sorted(used_in),
        "note": note,
    }


def drawer(library: Library, beliefs: Beliefs, moved: Mapping[str, Iterable[str]],
           cited: Iterable[str]) -> dict[str, Any]:
    """Claims that the study could believe or cites and those of statements, and the quantities that they feed.

    Parameters
    ----------
    library : Library
    beliefs : Beliefs
    moved : mapping of str to iterable of str
        Quantities that each claim moves, of those that some result is worked out from.
    cited : iterable of str
        Ids that the page names besides those.
    """
    used = {claim_id: set(keys) for claim_id, keys in moved.items()}
    quantities = []
    for key, pool in beliefs.pools.items():
        members = [claim_id for group in pool for claim_id in group.ids]
        for claim_id in members:
            used.setdefault(claim_id, set())  # one that another speaks for is shown, and moves nothing
        if members:
            quantities.append({"key": key, "label": key.replace("_", " "), "claims": members,
                               "nominal_claim": pool[0].claim_id})
    statements = library.statements()
    wanted = {*used, *(claim.id for claim in statements), *cited}
    rivals: dict[str, set[str]] = {}
    for group in library.conflicts().values():
        ids = {claim.id for claim in group}
        for claim_id in ids:
            rivals[claim_id] = ids - {claim_id}
    nominal = {belief.claim_id for belief in beliefs.nominal.values()}
    claims = {
        claim_id: claim_entry(library.claim(claim_id), library, claim_id in nominal, rivals.get(claim_id, ()),
                              used.get(claim_id, ()))
        for claim_id in sorted(wanted | {rival for claim_id in wanted for rival in rivals.get(claim_id, ())})
    }
    return {"claims": claims, "quantities": quantities}
