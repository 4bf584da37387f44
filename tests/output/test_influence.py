"""Sweeps recover known Sobol' indices, bars and widths, and do not take chance for doubt."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import sobol_indices

from openiads.output.influence import (
    Influence,
    Input,
    design_of,
    influence_of,
    influences_of,
    moves,
    ranked,
    switched,
    tables_of,
)
from openiads.output.variance import Indices, indices_of

LEVEL = 0.95
STUDIES = 200
NOISE = 3 * np.sqrt(LEVEL * (1 - LEVEL) / STUDIES)  # three standard errors of a share of studies
PEER_DRAWS = 2**14
PEER = 0.03  # spread of the peer's estimate at those draws

Nodes = list[tuple[np.ndarray, np.ndarray]]


def gauss(low: float, high: float, nodes: int, panels: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """A uniform input as witnesses: Gauss-Legendre nodes and weights, with which means of smooth functions are exact.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 25.4.29; `panels` split it where it has a kink.
    """
    x, weights = np.polynomial.legendre.leggauss(nodes)
    edges = np.linspace(low, high, panels + 1)
    middle, half = (edges[1:] + edges[:-1]) / 2, (edges[1:] - edges[:-1]) / 2
    return (middle[:, None] + half[:, None] * x).ravel(), np.tile(weights / 2 / panels, panels)


def told(model: Callable[[np.ndarray], np.ndarray], nodes: Nodes, draws: int, seed: int, noise: float = 0.0,
         repeats: int = 1) -> tuple[np.ndarray, list[np.ndarray], list[Input]]:
    """The model through the same code as a study: witnesses drawn by weight, every side told again."""
    random = np.random.default_rng(seed)
    inputs = [Input(f"x{k}", tuple(shares), random.choice(shares.size, size=draws, p=shares))
              for k, (_, shares) in enumerate(nodes)]
    design = design_of(inputs, draws)
    x = np.array([values[item.own[design.draw]] for (values, _), item in zip(nodes, inputs, strict=True)])
    for k, (values, _) in enumerate(nodes):
        mine = design.input == k
        x[k, mine] = values[design.side[mine]]
    answers = model(x)[None] + noise * random.normal(size=(repeats, design.draw.size))
    return *tables_of(answers, design, inputs, draws), inputs


def swept(*arguments, **options) -> list[Influence]:
    """What every input of a model does."""
    return influences_of(*told(*arguments, **options), level=LEVEL)[0]


def known(*arguments, **options) -> list[Indices]:
    """The indices alone, which need less time."""
    _, tables, inputs = told(*arguments, **options)
    return [indices_of(table, moves(table, item.shares), np.asarray(item.shares), LEVEL)
            for table, item in zip(tables, inputs, strict=True)]


def ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def ishigami_indices() -> tuple[list[float], list[float]]:
    """Ishigami and Homma (1990), as in Saltelli et al., Global Sensitivity Analysis (2008), with a = 7, b = 0.1."""
    one, two, both = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 49 / 8, 8 * 0.01 * np.pi**8 / 225
    whole = one + two + both
    return [one / whole, two / whole, 0.0], [(one + both) / whole, two / whole, both / whole]


A = np.array([0.0, 1.0, 4.5, 9.0])


def sobol_g(x: np.ndarray) -> np.ndarray:
    return np.prod((np.abs(4 * x - 2) + A[:, None]) / (1 + A[:, None]), axis=0)


def sobol_g_indices() -> tuple[list[float], list[float]]:
    """Saltelli and Sobol' (1995): V_i = 1 / (3 (1 + a_i)^2), V = prod (1 + V_i) - 1."""
    alone = 1 / 3 / (1 + A) ** 2
    whole = np.prod(1 + alone) - 1
    return list(alone / whole), [alone[k] * np.prod(np.delete(1 + alone, k)) / whole for k in range(A.size)]


WITNESSES = np.array([0.0, 1.0, 2.0, 5.0, 9.0]), np.array([1, 1, 4, 2, 1]) / 9  # unequal shares, as in a ledger


def unequal(x: np.ndarray) -> np.ndarray:
    return x[0] * (1 + x[1])


