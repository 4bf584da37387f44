"""Fly-outs of twenty steps a second beside two hundred: how far off their meetings are."""

import numpy as np
import pytest

from openiads.engagement.weapons import ALTITUDES_AMSL_M, RANGE_STEP_M, planned
from openiads.physics.flyout import fly_out
from openiads.physics.homing import MEETING_DISTANCE_M, MET, MISSED, Target
from openiads.physics.steps import STEP_S
from tests.engagement.finer import flown_at
from tests.physics.missiles import LONG

LAUNCH_M, SHOTS, SEED = 840.0, 300, 3
MEETING_S = 0.02  # of flights of 10 to 300 s
MISS_M = 0.5  # of the 20 m within which a missile counts as having met
SPEED_MPS = 1.0  # of 500 m/s and more
APEX_M = 20.0  # of up to 60 km: the highest step is not the apex
FINE_S = 0.005


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
    return np.array([fly(LONG, LAUNCH_M, elevation_rad, 0.0, handover_s, target)
                     for elevation_rad, handover_s, target in shots()])


@pytest.fixture(scope="module")
def ours():
    return flown(fly_out)


@pytest.fixture(scope="module")
def fine():
    return flown(flown_at(FINE_S))


def test_none_is_flown_in_longer_steps_than_twenty_a_second():
    assert STEP_S <= 1 / 20


def test_shots_end_as_they_do_in_fine_steps(ours, fine):
    differ = ours[:, 0] != fine[:, 0]
    hair = np.isin(ours[:, 0], (MET, MISSED)) & (np.abs(fine[:, 2] - MEETING_DISTANCE_M) < MISS_M)
    assert not (differ & ~hair).any()
    assert (ours[:, 0] == MET).mean() > 0.9


def test_they_meet_when_where_and_as_fast_as_in_fine_steps(ours, fine):
    both = (ours[:, 0] == MET) & (fine[:, 0] == MET)
    for column, tolerance in ((1, MEETING_S), (2, MISS_M), (3, SPEED_MPS), (4, APEX_M)):
        np.testing.assert_allclose(ours[both, column], fine[both, column], rtol=0, atol=tolerance)


def test_the_reference_itself_is_fine_enough(fine):
    finer = flown(flown_at(FINE_S / 2))
    np.testing.assert_array_equal(fine[:, 0], finer[:, 0])
    np.testing.assert_allclose(fine[:, 1], finer[:, 1], rtol=0, atol=0.1 * MEETING_S)


def test_steps_of_a_second_would_be_told_apart(ours):
    coarse, both = flown(flown_at(1.0)), ours[:, 0] == MET
    assert not np.allclose(ours[both, 1], coarse[both, 1], rtol=0, atol=MEETING_S)
