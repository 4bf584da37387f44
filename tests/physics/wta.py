"""Instances of the weapon-target assignment, as the literature draws them, and their brute-force answers."""

from itertools import product

import numpy as np


def usual_instance(weapons: int, targets: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Kill probabilities uniform in 0.6 to 0.9, values whole numbers from 25 to 100."""
    rng = np.random.default_rng(seed)
    return rng.uniform(0.6, 0.9, (weapons, targets)), rng.integers(25, 101, targets).astype(float)


def least_of_all(pk: np.ndarray, values: np.ndarray, most: np.ndarray) -> float:
    """Least value left over all assignments, each round at one target or held back, tried one by one."""
    best = np.inf
    for choice in product(range(-1, values.size), repeat=len(pk)):
        fired = np.bincount([target for target in choice if target >= 0], minlength=values.size)
        if (fired <= most).all():
            left = values.copy()
            for shot, target in enumerate(choice):
                if target >= 0:
                    left[target] *= 1 - pk[shot, target]
            best = min(best, left.sum())
    return best
