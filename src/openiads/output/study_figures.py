"""The figures of a study, drawn from its findings."""

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np

from openiads.coverage.lookup import bits_of, is_set
from openiads.coverage.profile import VerticalProfile
from openiads.coverage.site import SiteModel
from openiads.earth.geodesy import bearing_and_range
from openiads.earth.grid import Grid
from openiads.earth.terrain import TerrainInfo
from openiads.output.export.layer import cover_raster
from openiads.output.figures import change_chart, coverage_map, profile_chart, share_chart
from openiads.output.findings import ChangeRow, Findings, headline_targets
from openiads.output.labels import class_label
from openiads.output.pictures import Picture, parsed, publish
from openiads.output.readiness import Readiness
from openiads.output.readiness_figures import readiness_chart
from openiads.output.readiness_tables import by_month_csv
from openiads.output.readiness_words import assumed_words, readiness_sentence, readiness_title
from openiads.output.sentences import AREAS, HEIGHTS, SHARES, at_least, at_most, ground_words, label_of
from openiads.output.statistics import Estimate
from openiads.output.timeline import TOPIC, timeline_csv, timeline_of, title_of
from openiads.output.timeline_figure import timeline_figure
from openiads.output.words import amount, percent
from openiads.units import counted

MAP_CELL_M = 2000.0
MAP_BANDS = 5
MARGIN = 1.03
IGNORED = "The ring is a claimed missile reach and no sight; it ignores height, terrain, target and capacity."
SHARE_HEADER = ("target", "altitude", "share", "low", "high", "level")
CHANGE_HEADER = ("metric", "target", "altitude", "unit", *(f"{name}{end}" for name in ("a", "b", "change")
                                                              for end in ("", "_low", "_high")), "clear")


def _to_km(site: SiteModel, lon_lat: np.ndarray) -> np.ndarray:
    azimuth_rad, range_m = bearing_and_range(site.place.lat_deg, site.place.lon_deg, lon_lat[:, 1], lon_lat[:, 0])
    return np.column_stack([range_m * np.sin(azimuth_rad), range_m * np.cos(azimuth_rad)]) / 1000


Lines = list[np.ndarray]


def _basemap(site: SiteModel, half_km: float) -> tuple[Lines, Lines, list[tuple[str, float, float]]]:
    data = json.loads((files("openiads") / "data/basemap/basemap.json").read_text(encoding="utf-8"))

    def lines(name: str) -> list[np.ndarray]:
        placed = [_to_km(site, np.array(line)) for line in data[name] if len(line) > 1]
        return [line for line in placed if np.min(np.abs(line).max(axis=1)) < half_km]

    spots = _to_km(site, np.array([[place["lon"], place["lat"]] for place in data["places"]]))
    places = [(place["name"], float(x), float(y)) for place, (x, y) in zip(data["places"], spots, strict=True)]
    return lines("coast"), lines("borders"), places


def draw_map(found: Findings, terrain: TerrainInfo, folder: Path, footer: str) -> Iterator[Path]:
    """Ring against reality for the low flyer of the headline, by altitude."""
    study, site = found.study, found.study.first
    (c, low), _ = headline_targets(study)
    target = study.question.targets[c]
    ring_km = study.scenario.ring_m / 1000
    half_km = ring_km * MARGIN
    grid = Grid.around(site.place.lat_deg, site.place.lon_deg, radius_m=half_km * 1000, cell_size_m=MAP_CELL_M)
    scratch = bits_of(site)
    altitudes = study.question.altitudes
    shown = np.unique(np.linspace(low, len(altitudes) - 1, MAP_BANDS).round().astype(int))[::-1]
    masks = [
        (f"{altitudes[a]}: {at_most(terrain)}{percent(found.share(site.place.id, target, str(altitudes[a])).share)}",
         cover_raster(is_set(scratch.detected[c], int(a)), site.polar, grid).astype(bool))
        for a in shown
    ]
    top = int(shown[0])
    engaged = cover_raster(is_set(scratch.detected[c], top) & ~is_set(scratch.engaged[c], top), site.polar, grid)
    coast, borders, places = _basemap(site, half_km)
    seen = found.share(site.place.id, target, str(altitudes[low])).share
    title = (f"Of the {ring_km:g} km ring, {at_most(terrain)}{percent(seen)} is left\n"
             f"against {label_of(target)} at {altitudes[low]}")
    note = (f"Detected share of the ring by altitude (Pd {study.scenario.pd:g}, Swerling "
            f"{study.question.swerling_case}), nominal beliefs, {study.rows.level:.0%} intervals over what sources "
            f"say.\n{ground_words(terrain.grade, SHARES)} Azimuthal equidistant about the site; borders as in "
            "Natural Earth.")
    shares = [found.share(site.place.id, target, str(altitudes[a])).share for a in shown]
    told = "; ".join(f"{altitudes[a]} {percent(share)}" for a, share in zip(shown, shares, strict=True))
    picture = Picture(
        "ring-against-reality", title.replace("\n", " "), f"{note} {IGNORED}",
        f"Map about {study.scenario.site(site.place.id).name} with the advertised {ring_km:g} km ring. Share of it in "
        f"which {label_of(target)} is detected, {at_most(terrain).strip() or 'by altitude'}: {told}.", SHARE_HEADER,
        tuple(_share_row(target, str(altitudes[a]), share) for a, share in zip(shown, shares, strict=True)))
    figure = coverage_map(
        masks=masks, engaged=(f"detected at {altitudes[top]}, not engageable", engaged.astype(bool)), half_km=half_km,
        ring_km=ring_km, coast=coast, borders=borders, places=places,
        title=title, ring_label=f"{ring_km:g} km: claimed missile reach, large high target", note=note)
    yield from publish(figure, folder, picture, footer)


