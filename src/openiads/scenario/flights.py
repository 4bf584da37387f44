"""Everything that flies in a raid, each with its path over the ground: sampled points and how far along they lie."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np

from openiads.earth.geodesy import bearing_and_range, destination
from openiads.earth.terrain import Terrain
from openiads.physics.ballistic import kepler_points, minimum_energy_arc
from openiads.scenario.raid import Airway, Group, Raid
from openiads.scenario.recorded import recorded_flights
from openiads.units import Altitude, Position

STEP_M = 500.0  # between the points of a path; terrain is followed from point to point
FALL_STEP_S = 2.0
BALLISTIC = "ballistic"


@dataclass(frozen=True)
class Path:
    """Points of one path; n of them."""

    lat_deg: np.ndarray
    lon_deg: np.ndarray
    altitude_amsl_m: np.ndarray
    along: np.ndarray  # metres flown; seconds where the path keeps its own time


@dataclass(frozen=True)
class Flight:
    """One flyer: who it is, which way it goes, when, and what becomes of it when nobody stops it."""

    id: str
    group: str
    target: str
    neutral: bool
    path: Path
    keeps_time: bool  # recorded or falling: `along` is in seconds
    speed_mps: float | None  # None: what is believed of the class
    start_s: float  # when the first point is passed; with `meets_at_s` that of arrival
    meets_at_s: float | None  # when it arrives, where the raid says so
    jitter_s: float
    leaks_at: float  # how far along it has done what it came for; infinite for neutrals
    asset: str
    turns_away: float = 0.0
    silent: float = 0.0
    homes_on: str = ""  # name of the radar's stand that it flies at
    strikes: float = 0.0
    follows: str = ""  # the flight after whose start it comes by chance; `start_s` is not read then
    mean_gap_s: float = 0.0  # of the exponential time between those starts


class RadarStand(Protocol):
    """A radar where it stands, as what homes on it finds it."""

    @property
    def name(self) -> str:
        """Unique in the laydown."""

    @property
    def component(self) -> str:
        """Key of the library."""

    @property
    def lat_deg(self) -> float:
        """Latitude. [deg]"""

    @property
    def lon_deg(self) -> float:
        """Longitude. [deg]"""


def _followed(terrain: Terrain, ends: list[Position], altitude: Altitude) -> Path:
    """Straight legs between places at one height, or over the ground."""
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    flown_m = 0.0
    for start, end in pairwise(ends):
        bearing, leg = bearing_and_range(start.lat_deg, start.lon_deg, end.lat_deg, end.lon_deg)
        at_m = np.linspace(0.0, float(leg), max(2, int(np.ceil(float(leg) / STEP_M)) + 1))
        lat_deg, lon_deg = destination(start.lat_deg, start.lon_deg, float(bearing), at_m)
        parts.append((lat_deg, lon_deg, flown_m + at_m))
        flown_m += float(leg)
    lat_deg, lon_deg, along_m = (np.concatenate(part) for part in zip(*parts, strict=True))
    if altitude.reference == "AGL":
        height_m = np.maximum(terrain.heights_at(lat_deg, lon_deg), 0.0).astype(float) + altitude.value_m
    else:
        height_m = np.full(along_m.size, altitude.value_m)
    return Path(lat_deg, lon_deg, height_m, along_m)


def _fallen(terrain: Terrain, start: Position, asset: Position) -> Path:
    """The slowest free flight between two places, point by point in time."""
    bearing, range_m = bearing_and_range(start.lat_deg, start.lon_deg, asset.lat_deg, asset.lon_deg)
    arc = minimum_energy_arc(float(range_m))
    steps = max(3, int(np.ceil(float(arc.flight_s) / FALL_STEP_S)) + 1)
    time_s = np.linspace(0.0, float(arc.flight_s), steps)
    at_m, height_m = kepler_points(time_s, float(arc.burnout_mps), float(arc.path_rad))
    lat_deg, lon_deg = destination(start.lat_deg, start.lon_deg, float(bearing), at_m * float(range_m) / at_m[-1])
    ground_m = np.linspace(terrain.height_at(start.lat_deg, start.lon_deg),
                           terrain.height_at(asset.lat_deg, asset.lon_deg), steps)
    return Path(lat_deg, lon_deg, height_m + ground_m, time_s)


def _there_and_back(path: Path, release_m: float) -> Path:
    """Towards the asset as far as the release, and back the same way."""
    turn_m = path.along[-1] - release_m
    last = int(np.searchsorted(path.along, turn_m))
    order = np.concatenate([np.arange(last + 1), np.arange(last)[::-1]])
    gone_m = path.along[last]
    along_m = np.concatenate([path.along[: last + 1], 2 * gone_m - path.along[:last][::-1]])
    return Path(path.lat_deg[order], path.lon_deg[order], path.altitude_amsl_m[order], along_m)


def _radar_of(group: Group, asset: Position, radars: Sequence[RadarStand]) -> RadarStand | None:
    """The stand that a group homes on: of that kind the nearest to where it comes from; None where nobody has one."""
    centre = _point(asset, group.bearing, group.start)

    def apart_m(stand: RadarStand) -> float:
        return float(bearing_and_range(centre.lat_deg, centre.lon_deg, stand.lat_deg, stand.lon_deg)[1])

    return min((stand for stand in radars if stand.component == group.homes_on), key=apart_m, default=None)


def _group_flights(raid: Raid, group: Group, terrain: Terrain, radars: Sequence[RadarStand]) -> Iterator[Flight]:
    asset = raid.asset(group.asset).position
    radar = _radar_of(group, asset, radars)
    end = asset if radar is None else Position(radar.lat_deg, radar.lon_deg)
    paths: dict[int, Path] = {}
    for number in range(group.count):
        rank, place = divmod(number, group.abreast)
        in_rank = min(group.abreast, group.count - rank * group.abreast)
        if place not in paths or in_rank != group.abreast:
            offset_m = (place - (in_rank - 1) / 2) * group.gap
            centre = _point(asset, group.bearing, group.start)
            start = _point(centre, group.bearing + np.pi / 2, offset_m)
            path = _fallen(terrain, start, end) if group.target == BALLISTIC \
                else _followed(terrain, [start, end], group.altitude)
            paths[place] = path if group.releases_at is None else _there_and_back(path, group.releases_at)
        path = paths[place]
        to_go = path.along[-1] if group.releases_at is None else path.along[-1] / 2
        by_chance = group.arrivals == "poisson" and number > 0
        later_s = 0.0 if by_chance else rank * group.interval
        yield Flight(
            f"{group.id}-{number + 1}", group.id, group.target, False, path, group.target == BALLISTIC, group.speed,
            (group.starts_at or 0.0) + later_s, None if group.on_target_at is None else group.on_target_at + later_s,
            group.jitter, float(to_go), group.asset, group.turns_away, homes_on=radar.name if radar else "",
            strikes=group.strikes if radar else 0.0, follows=f"{group.id}-{number}" if by_chance else "",
            mean_gap_s=group.interval if by_chance and place == 0 else 0.0,
        )


def _point(start: Position, bearing_rad: float, range_m: float) -> Position:
    lat_deg, lon_deg = destination(start.lat_deg, start.lon_deg, bearing_rad, range_m)
    return Position(float(lat_deg), float(lon_deg))


def _airway_flights(raid: Raid, airway: Airway, terrain: Terrain, speed_mps: float) -> Iterator[Flight]:
    path = _followed(terrain, list(airway.points), airway.altitude)
    speed_mps = airway.speed or speed_mps
    first = -int(path.along[-1] / speed_mps / airway.every)  # some are on their way when the run begins
    number = first
    while airway.starts_at + number * airway.every < raid.duration:
        yield Flight(f"{airway.id}-{number - first + 1}", airway.id, "airliner", True, path, False, speed_mps,
                     airway.starts_at + number * airway.every, None, 0.0, np.inf, "", silent=airway.silent)
        number += 1


def flights_of(raid: Raid, terrain: Terrain, airliner_mps: float,
               radars: Sequence[RadarStand] = ()) -> tuple[Flight, ...]:
    """Every flyer of a raid, raiders first, in the order of the file.

    Parameters
    ----------
    raid : Raid
    terrain : Terrain
        Followed where an altitude is above ground.
    airliner_mps : float
        Speed of airliners whose airway names none. [m/s]
    radars : sequence of RadarStand
        What groups may home on; a group whose kind of radar nobody has flies at its asset.

    Returns
    -------
    tuple of Flight
        Paths are geodesics sampled every 500 m; a ballistic flight is the slowest free one, sampled in time.
    """
    found = [flight for group in raid.groups for flight in _group_flights(raid, group, terrain, radars)]
    found += [flight for airway in raid.airways for flight in _airway_flights(raid, airway, terrain, airliner_mps)]
    for item in raid.recorded:
        for name, lat_deg, lon_deg, altitude_m, time_s in recorded_flights(item.file):
            path = Path(lat_deg, lon_deg, altitude_m, time_s - time_s[0])
            found.append(Flight(name, item.file, "airliner", True, path, True, None, float(time_s[0]), None, 0.0,
                                np.inf, "", silent=item.silent))
    return tuple(found)
