"""From scenario, raid and one draw of what is believed to the arrays that a replicate takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from openiads.draws import word
from openiads.earth.terrain import Terrain
from openiads.engagement.arrays import Air, Emission, Radars
from openiads.engagement.command import METHODS
from openiads.engagement.frame import Frame
from openiads.engagement.paths import air_of, paced, ways_of
from openiads.engagement.replicate import World
from openiads.engagement.sense import RATE_ERROR_MPS
from openiads.engagement.sight import Floor, Lines, jamming, lines_of, sight_of
from openiads.engagement.tracker import TrackerSettings
from openiads.engagement.units import AS_FLOWN, Network, Orders, Units
from openiads.engagement.weapons import Weapons, planned
from openiads.physics.attenuation import gas_constants
from openiads.physics.detection import snr_for_pd
from openiads.physics.look import Radar, snr_constant_m2
from openiads.physics.missile import Missile
from openiads.scenario.doctrine import Doctrine, Loss
from openiads.scenario.flights import BALLISTIC, Flight
from openiads.scenario.raid import Raid

PROCESS_NOISES = np.array([1.0, 300.0])  # m2/s3, straight flight and turns
MOST_SPEED_MPS = 2200.0  # what falls after 500 km arrives at 2.1 km/s
CYCLE_S = 1.0  # short beside scans, flights and reactions
LAUNCH_HEIGHT_STEP_M = 10.0
KILL_QUANTITY = {"ballistic": "kill_probability_ballistic", "cruise-missile": "kill_probability_cruise",
                 "stealthy-cruise": "kill_probability_cruise", "one-way-drone": "kill_probability_drone",
                 "male-uav": "kill_probability_drone", "quadcopter": "kill_probability_drone",
                 "decoy": "kill_probability_cruise", "anti-radiation": "kill_probability_cruise"}
BELIEVED_PK = ("kill_probability_aircraft", "kill_probability_ballistic")  # of what flies and of what falls

Value = Callable[[str], float]  # what one draw believes of COMPONENT.QUANTITY, SI


@dataclass(frozen=True)
class Stand:
    """One radar where it stands."""

    name: str  # unique in the laydown
    component: str
    lat_deg: float
    lon_deg: float
    ground_amsl_m: float
    antenna_agl_m: float
    floor: Floor
    k_factor: float  # effective-earth factor of the air about it
    copy: int = 0  # which of several of its kind at its command post
    spares: int = 0  # others of its kind beside it, which take over one after the other; -1: not even itself


@dataclass(frozen=True)
class Battery:
    """One fire unit where it stands: its engagement radar, launchers and rounds."""

    name: str
    guide: str  # name of its engagement radar's stand
    post: str  # command post that it belongs to; empty where it stands alone
    lat_deg: float
    lon_deg: float
    ground_amsl_m: float
    rounds: Mapping[str, int]
    spare: Mapping[str, int] = field(default_factory=dict)  # what one reload brings, once the tubes are empty
    kind: str = "fire-unit"  # component whose channels, times and rounds at once it has
    search: str = ""  # name of its own search radar's stand, which it reads where it has no command post
    faces_rad: float | None = None  # middle of the sector that it searches alone; None turns to whatever comes


@dataclass(frozen=True)
class Laydown:
    """Everything that defends: radars, fire units, and the command post that each radar reports to."""

    stands: tuple[Stand, ...]
    batteries: tuple[Battery, ...]
    posts: tuple[str, ...]
    reports_to: Mapping[str, str]  # stand to command post; an engagement radar may report to none
    command_post: str = "55K6E"  # component
    spare_posts: int = 0  # beside each command post


@dataclass(frozen=True)
class Stage:
    """What all draws share of one laydown and one raid: everything that no belief changes."""

    laydown: Laydown
    raid: Raid
    flights: tuple[Flight, ...]
    frame: Frame
    classes: tuple[str, ...]
    air: Air  # without pace and start
    lines: Lines
    asset_m: np.ndarray  # (A, 3)
    airway_m: np.ndarray  # (G, 2, 3) ends of the legs of known airways


def _lost_at_s(losses: Sequence[Loss], *components: str, spared: int = 0) -> float:
    # when the first falls out that so many others do not stand in for; what is not there at all is lost from the start
    times_s = sorted(loss.at for loss in losses if loss.component in components)
    return 0.0 if spared < 0 else times_s[spared] if spared < len(times_s) else np.inf


def _stand_lost_at_s(losses: Sequence[Loss], stand: Stand, hits: int = 0) -> float:
    # a loss takes one of its kind at every command post or fire unit; without power all of them are out
    return min(_lost_at_s(losses, stand.component, spared=stand.copy + stand.spares - hits),
               _lost_at_s(losses, "power"))


def _post_lost_at_s(laydown: Laydown, losses: Sequence[Loss]) -> float:
    return min(_lost_at_s(losses, laydown.command_post, spared=laydown.spare_posts),
               _lost_at_s(losses, "link", "power"))


def _alone_from_s(laydown: Laydown, battery: Battery, losses: Sequence[Loss]) -> float:
    return _post_lost_at_s(laydown, losses) if battery.post else 0.0


def _searches_from_s(laydown: Laydown, battery: Battery, losses: Sequence[Loss]) -> float:
    # an engagement radar looks round by itself once nobody tells it where to look
    told_s = _alone_from_s(laydown, battery, losses)
    if not battery.search:
        return told_s
    own = next(stand for stand in laydown.stands if stand.name == battery.search)
    return max(told_s, _stand_lost_at_s(losses, own))


def radars_of(laydown: Laydown, frame: Frame, value: Value, doctrine: Doctrine) -> Radars:
    """Radars of a laydown as one draw believes them."""
    stands, losses = laydown.stands, doctrine.losses
    guides = {battery.guide: battery for battery in laydown.batteries}
    faces_rad = {name: battery.faces_rad for name, battery in guides.items() if battery.faces_rad is not None}
    alone_from_s = {name: _alone_from_s(laydown, battery, losses)
                    for battery in laydown.batteries for name in (battery.guide, battery.search) if name}
    latency_s = value(f"{laydown.command_post}.link_latency") if doctrine.link_latency is None \
        else doctrine.link_latency

    def each(quantity: str) -> np.ndarray:
        return np.array([value(f"{stand.component}.{quantity}") for stand in stands])

    return Radars(
        position_m=np.array([
            frame.position_m(np.array(stand.lat_deg), np.array(stand.lon_deg),
                             np.array(stand.ground_amsl_m + stand.antenna_agl_m)) for stand in stands]),
        axes=np.array([frame.axes_at(stand.lat_deg, stand.lon_deg) for stand in stands]),
        scan_period_s=each("scan_period"),
        searches_from_s=np.array([_searches_from_s(laydown, guides[stand.name], losses) if stand.name in guides else 0.0
                                   for stand in stands]),
        range_error_m=each("range_resolution"),
        azimuth_beamwidth_rad=each("azimuth_beamwidth"),
        elevation_beamwidth_rad=each("elevation_beamwidth"),
        false_alarms_per_scan=np.array([0.0 if stand.name in guides else doctrine.false_alarms
                                        for stand in stands]),
        instrumented_range_m=each("instrumented_range"),
        link_latency_s=np.full(len(stands), latency_s),
        link_loss=np.full(len(stands), doctrine.link_loss),
        alone_from_s=np.array([alone_from_s.get(stand.name, np.inf) for stand in stands]),
        lost_at_s=np.array([_stand_lost_at_s(losses, stand) for stand in stands]),
        word=np.array([word(stand.name) for stand in stands], dtype=np.uint32),
        sector_turns=np.array([value(f"{stand.component}.sector_width") / (2 * np.pi) if stand.name in faces_rad
                               else 1.0 for stand in stands]),
        faces_turns=np.array([faces_rad.get(stand.name, 0.0) / (2 * np.pi) for stand in stands]),
        height_amsl_m=np.array([stand.ground_amsl_m + stand.antenna_agl_m for stand in stands]),
        floor_amsl_m=np.stack([stand.floor.amsl_m.astype(np.float32) for stand in stands]),
        floor_step_m=np.array([stand.floor.ring_step_m for stand in stands]),
    )


def emission_of(laydown: Laydown, flights: Sequence[Flight], doctrine: Doctrine, units: Units,
                network: Network) -> Emission:
    """When the radars keep silent, and which flyers home on which."""
    names = [stand.name for stand in laydown.stands]
    most = max(stand.spares for stand in laydown.stands)
    hears = np.isfinite(network.feeds_from_s)
    for guide, pictures in zip(units.guide, units.picture, strict=True):
        hears[guide, pictures] = True
    waits = [doctrine.emission == "on-cue" and stand.component in doctrine.silent for stand in laydown.stands]
    return Emission(
        waits=np.array(waits), on_air_s=np.inf if doctrine.on_air_at is None else doctrine.on_air_at, hears=hears,
        shuts_down=doctrine.shut_down == "on-warning", within_s=doctrine.shut_down_within,
        silent_s=doctrine.shut_down_for, saves=doctrine.silence_saves,
        homes_on=np.array([names.index(flight.homes_on) if flight.homes_on else -1 for flight in flights], np.int64),
        strikes=np.array([flight.strikes for flight in flights]),
        spare_lost_at_s=np.array([
            [_stand_lost_at_s(doctrine.losses, stand, hits) if hits <= stand.spares else 0.0
             for hits in range(1, most + 1)] for stand in laydown.stands]).reshape(len(names), max(most, 0)),
    )


def look_of(component: str, value: Value, reference_rcs_m2: float) -> Radar:
    """A radar's look as one draw believes it: its constant from the range that it is said to have."""
    gas = gas_constants(value(f"{component}.frequency"))
    plain = Radar(0.0, value(f"{component}.elevation_min"), value(f"{component}.elevation_max"),
                  value(f"{component}.instrumented_range"), *gas)
    constant_m2 = snr_constant_m2(plain, value(f"{component}.detection_range"), reference_rcs_m2,
                                  snr_for_pd(0.5, 1e-6, 1, 1), 0.0)
    return plain._replace(snr_constant_m2=constant_m2)