def _share_row(target: str, altitude: str, share: Estimate) -> tuple[str | float, ...]:
    return (target, altitude, share.nominal, share.low, share.high, share.level)


def draw_shares(found: Findings, terrain: TerrainInfo, folder: Path, footer: str) -> Iterator[Path]:
    """Share of the ring by altitude and class."""
    study = found.study
    altitudes, targets = [str(altitude) for altitude in study.question.altitudes], study.question.targets
    by = {target: [found.share(study.first.place.id, target, text).share for text in altitudes] for target in targets}
    title = "What is left of the ring depends on height first, then on the target"
    note = (f"Bars: {study.rows.level:.0%} of {counted(study.rows.draws, 'draw')} over what sources say, weather at "
            f"its median. {ground_words(terrain.grade, SHARES)}")
    figure = share_chart(rows={class_label(target): by[target] for target in targets}, altitudes=altitudes,
                         title=title, note=note)
    told = "; ".join(f"{class_label(target)} {percent(by[target][0])} at {altitudes[0]} and {percent(by[target][-1])} "
                     f"at {altitudes[-1]}" for target in targets)
    yield from publish(figure, folder, Picture(
        "share-by-altitude", title, note, f"Share of the ring that is detected grows with altitude: {told}.",
        SHARE_HEADER, tuple(_share_row(target, text, share) for target in targets
                            for text, share in zip(altitudes, by[target], strict=True))), footer)


def _panel_label(row: ChangeRow) -> str:
    if row.target is None:
        return row.label.replace(", closed form", "\n(closed form)")
    word = {"detect": "detected", "engage": "engageable"}[row.metric]
    return f"area {word} [km²]:\n{class_label(row.target)},\n{row.altitude}"


def _verdict(row: ChangeRow) -> str:
    change = row.difference.change
    if change.nominal == change.low == change.high == 0:
        return "no change"
    return f"adds {_amount(row, change)}" if row.difference.clear else "no clear difference"


def _amount(row: ChangeRow, item: Estimate) -> str:
    return amount(item, row.unit.replace("km2", "km²"))


def draw_change(found: Findings, terrain: TerrainInfo, placement: str, folder: Path, footer: str) -> Iterator[Path]:
    """A against B for the scenario's reading of the word batch."""
    study, scenario = found.study, found.study.scenario
    meaning = scenario.meaning(scenario.arms.second.meaning)
    label = next(item.label for item in scenario.arms.second.placements if item.id == placement)
    rows = [row for row in found.changes if (row.meaning, row.placement) == (meaning.id, placement)]
    title = f"A second batch, read as {meaning.label}, {label}"
    note = (f"A: the first batch alone; B: with the second. Paired over {counted(study.rows.draws, 'draw')}; lines "
            f"hold {study.rows.level:.0%}. Capacity in closed form, before any fight. "
            f"{ground_words(terrain.grade, AREAS)}")
    figure = change_chart(title=title, note=note, panels=[
        {"label": _panel_label(row), "a": row.difference.a, "b": row.difference.b, "verdict": _verdict(row)}
        for row in rows])
    told = "; ".join(f"{row.label}: A {_amount(row, row.difference.a)}, B {_amount(row, row.difference.b)}, "
                     f"{_verdict(row)}" for row in rows)
    yield from publish(figure, folder, Picture(
        f"second-batch-{placement}", title, note, f"A against B. {told}.", CHANGE_HEADER,
        tuple((row.metric, row.target or "", row.altitude or "", row.unit,
               *(value for item in (row.difference.a, row.difference.b, row.difference.change)
                 for value in (item.nominal, item.low, item.high)), str(row.difference.clear).lower())
              for row in rows)), footer)


