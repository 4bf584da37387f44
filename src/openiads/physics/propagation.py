"""Where a ray goes over a smooth earth: effective radius, horizon, height, elevation and range."""

import numpy as np

from openiads.compiled import compiled
from openiads.constants import EARTH_RADIUS_M, FOUR_THIRDS


def effective_earth_radius_m(gradient_n_per_km: float = -39.0, earth_radius_m: float = EARTH_RADIUS_M) -> float:
    """Radius of the sphere over which a ray of this refractivity gradient is straight.

    Parameters
    ----------
    gradient_n_per_km : float
        Change of refractivity with height, N-units per kilometre; -39 is the textbook's mean.
    earth_radius_m : float
        Radius of the true sphere. [m]

    Returns
    -------
    float
        a / (1 + a dn/dh). [m]

    Notes
    -----
    Valid for low elevation angles and while a dn/dh > -1, that is above -157 N-units per kilometre. The default gives
    k = 1.3306, not 4/3: at 300 km the two put a beam 11 m apart.

    References
    ----------
    mathworks-effearthradius; itu-r-p310, "effective radius of the Earth"

    Examples
    --------
    >>> round(effective_earth_radius_m() / 1000, 1)
    8477.4
    """
    return earth_radius_m / (1 + earth_radius_m * gradient_n_per_km * 1e-9)


@compiled
def horizon_range_m(antenna_height_m, target_height_m, k_factor=FOUR_THIRDS):
    """Greatest range at which a smooth earth leaves the target in sight, in the textbook's short form.

    Parameters
    ----------
    antenna_height_m, target_height_m : float
        Heights above the smooth earth. [m]
    k_factor : float
        Effective earth radius over true radius; 4/3 for the standard atmosphere. [-]

    Returns
    -------
    float
        Ground range at which the ray grazes the earth. [m]

    Notes
    -----
    d = sqrt(2 k a h1) + sqrt(2 k a h2), with a the mean earth radius.
    Valid while both heights are small beside the radius; terrain is not considered.

    References
    ----------
    itu-r-p310, "effective radius of the Earth"

    Examples
    --------
    >>> round(horizon_range_m(10.0, 100.0) / 1000, 1)
    54.3
    """
    radius_m = k_factor * EARTH_RADIUS_M
    return np.sqrt(2 * radius_m * antenna_height_m) + np.sqrt(2 * radius_m * target_height_m)


@compiled
def horizon_slant_range_m(antenna_height_m, target_height_m, k_factor=FOUR_THIRDS):
    """Length of the tangent ray from antenna to target over a smooth earth.

    Parameters
    ----------
    antenna_height_m, target_height_m : float
        Heights above the smooth earth. [m]
    k_factor : float
        Effective earth radius over true radius. [-]

    Returns
    -------
    float
        Slant range along the ray that grazes the earth. [m]

    Notes
    -----
    d = sqrt(2 k a h1 + h1^2) + sqrt(2 k a h2 + h2^2); exact on the sphere. `horizon_range_m` is the short form, lower
    by 121 m for a target at 10 km.

    References
    ----------
    skolnik-2008, chapter 26, geometry of the tangent ray

    Examples
    --------
    >>> round(horizon_slant_range_m(24.0, 50.0), 3)
    49338.341
    """
    diameter_m = 2 * k_factor * EARTH_RADIUS_M
    antenna_m = np.sqrt(antenna_height_m * (diameter_m + antenna_height_m))
    return antenna_m + np.sqrt(target_height_m * (diameter_m + target_height_m))


@compiled
def beam_height_m(slant_range_m, elevation_rad, antenna_height_m, k_factor=FOUR_THIRDS):
    """Height of a beam's axis above the smooth earth at a slant range.

    Parameters
    ----------
    slant_range_m : float
        Range along the beam. [m]
    elevation_rad : float
        Elevation at the antenna. [rad]
    antenna_height_m : float
        Height of the antenna above the smooth earth. [m]
    k_factor : float
        Effective earth radius over true radius. [-]

    Returns
    -------
    float
        Height above the smooth earth. [m]

    Notes
    -----
    Law of cosines on the effective sphere R = k a: (R + h)^2 = (R + h0)^2 + r^2 + 2 (R + h0) r sin(el), solved for h
    without the cancellation of two numbers near R. Refraction is that of a constant gradient: good below about 3 km.

    References
    ----------
    mathworks-range2height

    Examples
    --------
    >>> round(beam_height_m(300e3, 0.0, 10.0))
    5306
    """
    radius_m = k_factor * EARTH_RADIUS_M + antenna_height_m
    excess_m2 = slant_range_m * (slant_range_m + 2 * radius_m * np.sin(elevation_rad))
    return antenna_height_m + excess_m2 / (radius_m + np.sqrt(radius_m * radius_m + excess_m2))