def orders_of(stage: Stage, doctrine: Doctrine, value: Value, tells_regret: bool = False) -> Orders:
    """Doctrine as numbers."""
    identity = doctrine.identity
    return Orders(
        rounds=doctrine.rounds or (1 if doctrine.fire == "shoot-look-shoot" else 0),
        fires_above=doctrine.tight_above if doctrine.weapons_control == "tight" else doctrine.free_above,
        holds=doctrine.weapons_control == "hold", remote=doctrine.engage_on_remote,
        method=METHODS.index(doctrine.assignment),
        decides_every=max(1, round(value(f"{stage.laydown.command_post}.decision_time") / CYCLE_S)),
        assessment_s=doctrine.assessment_time,
        miss_for_kill=doctrine.miss_taken_for_kill, kill_for_miss=doctrine.kill_taken_for_miss,
        last_chance_s=doctrine.last_chance, offers_once=False, second_look_s=doctrine.second_look,
        evidence=np.array([identity.prior, identity.reply, identity.no_reply, identity.on_airway, identity.fast,
                           identity.low, identity.inbound]),
        asset_m=stage.asset_m, asset_value=np.array([asset.value for asset in stage.raid.assets]),
        airway_m=stage.airway_m, tells_regret=tells_regret,
    )


def units_of(laydown: Laydown, radars: Radars, frame: Frame, value: Value, missiles: Sequence[str], doctrine: Doctrine,
             weapon_rows: Mapping[tuple[str, float], int]) -> tuple[Units, Network]:
    """Fire units, and which radar feeds which picture.

    Picture 0 is the network's, or that of the first command post; each fire unit has one of its own behind them, which
    it reads alone or once it is cut off.
    """
    batteries, stands = laydown.batteries, laydown.stands
    names = [stand.name for stand in stands]
    shared = ["network"] if doctrine.networked else list(laydown.posts)
    post_lost_s = _post_lost_at_s(laydown, doctrine.losses)
    pictures = len(shared) + len(batteries)
    feeds_from_s, feeds_until_s = np.full((2, len(stands), pictures), np.inf)
    for r, stand in enumerate(stands):
        post = laydown.reports_to.get(stand.name, "")
        if post:
            n = 0 if doctrine.networked else shared.index(post)
            feeds_from_s[r, n], feeds_until_s[r, n] = 0.0, post_lost_s
    for u, battery in enumerate(batteries):
        r = names.index(battery.guide)
        feeds_from_s[r, len(shared) + u] = 0.0 if not battery.post else post_lost_s
        if battery.search:
            feeds_from_s[names.index(battery.search), len(shared) + u] = 0.0 if not battery.post else post_lost_s
    first = [(0 if doctrine.networked else shared.index(battery.post)) if battery.post else len(shared) + u
             for u, battery in enumerate(batteries)]

    guides = [stands[names.index(battery.guide)] for battery in batteries]

    def each(quantity: str) -> np.ndarray:
        return np.array([value(f"{battery.kind}.{quantity}") for battery in batteries])

    def whole(quantity: str) -> np.ndarray:
        return np.rint(each(quantity)).astype(np.int64)

    rounds = np.array([[battery.rounds.get(missile, 0) for missile in missiles] for battery in batteries], np.int64)
    return Units(
        position_m=np.array([frame.position_m(np.array(battery.lat_deg), np.array(battery.lon_deg),
                                              np.array(battery.ground_amsl_m)) for battery in batteries]),
        axes=np.array([frame.axes_at(battery.lat_deg, battery.lon_deg) for battery in batteries]),
        guide=np.array([names.index(battery.guide) for battery in batteries], np.int64),
        channels=whole("channels"), rounds_at_once=whole("missiles_per_target"),
        sector_turns=np.array([value(f"{stands[names.index(battery.guide)].component}.sector_width") / (2 * np.pi)
                               for battery in batteries]),
        reaction_s=each("reaction_time"), again_s=each("reaction_time"), launch_interval_s=each("launch_interval"),
        reload_s=each("reload_time"), service_law=np.full(len(batteries), AS_FLOWN), service_s=np.zeros(len(batteries)),
        weapon=np.array([[weapon_rows[missile, launch_height_m(battery)] for missile in missiles]
                         for battery in batteries], np.int64),
        rounds=rounds, spare_rounds=np.array([[battery.spare.get(missile, 0) for missile in missiles]
                                              for battery in batteries], np.int64),
        picture=np.array([[n, len(shared) + u] for u, n in enumerate(first)], np.int64),
        cut_off_s=np.array([post_lost_s if battery.post else 0.0 for battery in batteries]),
        lost_at_s=np.array([min(_lost_at_s(doctrine.losses, battery.kind), _stand_lost_at_s(doctrine.losses, guide))
                            for battery, guide in zip(batteries, guides, strict=True)]),
        floor_amsl_m=radars.floor_amsl_m, floor_step_m=radars.floor_step_m,
        faces_turns=np.array([(battery.faces_rad or 0.0) / (2 * np.pi) for battery in batteries]),
        believed_pk=np.array([[[value(f"{missile}.{quantity}") for quantity in BELIEVED_PK] for missile in missiles]
                              for _ in batteries]),
    ), Network(feeds_from_s, feeds_until_s)


