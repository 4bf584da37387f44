"""The standard atmosphere read from a table, for loops that ask for it a hundred thousand times."""

import numpy as np

from openiads.compiled import compiled
from openiads.physics.atmosphere import air_at

LOWEST_M, HIGHEST_M = -2_000.0, 86_000.0  # beyond, the formulas themselves are asked
SPACING_M = 25.0
AIR = np.array([air_at(LOWEST_M + row * SPACING_M) for row in range(int((HIGHEST_M - LOWEST_M) / SPACING_M) + 2)])


@compiled
def air_near(altitude_amsl_m):
    """Density and sound speed at a geometric height, linear between the rows of a table.

    Parameters
    ----------
    altitude_amsl_m : float
        Height above mean sea level, valid from -5 km to 86 km. [m]

    Returns
    -------
    density_kgpm3, sound_speed_mps : float
        Of the standard day. [kg/m3] [m/s]

    Notes
    -----
    Rows of `atmosphere.air_at` every 25 m. Within 3 parts in a million of its density and 1 of its sound speed; within
    2 parts in ten thousand in the one row that holds the base of a layer, where both have a bend.

    References
    ----------
    us76, equations 42 and 50

    Examples
    --------
    >>> density, sound = air_near(10_000.0)
    >>> round(density, 4), round(sound, 2)
    (0.4135, 299.53)
    """
    if not LOWEST_M <= altitude_amsl_m < HIGHEST_M:
        return air_at(altitude_amsl_m)
    above = (altitude_amsl_m - LOWEST_M) * (1.0 / SPACING_M)
    row = int(above)
    share = above - row
    low_kgpm3, low_mps = AIR[row, 0], AIR[row, 1]
    return low_kgpm3 + share * (AIR[row + 1, 0] - low_kgpm3), low_mps + share * (AIR[row + 1, 1] - low_mps)
