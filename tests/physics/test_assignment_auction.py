"""The auction against the best matching: never better, and as near as its step promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.assignment_auction import auction
from openiads.physics.assignment_fast import match
from tests.examples import examples


def gained(gains, columns):
    return gains[np.arange(len(columns)), columns].sum()


@pytest.mark.parametrize("step", [0.3, 0.01])
@given(st.integers(0, 10_000))
@examples(25)
def test_an_auction_is_within_its_step_of_the_best(step, seed):
    rng = np.random.default_rng(seed)
    rows = int(rng.integers(1, 12))
    gains = rng.random((rows, rows + int(rng.integers(0, 8)))) * (rng.random() < 0.8)
    columns = auction(gains, step)
    assert len(set(columns.tolist())) == rows
    best = gained(gains, match(gains)[0])
    assert best - rows * step - 1e-12 <= gained(gains, columns) <= best + 1e-12


def test_compiled_as_uncompiled():
    gains = np.random.default_rng(1).random((6, 9))
    assert auction(gains, 0.05).tolist() == auction.py_func(gains, 0.05).tolist()
