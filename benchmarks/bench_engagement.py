"""Replicates a second of the reference raid, on one core and two, beside what its arithmetic alone would take."""

import time
from typing import Any, NamedTuple

import numpy as np
from verdict import Verdict, by_turns

from openiads.coverage.arms import components_of, run_arms
from openiads.coverage.flyouts import fitted
from openiads.coverage.lookup import floor_amsl_m
from openiads.coverage.missiles import stated_of
from openiads.earth.terrain import open_terrain
from openiads.engagement.log import HIT, LAUNCHED, MISSED, film_for
from openiads.engagement.lower import CYCLE_S, Battery, Laydown, Stage, Stand, stage_of, world_on
from openiads.engagement.replicate import World, replicate, room_for
from openiads.engagement.run import fight_many
from openiads.engagement.sight import Floor
from openiads.knowledge.library import load_library
from openiads.knowledge.resolve import resolve
from openiads.physics.steps import LIFT_OFF_S, LIFT_OFF_STEP_S, STEP_S
from openiads.scenario.doctrine import Doctrine
from openiads.scenario.files import load_raid, load_scenario
from openiads.scenario.flights import flights_of

SEED, RUNS, REPEATS = 7, 40, 5
MISSILES = {"48N6E3": 24, "40N6E": 8}
BATTALIONS, UNITS_EACH = 2, 3
PLOTS = 100_000
GOAL_RATE, GOAL_TWO, GOAL_WORLD_S = 25.0, 1.7, 0.2

# operations counted in the code: sums, products and divisions as one, roots and exponentials as twenty
OPS_OF_PLOT = 1_700  # two motion models mixed, carried and folded, their mixture, gate and likelihoods
OPS_OF_STEP = 330  # the target's place, the air from its table, steering, lag, drag, gravity, half a drift twice
OPS_OF_PAIR = 12  # one radar passes one flyer, or does not
STEPS_BESIDE = LIFT_OFF_S / LIFT_OFF_STEP_S - LIFT_OFF_S / STEP_S  # of lift-off; else twenty a second
BYTES_OF_PLOT = 8 * (2 * 2 * 27 + 27 + 40)
OPS_PER_S = 6e9  # two a cycle at 3 GHz, no vectors


class Reference(NamedTuple):
    """What all draws share, and what the nominal one makes of it."""

    stage: Stage
    believed: dict[str, Any]

    def world(self) -> World:
        """The world of the nominal draw."""
        return world_on(self.stage, Doctrine(), **self.believed, pfa=1e-6, swerling_case=1)


def reference() -> Reference:
    """The reference raid against two battalions of three fire units each, at the first site of the second batch."""
    scenario, library, terrain = load_scenario("second-batch"), load_library(), open_terrain("bundled")
    raid, study = load_raid("mixed-reference"), run_arms(scenario, library, terrain)
    site = study.first
    names = dict.fromkeys((*components_of(scenario), "55K6E", *(group.target for group in raid.groups), "airliner"))
    beliefs = resolve(library, names, n_draws=1, seed=1)
    lat_deg, lon_deg, ground_m = site.place.lat_deg, site.place.lon_deg, float(site.ladder.ground_amsl_m[4])

    def stand(name: str, component: str) -> Stand:
        height_m = float(site.post.antenna_height_m(component, study.rows, study.beliefs)[0])
        floor = Floor(lat_deg, lon_deg, floor_amsl_m(site, component, 0), 1000.0)
        return Stand(name, component, lat_deg, lon_deg, ground_m, height_m, floor, 4 / 3)

    stands, batteries = [], []
    for b in range(BATTALIONS):
        stands += [stand(f"m{b}/{component}", component) for component in ("91N6E", "96L6E")]
        for u in range(UNITS_EACH):
            stands.append(stand(f"m{b}/92N6E-{u}", "92N6E"))
            batteries.append(Battery(f"m{b}/u{u}", stands[-1].name, f"m{b}", lat_deg, lon_deg, ground_m, MISSILES))
    laydown = Laydown(tuple(stands), tuple(batteries), tuple(f"m{b}" for b in range(BATTALIONS)),
                      {item.name: item.name[:2] for item in stands})
    rcs_m2 = {name: beliefs.nominal[f"{name}.detection_range"].condition["rcs_m2"]
              for name in ("91N6E", "96L6E", "92N6E")}
    fits = {name: fitted(stated_of(beliefs, name, np.array([[0, 0]]))[0])[0] for name in MISSILES}
    stage = stage_of(laydown, raid, flights_of(raid, terrain, 240.0), terrain)
    return Reference(stage, {"value": beliefs.value, "reference_rcs_m2": rcs_m2, "fitted": fits})


def floor_of(world: World) -> tuple[float, float]:
    """Seconds that the arithmetic of a replicate takes at the least, and the bytes that its tracks move."""
    room = room_for(world, film=film_for(plots=PLOTS))
    plots = steps = 0.0
    for number in range(RUNS):
        replicate(world, room, np.uint64(SEED), number)
        plots += room.film.used[0]
        told = room.log.used[0]
        what, t_s = room.log.what[:told, 0], room.log.t_s[:told]
        left, came = t_s[what == LAUNCHED], t_s[(what == HIT) | (what == MISSED)]
        flown_s = came.sum() + (left.size - came.size) * world.duration_s - left.sum()
        steps += flown_s / STEP_S + left.size * STEPS_BESIDE
    pairs = world.radars.word.size * world.air.pace.size * world.duration_s / CYCLE_S
    plots, steps = plots / RUNS, steps / RUNS
    print(f"  a replicate: {pairs:,.0f} pairs of radar and flyer, {plots:,.0f} plots, {steps:,.0f} steps of missiles")
    return (pairs * OPS_OF_PAIR + plots * OPS_OF_PLOT + steps * OPS_OF_STEP) / OPS_PER_S, plots * BYTES_OF_PLOT


def main() -> list[Verdict]:
    """Print the time of a world and of a replicate, and what the latter is made of."""
    given = reference()
    given.world()
    start_s = time.perf_counter()
    world = given.world()
    world_s = time.perf_counter() - start_s
    start_s = time.perf_counter()
    fight_many(world, SEED, range(2), 1)
    print(f"  compiled or read from the cache in {time.perf_counter() - start_s:.1f} s")
    least_s, moved = floor_of(world)
    timings, walls_s = by_turns([lambda: fight_many(world, SEED, range(RUNS), 1),
                                 lambda: fight_many(world, SEED, range(RUNS), 2)], REPEATS)
    one_s, two_s = (timing.cpu_s / RUNS for timing in timings)
    gain = float(walls_s[:, 0].min() / walls_s[:, 1].min())
    print(f"  a world {1e3 * world_s:.0f} ms; a replicate {1e3 * one_s:.1f} ms of one core, {1e3 * two_s:.1f} ms on two"
          f" threads; floor {1e3 * least_s:.1f} ms and {moved / 1e6:.1f} MB, {one_s / least_s:.1f} times as long")
    print(f"  two threads over one by the clock: {gain:.2f} between the least of {REPEATS} runs each, which tells"
          " something only while both cores are free")
    return [Verdict("reference raid, replicates a second of one core", 1 / one_s, GOAL_RATE, at_least=True),
            Verdict("the same on two threads, over one", gain, GOAL_TWO, at_least=True),
            Verdict("a world of one draw on a stage", world_s, GOAL_WORLD_S, "s")]


if __name__ == "__main__":
    for verdict in main():
        print(verdict)
