"""Physical and geodetic constants, each with its source."""

import math
from typing import Final

LIGHT_SPEED_MPS: Final = 299_792_458.0  # SI definition
BOLTZMANN_JPK: Final = 1.380649e-23  # SI definition
STANDARD_GRAVITY_MPS2: Final = 9.80665  # CGPM 1901
STANDARD_TEMPERATURE_K: Final = 290.0  # IEEE noise reference temperature

EARTH_RADIUS_M: Final = 6_371_000.0  # mean radius, ITU-R P.310
WGS84_SEMI_MAJOR_M: Final = 6_378_137.0  # NGA.STND.0036
WGS84_FLATTENING: Final = 1 / 298.257223563  # NGA.STND.0036
WGS84_GM_M3PS2: Final = 3.986004418e14  # NGA.STND.0036
WGS84_ROTATION_RADPS: Final = 7.292115e-5  # NGA.STND.0036
WGS84_J2: Final = 1.08262982e-3  # NASA/TM-2015-218675

FOUR_THIRDS: Final = 4 / 3  # effective-earth factor of the textbook atmosphere
FOOT_M: Final = 0.3048
NAUTICAL_MILE_M: Final = 1852.0
MILE_M: Final = 1609.344
KNOT_MPS: Final = NAUTICAL_MILE_M / 3600
DEG_RAD: Final = math.pi / 180
