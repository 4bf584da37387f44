"""Truth labels shuffled: the same bytes of plots, tracks and decisions; and the log shows how something is mistaken.

Every place where the kernels read what only the world knows, and why no decision of the defence follows from it:

- `plots.origin`: `replicate._note_sightings` (times of first plots, the event "first seen"),
  `replicate._drop_old_plots` (moved with its plot), `identify.note_plots` (into `believed.owner`). For the record.
- `believed.owner`: `identify.judge` (first tracked, "tracked", "judged ..."), `command.assign` and `command.blame`
  (causes, "left alone", "assigned"), `fire.fight` ("acquired", the cause "not acquired"). For the record.
- `air.neutral`: `move.send_off` (only what is no raider carries a transponder that answers: physics),
  `replicate._close` (causes). Without an answer the two fly alike.
- `air.target_class`: `fire._fly`, a row of kill probabilities: what the round meets (physics).
- `emission.homes_on`: `emission.strike`, what arrives at a radar (physics).
- `air.word`: the name under which a flyer's luck is drawn: chance, not knowledge.
- `flyers` in `fire`: where a round or a look of the engagement radar really finds something, and whether what it flew
  at is gone, seen with the error of the assessment (physics).
"""

import json
import os
import pickle
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import openiads.engagement
from openiads.campaign.tell import evidence_words
from openiads.draws import word
from openiads.engagement.log import (
    ASSIGNED,
    CAME,
    FIRST_SEEN,
    JUDGED_HOSTILE,
    LAUNCHED,
    TRACKED,
    film_for,
)
from openiads.engagement.replicate import replicate, room_for
from openiads.engagement.run import fight_many
from openiads.scenario.doctrine import Doctrine, Identity, Loss
from tests.engagement.raid_text import BRIDGE, NORTH_SOUTH, entry
from tests.engagement.small_world import RAID, changed, world

KNOWN_READS = {  # file and function of every read of a truth label; what is new must be argued for above
    ("command.py", "assign"), ("command.py", "blame"), ("emission.py", "strike"), ("exposure.py", "neutral_minutes"),
    ("fire.py", "_fly"),
    ("fire.py", "fight"), ("identify.py", "_forget"), ("identify.py", "note_plots"), ("identify.py", "judge"),
    ("move.py", "send_off"), ("replicate.py", "_note_sightings"), ("replicate.py", "_drop_old_plots"),
    ("replicate.py", "_close"), ("replicate.py", "replicate"), ("replicate.py", "room_for"), ("sense.py", "_send"),
}
LOWERING = {"lower.py", "paths.py", "textbook.py"}  # what makes the world may know it
LABEL = re.compile(r"\b(plots\.origin|believed\.owner|owner|air\.neutral|neutral\[|air\.target_class"
                   r"|emission\.homes_on)\b")

MIXED = changed(RAID, count="6") + BRIDGE + entry(
    "groups", id="low", target="cruise-missile", count=4, asset="bridge", bearing="20 deg", start="90 km",
    altitude="300 m AMSL", abreast=2, gap="2 km", starts_at="10 s",
) + entry(
    "groups", id="decoys", target="decoy", count=4, asset="city", bearing="350 deg", start="140 km",
    altitude="5000 m AMSL", abreast=2, gap="3 km", interval="15 s", starts_at="20 s",
) + entry("airways", id="answering", points=NORTH_SOUTH, altitude="FL350", every="4 min",
) + entry("airways", id="mute", points=["41.4,31.9", "38.5,32.1"], altitude="FL240", every="5 min", silent=1.0)
DOCTRINES = {"networked": Doctrine(), "cut off": Doctrine(losses=(Loss(component="55K6E", at="90 s"),)),
             "on remote, best matching": Doctrine(engage_on_remote=True, assignment="exact"),
             "loose": Doctrine(weapons_control="free")}
SEED, NUMBERS = np.uint64(6), (0, 5)
FILM = 40_000, 40_000  # rows for plots and for tracks


@cache
def mixed(doctrine):
    made = world(MIXED, DOCTRINES[doctrine], believed={"48N6E3.kill_probability_aircraft": 0.6})
    weapons = made.weapons._replace(kill_probability=np.full_like(made.weapons.kill_probability, 0.6))
    return made._replace(weapons=weapons)  # the same for each class, so that only the name of a class is left


