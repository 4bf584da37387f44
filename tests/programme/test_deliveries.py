"""Forces follow the order of battle and every reading of the word batch."""

import numpy as np
import pytest

from openiads.programme.deliveries import force_of
from openiads.scenario.files import load_scenario

PLAN = load_scenario("second-batch")


@pytest.mark.parametrize("meaning", ["", *(item.id for item in PLAN.batch_meanings)])
def test_a_force_holds_what_the_order_of_battle_says(meaning):
    force = force_of(PLAN, meaning)
    strengths = PLAN.first_strength(), PLAN.batch_strength(meaning) if meaning else None
    for delivery, strength in enumerate(strengths):
        counts = {role: sum((item.first, item.second)[delivery] for item in force.types if item.role == role)
                  for role in ("command posts", "engagement radars", "search radars", "launchers")}
        expected = (strength.command_posts, strength.engagement_radars, strength.search_radars, strength.launchers) \
            if strength else (0, 0, 0, 0)
        assert tuple(counts.values()) == expected
        reloads = PLAN.order_of_battle.fire_unit.reloads.value
        assert force.rounds(delivery) == (strength.ready_rounds * (1 + reloads) if strength else 0)


def test_items_of_the_first_batch_keep_their_luck_in_every_reading():
    alone, more = (force_of(PLAN, meaning).items() for meaning in ("", "one-regiment"))
    assert np.array_equal(np.sort(alone.words), np.sort(more.words[more.delivery == 0]))
    assert len(set(more.words.tolist())) == more.words.size


def test_a_batch_that_never_arrives_is_the_first_alone():
    alone, never = force_of(PLAN), force_of(PLAN, "never-arrives")
    assert alone.types == never.types
    assert alone.strengths == never.strengths
