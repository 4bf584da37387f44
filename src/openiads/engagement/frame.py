"""One Cartesian frame for a whole laydown: east, north and up at its centre, over the WGS 84 ellipsoid."""

from dataclasses import dataclass

import numpy as np

from openiads.constants import DEG_RAD, WGS84_FLATTENING, WGS84_SEMI_MAJOR_M

_ECCENTRICITY_SQUARED = WGS84_FLATTENING * (2 - WGS84_FLATTENING)


def _axes(lat_rad: np.ndarray, lon_rad: np.ndarray) -> np.ndarray:
    """Rows east, north and up at places of the ellipsoid, in earth-centred coordinates, (..., 3, 3)."""
    (sla, cla), (slo, clo) = (np.sin(lat_rad), np.cos(lat_rad)), (np.sin(lon_rad), np.cos(lon_rad))
    zero = np.zeros_like(sla)
    return np.stack([
        np.stack([-slo, clo, zero], axis=-1),
        np.stack([-sla * clo, -sla * slo, cla], axis=-1),
        np.stack([cla * clo, cla * slo, sla], axis=-1),
    ], axis=-2)


def _centred_m(lat_rad: np.ndarray, lon_rad: np.ndarray, height_m: np.ndarray) -> np.ndarray:
    radius_m = WGS84_SEMI_MAJOR_M / np.sqrt(1 - _ECCENTRICITY_SQUARED * np.sin(lat_rad) ** 2)
    return np.stack([
        (radius_m + height_m) * np.cos(lat_rad) * np.cos(lon_rad),
        (radius_m + height_m) * np.cos(lat_rad) * np.sin(lon_rad),
        (radius_m * (1 - _ECCENTRICITY_SQUARED) + height_m) * np.sin(lat_rad),
    ], axis=-1)


@dataclass(frozen=True)
class Frame:
    """East, north and up at one place; heights count as if above the ellipsoid, which shifts everything alike."""

    lat_deg: float
    lon_deg: float

    def _turn(self) -> tuple[np.ndarray, np.ndarray]:
        lat_rad, lon_rad = np.array(self.lat_deg * DEG_RAD), np.array(self.lon_deg * DEG_RAD)
        return _axes(lat_rad, lon_rad), _centred_m(lat_rad, lon_rad, np.array(0.0))

    def position_m(self, lat_deg: np.ndarray, lon_deg: np.ndarray, height_m: np.ndarray) -> np.ndarray:
        """Places as east, north and up of the frame's origin, (..., 3). [m]

        Examples
        --------
        >>> Frame(40.0, 32.0).position_m(40.0, 32.1, 0.0).round(1).tolist()
        [8539.4, 4.8, -5.7]
        """
        turn, origin_m = self._turn()
        lat_rad, lon_rad, height_m = np.broadcast_arrays(
            np.asarray(lat_deg, dtype=float) * DEG_RAD, np.asarray(lon_deg, dtype=float) * DEG_RAD,
            np.asarray(height_m, dtype=float))
        return np.asarray((_centred_m(lat_rad, lon_rad, height_m) - origin_m) @ turn.T)

    def axes_at(self, lat_deg: float, lon_deg: float) -> np.ndarray:
        """Rows east, north and up of a place, in this frame, (3, 3)."""
        turn, _ = self._turn()
        return np.asarray(_axes(np.array(lat_deg * DEG_RAD), np.array(lon_deg * DEG_RAD)) @ turn.T)
