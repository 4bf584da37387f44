"""`openiads doctor`: versions, folders, data, and one self-check against a closed form."""

import math
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import requires, version
from importlib.resources import files

import typer

from openiads import __version__
from openiads.app.envelope import envelope, print_json
from openiads.app.folders import NAMES, folder, refusal
from openiads.app.shell import JsonFlag
from openiads.errors import EXIT_MISSING, OpenIADSError

app = typer.Typer(add_completion=False, rich_markup_mode=None)

ANTENNA_M, TARGET_M = 30.0, 60.0
# d = sqrt(2 k a h1) + sqrt(2 k a h2) with k = 4/3 and a = 6371 km, worked out by hand
HORIZON_M = math.sqrt(2 * 4 / 3 * 6.371e6 * ANTENNA_M) + math.sqrt(2 * 4 / 3 * 6.371e6 * TARGET_M)
SELF_CHECK_WITHIN_M = 1.0


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    group: str
    name: str
    value: str
    ok: bool = True


def findings() -> Iterator[Finding]:
    """Everything the doctor looks at."""
    yield Finding("versions", "openiads", __version__)
    yield Finding("versions", "python", platform.python_version())
    yield Finding("versions", "platform", platform.platform(terse=True))
    for requirement in requires("openiads") or ():
        if "extra ==" not in requirement:
            name = requirement.split(";")[0].split(">")[0].split("=")[0].split("<")[0].strip()
            yield Finding("versions", name, version(name))
    for name in NAMES:
        path = folder(name)
        refused = refusal(path)
        yield Finding("folders", name, f"{path}{f' (not writable: {refused})' if refused else ''}", not refused)
    yield from _data()
    yield _self_check()


def _data() -> Iterator[Finding]:
    from openiads.knowledge.library import load_library

    try:
        ledger = load_library()
        yield Finding("data", "ledger", f"{len(ledger.by_id)} claims from {len(ledger.sources)} sources")
    except OpenIADSError as error:
        yield Finding("data", "ledger", str(error).splitlines()[0], False)
    grids = [item for item in files("openiads").joinpath("data/terrain").iterdir() if item.name.endswith(".tif")]
    names = ", ".join(sorted(grid.name for grid in grids))
    yield Finding("data", "terrain", names or "no bundled grid", bool(grids))


def _self_check() -> Finding:
    from openiads.physics.propagation import horizon_range_m

    range_m = float(horizon_range_m(ANTENNA_M, TARGET_M))
    told = f"horizon of a 30 m antenna to a 60 m target {range_m / 1000:.2f} km, closed form {HORIZON_M / 1000:.2f} km"
    return Finding("self-check", "horizon", told, abs(range_m - HORIZON_M) < SELF_CHECK_WITHIN_M)


@app.command()
def doctor(json: JsonFlag = False) -> None:
    """Tell versions, folders and data, and check one result against a closed form.

    Example: openiads doctor
    """
    found = list(findings())
    if json:
        print_json(envelope("doctor", [asdict(item) for item in found]))
    else:
        for item in found:
            print(f"{'ok     ' if item.ok else 'PROBLEM'} {item.group:<10} {item.name:<12} {item.value}")
    if not all(item.ok for item in found):
        raise typer.Exit(EXIT_MISSING)
