"""One radar looks at one target: the waist through which maps and engagements see."""

import math
from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled
from openiads.constants import EARTH_RADIUS_M, FOUR_THIRDS
from openiads.physics.antenna import gain_cosecant_squared, gain_scanned, within_limits
from openiads.physics.detection import pd_swerling, snr_for_pd
from openiads.physics.gas_path import exponential_path_m
from openiads.physics.propagation import elevation_of_target_rad, ground_range_to_height_m

STEP_IN = 0.9  # coarse step towards the radar while looking for the outermost range with the wanted SNR
CONVERGED_M = 0.1
NEPERS_PER_DB = math.log(10.0) / 10.0


class Radar(NamedTuple):
    """One believed radar; scalars in SI."""

    snr_constant_m2: float  # free-space SNR on the axis is snr_constant_m2 rcs_m2 / range_m^4
    elevation_min_rad: float = -math.pi / 2  # the antenna sees nothing below
    elevation_max_rad: float = math.pi / 2  # nor above
    instrumented_range_m: float = math.inf  # nor beyond this slant range
    oxygen_db_per_m: float = 0.0  # one-way attenuation at the antenna; zero for a vacuum
    water_db_per_m: float = 0.0
    oxygen_scale_height_m: float = 6000.0  # height above the antenna over which it falls by e
    water_scale_height_m: float = 2000.0
    full_gain_to_rad: float = math.pi / 2  # above this elevation the beam is cosecant-squared; pi/2 if not shaped
    broadside_rad: float = 0.0  # elevation of a phased array's broadside
    scan_exponent: float = 0.0  # one-way power of the cosine of the scan angle; 0 for no scan loss


@compiled
def gas_loss_db(radar, slant_range_m, elevation_rad, k_factor=FOUR_THIRDS):
    """Two-way loss to oxygen and water vapour along the ray.

    Parameters
    ----------
    radar : Radar
        Its attenuation at the antenna and scale heights are used.
    slant_range_m, elevation_rad : float
        Length of the ray and its elevation at the antenna. [m, rad]
    k_factor : float
        Effective earth radius over true radius. [-]

    Returns
    -------
    float
        Loss there and back. [dB]

    References
    ----------
    itu-r-p676; bean-dutton-1966
    """
    loss_db = 0.0
    if radar.oxygen_db_per_m > 0.0:
        path_m = exponential_path_m(slant_range_m, elevation_rad, radar.oxygen_scale_height_m, k_factor)
        loss_db += 2.0 * radar.oxygen_db_per_m * path_m
    if radar.water_db_per_m > 0.0:
        path_m = exponential_path_m(slant_range_m, elevation_rad, radar.water_scale_height_m, k_factor)
        loss_db += 2.0 * radar.water_db_per_m * path_m
    return loss_db


@compiled
def look_gain(radar, elevation_rad):
    """Two-way power gain over peak gain of a beam laid on a target at this elevation; zero outside the limits. [-]"""
    if not within_limits(elevation_rad, radar.elevation_min_rad, radar.elevation_max_rad):
        return math.nan if math.isnan(elevation_rad) else 0.0
    gain = gain_cosecant_squared(elevation_rad, radar.full_gain_to_rad)
    gain *= gain_scanned(elevation_rad - radar.broadside_rad, radar.scan_exponent)
    return gain * gain


