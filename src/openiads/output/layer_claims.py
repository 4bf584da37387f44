"""What one outline rests on: the believed claims behind it, and a caption that says how far they carry."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from openiads.coverage.site import Post
from openiads.earth.terrain import TerrainInfo
from openiads.knowledge.resolve import Beliefs
from openiads.output.labels import class_label
from openiads.output.sentences import at_most
from openiads.output.words import listing

WORDS = {"detection": "detected", "engagement": "engageable"}


class Ground(NamedTuple):
    """One quantity that an outline rests on."""

    key: str
    claim_id: str | None
    grade: str

    def __str__(self) -> str:
        component, quantity = self.key.split(".", 1)
        what = f"{class_label(component)} RCS" if quantity == "rcs" else f"{component} {quantity.replace('_', ' ')}"
        return f"{what}: {self.claim_id} ({self.grade})" if self.claim_id else f"{what}: {self.grade}, no claim"


def grounds_of(beliefs: Beliefs, post: Post, target: str, kind: str) -> list[Ground]:
    """Quantities behind an outline: search radars and cross-section; for engagement also guides and missiles."""
    keys = [f"{radar}.detection_range" for radar in post.searches] + [f"{target}.rcs"]
    if kind == "engagement":
        keys += [f"{radar}.detection_range" for radar in post.guides]
        keys += [f"{missile}.max_range" for missile in post.missiles]
    believed = {key: beliefs.nominal[key] for key in dict.fromkeys(keys) if key in beliefs.nominal}
    return [Ground(key, item.claim_id, item.grade) for key, item in believed.items()]


def outline_words(kind: str, target: str, altitude: str, place: str, pd: float, terrain: TerrainInfo,
                  grounds: Sequence[Ground]) -> dict[str, Any]:
    """Caption, claims and what is assumed, as properties of an outline."""
    what = class_label(target)
    doubt = f" (terrain of grade {terrain.grade} over-states low-level cover)" if at_most(terrain) else ""
    hedge = f"{at_most(terrain)}this area{doubt}"
    how = f"Pd {pd:g}, nominal beliefs, median weather"
    caption = (f"{what[0].upper()}{what[1:]} at {altitude} from {place}: {WORDS[kind]} in {hedge}; {how}. Rests on "
               f"{listing([str(ground) for ground in grounds])}.")
    return {
        "caption": caption, "terrain_grade": terrain.grade, "pd": pd,
        "claims": list(dict.fromkeys(ground.claim_id for ground in grounds if ground.claim_id)),
        "unsourced": [ground.key for ground in grounds if ground.grade in ("unsourced", "assumed")],
        "rests_on": [str(ground) for ground in grounds],
    }
