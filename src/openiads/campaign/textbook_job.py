"""A textbook battery as a job of a campaign, and what its tables say beside the closed forms."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openiads.campaign.tables import Columns, checked
from openiads.campaign.tell import Names, events_table, outcomes_table, runs_table
from openiads.compiled import source_fingerprint
from openiads.engagement.log import EVENTS, NONE, NOTHING_THERE, RESULTS
from openiads.engagement.run import Events, Outcomes, fight_many
from openiads.engagement.textbook import textbook_names, textbook_world, values_of_runs
from openiads.engagement.units import CAUSES, ENDS, UNSENT
from openiads.scenario.textbook import Textbook

TARGET = "textbook target"


@dataclass(frozen=True)
class TextbookJob:
    """A battery with trivial physics; nothing is believed, so each run is a draw of its own."""

    battery: Textbook
    seed: int

    @property
    def fingerprint(self) -> str:
        """Hash of the battery, the seed and the package's own code."""
        parts = [self.battery.model_dump(mode="json"), self.seed, source_fingerprint()]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    @cached_property
    def names(self) -> Names:
        """What the numbers of its world stand for."""
        own = textbook_names(self.battery)
        count = len(own.flyers)
        return Names(own.flyers, ("targets",) * count, (TARGET,) * count, np.zeros(count, bool), own.radars, own.units,
                     own.missiles, np.zeros(count, np.int64), np.ones(1))

    def fight(self, runs: Sequence[int]) -> Mapping[str, Columns]:
        """The tables "events", "outcomes" and "runs" of these runs."""
        world = textbook_world(self.battery)
        outcomes, events = fight_many(world, self.seed, runs, threads=1)
        tables = {"events": events_table(events, self.names, {}), "outcomes": outcomes_table(outcomes, 0, self.names),
                  "runs": runs_table(outcomes, events, 0, self.names, world.units, (0.0, 0.0))}
        for name in ("outcomes", "runs"):
            tables[name]["draw"] = tables[name]["run"]
        return {name: checked(name, table) for name, table in tables.items()}

    def values(self, events: Columns, outcomes: Columns, runs: Columns) -> dict[str, np.ndarray]:
        """What each run says of what the battery asks, by the names of its closed forms, (n,) each."""
        number = np.asarray(runs["run"])
        place = {name: column for column, name in enumerate(self.names.flyers)}
        row = np.searchsorted(number, np.asarray(outcomes["run"]))
        column = np.array([place[name] for name in outcomes["entity"]])

        def each(values: np.ndarray, otherwise: float) -> np.ndarray:
            found = np.full((number.size, len(place)), otherwise)
            found[row, column] = values
            return found

        def when(name: str) -> np.ndarray:
            values = np.asarray(outcomes[name], float)
            return each(np.where(np.isnan(values), np.inf, values), np.inf)

        ready = self.battery.battery.units * self.battery.battery.ready_rounds
        left = ready - np.asarray(runs["rounds_spent"])
        causes = [CAUSES.index(word) if word else 0 for word in outcomes["cause"]]
        found = Outcomes(
            number, each(np.array([ENDS.index(word) for word in outcomes["end"]]), UNSENT), when("end_s"),
            each(np.array(causes), 0), when("seen_s"), when("tracked_s"), when("fired_s"),
            each(np.asarray(outcomes["shots"]), 0), left[:, None, None], np.full((number.size, 1), np.inf),
            np.asarray(runs["left_out"]), when("due_s"), np.full(number.size, -1.0))
        words = [EVENTS.index(word) for word in events["event"]]
        nothing = np.full(len(words), NONE)
        results = [NOTHING_THERE if word == RESULTS[NOTHING_THERE] else 0 for word in events["cause"]]
        return values_of_runs(self.battery, found, Events(
            np.asarray(events["run"]), np.asarray(events["t_s"]), np.array(words), nothing, nothing, nothing, nothing,
            nothing, nothing, np.array(results)))
