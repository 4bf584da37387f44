"""How far the radars of a draw have the power to see, and how soon a missile must leave: in rings of the polar grid."""

import math
from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled
from openiads.physics.look import Radar, blind_ground_range_m, detection_ground_range_m


class RadarRows(NamedTuple):
    """One radar as each of N rows believes it; SI."""

    snr_constant_m2: np.ndarray  # (N,)
    elevation_min_rad: np.ndarray
    elevation_max_rad: np.ndarray
    instrumented_range_m: np.ndarray
    oxygen_db_per_m: float
    water_db_per_m: float
    oxygen_scale_height_m: float
    water_scale_height_m: float
    antenna_amsl_m: np.ndarray  # (N,)


@compiled
def power_ranges_m(radar, rcs_m2, snr_required, target_amsl_m, k_factor, near_m, far_m):
    """Ground ranges between which one radar has power and elevation to detect each class at each altitude.

    Parameters
    ----------
    radar : RadarRows
    rcs_m2 : (N, C)
        Cross-section of each class. [m2]
    snr_required : float
        SNR that the wanted Pd needs. [-]
    target_amsl_m : (8,)
        Heights of the altitudes above mean sea level at the site. [m]
    k_factor : (N,)
        Effective-earth factor. [-]
    near_m, far_m : (N, C, 8)
        Filled: cone of silence and greatest range. [m]
    """
    rows, classes = rcs_m2.shape
    for n in range(rows):
        believed = Radar(
            radar.snr_constant_m2[n], radar.elevation_min_rad[n], radar.elevation_max_rad[n],
            radar.instrumented_range_m[n], radar.oxygen_db_per_m, radar.water_db_per_m,
            radar.oxygen_scale_height_m, radar.water_scale_height_m, 0.5 * math.pi, 0.0, 0.0,
        )
        for target in range(classes):
            for a in range(8):
                near_m[n, target, a] = blind_ground_range_m(
                    believed, radar.antenna_amsl_m[n], target_amsl_m[a], k_factor[n]
                )
                far_m[n, target, a] = detection_ground_range_m(
                    believed, rcs_m2[n, target], snr_required, radar.antenna_amsl_m[n], target_amsl_m[a],
                    k_factor[n], 0.0,
                )


def needed_track_m(flight_s: np.ndarray, kit: np.ndarray, speed_mps: np.ndarray, reaction_s: np.ndarray,
                   ring_m: np.ndarray) -> np.ndarray:
    """Range at which the track of a class must be confirmed, so that it is met in each ring on a radial run.

    Parameters
    ----------
    flight_s : (T, 8, R)
        Time of flight to each altitude and ring for each set of missile beliefs; NaN out of reach. [s]
    kit : (N,)
        Set of missile beliefs of each row.
    speed_mps : (N, C)
        Speed of each class. [m/s]
    reaction_s : (N,)
        From confirmed track to launch. [s]
    ring_m : (R,)
        Ground range of each ring's middle. [m]

    Returns
    -------
    (N, C, 8, R) float32
        Never falling outwards. [m]

    Notes
    -----
    r + V (T + tof(r)), V the class's speed and T the reaction; where a ring is out of reach the longest flight to a
    nearer ring stands in, because reach is looked at apart.
    """
    longest_s = np.maximum.accumulate(np.nan_to_num(flight_s, nan=0.0), axis=-1).astype(np.float32)
    wait_s = reaction_s.astype(np.float32)[:, None, None] + longest_s[kit]
    needed_m = speed_mps.astype(np.float32)[:, :, None, None] * wait_s[:, None]
    needed_m += ring_m.astype(np.float32)
    return needed_m
