"""The visibility floor of a site: the lowest height at which a target over each cell is seen, exact to the profile."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from openiads.coverage.horizon import STAGED_ROWS, sweep_octant
from openiads.earth.sightline import VOID_AMSL_M

STRIP_ROWS = 64  # rows of a raster that one thread adds up at a time
SERIAL_CELLS = 100_000  # a grid this small is done before threads have started


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
    out: np.ndarray | None = None,
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
        Give the floor above the terrain of its cell instead, never negative; NaN where there is no data.
    threads : int, optional
        Threads that share the octants, as many as there are cores unless given; they cannot change a bit of the result.
    out : ndarray of float32, (n_rows, n_cols), optional
        Raster to write to, contiguous; a new one unless given.

    Returns
    -------
    ndarray of float32, (n_rows, n_cols)
        Floor, never below the terrain of its cell; NaN beyond the range. [m]

    Notes
    -----
    The profile is the straight ray between cell centres, its terrain sampled at every crossing with a row or a column
    of cell centres, linear between the two neighbouring centres; the earth drops by d**2 / (2 R). Seen in perspective
    from the antenna every piece of a grid line is a straight line, so the horizon of all that is nearer than a row is
    an upper envelope of lines; it is kept exactly and raised row by row outwards, octant by octant. Two things are
    neglected: the sag of the drop within one cell (0.1 mm at 90 m), and a height no nearer than float32 can tell.
    A cell without data is a pit of 100 km: it blocks nothing, its floor is where the ray passes, and the terrain falls
    off to it between the two centres, so that beside a void data 3 km high hides what passes within 3 % of a cell.
    Valid while heights are small beside the radius.

    References
    ----------
    franklin-ray-1994, "Higher isn't necessarily better: visibility algorithms and experiments"

    Examples
    --------
    A wall of 100 m, 2 km from an antenna of 10 m, hides what is lower than 145 m at 3 km.

    >>> plain = np.zeros((61, 61))
    >>> plain[:, 50] = 100.0
    >>> floor_m = visibility_floor_amsl_m(plain, 100.0, 30, 30, 10.0)
    >>> round(float(floor_m[30, 60]), 3)
    145.0
    """
    heights_m = np.ascontiguousarray(heights_amsl_m, dtype=np.float32)
    voids = np.isnan(heights_m.sum())
    if voids:
        heights_m = np.where(np.isnan(heights_m), np.float32(VOID_AMSL_M), heights_m)
    rows, cols = heights_m.shape
    on_edge = row in (0, rows - 1) or col in (0, cols - 1)
    if on_edge:  # the compiled sweep wants every octant to be a part of something larger
        heights_m = np.pad(heights_m, 1, constant_values=VOID_AMSL_M)
        row, col = row + 1, col + 1
    floor_m = np.empty(heights_m.shape, np.float32) if out is None or on_edge else out
    floor_m[row, col] = 0 if above_ground else heights_m[row, col]
    drop_m = cell_size_m**2 / (2 * effective_earth_radius_m)
    range_cells = min(max_range_m / cell_size_m, float(sum(heights_m.shape)))

    def sweep(octant: tuple[int, int, bool]) -> None:
        outwards, sideways, turned = octant
        part = np.s_[row::outwards, col::sideways]
        heights, floor = (heights_m[part].T, floor_m[part].T) if turned else (heights_m[part], floor_m[part])
        room = np.empty((2, 1 + STAGED_ROWS, min(heights.shape) + 1), np.float32)[:, :, :-1]
        owns_axis = outwards > 0 if turned else sideways > 0
        sweep_octant(heights, floor, room[0], room[1], turned, float(antenna_amsl_m), float(drop_m),
                     float(range_cells), above_ground, owns_axis, not turned)

    octants = [(outwards, sideways, turned) for turned in (True, False) for outwards in (1, -1) for sideways in (1, -1)]
    workers = 1 if heights_m.size < SERIAL_CELLS else threads or os.cpu_count() or 1
    if workers == 1:
        for octant in octants:
            sweep(octant)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(sweep, octants))
    if above_ground and voids:
        floor_m[heights_m == np.float32(VOID_AMSL_M)] = np.nan
    if not on_edge:
        return floor_m
    if out is None:
        return np.ascontiguousarray(floor_m[1:-1, 1:-1])
    out[:] = floor_m[1:-1, 1:-1]
    return out