def unequal_indices() -> tuple[list[float], list[float]]:
    """Sums over the joint law of two discrete inputs, from the definition of the indices."""
    (x, p), (y, q) = WITNESSES, (np.array([0.0, 1.0]), np.array([0.3, 0.7]))
    both = unequal(np.array(np.meshgrid(x, y, indexing="ij")))
    mean = p @ both @ q
    whole = p @ (both - mean) ** 2 @ q
    alone = [p @ (both @ q - mean) ** 2 / whole, q @ (p @ both - mean) ** 2 / whole]
    return alone, [1 - alone[1], 1 - alone[0]]


FUNCTIONS = {
    "ishigami": (ishigami, [gauss(-np.pi, np.pi, 16)] * 3, ishigami_indices()),
    "sobol-g": (sobol_g, [gauss(0, 1, 4, panels=2)] * 4, sobol_g_indices()),
    "unequal": (unequal, [WITNESSES, (np.array([0.0, 1.0]), np.array([0.3, 0.7]))], unequal_indices()),
}
DRAWS = {"ishigami": 150, "sobol-g": 150, "unequal": 200}
SPREAD = 0.03  # of an index over studies, where the variance of the draws alone would make it 0.10


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize(("noise", "repeats"), [(0.0, 1), (0.3, 2)])
def test_known_indices_lie_inside_their_intervals(name, noise, repeats):
    model, nodes, (first, total) = FUNCTIONS[name]
    covered = np.array([
        [[item.first.low <= a <= item.first.high, item.total.low <= b <= item.total.high]
         for item, a, b in zip(known(model, nodes, DRAWS[name], seed, noise, repeats), first, total, strict=True)]
        for seed in range(STUDIES)])
    assert covered.mean(axis=0).min() >= LEVEL - NOISE


def test_an_index_is_told_as_closely_as_the_draws_allow():
    """With every side of every draw known, which sides the draws believe is no part of the variance."""
    model, nodes, (first, _) = FUNCTIONS["unequal"]
    found = np.array([[item.first.value for item in known(model, nodes, 200, seed)] for seed in range(100)])
    strongest = int(np.argmax(first))
    assert found[:, strongest].mean() == pytest.approx(first[strongest], abs=0.01)
    assert found[:, strongest].std() < SPREAD


@pytest.mark.parametrize("name", ["ishigami", "sobol-g"])
def test_scipys_own_indices_agree(name):
    model, nodes, _ = FUNCTIONS[name]
    low, high = (-np.pi, np.pi) if name == "ishigami" else (0.0, 1.0)
    peer = sobol_indices(func=lambda x: model(low + (high - low) * x), n=PEER_DRAWS, rng=np.random.default_rng(1),
                         dists=[_Uniform()] * len(nodes))
    ours = swept(model, nodes, 1000, 5)
    assert [item.first.value for item in ours] == pytest.approx(peer.first_order.ravel(), abs=PEER + 0.06)
    assert [item.total.value for item in ours] == pytest.approx(peer.total_order.ravel(), abs=PEER + 0.06)


class _Uniform:
    def ppf(self, chance):
        return chance


def test_chance_is_no_doubt_with_two_repeats_and_is_with_one():
    """The twin: with a single repeat the noise of a run counts as an effect."""
    model, nodes, (_, total) = FUNCTIONS["sobol-g"]
    weak = 3
    apart = np.mean([swept(model, nodes, 150, seed, 0.6, 2)[weak].total.value for seed in range(20)])
    mixed = np.mean([swept(model, nodes, 150, seed, 0.6, 1)[weak].total.value for seed in range(20)])
    assert apart == pytest.approx(total[weak], abs=0.05)
    assert mixed > 5 * total[weak]


def test_bars_and_widths_of_a_sum_are_worked_out_by_hand():
    """y = 10 a + b: believing a = 0 or 1 shifts the answer by -5 and +5; knowing a leaves the width of b."""
    draws = 4000
    random = np.random.default_rng(3)
    a, b = random.integers(0, 2, draws), random.uniform(0, 1, draws)
    table = np.stack([b, 10 + b], axis=1)[None]
    found = influence_of((10 * a + b)[None], table, Input("a", (0.5, 0.5), a))
    assert [side.change.value for side in found.sides] == pytest.approx([-5, 5])
    assert found.swing == pytest.approx(10)
    assert found.width_checked == pytest.approx(0.9, abs=0.03)  # of a uniform number, nine tenths
    assert found.width == pytest.approx(10.8, abs=0.03)  # from the lowest tenth of one hump to the highest of the other
    assert found.first.value == pytest.approx(25 / (25 + 1 / 12), abs=0.01)


