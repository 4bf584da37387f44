"""One site of a study: what stands there, its floors, and what every row believes about its radars and missiles."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from openiads.coverage.flyouts import fly_ahead
from openiads.coverage.ladder import Ladder, LadderSpec, Refraction, build_ladder, rounding_cell, rung_of
from openiads.coverage.limits import RadarRows, needed_track_m, power_ranges_m
from openiads.coverage.missiles import Salvo, jobs_of, salvo_of
from openiads.coverage.polar import PolarGrid
from openiads.coverage.rows import Air, Rows, air_at
from openiads.coverage.sky import ALTITUDES, Sky, site_areas
from openiads.coverage.sky import Beliefs as SkyBeliefs
from openiads.earth.terrain import Terrain
from openiads.knowledge.resolve import Beliefs
from openiads.physics.attenuation import gas_constants
from openiads.physics.detection import snr_for_pd
from openiads.physics.look import Radar, detection_slant_range_m, snr_constant_m2
from openiads.physics.refractivity import surface_refractivity
from openiads.units import Altitude

CLAIM_PD = 0.5  # a published range means this, unless the claim says otherwise
CLAIM_PFA = 1e-6
CLAIM_SWERLING_CASE = 1
TRACK_SCANS = 3  # assumed: a track is confirmed by three scans of one radar in a row, and is then kept
MAX_ANTENNA_RUNGS = 4
BALLISTIC = "ballistic"  # falls instead of flying in level: its engagement is not modelled yet
COARSE_CELL_M = 1000.0
FINE_GRADES = ("A", "B")
SINGLE_SIDE, DRAWN_SIDE = 8000, 3000  # cells on a side of the master raster at most


@dataclass(frozen=True)
class Question:
    """What is asked of every site: classes, altitudes and the detection that counts."""

    targets: tuple[str, ...]
    altitudes: tuple[Altitude, ...]
    pd: float = CLAIM_PD
    pfa: float = CLAIM_PFA
    swerling_case: int = CLAIM_SWERLING_CASE
    jam_to_noise: float = 0.0  # noise jamming over receiver noise, the same on every bearing

    def padded(self) -> tuple[Altitude, ...]:
        """The altitudes filled up to eight with the last one."""
        return self.altitudes + (self.altitudes[-1],) * (ALTITUDES - len(self.altitudes))


@dataclass(frozen=True)
class Post:
    """What stands at a site: radars with the heights of their antennas, and missiles; a height is a key or metres."""

    searches: tuple[str, ...]
    guides: tuple[str, ...] = ()
    missiles: tuple[str, ...] = ()
    antenna: Mapping[str, str | float] | None = None

    @property
    def radars(self) -> tuple[str, ...]:
        """Every radar once, search radars first."""
        return tuple(dict.fromkeys(self.searches + self.guides))

    def antenna_height_m(self, radar: str, rows: Rows, beliefs: Beliefs) -> np.ndarray:
        """Antenna height of a radar in every row, (total,). [m]"""
        height = (self.antenna or {}).get(radar, f"{radar}.antenna_height")
        return rows.believed(beliefs, height) if isinstance(height, str) else np.full(rows.total, float(height))

    def without(self, component: str) -> "Post":
        """The post with every radar of one type lost."""
        return Post(
            tuple(name for name in self.searches if name != component),
            tuple(name for name in self.guides if name != component), self.missiles, self.antenna,
        )


@dataclass(frozen=True)
class Place:
    """Where a site stands; positions of a rounded report are drawn inside their cell."""

    id: str
    lat_deg: float
    lon_deg: float
    rounded: bool


@dataclass(frozen=True)
class SiteModel:
    """Everything about one site that the kernels take, and what the answers need beside it."""

    place: Place
    post: Post
    question: Question
    rows: Rows
    air: Air
    ladder: Ladder
    sky: Sky
    beliefs: SkyBeliefs
    near_m: np.ndarray  # (total, G, C, 8)
    far_m: np.ndarray
    salvo: Salvo | None

    @property
    def polar(self) -> PolarGrid:
        """The site's polar grid."""
        return self.ladder.spec.polar


