"""Every field of a scenario moves some outcome that reads it; a new field must say how, or say that it only names.

Raid, doctrine and what is below them are looked at in `tests/engagement/test_every_choice_matters.py`. Each entry is an
outcome, what else is chosen on both sides, and the change.
"""

from functools import cache

import numpy as np
import pytest

from openiads.app.fights import plan_of
from openiads.app.options import AttackOptions, ForceOptions
from openiads.app.plan import raid_texts
from openiads.campaign import footprint as footprints
from openiads.campaign.arms import Arm, Placed, laydown_of
from openiads.campaign.survey import surveyed
from openiads.coverage.arms import run_arms
from openiads.coverage.corridor import corridor_exposure
from openiads.coverage.polar import PolarGrid
from openiads.earth.grid import Grid
from openiads.earth.terrain import open_terrain
from openiads.engagement.sight import Floor
from openiads.knowledge.library import load_library
from openiads.output import fought
from openiads.output.findings import sites_shown
from openiads.output.metrics import per_run
from openiads.output.readiness import readiness_of
from openiads.scenario import model
from openiads.scenario.doctrine import Doctrine
from openiads.scenario.fields import Record
from openiads.scenario.files import load_raid, renamed, shipped
from openiads.scenario.model import Antennas, Arms, Missile, Number, Scenario
from openiads.scenario.route import bearing_rad
from openiads.units import Altitude, Position
from tests.campaign import small_fight

DERIVED = {model.Strength}  # what a formation comes to: worked out, never written
SOURCES = {"claims", "assumed"}  # what a choice rests on: shown beside it
LABELS = {
    Scenario: {"schema_", "name", "title", "date", "ring_claims"},
    model.Site: {"name", "note", "claims"}, Number: SOURCES, model.BatchMeaning: {"label", *SOURCES},
    model.Placement: {"label"}, model.FirstArm: {"label", *SOURCES}, model.SecondArm: {"label"}, Missile: SOURCES,
    model.Bearing: {"label"}, model.Waypoint: {"name"}, model.Corridor: {"name", "note"},
}
POLAR = PolarGrid(bearings=24, rings=60, ring_step_m=1000.0)
MORE_RUNS = 200


@cache
def base() -> Scenario:
    """The small scenario, with two classes and two altitudes, so that there is less to work out."""
    plan = small_fight.scenario()
    return plan.model_copy(update={"targets": ("airliner", "f-35"), "altitudes": plan.altitudes[:2]})


def changed(path, **update):
    """The scenario with a part changed; a path of names and places, such as "sites.0.antenna"."""
    return _changed(base(), [name for name in path.split(".") if name], update)


def _changed(part, path, update):
    if not path:
        return part.model_copy(update=update)
    if isinstance(part, tuple):
        place = int(path[0])
        return (*part[:place], _changed(part[place], path[1:], update), *part[place + 1:])
    return part.model_copy(update={path[0]: _changed(getattr(part, path[0]), path[1:], update)})


# outcomes, each as something that can be compared


def areas(plan):
    ground = open_terrain(plan.terrain, ground_height_m=plan.ground_height_m or 0.0)
    return run_arms(plan, load_library(), ground, weather_rows=2, polar=POLAR)


def cover(plan):
    """Areas of the first place and what the second adds, over all rows."""
    found = areas(plan)
    second = plan.arms.second
    added = [found.added_by(plan.meaning(second.meaning), place.id) for place in second.placements]
    return [part.tobytes() for part in (found.first_area_m2, *added)]


def force(plan):
    """What stands where in both arms, in every placement."""
    def placed(site):
        where = site.position
        return Placed(where.lat_deg, where.lon_deg, 0.0, lambda radar: 10.0,
                      lambda radar: Floor(where.lat_deg, where.lon_deg, np.zeros((1, 1)), 1.0), 4 / 3)

    places, second = {site.id: placed(site) for site in plan.sites}, plan.arms.second
    shares = {missile.id: missile.share for missile in plan.missiles}
    arms = [Arm("A"), *(Arm("B", second.meaning, place.id) for place in second.placements)]
    found = [laydown_of(plan, arm, places, shares, networked=plan.doctrine.networked) for arm in arms]
    return [([(stand.name, stand.component, stand.lat_deg, stand.lon_deg, stand.spares) for stand in item.stands],
             item.batteries, item.posts, item.reports_to, item.spare_posts) for item in found]


