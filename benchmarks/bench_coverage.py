"""Detection coverage of two sites and their union over a thousand claim draws; and how often missiles are fitted."""

import os
import tempfile
from collections import Counter
from unittest.mock import patch

import numpy as np
from verdict import Verdict, timed

from openiads.coverage import flyouts
from openiads.coverage.arms import SEARCH_POST, components_of, pair_of, post_of
from openiads.coverage.missiles import believed_sets, salvo_of
from openiads.coverage.polar import PolarGrid
from openiads.coverage.rows import Rows
from openiads.coverage.site import Place, Post, Question, SiteModel, build_site
from openiads.earth.terrain import open_terrain
from openiads.knowledge.library import load_library
from openiads.knowledge.resolve import resolve
from openiads.scenario.files import load_scenario

DRAWS = 1000
TARGETS = ("airliner", "bomber", "f-16", "f-35", "cruise-missile", "male-uav")
POLAR = PolarGrid(bearings=720, rings=400, ring_step_m=1000.0)
REPEATS = 3
GOAL_S = 5.0


def fits_and_tables(sites, beliefs, missiles, rows, seed) -> tuple[Counter[str], int]:
    """How often missiles are fitted and flown when the sites are asked for from an empty cache, and sets believed."""
    counted: Counter[str] = Counter()

    def counting(name: str):
        work = getattr(flyouts, name)

        def wrapped(*args, **named):
            counted[name] += 1
            return work(*args, **named)

        return patch.object(flyouts, name, wrapped)

    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, OPENIADS_CACHE_DIR=folder), \
            counting("fit_missile"), counting("reach_table"):
        for site in sites:
            altitudes_m = site.sky.altitude_m + site.sky.above_ground * site.ladder.ground_amsl_m[0]
            salvo_of(beliefs, missiles, rows, altitudes_m, POLAR, float(site.ladder.ground_amsl_m[0]), seed)
    return counted, sum(len(believed_sets(beliefs, missile, rows)[0]) for missile in missiles)


def main() -> list[Verdict]:
    """Print the parts of the time, and the areas that came out."""
    scenario, library, terrain = load_scenario("second-batch"), load_library(), open_terrain("bundled")
    rows = Rows(draws=DRAWS - 1, weather=0, level=scenario.level)  # row 0 is the nominal draw
    beliefs = resolve(library, components_of(scenario), n_draws=DRAWS, seed=scenario.seed)
    question = Question(TARGETS, scenario.altitudes, pd=scenario.pd, pfa=scenario.pfa)

    def model(site) -> SiteModel:
        stands = post_of(scenario, site, SEARCH_POST, terrain.height_at(site.position.lat_deg, site.position.lon_deg))
        place = Place(site.id, site.position.lat_deg, site.position.lon_deg, site.kind == "reported")
        return build_site(place, Post(stands.searches, antenna=stands.antenna), question, rows, terrain, beliefs,
                          refraction=scenario.refraction, seed=scenario.seed, polar=POLAR)

    first, second = (model(site) for site in scenario.sites)  # compiles the kernels and the floors
    pair_of(first, second)
    times = []
    for _ in range(REPEATS):
        limits = timed(lambda: [model(site) for site in scenario.sites])
        areas = timed(lambda: pair_of(first, second))
        times.append([*limits[:2], *areas[:2]])
    limit_s, limit_cpu_s, area_s, area_cpu_s = np.median(times, axis=0)
    print(f"{rows.total:,} claim draws x {len(TARGETS)} classes x 8 altitudes x 2 sites and their union,"
          f" {POLAR.bearings} bearings x {POLAR.rings} rings of 1 km, {len(first.post.radars)} radars each;"
          f" medians of {REPEATS}")
    print(f"  ranges of the radars and floors from the cache {limit_s:.2f} s (processor {limit_cpu_s:.2f}); areas"
          f" {area_s:.2f} s (processor {area_cpu_s:.2f})")
    detected_km2 = np.median(areas[2][:, :, 1].sum(axis=1), axis=0) / 1e6
    for target in (2, 4):
        print(f"  union, median draw, {TARGETS[target]:15s}" + "".join(
            f"   {scenario.altitudes[a]} {detected_km2[target, a]:,.0f} km2" for a in (0, 3, 7)))
    missiles = tuple(missile.id for missile in scenario.missiles)
    counted, sets = fits_and_tables((first, second), beliefs, missiles, rows, scenario.seed)
    print(f"  {len(missiles)} missiles, {sets} sets of witnesses in {rows.total:,} draws: {counted['fit_missile']}"
          f" fits, {counted['reach_table']} fly-out tables for two heights of launch")
    return [
        Verdict("coverage of 1,000 draws x 6 x 8 x 2 sites and union", limit_s + area_s, GOAL_S, " s"),
        Verdict("fits per set of witnesses", counted["fit_missile"] / sets, 1.0),
    ]


if __name__ == "__main__":
    for verdict in main():
        print(verdict)
