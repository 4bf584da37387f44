"""Every field of doctrine and raid changes some outcome or event of a small fight; a new field must say how."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from openiads.engagement.run import fight_many
from openiads.scenario.doctrine import Doctrine, Identity, Loss
from openiads.scenario.fields import Record
from openiads.scenario.files import read_raid
from openiads.scenario.raid import Airway, Asset, Group, Jammer, Raid, Recorded
from openiads.units import Altitude, Position
from tests.engagement.raid_text import BRIDGE, NORTH_SOUTH, entry
from tests.engagement.small_world import RAID, laydown, world

RECORDS = (Doctrine, Identity, Loss, Raid, Asset, Group, Jammer, Airway, Recorded)
LABELS = {
    Raid: {"schema_", "name", "title"}, Asset: {"id", "name", "note"}, Jammer: {"id"},
}  # what only names things; the ids of groups and airways name the luck of their flyers as well

MORE = BRIDGE + entry(
    "groups", id="low", target="cruise-missile", count=4, asset="bridge", bearing="40 deg", start="90 km",
    altitude="60 m AGL", starts_at="10 s",
) + entry(
    "groups", id="homing", target="anti-radiation", count=6, asset="city", bearing="330 deg", start="140 km",
    altitude="9000 m AMSL", interval="15 s", starts_at="60 s", homes_on="91N6E",
) + entry("jammers", id="off", position="41.5,32.34", altitude="9000 m AMSL", jam_to_noise_db=30.0, at="170 km",
) + entry("airways", id="north-south", points=NORTH_SOUTH, altitude="FL350", every="3 min")
TRACK = "time_s,id,lat,lon,altitude_m\n0,A1,{lat},32.2,9000\n100,A1,40.5,32.2,9000\n200,A1,40.3,32.2,9000\n"
BELIEVED = {"48N6E3.kill_probability_aircraft": 0.35, "48N6E3.kill_probability_cruise": 0.2, "fire-unit.channels": 3.0}
SEARCH = ("91N6E", "96L6E")
WAITS = {"emission": "on-cue", "silent": SEARCH}
WARNED = {"shut_down": "on-warning"}

# of each field: what else is chosen on both sides, and the change
DOCTRINE = {
    "fire": ({}, "salvo"), "rounds": ({}, 3), "weapons_control": ({}, "hold"),
    "free_above": ({"weapons_control": "free"}, 30.0), "tight_above": ({}, 30.0), "assignment": ({}, "exact"),
    "networked": ({}, False), "engage_on_remote": ({}, True), "assessment_time": ({}, "60 s"),
    "miss_taken_for_kill": ({}, 0.9), "kill_taken_for_miss": ({}, 0.9),
    "second_look": ({"miss_taken_for_kill": 0.9}, "300 s"), "last_chance": ({"weapons_control": "hold"}, "200 s"),
    "link_loss": ({}, 0.5), "link_latency": ({}, "15 s"), "false_alarms": ({}, 0.0),
    "emission": ({"silent": ("91N6E",)}, "on-cue"), "silent": ({"emission": "on-cue"}, ("91N6E",)),
    "on_air_at": (WAITS, "60 s"), "shut_down": ({}, "on-warning"), "shut_down_within": (WARNED, "60 s"),
    "shut_down_for": (WARNED, "5 s"), "silence_saves": (WARNED | {"shut_down_within": "60 s"}, 0.0),
    "identity": ({}, Identity(prior=-20.0)), "losses": ({}, (Loss(component="91N6E", at="60 s"),)),
}
IDENTITY = {"prior": -20.0, "reply": 9.0, "no_reply": -9.0, "on_airway": 20.0, "fast": -20.0, "low": -20.0,
            "inbound": -20.0}
LOSS = {"component": "96L6E", "at": 120.0}
GROUP = {  # number of the group, and the change
    "id": (0, {"id": "south"}), "target": (0, {"target": "su-30"}), "count": (0, {"count": 5}),
    "asset": (0, {"asset": "bridge"}), "bearing": (0, {"bearing": 1.0}), "start": (0, {"start": 120e3}),
    "altitude": (1, {"altitude": Altitude(3000.0, "AMSL")}), "speed": (0, {"speed": 300.0}),
    "abreast": (0, {"abreast": 4}), "gap": (0, {"gap": 9000.0}), "interval": (0, {"interval": 40.0}),
    "arrivals": (0, {"arrivals": "poisson", "jitter": 0.0}),
    "jitter": (0, {"jitter": 0.0}), "starts_at": (0, {"starts_at": 30.0}),
    "on_target_at": (0, {"starts_at": None, "on_target_at": 500.0}), "releases_at": (0, {"releases_at": 60e3}),
    "turns_away": (0, {"turns_away": 1.0}), "homes_on": (2, {"homes_on": None}), "strikes": (2, {"strikes": 0.0}),
}
JAMMER = {"position": Position(41.0, 31.0), "altitude": Altitude(-500.0, "AMSL"), "jam_to_noise_db": 60.0, "at": 400e3,
          "sidelobe_db": 0.0}
AIRWAY = {"id": "other", "points": (Position(41.5, 32.0), Position(38.5, 32.0)), "altitude": Altitude(1500.0, "AMSL"),
          "every": 100.0, "speed": 180.0, "starts_at": 40.0, "silent": 1.0}
RECORDED = {"file": "two.csv", "silent": 1.0}
RAIDS = {"duration": 200.0, "assets": None, "groups": None, "jammers": (), "airways": (), "recorded": None}
ASSET = {"position": Position(40.3, 32.4), "value": 50.0}


@cache
def base() -> Raid:
    return read_raid(RAID + MORE, "every.toml")


def force():
    """Two command posts, a search radar and a fire unit each."""
    one = laydown(search=SEARCH)
    return replace(one, batteries=(one.batteries[0], replace(one.batteries[1], post="other")), posts=("post", "other"),
                   reports_to={**one.reports_to, "search-1": "other", "guide-1": "other"})


def told(raid, doctrine=None):
    """Everything that is told of a few fights, as bytes."""
    outcomes, events = fight_many(world(raid, doctrine, force(), BELIEVED), 7, range(3), 2)
    return b"".join(np.ascontiguousarray(part).tobytes() for part in (*outcomes, *events))


@cache
def plain():
    return told(base())


def with_item(table, number, **update):
    items = list(getattr(base(), table))
    items[number] = items[number].model_copy(update=update)
    return base().model_copy(update={table: tuple(items)})


@pytest.fixture(scope="module")
def tracks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recorded")
    for name, lat in (("one", 41.0), ("two", 40.7)):
        (folder / f"{name}.csv").write_text(TRACK.format(lat=lat), encoding="utf-8")
    return folder


def entries(record: type[Record]) -> set[str]:
    table = {Doctrine: DOCTRINE, Identity: IDENTITY, Loss: LOSS, Group: GROUP, Jammer: JAMMER, Airway: AIRWAY,
             Asset: ASSET, Recorded: RECORDED, Raid: RAIDS}[record]
    return set(table) | LABELS.get(record, set())


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_has_an_entry(record):
    assert entries(record) == set(record.model_fields)


def test_a_field_without_an_entry_would_be_told():
    assert entries(Loss) != {*Loss.model_fields, "newly declared"}


@pytest.mark.parametrize("name", DOCTRINE)
def test_doctrine(name):
    given, value = DOCTRINE[name]
    before = Doctrine(**given)
    assert getattr(Doctrine(**given, **{name: value}), name) != getattr(before, name)
    assert told(base(), Doctrine(**given, **{name: value})) != (told(base(), before) if given else plain())


@pytest.mark.parametrize("name", IDENTITY)
def test_identity(name):
    assert told(base(), Doctrine(identity=Identity(**{name: IDENTITY[name]}))) != plain()


@pytest.mark.parametrize("name", LOSS)
def test_loss(name):
    loss = Loss(component="91N6E", at="60 s")
    assert told(base(), Doctrine(losses=(loss.model_copy(update={name: LOSS[name]}),))) \
        != told(base(), Doctrine(losses=(loss,)))


@pytest.mark.parametrize("name", GROUP)
def test_group(name):
    number, update = GROUP[name]
    assert told(with_item("groups", number, **update)) != plain()


@pytest.mark.parametrize(("field", "table"), [("jammers", JAMMER), ("airways", AIRWAY), ("assets", ASSET)])
def test_jammer_airway_and_asset(field, table):
    for name, value in table.items():
        assert told(with_item(field, len(getattr(base(), field)) - 1, **{name: value})) != plain(), name


def test_raid(tracks):
    further = (*base().assets, Asset(id="mill", name="a third point", position="40.5,32.1", value=5.0))
    recorded = (Recorded(file=str(tracks / "one.csv")),)
    changes = RAIDS | {"assets": further, "groups": base().groups[1:], "recorded": recorded}
    for name, value in changes.items():
        assert told(base().model_copy(update={name: value})) != plain(), name


def test_recorded(tracks):
    item = Recorded(file=str(tracks / "one.csv"))
    before = told(base().model_copy(update={"recorded": (item,)}))
    for name, value in RECORDED.items():
        other = item.model_copy(update={name: str(tracks / value) if name == "file" else value})
        assert told(base().model_copy(update={"recorded": (other,)})) != before, name


def test_labels_change_nothing():
    raid = base().model_copy(update={"name": "other", "title": "Other"})
    assert told(raid) == plain()
    assert told(with_item("assets", 0, name="other", note="other")) == plain()
    assert told(with_item("jammers", 0, id="other")) == plain()
