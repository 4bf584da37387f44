"""Several sites on one study grid: union, depth, what each adds and what its loss takes away."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openiads.coverage.lookup import bits_of, is_set
from openiads.coverage.site import SiteModel
from openiads.earth.geodesy import bearing_and_range
from openiads.earth.grid import Grid

MOST_CELLS = 1500  # on a side of the study grid
METRICS = ("sight", "detection", "engagement")


@dataclass(frozen=True)
class Combined:
    """Areas of several sites together in one row; M metrics, C classes, A altitudes, S sites. [m2]"""

    union_m2: np.ndarray  # (M, C, A)
    depth_m2: np.ndarray  # (M, C, A, S) area covered by at least one, two, ... sites
    adds_m2: np.ndarray  # (M, C, A, S) area that only this site covers: added by it, lost with it
    cell_size_m: float


def study_grid(sites: Sequence[SiteModel], cell_size_m: float) -> Grid:
    """A grid about the middle of the sites that holds all their discs; coarser where they stand far apart."""
    lat_deg = np.array([site.place.lat_deg for site in sites])
    lon_deg = np.array([site.place.lon_deg for site in sites])
    centre = (float(lat_deg.mean()), float(lon_deg.mean()))
    _, distance_m = bearing_and_range(*centre, lat_deg, lon_deg)
    radius_m = float(np.max(distance_m)) + max(site.polar.radius_m for site in sites)
    return Grid.around(*centre, radius_m=radius_m, cell_size_m=max(cell_size_m, 2 * radius_m / MOST_CELLS))


def _cells_of(site: SiteModel, grid: Grid) -> np.ndarray:
    lat_deg, lon_deg = grid.lat_lon_deg()
    azimuth_rad, range_m = bearing_and_range(site.place.lat_deg, site.place.lon_deg, lat_deg, lon_deg)
    bearing, ring = site.polar.cell_at(range_m * np.sin(azimuth_rad), range_m * np.cos(azimuth_rad))
    return np.where(bearing >= 0, bearing * site.polar.rings + ring, -1)


def combine(sites: Sequence[SiteModel], rows: Sequence[int] = (0,), *, cell_size_m: float = 2000.0) -> list[Combined]:
    """Union, depth and each site's own share, for some rows of beliefs.

    Parameters
    ----------
    sites : sequence of SiteModel
        With the same question and the same rows.
    rows : sequence of int
    cell_size_m : float
        Side of the study grid's cells. [m]

    Notes
    -----
    The study grid is azimuthal equidistant about the sites' middle; a cell belongs to a site's cell that its middle
    falls into.
    """
    grid = study_grid(sites, cell_size_m)
    cells = [_cells_of(site, grid) for site in sites]
    altitudes, classes = len(sites[0].question.altitudes), len(sites[0].question.targets)
    area_m2 = grid.cell_size_m**2
    answers = []
    for row in rows:
        shape = (len(METRICS), classes, altitudes)
        union_m2, depth_m2, adds_m2 = np.zeros(shape), np.zeros((*shape, len(sites))), np.zeros((*shape, len(sites)))
        scratches = [bits_of(site, row) for site in sites]
        for m in range(len(METRICS)):
            for c in range(classes):
                fields = [
                    (scratch.sight, scratch.detected[c], scratch.engaged[c])[m].ravel()[cell] * (cell >= 0)
                    for scratch, cell in zip(scratches, cells, strict=True)
                ]
                for a in range(altitudes):
                    covered = np.stack([is_set(field, a) for field in fields])
                    count = covered.sum(axis=0)
                    union_m2[m, c, a] = area_m2 * np.count_nonzero(count)
                    for s in range(len(sites)):
                        depth_m2[m, c, a, s] = area_m2 * np.count_nonzero(count > s)
                        adds_m2[m, c, a, s] = area_m2 * np.count_nonzero(covered[s] & (count == 1))
        answers.append(Combined(union_m2, depth_m2, adds_m2, grid.cell_size_m))
    return answers
