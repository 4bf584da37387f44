"""What is delivered, by the scenario's order of battle: components and rounds of the first batch and of the second."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from openiads.draws import word
from openiads.programme.stock import Items
from openiads.scenario.model import Scenario, Strength

LAUNCHER = "5P85"
Role = Literal["command posts", "engagement radars", "search radars", "launchers"]


@dataclass(frozen=True)
class Type:
    """A component type of the force, and how many each delivery brings."""

    component: str
    role: Role
    first: int
    second: int


@dataclass(frozen=True)
class Force:
    """One arm as two deliveries: the first batch, and what comes with the second; types in the order of repair."""

    meaning: str  # id of the reading of batch; empty for arm A
    label: str
    types: tuple[Type, ...]
    missiles: tuple[str, ...]
    strengths: tuple[Strength, Strength]
    launcher_tubes: int
    reloads: int
    unit_radars: int
    launchers_needed: int  # with rounds, of a ready fire unit

    @property
    def lines(self) -> int:
        """Lines of spares and rounds, as `stock.Items` counts them."""
        return 2 * len(self.types) + len(self.missiles)

    def rounds(self, delivery: int) -> int:
        """Tubes and reloads that a delivery fills."""
        return self.strengths[delivery].ready_rounds * (1 + self.reloads)

    def items(self) -> Items:
        """Every item with its address, as the kernel takes them."""
        rows = [(kind, word(f"{item.component}/{number}"), int(number >= item.first))
                for kind, item in enumerate(self.types) for number in range(item.first + item.second)]
        table = np.array(rows, dtype=np.int64).reshape(-1, 3)
        return Items(table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy(),
                     np.array([word(missile) for missile in self.missiles], dtype=np.int64))


NOTHING = Strength(fire_units=0, launchers=0, ready_rounds=0, engagement_radars=0, search_radars=0, command_posts=0)


def force_of(scenario: Scenario, meaning: str = "") -> Force:
    """The first batch, with the second under one reading of the word batch where one is named.

    Crews take what a force has fewest of first: command posts, engagement radars, search radars, launchers.

    Examples
    --------
    >>> from openiads.scenario.files import load_scenario
    >>> found = force_of(load_scenario("second-batch"), "one-battery")
    >>> [(item.component, item.first, item.second) for item in found.types]
    [('55K6E', 1, 0), ('92N6E', 2, 1), ('91N6E', 1, 0), ('96L6E', 1, 0), ('5P85', 16, 8)]
    """
    order, programme = scenario.order_of_battle, scenario.programme
    first, second = scenario.first_strength(), scenario.batch_strength(meaning) if meaning else NOTHING
    searches = order.battalion.search_radars
    types = [
        Type(order.battalion.command_post, "command posts", first.command_posts, second.command_posts),
        Type(order.fire_unit.engagement_radar, "engagement radars", first.engagement_radars, second.engagement_radars),
        *(Type(radar, "search radars", first.search_radars // len(searches), second.search_radars // len(searches))
          for radar in searches),
        Type(LAUNCHER, "launchers", first.launchers, second.launchers),
    ]
    label = scenario.arms.first.label
    if meaning:
        label = f"{scenario.arms.second.label}, read as {scenario.meaning(meaning).label}"
    return Force(
        meaning, label, tuple(types), tuple(missile.id for missile in scenario.missiles), (first, second),
        order.fire_unit.tubes_per_launcher.value, order.fire_unit.reloads.value,
        order.fire_unit.engagement_radars.value, programme.launchers_needed.value if programme else 1,
    )