def natural_cell_m(terrain: Terrain, place: Place, polar: PolarGrid) -> float:
    """Cell of the master raster: as fine as the user's terrain under the site, within a bound on the raster's side. [m]

    The bundled grids are coarser than a kilometre; a site whose position is drawn needs nine rasters, so its bound is
    lower.
    """
    layer = terrain.layer_at(place.lat_deg, place.lon_deg)
    own = layer is not None and not layer.fallback and layer.grade in FINE_GRADES
    wanted_m = layer.sheet.posting_m if layer is not None and own else COARSE_CELL_M
    side = DRAWN_SIDE if place.rounded else SINGLE_SIDE
    return float(max(min(wanted_m, COARSE_CELL_M, polar.ring_step_m), 2 * polar.radius_m / side))


def antenna_rungs_m(heights_m: list[np.ndarray]) -> tuple[float, ...]:
    """Antenna heights on which floors are compiled: the ends of every radar's believed heights, a few at most.

    Examples
    --------
    >>> antenna_rungs_m([np.array([30.0, 30.0])])
    (30.0,)
    """
    ends = sorted({round(float(end), 1) for height in heights_m for end in (height.min(), height.max())})
    if len(ends) > MAX_ANTENNA_RUNGS:
        inner = np.linspace(0, len(ends) - 1, MAX_ANTENNA_RUNGS).round().astype(int)
        ends = [ends[i] for i in inner]
    return tuple(ends)


def ladder_of(place: Place, post: Post, rows: Rows, air: Air, terrain: Terrain, beliefs: Beliefs, *,
              polar: PolarGrid, cell_size_m: float, known: Ladder | None = None) -> Ladder:
    """Floors of a place for the antennas of its post; those that are known already, where they serve."""
    ground_amsl_m = terrain.height_at(place.lat_deg, place.lon_deg)
    surface_n = surface_refractivity(place.lat_deg, place.lon_deg, ground_amsl_m)
    heights_m = [post.antenna_height_m(radar, rows, beliefs) for radar in post.radars]
    spec = LadderSpec(
        lat_deg=place.lat_deg, lon_deg=place.lon_deg,
        positions_deg=rounding_cell(place.lat_deg, place.lon_deg) if place.rounded
        else ((place.lat_deg, place.lon_deg),),
        antenna_height_m=antenna_rungs_m(heights_m),
        refraction=tuple(Refraction(k_factor, surface_n, air.layered) for k_factor in air.rungs),
        polar=polar, cell_size_m=cell_size_m,
    )
    return known if known is not None and known.spec.covers(spec) else build_ladder(terrain, spec)


def _claimed_radar(beliefs: Beliefs, radar: str) -> tuple[Radar, float]:
    """A radar as claims mean it, of no power yet, and the ratio of signal to noise that it detects at."""
    oxygen_db_per_m, water_db_per_m, oxygen_m, water_m = gas_constants(beliefs.value(f"{radar}.frequency"))
    plain = Radar(0.0, oxygen_db_per_m=oxygen_db_per_m, water_db_per_m=water_db_per_m,
                  oxygen_scale_height_m=oxygen_m, water_scale_height_m=water_m)
    return plain, snr_for_pd(CLAIM_PD, CLAIM_PFA, 1, CLAIM_SWERLING_CASE)


def _radar_rows(radar: str, rows: Rows, beliefs: Beliefs, antenna_amsl_m: np.ndarray) -> RadarRows:
    range_m = rows.believed(beliefs, f"{radar}.detection_range")
    rcs_m2 = rows.column(
        beliefs.nominal[f"{radar}.detection_range"].condition["rcs_m2"],
        beliefs.condition_drawn(f"{radar}.detection_range", "rcs_m2")[: rows.draws],
    )
    plain, snr = _claimed_radar(beliefs, radar)
    constant_m2 = np.array([snr_constant_m2(plain, r, s, snr, 0.0) for r, s in zip(range_m, rcs_m2, strict=True)])
    instrumented = f"{radar}.instrumented_range"
    return RadarRows(
        constant_m2, rows.believed(beliefs, f"{radar}.elevation_min"), rows.believed(beliefs, f"{radar}.elevation_max"),
        rows.believed(beliefs, instrumented) if instrumented in beliefs.nominal else np.full(rows.total, np.inf),
        plain.oxygen_db_per_m, plain.water_db_per_m, plain.oxygen_scale_height_m, plain.water_scale_height_m,
        antenna_amsl_m,
    )


