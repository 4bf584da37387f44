"""What the draws believe of upkeep: failures, repairs, spares, resupply and rounds, as the rates of a force."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openiads.draws import draw_many
from openiads.knowledge.library import Library
from openiads.knowledge.resolve import Beliefs, Floats, feeding
from openiads.programme.deliveries import LAUNCHER, Force
from openiads.programme.stock import Rates
from openiads.scenario.beliefs import beliefs_of
from openiads.scenario.loads import held, loaded
from openiads.scenario.model import ARRIVAL_KEY, SECOND_BATCH, Scenario

UPKEEP = "upkeep"
YEAR_S = 365.25 * 86400.0  # Julian year
MONTH_S = YEAR_S / 12
OF_A_TYPE = ("time_between_failures", "repair_time", "spare_needed", "spares_held")
OF_THE_FORCE = ("operating_share", "repair_crews", "resupply_delay", "resupply_lot", "round_lot", "home_delay",
                "home_share", "home_chance", "rounds_fired", "rounds_withdrawn", "delivery_time")


@dataclass(frozen=True)
class Belief:
    """One input of the model, with how well it is sourced."""

    key: str
    value: float
    low: float
    high: float
    unit: str
    status: str
    claim_id: str | None
    note: str


def upkeep_components(scenario: Scenario) -> tuple[str, ...]:
    """Components whose quantities keep the scenario's force ready."""
    order = scenario.order_of_battle
    return (order.battalion.command_post, order.fire_unit.engagement_radar, *order.battalion.search_radars, LAUNCHER,
            *(missile.id for missile in scenario.missiles), UPKEEP,
            *((SECOND_BATCH,) if scenario.arms.second.arrival == "as-believed" else ()))


def upkeep_pins(scenario: Scenario, library: Library, believe: Sequence[str]) -> tuple[str, ...]:
    """Those of some claims that feed what keeps the scenario's force ready."""
    return feeding(library, upkeep_components(scenario), believe, (*OF_A_TYPE, *OF_THE_FORCE, "in_stock", "arrival"))


def upkeep_beliefs(scenario: Scenario, library: Library, *, draws: int, seed: int,
                   believe: Sequence[str] = ()) -> Beliefs:
    """Beliefs about everything that keeps the scenario's force ready; pins about other things are left out."""
    plan = scenario.model_copy(update={"seed": seed})
    return beliefs_of(plan, library, upkeep_components(scenario), n_draws=draws,
                      believe=upkeep_pins(scenario, library, believe))


def key_of(beliefs: Beliefs, component: str, quantity: str) -> str:
    """Key under which a quantity of a component is believed; what its file leaves out is that of upkeep at large."""
    own = f"{component}.{quantity}"
    return own if beliefs.pools.get(own) else f"{UPKEEP}.{quantity}"


def used_keys(force: Force, beliefs: Beliefs) -> tuple[str, ...]:
    """Keys of every quantity that the rates of a force are made of, each once."""
    keys = [key_of(beliefs, item.component, quantity) for item in force.types for quantity in OF_A_TYPE]
    keys += [f"{UPKEEP}.{quantity}" for quantity in OF_THE_FORCE]
    keys += [f"{missile}.in_stock" for missile in force.missiles if f"{missile}.in_stock" in beliefs.nominal]
    keys += [ARRIVAL_KEY] if ARRIVAL_KEY in beliefs.nominal and force.strengths[1].fire_units else []
    return tuple(dict.fromkeys(keys))


def inputs_of(force: Force, beliefs: Beliefs) -> tuple[Belief, ...]:
    """Every input with its range and its standing."""
    table = beliefs.nominal
    return tuple(Belief(key, table[key].value, table[key].low, table[key].high, table[key].unit, table[key].status,
                        table[key].claim_id, table[key].note) for key in used_keys(force, beliefs))


def _local(scenario: Scenario, component: str, beliefs: Beliefs) -> np.ndarray:
    """Draws in which home makers may supply a component, (draws,) bool; by chance where nobody says."""
    made = (scenario.programme.made(component) if scenario.programme else "unknown")
    if made == "unknown":
        return draw_many(beliefs.seed, beliefs.n_draws, component, "made") < beliefs.drawn(f"{UPKEEP}.home_chance")
    return np.full(beliefs.n_draws, made == "localised")


