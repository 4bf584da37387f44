"""Terrain along one straight line: its profile, whether two points see each other, and the floor along it."""

from typing import NamedTuple

import numpy as np

VOID_AMSL_M = -100_000.0  # a cell without data is read as a pit this deep beside one that has data
TOUCH_M = 1e-9  # a ray this little below terrain touches it: roundings of a float64 sum of heights


class Profile(NamedTuple):
    """Terrain along a straight line; n samples, the end points included."""

    distance_m: np.ndarray  # (n,) ascending, from 0
    height_amsl_m: np.ndarray  # (n,) NaN where there is no data


def sample_profile(
    heights_amsl_m: np.ndarray, cell_size_m: float, start: tuple[float, float], end: tuple[float, float]
) -> Profile:
    """Terrain at every crossing of a straight line with a row or a column of cell centres.

    Parameters
    ----------
    heights_amsl_m : ndarray, (n_rows, n_cols)
        Terrain at the cell centres. [m]
    cell_size_m : float
        Side of the square cells. [m]
    start, end : tuple of float
        Row and column of the two points, counted from the first cell's centre; fractions are allowed. [cells]

    Returns
    -------
    Profile
        Heights linear between the two cell centres that a crossing lies between; at end points off the lines of cell
        centres bilinear between the four around. NaN where none of them has data; where some have, the others are
        pits of 100 km, as they are to the visibility floor: data 3 km high then hides what passes within 3 % of a cell.

    References
    ----------
    franklin-ray-1994, "Higher isn't necessarily better: visibility algorithms and experiments"

    Examples
    --------
    >>> ramp = np.arange(4.0) * np.ones((4, 1))
    >>> profile = sample_profile(ramp, 10.0, (0, 0), (1, 3))
    >>> profile.distance_m.round(2).tolist(), profile.height_amsl_m.round(9).tolist()
    ([0.0, 10.54, 21.08, 31.62], [0.0, 1.0, 2.0, 3.0])
    """
    (row, col), (end_row, end_col) = start, end
    along = np.unique(np.concatenate([[0.0, 1.0], _crossings(row, end_row), _crossings(col, end_col)]))
    rows, cols = row + along * (end_row - row), col + along * (end_col - col)
    length_m = cell_size_m * float(np.hypot(end_row - row, end_col - col))
    return Profile(along * length_m, _interpolate(np.asarray(heights_amsl_m), rows, cols))


def _crossings(start: float, end: float) -> np.ndarray:
    lines = np.arange(np.ceil(min(start, end)), np.floor(max(start, end)) + 1)
    return (lines - start) / (end - start) if end != start else np.empty(0)


