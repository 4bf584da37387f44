"""Capacity in closed form, before any engagement is simulated: channels, ready rounds, opportunities, raid absorbed."""

from dataclasses import dataclass

import numpy as np

from openiads.coverage.arms import StudyAreas
from openiads.coverage.rows import Rows
from openiads.knowledge.resolve import Beliefs
from openiads.physics.intercept import engagement_ranges_m
from openiads.scenario.model import Scenario, Strength

ASSESSMENT_S = 10.0  # assumed: from one meeting to the next launch at the same target


@dataclass(frozen=True)
class Capacity:
    """Capacity of one force over the rows; all (rows,) counts."""

    channels: np.ndarray  # targets engaged at once
    ready_rounds: np.ndarray
    opportunities: np.ndarray  # successive shoot-look-shoot salvos at one target of the reference class
    raid_absorbed: np.ndarray  # targets that can each be given a salvo before the last opportunity has passed


def ordered(nominal: float, key: str, rows: Rows, beliefs: Beliefs) -> np.ndarray:
    """A number of the order of battle in every row: the scenario's, drawn only where the ledger's own is the same."""
    if key in beliefs.nominal and beliefs.nominal[key].value == nominal:
        return rows.believed(beliefs, key)
    return np.full(rows.total, float(nominal))


def opportunities(study: StudyAreas, target: int, altitude: int) -> np.ndarray:
    """Shoot-look-shoot opportunities against one class at one altitude, (rows,).

    Notes
    -----
    First track at the radius of a disc as large as the detected area, less the way flown until the track is confirmed;
    then `engagement_ranges_m`, of which those inside a disc as large as the engageable area count.
    """
    site, rows, beliefs = study.first, study.rows, study.beliefs
    detected_m = np.sqrt(study.first_area_m2[:, 1, target, altitude] / np.pi)
    engaged_m = np.sqrt(study.first_area_m2[:, 2, target, altitude] / np.pi)
    speed_mps = rows.believed(beliefs, f"{study.question.targets[target]}.cruise_speed")
    track_m = detected_m - site.beliefs.hold_rings[:, target] * site.polar.ring_step_m
    missile = site.post.missiles[0]
    missile_mps = rows.believed(beliefs, f"{missile}.speed_mean")
    least_m = rows.believed(beliefs, f"{missile}.min_range")
    reaction_s = rows.believed(beliefs, "fire-unit.reaction_time")
    count = np.zeros(rows.total)
    for n in range(rows.total):
        met_m = engagement_ranges_m(
            float(track_m[n]), float(speed_mps[n]), float(reaction_s[n]), float(missile_mps[n]), ASSESSMENT_S,
            float(least_m[n]),
        )
        count[n] = np.count_nonzero(met_m <= engaged_m[n])
    return count


def capacity_of(strength: Strength, scenario: Scenario, study: StudyAreas, opportunity: np.ndarray) -> Capacity:
    """Capacity of a force; `opportunity` from `opportunities`."""
    rows, beliefs = study.rows, study.beliefs
    unit = scenario.order_of_battle.fire_unit
    launchers = ordered(unit.launchers.value, "fire-unit.launchers", rows, beliefs)
    tubes = ordered(unit.tubes_per_launcher.value, "5P85.tubes_per_launcher", rows, beliefs)
    channels = strength.fire_units * rows.believed(beliefs, "fire-unit.channels")
    ready = strength.fire_units * launchers * tubes
    salvo = rows.believed(beliefs, "fire-unit.missiles_per_target")
    return Capacity(channels, ready, opportunity, np.minimum(channels * opportunity, np.floor(ready / salvo)))


def together(first: Strength, second: Strength) -> Strength:
    """Two forces as one."""
    return Strength(**{name: getattr(first, name) + getattr(second, name) for name in Strength.model_fields})
