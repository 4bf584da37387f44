"""`openiads profile`: from what height a target is seen along one bearing, or a given route by flight level."""

from pathlib import Path
from typing import Annotated, Any

import typer

from openiads.app.inputs import (
    AntennaOption,
    BelieveOption,
    Faults,
    GroundOption,
    RefractionOption,
    TerrainOption,
    altitudes_of,
    position_of,
    read_antenna,
    read_length_m,
    read_refraction,
    read_terrain,
)
from openiads.app.shell import JsonFlag, OutOption
from openiads.errors import fault
from openiads.units import Altitude, Position, parse_position, parse_quantity

app = typer.Typer(add_completion=False, rich_markup_mode=None)

ENDINGS = (".png", ".svg", ".csv")
LONGEST_M = 1_000_000.0


@app.command()
def profile(
    site: Annotated[str | None, typer.Option("--site", help='Latitude,longitude, WGS 84: "40.08,32.57".')] = None,
    antenna: AntennaOption = "24 m",
    bearing: Annotated[str | None, typer.Option("--bearing", help='Clockwise from north: "15 deg".')] = None,
    towards: Annotated[str | None, typer.Option("--towards", help="Latitude,longitude to look towards.")] = None,
    range_: Annotated[str | None, typer.Option(
        "--range", help="Length of the profile; 400 km, or to --towards.")] = None,
    altitude: Annotated[list[str] | None, typer.Option(
        "--altitude", help="Height to mark; with --corridor a flight level in place of its own.")] = None,
    terrain: TerrainOption = None,
    ground_height: GroundOption = None,
    refraction: RefractionOption = "p453",
    corridor: Annotated[str | None, typer.Option(
        "--corridor", "--route", metavar="SCENARIO", help="Scenario whose one route is read, in NM and FL.")] = None,
    placement: Annotated[str | None, typer.Option(
        "--placement", help="With --corridor: count the second batch too, where this placement puts it.")] = None,
    draws: Annotated[int, typer.Option("--draws", help="With --corridor: draws over what the sources say.")] = 100,
    believe: BelieveOption = None,
    out: OutOption = None,
    json: JsonFlag = False,
) -> None:
    """From what height a target is seen along one bearing, or what a given route meets at each flight level.

    Example: openiads profile --site 40.08,32.57 --antenna "24 m" --towards 42.03,35.15

    Example: openiads profile --corridor second-batch

    Writes with -o: .png, .svg or .csv.
    """
    if out not in (None, "-") and Path(str(out)).suffix not in ENDINGS:
        raise fault("E0105", f"{out} has an ending that is not written here", where="--out",
                    why="the ending says which format is wanted", fix=f"end the name with one of {', '.join(ENDINGS)}")
    inputs: dict[str, Any] = {"altitude": altitude, "believe": believe, "out": out}
    from openiads.app.progress import say_compiling

    if corridor is not None:
        from openiads.app.corridor import tell_corridor

        if site or bearing or towards:
            raise fault("E0103", "--corridor beside --site, --bearing or --towards", where="--corridor",
                        why="a scenario brings its own sites and its own route", fix="leave out one or the other")
        say_compiling()
        tell_corridor(corridor, altitude, placement, draws, tuple(believe or ()), out, as_json=json,
                      inputs={**inputs, "corridor": corridor, "placement": placement, "draws": draws})
        return
    faults = Faults()
    if site is None:
        faults.add("E0104", "no site", where="--site", why="a profile starts where a radar stands",
                   fix="add --site 40.08,32.57, or --corridor second-batch")
    if (bearing is None) == (towards is None):
        faults.add("E0104" if bearing is None else "E0103", "no direction" if bearing is None else "two directions",
                   where="--bearing, --towards", why="a profile runs along one bearing",
                   fix='give one of --bearing "15 deg" and --towards 42.03,35.15')
    for option, given in (("--placement", placement), ("--believe", believe)):
        if given:
            faults.add("E0103", f"{option} without --corridor", where=option,
                       why="along one bearing sight alone is told, which rests on no claim and no placement",
                       fix="add --corridor second-batch, or leave it out")
    spot = position_of(site, faults) if site else Position(0.0, 0.0)
    mast = faults.read(lambda: read_antenna(antenna), Altitude(0.0, "AGL"))
    factor: float | str = "p453"
    factor = faults.read(lambda: read_refraction(refraction), factor)
    marked = altitudes_of(altitude or [], faults)
    angle_rad = faults.read(lambda: parse_quantity(bearing, "angle", where="--bearing"), 0.0) if bearing else None
    target = faults.read(lambda: parse_position(towards, where="--towards"), spot) if towards else None
    length_m = faults.read(lambda: read_length_m(range_, "--range"), 400e3) if range_ else None
    if length_m is not None and not 1000.0 <= length_m <= LONGEST_M:
        faults.add("E0314", f"a profile of {range_}", where="--range", why="it is drawn over 1 to 1,000 km",
                   fix='write "400 km"')
    ground = faults.read(lambda: read_terrain(terrain, ground_height, (*marked, mast)), None)
    faults.stop()
    assert ground is not None

    from openiads.app.bearing import BearingAsked, tell_bearing

    say_compiling()
    tell_bearing(
        BearingAsked(spot, mast, angle_rad, target, length_m, marked, ground, factor,
                     is_level_known=bool(ground.layers) or ground_height is not None),
        out, as_json=json,
        inputs={**inputs, "site": site, "antenna": antenna, "bearing": bearing, "towards": towards, "range": range_,
                "terrain": terrain or ["auto"], "ground_height": ground_height, "refraction": refraction},
    )
