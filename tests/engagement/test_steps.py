"""Fly-outs take long steps on the way, short ones near the target: how far off that is at 20 and 200 a second."""

import numpy as np
import pytest

from openiads.engagement.weapons import ALTITUDES_AMSL_M, RANGE_STEP_M, planned
from openiads.physics.flyout import fly_out
from openiads.physics.homing import MET, Target
from tests.engagement.finer import flown_at
from tests.physics.missiles import LONG

LAUNCH_M, SHOTS, SEED = 840.0, 120, 3
MEETING_REL = 0.02  # of the time of flight: in long steps the steering lags by a share of a step
MISS_M = 3.0  # of the 20 m within which a missile counts as having met
SPEED_REL = 0.02
REFERENCE_S = 0.1  # what 20 steps a second are from 200


def shots():
    """Planned shots at targets that come, go and cross, each with the aim that belongs to its cell."""
    chance, plan = np.random.default_rng(SEED), planned(LONG, LAUNCH_M)
    found = []
    while len(found) < SHOTS:
        a, g = chance.integers(1, 13), chance.integers(2, plan.shape[2])
        east_mps, north_mps = chance.uniform(-300, 300), chance.uniform(-450, 150)
        east_m, north_m = chance.normal(0, 500, 2)
        flight_s, elevation_rad, handover_s = plan[:, a, g]
        if np.isfinite(flight_s):
            found.append((elevation_rad, handover_s, Target(
                east_m - east_mps * flight_s, (g + 0.5) * RANGE_STEP_M + north_m - north_mps * flight_s,
                ALTITUDES_AMSL_M[a], east_mps, north_mps, 0.0)))
    return found


def flown(fly):
    """Outcome, time, miss and speed of every shot, (SHOTS, 4)."""
    return np.array([fly(LONG, LAUNCH_M, elevation_rad, 0.0, handover_s, target)[:4]
                     for elevation_rad, handover_s, target in shots()])


@pytest.fixture(scope="module")
def ours():
    return flown(fly_out)


@pytest.fixture(scope="module", params=[0.05, 0.005], ids=["20 Hz", "200 Hz"])
def finer(request):
    return flown(flown_at(request.param))


def test_shots_end_as_they_do_in_fine_steps(ours, finer):
    np.testing.assert_array_equal(ours[:, 0], finer[:, 0])
    assert (ours[:, 0] == MET).mean() > 0.9


def test_they_meet_when_where_and_as_fast_as_in_fine_steps(ours, finer):
    both = (ours[:, 0] == MET) & (finer[:, 0] == MET)
    np.testing.assert_allclose(ours[both, 1], finer[both, 1], rtol=MEETING_REL)
    np.testing.assert_allclose(ours[both, 2], finer[both, 2], rtol=0, atol=MISS_M)
    np.testing.assert_allclose(ours[both, 3], finer[both, 3], rtol=SPEED_REL)


def test_the_reference_itself_is_fine_enough():
    coarse, fine = (flown(flown_at(step_s)) for step_s in (0.05, 0.005))
    np.testing.assert_array_equal(coarse[:, 0], fine[:, 0])
    np.testing.assert_allclose(coarse[:, 1], fine[:, 1], rtol=0, atol=REFERENCE_S)


def test_steps_of_four_seconds_would_be_told_apart(ours):
    coarse, both = flown(flown_at(4.0)), ours[:, 0] == MET
    assert not np.allclose(ours[both, 1], coarse[both, 1], rtol=MEETING_REL)