def strength(plan):
    """What each reading and the first batch come to, as the tables have it."""
    return [plan.first_strength(), *(plan.batch_strength(item.id) for item in plan.batch_meanings)]


def fights(plan):
    """Everything that a study asks to be fought: which arm, how often, against what."""
    asked, tables = [], small_fight.tables()
    done = fought.Fought(small_fight.job(), tables, per_run(tables["runs"], tables["outcomes"]))

    def record(job, runs):
        asked.append((job.arm, runs, job.raid.sha256(), job.scenario.doctrine))
        return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fought, "fought", record)
        for name in ("depth_of", "replay_of", "arm_fought"):
            patch.setattr(fought, name, lambda *_: [])
        patch.setattr(fought, "basis_of_fights", lambda _: None)
        patch.setattr(fought, "defended_of", lambda item: asked.append(item.asked.footprint))
        study = fought.Campaigns(plan, small_fight.raid(), load_raid("aircraft-wave"),
                             lambda arm: fought.replace(small_fight.job(), scenario=plan, arm=arm))
        assert fought.fights_of(study, lambda _: False) is not None
    return asked


def kept(plan):
    """What a study says of upkeep; tests/scenario/test_programme.py looks at each of its fields."""
    found = readiness_of(plan, load_library(), meanings=())
    return [arm.bands["launchers"].expected.tobytes() for arm in found.kept]


def world(plan):
    """The world of one draw of the first arm, but for the raid's own arrays."""
    def raw(part):
        return b"".join(map(raw, part)) if hasattr(part, "_fields") else np.ascontiguousarray(part).tobytes()

    return raw(small_fight.changed(small_fight.job(), **dict(plan)).worlds.world(1))


def raids(plan):
    """The raids that a study reads, in this order."""
    return [*raid_texts(plan, "small.toml")]


def footprint(plan):
    """What is surveyed with which raid, for both arms."""
    asked = []

    def record(job, asset, wanted):
        asked.append((job.arm, job.raid.sha256(), asset, wanted))
        return small_survey()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fought, "footprint_of", record)
        fought.defended_of(fought.Campaigns(plan, small_fight.raid(), load_raid("aircraft-wave"),
                                            lambda arm: fought.replace(small_fight.job(), scenario=plan, arm=arm)))
    return asked