def fought(given, number):
    room = room_for(given, film=film_for(*FILM))
    replicate(given, room, SEED, number)
    assert room.film.used[0] < FILM[0]
    assert room.film.used[1] < FILM[1]
    return room


def raw(*parts):
    return b"".join(np.ascontiguousarray(part).tobytes() for part in parts)


def log_of(room, rows=None):
    """Events with their times; flyers renamed by `rows`, or left out."""
    what = room.log.what[: room.log.used[0]].copy()
    if rows is not None:
        some = what[:, 1] >= 0
        what[some, 1] = rows[what[some, 1]]
    return np.column_stack([room.log.t_s[: room.log.used[0]], what])


def relabelled(given, random):
    """The same world with every label moved that no decision may read: neutral or raider, class."""
    air = given.air
    mute = ~air.neutral | (air.silent >= 1.0)  # what answers nobody may be called either
    neutral = np.where(mute, ~air.neutral, air.neutral)
    labels = {"neutral": neutral, "silent": np.where(mute, 1.0, air.silent),
              "target_class": random.permutation(air.target_class)}
    assert (neutral != air.neutral).sum() >= 14
    assert (labels["target_class"] != air.target_class).any()
    return given._replace(air=air._replace(**labels))


@pytest.mark.parametrize("doctrine", DOCTRINES)
def test_labels_change_no_byte_of_pictures_or_decisions(doctrine):
    given = mixed(doctrine)
    other = relabelled(given, np.random.default_rng(1))
    for number in NUMBERS:
        one, two = fought(given, number), fought(other, number)
        for part in ("film", "plots", "pictures", "believed", "state", "engagements", "radars"):
            assert raw(*getattr(one, part)) == raw(*getattr(two, part)), part
        assert log_of(one).tobytes() == log_of(two).tobytes()
        for part in ("end", "end_s", "seen_s", "tracked_s", "fired_s", "shots"):
            assert raw(getattr(one.fates, part)) == raw(getattr(two.fates, part)), part
        assert (log_of(one)[:, 1] == LAUNCHED).sum() >= 5


def test_a_label_that_physics_reads_does_change_them():
    """The twin: an airliner that answers and is made to answer nobody is another world, and the comparison sees it."""
    given = mixed("networked")
    other = given._replace(air=given.air._replace(silent=np.ones_like(given.air.silent)))
    one, two = fought(given, 0), fought(other, 0)
    assert raw(*one.believed) != raw(*two.believed)


def reordered(given, order):
    """The same flyers under their own names in other rows, so that every origin and owner is another number."""
    air, emission = given.air, given.emission
    points = np.concatenate([np.arange(air.first[f], air.first[f + 1]) for f in order])
    per_flyer = {name: getattr(air, name)[order] for name in
                 ("pace", "start_s", "mean_gap_s", "jitter_s", "leaks_at", "turns_away", "silent", "neutral",
                  "target_class", "word")}
    back = np.argsort(order)
    return given._replace(
        air=air._replace(
            first=np.concatenate([[0], np.cumsum(np.diff(air.first)[order])]), along=air.along[points],
            position_m=air.position_m[points], altitude_amsl_m=air.altitude_amsl_m[points],
            follows=np.where(air.follows[order] >= 0, back[air.follows[order]], -1), **per_flyer),
        sight=type(given.sight)(*(np.ascontiguousarray(part[:, points]) for part in given.sight)),
        emission=emission._replace(homes_on=emission.homes_on[order], strikes=emission.strikes[order]))


