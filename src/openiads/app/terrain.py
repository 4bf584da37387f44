"""`openiads terrain`: elevation data, bundled and your own."""

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from openiads.app.envelope import envelope, print_json
from openiads.app.folders import folder
from openiads.app.inputs import Faults, position_of, read_distance_m
from openiads.app.shell import JsonFlag, note

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True,
                  help="Elevation data, bundled and your own; grade A is finest, D coarsest.\n\n"
                       "Example: openiads terrain info bundled")

Paths = Annotated[list[str], typer.Argument(metavar="PATH", help="GeoTIFF, COG, HGT or DTED files, or folders.")]


class ProductName(StrEnum):
    """Public families of tiles."""

    glo30 = "glo30"
    glo90 = "glo90"
    srtm1 = "srtm1"
    srtm3 = "srtm3"


@app.command()
def add(paths: Paths, json: JsonFlag = False) -> None:
    """Check elevation files and remember where they lie; they stay where they are.

    Example: openiads terrain add tiles/
    """
    from openiads.earth.catalogue import add_terrain

    added = add_terrain(list(paths))
    if json:
        print_json(envelope("terrain add", added, inputs={"paths": paths}))
    else:
        for record in added:
            print(_line(Path(record.path).name, asdict(record)))
        note("use them with --terrain registered")


@app.command("list")
def list_(json: JsonFlag = False) -> None:
    """List the bundled grids and the files that were added.

    Example: openiads terrain list
    """
    from openiads.earth.catalogue import describe, list_terrain

    bundled, registered = describe("bundled"), list_terrain()
    rows = [{**asdict(record), "present": record.present} for record in registered]
    if json:
        print_json(envelope("terrain list", {"bundled": bundled, "registered": rows}))
        return
    for info in bundled:
        print(_line(info.name, asdict(info)))
    for row in rows:
        print(_line(row["path"], row) + ("" if row["present"] else ", no longer there"))


@app.command()
def info(paths: Paths, json: JsonFlag = False) -> None:
    """Tell what an elevation file is: extent, posting, grade, origin and licence; "bundled" for the bundled grids.

    Example: openiads terrain info tiles/N40E032.hgt
    """
    from openiads.earth.catalogue import describe

    found = [item for path in paths for item in describe(path)]
    if json:
        print_json(envelope("terrain info", found, inputs={"paths": paths},
                            warnings=sorted({item.note for item in found if item.note})))
        return
    for item in found:
        print(_line(item.name, asdict(item)))
        for label, text in (("origin", item.origin), ("licence", item.licence), ("note", item.note),
                            ("sha256", item.sha256)):
            if text:
                print(f"    {label}: {text}")


@app.command()
def tiles(
    site: Annotated[str, typer.Option("--site", help="Latitude and longitude, such as 40.08,32.57.")],
    radius: Annotated[str, typer.Option(help="Ground range to cover.")] = "150km",
    product: Annotated[ProductName, typer.Option(help="Family of tiles.")] = ProductName.glo30,
    fetch: Annotated[bool, typer.Option("--fetch", help="Download and add them; without it nothing is sent.")] = False,
    out: Annotated[str | None, typer.Option("--out", "-o", help="Folder for downloads.")] = None,
    json: JsonFlag = False,
) -> None:
    """List the public tiles that a site needs and, with --fetch, download them.

    Example: openiads terrain tiles --site 40.08,32.57 --radius 150km
    """
    from openiads.earth.tiles import PRODUCTS, tiles_around

    faults = Faults()
    position = position_of(site, faults)
    radius_m = faults.read(lambda: read_distance_m(
        radius, "--radius", why="tiles are listed for one site, which sees 1,000 km at most", example="150 km"), 0.0)
    faults.stop()
    wanted = tiles_around(position.lat_deg, position.lon_deg, radius_m, product.value)
    family = PRODUCTS[product.value]
    inputs = {"site": site, "radius": radius, "product": product.value, "fetch": fetch, "out": out}
    rows: list[dict[str, Any]] = [{"file": tile.filename, "url": tile.url} for tile in wanted]
    note(f"{len(wanted)} tiles of {family.name}, about {len(wanted) * family.size_mb:.0f} MB; {family.licence}")
    if fetch:
        rows = _fetched(wanted, Path(out) if out else folder("data") / "tiles" / product.value)
    if json:
        print_json(envelope("terrain tiles", {"licence": family.licence, "page": family.page, "tiles": rows},
                            inputs=inputs))
    else:
        for row in rows:
            print(f"{row['file']}  {row.get('status') or row['url']}")


def _fetched(wanted: Any, target: Path) -> list[dict[str, Any]]:
    from openiads.app.progress import progress
    from openiads.earth.catalogue import add_terrain
    from openiads.earth.download import fetch_tiles

    with progress("tiles", len(wanted)) as line:

        def arrived(_name: str, done_bytes: int, total_bytes: int) -> None:
            line.advance(done_bytes == total_bytes)

        results = fetch_tiles(wanted, target, report=arrived)
    files = [item.path for item in results if item.path]
    if files:
        add_terrain(files)
    return [{"file": item.tile.filename, "url": item.tile.url, "status": item.status,
             "path": str(item.path) if item.path else None} for item in results]


def _line(name: str, row: dict[str, Any]) -> str:
    west, south, east, north = row["bounds"]
    return f"{name}: grade {row['grade']}, {row['posting_text']}, {south:g} to {north:g} N, {west:g} to {east:g} E"
