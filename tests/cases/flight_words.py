"""Reads how a flight case tells earth, start and wind in words; what it cannot read it says."""

import re

from openiads.constants import DEG_RAD, FOOT_M, NAUTICAL_MILE_M
from openiads.physics.flight import CALM, WGS84, Earth, Wind

NUMBER = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
LENGTHS_M = {"ft": FOOT_M, "feet": FOOT_M, "m": 1.0, "metres": 1.0, "meters": 1.0, "km": 1000.0}
KNOT_MPS = NAUTICAL_MILE_M / 3600
SPEEDS_MPS = {"ft/s": FOOT_M, "fps": FOOT_M, "m/s": 1.0, "km/s": 1000.0, "km/h": 1 / 3.6, "kt": KNOT_MPS,
              "kts": KNOT_MPS, "knot": KNOT_MPS, "knots": KNOT_MPS}
LENGTH = rf"({NUMBER})\s*(feet|ft|km|metres|meters|m)\b(?!/)"
SPEED = rf"({NUMBER})\s*(ft/s|fps|m/s|km/s|km/h|kts?\b|knots?\b)"
GROUND = r"(?:mean )?sea[- ]level|the ground|ground level|ground|the surface|surface"
TOWARDS = {"east": (1.0, 0.0, 0.0), "west": (-1.0, 0.0, 0.0), "north": (0.0, 1.0, 0.0), "south": (0.0, -1.0, 0.0),
           "up": (0.0, 0.0, 1.0), "down": (0.0, 0.0, -1.0)}
SHEAR_OF_CASE_8 = Wind(-20 * FOOT_M, 0.0, 0.003, 0.0)  # nasa-tm-2015-218675, check-case 8

Vector = tuple[float, float, float]


def _plain(text: str) -> str:
    text = text.replace("\u2212", "-").replace("\u2013", "-").replace("°", " deg ")
    return re.sub(r"(?<=\d)[,_ ](?=\d{3}\b)", "", text)


def _after(word: str, text: str) -> float | None:
    found = re.search(rf"{word}\s*(?:of|=|:)?\s*({NUMBER})", text, re.IGNORECASE)
    return float(found.group(1)) if found else None


def _nothing_left(rest: str, text: str, what: str) -> None:
    number = re.search(NUMBER, rest)
    if number:
        raise ValueError(f"{number.group()} in the {what} {text!r} is not understood; tell its unit and meaning")


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
    if re.search(r"\bspher|\bflat\b", text, re.IGNORECASE):
        raise ValueError(f"the earth {text!r} has no radius; write 'sphere of radius 6371000 m'")
    bulge = WGS84.j2 if "J2" in text else 0.0
    return WGS84._replace(gm_m3ps2=gm, rotation_radps=rotation, j2=_after("J2", text) or bulge)


def _take_angle(name: str, letters: str, words: str, text: str) -> tuple[float | None, str]:
    # "latitude 45 deg north", "45 deg N" or "45N", and the text without it; the second letter counts negative
    side = rf"(?:({words})(?:ern)?\b|([{letters}])\b)"
    for pattern in (rf"{name}\w*\s*(?:of|=|:)?\s*(?P<value>{NUMBER})\s*(?:deg\w*)?\s*{side}?",
                    rf"(?P<value>{NUMBER})\s*deg\w*\s*{side}(?:\s*{name}\w*)?",
                    rf"(?P<value>{NUMBER})\s*()([{letters}])\b",
                    rf"(?P<value>{NUMBER})\s*deg\w*\s*(?:of\s+)?{name}\w*"):
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            told = "".join(part or "" for part in found.groups()[1:])[:1].lower()
            sign = -1.0 if told and told == letters[1] else 1.0
            return sign * float(found["value"]), text[: found.start()] + " " + text[found.end() :]
    return None, text


def _take_all(pattern: str, text: str) -> tuple[list[re.Match[str]], str]:
    return list(re.finditer(pattern, text, re.IGNORECASE)), re.sub(pattern, " ", text, flags=re.IGNORECASE)


