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


@compiled
def in_time_rings(flight_s, kit, speed_mps, reaction_s, ring_step_m, in_time_ring):
    """Rings in which a class that runs in radially can still be met, by the ring in which its track is confirmed.

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
    ring_step_m : float
        Width of a ring. [m]
    in_time_ring : (N, C, 8, R) int64
        Filled: number of rings, from the site outwards, in which it is met in time.

    Notes
    -----
    A class tracked at range Rt is met at range r if r + V (T + tof(r)) <= Rt, V its speed and T the reaction.
    """
    rows, classes = speed_mps.shape
    rings = flight_s.shape[2]
    for n in range(rows):
        for target in range(classes):
            for a in range(8):
                met = 0
                longest_s = 0.0
                for track in range(rings):
                    while met < rings:
                        tof_s = flight_s[kit[n], a, met]
                        if tof_s > longest_s:
                            longest_s = tof_s
                        needed_m = (met + 0.5) * ring_step_m + speed_mps[n, target] * (reaction_s[n] + longest_s)
                        if needed_m > (track + 0.5) * ring_step_m:
                            break
                        met += 1
                    in_time_ring[n, target, a, track] = met
