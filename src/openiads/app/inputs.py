"""Typed values of the command line, read with every fault at once: site, antenna, altitudes, terrain, refraction."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from openiads.errors import Fault, OpenIADSError
from openiads.units import Altitude, Position, parse_altitude, parse_position, parse_quantity

if TYPE_CHECKING:
    from openiads.earth.terrain import Terrain

Read = TypeVar("Read")
TERRAIN_WORDS = ("none", "bundled", "registered", "auto")

AntennaOption = Annotated[str, typer.Option(
    "--antenna", metavar="HEIGHT", help='Height of the antenna: "30 m" (above ground) or "900 m AMSL".')]
TerrainOption = Annotated[list[str] | None, typer.Option(
    "--terrain", help="bundled, none (a smooth sphere), registered, auto, or elevation files; may be repeated.")]
RefractionOption = Annotated[str, typer.Option(
    "--refraction", metavar="K", help="p453 (drawn from ITU-R P.453 at the site), 4/3, or an effective-earth factor.")]
GroundOption = Annotated[str | None, typer.Option(
    "--ground-height", metavar="HEIGHT", help='Ground above sea level where --terrain none: "850 m".')]
BelieveOption = Annotated[list[str] | None, typer.Option(
    "--believe", metavar="CLAIM", help="Claim that every draw believes; may be repeated.")]


class Faults:
    """Collects the faults of several values, so that a user mends them in one go."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def read(self, reader: Callable[[], Read], otherwise: Read) -> Read:
        """Value of a reader, or a stand-in whose fault is kept."""
        try:
            return reader()
        except OpenIADSError as error:
            self.found += error.faults
            return otherwise

    def add(self, code: str, what: str, **words: str) -> None:
        """Keep one fault."""
        self.found.append(Fault(code, what, **words))

    def stop(self) -> None:
        """Raise what was found, if anything was."""
        if self.found:
            raise OpenIADSError(self.found)


def read_length_m(text: str, where: str) -> float:
    """A height or length that is not negative. [m]"""
    value_m = parse_quantity(text, "length", where=where)
    if value_m < 0:
        raise OpenIADSError([Fault("E0314", f"{text!r} is negative", where, "a height above ground starts at zero",
                                   f'write "{text.lstrip("-")}"')])
    return value_m


def read_altitude(text: str, where: str = "--altitude") -> Altitude:
    """An altitude; one above ground is not below it."""
    altitude = parse_altitude(text, where=where)
    if altitude.reference == "AGL" and altitude.value_m < 0:
        raise OpenIADSError([Fault("E0314", f"{text!r} lies below the ground", where,
                                   "a height above ground starts at zero", f'write "{text.strip().lstrip("-")}"')])
    return altitude


def read_antenna(text: str, where: str = "--antenna") -> Altitude:
    """Height of an antenna; above ground unless AMSL is written."""
    if any(word in text.upper() for word in ("AGL", "MSL")):
        return read_altitude(text, where)
    return Altitude(read_length_m(text, where), "AGL")


def read_refraction(text: str, where: str = "--refraction") -> float | str:
    """"p453" or an effective-earth factor such as 4/3."""
    if text == "p453":
        return text
    top, _, bottom = text.partition("/")
    try:
        factor = float(top) / float(bottom or 1)
    except (ValueError, ZeroDivisionError):
        factor = 0.0
    if not 0.3 <= factor <= 20:
        raise OpenIADSError([Fault("E0314", f"refraction {text!r} is not understood", where,
                                   "it is drawn from ITU-R P.453, or one effective-earth factor from 0.3 to 20",
                                   'write p453, 4/3 or a number such as 1.0')])
    return factor


def read_share(value: float, name: str, where: str) -> float:
    """A probability strictly between 0 and 1."""
    if not 0 < value < 1:
        raise OpenIADSError([Fault("E0314", f"{name} {value:g} is not a probability between 0 and 1", where,
                                   "certainty and impossibility need no radar", "write 0.5")])
    return value


def read_terrain(paths: Sequence[str] | None, ground_height: str | None, altitudes: Sequence[Altitude]) -> "Terrain":
    """Open the terrain; a smooth sphere needs its height when an altitude is above sea level.

    Raises
    ------
    OpenIADSError
        E0103 or E0314 for a contradiction, E04xx for a file.
    """
    from openiads.earth.terrain import open_terrain

    named = list(paths or ["auto"])
    faults = Faults()
    ground_m = faults.read(lambda: parse_quantity(ground_height, "length", where="--ground-height"), 0.0) \
        if ground_height else 0.0
    if named == ["none"]:
        over_sea = [str(altitude) for altitude in altitudes if altitude.reference != "AGL"]
        if over_sea and ground_height is None:
            faults.add("E0317", f"altitude {over_sea[0]} over a smooth earth of unknown height", where="--terrain none",
                       why="without terrain nobody knows how far the ground lies below an altitude above sea level",
                       fix='add --ground-height "0 m", or give the altitude above ground: "3000 m AGL"')
    elif ground_height is not None:
        faults.add("E0317", "a ground height beside terrain", where="--ground-height",
                   why="the terrain itself says how high the ground is",
                   fix="leave out --ground-height, or use --terrain none")
    faults.stop()
    is_word = len(named) == 1 and named[0] in TERRAIN_WORDS
    return open_terrain(named[0] if is_word else [Path(name) for name in named], ground_height_m=ground_m)


def read_names(names: Sequence[str], known: Sequence[str], kind: str, where: str) -> tuple[str, ...]:
    """Names that must be known; the nearest ones are offered."""
    faults = []
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=3, cutoff=0.4)
            faults.append(Fault("E0102", f"unknown {kind} {name!r}", where, f"known: {', '.join(known)}",
                                f"did you mean {' or '.join(near)}?" if near else f"choose one of: {', '.join(known)}"))
    if faults:
        raise OpenIADSError(faults)
    return tuple(names)


def position_of(text: str, faults: Faults) -> Position:
    """Position of --site; a fault is kept."""
    return faults.read(lambda: parse_position(text, where="--site"), Position(0.0, 0.0))


def altitudes_of(texts: Sequence[str], faults: Faults) -> tuple[Altitude, ...]:
    """Altitudes of --altitude, eight at most; faults are kept."""
    altitudes = tuple(
        faults.read(partial(read_altitude, text), Altitude(0.0, "AGL")) for text in texts
    )
    if len(altitudes) > 8:
        faults.add("E0314", f"{len(altitudes)} altitudes", where="--altitude",
                   why="eight altitudes are worked out at once", fix="ask for eight at most, or run twice")
    return altitudes
