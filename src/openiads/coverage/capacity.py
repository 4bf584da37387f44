"""Capacity in closed form, before any engagement is simulated: channels, ready rounds, opportunities, raid absorbed."""

from dataclasses import dataclass

import numpy as np

from openiads.coverage.arms import StudyAreas
from openiads.coverage.rows import Rows
from openiads.knowledge.resolve import Beliefs
from openiads.scenario.model import Scenario, Strength

ASSESSMENT_S = 10.0  # assumed: from one meeting to the next launch at the same target


@dataclass(frozen=True)
class Capacity:
    """Capacity of one force over the rows; all (rows,) counts."""

    channels: np.ndarray  # targets engaged at once
    ready_rounds: np.ndarray
    opportunities: np.ndarray  # successive shoot-look-shoot salvos at one target of the reference class
    raid_absorbed: np.ndarray  # targets that could each be given one salvo before the last opportunity has passed


def ordered(nominal: float, key: str, rows: Rows, beliefs: Beliefs) -> np.ndarray:
    """A number of the order of battle in every row: the scenario's, drawn only where the ledger's own is the same."""
    if key in beliefs.nominal and beliefs.nominal[key].value == nominal:
        return rows.believed(beliefs, key)
    return np.full(rows.total, float(nominal))


def meetings_m(track_m: float, speed_mps: float, reaction_s: float, range_m: np.ndarray, flight_s: np.ndarray,
               reached: np.ndarray) -> list[float]:
    """Ranges at which successive salvos meet a target that runs in, each judged before the next is launched.

    Parameters
    ----------
    track_m, speed_mps, reaction_s : float
        Where its track is confirmed, how fast it closes, and from track to launch. [m] [m/s] [s]
    range_m, flight_s : (R,)
        Time of flight by ground range, from the fly-outs of the map; NaN out of reach. [m] [s]
    reached : (R,) bool
        Ranges that the missiles in stock reach.

    Notes
    -----
    A salvo launched when the target is at s meets it where r + V tof(r) = s: the outermost ring that is reached and for
    which r + V tof(r) <= s. The next launch follows `ASSESSMENT_S` after the meeting.
    """
    found: list[float] = []
    needed_m = np.where(reached, range_m + speed_mps * np.nan_to_num(flight_s, nan=np.inf), np.inf)
    target_m = track_m - speed_mps * reaction_s
    while True:
        rings = np.flatnonzero(needed_m <= target_m)
        if rings.size == 0 or speed_mps <= 0:
            return found
        found.append(float(range_m[rings[-1]]))
        target_m = min(found[-1], target_m) - speed_mps * ASSESSMENT_S


def opportunities(study: StudyAreas, target: int, altitude: int) -> np.ndarray:
    """Shoot-look-shoot opportunities against one class at one altitude, (rows,).

    Notes
    -----
    The track is confirmed at the radius of a disc as large as the detected area, less the way flown until the quickest
    radar has its scans; meetings outside a disc as large as the engageable area do not count.
    """
    site, rows, beliefs = study.first, study.rows, study.beliefs
    count = np.zeros(rows.total)
    if site.salvo is None:
        return count
    detected_m = np.sqrt(study.first_area_m2[:, 1, target, altitude] / np.pi)
    engaged_m = np.sqrt(study.first_area_m2[:, 2, target, altitude] / np.pi)
    speed_mps = rows.believed(beliefs, f"{study.question.targets[target]}.cruise_speed")
    reaction_s = rows.believed(beliefs, "fire-unit.reaction_time")
    track_m = detected_m - site.beliefs.hold_m[:, site.beliefs.searches, target].min(axis=1)
    for n in range(rows.total):
        reached = (site.beliefs.reach[n, target] >> altitude & 1).astype(bool)
        met_m = meetings_m(float(track_m[n]), float(speed_mps[n]), float(reaction_s[n]), site.polar.range_m,
                           site.salvo.flight_s[site.salvo.kit[n], altitude], reached)
        count[n] = sum(range_m <= engaged_m[n] for range_m in met_m)
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


def mixed(with_second: Capacity, without: Capacity, arrived: np.ndarray) -> Capacity:
    """Capacity of one force in the rows in which the second batch arrives, of the other in the rest."""
    return Capacity(**{name: np.where(arrived, getattr(with_second, name), getattr(without, name))
                       for name in ("channels", "ready_rounds", "opportunities", "raid_absorbed")})


def together(first: Strength, second: Strength) -> Strength:
    """Two forces as one."""
    return Strength(**{name: getattr(first, name) + getattr(second, name) for name in Strength.model_fields})
