"""Which weapon fires at which target where the answer is simple: weapons all alike, and rounds split at will."""

import numpy as np
from scipy.optimize import minimize


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
