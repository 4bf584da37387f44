"""Drag: at zero lift of a generic supersonic missile against Mach number, and what it takes from the thrust."""

import numpy as np

from openiads.compiled import compiled

NOSE_FINENESS = 3.0  # nose length over diameter of the generic body
NOSE_WAVE = float(np.arctan(0.5 / NOSE_FINENESS) ** 1.69)
SKIN_FRICTION_CD = 0.09  # 0.053 (l/d) (M / (q l))^0.2 at l/d 14, Mach 4 and 10 km; it changes little
WAVE_ONSET_MACH = 0.8  # where the wave drag begins to grow towards its value at Mach 1


@compiled
def generic_drag_coefficient(mach):
    """Zero-lift drag coefficient of a slender coasting missile, on its body's cross-section.

    Parameters
    ----------
    mach : float
        Speed over the speed of sound. [-]

    Returns
    -------
    float
        Friction, nose wave and base drag. [-]

    Notes
    -----
    Wave (1.59 + 1.83/M^2) atan(0.5/fineness)^1.69, base 0.25/M, or 0.12 + 0.13 M^2 below Mach 1; the wave part grows
    linearly from Mach 0.8. One shape for every missile: its size for each is fitted (`missile.fit_missile`). It stands
    for no particular design; real curves are not public.

    References
    ----------
    fleeman-2001, chapter 2, drag of a body

    Examples
    --------
    >>> [round(generic_drag_coefficient(mach), 2) for mach in (0.5, 1.0, 2.0, 4.0)]
    [0.24, 0.5, 0.31, 0.23]
    """
    if mach < 1.0:
        share = max(0.0, (mach - WAVE_ONSET_MACH) / (1.0 - WAVE_ONSET_MACH))
        return SKIN_FRICTION_CD + 0.12 + 0.13 * mach * mach + share * (1.59 + 1.83) * NOSE_WAVE
    return SKIN_FRICTION_CD + 0.25 / mach + (1.59 + 1.83 / (mach * mach)) * NOSE_WAVE


@compiled
def push_ps(body, mass_kg, thrust_n, square_m2ps4, speed_mps, mach, force_n):
    """Acceleration along the way through the air, for each metre a second of it.

    Parameters
    ----------
    body : Body
        From `flight`.
    mass_kg, thrust_n : float
        [kg] [N]
    square_m2ps4 : float
        Of the acceleration demanded across the velocity. [m2/s4]
    speed_mps, mach : float
        Through the air. [m/s] [-]
    force_n : float
        Dynamic pressure on the body's area. [N]

    Returns
    -------
    float
        Thrust less drag, over mass and speed. [1/s]

    Notes
    -----
    C_D = C_D0(M) + k C_N^2, with C_N the normal force over dynamic pressure and area.

    References
    ----------
    fleeman-2001, chapter 2
    """
    coefficient = body.cd
    if body.cd_shape_scale != 0.0:
        coefficient += body.cd_shape_scale * generic_drag_coefficient(mach)
    drag_n = force_n * coefficient
    if force_n > 0.0 and body.induced_drag_factor != 0.0:
        drag_n += body.induced_drag_factor * square_m2ps4 * mass_kg * mass_kg / force_n
    return (thrust_n - drag_n) / (mass_kg * speed_mps)
