"""The reference page of run folders: their files, the columns of their tables, and every word of the event log."""

from openiads.campaign.tables import SCHEMAS, SQL_TYPES, Column
from openiads.engagement.identify import EVIDENCE
from openiads.engagement.log import EVENTS, RESULTS, SILENCES
from openiads.engagement.units import CAUSES, ENDS

HEAD = """\
# Run folders

Written by `make reference` from the tables' own schema; units and meanings stand in each Parquet file too, as JSON
under the keys `unit` and `meaning` of its metadata. [Read the event log](../how-to/read-the-event-log.md) shows
queries.

`openiads run` writes one folder, `openiads compare` one with a folder for each arm inside it, `A` and `B`:

| file | holds |
|---|---|
| `campaign.toml` | fingerprint of each arm, `stage`, runs, draws, stopping rule and reason, hashes of all files |
| `manifest.toml` | texts of scenario, raid and claim files, seed, pins, versions, hash of what came, the answer |
| `events/events-000000.parquet`, ... | the event log, a hundred runs a file |
| `outcomes.parquet` | one row for each flyer that came, of each run |
| `runs.parquet` | one row for each run |
| `metrics.csv`, `differences.csv` | every metric of `run`, or every difference of `compare`, with unit and interval |
| `footprint.csv`, `footprint.geojson` | with `--footprint`: each place with its share of runs, and the outline |
| `parts/` | while a campaign is not finished: whole ranges of runs with the hashes of their tables |

`stage` is `fighting`, `partial` (interrupted; what is there can be read) or `finished`. `results_sha256` is the hash of
all rows of all tables; it does not depend on who wrote the Parquet files, in which chunks, on how many workers.

A run stands for one fight. Eight runs in a row believe the same: `draw` is `run // 8`, and draw 0 believes the nominal
claims; of a textbook battery every run is a draw. Times are seconds from the beginning of the run. What does not apply
is null; an `entity` that is nobody is empty.
"""
SECTIONS = {
    "events": ("Event log", "Sorted by run, then by time; events of one time in the order in which they happened."),
    "outcomes": ("Outcomes", "Raiders first, in the order of the raid file, then the neutral traffic. "
                             "What had not come when the run ended has no row."),
    "runs": ("Runs", "Sums over the outcomes of one run. `killed`, `turned_away` and `in_flight` count raiders only. "
                     "The magazine is empty (`empty_at_s`) when no fire unit has a ready round, and not when each was "
                     "once dry at a time of its own, which is `empty_channels`."),
}
TOLD = {
    "came": "a flyer starts on its way",
    "first seen": "first plot of a flyer by any radar; `radar`, and the claims that its range rests on",
    "tracked": "a track is confirmed; `entity` is whose plot it took last, empty for a false track",
    "track dropped": "a track that was confirmed is given up",
    "judged hostile": "the evidence on a track has come above the threshold of the weapons control; `cause` lists it",
    "judged neutral": "the evidence on a track lies below that threshold; `cause` lists it",
    "assigned": "a fire unit takes a track; `channel`, `missile`",
    "acquired": "the engagement radar has found what a track is about; only where `engage_on_remote` is false",
    "launched": "a round leaves; `entity` is what it really flies at, empty where nothing is there",
    "hit": "a round kills",
    "missed": "a round does not; `cause` says why",
    "taken for killed": "what the assessment says, rightly or not",
    "taken for alive": "what the assessment says, rightly or not",
    "let go": "the channel is free again",
    "left alone": "the chain broke at `cause` for this flyer; told again where a later link breaks",
    "killed": "end of a flyer",
    "leaked": "end of a raider that has done what it came for",
    "turned away": "end of a raider that broke off after a round had missed it",
    "empty": "a fire unit has fired its last ready round",
    "reloaded": "a fire unit has new rounds",
    "cut off": "a fire unit has lost its command post and reads its own picture from now on",
    "lost": "a radar or a fire unit falls out; `cause` and `entity` where it was hit",
    "shut down": "a radar falls silent; `cause`",
    "on again": "a radar speaks again; `cause`",
}
CAUSES_TOLD = {
    "never seen": "no radar made a plot of it",
    "seen but not tracked": "no plot of it went into a confirmed track",
    "cut off from the picture": "no fire unit reads the picture that its track stands in",
    "taken for neutral": "the evidence on its track stayed below the threshold",
    "held by orders": "weapons control hold, and the last chance had not come",
    "out of reach": "no missile with rounds left could meet it",
    "out of sight": "ground or horizon lay between the point of meeting and the engagement radar",
    "seen too late": "the meeting would have come after its arrival",
    "no channel free": "channels busy, outside the sector in which the unit is at work, or taken by other threats",
    "no round left": "the tubes were empty",
    "not acquired": "assigned, but the engagement radar did not find it",
    "fired at, undecided at the end": "rounds were on their way, or had met nothing",
    "fired at and missed": "rounds met it and did not kill, or did not meet it",
    "engaged as another": "tracked, and what was fired for its track flew at something else",
}
RESULTS_TOLD = {
    "no kill": "met, and the draw of the kill probability went against it",
    "not met": "the fly-out ends more than 20 m beside the target, too slow, too close or on the ground",
    "lost from sight": "the engagement radar did not see the target all the way, or fell silent or was lost",
    "nothing there": "nothing within 3 km of where it was sent, or what was there was killed before",
}
SILENCES_TOLD = {
    "by orders": "silent from the beginning (`emission`, `silent`)",
    "on warning": "something hostile and fast comes at it",
    "on cue": "another radar's track is hostile and inbound",
    "its time is up": "the silence was for so long",
    "hit": "what homed on it came through",
    "a spare takes over": "the one that was hit is lost, and another beside it goes on in its place",
}


