"""The visibility floor of a site: the lowest height at which a target over each cell is seen, exact to the profile."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from openiads.coverage.horizon import sweep_octant

VOID_AMSL_M = -100_000.0  # a cell without data is read as a pit this deep: it blocks nothing
SERIAL_CELLS = 200_000  # a grid this small is done before threads have started


def visibility_floor_amsl_m(
    heights_amsl_m: np.ndarray,
    cell_size_m: float,
    row: int,
    col: int,
    antenna_amsl_m: float,
    *,
    effective_earth_radius_m: float = np.inf,
    max_range_m: float = np.inf,
    above_ground: bool = False,
    threads: int | None = None,
) -> np.ndarray:
    """Lowest height at which a target over each cell is in sight of the antenna.

    Parameters
    ----------
    heights_amsl_m : ndarray, (n_rows, n_cols)
        Terrain at the cell centres; NaN where there is no data. [m]
    cell_size_m : float
        Side of the square cells. [m]
    row, col : int
        Cell over whose centre the antenna stands.
    antenna_amsl_m : float
        Height of the antenna above sea level. [m]
    effective_earth_radius_m : float
        Earth radius times effective-earth factor; infinite for a flat earth. [m]
    max_range_m : float
        Ground range up to which the floor is asked for. [m]
    above_ground : bool
        Give heights above the terrain of the cell instead of above sea level.
    threads : int, optional
        Threads to share the octants; as many as there are cores unless given. They cannot change a bit of the result.

    Returns
    -------
    ndarray of float32, (n_rows, n_cols)
        Floor, never below the terrain of its cell; NaN beyond the range. [m]

    Notes
    -----
    The profile is the straight ray between cell centres, its terrain sampled at every crossing with a row or a column
    of cell centres, linear between the two neighbouring centres; the earth drops by d**2 / (2 R). Seen in perspective
    from the antenna every piece of a grid line is a straight line, so the horizon of all that is nearer than a row
    is an upper envelope of lines; it is kept exactly and raised row by row outwards. A cell without data blocks
    nothing, and its floor is where the ray passes. Valid while heights are small beside the radius.

    References
    ----------
    franklin-ray-1994, "Higher isn't necessarily better: visibility algorithms and experiments"
    gdal-viewshed, the curvature and the minimum-height output

    Examples
    --------
    A wall of 100 m, 2 km from an antenna of 10 m, hides what is lower than 145 m at 3 km.

    >>> plain = np.zeros((61, 61)); plain[:, 50] = 100.0
    >>> floor_m = visibility_floor_amsl_m(plain, 100.0, 30, 30, 10.0)
    >>> round(float(floor_m[30, 60]), 3)
    145.0
    """
    heights_m = np.ascontiguousarray(heights_amsl_m, dtype=np.float32)
    if np.isnan(heights_m.sum()):
        heights_m = np.where(np.isnan(heights_m), np.float32(VOID_AMSL_M), heights_m)
    rows, cols = heights_m.shape
    floor_m = np.empty(heights_m.shape, np.float32)
    floor_m[row, col] = 0.0 if above_ground else heights_m[row, col]
    drop_m = cell_size_m**2 / (2 * effective_earth_radius_m)
    south, north, east, west = (cols, rows - 1 - row), (-cols, row), (1, cols - 1 - col), (-1, col)
    octants = [(outwards, sideways, axis, True) for outwards in (south, north) for sideways, axis in ((east, 0), (west, 1))]
    octants += [(outwards, sideways, axis, False) for outwards in (east, west) for sideways, axis in ((south, 0), (north, 1))]

    def sweep(octant: tuple[tuple[int, int], tuple[int, int], int, bool]) -> None:
        (row_step, reach), (cell_step, width), axis, diagonal = octant
        sweep_octant(heights_m.ravel(), floor_m.ravel(), row * cols + col, row_step, cell_step, reach, width,
                     float(antenna_amsl_m), float(drop_m), float(max_range_m / cell_size_m), axis, diagonal,
                     above_ground)

    workers = 1 if heights_m.size < SERIAL_CELLS else threads or os.cpu_count() or 1
    if workers == 1:
        for octant in octants:
            sweep(octant)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(sweep, octants))
    return floor_m


def height_above_ground_m(floor_amsl_m: np.ndarray, heights_amsl_m: np.ndarray) -> np.ndarray:
    """Floor above the terrain of each cell, of the same shape; never negative. [m]"""
    return np.maximum(floor_amsl_m - heights_amsl_m, 0.0)
