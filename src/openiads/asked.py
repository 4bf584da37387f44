"""What a user may ask for: heights, antennas and refraction within the bounds in which the models hold.

The command line and every file read them here, so that neither takes what the other refuses.
"""

from openiads.errors import OpenIADSError, fault
from openiads.units import Altitude, parse_altitude, parse_quantity

LONGEST_M = 1_000_000.0  # of a ring, a profile or a circle of tiles; sight over a round earth ends within it
HIGHEST_M = 100_000.0  # of a target; there the air ends in which the models hold
HIGHEST_ANTENNA_M = 10_000.0
DEEPEST_M = -500.0  # the lowest shore is at -438 m
HIGHEST_GROUND_M = 9_000.0
LEAST_K, GREATEST_K = 0.3, 20.0  # effective earth over true earth: from strong sub-refraction to nearly a duct


def _out_of_range(what: str, where: str, why: str, fix: str) -> OpenIADSError:
    return fault("E0314", what, where=where, why=why, fix=fix)


def read_altitude(text: str, where: str = "") -> Altitude:
    """An altitude of a target; one above ground is not below it.

    Examples
    --------
    >>> str(read_altitude("60 m AGL"))
    '60 m AGL'
    """
    altitude = parse_altitude(text, where=where)
    if altitude.reference == "AGL" and altitude.value_m < 0:
        raise _out_of_range(f"{text!r} lies below the ground", where, "a height above ground starts at zero",
                            f'write "{text.strip().lstrip("-")}"')
    if altitude.value_m < DEEPEST_M:
        raise _out_of_range(f"{text!r} lies below all dry land", where, "the lowest shore is at -438 m",
                            'write "60 m AGL" or "3000 m AMSL"')
    if altitude.value_m > HIGHEST_M:
        raise _out_of_range(f"{text!r} is above 100 km", where, "there the air ends in which the models hold",
                            'write "60 m AGL", "3000 m AMSL" or "FL350"')
    return altitude


def read_antenna(text: str, where: str = "") -> Altitude:
    """Height of an antenna; above ground unless AMSL or a flight level is written.

    Examples
    --------
    >>> str(read_antenna("30 m"))
    '30 m AGL'
    """
    typed = any(word in text.upper() for word in ("AGL", "MSL", "FL"))
    antenna = parse_altitude(text, where=where) if typed \
        else Altitude(parse_quantity(text, "length", where=where), "AGL")
    if antenna.reference == "AGL" and antenna.value_m <= 0:
        sound = text.strip().lstrip("-") if antenna.value_m < 0 else "30 m"
        raise fault("E0510", f"an antenna at {text}", where=where,
                    why="an antenna stands above the ground, from which its height is measured unless it says AMSL",
                    fix=f'write "{sound}"')
    if typed:
        read_altitude(text, where)
    if antenna.value_m > HIGHEST_ANTENNA_M:
        raise _out_of_range(f"an antenna at {text}", where, "no ground and no mast carries one above 10 km",
                            'write "30 m"')
    return antenna


def read_refraction(text: str, where: str = "") -> float | str:
    """"p453" or an effective-earth factor such as 4/3.

    Examples
    --------
    >>> read_refraction("p453"), read_refraction("4/3") == 4 / 3
    ('p453', True)
    """
    if text == "p453":
        return text
    top, _, bottom = text.partition("/")
    try:
        factor = float(top) / float(bottom or 1)
    except (ValueError, ZeroDivisionError):
        factor = 0.0
    if not LEAST_K <= factor <= GREATEST_K:
        raise _out_of_range(f"refraction {text!r} is not understood", where,
                            f"it is drawn from ITU-R P.453, or one effective-earth factor from {LEAST_K:g} to "
                            f"{GREATEST_K:g}", "write p453, 4/3 or a number such as 1.0")
    return factor


def read_ground_m(text: str, where: str = "") -> float:
    """Height of dry land above sea level. [m]

    Examples
    --------
    >>> read_ground_m("850 m")
    850.0
    """
    value_m = parse_quantity(text, "length", where=where)
    if not DEEPEST_M <= value_m <= HIGHEST_GROUND_M:
        raise _out_of_range(f"ground at {text}", where, "dry land lies between -500 and 9,000 m above sea level",
                            'write "850 m"')
    return value_m