def places(plan):
    """Which places are fought how often, where the asset is defended on one side of the site."""
    asked, fought_at = plan.fights.footprint, []

    def trial(places_m, run):
        fought_at.append((run, places_m.tobytes()))
        return (places_m[:, 0] >= 0) & (run // 8 % 2 == 0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(footprints, "trial_of", lambda *_: trial)
        footprints.footprint_of(small_fight.job(), "city", asked, threads=1)
    return fought_at


@cache
def small_survey():
    return surveyed(lambda places_m, _run: places_m[:, 0] > 0, Grid.around(40.0, 32.0, 2.0, 1.0), 2.0, 8)


def corridor(plan):
    found = corridor_exposure(plan.corridor, sites_shown(base_areas()), np.array([240.0]))
    return found.nearest_nm.tobytes(), found.seen.tobytes(), found.flight_levels


def bearings(plan):
    return [(bearing.site, bearing_rad(plan, bearing)) for bearing in plan.bearings]


@cache
def base_areas():
    return areas(base())


ORDER = base().order_of_battle
NUMBER = {"value": 5}
SECOND_SITE = {"site": base().sites[0].id}
TERRAIN_FILE = {"terrain": "bundled", "ground_height_m": None}

# record: where it stands, and of each field the outcome and the change
FIELDS = {
    Scenario: ("", {
        "seed": (cover, {"seed": 5}), "draws": (cover, {"draws": 3}), "level": (cover, {"level": 0.5}),
        "ring_m": (world, {"ring_m": 60e3}), "terrain": (cover, TERRAIN_FILE),
        "ground_height_m": (cover, {"ground_height_m": 0.0}), "refraction": (cover, {"refraction": 1.0}),
        "pd": (cover, {"pd": 0.9}), "pfa": (cover, {"pfa": 1e-9}),
        "altitudes": (cover, {"altitudes": base().altitudes[:1]}), "targets": (cover, {"targets": ("f-35",)}),
        "sites": (cover, {"sites": (base().sites[0].model_copy(update={"antenna": Antennas(
            search=Altitude(60.0, "AGL"))}), *base().sites[1:])}),
        "order_of_battle": (force, {"order_of_battle": ORDER.model_copy(update={"battalion": ORDER.battalion.model_copy(
            update={"search_radars": ("91N6E",)})})}),
        "batch_meanings": (strength, {"batch_meanings": base().batch_meanings[1:]}),
        "arms": (force, {"arms": Arms(A=base().arms.first, B=base().arms.second.model_copy(
            update={"meaning": "one-regiment"}))}),
        "missiles": (cover, {"missiles": base().missiles[:1]}), "raid": (raids, {"raid": "mixed-reference"}),
        "doctrine": (world, {"doctrine": Doctrine(fire="salvo", rounds=4)}),
        "fights": (fights, {"fights": base().fights.model_copy(update={"runs": MORE_RUNS})}),
        "bearings": (bearings, {"bearings": base().bearings[:1]}),
        "corridor": (fights, {"corridor": None}),
        "programme": (kept, {"programme": base().programme.model_copy(update={"months": 12})}),
    }),
    model.Site: ("sites.0", {
        "id": (force, None), "position": (cover, {"position": Position(40.5, 33.0)}),
        "kind": (world, {"kind": "reported"}), "antenna": (cover, {"antenna": Antennas(search=Altitude(60.0, "AGL"))}),
    }),
    Antennas: ("sites.0.antenna", {
        "search": (cover, {"search": Altitude(80.0, "AGL")}), "engage": (cover, {"engage": Altitude(80.0, "AGL")}),
    }),
    model.FireUnit: ("order_of_battle.fire_unit", {
        "engagement_radar": (force, {"engagement_radar": "pantsir-engagement-radar"}),
        "engagement_radars": (force, {"engagement_radars": Number(value=2, assumed="two")}),
        "launchers": (force, {"launchers": Number(value=2, assumed="two")}),
        "tubes_per_launcher": (force, {"tubes_per_launcher": Number(value=2, assumed="two")}),
        "reloads": (force, {"reloads": Number(value=3, assumed="three")}),
    }),
    model.Battalion: ("order_of_battle.battalion", {
        "fire_units": (force, {"fire_units": Number(value=3, assumed="three")}),
        "command_post": (fights, {"command_post": "other"}),
        "command_posts": (force, {"command_posts": Number(value=2, assumed="two")}),
        "search_radars": (cover, {"search_radars": ("91N6E",)}),
        "of_each_search_radar": (force, {"of_each_search_radar": Number(value=2, assumed="two")}),
        "masts": (cover, {"masts": {}}),
        "point_defence": (force, {"point_defence": Number(value=1, assumed="one")}),
    }),
    model.Regiment: ("order_of_battle.regiment", {
        "battalions": (strength, {"battalions": Number(value=4, assumed="four")})}),
    model.OrderOfBattle: ("order_of_battle", {
        "fire_unit": (strength, {"fire_unit": ORDER.fire_unit.model_copy(update={"launchers": Number(
            value=1, assumed="one")})}),
        "battalion": (strength, {"battalion": ORDER.battalion.model_copy(update={"fire_units": Number(
            value=4, assumed="four")})}),
        "regiment": (strength, {"regiment": model.Regiment(battalions=Number(value=3, assumed="three"))}),
    }),
    Number: ("order_of_battle.fire_unit.launchers", {"value": (force, NUMBER)}),
    model.BatchMeaning: ("batch_meanings.2", {
        "id": (force, None), "formation": (force, {"formation": "regiment"}), "count": (force, {"count": 3})}),
    model.Placement: ("arms.second.placements.1", {"id": (fights, {"id": "elsewhere"}), "site": (force, SECOND_SITE)}),
    model.FirstArm: ("arms.first", {
        "formation": (force, {"formation": "battery"}), "count": (force, {"count": 2}),
        "site": (force, {"site": base().sites[1].id})}),
    model.SecondArm: ("arms.second", {
        "arrival": (cover, {"arrival": "never"}),
        "meaning": (force, {"meaning": "two-batteries"}),
        "placements": (force, {"placements": base().arms.second.placements[:1]})}),
    Arms: ("arms", {
        "first": (force, {"first": base().arms.first.model_copy(update={"count": 2})}),
        "second": (force, {"second": base().arms.second.model_copy(update={"meaning": "two-batteries"})})}),
    Missile: ("missiles.1", {"id": (cover, {"id": "48N6E2"}), "share": (force, {"share": 9.0})}),
    model.Bearing: ("bearings.0", {
        "site": (bearings, {"site": base().sites[1].id}), "bearing": (bearings, {"bearing": 1.0}),
        "towards": (bearings, {"towards": Position(41.0, 30.0)})}),
    model.Waypoint: ("corridor.points.1", {"position": (corridor, {"position": Position(39.0, 33.5)})}),
    model.Corridor: ("corridor", {
        "points": (corridor, {"points": base().corridor.points[:2]}),
        "flight_levels": (corridor, {"flight_levels": base().corridor.flight_levels[:1]})}),
    model.Fights: ("fights", {
        "runs": (fights, {"runs": MORE_RUNS}), "fewer_runs": (fights, {"fewer_runs": 40}),
        "sizes": (fights, {"sizes": (3,)}), "airliners_every": (fights, {"airliners_every": (100.0,)}),
        "silent": (fights, {"silent": 0.9}), "saturation_raid": (raids, {"saturation_raid": "mixed-reference"}),
        "footprint": (fights, {"footprint": None})}),
    model.Footprint: ("fights.footprint", {
        "raiders": (footprint, {"raiders": 3}), "radius": (places, {"radius": 90e3}),
        "step": (places, {"step": 30e3}), "runs": (places, {"runs": 24})}),
}
ENTRIES = [(record, name) for record, (_, fields) in FIELDS.items() for name in fields]
REFERENCES = {(model.Site, "id"), (model.BatchMeaning, "id")}  # what others call it: they find nothing by another


def records():
    """Every record that a scenario file is made of, but those of the doctrine."""
    return {item for item in vars(model).values()
            if isinstance(item, type) and issubclass(item, Record) and item.__module__ == model.__name__}


def test_every_record_and_every_field_has_an_entry():
    assert set(FIELDS) | DERIVED == records()
    for record, (_, fields) in FIELDS.items():
        assert set(fields) | LABELS.get(record, set()) == set(record.model_fields), record
        assert not set(fields) & LABELS.get(record, set())


def test_a_field_without_an_entry_would_be_told():
    assert {*FIELDS[Missile][1], *SOURCES} != {*Missile.model_fields, "newly declared"}


@cache
def before(outcome):
    return outcome(base())


@pytest.mark.parametrize(("record", "name"), [item for item in ENTRIES if item not in REFERENCES],
                         ids=lambda item: getattr(item, "__name__", item))
def test_a_change_moves_its_outcome(record, name):
    path, fields = FIELDS[record]
    outcome, update = fields[name]
    plan = changed(path, **update)
    if (record, name) == (model.Bearing, "bearing"):
        plan = changed(path, **update, towards=None)
    assert plan != base()
    assert outcome(plan) != before(outcome)


@pytest.mark.parametrize(("record", "name"), sorted(REFERENCES, key=str))
def test_what_others_are_called_by_is_looked_for(record, name):
    with pytest.raises((KeyError, StopIteration)):
        force(changed(FIELDS[record][0], **{name: "unheard-of"}))


def test_the_raid_that_is_named_is_the_one_that_is_fought(tmp_path):
    text = shipped()["second-batch"]
    path = tmp_path / "mine.toml"
    found = []
    for raid in ("mixed-reference", "aircraft-wave"):
        mine = text.replace('raid = "mixed-reference"', f'raid = "{raid}"', 1)
        path.write_text(renamed(mine, "mine"), encoding="utf-8")
        found.append(plan_of(str(path), AttackOptions(), ForceOptions()).raid.name)
    assert found == ["mixed-reference", "aircraft-wave"]


def test_the_doctrine_moves_the_fights_too():
    assert fights(changed("", doctrine=Doctrine(fire="salvo"))) != before(fights)


@pytest.mark.parametrize(("record", "path"), [
    (record, path) for record, (path, _) in FIELDS.items() if record in LABELS])
def test_labels_move_no_outcome(record, path):
    words = {name: {"claims": ("ORG-006",), "ring_claims": ()}.get(name, "other") for name in LABELS[record]
             if name not in ("schema_", "date")}
    plan = changed(path, **words)
    for outcome in (force, strength, bearings):
        assert outcome(plan) == before(outcome)
