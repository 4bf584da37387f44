"""What a study rests on: the quantities that it reads, how well they are sourced, what is assumed."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from openiads.coverage.arms import StudyAreas
from openiads.coverage.reads import arrival_keys, capacity_keys, detection_keys, engagement_keys, fit_keys
from openiads.knowledge.resolve import Beliefs
from openiads.output.sentences import uncited_radars
from openiads.output.words import plain

LONG_M = 10_000.0
FIGURES = 6  # of a believed value, beyond which what is printed would be the arithmetic's own


@dataclass(frozen=True)
class Basis:
    """What some results are worked out from: nominal inputs by grade, and claims with the quantities they move."""

    grades: Mapping[str, int]
    moved: Mapping[str, tuple[str, ...]]

    @property
    def claims(self) -> tuple[str, ...]:
        """Every claim whose value moves the results."""
        return tuple(self.moved)


def basis_of(beliefs: Beliefs, keys: Iterable[str]) -> Basis:
    """Who vouches for some quantities; those that nobody states and nobody assumes are left out."""
    known = [key for key in dict.fromkeys(keys) if key in beliefs.nominal]
    return Basis(beliefs.evidence_mix(known), beliefs.speaking(known))


def whole_of(parts: Iterable[Basis]) -> Basis:
    """What several results rest on together, where no two of them count the same quantity."""
    grades: Counter[str] = Counter()
    moved: dict[str, dict[str, None]] = {}
    for part in parts:
        grades.update(part.grades)
        for claim_id, keys in part.moved.items():
            moved.setdefault(claim_id, {}).update(dict.fromkeys(keys))
    return Basis(dict(sorted(grades.items())), {claim_id: tuple(keys) for claim_id, keys in moved.items()})


def used_keys(study: StudyAreas) -> list[str]:
    """Quantities that the study's areas and capacities are worked out from."""
    post = study.first.post
    names = (
        *detection_keys(post, study.question.targets[0]), *capacity_keys(post), *fit_keys(post),
        *(key for target in study.question.targets for key in engagement_keys(post, target)),
        *arrival_keys(study.scenario),
    )
    return [name for name in dict.fromkeys(names) if name in study.beliefs.nominal]


def basis_of_study(study: StudyAreas, fights: Basis | None = None,
                   upkeep: Mapping[str, tuple[str, ...]] | None = None) -> Basis:
    """What a whole study is worked out from: its areas, what it fought and what is kept ready.

    The grades are those of the inputs of areas and capacities, which the answer rests on.
    """
    areas = basis_of(study.beliefs, used_keys(study))
    parts = [areas, *([fights] if fights else []), Basis({}, upkeep or {})]
    return replace(whole_of(parts), grades=areas.grades)


def evidence_mix(study: StudyAreas) -> list[dict[str, Any]]:
    """M15: nominal inputs by grade of evidence."""
    mix = study.beliefs.evidence_mix(used_keys(study))
    total = sum(mix.values())
    return [{"grade": grade, "count": number, "share": number / total} for grade, number in mix.items()]


def assumed_words(study: StudyAreas) -> list[str]:
    """What is assumed or unsourced among the inputs, in words."""
    lines = [uncited_radars(study)] if uncited_radars(study) else []
    for key in used_keys(study):
        belief = study.beliefs.nominal[key]
        if belief.status == "assumed":
            component, quantity = key.split(".", 1)
            lines.append(f"{component}, {quantity.replace('_', ' ')}: {value_in_words(belief.value, belief.unit)}; "
                         f"{belief.note}")
    return [*lines, *(f"{what}: {why}" for what, why in scenario_assumptions(study))]


def value_in_words(value: float, unit: str) -> str:
    """A believed value in the unit that a reader uses.

    Examples
    --------
    >>> value_in_words(600e3, "m"), value_in_words(0.96, "rad"), value_in_words(8.0, "count"), value_in_words(3e6, "W")
    ('600 km', '55 deg', '8', '3,000,000 W')
    """
    if unit == "rad":
        return f"{math.degrees(value):.3g} deg"
    if unit == "m" and value >= LONG_M:
        return f"{plain(value / 1000, FIGURES)} km"
    if unit == "Hz":
        return f"{plain(value / 1e9, FIGURES)} GHz"
    told = plain(value, FIGURES)
    return told if unit in ("count", "1") else f"{told} {unit}"


def scenario_assumptions(study: StudyAreas) -> list[tuple[str, str]]:
    """Choices of the scenario that rest on an assumption: what, and why."""
    scenario = study.scenario
    order = scenario.order_of_battle
    choices = [
        ("launchers of a fire unit", order.fire_unit.launchers),
        ("fire units of a battalion", order.battalion.fire_units),
        ("search radars of a battalion", order.battalion.of_each_search_radar),
        ("the first batch", scenario.arms.first),
        *((f"missile {missile.id}", missile) for missile in scenario.missiles),
    ]
    return [(what, choice.assumed) for what, choice in choices if choice.assumed]
