"""What every radar makes of every point of every path: the same look as the maps', worked out before the run."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from openiads.compiled import compiled
from openiads.earth.geodesy import bearing_and_range
from openiads.engagement.arrays import Air, Radars, Sight
from openiads.engagement.paths import Ways
from openiads.physics.detection import pd_swerling
from openiads.physics.look import Radar, look_snr
from openiads.scenario.raid import Jammer


class Placed(Protocol):
    """A radar that stands somewhere and has a floor."""

    @property
    def floor(self) -> "Floor":
        """Lowest height that it sees, and from where."""


class Floor(NamedTuple):
    """Lowest height that one radar sees over each cell of its polar grid, as the maps have it."""

    lat_deg: float
    lon_deg: float
    amsl_m: np.ndarray  # (B, R)
    ring_step_m: float

    def at(self, bearing_rad: np.ndarray, range_m: np.ndarray) -> np.ndarray:
        """Floor at bearings and ranges, infinite beyond the last ring. [m]"""
        bearings, rings = self.amsl_m.shape
        row = (bearing_rad / (2 * np.pi) * bearings).astype(np.int64) % bearings
        ring = (range_m / self.ring_step_m).astype(np.int64)
        inside = ring < rings
        return np.where(inside, self.amsl_m[row, np.where(inside, ring, 0)], np.inf)


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


class Lines(NamedTuple):
    """How every point of every path lies to every radar, whatever is believed of either."""

    clear: np.ndarray  # (R, K) bool; at or above the radar's floor
    bearing_rad: np.ndarray  # (R, K)
    turn: np.ndarray  # (R, K) float32, the same in turns


def lines_of(ways: Ways, stands: Sequence[Placed]) -> Lines:
    """Ground, horizon and bearings between the points of all paths and the radars; radars at one place share them."""
    places: dict[tuple[float, float], tuple[np.ndarray, np.ndarray]] = {}
    clear = np.empty((len(stands), ways.of.size), np.bool_)
    bearing_rad = np.empty(clear.shape)
    for r, stand in enumerate(stands):
        floor = stand.floor
        place = (floor.lat_deg, floor.lon_deg)
        if place not in places:
            places[place] = bearing_and_range(*place, ways.lat_deg, ways.lon_deg)
        bearing_rad[r] = places[place][0][ways.of]
        clear[r] = (ways.altitude_amsl_m >= floor.at(*places[place]))[ways.of]
    return Lines(clear, bearing_rad, (bearing_rad / (2 * np.pi)).astype(np.float32))


def jamming(lines: Lines, jammers: Sequence[Jammer], stands: Sequence[Placed],
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
    ratio = np.zeros(lines.clear.shape)
    for r, stand in enumerate(stands):
        for jammer in jammers:
            towards_rad, range_m = bearing_and_range(
                stand.floor.lat_deg, stand.floor.lon_deg, jammer.position.lat_deg, jammer.position.lon_deg)
            if jammer.altitude.value_m < stand.floor.at(towards_rad, range_m):
                continue
            peak = 10 ** (jammer.jam_to_noise_db / 10) * (jammer.at / float(range_m)) ** 2
            off_rad = np.abs((lines.bearing_rad[r] - towards_rad + np.pi) % (2 * np.pi) - np.pi)
            ratio[r] += np.where(off_rad <= beamwidth_rad[r], peak, peak * 10 ** (-jammer.sidelobe_db / 10))
    return ratio


def sight_of(
    lines: Lines, air: Air, radars: Radars, looks: Sequence[Radar], rcs_m2: np.ndarray, jam_to_noise: np.ndarray, *,
    pfa: float, swerling_case: int, k_factor: Sequence[float],
) -> Sight:
    """Work out every look that a run can ask for.

    Parameters
    ----------
    lines : Lines
        Between the points of `air` and `radars`.
    air : Air
    radars : Radars
    looks : sequence of Radar
        What is believed of each radar, (R,).
    rcs_m2 : (F,) array
        Cross-section of each flyer. [m2]
    jam_to_noise : (R, K) array
        Jamming over receiver noise. [-]
    pfa, swerling_case : float, int
        Of one look.
    k_factor : sequence of float
        Effective-earth factor about each radar, for the way through the air, (R,). [-]

    Returns
    -------
    Sight
        Zero where the ground, the horizon or the antenna's limits hide a point.
    """
    snr, pd = np.zeros(lines.clear.shape, np.float32), np.zeros(lines.clear.shape, np.float32)
    rcs_at_m2 = np.repeat(rcs_m2, np.diff(air.first))
    for r, look in enumerate(looks):
        _fill_looks(look, radars.position_m[r], radars.axes[r], lines.clear[r], air.position_m, rcs_at_m2,
                    pfa, swerling_case, jam_to_noise[r], k_factor[r], snr[r], pd[r])
    return Sight(snr, pd, lines.turn)