def launch_height_m(battery: Battery) -> float:
    """Height of a battery's launchers, to ten metres, so that neighbours share their plans. [m]"""
    return round(battery.ground_amsl_m / LAUNCH_HEIGHT_STEP_M) * LAUNCH_HEIGHT_STEP_M


def weapons_of(laydown: Laydown, missiles: Sequence[str], fitted: Mapping[str, Missile], classes: Sequence[str],
               value: Value) -> tuple[Weapons, dict[tuple[str, float], int]]:
    """Plans of every missile type from every height of launcher, and the row of each."""
    pairs = [(missile, height) for missile in missiles
             for height in sorted({launch_height_m(battery) for battery in laydown.batteries})]
    each = [planned(fitted[missile], height) for missile, height in pairs]
    plans = np.full((len(pairs), *each[0].shape[:2], max(plan.shape[2] for plan in each)), np.nan)
    for row, plan in zip(plans, each, strict=True):
        row[:, :, : plan.shape[2]] = plan
    chance = np.array([[value(f"{missile}.{KILL_QUANTITY.get(target, 'kill_probability_aircraft')}")
                        for target in classes] for missile, _ in pairs])
    weapons = Weapons(np.array([list(fitted[missile]) for missile, _ in pairs]),
                      np.array([height for _, height in pairs]), plans[:, 0].copy(), plans[:, 1].copy(),
                      plans[:, 2].copy(), chance, np.zeros(len(pairs)))
    return weapons, {pair: row for row, pair in enumerate(pairs)}


