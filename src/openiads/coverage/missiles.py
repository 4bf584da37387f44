"""What the missiles of a site reach in every row, and how long they take: fly-outs fitted once per set of witnesses."""

from dataclasses import dataclass

import numpy as np

from openiads.coverage.polar import PolarGrid
from openiads.coverage.rows import Rows
from openiads.draws import draw_many
from openiads.knowledge.resolve import Beliefs
from openiads.physics.fit import Residual, fit_missile
from openiads.physics.flyout import reach_table

FIT_QUANTITIES = ("max_range", "speed_max", "max_altitude", "launch_mass")
TABLE_STEP_M = 5_000.0


@dataclass(frozen=True)
class Fit:
    """One missile fitted to one set of witnesses."""

    missile: str
    witnesses: tuple[str, ...]
    residuals: tuple[Residual, ...]


@dataclass(frozen=True)
class Salvo:
    """Reach of a site's missile mix over the rows; T sets of missile beliefs."""

    flight_s: np.ndarray  # (T, 8, R) shortest time of flight among the missiles in stock; NaN out of reach
    kit: np.ndarray  # (N,) int64, set of each row
    reach: np.ndarray  # (N, R) uint8, bit a where some missile in stock can meet a target at altitude a
    reach_m: np.ndarray  # (N, 8) greatest ground range by altitude
    fits: tuple[Fit, ...]


def stocked(beliefs: Beliefs, missile: str, rows: Rows, seed: int) -> np.ndarray:
    """Rows in which the site holds a missile type, (total,) bool; types whose delivery nobody doubts are always held."""
    belief = beliefs.nominal.get(f"{missile}.in_stock")
    if belief is None:
        return np.ones(rows.total, bool)
    drawn = draw_many(seed, rows.draws, missile, "in_stock") < belief.value
    return np.concatenate([np.full(1 + rows.weather, belief.value >= 0.5), drawn])  # noqa: PLR2004


def _witness_sets(beliefs: Beliefs, missile: str, rows: Rows) -> np.ndarray:
    """Witness numbers of the quantities that a fit rests on, (total, 4); -1 stands for the nominal one."""
    drawn = np.column_stack([beliefs.witness(f"{missile}.{name}")[: rows.draws] for name in FIT_QUANTITIES[:2]])
    nominal = np.full((1 + rows.weather, 2), -1)
    return np.vstack([nominal, drawn])
