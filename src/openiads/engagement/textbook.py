"""A textbook battery as the world that the same replicates fight, its closed forms, and what a run says of each."""

from typing import NamedTuple

import numpy as np

from openiads.draws import word
from openiads.engagement.arrays import Air, Emission, Radars, Sight
from openiads.engagement.command import CHANCE, GREEDY
from openiads.engagement.log import HIT, MISSED, NOTHING_THERE
from openiads.engagement.replicate import World
from openiads.engagement.run import Events, Outcomes
from openiads.engagement.sense import RATE_ERROR_MPS
from openiads.engagement.tracker import TrackerSettings
from openiads.engagement.units import KILLED, NO_CHANNEL, SERVICE_LAWS, Network, Orders, Units
from openiads.engagement.weapons import ALTITUDES_AMSL_M, Weapons
from openiads.physics.firing import allocation_leak, shoot_look_errors, shoot_look_shoot
from openiads.physics.intercept import engagement_ranges_m
from openiads.physics.missile import Missile
from openiads.physics.queueing import erlang_b_loss
from openiads.scenario.textbook import Textbook

GOLDEN_TURN = 0.381966  # from one bearing to the next: any number of targets come from all round, none behind another
CLEAR_SNR = 1e4
RANGE_ERROR_M, BEAMWIDTH_RAD = 1.0, 1e-3  # at that SNR errors of a centimetre in range, and of 0.2 m across at 40 km
BELOW_ALL_M, EVERYWHERE_M = -1e9, 1e9  # no ground hides anything
PROCESS_NOISE = 0.01  # m2/s3; all fly straight
FAR_GATE = 100.0  # no plot of 1e20 falls outside and begins a second track, which would take a channel of its own
LATE_CYCLES = 3  # from what happens to the launch that answers it
LOSS, KILL, ROUNDS = "share that finds no channel", "kill probability", "rounds spent"
LEAKERS, NO_LEAK, LOOKS = "expected leakers", "chance that none leaks", "opportunities"
SHARES = (LOSS, KILL, NO_LEAK)  # between nothing and one


class Names(NamedTuple):
    """What the rows of a textbook world are called."""

    flyers: tuple[str, ...]
    units: tuple[str, ...]
    radars: tuple[str, ...]
    missiles: tuple[str, ...]


def textbook_names(battery: Textbook) -> Names:
    """Names of targets, fire units, the radar and the missile type, in the order of the arrays."""
    return Names(tuple(f"target-{number + 1}" for number in range(battery.arrivals.count)),
                 tuple(f"{battery.name}/u{unit}" for unit in range(battery.battery.units)),
                 (f"{battery.name}/radar",), ("round",))


def _air(battery: Textbook, names: Names) -> tuple[Air, np.ndarray]:
    # straight ways to the battery, with a point where the radar's range begins; and whether each point lies within
    come, count = battery.arrivals, battery.arrivals.count
    outside = come.start > battery.radar.detection_range
    ranges_m = np.array([come.start, battery.radar.detection_range, 0.0] if outside else [come.start, 0.0])
    turns = GOLDEN_TURN * np.arange(count)
    slope = np.arcsin(come.height / come.start)
    towards = np.stack([np.sin(2 * np.pi * turns) * np.cos(slope), np.cos(2 * np.pi * turns) * np.cos(slope),
                        np.full(count, np.sin(slope))], axis=-1)
    position_m = (towards[:, None, :] * ranges_m[:, None]).reshape(-1, 3)
    rows = np.arange(count)
    by_chance = come.law == "poisson"
    air = Air(
        first=np.arange(count + 1) * ranges_m.size, along=np.tile(come.start - ranges_m, count), position_m=position_m,
        altitude_amsl_m=position_m[:, 2].copy(), pace=np.full(count, come.speed),
        start_s=come.starts_at + come.interval * rows, follows=rows - 1 if by_chance else np.full(count, -1),
        mean_gap_s=np.full(count, come.interval), jitter_s=np.zeros(count), leaks_at=np.full(count, come.start),
        turns_away=np.zeros(count), silent=np.ones(count), neutral=np.zeros(count, np.bool_),
        target_class=np.zeros(count, np.int64),
        word=np.array([word(name) for name in names.flyers], dtype=np.uint32))
    within = np.tile(ranges_m <= battery.radar.detection_range, count)
    return air, within


def _radar(battery: Textbook, names: Names) -> Radars:
    watch = battery.radar
    return Radars(
        position_m=np.zeros((1, 3)), axes=np.eye(3)[None].copy(), scan_period_s=np.array([watch.scan_period]),
        searches_from_s=np.zeros(1), range_error_m=np.array([RANGE_ERROR_M]),
        azimuth_beamwidth_rad=np.array([BEAMWIDTH_RAD]), elevation_beamwidth_rad=np.array([BEAMWIDTH_RAD]),
        false_alarms_per_scan=np.zeros(1), instrumented_range_m=np.array([watch.detection_range]),
        link_latency_s=np.zeros(1), link_loss=np.zeros(1), alone_from_s=np.zeros(1), lost_at_s=np.array([np.inf]),
        word=np.array([word(names.radars[0])], dtype=np.uint32),
        sector_turns=np.ones(1), faces_turns=np.zeros(1), height_amsl_m=np.zeros(1),
        floor_amsl_m=np.full((1, 1, 1), BELOW_ALL_M, np.float32), floor_step_m=np.array([EVERYWHERE_M]))