def stage_of(laydown: Laydown, raid: Raid, flights: Sequence[Flight], terrain: Terrain) -> Stage:
    """Everything about a laydown and a raid that no belief changes: paths, places, and the ground between them.

    Parameters
    ----------
    laydown : Laydown
    raid : Raid
    flights : sequence of Flight
        Of that raid over that terrain.
    terrain : Terrain
    """
    frame = Frame(laydown.batteries[0].lat_deg, laydown.batteries[0].lon_deg)
    classes, ways = sorted({flight.target for flight in flights}), ways_of(flights)
    legs = [
        [frame.position_m(np.array(place.lat_deg), np.array(place.lon_deg), np.array(airway.altitude.value_m))
         for place in pair]
        for airway in raid.airways for pair in zip(airway.points, airway.points[1:], strict=False)
    ]
    assets = [
        frame.position_m(np.array(asset.position.lat_deg), np.array(asset.position.lon_deg),
                         np.array(terrain.height_at(asset.position.lat_deg, asset.position.lon_deg)))
        for asset in raid.assets
    ]
    return Stage(
        laydown, raid, tuple(flights), frame, tuple(classes),
        air_of(flights, ways, frame, classes), lines_of(ways, laydown.stands),
        np.array(assets).reshape(-1, 3), np.array(legs, dtype=float).reshape(-1, 2, 3))


