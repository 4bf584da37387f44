"""Nominal 90 % intervals of two-level studies hold the truth in 86 to 94 % of 400 synthetic studies."""

import numpy as np
import pytest

from openiads.campaign.estimates import mean_interval, paired, share_interval
from openiads.output.influence import Input, design_of, influence_of, tables_of
from openiads.output.statistics import estimate

LEVEL = 0.9
LEAST, MOST = 0.86, 0.94  # what the project promises of a nominal 90 %
STUDIES = 400
DRAWS, EACH = 25, 8  # as a campaign of 200 runs has them


def covered(intervals, truth):
    return np.mean([interval.low <= truth <= interval.high for interval in intervals])


def counts(random, doubt):
    """Leakers of a raid of 16 whose chance to get through is doubted: beta-binomial, with mean 4.8."""
    chance = random.beta(0.3 * (1 / doubt - 1), 0.7 * (1 / doubt - 1), DRAWS)
    return random.binomial(16, np.repeat(chance, EACH)).astype(float), np.repeat(np.arange(DRAWS), EACH)


@pytest.mark.parametrize("doubt", [0.02, 0.1, 0.3])
def test_a_mean_of_leakers(doubt):
    random = np.random.default_rng(21)
    assert LEAST <= covered([mean_interval(*counts(random, doubt), level=LEVEL) for _ in range(STUDIES)], 4.8) <= MOST


@pytest.mark.parametrize(("share", "doubt"), [(0.5, 0.05), (0.3, 0.2), (0.5, 0.4)])
def test_a_share_of_raids(share, doubt):
    random, draws, found = np.random.default_rng(22), np.repeat(np.arange(DRAWS), EACH), []
    for _ in range(STUDIES):
        chance = random.beta(share * (1 / doubt - 1), (1 - share) * (1 / doubt - 1), DRAWS)
        found.append(share_interval(random.random(DRAWS * EACH) < np.repeat(chance, EACH), draws, level=LEVEL))
    assert LEAST <= covered(found, share) <= MOST


def test_a_paired_difference_of_two_arms():
    random, draws, found = np.random.default_rng(23), np.repeat(np.arange(DRAWS), EACH), []
    for _ in range(STUDIES):
        shared, more = random.normal(size=DRAWS * EACH), np.repeat(random.normal(1.5, 1.0, DRAWS), EACH)
        found.append(paired(shared, shared + more + random.normal(size=DRAWS * EACH), draws, level=LEVEL).change)
    assert LEAST <= covered(found, 1.5) <= MOST


@pytest.mark.parametrize("repeats", [1, 2])
def test_a_bar_end_of_a_sweep(repeats):
    """Three witnesses with shares; the answer of the second is 2 above the first's, the third's 5, and it interacts."""
    random, shares, effect = np.random.default_rng(24), np.array([0.5, 0.3, 0.2]), np.array([0.0, 2.0, 5.0])
    found = []
    for _ in range(STUDIES):
        item = Input("a", tuple(shares), random.choice(3, size=40, p=shares))
        design = design_of([item], 40)
        side = np.where(design.input == 0, design.side, item.own[design.draw])
        rest = random.normal(size=40)[design.draw]
        answers = effect[side] * (1 + 0.5 * rest) + 3 * rest + random.normal(size=(repeats, side.size))
        base, (table,) = tables_of(answers, design, [item], 40)
        found.append(influence_of(base, table, item, level=LEVEL).sides[2].change)
    assert LEAST <= covered(found, 5 - shares @ effect) <= MOST


def test_an_interval_over_claim_draws_holds_what_a_true_claim_would_give():
    """The coverage interval: draws of a study are one sample of what may be true, and the truth is one more."""
    random, found = np.random.default_rng(25), []
    for _ in range(STUDIES):
        answers = np.exp(random.normal(size=101)) * random.choice([1.0, 3.0], size=101)
        interval = estimate(1.0, answers[:100], LEVEL)
        found.append(interval.low <= answers[100] <= interval.high)
    assert LEAST <= np.mean(found) <= MOST


def test_runs_taken_as_independent_hold_it_too_seldom():
    """The twin: with each run as a draw of its own, the same intervals are too short."""
    random = np.random.default_rng(21)
    found = []
    for _ in range(STUDIES):
        values, _ = counts(random, 0.3)
        found.append(mean_interval(values, np.arange(values.size), level=LEVEL))
    assert covered(found, 4.8) < LEAST
