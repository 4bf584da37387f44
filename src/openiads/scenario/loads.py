"""Which rounds a force holds: missile types that a draw believes are in stock, and their shares of the tubes."""

from collections.abc import Mapping

import numpy as np

from openiads.knowledge.resolve import Beliefs


def held(beliefs: Beliefs, missile: str, chance: np.ndarray) -> np.ndarray:
    """Draws that hold a missile type, (draws,) bool, by a uniform number of each; what nobody doubts is always held."""
    key = f"{missile}.in_stock"
    return chance < beliefs.value(key) if key in beliefs.nominal else np.ones(chance.size, bool)


def loaded(shares: Mapping[str, float], tubes: int) -> dict[str, int]:
    """Rounds of each missile type in so many tubes: shares by largest remainder.

    Examples
    --------
    >>> loaded({"48N6E3": 3.0, "40N6E": 1.0}, 30)
    {'48N6E3': 23, '40N6E': 7}
    """
    whole = sum(shares.values())
    if whole <= 0:
        return dict.fromkeys(shares, 0)
    exact = {missile: tubes * share / whole for missile, share in shares.items()}
    rounds = {missile: int(part) for missile, part in exact.items()}
    left = sorted(shares, key=lambda missile: rounds[missile] - exact[missile])
    for missile in left[: tubes - sum(rounds.values())]:
        rounds[missile] += 1
    return rounds
