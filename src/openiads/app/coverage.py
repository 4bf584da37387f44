"""`openiads coverage`: what a site sees, detects and can engage, beside the claimed ring."""

import csv
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Annotated, Any

import typer

from openiads.app.envelope import envelope, print_json
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
    read_believed,
    read_distance_m,
    read_draws,
    read_names,
    read_seed,
    read_share,
    read_terrain,
    warn_of_idle,
)
from openiads.app.shell import JsonFlag, OutOption, check_out, note, warn, write_text
from openiads.asked import read_antenna, read_refraction
from openiads.units import Altitude

app = typer.Typer(add_completion=False, rich_markup_mode=None)

NAMELESS: tuple[str, ...] = ()
FOUR_THIRDS: float | str = 4 / 3
NO_ANTENNA = Altitude(0.0, "AGL")
ENDINGS = (".geojson", ".kmz", ".tif", ".csv")


@app.command()
def coverage(
    site: Annotated[list[str], typer.Option(
        "--site", metavar="LAT,LON", help='Degrees, WGS 84: "40.08,32.57"; repeat it for a union of sites.')],
    antenna: AntennaOption = "24 m",
    target: Annotated[list[str] | None, typer.Option(
        "--target", metavar="CLASS", help="Target class; may be repeated.  [default: cruise-missile]")] = None,
    altitude: Annotated[list[str] | None, typer.Option(
        "--altitude", help='"60 m AGL", "3000 m AMSL" or "FL250"; may be repeated, eight at most.  '
                           "[default: 60 m AGL]")] = None,
    terrain: TerrainOption = None,
    ground_height: GroundOption = None,
    refraction: RefractionOption = "p453",
    ring: Annotated[str, typer.Option(
        "--ring", metavar="RADIUS", help="The advertised circle that is compared.")] = "400 km",
    radar: Annotated[str, typer.Option("--radar", help="Search radar; openiads claims list names them.")] = "91N6E",
    guide: Annotated[str, typer.Option("--guide", help="Engagement radar.")] = "92N6E",
    missile: Annotated[list[str] | None, typer.Option(
        "--missile", help="Missile of the ledger, which adds engagement; may be repeated.")] = None,
    pd: Annotated[float, typer.Option("--pd", help="Single-scan probability of detection asked for.")] = 0.5,
    pfa: Annotated[float, typer.Option("--pfa", help="Probability of false alarm.")] = 1e-6,
    swerling: Annotated[int, typer.Option("--swerling", help="Fluctuation case, 0 to 4.")] = 1,
    jam_to_noise_db: Annotated[float | None, typer.Option(
        "--jam-to-noise-db", help="Stand-off noise jamming over receiver noise, alike on every bearing.",
    )] = None,
    draws: Annotated[int, typer.Option("--draws", help="Draws over what the sources say.")] = 200,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the draws.")] = 2022,
    level: Annotated[float, typer.Option("--level", help="Share of the draws inside an interval.")] = 0.9,
    believe: BelieveOption = None,
    out: OutOption = None,
    json: JsonFlag = False,
) -> None:
    """What a site sees of a target class at an altitude: geometry, detection and engagement, apart from each other.

    Example: openiads coverage --site 40.08,32.57 --antenna "30 m" --target cruise-missile --altitude "60 m AGL"

    Writes with -o: .geojson and .kmz (outlines), .tif (visibility floor), .csv (table).
    """
    from openiads.knowledge.components import load_components, target_classes

    faults = Faults()
    positions = [position_of(text, faults) for text in site]
    altitudes = altitudes_of(altitude or ["60 m AGL"], faults)
    mast = faults.read(lambda: read_antenna(antenna, "--antenna"), NO_ANTENNA)
    factor = faults.read(partial(read_refraction, refraction, "--refraction"), FOUR_THIRDS)
    ring_m = faults.read(lambda: read_distance_m(
        ring, "--ring", least_m=1000.0, example="400 km",
        why="shares are told of the disc inside it, worked out on one map about the site that holds from 1 to 1,000 km",
    ), 400e3)
    for value, name, example in ((pd, "pd", 0.5), (pfa, "pfa", 1e-6), (level, "level", 0.9)):
        faults.read(partial(read_share, value, name, f"--{name}", example), example)
    targets = faults.read(
        lambda: read_names(target or ["cruise-missile"], list(target_classes()), "target class", "--target"), NAMELESS)
    radars = [key for key, item in load_components().items() if item.kind == "radar"]
    missiles = [key for key, item in load_components().items() if item.kind == "missile"]
    named = [faults.read(partial(read_names, [name], radars, "radar", option), NAMELESS)
             for name, option in ((radar, "--radar"), (guide, "--guide"))]
    arsenal = faults.read(lambda: read_names(missile or [], missiles, "missile", "--missile"), NAMELESS)
    if jam_to_noise_db is not None and not -60 <= jam_to_noise_db <= 100:
        faults.add("E0314", f"jamming of {jam_to_noise_db:g} dB over noise", where="--jam-to-noise-db",
                   why="between -60 and 100 dB it changes something and can be computed", fix="write 20")
    if swerling not in range(5):
        faults.add("E0314", f"Swerling case {swerling}", where="--swerling", why="the cases are numbered 0 to 4",
                   fix="write 1")
    faults.read(lambda: read_draws(draws, 200), 200)
    faults.read(lambda: read_seed(seed), 2022)
    if 0 < pd <= pfa < 1:
        faults.add("E0314", f"pd {pd:g} is not above pfa {pfa:g}", where="--pd",
                   why="a detector that always guesses does better", fix="write --pd 0.5 --pfa 1e-6")
    are_known = all(named) and bool(targets) and bool(arsenal) == bool(missile)
    faults.found += read_believed(believe or (), (radar, guide, *arsenal, *targets) if are_known else ())
    ground = faults.read(lambda: read_terrain(terrain, ground_height, (*altitudes, mast)), None)
    faults.found += check_out(out, ENDINGS, json=json)
    faults.stop()
    assert ground is not None
    altitudes, _ = once(altitudes, altitude or ["60 m AGL"], "--altitude")
    kept, site = once(positions, site, "--site")
    targets, _ = once(targets, targets, "--target")
    arsenal, _ = once(arsenal, arsenal, "--missile")

    from openiads.app.progress import say_compiling
    from openiads.output.site_answer import Asked, answer_sites
    from openiads.output.site_results import results_of

    say_compiling()
    jam_to_noise = 0.0 if jam_to_noise_db is None else 10 ** (jam_to_noise_db / 10)
    found = answer_sites(Asked(kept, mast, targets, altitudes, ground, factor, ring_m, radar, guide,
                               arsenal, pd, pfa, swerling, draws, seed, level, tuple(believe or ()), jam_to_noise))
    results = results_of(found)
    inputs: dict[str, Any] = {
        "site": site, "antenna": antenna, "target": list(targets), "altitude": [str(item) for item in altitudes],
        "terrain": terrain or ["auto"], "ground_height": ground_height, "refraction": refraction, "ring": ring,
        "radar": radar, "guide": guide, "missile": list(arsenal), "pd": pd, "pfa": pfa, "swerling": swerling,
        "jam_to_noise_db": jam_to_noise_db,
        "draws": draws, "level": level, "believe": list(believe or ()),
    }
    warn_of_buried(results["sites"], altitudes)
    if results["terrain"]["grade"] in "CD":
        warn(f"terrain of grade {results['terrain']['grade']}: {results['terrain']['note']}")
    if not results["detection"]["reference"]["has_rcs_tagged_witness"]:
        warn(f"no citable source states the {radar}'s range at a known cross-section; "
             f"believed is {results['detection']['reference']['claim']} ({results['detection']['reference']['grade']})")
    if out and out != "-" and Path(out).suffix == ".csv":
        write_text(out, table_csv(results["table"]))
        note(f"wrote {out}")
    elif out and out != "-":
        from openiads.output.site_layers import write_layers

        write_layers(found, Path(out), {"terrain_grade": results["terrain"]["grade"],
                                        "refraction": results["refraction"]["text"]})
        note(f"wrote {out}")
    warn_of_idle(believe or (), found.beliefs.claims_used())
    if json:
        print_json(envelope("coverage", results, inputs=inputs, seed=seed, intervals=intervals_of(results["table"]),
                            claims=found.beliefs.claims_used()))
    else:
        print(words_of(results))