def _words(title: str, of: str, told: dict[str, str], known: tuple[str, ...]) -> list[str]:
    if list(told) != list(known):
        raise ValueError(f"docs/run_folder.py tells {sorted(told)} of {of}, and the code knows {sorted(known)}")
    return [f"### {title}", "", f"| {of} | meaning |", "|---|---|",
            *(f"| {word} | {text} |" for word, text in told.items()), ""]


def _row(column: Column) -> str:
    kind = SQL_TYPES[column.kind] + (", null" if column.nullable else "")
    return f"| `{column.name}` | {kind} | {column.unit} | {column.meaning} |"


def run_folder_page() -> str:
    """Files, columns and words of a run folder."""
    lines = [HEAD]
    for name, columns in SCHEMAS.items():
        title, text = SECTIONS[name]
        lines += [f"## {title}: `{name}`", "", text, "", "| column | type | unit | meaning |", "|---|---|---|---|",
                  *(_row(column) for column in columns), ""]
        if name == "events":
            lines += _words("Events", "`event`", TOLD, EVENTS_BY_CHAIN)
            lines += ["Evidence that a judgement lists: " + ", ".join(word for word in EVIDENCE if word) + ".", ""]
            lines += _words("Why a round missed", "`cause`", RESULTS_TOLD, RESULTS[1:])
            lines += _words("Why a radar is silent, speaks again or is lost", "`cause`", SILENCES_TOLD, SILENCES)
        if name == "outcomes":
            lines += ["`end` is one of " + ", ".join(f"`{word}`" for word in ENDS[:-1]) + ".", ""]
            lines += _words("Causes", "`cause`", CAUSES_TOLD, CAUSES[1:])
            lines += ["Causes stand along the chain, and a flyer's is the last link that broke for it. What was killed "
                      "has none, nor has an airliner that nobody weighed.", ""]
    return "\n".join(lines)


EVENTS_BY_CHAIN = tuple(sorted(EVENTS, key=list(TOLD).index))  # `acquired` came last into the code and not into a fight
