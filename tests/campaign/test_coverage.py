"""How often the intervals cover the truth, by simulation: fixed numbers of runs, and after sequential stopping.

Each figure is a share of simulated campaigns with a fixed seed; `NOISE` is three standard errors of such a share.
"""

import numpy as np
import pytest

from openiads.campaign.estimates import mean_interval, paired, share_interval
from openiads.campaign.stopping import StopRule, looks

LEVEL = 0.95
CAMPAIGNS = 400
NOISE = 3 * np.sqrt(LEVEL * (1 - LEVEL) / CAMPAIGNS)
STOPPED_EARLY = 0.02  # what the docstring of stopping.py allows for optional stopping with independent runs
STOPPED_EARLY_DOUBT = 0.04  # and with a tenth or three tenths of the spread between draws
EACH = 10  # runs a draw


def beliefs(random, mean, doubt, draws):
    """Chance in each draw: beta, so that `doubt` is the share of variance between draws."""
    if doubt == 0:
        return np.full(draws, mean)
    return random.beta(mean * (1 / doubt - 1), (1 - mean) * (1 / doubt - 1), draws)


def stopped(random, mean, doubt, rule):
    """The interval of a share where the rule first finds it narrow."""
    draws = np.arange(rule.at_most) // EACH
    hits = random.random(rule.at_most) < beliefs(random, mean, doubt, draws[-1] + 1)[draws]
    for count in looks(rule):
        found = share_interval(hits[:count], draws[:count])
        if found.draws >= rule.least_draws and 100 * found.half_width <= rule.precision:
            return found
    raise AssertionError("the ceiling is meant to be far away")


@pytest.mark.parametrize(("mean", "doubt"), [(0.1, 0.0), (0.5, 0.0), (0.2, 0.1), (0.5, 0.1), (0.5, 0.3)])
def test_a_share_is_covered_after_sequential_stopping(mean, doubt):
    random = np.random.default_rng(11)
    rule = StopRule(5, at_most=6000)
    found = [stopped(random, mean, doubt, rule) for _ in range(CAMPAIGNS)]
    covered = np.mean([interval.low <= mean <= interval.high for interval in found])
    assert covered >= LEVEL - (STOPPED_EARLY_DOUBT if doubt else STOPPED_EARLY) - NOISE


def test_without_floors_stopping_early_does_not_cover():
    """The twin: a rule that looks from the third draw on, with intervals that may be of no width, stops on luck."""
    random = np.random.default_rng(11)
    covered = 0
    for _ in range(CAMPAIGNS):
        draws = np.arange(3000) // EACH
        hits = (random.random(3000) < beliefs(random, 0.2, 0.3, 300)[draws]).astype(float)
        for count in range(2 * EACH, 3000, EACH):
            half = 1.96 * np.sqrt(hits[:count].mean() * (1 - hits[:count].mean()) / count)
            if half <= 0.05:
                break
        covered += abs(hits[:count].mean() - 0.2) <= half
    assert covered / CAMPAIGNS < LEVEL - STOPPED_EARLY_DOUBT - NOISE


@pytest.mark.parametrize(("mean", "doubt"), [(0.05, 0.0), (0.5, 0.0), (0.3, 0.2), (0.5, 0.5)])
def test_a_share_is_covered_at_a_fixed_number_of_runs(mean, doubt):
    random = np.random.default_rng(12)
    draws = np.arange(300) // EACH
    covered = 0
    for _ in range(CAMPAIGNS):
        found = share_interval(random.random(300) < beliefs(random, mean, doubt, 30)[draws], draws)
        covered += found.low <= mean <= found.high
    assert covered / CAMPAIGNS >= LEVEL - NOISE


def test_a_mean_and_a_paired_difference_are_covered_where_runs_taken_as_independent_are_not():
    random = np.random.default_rng(13)
    draws = np.arange(200) // EACH
    mean, change, naive = 0, 0, 0
    for _ in range(CAMPAIGNS):
        doubt = random.normal(size=20)[draws]
        a = doubt + random.normal(size=200)
        b = a + 0.3 + 0.2 * random.normal(size=20)[draws] + 0.2 * random.normal(size=200)
        one, two = mean_interval(a, draws), paired(a, b, draws).change
        mean += one.low <= 0 <= one.high
        change += two.low <= 0.3 <= two.high
        alone = mean_interval(a, np.arange(200))
        naive += alone.low <= 0 <= alone.high
    assert min(mean, change) / CAMPAIGNS >= LEVEL - NOISE
    assert naive / CAMPAIGNS < 0.8