def warn_of_buried(sites: list[dict[str, Any]], altitudes: tuple[Altitude, ...]) -> None:
    """Warn of altitudes above sea level that lie below the ground at a site."""
    for site in sites:
        for altitude in altitudes:
            below_m = site["ground_amsl_m"] - altitude.amsl_m(site["ground_amsl_m"])
            if below_m > 0:
                where = "at the site" if len(sites) == 1 else f"at {site_words(site)}"
                warn(f"{altitude} lies {below_m:,.0f} m below the ground {where}")


def site_words(site: dict[str, Any]) -> str:
    """Where a site lies and how high its ground is.

    Examples
    --------
    >>> site_words({"site": [40.08, 32.57], "ground_amsl_m": 832.3})
    '40.08 N, 32.57 E, ground 832 m'
    """
    (lat_deg, lon_deg), ground_m = site["site"], site["ground_amsl_m"]
    return (f"{abs(lat_deg):g} {'N' if lat_deg >= 0 else 'S'}, {abs(lon_deg):g} {'E' if lon_deg >= 0 else 'W'}, "
            f"ground {ground_m:,.0f} m")


def sight_words(sight: dict[str, Any]) -> str:
    """How far a target is in sight; by bearing where the ground makes a difference."""
    from openiads.output.words import rounded

    low, high = (sight["first_sight_by_bearing_km"][name] for name in ("low", "high"))
    if low == high:
        return f"{rounded(sight['first_sight_km'], 3)} km"
    return f"typically {sight['first_sight_km']:.0f} km, {low:.0f} to {high:.0f} km by bearing"


