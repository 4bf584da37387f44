"""Typed quantities as people write them, read into SI; a number without a unit is refused."""

import math
import re
from dataclasses import dataclass
from typing import Literal

from openiads.constants import FOOT_M, KNOT_MPS, MILE_M, NAUTICAL_MILE_M
from openiads.errors import OpenIADSError, fault

LENGTH_M = {
    "m": 1.0, "km": 1000.0, "ft": FOOT_M, "feet": FOOT_M, "nm": NAUTICAL_MILE_M, "nmi": NAUTICAL_MILE_M, "mi": MILE_M,
}
SPEED_MPS = {"m/s": 1.0, "km/h": 1 / 3.6, "kt": KNOT_MPS, "kn": KNOT_MPS, "km/s": 1000.0, "mph": MILE_M / 3600}
TIME_S = {"s": 1.0, "min": 60.0, "h": 3600.0, "ms": 1e-3}
AREA_M2 = {"m2": 1.0, "km2": 1e6}
FREQUENCY_HZ = {"hz": 1.0, "khz": 1e3, "mhz": 1e6, "ghz": 1e9}
ANGLE_RAD = {"deg": math.pi / 180, "rad": 1.0, "mrad": 1e-3}
MASS_KG = {"kg": 1.0, "t": 1000.0}

KINDS = {
    "length": (LENGTH_M, "30 m"),
    "speed": (SPEED_MPS, "250 m/s"),
    "time": (TIME_S, "10 s"),
    "area": (AREA_M2, "1 m2"),
    "frequency": (FREQUENCY_HZ, "3 GHz"),
    "angle": (ANGLE_RAD, "5 deg"),
    "mass": (MASS_KG, "1800 kg"),
}

Kind = Literal["length", "speed", "time", "area", "frequency", "angle", "mass"]
AltitudeReference = Literal["AGL", "AMSL", "FL"]

_NUMBER = r"[+-]?(?:\d+(?:[ _]\d{3})*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_QUANTITY = re.compile(rf"^\s*({_NUMBER})\s*([A-Za-z/²]*\d?)\s*$")
_ALTITUDE = re.compile(rf"^\s*({_NUMBER})\s*(m|km|ft|feet)\s*[-_ ]?\s*(agl|amsl|msl)\s*$", re.IGNORECASE)
_FLIGHT_LEVEL = re.compile(r"^\s*FL\s*[-_]?(\d{1,3})\s*$", re.IGNORECASE)


def _number(text: str) -> float:
    return float(text.replace(" ", "").replace("_", ""))


