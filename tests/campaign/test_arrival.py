"""The arrival of the second batch in the fights: a draw that believes in none fights as arm A, run by run."""

from datetime import date
from functools import cache

import pytest

from openiads.campaign.stage import RUNS_PER_DRAW, draw_of
from openiads.scenario.model import ARRIVAL_KEY
from tests.campaign import small_fight
from tests.campaign.small_fight import FIRST, SECOND

TWO_WITNESSES = date(2023, 4, 1)  # who part


@cache
def job(arm, arrival):
    """A small fight under one arrival."""
    plan = small_fight.scenario()
    second = plan.arms.second.model_copy(update={"arrival": arrival})
    return small_fight.changed(small_fight.job(arm), date=TWO_WITNESSES,
                               arms=plan.arms.model_copy(update={"second": second}))


def arrived(draws):
    """What the first draws believe; the nominal one first."""
    beliefs = job(SECOND, "as-believed").worlds.ground.beliefs
    return [beliefs.value(ARRIVAL_KEY) > 0, *(beliefs.drawn(ARRIVAL_KEY)[: draws - 1] > 0)]


def some_draws():
    """One draw in which it arrives and one in which it never does."""
    found = arrived(40)
    return found.index(True), found.index(False)


def outcome(item, draw):
    """Tables of two runs of a draw, but for the names of what stands."""
    return item.fight(range(draw * RUNS_PER_DRAW, draw * RUNS_PER_DRAW + 2))


def same(one, other):
    return all(str(list(one[name])) == str(list(other[name])) for name in one)  # what is not a number is the same


def test_each_draw_fights_as_it_believes():
    yes, no = some_draws()
    mixture, arrives, first = job(SECOND, "as-believed"), job(SECOND, "arrives"), job(FIRST, "as-believed")
    assert same(outcome(mixture, yes)["outcomes"], outcome(arrives, yes)["outcomes"])
    assert same(outcome(mixture, no)["outcomes"], outcome(first, no)["outcomes"])
    assert not same(outcome(arrives, no)["events"], outcome(first, no)["events"])


def test_the_first_batch_is_asked_about_no_arrival():
    _, no = some_draws()
    assert job(FIRST, "as-believed").worlds_in(no).ground.arm == FIRST
    assert job(SECOND, "as-believed").worlds_in(no).ground.arm == FIRST
    assert draw_of(no * RUNS_PER_DRAW) == no


def test_never_is_arm_a_in_every_draw():
    assert same(outcome(job(SECOND, "never"), 1)["outcomes"], outcome(job(FIRST, "never"), 1)["outcomes"])


@pytest.mark.parametrize("arrival", ["as-believed", "never"])
def test_another_arrival_is_another_campaign(arrival):
    assert job(SECOND, arrival).fingerprint != job(SECOND, "arrives").fingerprint
