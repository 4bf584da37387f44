"""On whose word a radar reaches as far: the claim, its range and its cross-section, as data and in words."""

from collections.abc import Callable, Iterable

from openiads.knowledge.resolve import Beliefs, ReferenceRange
from openiads.output.language import has
from openiads.output.told.draft import Detecting, Reference
from openiads.output.words import rounded

KM = 1e-3


def reference_of(radar: str, found: ReferenceRange) -> Reference:
    """What the nominal draw believes of one radar."""
    believed = found.believed
    return Reference(radar, found.range_m, found.rcs_m2, believed.condition_status, believed.claim_id or "",
                     believed.grade, found.has_rcs_tagged_witness)


def detecting_by(beliefs: Beliefs, radars: Iterable[str], *, pd: float, pfa: float, swerling: int) -> Detecting:
    """What counts as detection by some search radars."""
    return Detecting(pd, pfa, swerling, tuple(reference_of(radar, beliefs.reference_range(radar))
                                              for radar in dict.fromkeys(radars)))


def reference_words(say: Callable[..., str], item: Reference, language: str) -> str:
    """A reference in the words of a language's catalogue, which `say` looks up."""
    grade = f"grade-{item.grade}"
    return say("v0-uncited-belief", claim=item.claim or say("v0-an-assumption"), radar=item.radar,
               grade=say(grade) if has(grade) else item.grade,
               range=say("unit-km", n=rounded(item.range_m * KM, 3, language)),
               rcs=rounded(item.rcs_m2, language=language), status=say(f"rcs-{item.rcs_status}"))
