"""Single runs fought once more to be looked at: paths, events, and what the defenders' scopes showed."""

from collections.abc import Iterator

import numpy as np

from openiads.campaign.fight import FightJob
from openiads.campaign.stage import draw_of
from openiads.campaign.tables import Columns
from openiads.campaign.tell import Names
from openiads.engagement.log import TRACKS_OF_A_PICTURE, Film, film_for
from openiads.engagement.replicate import World, replicate, room_for
from openiads.engagement.units import CAUSES, ENDS, UNSENT
from openiads.output.fights import FlyerPath, Picture, RadarSeen, Replay, UnitStart

FILM_PLOTS, FILM_TRACKS = 12_000, 40_000
PATH_EVERY_S = 10.0
KM = 1e-3


def chosen_runs(leakers: np.ndarray) -> list[tuple[str, int]]:
    """The best, a typical and the worst run by leakers, each run once.

    Examples
    --------
    >>> chosen_runs(np.array([3, 0, 5, 3, 9]))
    [('best', 1), ('typical', 3), ('worst', 4)]
    """
    order = np.argsort(leakers, kind="stable")
    middle = order[len(order) // 2 - (len(order) % 2 == 0)]
    found: dict[int, str] = {}
    for kind, run in (("best", order[0]), ("typical", middle), ("worst", order[-1])):
        found.setdefault(int(run), kind)
    return [(kind, run) for run, kind in found.items()]


def _paths(world: World, start_s: np.ndarray, end: np.ndarray, end_s: np.ndarray,
           cause: np.ndarray, names: Names, words: tuple[tuple[str, ...], tuple[str, ...]]) -> Iterator[FlyerPath]:
    air = world.air
    for f, entity in enumerate(names.flyers):
        if end[f] == UNSENT:
            continue
        first, last = air.first[f], air.first[f + 1]
        gone_s = start_s[f] + air.along[last - 1] / air.pace[f]
        until_s = min(world.duration_s, gone_s, end_s[f] if words[0][end[f]] in ("killed", "turned away") else np.inf)
        begin_s = max(0.0, start_s[f])
        t_s = np.unique(np.append(np.arange(begin_s, max(until_s, begin_s), PATH_EVERY_S), max(until_s, begin_s)))
        flown = (t_s - start_s[f]) * air.pace[f]
        along = air.along[first:last]
        place = [np.interp(flown, along, air.position_m[first:last, axis]) * KM for axis in range(2)]
        height_m = np.interp(flown, along, air.altitude_amsl_m[first:last])
        yield FlyerPath(entity, names.targets[f], bool(names.neutral[f]), words[0][end[f]], float(end_s[f]),
                        words[1][cause[f]] if cause[f] else "", np.column_stack([t_s, *place, height_m]))


def _picture(world: World, film: Film, names: Names, judged: Columns) -> Picture:
    plots, tracks = film.plots[: film.used[0]], film.tracks[: film.used[1]]
    plots = plots[np.argsort(plots[:, 0], kind="stable")]
    tracks = tracks[tracks[:, 1] < TRACKS_OF_A_PICTURE]  # of the first picture; the others have tracks of their own
    tracks = tracks[np.argsort(tracks[:, 0], kind="stable")]
    radars = [RadarSeen(name, float(place[0]) * KM, float(place[1]) * KM, float(scan_s)) for name, place, scan_s in
              zip(names.radars, world.radars.position_m, world.radars.scan_period_s, strict=True)]
    sides: dict[int, list[tuple[float, str]]] = {}
    for t_s, event, track in zip(judged["t_s"], judged["event"], judged["track"], strict=True):
        if event in ("judged hostile", "judged neutral"):
            sides.setdefault(int(track), []).append((float(t_s), str(event).removeprefix("judged ")))
    return Picture(radars, np.column_stack([plots[:, :2], plots[:, 2:4] * KM]),
                   np.column_stack([tracks[:, :2], tracks[:, 2:4] * KM, tracks[:, 5:7]]), sides)


def replay_of(job: FightJob, arm: str, run: int, kind: str) -> Replay:
    """One run fought once more, with everything that the page draws of it."""
    worlds = job.worlds_in(draw_of(run))
    world, names = worlds.world(draw_of(run)), worlds.names
    room = room_for(world, film=film_for(FILM_PLOTS, FILM_TRACKS))
    replicate(world, room, np.uint64(job.scenario.seed), run)
    events = job.fight([run])["events"]
    units = [UnitStart(name, int(world.units.channels[u]), int(world.units.rounds[u].sum()),
                       int(world.units.spare_rounds[u].sum())) for u, name in enumerate(names.units)]
    fates = room.fates
    return Replay(
        arm, run, kind, float(world.duration_s), units,
        list(_paths(world, room.flyers.start_s, fates.end, fates.end_s, fates.cause, names, (ENDS, CAUSES))),
        {name: list(column) for name, column in events.items()},
        _picture(world, room.film, names, events))