def start_of(text: str) -> tuple[Vector, Vector]:
    """Latitude [rad], longitude [rad] and height [m]; and speed east, north and up over the ground [m/s]."""
    told = text
    text = _plain(text)
    if re.search(r"inertial", text, re.IGNORECASE):
        raise ValueError(f"the start {told!r} is not told over the ground")
    latitude, text = _take_angle("latitude", "ns", "north|south", text)
    longitude, text = _take_angle("longitude", "ew", "east|west", text)
    if re.search(r"\bequator", text, re.IGNORECASE) and latitude:
        raise ValueError(f"the start {told!r} is both on the equator and at {latitude} deg")
    if re.search(r"\bpole\b", text, re.IGNORECASE):
        raise ValueError(f"the start {told!r} is at a pole; write its latitude in degrees")
    speeds, text = _take_all(SPEED, text)
    heights, text = _take_all(LENGTH, text)
    at_ground = re.search(r"sea[- ]level|(?:at|on|from) the (?:ground|surface)\b", text, re.IGNORECASE)
    _nothing_left(text, told, "start")
    if len(heights) + bool(at_ground) > 1:
        raise ValueError(f"the start {told!r} tells more than one height")
    height_m = float(heights[0].group(1)) * LENGTHS_M[heights[0].group(2).lower()] if heights else 0.0
    where = (latitude or 0.0) * DEG_RAD, (longitude or 0.0) * DEG_RAD, height_m
    text = re.sub(r"\bvertically\b(?!\s*(?:up|down))", "up", text, flags=re.IGNORECASE)
    ways = [found.group(1).lower()
            for found in re.finditer(rf"\b({'|'.join(TOWARDS)})(?:ward|wards)?\b", text, re.IGNORECASE)]
    if not speeds:
        if ways or not re.search(r"\brest\b|\bdropped\b|\breleased\b", text, re.IGNORECASE):
            raise ValueError(f"the start {told!r} tells neither a speed with its unit nor rest")
        return where, (0.0, 0.0, 0.0)
    if len(speeds) == 1 and len(ways) > 1 and re.search(r"\beach\b|\bboth\b", text, re.IGNORECASE):
        speeds = speeds * len(ways)
    if len(speeds) != len(ways) or len(set(ways)) < len(ways):
        raise ValueError(f"the start {told!r} tells {len(speeds)} speeds and {len(ways)} ways; "
                         "write '300 m/s east and 500 m/s up', or one speed with 'each'")
    values_mps = [float(speed.group(1)) * SPEEDS_MPS[speed.group(2).lower()] for speed in speeds]
    east, north, up = (sum(value * TOWARDS[way][axis] for value, way in zip(values_mps, ways, strict=True))
                       for axis in range(3))
    return where, (east, north, up)


WAY = (r"\b(?:(?P<from>from(?:\s+the)?\s+(?:due\s+)?(?P<of>east|west|north|south)\b)"
       r"|(?P<named>east|west|north|south)(?:erly\b|\s+wind\b(?!\s+component))"
       r"|(?P<way>east|west|north|south)(?:wards?)?\b)")


def _ways(text: str) -> set[tuple[float, float]]:
    # where the wind goes: a westerly or west wind and one from the west go east
    if re.search(r"(?:north|south)[- ]?(?:east|west)", text, re.IGNORECASE):
        raise ValueError(f"the wind {text!r} goes between the cardinal ways; write its parts toward east and north")
    ways = set()
    for found in re.finditer(WAY, text, re.IGNORECASE):
        east, north, _ = TOWARDS[(found["of"] or found["named"] or found["way"]).lower()]
        ways.add((east, north) if found["way"] else (-east, -north))
    return ways


def _way(words: str, text: str, usual: set[tuple[float, float]]) -> tuple[float, float]:
    ways = _ways(words) or _ways(text) or usual
    if len(ways) != 1:
        raise ValueError(f"the wind {text!r} tells {len(ways)} ways; write one, as in 'toward the east'")
    return next(iter(ways))


def _line(text: str, rest: str) -> tuple[float, float, str] | None:
    """Speed at sea level and its growth of a line such as `0.003 h - 20 ft/s`; and what is left of the text."""
    rate = r"\s*\(?(?:/s|1/s|per second)?\)?"
    height = r"\s*(?:\*|x|×|times|of)?\s*\(?(?:the\s+)?(?:altitude|height|h)(?:\b|(?=_))"
    offset = rf"(\d+(?:\.\d+)?)\s*({'|'.join(SPEEDS_MPS)})?"
    forward = re.search(rf"({NUMBER}){rate}{height}[^-+\d]*?([-+]|minus|plus)\s*{offset}", rest)
    backward = re.search(rf"({NUMBER})\s*({'|'.join(SPEEDS_MPS)})?\s*([-+]|minus|plus)\s*"
                         rf"(\d+(?:\.\d+)?){rate}{height}", rest)
    if forward:
        per, sign, value, unit = forward.groups()
        growth, speed = float(per), float(value) * (-1.0 if sign in ("-", "minus") else 1.0)
    elif backward:
        value, unit, sign, per = backward.groups()
        growth, speed = float(per) * (-1.0 if sign in ("-", "minus") else 1.0), float(value)
    else:
        return None
    found = forward or backward
    assert found
    units = {unit} if unit else {word for word in ("ft/s", "m/s") if word in rest}
    in_unit = re.search(r"(?:altitude|height|h)\s*(?:_|in|\[|\()\s*(ft|feet|km|m)\b", rest)
    if not units and in_unit:
        units = {in_unit.group(1)[:2].replace("fe", "ft") + "/s"}
    if len(units) != 1:
        raise ValueError(f"the wind {text!r} has no unit of speed; write '0.003 h - 20 ft/s'")
    unit_mps = SPEEDS_MPS[next(iter(units))]
    height_m = LENGTHS_M[in_unit.group(1)] if in_unit else unit_mps
    left = rest[: found.start()] + " " + rest[found.end() :]
    return speed * unit_mps, growth * unit_mps / height_m, left


