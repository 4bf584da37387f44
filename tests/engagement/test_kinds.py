"""Fire units of another kind beside the batteries: point defence with radars, channels and missiles of its own."""

from functools import cache

import numpy as np
import pytest

from openiads.coverage.flyouts import fitted
from openiads.coverage.missiles import stated_of
from openiads.engagement.log import ASSIGNED, FIRST_SEEN, TRACKS_OF_A_PICTURE
from openiads.engagement.lower import Battery
from openiads.engagement.run import fight_many
from openiads.engagement.units import KILLED, LEAKED, NEVER_SEEN
from openiads.physics.missile import Missile
from openiads.scenario.doctrine import Doctrine, Loss
from tests.engagement.small_world import LAT_DEG, LON_DEG, RAID, beliefs, changed, laydown, stand, world
from tests.physics.missiles import LONG

NEAR = changed(RAID, target='"cruise-missile"', start='"60 km"', altitude='"500 m AMSL"', count="4", abreast="1",
               jitter='"0 s"')
OWN = (stand("own/search", "pantsir-search-radar"), stand("own/guide", "pantsir-engagement-radar"))
RUNS = range(6)


@cache
def missiles() -> dict[str, Missile]:
    """The long missile of the other tests, and the 57E6 fitted to what is nominally believed of it."""
    stated = stated_of(beliefs(), "57E6", np.array([[0, 0]]))[0]
    return {"48N6E3": LONG, "57E6": fitted(stated)[0]}


def vehicle(post="", rounds=12, spare=0):
    return Battery("own", "own/guide", post, LAT_DEG, LON_DEG, 0.0, {"57E6": rounds}, {"57E6": spare},
                   kind="pantsir-s1", search="own/search")


def alone(**keys):
    return laydown(units=0, search=(), post="", guns=(vehicle(**keys),), more=OWN)


def fought(text=NEAR, force=None, believed=None, doctrine=None):
    given = world(text, doctrine, force or alone(), believed, missiles())
    return *fight_many(given, 2, RUNS, 2), given


def test_the_fitted_missile_reaches_about_as_far_as_claimed():
    missile = missiles()["57E6"]
    assert missile.max_range_m == pytest.approx(20e3)
    assert 10e3 < missile.max_altitude_m <= 15e3


def test_each_kind_has_its_own_numbers():
    force = laydown(guns=(vehicle("post"),), more=OWN)
    units = world(NEAR, None, force, {"pantsir-s1.reload_time": 77.0}, missiles()).units
    assert units.channels[-1] == round(beliefs().value("pantsir-s1.channels")) < units.channels[0]
    assert units.reaction_s[-1] == beliefs().value("pantsir-s1.reaction_time") < units.reaction_s[0]
    assert (units.reload_s[-1], units.rounds[-1].tolist(), units.rounds[0].tolist()) == (77.0, [0, 12], [16, 0])


def test_it_fights_alone_by_its_own_radars():
    outcomes, events, _ = fought()
    assert (outcomes.end == KILLED).mean() > 0.3
    assert outcomes.fired_s.min() > 60.0
    assert set(events.radar[events.event == FIRST_SEEN]) == {0}
    first_m = 250.0 * outcomes.fired_s[np.isfinite(outcomes.fired_s)].min()
    assert 60e3 - first_m < 26e3


def test_its_engagement_radar_looks_round_only_once_the_own_search_radar_is_lost():
    blind, _, _ = fought(doctrine=Doctrine(losses=(Loss(component="pantsir-search-radar"),
                                                   Loss(component="pantsir-engagement-radar"))))
    assert (blind.cause == NEVER_SEEN).all()
    _, events, _ = fought(doctrine=Doctrine(losses=(Loss(component="pantsir-search-radar"),)))
    assert set(events.radar[events.event == FIRST_SEEN]) == {1}


def test_linked_it_reads_the_picture_of_the_command_post():
    force = laydown(rounds=0, guns=(vehicle("post"),), more=OWN)
    outcomes, _, given = fought(force=force)
    assert given.units.picture[:, 0].tolist() == [0, 0, 0]
    assert (outcomes.shots.sum(axis=1) > 0).all()
    cut = Doctrine(losses=(Loss(component="55K6E"),))
    own, events, given = fought(force=force, doctrine=cut)
    assert (own.shots.sum(axis=1) > 0).all()
    assigned = events.track[events.event == ASSIGNED]
    assert set(assigned // TRACKS_OF_A_PICTURE) == {given.units.picture[2, 1]}


def test_it_leaves_alone_what_is_out_of_its_reach():
    outcomes, _, _ = fought(changed(NEAR, altitude='"16000 m AMSL"'))
    assert (outcomes.end == LEAKED).all()
    assert (outcomes.shots == 0).all()


def test_its_loss_and_its_reload_are_its_own():
    lost, _, _ = fought(doctrine=Doctrine(losses=(Loss(component="pantsir-s1"),)))
    assert (lost.shots == 0).all()
    kept, _, _ = fought(doctrine=Doctrine(losses=(Loss(component="fire-unit"),)))
    assert (kept.shots.sum(axis=1) > 0).all()
    text = changed(NEAR, count="12", interval='"20 s"')
    quick = {"pantsir-s1.reload_time": 30.0}
    once, _, _ = fought(text, alone(rounds=2), quick)
    twice, _, _ = fought(text, alone(rounds=2, spare=4), quick)
    assert once.shots.sum(axis=1).max() <= 2
    assert twice.shots.sum() > once.shots.sum()


@pytest.mark.parametrize(("faces_deg", "sees"), [(10.0, True), (190.0, False)])
def test_a_lone_engagement_radar_sees_what_lies_in_its_sector(faces_deg, sees):
    force = laydown(units=1, search=(), post="", faces_rad=np.radians(faces_deg))
    outcomes, _ = fight_many(world(RAID, None, force), 2, RUNS, 2)
    assert np.isfinite(outcomes.tracked_s).all() == sees
    assert (outcomes.shots.sum() > 0) == sees
