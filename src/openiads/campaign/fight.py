"""One arm of a campaign as a job: small to send, rebuilt once a process, fought by any number of threads."""

import hashlib
import json
import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np

from openiads.campaign.arms import Arm
from openiads.campaign.stage import RUNS_PER_DRAW, Ground, Sites, Worlds, draw_of, sites_key, sites_of
from openiads.campaign.tables import Columns, checked, joined
from openiads.campaign.tell import events_table, outcomes_table, runs_table
from openiads.compiled import source_fingerprint
from openiads.earth.terrain import Terrain, open_terrain
from openiads.engagement.exposure import neutral_minutes
from openiads.engagement.replicate import Room, World, fits, replicate, room_for
from openiads.engagement.run import events_of, gathered, outcome_of
from openiads.knowledge.library import Library
from openiads.knowledge.resolve import Beliefs
from openiads.scenario.model import Scenario
from openiads.scenario.raid import Raid

_built: dict[str, Worlds] = {}
_sites: dict[str, tuple[Terrain, Sites]] = {}
_building = threading.Lock()
_own = threading.local()
JOBS_KEPT, SITES_KEPT = 4, 4


@dataclass(frozen=True)
class FightJob:
    """Everything that decides the results of one arm.

    The scenario, with its doctrine and seed, and the raid are as they will be fought: whatever the command line changes
    has been changed in them.
    """

    scenario: Scenario
    raid: Raid
    arm: Arm
    library: Library = field(repr=False)
    ledger_sha256: str
    terrain_sha256: str
    believe: tuple[str, ...] = ()
    nothing_dies: bool = False
    ready: float = 1.0  # share of the tubes that are loaded

    @property
    def fingerprint(self) -> str:
        """Hash of all inputs and of the package's own code."""
        parts = [self.scenario.sha256(), self.raid.sha256(), *(item.content_sha256() for item in self.raid.recorded),
                 self.arm.label, self.ledger_sha256, self.terrain_sha256, list(self.believe), self.nothing_dies,
                 self.ready, source_fingerprint()]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    @property
    def worlds(self) -> Worlds:
        """The worlds of this job, built when first asked for and kept in this process."""
        key = self.fingerprint
        with _building:
            if key not in _built:
                terrain, sites = self._sites()
                _built[key] = Worlds(Ground(self.scenario, self.raid, self.arm, *sites, terrain, self.nothing_dies,
                                            self.ready))
                while len(_built) > JOBS_KEPT:
                    _built.pop(next(iter(_built)))
            return _built[key]

    def _sites(self) -> tuple[Terrain, Sites]:
        # jobs that differ in doctrine or in how many come share their sites and beliefs
        key = "/".join([sites_key(self.scenario, self.raid, self.arm, self.believe), self.ledger_sha256,
                        self.terrain_sha256])
        if key not in _sites:
            terrain = open_terrain(self.scenario.terrain, ground_height_m=self.scenario.ground_height_m or 0.0)
            _sites[key] = terrain, sites_of(self.scenario, self.library, terrain, self.raid, self.arm,
                                            believe=self.believe)
            while len(_sites) > SITES_KEPT:
                _sites.pop(next(iter(_sites)))
        return _sites[key]

    def beliefs_read(self) -> Beliefs:
        """Beliefs of which just that was read which a fight of this job reads: its sites and two of its worlds."""
        terrain, sites = self._sites()
        first = np.zeros(1, np.int64)
        read = sites_of(self.scenario, self.library, terrain, self.raid, self.arm,
                        beliefs=sites.beliefs.retold(first, {}),
                        known={name: site.ladder for name, site in sites.sites.items()})
        worlds = Worlds(Ground(self.scenario, self.raid, self.arm, *read, terrain, self.nothing_dies, self.ready))
        worlds.ground.arrives(1)
        for draw in (0, 1):
            worlds.world(draw)
        return read.beliefs

    def worlds_in(self, draw: int) -> Worlds:
        """The worlds in which a draw fights: those of arm A where it believes that the second batch never arrives."""
        own = self.worlds
        if self.arm.name == "A" or own.ground.arrives(draw):
            return own
        return replace(self, arm=Arm("A")).worlds

    def _room(self, world: World) -> Room:
        # one working space for each thread and job; draws differ in how many channels they believe in
        key = self.fingerprint
        if getattr(_own, "key", None) != key or not fits(world, _own.room):
            _own.key, _own.room = key, room_for(world)
        return _own.room  # type: ignore[no-any-return]

    def fight_all(self, count: int, threads: int = os.cpu_count() or 1) -> Mapping[str, Columns]:
        """The tables of the first runs, kept in memory; each thread takes a draw of belief at a time."""
        starts = range(0, count, RUNS_PER_DRAW)
        with ThreadPoolExecutor(threads) as pool:
            parts = list(pool.map(lambda first: self.fight(range(first, min(first + RUNS_PER_DRAW, count))), starts))
        return {name: joined(name, [part[name] for part in parts]) for name in parts[0]}

    def fight(self, runs: Sequence[int]) -> Mapping[str, Columns]:
        """The tables "events", "outcomes" and "runs" of these runs."""
        parts: dict[str, list[Columns]] = {"events": [], "outcomes": [], "runs": []}
        for draw, numbers in groupby(runs, draw_of):
            worlds = self.worlds_in(draw)
            world, names = worlds.world(draw), worlds.names
            room = self._room(world)
            fought = []
            for number in numbers:
                replicate(world, room, np.uint64(self.scenario.seed), number)
                fought.append((outcome_of(number, world, room), events_of(number, room)))
            outcomes, events = gathered(fought)
            claims = worlds.ground.claims(draw)
            for name, table in (("events", events_table(events, names, claims)),
                                ("outcomes", outcomes_table(outcomes, draw, names)),
                                ("runs", runs_table(outcomes, events, draw, names, world.units,
                                                    neutral_minutes(world, self.scenario.pd)))):
                parts[name].append(checked(name, table))
        return {name: joined(name, found) for name, found in parts.items()}
