"""A run folder: finished ranges of runs as parts while a campaign fights, canonical files when it ends.

A part is the folder `parts/FIRST-LAST` of one arm with its three tables and their hashes; it appears in one step and is
read back only if it is whole. Ending a campaign folds the parts aside, tells so in campaign.toml in one step, and then
moves the files into their places; wherever that is cut off, the next opening carries it on or sweeps it away.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import tomli_w

from openiads.campaign.disk import move, remove, sha256_of, sync, write_file
from openiads.campaign.lock import locked
from openiads.campaign.records import digest
from openiads.campaign.spans import Span
from openiads.campaign.state import STATE_NAME, State, read_state, write_state
from openiads.campaign.tables import SCHEMAS, Columns, joined, read, rows, write
from openiads.errors import fault
from openiads.knowledge.reader import toml_of

RUNS_A_FILE = 100  # of the event log
PARTS, FOLDING = "parts", ".folding"
CANONICAL = ("events", "outcomes.parquet", "runs.parquet")
PART_NAME = re.compile(r"(\d{9})-(\d{9})")


class RunFolder:
    """An open run folder, which this process alone writes to; see `open_folder`."""

    def __init__(self, path: Path, state: State) -> None:
        self.path, self.state = path, state
        self.damaged: list[str] = []  # parts that were not whole and were swept away
        self._spans: dict[str, list[Span]] = {arm: [] for arm in state.fingerprints}

    def arm(self, name: str) -> Path:
        """Folder of one arm; the arm named "" is the run folder itself."""
        return self.path / name if name else self.path

    def spans(self, arm: str) -> list[Span]:
        """Ranges of runs that are kept as parts, in order."""
        return sorted(self._spans[arm])

    def _part(self, arm: str, span: Span) -> Path:
        return self.arm(arm) / PARTS / f"{span[0]:09d}-{span[1]:09d}"

    def keep(self, arm: str, span: Span, tables: Mapping[str, bytes]) -> None:
        """Keep a finished range: its three tables as the bytes of their Parquet files."""
        part = self._part(arm, span)
        aside = part.with_name(f".new-{part.name}")
        remove(aside)
        aside.mkdir(parents=True)
        for name, content in tables.items():
            write_file(aside / f"{name}.parquet", content)
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in tables.items()}
        write_file(aside / "part.toml", tomli_w.dumps(hashes).encode())
        sync(aside)
        move(aside, part)
        self._spans[arm].append(span)

    def runs_of(self, arm: str, span: Span) -> Columns:
        """The "runs" table of one part."""
        return read("runs", [self._part(arm, span) / "runs.parquet"])

    def find_parts(self) -> None:
        """Look for what an earlier process has kept; sweep away what is half written, damaged or told twice."""
        for arm in self._spans:
            end = 0
            for path in sorted((self.arm(arm) / PARTS).glob("*")):
                name = PART_NAME.fullmatch(path.name)
                span = (int(name[1]), int(name[2])) if name else (0, 0)
                if name and span[0] >= end and _is_whole(path):
                    self._spans[arm].append(span)
                    end = span[1]
                else:
                    if name:
                        self.damaged.append(path.relative_to(self.path).as_posix())
                    remove(path)

    def end(self, state: State) -> State:
        """Fold the first `state.runs` runs of every arm into canonical files; parts go if the campaign is finished."""
        hashes, results = {}, hashlib.sha256()
        for arm in sorted(self._spans):
            folding = self.arm(arm) / FOLDING
            remove(folding)
            (folding / "events").mkdir(parents=True)
            results.update(f"arm {arm!r}\n".encode() + self._fold(arm, folding, state.runs))
            for path in sorted(folding.rglob("*.parquet")):
                sync(path)
                hashes[(self.arm(arm) / path.relative_to(folding)).relative_to(self.path).as_posix()] = sha256_of(path)
            sync(folding / "events")
            sync(folding)
            sync(folding.parent)
        self.state = replace(state, results_sha256=results.hexdigest(), files=hashes)
        write_state(self.path, self.state)
        self.settle()
        return self.state

    def _fold(self, arm: str, folding: Path, count: int) -> bytes:
        hashes = {name: hashlib.sha256() for name in SCHEMAS}
        small: dict[str, list[Columns]] = {"outcomes": [], "runs": []}
        for number, first in enumerate(range(0, count, RUNS_A_FILE)):
            for name in SCHEMAS:
                block = self._block(arm, name, (first, min(first + RUNS_A_FILE, count)))
                hashes[name].update(digest(name, block))
                if name == "events":
                    write(name, [block], folding / "events" / f"events-{number:06d}.parquet")
                else:
                    small[name].append(block)
        for name, blocks in small.items():
            write(name, blocks or [joined(name, [])], folding / f"{name}.parquet")
        return b"".join(found.digest() for found in hashes.values())

    def _block(self, arm: str, name: str, span: Span) -> Columns:
        first, last = span
        inside = [part for part in self.spans(arm) if part[0] < last and part[1] > first]
        tables = [read(name, [self._part(arm, part) / f"{name}.parquet"]) for part in inside]
        return joined(name, [rows(table, (table["run"] >= first) & (table["run"] < last)) for table in tables])

    def settle(self) -> None:
        """Move folded files into their places, as campaign.toml has told; sweep away what it has not."""
        ended = self.state.stage != "fighting"
        for arm in self._spans:
            home = self.arm(arm)
            for name in CANONICAL:
                if not ended:
                    remove(home / name)
                elif (home / FOLDING / name).exists():
                    move(home / FOLDING / name, home / name)
            remove(home / FOLDING)
            if self.state.stage == "finished":
                remove(home / PARTS)
                self._spans[arm] = []

    def reopen(self) -> None:
        """Go on fighting after a partial end."""
        self.state = State(self.state.fingerprints)
        write_state(self.path, self.state)
        self.settle()

    def check_files(self) -> None:
        """Refuse a finished folder whose files are no longer those that were written."""
        for name, sha256 in self.state.files.items():
            path = self.path / name
            if not path.is_file() or sha256_of(path) != sha256:
                raise fault("E0604", f"{path} is missing or was changed after the campaign ended", where=str(path),
                            why="its hash is not the one in campaign.toml",
                            fix="bring the file back, or fight again in another folder with --out")


def _is_whole(part: Path) -> bool:
    try:
        hashes = toml_of((part / "part.toml").read_text(encoding="utf-8"))
        return set(hashes) == set(SCHEMAS) and all(
            sha256_of(part / f"{name}.parquet") == sha256 for name, sha256 in hashes.items())
    except (OSError, ValueError):
        return False


def _first_opening(path: Path, fingerprints: Mapping[str, str]) -> State:
    for arm in fingerprints:
        for name in (*CANONICAL, PARTS):
            found = (path / arm if arm else path) / name
            if found.exists():
                raise fault("E0602", f"{found} is there already, without a campaign.toml", where=str(path),
                            why="results of an unknown campaign are neither mixed with others nor overwritten",
                            fix="choose another folder with --out")
    state = State(dict(fingerprints))
    write_state(path, state)
    return state


@contextmanager
def open_folder(path: Path, fingerprints: Mapping[str, str]) -> Iterator[RunFolder]:
    """Open a run folder for writing, alone, with whatever an earlier process has left there put in order.

    Parameters
    ----------
    path : Path
        Made if it is missing.
    fingerprints : mapping
        Of every arm by its name; an arm lives in the folder of its name, the arm "" in the run folder itself.

    Yields
    ------
    RunFolder
        With E0602 if the folder holds another campaign, E0603 if another process writes to it.
    """
    with locked(path):
        state = read_state(path)
        if state is None:
            state = _first_opening(path, fingerprints)
        elif dict(state.fingerprints) != dict(fingerprints):
            raise fault("E0602", f"{path} holds another campaign", where=str(path),
                        why="its scenario, claims, terrain, seed, version or arms are not the ones asked for now",
                        fix="choose another folder with --out, or remove this one")
        folder = RunFolder(path, state)
        remove(path / f".new-{STATE_NAME}")
        folder.settle()
        if state.stage == "finished":
            folder.check_files()
        else:
            folder.find_parts()
        yield folder
