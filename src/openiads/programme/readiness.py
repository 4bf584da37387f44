"""What is ready month by month, in every run of every draw of a force, with imports going on or stopped."""

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from math import inf

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from openiads.knowledge.resolve import Beliefs
from openiads.programme.deliveries import Force
from openiads.programme.stock import Items, Policy, Rates, live_draws
from openiads.programme.upkeep import MONTH_S, rates_of
from openiads.scenario.model import Scenario

DAY_S = 86400.0
MEASURES = ("fire units", "command posts", "engagement radars", "search radars", "launchers", "ready rounds", "rounds",
            "spares")
ROLES = ("command posts", "engagement radars", "search radars", "launchers")
QUARTER = 3  # months over which readiness is averaged before it is held against a half
CHUNK_CELLS = 8_000_000  # of what a thread holds at once


@dataclass(frozen=True)
class Case:
    """A history of imports and of parts made at home; None where a day never comes."""

    id: str
    label: str
    imports_stop: date | None = None
    localised_from: date | None = None


@dataclass(frozen=True)
class Outcome:
    """What is ready in every run: (draws, runs, months + 1) of each measure, from the scenario's day on."""

    force: Force
    case: Case
    values: Mapping[str, np.ndarray]
    fielded: Mapping[str, np.ndarray]  # what has been delivered by then, (draws, months + 1), of roles and fire units
    arrives: np.ndarray  # (draws,) whether the second batch is delivered at all within the months

    def expected(self, measure: str) -> np.ndarray:
        """Mean over the runs of each draw, (draws, months + 1)."""
        return np.asarray(self.values[measure].mean(axis=1))


def seconds_from(start: date, day: date | None) -> float:
    """From the scenario's day to another; nothing before it, and infinity for a day that never comes. [s]"""
    return inf if day is None else max(0.0, (day - start).days * DAY_S)


def live(rates: Rates, items: Items, policy: Policy, *, seed: int, runs: int, steps: int, first: int = 0,
         draws: int | None = None) -> np.ndarray:
    """Run some draws; (draws, runs, steps, columns) int32 as `stock.live_once` has them."""
    number = rates.crews.shape[0] - first if draws is None else draws
    lines, kinds = rates.base.shape[2], rates.failure_ps.shape[1]
    # no line has more on order than its base and one for each item that waits
    room = int(rates.base.sum(axis=1).max(initial=0)) + items.kind.size + 2
    out = np.zeros((number, runs, steps, 3 * kinds + lines), np.int32)
    live_draws(np.uint64(seed), items, rates, policy, room, first, out)
    return out


def _fielded_by_month(force: Force, rates: Rates, policy: Policy,
                      steps: int) -> tuple[dict[str, np.ndarray], np.ndarray]:
    times_s = np.arange(steps) * policy.step_s
    there = (rates.delivery_s[:, None] <= times_s) & (rates.delivery_s < policy.imports_stop_s)[:, None]
    counts = {role: [sum(item.first for item in force.types if item.role == role),
                     sum(item.second for item in force.types if item.role == role)] for role in ROLES}
    counts["fire units"] = [strength.fire_units for strength in force.strengths]
    return {name: first + second * there for name, (first, second) in counts.items()}, there[:, -1]


