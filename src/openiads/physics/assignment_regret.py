"""What a method of assignment leaves alive beyond the best: its regret."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from openiads.physics.assignment_exact import Assignment, assign_best
from openiads.physics.assignment_fast import assign_by_rule, assign_by_search, assign_greedily, surviving_value

METHODS: dict[str, Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]] = {
    "rule": assign_by_rule, "greedy": assign_greedily, "search": assign_by_search,
}


class Regret(NamedTuple):
    """What one method leaves alive, and how that stands to the best."""

    surviving_value: float
    regret: float  # above the best, as a share of it; NaN where the best leaves nothing


def assignment_regret(
    pk: np.ndarray, target_values: np.ndarray, rounds: np.ndarray | None = None,
    most_on_target: np.ndarray | None = None,
) -> tuple[Assignment, dict[str, Regret]]:
    """Surviving value of every quick method beside the best.

    Parameters
    ----------
    pk, target_values, rounds, most_on_target
        As in `assign_best`. The rule gives each target its rounds in turns.

    Returns
    -------
    best : Assignment
        With its gap; a regret is uncertain by as much.
    regrets : dict of str to Regret
        Of "rule", "greedy" and "search".

    References
    ----------
    manne-1958

    Examples
    --------
    >>> best, regrets = assignment_regret(np.array([[0.8, 0.9], [0.7, 0.2]]), np.array([8.0, 5.0]))
    >>> round(best.surviving_value, 9), {name: round(item.regret, 3) for name, item in regrets.items()}
    (2.9, {'rule': 0.931, 'greedy': 0.89, 'search': 0.0})
    """
    best = assign_best(pk, target_values, rounds, most_on_target)
    by_round = np.ascontiguousarray(np.asarray(pk, dtype=float)[best.weapons])
    values = np.asarray(target_values, dtype=float)
    most = np.full(values.size, best.weapons.size) if most_on_target is None else np.asarray(most_on_target)
    found = {}
    for name, method in METHODS.items():
        left = float(surviving_value(by_round, values, method(by_round, values, most)))
        found[name] = Regret(left, left / best.surviving_value - 1 if best.surviving_value > 0 else np.nan)
    return best, found