def draw_profile(found: Findings, terrain: TerrainInfo, number: int, site: str, label: str, profile: VerticalProfile,
                 folder: Path, footer: str) -> Iterator[Path]:
    """From what height a target is seen along one bearing."""
    study = found.study
    distance_km = profile.distance_m / 1000
    shown = [altitude for altitude in study.question.altitudes if altitude.reference == "AGL"][::2]
    lines = [(str(altitude), profile.terrain_amsl_m + altitude.value_m) for altitude in shown]
    floors = {name: np.fmin(profile.floor_amsl_m[name], 30_000.0) for name in ("strong", "median", "weak")}
    top_m = float(np.nanmax(floors["weak"])) * 1.05
    bound, ground = at_least(terrain.grade), ground_words(terrain.grade, HEIGHTS)
    end = profile.sentence("the far end", float(profile.distance_m[-1]), bound=bound)
    title, place = f"From what height is a target seen {label}?", study.scenario.site(site).name
    figure = profile_chart(
        distance_km=distance_km, terrain_m=profile.terrain_amsl_m, floors_m=floors, altitude_lines=lines, top_m=top_m,
        title=title, note=f"{end} From {place}. {ground}")
    halfway = profile.sentence("the middle", float(profile.distance_m[-1]) / 2, bound=bound)
    columns = (distance_km, profile.terrain_amsl_m, *floors.values())
    yield from publish(figure, folder, Picture(
        f"profile-{number}", title,
        f"{end} From {place}; sight alone, median refraction, the band holds the weather. {ground}",
        f"Vertical profile from {place} {label}. {halfway} {end} {ground}",
        ("distance_km", "terrain_amsl_m", *(f"floor_{name}_amsl_m" for name in floors)),
        tuple(tuple(float(value) for value in row) for row in zip(*columns, strict=True))), footer)


def draw_statements(found: Findings, folder: Path, footer: str) -> Iterator[Path]:
    """Who said what of the second batch, and who contradicts whom."""
    said = timeline_of(found.study.library, topic=TOPIC, as_of=found.study.scenario.date)
    title = title_of(said, f"the {TOPIC}")
    yield from publish(timeline_figure(said, title), folder, Picture(
        "who-said-what", title, "Statements, not events: what was said, by whom and when; arcs join contradictions.",
        f"Timeline of {counted(len(said.shown), 'statement')} by side and kind, with "
        f"{counted(len(said.pairs), 'contradiction')}. {title}.",
        *parsed(timeline_csv(said))), footer)


def draw_readiness(readiness: Readiness, folder: Path, footer: str) -> Iterator[Path]:
    """What arm A has ready by month."""
    told = readiness_sentence(readiness)  # it says itself what is assumed
    yield from publish(readiness_chart(readiness), folder, Picture(
        "readiness", readiness_title(readiness), f"{assumed_words(readiness)} Bands hold {readiness.level:.0%}.", told,
        *parsed(by_month_csv(readiness))), footer)


def draw_all(found: Findings, terrain: TerrainInfo, profiles: Sequence[tuple[str, str, VerticalProfile]], folder: Path,
             footer: str, readiness: Readiness | None = None) -> Iterator[Path]:
    """Draw every figure of coverage, statements and readiness, with its table and its words."""
    yield from draw_map(found, terrain, folder, footer)
    yield from draw_shares(found, terrain, folder, footer)
    for placement in found.study.scenario.arms.second.placements:
        yield from draw_change(found, terrain, placement.id, folder, footer)
    yield from draw_statements(found, folder, footer)
    for number, (site, label, profile) in enumerate(profiles, start=1):
        yield from draw_profile(found, terrain, number, site, label, profile, folder, footer)
    if readiness is not None:
        yield from draw_readiness(readiness, folder, footer)
