"""From a claim's value as written to readings: one SI interval per quantity that it speaks of."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from openiads.constants import FOOT_M, KNOT_MPS, MILE_M, NAUTICAL_MILE_M, STANDARD_GRAVITY_MPS2
from openiads.knowledge.evidence import Claim

STRATOSPHERE_SOUND_MPS = 295.07  # 1976 standard atmosphere, 11 to 20 km

TO_SI: dict[str, tuple[str, float]] = {
    "m": ("m", 1.0), "km": ("m", 1e3), "ft": ("m", FOOT_M), "nmi": ("m", NAUTICAL_MILE_M), "mi": ("m", MILE_M),
    "m/s": ("m/s", 1.0), "km/s": ("m/s", 1e3), "km/h": ("m/s", 1 / 3.6), "mph": ("m/s", MILE_M / 3600),
    "kt": ("m/s", KNOT_MPS), "Mach": ("m/s", STRATOSPHERE_SOUND_MPS), "s": ("s", 1.0), "min": ("s", 60.0),
    "h": ("s", 3600.0), "d": ("s", 86400.0), "deg": ("rad", math.pi / 180), "rad": ("rad", 1.0),
    "g": ("m/s2", STANDARD_GRAVITY_MPS2), "kg": ("kg", 1.0), "t": ("kg", 1e3), "m2": ("m2", 1.0),
    "GHz": ("Hz", 1e9), "MHz": ("Hz", 1e6), "Hz": ("Hz", 1.0),
    "probability": ("1", 1.0), "percent": ("1", 0.01), "ratio": ("1", 1.0), "1": ("1", 1.0),
    "USD": ("USD", 1.0), "INR": ("INR", 1.0), "year": ("year", 1.0), "rounds/s": ("1/s", 1.0), "rpm": ("rpm", 1.0),
}

# keys of table values that name a quantity and its unit by themselves
PARTS: dict[str, tuple[str, str]] = {
    "min_m": ("min_altitude", "m"), "max_m": ("max_altitude", "m"), "max_altitude_km": ("max_altitude", "km"),
    "max_altitude_m": ("max_altitude", "m"), "ceiling_m": ("max_altitude", "m"), "ceiling_ft": ("max_altitude", "ft"),
    "ceiling_ft_min": ("max_altitude", "ft"), "min_km": ("min_range", "km"), "max_km": ("max_range", "km"),
    "min_range_km": ("min_range", "km"), "max_range_km": ("max_range", "km"), "range_km": ("gun_range", "km"),
    "aerodynamic_km": ("max_range", "km"), "aircraft_km": ("max_range", "km"),
    "ballistic_km": ("ballistic_range", "km"), "mean": ("speed_mean", "m/s"), "mean_estimate": ("speed_mean", "m/s"),
    "mach_max": ("speed_max", "Mach"), "max_mach": ("max_speed", "Mach"), "mach": ("max_speed", "Mach"),
    "cruise_mps": ("cruise_speed", "m/s"), "cruise_kmh": ("cruise_speed", "km/h"),
    "cruise_kt": ("cruise_speed", "kt"), "tracking_mps": ("cruise_speed", "m/s"), "sport_mps": ("max_speed", "m/s"),
    "normal_mps": ("cruise_speed", "m/s"), "manual_mps": ("max_speed", "m/s"), "max_kmh": ("max_speed", "km/h"),
    "max_mph": ("max_speed", "mph"), "mph": ("max_speed", "mph"), "altitude_m": ("typical_altitude", "m"),
    "altitude_ft": ("typical_altitude", "ft"), "max_takeoff_altitude_m": ("takeoff_altitude", "m"),
    "mast_h": ("mast_time", "h"), "s300ps_min": ("", ""),
}
BANDS_GHZ = {"L": (1, 2), "S": (2, 4), "C": (4, 8), "X": (8, 12), "Ku": (12, 18)}  # IEEE Std 521
MIDDLE_WORDS = ("mode", "likely", "typical")

_BOUND = re.compile(r"^(more than|at least|less than|up to)\s+", re.IGNORECASE)
_NUMBER = re.compile(r"^([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)")
_REST = re.compile(r"^(\s*\(.*\)|\s+or more|\+)?$")
_BAND = re.compile(r"^([A-Z][a-z]?)\b(?:\s*\(([0-9.]+)-([0-9.]+) GHz\))?")
_MACH = re.compile(r"^mach\s*([0-9.]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """One SI interval read from a claim."""

    quantity: str
    low: float
    high: float
    unit: str
    mode: float | None = None
    bound: str | None = None  # "at least" or "at most" where only one side is stated


def si(value: float, unit: str | None) -> tuple[float, str]:
    """Value in SI with its unit; nouns that are counted ("launchers") are counts.

    Examples
    --------
    >>> si(400, "km")
    (400000.0, 'm')
    """
    name, factor = TO_SI.get(unit or "1", ("count", 1.0))
    return value * factor, name


def numbers_in(value: Any) -> Iterator[float]:
    """Every number inside a value, in order."""
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from numbers_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from numbers_in(item)


def read_text(text: str) -> tuple[float, str | None, str | None] | None:
    """Number, unit and bound of a value given in words, or None.

    Examples
    --------
    >>> read_text("less than 10")
    (10.0, None, 'at most')
    >>> read_text("Mach 5.5")
    (5.5, 'Mach', None)
    >>> read_text("80 launchers, 4 radars")
    """
    bound = None
    match = _BOUND.match(text)
    if match:
        bound = "at least" if match.group(1).lower() in ("more than", "at least") else "at most"
        text = text[match.end() :]
    mach = _MACH.match(text)
    if mach:
        return float(mach.group(1)), "Mach", bound
    number = _NUMBER.match(text)
    if number is None or not _REST.match(text[number.end() :]):
        return None
    return float(number.group(1)), None, bound


def span(quantity: str, value: Any, unit: str | None, bound: str | None = None) -> Reading | None:
    """Reading of a number, an interval, or a table of numbers: their extremes, and the mode where one is named."""
    numbers = list(numbers_in(value))
    if not numbers:
        return None
    middle = None
    if isinstance(value, Mapping):
        middle = next((value[word] for word in MIDDLE_WORDS if isinstance(value.get(word), int | float)), None)
    low, name = si(min(numbers), unit)
    return Reading(quantity, low, si(max(numbers), unit)[0], name,
                   None if middle is None else si(float(middle), unit)[0], bound)


def parts(quantity: str, value: Mapping[str, Any], unit: str | None) -> Iterator[Reading]:
    """Readings of a table value: keys that name a quantity are split off, the rest is one span."""
    rest = {}
    for key, item in value.items():
        if quantity == "max_target_speed" and key in ("mach", "m_per_s"):
            reading = span(quantity, item, "Mach" if key == "mach" else "m/s")
        elif key in PARTS and (key not in ("mean", "mach") or quantity in ("speed", "speed_altitude")):
            name, part_unit = PARTS[key]
            reading = span(name, item, part_unit) if name else None
        elif isinstance(item, Mapping) and any(name in PARTS for name in item):
            yield from parts(quantity, item, unit)
            continue
        else:
            rest[key] = item
            continue
        if reading:
            yield reading
    reading = span(quantity, rest, unit)
    if reading:
        yield reading


def band(text: str) -> Reading | None:
    """Carrier frequency of a band given by its letter, with its limits where they are stated."""
    match = _BAND.match(text)
    if match is None or (match.group(2) is None and match.group(1) not in BANDS_GHZ):
        return None
    low, high = (match.group(2), match.group(3)) if match.group(2) else BANDS_GHZ[match.group(1)]
    return Reading("frequency", float(low) * 1e9, float(high) * 1e9, "Hz")


def raw_readings(claim: Claim) -> Iterator[Reading]:
    """Readings of a claim under the quantity names that its source's collector used."""
    value, name = claim.value, claim.quantity
    if claim.arrival:
        comes = float(claim.arrival == "under way")
        yield Reading("arrival", comes, comes, "1")
    bound = "at most" if name.endswith("_max") else "at least" if name.endswith("_min") else None
    reading: Reading | None = None
    if name == "speed" and "mach_max" in claim.condition:
        peak = span("speed_max", claim.condition["mach_max"], "Mach")
        yield from (peak,) if peak else ()
    if isinstance(value, str):
        read = read_text(value)
        if name == "band":
            reading = band(value)
        elif read:
            number, unit, stated_bound = read
            reading = span(name, number, unit or claim.unit, stated_bound or bound)
    elif isinstance(value, Mapping):
        gun = "gun_" if name == "gun_envelope" else ""
        for part in parts(name, value, claim.unit):
            yield replace(part, quantity=gun + part.quantity.removeprefix(gun))
    elif name == "rotation_rate" and min(numbers_in(value), default=0.0) > 0:
        turns = list(numbers_in(value))
        reading = Reading("scan_period", 60 / max(turns), 60 / min(turns), "s")
    elif name == "elevation_limits" and len(ends := list(numbers_in(value))) == 2:
        for end, item in zip(("min", "max"), ends, strict=True):
            angle, unit = si(item, claim.unit)
            yield Reading(f"elevation_{end}", angle, angle, unit)
    else:
        reading = span(name, value, claim.unit, bound)
    if reading:
        yield reading
