"""The corridor of a scenario, told in nautical miles and flight levels."""

import csv
from dataclasses import dataclass
from functools import cached_property, partial
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from openiads.app.drawn import warn_of_terrain, write_figure
from openiads.app.envelope import envelope, print_json
from openiads.app.inputs import Faults, read_draws, warn_of_idle
from openiads.app.shell import note, write_text
from openiads.constants import NAUTICAL_MILE_M
from openiads.coverage.arms import SEARCH_POST, components_of, post_kind, post_of
from openiads.coverage.corridor import APPROXIMATION, Exposure, corridor_exposure, stretches
from openiads.coverage.polar import PolarGrid
from openiads.coverage.rows import Rows
from openiads.coverage.site import Place, Question, SiteModel, build_site
from openiads.coverage.sky import ALTITUDES
from openiads.earth.grid import Grid
from openiads.earth.terrain import Terrain, TerrainInfo, open_terrain
from openiads.errors import fault
from openiads.knowledge.resolve import Beliefs, resolve
from openiads.output.statistics import Estimate, estimate
from openiads.output.words import count, rounded
from openiads.scenario.files import load_scenario
from openiads.scenario.model import ROUNDED_KINDS, Corridor, Scenario, Site
from openiads.units import Altitude, parse_altitude

TARGET = "airliner"
HAZARD = "the hazard of concern is misidentification, not reach alone"
PARTS = ("seen", "engageable")


@dataclass(frozen=True)
class CorridorAnswer:
    """Exposure of a scenario's route, with what it rests on."""

    scenario: Scenario
    corridor: Corridor
    sites: tuple[Site, ...]
    terrain: Terrain
    beliefs: Beliefs
    exposure: Exposure

    @cached_property
    def terrain_info(self) -> TerrainInfo:
        """The terrain about the sites, the coarsest of them, by the rule of `openiads coverage`."""
        radius_m = self.scenario.ring_m
        grids = [Grid.around(site.position.lat_deg, site.position.lon_deg, radius_m=radius_m, cell_size_m=radius_m / 50)
                 for site in self.sites]
        return max((self.terrain.info_on(grid) for grid in grids), key=lambda item: item.grade)  # D is the coarsest

    def minutes(self, part: str, level: int) -> Estimate:
        """Minutes inside a volume at one flight level, with their interval over the draws."""
        values = self.exposure.seen_min if part == "seen" else self.exposure.engageable_min
        return estimate(float(values[0, level]), values[1:, level], self.scenario.level)

    def stretches_nm(self, part: str, level: int) -> tuple[tuple[float, float], ...]:
        """Where the route lies inside a volume at one flight level. [NM]"""
        marked = self.exposure.seen if part == "seen" else self.exposure.engageable
        along = stretches(marked[level], self.exposure.route.along_m)
        return tuple((first_m / NAUTICAL_MILE_M, last_m / NAUTICAL_MILE_M) for first_m, last_m in along)


def read_levels(texts: list[str] | None, corridor: Corridor) -> tuple[Altitude, ...]:
    """Flight levels asked for, ascending; those of the corridor where none are."""
    faults = Faults()
    levels: list[Altitude | None] = [faults.read(partial(parse_altitude, text, where="--altitude"), None)
                                     for text in texts or ()]
    for level, text in zip(levels, texts or (), strict=True):
        if level is not None and level.reference != "FL":
            faults.add("E0312", f"{text!r} is not a flight level", where="--altitude",
                       why="a corridor is read in flight levels", fix='write it as "FL350"')
    faults.stop()
    asked = {level for level in levels if level is not None} or set(corridor.flight_levels)
    return tuple(sorted(asked, key=lambda level: level.value_m))


