"""The figures of a study, drawn from its findings."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
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
from openiads.output.figures import change_chart, coverage_map, profile_chart, save, share_chart
from openiads.output.findings import ChangeRow, Findings, headline_targets
from openiads.output.labels import class_label
from openiads.output.readiness import Readiness
from openiads.output.readiness_figures import readiness_chart
from openiads.output.sentences import at_most, label_of
from openiads.output.timeline import TOPIC, timeline_of, title_of
from openiads.output.timeline_figure import timeline_figure
from openiads.output.words import percent, spread

MAP_CELL_M = 2000.0
MAP_BANDS = 5
MARGIN = 1.03


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


def draw_map(found: Findings, terrain: TerrainInfo, path: Path, footer: str) -> None:
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
    save(coverage_map(
        masks=masks, engaged=(f"detected at {altitudes[top]}, not engageable", engaged.astype(bool)), half_km=half_km,
        ring_km=ring_km, coast=coast, borders=borders, places=places,
        title=(f"Of the {ring_km:g} km ring, {at_most(terrain)}{percent(seen)} is left\n"
               f"against {label_of(target)} at {altitudes[low]}"),
        ring_label=f"{ring_km:g} km: claimed missile reach, large high target",
        note=(f"Detected share of the ring by altitude (Pd {study.scenario.pd:g}, Swerling "
              f"{study.question.swerling_case}), nominal beliefs, {study.rows.level:.0%} intervals over what sources "
              f"say.\nTerrain grade {terrain.grade}; azimuthal equidistant about the site; borders as in Natural "
              "Earth."),
    ), path, footer)


def draw_shares(found: Findings, terrain: TerrainInfo, path: Path, footer: str) -> None:
    """Share of the ring by altitude and class."""
    study = found.study
    altitudes = [str(altitude) for altitude in study.question.altitudes]
    rows = {class_label(target): [found.share(study.first.place.id, target, text).share for text in altitudes]
            for target in study.question.targets}
    save(share_chart(
        rows=rows, altitudes=altitudes, title="What is left of the ring depends on height first, then on the target",
        note=(f"Bars: {study.rows.level:.0%} of {study.rows.draws} draws over what sources say, weather at its median. "
              f"Terrain grade {terrain.grade}{': read every share as at most' if at_most(terrain) else ''}."),
    ), path, footer)


def _panel_label(row: ChangeRow) -> str:
    if row.target is None:
        return row.label.replace(", closed form", "\n(closed form)")
    word = {"detect": "detected", "engage": "engageable"}[row.metric]
    return f"area {word} [km²]:\n{class_label(row.target)},\n{row.altitude}"


def _verdict(row: ChangeRow) -> str:
    unit = row.unit.replace("km2", "km²")
    return f"adds {spread(row.difference.change, unit)}" if row.difference.clear else "no clear difference"


def draw_change(found: Findings, placement: str, path: Path, footer: str) -> None:
    """A against B for the scenario's reading of the word batch."""
    study, scenario = found.study, found.study.scenario
    meaning = scenario.meaning(scenario.arms.second.meaning)
    label = next(item.label for item in scenario.arms.second.placements if item.id == placement)
    panels = [
        {"label": _panel_label(row), "a": row.difference.a, "b": row.difference.b, "verdict": _verdict(row)}
        for row in found.changes if (row.meaning, row.placement) == (meaning.id, placement)
    ]
    save(change_chart(
        panels=panels, title=f"A second batch, read as {meaning.label}, {label}",
        note=f"A: the first batch alone; B: with the second. Paired over {study.rows.draws} draws; lines hold "
             f"{study.rows.level:.0%}. Capacity in closed form, before any fight.",
    ), path, footer)


def draw_profile(found: Findings, site: str, label: str, profile: VerticalProfile, path: Path, footer: str) -> None:
    """From what height a target is seen along one bearing."""
    study = found.study
    distance_km = profile.distance_m / 1000
    shown = [altitude for altitude in study.question.altitudes if altitude.reference == "AGL"][::2]
    lines = [(str(altitude), profile.terrain_amsl_m + altitude.value_m) for altitude in shown]
    floors = {name: np.fmin(profile.floor_amsl_m[name], 30_000.0) for name in ("strong", "median", "weak")}
    top_m = float(np.nanmax(floors["weak"])) * 1.05
    end = profile.sentence("the far end", float(profile.distance_m[-1]))
    save(profile_chart(
        distance_km=distance_km, terrain_m=profile.terrain_amsl_m, floors_m=floors, altitude_lines=lines, top_m=top_m,
        title=f"From what height is a target seen {label}?",
        note=f"{end} From {study.scenario.site(site).name}.",
    ), path, footer)


def draw_statements(found: Findings, path: Path, footer: str) -> None:
    """Who said what of the second batch, and who contradicts whom."""
    said = timeline_of(found.study.library, topic=TOPIC)
    save(timeline_figure(said, title_of(said, f"the {TOPIC}")), path, footer)


def draw_readiness(readiness: Readiness, path: Path, footer: str) -> None:
    """What arm A has ready by month."""
    save(readiness_chart(readiness), path, footer)


def draw_all(found: Findings, terrain: TerrainInfo, profiles: Sequence[tuple[str, str, VerticalProfile]], folder: Path,
             footer: str, readiness: Readiness | None = None) -> Iterator[Path]:
    """Draw every figure; both formats of each are named."""
    folder.mkdir(parents=True, exist_ok=True)
    jobs: list[tuple[str, Callable[..., None]]] = [
        ("ring-against-reality", partial(draw_map, found, terrain)),
        ("share-by-altitude", partial(draw_shares, found, terrain)),
    ]
    for placement in found.study.scenario.arms.second.placements:
        jobs.append((f"second-batch-{placement.id}", partial(draw_change, found, placement.id)))
    jobs.append(("who-said-what", partial(draw_statements, found)))
    for number, (site, label, profile) in enumerate(profiles, start=1):
        jobs.append((f"profile-{number}", partial(draw_profile, found, site, label, profile)))
    if readiness is not None:
        jobs.append(("readiness", partial(draw_readiness, readiness)))
    for name, draw in jobs:
        draw(folder / name, footer)
        yield folder / f"{name}.png"
        yield folder / f"{name}.svg"