def nominal_range_m(beliefs: Beliefs, radar: str, rcs_m2: float) -> float:
    """Slant range at which the nominal radar detects a cross-section as claims mean it, along the horizontal. [m]"""
    reference = beliefs.reference_range(radar)
    plain, snr = _claimed_radar(beliefs, radar)
    constant_m2 = snr_constant_m2(plain, reference.range_m, reference.rcs_m2, snr, 0.0)
    return float(detection_slant_range_m(plain._replace(snr_constant_m2=constant_m2), rcs_m2, snr, 0.0))


def _position_rows(place: Place, ladder: Ladder, rows: Rows, seed: int) -> np.ndarray:
    positions = len(ladder.spec.positions_deg)
    drawn = np.floor(rows.chance(seed, place.id, "position") * positions).astype(np.int64)
    return np.concatenate([np.full(1 + rows.weather, positions // 2, dtype=np.int64), drawn])


def build_site(place: Place, post: Post, question: Question, rows: Rows, terrain: Terrain, beliefs: Beliefs, *,
               refraction: float | str, seed: int, polar: PolarGrid | None = None,
               cell_size_m: float | None = None, known: Ladder | None = None,
               flown: Callable[[Sky, SkyBeliefs], None] = lambda _sky, _beliefs: None) -> SiteModel:
    """Bring together floors and beliefs of one site.

    Parameters
    ----------
    place, post, question, rows
        Where, what, what is asked, and how many rows.
    terrain : Terrain
    beliefs : Beliefs
        Resolved for the radars, missiles, fire unit and target classes used.
    refraction : float or "p453"
    seed : int
        Of the study.
    polar : PolarGrid, optional
    cell_size_m : float, optional
        Side of the master raster's cells; by `natural_cell_m` unless given. [m]
    known : Ladder, optional
        Floors over the same terrain; taken where they span the antennas and hold the refraction asked for.
    flown : callable
        Waits for fly-outs that were sent ahead (`fly_site_ahead`), given what is known of the site without them.
    """
    polar = polar or PolarGrid()
    air = air_at(place.lat_deg, place.lon_deg, rows, refraction)
    cell_size_m = cell_size_m or natural_cell_m(terrain, place, polar)
    ladder = ladder_of(place, post, rows, air, terrain, beliefs, polar=polar, cell_size_m=cell_size_m,
                       known=known)
    position = _position_rows(place, ladder, rows, seed)
    ground_m = terrain.height_at(place.lat_deg, place.lon_deg)
    altitudes = question.padded()
    sky = Sky(
        ladder.floor_amsl_m, ladder.terrain_amsl_m, polar.cell_area_m2,
        np.array([altitude.value_m for altitude in altitudes]),
        np.array([altitude.reference == "AGL" for altitude in altitudes]), polar.ring_step_m,
    )
    target_amsl_m = np.array([altitude.amsl_m(ground_m) for altitude in altitudes])
    rcs_m2 = np.column_stack([rows.believed(beliefs, f"{target}.rcs") for target in question.targets])
    speed_mps = np.column_stack([rows.believed(beliefs, f"{target}.cruise_speed") for target in question.targets])
    radars, shape = post.radars, (rows.total, len(question.targets), ALTITUDES)
    near_m, far_m = np.zeros((2, len(radars), *shape))
    antenna_rung = np.zeros((rows.total, len(radars)), np.int64)
    antenna_weight = np.zeros((rows.total, len(radars)))
    snr_required = snr_for_pd(question.pd, question.pfa, 1, question.swerling_case) * (1 + question.jam_to_noise)
    for g, radar in enumerate(radars):
        height_m = post.antenna_height_m(radar, rows, beliefs)
        antenna_rung[:, g], antenna_weight[:, g] = rung_of(height_m, ladder.spec.antenna_height_m)
        believed = _radar_rows(radar, rows, beliefs, ladder.ground_amsl_m[position] + height_m)
        power_ranges_m(believed, rcs_m2, snr_required, target_amsl_m, air.k_factor, near_m[g], far_m[g])
    # in one piece, however many radars there are: kernels are compiled for each layout
    near_m, far_m = (np.ascontiguousarray(np.moveaxis(limit_m, 0, 1)) for limit_m in (near_m, far_m))
    curvature_rung, curvature_weight = rung_of(1 / air.k_factor, ladder.curvature_factor)
    scan_s = np.column_stack([rows.believed(beliefs, f"{radar}.scan_period") for radar in radars])
    sky_beliefs = SkyBeliefs(
        position=position, curvature_rung=curvature_rung, curvature_weight=curvature_weight,
        antenna_rung=antenna_rung, antenna_weight=antenna_weight,
        searches=np.array([radar in post.searches for radar in radars]),
        guides=np.array([radar in post.guides for radar in radars]),
        near_ring=polar.rings_within(near_m), far_ring=polar.rings_within(far_m),
        hold_m=TRACK_SCANS * scan_s[:, :, None] * speed_mps[:, None, :],
        reach=np.zeros((rows.total, len(question.targets), polar.rings), np.uint8),
        needed_m=np.zeros((*shape, polar.rings), np.float32),
    )
    salvo = None
    if post.missiles and post.guides:
        flown(sky, sky_beliefs)
        salvo = salvo_of(beliefs, post.missiles, rows, target_amsl_m, polar, ground_m, seed)
        sky_beliefs.reach[:] = salvo.reach[:, None, :]
        if BALLISTIC in question.targets:
            sky_beliefs.reach[:, question.targets.index(BALLISTIC)] = 0
        reaction_s = rows.believed(beliefs, "fire-unit.reaction_time")
        needed_m = needed_track_m(salvo.flight_s, salvo.kit, speed_mps, reaction_s, polar.range_m)
        sky_beliefs = sky_beliefs._replace(needed_m=needed_m)
    return SiteModel(place, post, question, rows, air, ladder, sky, sky_beliefs, near_m, far_m, salvo)


def fly_site_ahead(places: Sequence[Place], missiles: tuple[str, ...], question: Question, rows: Rows, terrain: Terrain,
                   beliefs: Beliefs, radius_m: float) -> Callable[[], None]:
    """Fly the missiles of several places in a second process while their floors are compiled; see `flyouts`."""
    jobs = []
    for place in places:
        ground_m = terrain.height_at(place.lat_deg, place.lon_deg)
        heights_m = np.array([altitude.amsl_m(ground_m) for altitude in question.padded()])
        jobs += jobs_of(beliefs, missiles, rows, heights_m, radius_m, ground_m)
    return fly_ahead(jobs)


def with_loss(site: SiteModel, component: str) -> SiteModel:
    """The same site with every radar of one type lost; what is left keeps its beliefs."""
    post = site.post.without(component)
    radars = site.post.radars
    beliefs = site.beliefs._replace(
        searches=np.array([radar in post.searches for radar in radars]),
        guides=np.array([radar in post.guides for radar in radars]),
    )
    return SiteModel(site.place, post, site.question, site.rows, site.air, site.ladder, site.sky, beliefs,
                     site.near_m, site.far_m, site.salvo)


def run_rows(job: Callable[[int, int], None], rows: int, threads: int = os.cpu_count() or 1) -> None:
    """Share rows among threads; `job(first, last)` writes its own rows only."""
    edges = np.linspace(0, rows, threads + 1).astype(int)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(job, edges[:-1], edges[1:]))


def areas_of(site: SiteModel, stop: int | None = None, *, start: int = 0) -> np.ndarray:
    """Areas of sight, detection and engagement in the first rows, all unless told, (rows, 3, C, 8). [m2]"""
    stop = site.rows.total if stop is None else min(stop, site.rows.total)
    area_m2 = np.zeros((site.rows.total, 3, len(site.question.targets), ALTITUDES))
    run_rows(lambda low, high: site_areas(site.sky, site.beliefs, start + low, start + high, area_m2), stop - start)
    return area_m2[start:stop]