@compiled
def look_snr(
    radar, slant_range_m, elevation_rad, rcs_m2, k_factor=FOUR_THIRDS, propagation_factor=1.0, jam_to_noise=0.0
):
    """Signal-to-noise ratio of one look.

    Parameters
    ----------
    radar : Radar
        The radar that looks.
    slant_range_m, elevation_rad : float
        Where the target is, as the radar sees it. [m, rad]
    rcs_m2 : float
        Mean radar cross-section. [m2]
    k_factor : float
        Effective earth radius over true radius, for the way through the air. [-]
    propagation_factor : float
        One-way field over free-space field, of lobing or diffraction; 1 in free space. [-]
    jam_to_noise : float
        Jamming over receiver noise; 0 without a jammer. [-]

    Returns
    -------
    float
        SNR (over noise and jamming); zero outside the elevation limits and beyond the instrumented range. [-]

    Notes
    -----
    SNR = C rcs F^4 g / (R^4 L (1 + J/N)), with C fixed by one claim (`snr_constant_m2`), g the two-way gain over peak
    gain, L the two-way gas loss, F the propagation factor.

    References
    ----------
    skolnik-2008, chapter 1

    Examples
    --------
    >>> look_snr(Radar(snr_constant_m2=1e20), 100e3, 0.0, 1.0)
    1.0
    """
    if slant_range_m > radar.instrumented_range_m:
        return 0.0
    squared_m2 = slant_range_m * slant_range_m
    snr = radar.snr_constant_m2 * rcs_m2 / (squared_m2 * squared_m2) * look_gain(radar, elevation_rad)
    snr *= propagation_factor**4 / (1.0 + jam_to_noise)
    return snr * math.exp(-NEPERS_PER_DB * gas_loss_db(radar, slant_range_m, elevation_rad, k_factor))


@compiled
def look_pd(
    radar, slant_range_m, elevation_rad, rcs_m2, pfa, swerling_case,
    k_factor=FOUR_THIRDS, propagation_factor=1.0, jam_to_noise=0.0,
):
    """Probability that one look detects the target.

    Parameters
    ----------
    radar, slant_range_m, elevation_rad, rcs_m2, k_factor, propagation_factor, jam_to_noise
        As in `look_snr`.
    pfa : float
        Probability of false alarm. [-]
    swerling_case : int
        0 to 4; one look counts as one pulse. [-]

    Returns
    -------
    float
        Pd; never below pfa. [-]
    """
    snr = look_snr(radar, slant_range_m, elevation_rad, rcs_m2, k_factor, propagation_factor, jam_to_noise)
    return pd_swerling(snr, pfa, 1, swerling_case)


@compiled
def snr_constant_m2(radar, range_m, rcs_m2, snr_required, elevation_rad, k_factor=FOUR_THIRDS):
    """SNR constant of a radar that is said to detect a target at a range: the look solved backwards.

    Parameters
    ----------
    radar : Radar
        All but its constant and its instrumented range are used.
    range_m, rcs_m2 : float
        Slant range and cross-section of the claim. [m, m2]
    snr_required : float
        SNR that the claim's Pd, Pfa and Swerling case need (`snr_for_pd`). [-]
    elevation_rad : float
        Elevation at which the claim holds. [rad]
    k_factor : float
        Effective earth radius over true radius. [-]

    Returns
    -------
    float
        Constant that gives the required SNR at the claim; infinite where the elevation lies outside the limits. [m2]
    """
    squared_m2 = range_m * range_m
    loss = math.exp(NEPERS_PER_DB * gas_loss_db(radar, range_m, elevation_rad, k_factor))
    return snr_required * squared_m2 * squared_m2 * loss / (rcs_m2 * look_gain(radar, elevation_rad))


def anchored(
    radar: Radar, range_m: float, rcs_m2: float, *, pd: float = 0.5, pfa: float = 1e-6, swerling_case: int = 1,
    elevation_rad: float = 0.0, k_factor: float = FOUR_THIRDS,
) -> Radar:
    """Return the radar with the SNR constant that one claim of detection range fixes.

    Examples
    --------
    >>> radar = anchored(Radar(snr_constant_m2=0.0), 250e3, 4.0)
    >>> round(look_pd(radar, 250e3, 0.0, 4.0, 1e-6, 1), 6)
    0.5
    """
    snr = snr_for_pd(pd, pfa, 1, swerling_case)
    constant_m2 = snr_constant_m2(radar, range_m, rcs_m2, snr, elevation_rad, k_factor)
    return radar._replace(snr_constant_m2=constant_m2)


