"""Reads how a flight case tells earth, start and wind in words."""

import math
import re

from openiads.constants import DEG_RAD, FOOT_M
from openiads.physics.flight import CALM, WGS84, Earth, Wind

NUMBER = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
LENGTHS_M = {"ft": FOOT_M, "m": 1.0, "km": 1000.0}
TOWARDS = {"east": (1.0, 0.0, 0.0), "west": (-1.0, 0.0, 0.0), "north": (0.0, 1.0, 0.0), "south": (0.0, -1.0, 0.0),
           "up": (0.0, 0.0, 1.0), "down": (0.0, 0.0, -1.0)}
SHEAR_OF_CASE_8 = ((30_000 * FOOT_M, 70 * FOOT_M), (0.0, -20 * FOOT_M))  # nasa-tm-2015-218675, check-case 8


def _plain(text: str) -> str:
    return re.sub(r"(?<=\d)[,_ ](?=\d{3}\b)", "", text)


def _after(word: str, text: str) -> float | None:
    found = re.search(rf"{word}\s*(?:of|=|:)?\s*({NUMBER})", text, re.IGNORECASE)
    return float(found.group(1)) if found else None


def earth_of(text: str) -> Earth:
    """Sphere or WGS 84 ellipsoid, turning or not, from words with their constants."""
    text = _plain(text)
    turns = not re.search(r"not rotating|non-?rotating|no rotation|at rest", text, re.IGNORECASE)
    rotation = (_after("rotation", text) or WGS84.rotation_radps) if turns else 0.0
    gm = _after("GM", text) or WGS84.gm_m3ps2
    if re.search(r"GM[^,;]*ft", text):
        gm *= FOOT_M**3
    sphere = re.search(rf"radius\s*(?:of|=|:)?\s*({NUMBER})\s*(ft|km|m)\b", text) or re.search(
        rf"({NUMBER})\s*(ft|km|m)\s*(?:in\s+)?radius", text)
    if sphere:
        return Earth(gm, float(sphere.group(1)) * LENGTHS_M[sphere.group(2)], 0.0, rotation, 0.0)
    bulge = WGS84.j2 if "J2" in text else 0.0
    return WGS84._replace(gm_m3ps2=gm, rotation_radps=rotation, j2=_after("J2", text) or bulge)


def start_of(text: str) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Latitude [rad], longitude [rad] and height [m]; and speed east, north and up over the ground [m/s]."""
    text = _plain(text)
    height = re.search(rf"({NUMBER})\s*(ft|km|m)\b(?!/)", text)
    height_m = float(height.group(1)) * LENGTHS_M[height.group(2)] if height else 0.0
    where = ((_after("latitude", text) or 0.0) * DEG_RAD, (_after("longitude", text) or 0.0) * DEG_RAD, height_m)
    speed = re.search(rf"({NUMBER})\s*(ft|km|m)/s", text)
    if not speed:
        return where, (0.0, 0.0, 0.0)
    speed_mps = float(speed.group(1)) * LENGTHS_M[speed.group(2)]
    ways = [way for word, way in TOWARDS.items() if re.search(rf"\b{word}(?:ward|wards)?\b", text)]
    each = "each" in text or len(re.findall(rf"{NUMBER}\s*(?:ft|km|m)/s", text)) == len(ways)
    share = speed_mps if each else speed_mps / math.sqrt(len(ways))
    return where, tuple(share * sum(way[axis] for way in ways) for axis in range(3))


def _sign(text: str) -> tuple[float, float]:
    east, north, _ = next((way for word, way in TOWARDS.items() if re.search(rf"\b{word}", text)), (1.0, 0.0, 0.0))
    back = -1.0 if re.search(r"from the (east|west|north|south)", text) else 1.0
    return back * east, back * north


def _profile(text: str) -> tuple[tuple[float, float], ...]:
    # heights and speeds "70 ft/s at 30000 ft", or a straight line "0.003 h - 20 ft/s", or the check-case itself
    pairs = []
    at = rf"\bat\s+(?:(?:the\s+)?(sea level|ground|surface)|({NUMBER})\s*(ft|km|m)\b)"
    for found in re.finditer(rf"({NUMBER})\s*(ft|m)/s([^,;]*?){at}", text):
        speed, unit, words, ground, height, height_unit = found.groups()
        sign = -1.0 if re.search(r"west|south", words) else 1.0
        pairs.append((0.0 if ground else float(height) * LENGTHS_M[height_unit], sign * float(speed) * LENGTHS_M[unit]))
    height = r"(?:\*|x|×|times)?\s*\(?(?:h|the altitude|altitude|height)\b"
    line = re.search(rf"({NUMBER})\s*{height}[^-+]*([-+])\s*(\d+(?:\.\d+)?)", text)
    if len(pairs) < 2 and line:
        offset_mps = float(line.group(2) + line.group(3)) * FOOT_M
        return ((1000.0, float(line.group(1)) * 1000.0 + offset_mps), (0.0, offset_mps))
    return tuple(pairs[:2]) if len(pairs) >= 2 else SHEAR_OF_CASE_8


def wind_of(words: object) -> Wind:
    """No wind, a steady wind, or one that changes evenly with height."""
    text = _plain(str(words or "none"))
    if re.match(r"\s*(none|no\b|calm|still|zero|0\s*$)", text, re.IGNORECASE):
        return CALM
    speeds = re.findall(rf"({NUMBER})\s*(ft|m)/s", text)
    changing = re.search(r"shear|height|altitude|linear|level|ground|\bh\b", text)
    steady = re.search(r"steady|constant", text) or not changing
    if steady and len(speeds) == 1:
        east, north = _sign(text)
        speed_mps = float(speeds[0][0]) * LENGTHS_M[speeds[0][1]]
        return Wind(east * speed_mps, north * speed_mps, 0.0, 0.0)
    (high_m, high_mps), (low_m, low_mps) = _profile(text)
    shear_ps = (high_mps - low_mps) / (high_m - low_m)
    return Wind(low_mps - shear_ps * low_m, 0.0, shear_ps, 0.0)
