"""What the draws of belief share, and what each of them changes."""

import numpy as np
import pytest

from openiads.earth.terrain import open_terrain
from openiads.engagement.lower import stage_of, world_on
from openiads.scenario.doctrine import Doctrine
from openiads.scenario.files import read_raid
from openiads.scenario.flights import flights_of
from tests.engagement.small_world import RAID, beliefs, laydown, world
from tests.physics.missiles import LONG


@pytest.fixture(scope="module")
def stage():
    raid, terrain = read_raid(RAID, "small.toml"), open_terrain("none")
    return stage_of(laydown(), raid, flights_of(raid, terrain, 240.0), terrain)


def on(stage, **own):
    held = beliefs()
    believed = {key.replace("__", ".").replace("_16", "-16"): item for key, item in own.items()}
    rcs_m2 = {name: held.nominal[f"{name}.detection_range"].condition["rcs_m2"] for name in ("91N6E", "92N6E")}
    return world_on(stage, Doctrine(), lambda key: believed.get(key) or held.value(key), rcs_m2, {"48N6E3": LONG},
                    pfa=1e-6, swerling_case=1)


def leaves(name, part):
    """Every array and number of a world by its name."""
    if not hasattr(part, "_fields"):
        return {name: np.asarray(part)}
    return {key: item for field in part._fields
            for key, item in leaves(f"{name}.{field}", getattr(part, field)).items()}


def changes(one, other):
    """Names of what differs, to the byte."""
    one, other = leaves("world", one), leaves("world", other)
    return {name for name in one if one[name].tobytes() != other[name].tobytes()}


def test_a_stage_is_shared_by_draws_and_changed_by_none(stage):
    first = on(stage)
    on(stage, f_16__rcs=0.1, f_16__cruise_speed=200.0)
    assert not changes(first, on(stage))
    assert not changes(first, world())


def test_a_draw_changes_what_it_speaks_of_and_nothing_else(stage):
    first = on(stage)
    assert changes(first, on(stage, f_16__rcs=0.1)) == {"world.sight.snr", "world.sight.pd"}
    assert changes(first, on(stage, f_16__cruise_speed=200.0)) == {"world.air.pace"}