def answer_corridor(name: str, levels: list[str] | None, placement: str | None, draws: int,
                    believe: tuple[str, ...]) -> CorridorAnswer:
    """Read the scenario, build its sites for the flight levels and follow its route.

    Raises
    ------
    OpenIADSError
        With the scenario's own faults; E0507 without a corridor or for an unknown placement; E0314 without draws.
    """
    scenario = load_scenario(name)
    if scenario.corridor is None:
        raise fault("E0507", f"scenario {name} has no corridor", where=name, why="its one route is what is read here",
                    fix="add a [corridor] with points and flight_levels, as in: openiads scenario new")
    read_draws(draws, 100)
    corridor = scenario.corridor.model_copy(update={"flight_levels": read_levels(levels, scenario.corridor)})
    first, second = scenario.arms.first, scenario.arms.second
    stand = [(scenario.site(first.site), post_kind(first.formation, first.count) or SEARCH_POST)]
    if placement is not None:
        known = {item.id: item for item in second.placements}
        if placement not in known:
            raise fault("E0507", f"no placement {placement!r}", where="--placement", why=f"scenario {name} decides it",
                        fix=f"choose one of: {', '.join(known)}")
        meaning = scenario.meaning(second.meaning)
        kind = post_kind(meaning.formation, meaning.count)
        if kind is not None and known[placement].site != first.site:
            stand.append((scenario.site(known[placement].site), kind))
    terrain = open_terrain(scenario.terrain, ground_height_m=scenario.ground_height_m or 0.0)
    beliefs = resolve(None, dict.fromkeys([*components_of(scenario), TARGET]), n_draws=draws, seed=scenario.seed,
                      believe=believe)
    rows = Rows(draws=draws, weather=0, level=scenario.level)
    chosen = np.unique(np.linspace(0, len(corridor.flight_levels) - 1, ALTITUDES).round().astype(int))
    question = Question((TARGET,), tuple(corridor.flight_levels[i] for i in chosen), pd=scenario.pd, pfa=scenario.pfa)
    polar = PolarGrid(bearings=360, rings=round(scenario.ring_m / 1000), ring_step_m=1000.0)

    def build(site: Site, kind: str) -> SiteModel:
        place = Place(site.id, site.position.lat_deg, site.position.lon_deg, rounded=site.kind in ROUNDED_KINDS)
        post = post_of(scenario, site, kind, terrain.height_at(place.lat_deg, place.lon_deg))
        return build_site(place, post, question, rows, terrain, beliefs, refraction=scenario.refraction,
                          seed=scenario.seed, polar=polar)

    speed_mps = rows.believed(beliefs, f"{TARGET}.cruise_speed")
    exposure = corridor_exposure(corridor, [build(site, kind) for site, kind in stand], speed_mps, target=TARGET,
                                 rows=range(rows.total))
    return CorridorAnswer(scenario, corridor, tuple(site for site, _ in stand), terrain, beliefs, exposure)


def results_of(answer: CorridorAnswer) -> dict[str, Any]:
    """Results for the envelope: NM, FL, minutes."""
    exposure, route = answer.exposure, answer.exposure.route
    return {
        "pinned": list(answer.beliefs.pins),
        "sentence": sentence_of(answer),
        "route": {"name": answer.corridor.name, "length_nm": float(route.along_nm[-1]),
                  "waypoints": [{"name": name, "at_nm": at_m / NAUTICAL_MILE_M} for name, at_m in route.waypoints]},
        "sites": [site.id for site in answer.sites],
        "target": exposure.target,
        "nearest_site_nm": float(exposure.nearest_nm.min()),
        "flight_levels": [
            {
                "flight_level": str(level),
                "minutes": {part: answer.minutes(part, f).as_dict() for part in PARTS},
                "stretches_nm": {part: answer.stretches_nm(part, f) for part in PARTS},
            }
            for f, level in enumerate(exposure.flight_levels)
        ],
        "samples": {
            "along_nm": route.along_nm.round(2), "distance_nm": exposure.nearest_nm.round(2),
            "seen": {str(level): exposure.seen[f] for f, level in enumerate(exposure.flight_levels)},
            "engageable": {str(level): exposure.engageable[f] for f, level in enumerate(exposure.flight_levels)},
        },
        "hazard": HAZARD,
        "approximation": APPROXIMATION,
    }


def sentence_of(answer: CorridorAnswer) -> str:
    """What a system at the sites could, on published figures, observe along the route at the highest level."""
    top = len(answer.exposure.flight_levels) - 1
    level = answer.exposure.flight_levels[top]
    at_most = "at most " if answer.terrain_info.grade in "CD" else ""
    where = " and ".join(f"{site.name} ({site.kind})" for site in answer.sites)
    over = ", ".join(f"{first:.0f} to {last:.0f} NM" for first, last in answer.stretches_nm("seen", top))
    begin = f"As of {answer.scenario.date} a system at {where} could, on published figures,"
    if not over:
        return f"{begin} not observe an airliner at {level} on this route; {HAZARD}."
    return (f"{begin} observe an airliner at {level} over {at_most}{over} of the route, "
            f"{count(answer.minutes('seen', top))} minutes; {HAZARD}.")


