"""One fight in the interpreter, as it is and with a wrong origin on every plot; run as a program, it prints digests.

Kernels call each other by name only where they are not compiled, so a step can be put in the place of another there:
`NUMBA_DISABLE_JIT=1 python -m tests.engagement.scrambled WORLD`, with a pickled world.
"""

import hashlib
import json
import pickle
import sys
import warnings
from pathlib import Path

import numpy as np

from openiads.engagement import sense
from openiads.engagement.log import FIRST_SEEN, LAUNCHED, LEFT_ALONE, TRACKED, film_for
from openiads.engagement.replicate import replicate, room_for

FOR_THE_RECORD = (FIRST_SEEN, LEFT_ALONE)  # events that are noted once for each flyer, so they move with its name
FLYER = 1  # column of the log


def told(world):
    """Digests of what the defenders have and do, and of what the record says of each flyer."""
    room = room_for(world, film=film_for(4000, 8000))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the generator of chance overflows on purpose
        replicate(world, room, np.uint64(3), 1)
    used, log = room.log.used[0], room.log.what[: room.log.used[0]].copy()
    launched = log[log[:, 0] == LAUNCHED]
    done = ~np.isin(log[:, 0], FOR_THE_RECORD)
    log[log[:, 0] != LAUNCHED, FLYER] = 0  # a round's own flyer is where it really flies
    believed = {name: part for name, part in room.believed._asdict().items() if name != "owner"}
    parts = {
        "plots": room.film.plots[: room.film.used[0]], "tracks": room.film.tracks[: room.film.used[1]],
        "pictures": list(room.pictures), "believed": list(believed.values()),
        "engagements": list(room.engagements), "units": list(room.state),
        "events": [log[done], room.log.t_s[:used][done]],
        "record": [room.fates.seen_s, room.fates.tracked_s, room.fates.cause],
    }
    sizes = {"launches": len(launched), "tracks": int((log[:, 0] == TRACKED).sum())}
    return {name: hashlib.sha256(b"".join(np.ascontiguousarray(item).tobytes() for item in part)).hexdigest()
            for name, part in parts.items()} | sizes


def scramble(flyers):
    """Let every plot from now on name another flyer as its origin, or none."""
    send = sense._send

    def wrong(plots, p, radars, r, look_s, flyer, *rest):
        send(plots, p, radars, r, look_s, (5 * flyer + 3 + int(look_s)) % (flyers + 1) - 1, *rest)

    sense._send = wrong


if __name__ == "__main__":
    fought = pickle.loads(Path(sys.argv[1]).read_bytes())
    before = told(fought)
    scramble(fought.air.pace.size)
    print(json.dumps([before, told(fought)]))
