"""What a study rests on: the quantities that it reads, how well they are sourced, what is assumed."""

import math
from typing import Any

from openiads.coverage.arms import StudyAreas
from openiads.output.sentences import uncited_radars
from openiads.scenario.model import ARRIVAL_KEY

RADAR = ("detection_range", "instrumented_range", "antenna_height", "frequency", "scan_period", "elevation_min",
         "elevation_max")
MISSILE = ("max_range", "min_range", "max_altitude", "speed_max", "launch_mass", "diameter", "in_stock")
UNIT = ("channels", "missiles_per_target", "launchers", "reaction_time", "tubes_per_launcher")
TARGET = ("rcs", "cruise_speed")
LONG_M = 10_000.0


def used_keys(study: StudyAreas) -> list[str]:
    """Quantities that the study's models read."""
    scenario = study.scenario
    masts = scenario.order_of_battle.battalion.masts
    names = {
        **{f"{name}.{quantity}": None for name in study.first.post.radars for quantity in RADAR
           if not (quantity == "antenna_height" and name in masts)},
        **{f"{mast}.antenna_height": None for mast in masts.values()},
        **{f"{item.id}.{quantity}": None for item in scenario.missiles for quantity in MISSILE},
        **{f"{name}.{quantity}": None for name in ("fire-unit", "5P85") for quantity in UNIT},
        **{f"{name}.{quantity}": None for name in study.question.targets for quantity in TARGET},
        ARRIVAL_KEY: None,
    }
    return [name for name in names if name in study.beliefs.nominal]


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
    >>> value_in_words(600e3, "m"), value_in_words(0.96, "rad"), value_in_words(8.0, "count")
    ('600 km', '55 deg', '8')
    """
    if unit == "rad":
        return f"{math.degrees(value):.3g} deg"
    if unit == "m" and value >= LONG_M:
        return f"{value / 1000:g} km"
    if unit == "Hz":
        return f"{value / 1e9:g} GHz"
    return f"{value:g}" if unit in ("count", "1") else f"{value:g} {unit}"


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