def table_csv(answer: CorridorAnswer) -> str:
    """The route as CSV, one row a sample."""
    exposure, text = answer.exposure, StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["along_nm", "lat_deg", "lon_deg", "distance_nm",
                     *(f"{part}_{level}" for level in exposure.flight_levels for part in PARTS)])
    for n, along_nm in enumerate(exposure.route.along_nm):
        states = [int(part[f, n]) for f in range(len(exposure.flight_levels)) for part in (exposure.seen,
                                                                                         exposure.engageable)]
        writer.writerow([f"{along_nm:.2f}", f"{exposure.route.lat_deg[n]:.5f}", f"{exposure.route.lon_deg[n]:.5f}",
                         f"{exposure.nearest_nm[n]:.2f}", *states])
    return text.getvalue()


def figure_of(answer: CorridorAnswer) -> Any:
    """The strip of flight levels along the route."""
    from openiads.output.strips import corridor_chart

    levels = range(len(answer.exposure.flight_levels))
    return corridor_chart(
        levels=[str(level) for level in answer.exposure.flight_levels],
        seen_nm=[answer.stretches_nm("seen", f) for f in levels],
        engageable_nm=[answer.stretches_nm("engageable", f) for f in levels],
        waypoints_nm=[(name, at_m / NAUTICAL_MILE_M) for name, at_m in answer.exposure.route.waypoints],
        length_nm=float(answer.exposure.route.along_nm[-1]),
        title=f"{answer.corridor.name}: which flight levels are inside the volumes?",
        note=f"{sentence_of(answer)}\nNominal beliefs. Terrain: grade {answer.terrain_info.grade}. "
             "It says nothing about whether any airspace may be used.",
    )


def words_of(answer: CorridorAnswer) -> str:
    """The corridor in words: the sentence and a line a flight level."""
    length_nm = float(answer.exposure.route.along_nm[-1])
    nearest_nm = float(answer.exposure.nearest_nm.min())
    pinned = [f"Pinned by the user: {', '.join(answer.beliefs.pins)}."] if answer.beliefs.pins else []
    lines = [*pinned, sentence_of(answer), "", f"{answer.corridor.name}, {rounded(length_nm, 3)} NM; nearest site "
             f"{rounded(nearest_nm)} NM; minutes with their {answer.scenario.level:.0%} interval over the draws"]
    for f in reversed(range(len(answer.exposure.flight_levels))):
        parts = []
        for part, word in zip(PARTS, ("inside sensor volume", "inside engagement volume"), strict=True):
            over = ", ".join(f"{first:.0f}-{last:.0f} NM" for first, last in answer.stretches_nm(part, f)) or "nowhere"
            parts.append(f"{word} {count(answer.minutes(part, f))} min, {over}")
        lines.append(f"{answer.exposure.flight_levels[f]}: {'; '.join(parts)}")
    info = answer.terrain_info
    lines += ["", f"Terrain: {info.name}, grade {info.grade}. {APPROXIMATION}",
              "It says nothing about whether any airspace may be used; follow your authority's notices."]
    return "\n".join(lines)


def tell_corridor(name: str, levels: list[str] | None, placement: str | None, draws: int, believe: tuple[str, ...],
                  out: str | None, *, as_json: bool, inputs: dict[str, Any]) -> None:
    """Answer, write what is asked for, and tell it."""
    answer = answer_corridor(name, levels, placement, draws, believe)
    warn_of_terrain(answer.terrain_info.grade, answer.terrain_info.note)
    if out is not None and out != "-":
        if Path(out).suffix == ".csv":
            write_text(out, table_csv(answer))
            note(f"wrote {out}")
        else:
            write_figure(figure_of(answer), out)
    warn_of_idle(believe, answer.beliefs.claims_used())
    if as_json:
        results = results_of(answer)
        print_json(envelope("profile", results, inputs={**inputs, "sha256": answer.scenario.sha256()},
                            seed=answer.scenario.seed,
                            intervals={row["flight_level"]: row["minutes"] for row in results["flight_levels"]},
                            claims=answer.beliefs.claims_used()))
    else:
        print(words_of(answer))
