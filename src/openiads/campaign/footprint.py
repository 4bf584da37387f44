"""M12, the defended footprint: where an asset could stand so that, of those that fly at it, none comes through."""

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np

from openiads.campaign.fight import FightJob
from openiads.campaign.stage import Worlds, draw_of
from openiads.campaign.survey import Survey, Trial, surveyed
from openiads.earth.geodesy import destination
from openiads.earth.grid import Grid
from openiads.engagement.replicate import fits, replicate, room_for
from openiads.engagement.units import LEAKED
from openiads.scenario.model import Footprint
from openiads.scenario.raid import Raid
from openiads.units import Position


def moved(raid: Raid, asset_id: str, to: Position) -> Raid:
    """The raid with one asset elsewhere; those that fly at it come from the same side and as far, as late and as low.

    Other assets with their groups, jammers and neutral traffic stay where they are.
    """
    return raid.model_copy(update={"assets": tuple(
        asset.model_copy(update={"position": to}) if asset.id == asset_id else asset for asset in raid.assets)})


def trial_of(job: FightJob, asset_id: str, about: Position) -> Trial:
    """Whether an asset at some places is defended in one run: of the raiders that fly at it, none leaks.

    Groups that home on radars in its place do not count.
    """
    here = job.worlds
    counts = {group.id for group in job.raid.groups if group.asset == asset_id and not group.homes_on}
    at_it = np.isin(np.array(here.names.groups), sorted(counts))
    nominal, own = here.laydown(0), threading.local()

    @cache
    def against(east_m: float, north_m: float) -> Worlds:
        lat_deg, lon_deg = destination(about.lat_deg, about.lon_deg, float(np.arctan2(east_m, north_m)),
                                       float(np.hypot(east_m, north_m)))
        raid = moved(job.raid, asset_id, Position(float(lat_deg), float(lon_deg)))
        return Worlds(replace(here.ground, raid=raid), nominal)

    def trial(places_m: np.ndarray, run: int) -> np.ndarray:
        draw, held = draw_of(run), np.zeros(len(places_m), bool)
        laydown = here.laydown(draw)
        for number, (east_m, north_m) in enumerate(places_m):
            world = against(float(east_m), float(north_m)).made(draw, laydown)
            if not (hasattr(own, "room") and fits(world, own.room)):
                own.room = room_for(world)
            replicate(world, own.room, np.uint64(job.scenario.seed), run)
            held[number] = not (own.room.fates.end[at_it] == LEAKED).any()
        return held

    return trial


def footprint_of(job: FightJob, asset_id: str, asked: Footprint, *, threads: int = os.cpu_count() or 1,
                 step: Callable[[int], bool] = lambda _: False) -> Survey:
    """Survey the places about the first batch at which an asset would be defended in half of the runs.

    Parameters
    ----------
    job : FightJob
        One arm against a raid.
    asset_id : str
        The asset that moves, with those that fly at it.
    asked : Footprint
        How far, how close and how often.
    threads : int
        Runs fought at a time.
    step : callable
        As in `surveyed`.
    """
    about = job.scenario.site(job.scenario.arms.first.site).position
    grid = Grid.around(about.lat_deg, about.lon_deg, radius_m=asked.radius, cell_size_m=asked.step)
    return surveyed(trial_of(job, asset_id, about), grid, asked.radius, asked.runs, threads=threads, step=step)