@compiled
def elevation_of_target_rad(target_height_m, antenna_height_m, slant_range_m, k_factor=FOUR_THIRDS):
    """Elevation at which an antenna sees a target of known height and slant range.

    Parameters
    ----------
    target_height_m, antenna_height_m : float
        Heights above the smooth earth. [m]
    slant_range_m : float
        Range along the ray. [m]
    k_factor : float
        Effective earth radius over true radius. [-]

    Returns
    -------
    float
        Elevation above the antenna's horizontal; NaN where no triangle has these sides. [rad]

    Notes
    -----
    sin(el) = (dh (2 (R + h0) + dh) - r^2) / (2 (R + h0) r), with dh = h - h0 and R = k a.

    References
    ----------
    mathworks-height2el

    Examples
    --------
    >>> round(float(np.degrees(elevation_of_target_rad(8000.0, 10.0, 300e3))), 5)  # with the true 4/3
    0.51497
    """
    radius_m = k_factor * EARTH_RADIUS_M + antenna_height_m
    rise_m = target_height_m - antenna_height_m
    excess_m2 = rise_m * (2 * radius_m + rise_m) - slant_range_m * slant_range_m
    return np.arcsin(excess_m2 / (2 * radius_m * slant_range_m))


@compiled
def slant_range_to_height_m(target_height_m, antenna_height_m, elevation_rad, k_factor=FOUR_THIRDS):
    """Slant range at which a beam reaches a height.

    Parameters
    ----------
    target_height_m, antenna_height_m : float
        Heights above the smooth earth. [m]
    elevation_rad : float
        Elevation at the antenna. [rad]
    k_factor : float
        Effective earth radius over true radius. [-]

    Returns
    -------
    float
        Range along the beam; NaN where the height is never reached. [m]

    Notes
    -----
    The positive root of r^2 + 2 (R + h0) r sin(el) = dh (2 (R + h0) + dh), with dh = h - h0 and R = k a. To a target
    below the antenna there are two, where the beam falls through its height and where it rises again: the nearer one.

    References
    ----------
    mathworks-height2range

    Examples
    --------
    >>> round(slant_range_to_height_m(1000.0, 10.0, np.radians(2.0)))  # 27125 with a gradient of -39 N/km
    27128
    """
    radius_m = k_factor * EARTH_RADIUS_M + antenna_height_m
    rise_m = target_height_m - antenna_height_m
    along_m = radius_m * np.sin(elevation_rad)
    excess_m2 = rise_m * (2 * radius_m + rise_m)
    slant_m = np.copysign(1.0, excess_m2) * np.sqrt(along_m * along_m + excess_m2) - along_m
    return slant_m + 0.0 * np.sqrt(slant_m)  # NaN where it lies behind the antenna


@compiled
def ground_range_to_height_m(target_height_m, antenna_height_m, elevation_rad, k_factor=FOUR_THIRDS):
    """Ground range at which a beam reaches a height.

    Parameters
    ----------
    target_height_m, antenna_height_m : float
        Heights above the smooth earth. [m]
    elevation_rad : float
        Elevation at the antenna. [rad]
    k_factor : float
        Effective earth radius over true radius. [-]

    Returns
    -------
    float
        Distance along the smooth earth. [m]

    Notes
    -----
    G = R atan2(r cos(el), R + h0 + r sin(el)), with r from `slant_range_to_height_m` and R = k a.

    References
    ----------
    mathworks-height2grndrange

    Examples
    --------
    >>> round(ground_range_to_height_m(1000.0, 10.0, np.radians(2.0)))
    27108
    """
    radius_m = k_factor * EARTH_RADIUS_M
    slant_m = slant_range_to_height_m(target_height_m, antenna_height_m, elevation_rad, k_factor)
    across_m = slant_m * np.cos(elevation_rad)
    return radius_m * np.arctan2(across_m, radius_m + antenna_height_m + slant_m * np.sin(elevation_rad))