def intervals_of(table: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every interval of the table on its own: what, for whom, from where to where."""
    return [
        {"site": row["site"], "target": row["target"], "altitude": row["altitude"], "quantity": f"{part}.{name}",
         **row[part][name]}
        for row in table for part in ("detection", "engagement") if part in row
        for name in ("range_km", "first_detection_km", "share_of_ring", "area_km2") if name in row[part]
    ]


def table_csv(table: list[dict[str, Any]]) -> str:
    """The table as CSV: one row a site, class and altitude."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = ["nominal", "low", "high"]
    writer.writerow(["lat_deg", "lon_deg", "target", "altitude", "first_sight_km", "sight_share_of_ring",
                     *(f"{part}_{name}" for part in ("detection_share", "engagement_share") for name in names)])
    for row in table:
        engaged = row.get("engagement", {}).get("share_of_ring", {})
        writer.writerow([*row["site"], row["target"], row["altitude"], row["geometric"]["first_sight_km"],
                         row["geometric"]["share_of_ring"],
                         *(row["detection"]["share_of_ring"][name] for name in names),
                         *(engaged.get(name, "") for name in names)])
    return text.getvalue()


def words_of(results: dict[str, Any]) -> str:
    """The answer in words: one paragraph a class and altitude."""
    from openiads.output.statistics import Estimate
    from openiads.output.words import percent, rounded, spread

    at_most = "at most " if results["terrain"]["grade"] in "CD" else ""
    lines = [f"Pinned by the user: {', '.join(results['pinned'])}."] if results["pinned"] else []
    told: list[float] = []
    for row in results["table"]:
        if row["site"] != told:
            told = row["site"]
            lines.append(f"Site {site_words(next(site for site in results['sites'] if site['site'] == told))}.")
        sight, seen = row["geometric"], row["detection"]
        lines.append(
            f"{row['target']} at {row['altitude']}: in sight from {sight_words(sight)}, over "
            f"{at_most}{rounded(sight['share_of_ring_percent'])} % of the {results['ring_km']:g} km ring; detected "
            f"(Pd {seen['pd']:g}, Pfa {seen['pfa']:g}, Swerling {seen['swerling']}) over {at_most}"
            f"{percent(Estimate(**seen['share_of_ring']))}, by power out to "
            f"{spread(Estimate(**seen['range_km']), 'km')}."
        )
        if "engagement" in row:
            engaged = percent(Estimate(**row["engagement"]["share_of_ring"]))
            lines.append(f"  engageable over {at_most}{engaged} of the ring.")
    for row in results.get("together", ()):
        lines.append(f"together, {row['metric']} of {row['target']} at {row['altitude']}: "
                     f"{rounded(row['union_km2'])} km2; each alone adds "
                     + ", ".join(f"{rounded(value)} km2" for value in row["adds_km2"]))
    reference = results["detection"]["reference"]
    lines.append(
        f"Radar power: {reference['claim'] or 'assumed'} ({reference['grade']}), "
        f"{rounded(reference['range_km'], 3)} km at {rounded(reference['rcs_m2'])} m2 ({reference['rcs_status']}). "
        f"{results['refraction']['text']}. "
        f"Terrain: {results['terrain']['name']}, grade {results['terrain']['grade']}."
    )
    return "\n".join(lines)