def _units(battery: Textbook) -> tuple[Units, Network]:
    arms = battery.battery
    count = arms.units

    def each(value: float) -> np.ndarray:
        return np.full(count, float(value))

    def whole(value: int) -> np.ndarray:
        return np.full(count, value, dtype=np.int64)

    pictures = whole(0) if arms.coordinated else np.arange(count)
    feeds = int(pictures.max()) + 1
    return Units(
        position_m=np.zeros((count, 3)), axes=np.stack([np.eye(3)] * count), guide=whole(0),
        channels=whole(arms.channels), rounds_at_once=whole(arms.salvo), sector_turns=each(1.0),
        reaction_s=each(arms.reaction_time), again_s=each(arms.reaction_again),
        launch_interval_s=each(arms.launch_interval), reload_s=each(0.0),
        service_law=whole(SERVICE_LAWS.index(arms.service.law)), service_s=each(arms.service.mean),
        weapon=whole(0)[:, None].copy(), rounds=whole(arms.ready_rounds)[:, None].copy(),
        spare_rounds=whole(0)[:, None].copy(), picture=np.stack([pictures, pictures], axis=-1),
        cut_off_s=each(np.inf), lost_at_s=each(np.inf), faces_turns=each(0.0),
        believed_pk=np.full((count, 1, 2), arms.kill_probability),
        floor_amsl_m=np.full((1, 1, 1), BELOW_ALL_M, np.float32), floor_step_m=np.array([EVERYWHERE_M]),
    ), Network(np.zeros((1, feeds)), np.full((1, feeds), np.inf))


def _orders(battery: Textbook) -> Orders:
    arms = battery.battery
    return Orders(
        rounds=arms.salvo, fires_above=-np.inf, holds=False, remote=True,
        method=GREEDY if arms.coordinated else CHANCE,
        decides_every=max(1, round(arms.decides_every / battery.cycle)), assessment_s=arms.assessment_time,
        miss_for_kill=arms.miss_taken_for_kill, kill_for_miss=arms.kill_taken_for_miss, last_chance_s=0.0,
        offers_once=arms.offered == "once", second_look_s=np.inf, evidence=np.zeros(7), asset_m=np.zeros((1, 3)),
        asset_value=np.ones(1), airway_m=np.zeros((0, 2, 3)))


def _weapons(battery: Textbook) -> Weapons:
    arms = battery.battery
    plain = Missile(*np.zeros(len(Missile._fields)))._replace(min_range_m=arms.least_range,
                                                               max_range_m=arms.greatest_range)
    no_plan = np.full((1, ALTITUDES_AMSL_M.size, 2), np.nan)
    return Weapons(np.array([list(plain)]), np.zeros(1), no_plan, no_plan.copy(), no_plan.copy(),
                   np.array([[arms.kill_probability]]), np.array([arms.missile_speed]))


def _emission(battery: Textbook, network: Network) -> Emission:
    count = battery.arrivals.count
    return Emission(
        waits=np.zeros(1, np.bool_), on_air_s=np.inf, hears=np.zeros(network.feeds_from_s.shape, np.bool_),
        shuts_down=False, within_s=0.0, silent_s=0.0, saves=0.0, homes_on=np.full(count, -1),
        strikes=np.zeros(count), spare_lost_at_s=np.zeros((1, 0)))


def textbook_world(battery: Textbook) -> World:
    """The world of a textbook battery: flat, without ground, claims or errors, fought by the same `replicate`.

    Examples
    --------
    >>> from openiads.scenario.files import load_textbook
    >>> textbook_world(load_textbook("timeline")).weapons.mean_speed_mps
    array([900.])
    """
    names = textbook_names(battery)
    air, within = _air(battery, names)
    units, network = _units(battery)
    snr = np.where(within, CLEAR_SNR, 0.0).astype(np.float32)[None].copy()
    bearing = np.arctan2(air.position_m[air.first[:-1], 0], air.position_m[air.first[:-1], 1]) / (2 * np.pi)
    turn = np.repeat(bearing, np.diff(air.first)).astype(np.float32)[None].copy()
    tracker = TrackerSettings(
        noises=np.array([PROCESS_NOISE]), max_speed_mps=2.0 * battery.arrivals.speed, rate_error_mps=RATE_ERROR_MPS,
        gate=FAR_GATE, confirm_hits=1, confirm_looks=1, delete_misses=np.iinfo(np.int64).max,
        coast_s=battery.radar.memory)
    return World(air, _radar(battery, names), Sight(snr, (snr > 0).astype(np.float32), turn), units, network,
                 _weapons(battery), _orders(battery), tracker, battery.duration, _emission(battery, network),
                 battery.cycle)


