"""Weapon-target assignment: the proven optimum against HiGHS on the integer programme, and the quick methods."""

import numpy as np
from peers import assign_by_milp
from verdict import Verdict, timed

from openiads.physics.assignment_exact import assign_best
from openiads.physics.assignment_fast import surviving_value
from openiads.physics.assignment_regret import METHODS

SIZES = ((10, 10), (20, 10), (50, 50), (100, 50), (100, 100), (120, 100), (200, 100), (200, 400), (400, 200),
         (500, 500), (1000, 1000))
SMALL, LARGE_CELLS = 20, 200_000  # instances of a size up to 200 x 100; cells above which one instance will do
MIDDLE = 3
PEER_LIMIT_S = 30.0
ACCEPTED_S = {(100, 100): 0.02, (200, 400): 1.0, (400, 200): 10.0, (1000, 1000): 2.0}
ACCEPTED_GAP = 1e-6
ACCEPTED_OVER_PEER = 1500.0
ACCEPTED_SEARCH_S, ACCEPTED_SEARCH_ABOVE = 1e-3, 0.5
FEW, MANY = 50, 100  # rounds of the smallest instance that the goal of the search is asked of; of the timed one


def instance(weapons: int, targets: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The usual generator: values whole numbers from 25 to 100, probabilities uniform in 0.6 to 0.9, one round each."""
    rng = np.random.default_rng(seed)
    return rng.uniform(0.6, 0.9, (weapons, targets)), rng.integers(25, 101, targets).astype(float)


def repeats(weapons: int, targets: int) -> int:
    """Instances of a size."""
    return 1 if weapons * targets > LARGE_CELLS else MIDDLE if weapons * targets > 200 * 100 else SMALL


def main() -> list[Verdict]:
    """Print a line for each size, then HiGHS's progress on 100 x 100."""
    print("usual generator; medians over instances; per cent above the proven optimum, mean and worst")
    assign_best(*instance(30, 20, 0))
    exact_s, gaps, search_s, above = {}, [], {}, {}
    for weapons, targets in SIZES:
        most, rows = np.full(targets, weapons), []
        for seed in range(repeats(weapons, targets)):
            pk, values = instance(weapons, targets, seed)
            wall_s, _, best = timed(lambda pk=pk, values=values: assign_best(pk, values))
            gaps.append(best.gap)
            row = [wall_s]
            for method in METHODS.values():
                wall_s, _, chosen = timed(
                    lambda pk=pk, values=values, most=most, method=method: method(pk, values, most))
                row += [wall_s, 100 * (surviving_value(pk, values, chosen) / best.surviving_value - 1)]
            rows.append(row)
        table = np.array(rows)
        exact_s[weapons, targets], search_s[weapons, targets] = np.median(table[:, 0]), np.median(table[:, 5])
        above[weapons, targets] = table[:, 6].mean()
        quick = "; ".join(
            f"{name} {1e3 * np.median(table[:, 1 + 2 * place]):.3g} ms {table[:, 2 + 2 * place].mean():.2f}"
            f" ({table[:, 2 + 2 * place].max():.2f}) %" for place, name in enumerate(METHODS))
        print(f"  {weapons} x {targets}, {len(rows)}: proven in {1e3 * exact_s[weapons, targets]:.3g} ms; {quick}")
    pk, values = instance(MANY, MANY, 0)
    best = assign_best(pk, values)
    peer_s, _, peer = timed(lambda: assign_by_milp(pk, values, PEER_LIMIT_S))
    ours_s = exact_s[MANY, MANY]
    _, _, hasty = timed(lambda: assign_by_milp(pk, values, max(1.0, ours_s)))
    for name, (left, bound) in {f"HiGHS, {peer_s:.0f} s": peer, "HiGHS, 1 s": hasty}.items():
        print(f"  {MANY} x {MANY}, {name}: {100 * (left / best.surviving_value - 1):.4f} % above the optimum,"
              f" bound {100 * (1 - bound / best.surviving_value):.4f} % below; ours proven in {1e3 * ours_s:.3g} ms")
    return [
        *(Verdict(f"assignment {weapons} x {targets}, proven optimum", exact_s[weapons, targets], goal_s, " s")
          for (weapons, targets), goal_s in ACCEPTED_S.items()),
        Verdict("assignment, greatest gap of any instance", max(gaps), ACCEPTED_GAP),
        Verdict("assignment 100 x 100, HiGHS's time over ours", peer_s / ours_s, ACCEPTED_OVER_PEER, at_least=True),
        Verdict("assignment 100 x 100, search", search_s[MANY, MANY], ACCEPTED_SEARCH_S, " s"),
        Verdict("assignment, search above the optimum, worst size from 50 on",
                max(percent for (weapons, _), percent in above.items() if weapons >= FEW), ACCEPTED_SEARCH_ABOVE, " %"),
    ]


if __name__ == "__main__":
    for verdict in main():
        print(verdict)
