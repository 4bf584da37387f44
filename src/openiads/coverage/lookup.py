"""Look-ups in a built site: floors of its radars, ranges by altitude, cells of one row, single points."""

import numpy as np

from openiads.coverage.site import SiteModel
from openiads.coverage.sky import ALTITUDES, Scratch, scratch_for, site_bits


def floor_amsl_m(site: SiteModel, radar: str, row: int = 0) -> np.ndarray:
    """Visibility floor of one radar in one row, (B, R). [m]"""
    g = site.post.radars.index(radar) if radar in site.post.radars else 0
    floors = site.sky.floor_amsl_m[site.beliefs.position[row]]
    m, wm = site.beliefs.antenna_rung[row, g], site.beliefs.antenna_weight[row, g]
    k, wk = site.beliefs.curvature_rung[row], site.beliefs.curvature_weight[row]
    m1, k1 = min(m + 1, floors.shape[0] - 1), min(k + 1, floors.shape[1] - 1)
    return (1 - wm) * ((1 - wk) * floors[m, k] + wk * floors[m, k1]) + wm * (
        (1 - wk) * floors[m1, k] + wk * floors[m1, k1]
    )


def lowest_floor_amsl_m(site: SiteModel, radars: tuple[str, ...], row: int = 0) -> np.ndarray:
    """Lowest height that any of several radars of the site sees over each cell, (B, R). [m]"""
    return np.min([floor_amsl_m(site, radar, row) for radar in radars], axis=0)


def terrain_amsl_m(site: SiteModel, row: int = 0) -> np.ndarray:
    """Terrain under each cell, (B, R). [m]"""
    return site.sky.terrain_amsl_m[site.beliefs.position[row]]


def ground_amsl_m(site: SiteModel, row: int = 0) -> float:
    """Ground under the antennas. [m]"""
    return float(site.ladder.ground_amsl_m[site.beliefs.position[row]])


def weather_row(site: SiteModel, percent_of_year: float) -> int:
    """The weather row whose refraction is exceeded for a share of the year; the nominal row for the median."""
    percent = site.rows.percent_of_year()[: 1 + site.rows.weather]
    return int(np.argmin(np.abs(percent - percent_of_year)))


def detection_range_m(site: SiteModel) -> np.ndarray:
    """Greatest ground range at which some search radar has the power, (rows, C, 8). [m]"""
    searches = [g for g, radar in enumerate(site.post.radars) if radar in site.post.searches]
    return site.far_m[:, searches].max(axis=1)


def bits_of(site: SiteModel, row: int = 0) -> Scratch:
    """Bytes of every cell in one row: sight, detection and engagement."""
    scratch = scratch_for(site.sky, site.beliefs)
    site_bits(site.sky, site.beliefs, row, scratch)
    return scratch


def is_set(bits: np.ndarray, altitude: int) -> np.ndarray:
    """Cells whose byte carries an altitude's bit."""
    return (bits >> altitude & 1).astype(bool)


def outermost_m(site: SiteModel, bits: np.ndarray) -> np.ndarray:
    """Outer edge of the farthest marked cell on each bearing, by altitude, (8, B); zero where none is marked. [m]"""
    rings = np.arange(1, site.polar.rings + 1)
    return np.array([
        np.where(is_set(bits, a), rings, 0).max(axis=1) * site.polar.ring_step_m for a in range(ALTITUDES)
    ])


def altitudes_amsl_m(site: SiteModel) -> np.ndarray:
    """The eight altitudes above sea level over the site's own ground. [m]"""
    ground_m = ground_amsl_m(site)
    return np.array([altitude.amsl_m(ground_m) for altitude in site.question.padded()])
