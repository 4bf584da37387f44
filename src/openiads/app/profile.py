"""`openiads profile`: from what height a target is seen along one bearing, or a given route by flight level."""

from math import ceil, isfinite
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
    once,
    position_of,
    read_distance_m,
    read_terrain,
)
from openiads.app.shell import JsonFlag, OutOption, check_out
from openiads.asked import LONGEST_M, read_antenna, read_refraction
from openiads.errors import OpenIADSError, fault
from openiads.units import Altitude, Position, parse_position, parse_quantity

app = typer.Typer(add_completion=False, rich_markup_mode=None)

ENDINGS = (".png", ".svg", ".csv")


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
    inputs: dict[str, Any] = {"altitude": altitude, "believe": believe, "out": out}
    from openiads.app.progress import say_compiling

    if corridor is not None:
        from openiads.app.corridor import tell_corridor

        if site or bearing or towards:
            raise fault("E0103", "--corridor beside --site, --bearing or --towards", where="--corridor",
                        why="a scenario brings its own sites and its own route", fix="leave out one or the other")
        if refused := check_out(out, ENDINGS, json=json):
            raise OpenIADSError(refused)
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
    mast = faults.read(lambda: read_antenna(antenna, "--antenna"), Altitude(0.0, "AGL"))
    factor: float | str = "p453"
    factor = faults.read(lambda: read_refraction(refraction, "--refraction"), factor)
    marked = altitudes_of(altitude or [], faults)
    sound = len(faults.found)
    angle_rad = faults.read(lambda: read_bearing(bearing), 0.0) if bearing is not None else None
    target = faults.read(lambda: parse_position(towards, where="--towards"), None) if towards is not None else None
    length_m = faults.read(lambda: read_distance_m(
        range_, "--range", least_m=1000.0, why="a profile is drawn over 1 to 1,000 km", example="400 km"),
        None) if range_ is not None else None
    if target is not None and len(faults.found) == sound:
        faults.read(lambda: check_towards(spot, target, length_m), None)
    faults.found += check_out(out, ENDINGS, json=json)
    ground = faults.read(lambda: read_terrain(terrain, ground_height, (*marked, mast)), None)
    faults.stop()
    assert ground is not None
    marked, _ = once(marked, altitude or [], "--altitude")

    from openiads.app.bearing import BearingAsked, tell_bearing

    say_compiling()
    tell_bearing(
        BearingAsked(spot, mast, angle_rad, target, length_m, marked, ground, factor,
                     is_level_known=bool(ground.layers) or ground_height is not None),
        out, as_json=json,
        inputs={**inputs, "site": site, "antenna": antenna, "bearing": bearing, "towards": towards, "range": range_,
                "terrain": terrain or ["auto"], "ground_height": ground_height, "refraction": refraction},
    )


def read_bearing(text: str) -> float:
    """An angle clockwise from north. [rad]"""
    bearing_rad = parse_quantity(text, "angle", where="--bearing")
    if not isfinite(bearing_rad):
        raise fault("E0314", f"bearing {text!r} is no number", where="--bearing", why="a bearing is a finite angle",
                    fix='write "15 deg"')
    return bearing_rad


def check_towards(site: Position, target: Position, range_m: float | None) -> None:
    """Refuse a place that a profile of 1,000 km at most cannot reach, or that lies beyond the length asked for.

    Raises
    ------
    OpenIADSError
        E0314 with the distance and the length that would do.
    """
    from openiads.earth.geodesy import bearing_and_range

    away_m = float(bearing_and_range(site.lat_deg, site.lon_deg, target.lat_deg, target.lon_deg)[1])
    if away_m > LONGEST_M:
        raise fault("E0314", f"--towards lies {away_m / 1000:,.0f} km away", where="--towards",
                    why="a profile is drawn over 1 to 1,000 km; farther off the earth hides all that flies in the air",
                    fix='name a nearer place, or look the same way with --bearing "15 deg" --range "400 km"')
    if away_m == 0:
        raise fault("E0314", "--towards is the site itself", where="--towards",
                    why="from a point to itself there is no direction", fix="name another place")
    if range_m is not None and away_m > range_m:
        raise fault("E0314", f"--towards lies {away_m / 1000:,.0f} km away", where="--towards, --range",
                    why=f"the place must lie along the profile, which is {range_m / 1000:,.0f} km long",
                    fix=f'write --range "{ceil(away_m / 1000):.0f} km", or leave --range out')