@compiled
def detection_slant_range_m(radar, rcs_m2, snr_required, elevation_rad, k_factor=FOUR_THIRDS):
    """Greatest slant range along one elevation at which a look still has the required SNR.

    Parameters
    ----------
    radar : Radar
        The radar that looks.
    rcs_m2, snr_required : float
        Mean cross-section and the SNR that the wanted Pd needs. [m2, -]
    elevation_rad : float
        Elevation of the ray. [rad]
    k_factor : float
        Effective earth radius over true radius. [-]

    Returns
    -------
    float
        Slant range, at most the instrumented range; zero outside the elevation limits. [m]

    Notes
    -----
    Newton's method on 4 ln R + loss(R), whose derivative is known; starts from the range in a vacuum.
    """
    gain = look_gain(radar, elevation_rad)
    if gain == 0.0:
        return 0.0
    vacuum_m = (radar.snr_constant_m2 * rcs_m2 * gain / snr_required) ** 0.25
    range_m = vacuum_m
    if radar.oxygen_db_per_m > 0.0 or radar.water_db_per_m > 0.0:
        sine, cosine = math.sin(elevation_rad), math.cos(elevation_rad)
        for _ in range(30):
            rise_m = range_m * sine + range_m * range_m * cosine * cosine / (2.0 * k_factor * EARTH_RADIUS_M)
            here_db_per_m = radar.oxygen_db_per_m * math.exp(-rise_m / radar.oxygen_scale_height_m)
            here_db_per_m += radar.water_db_per_m * math.exp(-rise_m / radar.water_scale_height_m)
            excess = 4.0 * math.log(range_m / vacuum_m)
            excess += NEPERS_PER_DB * gas_loss_db(radar, range_m, elevation_rad, k_factor)
            step = excess / (4.0 + 2.0 * NEPERS_PER_DB * here_db_per_m * range_m)
            range_m *= math.exp(-step)
            if abs(step) < 1e-9:
                break
    return radar.instrumented_range_m if range_m > radar.instrumented_range_m else range_m


@compiled
def _excess_at_height(radar, slant_range_m, log_budget, antenna_amsl_m, target_amsl_m, k_factor):
    """Natural logarithm of SNR over required SNR for a target at a height; -inf where a limit hides it."""
    elevation_rad = elevation_of_target_rad(target_amsl_m, antenna_amsl_m, slant_range_m, k_factor)
    gain = look_gain(radar, elevation_rad)
    if not gain > 0.0:
        return -math.inf
    loss = NEPERS_PER_DB * gas_loss_db(radar, slant_range_m, elevation_rad, k_factor)
    return log_budget + math.log(gain) - 4.0 * math.log(slant_range_m) - loss


@compiled
def ground_range_of_slant_m(slant_range_m, antenna_amsl_m, target_amsl_m, k_factor=FOUR_THIRDS):
    """Distance along the smooth earth between an antenna and a target of known heights and slant range.

    Notes
    -----
    Haversine form of the law of cosines: sin(G / 2 R)^2 = (r^2 - dh^2) / (4 (R + h0)(R + h)), R = k a.
    """
    radius_m = k_factor * EARTH_RADIUS_M
    rise_m = target_amsl_m - antenna_amsl_m
    across_m2 = max(slant_range_m * slant_range_m - rise_m * rise_m, 0.0)
    return 2.0 * radius_m * math.asin(
        min(1.0, 0.5 * math.sqrt(across_m2 / ((radius_m + antenna_amsl_m) * (radius_m + target_amsl_m))))
    )


