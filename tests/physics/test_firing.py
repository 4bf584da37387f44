"""Firing doctrines and allocations against enumeration and simulation."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.firing import (
    allocation_leak,
    layered_survivors,
    no_leak_probability,
    rounds_for_no_leak,
    salvo_losses,
    shoot_look_errors,
    shoot_look_shoot,
)

chances = st.floats(0.01, 0.99)
SIMULATED = 4 * 0.5 / np.sqrt(200_000)  # four standard errors of the simulation, at the worst probability


@given(chances, st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_a_look_saves_rounds_and_costs_no_kill(pk, salvos):
    looked, blind = shoot_look_shoot(pk, salvos), shoot_look_shoot(pk, [sum(salvos)])
    assert looked.kill == pytest.approx(blind.kill)
    assert looked.expected_rounds <= blind.expected_rounds + 1e-12
    assert 0 <= looked.kill <= 1


@given(chances, st.integers(1, 6), chances, chances)
def test_errors_of_the_look(pk, shots, missed, wasted):
    found, perfect = shoot_look_errors(pk, shots, missed, wasted), shoot_look_errors(pk, shots, 0.0, 0.0)
    assert found.kill <= perfect.kill + 1e-12
    assert found.kill == pytest.approx(shoot_look_errors(pk, shots, missed, 0.0).kill)
    assert shoot_look_errors(pk, shots, 0.0, wasted).expected_rounds >= perfect.expected_rounds - 1e-12


def test_errors_of_the_look_by_simulation():
    rng = np.random.default_rng(11)
    runs, pk, shots, missed, wasted = 200_000, 0.6, 3, 0.2, 0.3
    dead, engaged, rounds = np.zeros(runs, bool), np.ones(runs, bool), np.zeros(runs)
    for shot in range(shots):
        rounds += engaged
        dead |= engaged & (rng.random(runs) < pk)
        if shot < shots - 1:
            engaged &= np.where(dead, rng.random(runs) < wasted, rng.random(runs) >= missed)
    found = shoot_look_errors(pk, shots, missed, wasted)
    assert found.kill == pytest.approx(dead.mean(), abs=SIMULATED)
    assert found.expected_rounds == pytest.approx(rounds.mean(), abs=shots * SIMULATED)


@pytest.mark.parametrize(("rounds", "targets", "pk"), [(3, 2, 0.7), (4, 3, 0.4), (1, 3, 0.9), (0, 2, 0.5)])
def test_allocation_by_enumeration(rounds, targets, pk):
    leak = no_leak = 0.0
    for choice in product(range(targets), repeat=rounds):
        alive = (1 - pk) ** np.bincount(np.array(choice, dtype=int), minlength=targets)
        leak += alive.sum() / targets**rounds
        no_leak += np.prod(1 - alive) / targets**rounds
    found = allocation_leak(rounds, targets, pk)
    assert found.expected_random == pytest.approx(leak)
    assert found.no_leak_random == pytest.approx(no_leak, abs=1e-12)
    assert found.expected_even <= found.expected_random + 1e-12


@given(chances, st.integers(1, 50), st.floats(0.05, 0.99))
def test_rounds_needed_undo_the_probability(pk, threats, wanted):
    rounds = rounds_for_no_leak(pk, threats, wanted)
    assert float(no_leak_probability(pk, rounds, threats)) == pytest.approx(wanted, rel=1e-6)


@given(st.integers(0, 30), st.lists(chances, min_size=1, max_size=4))
def test_layers(attackers, layer_pk):
    law = layered_survivors(attackers, layer_pk)
    assert law.sum() == pytest.approx(1.0)
    assert layered_survivors(attackers, layer_pk[::-1]) == pytest.approx(law)


def test_salvo_losses_stay_between_none_and_all():
    assert float(salvo_losses(3, 3, 4, 3, 1)) == 3.0
    assert float(salvo_losses(3, 3, 1, 3, 1)) == 0.0
    assert float(salvo_losses(5, 4, 2, 1, 2)) == 1.5