def world_on(
    stage: Stage, doctrine: Doctrine, value: Value, reference_rcs_m2: Mapping[str, float],
    fitted: Mapping[str, Missile], *, pfa: float, swerling_case: int, tells_regret: bool = False,
) -> World:
    """Everything that one draw makes of a laydown and a raid.

    Parameters
    ----------
    stage : Stage
        What the draws share.
    doctrine, value, reference_rcs_m2, fitted, pfa, swerling_case, tells_regret
        As in `world_of`.
    """
    laydown, missiles = stage.laydown, list(fitted)
    speed_mps = {target: value(f"{target}.cruise_speed") for target in stage.classes if target != BALLISTIC}
    air = paced(stage.air, stage.flights, speed_mps)
    radars = radars_of(laydown, stage.frame, value, doctrine)
    look = {component: look_of(component, value, reference_rcs_m2[component])
            for component in {stand.component for stand in laydown.stands}}
    rcs_m2 = {target: value(f"{target}.rcs") for target in stage.classes}
    jam = jamming(stage.lines, stage.raid.jammers, laydown.stands, radars.azimuth_beamwidth_rad)
    sight = sight_of(stage.lines, air, radars, [look[stand.component] for stand in laydown.stands],
                     np.array([rcs_m2[flight.target] for flight in stage.flights]), jam, pfa=pfa,
                     swerling_case=swerling_case, k_factor=[stand.k_factor for stand in laydown.stands])
    weapons, rows = weapons_of(laydown, missiles, fitted, stage.classes, value)
    units, network = units_of(laydown, radars, stage.frame, value, missiles, doctrine, rows)
    tracker = TrackerSettings(noises=PROCESS_NOISES, max_speed_mps=MOST_SPEED_MPS, rate_error_mps=RATE_ERROR_MPS)
    return World(air, radars, sight, units, network, weapons, orders_of(stage, doctrine, value, tells_regret), tracker,
                 stage.raid.duration, emission_of(laydown, stage.flights, doctrine, units, network), CYCLE_S)


def world_of(
    laydown: Laydown, raid: Raid, flights: Sequence[Flight], doctrine: Doctrine, terrain: Terrain, value: Value,
    reference_rcs_m2: Mapping[str, float], fitted: Mapping[str, Missile], *, pfa: float, swerling_case: int,
    tells_regret: bool = False,
) -> World:
    """Everything that one draw makes of a laydown and a raid.

    Parameters
    ----------
    laydown : Laydown
    raid : Raid
    flights : sequence of Flight
        Of that raid over that terrain.
    doctrine : Doctrine
    terrain : Terrain
    value : callable
        What the draw believes of COMPONENT.QUANTITY, in SI.
    reference_rcs_m2 : mapping
        Cross-section for which each radar's range is believed. [m2]
    fitted : mapping
        Each missile type of the mix, fitted to what the draw believes.
    pfa, swerling_case
        Of a look.
    tells_regret : bool
        Whether each decision works out what the best assignment would have gained.
    """
    return world_on(stage_of(laydown, raid, flights, terrain), doctrine, value, reference_rcs_m2, fitted, pfa=pfa,
                    swerling_case=swerling_case, tells_regret=tells_regret)
