"""Which weapon fires at which target: exact answers for the kinds of problem that have one."""

from itertools import product
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment, minimize

EXHAUSTIVE_LIMIT = 200_000  # assignments that are tried one by one


class Assignment(NamedTuple):
    """An assignment and the value that it leaves alive."""

    surviving_value: float
    targets: np.ndarray  # (weapons,) target of each weapon


def surviving_value(pk: np.ndarray, target_values: np.ndarray, targets: np.ndarray) -> float:
    """Expected value left when each weapon fires its round at its target.

    Parameters
    ----------
    pk : (w, t) array
        Kill probability of each weapon against each target. [-]
    target_values : (t,) array
    targets : (w,) array of int
        Target of each weapon.

    Returns
    -------
    float
        Sum of V (1 - p)(1 - p)...; rounds are independent.

    References
    ----------
    manne-1958, "A target-assignment problem"

    Examples
    --------
    >>> surviving_value(np.array([[0.5], [0.5]]), np.array([8.0]), np.array([0, 0]))
    2.0
    """
    left = np.array(target_values, dtype=float)
    for weapon, target in enumerate(targets):
        left[target] *= 1 - pk[weapon, target]
    return float(left.sum())


def assign_best(pk: np.ndarray, target_values: np.ndarray) -> Assignment:
    """Best assignment of single rounds.

    Parameters
    ----------
    pk : (w, t) array
        Kill probability of each weapon against each target. [-]
    target_values : (t,) array

    Returns
    -------
    Assignment
        The best of all where they are few enough to be tried; else the best of those with at most one round on a
        target, which for more targets than weapons is a bound from above.

    References
    ----------
    manne-1958

    Examples
    --------
    >>> assign_best(np.array([[0.8, 0.3], [0.4, 0.7]]), np.array([5.0, 8.0])).targets.tolist()
    [0, 1]
    """
    weapons, targets = pk.shape
    if targets**weapons <= EXHAUSTIVE_LIMIT:
        tried = (np.array(choice) for choice in product(range(targets), repeat=weapons))
        best = min(tried, key=lambda choice: surviving_value(pk, target_values, choice))
    else:
        _, best = linear_sum_assignment(pk * target_values, maximize=True)
    return Assignment(surviving_value(pk, target_values, best), best)


def assign_identical(pk: np.ndarray, target_values: np.ndarray, weapons: int) -> tuple[float, np.ndarray]:
    """Best use of weapons that are all alike: each next round where it gains most.

    Parameters
    ----------
    pk : (t,) array
        Kill probability of any weapon against each target. [-]
    target_values : (t,) array
    weapons : int

    Returns
    -------
    surviving_value : float
    rounds : (t,) array of int
        On each target.

    References
    ----------
    denbroeder-1959, "On optimum target assignments"

    Examples
    --------
    >>> value, rounds = assign_identical(np.array([0.6, 0.5, 0.7, 0.4]), np.array([10.0, 7.0, 5.0, 3.0]), 7)
    >>> round(value, 9), rounds.tolist()
    (5.6, [2, 2, 2, 1])
    """
    left, rounds = np.array(target_values, dtype=float), np.zeros(len(target_values), dtype=int)
    for _ in range(weapons):
        target = int(np.argmax(left * pk))
        left[target] *= 1 - pk[target]
        rounds[target] += 1
    return float(left.sum()), rounds


def destroyed_at_best(
    survival: np.ndarray, target_values: np.ndarray, available: np.ndarray, least_on_target: np.ndarray
) -> float:
    """Greatest expected value destroyed where rounds may be split at will.

    Parameters
    ----------
    survival : (k, t) array
        Probability that a target survives one round of each kind; above 0. [-]
    target_values : (t,) array
    available : (k,) array
        Rounds of each kind.
    least_on_target : (t,) array
        Rounds of all kinds that each target must get.

    Returns
    -------
    float
        Sum of V (1 - product of s^x) at the best x: convex, so a local optimum is the optimum.

    References
    ----------
    bracken-1968, "Selected applications of nonlinear programming"

    Examples
    --------
    >>> one = np.array([1.0])
    >>> round(destroyed_at_best(np.array([[0.5]]), 8 * one, 2 * one, 0 * one), 6)
    6.0
    """
    kinds, targets = survival.shape
    logs = np.log(survival)

    def alive(flat: np.ndarray) -> tuple[float, np.ndarray]:
        left = target_values * np.exp((flat.reshape(kinds, targets) * logs).sum(axis=0))
        return float(left.sum()), (left * logs).ravel()

    by_kind = np.repeat(np.eye(kinds), targets, axis=1)
    by_target = np.tile(np.eye(targets), kinds)
    start = np.repeat(np.asarray(available, dtype=float) / targets, targets)
    limits = [
        {"type": "ineq", "fun": lambda flat: available - by_kind @ flat, "jac": lambda flat: -by_kind},
        {"type": "ineq", "fun": lambda flat: by_target @ flat - least_on_target, "jac": lambda flat: by_target},
    ]
    best = minimize(
        alive, start, jac=True, method="SLSQP", bounds=[(0, None)] * (kinds * targets), constraints=limits,
        options={"maxiter": 1000, "ftol": 1e-12},
    )
    return float(np.sum(target_values) - best.fun)