def test_shares_weigh_the_sides():
    own = np.array([0, 0, 0, 1])
    table = np.tile(np.array([0.0, 4.0]), (1, 4, 1))
    found = influence_of(table[0, np.arange(4), own][None], table, Input("a", (0.75, 0.25), own))
    assert [side.change.value for side in found.sides] == [-1.0, 3.0]


def test_an_answer_that_never_moves_has_no_index_and_no_clear_side():
    table = np.full((1, 20, 2), 7.0)
    found = influence_of(table[:, :, 0], table, Input("a", (0.5, 0.5), np.arange(20) % 2))
    assert np.isnan(found.first.value)
    assert np.isnan(found.total.value)
    assert not found.clear
    assert found.swing == 0
    assert np.isnan(found.narrowing)


def test_draws_without_an_answer_are_left_out():
    table = np.stack([np.arange(20.0), np.arange(20.0) + 3], axis=1)[None]
    whole = influence_of(table[:, :, 0], table, Input("a", (0.5, 0.5), np.zeros(20, int)))
    holed = np.concatenate([table, np.full((1, 1, 2), np.nan)], axis=1)
    same = influence_of(holed[:, :, 0], holed, Input("a", (0.5, 0.5), np.zeros(21, int)))
    assert same == whole


def test_inputs_that_move_it_beyond_chance_come_first():
    random = np.random.default_rng(4)
    own = np.arange(60) % 2
    base = random.normal(size=60)

    def of(key, step, noise):
        table = np.stack([base, base + step + noise * random.normal(size=60)], axis=1)[None]
        return influence_of(base[None], table, Input(key, (0.5, 0.5), own))

    items = [of("weak", 0.5, 0.0), of("none", 0.2, 30.0), of("strong", 2.0, 0.1)]
    assert [item.key for item in ranked(items)] == ["strong", "weak", "none"]


def test_readings_are_compared_draw_by_draw():
    base = np.random.default_rng(5).normal(size=(1, 30)) * 100
    found = switched(base, {"more": base + 2, "same": base})
    assert (found["more"].change.value, found["more"].change.clear) == (pytest.approx(2), True)
    assert (found["same"].change.value, found["same"].change.clear) == (0, False)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(1, 6), st.integers(0, 99))
def test_a_design_tells_every_draw_once_for_every_side(sides, draws, seed):
    random = np.random.default_rng(seed)
    inputs = [Input(str(k), (1 / count,) * count, random.integers(0, count, draws)) for k, count in enumerate(sides)]
    design = design_of(inputs, draws)
    assert design.draw.size == draws * (1 + sum(count - 1 for count in sides))
    assert (np.diff(design.draw) >= 0).all()
    code = np.arange(design.draw.size, dtype=float)[None]
    base, tables = tables_of(code, design, inputs, draws)
    for table, item in zip(tables, inputs, strict=True):
        assert (table[0, np.arange(draws), item.own] == base[0]).all()
        assert all(len(set(line)) == line.size for line in table[0])


@given(st.lists(st.floats(-1e3, 1e3), min_size=8, max_size=30), st.floats(0.05, 0.95))
def test_indices_are_shares_and_bars_balance(values, share):
    base = np.array(values)
    table = np.stack([base, base[::-1]], axis=1)[None]
    found = influence_of(base[None], table, Input("a", (share, 1 - share), np.zeros(base.size, int)))
    for index in (found.first, found.total):
        assert np.isnan(index.value) or 0 <= index.low <= index.value <= index.high <= 1
    assert share * found.sides[0].change.value + (1 - share) * found.sides[1].change.value == pytest.approx(0, abs=1e-6)


