"""Curves over the size of a raid: where they pass one half, with what interval, and what pairing by draw tells."""

from math import inf, isfinite

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.campaign.estimates import share_interval
from openiads.output.curves import Curve, crossing, half_leak, half_leak_change, saturation_rows
from openiads.output.metrics import PerRun

SIZES = (4, 8, 16, 32, 64)
LEVEL, SEED = 0.95, 7
RUNS, DRAWS = 120, 15


def curve_of(passes: np.ndarray, sizes: tuple[int, ...] = SIZES) -> Curve:
    """A force of which run r lets nothing through up to a raid of `passes[r]`, and half of the rest above."""
    draw = np.arange(passes.size) * DRAWS // passes.size
    return Curve(sizes, tuple(PerRun(draw, {"p_zero_leak": (size <= passes).astype(float),
                                            "leakers": np.maximum(size - passes, 0.0) / 2}) for size in sizes))


def drawn(middle: float, spread: float, seed: int) -> np.ndarray:
    """What a force passes, run by run; draws of belief differ by `spread`."""
    random = np.random.default_rng(seed)
    return np.repeat(middle + spread * random.standard_normal(DRAWS), RUNS // DRAWS) + random.standard_normal(RUNS)


@pytest.mark.parametrize(("sizes", "shares", "size"), [
    ([4, 8, 16], [0.9, 0.7, 0.3], 12.0), ([4, 8], [0.9, 0.5], inf), ([4, 8], [0.5, 0.0], 4.0),
    ([4, 8], [0.9, 0.6], inf), ([4, 8], [0.4, 0.2], -inf), ([4], [0.9], inf), ([4], [0.1], -inf),
])
def test_where_a_curve_passes_one_half(sizes, shares, size):
    assert crossing(sizes, shares) == size


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8))
def test_a_crossing_lies_within_the_sizes_or_beyond_them(shares):
    shares = sorted(shares, reverse=True)
    sizes = [2 ** (place + 1) for place in range(len(shares))]
    found = crossing(sizes, shares)
    assert (found == inf) == (shares[-1] >= 0.5)
    assert (found == -inf) == (shares[0] < 0.5)
    assert not isfinite(found) or sizes[0] <= found <= sizes[-1]


@given(st.integers(0, 2**32 - 1), st.floats(1.0, 80.0), st.floats(0.0, 20.0))
def test_an_interval_holds_its_crossing(seed, middle, spread):
    found = half_leak(curve_of(drawn(middle, spread, seed)), LEVEL)
    assert found.low <= found.value <= found.high


def test_the_ends_are_the_sizes_at_which_one_half_lies_in_the_interval_of_the_share():
    curve = curve_of(drawn(30.0, 10.0, 1), sizes=tuple(range(4, 65)))
    found = half_leak(curve, LEVEL)
    held = [size for size, none in zip(curve.sizes, curve.values("p_zero_leak"), strict=True)
            if (share := share_interval(none, curve.draw, level=LEVEL)).low <= 0.5 <= share.high]
    assert found.low == pytest.approx(min(held), abs=1)  # sizes are whole
    assert found.high == pytest.approx(max(held), abs=1)


def test_a_curve_that_never_falls_keeps_the_low_end_that_its_runs_tell():
    passes = np.where(np.arange(RUNS) * DRAWS // RUNS < 9, 100.0, 20.0)  # 9 draws of 15 absorb every raid
    found = half_leak(curve_of(passes), LEVEL)
    assert found.value == found.high == inf
    assert 16 < found.low < 32


def test_a_shift_that_every_draw_shows_is_clear_though_the_intervals_overlap():
    a, sizes = drawn(24.0, 8.0, 3), tuple(range(4, 65, 4))
    one, other = curve_of(a, sizes), curve_of(a + 6.0, sizes)
    ends = [half_leak(each, LEVEL) for each in (one, other)]
    assert ends[1].low < ends[0].high  # told apart only in pairs
    change = half_leak_change(one, other, LEVEL, SEED)
    assert change.clear
    assert change.low > 0
    assert change.value == pytest.approx(ends[1].value - ends[0].value)
    back = half_leak_change(other, one, LEVEL, SEED)
    assert (back.value, back.low, back.high, back.clear) == (-change.value, -change.high, -change.low, True)


def test_forces_that_differ_by_chance_alone_are_not_told_apart():
    clear = [half_leak_change(curve_of(drawn(24.0, 8.0, 2 * seed)), curve_of(drawn(24.0, 8.0, 2 * seed + 1)), LEVEL,
                              SEED).clear for seed in range(40)]
    assert sum(clear) <= 6  # of 40 at 5 %: more than 6 would come in fewer than 1 of 100 tries
    same = half_leak_change(curve_of(drawn(24.0, 8.0, 1)), curve_of(drawn(24.0, 8.0, 1)), LEVEL, SEED)
    assert same == (0.0, 0.0, 0.0, False)


def test_a_change_beyond_the_sizes_is_the_least_that_it_can_be():
    one, other = curve_of(np.full(RUNS, 24.0)), curve_of(np.full(RUNS, 500.0))
    found = half_leak_change(one, other, LEVEL, SEED)
    assert found.value == SIZES[-1] - half_leak(one, LEVEL).value


def test_one_draw_of_belief_tells_no_change():
    curve = Curve((4, 8), tuple(PerRun(np.zeros(3, int), {"p_zero_leak": np.array(hits), "leakers": np.zeros(3)})
                                for hits in ([1.0, 1.0, 1.0], [0.0, 0.0, 1.0])))
    assert not half_leak_change(curve, curve, LEVEL, SEED).clear


def test_leakers_are_compared_in_pairs_at_each_size():
    a = drawn(20.0, 12.0, 5)
    rows = saturation_rows("B", curve_of(a + 4.0), curve_of(a), LEVEL)
    assert [row.raiders for row in rows] == list(SIZES)
    last = rows[-1]
    assert last.change.value == pytest.approx(-2.0)
    assert last.change.clear
    first = saturation_rows("A", curve_of(a), None, LEVEL)[-1]
    assert first.mean_leakers.low < last.mean_leakers.high  # unpaired, the two curves do not part
    assert first.change is None
