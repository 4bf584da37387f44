"""A route as given, sampled evenly along the geodesic; nothing here searches for a better one."""

from dataclasses import dataclass

import numpy as np
from pyproj import Geod

from openiads.constants import DEG_RAD, NAUTICAL_MILE_M
from openiads.scenario.model import Bearing, Corridor, Scenario

_EARTH = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Route:
    """Points along a route; n of them, the waypoints among them."""

    lat_deg: np.ndarray  # (n,)
    lon_deg: np.ndarray  # (n,)
    along_m: np.ndarray  # (n,) distance flown since the first waypoint
    waypoints: tuple[tuple[str, float], ...]  # name and distance flown [m]

    @property
    def along_nm(self) -> np.ndarray:
        """Distance flown in nautical miles, (n,)."""
        return self.along_m / NAUTICAL_MILE_M


def sample_route(corridor: Corridor, step_m: float = NAUTICAL_MILE_M) -> Route:
    """Sample a corridor leg by leg.

    Parameters
    ----------
    corridor : Corridor
        Waypoints in the order in which they are flown.
    step_m : float
        Greatest distance between two samples; each leg is divided evenly. [m]

    Returns
    -------
    Route
        On WGS 84; both ends of every leg are samples.

    References
    ----------
    karney-2013, "Algorithms for geodesics"

    Examples
    --------
    >>> from openiads.scenario.files import load_scenario
    >>> route = sample_route(load_scenario("second-batch").corridor)
    >>> [name for name, _ in route.waypoints]
    ['Istanbul', 'Ankara', 'Adana']
    """
    lat_deg, lon_deg, along_m = [], [], []
    flown_m = 0.0
    first = corridor.points[0]
    waypoints = [(first.name, 0.0)]
    for start, end in zip(corridor.points, corridor.points[1:], strict=False):
        azimuth_deg, _, leg_m = _EARTH.inv(start.position.lon_deg, start.position.lat_deg,
                                           end.position.lon_deg, end.position.lat_deg)
        pieces = max(1, int(np.ceil(leg_m / step_m)))
        at_m = leg_m * np.arange(pieces) / pieces
        ones = np.ones(pieces)
        lon, lat, _ = _EARTH.fwd(ones * start.position.lon_deg, ones * start.position.lat_deg, ones * azimuth_deg, at_m)
        lat_deg.append(lat)
        lon_deg.append(lon)
        along_m.append(flown_m + at_m)
        flown_m += leg_m
        waypoints.append((end.name, flown_m))
    last = corridor.points[-1].position
    return Route(
        np.append(np.concatenate(lat_deg), last.lat_deg),
        np.append(np.concatenate(lon_deg), last.lon_deg),
        np.append(np.concatenate(along_m), flown_m),
        tuple(waypoints),
    )


def bearing_rad(scenario: Scenario, bearing: Bearing) -> float:
    """Azimuth of a bearing at its site, clockwise from north. [rad]

    Examples
    --------
    >>> from openiads.scenario.files import load_scenario
    >>> scenario = load_scenario("second-batch")
    >>> round(float(np.degrees(bearing_rad(scenario, scenario.bearings[0]))))
    44
    """
    if bearing.bearing is not None:
        return bearing.bearing % (2 * np.pi)
    site, towards = scenario.site(bearing.site).position, bearing.towards
    assert towards is not None  # the model refuses a bearing with neither
    azimuth_deg, _, _ = _EARTH.inv(site.lon_deg, site.lat_deg, towards.lon_deg, towards.lat_deg)
    return float(azimuth_deg * DEG_RAD) % (2 * np.pi)