def _interpolate(heights_m: np.ndarray, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
    # a crossing lies on a line of cell centres but for rounding, and must not touch the cells beside that line
    rows, cols = (np.where(np.abs(at - np.rint(at)) < 1e-9, np.rint(at), at) for at in (rows, cols))
    top, left = np.floor(rows).astype(int), np.floor(cols).astype(int)
    down, right = rows - top, cols - left
    height_m = np.zeros(len(rows))
    known = np.zeros(len(rows), bool)
    for row, share_row in ((top, 1 - down), (top + 1, down)):
        for col, share_col in ((left, 1 - right), (left + 1, right)):
            share = share_row * share_col
            used = share > 0
            corner_m = heights_m[row[used], col[used]].astype(float)
            height_m[used] += share[used] * np.where(np.isnan(corner_m), VOID_AMSL_M, corner_m)
            known[used] |= ~np.isnan(corner_m)
    return np.where(known, height_m, np.nan)


def grazing_ray_amsl_m(
    profile: Profile, antenna_amsl_m: float, *, effective_earth_radius_m: float = np.inf
) -> np.ndarray:
    """Height at each sample of the ray that just clears all nearer terrain.

    Parameters
    ----------
    profile : Profile
        Terrain from the antenna outwards.
    antenna_amsl_m : float
        Height of the antenna above sea level. [m]
    effective_earth_radius_m : float
        Earth radius times effective-earth factor; infinite for a flat earth. [m]

    Returns
    -------
    ndarray, (n,)
        Height above sea level, also where the sample's own terrain stands higher; -inf where nothing lies between. [m]

    Notes
    -----
    The greatest slope among all nearer samples, the earth dropping by d**2 / (2 R), carried on to the sample. Terrain
    without data blocks nothing.

    References
    ----------
    gdal-viewshed, minimum-height output of the viewshed algorithm

    Examples
    --------
    >>> wall = Profile(np.arange(5) * 1000.0, np.array([0.0, 0.0, 100.0, 0.0, 300.0]))
    >>> grazing_ray_amsl_m(wall, 10.0).tolist()
    [-inf, -inf, -10.0, 145.0, 190.0]
    """
    distance_m, height_m = profile
    drop_m = distance_m**2 / (2 * effective_earth_radius_m)
    slope = np.full(len(distance_m), -np.inf)
    ahead = distance_m > 0
    slope[ahead] = (height_m - drop_m - antenna_amsl_m)[ahead] / distance_m[ahead]
    nearer = np.concatenate([[-np.inf], np.fmax.accumulate(slope)[:-1]])
    ray_m = np.full(len(distance_m), -np.inf)
    ray_m[ahead] = antenna_amsl_m + nearer[ahead] * distance_m[ahead] + drop_m[ahead]
    return ray_m


def profile_floor_amsl_m(
    profile: Profile, antenna_amsl_m: float, *, effective_earth_radius_m: float = np.inf
) -> np.ndarray:
    """Lowest height in sight of the antenna at each sample of a profile that begins under it.

    Parameters
    ----------
    profile, antenna_amsl_m, effective_earth_radius_m
        As in `grazing_ray_amsl_m`.

    Returns
    -------
    ndarray, (n,)
        Floor, never below the terrain. [m]

    References
    ----------
    gdal-viewshed, minimum-height output of the viewshed algorithm

    Examples
    --------
    >>> wall = Profile(np.arange(5) * 1000.0, np.array([0.0, 0.0, 100.0, 0.0, 0.0]))
    >>> profile_floor_amsl_m(wall, 10.0).tolist()
    [0.0, 0.0, 100.0, 145.0, 190.0]
    """
    ray_m = grazing_ray_amsl_m(profile, antenna_amsl_m, effective_earth_radius_m=effective_earth_radius_m)
    return np.fmax(ray_m, profile.height_amsl_m)


def in_sight(
    heights_amsl_m: np.ndarray,
    cell_size_m: float,
    start: tuple[float, float],
    start_amsl_m: float,
    end: tuple[float, float],
    end_amsl_m: float,
    *,
    effective_earth_radius_m: float = np.inf,
) -> bool:
    """Whether two points see each other over the terrain; touching it counts as sight, standing below it does not.

    Parameters
    ----------
    heights_amsl_m, cell_size_m, start, end
        As in `sample_profile`.
    start_amsl_m, end_amsl_m : float
        Heights of the two points above sea level. [m]
    effective_earth_radius_m : float
        Earth radius times effective-earth factor; infinite for a flat earth. [m]

    Returns
    -------
    bool

    Examples
    --------
    >>> wall = np.array([[0.0, 100.0, 0.0]])
    >>> in_sight(wall, 1000.0, (0, 0), 10.0, (0, 2), 200.0), in_sight(wall, 1000.0, (0, 0), 10.0, (0, 2), 180.0)
    (True, False)
    """
    profile = sample_profile(heights_amsl_m, cell_size_m, start, end)
    floor_m = profile_floor_amsl_m(profile, start_amsl_m, effective_earth_radius_m=effective_earth_radius_m)
    above_ground = bool(start_amsl_m >= profile.height_amsl_m[0] - TOUCH_M)
    return above_ground and bool(end_amsl_m >= floor_m[-1] - TOUCH_M)
