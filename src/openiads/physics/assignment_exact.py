"""The best assignment of rounds to targets, with a bound that proves how good it is: column generation over sets."""

from typing import NamedTuple

import highspy
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from openiads.physics.assignment_fast import IDLE, assign_by_search, exchange, match, surviving_value, value_left
from openiads.physics.assignment_sets import price_sets, sets_below

PROVEN = 1e-7  # share of the surviving value; a smaller gap counts as none
ROUNDING = 1e-13  # share of the value of all targets; a smaller gap is rounding
ASCENTS = 12  # steps along the subgradient before the first linear programme
KEPT_SETS = 3  # of each target and each pricing
LEAN = 0.4  # how far prices lean back to the best ones known
ITERATIONS_AT_MOST = 400
SETS_AT_MOST = 100_000  # listed to close a gap
NODES_AT_MOST = 20_000  # of the branching over them
LEAST_SURVIVAL = 1e-12  # a surer kill counts as this sure, for its logarithm


class Assignment(NamedTuple):
    """An assignment, the value that it leaves alive, and the least that any could leave."""

    surviving_value: float
    targets: np.ndarray  # (r,) target of each round, -1 for one that is held back
    weapons: np.ndarray  # (r,) weapon of each round, in order
    bound: float  # no assignment leaves less
    prices: np.ndarray  # (w,) what one more round of each weapon is worth; they prove the bound

    @property
    def gap(self) -> float:
        """Surviving value above the bound, as a share of it; the assignment is no farther from the best."""
        return max(0.0, self.surviving_value - self.bound) / max(self.surviving_value, np.finfo(float).tiny)


class Problem(NamedTuple):
    """What is to be assigned: w weapons with several rounds each, t targets."""

    pk: np.ndarray  # (w, t)
    target_values: np.ndarray  # (t,)
    rounds: np.ndarray  # (w,)
    most_on_target: np.ndarray  # (t,)
    logs: np.ndarray  # (t, w), -ln(1 - pk)
    pk_by_round: np.ndarray  # (r, t)


def assign_best(
    pk: np.ndarray, target_values: np.ndarray, rounds: np.ndarray | None = None,
    most_on_target: np.ndarray | None = None,
) -> Assignment:
    """Assignment that leaves least value alive, with its proof.

    Parameters
    ----------
    pk : (w, t) array
        Kill probability of each weapon against each target, 0 where it cannot reach. [-]
    target_values : (t,) array
    rounds : (w,) array of int, optional
        Rounds of each weapon; one of each if not told.
    most_on_target : (t,) array of int, optional
        Rounds that each target may get; any number if not told.

    Returns
    -------
    Assignment
        Its `gap` is what remains unproven: 0 but for rounding where the search came to its end.

    Notes
    -----
    min sum of V prod (1 - p). The prices of a matching prove most cases with no more rounds than targets. Else a linear
    programme over sets of rounds for each target, whose sets are made as its prices ask for them; the bound is the
    Lagrangian dual at the best prices, so it does not rest on the tolerances of the programme. Where its solution is
    fractional, every set that a better assignment could use is listed, and branching over them closes the gap; that
    last bound is the solver's. Probabilities above 1 - 1e-12 count as that.

    References
    ----------
    manne-1958; dantzig-1960

    Examples
    --------
    >>> best = assign_best(np.array([[0.8, 0.3], [0.4, 0.7]]), np.array([5.0, 8.0]))
    >>> best.targets.tolist(), round(best.surviving_value, 9), best.gap < 1e-6
    ([0, 1], 3.4, True)
    """
    problem = _problem(pk, target_values, rounds, most_on_target)
    search = _Search(problem)
    search.climb()
    if not search.proven:
        search.generate()
    if not search.proven:
        search.close()
    bound = min(max(search.bound, 0.0), search.value)
    return Assignment(search.value, search.targets, search.owner, bound, search.prices)


def _problem(
    pk: np.ndarray, target_values: np.ndarray, rounds: np.ndarray | None, most_on_target: np.ndarray | None
) -> Problem:
    pk, target_values = np.ascontiguousarray(pk, dtype=float), np.asarray(target_values, dtype=float)
    rounds = np.ones(len(pk), dtype=np.int64) if rounds is None else np.asarray(rounds, dtype=np.int64)
    most = np.full(len(target_values), rounds.sum()) if most_on_target is None else np.minimum(
        most_on_target, rounds.sum())
    logs = np.ascontiguousarray(-np.log(np.maximum(1 - pk.T, LEAST_SURVIVAL)))
    return Problem(pk, target_values, rounds, most.astype(np.int64), logs, np.repeat(pk, rounds, axis=0))


