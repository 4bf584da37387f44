"""Intervals over claim draws, and paired differences with an honest verdict."""

from dataclasses import asdict, dataclass

import numpy as np

CLEAR_SHARE = 1e-9  # differences below this share of the larger value are rounding, not change


@dataclass(frozen=True)
class Estimate:
    """A nominal value with its interval over draws."""

    nominal: float
    low: float
    high: float
    level: float

    def as_dict(self) -> dict[str, float]:
        """The four numbers by name."""
        return asdict(self)

    def scaled(self, factor: float) -> "Estimate":
        """The same estimate in another unit."""
        return Estimate(self.nominal * factor, self.low * factor, self.high * factor, self.level)


def estimate(nominal: float, drawn: np.ndarray, level: float = 0.9) -> Estimate:
    """Equal-tailed interval of the drawn values about a nominal one.

    Parameters
    ----------
    nominal : float
        The value with every nominal belief.
    drawn : (N,) array
        The value in each draw; NaN draws are left out.
    level : float
        Share of the draws inside, 0 to 1.

    Examples
    --------
    >>> estimate(5.0, np.arange(0.0, 105.0, 5.0), level=0.5)
    Estimate(nominal=5.0, low=25.0, high=75.0, level=0.5)
    """
    drawn = np.asarray(drawn, dtype=float)
    drawn = drawn[np.isfinite(drawn)]
    if drawn.size == 0:
        return Estimate(float(nominal), float("nan"), float("nan"), level)
    tail = (1 - level) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Estimate(float(nominal), float(low), float(high), level)


@dataclass(frozen=True)
class Difference:
    """B minus A in the same draws; `clear` is False when the interval holds zero."""

    a: Estimate
    b: Estimate
    change: Estimate
    clear: bool


def paired_difference(
    nominal_a: float, drawn_a: np.ndarray, nominal_b: float, drawn_b: np.ndarray, level: float = 0.9
) -> Difference:
    """Compare two arms draw by draw.

    Examples
    --------
    >>> paired_difference(1.0, np.array([1.0, 9.0]), 2.0, np.array([2.0, 10.0])).clear
    True
    """
    change = estimate(nominal_b - nominal_a, np.asarray(drawn_b) - np.asarray(drawn_a), level)
    scale = max(abs(nominal_a), abs(nominal_b), 1e-300) * CLEAR_SHARE
    clear = bool(change.low > scale or change.high < -scale)
    return Difference(estimate(nominal_a, drawn_a, level), estimate(nominal_b, drawn_b, level), change, clear)
