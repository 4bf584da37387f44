"""One route as the user gives it: where and for how long an airliner on it is inside sensor or engagement volume."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openiads.constants import NAUTICAL_MILE_M
from openiads.coverage.lookup import altitudes_amsl_m, bits_of, floor_amsl_m, outermost_m
from openiads.coverage.site import SiteModel
from openiads.earth.geodesy import bearing_and_range
from openiads.scenario.model import Corridor
from openiads.scenario.route import Route, sample_route
from openiads.units import Altitude

APPROXIMATION = (
    "Sight is that of the floor in the cell under each sample; detection range and outermost engaged range are linear "
    "between the altitudes that the site was built for, held beyond them; every range inside the outermost one counts."
)


@dataclass(frozen=True)
class Exposure:
    """A route against some sites; n samples, F flight levels, N rows."""

    route: Route
    flight_levels: tuple[Altitude, ...]
    target: str
    nearest_nm: np.ndarray  # (n,) ground range to the nearest site
    seen: np.ndarray  # (F, n) bool, first row: some search radar detects the class
    engageable: np.ndarray  # (F, n) bool, first row: some site can engage it
    seen_min: np.ndarray  # (N, F) minutes in which it is seen
    engageable_min: np.ndarray  # (N, F)
    seen_nm: np.ndarray  # (N, F) length of the route on which it is seen
    sites: tuple[str, ...]  # ids of the sites that stand in some row


def _edges_m(along_m: np.ndarray) -> np.ndarray:
    """Where the share of one sample ends and that of the next begins, (n + 1,). [m]"""
    return np.concatenate([along_m[:1], (along_m[1:] + along_m[:-1]) / 2, along_m[-1:]])


def stretches(marked: np.ndarray, along_m: np.ndarray) -> tuple[tuple[float, float], ...]:
    """Where marked samples begin and end along a route, halfway to their unmarked neighbours.

    Parameters
    ----------
    marked : (n,) bool
    along_m : (n,)
        Distance flown. [m]

    Returns
    -------
    tuple of (from, to)
        [m]

    Examples
    --------
    >>> stretches(np.array([False, True, True, False]), np.array([0.0, 10.0, 20.0, 30.0]))
    ((5.0, 25.0),)
    """
    edges_m = _edges_m(along_m)
    change = np.flatnonzero(np.diff(np.concatenate([[0], marked.astype(np.int8), [0]])))
    return tuple((float(edges_m[first]), float(edges_m[last])) for first, last in change.reshape(-1, 2))


def _interpolated(values: np.ndarray, altitudes_m: np.ndarray, wanted_m: np.ndarray) -> np.ndarray:
    """Rows of (8, n) values at wanted heights, (F, n); linear between the altitudes, held beyond them."""
    order = np.argsort(altitudes_m, kind="stable")
    known_m = altitudes_m[order]
    upper = np.clip(np.searchsorted(known_m, wanted_m, side="left"), 0, known_m.size - 1)
    lower = np.where(known_m[upper] > wanted_m, np.maximum(upper - 1, 0), upper)
    span_m = known_m[upper] - known_m[lower]
    weight = np.divide(wanted_m - known_m[lower], span_m, out=np.zeros_like(wanted_m), where=span_m > 0)[:, None]
    return (1 - weight) * values[order][lower] + weight * values[order][upper]


def site_exposure(
    site: SiteModel, route: Route, heights_amsl_m: np.ndarray, target: str, row: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Where on a route one site sees a class, and where it can engage it.

    Parameters
    ----------
    site : SiteModel
    route : Route
        n samples.
    heights_amsl_m : (F,)
        Heights flown. [m]
    target : str
        One of the site's target classes.
    row : int
        Row of the study; 0 is nominal.

    Returns
    -------
    tuple of (F, n) bool
        Seen by a search radar; engageable.
    """
    c = site.question.targets.index(target)
    lat_deg, lon_deg = site.ladder.spec.positions_deg[site.beliefs.position[row]]
    bearing_rad, range_m = bearing_and_range(lat_deg, lon_deg, route.lat_deg, route.lon_deg)
    bearing, ring = site.polar.cell_at(range_m * np.sin(bearing_rad), range_m * np.cos(bearing_rad))
    inside = bearing >= 0
    known_m, wanted_m = altitudes_amsl_m(site), np.asarray(heights_amsl_m, dtype=float)

    def looked_at(radar: str) -> np.ndarray:
        g = site.post.radars.index(radar)
        far_m, near_m = (
            _interpolated(limit_m[row, g, c, :, None], known_m, wanted_m) for limit_m in (site.far_m, site.near_m)
        )
        in_sight = floor_amsl_m(site, radar, row)[bearing, ring] <= wanted_m[:, None]
        return in_sight & inside & (range_m >= near_m) & (range_m <= far_m)

    none = np.zeros((wanted_m.size, range_m.size), bool)
    seen = np.logical_or.reduce([none, *(looked_at(radar) for radar in site.post.searches)])
    if site.salvo is None:
        return seen, none
    guided = np.logical_or.reduce([none, *(looked_at(radar) for radar in site.post.guides)])
    reached_m = _interpolated(outermost_m(site, bits_of(site, row).engaged[c])[:, bearing], known_m, wanted_m)
    near_m, _ = site.salvo.reach_m(row, site.polar)
    near_m = _interpolated(near_m[:, None], known_m, wanted_m)
    return seen, guided & (range_m >= near_m) & (range_m <= reached_m)