class _Search:
    """Best assignment and best prices known so far."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.owner = np.repeat(np.arange(problem.rounds.size), problem.rounds)
        self.targets = assign_by_search(problem.pk_by_round, problem.target_values, problem.most_on_target)
        self.value = float(surviving_value(problem.pk_by_round, problem.target_values, self.targets))
        self.bound, self.prices = -np.inf, np.zeros(problem.rounds.size)
        self.sets: list[tuple] = []

    @property
    def proven(self) -> bool:
        """Whether nothing better can be left to find."""
        return self.value - max(self.bound, 0.0) <= PROVEN * self.value + ROUNDING * self.problem.target_values.sum()

    def price(self, prices: np.ndarray, paid: np.ndarray, worth: np.ndarray) -> tuple[float, np.ndarray, tuple]:
        """Cheapest sets at some prices, those that others would gladly have; a better bound is kept."""
        bound, used, sets = price_sets(
            self.problem.logs, self.problem.target_values, prices, self.problem.rounds, self.problem.most_on_target,
            paid, worth, KEPT_SETS)
        if bound > self.bound:
            self.bound, self.prices = bound, prices
        return bound, used, sets

    def climb(self) -> None:
        """Prices to begin with: of a matching, or of the next use of each round; then steps along the subgradient."""
        problem = self.problem
        nothing, any_worth = np.zeros(problem.rounds.size), np.full(problem.target_values.size, np.inf)
        for prices in (self.matching_prices(), self.next_use_prices()):
            self.price(prices, nothing, -any_worth)
            if self.proven:
                return
        prices, step, direction = self.prices, 1.0, nothing
        for _ in range(ASCENTS):
            before = self.bound
            bound, used, sets = self.price(prices, nothing, any_worth)
            self.keep(sets)
            if bound < before:
                step *= 0.7
            direction = used - problem.rounds + 0.3 * direction
            length = direction @ direction
            if self.proven or length == 0:
                return
            prices = np.maximum(0.0, prices + step * (self.value - bound) / length * direction)

    def matching_prices(self) -> np.ndarray:
        """Row prices of the matching of all rounds, each target with one at most."""
        problem = self.problem
        if self.targets.size > problem.target_values.size:
            return np.zeros(problem.rounds.size)
        _, row_prices = match(problem.pk_by_round * problem.target_values)
        return self.by_weapon(row_prices)

    def next_use_prices(self) -> np.ndarray:
        """What one more round of each weapon would save."""
        problem = self.problem
        left = value_left(problem.pk_by_round, problem.target_values, self.targets)
        return (problem.pk * left).max(axis=1, initial=0.0)

    def by_weapon(self, row_prices: np.ndarray) -> np.ndarray:
        """Mean price of the rounds of each weapon."""
        total = np.bincount(self.owner, row_prices, minlength=self.problem.rounds.size)
        return total / np.maximum(self.problem.rounds, 1)

    def keep(self, sets: tuple) -> None:
        """Remember sets for the first linear programme."""
        self.sets.append(sets)

    def own_sets(self) -> tuple:
        """Sets of the best assignment known, and the empty set of each target."""
        problem = self.problem
        count = problem.target_values.size
        fired = np.flatnonzero(self.targets >= 0)
        order = fired[np.argsort(self.targets[fired], kind="stable")]
        stops = np.cumsum(np.bincount(self.targets[fired], minlength=count))
        left = value_left(problem.pk_by_round, problem.target_values, self.targets)
        every = np.arange(count)
        return (np.concatenate([every, every]), np.concatenate([problem.target_values, left]),
                np.concatenate([np.zeros(count, np.int64), stops]), self.owner[order])

    def generate(self) -> None:
        """Solve the linear programme over all sets, of which only those that its prices ask for are made."""
        problem = self.problem
        master = _Master(problem)
        self.keep(self.own_sets())
        master.add(*_joined(self.sets))
        lean = LEAN
        for _ in range(ITERATIONS_AT_MOST):
            value, paid, worth = master.solve()
            if value - self.bound <= 0.1 * PROVEN * value:
                break
            before = self.bound
            _, _, sets = self.price(lean * self.prices + (1 - lean) * paid, paid, worth)
            if sets[0].size == 0 and self.bound <= before:
                if lean == 0:
                    break
                lean = 0.0
                continue
            lean = LEAN
            master.add(*sets)
            if self.proven:
                return
        made = master.sets()
        if not self.proven and not self.adopt_whole(master.used(), made):
            self.branch(made)

    def adopt_whole(self, used: np.ndarray, sets: tuple) -> bool:
        """Take over a solution of the linear programme if it divides nothing."""
        taken = np.flatnonzero(used > 1e-6)
        whole = bool((used[taken] > 1 - 1e-6).all())
        if whole:
            self.adopt(taken, sets)
        return whole

    def adopt(self, taken: np.ndarray, sets: tuple) -> None:
        """Take over some of the sets, mend what is idle, and keep the assignment if it is better."""
        problem = self.problem
        owners, _, ends, items = sets
        targets = np.full(self.owner.size, IDLE)
        free = np.cumsum(problem.rounds)  # beyond the last free round of each weapon
        for place in taken:
            for weapon in items[ends[place - 1] if place else 0 : ends[place]]:
                free[weapon] -= 1
                targets[free[weapon]] = owners[place]
        exchange(problem.pk_by_round, problem.target_values, problem.most_on_target, targets)
        value = float(surviving_value(problem.pk_by_round, problem.target_values, targets))
        if value < self.value:
            self.value, self.targets = value, targets

    def branch(self, sets: tuple) -> float:
        """Best choice among some sets, and the bound on what any choice among them leaves."""
        problem = self.problem
        owners, lefts, ends, items = sets
        starts, rows, counts = _columns(problem, owners, ends, items)
        matrix = csc_array((counts, rows, starts), shape=(problem.rounds.size + problem.target_values.size, lefts.size))
        upper = np.concatenate([problem.rounds, np.ones(problem.target_values.size)])
        lower = np.concatenate([np.zeros(problem.rounds.size), np.ones(problem.target_values.size)])
        found = milp(lefts, integrality=np.ones(lefts.size), bounds=Bounds(0, 1),
                     constraints=LinearConstraint(matrix, lower, upper),
                     options={"node_limit": NODES_AT_MOST, "mip_rel_gap": 0.1 * PROVEN})
        if found.x is not None:
            self.adopt(np.flatnonzero(found.x > 0.5), sets)
        return -np.inf if found.mip_dual_bound is None else float(found.mip_dual_bound)

    def close(self) -> None:
        """List every set that a better assignment could use, and branch over them."""
        problem = self.problem
        owners, lefts = np.empty(SETS_AT_MOST, np.int64), np.empty(SETS_AT_MOST)
        items, ends = np.empty(8 * SETS_AT_MOST, np.int64), np.empty(SETS_AT_MOST, np.int64)
        number, whole = sets_below(
            problem.logs, problem.target_values, self.prices, problem.rounds, problem.most_on_target,
            (self.value - self.bound) * (1 + 1e-9), owners, lefts, items, ends)
        if whole:
            bound = self.branch((owners[:number], lefts[:number], ends[:number], items))
            self.bound = max(self.bound, min(self.value, bound))


def _joined(parts: list[tuple]) -> tuple:
    """Lists of sets as one."""
    owners, lefts, ends, items = zip(*parts, strict=True)
    before = np.cumsum([0, *(part.size for part in items[:-1])])
    return (np.concatenate(owners), np.concatenate(lefts),
            np.concatenate([part + start for part, start in zip(ends, before, strict=True)]), np.concatenate(items))


def _columns(
    problem: Problem, owners: np.ndarray, ends: np.ndarray, items: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Starts, rows and numbers of the matrix of sets: a row for each weapon, then one for each target."""
    weapons, number = problem.rounds.size, owners.size
    sizes = np.diff(ends, prepend=0)
    column = np.concatenate([np.repeat(np.arange(number), sizes), np.arange(number)])
    row = np.concatenate([items[: sizes.sum()], weapons + owners])
    cells, counts = np.unique(column * (weapons + problem.target_values.size) + row, return_counts=True)
    column, row = np.divmod(cells, weapons + problem.target_values.size)
    return np.searchsorted(column, np.arange(number + 1)), row, counts.astype(float)


