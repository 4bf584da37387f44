"""The three tables say what the engine found: each raider one end and one cause, the sums agree, words for numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openiads.campaign.tables import SCHEMAS, checked
from openiads.campaign.tell import Names, component_of, events_table, evidence_words, outcomes_table, runs_table
from openiads.engagement import log
from openiads.engagement.identify import EVIDENCE
from openiads.engagement.run import Events, Outcomes
from openiads.engagement.units import CAUSES, ENDS, KILLED, LEAKED, NOT_NEEDED, TURNED_AWAY, UNSENT, Units
from tests.campaign.small_fight import FIRST, RUNS, job, tables
from tests.examples import examples

NAMES = Names(("north-1", "north-2", "across-1"), ("north", "north", "across"), ("f-16", "f-16", "airliner"),
              np.array([False, False, True]), ("m0/91N6E", "m0/92N6E-1"), ("m0/u0", "m0/u1"), ("48N6E3", "gem-t"),
              np.array([0, 1, -1]), np.array([1.0, 3.0]))
CLAIMS = {"91N6E": ("RAD-001",), "92N6E": ("RAD-002",), "48N6E3": ("MIS-001", "MIS-002"), "gem-t": ("MIS-003",)}
BY_RUN = ("came", "killed", "leaked", "turned away")


def made_events(*rows):
    """Events from (time, event, flyer, track, radar, unit, channel, missile, cause)."""
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return Events(np.zeros(len(rows), np.int64), columns[0].astype(float),
                  *(part.astype(np.int64) for part in columns[1:]))


def test_events_are_told_in_words():
    no = log.NONE
    found = checked("events", events_table(made_events(
        (1.0, log.CAME, 0, no, no, no, no, no, no),
        (2.0, log.FIRST_SEEN, 0, no, 1, no, no, no, no),
        (3.0, log.JUDGED_HOSTILE, 0, 7, no, no, no, no, (1 << 2) | (1 << 6)),
        (4.0, log.ASSIGNED, 0, 7, no, 1, 3, 1, no),
        (5.0, log.LAUNCHED, no, 7, no, 1, 3, 1, no),
        (6.0, log.MISSED, no, 7, no, 1, 3, 1, log.NOTHING_THERE),
        (7.0, log.LEFT_ALONE, 1, 8, no, no, no, no, 10),
        (8.0, log.EMPTY, no, no, no, 0, no, no, no),
        (9.0, log.SHUT_DOWN, no, 7, 0, no, no, no, log.ON_WARNING),
        (9.5, log.HIT, 0, 7, no, 1, 3, 0, log.KILL),
    ), NAMES, CLAIMS))
    assert found["event"].tolist() == ["came", "first seen", "judged hostile", "assigned", "launched", "missed",
                                       "left alone", "empty", "shut down", "hit"]
    assert found["entity"].tolist() == [*["north-1"] * 4, "", "", "north-2", "", "", "north-1"]
    assert found["radar"].tolist() == [None, "m0/92N6E-1", *[None] * 6, "m0/91N6E", None]
    assert found["channel"].tolist() == [None, None, None, "m0/u1/3", "m0/u1/3", "m0/u1/3", None, "m0/u0", None,
                                         "m0/u1/3"]
    assert found["missile"].tolist() == [None, None, None, "gem-t", "gem-t", "gem-t", None, None, None, "48N6E3"]
    assert found["cause"].tolist() == [None, None, "no reply, inbound", None, None, "nothing there", CAUSES[10], None,
                                       "on warning", None]
    assert [tuple(items) for items in found["claim_ids"]] == [
        (), ("RAD-002",), (), (), ("MIS-003",), ("MIS-003",), (), (), (), ("MIS-001", "MIS-002")]
    assert found["track"].tolist() == [None, None, 7, 7, 7, 7, 8, None, 7, 7]


@pytest.mark.parametrize(("word", "component"), [
    ("m0/91N6E", "91N6E"), ("m10/92N6E-11", "92N6E"), ("gem-t", "gem-t"), ("m0/other-2", "other-2"), ("None", "None")])
def test_names_lead_back_to_their_component(word, component):
    assert component_of(word, CLAIMS) == component


@given(st.integers(0, 2**len(EVIDENCE) - 1))
def test_every_piece_of_evidence_has_its_word(bits):
    words = evidence_words(bits).split(", ") if evidence_words(bits) else []
    assert words == [word for place, word in enumerate(EVIDENCE) if word and bits & 1 << place]


def units(ready=(2, 1), spare=(0, 0)):
    """Two fire units with so many rounds of one missile type, and so many for a reload."""
    return Units(*[np.zeros(2)] * len(Units._fields))._replace(
        rounds=np.array(ready)[:, None], spare_rounds=np.array(spare)[:, None])


def outcomes():
    """Outcomes of some runs of three flyers, as the engine may give them."""
    def each(values):
        return st.lists(st.lists(values, min_size=3, max_size=3), min_size=1, max_size=5).map(np.array)
    return each(st.tuples(st.integers(0, len(ENDS) - 1), st.integers(1, len(CAUSES) - 1), st.integers(0, 3)))


@examples(60)
@given(found=outcomes())
def test_sums_of_made_outcomes_agree(found):
    runs = found.shape[0]
    end, cause = found[..., 0], found[..., 1]
    shots = np.where(end == UNSENT, 0, found[..., 2])  # nothing is fired at what never came
    never = np.where((end == KILLED) | (end == UNSENT), np.inf, 3.0)
    made = Outcomes(np.arange(runs) + 5, end.astype(np.int8), never, np.where(end == KILLED, NOT_NEEDED, cause).astype(
        np.int8), never, never, never, shots.astype(np.int16), np.zeros((runs, 2, 2), np.int32),
        np.full((runs, 2), np.inf), np.zeros(runs, np.int64), never, np.zeros(runs))
    none = Events(*[np.zeros(0, np.int64)] * len(Events._fields))
    rows = checked("outcomes", outcomes_table(made, 4, NAMES))
    table = checked("runs", runs_table(made, none, 4, NAMES, units(), (0.0, 0.0)))
    for row, defended in zip(end, table["value_defended"], strict=True):  # an asset of one and an asset of three
        assert defended == 0.25 * (row[0] != LEAKED) + 0.75 * (row[1] != LEAKED)
    assert (table["killed"] + table["leakers"] + table["turned_away"] + table["in_flight"] == table["raiders"]).all()
    assert table["raiders"].sum() + table["neutrals"].sum() == len(rows["run"]) == (end != UNSENT).sum()
    assert (table["neutrals_engaged"] <= table["neutrals"]).all()
    assert np.isnan(table["empty_at_s"]).all()
    assert set(rows["draw"]) | set(table["draw"]) <= {4}
    assert ENDS[UNSENT] not in rows["end"]
    for run, name, ended in zip(rows["run"], rows["entity"], rows["end"], strict=True):
        assert ENDS[end[run - 5, NAMES.flyers.index(name)]] == ended


def one_run(*rows):
    """Outcomes of one run in which nothing ends, and its events from (time, event, unit)."""
    one = np.zeros((1, 3))
    made = Outcomes(np.arange(1), one.astype(np.int8), one, one.astype(np.int8), one, one, one, one.astype(np.int16),
                    np.full((1, 2, 2), 3, np.int32), np.array([[30.0, np.inf]]), np.zeros(1, np.int64), one,
                    np.zeros(1))
    return made, made_events(*[(t_s, event, -1, -1, -1, unit, -1, 0, -1) for t_s, event, unit in rows])


FIRED = ((10.0, log.LAUNCHED, 0), (20.0, log.LAUNCHED, 1), (30.0, log.LAUNCHED, 0))


@pytest.mark.parametrize(("rows", "spare", "empty_at_s", "ready_again_s"), [
    (FIRED, (0, 0), 30.0, np.nan),
    ((*FIRED, (90.0, log.RELOADED, 1), (95.0, log.RELOADED, 0)), (2, 1), 30.0, 90.0),
    (FIRED[:2], (0, 0), np.nan, np.nan),  # one unit was never dry
    # each unit was once dry, but never both at a time
    ((FIRED[1], (25.0, log.RELOADED, 1), (30.0, log.LAUNCHED, 0), (35.0, log.LAUNCHED, 0)), (0, 1), np.nan, np.nan),
])
def test_a_force_is_empty_when_no_unit_has_a_ready_round(rows, spare, empty_at_s, ready_again_s):
    made, events = one_run(*rows)
    found = checked("runs", runs_table(made, events, 0, NAMES, units(spare=spare), (2.5, 1.5)))
    np.testing.assert_array_equal([found["empty_at_s"][0], found["ready_again_s"][0]], [empty_at_s, ready_again_s])
    assert found["rounds_spent"].tolist() == [sum(event == log.LAUNCHED for _, event, _ in rows)]
    assert found["rounds_left"].tolist() == [12]
    assert found["empty_channels"].tolist() == [1]
    assert (found["neutral_seen_min"][0], found["neutral_engageable_min"][0]) == (2.5, 1.5)


def test_a_force_without_rounds_is_empty_from_the_start():
    made, events = one_run((5.0, log.TRACKED, 0))
    found = checked("runs", runs_table(made, events, 0, NAMES, units(ready=(0, 0)), (0.0, 0.0)))
    assert found["empty_at_s"][0] == 0.0


@pytest.fixture(scope="module")
def found():
    return tables(FIRST)


def test_every_raider_that_was_not_killed_has_one_cause(found):
    rows = found["outcomes"]
    raider = ~rows["neutral"]
    assert raider.any()
    for ended, cause in zip(rows["end"][raider], rows["cause"][raider], strict=True):
        assert (cause is None) == (ended == "killed")
        assert cause is None or cause in CAUSES[1:]
    assert set(rows["end"][raider]) <= {"killed", "leaked", ENDS[TURNED_AWAY], "still in flight"}


def test_runs_outcomes_and_events_agree(found):
    runs, rows, events = found["runs"], found["outcomes"], found["events"]
    assert runs["run"].tolist() == list(range(RUNS))
    assert (runs["left_out"] == 0).all()
    raider = ~rows["neutral"]
    for column, end in (("killed", "killed"), ("leakers", "leaked"), ("turned_away", "turned away"),
                        ("in_flight", "still in flight")):
        counts = np.bincount(rows["run"][raider & (rows["end"] == end)], minlength=RUNS)
        assert counts.tolist() == runs[column].tolist(), column
    for kind in BY_RUN:
        entities = set(zip(events["run"][events["event"] == kind], events["entity"][events["event"] == kind],
                           strict=True))
        chosen = np.ones(rows["run"].size, bool) if kind == "came" else rows["end"] == kind
        assert entities == set(zip(rows["run"][chosen], rows["entity"][chosen], strict=True)), kind
    launched = events["event"] == "launched"
    assert np.bincount(events["run"][launched], minlength=RUNS).tolist() == runs["rounds_spent"].tolist()
    shots = {(run, name): count for run, name, count in zip(rows["run"], rows["entity"], rows["shots"], strict=True)}
    for key, count in shots.items():
        at = launched & (events["run"] == key[0]) & (events["entity"] == key[1])
        assert at.sum() == count
    met = np.isin(events["event"], ("hit", "missed"))
    assert met.sum() <= launched.sum()
    engaged = rows["neutral"] & (rows["shots"] > 0)
    assert np.bincount(rows["run"][engaged], minlength=RUNS).tolist() == runs["neutrals_engaged"].tolist()


def test_times_stand_in_their_order(found):
    rows, events = found["outcomes"], found["events"]
    for earlier, later in (("seen_s", "tracked_s"), ("tracked_s", "fired_s"), ("fired_s", "end_s")):
        both = np.isfinite(rows[earlier]) & np.isfinite(rows[later]) & ~rows["neutral"]
        both &= (later != "end_s") | (rows["end"] == "killed")
        assert (rows[earlier][both] <= rows[later][both]).all(), later
    same = np.diff(events["run"]) == 0
    assert (np.diff(events["t_s"])[same] >= 0).all()
    assert (np.diff(events["run"]) >= 0).all()


def test_what_rests_on_claims_names_them(found):
    events = found["events"]
    for kind in ("first seen", "launched"):
        told = list(events["claim_ids"][events["event"] == kind])
        assert told
        assert all(len(items) for items in told)
    assert {column.name for column in SCHEMAS["events"]} == set(events)
    known = set(job(FIRST).library.by_id)
    assert {item for items in events["claim_ids"] for item in items} <= known