def test_the_width_of_a_share_is_no_wider_than_all():
    rng = np.random.default_rng(3)
    own = rng.integers(0, 2, 40)
    truth = np.where(rng.random(40) < 0.5, 0.0, 1.0)  # nearly all the spread there can be
    table = np.repeat(truth[None, :, None], 2, axis=0) * np.ones((2, 40, 2))
    found = influence_of(table[:, np.arange(40), own], table, Input("a", (0.5, 0.5), own), ends=(0.0, 1.0))
    assert 0.9 < found.width <= 1.0
    assert found.width_checked <= 1.0


def idle(random, draws, sides):
    """Inputs that change nothing."""
    return [Input(f"x{k}", (1 / count,) * count, random.integers(0, count, draws)) for k, count in enumerate(sides)]


TRIALS = 150
FALSE_LEADS = 0.05 + 3 * np.sqrt(0.05 * 0.95 / TRIALS)  # by three standard errors


@pytest.mark.parametrize(("kind", "draws"), [("share", 100), ("leakers", 100), ("leakers", 16)])
def test_inputs_that_change_nothing_seldom_lead(kind, draws):
    """Seven disputes that only chance in the fight tells apart: some bar is clear in one study of twenty at most."""
    random, led = np.random.default_rng(31), 0
    for _ in range(TRIALS):
        inputs = idle(random, draws, (5, 3, 2, 2, 2, 2, 2))
        design = design_of(inputs, draws)
        chance = random.beta(2, 5, draws)[design.draw]
        luck = random.random((2, design.draw.size))
        answers = (luck < chance).astype(float) if kind == "share" else random.binomial(16, chance, luck.shape) * 1.0
        found, _ = influences_of(*tables_of(answers, design, inputs, draws), inputs,
                                 one_run=1.0 if kind == "share" else 0.0)
        led += any(item.clear or any(side.against.clear for side in item.sides) for item in found)
    assert led / TRIALS <= FALSE_LEADS


def test_bars_that_are_looked_at_one_by_one_lead_too_often():
    """The twin: without the simultaneous level the same studies find a leading claim where there is none."""
    random, led = np.random.default_rng(31), 0
    for _ in range(100):
        inputs = idle(random, 100, (5, 3, 2, 2, 2, 2, 2))
        design = design_of(inputs, 100)
        answers = random.binomial(16, 0.3, (2, design.draw.size)) * 1.0
        base, tables = tables_of(answers, design, inputs, 100)
        led += any(influence_of(base, table, item).clear for table, item in zip(tables, inputs, strict=True))
    assert led / 100 > 0.2


@pytest.mark.parametrize("repeats", [1, 2])
def test_an_input_that_changes_nothing_narrows_nothing(repeats):
    """100 draws at 90 %, where the tail lies exactly between two draws."""
    random = np.random.default_rng(8)
    base = random.normal(size=(1, 100)) + np.zeros((repeats, 100))
    found, (low, high) = influences_of(
        base, [np.repeat(base[:, :, None], 3, axis=2), np.stack([base, base + 1], axis=2)],
        [Input("still", (0.2, 0.3, 0.5), np.zeros(100, int)), Input("moving", (0.5, 0.5), np.zeros(100, int))])
    assert not found[0].moves
    assert found[0].narrowing == 0
    assert found[0].width == found[1].width == high - low


def test_the_named_pair_is_tested_itself():
    """Both rivals differ from the mixture, and the named one from the nominal only by chance."""
    random = np.random.default_rng(9)
    base = random.normal(size=60)
    table = np.stack([base, base + 0.01 * random.normal(size=60), base + 9], axis=1)[None]
    found = influence_of(base[None], table, Input("a", (0.3, 0.3, 0.4), np.zeros(60, int)))
    assert all(side.change.clear for side in found.sides)
    assert not found.sides[1].against.clear
    assert found.sides[2].against.clear
    assert found.sides[2].against.value == pytest.approx(9)


def test_rounding_is_no_change():
    base = 1000 + np.arange(20.0)
    table = np.stack([base, base + 1e-12], axis=1)[None]
    found = influence_of(base[None], table, Input("a", (0.5, 0.5), np.zeros(20, int)))
    assert [side.change.value for side in found.sides] == [0.0, 0.0]
    assert not found.moves