def _delivery_s(scenario: Scenario, beliefs: Beliefs) -> Floats:
    """When a second batch is delivered in every draw, (draws,); never where the scenario or the draw says so. [s]"""
    arrival = scenario.arms.second.arrival
    believed = arrival == "as-believed"
    comes = beliefs.drawn(ARRIVAL_KEY) > 0 if believed else np.full(beliefs.n_draws, arrival == "arrives")
    return np.where(comes, beliefs.drawn(f"{UPKEEP}.delivery_time"), np.inf)


def _rounds(scenario: Scenario, force: Force, beliefs: Beliefs) -> np.ndarray:
    """Rounds of each missile type that each delivery brings, (D, 2, M)."""
    stock = {item.id: held(beliefs, item.id, draw_many(beliefs.seed, beliefs.n_draws, item.id, "in_stock"))
             for item in scenario.missiles}
    found = np.zeros((beliefs.n_draws, 2, len(force.missiles)), np.int64)
    for draw in range(beliefs.n_draws):
        shares = {item.id: item.share * bool(stock[item.id][draw]) for item in scenario.missiles}
        for delivery in range(2):
            found[draw, delivery] = list(loaded(shares, force.rounds(delivery)).values())
    return found


def rates_of(scenario: Scenario, force: Force, beliefs: Beliefs) -> Rates:
    """Rates of a force in every draw.

    Parameters
    ----------
    scenario : Scenario
        Says where components are made and which missiles there are.
    force : Force
    beliefs : Beliefs
        Of `upkeep_beliefs`.

    Returns
    -------
    Rates

    Notes
    -----
    An item fails at its share of time switched on over its time between failures. Spares at the start are the
    believed number for each item, shared between what can and what cannot be made at home as the need for them is. A
    lot is never larger than what the first delivery holds, so that an order is placed before all is gone.
    """
    draws = beliefs.n_draws
    kinds, missiles = len(force.types), len(force.missiles)

    def by_type(quantity: str) -> Floats:
        return np.column_stack([beliefs.drawn(key_of(beliefs, item.component, quantity)) for item in force.types])

    def whole(quantity: str) -> Floats:
        return beliefs.drawn(f"{UPKEEP}.{quantity}")

    local = np.column_stack([_local(scenario, item.component, beliefs) for item in force.types])
    home_share = local * whole("home_share")[:, None]
    base = np.zeros((draws, 2, force.lines), np.int64)
    for delivery in range(2):
        number = np.array([(item.first, item.second)[delivery] for item in force.types])
        spares = np.rint(by_type("spares_held") * number).astype(np.int64)
        at_home = np.rint(spares * home_share).astype(np.int64)
        base[:, delivery, 0:2 * kinds:2], base[:, delivery, 1:2 * kinds:2] = spares - at_home, at_home
    rounds = _rounds(scenario, force, beliefs)
    base[:, :, 2 * kinds:] = rounds
    home_made = np.zeros((draws, force.lines), bool)
    home_made[:, 1:2 * kinds:2] = True
    home_made[:, 2 * kinds:] = np.column_stack([_local(scenario, name, beliefs) for name in force.missiles])
    lot = np.concatenate([np.repeat(whole("resupply_lot")[:, None], 2 * kinds, axis=1),
                          np.repeat(whole("round_lot")[:, None], missiles, axis=1)], axis=1).astype(np.int64)
    units = np.array([force.strengths[0].fire_units, force.strengths[1].fire_units])
    of_type = rounds.sum(axis=1) / np.maximum(rounds.sum(axis=(1, 2)), 1)[:, None]
    fired_ps = (whole("rounds_fired") / YEAR_S)[:, None, None] * np.cumsum(units)[None, :, None] * of_type[:, None, :]
    return Rates(
        failure_ps=whole("operating_share")[:, None] / by_type("time_between_failures"),
        repair_s=by_type("repair_time"), spare_needed=by_type("spare_needed"), home_share=home_share, base=base,
        home_made=home_made, lot=np.clip(lot, 1, np.maximum(base[:, 0], 1)),
        crews=whole("repair_crews").astype(np.int64)[:, None] * units, fired_ps=fired_ps,
        withdrawn_ps=whole("rounds_withdrawn") / YEAR_S, resupply_s=whole("resupply_delay"),
        home_s=whole("home_delay"), delivery_s=_delivery_s(scenario, beliefs),
    )
