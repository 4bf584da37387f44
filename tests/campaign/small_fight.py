"""A fight of a few raiders over smooth earth, as a job of a campaign; what several tests change one thing of."""

from dataclasses import replace
from functools import cache
from typing import Any

from openiads.campaign.arms import Arm
from openiads.campaign.fight import FightJob
from openiads.earth.terrain import open_terrain
from openiads.knowledge.library import load_library
from openiads.scenario.files import read_raid, read_scenario
from openiads.scenario.model import Scenario
from openiads.scenario.raid import Raid
from tests.engagement.raid_text import entry
from tests.output.small_study import small_text

FIRST, SECOND = Arm("A"), Arm("B", "one-battery", "apart")
RUNS = 20  # draws 0 and 1 whole, a half of draw 2
RAID = """
schema = "openiads/raid/1"
name = "few"
title = "A few raiders"
duration = "11 min"

[[assets]]
id = "city"
name = "a point"
position = "40.08,32.57"

""" + entry(
    "groups", id="north", target="f-16", count=6, asset="city", bearing="10 deg", start="110 km",
    altitude="6000 m AMSL", abreast=2, gap="3 km", interval="15 s", jitter="5 s", starts_at="0 s", turns_away=0.3,
) + entry(
    "groups", id="low", target="cruise-missile", count=4, asset="city", bearing="80 deg", start="60 km",
    altitude="100 m AGL", starts_at="20 s",
) + entry("airways", id="across", points=["41.2,32.3", "38.9,32.9"], altitude="FL350", every="3 min", silent=0.5)


@cache
def scenario() -> Scenario:
    text = small_text().replace('terrain = "bundled"', 'terrain = "none"\nground_height = "800 m"')
    return read_scenario(text, "small.toml")


@cache
def raid() -> Raid:
    return read_raid(RAID, "few.toml")


@cache
def job(arm: Arm = FIRST) -> FightJob:
    plan = scenario()
    ground = open_terrain(plan.terrain, ground_height_m=plan.ground_height_m or 0.0)
    return FightJob(plan, raid(), arm, load_library(), "ledger", ground.info.sha256)


def changed(given: FightJob, **update: Any) -> FightJob:
    """The job with some fields of its scenario changed."""
    return replace(given, scenario=given.scenario.model_copy(update=update))


@cache
def tables(arm: Arm = FIRST):
    """The three tables of the first runs."""
    return job(arm).fight_all(RUNS, 2)