def height_above_ground_m(floor_amsl_m: np.ndarray, heights_amsl_m: np.ndarray) -> np.ndarray:
    """Floor above the terrain of each cell, of the same shape; never negative, NaN where either is. [m]

    Examples
    --------
    >>> height_above_ground_m(np.float32([500.0, 320.0]), np.float32([200.0, 320.0])).tolist()
    [300.0, 0.0]
    """
    above_m = np.subtract(floor_amsl_m, heights_amsl_m, dtype=np.float32)
    return np.maximum(above_m, 0, out=above_m)


def floor_ladder_amsl_m(
    heights_amsl_m: np.ndarray,
    cell_size_m: float,
    row: int,
    col: int,
    antenna_amsl_m: Sequence[float],
    curvature_per_m: Sequence[float],
    *,
    max_range_m: float = np.inf,
) -> np.ndarray:
    """Floors of one site for several antenna heights and curvatures.

    Parameters
    ----------
    antenna_amsl_m : sequence of float, (na,)
        Heights of the antenna above sea level. [m]
    curvature_per_m : sequence of float, (nk,)
        Inverse effective earth radii, 1 / (k a); 0 for a flat earth. [1/m]
    heights_amsl_m, cell_size_m, row, col, max_range_m
        As in `visibility_floor_amsl_m`.

    Returns
    -------
    ndarray of float32, (na, nk, n_rows, n_cols)
        Floors above sea level. [m]

    Examples
    --------
    >>> floor_ladder_amsl_m(np.zeros((5, 5)), 90.0, 2, 2, [10.0, 20.0], [0.0, 1 / 6_371_000]).shape
    (2, 2, 5, 5)
    """
    rungs = [(antenna_m, curvature) for antenna_m in antenna_amsl_m for curvature in curvature_per_m]

    def floor(rung: tuple[float, float]) -> np.ndarray:
        antenna_m, curvature = rung
        return visibility_floor_amsl_m(
            heights_amsl_m, cell_size_m, row, col, antenna_m, max_range_m=max_range_m, threads=1,
            effective_earth_radius_m=1 / curvature if curvature else np.inf,
        )

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        floors = np.stack(list(pool.map(floor, rungs)))
    return floors.reshape(len(antenna_amsl_m), len(curvature_per_m), *np.shape(heights_amsl_m))


def lowest_floor_and_depth(
    heights_amsl_m: np.ndarray,
    cell_size_m: float,
    sites: Sequence[tuple[int, int, float]],
    *,
    depth_at_agl_m: float,
    effective_earth_radius_m: float = np.inf,
    max_range_m: float = np.inf,
) -> tuple[np.ndarray, np.ndarray]:
    """Floor of several sites together, and how many of them see a height above ground.

    Parameters
    ----------
    sites : sequence of (row, col, antenna_amsl_m)
        Cells of the antennas, and their heights above sea level. [-, -, m]
    depth_at_agl_m : float
        Height above ground at which the sites that see it are counted. [m]
    heights_amsl_m, cell_size_m, effective_earth_radius_m, max_range_m
        As in `visibility_floor_amsl_m`.

    Returns
    -------
    lowest_amsl_m : ndarray of float32, (n_rows, n_cols)
        Lowest floor of all sites; NaN beyond the range of each. [m]
    depth : ndarray of uint8, (n_rows, n_cols)
        Sites in whose sight the height is.

    Notes
    -----
    One site at a time: beyond the terrain there are never more than two rasters of floors and the count.

    Examples
    --------
    >>> lowest_m, depth = lowest_floor_and_depth(np.zeros((9, 9)), 100.0, [(4, 1, 10.0), (4, 7, 10.0)],
    ...                                          depth_at_agl_m=5.0, max_range_m=350.0)
    >>> depth[4].tolist()
    [1, 1, 1, 1, 2, 1, 1, 1, 1]
    """
    heights_m = np.ascontiguousarray(heights_amsl_m, dtype=np.float32)
    lowest_m = np.full(heights_m.shape, np.nan, np.float32)
    depth = np.zeros(heights_m.shape, np.uint8)
    floor_m = np.empty(heights_m.shape, np.float32)

    def add(first_row: int) -> None:
        strip = slice(first_row, first_row + STRIP_ROWS)
        np.fmin(lowest_m[strip], floor_m[strip], out=lowest_m[strip])
        depth[strip] += floor_m[strip] - heights_m[strip] <= depth_at_agl_m

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for row, col, antenna_amsl_m in sites:
            visibility_floor_amsl_m(
                heights_m, cell_size_m, row, col, antenna_amsl_m, max_range_m=max_range_m,
                effective_earth_radius_m=effective_earth_radius_m, out=floor_m,
            )
            list(pool.map(add, range(0, len(heights_m), STRIP_ROWS)))
    return lowest_m, depth
