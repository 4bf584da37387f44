"""The rows of a study: the nominal beliefs, a spread of weather about them, and draws over what the sources say."""

from dataclasses import dataclass, field

import numpy as np

from openiads.draws import draw_for
from openiads.knowledge.resolve import Beliefs
from openiads.physics.refractivity import effective_earth_factor, gradient_n_per_km, is_ducting

MEDIAN_PERCENT = 50.0


@dataclass(frozen=True)
class Rows:
    """Row 0 is nominal; `weather` rows keep the nominal claims; the rest draw claims at median weather."""

    draws: int
    weather: int
    level: float = 0.9
    order: np.ndarray | None = field(default=None, compare=False)  # draw that each row repeats (`Beliefs.retold`)

    def chance(self, seed: int, entity: str, purpose: str) -> np.ndarray:
        """Uniform numbers of the draws, (draws,); rows that repeat a draw share them."""
        return draw_for(seed, self.draws, self.order, entity, purpose)

    @property
    def total(self) -> int:
        """Number of rows."""
        return 1 + self.weather + self.draws

    @property
    def weather_rows(self) -> slice:
        """Rows in which only the weather moves."""
        return slice(1, 1 + self.weather)

    @property
    def claim_rows(self) -> slice:
        """Rows in which what is believed moves."""
        return slice(1 + self.weather, None)

    def column(self, nominal: float, drawn: np.ndarray) -> np.ndarray:
        """Values of all rows, (total,), from a nominal one and those of the draws, (draws,)."""
        return np.concatenate([np.full(1 + self.weather, nominal, dtype=float), np.asarray(drawn, dtype=float)])

    def believed(self, beliefs: Beliefs, key: str) -> np.ndarray:
        """What every row believes about one quantity, (total,), SI."""
        return self.column(beliefs.nominal[key].value, beliefs.drawn(key)[: self.draws])

    def percent_of_year(self) -> np.ndarray:
        """Share of the year with at least each row's refraction, (total,): the median but in the weather rows."""
        percent = np.full(self.total, MEDIAN_PERCENT)
        tail = (1 - self.level) / 2
        percent[self.weather_rows] = 100 * np.linspace(1 - tail, tail, self.weather)
        return percent


@dataclass(frozen=True)
class Air:
    """Refraction of a site over the rows, and the rungs on which its floors are compiled."""

    k_factor: np.ndarray  # (total,)
    rungs: tuple[float, ...]  # effective-earth factors, strongest refraction first
    layered: bool
    ducting_rows: int
    text: str


def air_at(lat_deg: float, lon_deg: float, rows: Rows, refraction: float | str) -> Air:
    """Refraction at a site: ITU-R P.453 percentiles, or one effective-earth factor throughout.

    Parameters
    ----------
    lat_deg, lon_deg : float
        Position, WGS 84.
    rows : Rows
    refraction : float or "p453"
        A factor is the textbook's: held at every height, no spread.
    """
    if refraction != "p453":
        factor = float(refraction)
        return Air(np.full(rows.total, factor), (factor,), False, 0, f"effective earth {factor:.4g} throughout")
    gradient = gradient_n_per_km(lat_deg, lon_deg, rows.percent_of_year())
    k_factor = np.asarray(effective_earth_factor(gradient), dtype=float)
    ends = sorted({float(k_factor.min()), float(k_factor[0]), float(k_factor.max())}, reverse=True)
    text = (f"ITU-R P.453 at the site: k {k_factor[0]:.2f} in the median, {k_factor.min():.2f} to "
            f"{k_factor.max():.2f} over {rows.level:.0%} of the year; lowest kilometre only, exponential above")
    return Air(k_factor, tuple(ends), True, int(np.sum(is_ducting(gradient))), text)
