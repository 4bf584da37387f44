"""Geodesics on the WGS 84 ellipsoid: where a bearing and a distance lead, and back."""

import numpy as np
from pyproj import Geod

GEOD = Geod(ellps="WGS84")


def destination(
    lat_deg: float | np.ndarray, lon_deg: float | np.ndarray, bearing_rad: float | np.ndarray,
    range_m: float | np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Points that geodesics reach; the arguments broadcast.

    Parameters
    ----------
    lat_deg, lon_deg : float or ndarray
        Where they start. [deg]
    bearing_rad : float or ndarray
        Clockwise from north. [rad]
    range_m : float or ndarray
        Ground range. [m]

    Returns
    -------
    tuple of ndarray
        Latitude and longitude, the longitude in [-180, 180]. [deg]

    References
    ----------
    karney-2013, "direct problem"

    Examples
    --------
    >>> lat_deg, lon_deg = destination(40.08, 32.57, np.pi / 2, 100_000.0)
    >>> round(float(lat_deg), 4), round(float(lon_deg), 4)
    (40.0741, 33.7423)
    """
    start_lon_deg, start_lat_deg, bearing_deg, length_m = np.broadcast_arrays(
        lon_deg, lat_deg, np.degrees(bearing_rad), np.asarray(range_m, float))
    end_lon_deg, end_lat_deg, _ = GEOD.fwd(start_lon_deg.astype(float), start_lat_deg.astype(float),
                                           bearing_deg.astype(float), length_m.astype(float))
    return np.asarray(end_lat_deg), np.asarray(end_lon_deg)


def bearing_and_range(
    from_lat_deg: float | np.ndarray, from_lon_deg: float | np.ndarray, to_lat_deg: float | np.ndarray,
    to_lon_deg: float | np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Bearing at the start and length of geodesics; the arguments broadcast.

    Returns
    -------
    tuple of ndarray
        Bearing clockwise from north in [0, 2 pi) [rad] and ground range [m].

    References
    ----------
    karney-2013, "inverse problem"

    Examples
    --------
    >>> bearing_rad, range_m = bearing_and_range(40.08, 32.57, 42.03, 35.15)
    >>> round(float(np.degrees(bearing_rad)), 1), round(float(range_m) / 1000, 1)
    (44.2, 306.5)
    """
    from_lat, from_lon, to_lat, to_lon = (
        part.astype(float) for part in np.broadcast_arrays(from_lat_deg, from_lon_deg, to_lat_deg, to_lon_deg))
    bearing_deg, _, range_m = GEOD.inv(from_lon, from_lat, to_lon, to_lat)
    return np.radians(np.asarray(bearing_deg)) % (2 * np.pi), np.asarray(range_m)
