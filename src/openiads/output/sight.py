"""What a sentence tells of sight: first sight on a smooth earth, the air that hides a target, a route that is seen."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openiads.coverage.arms import StudyAreas
from openiads.coverage.corridor import Exposure
from openiads.coverage.profile import OWN_GROUND, VerticalProfile
from openiads.output.findings import interval_of
from openiads.output.statistics import Estimate, estimate
from openiads.physics.propagation import horizon_range_m
from openiads.units import Altitude

RAISED_M = 1200.0  # the hill of the published comparison of an S-300's and an S-400's radar
HIDDEN_AT = 0.5  # of a profile's length: where the sentence on hidden targets looks


@dataclass(frozen=True)
class FirstSight:
    """From how far the first site sees a target over a perfectly smooth earth."""

    raised_m: float  # by which the antenna stands higher than believed
    antenna_m: Estimate  # above ground, without that
    altitude: Altitude
    range_m: Estimate


@dataclass(frozen=True)
class Hidden:
    """Which air over a point of a bearing is hidden from a site, and by what."""

    site: str
    bearing: str
    out_m: float
    floor_amsl_m: Mapping[str, float]  # by refraction: weak, median, strong
    blocker: str  # "curve" of the earth or "ground"; "" where nothing hides that air
    blocker_at_m: float
    blocker_amsl_m: float


def first_sights(study: StudyAreas) -> tuple[FirstSight, ...]:
    """First sight of every altitude above ground, as the first site stands and raised by a hill."""
    antenna_m = np.max([study.first.post.antenna_height_m(radar, study.rows, study.beliefs)
                        for radar in study.first.post.searches], axis=0)
    return tuple(
        FirstSight(raised_m, interval_of(study, antenna_m), altitude,
                   interval_of(study, horizon_range_m(antenna_m + raised_m, altitude.value_m)))
        for raised_m in (0.0, RAISED_M) for altitude in study.question.altitudes if altitude.reference == "AGL"
    )


def hidden_at(site: str, bearing: str, profile: VerticalProfile) -> Hidden:
    """What is hidden halfway along a bearing."""
    sample = profile.sample_at(HIDDEN_AT * float(profile.distance_m[-1]))
    blocker = int(profile.blocker["median"][sample])
    nothing = blocker == OWN_GROUND
    return Hidden(
        site, bearing, float(profile.distance_m[sample]),
        {name: float(floor[sample]) for name, floor in profile.floor_amsl_m.items()},
        "" if nothing else "curve" if profile.is_curve(blocker) else "ground",
        float("nan") if nothing else float(profile.distance_m[blocker]),
        float("nan") if nothing else float(profile.terrain_amsl_m[blocker]))


def seen_nm(study: StudyAreas, exposure: Exposure, level: int) -> Estimate:
    """Length of a route on which its class is seen at one flight level. [NM]"""
    values = exposure.seen_nm[:, level]
    return estimate(float(values[0]), values[1:], study.rows.level)