@compiled
def detection_ground_range_m(
    radar, rcs_m2, snr_required, antenna_amsl_m, target_amsl_m, k_factor=FOUR_THIRDS, jam_to_noise=0.0
):
    """Greatest ground range at which a target flying at a height still has the required SNR; no horizon.

    Parameters
    ----------
    radar : Radar
        The radar that looks.
    rcs_m2, snr_required : float
        Mean cross-section and the SNR that the wanted Pd needs. [m2, -]
    antenna_amsl_m, target_amsl_m : float
        Heights of antenna and target above mean sea level. [m]
    k_factor : float
        Effective earth radius over true radius. [-]
    jam_to_noise : float
        Jamming over receiver noise, the same at every range (a stand-off jammer). [-]

    Returns
    -------
    float
        Distance along the smooth earth; zero where power or elevation limits leave nothing. [m]

    Notes
    -----
    Walks in from the greatest conceivable range by tenths until the SNR suffices, then closes in by regula falsi with
    halving (Illinois) to 0.1 m. So a shaped beam, under which the SNR need not fall steadily, gives its outermost
    range.

    Examples
    --------
    >>> radar = Radar(snr_constant_m2=1e22)
    >>> round(detection_ground_range_m(radar, 1.0, 1.0, 30.0, 10_000.0) / 1000, 1)
    315.9
    """
    log_budget = math.log(radar.snr_constant_m2 * rcs_m2 / (snr_required * (1.0 + jam_to_noise)))
    near_m = abs(target_amsl_m - antenna_amsl_m)
    outer_m = math.exp(0.25 * log_budget)
    if outer_m > radar.instrumented_range_m:
        outer_m = radar.instrumented_range_m
    if not outer_m > near_m:
        return math.nan if math.isnan(outer_m + near_m) else 0.0
    outer = _excess_at_height(radar, outer_m, log_budget, antenna_amsl_m, target_amsl_m, k_factor)
    inner_m, inner = outer_m, outer
    while inner < 0.0:
        outer_m, outer = inner_m, inner
        if inner_m <= near_m:
            return 0.0
        inner_m = max(STEP_IN * inner_m, near_m)
        inner = _excess_at_height(radar, inner_m, log_budget, antenna_amsl_m, target_amsl_m, k_factor)
    kept = 0
    while outer_m - inner_m > CONVERGED_M:
        if outer == -math.inf:
            middle_m = 0.5 * (inner_m + outer_m)
        else:
            middle_m = inner_m + (outer_m - inner_m) * inner / (inner - outer)
        middle = _excess_at_height(radar, middle_m, log_budget, antenna_amsl_m, target_amsl_m, k_factor)
        if middle >= 0.0:
            if middle < 1e-9:
                inner_m = middle_m
                break
            inner_m, inner = middle_m, middle
            outer *= 0.5 if kept == 1 else 1.0
            kept = 1
        else:
            if middle > -1e-9:
                inner_m = middle_m
                break
            outer_m, outer = middle_m, middle
            inner *= 0.5 if kept == -1 else 1.0
            kept = -1
    return ground_range_of_slant_m(inner_m, antenna_amsl_m, target_amsl_m, k_factor)


@compiled
def blind_ground_range_m(radar, antenna_amsl_m, target_amsl_m, k_factor=FOUR_THIRDS):
    """Ground range below which a target at a height stands above the antenna's upper limit: the cone of silence.

    Parameters
    ----------
    radar : Radar
        Its upper elevation limit is used.
    antenna_amsl_m, target_amsl_m : float
        Heights of antenna and target above mean sea level. [m]
    k_factor : float
        Effective earth radius over true radius. [-]

    Returns
    -------
    float
        Distance along the smooth earth; zero for a target below the antenna. [m]

    Examples
    --------
    >>> radar = Radar(snr_constant_m2=1e22, elevation_max_rad=math.radians(45))
    >>> round(blind_ground_range_m(radar, 0.0, 10_000.0) / 100)
    100
    """
    if not target_amsl_m > antenna_amsl_m or radar.elevation_max_rad >= 0.5 * np.pi:
        return math.nan if math.isnan(target_amsl_m + antenna_amsl_m) else 0.0
    return ground_range_to_height_m(target_amsl_m, antenna_amsl_m, radar.elevation_max_rad, k_factor)