class _Master:
    """Linear programme over the sets made so far; it keeps its basis from one solution to the next."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.solver = highspy.Highs()
        for option, setting in (("output_flag", False), ("threads", 1), ("presolve", "off"),
                                ("dual_feasibility_tolerance", 1e-9)):
            self.solver.setOptionValue(option, setting)
        weapons, targets = problem.rounds.size, problem.target_values.size
        lower = np.concatenate([np.full(weapons, -np.inf), np.ones(targets)])
        upper = np.concatenate([problem.rounds.astype(float), np.ones(targets)])
        self.solver.addRows(weapons + targets, lower, upper, 0, np.zeros(weapons + targets, np.int32),
                            np.empty(0, np.int32), np.empty(0))
        self.parts: list[tuple] = []

    def add(self, owners: np.ndarray, lefts: np.ndarray, ends: np.ndarray, items: np.ndarray) -> None:
        """Add sets as columns."""
        starts, rows, counts = _columns(self.problem, owners, ends, items)
        self.solver.addCols(owners.size, lefts, np.zeros(owners.size), np.full(owners.size, np.inf), rows.size,
                            starts[:-1].astype(np.int32), rows.astype(np.int32), counts)
        self.parts.append((owners, lefts, ends, items))

    def solve(self) -> tuple[float, np.ndarray, np.ndarray]:
        """Least value, prices of rounds and prices of targets."""
        self.solver.run()
        duals = np.array(self.solver.getSolution().row_dual)
        weapons = self.problem.rounds.size
        return self.solver.getObjectiveValue(), np.maximum(0.0, -duals[:weapons]), duals[weapons:]

    def used(self) -> np.ndarray:
        """How much of each set the solution uses."""
        return np.array(self.solver.getSolution().col_value)

    def sets(self) -> tuple:
        """All sets made."""
        return _joined(self.parts)