def corridor_exposure(
    corridor: Corridor, sites: Sequence[SiteModel], speed_mps: np.ndarray, *, target: str = "airliner",
    rows: Sequence[int] = (0,), stands: Sequence[np.ndarray] | None = None, step_m: float = NAUTICAL_MILE_M,
) -> Exposure:
    """Exposure along one given route by flight level; it takes the route as it is and looks for no other.

    Parameters
    ----------
    corridor : Corridor
        Route and flight levels.
    sites : sequence of SiteModel
        Sites that stand there; any of them counts.
    speed_mps : (N,)
        Ground speed in each of the rows. [m/s]
    target : str
        Class flown, one of the sites' target classes.
    rows : sequence of int
        Rows of the study; the first gives the states along the route.
    stands : sequence of (N,) bool, optional
        Of each site, in which of those rows it stands there; in all of them by default.
    step_m : float
        Greatest distance between samples. [m]

    Returns
    -------
    Exposure

    Notes
    -----
    A sample stands for the way halfway to its neighbours. A flight level is read as a height above sea level in the
    standard atmosphere. The approximation between altitudes is told by `APPROXIMATION`.
    """
    route = sample_route(corridor, step_m)
    heights_m = np.array([level.value_m for level in corridor.flight_levels])
    share_m = np.diff(_edges_m(route.along_m))
    length_m = np.zeros((2, len(rows), heights_m.size))
    present = stands or [np.ones(len(rows), bool)] * len(sites)
    states = none = np.zeros((2, heights_m.size, share_m.size), bool)
    for number, row in enumerate(rows):
        found = [site_exposure(site, route, heights_m, target, row)
                 for site, there in zip(sites, present, strict=True) if there[number]]
        state = np.array([np.logical_or.reduce(part) for part in zip(*found, strict=True)]) if found else none
        length_m[:, number] = state @ share_m
        if number == 0:
            states = state
    nearest_m = np.min([
        bearing_and_range(site.place.lat_deg, site.place.lon_deg, route.lat_deg, route.lon_deg)[1] for site in sites
    ], axis=0)
    minutes = length_m / np.asarray(speed_mps, dtype=float)[: len(rows), None] / 60
    return Exposure(route, corridor.flight_levels, target, nearest_m / NAUTICAL_MILE_M, states[0], states[1],
                    minutes[0], minutes[1], length_m[0] / NAUTICAL_MILE_M,
                    tuple(site.place.id for site, there in zip(sites, present, strict=True) if there.any()))
