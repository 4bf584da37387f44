"""What a study rests on: the quantities that it reads, how well they are sourced, what is assumed."""

from typing import Any

from openiads.coverage.arms import StudyAreas
from openiads.output.sentences import uncited_radar

RADAR = ("detection_range", "instrumented_range", "antenna_height", "frequency", "scan_period", "elevation_min",
         "elevation_max")
MISSILE = ("max_range", "min_range", "max_altitude", "speed_max", "speed_mean", "launch_mass", "diameter", "in_stock")
UNIT = ("channels", "missiles_per_target", "launchers", "reaction_time", "ballistic_range", "tubes_per_launcher")
TARGET = ("rcs", "cruise_speed")


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
    }
    return [name for name in names if name in study.beliefs.nominal]


def evidence_mix(study: StudyAreas) -> list[dict[str, Any]]:
    """M15: nominal inputs by grade of evidence."""
    mix = study.beliefs.evidence_mix(used_keys(study))
    total = sum(mix.values())
    return [{"grade": grade, "count": number, "share": number / total} for grade, number in mix.items()]


def assumed_words(study: StudyAreas) -> list[str]:
    """What is assumed or unsourced among the inputs, in words."""
    lines = [uncited_radar(study)] if uncited_radar(study) else []
    for key in used_keys(study):
        belief = study.beliefs.nominal[key]
        if belief.status == "assumed":
            lines.append(f"{key.replace('_', ' ')}: assumed, {belief.note}")
    return lines
