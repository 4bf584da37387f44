"""What every radar makes of every point of every path: the same look as the maps', worked out before the run."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from openiads.compiled import compiled
from openiads.earth.geodesy import bearing_and_range
from openiads.engagement.arrays import Air, Radars, Sight
from openiads.physics.detection import pd_swerling
from openiads.physics.look import Radar, look_snr
from openiads.scenario.flights import Flight
from openiads.scenario.raid import Jammer


class Placed(Protocol):
    """A radar that stands somewhere and has a floor."""

    @property
    def lat_deg(self) -> float:
        """Latitude. [deg]"""

    @property
    def lon_deg(self) -> float:
        """Longitude. [deg]"""

    @property
    def floor(self) -> "Floor":
        """Lowest height that it sees."""


class Floor(NamedTuple):
    """Lowest height that one radar sees over each cell of its polar grid, as the maps have it."""

    lat_deg: float
    lon_deg: float
    amsl_m: np.ndarray  # (B, R)
    ring_step_m: float

    def over(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Floor over places, infinite beyond the last ring, and their bearings. [m] [rad]"""
        bearing_rad, range_m = bearing_and_range(self.lat_deg, self.lon_deg, lat_deg, lon_deg)
        bearings, rings = self.amsl_m.shape
        row = (bearing_rad / (2 * np.pi) * bearings).astype(np.int64) % bearings
        ring = (range_m / self.ring_step_m).astype(np.int64)
        inside = ring < rings
        return np.where(inside, self.amsl_m[row, np.where(inside, ring, 0)], np.inf), bearing_rad


@compiled
def _fill_looks(radar, position_m, axes, clear, points_m, rcs_m2, pfa, swerling_case, jam, k_factor, snr, pd):
    for k in range(points_m.shape[0]):
        snr[k], pd[k] = 0.0, 0.0
        if not clear[k]:
            continue
        x = points_m[k, 0] - position_m[0]
        y = points_m[k, 1] - position_m[1]
        z = points_m[k, 2] - position_m[2]
        slant_m = np.sqrt(x * x + y * y + z * z)
        if not slant_m > 0.0:
            continue
        elevation_rad = np.arcsin((x * axes[2, 0] + y * axes[2, 1] + z * axes[2, 2]) / slant_m)
        ratio = look_snr(radar, slant_m, elevation_rad, rcs_m2[k], k_factor, 1.0, jam[k])
        snr[k] = ratio
        if ratio > 0.0:
            pd[k] = pd_swerling(ratio, pfa, 1, swerling_case)


def jamming(flights: Sequence[Flight], jammers: Sequence[Jammer], stands: Sequence[Placed],
            beamwidth_rad: np.ndarray) -> np.ndarray:
    """Jamming over receiver noise of each radar's look at each point, (R, K). [-]

    Notes
    -----
    One way, so as the square of the distance to the jammer; less by `sidelobe_db` where the beam lies on the target and
    more than a beamwidth beside the jammer. A jammer below a radar's floor does not reach it.

    References
    ----------
    skolnik-2008, chapter 24
    """
    lat_deg = np.concatenate([flight.path.lat_deg for flight in flights])
    lon_deg = np.concatenate([flight.path.lon_deg for flight in flights])
    ratio = np.zeros((len(stands), lat_deg.size))
    for r, stand in enumerate(stands):
        _, bearing_rad = stand.floor.over(lat_deg, lon_deg)
        for jammer in jammers:
            place = np.array([jammer.position.lat_deg]), np.array([jammer.position.lon_deg])
            floor_m, towards_rad = stand.floor.over(*place)
            if jammer.altitude.value_m < floor_m[0]:
                continue
            _, range_m = bearing_and_range(stand.lat_deg, stand.lon_deg, *place)
            peak = 10 ** (jammer.jam_to_noise_db / 10) * (jammer.at / float(range_m[0])) ** 2
            off_rad = np.abs((bearing_rad - towards_rad[0] + np.pi) % (2 * np.pi) - np.pi)
            ratio[r] += np.where(off_rad <= beamwidth_rad[r], peak, peak * 10 ** (-jammer.sidelobe_db / 10))
    return ratio


def sight_of(
    flights: Sequence[Flight], air: Air, radars: Radars, looks: Sequence[Radar], floors: Sequence[Floor],
    rcs_m2: np.ndarray, jam_to_noise: np.ndarray, *, pfa: float, swerling_case: int, k_factor: float,
) -> Sight:
    """Work out every look that a run can ask for.

    Parameters
    ----------
    flights : sequence of Flight
        In the order of `air`.
    air : Air
    radars : Radars
    looks : sequence of Radar
        What is believed of each radar, (R,).
    floors : sequence of Floor
        Of each radar, (R,).
    rcs_m2 : (F,) array
        Cross-section of each flyer. [m2]
    jam_to_noise : (R, K) array
        Jamming over receiver noise. [-]
    pfa, swerling_case : float, int
        Of one look.
    k_factor : float
        Effective-earth factor, for the way through the air. [-]

    Returns
    -------
    Sight
        Zero where the ground, the horizon or the antenna's limits hide a point.
    """
    lat_deg = np.concatenate([flight.path.lat_deg for flight in flights])
    lon_deg = np.concatenate([flight.path.lon_deg for flight in flights])
    shape = (len(looks), air.along.size)
    snr, pd, turn = (np.zeros(shape, np.float32) for _ in range(3))
    rcs_at_m2 = np.repeat(rcs_m2, np.diff(air.first))
    for r, (look, floor) in enumerate(zip(looks, floors, strict=True)):
        floor_m, bearing_rad = floor.over(lat_deg, lon_deg)
        turn[r] = bearing_rad / (2 * np.pi)
        clear = air.altitude_amsl_m >= floor_m
        _fill_looks(look, radars.position_m[r], radars.axes[r], clear, air.position_m, rcs_at_m2,
                    pfa, swerling_case, jam_to_noise[r], k_factor, snr[r], pd[r])
    return Sight(snr, pd, turn)
