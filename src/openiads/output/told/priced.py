"""What the first force spent for each target that it stopped, on the price claims of the ledger."""

from math import isfinite

from openiads.knowledge.evidence import UNDATED
from openiads.knowledge.library import Library
from openiads.output.cost import price_of
from openiads.output.fights import Fights, Measured
from openiads.output.language import has
from openiads.output.told.draft import Undrafted
from openiads.output.told.fought import fight_condition
from openiads.output.told.joined import Cost, grades_of, stated_by
from openiads.scenario.model import Scenario

MILLION = 1e6
YEAR_LETTERS = 4


def cost_of_first(scenario: Scenario, library: Library, fights: Fights | None) -> Cost | Undrafted:
    """Cost exchange of the first force in a study's fights, or why it is not told."""
    if fights is None:
        return Undrafted("cost", 14, "the study did not fight")
    arm = fights.arms[0]
    spent, unit = arm.cost, f"{arm.cost.currency.lower()}-million"
    if not spent.claims:
        return Undrafted("cost", 14, "no citable source states the price of a round that was fired")
    if not spent.currency:
        return Undrafted("cost", 14, "the published prices of the rounds are in several currencies")
    if not has(f"unit-{unit}"):
        return Undrafted("cost", 14, f"the catalogue has no word for {spent.currency}")
    if not (isfinite(spent.low) and isfinite(spent.high)):
        return Undrafted("cost", 14, "no target was stopped, or in too few runs for an interval")
    claims = [library.claim(name) for name in spent.claims]
    prices = {missile.id: price_of(library, missile.id) for missile in scenario.missiles}
    dates = {claim.date if claim.date == UNDATED else claim.date[:YEAR_LETTERS] for claim in claims}
    taken = [price for price in prices.values() if price and set(price.claims) <= set(spent.claims)]
    left = arm.metrics["rounds_left"]
    return Cost(
        spent.low / MILLION, spent.high / MILLION, unit, tuple(sorted(dates)),
        max((price.factor for price in taken), default=1),
        tuple(name for name, price in prices.items() if price is None), arm.metrics["value_defended"],
        Measured(*(min(end / arm.ready_rounds, 1.0) for end in left)), fights.level, stated_by(claims),
        tuple(spent.claims), grades_of(claims), fight_condition(scenario, fights),
        notes=tuple(dict.fromkeys(price.note for price in taken if price.note)))
