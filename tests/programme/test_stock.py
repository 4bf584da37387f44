"""The stock against closed forms: renewal, machine repair, base stock, lost sales; and its limits."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm, null_space
from scipy.stats import poisson

from openiads.physics.queueing import erlang_b_loss
from tests.examples import examples
from tests.programme.kept import FAILED, HOME_LINE, IMPORT_LINE, READY, ROUNDS, WAITS, interval_of_runs, lived
from tests.truth_table import truth

PRINTED = 0.0005 * 15  # each probability is printed to three decimals; weighted by 0 to 5
SETTLED = 8  # steps until what began ready is forgotten, at the rates used here
CENTRED = 0.004  # of a probability that a finite number of items makes smaller


def generator(machines, crews, failure_ps, repair_ps):
    """Transition rates between numbers of machines that are down."""
    rates = np.zeros((machines + 1, machines + 1))
    for down in range(machines + 1):
        if down < machines:
            rates[down, down + 1] = (machines - down) * failure_ps
        if down > 0:
            rates[down, down - 1] = min(down, crews) * repair_ps
    return rates - np.diag(rates.sum(axis=1))


def steady(matrix):
    found = null_space(matrix.T)[:, 0]
    return found / found.sum()


def test_replacements_in_a_time_are_those_of_the_renewal_process():
    # repairs take no time: failures of one item are a Poisson process, t over the mean time between failures
    found = lived(10, failure_ps=1 / 20.0, repair_s=1e-9, runs=600, steps=11, step_s=10.0)
    failures = found[..., -1, FAILED]
    value, low, high = interval_of_runs(failures[..., None])
    assert low < 10 * 100.0 / 20.0 < high, value
    assert failures.var(ddof=1) == pytest.approx(50.0, rel=0.25)  # Poisson: as large as its mean; 600 runs


@pytest.mark.parametrize(("between_s", "repair_s"), [(30.0, 3.0), (10.0, 10.0), (2.0, 20.0)])
def test_availability_is_that_of_alternating_renewal(between_s, repair_s):
    found = lived(6, failure_ps=1 / between_s, repair_s=repair_s, runs=500, steps=60, step_s=20.0)
    value, low, high = interval_of_runs(found[:, :, SETTLED:, READY] / 6)
    assert low < between_s / (between_s + repair_s) < high, value


def test_availability_falls_from_one_as_the_two_state_chain_says():
    # Barlow and Proschan, "Mathematical Theory of Reliability", 1965, chapter 3: A(t) by the matrix exponential
    failure_ps, repair_ps, step_s = 1 / 20.0, 1 / 10.0, 3.0
    found = lived(20, failure_ps=failure_ps, repair_s=1 / repair_ps, runs=1000, steps=8, step_s=step_s)
    matrix = generator(1, 1, failure_ps, repair_ps)
    for step in range(1, 8):
        value, low, high = interval_of_runs(found[:, :, step:step + 1, READY] / 20)
        assert low < expm(matrix * step * step_s)[0, 0] < high, (step, value)


@pytest.mark.parametrize("row", truth("machine_repair.csv"))
def test_machine_repair_is_that_of_the_textbook(row):
    day_s = 86400.0
    found = lived(int(row.machines), crews=int(row.crews), failure_ps=1 / (row.days_between_failures * day_s),
                  repair_s=row.repair_days * day_s, runs=1500, steps=60, step_s=30 * day_s)
    printed = row.machines - sum(n * share for n, share in enumerate(row[4:]))
    value, low, high = interval_of_runs(found[:, :, SETTLED:, READY])
    assert low - PRINTED < printed < high + PRINTED, value
    for down, share in enumerate(row[4:]):
        happened = found[:, :, SETTLED:, READY] == row.machines - down
        _, low, high = interval_of_runs(happened)
        assert low - 0.0005 <= share <= high + 0.0005, down


@pytest.mark.parametrize(("machines", "crews", "failure_ps", "repair_ps"), [
    (4, 1, 0.2, 0.5), (10, 2, 0.1, 0.3), (8, 3, 1.0, 1.0), (16, 4, 0.02, 0.01),
])
def test_machine_repair_is_that_of_the_birth_and_death_chain(machines, crews, failure_ps, repair_ps):
    step_s = 5 / min(failure_ps, repair_ps)
    found = lived(machines, crews=crews, failure_ps=failure_ps, repair_s=1 / repair_ps, runs=500, steps=60,
                  step_s=step_s)
    shares = steady(generator(machines, crews, failure_ps, repair_ps))
    value, low, high = interval_of_runs(found[:, :, SETTLED:, READY])
    assert low < machines - shares @ np.arange(machines + 1) < high, value


def test_another_number_of_crews_would_be_told():
    found = lived(10, crews=2, failure_ps=0.1, repair_s=1 / 0.3, runs=500, steps=60, step_s=50.0)
    _, low, high = interval_of_runs(found[:, :, SETTLED:, READY])
    wrong = 10 - steady(generator(10, 3, 0.1, 0.3)) @ np.arange(11)
    assert not low < wrong < high


@pytest.mark.parametrize(("base", "load"), [(0, 2.0), (3, 2.0), (5, 5.0), (8, 5.0)])
def test_stock_out_is_that_of_palm(base, load):
    # Palm's theorem: orders outstanding are Poisson with the demand over the lead time, whatever the law of that time;
    # Sherbrooke, "Optimal Inventory Modeling of Systems", 2nd ed. 2004, chapter 2. With 2,000 items demand hardly
    # depends on how many wait
    items, lead_s = 2000, 10.0
    found = lived(items, failure_ps=load / lead_s / items, repair_s=1e-9, spare_needed=1.0, imported=base,
                  resupply_s=lead_s, runs=150, steps=120, step_s=lead_s, crews=items)
    empty = found[:, :, SETTLED:, IMPORT_LINE] == 0
    value, low, high = interval_of_runs(empty)
    assert low - CENTRED < poisson.sf(base - 1, load) < high + CENTRED, value
    backorders = found[:, :, SETTLED:, WAITS]
    value, low, high = interval_of_runs(backorders)
    waiting = sum((n - base) * poisson.pmf(n, load) for n in range(base, 60))
    assert low - load * CENTRED < waiting < high + load * CENTRED, value


def test_stock_out_of_few_items_is_that_of_the_closed_chain():
    # a finite source with ample repair is insensitive to the law of the lead time: the chain of an exponential one
    items, base, failure_ps, lead_s = 6, 2, 0.05, 12.0
    chain = np.zeros((items + base + 1,) * 2)
    for out in range(items + base + 1):
        if out < items + base:
            chain[out, out + 1] = min(items, items + base - out) * failure_ps
        if out:
            chain[out, out - 1] = out / lead_s
    shares = steady(chain - np.diag(chain.sum(axis=1)))
    found = lived(items, failure_ps=failure_ps, repair_s=1e-9, spare_needed=1.0, imported=base, resupply_s=lead_s,
                  runs=400, steps=100, step_s=40.0)
    value, low, high = interval_of_runs(found[:, :, SETTLED:, IMPORT_LINE] == 0)
    assert low < shares[base:].sum() < high, value
    value, low, high = interval_of_runs(found[:, :, SETTLED:, READY])
    assert low < shares @ np.minimum(items, items + base - np.arange(items + base + 1)) < high, value


@pytest.mark.parametrize(("base", "load"), [(1, 0.5), (3, 2.0), (6, 6.0)])
def test_firings_from_a_short_stock_are_lost_as_erlang_says(base, load):
    # rounds fired while none is held are not fired: (S - 1, S) with lost sales is Erlang's loss system (Karush 1957)
    found = lived(1, rounds=base, fired_ps=load / 10.0, resupply_s=10.0, runs=300, steps=100, step_s=20.0)
    value, low, high = interval_of_runs(found[:, :, SETTLED:, ROUNDS] == 0)
    assert low < float(erlang_b_loss(load, base)) < high, value


def test_rounds_on_the_shelf_are_withdrawn_exponentially():
    found = lived(1, rounds=200, withdrawn_ps=0.01, stop_s=0.0, runs=200, steps=11, step_s=10.0)
    for step in (1, 5, 10):
        value, low, high = interval_of_runs(found[:, :, step:step + 1, ROUNDS])
        assert low < 200 * np.exp(-0.01 * 10.0 * step) < high, (step, value)


def test_without_failures_everything_stays_ready():
    found = lived(7, failure_ps=0.0, spare_needed=1.0, runs=3)
    assert np.all(found[..., READY] == 7)
    assert not found[..., FAILED].any()


def test_a_second_delivery_brings_items_spares_rounds_and_crews():
    found = lived(4, failure_ps=0.0, delivery_s=55.0, second=3, imported=2, second_spares=5, rounds=6, second_rounds=9,
                  runs=2, steps=12)
    ready, spares, rounds = (found[0, 0, :, column] for column in (READY, IMPORT_LINE, ROUNDS))
    assert ready.tolist() == [4] * 6 + [7] * 6
    assert spares.tolist() == [2] * 6 + [7] * 6
    assert rounds.tolist() == [6] * 6 + [15] * 6
    busy = {"failure_ps": 0.1, "repair_s": 40.0, "crews": 1, "steps": 60, "runs": 200, "delivery_s": 100.0}
    few, more = (lived(6, **busy, second_crews=crews)[:, :, 20:, READY].mean() for crews in (0, 4))
    assert more > 3 * few


def test_a_delivery_after_imports_stop_never_comes():
    found = lived(4, failure_ps=0.0, delivery_s=55.0, second=3, stop_s=50.0, runs=2)
    assert np.all(found[..., READY] == 4)


def test_orders_under_way_are_lost_when_imports_stop():
    # each item needs its only spare at once; the orders for the next would arrive after the stop
    late = lived(5, failure_ps=10.0, repair_s=1e-6, spare_needed=1.0, imported=5, resupply_s=30.0, stop_s=20.0, runs=5)
    assert np.all(late[:, :, 3:, READY] == 0)
    soon = lived(5, failure_ps=10.0, repair_s=1e-6, spare_needed=1.0, imported=5, resupply_s=2.0, stop_s=20.0, runs=5)
    assert soon[:, :, -1, FAILED].mean() > late[:, :, -1, FAILED].mean() + 10


def test_home_makers_order_again_what_the_stop_cancelled():
    asked = {"failure_ps": 0.05, "repair_s": 0.1, "spare_needed": 1.0, "home_share": 1.0, "home": 3, "resupply_s": 30.0,
             "home_s": 5.0, "stop_s": 100.0, "steps": 60, "runs": 200}
    never = lived(5, **asked)[:, :, -1, READY].mean()
    home = lived(5, **asked, home_from_s=200.0)[:, :, -1, READY].mean()
    before = lived(5, **asked, home_from_s=50.0)[:, :, -1, READY].mean()
    assert never < 0.2
    assert home > 4
    assert before == pytest.approx(home, abs=0.3)  # it is the state long after that is compared


def test_what_can_only_be_imported_is_not_made_at_home():
    found = lived(5, failure_ps=0.05, repair_s=0.1, spare_needed=1.0, home_share=0.0, imported=3, stop_s=100.0,
                  home_from_s=0.0, steps=80, runs=100)
    assert found[:, :, -1, READY].mean() < 0.2
    assert not found[..., HOME_LINE].any()


@pytest.mark.parametrize("change", [
    {"failure_ps": 0.2}, {"repair_s": 9.0}, {"spare_needed": 0.2}, {"home_share": 0.9}, {"imported": 4}, {"home": 4},
    {"rounds": 30}, {"rounds_home": True}, {"lot": 3}, {"crews": 1}, {"fired_ps": 0.3}, {"withdrawn_ps": 0.02},
    {"resupply_s": 40.0}, {"home_s": 30.0}, {"delivery_s": 100.0}, {"second": 2}, {"second_spares": 3},
    {"second_rounds": 7}, {"second_crews": 3}, {"second_fired_ps": 0.5}, {"stop_s": 150.0}, {"home_from_s": 60.0},
    {"seed": 12}, {"step_s": 11.0},
], ids=lambda change: next(iter(change)))
def test_every_rate_matters(change):
    asked = {"failure_ps": 0.1, "repair_s": 4.0, "spare_needed": 0.7, "home_share": 0.4, "imported": 2, "home": 2,
             "rounds": 20, "lot": 1, "crews": 2, "fired_ps": 0.1, "withdrawn_ps": 0.005, "resupply_s": 15.0,
             "home_s": 6.0, "delivery_s": 120.0, "second": 3, "second_spares": 1, "second_rounds": 5, "second_crews": 1,
             "second_fired_ps": 0.1, "stop_s": 250.0, "home_from_s": 120.0, "runs": 40, "draws": 2, "steps": 50}
    before, after = lived(5, **asked), lived(5, **{**asked, **change})
    assert before.shape == after.shape
    assert not np.array_equal(before, after)


@given(items=st.integers(0, 8), failure=st.floats(0, 0.5), repair=st.floats(0.01, 50), needed=st.floats(0, 1),
       share=st.floats(0, 1), spares=st.integers(0, 6), home=st.integers(0, 6), rounds=st.integers(0, 30),
       lot=st.integers(1, 5), crews=st.integers(0, 4), fired=st.floats(0, 1), withdrawn=st.floats(0, 0.1),
       resupply=st.floats(0.01, 80), stop=st.floats(0, 500), begin=st.floats(0, 500), seed=st.integers(0, 2**63 - 1))
@examples(60)
def test_nothing_is_made_of_nothing(items, failure, repair, needed, share, spares, home, rounds, lot, crews, fired,
                                    withdrawn, resupply, stop, begin, seed):
    found = lived(items, failure_ps=failure, repair_s=repair, spare_needed=needed, home_share=share, imported=spares,
                  home=home, rounds=rounds, lot=lot, crews=crews, fired_ps=fired, withdrawn_ps=withdrawn,
                  resupply_s=resupply, stop_s=stop, home_from_s=begin, seed=seed, runs=3, steps=30)
    assert np.all(found >= 0)
    assert np.all(found[..., READY] + found[..., WAITS] <= items)
    assert np.all(np.diff(found[..., FAILED], axis=-1) >= 0)
    for line, base in ((IMPORT_LINE, spares), (HOME_LINE, home), (ROUNDS, rounds)):
        assert np.all(found[..., line] <= base)
    # an item that waits for a spare of a kind leaves none of that kind on the shelf
    both = (found[..., IMPORT_LINE] > 0) & (found[..., HOME_LINE] > 0)
    assert not np.any(both & (found[..., WAITS] > 0))


@given(items=st.integers(1, 8), failure=st.floats(0.01, 0.5), needed=st.floats(0.05, 1), spares=st.integers(0, 20),
       rounds=st.integers(0, 30), seed=st.integers(0, 2**63 - 1))
@examples(60)
def test_without_imports_and_without_home_makers_stocks_only_run_down(items, failure, needed, spares, rounds, seed):
    found = lived(items, failure_ps=failure, repair_s=1.0, spare_needed=needed, home_share=0.5, imported=spares,
                  home=spares, rounds=rounds, fired_ps=0.1, withdrawn_ps=0.01, stop_s=0.0, home_from_s=inf, seed=seed,
                  runs=3)
    for line in (IMPORT_LINE, HOME_LINE, ROUNDS):
        assert np.all(np.diff(found[..., line], axis=-1) <= 0)
    assert np.all(np.diff(found[..., WAITS], axis=-1) >= 0)  # who waits for a spare waits for good


@given(spares=st.integers(0, 12), failure=st.floats(0.01, 0.3), seed=st.integers(0, 2**63 - 1))
@examples(40)
def test_a_later_stop_never_leaves_less_ready_on_average(spares, failure, seed):
    asked = {"failure_ps": failure, "repair_s": 1.0, "spare_needed": 1.0, "imported": spares, "resupply_s": 5.0,
             "runs": 60, "seed": seed}
    early, late = (lived(6, **asked, stop_s=stop_s)[..., READY].mean() for stop_s in (50.0, 300.0))
    assert late >= early - 0.15  # of six; the luck of sixty runs


def test_a_run_is_the_same_alone_and_among_others():
    many = lived(5, spare_needed=0.5, imported=1, runs=6, draws=3)
    again = lived(5, spare_needed=0.5, imported=1, runs=6, draws=3)
    assert np.array_equal(many, again)
    assert not np.array_equal(many[0], many[1])  # the same rates, another luck
