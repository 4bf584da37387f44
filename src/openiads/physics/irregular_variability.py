"""Variability of the irregular terrain model: how loss is spread over time, locations and situations."""

import math
from enum import IntEnum
from typing import NamedTuple

from scipy.special import ndtri

from openiads.physics.irregular_reference import Path, roughness_at_m


class Climate(IntEnum):
    """Radio climates of the model."""

    EQUATORIAL = 1
    CONTINENTAL_SUBTROPICAL = 2
    MARITIME_SUBTROPICAL = 3
    DESERT = 4
    CONTINENTAL_TEMPERATE = 5
    MARITIME_TEMPERATE_LAND = 6
    MARITIME_TEMPERATE_SEA = 7


class Variability(IntEnum):
    """What a quantile is taken over; 10 added leaves out locations, 20 leaves out situations."""

    SINGLE_MESSAGE = 0
    ACCIDENTAL = 1
    MOBILE = 2
    BROADCAST = 3


class _Curve(NamedTuple):
    c1: float
    c2: float
    x1_m: float
    x2_m: float
    x3_m: float

    def at(self, distance_m: float) -> float:
        squared = (distance_m / self.x1_m) ** 2
        peak = self.c2 / (1 + ((distance_m - self.x2_m) / self.x3_m) ** 2)
        return (self.c1 + peak) * squared / (1 + squared)


class _ClimateTable(NamedTuple):
    median: _Curve
    below: _Curve
    above: _Curve
    tail_ratio: float
    tail_deviate: float
    below_frequency: tuple[float, float, float]
    above_frequency: tuple[float, float, float]


_FAR_M = 130e3  # effective distance at which scatter takes over
_FLAT = (1.0, 0.0, 0.0)

# hufford-1995, section 5, figures of the seven climates
_CLIMATES = {
    Climate.EQUATORIAL: _ClimateTable(
        _Curve(-9.67, 12.7, 144.9e3, 190.3e3, 133.8e3), _Curve(2.13, 159.5, 762.2e3, 123.6e3, 94.5e3),
        _Curve(2.11, 102.3, 636.9e3, 134.8e3, 95.6e3), 1.224, 1.282, _FLAT, _FLAT,
    ),
    Climate.CONTINENTAL_SUBTROPICAL: _ClimateTable(
        _Curve(-0.62, 9.19, 228.9e3, 205.2e3, 143.6e3), _Curve(2.66, 7.67, 100.4e3, 172.5e3, 136.4e3),
        _Curve(6.87, 15.53, 138.7e3, 143.7e3, 98.6e3), 0.801, 2.161, _FLAT, (0.93, 0.31, 2.00),
    ),
    Climate.MARITIME_SUBTROPICAL: _ClimateTable(
        _Curve(1.26, 15.5, 262.6e3, 185.2e3, 99.8e3), _Curve(6.11, 6.65, 138.2e3, 242.2e3, 178.6e3),
        _Curve(10.08, 9.60, 165.3e3, 225.7e3, 129.7e3), 1.380, 1.282, _FLAT, _FLAT,
    ),
    Climate.DESERT: _ClimateTable(
        _Curve(-9.21, 9.05, 84.1e3, 101.1e3, 98.6e3), _Curve(1.98, 13.11, 139.1e3, 132.7e3, 193.5e3),
        _Curve(3.68, 159.3, 464.4e3, 93.1e3, 94.2e3), 1.000, 20.0, _FLAT, (0.93, 0.19, 1.79),
    ),
    Climate.CONTINENTAL_TEMPERATE: _ClimateTable(
        _Curve(-0.62, 9.19, 228.9e3, 205.2e3, 143.6e3), _Curve(2.68, 7.16, 93.7e3, 186.8e3, 133.5e3),
        _Curve(4.75, 8.12, 93.2e3, 135.9e3, 113.4e3), 1.224, 1.282, (0.92, 0.25, 1.77), (0.93, 0.31, 2.00),
    ),
    Climate.MARITIME_TEMPERATE_LAND: _ClimateTable(
        _Curve(-0.39, 2.86, 141.7e3, 315.9e3, 167.4e3), _Curve(6.86, 10.38, 187.8e3, 169.6e3, 108.9e3),
        _Curve(8.58, 13.97, 216.0e3, 152.0e3, 122.7e3), 1.518, 1.282, _FLAT, _FLAT,
    ),
    Climate.MARITIME_TEMPERATE_SEA: _ClimateTable(
        _Curve(3.15, 857.9, 2222.0e3, 164.8e3, 116.3e3), _Curve(8.51, 169.8, 609.8e3, 119.9e3, 106.6e3),
        _Curve(8.43, 8.19, 136.2e3, 188.5e3, 122.9e3), 1.518, 1.282, _FLAT, _FLAT,
    ),
}


