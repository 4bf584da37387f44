"""What one outline rests on: the believed claims behind it, and a caption that says how far they carry."""

from typing import Any, NamedTuple

from openiads.coverage.reads import detection_keys, engagement_keys
from openiads.coverage.site import Post
from openiads.earth.terrain import TerrainInfo
from openiads.knowledge.resolve import Beliefs
from openiads.output.evidence import basis_of
from openiads.output.labels import class_label
from openiads.output.sentences import at_most
from openiads.output.words import listing

LEADING = ("detection_range", "rcs", "max_range")  # what a caption names; properties name all
WORDS = {"detection": "detected", "engagement": "engageable"}


class Ground(NamedTuple):
    """One quantity that an outline rests on."""

    key: str
    claim_id: str | None
    grade: str

    @property
    def quantity(self) -> str:
        """The quantity without its component."""
        return self.key.split(".", 1)[1]

    def __str__(self) -> str:
        component, quantity = self.key.split(".", 1)
        what = f"{class_label(component)} RCS" if quantity == "rcs" else f"{component} {quantity.replace('_', ' ')}"
        return f"{what}: {self.claim_id} ({self.grade})" if self.claim_id else f"{what}: {self.grade}, no claim"


def grounds_of(beliefs: Beliefs, post: Post, target: str, kind: str) -> list[Ground]:
    """What is believed of the quantities behind an outline, those that weigh most first."""
    believed = {key: beliefs.nominal[key] for key in _keys_of(post, target, kind) if key in beliefs.nominal}
    return [Ground(key, item.claim_id, item.grade) for key, item in believed.items()]


def _keys_of(post: Post, target: str, kind: str) -> tuple[str, ...]:
    return engagement_keys(post, target) if kind == "engagement" else detection_keys(post, target)


def outline_words(kind: str, target: str, altitude: str, place: str, pd: float, terrain: TerrainInfo,
                  beliefs: Beliefs, post: Post) -> dict[str, Any]:
    """Caption, claims and what is assumed, as properties of an outline.

    Rivals of the claim that is believed are among the claims: where one of them moved, another might be believed.
    """
    grounds = grounds_of(beliefs, post, target, kind)
    what = class_label(target)
    doubt = f" (terrain of grade {terrain.grade} over-states low-level cover)" if at_most(terrain) else ""
    hedge = f"{at_most(terrain)}this area{doubt}"
    first = [ground for ground in grounds if ground.quantity in LEADING]
    also = f", and on {len(grounds) - len(first)} other inputs" if len(grounds) > len(first) else ""
    how = f"Pd {pd:g}, nominal beliefs, median weather"
    caption = (f"{what[0].upper()}{what[1:]} at {altitude} from {place}: {WORDS[kind]} in {hedge}; {how}. Rests on "
               f"{listing([str(ground) for ground in first])}{also}.")
    return {
        "caption": caption, "terrain_grade": terrain.grade, "pd": pd,
        "claims": list(basis_of(beliefs, _keys_of(post, target, kind)).claims),
        "unsourced": [ground.key for ground in grounds if ground.grade in ("unsourced", "assumed")],
        "rests_on": [str(ground) for ground in grounds],
    }