def _measures(force: Force, out: np.ndarray, fielded: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Measures of some draws from the kernel's columns, each (draws, runs, steps)."""
    kinds = len(force.types)
    found: dict[str, np.ndarray] = {
        role: out[..., [number for number, item in enumerate(force.types) if item.role == role]].sum(axis=-1)
        for role in ROLES}
    found["spares"] = out[..., 3 * kinds:5 * kinds].sum(axis=-1)
    found["rounds"] = out[..., 5 * kinds:].sum(axis=-1)
    found["ready rounds"] = np.minimum(found["rounds"], found["launchers"] * force.launcher_tubes)
    loaded = np.minimum(found["launchers"], found["rounds"] // max(force.launcher_tubes, 1))
    units, posts = (fielded[name][:, None, :] for name in ("fire units", "command posts"))
    # a post serves its share of the units; where nobody has a post, nobody needs one
    served = np.where(posts > 0, found["command posts"] * -(-units // np.maximum(posts, 1)), units)
    found["fire units"] = np.minimum.reduce([
        np.broadcast_to(units, loaded.shape), served, found["engagement radars"] // max(force.unit_radars, 1),
        loaded // force.launchers_needed])
    return {name: found[name].astype(np.int32) for name in MEASURES}


def readiness(scenario: Scenario, force: Force, beliefs: Beliefs, case: Case, *, months: int, runs: int) -> Outcome:
    """Live through the months in every run of every draw.

    Parameters
    ----------
    scenario : Scenario
        Its day is the start, when everything of the first batch is ready.
    force : Force
    beliefs : Beliefs
        Of `upkeep.upkeep_beliefs`; its draws and its seed.
    case : Case
    months : int
        Rows of the outcome beyond the first.
    runs : int
        Of each draw.

    Returns
    -------
    Outcome
        The same for any number of threads. Cases and arms share the luck of what they share.

    Notes
    -----
    A fire unit is ready with its engagement radars, a share of a command post, and enough launchers with every tube
    filled, wherever in the force they stand.
    """
    steps = months + 1
    rates, items = rates_of(scenario, force, beliefs), force.items()
    policy = Policy(seconds_from(scenario.date, case.imports_stop), seconds_from(scenario.date, case.localised_from),
                    MONTH_S)
    fielded, arrives = _fielded_by_month(force, rates, policy, steps)
    draws = beliefs.n_draws
    columns = 3 * len(force.types) + force.lines
    size = max(1, min(-(-draws // (os.cpu_count() or 1)), CHUNK_CELLS // (runs * steps * columns)))

    def part(first: int) -> dict[str, np.ndarray]:
        rows = slice(first, min(first + size, draws))
        out = live(rates, items, policy, seed=beliefs.seed, runs=runs, steps=steps, first=first,
                   draws=rows.stop - first)
        return _measures(force, out, {name: table[rows] for name, table in fielded.items()})

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        parts = list(pool.map(part, range(0, draws, size)))
    values = {name: np.concatenate([item[name] for item in parts]) for name in MEASURES}
    return Outcome(force, case, values, fielded, arrives)


def _is_half(outcome: Outcome, measure: str) -> np.ndarray:
    """Whether half of what is fielded is not ready, on average over a quarter, (draws, months + 1)."""
    expected = outcome.expected(measure)
    before = np.repeat(expected[:, :1], QUARTER - 1, axis=1)  # as at the start
    quarter = sliding_window_view(np.concatenate([before, expected], axis=1), QUARTER, axis=1).mean(axis=-1)
    return np.asarray(quarter <= outcome.fielded[measure] / 2)


def months_to_half(outcome: Outcome, measure: str, start: date, stop: date | None) -> np.ndarray:
    """Months from a day until half of what is fielded is not ready on average over a quarter, (draws,).

    Parameters
    ----------
    outcome : Outcome
        Of the case in which imports stop that day, or of one in which they go on, to hold it against.
    measure : str
        A role, or fire units.
    start : date
        The scenario's day.
    stop : date or None
        The day.

    Returns
    -------
    array
        Whole months, as looked at once a month; infinity where it is not so within what is worked out.

    Notes
    -----
    A mean over the runs of a draw passes a threshold sooner the fewer runs there are; the mean over a quarter takes
    most of that away.
    """
    from_month = seconds_from(start, stop) / MONTH_S
    found = _is_half(outcome, measure)
    months = np.arange(found.shape[1])
    waited = np.ceil(months - from_month)
    low = found & (months >= from_month) & (waited <= np.floor(months[-1] - from_month))  # whole months alone
    return np.where(low.any(axis=1), waited[low.argmax(axis=1)], inf)