def attenuation_quantile_db(
    path: Path,
    reference_db: float,
    climate: Climate,
    mode: int,
    time_percent: float,
    location_percent: float,
    situation_percent: float,
) -> float:
    """Attenuation beyond free space that is not exceeded for shares of time, locations and situations.

    Parameters
    ----------
    path : Path
        The path.
    reference_db : float
        Its reference attenuation. [dB]
    climate : Climate
        Radio climate.
    mode : int
        A `Variability`, with 10 or 20 or both added to leave out locations or situations.
    time_percent, location_percent, situation_percent : float
        Shares, above 0 and below 100. [%]

    Returns
    -------
    float
        Attenuation relative to free space; may be negative. [dB]

    References
    ----------
    hufford-1995, section 5
    """
    table = _CLIMATES[Climate(climate)]
    without_situation, rest = divmod(int(mode), 20)
    without_location, kind = divmod(rest, 10)
    wave = path.wave_number_per_m
    far_m = sum(math.sqrt(18e6 * height_m) for height_m in path.effective_height_m) + (575.7e12 / wave) ** (1 / 3)
    inside = path.distance_m < far_m
    scaled_m = _FAR_M * path.distance_m / far_m if inside else _FAR_M + path.distance_m - far_m

    def frequency_factor(c1: float, c2: float, c3: float) -> float:
        return c1 + c2 / ((c3 * math.log(0.133 * wave)) ** 2 + 1)

    below_db = table.below.at(scaled_m) * frequency_factor(*table.below_frequency)
    above_db = table.above.at(scaled_m) * frequency_factor(*table.above_frequency)
    tail_db = above_db * table.tail_ratio
    rough = roughness_at_m(path.roughness_m, path.distance_m) * wave
    location_db = 0.0 if without_location else 10 * rough / (rough + 13)
    situation_db = 0.0 if without_situation else 5 + 3 * math.exp(-scaled_m / 100e3)

    z_time, z_location, z_situation = (
        -float(ndtri(percent / 100)) for percent in (time_percent, location_percent, situation_percent)
    )
    if kind == Variability.SINGLE_MESSAGE:
        z_time = z_location = z_situation
    elif kind == Variability.ACCIDENTAL:
        z_location = z_situation
    elif kind == Variability.MOBILE:
        z_location = z_time

    if z_time < 0:
        time_db = below_db
    elif z_time <= table.tail_deviate:
        time_db = above_db
    else:
        time_db = tail_db + (above_db - tail_db) * table.tail_deviate / z_time
    spread = situation_db**2 + (time_db * z_time) ** 2 / (7.8 + z_situation**2)
    spread += (location_db * z_location) ** 2 / (24 + z_situation**2)

    if kind == Variability.SINGLE_MESSAGE:
        steady_db, uncertain_db = 0.0, math.sqrt(time_db**2 + location_db**2 + spread)
    elif kind == Variability.ACCIDENTAL:
        steady_db, uncertain_db = time_db * z_time, math.sqrt(location_db**2 + spread)
    elif kind == Variability.MOBILE:
        steady_db, uncertain_db = math.hypot(time_db, location_db) * z_time, math.sqrt(spread)
    else:
        steady_db, uncertain_db = time_db * z_time + location_db * z_location, math.sqrt(spread)

    loss_db = reference_db - table.median.at(scaled_m) - steady_db - uncertain_db * z_situation
    return loss_db * (29 - loss_db) / (29 - 10 * loss_db) if loss_db < 0 else loss_db