def meeting_ranges_m(battery: Textbook) -> np.ndarray:
    """Ranges at which successive rounds at one target meet it, in closed form, (n,). [m]"""
    arms, come = battery.battery, battery.arrivals
    lead = 1.0 + come.speed / arms.missile_speed
    first_m = arms.greatest_range * lead + come.speed * arms.reaction_time  # from where the first meets no farther out
    from_m = min(battery.radar.detection_range, come.start, first_m)
    return engagement_ranges_m(from_m, come.speed, arms.reaction_time, arms.missile_speed,
                               arms.assessment_time + arms.reaction_again, arms.least_range)


def closed_forms(battery: Textbook) -> list[tuple[str, float, str]]:
    """What the textbook says of a battery: name, value and source of each; names are those of `values_of_runs`.

    Examples
    --------
    >>> from openiads.scenario.files import load_textbook
    >>> [(name, round(value, 4)) for name, value, _ in closed_forms(load_textbook("erlang-loss"))]
    [('share that finds no channel', 0.5294)]
    """
    arms, come = battery.battery, battery.arrivals
    rounds = arms.units * arms.ready_rounds
    if battery.asks == "loss":
        loss = erlang_b_loss(arms.service.mean / come.interval, arms.units * arms.channels)
        return [(LOSS, float(loss), "erlang-1917; sevastyanov-1957")]
    if battery.asks == "shoot-look-shoot":
        salvos = [min(arms.salvo, rounds - fired) for fired in range(0, rounds, arms.salvo)]
        salvos = salvos[:meeting_ranges_m(battery).size]
        found = shoot_look_shoot(arms.kill_probability, salvos) if arms.salvo > 1 else shoot_look_errors(
            arms.kill_probability, len(salvos), arms.miss_taken_for_kill, arms.kill_taken_for_miss)
        return [(KILL, found.kill, "przemieniecki-2000"), (ROUNDS, found.expected_rounds, "przemieniecki-2000")]
    if battery.asks == "leak":
        leak = allocation_leak(rounds, come.count, arms.kill_probability)
        even = arms.coordinated
        return [(LEAKERS, leak.expected_even if even else leak.expected_random, "przemieniecki-2000"),
                (NO_LEAK, leak.no_leak_even if even else leak.no_leak_random,
                 "wilkening-2000" if even else "przemieniecki-2000")]
    ranges_m = meeting_ranges_m(battery)[:rounds]
    return [(LOOKS, float(ranges_m.size), "przemieniecki-2000"),
            *((_look(number), float(range_m), "przemieniecki-2000") for number, range_m in enumerate(ranges_m))]


def rounding_of(battery: Textbook) -> dict[str, float]:
    """How far below its closed form the cycle may put each range of a meeting; what is not named is not rounded. [m]

    Seen, decided and launched, or judged, decided and launched again, each takes up to a cycle longer than it says;
    what a look is late brings the next meeting nearer by the missile's share of the closing speed.
    """
    arms, come = battery.battery, battery.arrivals
    if battery.asks != "timeline":
        return {}
    share = arms.missile_speed / (arms.missile_speed + come.speed)
    found, late_m = {}, 0.0
    for number in range(meeting_ranges_m(battery)[:arms.units * arms.ready_rounds].size):
        late_m = share * (late_m + LATE_CYCLES * battery.cycle * come.speed)
        found[_look(number)] = late_m
    return found


def _look(number: int) -> str:
    return f"range of meeting {number + 1} [m]"


def values_of_runs(battery: Textbook, outcomes: Outcomes, events: Events) -> dict[str, np.ndarray]:
    """What each run says of what is asked, (n,) each: their means estimate the closed forms of the same names.

    Parameters
    ----------
    battery : Textbook
    outcomes, events : Outcomes, Events
        From `run.fight_many`; n runs of `textbook_world`.
    """
    arms, come = battery.battery, battery.arrivals
    if battery.asks == "loss":
        counted = np.isfinite(outcomes.seen_s)
        counted[:, :battery.warm_up] = False
        lost = counted & (outcomes.cause == NO_CHANNEL) & np.isinf(outcomes.fired_s)
        return {LOSS: lost.sum(axis=1) / counted.sum(axis=1)}
    killed = outcomes.end == KILLED
    if battery.asks == "shoot-look-shoot":
        spent = arms.units * arms.ready_rounds - outcomes.rounds_left.sum(axis=(1, 2))
        return {KILL: killed[:, 0].astype(float), ROUNDS: spent.astype(float)}
    if battery.asks == "leak":
        left = come.count - killed.sum(axis=1)
        return {LEAKERS: left.astype(float), NO_LEAK: (left == 0).astype(float)}
    met = np.isin(events.event, [HIT, MISSED]) & (events.cause != NOTHING_THERE)
    times_s = [events.t_s[met & (events.run == run)] for run in outcomes.number]
    ranges_m = [come.start - come.speed * (when_s - come.starts_at) for when_s in times_s]
    most = meeting_ranges_m(battery)[:arms.units * arms.ready_rounds].size
    found = {LOOKS: np.array([float(run.size) for run in ranges_m])}
    for number in range(most):
        found[_look(number)] = np.array([run[number] if number < run.size else np.nan for run in ranges_m])
    return found
