"""A job that is cheap, reproducible and slow enough to be interrupted: raiders that leak by chance and by belief."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from openiads.campaign.tables import Table
from openiads.draws import draw, word

RUNS_A_DRAW = 10
RAIDERS = 4
LEAK, BELIEF = word("leak"), word("belief")


@dataclass(frozen=True)
class Skirmish:
    """Each of four raiders leaks with a chance that the draw decides; `better` lowers it for an arm."""

    better: float = 0.0
    pause_s: float = 0.0  # a run
    seed: int = 3

    @property
    def fingerprint(self) -> str:
        return f"skirmish {self.better} {self.seed}"

    def fight(self, runs: Sequence[int]) -> Mapping[str, Table]:
        time.sleep(self.pause_s * len(runs))
        numbers = np.asarray(runs, dtype=np.int64)
        draws = numbers // RUNS_A_DRAW
        leak = np.array([[self._leaks(int(run), raider) for raider in range(RAIDERS)] for run in numbers])
        leak = leak.reshape(-1, RAIDERS)
        each = np.repeat(numbers, RAIDERS)
        entity = [f"cruise-{raider}" for _ in numbers for raider in range(RAIDERS)]
        gone, none = leak.ravel(), np.full(each.size, np.nan)
        events = {
            "run": each, "t_s": np.arange(each.size) % RAIDERS + 0.5, "entity": entity,
            "event": np.where(gone, "leaked", "killed"),
            "track": np.ma.masked_array(np.arange(each.size) % RAIDERS, mask=gone),
            "radar": [None] * each.size, "channel": [None if lost else "m0/u1/3" for lost in gone],
            "missile": [None if lost else "48N6E3" for lost in gone],
            "cause": ["no round" if lost else "" for lost in gone],
            "claim_ids": [[] if lost else ["MIS-001", "MIS-002"] for lost in gone],
        }
        outcomes = {
            "run": each, "draw": each // RUNS_A_DRAW, "entity": entity, "group": ["north"] * each.size,
            "target": ["cruise-missile"] * each.size, "neutral": np.zeros(each.size, bool),
            "end": np.where(gone, "leaked", "killed"), "end_s": np.ones(each.size),
            "cause": [None] * each.size, "seen_s": none, "tracked_s": none, "fired_s": np.where(gone, np.nan, 2.0),
            "due_s": np.full(each.size, 2.0),
            "shots": (~gone).astype(int),
        }
        leakers, zeros = leak.sum(axis=1), np.zeros_like(numbers)
        table = {
            "run": numbers, "draw": draws, "raiders": zeros + RAIDERS, "leakers": leakers, "killed": RAIDERS - leakers,
            "turned_away": zeros, "in_flight": zeros, "neutrals": zeros, "neutrals_engaged": zeros,
            "neutrals_killed": zeros, "rounds_spent": RAIDERS - leakers, "empty_at_s": np.full(numbers.size, np.nan),
            "ready_again_s": np.full(numbers.size, np.nan), "rounds_left": zeros,
            "value_defended": np.where(leakers == 0, 1.0, 0.0), "neutral_seen_min": zeros + 0.0,
            "neutral_engageable_min": zeros + 0.0, "empty_channels": zeros, "left_out": zeros,
        }
        return {"events": events, "outcomes": outcomes, "runs": table}

    def _leaks(self, run: int, raider: int) -> bool:
        belief = 0.1 + 0.2 * draw(self.seed, run // RUNS_A_DRAW, 0, BELIEF, 0)
        return bool(draw(self.seed, run, raider, LEAK, 0) < belief * (1 - self.better))


@dataclass(frozen=True)
class Mined(Skirmish):
    """A skirmish that ends its own process once, when it comes to a certain run."""

    trap: str = ""  # a file: while it exists the process dies

    def fight(self, runs: Sequence[int]) -> Mapping[str, Table]:
        import os
        import signal

        if 60 in runs:
            try:
                Path(self.trap).unlink()
            except FileNotFoundError:
                pass
            else:
                os.kill(os.getpid(), signal.SIGKILL)
        return super().fight(runs)


def everything(folder: Path) -> dict[str, bytes]:
    """Bytes of every file below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
