"""Small ledgers for tests: claims written as people write them, added to the bundled library or standing alone."""

from dataclasses import replace
from datetime import date

from openiads.knowledge.evidence import Claim, Source
from openiads.knowledge.library import Library, load_library
from openiads.knowledge.reader import read_claims

TODAY = date(2026, 6, 1)
LINKED = Source("page", "The Weekly", "What the radar sees", "2018-07-03", "https://example.org/radar")
UNLINKED = replace(LINKED, key="recalled", url=None)


def claim(claim_id, subject="96L6E", quantity="detection_range", value=300, unit="km", *, linked=True, **fields):
    """One claim of a group of its own, a witness unless told otherwise."""
    given = {"condition": {}, "grade": "press", "independence_group": claim_id, "kind": "source", **fields}
    if not linked:
        given["kind"] = "prior-unlinked"
    return Claim(id=claim_id, subject=subject, quantity=quantity, value=value, unit=unit,
                 source=LINKED if linked else UNLINKED, **given)


def with_claims(*claims, instead_of=None):
    """The bundled library and some claims; those of a subject may be left out before."""
    bundled = load_library()
    kept = {key: item for key, item in bundled.by_id.items() if item.subject != instead_of}
    return Library(bundled.sources, {**kept, **{item.id: item for item in claims}}, bundled.aliases)


def read(text, known=None):
    """Read a claim file given as text."""
    return read_claims(text, "mine.toml", known if known is not None else load_library().sources, TODAY)


GOOD_FILE = """
[sources.weekly-2018]
publisher = "The Weekly"
title = "What the radar sees"
date = "2018-07-03"
url = "https://example.org/radar"

[[91N6E.detection_range]]
id = "MINE-001"
value = [300, 320]
unit = "km"
condition = { rcs_m2 = 1.0 }
source = "weekly-2018"
grade = "press"
independence_group = "weekly-2018"
"""
