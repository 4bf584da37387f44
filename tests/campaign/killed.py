"""Fight one campaign in processes that are killed at random moments, each on another number of workers.

Run as `python -m tests.campaign.killed FOLDER KILLS SEED`. The processes are forked from one that has imported all that
is needed, so that the kills fall into the fighting, the keeping and the folding rather than into the imports.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from openiads.campaign.runner import run_campaign
from openiads.campaign.stopping import StopRule
from tests.campaign.skirmish import Skirmish

RULE = StopRule(0, at_least=250, at_most=250)
JOBS = {"A": Skirmish(pause_s=0.004), "B": Skirmish(better=0.5, pause_s=0.004)}
WORKERS, CHUNKS = (1, 2, 3, 8), (1, 7)
PARTS_BETWEEN = 3  # that a process may add before it is killed, so that every kill comes before the end


def fight(folder: Path, workers: int, chunk: int) -> None:
    """One process's share."""
    run_campaign(JOBS, folder, RULE, workers=workers, chunk=chunk)


def wait_for_parts(folder: Path, count: int, child: int) -> None:
    """Wait until so many parts are there, or the process has ended."""
    while len(list(folder.glob("*/parts/[0-9]*"))) < count and not os.waitid(
            os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        time.sleep(0.001)


def main() -> None:
    """Kill so many processes before they are done, then let one finish; tells how many died."""
    folder, kills, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
    JOBS["A"].fight(range(1))
    died = 0
    for _ in range(kills):
        before = len(list(folder.glob("*/parts/[0-9]*")))
        child = os.fork()
        if child == 0:
            fight(folder, chance.choice(WORKERS), chance.choice(CHUNKS))
            os._exit(0)
        wait_for_parts(folder, before + chance.randint(0, PARTS_BETWEEN), child)
        time.sleep(chance.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        died += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        for _ in range(2):  # the same random numbers are used up in parent and child
            chance.random()
    fight(folder, 2, 7)
    print(died)


if __name__ == "__main__":
    main()
