"""Typed values of the command line, read with every fault at once: site, antenna, altitudes, terrain, refraction."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from openiads.app.shell import warn
from openiads.asked import LONGEST_M, read_altitude, read_ground_m
from openiads.errors import Fault, OpenIADSError, fault
from openiads.units import Altitude, Position, counted, parse_position, parse_quantity

if TYPE_CHECKING:
    from openiads.earth.terrain import Terrain

Read = TypeVar("Read")
MOST_DRAWS = 100_000
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


def _out_of_range(what: str, where: str, why: str, fix: str) -> OpenIADSError:
    return fault("E0314", what, where=where, why=why, fix=fix)


def read_distance_m(text: str, where: str, *, least_m: float = 0.0, why: str, example: str) -> float:
    """A ground range up to 1,000 km. [m]

    Examples
    --------
    >>> read_distance_m("150km", "--radius", why="", example="150 km")
    150000.0
    """
    value_m = parse_quantity(text, "length", where=where, unit="km")
    if value_m < 0:
        raise _out_of_range(f"{text!r} is negative", where, "a distance starts at zero",
                            f'write "{text.strip().lstrip("-")}"')
    if not least_m <= value_m <= LONGEST_M:
        raise _out_of_range(f"{text!r} is beyond 1,000 km" if value_m > LONGEST_M else f"{text!r} is too short",
                            where, why, f'write "{example}"')
    return value_m


def read_draws(draws: int, example: int, where: str = "--draws") -> int:
    """A number of draws that can be worked out."""
    if not 1 <= draws <= MOST_DRAWS:
        why = "an interval needs draws" if draws < 1 else f"{MOST_DRAWS:,} are worked out at most"
        raise _out_of_range(counted(draws, "draw"), where, why, f"write {example}")
    return draws


def read_seed(seed: int, where: str = "--seed") -> int:
    """A seed of 63 bits."""
    if not 0 <= seed < 2**63:
        raise _out_of_range(f"seed {seed}", where, "a seed has 63 bits and no sign", "write 2022")
    return seed


def once(values: Sequence[Read], texts: Sequence[str], option: str) -> tuple[tuple[Read, ...], list[str]]:
    """Values and their texts without repeats, each of which is warned of; a repeat would be counted twice.

    Examples
    --------
    >>> once([60.0, 300.0], ["60 m AGL", "300 m AGL"], "--altitude")
    ((60.0, 300.0), ['60 m AGL', '300 m AGL'])
    """
    kept: dict[Read, str] = {}
    for value, text in zip(values, texts, strict=True):
        if value in kept:
            warn(f"{option} {text} is given twice and counted once")
        kept.setdefault(value, text)
    return tuple(kept), list(kept.values())


def read_share(value: float, name: str, where: str, example: float = 0.5) -> float:
    """A probability strictly between 0 and 1."""
    if not 0 < value < 1:
        raise OpenIADSError([Fault("E0314", f"{name} {value:g} is not a probability between 0 and 1", where,
                                   "certainty and impossibility need no radar", f"write {example:g}")])
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
    ground_m = 0.0
    if ground_height is not None:
        ground_m = faults.read(lambda: read_ground_m(ground_height, "--ground-height"), 0.0)
    words = [name for name in named if name in TERRAIN_WORDS]
    if words and len(named) > 1:
        faults.add("E0103", f"--terrain {words[0]} beside other terrain", where="--terrain",
                   why=f"{', '.join(TERRAIN_WORDS)} are each the whole terrain; files lie on top of the bundled grids",
                   fix="give one of these words, or elevation files alone")
        named = [name for name in named if name not in TERRAIN_WORDS]
    elif named == ["none"]:
        over_sea = [str(altitude) for altitude in altitudes if altitude.reference != "AGL"]
        if over_sea and ground_height is None:
            faults.add("E0317", f"{over_sea[0]} over a smooth earth of unknown height", where="--terrain none",
                       why="without terrain nobody knows how far the ground lies below a height above sea level",
                       fix='add --ground-height "0 m", or give the height above ground, such as "3000 m AGL"')
    elif ground_height is not None:
        faults.add("E0317", "a ground height beside terrain", where="--ground-height",
                   why="the terrain itself says how high the ground is",
                   fix="leave out --ground-height, or use --terrain none")
    is_word = len(named) == 1 and named[0] in TERRAIN_WORDS
    opened = faults.read(
        lambda: open_terrain(named[0] if is_word else [Path(name) for name in named], ground_height_m=ground_m), None,
    ) if named else None
    faults.stop()
    assert opened is not None
    return opened


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


def read_believed(believe: Sequence[str], components: Sequence[str]) -> list[Fault]:
    """Faults of pinned claims: unknown ones, and those that feed nothing which is asked; told before the work."""
    from openiads.knowledge.library import load_library
    from openiads.knowledge.resolve import resolve

    faults = Faults()
    library = load_library() if believe else None
    known = [claim for claim in believe
             if library and faults.read(partial(library.claim, claim, where=f"--believe {claim}"), None)]
    if known and components:
        faults.read(lambda: resolve(library, ("fire-unit", *components), n_draws=1, believe=known), None)
    return [replace(found, where=found.where or "--believe") for found in faults.found]


def warn_of_idle(believe: Sequence[str], moved: Sequence[str]) -> None:
    """Tell which pinned claims moved nothing: what they state is known of a component, and no model read it."""
    for claim in believe:
        if claim.upper() not in (name.upper() for name in moved):
            warn(f"{claim} was believed and moved nothing: nothing that was worked out reads what it states")


def position_of(text: str, faults: Faults) -> Position:
    """Position of --site; a fault is kept."""
    return faults.read(lambda: parse_position(text, where="--site"), Position(0.0, 0.0))


def altitudes_of(texts: Sequence[str], faults: Faults) -> tuple[Altitude, ...]:
    """Altitudes of --altitude, eight at most; faults are kept."""
    altitudes = tuple(
        faults.read(partial(read_altitude, text, "--altitude"), Altitude(0.0, "AGL")) for text in texts
    )
    if len(set(altitudes)) > 8:
        faults.add("E0314", f"{len(set(altitudes))} altitudes", where="--altitude",
                   why="eight altitudes are worked out at once", fix="ask for eight at most, or run twice")
    return altitudes