def _a(kind: str) -> str:
    """The kind with its article: "a length", "an angle"."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def parse_quantity(text: str, kind: Kind, *, where: str = "", unit: str = "") -> float:
    """Read a typed quantity into its SI unit.

    Parameters
    ----------
    text : str
        A number with its unit, such as ``"30 m"``, ``"400km"`` or ``"250 m/s"``.
    kind : str
        What is measured; decides which units are taken.
    where : str
        File and key, or option, to name in an error.
    unit : str
        Unit that is offered where the text has none; the first of its kind unless told.

    Returns
    -------
    float
        The quantity in SI: m, m/s, s, m2, Hz, rad or kg.

    Raises
    ------
    OpenIADSError
        E0311 without a unit, E0313 with a unit of another kind.

    Examples
    --------
    >>> parse_quantity("400 km", "length")
    400000.0
    """
    units, example = KINDS[kind]
    match = _QUANTITY.match(str(text))
    if match is None:
        raise fault("E0313", f"{text!r} is not {_a(kind)}", where=where, why=f"{_a(kind)} is a number and a unit",
                    fix=f'write it as "{example}"')
    number, told = _number(match.group(1)), match.group(2).replace("²", "2").lower()
    if not told:
        raise fault("E0311", f"{text} has no unit", where=where,
                    why=f"it could be {', '.join(list(units)[:3])} or another {kind}",
                    fix=f'write "{match.group(1)} {unit or next(iter(units))}"')
    if told not in units:
        raise fault("E0313", f"{match.group(2)!r} is not a unit of {kind}", where=where,
                    why=f"known here: {', '.join(units)}", fix=f'write it as "{example}"')
    return number * units[told]


@dataclass(frozen=True)
class Altitude:
    """A height with its reference: above ground, above mean sea level (EGM96), or a flight level.

    A flight level is a pressure altitude; `amsl_m` reads it in the 1976 standard atmosphere.
    """

    value_m: float
    reference: AltitudeReference

    def __str__(self) -> str:
        if self.reference == "FL":
            return f"FL{round(self.value_m / FOOT_M / 100):03d}"
        return f"{self.value_m:,.0f} m {self.reference}"

    def amsl_m(self, ground_amsl_m: float) -> float:
        """Height above mean sea level over ground of the given height. [m]"""
        return self.value_m + ground_amsl_m if self.reference == "AGL" else self.value_m


def parse_altitude(text: str, *, where: str = "") -> Altitude:
    """Read an altitude with its reference.

    Raises
    ------
    OpenIADSError
        E0312 where the reference is missing, E0311 where the unit is, E0313 where it is no height at all.

    Examples
    --------
    >>> parse_altitude("60 m AGL")
    Altitude(value_m=60.0, reference='AGL')
    >>> parse_altitude("FL100").value_m
    3048.0
    """
    level = _FLIGHT_LEVEL.match(str(text))
    if level:
        return Altitude(int(level.group(1)) * 100 * FOOT_M, "FL")
    match = _ALTITUDE.match(str(text))
    if match:
        value_m = _number(match.group(1)) * LENGTH_M[match.group(2).lower()]
        return Altitude(value_m, "AGL" if match.group(3).upper() == "AGL" else "AMSL")
    number = re.fullmatch(rf"\s*({_NUMBER})\s*(agl|amsl|msl)?\s*", str(text), re.IGNORECASE)
    if number:
        told, reference = number.group(1), (number.group(2) or "").upper()
        raise fault("E0311", f"altitude {str(text).strip()} has no unit" + ("" if reference else " and no reference"),
                    where=where, why="it could be metres, feet or a flight level, above ground or above sea level",
                    fix=f'write "{told} m {reference}"' if reference else f'write "{told} m AGL" or "{told} m AMSL"')
    try:
        parse_quantity(text, "length", where=where)
    except OpenIADSError:
        why = ("a flight level has one to three digits" if str(text).strip().upper().startswith("FL") else
               "an altitude is a height in m, km or ft with its reference, or a flight level")
        raise fault("E0313", f"{text!r} is not an altitude", where=where, why=why,
                    fix='write it as "60 m AGL", "3000 m AMSL" or "FL100"') from None
    raise fault("E0312", f"altitude {str(text)!r} has no reference", where=where,
                why="it could be above ground or above sea level, and the two differ by the height of the terrain",
                fix=f'write "{str(text).strip()} AGL", "{str(text).strip()} AMSL" or a flight level such as "FL100"')


@dataclass(frozen=True)
class Position:
    """A point of the earth's surface, WGS 84."""

    lat_deg: float
    lon_deg: float


def parse_position(text: str, *, where: str = "") -> Position:
    """Read ``"lat,lon"`` in degrees.

    Examples
    --------
    >>> parse_position("40.08,32.57")
    Position(lat_deg=40.08, lon_deg=32.57)
    """
    parts = str(text).split(",")
    try:
        lat_deg, lon_deg = (float(part) for part in parts)
    except ValueError:
        raise fault("E0316", f"{text!r} is not a position", where=where,
                    why="a position is latitude and longitude in degrees", fix='write "40.08,32.57"') from None
    if not (-90 <= lat_deg <= 90 and -180 <= lon_deg <= 180):
        raise fault("E0314", f"position {text} lies off the earth", where=where,
                    why="latitude runs from -90 to 90 and longitude from -180 to 180",
                    fix="check the order: latitude first, then longitude")
    return Position(lat_deg, lon_deg)


def counted(number: int, noun: str) -> str:
    """A number with its noun, which takes an s unless there is exactly one.

    Examples
    --------
    >>> counted(1, "draw"), counted(1200, "run")
    ('1 draw', '1,200 runs')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
