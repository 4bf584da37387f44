"""A believed missile: mass, thrust, drag and limits, as numbers; kinematics only."""

from typing import NamedTuple

import numpy as np

from openiads.compiled import compiled
from openiads.constants import STANDARD_GRAVITY_MPS2
from openiads.physics.atmosphere import air_at
from openiads.physics.flight import Body

INDUCED_DRAG_FACTOR = 0.08  # assumed: about one over the normal-force slope of a winged slender body
LOAD_LIMIT_G = 20.0  # assumed where nobody states it
GUIDANCE_LAG_S = 0.5  # assumed: one lag for airframe and link
NAVIGATION_RATIO = 4.0  # assumed: textbook value, zarchan-2012
MIN_INTERCEPT_SPEED_MPS = 500.0  # assumed: slower than this it is not counted as able to meet an aircraft
MANOEUVRE_RESERVE_G = 3.0  # assumed: side load it must still have where it meets; three times a gentle 1 g turn
SPEED_MARGIN = 1.2  # assumed: a target that may turn away must be out-run by a fifth
EJECTION_SPEED_MPS = 30.0  # assumed: speed when the motor lights, already turned towards the target


class Missile(NamedTuple):
    """A missile as one draw believes it; plain SI floats."""

    launch_mass_kg: float
    burnout_mass_kg: float
    thrust_n: float
    burn_time_s: float
    reference_area_m2: float
    drag_scale: float  # times the generic supersonic missile's zero-lift drag
    induced_drag_factor: float
    max_normal_force: float  # largest normal-force coefficient
    load_limit_g: float
    guidance_lag_s: float
    navigation_ratio: float
    control_time_s: float  # longest guided flight
    min_range_m: float
    max_range_m: float  # along the surface; nothing beyond what is claimed counts as reached
    max_altitude_m: float  # above mean sea level; likewise
    min_intercept_speed_mps: float


@compiled
def body_of(missile):
    """What the air feels of a missile, as the integrator takes it."""
    return Body(missile.reference_area_m2, 0.0, missile.drag_scale, missile.induced_drag_factor)


@compiled
def mass_at_kg(missile, t_s):
    """Mass after a time of flight; the propellant burns evenly.

    Parameters
    ----------
    missile : Missile
    t_s : float
        Time since ignition. [s]

    Returns
    -------
    float
        Mass. [kg]

    References
    ----------
    tsiolkovsky-1903

    Examples
    --------
    >>> from openiads.physics.missile_fit import fit_missile
    >>> missile, _ = fit_missile(max_range_m=120e3, launch_mass_kg=500.0)
    >>> mass_at_kg(missile, 0.0), mass_at_kg(missile, 1e3) < 300.0
    (500.0, True)
    """
    burnt = np.minimum(1.0, t_s / missile.burn_time_s)
    return missile.launch_mass_kg - burnt * (missile.launch_mass_kg - missile.burnout_mass_kg)


@compiled
def available_load_g(missile, t_s, altitude_amsl_m, speed_mps):
    """Side load that air and structure allow.

    Parameters
    ----------
    missile : Missile
    t_s : float
        Time since ignition. [s]
    altitude_amsl_m, speed_mps : float
        Height and speed. [m] [m/s]

    Returns
    -------
    float
        Load in units of standard gravity. [-]

    Notes
    -----
    The smaller of the limit and q S C_N / (m g).

    References
    ----------
    fleeman-2001, chapter 2

    Examples
    --------
    >>> from openiads.physics.missile_fit import fit_missile
    >>> missile, _ = fit_missile(max_range_m=120e3, load_limit_g=15.0)
    >>> available_load_g(missile, 30.0, 100.0, 900.0)
    15.0
    """
    density_kgpm3, _ = air_at(altitude_amsl_m)
    force_n = 0.5 * density_kgpm3 * speed_mps**2 * missile.reference_area_m2
    return load_under_g(missile, mass_at_kg(missile, t_s), force_n)


@compiled
def load_under_g(missile, mass_kg, force_n):
    """Side load that structure and air allow under a force of dynamic pressure on the missile's area.

    Parameters
    ----------
    missile : Missile
    mass_kg, force_n : float
        [kg] [N]

    Returns
    -------
    float
        Load in units of standard gravity. [-]

    References
    ----------
    fleeman-2001, chapter 2
    """
    return np.minimum(missile.load_limit_g, force_n * missile.max_normal_force / (mass_kg * STANDARD_GRAVITY_MPS2))


@compiled
def can_meet(missile, t_s, altitude_amsl_m, speed_mps, needed_speed_mps):
    """Whether a missile that comes by still counts as able to meet a target there.

    Parameters
    ----------
    missile : Missile
    t_s : float
        Time of flight. [s]
    altitude_amsl_m, speed_mps : float
        Height and speed on arrival. [m] [m/s]
    needed_speed_mps : float
        From `needed_speed_mps`. [m/s]

    Returns
    -------
    bool
        In time, under the ceiling, fast enough and with side load in reserve.
    """
    return (
        t_s <= missile.control_time_s
        and altitude_amsl_m <= missile.max_altitude_m
        and speed_mps >= needed_speed_mps
        and available_load_g(missile, t_s, altitude_amsl_m, speed_mps) >= MANOEUVRE_RESERVE_G
    )


@compiled
def needed_speed_mps(missile, target_speed_mps):
    """Slowest arrival that counts, against a target that may turn away.

    Parameters
    ----------
    missile : Missile
    target_speed_mps : float
        Speed of the target; 0 for one that can only come on, such as a falling ballistic target. [m/s]

    Returns
    -------
    float
        Speed. [m/s]

    Examples
    --------
    >>> from openiads.physics.missile_fit import fit_missile
    >>> missile, _ = fit_missile(max_range_m=120e3, min_intercept_speed_mps=400.0)
    >>> needed_speed_mps(missile, 0.0), needed_speed_mps(missile, 500.0)
    (400.0, 600.0)
    """
    return max(missile.min_intercept_speed_mps, SPEED_MARGIN * target_speed_mps)