@pytest.mark.parametrize("doctrine", DOCTRINES)
def test_rows_of_the_flyers_change_no_byte_of_tracks(doctrine):
    given = mixed(doctrine)
    order = np.random.default_rng(2).permutation(given.air.pace.size)
    other = reordered(given, order)
    for number in NUMBERS:
        one, two = fought(given, number), fought(other, number)
        assert one.film.tracks.tobytes() == two.film.tracks.tobytes()
        live = one.pictures.status != 0
        for part in ("status", "number", "estimate", "score", "born_s", "history", "misses"):
            assert raw(getattr(one.pictures, part)[live]) == raw(getattr(two.pictures, part)[live]), part
        for part in ("rounds", "busy", "faces", "next_launch_s", "empty_at_s"):
            assert raw(getattr(one.state, part)) == raw(getattr(two.state, part)), part
        mine, theirs = log_of(one), log_of(two, order)
        for log in (mine, theirs):  # flyers that come or are seen at one moment stand in the order of their rows
            log[:] = log[np.lexsort(log.T[::-1])]
        assert mine.tobytes() == theirs.tobytes()
        for part, moved in zip(one.fates, two.fates, strict=True):
            assert raw(part[order]) == raw(moved)


def test_wrong_origins_change_the_record_and_nothing_else(tmp_path):
    """Every plot names another flyer as its origin, or none: what the record says moves, what is done does not."""
    short = changed(MIXED, start='"80 km"').replace('"12 min"', '"5 min"')
    (tmp_path / "world.pickle").write_bytes(pickle.dumps(world(short)))
    done = subprocess.run(
        [sys.executable, "-m", "tests.engagement.scrambled", str(tmp_path / "world.pickle")], check=True,
        capture_output=True, text=True, env={**os.environ, "NUMBA_DISABLE_JIT": "1"})
    before, after = json.loads(done.stdout)
    assert before["launches"] >= 3
    assert before["tracks"] >= 6
    assert before.pop("record") != after.pop("record")
    assert before == after


def test_every_read_of_a_label_is_known():
    folder = Path(openiads.engagement.__file__).parent
    found = set()
    for path in sorted(folder.glob("*.py")):
        if path.name in LOWERING:
            continue
        inside = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("def "):
                inside = line.removeprefix("def ").partition("(")[0]
            elif not line.startswith((" ", ")")):
                inside = inside if line.strip() == "" else ""
            if inside and LABEL.search(line.partition("#")[0]):
                found.add((path.name, inside))
    assert found <= KNOWN_READS


# who is fired at by mistake

MUTE = entry("airways", id="off-its-way", points=["41.2,32.0", "39.0,32.0"], altitude="FL240", every="6 min",
             silent=1.0)


def chain_of(events, flyer, launch):
    """Rows of the events that lead to one launch, by its track: tracked, judged hostile, assigned, launched."""
    track = events.track[launch]
    before = (events.track == track) & (np.arange(events.t_s.size) <= launch) & (events.run == events.run[launch])
    return [int(np.flatnonzero(before & (events.event == kind))[-1])
            for kind in (TRACKED, JUDGED_HOSTILE, ASSIGNED, LAUNCHED)]


@pytest.mark.parametrize(("text", "prefix", "doctrine", "evidence"), [
    (RAID + MUTE, "off-its-way", Doctrine(weapons_control="free", identity=Identity(on_airway=0.0)),
     ("no reply",)),
    (MIXED, "decoys", Doctrine(), ("no reply", "inbound")),
], ids=["a silent airliner", "a decoy"])
def test_the_log_shows_how_something_is_mistaken(text, prefix, doctrine, evidence):
    given = world(text, doctrine)
    names = {word(f"{prefix}-{number}") for number in range(1, 9)}
    _, events = fight_many(given, 2, range(3), 2)
    chosen = [row for row in np.flatnonzero(events.event == LAUNCHED)
              if events.flyer[row] >= 0 and int(given.air.word[events.flyer[row]]) in names]
    assert chosen
    whole = 0
    for row in chosen:
        flyer = events.flyer[row]
        chain = chain_of(events, flyer, row)
        assert chain == sorted(chain)
        assert (np.diff(events.t_s[chain]) >= 0).all()
        own = (events.flyer == flyer) & (events.run == events.run[row])
        came, seen = (np.flatnonzero(own & (events.event == kind))[0] for kind in (CAME, FIRST_SEEN))
        assert came < seen < chain[0]
        assert set(evidence) <= set(evidence_words(int(events.cause[chain[1]])).split(", "))
        whole += (events.flyer[chain] == flyer).all()
    assert whole / len(chosen) > 0.8  # of neighbours a track may have taken the other's plot last