def wind_of(words: object, title: str = "") -> Wind:
    """No wind, a steady wind, or one that changes evenly with height.

    A title that names check-case 7 or 8 tells what its wind leaves unsaid: that it goes east and, with no number, the
    shear of case 8.
    """
    text = _plain(str(words or "none"))
    if re.match(r"\s*(none|no\b|calm|still|zero|0(?:\.0*)?\s*(?:m/s|ft/s|kt)?\s*$)", text, re.IGNORECASE):
        return CALM
    text = re.sub(r"\bcheck-?case\s*\d+", " ", text, flags=re.IGNORECASE)
    text = re.sub(r"\b[123]-?D\b", " ", text)
    if not re.search(r"\d", text) and "shear" in text.lower() and re.search(r"check-?case 0?8\b", f"{title} {words}"):
        return SHEAR_OF_CASE_8
    usual = {(1.0, 0.0)} if re.search(r"check-?case 0?[78]\b", f"{title} {words}", re.IGNORECASE) else set()
    line = _line(text, text)
    if line:
        low_mps, shear_ps, left = line
        _nothing_left(left, text, "wind")
        east, north = _way(text, text, usual)
        return Wind(low_mps * east, low_mps * north, shear_ps * east, shear_ps * north)
    per = rf"({NUMBER})\s*(?:(ft/s|m/s)\s*(?:per|/)\s*(ft|foot|m|metre|meter|km)\b|(?:1/s|/s|s-1|per second)(?!\w))"
    growths, rest = _take_all(per, text)
    at = rf"(?:\b(?:at|above|to|from|over)\s+)?(?:({GROUND})\b|{LENGTH})"
    readings = []  # height, east and north of each speed
    speeds = list(re.finditer(SPEED, rest, re.IGNORECASE))
    read = 0
    for index, found in enumerate(speeds):
        stop = speeds[index + 1].start() if index + 1 < len(speeds) else len(rest)
        place = re.search(at, rest[found.end() : stop], re.IGNORECASE)
        end = found.end() + (place.start() if place else stop - found.end())
        after, before = rest[found.end() : end], rest[read : found.start()]
        east, north = _way(after if _ways(after) else before, rest, usual)
        read = found.end() + place.end() if place else stop
        value_mps = float(found.group(1)) * SPEEDS_MPS[found.group(2).lower()]
        level = place and (0.0 if place.group(1) else float(place.group(2)) * LENGTHS_M[place.group(3).lower()])
        readings.append((level, value_mps * east, value_mps * north))
    _, left = _take_all(SPEED, rest)
    _, left = _take_all(at, left)
    _nothing_left(left, text, "wind")
    changing = growths or re.search(r"\b(?:shear|linear|grow|increas|decreas|fall)", text, re.IGNORECASE)
    if len(readings) == 1 and not changing:
        return Wind(readings[0][1], readings[0][2], 0.0, 0.0)
    if len(readings) == 1 and len(growths) == 1:
        level, east_mps, north_mps = readings[0]
        value, speed_unit, length_unit = growths[0].groups()
        lengths_m = LENGTHS_M | {"foot": FOOT_M, "metre": 1.0, "meter": 1.0}
        shear_ps = float(value) * (SPEEDS_MPS[speed_unit] / lengths_m[length_unit] if speed_unit else 1.0)
        east, north = _way(text, text, usual)
        back_m = level or 0.0
        return Wind(east_mps - shear_ps * back_m * east, north_mps - shear_ps * back_m * north,
                    shear_ps * east, shear_ps * north)
    if len(readings) != 2 or growths or None in (readings[0][0], readings[1][0]) or readings[0][0] == readings[1][0]:
        raise ValueError(f"the wind {text!r} is not understood; write 'steady wind of 20 ft/s toward the east', "
                         "or two speeds, each with its height and its way")
    (low_m, *low_mps), (high_m, *high_mps) = readings
    shears_ps = [(high - low) / (high_m - low_m) for low, high in zip(low_mps, high_mps, strict=True)]
    return Wind(*(low - shear * low_m for low, shear in zip(low_mps, shears_ps, strict=True)), *shears_ps)
