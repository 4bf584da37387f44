"""The agile beam of the benchmark case loses what it should."""

import numpy as np

from tests.cases.agile_beam import PATHS, hold, path_m


def test_looking_too_seldom_loses_the_target_that_turns():
    places_m = path_m(*PATHS[4])
    assert np.mean([hold(places_m, run, revisit_s=4.0).lost for run in range(8)]) > 0.04
